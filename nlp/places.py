"""Places: which provinces a text names.

Names are found as they are written, in one pass, and then judged by what stands around them: "Hòa Bình" is
a province behind "tỉnh" and a given name behind "Nguyễn Thị"; "phố Huế" is a street of Hà Nội, "Báo
Nghệ An" an outlet, "Đại học Huế" a university, "CLB Nam Định" a club, as are "Nam Định" and "Thanh Hóa" where
one beats the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.names import FAMILY_NAME
from nlp.provinces import Unit, on, provinces, units
from nlp.text import is_whole_word, normalise, without_diacritics

How = Literal["name", "former name", "dateline", "commune"]
PlaceLevel = Literal["province", "commune"]

METHOD = "names in context 4"
"""Name of this way of finding places; another way has another."""
NEAR = 200
"""Characters within which a commune and its province stand."""


@dataclass(frozen=True)
class Place:
    """A province that a text names.

    Attributes:
        province: Its name on the day of the text.
        level: "commune" where a commune, ward or district of it is named too, else "province".
        spans: (start, end) offsets into `nlp.text.normalise(text)` of every mention, in order.
        how: By what it was found: "name" (in any spelling), "former name" (of a province that is a part of it
            by now), "dateline" (where a report was sent from), "commune" (its commune, ward or district).
    """

    province: str
    level: PlaceLevel
    spans: tuple[tuple[int, int], ...]
    how: tuple[How, ...]

    @property
    def is_told_of(self) -> bool:
        """It is named for more than that the report was sent from there."""
        return set(self.how) != {"dateline"}


@dataclass(frozen=True)
class _Meaning:
    """What a spelling stands for: a province, the units of one name, or neither where it is a trap."""

    province: str | None = None
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    meaning: _Meaning


# Longer names that hold the name of a province, and say nothing of it.
_TRAPS = (
    "Thái Bình Dương",
    "Thái Bình Thiên Quốc",
    "Điện Biên Phủ",
    "Hà Nội Mới",
    "Hà Nội mới",
    "Hải Dương học",
    "Viện Hải Dương",
    "Sài Gòn Giải Phóng",
    "Sài Gòn Giải phóng",
    "Sài Gòn Tiếp Thị",
    "Sài Gòn Thương Tín",
    "Sài Gòn - Hà Nội",
    "Kinh tế Sài Gòn",
    "Kinh Tế Sài Gòn",
    "Doanh nhân Sài Gòn",
    "Hoàng Anh Gia Lai",
    "Sông Lam Nghệ An",
    "Thép Xanh Nam Định",
    "Đông Á Thanh Hóa",
    "Hồng Lĩnh Hà Tĩnh",
    "Becamex Bình Dương",
    "Becamex TP.HCM",
    "Becamex TPHCM",
    "SHB Đà Nẵng",
    "Quy Nhơn Bình Định",
    "Than Quảng Ninh",
    "Nobel Hòa Bình",
    "Hà Nam Ninh",
    "Hà Nội - Amsterdam",
    "Hà Nội-Amsterdam",
    "Ha Noi Moi",
    "Hanoi Times",
    "Hanoi Rock",
    "Saigon Times",
    "Saigon Co.op",
    "Saigon Giai Phong",
    "Sai Gon Giai Phong",
    "Saigon Heat",
    "Dien Bien Phu",
)
# Provinces whose names people bear too.
_GIVEN_NAME = re.compile(
    "An Giang|Bình Dương|Bình Phước|Bình Thuận|Hà Giang|Hà Nam|Hà Tây|Hải Dương|Hòa Bình|Huế"
    "|Khánh Hòa|Long An|Ninh Bình|Phú Thọ|Phú Yên|Quảng Nam|Thái Bình|Thái Nguyên|Vĩnh Long"
    "|Vĩnh Phúc"
)
# Also a word of every day: "Hòa Bình" counts only where something says that it is the province.
_PEACE = "Hòa Bình"

# What stands directly before a name that is not the province's, in lower case.
_NOT_BEFORE = re.compile(
    r"(?:^|\W)(?:"
    # parts of a province that bear the name
    r"xã|(?<!phố )phường|thị trấn|huyện|quận|thị xã|đặc khu|thôn|bản|ấp|khu phố|làng|khóm|buôn"
    # streets, ships, rivers, houses and dishes
    r"|(?<!thành )phố|(?<!tuyến )(?<!con )đường|đại lộ|xa lộ|(?<!cửa )ngõ|hẻm|(?<!yêu )(?<!nhu )(?<!toàn )cầu"
    r"|công viên|khách sạn|nhà hát|rạp|tàu|tàu ngầm|sông|sân vận động|nhà thi đấu|trường đua"
    r"|bia|phở|bún bò|giờ|(?<!hội )chợ"
    # universities
    r"|(?<!bệnh viện )(?<!bv )(?:đại học|đhqg|đh)"
    r"(?: (?!(?:ở|tại|về|của|từ|đến|ra|vào|lên|và|tỉnh|thành phố)\s)\w+){0,3}"
    # outlets
    r"|(?:(?<!thông )(?<!cảnh )(?<!dự )(?<!họp )(?<!nhà )báo|tạp chí|thời báo|tuần báo|vov|vtv|pt-?th"
    r"|(?<!lâu )(?<!tượng )(?<!võ )đài|truyền hình|phát thanh)(?: điện tử)?(?: tỉnh| tp\.?| thành phố)?"
    # clubs
    r"|(?:clb|câu lạc bộ|đội bóng|u\d\d)(?: \w+){0,3}|(?<!quân )(?<!bộ )đội(?: tuyển| khách| chủ nhà)?|sân"
    # where a person comes from
    r"|quê|quê ở|quê tại|quê quán:?|nguyên quán:?|gốc"
    r")\s$"
)
_TITLE_BEFORE = re.compile(
    r"(?:^|\W)(?:ông|bà|anh|chị|cô|em|cháu|bé|cụ|bác|chú|dì|thầy|bạn|đồng chí|ca sĩ|diễn viên|nghệ sĩ|nhạc sĩ"
    r"|hlv|mc|bs|ts)\.?\s$"
)
_FAMILY_NAME_BARE = re.compile("nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ngo|dinh|trinh|truong")
_PROVINCE_BEFORE = re.compile(
    r"(?:^|\W)(?:tỉnh|thành phố|tp\.?|tại|ở|đến|từ|về|lên|ủy|ubnd|hđnd|công an|sở [^,.;]{1,25}"
    r"|bệnh viện [^,.;]{1,20}|thủy điện|người)\s?$"
)
_KIND_BEFORE = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp\.?)\s?$", re.IGNORECASE)
_NOT_BEHIND = re.compile(r" (?:FC|T&T|II)(?!\w)|\s?[,(]\s?Trung Quốc")
_DATE_BEHIND = re.compile(r"\)?,\s?(?:ngày\s)?\d{1,2}[/.-]\d|\)?,\s?ngày\s\d|\s?\((?:TTXVN|VNA)")
_DATELINE_LEAD = re.compile(
    r"\s*(?:\(?(?:Theo )?TTXVN\)?\s*[-–,]?\s*)?\(?(?:tỉnh|thành phố|tp\.?)?\s?", re.IGNORECASE
)
# Between two names of clubs: who beat whom, or the score.
_PLAYS = re.compile(
    r" (?:(?:đại )?thắng(?: đậm| sát nút)?|hạ(?: gục| đẹp)?|thua(?: đậm)?|(?:cầm )?hòa|đánh bại|vượt qua"
    r"|quật ngã|đè bẹp|nhấn chìm|cầm chân|vs\.?|đấu với|chia điểm với|\d\d? ?[-–] ?\d\d?)"
    r"(?: (?:trước|với|chủ nhà|đội|khách))? "
)
_JOINT = re.compile(r"\s?(?:[,(;–-]|và)?\s?")
_WINDOW = 60


def find(text: str, day: date) -> list[Place]:
    """Find the provinces that a text names.

    A former name gives the province that it is a part of on the day; a commune, ward or district (with its
    kind, "xã Ven Sông") counts where just one province that has one of that name is named within 200
    characters.

    Args:
        text: Any text; offsets are into `nlp.text.normalise(text)`.
        day: Vietnam day of its publication.

    Returns:
        One place a province, in the order of their first mentions.
    """
    text = normalise(text)
    hits = _hits(text)
    clubs = _clubs(text, hits)
    named = [hit for hit in hits if hit.meaning.province and _is_province(text, hit, hits, clubs)]
    found: dict[str, list[tuple[int, int, How]]] = {}
    for hit in named:
        province, how = _named(text, hit, day)
        found.setdefault(province, []).append((_with_kind(text, hit.start), hit.end, how))
    for hit in hits:
        province = _province_of_unit(hit, named, day) if hit.meaning.units else None
        if province is not None:
            found[province].append((hit.start, hit.end, "commune"))
    places = [_place(province, mentions) for province, mentions in found.items()]
    return sorted(places, key=lambda place: place.spans[0])


def _place(province: str, mentions: list[tuple[int, int, How]]) -> Place:
    how: tuple[How, ...] = tuple(dict.fromkeys(how for _, _, how in mentions))
    spans = tuple(sorted((start, end) for start, end, _ in mentions))
    return Place(province, "commune" if "commune" in how else "province", spans, how)


@cache
def _automaton() -> tuple[AhoCorasick, tuple[_Meaning, ...]]:
    meanings: dict[str, _Meaning] = {}
    for province in provinces().values():
        for spelling in (province.name, *province.spellings):
            meanings |= dict.fromkeys((spelling, spelling.upper()), _Meaning(province.name))
    by_written: dict[str, list[Unit]] = {}
    for unit in units():
        for written in _written(unit):
            by_written.setdefault(written, []).append(unit)
    meanings |= {written: _Meaning(units=tuple(same)) for written, same in by_written.items()}
    for trap in _TRAPS:
        meanings |= dict.fromkeys((trap, trap.upper()), _Meaning())
    return AhoCorasick(list(meanings), MatchKind.LeftmostLongest), tuple(meanings.values())


def _written(unit: Unit) -> Iterator[str]:
    """Yield the ways in which a unit is written; none for a city that has its province's name."""
    if unit.name == unit.province:
        return
    kinds = [unit.kind, unit.kind.capitalize()]
    if unit.kind == "thành phố":
        kinds += ["TP", "TP.", "Tp", "Tp."]
    if unit.kind == "quận":
        kinds += ["Q."]
        yield f"Q.{_bare(unit)}"
    for kind in kinds:
        for name in dict.fromkeys((_bare(unit), _bare(unit).replace("'", "’"))):
            yield f"{kind} {name}"


def _bare(unit: Unit) -> str:
    """Give a unit's name without its kind, which stands in that of a numbered one: "Quận 1"."""
    return unit.name.removeprefix(f"{unit.kind.capitalize()} ")


def _hits(text: str) -> list[_Hit]:
    """Find all spellings that stand as words of their own, in order."""
    automaton, meanings = _automaton()
    return [
        _Hit(start, end, meanings[number])
        for number, start, end in automaton.find_matches_as_indexes(text)
        if is_whole_word(text, start, end)
    ]


def _clubs(text: str, hits: Sequence[_Hit]) -> frozenset[str]:
    """Give the names under which clubs play each other in the text: "Thanh Hóa thắng Nam Định"."""
    named = [hit for hit in hits if hit.meaning.province]
    return frozenset(
        hit.meaning.province or ""
        for pair in pairwise(named)
        if _PLAYS.fullmatch(text, pair[0].end, pair[1].start)
        for hit in pair
    )


def _is_province(text: str, hit: _Hit, hits: Sequence[_Hit], clubs: frozenset[str]) -> bool:
    """Tell from what stands around a name whether it is the province's."""
    before = text[max(0, hit.start - _WINDOW) : hit.start].rpartition("\n")[2]
    lower = before.lower()
    name = hit.meaning.province or ""
    if _NOT_BEFORE.search(lower) or _NOT_BEHIND.match(text, hit.end):
        return False
    if name in clubs and not _PROVINCE_BEFORE.search(lower):
        return False
    # Without its diacritics each name of a province is also one that somebody may have: "Nguyen Quang Tri".
    is_given = _GIVEN_NAME.fullmatch(name) or without_diacritics(name) == text[hit.start : hit.end] != name
    if is_given and (_TITLE_BEFORE.search(lower) or _is_family_name_before(before)):
        return False
    if name != _PEACE:
        return True
    # "Hòa Bình: Sạt lở ...": of a word of every day only the first letter would be large.
    is_heading = not before and text.startswith("Hòa Bình: ", hit.start)
    stated = is_heading or _PROVINCE_BEFORE.search(lower) or _DATE_BEHIND.match(text, hit.end)
    return bool(stated) or _is_beside_another(text, hit, hits)


def _is_family_name_before(before: str) -> bool:
    """Tell whether the words in capitals directly before hold a family name: "Nguyễn Thị ", "Nguyen Thi "."""
    if not before.endswith(" "):
        return False
    for word in reversed(before.split(" ")[-4:-1]):
        if not (word.isalpha() and word.istitle()):
            return False
        if FAMILY_NAME.fullmatch(word.lower()) or _FAMILY_NAME_BARE.fullmatch(word.lower()):
            return True
    return False


def _is_beside_another(text: str, hit: _Hit, hits: Sequence[_Hit]) -> bool:
    """Tell whether a name stands in a list or an address: next to it is another place."""
    return any(
        _JOINT.fullmatch(text, min(hit.end, other.end), max(hit.start, other.start))
        for other in hits
        if other is not hit and (other.meaning.province or other.meaning.units)
    )


def _named(text: str, hit: _Hit, day: date) -> tuple[str, How]:
    name = hit.meaning.province or ""
    province = on(name, day)
    line = text.rfind("\n", 0, hit.start) + 1
    if _DATELINE_LEAD.fullmatch(text, line, hit.start) and _DATE_BEHIND.match(text, hit.end):
        return province, "dateline"
    last = provinces()[name].last
    return province, "former name" if last is not None and last < day else "name"


def _with_kind(text: str, start: int) -> int:
    """Give where a mention starts with the "tỉnh", "thành phố" or "TP." before the name."""
    kind = _KIND_BEFORE.search(text, max(0, start - 12), start)
    return kind.start() if kind else start


def _province_of_unit(hit: _Hit, named: Sequence[_Hit], day: date) -> str | None:
    """Give the one province near a unit that has one of its name; None where there is none, or several."""
    owners = {on(unit.province, day) for unit in hit.meaning.units}
    near = {
        on(other.meaning.province, day)
        for other in named
        if other.meaning.province and hit.start - NEAR <= other.start <= hit.end + NEAR
    }
    both = owners & near
    return both.pop() if len(both) == 1 else None
