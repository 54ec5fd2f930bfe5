"""The whole dashboard in a browser: every page, filter, chart, drill-down, file and language, at both widths.

What there is to walk is found in the code's own lists and in the pages themselves, so that a page, filter or
chart added later is walked too.
"""

import csv
import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import openpyxl
import pytest
from playwright.sync_api import expect

from dashboards import words
from dashboards.address import NARROWING, OVERVIEW
from dashboards.labels import label
from dashboards.pages import frame
from tests.dashboards.test_drawn import viewed
from warehouse.counting import UNITS
from warehouse.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = {1440: 900, 390: 844}
CHARTED = [page for page in frame.PAGES if hasattr(getattr(frame, page or OVERVIEW), "drawings")]
DAYS = {"from_date": date(2026, 3, 9), "to_date": date(2026, 3, 11)}
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.fixture(scope="module")
def reader(published):
    with Reader(published) as reader:
        yield reader


def settled(tab, page, lang):
    """Wait until a page stands with all its drawings and lists."""
    expect(tab.locator("h1")).to_have_text(frame.name(page, lang))
    expect(tab.locator("footer")).to_contain_text(words.text("foot.use", lang))
    for graph in tab.locator(".dash-graph").all():
        expect(graph.locator(".main-svg").first).to_be_visible()
    for grid in tab.locator(".ag-root").all():
        expect(grid.locator(".ag-row").first).to_be_visible()


def saved(tab, button):
    with tab.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", frame.PAGES)
def test_a_page_stands_in_both_languages_never_scrolls_sideways_and_gives_its_workbook(
    dashboard, tab, page, width
):
    tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
    tab.goto(f"{dashboard}/{page}?campaign=nuoc-sach&phase=during")
    headings = {}
    for lang in words.LANGUAGES:
        settled(tab, page, lang)
        expect(tab.locator("html")).to_have_attribute("lang", lang)
        assert f"phase=during&lang={lang}" in tab.url or lang == "vi"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        headings[lang] = tab.locator("main h1, main h2").all_inner_texts()
        _assert_workbook(*saved(tab, tab.locator("a[href*='page.xlsx']")), lang)
        if lang == "vi":
            tab.get_by_role("link", name=words.text("language", "en")).click()
    assert not set(headings["vi"]) & set(headings["en"])
    said = tab.locator("main h1, main h2, main button, main th[scope=col], .narrowing summary")
    assert [text for text in said.all_inner_texts() if VIETNAMESE.search(text)] == []


def _assert_workbook(name, whole, lang):
    assert name.startswith("nuoc-sach-")
    *tables, method = openpyxl.load_workbook(io.BytesIO(whole)).worksheets
    assert tables
    assert method.title == words.text("workbook.method", lang)
    told = dict(method.iter_rows(values_only=True))
    assert words.text("foot.use", lang) in told.values()
    for table in tables:
        for column in table.iter_cols(min_row=2):
            kinds = {cell.data_type for cell in column if cell.value is not None}
            assert len(kinds) <= 1, (table.title, column[0].coordinate)
            # a number or a day that stands as text can't be computed with
            numbers = {cell.number_format for cell in column if cell.number_format != "General"}
            assert not numbers or kinds <= {"n", "d"}, (table.title, column[0].coordinate)


@pytest.mark.parametrize("name", NARROWING)
def test_a_filter_is_chosen_in_the_form_holds_on_every_page_and_is_taken_back(dashboard, tab, reader, name):
    tab.goto(f"{dashboard}/?campaign=nuoc-sach")
    settled(tab, "", "vi")
    tab.locator(".narrowing summary").click()
    field = tab.locator(f"#narrow-{name}")
    if name in DAYS:
        field.fill(f"{DAYS[name]:%d/%m/%Y}")
        shown = field.input_value()
    elif field.is_disabled():
        pytest.skip("the coverage has no segment of this kind")
    else:
        field.select_option(index=1)
        shown = field.locator("option:checked").inner_text()
    with tab.expect_navigation():
        tab.get_by_role("button", name=label("narrow.apply", "vi")).click()
    asked = parse_qs(urlsplit(tab.url).query)[name]
    walked = []
    for page in frame.PAGES:
        if page:
            tab.get_by_role("link", name=frame.name(page, "vi"), exact=True).click()
        expect(tab.locator("h1")).to_have_text(frame.name(page, "vi"))
        assert parse_qs(urlsplit(tab.url).query)[name] == asked
        chip = f"{label(f'narrow.{name}', 'vi')}: {shown}"
        expect(tab.locator(".narrowing .chosen")).to_contain_text(chip)
        _assert_numbers_are_the_readers(tab, page, viewed(reader, tab.url))
        walked.append(page)
    for page in walked[-2::-1]:
        tab.go_back()
        expect(tab.locator("h1")).to_have_text(frame.name(page, "vi"))
    tab.go_back()
    expect(tab.locator(".narrowing .chosen")).to_have_text("")
    tab.go_forward()
    expect(tab.locator(".narrowing .chosen")).to_contain_text(chip)


def _assert_numbers_are_the_readers(tab, page, view):
    measures = view.reader.measures(view.which)
    for card in tab.locator("[data-measure]").all():
        name = card.get_attribute("data-measure")
        value = measures[name].value
        shown = [] if value is None else [words.value(value, UNITS[name], "vi")]
        assert card.locator(".value").all_inner_texts() == shown
    if page == "method":
        for name, unit in UNITS.items():
            value = measures[name].value
            shown = "–" if value is None else words.value(value, unit, "vi")
            expect(tab.locator(f"[data-row={name}] td").first).to_contain_text(shown)
    if page == "stories":
        assert listed(tab) == measures["stories"].value


def listed(tab):
    """Give how many stories the list says that it has."""
    expect(tab.locator("#stories .ag-row").first).to_be_visible()
    total = tab.locator("#stories [data-ref=lbRecordCount]")
    if total.is_visible():
        return int(total.inner_text())
    return tab.locator("#stories .ag-center-cols-container .ag-row").count()


@pytest.mark.parametrize(("width", "lang"), list(zip(WIDTHS, words.LANGUAGES, strict=True)))
@pytest.mark.parametrize("page", CHARTED)
def test_each_chart_of_a_page_says_what_it_is_and_gives_its_table_files_and_method(
    dashboard, tab, page, lang, width
):
    tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
    tab.goto(f"{dashboard}/{page}?campaign=nuoc-sach&lang={lang}")
    settled(tab, page, lang)
    for figure in tab.locator("figure[data-chart]").all():
        name = figure.get_attribute("data-chart")
        title, basis = figure.locator("h3").inner_text(), figure.locator("p").first.inner_text()
        assert title and re.search(r"\bn\s=\s\d", basis), (name, title, basis)
        said, is_drawn = figure.locator("figcaption").inner_text(), figure.locator(".dash-graph").count()
        assert (
            not is_drawn
            or said.casefold() == figure.get_by_role("img").first.get_attribute("aria-label").casefold()
        )
        figure.locator("summary").click()
        expect(figure.locator("tbody tr").first).to_be_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
        head = figure.locator("thead th").all_inner_texts()
        rows = figure.locator("tbody").evaluate(
            "body => [...body.rows].map(row => [...row.cells].map(cell => cell.innerText))"
        )
        file, whole = saved(tab, figure.locator("a[download]"))
        assert file.endswith(f"{name}.csv")
        (first, *lines), told = table_of(whole)
        assert first == head
        assert words.text("foot.use", lang) in told.values()
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for cell, shown in zip(line, row, strict=True):
                assert shown in as_shown(cell, lang), (name, cell, shown)
        if is_drawn:
            _assert_pictures(tab, figure, lang)
        figure.get_by_role("link", name=label("chart.how", lang)).click()
        expect(tab.locator(f"#how-{name}")).to_be_focused()
        assert len(tab.locator(f"#how-{name}").inner_text()) > len(title)
        tab.go_back()
        settled(tab, page, lang)


def table_of(whole):
    """Give the lines of a CSV file's table, and what is told below it by name."""
    found = list(csv.reader(io.StringIO(whole.decode("utf-8-sig"))))
    end = found.index([])
    return found[:end], dict(found[end + 1 :])


def as_shown(cell, lang):
    """Give all the ways in which a page may write a cell of a CSV file."""
    ways = {cell.removeprefix("'").strip(), "–" if cell == "" else cell}
    if re.fullmatch(r"-?\d+(\.\d+)?(e-\d+)?", cell):
        number = float(cell)
        ways |= {words.decimal(number, lang), words.decimal(number, lang, 2), words.percent(number, lang)}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        ways.add(words.day(date.fromisoformat(cell), lang))
    return ways


def _assert_pictures(tab, figure, lang):
    _, png = saved(tab, figure.get_by_role("button", name="PNG"))
    pixels = matplotlib.image.imread(io.BytesIO(png), format="png")
    assert pixels.shape[1] >= 2 * 640
    assert len(np.unique(pixels.reshape(-1, pixels.shape[2])[::97], axis=0)) > 2
    _, svg = saved(tab, figure.get_by_role("button", name="SVG"))
    picture = ElementTree.fromstring(svg)
    said = "".join(picture.itertext()).replace("\u00a0", " ")
    assert picture.tag.endswith("svg")
    for text in (figure.locator("h3").inner_text(), words.text("foot.use", lang)):
        assert "".join(text.split()) in "".join(said.split())


DRAWN = ".cartesianlayer .point > path, .cartesianlayer path.point"
POINTS = """paths => paths.map((path, place) => {
  const [{ trace }] = path.closest(".trace").__data__, { i } = path.__data__ ?? path.parentNode.__data__;
  const { width, height } = path.getBoundingClientRect();
  return { place, goal: trace.customdata?.[i], size: width * height };
})"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", CHARTED)
def test_what_is_drawn_leads_to_as_many_rows_as_it_says_and_these_to_articles(dashboard, tab, page, width):
    tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
    tab.goto(f"{dashboard}/{page}?campaign=nuoc-sach")
    settled(tab, page, "vi")
    for figure in tab.locator("figure[data-chart]:has(.dash-graph)").all():
        numbers = counted(figure)
        points = [one for one in figure.locator(DRAWN).evaluate_all(POINTS) if one["goal"] and one["size"]]
        most = max(points, key=lambda one: (numbers[one["goal"]] or 0, one["size"]))
        point = figure.locator(DRAWN).nth(most["place"])
        point.scroll_into_view_if_needed()
        box = point.bounding_box()
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(tab.locator("h1")).to_have_text(frame.name("stories", "vi"))
        assert tab.url == dashboard + most["goal"]
        assert listed(tab) == numbers[most["goal"]] or numbers[most["goal"]] is None
        tab.locator("#stories .ag-row .ag-cell").first.click()
        articles = tab.locator("#versions tbody a[target=_blank]")
        expect(articles.first).to_have_attribute("href", re.compile("^https?://"))
        tab.go_back()
        settled(tab, page, "vi")


def counted(figure):
    """Give how many stories a chart's table counts by the address that its row leads to; None where none."""
    head = figure.locator("thead th").all_text_contents()
    rows = figure.locator("tbody").evaluate(
        "body => [...body.rows].map(row => "
        "[row.querySelector('a').getAttribute('href'), ...[...row.cells].map(cell => cell.textContent)])"
    )
    return {goal: number_of(dict(zip(head, cells, strict=True))) for goal, *cells in rows}


def number_of(cells):
    titles = [words.text(key, "vi") for key in ("field.stories", "figure.reach.stories")]
    for title in (*titles, label("column.carrying", "vi")):
        if title in cells:
            return int(cells[title])
    share, of = (cells.get(label(f"column.{key}", "vi")) for key in ("share", "n_stories"))
    return share and round(float(share.rstrip("\u00a0%").replace(",", ".")) * int(of) / 100)
