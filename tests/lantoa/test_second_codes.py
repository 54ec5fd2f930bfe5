"""The second coding of tone that ships with the benches."""

from pathlib import Path

import pytest

from bench.second_codes import CODES, agreement
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
    labels, codes = tmp_path / "labels.tsv", tmp_path / "codes.tsv"
    labels.write_text("url\tlabel\nb\tneutral\nc\tneutral\na\tneutral\n", "utf-8")
    codes.write_text("url\tlabel\telse\na\tpositive\t\nb\tnegative\tneutral\n", "utf-8")
    assert evaluate_tone.second_codes(codes, labels) == [("negative", "neutral"), None, ("positive", None)]
    codes.write_text("url\tlabel\telse\nd\tpositive\t\n", "utf-8")
    with pytest.raises(evaluate_tone.LabelsError, match=r"codes\.tsv: codes none of the items of"):
        evaluate_tone.second_codes(codes, labels)
    codes.write_text("url\tlabel\telse\na\tpositive\tneutrl\n", "utf-8")
    with pytest.raises(evaluate_tone.LabelsError, match=r"codes\.tsv, line 2: label 'neutrl'"):
        evaluate_tone.second_codes(codes, labels)


def test_agreement_is_alpha_and_macro_f1() -> None:
    """Of ten items two differ: 1 - .2 / (1 - (12 * 11 + 8 * 7) / (20 * 19)), by Krippendorff (2011)."""
    first = ["negative"] * 6 + ["positive"] * 4
    second = ["negative"] * 5 + ["positive"] * 4 + ["negative"]
    found = agreement([Labelled("", "", label) for label in first], second)
    assert found["n"] == 10
    assert found["same"] == 0.8
    assert found["alpha"] == round(1 - 0.2 / (1 - (12 * 11 + 8 * 7) / (20 * 19)), 3)
