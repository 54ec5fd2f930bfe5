"""The one spelling under which an office is kept: "Bộ trưởng Y tế" is "Bộ trưởng Bộ Y tế"."""

import re
from functools import lru_cache
from typing import Final

from nlp.offices.words import BODY, CAPITAL_BODY, LED, NAMELESS, NO_MORE, POSITION, WHOLE
from nlp.text import fold, normalise

# What the few who need no body beside them are written with on solemn occasions, and are without it.
_SOLEMN: Final = re.compile(
    "(?<=^tổng bí thư) ban chấp hành trung ương đảng.*|(?<=^thường trực ban bí thư) trung ương đảng"
    "|(?<=^chủ tịch nước) cộng hòa xã hội chủ nghĩa việt nam"
)
# Words that name an office only with more behind them.
_PART_ONLY: Final = re.compile(
    rf"{POSITION}|{CAPITAL_BODY}|ủy ban nhân dân|ủy ban|hội đồng nhân dân|công an|cảnh sát|quân đội"
    "|bệnh viện|học viện"
    "|trung tâm|văn phòng|liên đoàn|hiệp hội|tập đoàn|tổng công ty|công ty|ngân hàng|tổng cục|chi cục"
    rf"|cơ quan công an|tiểu ban|lãnh đạo(?: (?:{LED}))?"
    "|ban chỉ đạo|ban tổ chức|ban quản lý|thanh tra|hải quan|đại học|trường đại học|kho bạc|tòa án nhân dân"
)
# Their place is that of the text; an office beside them that names one says more.
_WITHOUT_PLACE: Final = re.compile(
    r"\b(?:cơ quan (?:cảnh sát|an ninh) điều tra|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy)$"
)
_SPELLED_OUT: Final = tuple(
    (re.compile(rf"(?<!\w)(?:{short})(?!\w)"), full)
    for short, full in (
        (r"TP\.? ?HCM|TPHCM|Tp\.? ?HCM|TP\.? Hồ Chí Minh", "thành phố Hồ Chí Minh"),
        (r"TP\.?|Tp\.?|Thành phố", "thành phố"),
        (r"UBND", "Ủy ban nhân dân"),
        (r"HĐND", "Hội đồng nhân dân"),
        (r"VKSND|Viện KSND|Viện [Kk]iểm [Ss]át [Nn]hân [Dd]ân", "Viện kiểm sát nhân dân"),
        (r"TAND|Tòa án [Nn]hân [Dd]ân", "Tòa án nhân dân"),
        (r"(?<=nhân dân )[Tt]ối [Cc]ao", "tối cao"),
        (r"T\.? ?Ư|T\.ư|TW|T\.W", "Trung ương"),
        (r"MTTQ", "Mặt trận Tổ quốc"),
        (r"LHPN", "Liên hiệp Phụ nữ"),
        (r"TNCS", "Thanh niên Cộng sản"),
        (r"CSGT", "Cảnh sát giao thông"),
        (r"CSĐT", "Cảnh sát điều tra"),
        (r"PCCC", "Phòng cháy, chữa cháy"),
        (r"BHXH", "Bảo hiểm xã hội"),
        (r"KCB", "Khám bệnh, chữa bệnh"),
        (r"GD ?[&-] ?ĐT|GDĐT|GD và ĐT", "Giáo dục và Đào tạo"),
        (r"NN ?[&-] ?MT|NN và MT", "Nông nghiệp và Môi trường"),
        (r"TN ?[&-] ?MT|TN và MT", "Tài nguyên và Môi trường"),
        (r"KH ?[&-] ?CN|KH và CN", "Khoa học và Công nghệ"),
        (r"LĐ ?- ?TB ?[&-] ?XH|LĐTB ?[&-] ?XH|LĐTBXH", "Lao động - Thương binh và Xã hội"),
        (r"VH ?, ?TT ?[&-] ?DL|VHTT ?[&-] ?DL|VH-TT-DL|VHTTDL", "Văn hóa, Thể thao và Du lịch"),
        (r"GTVT", "Giao thông vận tải"),
        (r"BCĐ", "Ban Chỉ đạo"),
        (r"ĐBQH", "đại biểu Quốc hội"),
        (r"KTTVQG", "Khí tượng Thủy văn Quốc gia"),
        (r"KTTV", "Khí tượng Thủy văn"),
        (r"Ủy ban [Nn]hân [Dd]ân", "Ủy ban nhân dân"),
        (r"Hội đồng [Nn]hân [Dd]ân", "Hội đồng nhân dân"),
        (r"[Bb]ộ [Cc]hỉ huy [Qq]uân sự", "Bộ Chỉ huy Quân sự"),
    )
)
# Syllables that are written with i and with y, and the letter that offices have.
_I_OR_Y: Final = re.compile(r"(?<!\w)(?:[Ss]ỹ|[KkMm]ĩ|[KkLl]í)(?!\w)")
_OFFICIAL: Final = {"ỹ": "ĩ", "ĩ": "ỹ", "í": "ý"}
_SMALL: Final = re.compile(rf"^(?:{WHOLE}|{POSITION})\b")
_FORMER: Final = re.compile(
    rf"{NO_MORE}|cố(?= (?:tổng|phó|chủ tịch|thủ tướng|bộ trưởng) )"
    rf"|quyền(?= (?:{WHOLE}|{POSITION})\b)) "
)
_SPEAKS_FOR: Final = re.compile(
    rf"^(?:(?:đại diện|lãnh đạo(?! (?:{LED})\b)"
    r"|phía|người đứng đầu|nguồn tin từ|thông tin từ|tin từ|báo cáo của"
    r"|văn bản của)[ ]+)+"
)
_SECOND_OF_POSITION: Final = re.compile(r"(?<=[^\W\d_] )(?:Tịch|Thư|Đốc|Trưởng|Tướng|Lệnh|Nhiệm|Sứ)\b")
_OF_THE_STATE: Final = re.compile(r"(?<= )(?:quốc hội|chính phủ|nhà nước)$")
_BEHIND_TONG: Final = re.compile("(?<=^Tổng )(?:giám|thư|bí|thanh|kiểm)")


@lru_cache(maxsize=4096)
def canonical(office: str, known: tuple[str, ...] = ()) -> str:
    """Give an office the one spelling under which its statements are kept.

    Abbreviations are written out, and a position without its body's kind gets it ("Bộ trưởng Y tế"). An
    office of `known`, alone or behind a position, is written as there; of several the longest.

    Args:
        office: As a text writes it.
        known: The offices of a campaign.
    """
    plain = " ".join(normalise(office).split())
    if former := _FORMER.match(fold(plain)):
        return _capitalised(plain[: former.end()]) + _canonical(plain[former.end() :], ())
    return _canonical(plain, known)


def _canonical(plain: str, known: tuple[str, ...]) -> str:
    plain = _plainly(plain)
    folded = fold(plain)
    lead = _SPEAKS_FOR.match(folded)
    if lead:
        plain = plain[lead.end() :]
        folded = folded[lead.end() :]
    for short, full in (("thủ tướng", "Thủ tướng Chính phủ"), ("phó thủ tướng", "Phó Thủ tướng Chính phủ")):
        if folded == short:
            plain, folded = full, fold(full)
    head = re.match(r"(?:phó )?trưởng (?=ban |tiểu ban |công an )", folded)
    if head:
        plain = plain[: head.end()] + _capitalised(plain[head.end() :])
    minister = re.match(
        r"(bộ trưởng|thứ trưởng(?: thường trực)?) (?!bộ |thường trực$|ngoại giao mỹ)(?=\S)", folded
    )
    if minister:
        plain = f"{plain[: minister.end()]}Bộ {plain[minister.end() :]}"
        folded = fold(plain)
    for name in sorted(known, key=len, reverse=True):
        small = fold(name)
        position = head or _SMALL.match(folded)
        if folded == small or (position and folded[position.end() :].strip() == small):
            return name
    position = _SMALL.match(folded)
    if position:
        plain = _position_capital(plain[: position.end()]) + _body_capital(plain[position.end() :])
    return _capitalised(plain)


def spelled_alike(text: str) -> str:
    """Write "sỹ", "kĩ", "lí" and their like in one way, letter for letter."""
    return _I_OR_Y.sub(lambda syllable: syllable[0][0] + _OFFICIAL[syllable[0][1]], text)


def _plainly(office: str) -> str:
    """Write abbreviations out, and leave out what is only said on solemn occasions."""
    office = spelled_alike(office)
    for short, full in _SPELLED_OUT:
        office = short.sub(full, office)
    solemn = _SOLEMN.search(fold(office))
    return office[: solemn.start()] if solemn else office


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _position_capital(position: str) -> str:
    """Write a position as its holders do: "Phó Chủ tịch", "Phó Tổng Giám đốc", "Thủ tướng Chính phủ"."""
    position = _SECOND_OF_POSITION.sub(lambda word: word[0].lower(), position)
    position = _OF_THE_STATE.sub(lambda body: body[0].capitalize(), position)
    deputy, _, of = position.partition(" ")
    lead, head = ("Phó ", of) if fold(deputy) == "phó" and of else ("", position)
    return lead + _BEHIND_TONG.sub(lambda word: word[0].capitalize(), _capitalised(head))


def _body_capital(rest: str) -> str:
    found = re.match(rf" (?:{BODY}|{CAPITAL_BODY})\b", fold(rest))
    return " " + _capitalised(rest[1:]) if found else rest


def holds_position(office: str) -> bool:
    """Tell an office that one person holds, or held, from a body."""
    return _SMALL.match(_as_if_held(office)) is not None


def _as_if_held(office: str) -> str:
    """Give an office folded, without the word that it is somebody's no more."""
    return _FORMER.sub("", fold(office), count=1)


def is_complete(office: str) -> bool:
    """Tell whether an office says by itself which one it is: "Bộ trưởng" does not, nor does "Tỉnh ủy"."""
    folded = _as_if_held(office)
    if re.search(rf" {NAMELESS}$", folded):
        return False
    if re.fullmatch(WHOLE, folded):
        return True
    return _PART_ONLY.fullmatch(folded) is None and not lacks_place(folded)


def lacks_place(office: str) -> bool:
    """Tell a body that is one of each province or district, and whose place is that of the text."""
    return _WITHOUT_PLACE.search(fold(office)) is not None
