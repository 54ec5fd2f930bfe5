"""Candidates for the tone model: trained, judged, promoted with a reason, and never in use before."""

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from lantoa import retraining, settings, steps, tone_models
from lantoa.doctor import kept
from lantoa.scoring import score
from lantoa.tone_models import SHIPPED, ToneModelError, promote, scoring
from nlp import tone
from nlp.model_cards import retrained
from nlp.shipped import ModelError
from nlp.tone import LABELS, MODEL
from nlp.tone_training import Labelled
from warehouse.reader import Reader

FLOORS = Path(__file__).parent.parent / "floors.json"
NOW = datetime(2026, 1, 15, 1, tzinfo=UTC)
WORDS = {"negative": "tai nạn đau lòng", "neutral": "thông báo lịch họp", "positive": "khen thưởng vinh dự"}


def labels(folder, noise=0):
    """A file of labels that are easily told, but for some that are wrong."""
    lines = ["label\ttitle\tlead\tday"] + [
        f"{label}\t{place} {number} {WORDS[LABELS[(LABELS.index(label) + (number < noise)) % 3]]}"
        f"\tTin thứ {number} tại {place}\t2026-01-{number % 9 + 1:02}"
        for label in LABELS
        for number in range(26)
        for place in ("xã", "phường")
    ]
    path = folder / "labels.tsv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def trained(once):
    """A home with a good candidate and one that does not reach the floors, and what was said of them."""

    def make(folder):
        home = settings.home(folder / "home")
        home.folder.mkdir()
        return home, [steps.retrain_tone(home, labels(folder, noise)) for noise in (0, 21)]

    return once("tone-models", make)


@pytest.fixture
def own(trained, tmp_path):
    """A copy of that home, and the names of its candidates, the good one first."""
    shutil.copytree(trained[0].folder, tmp_path / "own")
    return settings.home(tmp_path / "own"), [one["name"] for one in trained[1]]


def test_the_floors_are_those_that_the_shipped_model_is_held_to():
    known = json.loads(FLOORS.read_text("utf-8"))["tone"]
    assert {
        "cross_validated": known["macro_f1_cv"],
        "time_ordered": known["macro_f1_time_ordered"],
    } == tone_models.FLOORS
    assert tone_models.below_floors(json.loads((MODEL / "card.json").read_text("utf-8"))) == ()
    for without in (None, {"macro_f1": None}):
        said = tone_models.below_floors({"cross_validated": {"macro_f1": 0.9}, "time_ordered": without})
        assert "not estimable" in said[0]


def test_a_candidate_is_judged_against_the_floors_and_puts_itself_into_no_use(trained):
    home, (good, bad) = trained
    assert good["below"] == ()
    assert [one.split()[0] for one in bad["below"]] == ["time_ordered"]
    assert (good["n"], good["n_hand_coded"], good["against"]) == (156, 0, SHIPPED)
    assert good["comparison"] == {"n": 0, "reason": "fewer than 30 items that shipped did not learn from"}
    assert scoring(home) == tone_models.shipped()
    page = Path(bad["page"]).read_text("utf-8")
    assert "| 0.801 | yes |" in page
    assert "| 0.787 | no |" in page
    assert "Not estimable: fewer than 30 items" in page
    assert "code some more (`lantoa code draw`" in page
    assert "**It does not reach" in page
    assert sorted(path.name for path in Path(good["folder"]).iterdir()) == [
        "card.json", "evaluation.md", "texts.npy", "weights.npz",
    ]  # fmt: skip


def test_a_candidate_learns_from_hand_codes_and_is_compared_on_what_the_other_never_saw(
    own, tmp_path, monkeypatch
):
    home, (good, bad) = own
    promote(home, bad, "an", "thử", "thử trên máy này", NOW)
    coded = [
        Labelled(f"{WORDS[label]} số {n}", f"Tin {n}", label, day="2026-01-10")
        for label in LABELS
        for n in range(10)
    ]
    # What the file says of an item gives way to what people here said.
    coded.append(Labelled(f"xã 1 {WORDS['neutral']}", "Tin thứ 1 tại xã", "neutral", day="2026-01-02"))
    monkeypatch.setattr(retraining, "hand_coded", lambda home: coded)
    found = steps.retrain_tone(home, labels(tmp_path))
    assert (found["n"], found["n_hand_coded"], found["against"]) == (186, 31, bad)
    compared = found["comparison"]
    assert compared["n"] >= 30
    assert compared["candidate"]["macro_f1"] > compared["scoring"]["macro_f1"]
    low, high = compared["gain"]
    assert low <= high
    assert "gain in macro-F1: " in Path(found["page"]).read_text("utf-8")
    assert {good, bad, found["name"]} == {one.name for one in tone_models.candidates(home)}


def test_without_items_of_a_tone_a_candidate_is_not_estimable(own, tmp_path, monkeypatch):
    home, (good, _) = own
    promote(home, good, "an", "thử", "", NOW)
    path = tmp_path / "labels.tsv"
    lines = labels(tmp_path).read_text("utf-8").splitlines()
    early = [f"{line[:-2]}01" if line.startswith("positive") else line for line in lines]
    path.write_text("\n".join(early) + "\n", "utf-8")
    coded = [Labelled(f"{WORDS['negative']} số {n}", "", "negative", day="2026-01-10") for n in range(30)]
    monkeypatch.setattr(retraining, "hand_coded", lambda home: coded)
    found = steps.retrain_tone(home, path)
    assert found["comparison"] == {"n": 30, "reason": f"none of the items new to {good} is neutral"}
    assert [one.split(" (")[0] for one in found["below"]] == ["time_ordered macro-F1 not estimable"]
    page = Path(found["page"]).read_text("utf-8")
    assert "| not estimable: a tone is absent | 0.787 | no |" in page
    assert "**It does not reach 1 of 2 floors**" in page
    with pytest.raises(ToneModelError, match="not estimable"):
        promote(home, found["name"], "an", "thử", "", NOW)
    (card,) = [one for one in retrained(home.tone_models) if found["name"].endswith(one.method[-8:])]
    assert (card.macro_f1, card.low) == (None, None)


def test_a_promotion_is_written_with_who_when_and_why_and_the_last_one_counts(own):
    home, (good, _) = own
    promote(home, good, "an", "nhãn mới của tháng 1", "", NOW)
    assert (scoring(home).name, scoring(home).since) == (good, NOW)
    promote(home, SHIPPED, "binh", "nhầm tin cứu hộ", "", NOW + timedelta(days=1))
    back = scoring(home)
    assert (back.name, back.folder, back.since) == (SHIPPED, MODEL, NOW + timedelta(days=1))
    lines = (home.tone_models / "promotions.jsonl").read_text("utf-8").splitlines()
    assert [(json.loads(line)["model"], json.loads(line)["who"]) for line in lines] == [
        (good, "an"),
        (SHIPPED, "binh"),
    ]
    with (home.tone_models / "promotions.jsonl").open("a") as file:
        file.write('{"model": "20')  # cut off, so nobody was told of it
    assert scoring(home).name == SHIPPED
    promote(home, good, "an", "lại", "", NOW)
    assert scoring(home).name == good


def test_what_scores_already_is_not_promoted_again(own):
    home, (good, bad) = own
    assert promote(home, SHIPPED, "an", "thử", "", NOW) is None
    assert not (home.tone_models / "promotions.jsonl").exists()
    for name, despite in ((good, ""), (bad, "chỉ để thử")):
        assert promote(home, name, "an", "thử", despite, NOW).model == name
        assert promote(home, name, "binh", "lại", "", NOW + timedelta(days=1)) is None
        assert scoring(home).since == NOW
    # Another version of the package may ship another model.
    path = home.tone_models / "promotions.jsonl"
    promote(home, SHIPPED, "an", "thử", "", NOW)
    path.write_text(
        path.read_text("utf-8").replace(tone_models.shipped().method, "n-grams 2025-01-01"), "utf-8"
    )
    assert promote(home, SHIPPED, "binh", "lại", "", NOW).method == tone_models.shipped().method


def test_one_below_the_floors_needs_a_reason(own):
    home, (_, bad) = own
    with pytest.raises(ToneModelError, match=r"was not promoted: time_ordered macro-F1 .*--despite"):
        promote(home, bad, "an", "thử", " ", NOW)
    assert scoring(home).name == SHIPPED
    made = promote(home, bad, "an", "thử", "chỉ để thử", NOW)
    assert (made.despite, len(made.below)) == ("chỉ để thử", 1)


@pytest.mark.parametrize("name", ["../../x", "2026-01-15-00000000", "Shipped", ""])
def test_a_model_that_is_not_there_is_named(own, name):
    with pytest.raises(ToneModelError, match="no tone model"):
        promote(own[0], name, "an", "thử", "", NOW)


def described(folder, **arrays):
    """Write weights with a card that describes them."""
    np.savez_compressed(folder / "weights.npz", **arrays)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["weights_sha256"] = hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), "utf-8")


class Hostile:
    def __reduce__(self):
        return (Path.touch, (Path("hostile-was-here"),))


def test_a_model_that_is_broken_hostile_or_of_other_features_is_refused_in_one_message(
    own, tmp_path, monkeypatch
):
    home, (good, _) = own
    folder = home.tone_models / good
    monkeypatch.chdir(tmp_path)
    with np.load(folder / "weights.npz") as found:
        arrays = dict(found)
    described(folder, **arrays)
    tone.load(folder)
    wrong = [
        arrays | {"weights": arrays["weights"][:-1]},
        arrays | {"weights": np.full_like(arrays["weights"], np.nan)},
        arrays | {"pairs": arrays["pairs"][::-1]},
        {name: array for name, array in arrays.items() if name != "idf"},
        arrays | {"weights": np.array([Hostile()], dtype=object)},
    ]
    for one in wrong:
        described(folder, **one)
        with pytest.raises(ToneModelError, match=f"{good} was not promoted: .*{good}.*"):
            promote(home, good, "an", "thử", "", NOW)
    assert not list(tmp_path.glob("hostile*"))
    (folder / "card.json").write_text("[]", "utf-8")
    with pytest.raises(ModelError, match=r"expected card\.json"):
        tone.load(folder)
    with pytest.raises(ToneModelError, match="expected the card of a tone model"):
        promote(home, good, "an", "thử", "", NOW)
    assert scoring(home).name == SHIPPED


def test_a_promoted_model_that_is_lost_stops_scoring_and_says_what_to_do(own):
    home, (good, _) = own
    promote(home, good, "an", "thử", "", NOW)
    assert kept.tone_model(home).saw == f"{good} scores, promoted by an"
    shutil.rmtree(home.tone_models / good)
    with pytest.raises(ToneModelError, match=f"{good}, can't be read.*lantoa tone promote shipped"):
        steps.score(home, [])
    assert kept.tone_model(home).state == "fault"


def test_what_another_model_scored_is_scored_anew_once_and_known_from_its_promotion(
    complete_run, own, tmp_path
):
    articles, target = complete_run[0].articles, tmp_path / "scores"
    shutil.copytree(complete_run[0].scores, target)
    before = {path: pq.read_table(path) for path in target.glob("*/*.scores.parquet")}
    home, (good, _) = own
    assert score(articles, target, [], model=scoring(home)) == (0, 0)
    promote(home, good, "an", "thử", "", NOW + timedelta(days=1))
    number, _ = score(articles, target, [], model=scoring(home))
    assert number == sum(table.num_rows for table in before.values())
    for path, old in before.items():
        new = pq.read_table(path)
        assert set(new["method"].to_pylist()) == {scoring(home).method} != set(old["method"].to_pylist())
        assert set(new["fetched_at"].to_pylist()) == {NOW + timedelta(days=1)}
    assert score(articles, target, [], model=scoring(home)) == (0, 0)


@pytest.mark.slow
def test_a_report_as_of_before_a_promotion_says_what_was_said_then(home, campaign_file, own, monkeypatch):
    shutil.copytree(own[0].tone_models, home.tone_models)
    old = tone_models.shipped().method
    promoted_at = NOW + timedelta(days=1)
    monkeypatch.setenv("LANTOA_NOW", promoted_at.isoformat())
    new = steps.promote_tone(home, own[1][0], "an", "thử").method
    for _ in range(2):
        steps.score(home, [campaign_file])
        steps.load(home, [campaign_file])
    steps.publish(home)
    methods = "select distinct method from tones where tier = 'fast' and known_to is null"
    with Reader(home.published) as reader:
        assert reader.query(methods)["method"].tolist() == [new]
        with reader.as_of(promoted_at - timedelta(hours=1)) as before:
            assert before.query(methods)["method"].tolist() == [old]
