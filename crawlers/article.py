"""What extraction gives to the rest: an article, or the reason why there is none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawlers.outlets import Part

Placement = Literal["editorial", "sponsored", "owned", "unknown"]
DateMethod = Literal["json-ld", "meta", "selector", "visible", "htmldate", "feed", "sitemap", "feed item"]
DatePrecision = Literal["second", "minute", "day"]


@dataclass(frozen=True)
class Article:
    """One page of an outlet, read.

    Text is NFC. Times are aware and in UTC. Bylines are not kept.

    Attributes:
        url: The address that was requested.
        canonical_url: The address by which the item is known (see `crawlers.urls.canonical`).
        outlet: Id of the outlet's record.
        title: The headline as shown on the page (the h1, not og:title).
        lead: The sa-pô, without agency tags such as "(TTXVN)"; "" where the page has none.
        body: Paragraphs separated by a blank line, without lead, captions and credit lines.
        section: Section name as shown, or None.
        credit: Name of the text's source in its standard form ("TTXVN"), or None.
        credit_line: The text credit as printed ("Theo TTXVN/Vietnam+"), or None.
        photo_credit: Names of the sources of pictures in their standard form, without repeats.
        placement: "sponsored" only where a label was seen, "owned" on the organiser's own sites.
        genre: "news", "interview", "opinion", "photo", "video", "live", or None where not recognised.
        published_at: UTC, or None where no source gives a date.
        published_method: Where published_at was read; "feed item" where there is no page.
        published_precision: How fine the source's time is.
        fetched_at: UTC.
        fallbacks: Parts that were not read as they should be, in the order of `outlets.PARTS`: those for
            which the outlet has a selector for that time which found nothing; without one, "title" where no
            h1 is the headline, "body" where no paragraph has 40 characters or only data hold it, and
            "published" where neither data nor a printed time gives it. The share of items with any is an
            outlet's layout drift.
            Without a selector, a missing lead, section or credit is none: many articles have no such part.
        sha256: Hex digest of title, lead and body, joined by newlines: the revision's identity.
    """

    url: str
    canonical_url: str
    outlet: str
    title: str
    lead: str
    body: str
    section: str | None
    credit: str | None
    credit_line: str | None
    photo_credit: tuple[str, ...]
    placement: Placement
    genre: str | None
    published_at: datetime | None
    published_method: DateMethod | None
    published_precision: DatePrecision | None
    fetched_at: datetime
    fallbacks: tuple[Part, ...]
    sha256: str
