"""The dashboard in a real browser and over HTTP: what it shows, whom it answers, and what it never runs."""

import json
import re
import shutil
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect
from plotly.utils import PlotlyJSONEncoder
from werkzeug.serving import make_server

from dashboards import address as addresses
from dashboards import alerts, app, auth, coverage, words
from dashboards.chart_labels import HOW
from dashboards.labels import label
from dashboards.pages import family, frame, tables
from dashboards.rows import rows
from dashboards.users import UsersError
from warehouse import db, publish
from warehouse.counting import UNITS
from warehouse.reader import Filter, Reader

NOW = datetime(2026, 3, 21, 3, tzinfo=UTC)
LOCAL = "http://127.0.0.1:8050"


def clock():
    return NOW


@pytest.fixture(scope="module")
def client(published):
    return app.create(published, clock, auth.nobody_asked()).server.test_client()


def shown(published, address, at=NOW):
    """Give what the page shows for an address such as "/spread?lang=en", as the text of its JSON."""
    path, _, search = address.partition("?")
    parts = frame.page(published, addresses.read(path, search), at)
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def nested(parts):
    """Give every object of JSON, those within others too."""
    if isinstance(parts, dict):
        yield parts
    for part in parts.values() if isinstance(parts, dict) else parts if isinstance(parts, list) else ():
        yield from nested(part)


def test_a_place_of_the_page_of_methods_is_that_of_one_thing_alone(published):
    page = shown(published, "/method?campaign=nuoc-sach")
    places = re.findall(r'"id": "(how-[^"]+)"', page)
    assert len(places) == len(set(places)) > len(UNITS) + len(HOW)
    cards = re.findall(r"#(how-[^\"]+)", shown(published, "/spread?campaign=nuoc-sach"))
    assert {"how-provinces", "how-measure-t50"} <= set(cards) <= set(places)


@pytest.mark.parametrize(("lang", "day", "week"), [("vi", "ngày", "tuần"), ("en", "day", "week")])
@pytest.mark.parametrize("name", ["timeline", "reach"])
def test_the_page_of_methods_tells_of_charts_of_days_and_of_the_weeks_of_long_ones(
    published, name, lang, day, week
):
    parts = json.loads(shown(published, f"/method?campaign=nuoc-sach&lang={lang}"))
    (place,) = [one for one in nested(parts) if one.get("id") == f"how-{name}"]
    told = json.dumps(place, ensure_ascii=False)
    assert day in told
    assert week in told


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost:8050", "[::1]:8050"])
def test_it_answers_by_the_names_of_this_machine(client, host):
    assert client.get("/", base_url=LOCAL, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["lantoa.example", "lantoa.example:8050", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.example:8050", ""],
)
@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/assets/dashboard.css"])
def test_it_refuses_every_other_name(client, host, path):
    assert client.get(path, base_url=LOCAL, headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto"])
def test_it_refuses_what_came_through_a_proxy(client, name):
    assert client.get("/", base_url=LOCAL, headers={name: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "example.org"])
def test_it_is_not_served_to_a_network(published, host):
    with pytest.raises(UsersError, match="this machine only"):
        app.serve(published, host, 8050, clock, auth.nobody_asked())


def test_the_policy_names_no_origin_but_its_own_and_no_inline_script(client):
    headers = client.get("/", base_url=LOCAL).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    sources = {source for listed in policy.values() for source in listed.split()}
    assert {s for s in sources if not s.startswith("'sha256-")} == {
        "'none'",
        "'self'",
        "'unsafe-inline'",
        "data:",
    }
    assert "'unsafe-inline'" not in policy["script-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_frame_loads_nothing_from_elsewhere(client):
    page = client.get("/", base_url=LOCAL).text
    assert re.findall(r"(?:src|href)=\"(?!/)", page) == []
    assert "/assets/dashboard.css" in page
    assert "/assets/report" not in page
    assert '<html lang="vi">' in page
    assert '<html lang="en">' in client.get("/?lang=en", base_url=LOCAL).text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "//a.example/",
        "x",
    ],
)
def test_only_web_addresses_become_links(url):
    link = tables.link("Tít", url, "vi")
    assert type(link).__name__ == "Span"
    assert "href" not in str(link)


def test_a_web_address_becomes_a_link_that_hands_nothing_over():
    link = tables.link("Tít", "https://ban-mai.example/a?b=1", "vi")
    assert link.href == "https://ban-mai.example/a?b=1"
    assert link.rel == "noopener noreferrer"


def test_before_the_first_snapshot_the_page_says_what_to_run(tmp_path):
    for lang in ("vi", "en"):
        page = shown(tmp_path, f"/?lang={lang}")
        assert words.text("page.not_published", lang) in page
        assert words.text("foot.use", lang) in page


@pytest.mark.parametrize(
    "address", ["/?campaign=khac", "/?campaign=nuoc-sach&phase=khac", "/khac", "/spread/khac?lang=vi"]
)
def test_an_address_that_names_nothing_known_offers_what_there_is(published, address):
    page = shown(published, address)
    assert '"children": "Không hiển thị được trang này"}, "type": "H1"' in page
    assert "Địa chỉ này nêu" in page
    assert "?campaign=duong-hoa&lang=vi" in page
    assert "data-measure" not in page


def test_an_address_is_read_back_as_it_was_written():
    for address in (
        "/?campaign=nuoc-sach&phase=during&lang=en",
        "/spread?lang=vi",
        "/stories?campaign=a%26b&lang=en",
        "/?campaign=nuoc-sach&from_date=2026-03-09&outlet_kind=newspaper&province=H%C3%A0+N%E1%BB%99i&lang=vi",
    ):
        path, search = address.split("?")
        assert str(addresses.read(path, search)) == address
    assert addresses.read("/", "?lang=xx").lang == "vi"


@pytest.mark.parametrize(
    ("asked", "narrowed"),
    [
        ("from_date=2026-03-09&to_date=2026-03-11", {}),
        ("from_date=09/03/2026&to_date=11/03/2026&outlet_kind=newspaper", {"outlet_kind": "newspaper"}),
        ("from_date=2026-03-09&to_date=2026-03-11&message=an-toan", {"message": "an-toan"}),
    ],
)
def test_a_page_narrowed_by_its_address_shows_the_readers_numbers(published, asked, narrowed):
    with Reader(published) as reader:
        which = Filter("nuoc-sach", date(2026, 3, 9), date(2026, 3, 11), **narrowed)
        stories = rows(coverage.stories(reader, which))
        measures = reader.measures(which)
        assert measures["stories"].value == len(stories) > 0
        assert sum(row["stories"] for row in rows(coverage.daily(reader, which))) == len(stories)
        whole = reader.measures(Filter("nuoc-sach", *reader.period()))["stories"].value
        assert len(stories) < whole
    page = shown(published, f"/stories?campaign=nuoc-sach&{asked}")
    for row in stories:
        assert json.dumps(row["title"], ensure_ascii=False) in page
    assert page.count('"story_id"') == len(stories)


def test_a_storys_own_address_shows_each_version_against_the_first(published):
    page = shown(published, "/stories?campaign=nuoc-sach&story=s04")
    assert "Khai mạc tuần lễ nước sạch – " in page.replace("\\u2013", "–")
    assert "sau bản đầu 3 giờ" in page
    assert "sau bản đầu 6 giờ" in page
    assert "phần chung với bản đầu: 100" in page
    assert '"/stories?campaign=nuoc-sach&story=s04&lang=vi"' in page
    assert words.text("page.nothing", "vi") in shown(published, "/stories?campaign=nuoc-sach&story=khac")


@pytest.mark.parametrize(
    ("before", "after", "shown_as"),
    [
        ("Nước sạch về làng", "Nước sạch về bản", [("", "Nước sạch về"), ("Del", "làng"), ("Ins", "bản")]),
        ("Nước sạch", "Nước sạch ở chợ", [("", "Nước sạch"), ("Ins", "ở chợ")]),
        ("<b>Nước</b> sạch", "sạch", [("Del", "<b>Nước</b>"), ("", "sạch")]),
        ("", "Nước", [("Ins", "Nước")]),
    ],
)
def test_what_changed_in_a_headline_is_struck_out_or_underlined(before, after, shown_as):
    parts = [part for part in family.changes(before, after) if part != " "]
    kinds = [("", part) if isinstance(part, str) else (type(part).__name__, part.children) for part in parts]
    assert kinds == shown_as


def test_what_narrows_a_page_is_offered_named_and_can_be_taken_away(published):
    page = shown(published, "/spread?campaign=nuoc-sach&phase=during&outlet_kind=newspaper")
    assert "Loại hình báo, đài: Báo ✕" in page
    assert '"/spread?campaign=nuoc-sach&phase=during&lang=vi"' in page
    assert "Nước sạch là an toàn" in page
    other = shown(published, "/spread?campaign=nuoc-sach&message=an-toan&outlet_kind=newspaper")
    assert "/spread?campaign=duong-hoa&outlet_kind=newspaper&lang=vi" in other


@pytest.mark.parametrize(
    "asked", ["from_date=2026-02-31", "from_date=hom+nay", "from_date=2026-03-09&to_date=2026-03-08"]
)
def test_a_day_that_is_none_is_told(published, asked):
    assert "Ngày trong địa chỉ không đọc được" in shown(published, f"/?campaign=nuoc-sach&{asked}")


@pytest.mark.parametrize(("page", "parts"), [("spread", 1), ("consensus", 1)])
def test_what_is_known_of_the_whole_only_is_not_shown_as_the_filters(published, page, parts):
    said = label("narrow.of_the_whole", "vi")
    assert shown(published, f"/{page}?campaign=nuoc-sach&outlet_kind=newspaper").count(said) == parts
    assert said not in shown(published, f"/{page}?campaign=nuoc-sach&phase=during")


def test_where_nothing_meets_the_filters_the_page_says_so(published):
    page = shown(published, "/spread?campaign=nuoc-sach&province=Kh%C3%B4ng+c%C3%B3")
    assert "không có lượt nào về đợt truyền thông thuộc phạm vi đã chọn" in page
    assert "Hãy bỏ bớt điều kiện" in page
    assert "data-measure" not in page


def test_stories_that_others_wrote_are_said_to_be_left_out_of_the_tones(published):
    """Of the broadcaster's two stories an agency wrote one: its own item alone decides."""
    asked = "campaign=nuoc-sach&outlet_kind=broadcaster"
    said = "1\u00a0tin gốc trong 2 không được tính vào sắc thái và đồng thuận ở đây"
    for page in ("", "consensus"):
        assert said in shown(published, f"/{page}?{asked}")
        assert "không được tính vào sắc thái và đồng thuận" not in shown(
            published, f"/{page}?campaign=nuoc-sach"
        )


@pytest.mark.parametrize("asked", ["&phase=during", "&level=local", "&from_date=2026-03-09"])
def test_what_no_filter_changes_says_so_where_one_is_chosen(published, asked):
    of_whole = [label("narrow.whole", "vi"), label("narrow.whole.alerts", "vi")]
    of_whole.append(words.text("finding.carried.over_all", "vi"))
    narrowed = shown(published, f"/?campaign=nuoc-sach{asked}")
    assert all(said in narrowed for said in of_whole)
    assert label("narrow.whole", "vi") in shown(published, f"/alerts?campaign=nuoc-sach{asked}")
    whole = shown(published, "/?campaign=nuoc-sach")
    assert not any(said in whole for said in of_whole)


WHY_EMPTY = [
    (
        "from_date=2025-11-01&to_date=2025-11-30",
        "Từ 01/11/2025 đến 30/11/2025 chưa theo dõi báo, đài nào: đây là khoảng thiếu dữ liệu thu thập",
    ),
    (
        "phase=before&from_date=2026-03-16&to_date=2026-03-18",
        "Giai đoạn “Trước” (từ 01/03/2026 đến 08/03/2026) không có ngày nào trong thời gian đã chọn "
        "(từ 16/03/2026 đến 18/03/2026)",
    ),
    (
        "from_date=2026-03-05&to_date=2026-03-05",
        "Ngày 05/03/2026 có theo dõi báo, đài nhưng không thu thập được tin, bài nào.",
    ),
    (
        "from_date=2026-03-07&to_date=2026-03-07",
        "Ngày 07/03/2026 đã thu thập 8\u00a0lượt tin, bài, nhưng không có lượt nào khớp với truy vấn",
    ),
    ("from_date=2026-04-01&to_date=2026-04-03", "Từ 01/04/2026 đến 03/04/2026: thời gian này chưa đến."),
]


@pytest.mark.parametrize("page", ["", "spread", "consensus", "messages", "stories"])
@pytest.mark.parametrize(("asked", "why"), WHY_EMPTY)
def test_every_page_says_why_a_period_is_empty(published, page, asked, why):
    """A gap is no silence of the press, and neither is a period that nobody asked about."""
    assert why in shown(published, f"/{page}?campaign=nuoc-sach&{asked}")


@pytest.mark.parametrize("page", ["", "spread"])
def test_a_phase_to_come_has_not_begun_and_is_headed_by_its_own_days(published, page):
    """On the 5th, with days chosen that have items only before it."""
    asked = "campaign=nuoc-sach&phase=after&from_date=2026-03-02&to_date=2026-03-05"
    then = datetime(2026, 3, 5, 3, tzinfo=UTC)
    told = shown(published, f"/{page}?{asked}", then)
    assert "Giai đoạn “Sau” chưa bắt đầu: ngày đầu là 16/03/2026." in told
    assert "Từ 16/03/2026 đến 22/03/2026" in told
    assert "chưa theo dõi" not in told


def test_a_campaign_with_too_few_stories_gets_no_index(published):
    page = shown(published, "/consensus?campaign=duong-hoa")
    assert "Chưa đủ dữ liệu để kết luận" in page
    assert "cần ít nhất 8" in page


def test_the_tone_towards_the_campaign_stands_below_the_overall_one_as_an_experiment(published):
    page = shown(published, "/consensus?campaign=nuoc-sach")
    said = words.text("report.campaign_tone.experimental", "vi")
    assert page.index(words.text("report.consensus", "vi")) < page.index(said)
    assert "n = 11 tin gốc" in page.replace("\u00a0", " ").replace("\\u00a0", " ")
    assert said not in shown(published, "/consensus?campaign=duong-hoa")


@pytest.mark.parametrize(
    "address", ["/khac", *(f"/{page}?campaign=duong-hoa&phase=after" for page in frame.PAGES)]
)
def test_every_page_bears_what_is_not_collected_and_the_sentence_of_use(published, address):
    page = shown(published, address)
    for name in ("not_collected", "use"):
        assert words.text(f"foot.{name}", "vi") in page


def test_the_age_of_the_snapshot_is_told_by_the_clock_given(published):
    name = (published / "current").read_text("utf-8")
    assert "3 giờ trước" in frame.age(name, NOW, "vi").replace("\u00a0", " ")
    assert "3 days ago" in frame.age(name, NOW + timedelta(days=3), "en")


def test_a_page_is_given_again_until_the_snapshot_changes(published, tmp_path):
    home = shutil.copytree(published.parent, tmp_path / "home")
    server = app.create(home / "published", clock, auth.nobody_asked()).server

    def asked():
        client = server.test_client()
        client.get("/", base_url=LOCAL)
        token = client.get_cookie("_csrf_token", domain="127.0.0.1").value
        values = [("address", "pathname", "/"), ("address", "search", ""), ("snapshot", "data", "any")]
        payload = {
            "output": "page.children",
            "outputs": {"id": "page", "property": "children"},
            "inputs": [{"id": of, "property": name, "value": value} for of, name, value in values],
            "changedPropIds": ["snapshot.data"],
        }
        headers = {"Origin": LOCAL, "X-CSRFToken": token}
        return client.post("/_dash-update-component", json=payload, base_url=LOCAL, headers=headers)

    first = asked()
    assert first.status_code == 200
    assert asked().data == first.data
    with db.writer(home / "warehouse", NOW) as connection:
        connection.execute("update campaigns set name_vi = 'Đường hoa mới' where campaign = 'duong-hoa'")
    publish.publish(home / "warehouse", home / "published", NOW)
    assert "Đường hoa mới" in json.dumps(asked().json, ensure_ascii=False)


def test_outlets_stand_alphabetically_and_cannot_be_ranked(published):
    with Reader(published) as reader:
        found = rows(coverage.outlets(reader, Filter("nuoc-sach", *reader.period())))
    names = [row["name"] for row in found]
    assert names[:5] == ["Báo Ban Mai", "Báo Đồng Xanh", "Báo Hải Đăng", "Báo Y Tế Mới", "Đài Sông Hồng"]
    page = shown(published, "/spread?campaign=nuoc-sach")
    assert "/stories?campaign=nuoc-sach&outlet=hai-dang&lang=vi" in page
    of_one = shown(published, "/stories?campaign=nuoc-sach&outlet=hai-dang")
    ran = [row["stories"] for row in found if row["outlet"] == "hai-dang"]
    assert of_one.count('"story_id"') == ran[0]
    assert "Báo Hải Đăng." in of_one


@pytest.mark.browser
@pytest.mark.parametrize("phase", [None, pytest.param("during", marks=pytest.mark.slow)])
def test_the_numbers_are_the_readers(dashboard, tab, published, phase):
    chosen = "?campaign=nuoc-sach" + (f"&phase={phase}" if phase else "")
    with Reader(published) as reader:
        measures = reader.measures(Filter("nuoc-sach", *reader.period(), phase=phase))
    assert {measure.status for measure in measures.values()} >= {"ok", "withheld", "uncorrected"}
    tab.goto(f"{dashboard}/method{chosen}")
    for name, measure in measures.items():
        row = tab.locator(f"[data-row={name}]")
        expect(row.locator("td").nth(0)).to_have_text(written(name, measure) + between(name, measure))
        expect(row).to_contain_text(words.basis(name, measure.n, "vi"))
    for shown_on, cards in {"": 4, "spread": 5, "consensus": 3, "outlets": 3}.items():
        tab.goto(f"{dashboard}/{shown_on}{chosen}")
        expect(tab.locator("[data-measure]")).to_have_count(cards)
        for card in tab.locator("[data-measure]").all():
            name = card.get_attribute("data-measure")
            measure = measures[name]
            values = [written(name, measure)] if measure.value is not None else []
            assert card.locator(".value").all_inner_texts() == values
            expect(card).to_contain_text(between(name, measure))
            expect(card).to_contain_text(words.reason(measure.reason, "vi"), ignore_case=True)


def written(name, measure):
    return "–" if measure.value is None else words.value(measure.value, UNITS[name], "vi")


def between(name, measure):
    return words.interval(measure.low, measure.high, UNITS[name], "vi")


@pytest.mark.browser
def test_the_choice_is_in_the_address_and_survives_reload_and_the_back_button(dashboard, tab):
    tab.goto(dashboard)
    tab.get_by_role("link", name="Tháng nước sạch").click()
    expect(tab.locator(".campaign")).to_have_text("Tháng nước sạch")
    tab.get_by_role("link", name="Trong (").click()
    items = tab.locator("#key-figures-section [data-measure=items] .value")
    expect(tab).to_have_url(re.compile(r"\?campaign=nuoc-sach&phase=during&lang=vi$"))
    expect(items).to_have_text("10")
    tab.reload()
    expect(items).to_have_text("10")
    tab.go_back()
    expect(items).to_have_text("20")
    tab.go_forward()
    expect(items).to_have_text("10")
    tab.get_by_role("link", name="Lan tỏa").click()
    expect(tab.locator("h1")).to_have_text("Lan tỏa")
    expect(tab).to_have_url(re.compile(r"/spread\?campaign=nuoc-sach&phase=during&lang=vi$"))


@pytest.mark.browser
def test_the_form_narrows_the_page_through_its_address(dashboard, tab):
    tab.goto(f"{dashboard}/spread?campaign=nuoc-sach&phase=during")
    tab.locator("summary", has_text="Bộ lọc").click()
    tab.get_by_label("Loại hình báo, đài").select_option(label="Báo")
    tab.get_by_role("textbox", name="Đến ngày").fill("11/03/2026")
    tab.get_by_role("button", name="Áp dụng").click()
    tab.wait_for_url(re.compile("outlet_kind=newspaper"))
    assert "phase=during" in tab.url
    expect(tab.get_by_label("Loại hình báo, đài")).to_have_value("newspaper")
    expect(tab.locator(".period")).to_contain_text("11/03/2026")
    tab.get_by_role("link", name="Loại hình báo, đài: Báo").click()
    expect(tab.get_by_label("Loại hình báo, đài")).to_have_value("")
    tab.go_back()
    expect(tab.get_by_label("Loại hình báo, đài")).to_have_value("newspaper")


@pytest.mark.browser
def test_the_language_is_switched_for_the_whole_page(dashboard, tab):
    tab.goto(f"{dashboard}/spread?campaign=nuoc-sach&phase=during")
    expect(tab.locator(".campaign")).to_have_text("Tháng nước sạch")
    expect(tab.locator("html")).to_have_attribute("lang", "vi")
    tab.get_by_role("link", name="English").click()
    expect(tab.locator(".campaign")).to_have_text("Clean water month")
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    expect(tab).to_have_title(f"Spread – {words.text('page.title', 'en')}")
    expect(tab).to_have_url(re.compile("phase=during&lang=en"))


@pytest.mark.browser
def test_a_hostile_headline_is_text_and_its_address_no_link(dashboard, tab):
    tab.goto(f"{dashboard}/stories?campaign=nuoc-sach")
    # the grid takes no selection in the instant in which it draws its rows
    tab.wait_for_load_state("networkidle")
    hostile = tab.locator("#stories .ag-row", has_text="<script>window.injected=1</script>")
    hostile.click()
    listed = tab.locator("#versions")
    expect(listed).to_contain_text('<img src=x onerror="window.injected=1">')
    expect(listed).to_contain_text("địa chỉ không mở được")
    assert listed.locator('a:not([href^="/stories?"])').count() == 0
    assert tab.locator('a[href^="javascript"]').count() == 0
    assert tab.evaluate("window.injected") is None


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["Bộ trưởng Trần Thị Bích", "nguyễn văn bình", "Lê Văn Tám, Trần Bình"])
def test_the_list_is_not_searched_for_a_persons_name_alone(dashboard, tab, typed):
    tab.goto(f"{dashboard}/stories?campaign=nuoc-sach")
    tab.locator("#story-search").fill(typed)
    expect(tab.locator("#stories-found")).to_contain_text("Chỉ có tên người")
    expect(tab.locator("#stories .ag-center-cols-container .ag-row")).to_have_count(0)


@pytest.mark.browser
def test_a_story_selected_by_keyboard_lists_its_items(dashboard, tab):
    tab.goto(f"{dashboard}/stories?campaign=nuoc-sach")
    tab.locator("#story-search").fill("Khai mạc")
    expect(tab.locator("#stories .ag-center-cols-container .ag-row")).to_have_count(1)
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Space")
    rows = tab.locator("#versions tbody tr")
    expect(rows).to_have_count(3)
    for row, (clock_time, outlet, role, host) in zip(
        rows.all(),
        [
            ("07:15", "Thông tấn Bắc", "Bản đầu tiên", "thong-tan-bac"),
            ("10:15", "Đài Sông Hồng", "Bản đăng lại", "song-hong"),
            ("13:15", "Báo Hải Đăng", "Bản đăng lại", "hai-dang"),
        ],
        strict=True,
    ):
        for text in (f"{clock_time} ngày 09/03/2026", outlet, role):
            expect(row).to_contain_text(text)
        expect(row.get_by_role("link")).to_have_attribute("href", f"https://{host}.example/s04")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("page", frame.PAGES)
def test_a_phone_never_scrolls_sideways_and_every_drawing_has_its_sentence(dashboard, tab, page):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{dashboard}/{page}?campaign=nuoc-sach")
    expect(tab.locator("h1")).to_have_text(frame.name(page, "vi"))
    for figure in tab.locator("figure").all():
        sentence = figure.locator("figcaption").inner_text()
        if not figure.locator(".dash-graph").count():  # what can't be drawn is said alone
            assert sentence
            continue
        drawing = figure.get_by_role("img").first.get_attribute("aria-label")
        assert sentence.casefold() == drawing.casefold()
        expect(figure.locator(".main-svg").first).to_be_visible()
    for grid in tab.locator(".ag-root").all():
        expect(grid.locator(".ag-row").first).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_page_that_stays_open_sees_its_snapshot_age_and_the_next_one(published, tmp_path, tab):
    home = shutil.copytree(published.parent, tmp_path / "home")
    times = [NOW]
    with served(app.create(home / "published", lambda: times[-1], auth.nobody_asked()).server, tab) as url:
        tab.clock.install()
        tab.goto(f"{url}/?campaign=nuoc-sach")
        expect(tab.locator(".campaign")).to_have_text("Tháng nước sạch")
        expect(tab.locator("#published")).to_contain_text("3 giờ trước")
        times.append(NOW + timedelta(hours=2))
        tab.clock.fast_forward(frame.CHECK_SECONDS * 1000)
        expect(tab.locator("#published")).to_contain_text("5 giờ trước")
        with db.writer(home / "warehouse", NOW) as connection:
            connection.execute(
                "update campaigns set name_vi = 'Tháng nước trong' where campaign = 'nuoc-sach'"
            )
        publish.publish(home / "warehouse", home / "published", NOW)
        tab.clock.fast_forward(frame.CHECK_SECONDS * 1000)
        expect(tab.locator(".campaign")).to_have_text("Tháng nước trong")


@contextmanager
def served(application, tab):
    """Serve a tab; give the address. The tab goes first: it asks now and then, and would find no server."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
        tab.wait_for_load_state("networkidle")
    finally:
        tab.close()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("lang", "words_of"), [("vi", "Cơ quan trả lời: "), ("en", "Office that answers: ")])
def test_the_page_of_alerts_shows_what_to_look_at_and_who_answers(published, lang, words_of):
    page = shown(published, f"/alerts?campaign=nuoc-sach&lang={lang}")
    assert words_of in page
    assert "Sở Y tế" in page
    assert '"data-state": "new"' in page
    assert "javascript:" not in page


@pytest.mark.parametrize(
    ("rule", "subject", "lang", "told"),
    [
        (
            "message",
            "x",
            "vi",
            ("16 tin gốc liên tiếp không có thông điệp", "chưa đến ngưỡng (16 trên 30 tin gốc)"),
        ),
        ("message", "x", "en", ("16 stories in a row without it", "limit not reached (16 of 30 stories)")),
        (
            "silence",
            "newspaper",
            "vi",
            ("16 tin gốc liên tiếp không được đăng", "chưa đến ngưỡng (16 trên 30 tin gốc)"),
        ),
        ("copies", "", "vi", ("16 lượt đăng lại", "dưới ngưỡng")),
    ],
)
def test_a_rule_says_what_it_counted_and_how_far_that_is_from_its_limit(rule, subject, lang, told):
    row = {"rule": rule, "subject": subject, "status": "quiet", "observed": 16, "threshold": 30, "reason": ""}
    written = (alerts.counted(row, lang), alerts.came_to(row, lang))
    assert tuple(one.replace("\u00a0", " ") for one in written) == told
    assert alerts.limit(row, lang).startswith("30")
