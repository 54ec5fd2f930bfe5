"""The shipped tone model: what it answers, what it refuses, and that its figures hold."""

import hashlib
import json
import math
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from underthesea.pipeline.sentiment import general
from underthesea_core import TextClassifier

from bench import tone_pairs
from lantoa.evaluate_tone import (
    EngineError,
    LabelsError,
    cross_validated,
    learnt_from,
    read,
    time_ordered,
    tone,
    train,
)
from nlp.shipped import ModelError
from nlp.tone import LABELS, MODEL, SURE_FROM, explain, load, score
from nlp.tone_training import INVENTED, Labelled, details, figures

FLOORS = Path(__file__).parent.parent / "floors.json"
CARD = json.loads((MODEL / "card.json").read_text("utf-8"))
CLEAR = [
    ("negative", "Cháy nhà trong đêm, ba người tử vong", "Lửa bùng phát tại khu trọ, nhiều người bị thương."),
    ("negative", "Khởi tố nhóm đối tượng lừa đảo", "Công an bắt tạm giam sáu bị can chiếm đoạt tài sản."),
    ("negative", "Lũ quét cuốn trôi cầu, nhiều bản bị cô lập", "Sạt lở nghiêm trọng, một người mất tích."),
    ("negative", "Doanh nghiệp thua lỗ nặng", "Công ty nợ lương nhiều tháng, người lao động mất việc."),
    ("positive", "Học sinh nghèo giành huy chương vàng", "Thành tích xuất sắc là niềm tự hào của cả trường."),
    ("positive", "Xuất khẩu gạo tăng trưởng mạnh, lập kỷ lục mới", "Nông dân phấn khởi vì được mùa."),
    ("positive", "Trao tặng 50 căn nhà tình nghĩa", "Những món quà ý nghĩa tri ân các anh hùng liệt sĩ."),
    ("positive", "Bác sĩ cứu sống bé sơ sinh nguy kịch", "Ca mổ thành công, bé đã khoẻ mạnh trở lại."),
    ("neutral", "Lịch thi và cách đăng ký vào lớp 10", "Thí sinh nộp hồ sơ từ ngày 5 đến ngày 10 tháng 5."),
    ("neutral", "Lấy ý kiến dự thảo nghị định về tiền lương", "Dự thảo quy định đối tượng áp dụng."),
    ("neutral", "Bổ nhiệm Phó Giám đốc Sở Xây dựng", "Quyết định có hiệu lực từ ngày 1 tháng 8."),
    ("neutral", "Thủ tục cấp đổi giấy phép lái xe", "Hồ sơ gồm đơn đề nghị và bản sao căn cước công dân."),
]  # fmt: skip


@pytest.fixture(scope="module")
def texts():
    return [f"{title}\n{lead}" for _, title, lead in CLEAR]


@pytest.fixture
def labels_file(tmp_path):
    def labels_file(lines, columns="label\ttitle\tlead"):
        path = tmp_path / "labels.tsv"
        path.write_text("\n".join([columns, *lines]) + "\n", "utf-8")
        return path

    return labels_file


@pytest.mark.parametrize(("label", "title", "lead"), CLEAR)
def test_clear_items_get_their_label(label, title, lead):
    assert score([f"{title}\n{lead}"])[0].label == label


def test_probabilities_add_up_to_one_and_the_label_is_the_most_probable(texts):
    for result in score(texts):
        assert set(result.probabilities) == set(LABELS)
        assert sum(result.probabilities.values()) == pytest.approx(1, abs=1e-9)
        assert result.label == max(result.probabilities, key=result.probabilities.get)


def test_spelling_makes_no_difference(texts):
    old_placement = [text.replace("khỏe", "khoẻ").replace("ủy", "uỷ") for text in texts]
    for other in (
        [unicodedata.normalize("NFD", text) for text in texts],
        old_placement,
        [text.replace("khoẻ", "khỏe") for text in texts],
        [text.upper() for text in texts],
    ):
        for one, two in zip(score(texts), score(other), strict=True):
            assert one.label == two.label
            assert one.probabilities == pytest.approx(two.probabilities, abs=0.002)


def test_scoring_again_gives_the_same_whatever_else_is_scored(texts):
    for one, text in zip(score(texts), texts, strict=True):
        (alone,) = score([text])
        assert (one.label, one.status, one.method) == (alone.label, alone.status, alone.method)
        assert one.probabilities == pytest.approx(alone.probabilities, abs=0.002)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("2026 — 100%\n!!!", "empty"),
        ("Government announces a new budget\nThe plan was welcomed by most members.", "other language"),
        ("越南举行全国代表大会", "other language"),
        (
            "Chay nha trong dem, ba nguoi tu vong\nLua bung phat, nhieu nguoi bi thuong.",
            "no diacritics",
        ),
        ("<p>&nbsp;</p>\n<img src='a.png'>", "empty"),
        ("\x00\x01\x1b\u200b", "empty"),
        ("á" * 1_000, "unknown words"),
        ("Wikipedia áéí xyzá", "unknown words"),
        ("Iná jó ilé iṣẹ́, àwọn òṣìṣẹ́ mẹ́ta kú ní ìlú Ìbàdàn", "unknown words"),
        ("Thanh nien tinh nguyện giup dan\nNgay 5/8, doan vien ve cac xa sua nha cho dan.", "no diacritics"),
    ],
)
def test_what_cannot_be_scored_says_why_and_keeps_its_place(text, status):
    clear = "Cháy nhà trong đêm, ba người tử vong"
    before, refused, after = score([clear, text, clear])
    assert (refused.label, refused.status, dict(refused.probabilities)) == (None, status, {})
    assert before.label == after.label == "negative"


def test_what_follows_after_20000_characters_is_not_read():
    text = "Mưa lớn gây ngập nặng, nhiều người bị thương\n" + "quyết định bổ nhiệm " * 1_000
    assert len(text) > 20_000
    whole, cut = score([text + "đạt giải thưởng xuất sắc " * 40_000, text[:20_000]])
    assert whole == cut


def test_html_and_control_characters_left_in_make_no_difference():
    plain = "Cháy nhà trong đêm, ba người tử vong\nLửa bùng phát tại khu trọ & nhiều người bị thương."
    marked = (
        "<b>Cháy nhà</b> trong đêm,&nbsp;ba người tử vong\n"
        "<p class='lead'>Lửa bùng\x00 phát tại khu\u200b trọ &amp; nhiều người bị thương."
        "<script>tri ân()</script></p>"
    )
    one, two = score([plain, marked])
    assert one == two


def test_markup_before_a_text_does_not_hide_it():
    text = "Cháy nhà trong đêm, ba người tử vong\nLửa bùng phát tại khu trọ, nhiều người bị thương."
    headline, lead = text.split("\n")
    image = f"<div class='{'x' * 21_000}'>"
    hidden = ("<p>" * 400_000) + text
    plain, marked, beyond = score([text, f"{image}{headline}\n{image}{lead}", hidden])
    assert plain == marked
    assert beyond.status == "empty"


@pytest.mark.parametrize(
    "part", ["<p>", "<div>a", '<a b="', "&amp;", "&#1", "<b><i>x", "<!--", "<style>a</style>"]
)
def test_a_megabyte_of_markup_has_no_tone_of_its_own(part):
    assert score([part * (1_000_000 // len(part))])[0].label is None


def test_letters_of_other_shapes_are_read_as_the_plain_ones():
    plain = "Cháy nhà trong đêm, ba người tử vong"
    full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain)
    bold = "".join(chr(ord(c) - ord("a") + 0x1D41A) if "a" <= c <= "z" else c for c in plain)
    assert full_width != plain != bold
    one, two, three = score([plain, full_width, bold])
    assert one == two == three


def test_foreign_names_leave_a_text_known():
    text = "Douglas Santos và Luiz Henrique trở lại Zenit\nHai tuyển thủ Brazil vừa dự FIFA World Cup 2026."
    assert score([text])[0].status == "ok"


def test_a_tone_is_sure_from_the_threshold_of_the_card_on():
    sure, unsure = score(["Cháy nhà trong đêm, ba người tử vong\n", "Một ngày\n"])
    assert sure.is_sure
    assert not unsure.is_sure
    assert unsure.status == "ok"
    assert unsure.label == max(unsure.probabilities, key=unsure.probabilities.get)
    assert not score([""])[0].is_sure
    assert json.loads((MODEL / "card.json").read_text("utf-8"))["sure_from"] == SURE_FROM


def test_an_explanation_adds_up_to_the_score(texts):
    for text in texts:
        found = explain(text)
        scores = found.scores()
        shares = {label: math.exp(scores[label]) for label in LABELS}
        for label in LABELS:
            assert found.tone.probabilities[label] == pytest.approx(
                shares[label] / sum(shares.values()), abs=0.001
            )


def test_an_explanation_names_what_carried_the_tone():
    words = explain("Cháy nhà trong đêm, ba người tử vong\nLửa bùng phát tại khu trọ.").words
    assert words["tử vong"]["negative"] > 0 > words["tử vong"]["positive"]
    assert words["<death, headline>"]["negative"] > 0
    assert explain("A great day for everyone").words == {}


def test_the_other_engine_is_asked_only_where_its_model_is(tmp_path, monkeypatch, labels_file):
    monkeypatch.setattr(general, "UNDERTHESEA_FOLDER", str(tmp_path))
    path = labels_file([f"{label}\t{title}\t{lead}" for label, title, lead in CLEAR])
    with pytest.raises(EngineError, match=r"sen-sentiment-general.*is not on this machine"):
        tone(path, "underthesea")
    (tmp_path / "models").mkdir()
    classifier = TextClassifier(min_df=1)
    classifier.fit(
        ["tin tốt đẹp", "thành công lớn", "cháy nhà", "tử vong"], ["positive"] * 2 + ["negative"] * 2
    )
    classifier.save(str(tmp_path / "models" / general.MODEL_NAME))
    result = tone(path, "underthesea")
    assert result["n"] == 12
    assert sum(result["confusion"][label]["neutral"] for label in LABELS) == 0


def test_details_break_figures_down():
    rows = [
        Labelled("a", "b", label, outlet_kind=kind) for kind in ("agency", "newspaper") for label in LABELS
    ]
    found = details(rows, ["negative", "neutral", "neutral", *LABELS], [0.5, 0.7, 0.5, 0.9, 0.9, 0.95])
    assert found["by_outlet_kind"]["newspaper"]["macro_f1"] == 1
    assert found["by_outlet_kind"]["agency"]["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["by_length"]["to 150"]["n"] == 6
    low, high = found["interval"]
    assert 0 < low < 5 / 6 < high <= 1
    assert found["reliability"][5] == {"from": 0.5, "n": 2, "probability": 0.5, "accuracy": 0.5}
    assert (found["coverage"][0]["n"], found["coverage"][0]["share"]) == (6, 1.0)
    assert found["coverage"][0]["accuracy"] == pytest.approx(5 / 6, abs=1e-4)
    assert found["coverage"][-2]["n"] == 3


def test_macro_f1_is_not_estimable_without_items_of_each_label():
    found = figures(["negative", "neutral"], ["negative", "positive"], [0.9, 0.9])
    assert (found["macro_f1"], found["accuracy"], found["per_class"]["negative"]["f1"]) == (None, 0.5, 1.0)
    rows = [Labelled("a", "b", "negative"), Labelled("a", "b", "neutral")]
    assert details(rows, ["negative", "neutral"], [0.9, 0.9])["interval"] is None


def test_no_text_gives_no_tone():
    assert score([]) == []


def test_the_weights_are_those_of_the_card_and_small():
    assert (
        load(MODEL).method
        == f"n-grams and lexicon {json.loads((MODEL / 'card.json').read_text())['trained_on']}"
    )
    sizes = [path.stat().st_size for path in MODEL.iterdir()]
    assert max(sizes) < 4_000_000
    assert sum(sizes) < 6_000_000


def test_other_weights_than_the_cards_are_refused(tmp_path):
    folder = shutil.copytree(MODEL, tmp_path / "tone")
    (folder / "weights.npz").write_bytes(b"other")
    with pytest.raises(ModelError, match=r"weights\.npz: not the weights"):
        load(folder)
    (folder / "weights.npz").unlink()
    with pytest.raises(ModelError, match=r"weights\.npz.*incomplete.*lantoa tone train"):
        load(folder)


def test_training_writes_a_model_that_can_be_loaded(tmp_path, labels_file):
    words = {
        "negative": "tai nạn đau lòng",
        "neutral": "thông báo lịch họp",
        "positive": "khen thưởng vinh dự",
    }
    lines = [
        f"{label}\t{place} {number} {words[label]}\tTin thứ {number} tại {place}\t{number % 2}"
        f"\t2026-07-{number % 9 + 1:02}"
        for label in LABELS
        for number in range(25)
        for place in ("xã", "phường")
    ]
    path = labels_file(lines, "label\ttitle\tlead\tsure\tday")
    card = train(path, tmp_path / "model", date(2026, 8, 1))
    assert card["n"] == 150
    assert card["n_by_label"] == {"negative": 50, "neutral": 50, "positive": 50}
    assert card["data_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert learnt_from(path, MODEL, tmp_path / "model")
    assert not learnt_from(path, MODEL)
    assert card["cross_validated"]["macro_f1"] == 1
    assert card["time_ordered"]["macro_f1"] == 1
    assert (card["time_ordered"]["trained_until"], card["time_ordered"]["n"]) == ("2026-07-02", 114)
    assert json.loads((tmp_path / "model" / "card.json").read_text("utf-8"))["trained_on"] == "2026-08-01"
    assert load(tmp_path / "model").method == "n-grams and lexicon 2026-08-01"


def test_evaluation_counts_right_wrong_and_unscored(labels_file):
    lines = [f"{label}\t{title}\t{lead}" for label, title, lead in CLEAR]
    lines += ["neutral\tCháy nhà trong đêm, ba người tử vong\t", "positive\tA great day for everyone\t"]
    result = tone(labels_file(lines))
    assert (result["n"], result["unscored"]) == (14, 1)
    assert result["accuracy"] == pytest.approx(12 / 14, abs=1e-4)
    assert result["confusion"]["neutral"] == {"negative": 1, "neutral": 4, "positive": 0, "unscored": 0}
    assert result["confusion"]["positive"]["unscored"] == 1
    assert result["per_class"]["negative"] == {"precision": 0.8, "recall": 1.0, "f1": 0.8889, "n": 4}
    assert result["macro_f1"] == pytest.approx((8 / 9 + 8 / 9 + 8 / 9) / 3, abs=1e-4)
    assert 0 <= result["ece"] <= 1


@pytest.mark.parametrize(
    ("lines", "columns", "message"),
    [
        (["neutral\tx"], "label\ttitel", r"labels\.tsv: no column 'title'.*is it 'titel'"),
        ([], "label\ttitle\tlead", "no items"),
        (["neutral\tx"], "label\ttitle\tlead", "line 2: 2 fields, expected 3"),
        (["neutal\tx\ty"], "label\ttitle\tlead", "line 2: label 'neutal'.*did you mean 'neutral'"),
        (["neutral\tx\ty\tyes"], "label\ttitle\tlead\tsure", "line 2: sure 'yes', expected 1 or 0"),
        (["neutral\tx\ty\t1 Aug"], "label\ttitle\tlead\tday", "line 2: day '1 Aug', expected a date"),
    ],
)
def test_a_mistake_in_the_labels_is_explained(labels_file, lines, columns, message):
    with pytest.raises(LabelsError, match=message):
        tone(labels_file(lines, columns))


def test_a_missing_file_and_too_few_items_are_explained(tmp_path, labels_file):
    with pytest.raises(LabelsError, match="No such file"):
        tone(tmp_path / "none.tsv")
    with pytest.raises(LabelsError, match="at least 50 items of each label"):
        train(labels_file(["neutral\tx\ty"]), tmp_path / "model", date(2026, 8, 1))


def test_quotes_and_odd_line_separators_belong_to_the_text(labels_file):
    (row,) = read(labels_file(['neutral\t"Một\u2028hai\tba"']))
    assert (row.title, row.lead) == ('"Một\u2028hai', 'ba"')


@pytest.mark.shared
def test_the_card_holds_what_the_floor_asks_for_on_the_data_it_names(shared_data):
    card = json.loads((MODEL / "card.json").read_text("utf-8"))
    floor = json.loads(FLOORS.read_text("utf-8"))["tone"]
    data = hashlib.sha256((shared_data / "tone" / "labels.tsv").read_bytes()).hexdigest()
    assert data == card["data_sha256"] == floor["data_sha256"]
    for judged, least in (("cross_validated", "macro_f1_cv"), ("time_ordered", "macro_f1_time_ordered")):
        assert floor[least] >= 0.775
        assert card[judged]["macro_f1"] >= floor[least]
        assert card[judged]["ece"] <= 0.05


def test_direction_denial_and_rebuttal_are_read_as_the_floor_asks_for():
    floor = json.loads(FLOORS.read_text("utf-8"))["tone_pairs"]
    assert hashlib.sha256(tone_pairs.PAIRS.read_bytes()).hexdigest() == floor["data_sha256"]
    found = tone_pairs.measured()
    assert found["n"] >= 120
    assert found["share"] >= floor["share"]


def test_no_pair_is_among_the_invented_items_that_are_learnt_from():
    titles = [line.split("\t")[3] for line in INVENTED.read_text("utf-8").splitlines()[1:]]
    pairs = [line.split("\t")[2] for line in tone_pairs.PAIRS.read_text("utf-8").splitlines()[1:]]
    assert not set(titles) & set(pairs)
    assert hashlib.sha256(INVENTED.read_bytes()).hexdigest() == CARD["invented_sha256"]
    assert len(titles) == CARD["n_invented"]


@pytest.mark.shared
def test_figures_of_the_labels_that_the_shipped_model_learnt_from_say_so(shared_data):
    assert tone(shared_data / "tone" / "labels.tsv")["learnt_from"]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(900)  # six trainings on the real labels
def test_the_method_still_reaches_its_floor(shared_data):
    floor = json.loads(FLOORS.read_text("utf-8"))["tone"]
    labels = shared_data / "tone" / "labels.tsv"
    for result, least in (
        (time_ordered(labels), "macro_f1_time_ordered"),
        (cross_validated(labels), "macro_f1_cv"),
    ):
        assert result["macro_f1"] >= floor[least]
        assert result["ece"] <= 0.05
