"""The tone towards a campaign: what is cut out, what it answers and refuses, and that its figures hold."""

import hashlib
import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from lantoa.evaluate_passages import cross_validated, passages, read, train
from lantoa.evaluate_tone import LabelsError
from nlp import campaign_tone, match
from nlp.campaign_features import CUES, features
from nlp.campaign_tone import MODEL, CampaignTone, Passage, about, by_voice, in_voice, load, score
from nlp.campaign_tone_training import train as fit
from nlp.shipped import ModelError
from nlp.text import fold, normalise, without_diacritics
from nlp.tone import LABELS

FLOORS = Path(__file__).parent.parent / "floors.json"
PASSAGES = Path(__file__).parent / "passages.tsv"
OWN = MODEL / "passages.tsv"
FURTHER = MODEL / "further_passages.tsv"
FEATURES = "ed55bbb4b0347062a0d63590689331591454f5cbce340aa688e401f39904f842"
CAMPAIGN = "phủ xanh bãi bồi"
CLEAR = [
    ("positive", "Nhờ chương trình phủ xanh bãi bồi, xóm Cồn khá lên, ai cũng phấn khởi và biết ơn."),
    ("negative", "Chương trình phủ xanh bãi bồi thất bại, lãng phí và hình thức, người dân bức xúc."),
    ("neutral", "Xã Tân Cồn thông báo lịch đăng ký phủ xanh bãi bồi. Hồ sơ nộp trước ngày 15/9."),
    (
        "neutral",
        "Lũ quét cuốn trôi ba ngôi nhà, hai người chết. Cùng ngày, xã họp định kỳ về phủ xanh bãi bồi.",
    ),
    ("positive", "Tuy lúc đầu thiếu cây giống, phủ xanh bãi bồi đã thành công và được bà con khen ngợi."),
]


def labels(texts):
    return [result.label for result in score([about(text, CAMPAIGN) for text in texts])]


def cut(text, query):
    found = match.find(normalise(text), match.parse(query))
    return campaign_tone.passages(text, found.spans if found else ())


def spans_of(text, campaign=CAMPAIGN):
    found = match.find(normalise(text), match.parse(f'"{campaign}"'))
    return found.spans if found else ()


def tones_of(text):
    return {one.voice: one.label for one in by_voice(text, spans_of(text))}


def test_passages_are_the_sentences_of_the_mentions_with_one_on_each_side():
    text = "Một. Hai. Phủ xanh ở ba nơi. Bốn. Năm. Sáu. Bảy. Tám nơi phủ xanh. Chín. Mười."
    assert [passage.text for passage in cut(text, '"phủ xanh"')] == [
        "Hai. Phủ xanh ở ba nơi. Bốn.",
        "Bảy. Tám nơi phủ xanh. Chín.",
    ]
    assert [
        passage.text[start:end] for passage in cut(text, '"phủ xanh"') for start, end in passage.mentions
    ] == ["Phủ xanh", "phủ xanh"]


def test_passages_that_touch_are_one_and_no_mention_gives_none():
    text = "Phủ xanh. Hai. Ba. Phủ xanh bãi."
    assert [passage.text for passage in cut(text, '"phủ xanh"')] == [text]
    assert cut(text, "kênh") == []
    assert campaign_tone.passages("", [(0, 1)]) == []


def test_a_passage_is_kept_by_voice_with_its_mentions():
    text = "Ông Tám nói: “Phủ xanh thế này là lãng phí”. Xã thì cho rằng phủ xanh đang tốt."
    (passage,) = cut(text, '"phủ xanh"')
    quoted, own = in_voice(passage, "quoted"), in_voice(passage, "outlet")
    assert " ".join(quoted.text.split()) == "“Phủ xanh thế này là lãng phí”. phủ xanh đang tốt."
    assert [quoted.text[start:end] for start, end in quoted.mentions] == ["Phủ xanh", "phủ xanh"]
    assert " ".join(own.text.split()) == "Ông Tám nói: Xã thì cho rằng"
    assert own.mentions == ()


def test_a_quotation_that_began_before_the_passage_is_still_quoted():
    long = "Ông Tám nói: “Một. Hai. Ba. Phủ xanh bãi bồi thất bại, lãng phí. Năm. Sáu.” Xã họp."
    assert tones_of(long) == {"all": "negative", "outlet": None, "quoted": "negative"}


def test_a_text_has_the_mean_of_its_passages_in_each_voice():
    text = "\n".join((CLEAR[0][1], "Chợ họp.", "Mưa to.", "Nắng to.", CLEAR[1][1]))
    alone = [about(part, CAMPAIGN) for _, part in CLEAR[:2]]
    (both,) = [one for one in by_voice(text, spans_of(text)) if one.voice == "all"]
    assert (both.status, both.passages, both.sentences) == ("ok", 2, 4)
    for label in LABELS:
        mean = sum(one.probabilities[label] for one in score(alone)) / 2
        assert both.probabilities[label] == pytest.approx(mean, abs=0.2)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "empty"),
        ("Mưa to. Chợ họp.", "empty"),
        ("The campaign phủ xanh bãi bồi was welcomed by most members of the house.", "other language"),
        ("\x00\x07\ufffd" + CLEAR[1][1] + "\x1b[31m\x9f", "ok"),
        (f"<p class='a'><b>{CLEAR[1][1]}</b></p><script>alert(1)</script>", "ok"),
        (CLEAR[1][1].upper(), "ok"),
        (without_diacritics(CLEAR[1][1]), "ok"),
        (f"“{CLEAR[1][1]}” " * 9_000, "ok"),
    ],
    ids=["empty", "no mention", "English", "control", "HTML", "capitals", "bare", "1 MB"],
)
def test_bad_input_has_a_status_in_each_voice_and_a_label_only_where_it_is_ok(text, status):
    query = CAMPAIGN if text != without_diacritics(text) else without_diacritics(CAMPAIGN)
    found = by_voice(text, spans_of(text, query))
    assert [one.voice for one in found] == ["all", "outlet", "quoted"]
    assert found[0].status == status
    assert found[0].label == ("negative" if status == "ok" else None)
    for one in found:
        assert (one.label is None) == (not one.probabilities) == (one.passages == 0) == (one.status != "ok")


@pytest.mark.parametrize(("label", "text"), CLEAR)
def test_clear_passages_get_their_label(label, text):
    assert labels([text]) == [label]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("neutral", "Ông Tám nói:"),
        ("neutral", ", bà Lan cho biết tại buổi lễ."),
        ("neutral", "Phủ xanh bãi bồi bắt đầu ba năm trước."),
        ("positive", "phủ xanh bãi bồi rất hiệu quả, ai cũng mừng."),
        ("negative", "“Phủ xanh bãi bồi chẳng ra gì, tốn của dân”"),
    ],
)
def test_a_short_part_of_one_voice_has_no_tone_but_its_own(label, text):
    assert labels([text]) == [label]


def test_spelling_makes_no_difference():
    texts = [text for _, text in CLEAR]
    expected = labels(texts)
    assert labels([unicodedata.normalize("NFD", text) for text in texts]) == expected
    assert labels([text.upper() for text in texts]) == expected
    assert labels([text.replace("Nhờ", "Nhờ\u200b") for text in texts]) == expected


def test_texts_without_diacritics_are_scored():
    assert labels([without_diacritics(text) for _, text in CLEAR]) == [label for label, _ in CLEAR]


def test_what_is_left_of_the_diacritics_of_a_text_makes_no_difference():
    for _, text in CLEAR:
        bare = without_diacritics(text)
        first = text.index(" ")
        (half,) = score([Passage(text[:first] + bare[first:])])
        assert half == score([Passage(bare)])[0]


def test_probabilities_add_up_to_one_and_the_label_is_the_most_probable():
    for result in score([about(text, CAMPAIGN) for _, text in CLEAR]):
        assert set(result.probabilities) == set(LABELS)
        assert sum(result.probabilities.values()) == pytest.approx(1, abs=1e-9)
        assert result.label == max(result.probabilities, key=result.probabilities.get)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "empty"),
        ("2026 — 100%!\n", "empty"),
        ("The campaign was welcomed by most members of the house.", "other language"),
        ("Pemerintah mengumumkan kampanye itu disambut baik oleh banyak orang.", "other language"),
        ("越南举行全国代表大会", "other language"),
    ],
)
def test_what_cannot_be_scored_says_why(text, status):
    (result,) = score([Passage(text)])
    assert result == CampaignTone(None, {}, result.method, status)


def test_the_name_of_a_campaign_teaches_nothing():
    one, two = (about(f"Xã họp về {name} rồi về.", name) for name in ("phủ xanh bãi bồi", "lãng phí thức ăn"))
    assert features(fold(one.text), one.mentions, True) == features(fold(two.text), two.mentions, True)


@pytest.mark.parametrize("part", ["“phủ xanh” ", ". ", "tuy ", "nhưng, ", "không ", "a", "xã\n"])
def test_hostile_passages_are_scored_or_refused(part):
    text = (part * 100_000)[:1_000_000]
    (result,) = score([Passage(text, ((1, 9),) * 1000)])
    assert result.status in ("ok", "empty", "other language")


def test_a_megabyte_of_mentions_is_cut():
    text = "xã họp. A. B. C. Đ. " * 50_000
    spans = [(start, start + 2) for start in range(0, len(text), 20)]
    found = campaign_tone.passages(text, spans)
    assert sum(len(passage.mentions) for passage in found) == 50_000
    (whole,) = campaign_tone.passages("“xã họp.” B. " * 50_000, [(i, i + 2) for i in range(1, 650_000, 13)])
    assert len(in_voice(whole, "quoted").mentions) == 50_000


def test_other_weights_than_the_cards_are_refused(tmp_path):
    folder = shutil.copytree(MODEL, tmp_path / "campaign_tone")
    (folder / "weights.npz").write_bytes(b"")
    with pytest.raises(ModelError, match=r"weights\.npz: not the weights"):
        load(folder)
    (folder / "weights.npz").unlink()
    with pytest.raises(ModelError, match=r"weights\.npz.*incomplete.*lantoa tone train-campaign"):
        load(folder)


@pytest.mark.slow
@pytest.mark.timeout(900)  # trainings on the real labels
def test_training_writes_a_model_that_can_be_loaded_and_keeps_the_notes(tmp_path):
    path = tmp_path / "coded.tsv"
    words = {"negative": "bị chê dở", "neutral": "họp định kỳ", "positive": "được khen hay"}
    coded = [
        f"chiến dịch {name}\tmixed\t{label}\tXã {name} có chiến dịch {name} {words[label]} lần {number}."
        for name in ("mận", "mơ", "lê", "táo", "hồng", "đào", "na")
        for label in LABELS
        for number in range(5)
    ]
    path.write_text("\n".join(["campaign\tkind\tlabel\ttext", *coded]) + "\n", "utf-8")
    folder = tmp_path / "model"
    card = train(path, folder, date(2026, 8, 1))
    assert (card["n"], card["n_own"], card["notes"]) == (105, len(read(OWN)) + len(read(FURTHER)), {})
    assert card["cross_validated"]["spelled"]["macro_f1"] == 1
    assert card["data_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert card["own_sha256"] == hashlib.sha256(OWN.read_bytes()).hexdigest()
    assert load(folder).method == "words and cues by place 2026-08-01"
    (folder / "card.json").write_text(json.dumps({**card, "notes": {"dropped": ["x"]}}), "utf-8")
    assert fit(read(path), [], folder, date(2026, 8, 2), {})["notes"] == {"dropped": ["x"]}


def test_a_mistake_in_the_passages_is_explained(tmp_path):
    path = tmp_path / "coded.tsv"
    path.write_text("campaign\tkind\tlabel\ttxt\na\tb\tneutral\tc\n", "utf-8")
    with pytest.raises(LabelsError, match=r"no column 'text'.*is it 'txt'"):
        passages(path)
    path.write_text("campaign\tkind\tlabel\ttext\na\tb\tneutral\tc\n", "utf-8")
    with pytest.raises(LabelsError, match="at least 30 passages of each label and 7 campaigns"):
        train(path, tmp_path / "model", date(2026, 8, 1))


def test_the_test_passages_hold_fourteen_kinds_and_all_spellings():
    rows = read(PASSAGES)
    assert len(rows) >= 150
    assert len({row.kind for row in rows}) == 14
    texts = [row.text for row in rows]
    assert sum(text.isupper() for text in texts) >= 10
    assert sum(text.isascii() or without_diacritics(text) == text for text in texts) >= 10
    assert sum(not unicodedata.is_normalized("NFC", text) for text in texts) >= 10
    assert sum(normalise(text) != unicodedata.normalize("NFC", text) for text in texts) >= 10


def test_the_passages_to_train_on_are_on_other_campaigns_than_those_to_test_with():
    own = [*read(OWN), *read(FURTHER)]
    assert len(own) >= 150
    assert not {row.campaign for row in own} & {row.campaign for row in read(PASSAGES)}
    assert {row.kind for row in own} == {row.kind for row in read(PASSAGES)}
    assert {row.label for row in own} == set(LABELS)


def test_the_test_passages_reach_their_floor():
    floor = json.loads(FLOORS.read_text("utf-8"))["campaign_tone"]
    result = passages(PASSAGES)
    assert floor["macro_f1_passages"] >= 0.65
    assert result["macro_f1"] >= floor["macro_f1_passages"]
    assert result["unscored"] == 0
    assert sum(kind["n"] for kind in result["by_kind"].values()) == result["n"]


def test_the_card_is_of_these_weights_and_cues():
    card = json.loads((MODEL / "card.json").read_text("utf-8"))
    assert card["cues_sha256"] == hashlib.sha256(CUES.read_bytes()).hexdigest()
    assert card["own_sha256"] == hashlib.sha256(OWN.read_bytes()).hexdigest()
    assert card["further_sha256"] == hashlib.sha256(FURTHER.read_bytes()).hexdigest()
    assert card["notes"]["known_failures"]
    assert card["notes"]["dropped"]
    assert card["notes"]["passages"]["by_kind"] == passages(PASSAGES)["by_kind"]


def test_the_features_are_those_that_the_shipped_weights_were_fitted_on():
    digest = hashlib.sha256()
    for row in (*read(PASSAGES), *read(OWN)):
        for spelled in (True, False):
            text = row.text if spelled else without_diacritics(row.text)
            passage = about(text, row.campaign)
            found = features(fold(passage.text), passage.mentions, spelled)
            digest.update(json.dumps(found, ensure_ascii=False, sort_keys=True).encode())
    assert digest.hexdigest() == FEATURES, (
        "train anew (lantoa tone train-campaign), then pin the new features"
    )


@pytest.mark.shared
def test_the_card_holds_what_the_floor_asks_for_on_the_data_it_names(shared_data):
    card = json.loads((MODEL / "card.json").read_text("utf-8"))
    floor = json.loads(FLOORS.read_text("utf-8"))["campaign_tone"]
    data = hashlib.sha256((shared_data / "tone" / "passages.tsv").read_bytes()).hexdigest()
    assert data == card["data_sha256"] == floor["data_sha256"]
    assert card["cross_validated"]["spelled"]["macro_f1"] >= floor["macro_f1_cv"]
    assert card["other_authors"]["spelled"]["macro_f1"] >= floor["macro_f1_other_authors"]


@pytest.mark.shared
@pytest.mark.slow
def test_the_method_still_reaches_its_floor(shared_data):
    floor = json.loads(FLOORS.read_text("utf-8"))["campaign_tone"]
    assert cross_validated(shared_data / "tone" / "passages.tsv")["macro_f1"] >= floor["macro_f1_cv"]
