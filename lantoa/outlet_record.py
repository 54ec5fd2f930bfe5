"""An outlet's record and what is left to check of it, from a look at the outlet's site."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from lxml import html as lxml_html

from crawlers import extract, markup, outlets, site
from crawlers.article import Article
from crawlers.outlets import VIETNAM, Feed, Outlet, Politeness, Section, Sitemap, Status
from crawlers.site import Answer, Source

_MOST_SITEMAPS = 10
_TELLING: tuple[Status, ...] = ("blocked", "empty")
_BY = "lantoa outlets add"


@dataclass(frozen=True)
class Seen:
    """What a look came to.

    Attributes:
        outlet: The record.
        sources: Every feed and sitemap that was asked for.
        left_out: Feeds left out for what another one holds or for their age, and for their number.
        article: The article's answer, None where none could be read.
        read: The article, as generic extraction reads it.
        to_check: What the record's author should look at, one sentence each.
    """

    outlet: Outlet
    sources: tuple[Source, ...]
    left_out: tuple[int, int]
    article: Answer | None
    read: Article | None
    to_check: tuple[str, ...]


def seen(answers: Sequence[Answer], provisional: Outlet, now: datetime) -> Seen:
    """Make a record of answers.

    Args:
        answers: What `crawlers.survey.look` gave.
        provisional: The record that it was given: id, domain and kind count.
        now: Aware time of the look.
    """
    raw = [link.published_raw for one in site.readings(answers, provisional) for link in one.links]
    outlet = replace(provisional, date_order="MDY" if site.month_first(raw, now) else None)
    sources = site.readings(answers, outlet)
    inner = {answer.url: url for answer in answers if (url := site.nested(answer, outlet))}
    chosen, held, beyond = site.chosen_feeds(sources)
    named = _named(answers, outlet)
    if not chosen:
        chosen = [one for one in sources if one.url in named and one.status in _TELLING][: site.MOST_FEEDS]
    outlet = replace(
        outlet,
        name=_name(answers) or outlet.domains[0],
        mirror_hosts=_mirrors(answers, outlet),
        feeds=tuple(_feed(one, now) for one in chosen if one.kind == "feed"),
        sitemaps=tuple(_sitemap(one, now) for one in _useful_sitemaps(_with_inner(sources, inner))),
        politeness=_politeness(answers),
    )
    if not any(one.links for one in sources):
        outlet = replace(outlet, sections=tuple(_sections(answers, outlet, now)))
    article = next((one for one in reversed(answers) if site.is_article(one, outlet, now)), None)
    read = extract.article(article.body, article.url, outlet, now) if article else None
    partial = Seen(outlet, tuple(sources), (held, beyond), article, read, ())
    return replace(partial, to_check=tuple(_to_check(partial, answers, named)))


def _named(answers: Sequence[Answer], outlet: Outlet) -> set[str]:
    """Give the addresses of feeds and sitemaps that the site itself names."""
    found = {url for one in answers if one.role == "robots" for url in site.rules(one.body).sitemaps}
    for one in answers:
        if one.role in ("home", "feed") and one.status == 200:
            found.update(site.feed_addresses(one.body, one.final_url, outlet))
    return found


def _name(answers: Sequence[Answer]) -> str:
    pages = (one for one in answers if one.role in ("home", "article") and one.status == 200)
    return next((name for one in pages if (name := site.name(one.body))), "")


def _mirrors(answers: Sequence[Answer], outlet: Outlet) -> tuple[str, ...]:
    pages = [one for one in answers if one.role in ("home", "article") and one.status == 200]
    found = (host for one in pages for host in site.mirror_hosts(one.body, one.final_url, outlet))
    return tuple(dict.fromkeys(found))


def _with_inner(sources: Sequence[Source], inner: Mapping[str, str]) -> Iterator[Source]:
    """Give the sources, an index with what one of its sitemaps came to; those are left out themselves."""
    told = {one.url: one.told for one in sources}
    for one in sources:
        if one.url in inner and inner[one.url] in told:
            yield replace(one, told=f"{one.told}; {inner[one.url]}: {told[inner[one.url]]}")
        elif one.url not in inner.values():
            yield one


def _useful_sitemaps(sources: Iterable[Source]) -> list[Source]:
    """Give the sitemaps that were seen, those for news first."""
    found = [one for one in sources if one.kind != "feed" and one.status == "seen"]
    return sorted(found, key=lambda one: one.kind != "news")[:_MOST_SITEMAPS]


def _feed(source: Source, now: datetime) -> Feed:
    return Feed(source.url, _evidence(source), source.status, _day(now), source.cookie_from or None)


def _sitemap(source: Source, now: datetime) -> Sitemap:
    assert source.kind != "feed"
    return Sitemap(source.url, _evidence(source), source.kind, source.status, _day(now))


def _sections(answers: Sequence[Answer], outlet: Outlet, now: datetime) -> Iterator[Section]:
    """Give the home page as the list of articles that stands for feeds and sitemaps, where it shows any."""
    for one in answers:
        if one.role == "home" and one.status == 200 and outlets.is_address(one.final_url):
            listed = len(site.article_addresses(one.body, one.final_url, outlet))
            if listed:
                told = site.counted(listed, "article", "articles")
                yield Section(one.final_url, f"links to {told} ({_BY})", "seen", _day(now))


def _evidence(source: Source) -> str:
    newest = (
        f", the newest of {_day(source.newest_at)}" if any(one.published_at for one in source.links) else ""
    )
    return f"{source.told}{newest} ({_BY})"


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _politeness(answers: Sequence[Answer]) -> Politeness:
    """Keep the delay that robots.txt asks for, as far as a record can say it."""
    asked = [
        site.rules(one.body).crawl_delay for one in answers if one.role == "robots" and one.status == 200
    ]
    longest = max((delay for delay in asked if delay), default=0.0)
    usual = Politeness()
    return Politeness(min(longest, 600.0)) if longest > usual.delay_seconds else usual


def _to_check(seen: Seen, answers: Sequence[Answer], named: set[str]) -> Iterator[str]:
    outlet = seen.outlet
    yield "governing: nothing on the site says it for sure: add [[governing]] with body and level"
    yield "province: left out, as for the central press: add it for a province's press"
    yield f"kind: {outlet.kind!r} as given: is it right?"
    stated = "as the site states it" if outlet.name != outlet.domains[0] else "the site states none"
    yield f"name: {outlet.name!r}, {stated}"
    yield from about_home(answers, outlet)
    yield from _about_sources(seen, named)
    yield from _about_dates(seen.sources)
    yield from _about_robots(seen, answers)
    yield from _about_article(seen, answers)


def about_home(answers: Sequence[Answer], outlet: Outlet) -> Iterator[str]:
    """Say what is to check of the home page."""
    for one in answers:
        if one.role == "home":
            if one.problem or one.status != 200:
                yield f"home page {one.url}: {one.problem or f'HTTP {one.status}'}: no links were read"
            for url in site.foreign_feeds(one.body, one.final_url, outlet):
                yield f"{url}: a feed on another host, not asked for: add it by hand if it is the outlet's"


def _about_sources(seen: Seen, named: set[str]) -> Iterator[str]:
    for one in seen.sources:
        if one.status not in ("seen", "not_found") or (one.status == "not_found" and one.url in named):
            yield f"{one.url}: {one.status}: {one.told}"
        foreign = sum(link.problem == "foreign host" for link in one.links)
        if foreign:
            yield f"{one.url}: {foreign} of {len(one.links)} entries lie on hosts that are not the outlet's"
    unasked = len(named - {one.url for one in seen.sources})
    if unasked:
        named_ones = site.counted(unasked, "address", "addresses")
        yield f"{named_ones} of feeds and sitemaps named by the site not asked for"
    held, beyond = seen.left_out
    if held:
        feeds = site.counted(held, "feed", "feeds")
        yield f"{feeds} left out: another one holds the entries, or they are a month older"
    if beyond:
        feeds = site.counted(beyond, "feed", "feeds")
        yield f"{feeds} left out: there are {site.MOST_FEEDS} with more entries"
    if not any(feed.status in ("seen", "needs_cookie") for feed in seen.outlet.feeds):
        rest = "section pages" if seen.outlet.sections else "sitemaps"
        yield f"no feed has entries: look for one, or rely on the {rest}"


def _about_dates(sources: Sequence[Source]) -> Iterator[str]:
    for one in sources:
        unread = [link for link in one.links if link.published_at is None and link.published_raw]
        if unread:
            example = unread[0].published_raw[:60]
            yield f"{one.url}: {len(unread)} of {len(one.links)} dates can't be read, such as {example!r}"
        elif one.kind == "feed" and one.links and not any(link.published_raw for link in one.links):
            yield f"{one.url}: its entries have no dates"


def _about_robots(seen: Seen, answers: Sequence[Answer]) -> Iterator[str]:
    addresses = [link.url for one in seen.sources for link in one.links if not link.problem]
    for one in answers:
        if one.role != "robots":
            continue
        if one.status != 200:
            yield f"{one.url}: HTTP {one.status}"
            continue
        host = urlsplit(one.url).hostname
        asked = [url for url in addresses if urlsplit(url).hostname == host]
        forbidden = site.rules(one.body, asked).forbidden
        if forbidden:
            yield f"{one.url} forbids {len(forbidden)} of {len(asked)} entries, such as {forbidden[0]}"


def _about_article(seen: Seen, answers: Sequence[Answer]) -> Iterator[str]:
    read, article = seen.read, seen.article
    if read is None or article is None:
        tried = [one for one in answers if one.role == "article"]
        for one in tried:
            yield f"{one.url}: {one.problem or 'no article with body and time could be read in it'}"
        yield "no article could be read, hence there is no golden page"
        return
    missing = [part for part in ("lead", "section") if not getattr(read, part)]
    if missing:
        yield f"{article.url}: no {' and no '.join(missing)} found: does the page show any?"
    for part in read.fallbacks:
        yield f"{article.url}: {part} was not where it is expected: look at the page, [[selectors]] may help"
    differing = _differing(article, read, seen.outlet)
    if differing:
        yield f"{article.url}: what the page shows and what its data state differ in {', '.join(differing)}"


def _differing(answer: Answer, read: Article, outlet: Outlet) -> list[str]:
    """Give the parts of an article that a reader of the page without its data would read otherwise."""
    tree = markup.parse(markup.decode(answer.body))
    assert tree is not None
    for element in tree.xpath("//meta | //script"):
        markup.remove(element)
    shown_page = lxml_html.tostring(tree, encoding="unicode")
    try:
        shown = extract.article(str(shown_page), answer.url, outlet, read.fetched_at)
    except extract.ExtractionError:
        return ["all parts: without its data it is read as no article"]
    parts = [part for part in ("title", "lead", "section") if getattr(shown, part) != getattr(read, part)]
    return parts + ["published"] * (not _same_time(shown, read))


def _same_time(shown: Article, read: Article) -> bool:
    """Tell whether two readings agree on the day and, where the page prints one, on the minute."""
    if shown.published_at is None or read.published_at is None:
        return shown.published_at is read.published_at
    if "day" in (shown.published_precision, read.published_precision):
        return _day(shown.published_at) == _day(read.published_at)
    return abs(shown.published_at - read.published_at) < timedelta(minutes=1)


def as_toml(outlet: Outlet) -> str:
    """Give a record as `crawlers.outlets.load` reads it, without what is left to its author."""
    lines = [f"name = {_quoted(outlet.name)}", f"domains = {_quoted(outlet.domains)}"]
    if outlet.mirror_hosts:
        lines.append(f"mirror_hosts = {_quoted(outlet.mirror_hosts)}")
    lines.append(f"kind = {_quoted(outlet.kind)}")
    if outlet.date_order:
        lines.append(f"date_order = {_quoted(outlet.date_order)}")
    if outlet.politeness != Politeness():
        lines += ["", "[politeness]", f"delay_seconds = {outlet.politeness.delay_seconds:g}"]
    for feed in outlet.feeds:
        lines += ["", "[[feeds]]", *_lines(feed, ("url", "evidence", "status", "cookie_from"))]
    for section in outlet.sections:
        lines += ["", "[[sections]]", *_lines(section, ("url", "evidence", "status"))]
    for sitemap in outlet.sitemaps:
        lines += ["", "[[sitemaps]]", *_lines(sitemap, ("url", "evidence", "kind", "status"))]
    return "\n".join(lines) + "\n"


def _lines(source: Feed | Section | Sitemap, keys: tuple[str, ...]) -> list[str]:
    said = [f"{key} = {_quoted(value)}" for key in keys if (value := getattr(source, key))]
    return [*said, f"checked_on = {source.checked_on}"]


def _quoted(value: object) -> str:
    """Write text or texts: strings of JSON are basic strings of TOML."""
    return json.dumps(value, ensure_ascii=False)
