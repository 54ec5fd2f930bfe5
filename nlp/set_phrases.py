"""Sentences whose wording is given, so that two reports share them though neither copied the other.

These are quoted rules of law ("Người nào ... thì bị phạt tù từ 02 năm đến 07 năm") and rolls of those who
were there, with their offices.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.text import fold, sentences

_LAWS = ("bộ luật", "luật", "nghị định", "thông tư", "hiến pháp", "pháp lệnh")
_MARKS = (*_LAWS, "phạt tiền", "phạt tù", "cải tạo không giam giữ", "các trường hợp", "quy định tại")
"""A rule of law has one of these."""
_OFFICES = (
    "ủy viên", "bí thư", "chủ tịch", "thủ tướng", "bộ trưởng", "thứ trưởng", "chánh văn phòng", "trưởng ban",
    "phó ban", "chánh án", "viện trưởng", "tổng thanh tra", "tổng kiểm toán", "giám đốc", "tư lệnh",
    "chính ủy", "đại tướng", "thượng tướng", "trung tướng", "thiếu tướng", "vụ trưởng", "cục trưởng",
    "tổng biên tập", "đại sứ", "chủ nhiệm",
)  # fmt: skip
_LAW = f"(?:{'|'.join(_LAWS)})"
_CITED = rf"(?:(?:điều|khoản|điểm) (?:\d+[a-zđ]?|[a-zđ])\b,? (?:của )?)+{_LAW}\b"
_RULE = re.compile(
    r"\bphạt (?:tiền|tù|cải tạo không giam giữ)(?: có thời hạn)? (?:từ|đến) \d[^;]{0,60}\bđến \d"
    r"|\bthì bị phạt (?:tiền|tù|cải tạo)|\bcòn có thể bị phạt tiền"
    rf"|{_CITED}.*\b(?:quy định|nêu rõ|ghi rõ|người nào|hành vi)\b"
    rf"|\b{_LAW}\b.*\bquy định (?:như sau|rõ|cụ thể)\b"
    r"|\bthuộc (?:một trong )?các trường hợp (?:sau|quy định|dưới) "
    rf"|\bquy định tại (?:điều|khoản|điểm|các điều) .*\b{_LAW} này\b"
)
_ARTICLE = re.compile(r"\s*(?:điều|khoản) \d+[a-zđ]?\. ")
_ITEM = re.compile(r"\s*(?:(?:[a-zđ]|\d{1,2})[.)]|[-–+•]) ?\S")
_ROLL = 5
"""Offices from which a sentence may be a roll."""
_ROLL_LINES = 3
"""Lines of a list, each with an office, from which they are one."""
_SYLLABLES_TO_AN_OFFICE = 12
"""A roll has an office in so many syllables or fewer."""


def without_set_phrases(body: str) -> str:
    """Leave out the sentences of a body whose wording is given; the others stand in order, maybe folded."""
    folded = fold(body)
    found = [(start, kind < len(_MARKS)) for kind, start, _ in _words().find_matches_as_indexes(folded)]
    marks = [start for start, is_mark in found if is_mark]
    offices = [start for start, is_mark in found if not is_mark]
    # Most bodies have none, and to ask so takes far less than to part them.
    if not marks and len(offices) < _ROLL_LINES:
        return body
    lines = list(re.finditer(r"[^\n]+", folded))
    rolls = _rolls([_is_roll(line[0], _count(offices, *line.span()), 1) for line in lines])
    kept: list[str] = []
    of_rule = False
    for number, line in enumerate(lines):
        # What a rule lists belongs to it.
        if marks and (_ARTICLE.match(line[0]) or (of_rule and _ITEM.match(line[0]))):
            of_rule = True
        elif number not in rolls:
            for start, end in sentences(line[0]):
                sentence, at = line[0][start:end], line.start()
                of_rule = bool(_count(marks, at + start, at + end) and _RULE.search(sentence))
                if not of_rule and not _is_roll(sentence, _count(offices, at + start, at + end), _ROLL):
                    kept.append(sentence)
    return "\n".join(kept)


def _rolls(are_rolls: Sequence[bool]) -> set[int]:
    """Give the numbers of the lines that stand among at least three of a list of offices."""
    found: set[int] = set()
    for is_roll, group in groupby(range(len(are_rolls)), are_rolls.__getitem__):
        numbers = list(group)
        if is_roll and len(numbers) >= _ROLL_LINES:
            found.update(numbers)
    return found


def _is_roll(text: str, offices: int, least: int) -> bool:
    return offices >= least and len(text.split()) <= offices * _SYLLABLES_TO_AN_OFFICE


def _count(places: Sequence[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)


@cache
def _words() -> AhoCorasick:
    return AhoCorasick((*_MARKS, *_OFFICES), matchkind=MatchKind.LeftmostLongest)
