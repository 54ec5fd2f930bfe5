"""When an article is asked for again: newsrooms change texts and headlines, and take pages down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

Outcome = Literal["page", "same", "gone", "item"]

DAY = timedelta(days=1)
# Counted from the first fetch. What a campaign is about is looked at once more, while it is fresh.
FOLLOWED = (timedelta(hours=2), DAY, timedelta(days=7))
OTHERS = (DAY, timedelta(days=7))
# A crawl that was off for weeks does not ask for weeks of articles at once.
LAST = timedelta(days=14)
_GONE = (404, 410)


@dataclass(frozen=True)
class Fetch:
    """One answer to a request for an article.

    Attributes:
        at: Aware time of the request.
        outcome: "page", "same" (304: as it was), or "gone" (no longer at this address).
    """

    at: datetime
    outcome: Outcome


def is_due(fetches: Sequence[Fetch], followed: bool, now: datetime) -> bool:
    """Tell whether an article is to be asked for again.

    It is 24 hours and 7 days after the first fetch, a followed one also 2 hours after it; of times that
    passed without a crawl only the last counts, and none after 14 days. One that is gone is tried a second
    time a day later, and after that no more.

    Args:
        fetches: Its answers so far in the order of time, at least one; the first is a page.
        followed: Whether it is on a campaign.
        now: Aware time of the crawl.
    """
    first, last = fetches[0], fetches[-1]
    if now >= first.at + LAST:
        return False
    if last.outcome == "gone":
        return fetches[-2].outcome != "gone" and now >= last.at + DAY
    passed = [first.at + mark for mark in (FOLLOWED if followed else OTHERS) if first.at + mark <= now]
    return bool(passed) and last.at < passed[-1]


def outcome(status: int, requested: str, answered: str) -> Outcome | None:
    """Say what an answer means for an article, None where it says nothing of it (such as 503).

    An outlet that sends the reader of an article to its front page has it no longer either.

    Args:
        status: HTTP status of the last answer, after redirects.
        requested: The article's address.
        answered: Address of the last answer.
    """
    if status in _GONE:
        return "gone"
    if status == 304:
        return "same"
    if status != 200:
        return None
    return (
        "gone"
        if urlsplit(answered).path in ("", "/") and urlsplit(requested).path not in ("", "/")
        else "page"
    )
