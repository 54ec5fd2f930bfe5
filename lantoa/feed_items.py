"""Feed items without their pages: entries of feeds that others recorded, one JSON object a line."""

import hashlib
from datetime import datetime, time, timedelta
from pathlib import Path

from crawlers import credit, dates, markup
from crawlers.article import Article
from crawlers.outlets import VIETNAM, Outlet
from lantoa.press import pages
from lantoa.press.items import Item
from nlp.leads import own_lead

# As an archived feed item says what it is.
MEDIA_TYPE = "application/vnd.lantoa.feed-item+json"


def seen_at(item: Item, path: Path) -> datetime:
    """Give the aware time by which an item was in its feed: the end of the scan's day, else the file's."""
    if item.scan_day is None:
        return datetime.fromtimestamp(int(path.stat().st_mtime), VIETNAM)
    return datetime.combine(item.scan_day, time(), VIETNAM) + timedelta(days=1, seconds=-1)


def article(item: Item, outlet: Outlet, canonical_url: str, fetched_at: datetime) -> Article:
    """Read a feed item: its headline, and its summary as the lead, see `own_lead`; a body it has none.

    Args:
        item: The item.
        outlet: Record of its outlet, whose order of dates holds.
        canonical_url: The address by which it is known.
        fetched_at: Aware time by which it was in its feed.
    """
    title = markup.clean(pages.plain(item.title))
    summary = own_lead(markup.clean(pages.plain(item.summary)))
    lead, source = credit.split_tag(summary, outlet.name)
    agency = source if source in credit.AGENCIES else None
    return Article(
        url=item.url,
        canonical_url=canonical_url,
        outlet=outlet.id,
        title=title,
        lead=lead,
        body="",
        section=item.section,
        credit=agency,
        credit_line=agency,
        photo_credit=(),
        placement="sponsored" if item.sponsored else "unknown",
        genre=item.genre,
        published_at=dates.read(item.published, outlet.date_order),
        published_method="feed item",
        published_precision="second",
        fetched_at=fetched_at,
        fallbacks=(),
        sha256=hashlib.sha256(f"{title}\n{lead}\n".encode()).hexdigest(),
    )
