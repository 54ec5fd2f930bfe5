"""Feeds and news sitemaps, as outlets write them and as they break."""

import gzip
import json
from collections import Counter
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers import discover, outlets
from crawlers.discover import FeedError
from crawlers.outlets import Outlet

VIA = "https://bao.example/rss/home.rss"
RECORDS = {
    "bao": Outlet(
        id="bao", name="Báo", domains=("bao.example",), kind="newspaper", former_domains=("baocu.example",)
    ),
    "nha-dat": Outlet(
        id="nha-dat", name="Nhà đất", domains=("nhadat.bao.example",), kind="newspaper", parent="bao"
    ),
    "tu-xa": Outlet(id="tu-xa", name="Từ xa", domains=("media.example/tieng-viet",), kind="foreign"),
    "thang-truoc": Outlet(
        id="thang-truoc",
        name="Tháng trước",
        domains=("thangtruoc.example",),
        kind="newspaper",
        date_order="MDY",
    ),
}


def item(title="Tin", link="https://bao.example/a-1.htm", date="Mon, 20 Jul 2026 06:05:00 +0700", more=""):
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"


def rss(*items, head='<?xml version="1.0" encoding="utf-8"?>'):
    return f'{head}<rss version="2.0"><channel><title>Báo</title>{"".join(items)}</channel></rss>'.encode()


def read(body, outlet="bao", via=VIA):
    return discover.links(body, RECORDS[outlet], via, RECORDS)


def state_of(body):
    with pytest.raises(FeedError) as raised:
        read(body)
    assert raised.value.reason
    return raised.value.state


def test_an_entry_is_read_with_its_raw_date_and_its_time_in_utc():
    (link,) = read(rss(item("Tin sáng", more="<description>Mở đầu.</description>")))
    assert (link.title, link.summary, link.outlet, link.problem) == ("Tin sáng", "Mở đầu.", "bao", None)
    assert (link.url, link.canonical_url) == ("https://bao.example/a-1.htm", "https://bao.example/a-1.htm")
    assert link.published_raw == "Mon, 20 Jul 2026 06:05:00 +0700"
    assert link.published_at == datetime(2026, 7, 19, 23, 5, tzinfo=UTC)
    assert (link.via, link.via_kind, link.scan_date) == (VIA, "feed", None)


def test_the_dates_of_a_feed_are_read_in_its_outlets_order_and_never_by_the_feed_library():
    us = rss(item(date="7/8/2026 6:05:00\u202fPM"))
    assert read(us, "thang-truoc")[0].published_at == datetime(2026, 7, 8, 11, 5, tzinfo=UTC)
    assert read(us)[0].published_at == datetime(2026, 8, 7, 11, 5, tzinfo=UTC)
    assert read(rss(item(date="Mon, 20 Jul 2026 06:05:00 +07")))[0].published_at == datetime(
        2026, 7, 19, 23, 5, tzinfo=UTC
    )


def test_a_date_in_no_known_form_costs_the_date_and_keeps_the_entry():
    odd, missing = read(rss(item(date="sáng nay"), "<item><title>B</title><link>/b.htm</link></item>"))
    assert (odd.published_raw, odd.published_at, odd.problem) == ("sáng nay", None, None)
    assert (missing.published_raw, missing.published_at, missing.url) == (
        "",
        None,
        "https://bao.example/b.htm",
    )


def test_html_in_title_and_summary_becomes_text_in_nfc():
    nfd = "Hội nghị"
    (link,) = read(
        rss(
            item(
                f"<![CDATA[{nfd} &quot;X&quot; &amp; <b>Y</b>]]>",
                more='<description><![CDATA[<a href="/a"><img src="b.jpg"/></a></br>(TTXVN) - Mở <i>đầu</i>.'
                "<script>alert(1)</script>]]></description>",
            )
        )
    )
    assert link.title == 'Hội nghị "X" & Y'
    assert link.summary == "(TTXVN) - Mở đầu."


@pytest.mark.parametrize("rest", ["<", "</", "<a", '<a href="https://bao.example/tin-cung-ch', "</p"])
@pytest.mark.parametrize("before", ["Mưa to, ", "<p>Mưa to,</p> "])
def test_a_summary_that_its_feed_cut_within_a_tag_ends_before_it(before, rest):
    (link,) = read(rss(item(more=f"<description><![CDATA[{before}{rest}]]></description>")))
    assert link.summary == "Mưa to,"


def test_a_sign_for_less_than_is_no_tag():
    (link,) = read(rss(item(more="<description>Độ mặn &amp;lt; 4 phần nghìn, I &lt; 3</description>")))
    assert link.summary.endswith("I < 3")


def test_an_atom_entry_is_read_too():
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="https://bao.example/a"/>
    <published>2026-07-20T06:05:00+07:00</published><updated>2026-07-21T06:05:00+07:00</updated></entry></feed>"""
    assert [link.published_at for link in read(body)] == [datetime(2026, 7, 19, 23, 5, tzinfo=UTC)]


def test_a_news_sitemap_gives_title_and_time():
    body = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc> https://bao.example/a-1.htm </loc><news:news><news:publication><news:name>Báo</news:name>
      </news:publication><news:publication_date>2026-07-20T06:05:00+07:00</news:publication_date>
      <news:title>Tin sáng</news:title></news:news></url>
      <url><loc>https://bao.example/b</loc><lastmod>2026-07-20</lastmod></url></urlset>""".encode()
    first, second = read(body)
    assert (first.url, first.title, first.via_kind) == ("https://bao.example/a-1.htm", "Tin sáng", "sitemap")
    assert first.published_at == datetime(2026, 7, 19, 23, 5, tzinfo=UTC)
    # The time of a change is no time of publication.
    assert (second.title, second.published_raw, second.published_at) == ("", "", None)


def test_an_archived_scans_day_is_read_from_its_own_element_only():
    day = "<scan:day>2026-07-20</scan:day>"
    archived = rss(item(more=day)).replace(b"<rss ", b'<rss xmlns:scan="urn:lantoa:scan" ')
    other = rss(item(more=day)).replace(b"<rss ", b'<rss xmlns:scan="urn:other" ')
    assert read(archived)[0].scan_date == date(2026, 7, 20)
    assert read(other)[0].scan_date is None
    assert read(archived.replace(b"2026-07-20", b"soon"))[0].scan_date is None


def test_other_tracking_parameters_and_a_former_domain_make_no_other_item():
    found = read(
        rss(
            item(link="https://bao.example/a-1.htm?utm_source=rss&amp;at_medium=RSS"),
            item(link="http://www.baocu.example/a-1.htm#x"),
        )
    )
    assert {link.canonical_url for link in found} == {"https://bao.example/a-1.htm"}
    assert len({link.title_hash for link in found}) == 1


@pytest.mark.parametrize(
    ("address", "outlet", "problem"),
    [
        ("https://nhadat.bao.example/b.htm", "nha-dat", None),
        ("https://www.media.example/tieng-viet/c", "tu-xa", None),
        ("https://www.media.example/english/c", "bao", "foreign host"),
        ("https://quangcao.example/d", "bao", "foreign host"),
        ("https://bao.example.evil.example/d", "bao", "foreign host"),
        ("javascript:alert(1)", "bao", "bad address"),
        ("file:///etc/passwd", "bao", "bad address"),
        ("http://[::1", "bao", "bad address"),
        (f"https://bao.example/{'1' * 2048}.htm", "bao", "bad address"),
        ("", "bao", "no address"),
    ],
)
def test_each_links_outlet_is_found_by_its_address(address, outlet, problem):
    (link,) = read(rss(item(link=address)))
    assert (link.outlet, link.problem) == (outlet, problem)


def test_a_valid_feed_without_entries_is_empty():
    assert read(rss()) == []
    assert read(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>') == []


def test_a_sitemap_may_be_a_gzip_file():
    packed = gzip.compress(rss(item()))
    assert [link.title for link in read(packed)] == ["Tin"]
    assert state_of(packed[:-20]) == "malformed"
    assert state_of(packed[:3] + b"\xff" + packed[4:30]) == "malformed"
    assert state_of(gzip.compress(b" " * (discover.MAX_BYTES + 1))) == "too_large"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"404 not found",
        b'{"items": []}',
        b"<html><body><h1>Trang chu</h1></body></html>",
        b"<opml version='1.0'><body/></opml>",
        rss(item())[:-20],
        rss(item(), item())[:150],
        rss("<!-- " + item()),
        rss("<a>" * 1000 + item()),
        b"\x00\xff\xfe\x00",
        b"\x1f\x8b\x08\x00not decoded",
        b"<hthttp:['x'><script>",  # mended to a name that lxml can't take apart
        b'<news:t xmlns="a"><news:title>Tin</news:title></news:t>',
        b"<rss><channel><item><link><item</rss>",  # for which feedparser has a KeyError
    ],
)
def test_what_is_no_whole_feed_is_malformed(body):
    assert state_of(body) == "malformed"


def test_a_cookie_challenge_with_http_200_is_told_from_a_home_page():
    challenge = (
        b'<html><body><script>document.cookie="D1N=5f";window.location.reload(true);</script></body></html>'
    )
    home = challenge.replace(b"</body>", b"<p>" + b"Tin trong ngay. " * 100 + b"</p></body>")
    assert state_of(challenge) == "challenge"
    assert state_of(challenge.removeprefix(b"<html><body>")) == "challenge"
    assert state_of(home) == "malformed"


def test_a_sitemap_index_is_not_absorbed_in_silence():
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>
    <loc>https://bao.example/s.xml</loc></sitemap></sitemapindex>"""
    assert state_of(body) == "unsupported"


@pytest.mark.parametrize(
    ("title", "break_it", "expected"),
    [
        ("Một", lambda text: b"\xef\xbb\xbf" + text.encode(), "Một"),
        ("Một", lambda text: text.encode("utf-16"), "Một"),
        ("Một", lambda text: b"\n\n" + text.encode(), "Một"),
        ("Một", lambda text: text.replace("utf-8", "iso-8859-1").encode(), "Một"),
        ("Một", lambda text: text.encode().replace("ộ".encode(), b"\xff\xfe"), "M\ufffd\ufffdt"),
        ("Một", lambda text: text.encode() + b"<!-- from cache -->", "Một"),
        ("Một \x0b hai", str.encode, "Một hai"),
        ("A & B &nbsp;&ldquo;C&rdquo;", str.encode, "A & B “C”"),
    ],
)
def test_broken_characters_lose_no_entry(title, break_it, expected):
    first, second = read(break_it(rss(item(title), item("Sau", "/b")).decode()))
    assert (first.title, first.url) == (expected, "https://bao.example/a-1.htm")
    assert (second.title, second.url) == ("Sau", "https://bao.example/b")


def test_an_unclosed_element_costs_its_own_entry_which_is_still_counted():
    first, second = read(rss(item("Một<br>"), item("Sau", "/b")))
    assert first.problem == "no address"
    assert (second.title, second.problem) == ("Sau", None)


def test_bare_ampersands_of_an_address_survive_inside_and_outside_cdata():
    inside, outside = read(rss(item("a & b", "<![CDATA[/a?id=1&page=2]]>"), item("c", "/c?id=1&page=2")))
    assert inside.url == "https://bao.example/a?id=1&page=2"
    assert outside.url == "https://bao.example/c?id=1&page=2"


LEVELS = "".join(
    f'<!ENTITY {name} "{before * 9}">' for before, name in [("&a;", "b"), ("&b;", "c"), ("&c;", "d")]
)
BOMB = f'<!DOCTYPE r [<!ENTITY a "ha">{LEVELS}]>'


@pytest.mark.parametrize(
    "head",
    [
        BOMB,
        '<!DOCTYPE r [<!ENTITY d SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd">%x;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_anything_expands_them(head, encoding):
    assert state_of(rss(item("&d;"), head=head).decode().encode(encoding)) == "malformed"


def test_a_body_that_is_an_address_or_a_path_is_never_opened(tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss(item()))
    assert state_of(str(feed).encode()) == "malformed"
    assert state_of(feed.as_uri().encode()) == "malformed"


def test_more_than_twenty_megabytes_are_not_parsed():
    assert state_of(rss(item()) + b" " * discover.MAX_BYTES) == "too_large"


def test_a_million_elements_in_few_bytes_are_not_read_one_by_one():
    assert state_of(rss("<item/>" * 1_000_001)) == "too_large"


def test_a_monstrous_entry_is_bounded_and_the_others_are_kept():
    first, second = read(
        rss(item("x" * 200_000, more=f"<description>{'y ' * 200_000}</description>"), item("B", "/b"))
    )
    assert len(first.title) <= 1_000
    assert len(first.summary) <= 10_000
    assert second.title == "B"


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text("<>/&;![]CDATArsitem \"'=", max_size=200).map(str.encode))
def test_hostile_bytes_give_links_or_one_error(noise):
    for body in (noise, rss(item()).replace(b"Tin", noise)):
        try:
            assert all(link.via == VIA for link in read(body))
        except FeedError as error:
            assert error.state in ("malformed", "challenge")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=30), max_size=5))
def test_every_entry_comes_back_in_order(titles):
    found = read(rss(*(item(escape(title), f"/{number}") for number, title in enumerate(titles))))
    assert [link.url for link in found] == [f"https://bao.example/{number}" for number in range(len(titles))]


@pytest.mark.shared
def test_every_real_entry_comes_through_a_feed_with_outlet_time_and_title(shared_data):
    register = outlets.load()
    lines = (shared_data / "press" / "items.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    feeds = {}
    for row in rows:
        found = outlets.find(row["url"], register)
        feeds.setdefault(found.parent or found.id, []).append(row)
    problems = Counter()
    for name, entries in feeds.items():
        body = rss(*(item(escape(row["title"]), escape(row["url"]), row["published"]) for row in entries))
        read_back = discover.links(body, register[name], register[name].feeds[0].url, register)
        assert len(read_back) == len(entries)
        for link, row in zip(read_back, entries, strict=True):
            assert (link.url, link.published_raw) == (row["url"], row["published"])
            problems[link.problem] += 1
            problems["no time"] += link.published_at is None
            problems["no title"] += not link.title
    assert problems == {None: len(rows), "no time": 0, "no title": 0}
