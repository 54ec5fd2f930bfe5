"""What in a text can speak: offices, persons, roles, and words that stand for one of them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.names import CAPITAL, COUNTRY_OR_NAME, NO_GIVEN_NAME, persons, persons_abroad
from nlp.offices.extents import NAME_WORD, Extents
from nlp.offices.words import COUNTRY, HEAD, RANK
from nlp.text import fold

# Behind these "quốc hội" and "chính phủ" are no bodies that speak.
_NO_BODY_BEHIND: Final = ("đại biểu ", "phi ")
_ROLE: Final = re.compile(
    r"\b(?:người dân|chuyên gia|nông dân|tiểu thương|học sinh|sinh viên|phụ huynh|cựu chiến binh"
    r"|thân nhân liệt sĩ"
    r"|cử tri|giáo viên|công nhân|ngư dân|khách hàng|du khách|người nhà|luật sư|nhà nghiên cứu|nhà khoa học"
    r"|nhân chứng|bác sĩ|doanh nghiệp|hành khách|bệnh nhân|tài xế|bà con|đại biểu quốc hội)\b"
)
_PRONOUN: Final = re.compile(
    r"\b(?:(?:ông|bà|anh|chị|vị|cô) này|vị (?:này|lãnh đạo)|đồng chí|ông|bà|anh|chị)\b"
)
_THIS_BODY: Final = re.compile(
    r"\b(?:bộ|sở|ban|cục|vụ|viện|hội|tổng cục|chi cục|ủy ban|ngân hàng|tập đoàn|tổng công ty|công ty|hãng"
    r"|hiệp hội|liên đoàn|trung tâm|bệnh viện|cơ quan|đơn vị|tổ chức) này\b"
)
_WORD_BEFORE: Final = re.compile(r"([^\W_]+) [“\"'‘(]?$")


@dataclass(frozen=True)
class Mention:
    """Something in a text that can speak.

    Attributes:
        start: Where it starts, in the normalised text.
        end: Where it ends.
        kind: "office", "person", "role", "pronoun", or "body" for a body named before ("Bộ này").
        office: The office or the role as the text writes it; "" for the others.
    """

    start: int
    end: int
    kind: str
    office: str = ""


def find(text: str, folded: str) -> list[Mention]:
    """Find the mentions of a text, by where they start.

    Args:
        text: Normalised.
        folded: The text folded, letter for letter.
    """
    names = persons(text)
    extents = Extents(text, folded, names)
    found = [Mention(start, end, "person") for start, end in names]
    for head, end in _heads(folded, extents):
        found += _headed(head, end, text, extents)
    offices = [(one.start, one.end) for one in found if one.kind == "office"]
    for kind, pattern in (("role", _ROLE), ("pronoun", _PRONOUN), ("body", _THIS_BODY)):
        found += [
            Mention(one.start(), one.end(), kind, one[0] if kind == "role" else "")
            for one in pattern.finditer(folded)
            if not any(start <= one.start() < end for start, end in _around(offices, one.start()))
        ]
    found.sort(key=_place)
    return sorted([*found, *_bare_names(text, folded, found)], key=_place)


def names_to_replace(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Give where the names of persons are, of other countries too, that are left out of what is said."""
    named = [(one.start, one.end) for one in mentions if one.kind == "person"]
    taken = _taken(mentions)
    others = [
        (start, end)
        for start, end in persons_abroad(text)
        if not any(begins < end and start < ends for begins, ends in _around(taken, end - 1))
    ]
    return sorted({*named, *others})


def _heads(folded: str, extents: Extents) -> Iterator[tuple[re.Match[str], int]]:
    """Give the words with which offices begin, none within another, and where what begins with them ends."""
    ranks = [one.span() for one in RANK.finditer(folded)]
    at = 0
    for head in HEAD.finditer(folded):
        if head.start() < at or extents.in_name(head.start()):
            continue
        if any(start < head.start() < end for start, end in _around(ranks, head.start())):
            continue
        if folded.startswith(" này", head.end()) or folded.endswith(_NO_BODY_BEHIND, 0, head.start()):
            continue
        if head["capital"] and (not extents.is_capital(head) or folded.endswith("tây ", 0, head.start())):
            continue
        at = extents.end(head)
        yield head, at


def _headed(head: re.Match[str], at: int, text: str, extents: Extents) -> Iterator[Mention]:
    """Give the office that begins with some words, and its holder's name where that stands behind it."""
    if head["capital"] and at == head.end():
        yield Mention(head.start(), at, "body")
        return
    start = extents.start(head)
    held, name = extents.held_by(head, at)
    office = text[start:held]
    if name:
        yield Mention(*name, "person")
        office += "" if COUNTRY.search(office) else extents.country_of(head, start, name)
    yield Mention(start, held, "office", office)


def _bare_names(text: str, folded: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give where the last word of a name stands alone for it: "Nguyễn Văn Hùng ... với Hùng"."""
    last = {text[one.start : one.end].rpartition(" ") for one in mentions if one.kind == "person"}
    names = {name for rest, _, name in last if rest and len(name) > 1 and fold(name) not in COUNTRY_OR_NAME}
    if not names:
        return
    taken = _taken(mentions)
    for word in re.finditer(rf"(?<![\w-])(?<!{CAPITAL})(?:{'|'.join(sorted(names))})(?![\w-])", text):
        start, end = word.span()
        if any(begins <= start < ends for begins, ends in _around(taken, start)):
            continue
        if _stands_alone(text, folded, start, end):
            yield Mention(start, end, "person")


def _stands_alone(text: str, folded: str, start: int, end: int) -> bool:
    """Tell a given name from a word that begins a sentence, a body's name or a longer one."""
    if NO_GIVEN_NAME.match(folded, start) or NAME_WORD.match(text, end):
        return False
    before = _WORD_BEFORE.search(text, 0, start)
    if before is not None:
        return before[1].islower()
    is_subject = text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    return is_subject and not re.search(rf"\b{folded[start:end]}\b", text)


def _taken(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in mentions if one.kind in ("office", "person")]


def _around(intervals: Sequence[tuple[int, int]], at: int) -> Iterator[tuple[int, int]]:
    """Give the last of some intervals, in order, that begins before a place or there."""
    index = bisect_right(intervals, (at, 1 << 60)) - 1
    if index >= 0:
        yield intervals[index]


def _place(one: Mention) -> tuple[int, int]:
    return one.start, one.end
