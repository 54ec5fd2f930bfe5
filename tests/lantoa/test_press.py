"""The loopback press: what a crawler meets on each host, as of one moment."""

import functools
import gzip
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import feedparser
import lxml.html
import pytest
from lxml import etree

from crawlers import dates, extract, outlets, sections
from crawlers.article import Article
from crawlers.outlets import Outlet
from lantoa.press import pages
from lantoa.press.items import Item, ItemsError
from lantoa.press.server import Press, PressError, serve

SCAN_DAY = "{urn:lantoa:scan}day"
NEWS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
RECORDS = functools.cache(outlets.load)

TUOITRE = "https://tuoitre.vn/cau-moi-thong-xe-1.htm"
BBC = "https://www.bbc.com/vietnamese/articles/abc1?at_medium=RSS&at_campaign=rss"
SUBSITE = "https://batdongsan.baoxaydung.vn/khu-nha-o-moi-2.html"
UNREGISTERED = "https://baokhongghi.example/tin/3.html"
BODY = (
    "Cây cầu dài 800 m nối hai xã bên sông được thông xe sáng nay, sớm hơn kế hoạch một tháng.\n\n"
    "Người dân hai bờ cho biết trước đây mỗi ngày phải đi phà hai lượt, những hôm nước lớn phải nghỉ chợ.\n\n"
    "Chủ đầu tư sẽ hoàn thiện đường dẫn và hệ thống chiếu sáng trước mùa mưa năm nay."
)


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def row(url: str = TUOITRE, published: str = "7/20/2026 5:25:00\u202fAM", **more: Any) -> dict[str, Any]:
    return {
        "outlet": "nhãn bất kỳ",
        "title": "Cầu mới nối hai bờ sông được thông xe",
        "summary": "Cây cầu rút ngắn đường đến trường của học sinh ba xã ven sông.",
        "url": url,
        "published": published,
    } | more


def vnexpress(number: int, day: int = 1, **more: Any) -> dict[str, Any]:
    url = f"https://vnexpress.net/tin-{number}.html"
    return row(
        url, f"Wed, {day:02d} Jul 2026 06:{number % 60:02d}:00 +0700", title=f"Tin số {number}", **more
    )


@pytest.fixture
def items(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: dict[str, Any]) -> Path:
        path = tmp_path / "items.jsonl"
        path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
        return path

    return write


@pytest.fixture
def open_press(items: Callable[..., Path]) -> Iterator[Callable[..., Press]]:
    with ExitStack() as stack:
        yield lambda *rows, **options: stack.enter_context(Press(items(*rows), **options))


def connect(press: Press) -> http.client.HTTPConnection:
    parts = urlsplit(press.url)
    assert parts.hostname
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)


def get(press: Press, url: str, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(url)
    connection = connect(press)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, target, headers={"Host": parts.netloc, **named})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


def feed_of(url: str) -> str:
    record = outlets.find(url, RECORDS())
    assert record
    return (record.feeds or RECORDS()[record.parent].feeds)[0].url


def feed_items(press: Press, feed: str) -> list[etree._Element]:
    answer = get(press, feed)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    return etree.fromstring(answer.body).findall("channel/item")


def announced(press: Press, url: str) -> list[str]:
    """The sitemaps in the robots.txt of the article's host."""
    robots = RobotFileParser()
    robots.parse(get(press, f"https://{urlsplit(url).hostname}/robots.txt").body.decode().splitlines())
    assert robots.can_fetch("lantoa", url)
    return robots.site_maps() or []


def sitemap_of(press: Press, url: str) -> etree._Element:
    (sitemap,) = announced(press, url)
    return etree.fromstring(get(press, sitemap).body)


def locations(sitemap: etree._Element) -> list[str]:
    return [str(location) for location in sitemap.xpath("//s:loc/text()", namespaces=NEWS)]


def read_page(press: Press, url: str) -> Article:
    record = outlets.find(url, RECORDS())
    assert record
    return extract.article(get(press, url).body, url, record, press.edition.now)


def test_own_address_says_what_is_served(open_press: Callable[..., Press]) -> None:
    press = open_press(row(), row(BBC, "Sun, 19 Jul 2026 06:04:35 GMT"), row(UNREGISTERED, "2026-07-18"))
    answer = get(press, press.url)
    info = json.loads(answer.body)
    assert info["outlets"] == ["bbc-tieng-viet", "tuoitre"]
    assert {"tuoitre.vn", "www.bbc.com", "feeds.bbci.co.uk", "baokhongghi.example"} <= set(info["hosts"])
    assert info["now"] == "2026-07-19T22:25:00+00:00"
    assert info["items"] == 3
    assert press.url.startswith("http://127.0.0.1:")
    assert get(press, press.url + "/cau-moi-thong-xe-1.htm").status == 404


@pytest.mark.parametrize(
    ("url", "published"),
    [
        (TUOITRE, "7/20/2026 5:25:00\u202fAM"),
        (BBC, "Sun, 19 Jul 2026 22:25:00 GMT"),
        (SUBSITE, "Mon, 20 Jul 2026 05:25:00 +07"),
        ("https://www.vietnamplus.vn/tin-4.vnp", "Mon, 20 Jul 2026 05:25:00 +07:00"),
        ("https://thanhnien.vn/tin-5.htm", "Mon, 20 Jul 26 05:25:00 +0700"),
    ],
)
def test_the_record_s_feed_carries_the_raw_date(
    open_press: Callable[..., Press], url: str, published: str
) -> None:
    press = open_press(row(url, published))
    (entry,) = feed_items(press, feed_of(url))
    assert entry.findtext("link") == url
    assert entry.findtext("pubDate") == published
    assert entry.find(SCAN_DAY) is None
    article = read_page(press, url)
    assert article.title == row()["title"]
    assert row()["summary"] in (article.lead, article.body)
    assert article.published_at == datetime(2026, 7, 19, 22, 25, tzinfo=UTC)


def test_feed_is_read_by_feedparser_and_keeps_the_scan_s_day(open_press: Callable[..., Press]) -> None:
    press = open_press(row(scan_day="2026-07-20", section="Giao thông"))
    body = get(press, feed_of(TUOITRE)).body
    read = feedparser.parse(body)
    assert not read.bozo
    assert read.entries[0].published == row()["published"]
    assert read.entries[0].tags[0].term == "Giao thông"
    assert etree.fromstring(body).findtext(f"channel/item/{SCAN_DAY}") == "2026-07-20"


def test_a_host_in_no_register_has_a_generic_feed_and_sitemap(open_press: Callable[..., Press]) -> None:
    press = open_press(row(UNREGISTERED, "2026-07-18T08:00:00+07:00"))
    (entry,) = feed_items(press, "https://baokhongghi.example/rss")
    assert entry.findtext("link") == UNREGISTERED
    assert locations(sitemap_of(press, UNREGISTERED)) == [UNREGISTERED]
    assert get(press, UNREGISTERED).status == 200


def test_the_label_does_not_choose_the_outlet(open_press: Callable[..., Press]) -> None:
    press = open_press(row(outlet="VnExpress"))
    assert len(feed_items(press, feed_of(TUOITRE))) == 1
    assert get(press, feed_of("https://vnexpress.net/")).status == 421


def test_the_news_sitemap_gives_times_with_their_zone(open_press: Callable[..., Press]) -> None:
    sitemap = sitemap_of(open_press(row()), TUOITRE)
    assert locations(sitemap) == [TUOITRE]
    assert sitemap.findtext(".//n:publication_date", namespaces=NEWS) == "2026-07-20T05:25:00+07:00"
    assert sitemap.findtext(".//n:title", namespaces=NEWS) == row()["title"]


def test_every_sitemap_of_a_record_leads_to_the_articles(open_press: Callable[..., Press]) -> None:
    for record in RECORDS().values():
        if not record.sitemaps or not record.feeds or "/" in record.domains[0]:
            continue
        url = f"https://{record.domains[0]}/tin-1.html"
        press = open_press(row(url, "2026-07-20"))
        for sitemap in record.sitemaps:
            tree = etree.fromstring(get(press, sitemap.url).body)
            if sitemap.kind == "index":
                tree = etree.fromstring(get(press, locations(tree)[0]).body)
            assert locations(tree) == [url]


def test_an_index_names_a_file_for_each_month_of_vietnam(open_press: Callable[..., Press]) -> None:
    late, early = "2026-07-31T23:30:00+07:00", "2026-08-01T00:30:00+07:00"
    url = "https://vnexpress.net/tin-{}.html"
    press = open_press(row(url.format(1), late), row(url.format(2), early))
    names = locations(etree.fromstring(get(press, "https://vnexpress.net/sitemap.xml").body))
    assert names[1:] == [f"https://vnexpress.net/sitemap-2026-{month}.xml" for month in (8, 7)]
    august = etree.fromstring(get(press, names[1]).body)
    assert locations(august) == [url.format(2)]
    assert august.findtext(".//s:lastmod", namespaces=NEWS) == early


def test_a_section_page_lists_the_newest_articles(tmp_path: Path, open_press: Callable[..., Press]) -> None:
    (tmp_path / "bao.toml").write_text(
        'name = "Báo"\ndomains = ["bao.example"]\nkind = "newspaper"\n'
        '[[sections]]\nurl = "https://bao.example/moi"\nevidence = "test"\nstatus = "seen"\n'
    )
    rows = [
        row(f"https://bao.example/tin-{n:05d}.html", f"2026-07-20T08:{n:02d}:00+07:00") for n in range(40)
    ]
    press = open_press(*rows, registers=(tmp_path,))
    register = outlets.load(tmp_path)
    page = get(press, "https://bao.example/moi").body
    found = sections.links(page, register["bao"], "https://bao.example/moi", register)
    assert [link.url[-10:-5] for link in found] == [f"{n:05d}" for n in range(39, 9, -1)]


def test_two_outlets_on_one_host_have_a_sitemap_each(open_press: Callable[..., Press]) -> None:
    press = open_press(
        row(BBC, "Sun, 19 Jul 2026 06:04:35 GMT"), row("https://www.bbc.com/sport/9", "2026-07-19")
    )
    sitemaps = [locations(etree.fromstring(get(press, url).body)) for url in announced(press, BBC)]
    assert sorted(sitemaps) == [["https://www.bbc.com/sport/9"], [BBC]]


def test_feeds_hold_the_newest_50_and_the_sitemap_all(open_press: Callable[..., Press]) -> None:
    rows = [vnexpress(number) for number in range(60)]
    press = open_press(*rows)
    titles = [entry.findtext("title") for entry in feed_items(press, feed_of(rows[0]["url"]))]
    assert titles == [f"Tin số {number}" for number in range(59, 9, -1)]
    assert set(locations(sitemap_of(press, rows[0]["url"]))) == {one["url"] for one in rows}


def test_what_is_not_out_yet_is_nowhere(open_press: Callable[..., Press]) -> None:
    early, late = vnexpress(1, day=1), vnexpress(2, day=15)
    press = open_press(early, late, now=datetime(2026, 7, 10, tzinfo=UTC))
    assert [entry.findtext("link") for entry in feed_items(press, feed_of(early["url"]))] == [early["url"]]
    assert locations(sitemap_of(press, early["url"])) == [early["url"]]
    assert get(press, early["url"]).status == 200
    assert get(press, late["url"]).status == 404


def test_with_everything_no_item_is_hidden_and_the_feed_holds_all(open_press: Callable[..., Press]) -> None:
    rows = [vnexpress(number, day=15) for number in range(60)]
    press = open_press(*rows, now=datetime(2026, 7, 10, tzinfo=UTC), everything=True)
    assert len(feed_items(press, feed_of(rows[0]["url"]))) == 60
    assert get(press, rows[59]["url"]).status == 200


def test_an_item_with_an_unreadable_date_is_always_out(open_press: Callable[..., Press]) -> None:
    odd = vnexpress(1) | {"published": "hôm kia"}
    press = open_press(odd, *(vnexpress(number) for number in range(2, 60)))
    entries = {entry.findtext("link"): entry for entry in feed_items(press, feed_of(odd["url"]))}
    assert entries[odd["url"]].findtext("pubDate") == "hôm kia"
    assert "hôm kia" in get(press, odd["url"]).body.decode()


def test_a_repeated_row_is_a_second_entry_and_the_page_shows_the_latest(
    open_press: Callable[..., Press],
) -> None:
    first, second = (
        row(scan_day="2026-07-20"),
        row(scan_day="2026-07-21", title="Cầu mới thông xe sớm một tháng"),
    )
    press = open_press(first, second)
    entries = feed_items(press, feed_of(TUOITRE))
    assert [entry.findtext(SCAN_DAY) for entry in entries] == ["2026-07-20", "2026-07-21"]
    assert locations(sitemap_of(press, TUOITRE)) == [TUOITRE]
    assert read_page(press, TUOITRE).title == second["title"]


def test_a_page_is_found_with_other_tracking_parameters_or_none(open_press: Callable[..., Press]) -> None:
    press = open_press(row(BBC, "Sun, 19 Jul 2026 06:04:35 GMT"))
    exact = get(press, BBC)
    plain = BBC.partition("?")[0]
    assert exact.status == 200
    assert get(press, plain).body == get(press, plain + "?utm_source=x").body == exact.body
    assert lxml.html.fromstring(exact.body).xpath("//link[@rel='canonical']/@href") == [plain]


def test_pages_told_apart_by_their_query_only_are_not_mixed_up(open_press: Callable[..., Press]) -> None:
    one, two = (row(f"https://vnexpress.net/xem?id={number}", title=f"Bài {number}") for number in "12")
    press = open_press(one | {"published": "2026-07-20"}, two | {"published": "2026-07-20"})
    assert "Bài 2" in get(press, two["url"]).body.decode()
    assert get(press, "https://vnexpress.net/xem").status == 404


def test_unknown_hosts_and_paths_are_refused(open_press: Callable[..., Press]) -> None:
    press = open_press(row())
    assert get(press, "https://bao-la.example/").status == 421
    assert get(press, "https://tuoitre.vn/khong-co.htm").status == 404
    connection = connect(press)
    connection.putrequest("GET", "/", skip_host=True)
    connection.endheaders()
    assert connection.getresponse().status == 400


def test_host_is_read_without_case_and_port_and_from_a_proxy_s_request(
    open_press: Callable[..., Press],
) -> None:
    press = open_press(row())
    assert get(press, TUOITRE.replace("tuoitre.vn", "TuoiTre.vn:443")).status == 200
    connection = connect(press)
    connection.request("GET", TUOITRE, headers={"Host": "127.0.0.1"})
    assert connection.getresponse().status == 200


@pytest.mark.parametrize("name", ["page", "feed", "sitemap"])
def test_a_client_that_has_this_version_gets_no_body(open_press: Callable[..., Press], name: str) -> None:
    press = open_press(row())
    url = {"page": TUOITRE, "feed": feed_of(TUOITRE), "sitemap": announced(press, TUOITRE)[0]}[name]
    first = get(press, url)
    assert first.headers["Last-Modified"] == "Sun, 19 Jul 2026 22:25:00 GMT"
    for condition in (
        {"If_None_Match": first.headers["ETag"]},
        {"If_None_Match": f'"other", {first.headers["ETag"]}', "Accept_Encoding": "gzip"},
        {"If_Modified_Since": first.headers["Last-Modified"]},
    ):
        again = get(press, url, **condition)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    for condition in (
        {"If_None_Match": '"other"', "If_Modified_Since": first.headers["Last-Modified"]},
        {"If_Modified_Since": "Sat, 18 Jul 2026 00:00:00 GMT"},
        {"If_Modified_Since": "hôm qua"},
    ):
        assert get(press, url, **condition).body == first.body


def test_a_changed_page_has_another_tag(open_press: Callable[..., Press]) -> None:
    before = get(open_press(row()), TUOITRE)
    after = open_press(row(), row(title="Tít đã đổi", updated="7/20/2026 9:00:00 AM"))
    answer = get(after, TUOITRE, If_None_Match=before.headers["ETag"])
    assert answer.status == 200
    assert answer.headers["Last-Modified"] == "Mon, 20 Jul 2026 02:00:00 GMT"


def test_gzip_only_for_those_who_take_it(open_press: Callable[..., Press]) -> None:
    press = open_press(row())
    plain = get(press, TUOITRE)
    packed = get(press, TUOITRE, Accept_Encoding="br, gzip;q=0.8")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    refusing = get(press, TUOITRE, Accept_Encoding="gzip;q=0")
    assert "Content-Encoding" not in refusing.headers
    assert refusing.body == plain.body


def test_head_has_the_headers_of_get_and_no_body(open_press: Callable[..., Press]) -> None:
    press = open_press(row())
    whole, head = get(press, TUOITRE), get(press, TUOITRE, method="HEAD")
    assert head.body == b""
    assert head.headers.items() == whole.headers.items()
    assert int(whole.headers["Content-Length"]) == len(whole.body)


def test_hostile_text_stays_text(open_press: Callable[..., Press]) -> None:
    title = """</title></h1><script>alert("x")</script>'&amp;]]>{{ 7*7 }}\u0001"""
    urls = [
        f"https://{host}/xau.html" for host in ("vnexpress.net", "tuoitre.vn", "nld.com.vn", "dantri.com.vn")
    ]
    rows = [
        row(
            url,
            "2026-07-20",
            title=title,
            summary=f"<b>{title}</b>",
            section=title,
            credit=title,
            photo=title,
        )
        for url in urls
    ]
    press = open_press(*rows)
    for url in urls:
        tree = lxml.html.fromstring(get(press, url).body)
        assert not [script for script in tree.iter("script") if script.get("type") != "application/ld+json"]
        for data in tree.xpath("//script/text()"):
            assert json.loads(data)["headline"] == title
        assert "{{ 7*7 }}" in tree.findtext(".//h1")
        (entry,) = feed_items(press, feed_of(url))
        assert entry.findtext("title") == title.replace("\u0001", "")
        assert entry.findtext("description") == f"<b>{title}</b>".replace("\u0001", "")
        assert sitemap_of(press, url).findtext(".//n:title", namespaces=NEWS) == title.replace("\u0001", "")


def test_summary_s_html_is_in_the_feed_as_is_and_on_the_page_as_text(
    open_press: Callable[..., Press],
) -> None:
    summary = (
        'Cầu &amp; đường <a href="https://x.example">thông xe</a><br/>sáng nay, sớm hơn kế hoạch một tháng.'
    )
    press = open_press(row(summary=summary))
    assert feed_items(press, feed_of(TUOITRE))[0].findtext("description") == summary
    page = get(press, TUOITRE).body.decode()
    assert "x.example" not in page
    assert "Cầu &amp; đường thông xe" in page


def test_headlines_that_a_feed_adds_to_a_summary_are_not_on_the_page(
    open_press: Callable[..., Press],
) -> None:
    lead = "Sáng 1/7, cầu mới ở xã vùng cao thông xe sau hai năm thi công."
    press = open_press(row(summary=f"{lead} Xây trạm nước sạch ở vùng cao"))
    assert "trạm nước sạch" in str(feed_items(press, feed_of(TUOITRE))[0].findtext("description"))
    page = get(press, TUOITRE).body.decode()
    assert lead in page
    assert "trạm nước sạch" not in page


KINDS: tuple[pages.Kind, ...] = ("json_ld", "meta_only", "visible_date", "short_og_title")
LAYOUTS = [pages.Layout(kind, lead_in_body) for kind in KINDS for lead_in_body in (False, True)]


def outlet_with(layout: pages.Layout) -> Outlet:
    """An outlet of the register whose pages have the layout: there is one for each."""
    return next(
        record
        for record in RECORDS().values()
        if pages.layout(record.id) == layout and record.feeds and not record.parent
    )


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: f"{one.kind}-{one.lead_in_body}")
def test_a_whole_article_is_read_from_every_layout(
    open_press: Callable[..., Press], layout: pages.Layout
) -> None:
    record = outlet_with(layout)
    host = urlsplit((record.feeds or RECORDS()[record.parent].feeds)[0].url).hostname
    url = (
        f"https://{host}/cau-moi-7.htm"
        if "/" not in record.domains[0]
        else f"https://www.{record.domains[0]}/7"
    )
    day = "7/20/2026 5:25:00 AM" if record.date_order == "MDY" else "Mon, 20 Jul 2026 05:25:00 +0700"
    whole = row(
        url, day, body=BODY, section="Giao thông", credit="Theo TTXVN",
        photo="Xe qua cầu mới trong buổi sáng đầu tiên. Ảnh: TTXVN", sponsored=True,
    )  # fmt: skip
    others = [
        row(f"{url}{number}", day, title=f"Một tin khác của tờ báo, tin số {number}") for number in range(8)
    ]
    article = read_page(open_press(whole, *others), url)
    assert article.title == whole["title"]
    assert article.lead == whole["summary"]
    assert article.body == BODY
    assert article.section == "Giao thông"
    assert (article.credit, article.photo_credit) == ("TTXVN", ("TTXVN",))
    assert article.placement == "sponsored"
    assert article.published_at == datetime(2026, 7, 19, 22, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "has_data", "has_meta", "og_title_is_headline"),
    [
        ("json_ld", True, True, True),
        ("meta_only", False, True, True),
        ("visible_date", False, False, False),
        ("short_og_title", False, True, False),
    ],
)
def test_layouts_differ_in_what_they_state(
    kind: pages.Kind, has_data: bool, has_meta: bool, og_title_is_headline: bool
) -> None:
    outlet = outlet_with(pages.Layout(kind, lead_in_body=False))
    entry = pages.Entry(
        item=Item.model_validate(row()),
        outlet_id=outlet.id,
        outlet_name=outlet.name,
        published_at=datetime(2026, 7, 19, 22, 25, tzinfo=UTC),
        updated_at=None,
    )
    tree = lxml.html.fromstring(pages.article(entry, []))
    assert bool(tree.xpath("//script[@type='application/ld+json']")) == has_data
    assert bool(tree.xpath("//meta[@property='article:published_time']")) == has_meta
    og_title = tree.xpath("//meta[@property='og:title']/@content")
    assert (og_title == [tree.findtext(".//h1")]) == og_title_is_headline
    assert ("20/7/2026, 05:25 (GMT+7)" in tree.text_content()) == (kind == "visible_date")


def test_many_clients_at_once_on_kept_connections(open_press: Callable[..., Press]) -> None:
    rows = [vnexpress(number) for number in range(40)]
    press = open_press(*rows)
    wrong: list[str] = []

    def crawl() -> None:
        connection = connect(press)
        for one in rows:
            connection.request("GET", urlsplit(one["url"]).path, headers={"Host": "vnexpress.net"})
            response = connection.getresponse()
            if f'<h1 class="detail-title">{one["title"]}</h1>' not in response.read().decode():
                wrong.append(one["url"])
        connection.close()

    threads = [threading.Thread(target=crawl) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", ":2: expected one JSON object"),
        ("[]", ":2: expected one JSON object"),
        (json.dumps(row() | {"sumary": "x"}), ":2: key 'sumary': .* did you mean 'summary'"),
        (json.dumps(row("ftp://tuoitre.vn/1")), ":2: key 'url': .*expected an http or https address"),
        (json.dumps({**row(), "published": None}), ":2: key 'published'"),
        (json.dumps({**row(), "scan_day": "20-07"}), ":2: key 'scan_day'"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text(f"{json.dumps(row())}\n{line}\n", "utf-8")
    with pytest.raises(ItemsError, match=f"items.jsonl{message}"):
        Press(path)


def test_a_file_that_gives_no_present_is_refused(items: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(ItemsError, match="holds no item"):
        Press(items())
    with pytest.raises(ItemsError, match="--now"):
        Press(items(row(published="hôm kia")))
    with pytest.raises(ItemsError, match="expected a file"):
        Press(tmp_path / "none.jsonl")
    with pytest.raises(ValueError, match="zone"):
        Press(items(row()), now=datetime(2026, 7, 20))  # noqa: DTZ001 (a naive time is the point)


def test_a_taken_port_is_named(open_press: Callable[..., Press], items: Callable[..., Path]) -> None:
    port = urlsplit(open_press(row()).url).port
    with pytest.raises(PressError, match=f"port {port}"):
        serve(items(row()), port or 0, None, False)


@pytest.mark.shared
def test_the_real_items_are_all_served(shared_data: Path) -> None:
    path = shared_data / "press" / "items.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with Press(path, everything=True) as press:
        assert json.loads(get(press, press.url).body)["items"] == len(rows)
        entries: list[tuple[str | None, str | None, str | None]] = []
        for feed in sorted({feed_of(one["url"]) for one in rows}):
            entries += [
                (entry.findtext("link"), entry.findtext("pubDate"), entry.findtext(SCAN_DAY))
                for entry in feed_items(press, feed)
            ]
        assert sorted(map(str, entries)) == sorted(
            str((one["url"], one["published"], one["scan_day"])) for one in rows
        )
        for one in rows[::300]:
            record = outlets.find(one["url"], RECORDS())
            assert record
            article = read_page(press, one["url"])
            assert article.title == " ".join(one["title"].split())
            assert article.published_at == dates.read(one["published"], record.date_order)


def test_time_passes_and_new_items_are_out(open_press: Callable[..., Press]) -> None:
    later = "https://tuoitre.vn/cau-thu-hai-9.htm"
    rows = row(), row(later, "7/21/2026 5:25:00 AM")
    press = open_press(*rows, now=datetime(2026, 7, 20, 3, tzinfo=UTC))
    assert len(feed_items(press, feed_of(TUOITRE))) == 1
    press.turn(datetime(2026, 7, 21, 3, tzinfo=UTC))
    assert len(feed_items(press, feed_of(TUOITRE))) == 2
    assert get(press, later).status == 200
    assert json.loads(get(press, press.url).body)["now"] == "2026-07-21T03:00:00+00:00"
