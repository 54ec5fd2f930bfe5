"""What an outlet's site shows: article pages, feed, sitemaps, section page and robots.txt.

Article pages come in the layouts that outlets use, so that extraction meets each of them.
An outlet keeps one layout, chosen by its id: where its pages state the publication time, whether og:title
is the headline, and whether the lead has its own element or is the body's first paragraph in bold.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import lxml.html
from jinja2 import Environment, PackageLoader, StrictUndefined
from lxml.etree import ParserError

from crawlers import urls
from lantoa.press.items import Item
from nlp.leads import own_lead

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

Kind = Literal["json_ld", "meta_only", "visible_date", "short_og_title"]
_KINDS: tuple[Kind, ...] = ("json_ld", "meta_only", "visible_date", "short_og_title")
_TYPES = {"opinion": "OpinionNewsArticle", "live": "LiveBlogPosting"}

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_templates = Environment(
    loader=PackageLoader("lantoa.press"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Layout:
    """How an outlet's article pages are made.

    Attributes:
        kind: Template: where the publication time stands, and whether og:title is the headline.
        lead_in_body: Whether the lead is the body's first paragraph, in bold.
    """

    kind: Kind
    lead_in_body: bool


@dataclass(frozen=True)
class Entry:
    """An item with its outlet, and its times as instants.

    Attributes:
        item: The row.
        outlet_id: Id of the outlet's record, or the host of an outlet without one.
        outlet_name: Name to show.
        published_at: UTC; None where the date has no known form.
        updated_at: UTC; None where there is none or it has no known form.
    """

    item: Item
    outlet_id: str
    outlet_name: str
    published_at: datetime | None
    updated_at: datetime | None


def layout(outlet_id: str) -> Layout:
    """Give the layout of an outlet's pages: the same in every process."""
    digest = hashlib.sha256(outlet_id.encode()).digest()
    return Layout(_KINDS[digest[0] % len(_KINDS)], lead_in_body=digest[1] % 2 == 1)


def article(entry: Entry, related: Sequence[Item]) -> str:
    """Give the HTML of an article page.

    Args:
        entry: The article.
        related: Other articles of the outlet, to be linked below the text.
    """
    item = entry.item
    own = layout(entry.outlet_id)
    # A feed may add the headlines of other stories to a summary; a page's lead is its own.
    lead = own_lead(plain(item.summary))
    paragraphs = [part.strip() for part in (item.body or "").split("\n\n") if part.strip()]
    return _templates.get_template(f"{own.kind}.html").render(
        item=item,
        outlet=entry.outlet_name,
        address=urls.canonical(item.url),
        lead=lead if paragraphs else "",
        lead_in_body=own.lead_in_body,
        description=lead,
        # Where only the feed is known, its summary is all there is of the text.
        paragraphs=paragraphs or ([lead] if lead else []),
        short_title=_shorter(item.title),
        type=_TYPES.get(item.genre or "", "NewsArticle"),
        published=_vietnam(entry.published_at),
        updated=_vietnam(entry.updated_at),
        related=related,
    )


def plain(markup: str) -> str:
    """Give the text of a summary that may carry HTML, with single spaces."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    try:
        text = lxml.html.fragment_fromstring(markup, create_parent=True).text_content()
    except (ParserError, ValueError):
        # Nothing but a comment, or characters that XML has no place for: shown as they are, escaped.
        text = markup
    return " ".join(text.split())


def feed(name: str, address: str, items: Sequence[Item]) -> str:
    """Give an RSS 2.0 feed with titles, summaries and dates as they are in the items."""
    xml = _templates.get_template("feed.xml").render(name=name, address=address, items=items)
    return _NOT_XML.sub("", xml)


def news_sitemap(entries: Sequence[Entry]) -> str:
    """Give a news sitemap; its times are Vietnam times with their zone, or raw where they can't be read."""
    return _NOT_XML.sub("", _templates.get_template("news_sitemap.xml").render(entries=entries))


def url_sitemap(entries: Sequence[Entry]) -> str:
    """Give a sitemap of addresses with the times of their last change, each of which is known."""
    return _NOT_XML.sub("", _templates.get_template("url_sitemap.xml").render(entries=entries))


def sitemap_index(sitemaps: Sequence[str]) -> str:
    """Give an index of sitemaps."""
    return _templates.get_template("sitemap_index.xml").render(sitemaps=sitemaps)


def section(name: str, items: Sequence[Item]) -> str:
    """Give the HTML of a page that lists articles, without their times."""
    return _templates.get_template("section.html").render(name=name, items=items)


def robots(sitemaps: Sequence[str]) -> str:
    """Give a robots.txt (RFC 9309) that lets articles, feeds and these sitemaps be fetched."""
    return _templates.get_template("robots.txt").render(sitemaps=sitemaps)


def _vietnam(time: datetime | None) -> datetime | None:
    return time.astimezone(_VIETNAM) if time else None


_templates.filters["vietnam"] = _vietnam


def _shorter(title: str) -> str:
    """Give the first three quarters of a headline's words: what outlets hand to social networks."""
    words = title.split()
    return " ".join(words[: max(1, len(words) * 3 // 4)])
