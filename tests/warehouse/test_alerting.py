"""Alerts: what raises one, that it is raised once, and what people's findings do to the next."""

import shutil
from datetime import date, timedelta

import duckdb
import pytest

from crawlers.outlets import Outlet
from tests.warehouse.conftest import AT
from warehouse import alerting, codings, db
from warehouse.codings import Acknowledgement
from warehouse.load_codings import load_codings

SCENARIO = """
[[scenarios]]
id = "ngo-doc"
name = "Ngộ độc"
query = '"ngộ độc"'
responsible = "Bộ Y tế"
text = "Nêu số người đã được xác nhận."
checked_at = 2026-01-02

[[tasks]]
id = "le"
workstream = "dong"
name = "Tổ chức"
lead = "Bộ Y tế"

[[workstreams]]
id = "dong"
name = { vi = "Dòng", en = "Stream" }
terms = ["dòng"]

[[activities]]
id = "le-ra-quan"
task = "le"
date = 2026-01-08
title = "Lễ ra quân"
"""
FOUND = (("scenario", "ngo-doc"),)
DAY = timedelta(days=1)
SITES = ("mot", "hai", "ba", "bon", "nam", "sau")


def visit(site, seen, reach=30):
    """Give a visit of a feed that was read and reaches some hours back."""
    return {
        "outlet": site,
        "scanned_at": seen,
        "oldest_at": seen - timedelta(hours=reach),
        "newest_at": seen,
    }


def open_room(make_room, folder):
    connection = duckdb.connect(folder / "lantoa.duckdb")
    connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
    room = make_room(folder, connection)
    for name, kind in (("tin", "agency"), ("tap", "magazine"), ("dai", "broadcaster")):
        room.outlets[name] = Outlet(id=name, name=f"Báo {name}", domains=(f"{name}.example",), kind=kind)
    text = (folder / "nuoc-sach.toml").read_text("utf-8")
    (folder / "nuoc-sach.toml").write_text(f'offices = ["Bộ Y tế"]\n{text}{SCENARIO}', "utf-8")
    room.campaign = room.reloaded()
    return room


@pytest.fixture(scope="module")
def watched(make_room, empty_warehouse, at, tmp_path_factory):
    """A folder after the watch of 21 January at six: two stories a day, ten on the 20th, one of them copied.

    Outlets are visited each morning, but not on the 13th. The agency writes of other things, of the magazine
    nothing is collected, the broadcaster can't be read, and one story is on the scenario.
    """
    folder = tmp_path_factory.mktemp("watched")
    shutil.copy(empty_warehouse, folder)
    room = open_room(make_room, folder)
    usual = [
        room.article(site, f"{site}-{day}", at(day, hour))
        for day in range(1, 20)
        for site, hour in (("mot", 8), ("hai", 15))
    ]
    late = room.article("ba", "muon", at(5, 9), fetched_at=at(9, 9))
    more = [room.article("mot", f"nhieu-{number}", at(20, 8 + number / 4)) for number in range(10)]
    text = {name: more[0][name] for name in ("title", "body")}
    copies = [room.article(site, "chep", at(20, 12), **text) for site in SITES[1:]]
    other = [room.article("tin", f"khac-{day}", at(day), on_campaign=False) for day in (9, 10)]
    case = room.article("mot", "ca-1", at(20, 5), on_campaign=False, prepared=FOUND)
    room.put("1", *usual, late, *more, *copies, *other, case)
    visits = [visit(site, at(day, 6)) for site in (*SITES, "tin", "tap") for day in range(1, 22) if day != 13]
    refused = {"state": "robots", "oldest_at": None, "newest_at": None}
    visits += [visit("dai", at(day, 6)) | refused for day in range(1, 22)]
    room.put_scans("1", *visits)
    room.load()
    watch(room)
    room.connection.close()
    return folder


@pytest.fixture
def room(watched, make_room, tmp_path):
    room = open_room(make_room, shutil.copytree(watched, tmp_path / "home"))
    yield room
    room.connection.close()


def watch(room):
    raised = alerting.watch(room.connection, [room.campaign])["nuoc-sach"]
    assert db.violations(room.connection) == []
    return raised


def act(room, rule, action, at, finding=None):
    """Do what a person does about the alert of a rule."""
    (alert,) = room.rows("select alert from alerts where rule = ?", rule) or ["0" * 12]
    entry = Acknowledgement(
        campaign="nuoc-sach", alert=alert, action=action, finding=finding, why="đã xem", who="truc-ban", at=at
    )
    codings.append(room.folder / "codings", [entry])
    with db.transaction(room.connection):
        load_codings(room.connection, room.folder / "codings", at)
    return alert


def states(room, at):
    """Give the days of January that are no ordinary ones."""
    days = alerting.days_of(room.connection, "nuoc-sach", date(2026, 1, 1), date(2026, 1, 20), at(21, 6))
    return {row["day_date"].day: row["state"] for row in days if row["state"] != "complete"}


def test_a_day_is_what_it_was_at_the_same_hour_of_the_next_morning(room, at):
    # New Year; the activity's day and the next; the 12th, of which the morning after read nothing, though
    # later visits reached back to it.
    assert states(room, at) == {1: "holiday", 8: "activity", 9: "activity", 12: "gap"}
    days = alerting.days_of(room.connection, "nuoc-sach", date(2026, 1, 5), date(2026, 1, 5), at(6, 6))
    assert [row["stories"] for row in days] == [2]
    later = alerting.days_of(room.connection, "nuoc-sach", date(2026, 1, 5), date(2026, 1, 5), at(9, 9))
    assert [row["stories"] for row in later] == [3]


def test_more_stories_and_more_copies_than_usual_raise_an_alert_once(room):
    assert room.rows(
        "select rule, alert_date, observed, n, threshold <= observed, day_state, state, stories "
        "from rpt_alerts where rate is not null order by rule"
    ) == [
        ("copies", date(2026, 1, 20), 5, 16, True, "complete", "new", 1),
        ("stories", date(2026, 1, 20), 10, 16, True, "complete", "new", 10),
    ]
    rules = room.rows(
        "select rule, status, observed, threshold > 0 from rpt_alert_rules where rate is not null"
    )
    assert ("negative", "quiet", 0, True) in rules
    rates = room.rows("select rate from rpt_alert_rules where rate is not null")
    assert sum(rates) * 365.2425 / 12 == pytest.approx(1)
    before = room.all_rows()
    assert watch(room) == []
    after = room.all_rows()
    assert {table: after[table] for table in before} == before


def test_a_message_and_a_kind_of_outlet_are_missed_only_where_outlets_were_collected(room):
    found = "select rule, subject, alert_date, observed from rpt_alerts where rule in ('message', 'silence')"
    assert sorted(room.rows(found)) == [
        ("message", "an-toan", date(2026, 1, 1), 49),
        ("silence", "agency", date(2026, 1, 1), 49),
    ]
    asked = "select subject, status, reason from rpt_alert_rules where rule = 'silence' order by all"
    assert room.rows(asked) == [
        ("agency", "alert", ""),
        ("broadcaster", "not_judged", "collection of this period was not observed"),
        ("magazine", "not_judged", "nothing at all was collected of these outlets"),
        ("newspaper", "quiet", ""),
    ]


def test_a_day_leaves_the_baseline_when_somebody_found_that_something_had_happened(room, at):
    assert 20 not in states(room, at)
    act(room, "stories", "closed", at(22, 9), "nothing")
    assert 20 not in states(room, at)
    act(room, "stories", "closed", at(22, 10), "happened")
    assert states(room, at)[20] == "alert"
    assert room.rows("select state, finding, why from rpt_alerts where rule = 'stories'") == [
        ("closed", "happened", "đã xem")
    ]


def test_one_story_of_a_scenario_is_enough_and_the_next_makes_it_new_again(room, at):
    shown = "select name_vi, responsible, state, observed, stories from rpt_alerts where rule = 'scenario'"
    assert room.rows(shown) == [("Ngộ độc", "Bộ Y tế", "new", 1, 1)]
    alert = act(room, "scenario", "acknowledged", at(21, 7))
    assert room.rows(shown)[0][2] == "acknowledged"
    room.put(
        "3", room.article("hai", "ca-2", at(20, 9), on_campaign=False, prepared=FOUND, fetched_at=at(21, 9))
    )
    room.load()
    assert watch(room) == [alert]  # and so is mailed like a new one
    assert room.rows(shown) == [("Ngộ độc", "Bộ Y tế", "new", 1, 2)]
    told = "select outlet_name, items from rpt_alert_stories where alert = ? order by all"
    assert room.rows(told, alert) == [("Báo hai", 1), ("Báo mot", 1)]


def test_an_alert_keeps_what_was_prepared_for_it_where_the_campaign_leaves_that_out(room):
    shown = "select name_vi, responsible, text, checked_date, state from rpt_alerts where rule = 'scenario'"
    before = room.rows(shown)
    assert before[0][:3] == ("Ngộ độc", "Bộ Y tế", "Nêu số người đã được xác nhận.")
    file = room.folder / "nuoc-sach.toml"
    file.write_text(file.read_text("utf-8").replace("Nêu số", "Chỉ nêu số"), "utf-8")
    room.campaign = room.reloaded()
    room.load(AT + DAY)
    assert room.rows(shown)[0][2] == "Chỉ nêu số người đã được xác nhận."

    room.campaign = room.campaign_file()
    room.load(AT + 2 * DAY)

    assert room.rows("from campaign_scenarios where known_to is null") == []
    assert room.rows(shown) == [(*before[0][:2], "Chỉ nêu số người đã được xác nhận.", *before[0][3:])]


def test_an_answer_after_a_story_was_fetched_does_not_answer_it_before_it_is_told(room, at):
    room.put(
        "3", room.article("hai", "ca-2", at(20, 9), on_campaign=False, prepared=FOUND, fetched_at=at(21, 9))
    )
    alert = act(room, "scenario", "acknowledged", at(21, 10))
    room.load()
    assert watch(room) == [alert]
    assert room.rows("select state, stories from rpt_alerts where rule = 'scenario'") == [("new", 2)]
    # Whoever answers now has seen it.
    act(room, "scenario", "acknowledged", at(21, 11))
    assert room.rows("select state from rpt_alerts where rule = 'scenario'") == ["acknowledged"]


def test_an_acknowledgement_of_an_unknown_alert_is_rejected_with_its_reason(room, at):
    act(room, "claim", "acknowledged", at(20, 7))
    assert room.rows("select file, reason from rpt_rejected_codings") == [
        ("acknowledgements.jsonl", f"campaign 'nuoc-sach' has no alert {'0' * 12!r}")
    ]
    with pytest.raises(ValueError, match="happened or nothing"):
        act(room, "claim", "closed", at(20, 7))


def test_without_anything_collected_nothing_is_asked(newsroom):
    assert alerting.watch(newsroom.connection, [newsroom.campaign]) == {}


@pytest.mark.parametrize("asleep", [False, True])
def test_days_that_were_missed_are_counted_once_when_the_rules_are_asked_again(room, make_room, at, asleep):
    """Nobody asked for three days; collection went on, or slept too and read back after it."""

    def fetched(day):
        return {"fetched_at": at(24 if asleep else day + 1, 5)}

    more = [
        room.article("mot", f"bu-{number}", at(21, 8 + number / 4), **fetched(21)) for number in range(10)
    ]
    usual = [
        room.article(site, f"{site}-{day}", at(day, hour), **fetched(day))
        for day in (22, 23)
        for site, hour in (("mot", 8), ("hai", 15))
    ]
    room.put("2", *more, *usual)
    mornings, reach = ((24,), 80) if asleep else ((22, 23, 24), 30)
    room.put_scans("2", *(visit(site, at(day, 6), reach) for site in SITES for day in mornings))
    room.load()
    watch(room)
    found = "select alert_date from rpt_alerts where rule = 'stories' order by alert_date"
    assert room.rows(found) == [date(2026, 1, 20), date(2026, 1, 21)]
    counted = "select distinct alert_date from rpt_alert_rules where rate is not null"
    assert room.rows(counted) == [date(2026, 1, 23)]
    room.connection.close()
    again = open_room(make_room, room.folder)
    assert watch(again) == []
    again.connection.close()
