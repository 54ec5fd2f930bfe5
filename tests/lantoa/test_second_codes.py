"""The second coding of tone that ships with the benches."""

from pathlib import Path

from bench.second_codes import CODES, agreement, second_labels
from lantoa import evaluate_tone
from nlp.tone import LABELS
from nlp.tone_training import Labelled


def test_every_item_has_one_label_and_maybe_another_that_was_thought_of() -> None:
    rows = [values for _, values in evaluate_tone.lines(CODES, ("url", "label", "else"))]
    assert len({row["url"] for row in rows}) == len(rows) == 9147
    assert {row["label"] for row in rows} == set(LABELS)
    assert {row["else"] for row in rows} == {"", *LABELS}
    assert not [row["url"] for row in rows if row["else"] == row["label"]]


def test_labels_of_both_codings_are_brought_together_by_url(tmp_path: Path) -> None:
    first, second = [values for _, values in evaluate_tone.lines(CODES, ("url", "label"))][:2]
    path = tmp_path / "labels.tsv"
    path.write_text(f"url\tlabel\n{second['url']}\tneutral\n{first['url']}\tneutral\n", "utf-8")
    assert second_labels(path) == [second["label"], first["label"]]


def test_agreement_is_alpha_and_macro_f1() -> None:
    """Of ten items two differ: 1 - .2 / (1 - (12 * 11 + 8 * 7) / (20 * 19)), by Krippendorff (2011)."""
    first = ["negative"] * 6 + ["positive"] * 4
    second = ["negative"] * 5 + ["positive"] * 4 + ["negative"]
    found = agreement([Labelled("", "", label) for label in first], second)
    assert found["n"] == 10
    assert found["same"] == 0.8
    assert found["alpha"] == round(1 - 0.2 / (1 - (12 * 11 + 8 * 7) / (20 * 19)), 3)
