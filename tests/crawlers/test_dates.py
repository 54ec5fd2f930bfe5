"""One reader for every form of date."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers import dates, outlets

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MINUTES = st.integers(0, 33_000_000).map(
    lambda minutes: datetime(1996, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _rfc(time: datetime, zone: str, year: str = "%Y") -> str:
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[time.weekday()]
    return f"{day}, {time:%d} {MONTHS[time.month - 1]} {time.strftime(year)} {time:%H:%M:%S} {zone}"


def _us(time: datetime, space: str) -> str:
    return f"{time.month}/{time.day}/{time.year} {time.hour % 12 or 12}:{time:%M:%S}{space}{time:%p}"


# Every form seen in a feed or on a page: the order it needs, and how it writes a time of Vietnam.
FORMS = {
    "RFC 822 +0700": (None, lambda time: _rfc(time, "+0700")),
    "RFC 822 +07:00": (None, lambda time: _rfc(time, "+07:00")),
    "RFC 822 +07": (None, lambda time: _rfc(time, "+07")),
    "RFC 822 GMT+7": (None, lambda time: _rfc(time, "GMT+7")),
    "RFC 822 GMT": (None, lambda time: _rfc(time.astimezone(UTC), "GMT")),
    "RFC 822 two-digit year": (None, lambda time: _rfc(time, "+0700", "%y")),
    "US with narrow no-break space": ("MDY", lambda time: _us(time, "\u202f")),
    "US with space": ("MDY", lambda time: _us(time, " ")),
    "ISO with zone": (None, lambda time: time.isoformat()),
    "ISO in UTC": (None, lambda time: f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"),
    "ISO without zone": (None, lambda time: f"{time:%Y-%m-%dT%H:%M:%S}"),
    "ISO with a space": (None, lambda time: f"{time:%Y-%m-%d %H:%M}"),
    "ISO of an outlet with months first": ("MDY", lambda time: time.isoformat()),
    "with weekday": (
        None,
        lambda time: f"Thứ sáu, {time.day}/{time.month}/{time.year}, {time:%H:%M} (GMT+7)",
    ),
    "with zone name": (None, lambda time: f"{time:%d/%m/%Y %H:%M} GMT+7"),
    "with long zone name": (None, lambda time: f"{time:%d/%m/%Y %H:%M} (GMT+07:00)"),
    "clock first": (None, lambda time: f"{time:%H:%M %d/%m/%Y}"),
    "clock first with hyphens": (None, lambda time: f"{time:%H:%M %d-%m-%Y}"),
    "in words": (None, lambda time: f"Ngày {time.day} tháng {time.month} năm {time.year} {time:%H:%M}"),
}


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(time=MINUTES)
def test_a_minute_written_in_any_form_is_read_back(form, time):
    order, write = FORMS[form]
    assert dates.read(write(time.astimezone(VIETNAM)), order) == time


@settings(deadline=None)
@given(
    time=MINUTES,
    zone=st.sampled_from(["+0700", "+07:00", "GMT", "-0330"]),
    year=st.sampled_from(["%Y", "%y"]),
)
def test_the_fast_path_reads_as_dateparser_does(time, zone, year):
    text = _rfc(time, zone, year)
    slow = dateparser.parse(
        text, languages=["en"], settings={"TIMEZONE": "Asia/Ho_Chi_Minh", "RETURN_AS_TIMEZONE_AWARE": True}
    )
    assert dates.read(text) == slow


@pytest.mark.parametrize(
    ("raw", "order", "day", "month"),
    [
        ("6/3/2026", None, 6, 3),
        ("6/3/2026", "MDY", 3, 6),
        ("2026-03-06", None, 6, 3),
        ("2026-03-06", "MDY", 6, 3),
        ("Thứ Sáu, ngày 6 tháng 3, 2026", "MDY", 6, 3),
    ],
)
def test_only_a_numeric_date_depends_on_the_outlets_order(raw, order, day, month):
    assert dates.read(raw, order) == datetime(2026, month, day, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("raw", "order"), [("7/20/2026 5:25:00 AM", None), ("20/7/2026 5:25:00 AM", "MDY"), ("31/2/2026", None)]
)
def test_a_date_that_cannot_be_one_in_its_order_is_not_turned_round(raw, order):
    assert dates.read(raw, order) is None


@pytest.mark.parametrize(
    "raw",
    ["", "hôm qua", "2 giờ trước", "© 2019", "2019", "17:05", "tháng 3 năm 2026", "á, 15h6M", "x" * 100_000],
)
def test_what_is_no_full_date_is_none(raw):
    assert dates.read(raw) is None


@settings(deadline=None)
@given(st.text(max_size=60) | st.text("0123456789/-:. ,+TZGMAP\u202fthángờ", max_size=40))
def test_hostile_text_gives_none_or_a_time_in_utc(raw):
    time = dates.read(raw)
    assert time is None or time.utcoffset() == timedelta(0)


def test_times_that_cannot_be_true_are_named():
    fetched = datetime(2026, 7, 20, tzinfo=UTC)
    assert dates.check(fetched + timedelta(hours=23), fetched) is None
    assert dates.check(fetched + timedelta(hours=25), fetched) == "future date"
    assert dates.check(datetime(1970, 1, 1, tzinfo=UTC), fetched) == "impossible date"


RFC = re.compile(r"\w{3}, (\d\d) (\w{3}) (\d{2,4}) (\d\d):(\d\d):(\d\d) (?:GMT|\+(07)(?::?00)?)")
US = re.compile(r"(\d+)/(\d+)/(\d{4}) (\d+):(\d\d):(\d\d)\s([AP])M")


def _strictly(raw: str) -> datetime:
    """Read a feed's date a second way, by its digits alone."""
    if found := RFC.fullmatch(raw):
        day, month, year, hour, minute, second, ahead = found.groups(default="0")
        zone = timezone(timedelta(hours=int(ahead)))
        year = int(year) + (2000 if len(year) == 2 else 0)
        return datetime(
            year, MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone
        )
    month, day, year, hour, minute, second, half = US.fullmatch(raw).groups()
    hour = int(hour) % 12 + (12 if half == "P" else 0)
    return datetime(int(year), int(month), int(day), hour, int(minute), int(second), tzinfo=VIETNAM)


@pytest.mark.shared
def test_every_date_of_the_real_feeds_is_read_right(shared_data):
    register = outlets.load()
    lines = (shared_data / "press" / "items.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) > 9000
    for row in rows:
        outlet = outlets.find(row["url"], register)
        assert outlet is not None, row["url"]
        assert dates.read(row["published"], outlet.date_order) == _strictly(row["published"]), row[
            "published"
        ]
