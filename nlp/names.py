"""Names of persons in Vietnamese text: found to be left out, never to be kept.

A name is a family name with one to four more words in capitals, or what stands in capitals behind a form of
address ("ông Nam"). Places, bodies and streets that begin with a family name are known or told by the word
before them. The rules are meant to take too much rather than too little.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.text import fold, normalise

FAMILY_NAME: Final = re.compile(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|trương|tô|đinh|trịnh|lương|tạ"
    "|chu|mai|cao|hà|lâm|đào|đoàn|vương|thái|phùng|triệu|kiều|tăng|từ|quách|thạch"
)
"""The family names that most Vietnamese bear, folded."""
NO_PERSON: Final = re.compile(
    "hồ chí minh|hồ tây|hồ gươm|hồ hoàn kiếm|hồ ba bể|hoàng sa|hoàng mai|hoàng thành thăng long"
    "|hoàng liên sơn|hoàng su phì|dương đông|dương minh châu|lý sơn|lý nhân|lý quốc sư|vũ quang|vũ thư"
    "|phan rang tháp chàm|phan rang|phan thiết|tô lịch|tô hiệu|lê chân|trần đề|mai châu|mai dịch|mai sơn"
    "|cao bằng|cao lãnh|cao lộc|cao nguyên|hà nội|hà nam|hà tĩnh|hà giang|hà đông|hà tiên|lâm đồng"
    "|lâm thao|thái nguyên|thái bình dương|thái bình|thái lan|thái hòa|lương sơn|lương tài|từ liêm|từ sơn"
    "|đoàn thanh niên cộng sản|đoàn thanh niên|đoàn tncs|đoàn chủ tịch|thạch thất|thạch hà"
    "|vương quốc anh|triệu sơn|triệu phong|võ nhai"
)
"""Places and bodies whose names begin with one of them, folded; the longer before the shorter."""

# Rarer family names, and the middle names that make a name of what begins with one.
_RARE: Final = re.compile(
    "lưu|tống|đàm|hầu|nông|lò|giàng|sùng|vừ|thào|quàng|cầm|ma|mạc|khuất|thân|bạch|lã|lục|mã|nghiêm|ninh|phí"
    "|tôn"
    "|uông|ung|vi|doãn|chử|châu|hứa|kim|la|lại|lữ|thiều|giáp|giang|đồng|tiêu|âu|điểu|rơ|siu|ksor|y|niê|cà"
    "|lường|bàn"
    "|đậu|cù|bế|chẩu|chung|nhan|văn|viên|khổng|kha|quan|thượng|trà|tưởng|ứng|xa|hờ|vàng|lù|tẩn|chảo|phàn"
    "|đèo|ông|cấn|quế|tập|thích"
)
_MIDDLE: Final = re.compile(
    "văn|thị|đức|hữu|a|minh|xuân|quốc|ngọc|thanh|đình|công|quang|hồng|trung|thế|duy|bá|tiến|mạnh|kim|thúy"
    "|thu|như"
    "|nhật|việt|tuấn|huy|viết|trọng|sỹ|sĩ|khắc|chí|phú|nguyên|gia|phương|mỹ|bích|vĩnh|tấn|thành|hoàng|thái"
    "|anh|hải|cận|thiện|quảng|trí|giác"
)
# Words before "Thị" that begin no name: "Khu Đô Thị Mới".
_NO_WOMAN: Final = frozenset(["đô", "siêu", "tiếp", "chỉ", "nông"])
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A name of two words is none where its family name is as often a common word ("Đoàn Kiểm tra").
_COMMON: Final = frozenset(["đoàn", "từ", "tăng", "cao", "lương", "thái", "mai", "hà"])
_PLACE_BEFORE: Final = re.compile(
    r"(?:đường|phố|ngõ|trường|phường|xã|thị trấn|huyện|quận|tỉnh|thành phố|tp\.?|thôn|bản|ấp|làng|cầu|chợ"
    r"|hồ|sông|núi"
    r"|công viên|quảng trường|bệnh viện|đại học|thpt|thcs|tiểu học|mầm non|tư thục|dân lập|chuyên"
    r"|sân vận động|nhà hát|bảo tàng"
    r"|giải thưởng"
    r"|cúp|tượng đài|nghĩa trang|khu phố|chủ nghĩa|tư tưởng|lăng|đền|chùa|kcn|khu công nghiệp) $"
)
_PLACE_FIRST: Final = frozenset(["đường", "phố", "trường", "phường", "xã", "huyện", "quận", "cầu", "chợ"])
ADDRESS: Final = re.compile(
    r"\b(?:(?:các )?(?:ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|bé|thầy|mẹ|dì|cậu|ngài|vợ chồng)|đồng chí)\b"
)
"""Forms of address, in a folded text."""
_NO_NAME_BEHIND_ADDRESS: Final = re.compile(
    r"(?:rịa|nà|đen|chiểu|triệu|trưng|hùng liệt|tổng|thủ|phó|bộ|thứ|chủ|bí thư|giám|cục|vụ|trưởng|viện|hiệu"
    r"|chánh|tư lệnh|chính|chỉ|đội|thường|đại|ủy|uỷ|thượng|trung|thiếu"
    r"|công an|quân (?:đội|khu|chủng|đoàn|y)|qncn|anh hùng"
    r"|việt nam|chất độc|trung quốc|hàn quốc|nhật bản|thái lan|đài loan|campuchia|lào|tngt)\b"
)
# In reports of crimes and accidents a given name stands behind these alone.
_ACCUSED: Final = re.compile(r"(?:bị cáo|bị can|nghi phạm|hung thủ|nạn nhân) ")
_SERVICE_RANK: Final = re.compile(r"(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy) ")
_LONGEST: Final = 5


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    folded: str
    is_capital: bool


def persons(text: str) -> list[tuple[int, int]]:
    """Find the names of persons.

    Args:
        text: Any text.

    Returns:
        (start, end) offsets into `normalise(text)`, in order and apart; forms of address are not in them.
    """
    plain, folded = normalise(text), fold(text)
    found: list[tuple[int, int]] = []
    for run in _runs(plain, folded):
        found += _in_run(run, folded)
    return found


def _runs(plain: str, folded: str) -> Iterator[list[_Word]]:
    """Give the stretches of words in capitals with one space between them."""
    run: list[_Word] = []
    for match in _WORD.finditer(folded):
        start, end = match.span()
        word = _Word(start, end, match[0], plain[start].isupper())
        if run and not (word.is_capital and start == run[-1].end + 1 and folded[run[-1].end] == " "):
            yield run
            run = []
        if word.is_capital:
            run.append(word)
    if run:
        yield run


def _in_run(run: Sequence[_Word], folded: str) -> Iterator[tuple[int, int]]:
    at = 0
    before = folded[max(0, run[0].start - 24) : run[0].start]
    if _PLACE_BEFORE.search(before):
        at = _behind_place(run)
    elif _names_somebody(run, before, folded):
        yield run[0].start, run[min(len(run), _LONGEST) - 1].end
        return
    while at < len(run):
        word = run[at]
        if place := NO_PERSON.match(folded, word.start):
            while at < len(run) and run[at].start < place.end():
                at += 1
        elif ADDRESS.fullmatch(word.folded) and at + 1 < len(run) and _is_name_behind(run, at, folded):
            yield run[at + 1].start, run[min(len(run), at + 1 + _LONGEST) - 1].end
            return
        elif _begins_name(run, at) and _is_name(run[at:], folded):
            last = min(len(run), at + _LONGEST) - 1
            yield word.start, run[last].end
            at = last + 1
        elif at == 0 and word.folded in _PLACE_FIRST:
            at += 1 + _behind_place(run[1:])
        else:
            at += 1


def _begins_name(run: Sequence[_Word], at: int) -> bool:
    is_known = FAMILY_NAME.fullmatch(run[at].folded) or _RARE.fullmatch(run[at].folded)
    return bool(is_known) or _is_woman(run, at)


def _is_woman(run: Sequence[_Word], at: int) -> bool:
    """Tell a woman's name, whose middle shows it whatever the family's is: "Mùa Thị Dợ"."""
    return len(run) > at + 2 and run[at + 1].folded == "thị" and run[at].folded not in _NO_WOMAN


def _names_somebody(run: Sequence[_Word], before: str, folded: str) -> bool:
    """Tell whether a run stands behind a form of address, and does not begin with another or a title."""
    twice = len(run) > 1 and ADDRESS.fullmatch(run[0].folded)
    return _addressed(before) and not twice and not _NO_NAME_BEHIND_ADDRESS.match(folded, run[0].start)


def _addressed(before: str) -> bool:
    found = re.search(r"(\w+ )?(\w+) $", before)
    return bool(
        found
        and (
            ADDRESS.fullmatch(found[2])
            or found[0] == "đồng chí "
            or _SERVICE_RANK.fullmatch(found[0])
            or _ACCUSED.fullmatch(found[0])
        )
    )


def _is_name_behind(run: Sequence[_Word], at: int, folded: str) -> bool:
    return run[at].folded in ("ông", "bà", "anh", "chị", "cụ") and not _NO_NAME_BEHIND_ADDRESS.match(
        folded, run[at + 1].start
    )


def _is_name(run: Sequence[_Word], folded: str) -> bool:
    if len(run) < 2 or NO_PERSON.match(folded, run[1].start):
        return False
    behind = folded[run[1].end : run[1].end + 2]
    goes_on = len(behind) == 2 and behind[0] == " " and behind[1].isalpha()
    if FAMILY_NAME.fullmatch(run[0].folded) is None:
        return len(run) > 2 and _MIDDLE.fullmatch(run[1].folded) is not None
    return len(run) > 2 or run[0].folded not in _COMMON or not goes_on


def _behind_place(run: Sequence[_Word]) -> int:
    """Give where the name of a place ends: before a family name from its third word on, else with the run."""
    for at in range(2, len(run) - 1):
        of_minority = _RARE.fullmatch(run[at].folded) and _MIDDLE.fullmatch(run[at + 1].folded)
        if FAMILY_NAME.fullmatch(run[at].folded) or (of_minority and at + 2 < len(run)):
            return at
    return len(run)
