"""Scenes: the provinces and foreign countries that a report's headline and lead name.

Two drownings, two fires or two ambassadors received on one day are told in the same words, and differ in
where it was or whose ambassador it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.names import CAPITAL, COUNTRIES
from nlp.places import find
from nlp.text import SYLLABLE_FORM, is_whole_word, normalise, without_diacritics

TODAY = date(2026, 1, 1)
"""Provinces of this day stand for those that are part of them."""
_MORE = (
    "Algeria", "Angola", "Bahrain", "Bolivia", "Botswana", "Cameroon", "Congo", "Costa Rica", "Cyprus",
    "Djibouti", "Đài Loan", "Ecuador", "El Salvador", "Estonia", "Fiji", "Gabon", "Ghana", "Guatemala",
    "Guinea", "Haiti", "Honduras", "Hong Kong", "Jamaica", "Kenya", "Kosovo", "Latvia", "Litva",
    "Luxembourg", "Madagascar", "Maldives", "Malta", "Mali", "Maroc", "Mauritius", "Moldova", "Monaco",
    "Montenegro", "Mozambique", "Nam Sudan", "Namibia", "Nicaragua", "Niger", "Nigeria", "Oman", "Panama",
    "Paraguay", "Rwanda", "Senegal", "Slovenia", "Somalia", "Sudan", "Tanzania", "Tunisia",
    "Turkmenistan", "Uganda", "Uruguay", "Vatican", "Yemen", "Zambia", "Zimbabwe",
)  # fmt: skip
_OTHER_SPELLINGS = {
    "Bra-xin": "Brazil", "Cam-pu-chia": "Campuchia", "Cu-ba": "Cuba", "Hoa Kỳ": "Mỹ",
    "Hồng Kông": "Hong Kong",
    "I-ran": "Iran", "I-rắc": "Iraq", "I-ta-li-a": "Italy", "In-đô-nê-xi-a": "Indonesia", "Italia": "Italy",
    "Ma-lai-xi-a": "Malaysia", "Ma-rốc": "Maroc", "Mi-an-ma": "Myanmar", "Nhật": "Nhật Bản",
    "Niu Di-lân": "New Zealand", "Phi-líp-pin": "Philippines", "Saudi Arabia": "Ả Rập Xê Út",
    "Thụy Sỹ": "Thụy Sĩ", "Timor Leste": "Timor-Leste", "Úc": "Australia", "Ukraina": "Ukraine",
    "Xin-ga-po": "Singapore", "Xri Lan-ca": "Sri Lanka", "Ý": "Italy",
}  # fmt: skip
# These are words of every day too, or parts of names: "Anh hùng", "Pháp luật", "Mỹ Tho", "Nguyễn Thị Nga".
_SHORT = frozenset(("Anh", "Áo", "Bỉ", "Đức", "Lào", "Mỹ", "Nga", "Nhật", "Pháp", "Séc", "Úc", "Ý"))
_SHORT_BEFORE = re.compile(
    rf"(?:(?<!\w)(?!{CAPITAL}|(?:ông|bà|anh|chị|cô|em|bé|cháu|tên|tướng|sĩ|viên) $)[^\W\d]+ |[-–,(/&] ?)$"
)
_FIRST = frozenset(("Lào", "Mỹ", "Nga", "Nhật", "Úc"))
_FIRST_BEFORE = re.compile(r"(?:^|[.:;!?\n\"“] ?)$")
_SHORT_BEHIND = re.compile(
    " (?:hùng|em|trai|chị|luật|lệnh|y|danh|lý|phẩm|thuật|nhân|viện|ký|thực|tính|độ|kiến|thức|dài|khoác)"
    r"(?!\w)"
)
# A name goes on in Vietnamese ("Mỹ Tho"), and that of who comes from there does not ("Mỹ Donald Trump").
_NEXT = re.compile(rf" ({CAPITAL}[^\W\d]*)")
_BEFORE = 16


@dataclass(frozen=True)
class Scenes:
    """Where a report is set.

    Attributes:
        provinces: Provinces of today that it names, but for where it was sent from.
        countries: Foreign countries that it names.
        of_headline: The headline names some of either: what it is about is set there.
    """

    provinces: frozenset[str]
    countries: frozenset[str]
    of_headline: tuple[bool, bool]


def scenes(title: str, lead: str) -> Scenes:
    """Find the provinces and foreign countries that headline and lead name."""
    headline = normalise(title)
    text, end = f"{headline}\n{normalise(lead)}", len(headline)
    places = [place for place in find(text, TODAY) if place.is_told_of]
    named = list(_countries(text))
    return Scenes(
        frozenset(place.province for place in places),
        frozenset(name for name, _ in named),
        (any(place.spans[0][0] < end for place in places), any(start < end for _, start in named)),
    )


def countries(text: str) -> frozenset[str]:
    """Find the foreign countries that a text names, each by one name."""
    return frozenset(name for name, _ in _countries(normalise(text)))


def _countries(text: str) -> Iterator[tuple[str, int]]:
    """Give the countries that a normalised text names, with where each mention starts."""
    automaton, names = _automaton()
    for number, start, end in automaton.find_matches_as_indexes(text):
        is_certain = names[number] not in _SHORT or _stands_alone(text, start, end)
        if is_certain and is_whole_word(text, start, end):
            yield _OTHER_SPELLINGS.get(names[number], names[number]), start


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a word of one syllable is the country's name."""
    before = text[max(0, start - _BEFORE) : start]
    is_first = text[start:end] in _FIRST and _FIRST_BEFORE.search(before)
    if _SHORT_BEHIND.match(text, end) or not (is_first or _SHORT_BEFORE.search(before)):
        return False
    following = _NEXT.match(text, end)
    return not following or not SYLLABLE_FORM.fullmatch(without_diacritics(following[1]).lower())


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(dict.fromkeys((*COUNTRIES, *_MORE, *_OTHER_SPELLINGS)))
    return AhoCorasick(names, MatchKind.LeftmostLongest), names
