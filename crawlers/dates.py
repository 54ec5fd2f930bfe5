"""One reader for every form of date that feeds and pages use."""

import contextlib
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
# "(GMT+7)" is seven hours ahead of Greenwich; POSIX, and dateutil with it, reads it the other way round.
_NAMED_ZONE = re.compile(r"()\s*\(?\b(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)\)?", re.IGNORECASE)
_BARE_HOURS = re.compile(r"(:\d{2}(?:\.\d+)?(?:\s?[AP]M)?)\s?([+-])(\d{1,2})()$", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|(?:[/.-]|[A-Za-z]{3} )\d{2}(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)")
_RFC_822 = ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %y %H:%M:%S %z")
_SETTINGS = {
    "TIMEZONE": "Asia/Ho_Chi_Minh",
    "RETURN_AS_TIMEZONE_AWARE": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
}


def read(raw: str, outlet_order: str | None = None) -> datetime | None:
    """Read a date as printed; a date without a zone is Vietnam time.

    Args:
        raw: The text as the feed or page gives it.
        outlet_order: "MDY" where the outlet writes the month first; None for the day first. A date that
            cannot be one in this order is not read in the other.

    Returns:
        The instant in UTC, or None for no known form.
    """
    text = " ".join(unicodedata.normalize("NFC", raw[:200]).split())
    if not 6 <= len(text) <= 80:
        return None
    text = _BARE_HOURS.sub(_offset, _NAMED_ZONE.sub(_offset, text))
    try:
        time = _standard(text) or _by_dateparser(text, outlet_order)
        if time is None:
            return None
        return (time if time.tzinfo else time.replace(tzinfo=_VIETNAM)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def check(published_at: datetime, fetched_at: datetime) -> str | None:
    """Say why a time can't be a publication time, or None; both times are aware."""
    if published_at > fetched_at + timedelta(days=1):
        return "future date"
    return "impossible date" if published_at < _EARLIEST else None


def _standard(text: str) -> datetime | None:
    """Read ISO 8601 and RFC 822, a hundred times faster than dateparser does and with the same result."""
    if text[4:5] == "-":
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(text)
    stated = f"{text[:-3]}+0000" if text.endswith(" GMT") else text
    for form in _RFC_822:
        with contextlib.suppress(ValueError):
            return datetime.strptime(stated, form)  # noqa: DTZ007 both forms end in %z
    return None


def _by_dateparser(text: str, outlet_order: str | None) -> datetime | None:
    if not _YEAR.search(text):
        return None
    import dateparser  # a tenth of a crawl's start, and most dates have a standard form

    order = outlet_order or "DMY"
    # RSS writes English names of days and months.
    time = dateparser.parse(text, languages=["vi", "en"], settings={**_SETTINGS, "DATE_ORDER": order})
    numeric = _NUMERIC.search(text)
    if time is not None and numeric:
        first, second = int(numeric[1]), int(numeric[3])
        # dateparser swaps the two where the order asked for gives no date.
        if (time.day, time.month) != ((second, first) if order == "MDY" else (first, second)):
            return None
    return time


def _offset(zone: re.Match[str]) -> str:
    """Write a zone with hours and minutes, behind the clock it may have been matched with."""
    clock, sign, hours, minutes = zone.groups(default="")
    return f"{clock} {sign}{int(hours):02d}:{minutes or '00'}"
