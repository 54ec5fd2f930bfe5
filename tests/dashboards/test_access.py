"""axe-core finds no serious fault on any page, and pages are used by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboards.pages import frame

pytestmark = pytest.mark.browser


def faults(tab, address):
    """Give the faults of a page."""
    tab.goto(address)
    # the first page of a process waits for libraries to be read
    expect(tab.locator("footer")).to_be_visible(timeout=60_000)
    if tab.locator(".dash-graph").count():
        expect(tab.locator(".main-svg").first).to_be_visible()
    return faults_of(tab)


def faults_of(tab):
    """Give what axe finds serious or critical on the page that is shown, everything unfolded."""
    for folded in tab.locator("details").all():
        folded.evaluate("folded => { folded.open = true }")
    found = Axe().run(tab).response["violations"]
    return [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", frame.PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault_in_either_language_light_or_dark(dashboard, tab, page, scheme):
    tab.emulate_media(color_scheme=scheme)
    for lang in ("vi", "en"):
        address = f"{dashboard}/{page}?campaign=nuoc-sach&lang={lang}"
        address += "&story=s04" if page == "stories" else ""
        assert faults(tab, address) == []


@pytest.mark.slow
def test_a_page_is_used_by_keyboard_alone(dashboard, tab):
    tab.goto(f"{dashboard}/spread?campaign=nuoc-sach&lang=en")
    expect(tab.locator("figure[data-chart=timeline] .main-svg").first).to_be_visible()
    tab.keyboard.press("Tab")
    expect(tab.locator(".skip")).to_be_focused()
    tab.locator("figure[data-chart=provinces] summary").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("figure[data-chart=provinces] tbody tr").first).to_be_visible()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("Stories")
    assert "province=" in tab.url


def test_the_focus_takes_the_header_in_the_order_that_is_seen(dashboard, tab):
    tab.goto(f"{dashboard}/messages?campaign=nuoc-sach")
    expect(tab.locator("footer")).to_be_visible(timeout=60_000)
    places = tab.locator("header nav a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect()).map(({ top, left }) => [top, left])"
    )
    assert len(places) > 10
    assert places == sorted(places)


def test_on_paper_a_page_has_what_was_chosen_and_no_chart_in_two_parts(dashboard, tab):
    tab.goto(f"{dashboard}/messages?campaign=nuoc-sach&phase=during&outlet_kind=newspaper")
    expect(tab.locator("footer")).to_be_visible(timeout=60_000)
    tab.emulate_media(media="print")
    for shown in ("header .current >> nth=0", ".chosen", "figure [role=img] >> nth=0", "footer"):
        expect(tab.locator(shown)).to_be_visible()
    for left_out in (".narrowing form", "nav.pages", ".tools a >> nth=0", ".tools details >> nth=0"):
        expect(tab.locator(left_out)).to_be_hidden()
    style = tab.locator("figure [role=img]").first.evaluate("image => getComputedStyle(image).breakInside")
    assert style == "avoid"
    tab.emulate_media(media="screen")
    tab.locator(".tools summary").first.click()
    tab.emulate_media(media="print")
    expect(tab.locator(".tools table").first).to_be_visible()
