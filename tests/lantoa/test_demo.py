"""The demo: one command from the bundled press to the report, and what it must have found by then."""

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from lantoa import documents, settings
from lantoa.press.server import BUNDLED_ITEMS
from warehouse import campaign as campaigns
from warehouse.measures import agreement
from warehouse.reader import Reader

DEMO = [sys.executable, "-c", "from lantoa.cli import main; main()", "demo", "--no-serve", "--home"]


@pytest.fixture(scope="module")
def expected():
    return json.loads(BUNDLED_ITEMS.with_name("expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The ended program, and the home it filled."""
    home = settings.home(tmp_path_factory.mktemp("demo") / "data")
    surroundings = {name: value for name, value in os.environ.items() if name != "LANTOA_NOW"}
    ended = subprocess.run(
        [*DEMO, str(home.folder)],
        capture_output=True,
        text=True,
        env=surroundings | {"COLUMNS": "140"},
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended, home


@pytest.fixture
def query(demo):
    with Reader(demo[1].published) as reader:
        yield lambda sql: reader.query(sql).to_dict("records")


def test_it_prints_a_table_and_where_to_look(demo, query):
    ended, home = demo
    said = ended.stdout + ended.stderr
    assert "Traceback" not in said
    stored = {
        (row["campaign"], row["name"]): row["value"]
        for row in query("select campaign, name, value from rpt_measures where segment = 'all'")
    }
    for name in ("items", "stories"):
        values = [int(stored[campaign, name]) for campaign in ("500-ngay-dem", "dai-hoi-xiv")]
        assert re.search(rf"{name}\W+{values[0]}\W+{values[1]}\s", said), name
    assert f"lantoa dashboard --no-login --home {home.folder}" in said
    reports = re.findall(r"^report +(\S+\.html)$", said, re.MULTILINE)
    assert len(reports) == 4
    assert all(Path(path).stat().st_size > 10_000 for path in reports)


def test_every_worked_question_has_an_answer_on_the_bundled_press(query):
    assert len(documents.QUESTIONS) == 10
    answers = {question.title: query(question.sql) for question in documents.QUESTIONS}
    assert [title for title, rows in answers.items() if not rows] == []


def asked(words):
    """Give the worked question whose title has these words."""
    return next(one.sql for one in documents.QUESTIONS if words in one.title)


def test_days_of_the_worked_question_are_those_of_the_collection(query):
    days = query(asked("quiet"))
    assert [one["day"] for one in days] == [
        one["day_date"] for one in query("select day_date from int_day_gaps order by day_date")
    ]
    assert {one["state"] for one in days if one["items"] == 0} == {"collected"}


def test_what_was_known_is_counted_as_the_report_counts(query):
    then = asked("past report").replace("500-ngay-dem", "dai-hoi-xiv")
    assert query(then) == query(
        "select published_date, items from rpt_daily where campaign = 'dai-hoi-xiv' and items > 0 "
        "order by published_date"
    )


def test_a_watched_claim_is_told_with_the_source_that_settles_it(query):
    [alert] = query(
        "select campaign, name_vi, stories, source, checked_date from rpt_alerts where rule = 'claim'"
    )
    [claim] = campaigns.load(settings.CAMPAIGNS / "500-ngay-dem.toml").claims
    assert (alert["campaign"], alert["name_vi"], alert["stories"]) == ("500-ngay-dem", claim.wording, 1)
    assert (alert["source"], alert["checked_date"].date()) == (claim.source, claim.checked_at)


def test_the_notebook_opens_the_warehouse_and_each_cell_shows_something(demo, monkeypatch):
    docs = Path(documents.FOLDER)
    monkeypatch.setenv("LANTOA_HOME", str(demo[1].folder))
    monkeypatch.chdir(docs)  # where a notebook runs
    names: dict[str, object] = {}
    cells = json.loads((docs / "ask_the_warehouse.ipynb").read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(sources) >= 6
    for source in sources:
        *before, shown = ast.parse(source).body
        exec(compile(ast.Module(before, []), "notebook", "exec"), names)
        found = eval(compile(ast.Expression(shown.value), "notebook", "eval"), names)
        assert len(found) > 0, source
        if "int_day_gaps" in source:
            assert len(found) == len(names["reader"].query("select * from int_day_gaps"))
            assert 0 in set(found["items"])
    names["reader"].close()


def test_agreement_by_week_is_the_measures_own(query):
    weeks = query(next(one.sql for one in documents.QUESTIONS if "agreement" in one.title))
    counted = [week for week in weeks if week["stories"] >= 8]
    assert len(counted) >= 3
    for week in counted:
        counts = [week[tone] for tone in ("negative", "neutral", "positive")]
        assert week["agreement"] == pytest.approx(agreement(counts), abs=0.005)


def test_every_entry_came_in_once(query, expected):
    found = query("select site, count(*) as n from stg_items group by all order by all")
    assert {row["site"]: row["n"] for row in found} == expected["outlets"]
    refused = query("select reason, count(*) as n from stg_rejected group by all")
    assert sum(row["n"] for row in refused) == expected["items"] - sum(expected["outlets"].values())
    assert [row["reason"] for row in refused] == ["duplicate"]


def test_copies_share_a_story_and_nothing_else_does(query, expected):
    story = {
        row["url"]: row["story_id"]
        for row in query("select url, story_id from stg_items join int_story_items using (item_id)")
    }
    shared = [{story[url] for url in group} for group in expected["copies"]]
    assert [len(ids) for ids in shared] == [1] * len(expected["copies"])
    assert len(set().union(*shared)) == len(expected["copies"])
    sizes = Counter(story.values())
    assert {one for one in sizes if sizes[one] > 1} == set().union(*shared)
    assert sorted(sizes[min(ids)] for ids in shared) == sorted(len(group) for group in expected["copies"])


def test_the_campaigns_find_their_items(query, expected):
    for campaign, urls in expected["campaigns"].items():
        found = query(f"select url from fct_mentions where campaign = '{campaign}'")
        assert sorted(row["url"] for row in found) == sorted(urls), campaign


def test_sponsored_items_are_told_by_their_label_and_count_nowhere(query, expected):
    found = query("select url from stg_items where placement = 'sponsored' order by url")
    assert [row["url"] for row in found] == sorted(expected["sponsored"])
    assert query("select * from fct_mentions where placement = 'sponsored' and is_counted") == []


def test_wire_stories_name_the_agency_of_their_credit(query, expected):
    credited = query(
        "select distinct story_id from stg_items join int_story_items using (item_id) where credit <> ''"
    )
    ids = ", ".join(f"'{row['story_id']}'" for row in credited)
    assert len(credited) >= 10
    assert query(f"select * from int_stories where story_id in ({ids}) and origin_method <> 'credit'") == []


def test_collection_is_complete_and_measures_are_given(query):
    assert query("select * from rpt_gaps") == []
    shares = query(
        "select campaign, status from rpt_measures where name = 'share_of_attention' and segment = 'all'"
    )
    assert [row["status"] for row in shares] == ["ok", "ok"]
