"""Files of a page: what they hold is what the page counts, and nothing in them is taken for a formula."""

import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboards import address as addresses
from dashboards import app, auth, coverage, words
from dashboards.pages import frame, furniture, spread
from dashboards.pages import view as views
from dashboards.pages.contained import CONTAINED
from dashboards.rows import rows
from dashboards.sheets import ADDRESS, Column, Sheet, csv_file
from warehouse.reader import Filter, Reader

NOW = datetime(2026, 3, 21, 3, tzinfo=UTC)
LOCAL = "http://127.0.0.1:8050"


@pytest.fixture(scope="module")
def client(published):
    return app.create(published, lambda: NOW, auth.nobody_asked()).server.test_client()


@pytest.fixture
def reader(published):
    with Reader(published) as reader:
        yield reader


def viewed(reader, address):
    path, _, search = address.partition("?")
    return views.read(reader, reader.snapshot, views.choices(reader, addresses.read(path, search)), NOW)


def lines(answer):
    """Give the lines of a CSV file's table, and what is told below it by name."""
    assert answer.status_code == 200
    found = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    end = found.index([])
    return found[:end], dict(found[end + 1 :])


def test_a_csv_holds_the_numbers_of_its_chart_under_the_filters_of_its_address(client, reader):
    which = Filter("nuoc-sach", date(2026, 3, 9), date(2026, 3, 11), outlet_kind="newspaper")
    asked = "campaign=nuoc-sach&from_date=2026-03-09&to_date=2026-03-11&outlet_kind=newspaper"
    answer = client.get(f"/export/spread/timeline.csv?{asked}", base_url=LOCAL)
    (_, *found), told = lines(answer)
    counted = rows(coverage.daily(reader, which))
    assert [line[:3] for line in found] == [
        [str(row["day"].date()), str(row["items"]), str(row["stories"])] for row in counted
    ]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert words.text("foot.use", "vi") in told.values()
    assert (told["Kỳ báo cáo"], told["Loại hình báo, đài"]) == ("từ 09/03/2026 đến 11/03/2026", "Báo")
    assert asked in told["Địa chỉ của trang"]
    assert "nuoc-sach-spread-2026-03-09" in answer.headers["Content-Disposition"]


def test_a_cell_that_a_spreadsheet_would_compute_begins_with_an_apostrophe():
    texts = ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "Nước sạch", None]
    sheet = Sheet(
        "", [Column("a", "Tít"), Column("n", "n", "count")], [{"a": text, "n": -1} for text in texts]
    )
    found = list(csv.reader(io.StringIO(csv_file(sheet, [("=1+1", "-1")]).decode("utf-8-sig"))))
    assert [line[0] for line in found[:-2]] == [
        *("Tít", "'=1+1", "'+84", "'-1", "'@SUM(A1)", "'\tx", "Nước sạch", ""),
    ]
    assert found[1][1] == "-1"
    assert found[-2:] == [[], ["'=1+1", "'-1"]]


@pytest.mark.parametrize("page", [path or "overview" for path in frame.PAGES])
def test_every_page_gives_its_tables_and_what_they_rest_on_as_a_workbook(client, reader, page):
    path = "" if page == "overview" else page
    address = f"/export/{page}/page.xlsx?campaign=nuoc-sach&phase=during&lang=en"
    answer = client.get(address, base_url=LOCAL)
    assert answer.status_code == 200
    *tables, method = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
    contained = CONTAINED[path](viewed(reader, f"/{path}?campaign=nuoc-sach&phase=during&lang=en"))
    assert [table.max_row - 1 for table in tables] == [len(sheet.rows) for sheet in contained.values()]
    told = dict(line for line in method.iter_rows(values_only=True))
    assert told["Phase"] == "During"
    assert words.text("foot.use", "en") in told.values()


@pytest.mark.parametrize(
    "address",
    [
        "/export/khac/page.xlsx",
        "/export/spread/khac.csv",
        "/export/spread/page.xlsx?campaign=khac",
        "/export/x/y.csv",
    ],
)
def test_a_file_that_is_none_is_not_found(client, address):
    answer = client.get(address, base_url=LOCAL)
    assert answer.status_code == 404
    assert answer.mimetype == "text/plain"


def test_the_same_address_gives_the_same_bytes(client):
    first, second = (client.get("/export/alerts/page.xlsx?campaign=nuoc-sach", base_url=LOCAL) for _ in "ab")
    assert first.data == second.data


def test_a_page_of_a_campaign_without_items_gives_a_workbook_too(client):
    answer = client.get("/export/spread/page.xlsx?campaign=duong-hoa&phase=after", base_url=LOCAL)
    assert [sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(answer.data))] == ["Phương pháp"]


def test_a_day_of_the_chart_leads_to_the_stories_that_it_counts(reader):
    chart = spread.drawings(viewed(reader, "/spread?campaign=nuoc-sach"))["timeline"]
    for row in chart.table.rows:
        goal = urlsplit(row[ADDRESS])
        listed = viewed(reader, f"{goal.path}?{goal.query}").stories
        assert (goal.path, len(listed)) == ("/stories", row["stories"])
    items = next(one for one in chart.figure["data"] if one["name"] == words.text("field.items", "vi"))
    assert items["customdata"] == [row[ADDRESS] for row in chart.table.rows]


def test_a_chart_has_its_table_its_files_and_the_place_of_its_method(reader):
    view = viewed(reader, "/spread?campaign=nuoc-sach")
    shown = str(furniture.figure(view, "timeline", spread.drawings(view)["timeline"]))
    for part in ("/export/spread/timeline.csv?campaign=nuoc-sach", "'png'", "'svg'", "#how-timeline"):
        assert part in shown


@pytest.mark.slow
@pytest.mark.browser
def test_a_chart_leads_to_rows_by_a_click_and_is_saved_as_a_picture(dashboard, tab):
    tab.goto(f"{dashboard}/spread?campaign=nuoc-sach&lang=en")
    figure = tab.locator("figure[data-chart=timeline]")
    expect(figure.locator(".main-svg").first).to_be_visible()
    for form, begins in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with tab.expect_download() as saved:
            figure.get_by_role("button", name=form).click()
        assert saved.value.suggested_filename == f"timeline.{form.lower()}"
        whole = Path(saved.value.path()).read_bytes()
        assert whole.startswith(begins)
        assert form == "PNG" or words.text("foot.use", "en").split()[-1] in whole.decode()
    figure.locator("summary").click()
    figure.locator("tbody tr").first.get_by_role("link").click()
    expect(tab.locator("h1")).to_have_text("Stories")
    expect(tab).to_have_url(re.compile(r"/stories\?campaign=nuoc-sach&from_date=(2026-03-\d\d)&to_date=\1"))
    # another page lies in the places of its elements, and none of its tables
    expect(tab.locator("[data-rows], .scroll table")).to_have_count(0)
    tab.go_back()
    expect(tab.locator("h1")).to_have_text("Spread")
    expect(figure.locator("table")).to_have_count(1)
    expect(figure.locator(".main-svg").first).to_be_visible()
    # the bar of 11 March, by its place among the days
    bar = figure.locator(".barlayer .trace").nth(1).locator(".point").nth(8)
    box = bar.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    expect(tab.locator("h1")).to_have_text("Stories")
    expect(tab).to_have_url(
        re.compile(r"/stories\?campaign=nuoc-sach&from_date=2026-03-11&to_date=2026-03-11")
    )
    expect(tab.locator("#stories .ag-center-cols-container .ag-row")).to_have_count(2)
    tab.go_back()
    expect(tab.locator("h1")).to_have_text("Spread")
    tab.locator("figure[data-chart=timeline]").get_by_role("link", name="How is this computed").click()
    expect(tab.locator("#how-timeline")).to_be_focused()


@pytest.mark.slow
@pytest.mark.browser
def test_grids_sort_as_dictionaries_do_and_a_table_wider_than_its_screen_says_so(dashboard, tab):
    tab.goto(f"{dashboard}/stories?campaign=nuoc-sach")
    column = tab.locator("#stories [col-id=outlet]")
    expect(column.first).to_be_visible()
    assert tab.evaluate("['Xếp', 'Đài', 'Áo', 'Buổi', 'Bên'].sort(dashAgGridFunctions.vietnamese)") == [
        *("Áo", "Bên", "Buổi", "Đài", "Xếp"),
    ]
    column.first.click()
    expect(tab.locator("#stories [col-id=outlet][aria-sort=ascending]")).to_have_count(1)
    rows = tab.locator("#stories .ag-center-cols-container .ag-row")
    shown = {
        int(row.get_attribute("row-index")): row.locator("[col-id=outlet]").inner_text() for row in rows.all()
    }
    names = [shown[place] for place in sorted(shown)]
    assert names == sorted(names, key=words.alphabetical)
    wide = tab.locator(":is(.grid, .scroll)[data-wide]")
    expect(wide).to_have_count(0)
    tab.set_viewport_size({"width": 390, "height": 800})
    expect(wide).to_have_count(1)
    said = tab.evaluate("getComputedStyle(document.querySelector('.grid[data-wide]'), '::before').content")
    assert "kéo ngang" in said


@pytest.mark.slow
@pytest.mark.browser
def test_a_phone_shows_consensus_by_segment_without_columns(dashboard, tab):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(f"{dashboard}/consensus?campaign=nuoc-sach")
    cells = tab.locator("#consensus-segments-section tbody tr").first.locator("td")
    expect(cells.first).to_be_visible()
    assert all(cell.bounding_box()["width"] > 300 for cell in cells.all())
    heads = tab.locator("#consensus-segments-section thead th").all_text_contents()
    assert [cell.get_attribute("data-column") for cell in cells.all()] == heads[1:]


@pytest.mark.slow
@pytest.mark.browser
def test_a_chart_writes_the_names_that_its_width_has_room_for(dashboard, tab):
    written = "plot => plot.layout.annotations.map(one => one.text).join()"
    choices = "plot => plot.layout.meta.byWidth.map(([, some]) => some.map(one => one.text).join())"
    # the last phase has one of the days
    tab.goto(f"{dashboard}/spread?campaign=nuoc-sach&from_date=2026-02-20&to_date=2026-03-09")
    plot = tab.locator("figure[data-chart=timeline] .js-plotly-plot")
    expect(plot.locator(".main-svg").first).to_be_visible()
    narrow, _, wide = plot.evaluate(choices)
    assert narrow != wide
    tab.wait_for_function(
        f"text => ({written})(document.querySelector('[data-chart=timeline] .js-plotly-plot')) === text",
        arg=wide,
    )
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.wait_for_function(
        f"text => ({written})(document.querySelector('[data-chart=timeline] .js-plotly-plot')) === text",
        arg=narrow,
    )
