"""Days that a text names by their numbers: "23/10", "23-10-2013", "ngày 23 tháng 10", "từ 5-7/12"."""

import re

_DAY, _MONTH = "(0?[1-9]|[12][0-9]|3[01])", "(0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
# A slash is a date's unless it counts a part ("8/10 người", "24/7"); a hyphen and a full stop are scores
# and decimals unless a word for a day stands before them, a bracket around them or a year behind.
_OF_DAYS = ("ngày", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "hôm", "từ", "đến", "tin")
_OF_A_DAY = "|".join(
    rf"(?<={word})"
    for word in (
        *(rf"\b{word} " for word in _OF_DAYS),
        r"\(",
    )
)
_COUNTED = (
    "người|học sinh|em|hộ|xã|phường|tỉnh|thí sinh|ca|ý kiến|đại biểu|điểm|vụ|trận|suất|thành viên|chỉ tiêu"
)
_BEFORE, _BEHIND = r"(?<![\w/.,-])", r"(?![\w/]|[.,-]\d)"
_NAMED = re.compile(
    rf"{_BEFORE}(?:{_DAY} ?[-–] ?)?{_DAY} ?/ ?{_MONTH}(?: ?/ ?{_YEAR})?{_BEHIND}(?<!24/7)"
    rf"(?! (?:{_COUNTED})\b)"
    rf"|{_BEFORE}(?:{_DAY} ?[-–] ?)?{_DAY} tháng {_MONTH}(?: năm {_YEAR})?{_BEHIND}"
    rf"|{_BEFORE}{_DAY} ?[.-] ?{_MONTH} ?[.-] ?{_YEAR}{_BEHIND}"
    rf"|{_BEFORE}(?:{_OF_A_DAY}){_DAY} ?[.-] ?{_MONTH}{_BEHIND}"
)
# What each of these holds: most texts do not, and to ask so takes far less than to look for them.
_DATED = re.compile(r"\d(?: ?[/.–-]| tháng )")
# From one date to another.
_RANGE = re.compile(r"(/\d{1,4}) ?[-–] ?(?=\d{1,2}/\d)")


def days(folded: str) -> frozenset[tuple[int, int]]:
    """Find the days that a folded text names, as (day, month); of a range its first and last."""
    if not _DATED.search(folded):
        return frozenset()
    found: set[tuple[int, int]] = set()
    for named in _NAMED.finditer(_RANGE.sub(r"\1 , ", folded)):
        *first, month = (int(number) for number in named.groups() if number)
        found.update((day, month) for day in first)
    return frozenset(found)
