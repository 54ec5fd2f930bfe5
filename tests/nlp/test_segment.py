"""Words of several syllables are found, and the figure that judges this is right."""

import pytest

from lantoa.evaluate_words import WordsError, words
from nlp import segment

GOLD = """# text = Nhân dân đồng thuận .
1\tNhân dân\tnhân dân\tNOUN\tN\t_\t2\tnsubj\t_\t_
2\tđồng_thuận\tđồng thuận\tVERB\tV\t_\t0\troot\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Giữ hoà bình .
1-2\tGiữ hoà\t_\t_\t_\t_\t_\t_\t_\t_
1\tGiữ\tgiữ\tVERB\tV\t_\t0\troot\t_\t_
2\thoà\thoà\tADJ\tA\t_\t1\tobj\t_\t_
3\tbình\tbình\tADJ\tA\t_\t1\tobj\t_\t_
4\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""


def test_syllables_of_one_word_stay_together():
    assert segment.words("Nhân dân đồng thuận với chủ trương.") == [
        "Nhân dân", "đồng thuận", "với", "chủ trương", ".",
    ]  # fmt: skip


def test_a_batch_gives_what_its_texts_give():
    texts = ["Đại hội thành công.", "", "Giữ hoà bình ."]
    assert segment.words_batch(texts) == [segment.words(text) for text in texts]
    assert segment.words_batch(texts)[1:] == [[], ["Giữ", "hòa bình", "."]]


def test_words_are_compared_by_their_ends(tmp_path):
    path = tmp_path / "gold.conllu"
    path.write_text(GOLD, "utf-8")
    assert segment.words("Giữ hoà bình .") == ["Giữ", "hòa bình", "."]
    # Five of the segmenter's six words are gold; "hoà" and "bình" of the seven gold words are not found.
    assert words(path) == {"f1": 0.7692, "precision": 0.8333, "recall": 0.7143, "sentences": 2}


@pytest.mark.parametrize(("text", "message"), [("", "no sentence"), ("1\tx\n", "line 1: 2 columns")])
def test_a_wrong_file_is_explained(tmp_path, text, message):
    path = tmp_path / "gold.conllu"
    path.write_text(text, "utf-8")
    with pytest.raises(WordsError, match=message):
        words(path)


def test_a_missing_file_is_explained(tmp_path):
    with pytest.raises(WordsError, match="cannot be read"):
        words(tmp_path / "none.conllu")


@pytest.mark.shared
def test_news_is_segmented_well(shared_data):
    assert words(shared_data / "segmentation" / "vi_vtb-ud-test.conllu")["f1"] >= 0.95
