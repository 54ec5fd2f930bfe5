"""Outlets that closed or merged: up to their last day all stays, after it they are not watched."""

from dataclasses import replace
from datetime import date

from warehouse import kept
from warehouse.counting import all_measures, measure_rows


def collected(newsroom, at, ended_on=None):
    """Collect two outlets, of which one publishes until 10 January and is not visited after the 11th."""
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], ended_on=ended_on)
    newsroom.put("c1", newsroom.article("mot", "a", at(8)), newsroom.article("hai", "b", at(20)))
    newsroom.put_scans(
        "links",
        {"outlet": "mot", "scanned_at": at(11, 1), "oldest_at": at(1), "newest_at": at(10)},
        {"outlet": "hai", "scanned_at": at(30), "oldest_at": at(1), "newest_at": at(29)},
    )
    newsroom.load()


def counted(newsroom, phase):
    found = all_measures(newsroom.connection, newsroom.january(phase))
    names = ("outlets_covered", "outlets_watched", "share_of_outlets", "gap_share")
    return [found[name].value for name in names]


def gaps(newsroom):
    return newsroom.rows("select day_date from int_outlet_days where outlet = 'mot' and is_gap order by all")


def test_without_its_end_an_outlet_that_closed_is_a_gap(newsroom, at):
    collected(newsroom, at)
    assert len(gaps(newsroom)) == 20
    assert counted(newsroom, "trong")[:2] == [1, 2]


def test_after_its_last_day_an_outlet_is_not_watched_and_has_no_gap(newsroom, at):
    collected(newsroom, at, ended_on=date(2026, 1, 10))
    assert gaps(newsroom) == []
    last = "select max(day_date) from int_outlet_days where outlet = 'mot'"
    assert newsroom.rows(last) == [date(2026, 1, 10)]
    assert counted(newsroom, "trong") == [1, 1, 1.0, 0.0]


def test_up_to_its_last_day_all_stays(newsroom, at):
    collected(newsroom, at, ended_on=date(2026, 1, 10))
    assert counted(newsroom, "truoc") == [1, 2, 0.5, 0.0]
    assert counted(newsroom, None) == [2, 2, 1.0, 0.0]
    assert newsroom.rows("select outlet from fct_mentions order by all") == ["hai", "mot"]


def test_what_is_told_of_an_ended_outlet_later_is_no_coverage_of_those_watched(newsroom, at):
    collected(newsroom, at, ended_on=date(2026, 1, 10))
    newsroom.put("c2", newsroom.article("mot", "later", at(20)))
    newsroom.load()
    assert counted(newsroom, "trong") == [2, 1, 1.0, 0.0]


def test_an_end_that_is_told_later_changes_the_days_that_are_kept(newsroom, at):
    collected(newsroom, at)
    kept.bring_up(newsroom.connection)
    kept_gaps = "select count(*) from kept_outlet_days where outlet = 'mot' and is_gap"
    assert newsroom.rows(kept_gaps) == [20]
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], ended_on=date(2026, 1, 10))
    newsroom.load(at(31))
    kept.bring_up(newsroom.connection)
    assert newsroom.rows(kept_gaps) == [0]
    assert newsroom.rows("from kept_outlet_days except from int_outlet_days") == []


def test_no_silence_is_asked_of_a_kind_whose_outlets_ended(newsroom, at):
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], kind="agency")
    days = {"campaign": "nuoc-sach", "from_date": date(2026, 1, 1), "to_date": date(2026, 1, 30)}
    collected(newsroom, at)
    asked = [row["subject"] for row in measure_rows(newsroom.connection, "alert_absences", days)]
    assert "agency" in asked
    collected(newsroom, at, ended_on=date(2026, 1, 10))
    asked = [row["subject"] for row in measure_rows(newsroom.connection, "alert_absences", days)]
    assert "agency" not in asked and "newspaper" in asked


def test_the_health_of_outlets_leaves_those_that_ended_out(newsroom, at):
    collected(newsroom, at, ended_on=date(2026, 1, 10))
    assert newsroom.rows("select outlet from rpt_outlet_health") == ["hai"]
    assert newsroom.rows("select outlet from rpt_collection order by all") == ["hai", "mot"]


def test_a_renamed_outlet_keeps_its_past_and_its_place_in_the_panel(newsroom, at):
    collected(newsroom, at)
    before = counted(newsroom, None)
    newsroom.outlets["hai"] = replace(newsroom.outlets["hai"], name="Báo Mới", other_names=("Báo hai",))
    newsroom.load(at(31))
    assert counted(newsroom, None) == before
    assert newsroom.rows("select name from stg_outlets where outlet = 'hai'") == ["Báo Mới"]
    assert newsroom.rows("select count(distinct panel) from rpt_panels where from_date > '2026-01-20'") == [0]
