"""The level of government at which what a text reports takes place: that of the body it names first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from nlp.names import CAPITAL, COUNTRIES
from nlp.provinces import provinces
from nlp.text import normalise

Level = Literal["central", "ministry", "province", "commune"]

LEVELS: tuple[Level, ...] = ("central", "ministry", "province", "commune")
"""From the whole country down to communes, wards and (until June 2025) districts."""
METHOD = "first body named 3"
"""Name of this way of telling the level; another way has another."""


@dataclass(frozen=True)
class Named:
    """A level, and the words that told it.

    Attributes:
        level: One of `LEVELS`.
        evidence: The body as the text writes it.
    """

    level: Level
    evidence: str


_CITIES = "(?:Hà Nội|Hải Phòng|Huế|Đà Nẵng|Cần Thơ|Đồng Nai|Hồ Chí Minh|HCM)"
_CITY = r"(?:TP\.?+ ?+|[Tt]hành phố )"
_COUNCILS = "(?:UBND|HĐND|Ủy ban nhân dân|Hội đồng nhân dân|(?<!bộ )(?<!CLB )Công an|Đảng bộ)"
_PROVINCES = f"(?:{'|'.join(provinces())})"
# Another country's body: its name goes on with the country's, or with that of who leads it.
_COUNTRY = (
    rf"(?:của |nước )?(?:{'|'.join(COUNTRIES)}|Hoa Kỳ|Đài Loan|châu Âu|EU|Liên bang|này|láng giềng"
    r"|chủ nhà)(?!\w)"
)
_OURS = rf"(?! {_COUNTRY}| [A-Z][a-z]*(?:[fjwz]|[bdklqrsvx](?!\w)))"
_SMALL = f"[{''.join(letter for letter in map(chr, range(0x1EFA)) if letter.islower())}]"
_NO_VERB = "(?!mời|gặp|thăm|tiếp|đón|cảm|tới|sang|và|với|cho|ở|tại|gửi|cùng|phạt|kiện)"
_PIECE = rf"(?!Bộ |Cục |Sở |Chính phủ|Quốc hội|Việt Nam){CAPITAL}\w*+(?: {_NO_VERB}{_SMALL}\w*+)?"
_FIELD_ABROAD = rf"(?:Bộ )?{_PIECE}(?: (?:và )?{_PIECE}){{0,3}} {_COUNTRY}"
_OUR_MINISTER = rf"(?! (?:{_COUNTRY}|(?=(?:Bộ )?(?:\w++ {_SMALL}|Công Thương)){_FIELD_ABROAD}))"
_TAXES = "(?:Thuế|Hải quan|Thống kê|Quản lý thị trường|Thi hành án dân sự)"
# In capitals as bodies are written; a body of a lower level does not hold the name of a higher one.
_BODIES: dict[Level, str] = {
    "central": (
        r"Bộ Chính trị|Ban Bí thư|Ban Chấp hành Trung ương|Trung ương Đảng|Hội nghị Trung ương"
        r"|Trung ương (?=họp|bàn|khóa|thảo luận|cho ý kiến)|Quân ủy Trung ương"
        r"|Đảng ủy (?:Công an|Quân sự) Trung ương"
        rf"|(?:Tổng Bí thư|Chủ tịch nước|Phó Thủ tướng|Thủ tướng|(?<!Thanh tra )Chính phủ|Quốc hội){_OURS}"
        r"|Ban Chỉ đạo [Qq]uốc gia|Ban [\w ]{4,30} Trung ương|Kiểm toán [Nn]hà nước"
        rf"|Tiểu ban {CAPITAL}\w*+(?! [^.,;:\n]{{0,40}}?(?:tỉnh|thành phố|TP|huyện|quận|xã|phường|bộ)(?!\w))"
        r"|Ủy ban Trung ương|T\.Ư|Văn phòng Trung ương|Tòa án [Nn]hân dân [Tt]ối cao"
        r"|Viện [Kk]iểm sát [Nn]hân dân [Tt]ối cao|Mặt trận Tổ quốc Việt Nam"
    ),
    "ministry": (
        rf"Bộ (?!Chính trị|Chỉ huy|Tư lệnh)(?!{_FIELD_ABROAD}){CAPITAL}\w*+(?: {CAPITAL}\w*+)*+"
        rf"|(?:Bộ trưởng|Thứ trưởng){_OUR_MINISTER}"
        rf"|Ngân hàng Nhà nước{_OURS}|Thanh tra Chính phủ|Bảo hiểm [Xx]ã hội Việt Nam|Tổng cục{_OURS}"
        rf"|Cục (?!Trưởng|{_TAXES} (?:[Tt]ỉnh|{_CITY}|{_PROVINCES}))(?!{_FIELD_ABROAD}){CAPITAL}\w*+"
    ),
    "commune": (
        r"(?:UBND|HĐND|Ủy ban nhân dân|Hội đồng nhân dân|Công an|Đảng ủy|Ủy ban MTTQ|Đảng bộ)"
        r" (?:xã|phường|thị trấn|huyện|quận|thị xã|đặc khu)(?!\w)|Huyện ủy|Quận ủy|Thị ủy"
        rf"|{_COUNCILS} {_CITY}(?!{_CITIES})(?={CAPITAL})"
        rf"|(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Đđ]ặc khu|[Tt]hôn|(?<!Nhật )[Bb]ản)"
        rf" (?:{CAPITAL}|\d)\w*(?: {CAPITAL}\w*)*"
    ),
    "province": (
        rf"(?:{_COUNCILS}|Ủy ban MTTQ|Quân sự|quân sự) [Tt]ỉnh"
        rf"|{_COUNCILS} (?:{_CITY})?{_CITIES}|(?:UBND|HĐND) {_PROVINCES}"
        rf"|(?<!bộ )(?<!CLB )Công an {_PROVINCES}|Tỉnh ủy|Thành ủy|Tỉnh đoàn|Thành đoàn|Chủ tịch tỉnh"
        rf"|Cục {_TAXES} (?:[Tt]ỉnh|{_CITY}|{_PROVINCES})|Sở {CAPITAL}\w*(?: [\w-]+)?"
    ),
}
_BODY = re.compile("|".join(f"(?P<{level}>{names})" for level, names in _BODIES.items()))
# Where a name of a body can begin: the search jumps from one such letter to the next, and few begin a word.
_BEGINNING = re.compile(
    r"[BCHKMNPQSTUVXĐỦxptqđbh](?<!\w.)"
    r"(?:(?<=[BCHKMNPQSTUVXĐỦ])|(?:ã|hường|hị trấn|uyện|uận|ặc khu|hôn|ản|uân sự) )"
)


def level(parts: Iterable[str]) -> Named | None:
    """Tell the level from the first body named in the first part that names one.

    Args:
        parts: Headline, lead and body, in this order.

    Returns:
        The level and its evidence; None where no part names a body.

    >>> level(["Sở Y tế họp", "Bộ Y tế yêu cầu"]).level
    'province'
    """
    for part in parts:
        found = _first_body(normalise(part))
        if found is not None:
            named: Level = next(one for one in LEVELS if found[one] is not None)
            return Named(named, found[0].strip())
    return None


def _first_body(text: str) -> re.Match[str] | None:
    begun = (_BODY.match(text, beginning.start()) for beginning in _BEGINNING.finditer(text))
    return next((found for found in begun if found is not None), None)
