"""When a page was published: which of the times it gives to believe."""

import re
from datetime import datetime, timedelta

import htmldate
from lxml.html import HtmlElement

from crawlers import dates, markup
from crawlers.article import DateMethod, DatePrecision
from crawlers.page import META_DATES, Page

_DAY = r"(?P<day>\d{1,2})\s*(?:[/.\-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.\-]|,?\s*năm|,)\s*(?P<year>\d{4})"
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])\s*(?:[:hg])\s*(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
_SHOWN = (
    re.compile(rf"(?<!\d){_DAY}(?!\d)(?:\D{{0,12}}?{_CLOCK}(?!\d)(?:\s*(?P<half>[AP]M|SA|CH)\b)?)?", re.I),
    re.compile(rf"(?<!\d){_CLOCK}(?:\s*(?P<half>[AP]M|SA|CH)\b)?\D{{0,16}}?{_DAY}(?!\d)", re.I),
)
_DATE_PARTS = {
    "date",
    "time",
    "datetime",
    "publishdate",
    "pubdate",
    "published",
    "publish",
    "ngay",
    "timestamp",
    "times",
}
_UPDATED = re.compile(r"^\W*(?:cập nhật|sửa|updated)\b", re.I)
_UTC_FOR_LOCAL = timedelta(hours=7)

_Time = tuple[datetime, DateMethod, DatePrecision]


def published(page: Page) -> tuple[datetime | None, DateMethod | None, DatePrecision | None]:
    """Give the publication time, where it was read, and how precise it is."""
    stated = _read(page, markup.stated(page.node.get("datePublished")), "json-ld")
    meta = next(filter(None, (_read(page, page.metas.get(name, ""), "meta") for name in META_DATES)), None)
    shown = _by_selector(page)
    if "published" in page.selectors and shown is None and not (stated or meta):
        page.fallbacks.add("published")
    chosen = _agreed(stated, meta, shown or _shown_time(page))
    if chosen is None:
        page.fallbacks.add("published")
        chosen = _by_htmldate(page)
    return chosen or (None, None, None)


def _agreed(stated: "_Time | None", meta: "_Time | None", shown: "_Time | None") -> "_Time | None":
    """Choose among JSON-LD, meta elements and the time printed by the headline.

    JSON-LD comes first. Where another source names the same minute, its value is taken: templates round
    the seconds away or add the database's own, while the meta element and the printed time are what the
    newsroom gave. A time in "UTC" whose clock reads like the printed local one is a local time.
    """
    first = stated or meta or shown
    if first is None or first is shown:
        return first
    for local in (shown, meta):
        if local and local[2] != "day" and _same_minute(first[0] - _UTC_FOR_LOCAL, local[0]):
            return local
    closer = meta or shown
    if first is stated and closer is not None and closer[2] != "day" and _same_minute(first[0], closer[0]):
        return first if first[0] == closer[0] else closer
    return first


def _same_minute(a: datetime, b: datetime) -> bool:
    return a.replace(second=0, microsecond=0) == b.replace(second=0, microsecond=0)


def _read(page: Page, raw: str, method: DateMethod) -> "_Time | None":
    """Read a date as written; None if it has no known form or cannot be true."""
    # What is printed for readers arrives here in ISO form; only data can be in the outlet's own order.
    time = dates.read(raw, page.outlet.date_order) if raw else None
    if time is None or dates.check(time, page.fetched_at) is not None:
        return None
    precision: DatePrecision = (
        "second" if re.search(r":\d\d:\d\d", raw) else "minute" if ":" in raw else "day"
    )
    return time, method, precision


def _read_shown(page: Page, text: str, method: DateMethod) -> "_Time | None":
    """Read a time printed for readers: day, month, year, in Vietnam."""
    found = [match.groupdict() for match in (form.search(text) for form in _SHOWN) if match]
    if not found:
        return None
    part = next((match for match in found if match["hour"]), found[0])
    iso = f"{part['year']}-{int(part['month']):02d}-{int(part['day']):02d}"
    if part["hour"]:
        hour = int(part["hour"])
        if (part["half"] or "").upper() in ("PM", "CH") and hour < 12:
            hour += 12
        iso += f"T{hour:02d}:{part['minute']}" + (f":{part['second']}" if part["second"] else "")
    return _read(page, iso, method)


def _shown_time(page: Page) -> "_Time | None":
    """Give the time printed nearest to the headline."""
    heading = page.heading
    if heading is None:
        return None
    around = [
        *heading.xpath("following::*[position() <= 60]"),
        *heading.xpath("descendant::*"),
        *reversed(heading.xpath("preceding::*")[-60:]),
    ]
    for element in around:
        if element.tag != "time" and not markup.parts(element) & _DATE_PARTS:
            continue
        text = markup.text_of(element)
        if len(text) <= 80 and not _UPDATED.search(text):
            found = (
                _read_shown(page, text, "visible")
                or _read(page, element.get("datetime") or "", "visible")
                or _read_shown(page, element.get("title") or "", "visible")
            )
            if found:
                return found
    return _unnamed_time(page, heading)


def _unnamed_time(page: Page, heading: HtmlElement) -> "_Time | None":
    """Give the time of a line beside the headline that is nothing but a day and a clock time."""
    beside = [
        *heading.xpath("following::*[position() <= 12]"),
        *reversed(heading.xpath("preceding::*")[-12:]),
    ]
    for element in beside:
        text = markup.text_of(element)
        found = _read_shown(page, text, "visible") if len(text) <= 60 else None
        if found and found[2] != "day":
            return found
    return None


def _by_selector(page: Page) -> "_Time | None":
    element = page.selected.get("published")
    return _read_shown(page, markup.text_of(element), "selector") if element is not None else None


def _by_htmldate(page: Page) -> "_Time | None":
    """Ask htmldate in its strict form; the extensive one makes dates of "© 2019"."""
    try:
        raw = htmldate.find_date(
            page.tree,
            extensive_search=False,
            original_date=True,
            url=page.url or None,
            max_date=page.fetched_at,
        )
    except Exception:  # a library on hostile input: whatever it stumbles over, the page has no date
        return None
    return _read(page, raw, "htmldate") if raw else None
