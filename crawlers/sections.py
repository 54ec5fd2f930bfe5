"""Section pages: the articles that an outlet's own list shows, for outlets without feed and sitemap."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers import discover, markup, outlets
from crawlers.discover import FeedError, Link
from crawlers.outlets import Outlet

_MOST_ANCHORS = 5000  # several times as many as the longest lists have
_LEAST_SYLLABLES = 4  # a headline; the names of sections, tags and buttons are shorter
# What tells an article's address from a list's in the systems in use: the article's number, a headline of
# seven words or more, or the folder of articles. Number and headline are the last part of its path.
_ARTICLE = re.compile(r"\d{5}|^[^-]+(?:-[^-]+){6,}$")
_FOLDERS = ("/article", "/articles")
_LISTS = re.compile(
    r"/(?:tags?|tu-khoa|chu-de|topics?|su-kien|dong-su-kien|events?|tac-gia|authors?|tim-kiem|search|rss|static)/",
    re.IGNORECASE,
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_FURNITURE = {"nav", "footer"}


def links(body: bytes, outlet: Outlet, via: str, register: Mapping[str, Outlet]) -> list[Link]:
    """Read the articles that a section page links to, each once, in the order of the page.

    The headline is the text of the anchor within a heading, else of the longest one, which leaves out
    pictures and "read more". A list states no time that could be relied on, the article's page does.

    Args:
        body: The page, content-decoded.
        outlet: Record of the outlet; only links to it and its sub-sites count.
        via: Address of the page, to which relative links are relative.
        register: The register, by which each link's outlet is found.

    Raises:
        FeedError: It is no page, a challenge in place of one, or a page that links to no article.
    """
    text = markup.decode(body[: discover.MAX_BYTES])
    tree = markup.parse(text)
    if tree is None:
        raise FeedError("malformed", "expected a section page, found no HTML")
    base = _base(tree, via)
    markup.drop_invisible(tree)
    headlines: dict[str, tuple[bool, str]] = {}
    for anchor in islice(tree.iter("a"), _MOST_ANCHORS):
        url, headline = _address(base, anchor), _headline(anchor)
        if url is not None and headline[1]:
            headlines[url] = max(headlines.get(url, headline), headline, key=_weight)
    found = list(_links(headlines, outlet, via, register))
    if not found:
        raise discover.challenge(text) or FeedError(
            "malformed", "expected a section page, found no link to an article: its layout may have changed"
        )
    return found


def is_article(url: str) -> bool:
    """Tell whether an address has the form of an article's, not of a list's."""
    path = urlsplit(url).path.rstrip("/")
    folder, _, last = path.rpartition("/")
    in_folder = folder.endswith(_FOLDERS) and len(last) >= 8
    return bool(in_folder or _ARTICLE.search(last)) and not _LISTS.search(path)


def _base(tree: HtmlElement, via: str) -> str:
    """Give the address to which links are relative: the stated one, unless it is broken, else the page's."""
    try:
        return urljoin(via, next(iter(tree.xpath("//base/@href")), ""))
    except ValueError:
        return via


def _address(base: str, anchor: HtmlElement) -> str | None:
    try:
        url = urljoin(base, (anchor.get("href") or "").strip())
        return (
            url
            if is_article(url) and not any(one.tag in _FURNITURE for one in anchor.iterancestors())
            else None
        )
    except ValueError:
        return None


def _headline(anchor: HtmlElement) -> tuple[bool, str]:
    """Give the text of an anchor, or its title where it shows a picture; and whether it is a heading."""
    in_heading = any(one.tag in _HEADINGS for one in anchor.iterancestors())
    return in_heading, markup.text_of(anchor) or markup.clean(anchor.get("title") or "")


def _weight(headline: tuple[bool, str]) -> tuple[bool, int]:
    return headline[0], len(headline[1])


def _links(
    headlines: Mapping[str, tuple[bool, str]], outlet: Outlet, via: str, register: Mapping[str, Outlet]
) -> Iterator[Link]:
    seen: set[str] = set()
    for url, (_, title) in headlines.items():
        owner = outlets.find(url, register)
        if (
            owner is None
            or outlet.id not in (owner.id, owner.parent)
            or len(title.split()) < _LEAST_SYLLABLES
        ):
            continue
        link = discover.link(url, title, "", "", outlet, via, "section", None, register)
        if link.problem is None and link.canonical_url not in seen:
            seen.add(link.canonical_url)
            yield link
