"""Every page, filter, workbook and language of the dashboard in a browser, at both widths.

What there is to walk is found in the code's own lists, so that a page or filter added later is walked too.
"""

import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboards import address as addresses
from dashboards import words
from dashboards.address import NARROWING
from dashboards.labels import label
from dashboards.pages import frame
from dashboards.pages import view as views
from tests.dashboards.conftest import AT
from warehouse.counting import UNITS
from warehouse.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = {1440: 900, 390: 844}
DAYS = {"from_date": date(2026, 3, 9), "to_date": date(2026, 3, 11)}
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.fixture(scope="module")
def reader(published):
    with Reader(published) as reader:
        yield reader


def viewed(reader, url):
    asked = urlsplit(url)
    offered = views.choices(reader, addresses.read(asked.path, asked.query))
    return views.read(reader, reader.snapshot, offered, AT)


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
