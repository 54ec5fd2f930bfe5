"""Every method that a measure names is defined on the page of methods."""

from pathlib import Path

import pytest

from warehouse.measures import (
    Measure,
    Stratum,
    agostini,
    agreement_of_items,
    coder_agreement,
    consensus,
    corrected_shares,
    effective_outlets,
    inflation_by_copying,
    share_of_attention,
    t50,
    tone_shares,
)

PAGE = Path(__file__).parents[3] / "docs" / "method.md"
STORIES = consensus([], outlets=0)
CODERS = coder_agreement([[1], [1]], seed=1)
CORRECTED = corrected_shares([Stratum({"neutral": 1}, [])], CODERS)
MEASURES: list[Measure] = [
    STORIES.agreement,
    STORIES.opposed_pairs,
    STORIES.tastle_wierman,
    agreement_of_items((1, 1, 1), STORIES.agreement),
    inflation_by_copying((1, 1, 1), STORIES.agreement),
    share_of_attention(1, 2),
    tone_shares((1, 1, 1))["neutral"],
    CORRECTED.shares["neutral"],
    CORRECTED.precision,
    CODERS,
    effective_outlets([1])["q1"],
    t50([0], 72),
    agostini([0.1], []),
]


@pytest.mark.parametrize("method", [measure.method for measure in MEASURES])
def test_the_page_of_methods_defines_the_method(method):
    assert f"`{method}`" in PAGE.read_text(encoding="utf-8")
