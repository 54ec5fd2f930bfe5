"""What the usual pages rest on is computed before anybody asks."""

import json
import shutil
from datetime import timedelta
from threading import Event, Thread

import duckdb
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboards import address as addresses
from dashboards import ahead
from dashboards.pages import frame
from tests.dashboards.conftest import AT, CAMPAIGN, SMALL
from warehouse.reader import Reader

NOW = AT + timedelta(hours=3)


def clock():
    return NOW


def shown(published, address):
    return json.loads(json.dumps(frame.page(published, address, NOW), cls=PlotlyJSONEncoder))


def test_every_page_of_every_campaign_and_phase_is_a_usual_one(published):
    with Reader(published) as reader:
        usual = list(ahead.usual(reader))
    assert len(usual) == len(set(usual)) == 2 * 4 * len(frame.PAGES)
    assert {one.campaign for one in usual} == {CAMPAIGN, SMALL}
    assert {one.phase for one in usual} == {None, "before", "during", "after"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_computed_ahead_reads_no_item_again(published, tmp_path, lang):
    home = shutil.copytree(published.parent, tmp_path / "home") / "published"
    address = addresses.read("/spread", f"?campaign={CAMPAIGN}&phase=during&lang={lang}")
    before = shown(published, address)
    ahead.compute(home, clock, Event())
    with duckdb.connect(home / (home / "current").read_text("utf-8")) as snapshot:
        for table in ("int_coverage", "int_story_coverage", "fct_mentions", "fct_stories"):
            snapshot.execute(f"delete from {table}")
    assert shown(home, address) == before


@pytest.mark.parametrize("is_published", [True, False])
def test_it_ends_when_it_is_told_to_also_before_the_first_snapshot(published, tmp_path, is_published):
    ended = Event()
    folder = published if is_published else tmp_path
    following = Thread(target=ahead.follow, args=(folder, clock, ended), daemon=True)
    following.start()
    ended.set()
    following.join(timeout=60)
    assert not following.is_alive()
