"""The numbers of each chart are those that SQL counts, and each part of it leads to the stories it counts."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import duckdb
import plotly.graph_objects as go
import pytest
from plotly.io.json import to_json_plotly

from dashboards import address as addresses
from dashboards import charts, coverage, segments, sheets, told, words
from dashboards.address import Address
from dashboards.charts.places import ISLANDS, TILES
from dashboards.pages import consensus, messages, overview, plan, spread
from dashboards.pages import view as views
from dashboards.sheets import ADDRESS
from warehouse import counting
from warehouse.filters import SEGMENT_KINDS, Filter
from warehouse.measures import wilson
from warehouse.reader import Reader

NOW = datetime(2026, 3, 21, 3, tzinfo=UTC)
ON = "campaign = 'nuoc-sach' and placement = 'editorial'"


@pytest.fixture(scope="module")
def reader(published):
    with Reader(published) as reader:
        yield reader


def viewed(reader, address):
    asked = urlsplit(address)
    offered = views.choices(reader, addresses.read(asked.path, asked.query))
    return views.read(reader, reader.snapshot, offered, NOW)


def listed(reader, row):
    goal = urlsplit(row[ADDRESS])
    assert goal.path == "/stories"
    return len(viewed(reader, f"{goal.path}?{goal.query}").stories)


def counted(reader, sql):
    return reader.query(sql).to_dict("records")


def test_a_tone_leads_to_the_stories_that_have_it(reader):
    rows = consensus.drawings(viewed(reader, "/consensus?campaign=nuoc-sach"))["tones"].table.rows
    found = counted(
        reader,
        "select tone, count(*) as stories from fct_stories where campaign = 'nuoc-sach' group by tone "
        "order by list_position(['negative', 'neutral', 'positive'], tone)",
    )
    assert [listed(reader, row) for row in rows] == [row["stories"] for row in found] == [2, 4, 5]
    assert [round(row["value"] * row["n"]) for row in rows] == [2, 4, 5]


@pytest.mark.parametrize("page", [consensus, messages, spread])
def test_a_drawing_is_what_plotly_makes_of_it(reader, page):
    drawn = page.drawings(viewed(reader, "/?campaign=nuoc-sach"))
    for chart in drawn.values():
        # refuses what its script would not understand; its own defaults would show as a difference
        assert json.loads(to_json_plotly(go.Figure(chart.figure))) == json.loads(to_json_plotly(chart.figure))


@pytest.mark.parametrize("kind", ["outlet_kind=newspaper", "level=central"])
def test_a_tone_of_stories_first_told_at_some_outlets_has_no_address(reader, kind):
    rows = consensus.drawings(viewed(reader, f"/consensus?campaign=nuoc-sach&{kind}"))["tones"].table.rows
    assert [row[ADDRESS] for row in rows] == [None, None, None]


def test_under_a_tone_no_share_of_tones_is_drawn(reader):
    chart = consensus.drawings(viewed(reader, "/consensus?campaign=nuoc-sach&tone=negative"))["tones"]
    assert chart.figure is None
    assert chart.description == "tin gốc đã được chọn theo sắc thái"


@pytest.mark.parametrize("kind", ["", "&outlet_kind=broadcaster"])
def test_provinces_are_counted_by_the_items_about_them(reader, kind):
    chart = spread.drawings(viewed(reader, f"/spread?campaign=nuoc-sach{kind}"))["provinces"]
    narrowed = "and outlet_kind = 'broadcaster'" if kind else ""
    found = counted(
        reader,
        "select present as province, count(distinct item_id) as items, count(distinct story_id) as stories "
        f"from fct_mentions join fct_item_places using (item_id) where {ON} {narrowed} group by present",
    )
    named = {row["province"]: row for row in chart.table.rows if row["items"]}
    assert {name: (row["items"], row["stories"]) for name, row in named.items()} == {
        row["province"]: (row["items"], row["stories"]) for row in found
    }
    assert set(named) == {"Hà Nội", "Khánh Hòa"}
    assert [listed(reader, row) for row in named.values()] == [row["stories"] for row in named.values()]


def test_days_are_counted_by_items_and_by_the_stories_that_have_one(reader):
    chart = spread.drawings(viewed(reader, "/spread?campaign=nuoc-sach"))["timeline"]
    found = counted(
        reader,
        "select published_date as day, count(*) filter (is_counted) as items, "
        f"count(distinct story_id) as stories from fct_mentions where {ON} group by 1",
    )
    drawn = {row["day"]: (row["items"], row["stories"]) for row in chart.table.rows if row["items"]}
    assert drawn == {row["day"].date(): (row["items"], row["stories"]) for row in found}
    for trace, key in zip((1, 3), ("items", "stories"), strict=True):
        assert chart.figure["data"][trace]["y"] == [row[key] for row in chart.table.rows]


def test_weeks_are_counted_by_items_and_by_the_stories_that_have_one_and_lead_to_these(reader):
    view = viewed(reader, "/spread?campaign=nuoc-sach")
    weekly = view.weekly
    found = counted(
        reader,
        "select date_trunc('week', published_date) as week, count(*) filter (is_counted) as items, "
        f"count(distinct story_id) as stories from fct_mentions where {ON} group by 1",
    )
    by_week = {row["week"].date(): (row["items"], row["stories"]) for row in found}
    mondays = [day.date() - timedelta(days=day.weekday()) for day in weekly["day"]]
    drawn = dict(zip(mondays, zip(weekly["items"], weekly["stories"], strict=True), strict=True))
    assert {week: counts for week, counts in drawn.items() if counts != (0, 0)} == by_week
    # the days of the period, once each
    assert weekly["days"].sum() == len(view.daily)
    ends = [day + timedelta(days=days) for day, days in zip(weekly["day"], weekly["days"], strict=True)]
    assert ends[:-1] == weekly["day"].to_list()[1:]
    incomplete = coverage.missing_share(view.daily) > told.GAP_SHARE
    assert weekly["incomplete"].sum() == incomplete.sum()
    chart = charts.timeline(view.daily, weekly, view.phases, False, view.address)
    (stories,) = (one for one in chart.figure["data"] if one["name"] == words.text("field.stories", "vi"))
    for goal, number in zip(stories["customdata"], stories["y"], strict=True):
        assert listed(reader, {ADDRESS: goal}) == number
    assert json.loads(to_json_plotly(go.Figure(chart.figure))) == json.loads(to_json_plotly(chart.figure))


def test_a_story_that_ran_on_several_days_counts_once_in_their_week():
    which = Filter("a", date(2026, 3, 1), date(2026, 3, 31))
    query, parameters = counting.filtered("pages/weekly_stories", counting.parameters_of(which))
    with duckdb.connect() as connection:
        connection.execute(
            "create table int_coverage as select 'a' as campaign, null as phase, * from (values "
            "(1, date '2026-03-02', true), (1, date '2026-03-08', true), (1, date '2026-03-09', true), "
            "(2, date '2026-03-09', false)) as of (story, published_date, is_editorial)"
        )
        found = {week.date(): stories for week, stories in connection.execute(query, parameters).fetchall()}
    assert found == {date(2026, 3, 2): 1, date(2026, 3, 9): 1}


def test_cumulative_reach_has_the_outlets_and_stories_so_far(reader):
    chart = spread.drawings(viewed(reader, "/spread?campaign=nuoc-sach"))["reach"]
    for row in (chart.table.rows[0], chart.table.rows[-1]):
        (so_far,) = counted(
            reader,
            "select count(distinct outlet) as outlets, count(distinct story_id) as stories "
            f"from fct_mentions where {ON} and published_date <= '{row['day_date']}'",
        )
        assert {key: row[key] for key in so_far} == so_far
    assert chart.figure["data"][0]["y"][-1] == chart.table.rows[-1]["outlets"]


def test_messages_outlets_and_offices_are_counted_by_what_carries_them(reader):
    view = viewed(reader, "/messages?campaign=nuoc-sach")
    rows = messages.drawings(view)["messages"].table.rows
    found = counted(
        reader,
        "select campaign_messages.name_vi as message, count(distinct story_id) as stories, "
        "count(distinct item_id) filter (is_counted) as items from campaign_messages "
        "left join (select * from fct_messages join fct_mentions using (campaign, item_id)) as carried "
        "using (campaign, message) where campaign = 'nuoc-sach' group by 1, position order by position",
    )
    assert [{key: row[key] for key in ("message", "stories", "items")} for row in rows] == found
    assert [listed(reader, row) for row in rows] == [row["stories"] for row in rows]
    ran = counted(
        reader,
        "select outlet, count(*) filter (is_counted) as items, count(distinct story_id) as stories "
        f"from fct_mentions where {ON} group by 1 order by 1",
    )
    shown = [{key: row[key] for key in ("outlet", "items", "stories")} for row in view.outlets]
    assert sorted(shown, key=lambda row: row["outlet"]) == ran
    assert all(f"outlet={row['outlet']}&" in row[ADDRESS] for row in spread.outlets(view).rows)
    quoted = counted(
        reader, "select count(distinct office) as n from fct_quotes where campaign = 'nuoc-sach'"
    )
    assert len(messages.offices(view).rows) == quoted[0]["n"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEGMENT_KINDS)
def test_under_each_filter_what_is_drawn_leads_to_as_many_stories_as_it_counts(reader, kind):
    whole = viewed(reader, "/?campaign=nuoc-sach")
    offered = coverage.segments(reader, whole.which)
    for name in offered["name"][offered["kind"] == kind]:
        view = viewed(reader, "/?" + urlencode({"campaign": "nuoc-sach", kind: name}))
        # the tones are of the stories that were first told in the segment, wherever else they ran
        drawn = {**spread.drawings(view), **messages.drawings(view), **plan.drawings(view)}
        sheets = [chart.table for chart in drawn.values()] + [*plan.sheets_of_parts(view).values()]
        counted = [row for sheet in sheets for row in sheet.rows if row.get("stories") and row.get(ADDRESS)]
        assert counted or kind == "workstream"
        for row in counted:
            assert listed(reader, row) == row["stories"], row


def test_what_is_in_two_segments_of_a_kind_at_once_has_no_address(reader):
    view = viewed(reader, "/spread?campaign=nuoc-sach&province=Kh%C3%A1nh+H%C3%B2a")
    rows = {row["province"]: row for row in spread.drawings(view)["provinces"].table.rows}
    assert (rows["Hà Nội"]["stories"], rows["Hà Nội"][ADDRESS]) == (1, None)
    assert listed(reader, rows["Khánh Hòa"]) == 1


def test_every_province_has_one_tile_and_the_islands_lie_with_their_provinces(reader):
    chart = spread.drawings(viewed(reader, "/spread?campaign=nuoc-sach"))["provinces"]
    assert {row["province"] for row in chart.table.rows} == set(TILES)
    assert len(TILES) == len(set(TILES.values())) == 34
    assert {name: province for name, (province, _) in ISLANDS.items()} == {
        "QĐ Hoàng Sa": "Đà Nẵng",
        "QĐ Trường Sa": "Khánh Hòa",
    }
    (tiles,) = chart.figure["data"]
    texts = {
        text.replace("<br>", " "): goal for text, goal in zip(tiles["text"], tiles["customdata"], strict=True)
    }
    assert texts["QĐ Trường Sa (Khánh Hòa)"] == texts["Khánh Hòa 3"]
    assert len(texts) == 36
    # each tile says its number, so that its colour only repeats it
    assert all(text.endswith((")", *"0123456789")) for text in texts)


def test_the_outlets_that_ran_wire_stories_are_counted_by_hours(reader):
    chart = spread.drawings(viewed(reader, "/spread?campaign=nuoc-sach"))["speed"]
    # s01, s04 and s10 were run 3 and 6 hours after the agency
    assert [row["outlets"] for row in chart.table.rows] == [0, 0, 3, 3, 0, 0, 0]
    assert chart.figure["data"][0]["y"] == [row["outlets"] for row in chart.table.rows]
    assert chart.table.rows[-1]["so_far"] == 1
    assert "gap" not in chart.title
    assert any(character.isdigit() for character in chart.title)


def test_speed_is_withheld_where_collection_has_gaps_and_told_where_it_has_none():
    ran = [
        {"story_id": str(story), "hours": float(hour), "is_whole": True}
        for story in range(9)
        for hour in (story, story + 2)
    ]
    at = Address("spread", "nuoc-sach", lang="en")
    assert charts.speed(ran, "", at).title.startswith("Wire stories: half of the outlets that ran them did")
    assert "4" in charts.speed(ran, "", at).title
    why = "60% of the expected items fall into gaps in collection"
    assert charts.speed(ran, why, at).title == f"Withheld: {why}"
    young = [row | {"is_whole": False} for row in ran]
    assert charts.speed(young, "", at).figure is None


@pytest.mark.parametrize(
    ("name", "part"),
    [("message_kinds", "outlet_kind"), ("message_weeks", "cast(date_trunc('week', published_date) as date)")],
)
def test_messages_are_counted_by_kind_and_week_of_the_version_that_carries_them(reader, name, part):
    chart = messages.drawings(viewed(reader, "/messages?campaign=nuoc-sach"))[name]
    found = counted(
        reader,
        f"select {part} as part, count(distinct story_id) as of_stories, count(distinct story_id) "
        "filter (item_id in (select item_id from fct_messages where message = 'an-toan')) as stories "
        f"from fct_mentions where {ON} group by 1 order by 1",
    )
    rows = [row for row in chart.table.rows if row["message"] == "Nước sạch là an toàn"]
    pairs = [(row["stories"], row["of_stories"]) for row in rows]
    assert sorted(pairs) == sorted((row["stories"], row["of_stories"]) for row in found)
    assert [listed(reader, row) for row in rows] == [row["stories"] for row in rows]
    for row in rows:
        assert (row["low"], row["high"]) == wilson(row["stories"], row["of_stories"])
    (cells,) = chart.figure["data"]
    assert sorted(cells["text"]) == sorted(
        f"{row['stories']}/{row['of_stories']}" for row in chart.table.rows
    )


def test_a_week_that_collection_does_not_cover_is_marked(reader):
    chart = messages.drawings(viewed(reader, "/messages?campaign=nuoc-sach"))["message_weeks"]
    assert chart.figure["layout"]["xaxis"]["ticktext"] == ["02/03", "09/03*", "16/03"]


def test_weeks_of_messages_have_their_year_in_tables_and_files(reader):
    chart = messages.drawings(viewed(reader, "/messages?campaign=nuoc-sach&lang=en"))["message_weeks"]
    titles, *lines, _ = csv.reader(io.StringIO(sheets.csv_file(chart.table, []).decode("utf-8-sig")))
    assert titles[1:3] == ["Week from", "Days with a gap"]
    assert {tuple(line[1:3]) for line in lines} == {
        ("2026-03-02", "0"),
        ("2026-03-09", "3"),
        ("2026-03-16", "0"),
    }


def test_activities_stand_with_the_shares_that_the_reader_gives(reader):
    view = viewed(reader, "/plan?campaign=nuoc-sach")
    chart = plan.drawings(view)["plan"]
    whole = replace(view.which, to_date=date(2026, 3, 27))
    beside = {one.part: one for one in reader.coverage_beside_plan(whole)}
    opening = chart.table.rows[0]
    share = beside["khai-mac"].share
    assert (opening["share"], opening["share_low"], opening["share_high"]) == (
        share.value,
        share.low,
        share.high,
    )
    (found,) = counted(
        reader,
        "select stories, items, outlets from rpt_activities "
        "where campaign = 'nuoc-sach' and activity = 'khai-mac'",
    )
    assert {key: opening[key] for key in found} == found
    assert listed(reader, opening) == found["stories"] == 1
    assert [row["activity_date"] for row in view.plan.clashes] == [date(2026, 3, 5)]


def test_what_is_not_due_has_no_share(reader):
    view = viewed(reader, "/plan?campaign=nuoc-sach")
    of = {row["activity"]: row for row in view.plan.activities}
    closing = of["tong-ket"]["beside"].share
    assert of["tong-ket"]["status"] == "not yet due"
    assert (closing.value, closing.reason) == (None, "this activity is not due yet")
    assert of["chay-bo"]["beside"].share.value == 0  # due, collected and without coverage
    chart = plan.drawings(view)["plan"]
    assert chart.table.rows[-1]["title"] == of["tong-ket"]["title"]
    assert chart.table.rows[-1]["share"] is None
    assert of["tong-ket"]["title"] not in chart.description


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_has_no_interval_says_so_where_it_stands(reader, lang):
    view = viewed(reader, f"/consensus?campaign=nuoc-sach&lang={lang}")
    assert str(consensus.build(view)).count(words.text("report.consensus.no_interval", lang)) == 1


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("not yet due", "not yet due"), "Chưa hoạt động nào đến ngày"),
        (("not yet due", "not known"), "Chưa rõ: "),
        (("covered", "not known"), "Không có: mọi hoạt động đã đến ngày"),
    ],
)
def test_activities_that_are_not_due_are_not_said_to_be_covered(reader, statuses, said):
    view = viewed(reader, "/plan?campaign=nuoc-sach")
    first, *_, rest = view.plan.activities
    activities = [first | {"status": status} for status in statuses]
    view.__dict__["plan"] = replace(view.plan, activities=[*activities, rest])
    assert said in str(plan.build(view))


def test_a_campaign_without_a_plan_gets_no_verdict(reader):
    view = viewed(reader, "/plan?campaign=duong-hoa")
    assert "không có nhận định" in str(plan.build(view))
    assert plan.drawings(view)["plan"].figure is None


def test_a_sparkline_has_a_bar_a_day_as_tall_as_what_sql_counts(reader):
    view = viewed(reader, "/?campaign=nuoc-sach&from_date=2026-03-03&to_date=2026-03-18&lang=en")
    drawing, said = overview.spark(view, "items").children
    found = counted(
        reader,
        f"select published_date as day, count(*) filter (is_counted) as items from fct_mentions where {ON} "
        "group by 1",
    )
    by_day = {row["day"].day: row["items"] for row in found}
    heights = [bar.children.style["height"] for bar in drawing.children]
    assert heights == [f"{by_day.get(day, 0) / max(by_day.values()):.0%}" for day in range(3, 19)]
    missing = [day for day, bar in enumerate(drawing.children, start=3) if bar.className]
    assert missing == [10, 12, 14]
    assert "3\u00a0days with a gap" in said.children[0]
    assert said.children[0].startswith("From 3 Mar 2026 to 18 Mar 2026: ")


def test_a_sparkline_of_days_that_nobody_saw_says_no_number(reader):
    view = viewed(reader, "/?campaign=nuoc-sach&from_date=2026-03-03&to_date=2026-06-30")
    said = overview.spark(view, "items").children[1].children[0]
    assert said == ("Từ 01/06/2026 đến 30/06/2026: ngày nào cũng thiếu dữ liệu hoặc chưa được theo dõi. ")
    view = viewed(reader, "/?campaign=nuoc-sach&from_date=2026-03-03&to_date=2026-03-30&lang=en")
    assert "not known on the last" in overview.spark(view, "items").children[1].children[0]


def test_messages_that_nobody_carried_have_no_largest_share(reader):
    one_day = viewed(reader, "/messages?campaign=nuoc-sach&from_date=2026-03-04&to_date=2026-03-04")
    for name in ("message_kinds", "message_weeks"):
        chart = messages.drawings(one_day)[name]
        assert not any(row["stories"] for row in chart.table.rows)
        assert chart.description.endswith("không ô nào có tin gốc mang thông điệp.")


def test_what_a_page_names_first_is_the_first_of_all_that_sql_gives(reader):
    view = viewed(reader, "/consensus?campaign=nuoc-sach")
    every = len(segments.differing(view.disagreements, "vi"))
    assert view.first_disagreements == [row | {"found": every} for row in view.disagreements]
    assert every > 0
    assert [(row["title"], row["outlets"]) for row in view.carried] == [
        ("Phát động tháng nước sạch", 3),
        ("Khai mạc tuần lễ nước sạch", 3),
        ("Tổng kết tuần lễ nước sạch", 3),
    ]


def test_the_overview_lists_the_alerts_that_nobody_has_closed(reader):
    shown = str(overview.build(viewed(reader, "/?campaign=nuoc-sach&lang=en")))
    assert "Prepared situation: Nước đục" in shown
    assert "Message not carried" not in shown.split("Open alerts")[1]
