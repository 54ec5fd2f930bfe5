"""`lantoa compare`: two periods that somebody names, and which ones are refused."""

import json
import re
import sys

import pytest

from dashboards.reporting.periods import PeriodError
from lantoa import cli, comparing
from warehouse.reader import NotPublishedError, Reader


@pytest.fixture
def compare(complete_run):
    """Compare two periods of the small press's campaign."""

    def compared(first, second, campaign="nuoc-sach"):
        with Reader(complete_run[0].published) as reader:
            return comparing.compare(reader, campaign, first, second)

    return compared


def test_phases_weeks_and_days_are_compared_by_the_same_measures(compare):
    phases = compare("truoc", "trong")
    # Of a phase those days count of which anything is known.
    assert str(phases["b"]["from_date"]) == "2026-01-12"
    assert str(phases["b"]["to_date"]) <= "2026-01-15"
    days = compare(*(f"{phases[side]['from_date']}..{phases[side]['to_date']}" for side in "ab"))
    assert days["contrasts"] == phases["contrasts"]
    by_measure = {row["measure"]: row["method"] for row in days["contrasts"]}
    assert re.search(r", \d of 4 outlets in both throughout$|, no outlets", by_measure["stories_per_day"])
    assert not days["is_planned"] and days["note"].startswith("exploratory")
    week = compare("2026-W01", "2026-W02")
    assert [row["measure"] for row in week["contrasts"]] == [row["measure"] for row in days["contrasts"]]
    for row in week["contrasts"]:
        assert (row["value"] is None) == (row["status"] in ("not_estimable", "withheld"))
        assert row["value"] is not None or row["reason"]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2026-01-01..2026-01-07", "2026-01-07..2026-01-14", "have days in common"),
        ("all", "trong", "expected a phase, a week"),
        ("truocc", "trong", "did you mean 'truoc'"),
        ("2026-01-09..2026-01-07", "trong", "write the earlier first"),
    ],
)
def test_periods_that_are_none_or_not_apart_are_refused(compare, first, second, said):
    with pytest.raises(PeriodError, match=said):
        compare(first, second)


def test_a_campaign_that_is_not_published_is_named(compare):
    with pytest.raises(NotPublishedError, match=r"^khac: not published; run `lantoa load`"):
        compare("truoc", "trong", "khac")


def test_the_command_prints_values_or_reasons_and_the_sentence_of_use(
    complete_run, campaign_file, monkeypatch, capfd
):
    words = ["compare", str(campaign_file), "truoc", "trong", "--home", str(complete_run[0].folder)]

    def said(*more):
        monkeypatch.setattr(sys, "argv", ["lantoa", *words, *more])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert not ended.value.code
        return capfd.readouterr()

    out, err = said()
    assert "Positive stories (difference): " in out
    assert "exploratory" in out
    assert "không dùng để đánh giá" in err
    facts = json.loads(said("--json").out)
    assert (facts["a"]["period"], facts["b"]["period"]) == ("truoc", "trong")
    assert {"measure", "value", "low", "high", "p_value", "n", "status", "reason"} <= facts["contrasts"][
        0
    ].keys()
