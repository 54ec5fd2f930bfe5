"""What each host of the press answers: articles, feeds, sitemaps, section pages, robots.txt of one moment."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from crawlers import dates, outlets
from crawlers.outlets import VIETNAM, Outlet
from lantoa.press import pages
from lantoa.press.faults import AHEAD, Faults, outlet_faults
from lantoa.press.items import Item, ItemsError, read
from lantoa.press.pages import Entry

FEED_LENGTH = 50
SECTION_LENGTH = 30
_RELATED = 5

_LATEST = datetime.max.replace(tzinfo=UTC)

Address = tuple[str, str]


@dataclass(frozen=True)
class Document:
    """One answer of a host.

    Attributes:
        body: As sent, before any content coding.
        media_type: Value of Content-Type.
        modified_at: UTC; None where it is not known.
    """

    body: bytes
    media_type: str
    modified_at: datetime | None


@dataclass
class _Site:
    """An outlet's listing: the entries its feeds and sitemaps announce, newest first."""

    id: str
    name: str
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    indexes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    hosts: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    articles: list[Entry] = field(default_factory=list)


class Edition:
    """Every host of a press at one moment.

    Args:
        items: The file of items (see `lantoa.press.items`).
        registers: Folders with the records of outlets.
        now: Aware time up to which items are out; None is the time of the latest item.
        everything: Whether feeds hold all entries and no item is hidden.
        faulty: Whether some outlets and pages misbehave (see `lantoa.press.faults`).

    Attributes:
        now: UTC.
        size: Number of items out.
        outlet_ids: Ids of the records that have items, in alphabetical order.
        hosts: Hosts that are served.
        faults: What goes wrong, None where nothing does.

    Raises:
        ItemsError: The file can't be read, holds no item, or gives no time to be the present.
        RegisterError: An outlet's record can't be used.
        ValueError: `now` has no time zone.
    """

    def __init__(
        self,
        items: Path,
        registers: Iterable[Path],
        now: datetime | None,
        everything: bool,
        faulty: bool = False,
    ) -> None:
        if now is not None and now.tzinfo is None:
            raise ValueError(f"now is {now.isoformat()}: expected a time with its zone")
        self._records = outlets.load(*registers)
        self._everything = everything
        entries = [_entry(item, self._records) for item in read(items)]
        self.now = now.astimezone(UTC) if now else _latest(items, entries)
        self.outlet_ids = sorted({entry.outlet_id for entry in entries} & self._records.keys())
        self._ahead = _outlets_ahead(self.outlet_ids) if faulty else frozenset[str]()
        listed = self._listed(entries)
        self.size = sum(len(site.entries) for site in listed)
        self._articles: dict[Address, tuple[_Site, int]] = {}
        self._plain_paths: defaultdict[Address, set[Address]] = defaultdict(set)
        self._listings: dict[Address, Callable[[], Document]] = {}
        for site in listed:
            self._open(site)
        self._open_robots(listed)
        self.hosts = {host for host, _ in self._listings}
        self.faults = self._faults(listed) if faulty else None

    def answer(self, host: str, target: str) -> Document | None:
        """Give what a host has at a target (path with query), or None.

        A page is also found under its path with another query or none: outlets ignore what they do not
        know, such as tracking parameters.
        """
        if listing := self._listings.get((host, target)):
            return listing()
        found = self._articles.get((host, target))
        if found is None:
            same_path = self._plain_paths.get((host, target.partition("?")[0]), set())
            found = self._articles[next(iter(same_path))] if len(same_path) == 1 else None
        return _page(*found) if found else None

    def _listed(self, entries: Iterable[Entry]) -> list[_Site]:
        """Put the entries that are out into the listings of their outlets, newest first."""
        sites: dict[str, _Site] = {}
        for entry in entries:
            lister = self._lister(entry)
            name = lister.id if lister else entry.outlet_id
            if name not in sites:
                sites[name] = _site(lister, entry, self._records)
            site = sites[name]
            site.hosts.add(_address(entry.item.url)[0])
            if self._everything or entry.published_at is None or entry.published_at <= self.now:
                site.entries.append(_a_day_ahead(entry) if name in self._ahead else entry)
        for site in sites.values():
            site.entries.sort(key=lambda entry: entry.published_at or _LATEST, reverse=True)
            site.articles = _newest_versions(site.entries)
        return list(sites.values())

    def _faults(self, sites: Iterable[_Site]) -> Faults:
        hosts = {host: site.id for site in sites for host in site.hosts}
        feeds = {_address(feed) for site in sites for feed in site.feeds}
        return Faults(self.outlet_ids, hosts, feeds, set(self._articles))

    def _lister(self, entry: Entry) -> Outlet | None:
        """Give the outlet whose feed announces an entry: a sub-site without a feed is in its parent's."""
        own = self._records.get(entry.outlet_id)
        parent = self._records.get(own.parent or "") if own else None
        return parent if own and parent and parent.feeds and not own.feeds else own

    def _open(self, site: _Site) -> None:
        for position, entry in enumerate(site.articles):
            address = _address(entry.item.url)
            self._articles[address] = (site, position)
            self._plain_paths[address[0], address[1].partition("?")[0]].add(address)
        shown = site.entries if self._everything else site.entries[:FEED_LENGTH]
        for feed in site.feeds:
            self._listings[_address(feed)] = functools.cache(functools.partial(_feed, site, feed, shown))
        for sitemap in site.sitemaps:
            self._listings[_address(sitemap)] = functools.cache(functools.partial(_sitemap, site))
        for section in site.sections:
            listed = site.articles if self._everything else site.articles[:SECTION_LENGTH]
            self._listings[_address(section)] = functools.cache(functools.partial(_section, site, listed))
        for index in site.indexes:
            months = _by_month(index, site.articles)
            self._listings[_address(index)] = functools.partial(_sitemap_index, site, list(months))
            for url, entries in months.items():
                self._listings[_address(url)] = functools.cache(functools.partial(_url_sitemap, entries))

    def _open_robots(self, sites: Iterable[_Site]) -> None:
        sitemaps: defaultdict[str, list[str]] = defaultdict(list)
        for site in sites:
            for host in site.hosts:
                sitemaps[host].append(site.sitemaps[0])
        for host, announced in sitemaps.items():
            self._listings[host, "/robots.txt"] = functools.partial(_robots, announced)


def _entry(item: Item, records: Mapping[str, Outlet]) -> Entry:
    record = outlets.find(item.url, records)
    order = record.date_order if record else None
    host = _address(item.url)[0]
    return Entry(
        item,
        record.id if record else host,
        record.name if record else host,
        dates.read(item.published, order),
        dates.read(item.updated, order) if item.updated else None,
    )


def _outlets_ahead(outlet_ids: Sequence[str]) -> frozenset[str]:
    faults = outlet_faults(outlet_ids)
    return frozenset(outlet for outlet, fault in faults.items() if fault == "clock a day ahead")


def _a_day_ahead(entry: Entry) -> Entry:
    """Give an entry as an outlet states it whose clock is a day ahead."""
    if entry.published_at is None:
        return entry
    published_at = entry.published_at + AHEAD
    item = entry.item.model_copy(update={"published": published_at.isoformat()})
    updated_at = entry.updated_at + AHEAD if entry.updated_at else None
    return replace(entry, item=item, published_at=published_at, updated_at=updated_at)


def _latest(path: Path, entries: list[Entry]) -> datetime:
    times = [entry.published_at for entry in entries if entry.published_at]
    if not times:
        found = f"no date of its {len(entries)} items could be read" if entries else "it holds no item"
        raise ItemsError(f"{path}: {found}: expected at least one item with a date in a known form, or --now")
    return max(times)


def _site(record: Outlet | None, entry: Entry, records: Mapping[str, Outlet]) -> _Site:
    """Give the empty listing of an outlet; one of no record has its feed at /rss."""
    home = entry.item.url
    if record is None:
        feed, sitemap = urljoin(home, "/rss"), urljoin(home, "/news-sitemap.xml")
        return _Site(entry.outlet_id, entry.outlet_name, (feed,), (sitemap,))
    stated = tuple(feed.url for feed in record.feeds)
    # The feed can lie on a host that is not the outlet's own, as BBC's does.
    home = next((feed for feed in stated if outlets.find(feed, records) is record), home)
    prefix = record.domains[0].partition("/")[2]
    base = urljoin(home, f"/{prefix}/" if prefix else "/")
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for sitemap in record.sitemaps:
        kinds[sitemap.kind].append(sitemap.url)
    news = kinds["news"] or [urljoin(base, "news-sitemap.xml")]
    site = _Site(
        id=record.id,
        name=record.name,
        feeds=stated or (urljoin(base, "rss"),),
        sitemaps=(*news, *kinds["urls"]),
        indexes=tuple(kinds["index"]),
        sections=tuple(section.url for section in record.sections),
    )
    sources = (*site.feeds, *site.sitemaps, *site.indexes, *site.sections)
    site.hosts.update(_address(url)[0] for url in sources)
    return site


def _newest_versions(entries: Iterable[Entry]) -> list[Entry]:
    """Keep the newest entry of each address; of entries of one time the later one in the file."""
    newest: dict[Address, Entry] = {}
    for entry in entries:
        address = _address(entry.item.url)
        if address not in newest or _changed_at(entry) >= _changed_at(newest[address]):
            newest[address] = entry
    return list(newest.values())


def _changed_at(entry: Entry) -> datetime:
    return entry.updated_at or entry.published_at or _LATEST


def _address(url: str) -> Address:
    """Give host and target of an address as a client sends them: the target in ASCII, no fragment."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.hostname or "", quote(target, safe="%/:=&?~#+!$,;'@()*[]")


def _page(site: _Site, position: int) -> Document:
    entry = site.articles[position]
    related = [other.item for other in site.articles[position + 1 : position + 1 + _RELATED]]
    modified_at = entry.updated_at or entry.published_at
    return Document(pages.article(entry, related).encode(), "text/html; charset=utf-8", modified_at)


def _feed(site: _Site, address: str, entries: list[Entry]) -> Document:
    """Give an RSS 2.0 feed whose dates are the outlet's own, raw."""
    xml = pages.feed(site.name, address, [entry.item for entry in entries])
    return Document(xml.encode(), "application/rss+xml; charset=utf-8", _changed_last(entries))


def _sitemap(site: _Site) -> Document:
    """Give a news sitemap of every article that is out."""
    xml = pages.news_sitemap(site.articles)
    return Document(xml.encode(), "application/xml; charset=utf-8", _changed_last(site.articles))


def _by_month(index: str, articles: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Give the addresses of an index's files, one a month of Vietnam, newest first, with their articles."""
    months: dict[str, list[Entry]] = {}
    for entry in articles:
        if entry.published_at is not None:
            day = entry.published_at.astimezone(VIETNAM)
            months.setdefault(urljoin(index, f"/sitemap-{day.year}-{day.month}.xml"), []).append(entry)
    return months


def _url_sitemap(entries: Sequence[Entry]) -> Document:
    xml = pages.url_sitemap(entries)
    return Document(xml.encode(), "application/xml; charset=utf-8", _changed_last(entries))


def _section(site: _Site, entries: Sequence[Entry]) -> Document:
    html = pages.section(site.name, [entry.item for entry in entries])
    return Document(html.encode(), "text/html; charset=utf-8", _changed_last(entries))


def _sitemap_index(site: _Site, months: Sequence[str]) -> Document:
    """Give an index of the news sitemap and of a file for each month."""
    xml = pages.sitemap_index([site.sitemaps[0], *months])
    return Document(xml.encode(), "application/xml; charset=utf-8", _changed_last(site.articles))


def _changed_last(entries: Iterable[Entry]) -> datetime | None:
    times = [entry.updated_at or entry.published_at for entry in entries]
    return max((time for time in times if time), default=None)


def _robots(sitemaps: list[str]) -> Document:
    return Document(pages.robots(sitemaps).encode(), "text/plain; charset=utf-8", None)
