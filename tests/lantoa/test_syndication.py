"""Two newspapers' versions of one real wire story, from their pages to what an analyst reads of them."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from lantoa import settings, steps
from lantoa.press.server import Press
from warehouse.reader import Reader

pytestmark = pytest.mark.slow

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "dai-hoi-xiv.toml"
HOSTS = {"nld": "nld.com.vn", "thanhnien": "thanhnien.vn"}


def entry(folder, name, hour):
    """Give a version as a feed and its page would: sentences of the text, an agency's picture, no credit."""
    lead, *paragraphs = (
        part.strip() for part in (folder / f"{name}.txt").read_text("utf-8").split("  ") if part.strip()
    )
    return {
        "outlet": name,
        "title": "Tiểu ban Tổ chức phục vụ Đại hội XIV của Đảng họp phiên thứ nhất",
        "summary": lead,
        "url": f"https://{HOSTS[name]}/tieu-ban-to-chuc-phuc-vu-dai-hoi-{hour}24030712.htm",
        "published": f"Thu, 07 Mar 2024 {hour}:00:00 +0700",
        "body": "\n\n".join(paragraphs),
        "photo": "Quang cảnh phiên họp",
        "photo_credit": "TTXVN",
    }


@pytest.fixture(scope="module")
def query(shared_data, tmp_path_factory):
    """Ask the warehouse of a run over the two versions."""
    folder = tmp_path_factory.mktemp("syndication")
    rows = [entry(shared_data / "syndication", name, hour) for name, hour in (("thanhnien", 12), ("nld", 13))]
    items = folder / "items.jsonl"
    items.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    home = settings.home(folder / "home")
    at = datetime.fromisoformat("2024-03-08T06:00:00+07:00")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANTOA_NOW", at.isoformat())
        with Press(items=items, now=at) as press:
            steps.run_all(home, steps.Selection((CAMPAIGN,), press=press.url))
    with Reader(home.published) as reader:
        yield lambda sql: reader.query(sql).to_dict("records")


def test_they_are_one_story_that_both_carry_and_the_agency_wrote(query):
    [story] = query("select * from int_stories")
    assert (story["origin"], story["origin_method"]) == ("TTXVN", "inferred")
    said = " ".join(story["origin_evidence"])
    assert "TTXVN" in said
    assert len(story["origin_evidence"]) >= 2
    carriers = query("select outlet, role, is_origin from fct_story_carriers order by position")
    assert [row["outlet"] for row in carriers] == ["thanhnien", "nld"]
    assert [row["is_origin"] for row in carriers] == [False, False]


def test_both_bear_the_same_statements_of_the_same_office(query):
    rows = query("select outlet, office, statement_id from fct_quotes")
    assert {row["office"] for row in rows} == {"Thường trực Ban Bí thư"}
    first, second = (
        {row["statement_id"] for row in rows if row["outlet"] == outlet} for outlet in ("thanhnien", "nld")
    )
    assert first == second
    assert len(first) >= 8


def test_a_message_of_a_statement_stands_in_a_quote_of_its_item(query):
    said = query("select distinct item_id, unnest(messages) as message from fct_quotes")
    carried = query("select item_id, message, place from fct_messages where place <> 'headline'")
    told = {(row["item_id"], row["message"]) for row in carried}
    quoted = {(row["item_id"], row["message"]) for row in carried if row["place"] == "quote"}
    assert said
    assert {(row["item_id"], row["message"]) for row in said} & told <= quoted


def test_both_carry_the_same_messages_and_neither_lacks_one(query):
    carried = query("select outlet, message from fct_messages join stg_items using (item_id)")
    first, second = (
        {row["message"] for row in carried if row["outlet"] == outlet} for outlet in ("thanhnien", "nld")
    )
    assert first == second
    assert len(first) >= 10
    held = query("select message, state from fct_message_fidelity where outlet = 'nld'")
    assert {(row["message"], row["state"]) for row in held} == {(one, "kept") for one in first}
