"""Forms filled anew: texts in the same words, with other names or figures in the same places.

"Mời thầu xây cầu Bà Kẽm" and "Mời thầu xây cầu Ông Lớn" are two tenders, "Truy nã Lý Văn Tâm" and "Truy nã
Đinh Hoài Nam" two persons. A version of one text keeps its names and figures, or it shortens, rounds or drops
them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from nlp.fingerprints import OPPOSITES, Fingerprint, figure, telling
from nlp.places import find
from nlp.scenes import TODAY, countries
from nlp.text import SYLLABLE_FORM, without_diacritics

COMPARED = 3
"""Sentences from the first that are compared with the nearest of the other text, besides the headlines."""
ALIKE = 0.4
"""Share of words in common from which two sentences are of one form."""
AROUND = 2
"""Words in common on each side of a place of the form, unless the sentence begins or ends there."""
LONGEST = 8
"""Words that fill a place, at most."""
EXACT = 3
"""Digits of a figure that counts fully; smaller ones, which new versions correct, count by half."""

# Outlets name themselves: "Báo Sài Gòn Giải Phóng trân trọng giới thiệu", "(Chinhphu.vn)".
_OUTLETS = (("báo",), ("tạp", "chí"))
# What bodies begin with ("Cục Thông tin", "Sở Y tế"): of one report many bodies tell.
_BODIES = frozenset((
    "bộ", "ban", "bệnh", "chi", "công", "cục", "đảng", "đoàn", "hội", "liên", "mặt", "ngân", "phòng", "quân",
    "sở", "tập", "thành", "tỉnh", "tòa", "tổng", "trung", "trường", "ủy", "văn", "viện", "vụ",
))  # fmt: skip
_ADDRESS_BEHIND = frozenset(("vn", "com", "net"))
_HOME = ("việt", "nam")
# Most men's and women's names have one of these.
_MIDDLE = frozenset(("thị", "văn"))
# Letters that names have in common from which one is short for the other: "Barca", "Barcelona".
_SHORTENED = 3

_Words = tuple[str, ...]


@dataclass(frozen=True)
class _Filling:
    """What stands in a place of the form: some words of a sentence."""

    sentence: _Words
    start: int
    end: int

    @property
    def words(self) -> _Words:
        return self.sentence[self.start : self.end]

    def names(self) -> list[_Words]:
        """Give the names that stand here in whole or in part: words in capitals side by side."""
        start, end = self.start, self.end
        while start > 0 and _is_capital(self.sentence[start - 1]):
            start -= 1
        while end < len(self.sentence) and _is_capital(self.sentence[end]):
            end += 1
        found: list[_Words] = []
        at = start
        while at < end:
            stop = at
            while stop < end and _is_capital(self.sentence[stop]):
                stop += 1
            if self._is_name(at, stop):
                found.append(self.sentence[at:stop])
            at = stop + 1
        return found

    def _is_name(self, start: int, end: int) -> bool:
        if start == end:
            return False
        before = tuple(map(str.lower, self.sentence[max(0, start - 2) : start + 1]))
        is_outlet = any(before[at : at + len(kind)] == kind for kind in _OUTLETS for at in range(len(before)))
        if is_outlet or (end < len(self.sentence) and self.sentence[end] in _ADDRESS_BEHIND):
            return False
        if end - start > 1:
            name = tuple(map(str.lower, self.sentence[start:end]))
            return name != _HOME and (end - start > 2 or self.sentence[start].lower() not in _BODIES)
        # One word is a name where it is all that stands here, or is no Vietnamese.
        is_alone = self.end - self.start == 1 and start > 0
        return is_alone or not SYLLABLE_FORM.fullmatch(without_diacritics(self.sentence[start]).lower())

    def figures(self) -> list[tuple[str, str]]:
        """Give the figures that stand here, each with the word behind it."""
        behind = (*self.sentence[1:], "")
        places = range(self.start, self.end)
        return [(self.sentence[at], behind[at].lower()) for at in places if self.sentence[at][0].isdigit()]


def fillings(a: Fingerprint, b: Fingerprint) -> float:
    """Count the places in which headlines and first sentences of one form are filled with something else.

    A name counts where the other text has another name there, and has it nowhere; a figure of one unit
    likewise, unless one is the other rounded or both texts name a day in common (a toll that rose), and by
    half if it is small; "tăng" where the other has "giảm".
    """
    if not _may_be_filled_anew(a, b):
        return 0
    # An alignment may depend on which text comes first.
    a, b = sorted((a, b), key=lambda text: (text.title, text.lead, text.body))
    found = 0
    # What headline and lead say of one small figure is said once.
    small: set[tuple[str, ...]] = set()
    for mine, others in _sentences(a, b):
        for one, other in _places(mine, others):
            if _has_other_name(one, other, a, b) or _is_opposed(one, other):
                found += 1
            elif figures := _other_figures(one, other, a, b):
                if min(map(len, figures)) >= EXACT:
                    found += 1
                else:
                    small.add(figures)
    return found + len(small) / 2


def _may_be_filled_anew(a: Fingerprint, b: Fingerprint) -> bool:
    """Rule out most versions: one of the openings has no figure or name that the other text lacks."""
    mine, others = a.telling_first - b.telling_first, b.telling_first - a.telling_first
    # What both openings have is seen first, since whole texts are longer.
    if mine and others and mine - b.telling and others - a.telling:
        return True
    return all(not OPPOSITES.isdisjoint(map(str.lower, text.telling_first)) for text in (a, b))


def _sentences(a: Fingerprint, b: Fingerprint) -> Iterator[tuple[_Words, _Words]]:
    """Pair the headlines, and the first sentences of each text with the nearest of the other."""
    pairs = [(a.opening[0], b.opening[0])]
    rest, others = a.opening[1:], b.opening[1:]
    # Most sentences of a version are those of the text, or name nothing that the text does not.
    pairs += [(one, _nearest(one, others)) for one in rest[:COMPARED] if _tells(one, b)]
    pairs += [(_nearest(one, rest), one) for one in others[:COMPARED] if _tells(one, a)]
    found = ((one, other) for one, other in dict.fromkeys(pairs) if _tells(one, b) and _tells(other, a))
    return (pair for pair in found if _share(*pair) >= ALIKE)


def _tells(sentence: _Words, other: Fingerprint) -> bool:
    """Tell whether a sentence may fill a place.

    It says what rises or falls, or has a figure or a name's word that the other text has nowhere.
    """
    told = _told(sentence)
    return not (told <= other.telling and OPPOSITES.isdisjoint(map(str.lower, told)))


def _nearest(sentence: _Words, others: Sequence[_Words]) -> _Words:
    return max(others, key=lambda other: _share(sentence, other), default=())


def _share(a: _Words, b: _Words) -> float:
    mine, others = _in_small_letters(a), _in_small_letters(b)
    return len(mine & others) / len(mine | others) if mine or others else 0.0


# A sentence is compared with each of the other text, and a text with others of one story.
@lru_cache(maxsize=256)
def _in_small_letters(words: _Words) -> frozenset[str]:
    return frozenset(map(str.lower, words))


@lru_cache(maxsize=256)
def _told(words: _Words) -> frozenset[str]:
    return telling(" ".join(words))


def _places(a: _Words, b: _Words) -> Iterator[tuple[_Filling, _Filling]]:
    """Give what fills the places of the form that two sentences are of."""
    start, other_start = 0, 0
    matcher = SequenceMatcher(
        None, [word.lower() for word in a], [word.lower() for word in b], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        end, other_end = block.a + block.size, block.b + block.size
        is_edge = block.a == block.b == 0 or (end == len(a) and other_end == len(b))
        if block.size >= AROUND or is_edge:
            one, other = _Filling(a, start, block.a), _Filling(b, other_start, block.b)
            if 0 < len(one.words) <= LONGEST and 0 < len(other.words) <= LONGEST:
                yield one, other
            start, other_start = end, other_end


def _has_other_name(one: _Filling, other: _Filling, a: Fingerprint, b: Fingerprint) -> bool:
    mine, others = one.names(), other.names()
    if not mine or not others:
        return False
    places, other_places = _named_places(mine), _named_places(others)
    if places or other_places:
        # A place within a province or a country may stand for it.
        return bool(places and other_places and not places & other_places)
    words, other_words = (
        [word for name in names for word in name if word.lower() not in _MIDDLE] for names in (mine, others)
    )
    if any(_are_alike(word, another) for word in words for another in other_words):
        return False
    return not any(_has(b, name) for name in mine) and not any(_has(a, name) for name in others)


def _named_places(names: Sequence[_Words]) -> frozenset[str]:
    text = "; ".join(" ".join(name) for name in names)
    return countries(f"ở {text}") | {place.province for place in find(f"ở {text}", TODAY)}


def _has(text: Fingerprint, name: _Words) -> bool:
    return f" {' '.join(name).lower()} " in text.spaced


def _are_alike(one: str, other: str) -> bool:
    one, other = without_diacritics(one).lower(), without_diacritics(other).lower()
    shorter = min(len(one), len(other))
    return one == other or (shorter >= _SHORTENED and one[:shorter] == other[:shorter])


def _is_opposed(one: _Filling, other: _Filling) -> bool:
    mine, others = (OPPOSITES.intersection(map(str.lower, filling.words)) for filling in (one, other))
    return bool(mine and others and not mine & others)


def _other_figures(one: _Filling, other: _Filling, a: Fingerprint, b: Fingerprint) -> tuple[str, str] | None:
    """Give the longest figure of each filling where they are others of one unit."""
    mine, others = one.figures(), other.figures()
    if not mine or not others or mine[-1][1] != others[-1][1]:
        return None
    figures, other_figures = ([figure(written) for written, _ in some] for some in (mine, others))
    is_respaced = "".join(figures) == "".join(other_figures)
    if is_respaced or b.figures.intersection(figures) or a.figures.intersection(other_figures):
        return None
    if a.dates & b.dates or any(_is_rounded(*pair) for pair in zip(figures, other_figures, strict=False)):
        return None
    return max(figures, key=len), max(other_figures, key=len)


def _is_rounded(one: str, other: str) -> bool:
    """Tell whether one figure is the other with fewer digits that count: 2,000 or 2,100 for 2,084."""
    few, many = sorted((one.rstrip("0"), other.rstrip("0")), key=len)
    return len(one) == len(other) and len(few) < len(many) and int(few) - int(many[: len(few)]) in (0, 1)


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not (len(word) > 1 and word.isupper())
