"""Feeds and sitemaps to links."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urljoin

import feedparser
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] (a compiled module without types)

from crawlers import dates, markup, outlets, urls
from crawlers.outlets import Outlet

MAX_BYTES = 20_000_000
# 50,000 entries, as many as a sitemap may hold by its protocol (sitemaps.org), with 20 elements each.
_MOST_ELEMENTS = 1_000_000
_LONGEST_TITLE, _LONGEST_SUMMARY = 1_000, 10_000  # characters; what is longer is no title and no summary
_LONGEST_ADDRESS = 2_048  # characters, as many as a sitemap's may have (sitemaps.org)
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_SCAN = "urn:lantoa:scan"
_FEED_ROOTS = {"rss", "RDF", "feed"}
_PAGE_ROOTS = {"html", "head", "body", "script", "noscript", "meta"}
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
# What is left of a tag where a feed cuts its text after so many characters.
_CUT_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*)?$")
_CHALLENGE = re.compile(r"document\.cookie|location\.reload|cf_chl|challenge-platform", re.IGNORECASE)
_CHALLENGE_WORDS = 100  # a page that only asks for JavaScript says so in a sentence or two

FeedState = Literal["malformed", "challenge", "too_large", "unsupported"]
ViaKind = Literal["feed", "sitemap", "section", "import"]


class FeedError(Exception):
    """A feed or sitemap gives no links.

    Attributes:
        state: "malformed", "challenge" (a page that wants JavaScript or a cookie), "too_large", or
            "unsupported" (a sitemap index).
        reason: What was found and what was expected.
    """

    def __init__(self, state: FeedState, reason: str) -> None:
        super().__init__(f"{state}: {reason}")
        self.state: FeedState = state
        self.reason = reason


@dataclass(frozen=True)
class Link:
    """One entry of a feed, a sitemap or a section page.

    Attributes:
        url: Address as the entry gives it, made absolute; "" where it gives none.
        canonical_url: The address by which the item is known; `url` where there is a problem with it.
        outlet: Id of the outlet the address belongs to, which may be a sub-site; with a problem, of the
            outlet whose feed it is.
        title: NFC text on one line; "" where a sitemap gives none.
        title_hash: See `crawlers.urls.title_hash`.
        summary: NFC text on one line, without HTML.
        published_raw: The date as the entry writes it; "" where it has none.
        published_at: UTC, None where there is no date in a known form.
        via: Address of the feed, sitemap or section page.
        via_kind: What that is.
        scan_date: Day (Vietnam) of the archived scan that saw the entry, None for an entry seen live.
        changed_at: UTC, when a sitemap says that the page last changed; None elsewhere.
        problem: "no address", "bad address" (not http or https, or too long), "foreign host" (of no
            registered outlet), or None.
    """

    url: str
    canonical_url: str
    outlet: str
    title: str
    title_hash: str
    summary: str
    published_raw: str
    published_at: datetime | None
    via: str
    via_kind: ViaKind
    scan_date: date | None
    problem: str | None
    changed_at: datetime | None = None

    @property
    def is_pointer(self) -> bool:
        """Whether it only leads to an article, under no headline or time that counts as the article's own."""
        if self.via_kind in ("sitemap", "import"):
            return not (self.title or self.published_raw or self.problem)
        return self.via_kind == "section"


def links(body: bytes, outlet: Outlet, via: str, outlets: Mapping[str, Outlet]) -> list[Link]:
    """Read every entry of an RSS or Atom feed or a news sitemap.

    Broken bytes and bare ampersands are mended, an unclosed element costs no more than its own entry; a
    document that breaks off is refused.

    Args:
        body: The response, content-decoded.
        outlet: Record of the outlet whose feed it is; its `date_order` holds for the dates.
        via: Address of the feed or sitemap, to which relative links are relative.
        outlets: The register, by which each link's outlet is found.

    Returns:
        The entries in the order of the document; none for a valid one that is empty.

    Raises:
        FeedError: The body is too large, is no feed, breaks off, declares entities, is a challenge page or a
            sitemap index.
    """
    root, whole = _root(body)
    kind = _local_name(root)
    if kind in _FEED_ROOTS:
        found = [_feed_link(entry, outlet, via, outlets) for entry in _entries(root)]
    elif kind == "urlset":
        found = [_sitemap_link(url, outlet, via, outlets) for url in root.iter(f"{_SITEMAP}url")]
    elif kind == "sitemapindex":
        raise FeedError("unsupported", "a sitemap index: expected one of the sitemaps it names")
    else:
        raise FeedError("malformed", f"expected RSS, Atom or a sitemap, found <{kind[:40]}>")
    if not found and not whole:
        raise FeedError("malformed", "broken XML in which no entry could be found")
    return found


def document(body: bytes) -> etree._Element:
    """Give the root of a feed or sitemap, its bytes and ampersands mended as `links` mends them.

    Raises:
        FeedError: The body is too large, is no XML, breaks off or declares entities.
    """
    return _root(body)[0]


def _root(body: bytes) -> tuple[etree._Element, bool]:
    """Give the root of a document that does not break off, and whether nothing in it had to be mended."""
    body = unpacked(body)
    if len(body) > MAX_BYTES:
        raise FeedError("too_large", f"{len(body):,} bytes: expected at most {MAX_BYTES:,}")
    text = markup.decode(body).strip()
    if not text:
        raise FeedError("malformed", "expected RSS, Atom or a sitemap, found nothing")
    if "<!ENTITY" in text:
        raise FeedError("malformed", "declares XML entities: expected a document without them")
    root, whole = _parse(text)
    if not whole:
        text = _escape_ampersands(text)
        root, _ = _parse(text)
    if root is None or _local_name(root).lower() in _PAGE_ROOTS:
        raise _no_xml(text)
    closing = rf"</(?:[\w.-]+:)?{re.escape(_local_name(root))}\s*>"
    if not whole and not re.search(closing, text):
        raise FeedError("malformed", f"the document breaks off: expected it to end with </{root.tag}>")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise FeedError("too_large", f"expected at most {_MOST_ELEMENTS:,} elements")
    return root, whole


def _local_name(element: etree._Element) -> str:
    """Give the name without namespace or prefix; mended XML may hold names that lxml itself refuses."""
    return element.tag.rpartition("}")[2].rpartition(":")[2]


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    """Parse XML without entities or network, mending what can be; say whether nothing had to be."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, False
    return root, root is not None and not len(parser.error_log)


def _escape_ampersands(text: str) -> str:
    """Write as "&amp;" what begins no reference of XML; CDATA stays as it is."""
    first, *others = text.split("<![CDATA[")
    pieces = [_BARE_AMPERSAND.sub("&amp;", first)]
    for other in others:
        data, end, rest = other.partition("]]>")
        pieces.append(f"<![CDATA[{data}{end}{_BARE_AMPERSAND.sub('&amp;', rest)}")
    return "".join(pieces)


def unpacked(body: bytes) -> bytes:
    """Give a body without the gzip that a sitemap's file may be in ("sitemap.xml.gz").

    Raises:
        FeedError: It unpacks to more than is read, or breaks off.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = member.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise FeedError("malformed", f"expected a whole gzip file: {error}") from error
    if len(plain) > MAX_BYTES:
        raise FeedError("too_large", f"unpacks to more than {MAX_BYTES:,} bytes")
    if not member.eof:
        raise FeedError("malformed", "the gzip file breaks off")
    return plain


def challenge(text: str) -> FeedError | None:
    """Give the error for a page that asks for JavaScript in place of the source, None for any other."""
    script = _CHALLENGE.search(text)
    tree = markup.parse(text) if script else None
    if script is None or tree is None:
        return None
    markup.drop_invisible(tree)
    if len(markup.text_of(tree).split()) > _CHALLENGE_WORDS:
        return None
    return FeedError(
        "challenge",
        f"JavaScript challenge in place of the source: a page with {script[0]!r} and hardly a word",
    )


def _no_xml(text: str) -> FeedError:
    """Tell a challenge page from any other answer that is no XML."""
    if not re.search(r"<(?:html|script|body)\b", text, re.IGNORECASE):
        return FeedError("malformed", "expected RSS, Atom or a sitemap, found no XML")
    return challenge(text) or FeedError("malformed", "expected RSS, Atom or a sitemap, found an HTML page")


def _entries(root: etree._Element) -> Iterator[tuple[Any, date | None]]:
    """Give the entries of a feed, each with the day of the archived scan that saw it."""
    # As a file object: feedparser opens bytes that look like an address or a path.
    body = io.BytesIO(etree.tostring(root, encoding="utf-8"))
    try:
        parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # such as KeyError: of some broken feeds it makes errors of many kinds
        raise FeedError("malformed", f"no feed that can be read: {type(error).__name__}") from error
    archived = parsed.namespaces.get("scan") == _SCAN
    for entry in parsed.entries:
        yield entry, _day(entry.get("scan_day", "")) if archived else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _feed_link(
    found: tuple[Any, date | None], outlet: Outlet, via: str, register: Mapping[str, Outlet]
) -> Link:
    entry, scan_date = found
    # Never feedparser's own reading of the date: only ours knows the outlet's order and "+07".
    raw = entry.get("published") or entry.get("updated") or ""
    title, summary = _text(entry, "title"), _text(entry, "summary")
    return link(entry.get("link", ""), title, summary, raw, outlet, via, "feed", scan_date, register)


def _text(entry: Any, name: str) -> str:  # noqa: ANN401 feedparser's entries have no type
    text = _CUT_TAG.sub("", entry.get(name, ""))
    if entry.get(f"{name}_detail", {}).get("type") in ("text/html", "application/xhtml+xml"):
        tree = markup.parse(f"<div>{text}</div>")
        if tree is None:
            return ""
        markup.drop_invisible(tree)
        return markup.text_of(tree)
    return markup.clean(text)


def _sitemap_link(url: etree._Element, outlet: Outlet, via: str, register: Mapping[str, Outlet]) -> Link:
    address = url.findtext(f"{_SITEMAP}loc") or ""
    title = markup.clean(url.findtext(f"{_NEWS}news/{_NEWS}title") or "")
    raw = url.findtext(f"{_NEWS}news/{_NEWS}publication_date") or ""
    changed_at = dates.read(url.findtext(f"{_SITEMAP}lastmod") or "")
    return link(address, title, "", raw, outlet, via, "sitemap", None, register, changed_at)


def link(
    address: str,
    title: str,
    summary: str,
    raw: str,
    outlet: Outlet,
    via: str,
    via_kind: ViaKind,
    scan_date: date | None,
    register: Mapping[str, Outlet],
    changed_at: datetime | None = None,
) -> Link:
    """Make one entry of what its source says; what is wrong with its address is the entry's problem."""
    title = title[:_LONGEST_TITLE]
    url, canonical_url, owner, problem = _address(address.strip(), outlet, via, register)
    return Link(
        url=url,
        canonical_url=canonical_url,
        outlet=owner,
        title=title,
        title_hash=urls.title_hash(title),
        summary=summary[:_LONGEST_SUMMARY],
        published_raw=raw,
        published_at=dates.read(raw, outlet.date_order),
        via=via,
        via_kind=via_kind,
        scan_date=scan_date,
        problem=problem,
        changed_at=changed_at,
    )


def _address(
    address: str, outlet: Outlet, via: str, register: Mapping[str, Outlet]
) -> tuple[str, str, str, str | None]:
    """Give address, canonical address, outlet id and problem of a link."""
    if not address:
        return "", "", outlet.id, "no address"
    if len(address) > _LONGEST_ADDRESS:
        return address[:_LONGEST_ADDRESS], address[:_LONGEST_ADDRESS], outlet.id, "bad address"
    try:
        url = urljoin(via, address)
        owner = outlets.find(url, register)
        canonical_url = urls.canonical(url, owner)
    except ValueError:
        return address, address, outlet.id, "bad address"
    if owner is None:
        return url, canonical_url, outlet.id, "foreign host"
    return url, canonical_url, owner.id, None
