"""Terms that search for a person by name and for nothing else: a query of such terms only is refused."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise, product
from typing import Final

from nlp.match import And, Near, Node, Not, Or, Query, Term
from nlp.names import (
    ADDRESS,
    FAMILY_NAME,
    MIDDLE_NAME,
    NO_PERSON,
    PLACE_BEFORE,
    RARE_FAMILY_NAME,
    TITLES,
    TITLES_OF_MANY,
    persons,
    persons_abroad,
)
from nlp.offices.words import POSITIONS
from nlp.provinces import units
from nlp.text import fold, normalise, without_diacritics

_WORD: Final = re.compile(r"[^\W\d_]+")
_APART: Final = re.compile(r"[,;/&+]|\b(?:và|với|cùng)\b")
_SOMEBODY: Final = "|".join(sorted(TITLES | TITLES_OF_MANY, reverse=True))
_TITLE: Final = re.compile(
    rf"(?:(?:(?:nguyên|cựu|cố|quyền|phó) )?(?:{POSITIONS}|{_SOMEBODY}|{ADDRESS.pattern}|phó"
    r"|trưởng (?:công an|thôn|ấp|bản|khối|khu)|đại biểu(?: quốc hội)?|ủy viên)(?: |$))+"
)
# Words of the names of bodies that stand between a post and its holder, where they have no capital.
_OF_BODIES: Final = frozenset((
    "ủy", "ban", "nhân", "dân", "ubnd", "hội", "đồng", "hđnd", "đảng", "bộ", "tỉnh", "thành", "huyện",
    "quận", "thị", "xã", "phường", "phố", "công", "an", "cảnh", "sát", "quân", "đội", "khu", "bệnh",
    "viện", "học", "trường", "đại", "trung", "tâm", "ương", "văn", "phòng", "quốc", "chính", "phủ", "tòa",
    "án", "kiểm", "mặt", "trận", "tổ", "liên", "đoàn", "hiệp", "tập", "tổng", "cục", "chi", "vụ", "sở",
    "khoa", "tp", "tw", "thường", "trực", "chấp", "hành", "chỉ", "huy", "y", "tế", "giáo", "dục", "và",
    "của", "nước", "nhà", "ưu", "tú", "lao", "động", "anh", "hùng", "lực", "lượng", "vũ", "trang", "mttq",
    "tncs",
))  # fmt: skip
# In small letters these are hardly another word; others are ("hồ quang", "tăng thu", "đoàn công tác").
_FAMILY_SMALL: Final = re.compile(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|trịnh|đinh|trương|vương"
)
_MIDDLE_SMALL: Final = re.compile(
    "văn|thị|đức|hữu|minh|xuân|quốc|ngọc|đình|hồng|duy|bá|mạnh|kim|thúy|như|nhật|tuấn|huy|viết|trọng|sỹ|sĩ|khắc|chí"
    "|phú|phương|bích|vĩnh|tấn|thanh|mỹ|nguyên"
)
_ONLY_FAMILY: Final = re.compile("nguyễn|huỳnh")
# Typed in haste; "le quoc khanh" is a holiday and "nguyen lieu" a material.
_HASTY: Final = re.compile(
    r"(?:nguyen|tran|pham|hoang|huynh|bui|ngo|vo|trinh) (?:van|thi)(?: \w+){1,2}"
    r"|(?:nguyen|huynh|pham) (?:minh|duc|huu|ngoc|dinh|phu|xuan|duy|ba|quang|thanh|hong|tan|manh)"
    r"(?: \w+){1,2}"
)
_BARE_FAMILY: Final = re.compile(without_diacritics(FAMILY_NAME.pattern))
_BARE_MIDDLE: Final = re.compile(without_diacritics(MIDDLE_NAME.pattern))
_BEGINS_AS_PLACE: Final = [
    re.compile(rf"(?:{pattern})(?: |$)")
    for pattern in (NO_PERSON.pattern, without_diacritics(NO_PERSON.pattern))
]
# What is called by what else is a name, also behind a title: "Ông Bà", "sinh viên Bách Khoa".
_KNOWN: Final = re.compile(
    "từ dũ|mai linh|hoàng anh gia lai|trần anh|lê bảo minh|võ đường|vũ hán|lê dương|bách khoa|vy|hồ|trẻ"
    rf"|{ADDRESS.pattern}"
)
_THING_ABROAD: Final = re.compile(
    "(?:University|College|School|Institute|Hospital|Foundation|Prize|Award|Cup)$"
)
_ADJACENT: Final = 3
"""Syllables between two terms beside NEAR up to which they are looked at as one."""
_MOST_ALTERNATIVES: Final = 256
"""Of a conjunction that are looked at: twenty of two alternatives each would have a million."""


def is_person(term: str) -> bool:
    """Tell whether a term is only the name of a person, or of several, alone or behind titles.

    A name has two to five words in capitals, of which the first is a Vietnamese family name, or is told by a
    title or form of address before it, or is one of other countries; the commonest are told in small letters
    and without diacritics too. Names of communes, wards and provinces are places, and what stands behind
    "đường", "bệnh viện" and the like is no person. The rule is a reminder of what the product is for, it
    can't know every name.

    >>> is_person("Bí thư Tỉnh ủy Phạm Minh Châu"), is_person("phạm minh châu"), is_person("đường Nguyễn Huệ")
    (True, True, False)
    """
    plain = normalise(term)
    if re.search(r"\d", plain):
        return False
    if _is_named(_WORD.findall(plain)):
        return True
    parts = [_WORD.findall(part) for part in _APART.split(plain)]
    stated = [part for part in parts if part]
    named = [_is_named(part) for part in stated]
    return any(named) and all(one or _is_title(part) for one, part in zip(named, stated, strict=True))


def only_persons(query: Query) -> bool:
    """Tell whether all that a query searches for is persons, by name, in each of its alternatives.

    "Ông" beside a name, a name whose words are terms of their own, and a title NEAR a name search for nothing
    else; what a NOT excludes does not count.
    """
    return all(map(_are_persons, _alternatives(query.tree)))


def _alternatives(node: Node) -> Iterator[tuple[str, ...]]:
    """Give the sets of terms of which each makes a node true; exclusions are left out."""
    if isinstance(node, Term):
        yield (node.text,)
    elif isinstance(node, Or):
        for part in node.parts:
            yield from _alternatives(part)
    elif isinstance(node, Near):
        for left, right in product(_alternatives(node.left), _alternatives(node.right)):
            joined = " ".join((*left, *right))
            yield (joined,) if node.distance <= _ADJACENT and is_person(joined) else (*left, *right)
    elif isinstance(node, And):
        parts = [part for part in node.parts if not isinstance(part, Not)]
        sought = [list(islice(_alternatives(part), _MOST_ALTERNATIVES)) for part in parts]
        for terms in islice(product(*sought), _MOST_ALTERNATIVES):
            yield tuple(term for some in terms for term in some)


def _are_persons(terms: Sequence[str]) -> bool:
    """Tell whether terms that are to stand in a text together are names of persons, or make up one."""
    sought = [term for term in terms if not ADDRESS.fullmatch(fold(term))]
    named = list(map(is_person, sought))
    if any(named):
        return all(named)
    return len(sought) > 1 and is_person(" ".join(sought))


def _is_named(words: Sequence[str]) -> bool:
    """Tell whether words end with a name, and have nothing but titles before it."""
    text = " ".join(words)
    if NO_PERSON.fullmatch(fold(text)) or _THING_ABROAD.search(text):
        return False
    ends = [span for span in (*persons(text), *persons_abroad(text)) if span[1] == len(text)]
    for at in range(len(words)):
        before, name = words[:at], words[at:]
        if at and not _is_title(before):
            continue
        start = len(text) - len(" ".join(name))
        is_found = any(span[0] == start for span in ends)
        is_place = _is_place(name, alone=at == 0)
        if not is_place and not _bears_name(before) and (is_found or _is_name(name)):
            return True
    return False


def _is_title(words: Sequence[str]) -> bool:
    """Tell titles, each with the body that it is of: "Bí thư Tỉnh ủy", "Giám đốc Bệnh viện Bạch Mai"."""
    text = " ".join(map(fold, words))
    found = _TITLE.match(text)
    if found is None:
        return False
    held = len(found[0].split())
    # Bodies are written in capitals, and mostly only each first syllable is: "Bộ Giáo dục và Đào tạo".
    return all(
        word[0].isupper() or (before[0].isupper() and not ADDRESS.fullmatch(word)) or fold(word) in _OF_BODIES
        for before, word in pairwise(words[held - 1 :])
    )


def _bears_name(before: Sequence[str]) -> bool:
    """Tell whether what stands before a name bears it: "Hiệu trưởng Trường THPT | Chu Văn An"."""
    text = " ".join(map(fold, before))
    led = re.search(r"(?:^| )(?:tỉnh|thành phố|tp)$", text)
    return led is None and PLACE_BEFORE.search(f"{text} ") is not None


def _is_place(name: Sequence[str], *, alone: bool) -> bool:
    """Tell what is no person's name, though it may read so; behind a title what a unit is called is one."""
    folded = " ".join(map(fold, name))
    is_known = any(rule.fullmatch(folded) for rule in (_KNOWN, NO_PERSON))
    return is_known or (alone and folded in _unit_names())


@cache
def _unit_names() -> frozenset[str]:
    return frozenset(fold(unit.name) for unit in units())


def _is_name(words: Sequence[str]) -> bool:
    """Tell a whole name by its first words: in capitals, in small letters, or without diacritics."""
    folded = " ".join(map(fold, words))
    bare = without_diacritics(folded)
    is_known_place = any(rule.match(folded) for rule in _BEGINS_AS_PLACE)
    if not 2 <= len(words) <= 5 or is_known_place:
        return False
    family, middle = folded.split()[:2]
    has_middle = len(words) > 2 and MIDDLE_NAME.fullmatch(middle) is not None
    if all(word[0].isupper() for word in words):
        is_bare = len(words) > 2 and _BARE_FAMILY.fullmatch(family) and _BARE_MIDDLE.fullmatch(middle)
        is_rare = has_middle and RARE_FAMILY_NAME.fullmatch(family)
        return bool(FAMILY_NAME.fullmatch(family) or is_rare or is_bare)
    if _HASTY.fullmatch(bare) and len(words) > 2:
        return True
    if words[0][0].isupper():  # "Nguyễn Văn An tử nạn"
        return False
    is_small = len(words) > 2 and _FAMILY_SMALL.fullmatch(family) and _MIDDLE_SMALL.fullmatch(middle)
    return bool(is_small or _ONLY_FAMILY.fullmatch(family))
