"""Whose name stands behind an office, where both are in capitals: "Bí thư Tỉnh ủy Gia Lai | Rơ Mah Tâm"."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from nlp.names import FAMILY_NAME, NO_GIVEN_NAME
from nlp.offices.words import COMPANY, COUNTRY_NAMES, is_place
from nlp.provinces import units
from nlp.text import SYLLABLE_FORM, fold, without_diacritics

# Small words in names of other countries.
PARTICLES: Final = ("von", "van", "der", "den", "de", "da", "dos", "del", "bin", "ibn", "al", "el")
# Behind these stands a place's name.
PLACE_WORD: Final = re.compile(
    r"\b(?:điện|bang|tỉnh|huyện|xã|phường|quận|phố|tp\.?|thị trấn|thôn|(?<!nhật )bản|buôn)"
    r"(?: (?:đăk|đắk|ea|ia|kon|krông|chư))?$"
)
# Places whose names could be those of persons of other countries.
KNOWN_PLACE: Final = re.compile(
    "Gia Lai|Kon Tum|Long An|An Giang|Nha Trang|Vinh|Hai Phong|Nga|Cuba|Campuchia|Ai Cập|Philippines"
    "|Indonesia|Malaysia"
    "|Singapore|Myanmar|Australia|Canada|Israel|Iran|Iraq|Syria|Ukraine|Belarus|Brunei|Timor Leste|ASEAN"
    "|Asean|Trung Hoa"
)
_COMPANY_WORDS: Final = frozenset((
    "asia", "bank", "capital", "company", "corp", "corporation", "energy", "global", "group", "holdings",
    "international", "invest", "land", "limited", "media", "motor", "motors", "nam", "securities", "tech",
    "technology", "vietnam",
))  # fmt: skip
_KIND_AT_END: Final = re.compile(
    r"\b(?:huyện|quận|xã|phường|thị xã|thị trấn|thành phố|tp\.?|đặc khu|thôn"
    r"|(?<!xuất )(?<!nhật )bản|ấp|khu phố|huyện ủy|quận ủy"
    r"|thị ủy|đảng ủy|chi cục|trường|thpt|thcs|bệnh viện|đại học|phố|đường|công ty|tập đoàn|chợ|tỉnh)$"
)
# Where an office's body has no place in its name, or a province's.
_WITHOUT_UNIT: Final = re.compile(
    r"^(?:bộ trưởng|thứ trưởng|(?:phó )?(?:tổng )?cục trưởng|(?:phó )?vụ trưởng)\b"
    r"|\b(?:tỉnh ủy|thành ủy|sở|bộ|cục|vụ|quốc hội|trung ương)\b"
)
_POSITION_OF_ONE: Final = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư|giám đốc|tổng giám đốc|hiệu trưởng|viện trưởng|cục trưởng|vụ trưởng"
    r"|chánh án)"
    r"|bộ trưởng|thứ trưởng|phó bí thư"
)


def holder_at(before: str, run: Sequence[str]) -> int:
    """Give which of some words is the first of a holder's name; their number where none is.

    Args:
        before: The office as far as these words, folded.
        run: Words in capitals behind it, the last of them the last of what was taken for the office.
    """
    found = (rule(before, run) for rule in _RULES)
    return next((at for at in found if at is not None), len(run))


def _behind_whole_place(before: str, run: Sequence[str]) -> int | None:
    """Give what stands behind a province's or a country's name: "UBND tỉnh Gia Lai | Rơ Mah Tâm"."""
    if COMPANY.search(before):
        return None
    for at in range(len(run)):
        for stop in range(min(len(run), at + 3), at, -1):
            # One word is a place's name at the start alone, or behind an acronym: "UBND Huế".
            is_whole = stop > at + 1 or at == 0 or run[at - 1].isupper()
            if is_whole and is_place(run[at:stop]):
                return stop if _is_name_behind_place(run, at, stop) else len(run)
    return None


def _is_name_behind_place(run: Sequence[str], at: int, stop: int) -> bool:
    """Tell whether a name, of two words behind a province, can be what stands behind a place's name."""
    if is_place(run[stop:]) or fold(" ".join(run[at : stop + 1])) in ("thái bình dương", "điện biên phủ"):
        return False
    is_country = fold(" ".join(run[at:stop])) in COUNTRY_NAMES
    return len(run) > stop + (not is_country) and run[stop] not in ("TP", "TP.")


def _behind_body(before: str, run: Sequence[str]) -> int | None:
    """Give a family name with more behind it, where no place is to be named: "Thứ trưởng | Từ Lương"."""
    is_of_place = _KIND_AT_END.search(before) is not None
    if is_of_place and fold(" ".join(run[:2])) not in _unit_names():
        return None
    if not is_of_place and not _WITHOUT_UNIT.search(before):
        return None
    for at in range(2 * is_of_place, len(run) - 1):
        names_place = any(is_place(run[at:stop]) for stop in range(at + 1, len(run) + 1))
        is_name = len(run) <= at + 4 and all(map(str.istitle, run[at:])) and not names_place
        if is_name and FAMILY_NAME.fullmatch(fold(run[at])):
            return at
    return None


def _given_alone(before: str, run: Sequence[str]) -> int | None:
    """Give a given name directly behind a position: "Bí thư | Nên"."""
    word = fold(run[0])
    if len(run) > 1 or run[0].isupper() or not _POSITION_OF_ONE.fullmatch(before) or is_place(run):
        return None
    is_syllable = SYLLABLE_FORM.fullmatch(without_diacritics(word)) is not None
    return 0 if is_syllable and word not in _unit_names() and not NO_GIVEN_NAME.match(word) else None


def _foreign_behind(before: str, run: Sequence[str]) -> int | None:
    """Give words that can't be Vietnamese; behind a state all but its own, behind a company the last two."""
    at = next((at for at, word in enumerate(run) if is_foreign(word)), len(run))
    if at == len(run) or any(is_place(run[begins:]) for begins in range(len(run))):
        return None
    if before.endswith(" bang"):
        return 2 if fold(run[0]) in ("new", "north", "south", "west", "san", "los", "rhode") else 1
    if COMPANY.search(before):
        is_longer = len(run) > at + 2 and fold(run[-1]) not in _COMPANY_WORDS
        return len(run) - 2 if is_longer else None
    word_before = fold(run[at - 1]) if at else before
    return None if PLACE_WORD.search(word_before) or KNOWN_PLACE.search(" ".join(run[at:])) else at


def is_foreign(word: str) -> bool:
    """Tell a word that is no Vietnamese syllable."""
    plain = re.sub("['’-]", "", word)
    is_word = plain.isascii() and plain.isalpha() and len(plain) > 2 and word[1:].islower()
    return is_word and word not in PARTICLES and SYLLABLE_FORM.fullmatch(fold(word)) is None


@cache
def _unit_names() -> frozenset[str]:
    return frozenset(fold(unit.name) for unit in units())


_RULES: Final = (_behind_whole_place, _behind_body, _given_alone, _foreign_behind)
