"""The record that a look at a site gives, and what is left to check of it."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers import outlets
from crawlers.site import Answer
from lantoa import outlet_record

NOW = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)
HOME = "https://vensong.example/"
ARTICLE = """<!doctype html><html><head><meta charset="utf-8">
<meta property="og:site_name" content="Báo &quot;Ven&quot; Sông">
<meta property="article:published_time" content="{stated}">
</head><body><div class="breadcrumb"><a href="/gt">Giao thông</a></div>
<h1>Xã đảo khánh thành bến tàu mới</h1><div class="time">08/08/2026 09:00</div>
<h2 class="sapo">Bến tàu giúp hơn bốn trăm hộ dân đi lại an toàn quanh năm.</h2><div class="content">
<p>Sáng nay xã đảo tổ chức lễ khánh thành bến tàu mới ở thôn Bãi, với sự có mặt của bà con.</p>
<p>Công trình gồm cầu dẫn, bến cập tàu và một nhà chờ có mái che cho hành khách.</p></div></body></html>"""


@pytest.fixture
def look(tmp_path):
    """Give what answers come to, and the record as it is read back."""
    record = {"id": "vensong", "name": "x", "domains": ["vensong.example"], "kind": "newspaper"}

    def look(*answers):
        seen = outlet_record.seen(answers, outlets.Outlet(**record), NOW)
        (tmp_path / "vensong.toml").write_text(outlet_record.as_toml(seen.outlet), "utf-8")
        assert outlets.load(tmp_path)["vensong"] == seen.outlet
        return seen

    return look


def answer(role, path, body="", status=200, **more):
    url = f"https://vensong.example{path}"
    return Answer(role, url, url, status, body.encode(), **more)


def rss(*dates, host="vensong.example"):
    entries = "".join(
        f"<item><title>Tin {n}</title><link>https://{host}/tin-{n}</link><pubDate>{date}</pubDate></item>"
        for n, date in enumerate(dates)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'


def feed(path="/rss", *dates, **more):
    return answer("feed", path, rss(*(dates or ["Sat, 08 Aug 2026 09:00:00 +0700"])), **more)


def test_a_record_says_what_was_seen_and_when(look):
    home = '<link rel="alternate" media="handheld" href="https://m.vensong.example/"><h1>Báo</h1>'
    robots = "User-agent: *\nCrawl-delay: 4\nDisallow: /tin-1"
    article = ARTICLE.format(stated="2026-08-08T09:00:00+07:00")
    seen = look(
        answer("robots", "/robots.txt", robots),
        answer("home", "/", home),
        feed("/rss", "8/8/2026 9:00:00 AM", "7/30/2026 9:00:00 AM"),
        answer("article", "/tin-0", article),
    )
    outlet = seen.outlet
    assert (outlet.name, outlet.mirror_hosts, outlet.date_order) == (
        'Báo "Ven" Sông',
        ("m.vensong.example",),
        "MDY",
    )
    assert outlet.politeness.delay_seconds == 4
    assert outlet.feeds[0].evidence == "2 entries, the newest of 2026-08-08 (lantoa outlets add)"
    assert seen.read is not None
    assert seen.read.title == "Xã đảo khánh thành bến tàu mới"
    forbidden = (
        "https://vensong.example/robots.txt forbids 1 of 2 entries, such as https://vensong.example/tin-1"
    )
    assert forbidden in seen.to_check


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([feed("/rss", "hôm kia")], "/rss: 1 of 1 dates can't be read, such as 'hôm kia'"),
        ([feed("/rss", "")], "/rss: its entries have no dates"),
        ([feed(), answer("feed", "/a.rss", rss())], "/a.rss: empty: valid and without entries"),
        (
            [feed(), answer("feed", "/a.rss", "<html><script>document.cookie='a'</script></html>")],
            "/a.rss: blocked: JavaScript challenge",
        ),
        ([feed(), feed("/a.rss", cookie_from=HOME)], f"needs_cookie: 1 entry once {HOME} has set a cookie"),
        (
            [
                feed(),
                answer("home", "/", '<a href="/mat.rss">RSS</a>'),
                answer("feed", "/mat.rss", status=404),
            ],
            "/mat.rss: not_found: HTTP 404",
        ),
        (
            [feed(), answer("feed", "/a.rss", rss("", host="khac.example"))],
            "/a.rss: 1 of 1 entries lie on hosts that are not the outlet's",
        ),
        ([feed(), answer("home", "/", status=503)], "home page https://vensong.example/: HTTP 503"),
        (
            [
                answer(
                    "home",
                    "/",
                    '<link rel="alternate" type="application/rss+xml" href="https://goi.example/f">',
                )
            ],
            "https://goi.example/f: a feed on another host",
        ),
        ([feed(), answer("robots", "/robots.txt", status=404)], "/robots.txt: HTTP 404"),
        ([feed(), answer("home", "/", '<a href="/x.rss">RSS</a>')], "1 address of feeds and sitemaps named"),
        ([feed()], "no article could be read, hence there is no golden page"),
        ([answer("robots", "/robots.txt")], "no feed has entries"),
        ([feed(), feed("/b.rss")], "1 feed left out: another one holds the entries"),
    ],
)
def test_what_is_left_to_check(look, answers, told):
    assert told in "\n".join(look(*answers).to_check)


def test_a_usual_address_that_is_not_there_is_not_worth_a_word(look):
    seen = look(feed(), answer("feed", "/feed", status=404), answer("feed", "/rss.xml", "<html>Trang</html>"))
    assert not any("/feed" in one or "/rss.xml" in one for one in seen.to_check)


def test_where_no_feed_has_entries_those_that_the_site_names_tell_of_the_gap(look):
    seen = look(
        answer("home", "/", '<a href="/a.rss">RSS</a>'),
        answer("feed", "/a.rss", rss()),
        answer("feed", "/feed", rss()),
    )
    assert [(one.url, one.status) for one in seen.outlet.feeds] == [
        ("https://vensong.example/a.rss", "empty")
    ]


def test_an_index_is_recorded_with_what_it_leads_to(look):
    namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    entry = "<loc>https://vensong.example/{}</loc>".format
    index = f"<sitemapindex {namespace}><sitemap>{entry('s1.xml')}</sitemap></sitemapindex>"
    inner = f"<urlset {namespace}><url>{entry('tin-1')}</url></urlset>"
    seen = look(answer("sitemap", "/sitemap.xml", index), answer("sitemap", "/s1.xml", inner))
    (sitemap,) = seen.outlet.sitemaps
    assert (sitemap.kind, sitemap.status) == ("index", "seen")
    assert "https://vensong.example/s1.xml: 1 entry, 0 of them with headline or time" in sitemap.evidence


def test_without_feeds_and_sitemaps_the_list_of_the_home_page_is_taken(look):
    links = "".join(
        f'<h3><a href="/xa-dao-khanh-thanh-ben-tau-{number}.html">Xã đảo khánh thành bến {number}</a></h3>'
        for number in (26012001, 26012002)
    )
    seen = look(answer("home", "/", links), answer("feed", "/rss", rss()))
    (section,) = seen.outlet.sections
    assert (section.url, section.status) == (HOME, "seen")
    assert section.evidence == "links to 2 articles (lantoa outlets add)"
    assert look(answer("home", "/", links), feed()).outlet.sections == ()


@pytest.mark.parametrize(("hours", "differs"), [(0, False), (3, True)])
def test_what_a_page_shows_and_what_it_states_are_compared(look, hours, differs):
    stated = datetime(2026, 8, 8, 2, 0, tzinfo=UTC) - timedelta(hours=hours)
    seen = look(feed(), answer("article", "/tin-0", ARTICLE.format(stated=stated.isoformat())))
    assert any("differ in published" in one for one in seen.to_check) is differs
