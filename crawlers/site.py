"""What an outlet's site says about itself: reading functions for answers that were fetched.

Nothing here fetches. Addresses and names come from pages, hence every one is checked and bounded.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from protego import Protego

from crawlers import dates, discover, extract, markup, outlets, sections, sitemaps, urls
from crawlers.discover import FeedError, Link
from crawlers.guard import refuse
from crawlers.outlets import Outlet, Status
from crawlers.settings import ROBOTS_NAME

MOST_FEEDS = 10
USUAL_FEEDS = ("/rss", "/rss.html", "/rss/home.rss", "/rss/tin-moi-nhat.rss", "/feed", "/rss.xml")
USUAL_SITEMAPS = ("/sitemap.xml", "/news-sitemap.xml", "/google-news-sitemap.xml")
_LONGEST_NAME = 80
_LONGEST_ADDRESS = 500
_MOST_LINKS = 5000
_STALE = timedelta(days=30)

Kind = Literal["feed", "news", "urls", "index"]


@dataclass(frozen=True)
class Answer:
    """What came of one request.

    Attributes:
        role: What was asked for: "robots", "home", "feed", "sitemap" or "article".
        url: The address asked.
        final_url: The address that answered, after redirects.
        status: HTTP status, 0 where there was no answer.
        body: Content-decoded.
        problem: Why there was no answer, "" where there was one.
        cookie_from: Address whose cookies went with the request, "" for none.
    """

    role: str
    url: str
    final_url: str
    status: int
    body: bytes = b""
    problem: str = ""
    cookie_from: str = ""


@dataclass(frozen=True)
class Source:
    """A feed or sitemap as it was read.

    Attributes:
        url: Its address.
        kind: "feed", or the kind of a sitemap.
        status: As in the register.
        told: What was found, and by what that was told.
        links: Its entries.
        cookie_from: Address whose cookie it wanted, "" for none.
    """

    url: str
    kind: Kind
    status: Status
    told: str
    links: tuple[Link, ...] = ()
    cookie_from: str = ""

    @property
    def addresses(self) -> frozenset[str]:
        """Canonical addresses of its entries."""
        return frozenset(link.canonical_url for link in self.links if not link.problem)

    @property
    def newest_at(self) -> datetime:
        """Time of its newest entry; the earliest time there is where no date could be read."""
        times = (link.published_at for link in self.links)
        return max((time for time in times if time), default=datetime.min.replace(tzinfo=UTC))


@dataclass(frozen=True)
class _Reference:
    """A link of a page."""

    url: str
    element: HtmlElement


def feed_addresses(page: bytes, url: str, outlet: Outlet) -> list[str]:
    """Give the addresses of feeds that a page names, those it declares first, each once.

    Args:
        page: HTML.
        url: Its address.
        outlet: The outlet; addresses on others' hosts are left out, see `foreign_feeds`.
    """
    return [address for address in _named_feeds(page, url) if _is_own(address, outlet)]


def foreign_feeds(page: bytes, url: str, outlet: Outlet) -> list[str]:
    """Give the addresses of feeds that a page declares and that lie on hosts of no record."""
    declared = (one.url for one in _references(page, url, ("link",)) if _declares_feed(one.element))
    return [one for one in dict.fromkeys(declared) if not _is_own(one, outlet)]


def _named_feeds(page: bytes, url: str) -> list[str]:
    declared = [one.url for one in _references(page, url, ("link",)) if _declares_feed(one.element)]
    linked = [
        one.url
        for one in _references(page, url, ("a",))
        if _looks_like_feed(one.url) or markup.text_of(one.element).casefold() == "rss"
    ]
    return list(dict.fromkeys((*declared, *linked)))


def _declares_feed(element: HtmlElement) -> bool:
    return (element.get("type") or "").strip().lower() in ("application/rss+xml", "application/atom+xml")


def _looks_like_feed(url: str) -> bool:
    path = urlsplit(url).path.lower()
    return path.endswith((".rss", ".xml")) or "/rss" in path


# Feeds of the whole site are worth a request before those of sections, pages of feeds name both.
_GENERAL = re.compile(
    r"home|trang-?chu|tin-?moi|latest|moi-?nhat|index\.(?:rss|xml)|/feed/?$|/rss\.xml$", re.I
)


def order(addresses: Iterable[str]) -> list[str]:
    """Give addresses of feeds in the order in which they are worth a request."""
    return sorted(dict.fromkeys(addresses), key=lambda url: not _GENERAL.search(urlsplit(url).path))


def article_addresses(page: bytes, url: str, outlet: Outlet) -> list[str]:
    """Give the articles that a page links to, in its order; none where it is no such page."""
    try:
        found = sections.links(page, outlet, url, {outlet.id: outlet})
    except FeedError:
        return []
    return askable(link.url for link in found)


def name(page: bytes) -> str:
    """Give the name that a page states for its site, "" where it states none."""
    tree = markup.parse(markup.decode(page))
    if tree is None:
        return ""
    publishers = (
        markup.stated(node.get("name"))
        for node in markup.json_ld(tree)
        if markup.types(node) & {"NewsMediaOrganization", "Organization", "WebSite"}
    )
    stated = (markup.metas(tree).get("og:site_name", ""), *publishers)
    return next((one[:_LONGEST_NAME].strip() for one in stated if one), "")


def mirror_hosts(page: bytes, url: str, outlet: Outlet) -> list[str]:
    """Give the hosts for phones on which a page says that it stands under the same path."""
    own = urlsplit(url)
    found: list[str] = []
    for one in _references(page, url, ("link",)):
        relation = (one.element.get("rel") or "").lower().split()
        is_other = "amphtml" in relation or ("alternate" in relation and one.element.get("media"))
        other = urlsplit(one.url)
        same_path = other.path.rstrip("/") == own.path.rstrip("/")
        if is_other and same_path and other.hostname != own.hostname and _is_own(one.url, outlet):
            found.append(other.hostname or "")
    return list(dict.fromkeys(found))


def _references(page: bytes, url: str, tags: tuple[str, ...]) -> Iterator[_Reference]:
    """Give the links of a page that may be requested, absolute and without fragment."""
    tree = markup.parse(markup.decode(page))
    if tree is None:
        return
    for number, element in enumerate(tree.iter(*tags)):
        if number >= _MOST_LINKS:
            return
        try:
            address = urljoin(url, (element.get("href") or "").strip()).partition("#")[0]
        except ValueError:
            continue
        if _can_be_asked(address):
            yield _Reference(address, element)


def askable(addresses: Iterable[str]) -> list[str]:
    """Give those addresses that may be requested, each once."""
    return [url for url in dict.fromkeys(addresses) if _can_be_asked(url)]


def _can_be_asked(url: str) -> bool:
    """Tell whether an address may be requested and can stand in a record."""
    return len(url) <= _LONGEST_ADDRESS and refuse(url) is None and outlets.is_address(url)


def _is_own(url: str, outlet: Outlet) -> bool:
    return outlets.find(url, {outlet.id: outlet}) is not None


def read(answer: Answer, outlet: Outlet) -> Source:
    """Read an answer as feed or sitemap.

    Args:
        answer: Of a feed or sitemap.
        outlet: The outlet's record; its `date_order` holds for the dates.
    """
    if answer.problem or answer.status != 200:
        absent = answer.status in (404, 410)
        told = answer.problem or f"HTTP {answer.status}"
        return _source(answer, "feed", "not_found" if absent else "unverified", told)
    try:
        links = discover.links(answer.body, outlet, answer.url, {outlet.id: outlet})
    except FeedError as error:
        if error.state == "unsupported":
            return _index(answer)
        states: dict[str, Status] = {"challenge": "blocked", "malformed": "not_found"}
        return _source(answer, "feed", states.get(error.state, "unverified"), error.reason)
    is_sitemap = any(link.via_kind == "sitemap" for link in links) or b"<urlset" in answer.body[:4096]
    announced = [link for link in links if not link.is_pointer]
    kind: Kind = ("news" if announced or not links else "urls") if is_sitemap else "feed"
    if not links:
        return _source(answer, kind, "empty", "valid and without entries")
    told = counted(len(links), "entry", "entries")
    if is_sitemap:
        told += f", {len(announced)} of them with headline or time"
    if answer.cookie_from:
        told += f" once {answer.cookie_from} has set a cookie"
    return _source(answer, kind, "needs_cookie" if answer.cookie_from else "seen", told, tuple(links))


def _index(answer: Answer) -> Source:
    if not _inner(answer):
        return _source(answer, "index", "empty", "a valid index without sitemaps")
    return _source(answer, "index", "seen", "an index of sitemaps")


def counted(number: int, one: str, more: str) -> str:
    """Give a number with its noun."""
    return f"{number} {one if number == 1 else more}"


def _inner(index: Answer) -> list[str]:
    """Give the sitemaps that an index names, those without a day in their names first, then the newest."""
    since, until = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return [named.url for named in sitemaps.wanted(index.body, index.url, since, until)]


def _source(answer: Answer, kind: Kind, status: Status, told: str, links: tuple[Link, ...] = ()) -> Source:
    return Source(answer.url, kind, status, told, links, answer.cookie_from)


def nested(answer: Answer, outlet: Outlet) -> str | None:
    """Give the sitemap of an index that is most worth a look: one for news, else the newest; None without."""
    if read(answer, outlet).kind != "index":
        return None
    own = [url for url in _inner(answer) if _can_be_asked(url) and _is_own(url, outlet)]
    return next((url for url in own if "news" in url.lower()), own[0] if own else None)


def readings(answers: Iterable[Answer], outlet: Outlet) -> list[Source]:
    """Read the feeds and sitemaps among answers, each address once: where asked twice, that with entries."""
    found: dict[str, Source] = {}
    for answer in answers:
        if answer.role in ("feed", "sitemap"):
            source = read(answer, outlet)
            if answer.url not in found or source.links:
                found[answer.url] = source
    return list(found.values())


def chosen_feeds(sources: Sequence[Source]) -> tuple[list[Source], int, int]:
    """Choose feeds: those with most entries, of these the newest; none whose entries another one holds.

    Returns:
        At most MOST_FEEDS feeds, the number left out because another chosen one holds their entries or
        their newest entry is a month older, and the number left out because there are enough.
    """
    readable = [one for one in sources if one.kind == "feed" and one.addresses]
    readable.sort(key=lambda one: (-len(one.addresses), -one.newest_at.timestamp(), one.url))
    latest = max((one.newest_at for one in readable), default=None)
    kept: list[Source] = []
    for one in readable:
        is_stale = latest is not None and latest - one.newest_at > _STALE
        if not is_stale and not any(one.addresses <= other.addresses for other in kept):
            kept.append(one)
    return kept[:MOST_FEEDS], len(readable) - len(kept), len(kept[MOST_FEEDS:])


def newest(feed: Source) -> list[str]:
    """Give the addresses of a feed's entries, the newest first; those without a time come last."""
    earliest = datetime.min.replace(tzinfo=UTC)
    entries = [link for link in feed.links if not link.problem]
    entries.sort(key=lambda link: link.published_at or earliest, reverse=True)
    return [link.url for link in entries]


def is_article(answer: Answer, outlet: Outlet, at: datetime) -> bool:
    """Tell whether an answer is an article whose body and time of publication can be read."""
    if answer.status != 200:
        return False
    try:
        read = extract.article(answer.body, answer.url, outlet, at)
    except extract.ExtractionError:
        return False
    return bool(read.body and read.published_at)


_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}(?!\d)")


def month_first(raw: Iterable[str], now: datetime) -> bool:
    """Tell whether dates as printed can only be read with the month first.

    Args:
        raw: Dates of feeds.
        now: Aware time at which they were seen: a date after the next day is not believed.
    """
    numeric = [one for one in raw if _NUMERIC.search(one)]
    return bool(numeric) and not _fit(numeric, None, now) and _fit(numeric, "MDY", now)


def _fit(raw: Iterable[str], order: str | None, now: datetime) -> bool:
    times = [dates.read(one, order) for one in raw]
    return all(time is not None and time <= now + timedelta(days=1) for time in times)


@dataclass(frozen=True)
class Rules:
    """What robots.txt asks of the crawler.

    Attributes:
        crawl_delay: Seconds, None where it asks for none.
        sitemaps: Addresses of sitemaps.
        forbidden: Those of the addresses asked about that it forbids.
    """

    crawl_delay: float | None
    sitemaps: tuple[str, ...]
    forbidden: tuple[str, ...]


def rules(robots: bytes, addresses: Iterable[str] = ()) -> Rules:
    """Read a robots.txt, and ask it about addresses."""
    read = Protego.parse(robots.decode("utf-8-sig", errors="replace"))
    forbidden = tuple(url for url in addresses if not read.can_fetch(url, ROBOTS_NAME))
    return Rules(read.crawl_delay(ROBOTS_NAME), tuple(askable(read.sitemaps)), forbidden)


def domain(url: str) -> str:
    """Give the domain that a record for a site at an address has, with the path where that has one.

    Raises:
        ValueError: The address is none of a public site.
    """
    problem = refuse(url)
    if problem:
        raise ValueError(problem)
    parts = urlsplit(urls.canonical(url))
    return ((parts.hostname or "").removeprefix("www.") + parts.path).rstrip("/")


# What stands before a country's own ending: "24h.com.vn" is the site 24h.
_GENERIC = {"com", "net", "org", "gov", "edu", "info", "co"}


def slug(domain: str) -> str:
    """Give the id of the record for a domain: "batdongsan.baoxaydung.vn" gives "batdongsan-baoxaydung"."""
    host, _, path = domain.partition("/")
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _GENERIC:
        labels.pop()
    return re.sub(r"[^a-z0-9]+", "-", "-".join((*labels, path)).lower()).strip("-")
