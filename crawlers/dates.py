"""One reader for every form of date that feeds and pages use."""

import re
from datetime import UTC, datetime, timedelta

import dateparser

_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_NAMED_ZONE = re.compile(r"\((?:GMT|UTC)\s*([+-]\d{1,2})\)|\b(?:GMT|UTC)\s*([+-]\d{1,2})\b")
_BARE_HOURS = re.compile(r"([+-]\d{2})$")


def read(raw: str, outlet_order: str | None = None) -> datetime | None:
    """Read a date as printed; a date without a zone is Vietnam time.

    Args:
        raw: The text as the feed or page gives it.
        outlet_order: "MDY" where the outlet writes the month first; None for the day first.

    Returns:
        The instant in UTC, or None for no known form.
    """
    text = raw.replace("\u202f", " ").replace("\xa0", " ").strip()
    if not 6 <= len(text) <= 80:
        return None
    text = _NAMED_ZONE.sub(lambda zone: _offset(zone[1] or zone[2]), text)
    text = _BARE_HOURS.sub(r"\1:00", text) if ":" in text[:-3] else text
    try:
        time = dateparser.parse(
            text,
            languages=["vi", "en"],  # RSS writes English day and month names
            settings={
                "TIMEZONE": "Asia/Ho_Chi_Minh",
                "RETURN_AS_TIMEZONE_AWARE": True,
                "DATE_ORDER": outlet_order or "DMY",
                "REQUIRE_PARTS": ["day", "month", "year"],
                "PARSERS": ["absolute-time"],
            },
        )
        return time.astimezone(UTC) if time else None
    except (ValueError, OverflowError):
        return None


def check(published_at: datetime, fetched_at: datetime) -> str | None:
    """Say why a time can't be a publication time, or None; both times are aware."""
    if published_at > fetched_at + timedelta(days=1):
        return "future date"
    return "impossible date" if published_at < _EARLIEST else None


def _offset(hours: str) -> str:
    return f"{hours[0]}{int(hours[1:]):02d}:00"
