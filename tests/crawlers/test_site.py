"""What an outlet's site says about itself, read from answers that were fetched."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers import outlets, site
from crawlers.site import Answer

NOW = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)
HOME = "https://vensong.example/"
CHALLENGE = b"<html><script>document.cookie='a=1';location.reload()</script></html>"


@pytest.fixture(scope="module")
def outlet():
    record = {"id": "vensong", "name": "Báo Ven Sông", "domains": ["vensong.example"], "kind": "newspaper"}
    return outlets.Outlet(**record)


def rss(*slugs, first=NOW, form="%a, %d %b %Y %H:%M:%S +0000"):
    """Give a feed whose entries were published an hour apart, the first one last."""
    entries = "".join(
        f"<item><title>Tin {slug}</title><link>https://vensong.example/{slug}.html</link>"
        f"<pubDate>{first - timedelta(hours=number):{form}}</pubDate></item>"
        for number, slug in enumerate(slugs)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'.encode()


def read(body, outlet, url="https://vensong.example/rss", status=200, **more):
    return site.read(Answer("feed", url, url, status, body, **more), outlet)


def test_a_page_names_its_feeds_the_declared_ones_first(outlet):
    page = b"""<html><body><a href="/rss/the-thao.rss">RSS</a><a href="/rss">RSS</a><a href="/tin">Tin</a>
    <a href="https://khac.example/rss">b</a><a href="http://10.0.0.1/x.rss">c</a>
    <a href="javascript:a.rss">d</a><a href="//[bad/rss">e</a><a href="/rss/the-thao.rss#b">RSS</a>
    <link rel="alternate" type="application/rss+xml" href="/rss/home.rss">
    <link rel="alternate" type="application/atom+xml" href="https://goi.example/feed"></body></html>"""
    assert site.feed_addresses(page, HOME, outlet) == [
        "https://vensong.example/rss/home.rss",
        "https://vensong.example/rss/the-thao.rss",
        "https://vensong.example/rss",
    ]
    assert site.foreign_feeds(page, HOME, outlet) == ["https://goi.example/feed"]
    broken = b"<a href='/rss&#127;x'>a</a><a href='/rss><script>'>b</a><a href='/rss/x'>c</a>"
    assert site.feed_addresses(broken, HOME, outlet) == ["https://vensong.example/rss/x"]
    assert site.feed_addresses(b"", HOME, outlet) == []


def test_feeds_of_the_whole_site_are_asked_first():
    named = [
        "https://a.example/rss/the-thao.rss",
        "https://a.example/rss/tin-moi-nhat.rss",
        "https://a.example/rss",
    ]
    assert site.order(named) == [named[1], named[0], named[2]]


def test_articles_are_told_by_headline_and_address(outlet):
    page = """<a href="/xa-dao-khanh-thanh-ben-tau-26012001.html">Xã đảo khánh thành bến tàu mới</a>
    <a href="/giao-thong">Giao thông</a><a href="/lien-he-toa-soan-bao.html">Liên hệ</a>
    <a href="https://khac.example/xa-dao-khanh-thanh-ben-tau.html">Xã đảo khánh thành bến tàu mới</a>"""
    assert site.article_addresses(page.encode(), HOME, outlet) == [
        "https://vensong.example/xa-dao-khanh-thanh-ben-tau-26012001.html"
    ]


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ('<meta property="og:site_name" content="Báo Ven Sông">', "Báo Ven Sông"),
        (
            '<script type="application/ld+json">{"@type": "Organization", "name": "Ven Sông"}</script>',
            "Ven Sông",
        ),
        ("<title>Trang chủ</title>", ""),
        (f'<meta property="og:site_name" content="{"Báo " * 500}">', ("Báo " * 20).strip()),
        ("", ""),
    ],
)
def test_the_name_is_what_the_site_states(page, name):
    assert site.name(f"<html><head>{page}</head><body></body></html>".encode() if page else b"") == name


def test_mirror_hosts_show_the_same_path(outlet):
    page = b"""<html><head><link rel="alternate" media="handheld" href="https://m.vensong.example/tin.html">
    <link rel="amphtml" href="https://amp.vensong.example/amp/tin.html">
    <link rel="alternate" media="handheld" href="https://m.khac.example/tin.html"></head><body></body></html>"""
    assert site.mirror_hosts(page, "https://vensong.example/tin.html", outlet) == ["m.vensong.example"]


@pytest.mark.parametrize(
    ("answer", "kind", "status", "told"),
    [
        ({"body": rss("a", "b")}, "feed", "seen", "2 entries"),
        ({"body": rss()}, "feed", "empty", "valid and without entries"),
        ({"body": CHALLENGE}, "feed", "blocked", "JavaScript challenge"),
        ({"body": b"<html><body>Trang</body></html>"}, "feed", "not_found", "found an HTML page"),
        ({"body": b"", "status": 404}, "feed", "not_found", "HTTP 404"),
        ({"body": b"", "status": 503}, "feed", "unverified", "HTTP 503"),
        ({"body": b"", "status": 0, "problem": "timed out"}, "feed", "unverified", "timed out"),
        ({"body": rss("a"), "cookie_from": HOME}, "feed", "needs_cookie", f"once {HOME} has set a cookie"),
    ],
)
def test_what_a_source_is_and_how_that_is_told(outlet, answer, kind, status, told):
    source = read(outlet=outlet, **answer)
    assert (source.kind, source.status) == (kind, status)
    assert told in source.told


def test_kinds_of_sitemaps(outlet):
    namespaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    address = "<loc>https://vensong.example/tin.html</loc>"
    news = f"<url>{address}<news:news><news:title>Tin</news:title></news:news></url>"
    index = (
        "<sitemap><loc>https://vensong.example/sitemaps/2026.xml</loc></sitemap>"
        "<sitemap><loc>https://vensong.example/sitemaps/news.xml</loc></sitemap>"
        "<sitemap><loc>https://khac.example/news.xml</loc></sitemap><sitemap><loc>http://127.0.0.1/</loc></sitemap>"
    )
    bodies = {
        "news": f"<urlset {namespaces}>{news}</urlset>",
        "urls": f"<urlset {namespaces}><url>{address}</url></urlset>",
        "index": f"<sitemapindex {namespaces}>{index}</sitemapindex>",
    }
    assert {kind: read(body.encode(), outlet).kind for kind, body in bodies.items()} == {
        kind: kind for kind in bodies
    }
    answer = Answer("sitemap", HOME, HOME, 200, bodies["index"].encode())
    assert site.nested(answer, outlet) == "https://vensong.example/sitemaps/news.xml"
    assert site.nested(Answer("sitemap", HOME, HOME, 200, b"<html>"), outlet) is None


def test_feeds_that_another_one_holds_old_ones_and_too_many_are_left_out(outlet):
    def source(name, body):
        return read(body, outlet, f"https://vensong.example/rss/{name}")

    latest, part = source("home", rss("a", "b", "c")), source("the-thao", rss("b"))
    other, old = source("xe", rss("x", "y")), source("cu", rss("m", "n", "o", first=NOW - timedelta(days=90)))
    assert site.chosen_feeds([part, old, other, latest]) == ([latest, other], 2, 0)
    many = [source(str(number), rss(f"tin-{number}")) for number in range(12)]
    chosen, held, beyond = site.chosen_feeds(many)
    assert (len(chosen), held, beyond) == (site.MOST_FEEDS, 0, 2)
    assert site.chosen_feeds([]) == ([], 0, 0)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["8/8/2026 5:25:00 PM", "7/30/2026 5:25:00 PM"], True),
        (["8/8/2026 10:00", "8/9/2026 10:00", "8/7/2026 10:00"], True),  # else it were in September
        (["08/08/2026 10:00", "30/07/2026 10:00"], False),
        (["8/7/2026 10:00"], False),
        (["Sat, 08 Aug 2026 10:00:00 +0700", "hôm kia"], False),
        ([], False),
    ],
)
def test_the_month_comes_first_only_where_the_dates_show_it(dates, first):
    assert site.month_first(dates, NOW) is first


def test_rules_of_robots_txt():
    robots = b"""User-agent: *\nDisallow: /noi-bo/\nCrawl-delay: 3\nSitemap: https://vensong.example/s.xml
Sitemap: http://127.0.0.1/s.xml\nSitemap: s.xml\n\xff"""
    asked = ["https://vensong.example/noi-bo/a.html", "https://vensong.example/b.html"]
    assert site.rules(robots, asked) == site.Rules(3.0, ("https://vensong.example/s.xml",), (asked[0],))


@pytest.mark.parametrize(
    ("url", "domain", "slug"),
    [
        ("https://www.24h.com.vn/", "24h.com.vn", "24h"),
        ("https://batdongsan.vensong.vn", "batdongsan.vensong.vn", "batdongsan-vensong"),
        ("HTTP://Chung.Example/tieng_viet/", "chung.example/tieng_viet", "chung-tieng-viet"),
    ],
)
def test_the_id_follows_from_the_domain(url, domain, slug):
    assert (site.domain(url.lower()), site.slug(domain)) == (domain, slug)


@pytest.mark.parametrize(
    "url", ["vensong.example", "ftp://a.vn/", "http://127.0.0.1/", "http://a@b.vn/", "http://["]
)
def test_what_is_no_site_has_no_domain(url):
    with pytest.raises(ValueError, match=r"\w"):
        site.domain(url)
