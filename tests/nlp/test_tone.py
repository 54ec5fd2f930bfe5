"""The shipped tone model: what it answers, what it refuses, and that its figures hold."""

import hashlib
import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from lantoa.evaluate_tone import LabelsError, cross_validated, read, tone, train
from nlp.tone import LABELS, MODEL, ModelError, load, score

FLOORS = Path(__file__).parent.parent / "floors.json"
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
    ],
)
def test_what_cannot_be_scored_says_why_and_keeps_its_place(text, status):
    clear = "Cháy nhà trong đêm, ba người tử vong"
    before, refused, after = score([clear, text, clear])
    assert (refused.label, refused.status, dict(refused.probabilities)) == (None, status, {})
    assert before.label == after.label == "negative"


def test_what_follows_after_200000_characters_is_not_read():
    text = "Mưa lớn gây ngập nặng, nhiều người bị thương\n" + "quyết định bổ nhiệm " * 10_000
    assert len(text) > 200_000
    (whole,) = score([text + "đạt giải thưởng xuất sắc " * 10_000])
    (cut,) = score([text[:200_000]])
    assert whole.label == cut.label
    assert whole.probabilities == pytest.approx(cut.probabilities, abs=0.002)


def test_no_text_gives_no_tone():
    assert score([]) == []


def test_the_weights_are_those_of_the_card_and_small():
    assert (
        load(MODEL).method
        == f"syllable n-grams {json.loads((MODEL / 'card.json').read_text())['trained_on']}"
    )
    sizes = [path.stat().st_size for path in MODEL.iterdir()]
    assert max(sizes) < 2_000_000
    assert sum(sizes) < 6_000_000


def test_other_weights_than_the_cards_are_refused(tmp_path):
    folder = shutil.copytree(MODEL, tmp_path / "tone")
    (folder / "neutral.bin").write_bytes((folder / "positive.bin").read_bytes())
    with pytest.raises(ModelError, match=r"neutral\.bin: not the weights"):
        load(folder)
    (folder / "neutral.bin").unlink()
    with pytest.raises(ModelError, match=r"neutral\.bin.*incomplete.*lantoa tone train"):
        load(folder)


def test_training_writes_a_model_that_can_be_loaded(tmp_path, labels_file):
    words = {
        "negative": "tai nạn đau lòng",
        "neutral": "thông báo lịch họp",
        "positive": "khen thưởng vinh dự",
    }
    lines = [
        f"{label}\t{place} {number} {words[label]}\tTin thứ {number} tại {place}\t{number % 2}"
        for label in LABELS
        for number in range(25)
        for place in ("xã", "phường")
    ]
    path = labels_file(lines, "label\ttitle\tlead\tsure")
    card = train(path, tmp_path / "model", date(2026, 8, 1))
    assert card["n"] == 150
    assert card["n_by_label"] == {"negative": 50, "neutral": 50, "positive": 50}
    assert card["data_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert card["cross_validated"]["macro_f1"] == 1
    assert json.loads((tmp_path / "model" / "card.json").read_text("utf-8"))["trained_on"] == "2026-08-01"
    assert load(tmp_path / "model").method == "syllable n-grams 2026-08-01"


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
    assert floor["macro_f1_cv"] >= 0.77
    assert card["cross_validated"]["macro_f1"] >= floor["macro_f1_cv"]
    assert card["cross_validated"]["ece"] <= 0.05


@pytest.mark.shared
@pytest.mark.slow
def test_the_method_still_reaches_its_floor(shared_data):
    floor = json.loads(FLOORS.read_text("utf-8"))["tone"]
    result = cross_validated(shared_data / "tone" / "labels.tsv")
    assert result["macro_f1"] >= floor["macro_f1_cv"]
    assert result["ece"] <= 0.05
