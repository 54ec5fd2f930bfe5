"""Health: what the page and the monitor's JSON say of an installation."""

import json
import os
import shutil
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboards import address as addresses
from dashboards import app, auth, health, users
from dashboards.pages import frame
from dashboards.pages import health as page
from dashboards.pages import view as views
from warehouse.reader import Filter, NotPublishedError, Reader

NOW = datetime(2026, 3, 21, 3, tzinfo=UTC)
LOCAL = "http://127.0.0.1:8050"
TOKEN = "mot-hai-ba-bon-nam-sau"
ENDS = [("load", 2.0, ""), ("load", 4.0, ""), ("load", 9.0, "LoadError"), ("publish", 1.5, "")]


@pytest.fixture
def own(published, tmp_path):
    """A copy of the folder of snapshots, with what some steps told beside it."""
    own = shutil.copytree(published, tmp_path / "published", copy_function=os.link)
    (tmp_path / "log").mkdir()
    lines = [
        {
            "step": step,
            "ended_at": (NOW - timedelta(hours=4 - n)).isoformat(),
            "seconds": s,
            "problem": problem,
        }
        for n, (step, s, problem) in enumerate(ENDS)
    ]
    (tmp_path / "log" / "2026-03.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return own


def client(published, access, now=NOW):
    return app.create(published, lambda: now, access).server.test_client()


def test_a_monitor_is_told_what_is_held_what_is_missed_and_how_long_steps_take(own):
    answer = client(own, auth.nobody_asked()).get("/health.json", base_url=LOCAL)
    facts = answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert facts["snapshot"]["age_seconds"] == 3 * 3600
    assert facts["items"] > 0
    assert [row["name"] for row in facts["outlets"]][:3] == ["Báo Ban Mai", "Báo Đồng Xanh", "Báo Hải Đăng"]
    assert {row["day_date"] for row in facts["gaps"]} <= {f"2026-03-{day}" for day in range(15, 22)}
    load, publish = facts["steps"]
    assert (load["step"], load["seconds"], load["median_seconds"], load["longest_seconds"]) == (
        "load",
        9,
        4,
        9,
    )
    assert (load["runs"], load["failed"], load["problem"]) == (3, 1, "LoadError")
    assert (publish["step"], publish["problem"]) == ("publish", "")
    assert "failed_step" in facts["troubles"]
    assert facts["state"] in ("warning", "fault")


def test_nothing_published_is_a_fault_that_is_told(tmp_path):
    answer = client(tmp_path / "published", auth.nobody_asked()).get("/health.json", base_url=LOCAL)
    assert (answer.status_code, answer.get_json()["state"]) == (503, "fault")
    assert answer.get_json()["troubles"] == ["not_published"]


def test_troubles_begin_after_a_day_and_the_run_itself(own):
    assert "old_snapshot" not in health.read(own, NOW).troubles
    later = health.read(own, NOW + timedelta(hours=24))
    assert {"old_snapshot", "late_outlets"} <= set(later.troubles)
    assert set(later.late) == {row["outlet"] for row in later.outlets}
    assert health.as_facts(later)["state"] == "fault"


@pytest.mark.parametrize(
    ("token", "header", "status"),
    [
        (TOKEN, f"Bearer {TOKEN}", 200),
        (TOKEN, "Bearer khac", 302),
        (TOKEN, None, 302),
        ("", "Bearer ", 302),
        ("short", "Bearer short", 302),
    ],
)
def test_a_monitor_needs_a_login_or_the_token_and_the_token_opens_nothing_else(
    own, tmp_path, monkeypatch, token, header, status
):
    monkeypatch.setenv("LANTOA_HEALTH_TOKEN", token)
    users.add(tmp_path / "users.toml", "hoa-sen", "viewer", "")
    known = client(own, auth.Access(tmp_path / "users.toml", b"0" * 32))
    headers = {"Authorization": header} if header else {}
    found = known.get("/health.json", base_url=LOCAL, headers=headers).status_code
    assert (found if found != 503 else 200) == status
    assert known.get("/export/health/page.xlsx", base_url=LOCAL, headers=headers).status_code == 302


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", ["Thời gian chạy từng bước", "LoadError"]),
        ("en", ["Durations by step", "The last run failed: load"]),
    ],
)
def test_the_page_says_the_same(own, lang, said):
    parts = frame.page(own, addresses.read("/health", f"lang={lang}"), NOW)
    shown = json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert [text for text in said if text not in shown] == []


def test_a_step_that_never_ended_is_told_with_its_beginning(own):
    (own.with_name("log") / "crawl-1.running").write_text(
        '{"step": "crawl", "began_at": "2026-03-21T02:30:00+00:00", "problem": "killed"}'
    )
    facts = health.as_facts(health.read(own, NOW))
    crawl = next(step for step in facts["steps"] if step["step"] == "crawl")
    assert (crawl["ended_at"], crawl["problem"]) == (None, "killed")
    assert crawl["killed_at"] == "2026-03-21T02:30:00+00:00"
    parts = frame.page(own, addresses.read("/health", "lang=en"), NOW)
    shown = json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert "crawl: began at 21 Mar 2026, 09:30 and never ended" in shown


def test_the_gaps_of_a_day_stand_in_one_row_for_each_reason(own):
    now = NOW - timedelta(days=5)  # all outlets missed the 10th, the 12th and the 14th
    at = addresses.read("/health", "lang=vi")
    with Reader(own) as reader, reader.held() as snapshot:
        sheet = page.contained(views.read(reader, snapshot, views.choices(reader, at), now))["gaps"]
    told = {(row["day_date"].day, row["outlets"]) for row in sheet.rows}
    assert {(10, 8), (12, 8), (14, 8)} <= told
    assert sheet.rows[0]["names"].startswith("Báo Ban Mai, Báo Đồng Xanh")
    assert len(sheet.rows) == len({(row["day_date"], row["reason"]) for row in sheet.rows})


@pytest.mark.parametrize(
    "lacking", ["drop table int_coverage", "alter table stg_outlets drop column ended_date"]
)
def test_a_snapshot_without_what_pages_count_from_is_said_to_be_none(published, tmp_path, lacking):
    own = shutil.copytree(published, tmp_path / "published")
    (snapshot,) = own.glob("*.duckdb")
    with duckdb.connect(snapshot) as connection:
        connection.execute(lacking)
    parts = frame.page(own, addresses.read("/", "lang=en"), NOW)
    assert "Nothing is published yet" in json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)
    which = Filter("nuoc-sach", date(2026, 3, 1), date(2026, 3, 20))
    with Reader(own) as reader, pytest.raises(NotPublishedError, match="`lantoa publish`, which makes one"):
        reader.measures(which)


def test_a_snapshot_without_models_cards_still_has_its_page_of_methods(published, tmp_path):
    own = shutil.copytree(published, tmp_path / "published")
    (snapshot,) = own.glob("*.duckdb")
    with duckdb.connect(snapshot) as connection:
        connection.execute("drop table tone_models")
    parts = frame.page(own, addresses.read("/method", "lang=en"), NOW)
    assert "Models of tone" in json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)
