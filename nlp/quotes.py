"""Quotes: what offices say in a text, directly or indirectly.

Who speaks is kept as an office ("Bộ trưởng Bộ Y tế") or, where only that is said, as a role ("người dân"),
never as a name: names are resolved to offices within the text and forgotten, in the quoted words too. Where
speech stands is told by `nlp.voices.speeches`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from nlp.messages import Parts
from nlp.offices.speakers import Speakers
from nlp.text import excerpt, fold, is_vietnamese, normalise, syllables
from nlp.voices import Speech, occasion_behind, says_nothing, speeches

_FEWEST: Final = 3
"""Syllables of indirect speech; direct speech may have fewer."""
_ANNOUNCED: Final = re.compile(
    r"(?:một số|những|các|nhiều|\d+|hai|ba|bốn|năm) (?:vấn đề|nội dung|nhiệm vụ|yêu cầu|giải pháp|điểm"
    r"|ý)\b[^,]{0,40}$"
)
_DAY: Final = re.compile(
    r"\b(?:ngày|hôm|sáng|trưa|chiều|tối)(?: ngày)? (\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}))?\b(?!%)"
)
_TODAY: Final = re.compile(r"\b(?:(?:sáng|trưa|chiều|tối|hôm) (nay|qua))\b")
_FURTHEST_DAY: Final = timedelta(days=7)
"""Between the day on which something was said and the day on which it is published."""


@dataclass(frozen=True)
class Quote:
    """What somebody says in a text.

    Attributes:
        office: The office in its canonical spelling, or a role; never a name.
        is_office: Whether it is an office.
        said_on: Vietnam day on which it was said, if the text tells.
        verb: The verb that reports it ("theo" of a source, "" of a line with a colon), in small letters.
        words: The words, without names.
        is_direct: Whether they are given as they were said.
    """

    office: str
    is_office: bool
    said_on: date | None
    verb: str
    words: str
    is_direct: bool

    @property
    def excerpt(self) -> str:
        """The words, or their beginning, as `nlp.text.excerpt` cuts it."""
        return excerpt(self.words)


def find(parts: Parts, offices: Sequence[str], published_on: date) -> list[Quote]:
    """Find what offices say in an item.

    Args:
        parts: The item.
        offices: Names of offices as the campaign writes them; they are the canonical ones.
        published_on: Vietnam day of publication, from which days without a year are read.

    Returns:
        Quotes in the order of lead and body; [] for a text without Vietnamese diacritics. The headline names
        speakers, but its words are the desk's.
    """
    text = normalise("\n".join((parts.headline, parts.lead, parts.body)))
    if not is_vietnamese(text):
        return []
    speakers = Speakers(text, offices)
    folded = fold(text)
    days = _days(folded, published_on)
    found: list[Quote] = []
    last: tuple[Speech, tuple[str, bool]] | None = None
    behind = len(normalise(parts.headline))
    for told in speeches(text):
        if told.start < behind or _is_asked(told, text):
            continue
        speech = _of_clause(_of_source(told, speakers), speakers)
        who = _who(speech, speakers, text, last) if speech else None
        if speech is None or who is None:
            if told.verb == "theo" and told.speaker and speakers.has_person(*told.speaker):
                behind = told.end  # what others say in somebody's words is theirs
            continue
        last, behind = (speech, who), speech.end
        words = _trimmed(speakers.redacted(speech.start, speech.end))
        if _says_something(words, speech):
            said_on = _said_on(days, speech, occasion_behind(folded, speech))
            found.append(Quote(who[0], who[1], said_on, speech.verb, words, speech.is_direct))
    return found


def _who(
    speech: Speech, speakers: Speakers, text: str, last: tuple[Speech, tuple[str, bool]] | None
) -> tuple[str, bool] | None:
    if speech.speaker is None:
        # Speech that goes on: only marks, and the verb that reported the first part, stand between.
        if last is None:
            return None
        said, who = last
        behind = max(said.end, said.speaker[1] + len(said.verb) if said.speaker else said.end)
        return who if _GOING_ON.fullmatch(text, behind, speech.start - 1) else None
    start, end = speech.speaker
    who = speakers.office(start, end)
    if who is None or speech.is_sure:
        return who
    if speech.verb == "":
        return who if len(syllables(text[start:end])) <= 16 else None
    return who


def _is_asked(speech: Speech, text: str) -> bool:
    """Tell whether indirect speech is within a question of the text's own."""
    words = text[speech.start : speech.end]
    return not speech.is_direct and speech.verb != "hỏi" and words.rstrip().endswith("?")


def _of_source(speech: Speech, speakers: Speakers) -> Speech:
    """Give a source its whole name: "theo ông A, Cục trưởng Cục B, ..."."""
    if speech.verb != "theo" or speech.speaker is None or speech.speaker[0] >= speech.start:
        return speech
    end, words = speakers.source(speech.speaker[0], speech.start)
    if not speech.start < words < speech.end:
        return speech
    return replace(speech, start=words, speaker=(speech.speaker[0], end))


def _of_clause(speech: Speech, speakers: Speakers) -> Speech | None:
    """Give indirect words before who says them their end: "..., ông A, Cục trưởng Cục B, cho biết"."""
    if speech.is_direct or speech.verb == "theo" or not speech.speaker or speech.speaker[0] < speech.end:
        return speech
    joint = speakers.before(speech.start, speech.speaker[1])
    return replace(speech, end=joint[0], speaker=(joint[1], speech.speaker[1])) if joint else None


_GOING_ON: Final = re.compile(r"[”\"»]?[^“”\"«».!?\n]{0,80}[\s.,!?…”\"»–-]*")


def _trimmed(words: str) -> str:
    """Leave out marks around, and quotation marks without their partner."""
    plain = " ".join(words.split()).strip(" ,;:.")
    pairs = {closed: opened for opened, closed in _quotation_marks(plain)}
    lone = {at for at, mark in enumerate(plain) if mark in _MARKS} - {*pairs, *pairs.values()}
    if plain and pairs.get(len(plain) - 1) == 0:
        lone |= {0, len(plain) - 1}
    return "".join(mark for at, mark in enumerate(plain) if at not in lone).strip(" ,;:.") if lone else plain


def _quotation_marks(words: str) -> Iterator[tuple[int, int]]:
    """Give where pairs of quotation marks stand."""
    opened: list[int] = []
    for at, mark in enumerate(words):
        if mark not in _MARKS:
            continue
        if opened and words[opened[-1]] + mark in ("“”", "«»", '""', '"”'):
            yield opened.pop(), at
        elif mark not in "”»":
            opened.append(at)


_MARKS: Final = '“”«»"'


def _says_something(words: str, speech: Speech) -> bool:
    if speech.is_direct:
        return len(syllables(words)) >= _FEWEST - 1
    plain = fold(words).strip(" .:")
    is_empty = says_nothing(plain, speech.verb) or _ANNOUNCED.fullmatch(plain) is not None
    return len(syllables(words)) >= _FEWEST and not is_empty


def _days(folded: str, published_on: date) -> list[tuple[int, date]]:
    """Give the days that a text names, each with its place, if they are those of news."""
    found = [
        (day.start(), said)
        for day in _DAY.finditer(folded)
        if (said := _date(int(day[1]), int(day[2]), day[3], published_on)) is not None
    ]
    found += [
        (day.start(), published_on - timedelta(days=day[1] == "qua")) for day in _TODAY.finditer(folded)
    ]
    return sorted(found)


def _date(day: int, month: int, year: str | None, published_on: date) -> date | None:
    years: Iterable[int] = [int(year)] if year else (published_on.year, published_on.year - 1)
    for number in years:
        try:
            said = date(number, month, day)
        except ValueError:
            return None
        if timedelta(0) <= published_on - said <= _FURTHEST_DAY:
            return said
    return None


def _said_on(
    days: Sequence[tuple[int, date]], speech: Speech, occasion: tuple[int, int] | None
) -> date | None:
    """Give the day of the occasion named behind, or the last day before the words or beside who speaks.

    What is said names other days.
    """
    if occasion:
        at = bisect_left(days, (occasion[0], date.min))
        if at < len(days) and days[at][0] < occasion[1]:
            return days[at][1]
    before = max(speech.start, speech.speaker[1] if speech.speaker else 0)
    at = bisect_right(days, (before, date.max)) - 1
    while at >= 0 and speech.start <= days[at][0] < speech.end:
        at -= 1
    return days[at][1] if at >= 0 else None
