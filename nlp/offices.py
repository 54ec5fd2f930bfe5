"""Offices in Vietnamese text: a position with its body ("Giám đốc Sở Y tế Hà Nội"), or a body alone.

Names of persons are resolved to the office that the text itself gives them; they stay in memory.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, takewhile
from typing import Final

from nlp.names import (
    ADDRESS,
    CAPITAL,
    COUNTRIES,
    COUNTRY_OR_NAME,
    FAMILY_NAME,
    NO_GIVEN_NAME,
    persons,
    persons_abroad,
)
from nlp.provinces import provinces, units
from nlp.text import SYLLABLE_FORM, fold, normalise, without_diacritics

# Positions that need no body beside them.
_WHOLE: Final = (
    "tổng bí thư(?: ban chấp hành trung ương đảng(?: cộng sản việt nam)?)?"
    "|phó chủ tịch nước|chủ tịch nước(?: cộng hòa xã hội chủ nghĩa việt nam)?"
    "|phó thủ tướng thường trực(?: chính phủ)?"
    "|phó thủ tướng(?: chính phủ)?"
    "|thủ tướng(?: chính phủ)?|phó chủ tịch thường trực quốc hội|phó chủ tịch quốc hội|chủ tịch quốc hội"
    "|thường trực ban bí thư(?: trung ương đảng)?|tổng thư ký quốc hội|(?:phó )?tổng kiểm toán nhà nước"
    "|(?:phó )?tổng thanh tra chính phủ|(?:phó )?thống đốc ngân hàng nhà nước"
)
# What the few who need no body beside them are written with on solemn occasions, and are without it.
_SOLEMN: Final = re.compile(
    "(?<=^tổng bí thư) ban chấp hành trung ương đảng.*|(?<=^thường trực ban bí thư) trung ương đảng"
    "|(?<=^chủ tịch nước) cộng hòa xã hội chủ nghĩa việt nam"
)
_POSITION: Final = (
    "bộ trưởng|thứ trưởng thường trực|thứ trưởng|phó chủ tịch thường trực|phó chủ tịch"
    r"|chủ tịch(?! hồ chí minh\b)"
    "|phó bí thư thường trực|phó bí thư|bí thư thứ nhất|bí thư|phó tổng giám đốc|tổng giám đốc|phó giám đốc"
    "|giám đốc"
    "|phó tổng cục trưởng|tổng cục trưởng|phó cục trưởng|cục trưởng|phó chi cục trưởng|chi cục trưởng"
    "|phó vụ trưởng|vụ trưởng|phó trưởng tiểu ban|trưởng tiểu ban|phó trưởng ban thường trực|phó trưởng ban"
    "|trưởng ban|phó trưởng phòng|trưởng phòng|phó trưởng đoàn|trưởng đoàn|phó trưởng khoa|trưởng khoa"
    "|phó trưởng công an|trưởng công an"
    "|phó viện trưởng|viện trưởng|phó hiệu trưởng|hiệu trưởng|phó chánh văn phòng|chánh văn phòng"
    "|phó chánh thanh tra|chánh thanh tra|phó chánh án|chánh án|phó tư lệnh|tư lệnh|phó chính ủy|chính ủy"
    "|phó chỉ huy trưởng|chỉ huy trưởng"
    "|phó chủ nhiệm|chủ nhiệm|phó đội trưởng|đội trưởng|phó trạm trưởng|trạm trưởng|phó hạt trưởng|hạt trưởng"
    "|phó đồn trưởng|đồn trưởng|phó tổng thư ký|tổng thư ký|phó người phát ngôn|người phát ngôn"
    "|phó phát ngôn viên|phát ngôn viên|tổng thống|phó tổng thống|phó ngoại trưởng|ngoại trưởng"
    "|phó đại sứ|đại sứ"
    "|phó tổng tham mưu trưởng|tổng tham mưu trưởng|phó tham mưu trưởng|tham mưu trưởng"
    "|phó thống đốc|thống đốc|phó thị trưởng|thị trưởng|trưởng thôn|trưởng bản|tổ trưởng|ủy viên thường trực"
    "|thường trực"
)
POSITIONS: Final = f"{_WHOLE}|{_POSITION}"
"""Positions that somebody holds, folded, as a pattern without a group around it."""
# What leaders lead, where they themselves are the office: "lãnh đạo tỉnh Nghệ An".
_LED: Final = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường"
# Bodies that may be written without a capital, and those that a capital tells from common words.
_BODY: Final = (
    "ủy ban nhân dân|ubnd|ủy ban|hội đồng nhân dân|hđnd|công an|cảnh sát|bộ đội biên phòng|bộ chỉ huy quân sự"
    "|tỉnh ủy|thành ủy|huyện ủy|quận ủy|đảng ủy|quân đội|quân khu|quân chủng|quân đoàn|bệnh viện|học viện"
    "|trung tâm|văn phòng|quốc hội|chính phủ|tòa án nhân dân|tand|viện kiểm sát|vksnd"
    "|mặt trận tổ quốc|trung ương đoàn"
    "|tổng liên đoàn|liên đoàn|hiệp hội|tập đoàn|tổng công ty|công ty|ngân hàng|tổng cục|chi cục|kho bạc"
    "|bảo hiểm xã hội"
    "|tiểu ban|ban chỉ đạo|ban tổ chức|ban quản lý|thanh tra|kiểm toán nhà nước|đoàn đại biểu quốc hội"
    "|hải quan|hạt kiểm lâm"
    "|đại học|trường đại học|cơ quan cảnh sát điều tra|tổ chức y tế thế giới|liên hợp quốc"
    "|đài(?= khí tượng)|đồn biên phòng|who|unicef|unesco|undp|imf|nhà trắng|điện kremlin"
    rf"|lầu năm góc|lãnh đạo(?= (?:{_LED}|tp)\b)|cơ quan khí tượng"
)
_CAPITAL_BODY: Final = (
    "cơ quan|tổ chức|bộ|sở|ban|cục|vụ|viện|hội|phòng(?!,? chống)|đội|trường|đoàn|trạm|tổ biên tập|hội đồng"
)
_HEAD: Final = re.compile(
    rf"\b(?:(?P<whole>{_WHOLE})|(?P<position>{_POSITION})|(?P<body>{_BODY})|(?P<capital>{_CAPITAL_BODY}))\b"
)
# Countries as the press writes them: behind a position that needs no body, the office is theirs.
_NAMELESS: Final = "nước (?:này|đó|chủ nhà|bạn|láng giềng|sở tại)"
_COUNTRY: Final = re.compile(
    rf" (?:{_NAMELESS}"
    rf"|{'|'.join(COUNTRIES)})(?![^\W\d_])"
)
_ON_THE_SIDE_OF: Final = re.compile(rf"[Pp]hía(?P<country>{_COUNTRY.pattern}),? $")
# Words that name an office only with more behind them.
_PART_ONLY: Final = re.compile(
    rf"{_POSITION}|{_CAPITAL_BODY}|ủy ban nhân dân|ủy ban|hội đồng nhân dân|công an|cảnh sát|quân đội"
    "|bệnh viện|học viện"
    "|trung tâm|văn phòng|liên đoàn|hiệp hội|tập đoàn|tổng công ty|công ty|ngân hàng|tổng cục|chi cục"
    rf"|cơ quan công an|tiểu ban|lãnh đạo(?: (?:{_LED}))?"
    "|ban chỉ đạo|ban tổ chức|ban quản lý|thanh tra|hải quan|đại học|trường đại học|kho bạc|tòa án nhân dân"
)
# Their place is that of the text; an office beside them that names one says more.
_WITHOUT_PLACE: Final = re.compile(
    r"\b(?:cơ quan (?:cảnh sát|an ninh) điều tra|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy)$"
)
# Their names are often one word without diacritics.
_COMPANY: Final = re.compile(r"\b(?:tập đoàn|công ty|ngân hàng|hãng)\b")
# Ranks and degrees: they stand beside an office, and are none.
_RANK: Final = re.compile(
    r"\b(?:ủy viên (?:dự khuyết )?(?:bộ chính trị|trung ương đảng|ban chấp hành trung ương(?: đảng)?"
    r"|ban bí thư)"
    r"|ủy viên (?:ủy ban|ban)? ?thường vụ[^,.;:\n]{1,40}(?=, )"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|(?:(?:gs|pgs|ts|ths|bs|ks|nsnd|nsưt|bscki{1,2})\b[. ]*)+"
    r"|giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|bác sĩ|kiến trúc sư|kỹ sư"
    r"|anh hùng lực lượng vũ trang nhân dân)\b[.,]?"
)
_ROLE: Final = re.compile(
    r"\b(?:người dân|chuyên gia|nông dân|tiểu thương|học sinh|sinh viên|phụ huynh|cựu chiến binh"
    r"|thân nhân liệt sĩ"
    r"|cử tri|giáo viên|công nhân|ngư dân|khách hàng|du khách|người nhà|luật sư|nhà nghiên cứu|nhà khoa học"
    r"|nhân chứng|bác sĩ|doanh nghiệp|hành khách|bệnh nhân|tài xế|bà con|đại biểu quốc hội)\b"
)
# What ends the name of a body that goes on in small letters.
_END: Final = re.compile(
    r"(?:cho|đã|đang|sẽ|vừa|cũng|đều|tại|trong(?! nước)|khi|với|để|là|được|bị|do|nhấn|khẳng|nói|phát biểu|trả"
    r"|chia sẻ|đề|yêu cầu"
    r"|lưu ý|nêu|kêu gọi|gọi|đánh giá|vào|sáng|chiều|tối(?! cao)|trưa|ngày|hôm|tiếp(?! công dân)|phối hợp"
    r"|(?<!ban )(?<!vụ )(?<!cục )(?<!phòng )tổ chức|ban hành"
    r"|chủ trì|(?<!người )có|vẫn|nhanh chóng"
    r"|cùng|thăm|dự(?! án| báo| trữ| phòng)|đến|tới|thừa|(?<!việc )làm|trao|ký|ra|nhận|kết luận|bày"
    r"|(?<!trung tâm )(?<!nhập )cảnh(?! sát)|khuyến"
    r"|thông báo|kiến(?! trúc)|ghi|trước|sau|này|đó|nơi|còn"
    r"|chúng|hiện|vì|nên|mà|thì|theo|từ|phải|cần|chưa|(?<!hàng )(?<!phòng )không|rằng|hỏi|đáp|kể|cam|quán"
    r"|nhưng|rất|tặng|phản hồi|phản đối|công bố|bác bỏ|hoan nghênh|bắt|khởi tố|triệu tập|tạm giữ|tạm giam"
    r"|truy nã|phát hiện|xác minh|đưa|mời|xử phạt|truy tố|đặt"
    r"|tuyên bố|tiết lộ|mong muốn|phàn nàn|than|cáo buộc|quả quyết|lập luận|bộc bạch|cảm ơn|xin lỗi|hứa"
    r"|họp|gặp|khai mạc|tiến hành|huy động|quy định|mang"
    r"|(?<!ủy ban )kiểm tra|chúc|gửi|hoài nghi|lên|trân trọng"
    r"|về (?:việc|mục đích|nội dung|vấn đề)|chỉ(?! huy| đạo)|giải|của (?:mình|họ|ông|bà|tôi|chúng|các))\b"
)
_SENDS: Final = re.compile(r"phát (?!triển|thanh)")  # in small letters, unlike "Tập đoàn Hòa Phát"
_SENDS_AT_END: Final = re.compile(r"\s+phát(?: đi)?\s*$")
_TOKEN: Final = re.compile(r"[^\W_]+(?:[.&/-][^\W_]+)*\.?(?=[ ,;:)(\n]|$)|[^\W_]+")
_JOINT: Final = re.compile(
    r" - | |(?<=phòng), (?=chống )|, (?=thể thao và du lịch|chữa bệnh|quy tập|chữa cháy|cứu hộ"
    r"|chiến lược trung ương"
    r"|giáo dục pháp luật)"
)
# Words in capitals without diacritics, with what stands between them in names of other countries.
_PARTICLES: Final = ("von", "van", "der", "den", "de", "da", "dos", "del", "bin", "ibn", "al", "el")
_FOREIGN_WORDS: Final = (
    r"(?: [A-Z]{2}(?= [A-Z][a-z]))?(?: (?:Mc|Mac|De|Le|La)?[A-Z][a-z]+(?:[-'’][A-Za-z]+)*"
    rf"|(?<=[a-z]) (?:{'|'.join(_PARTICLES)})(?= [A-Za-z]))+"
)
_FOREIGN: Final = re.compile(rf"{_FOREIGN_WORDS}$")
_FOREIGN_BEHIND: Final = re.compile(rf"{_FOREIGN_WORDS}(?![^\W\d_])")
_NAME_WORD: Final = re.compile(rf" {CAPITAL}[^\W\d_]*")
_NAME_OF: Final = re.compile(rf"(?: {CAPITAL}[^\W\d_]*){{2,4}}(?= (?:của|thuộc) {CAPITAL})")
_COUNTRY_ENDS: Final = frozenset(
    ["mỹ", "quốc", "nga", "pháp", "anh", "đức", "bản", "tiên", "nhật", "úc", "lan", "ý", "kremlin"]
)
_PLACE_WORD: Final = re.compile(
    r"\b(?:điện|bang|tỉnh|huyện|xã|phường|quận|phố|tp\.?|thị trấn|thôn|(?<!nhật )bản|buôn)"
    r"(?: (?:đăk|đắk|ea|ia|kon|krông|chư))?$"
)
_KNOWN_PLACE: Final = re.compile(
    "Gia Lai|Kon Tum|Long An|An Giang|Nha Trang|Vinh|Hai Phong|Nga|Cuba|Campuchia|Ai Cập|Philippines"
    "|Indonesia|Malaysia"
    "|Singapore|Myanmar|Australia|Canada|Israel|Iran|Iraq|Syria|Ukraine|Belarus|Brunei|Timor Leste|ASEAN"
    "|Asean|Trung Hoa"
)
_FARTHEST_BACK: Final = 100
"""Mentions between a pronoun or a bare position and what it stands for."""
_LONGEST: Final = 22
"""Words of an office."""
_SYLLABLE_NOT: Final = re.compile(
    r"[fjwz]|[bcdghklmnprstvx]{4}|(?:[bdlrsvx]|(?<![ắă])k|tr|mp|st|ld|rt|ck)$"
    r"|^(?:br|bl|cl|cr|dr|fr|gr|pr|sc|sh|sk|sl"
    r"|sm|sp|st|sw)"
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
_SMALL: Final = re.compile(rf"^(?:{_WHOLE}|{_POSITION})\b")
# Before an office that somebody no longer holds, or only for a time: what is said then is not said by it.
_NO_MORE: Final = r"\b(?<!thái )(?<!tây )(?<!cao )(?:nguyên|cựu"
_FORMER: Final = re.compile(
    rf"{_NO_MORE}|cố(?= (?:tổng|phó|chủ tịch|thủ tướng|bộ trưởng) )"
    rf"|quyền(?= (?:{_WHOLE}|{_POSITION})\b)) "
)
_FORMER_BEFORE: Final = re.compile(rf"{_NO_MORE}|(?<!sự )(?<!gia )cố) $")
_ACTING_BEFORE: Final = re.compile(
    r"(?<!thẩm )(?<!chính )(?<!chủ )(?<!nhân )(?<!bản )(?<!có )(?<!trao )(?<!giao )(?<!ủy )(?<!thuộc )"
    r"\bquyền $"
)
_BRACKET: Final = re.compile(r" ?\([^()\n]{0,120}\)")
_COMMA: Final = re.compile(r" ?[,;:] ")
# Behind these "quốc hội" and "chính phủ" are no bodies that speak.
_NO_BODY_BEHIND: Final = ("đại biểu ", "phi ")
# Before a body that does not speak itself: somebody who won't be named does, or one of many who belong to it;
# or it is only gone through, written to or spoken of.
_NOT_ITSELF: Final = re.compile(
    r"(?:(?:nguồn tin|quan chức|lãnh đạo|người)(?: \w+){0,3} (?:giấu tên|ẩn danh|không nêu tên)"
    r"|nguồn tin(?: \w+){0,2})(?: (?:trong|của|từ|thuộc|tại|ở|với|bên trong))? $"
    r"|\b(?:sinh viên|học sinh|phụ huynh|khách hàng|bệnh nhân|công nhân|nhân viên|cư dân)"
    r"(?: (?:năm|khóa|khoa|lớp) [\w ]{1,24},?)?(?: (?:của|tại|ở))? $"
    r"|\b(?:thông qua|đối với(?: lực lượng)?|nhằm vào|gửi|trình|tại) $"
)
_SPEAKS_FOR: Final = re.compile(
    rf"^(?:(?:đại diện|lãnh đạo(?! (?:{_LED})\b)"
    r"|phía|người đứng đầu|nguồn tin từ|thông tin từ|tin từ|báo cáo của"
    r"|văn bản của)[ ]+)+"
)


@dataclass(frozen=True)
class Mention:
    """Something in a text that can speak.

    Attributes:
        start: Where it starts, in the normalised text.
        end: Where it ends.
        kind: "office", "person", "role", "pronoun", or "body" for a body named before ("Bộ này").
        office: The office in its canonical spelling, the role as written; "" for the others.
    """

    start: int
    end: int
    kind: str
    office: str = ""


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


def _spelled_alike(text: str) -> str:
    """Write "sỹ", "kĩ", "lí" and their like in one way, letter for letter."""
    return _I_OR_Y.sub(lambda syllable: syllable[0][0] + _OFFICIAL[syllable[0][1]], text)


def _plainly(office: str) -> str:
    """Write abbreviations out, and leave out what is only said on solemn occasions."""
    office = _spelled_alike(office)
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


_SECOND_OF_POSITION: Final = re.compile(r"(?<=[^\W\d_] )(?:Tịch|Thư|Đốc|Trưởng|Tướng|Lệnh|Nhiệm|Sứ)\b")
_OF_THE_STATE: Final = re.compile(r"(?<= )(?:quốc hội|chính phủ|nhà nước)$")
_BEHIND_TONG: Final = re.compile("(?<=^Tổng )(?:giám|thư|bí|thanh|kiểm)")


def _holds_position(office: str) -> bool:
    return _SMALL.match(_as_if_held(office)) is not None


def _as_if_held(office: str) -> str:
    """Give an office folded, without the word that it is somebody's no more."""
    return _FORMER.sub("", fold(office), count=1)


def _body_capital(rest: str) -> str:
    found = re.match(rf" (?:{_BODY}|{_CAPITAL_BODY})\b", fold(rest))
    return " " + _capitalised(rest[1:]) if found else rest


class Speakers:
    """The offices, persons and roles of one text, and who of them is who."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        """Read a text.

        Args:
            text: Normalised.
            known: The offices of a campaign.
        """
        self.text, self.folded, self.known = text, _spelled_alike(fold(text)), tuple(known)
        self.names = persons(text)
        self._name_starts = [start for start, _ in self.names]
        self.mentions = self._mentions()
        self.mentions = sorted([*self.mentions, *self._bare_names()], key=lambda one: (one.start, one.end))
        self.names = self._names_to_replace()
        self._starts = [one.start for one in self.mentions]
        self._office_of: dict[str, str] = {}
        self._office_of_end: dict[str, str] = {}
        self._main_of: dict[str, str] = {}
        self._sex_of: dict[str, str] = {}  # of names, and of offices by who holds them
        self._introduce()

    def office(self, start: int, end: int) -> tuple[str, bool] | None:
        """Give who is named at the end of a stretch of words, as office or role, and whether it is an office.

        What stands between the last mention and the end may only be small words, a place or a time.
        """
        region = self._without_place(start, self._without_filler(start, end))
        if deputy := self._deputy(start, region):
            return deputy
        group = self._group(start, region) or self._group_before_time(start, region)
        group = self._acting(start, end, group) or group
        if group and self._is_passed_by(group[-1], start):
            return (group[0].office, False) if group[0].kind == "role" else None
        return self._resolve(group, start) if group else None

    def has_person(self, start: int, end: int) -> bool:
        """Tell whether a person is named in a stretch of words."""
        at = bisect_left(self.names, (start, start))
        return at < len(self.names) and self.names[at][1] <= end

    def before(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the comma or dash between words and who says them, named behind them; None for no words."""
        region = self._without_place(start, self._without_filler(start, end))
        group = self._group(start, region) or self._group_before_time(start, region)
        if not group or _BESIDE.fullmatch(self.folded, start, group[0].start):
            return None
        joints = [_JOINT_BEFORE.search(self.folded, start, one.start) for one in group]
        joints.append(_JOINT_SOME_WORDS_BEFORE.search(self.folded, start, group[0].start))
        return next((joint.span("joint") for joint in joints if joint), None)

    def _is_passed_by(self, one: Mention, start: int) -> bool:
        """Tell whether a body is named beside somebody else's speech, and does not speak itself."""
        before = max(start, one.start - 60)
        return one.kind == "office" and bool(_NOT_ITSELF.search(self.folded, before, one.start))

    def source(self, named: int, words: int) -> tuple[int, int]:
        """Give where a source's name ends and its words begin, where a comma was taken for that.

        The comma may stand in brackets or within an office's name; further offices of the source may follow.

        Args:
            named: Where the name begins.
            words: What is behind the first comma.
        """
        bracket = self.text.rfind("(", named, words)
        closed = re.compile(r"[^()\n]{0,120}\),? ").match(self.text, words)
        if bracket > self.text.rfind(")", named, words) and closed:
            has_office = any(bracket < one.start < closed.end() for one in self._back(closed.end()))
            return closed.end() - 2 if has_office else bracket, closed.end()
        inside = next((one for one in self._back(words) if one.kind == "office"), None)
        if inside and named <= inside.start and inside.end > words:
            bracket = _BRACKET.match(self.text, inside.end)
            comma = _COMMA.match(self.folded, bracket.end() if bracket else inside.end)
            words = comma.end() if comma else words
        # "theo Giám đốc Sở A, ông B, ...": behind a position its holder may stand.
        is_held = inside is not None and (_holds_position(inside.office) or bool(self._stands_for(inside)))
        for one in self.mentions[bisect_left(self._starts, words) :][:6]:
            if one.kind == "pronoun":
                continue
            is_beside = one.kind == "office" or (one.kind == "person" and is_held)
            if not is_beside or not _BESIDE.fullmatch(self.folded, words, one.start):
                break
            if comma := _COMMA.match(self.folded, one.end):
                words = comma.end()
        return words - 2, words

    def redacted(self, start: int, end: int) -> str:
        """Give a stretch of the text with each person's name replaced by the office, or by "[một người]"."""
        out: list[str] = []
        at = start
        first = bisect_right(self.names, (start, end))
        for name_start, name_end in self.names[max(0, first - 1) : bisect_right(self.names, (end, 0))]:
            if name_end <= at:
                continue
            office = self._of_person(self.folded[name_start:name_end])
            before = self.text[at:name_start]
            if office:
                known = _TITLE_TAIL.search(fold(before))
                address = _ADDRESS_TAIL.search(fold(before))
                title = before[known.start() :].strip() if known else ""
                if known and (fold(office).startswith(fold(title)) or canonical(title, self.known) == office):
                    before, replacement = before[: known.start()], office
                else:
                    before, replacement = before[: address.start()] if address else before, office
            else:
                address = _ADDRESS_TAIL.search(fold(before))
                before, replacement = before[: address.start()] if address else before, "[một người]"
            out += [before, replacement]
            at = min(name_end, end)
        out.append(self.text[at:end])
        return "".join(out)

    def _mentions(self) -> list[Mention]:
        found = [Mention(start, end, "person") for start, end in self.names]
        ranks = [one.span() for one in _RANK.finditer(self.folded)]
        at = 0
        for head in _HEAD.finditer(self.folded):
            if head.start() < at or self._in_name(head.start()):
                continue
            if any(start < head.start() < end for start, end in _around(ranks, head.start())):
                continue
            is_meant = self.folded.startswith(" này", head.end())
            if is_meant or self.folded.endswith(_NO_BODY_BEHIND, 0, head.start()):
                continue
            if head["capital"] and (
                not self._is_capital(head) or self.folded.endswith("tây ", 0, head.start())
            ):
                continue
            at = self._tail(head)
            if head["capital"] and at == head.end():
                found.append(Mention(head.start(), at, "body"))
                continue
            start = self._start(head)
            held, name = self._held_by(head, at)
            office = self.text[start:held]
            if name:
                found.append(Mention(*name, "person"))
                office += "" if _COUNTRY.search(office) else self._country_of(head, start, name)
            found.append(Mention(start, held, "office", office))
        offices = [(one.start, one.end) for one in found if one.kind == "office"]
        for kind, pattern in (("role", _ROLE), ("pronoun", _PRONOUN), ("body", _THIS_BODY)):
            found += [
                Mention(one.start(), one.end(), kind, one[0] if kind == "role" else "")
                for one in pattern.finditer(self.folded)
                if not any(start <= one.start() < end for start, end in _around(offices, one.start()))
            ]
        return sorted(found, key=lambda one: (one.start, one.end))

    def _names_to_replace(self) -> list[tuple[int, int]]:
        """Give the names of persons, of other countries too, that are left out of what is said."""
        taken = [(one.start, one.end) for one in self.mentions if one.kind in ("office", "person")]
        named = [(one.start, one.end) for one in self.mentions if one.kind == "person"]
        others = [
            (start, end)
            for start, end in persons_abroad(self.text)
            if not any(begins < end and start < ends for begins, ends in _around(taken, end - 1))
        ]
        return sorted({*named, *others})

    def _bare_names(self) -> Iterator[Mention]:
        """Give where the last word of a name stands alone for it: "Nguyễn Văn Hùng ... với Hùng"."""
        last = {
            self.text[one.start : one.end].rpartition(" ") for one in self.mentions if one.kind == "person"
        }
        names = {
            name for rest, _, name in last if rest and len(name) > 1 and fold(name) not in COUNTRY_OR_NAME
        }
        if not names:
            return
        taken = [(one.start, one.end) for one in self.mentions if one.kind in ("office", "person")]
        for word in re.finditer(
            rf"(?<![\w-])(?<!{CAPITAL})(?:{'|'.join(sorted(names))})(?![\w-])", self.text
        ):
            start, end = word.span()
            if any(begins <= start < ends for begins, ends in _around(taken, start)):
                continue
            if self._stands_alone(start, end):
                yield Mention(start, end, "person")

    def _stands_alone(self, start: int, end: int) -> bool:
        """Tell a given name from a word that begins a sentence, a body's name or a longer one."""
        if NO_GIVEN_NAME.match(self.folded, start) or _NAME_WORD.match(self.text, end):
            return False
        before = _WORD_BEFORE.search(self.text, 0, start)
        if before is not None:
            return before[1].islower()
        is_subject = self.text[end : end + 1] == " " and self.text[end + 1 : end + 2].islower()
        return is_subject and not re.search(rf"\b{self.folded[start:end]}\b", self.text)

    def _held_by(self, head: re.Match[str], at: int) -> tuple[int, tuple[int, int] | None]:
        """Give where an office ends, and whose name stands behind it, if that is told by the office alone.

        Args:
            head: The office's head.
            at: Where the office ends, with a name that was taken for a part of it.
        """
        if head["body"] or head["capital"]:
            return at, None
        held = self._holder(head, at)
        if held < at:
            return held, (held + 1, self._whole_name(at))
        name = _FOREIGN_BEHIND.match(self.text, at)
        if name and _KNOWN_PLACE.fullmatch(name[0].strip()):
            name = None
        if name is None:
            name = self._given_name(head, at) if head["whole"] else self._name_of(head)
        return at, (at + 1, name.end()) if name and not self._in_name(at + 1) else None

    def _country_of(self, head: re.Match[str], start: int, name: tuple[int, int]) -> str:
        """Give the country whose office a name stands behind, which the office itself does not say.

        It is named as the side that somebody is on, or it is not Vietnam: its prime minister has no name that
        can't be Vietnamese.
        """
        if side := _ON_THE_SIDE_OF.search(self.text, max(0, start - 40), start):
            return side["country"]
        is_foreign = any(map(_is_foreign, self.text[slice(*name)].split(" ")))
        return " nước đó" if head["whole"] and is_foreign else ""

    def _name_of(self, head: re.Match[str]) -> re.Match[str] | None:
        """Give a name between a position and its body: "Phát ngôn viên | Hoa Văn Tám | của Bộ Ngoại giao"."""
        name = _NAME_OF.match(self.text, head.end()) if head["position"] else None
        if name is None or _is_place(name[0].split()):
            return None
        is_other = any(rule.match(self.folded, head.end() + 1) for rule in (_HEAD, NO_GIVEN_NAME))
        return None if is_other else name

    def _given_name(self, head: re.Match[str], at: int) -> re.Match[str] | None:
        """Give a given name that stands behind one of the few: "Phó Thủ tướng | Hùng"."""
        name = _NAME_WORD.match(self.text, at)
        if (
            not name
            or _NAME_WORD.match(self.text, name.end())
            or "quốc hội" in self.folded[head.start() : at]
        ):
            return None
        is_other = NO_GIVEN_NAME.match(self.folded, at + 1) or fold(name[0].strip()) in _COUNTRY_NAMES
        return None if is_other else name

    def _holder(self, head: re.Match[str], end: int) -> int:
        """Give where within what was taken for an office its holder's name begins; the end where nowhere."""
        words = self.text[head.end() : end].split(" ") if head["position"] else []
        named = takewhile(lambda word: word[:1].isupper() or word in _PARTICLES, reversed(words))
        run = words[len(words) - len(list(named)) :]
        before = self.folded[head.start() : end - len(" ".join(run))].rstrip()
        if not run or (len(run) == 1 and self._in_name(end + 1)):
            return end
        found = (rule(before, run) for rule in _HOLDER_RULES)
        at = next((at for at in found if at is not None), len(run))
        return end - len(" ".join(run[at:])) - 1 if at < len(run) else end

    def _is_capital(self, head: re.Match[str]) -> bool:
        """Tell a name's first word: "Tổ chức Y tế Thế giới", not "Tổ chức họp báo"."""
        is_common = head[0] in ("cơ quan", "tổ chức")
        return self.text[head.start()].isupper() and (
            not is_common or self.text[head.end() + 1 :][:1].isupper()
        )

    def _in_name(self, at: int) -> bool:
        index = bisect_right(self._name_starts, at) - 1
        return index >= 0 and self.names[index][1] > at

    def _start(self, head: re.Match[str]) -> int:
        """Give where an office begins: with what says that it is somebody's no more."""
        before = max(0, head.start() - 12)
        former = _FORMER_BEFORE.search(self.folded, before, head.start())
        if former is None and head["body"] is None and head["capital"] is None:
            former = _ACTING_BEFORE.search(self.folded, before, head.start())
        return former.start() if former else head.start()

    def _tail(self, head: re.Match[str]) -> int:
        """Give where an office ends that begins with this head."""
        end = head.end()
        if head["whole"]:
            country = _COUNTRY.match(self.text, end)
            return country.end() if country else end
        if self._name_of(head):
            return end
        name_follows = False
        for _ in range(_LONGEST):
            token = self._word_behind(end)
            if token is None:
                break
            word = self.text[token.start() : token.end()]
            if word.istitle() and _SYLLABLE_NOT.search(token[0]) and len(word) > 2:
                if country := _COUNTRY.match(self.text, end):
                    return country.end()
                if self._belongs(head, end):
                    return self._whole_name(token.end())
                # A company's name: "Tổng Giám đốc Brixo [Nguyễn Văn A]", "Tổng Giám đốc Brixo Việt Nam".
                of_vietnam = " Việt Nam" if self.text.startswith(" Việt Nam", token.end()) else ""
                if end == head.end() and (of_vietnam or self._in_name(token.end() + 1)):
                    return token.end() + len(of_vietnam)
                name_follows = True
                break
            end = token.end() - (token[0].endswith(".") and token[0] not in ("tp.",))
        while self.folded[:end].endswith((" và", " về", " của")):
            end = self.folded.rfind(" ", 0, end)
        return self._without_foreign_name(head, max(end, head.end()), name_follows)

    def _word_behind(self, at: int) -> re.Match[str] | None:
        """Give the word with which an office may go on; None where it ends."""
        joint = _JOINT.match(self.folded, at)
        token = _TOKEN.match(self.folded, joint.end()) if joint else None
        if not joint or not token or self._in_name(token.start()) or self._ends(token.start()):
            return None
        is_addressed = (
            ADDRESS.match(self.folded, token.start())
            and not self.folded.endswith("trẻ ", 0, token.start())
            and not self.folded.startswith("bà rịa", token.start())
        )
        if is_addressed or _RANK.match(self.folded, token.start()):
            return None
        is_own = self.text[token.start()].isupper() and not _HEAD.match(self.folded, token.start())
        if joint[0] == " - " and not is_own and not self.folded.startswith("thủy văn", token.start()):
            return None
        is_other = token[0] == "và" and _HEAD.match(self.folded, token.end() + 1)
        return None if is_other else token

    def _belongs(self, head: re.Match[str], at: int) -> bool:
        """Tell whether a foreign word behind an office is its own: a place's or a company's name."""
        before = self.folded[max(head.start(), at - 12) : at]
        return bool(_PLACE_WORD.search(before) or _COMPANY.search(self.folded, head.start(), at))

    def _whole_name(self, end: int) -> int:
        """Give where a foreign name ends that begins before: "xã Kon | Đào"."""
        while (word := _NAME_WORD.match(self.text, end)) and not self._in_name(word.start() + 1):
            end = word.end()
        return end

    def _ends(self, at: int) -> bool:
        """Tell whether a word ends the name of a body; one with a capital is its own ("Cần Thơ")."""
        is_small = not self.text[at].isupper() or self.text[at : at + 2].isupper()
        return bool(is_small and _END.match(self.folded, at)) or bool(_SENDS.match(self.text, at))

    def _without_foreign_name(self, head: re.Match[str], end: int, name_follows: bool) -> int:
        """Leave out words in capitals without diacritics at an office's end: most often a foreign name.

        Args:
            head: The office's head.
            end: Where the office ends with them.
            name_follows: Whether a word that can't be Vietnamese stands behind: then it is a name's last.
        """
        found = _FOREIGN.search(self.text, head.end(), end)
        if (
            not found
            or _KNOWN_PLACE.fullmatch(found[0].strip())
            or (head["body"] and found.start() == head.end())
        ):
            return end
        if country := _COUNTRY.match(self.text, found.start(), end):
            return country.end()
        before = self.text[max(0, found.start() - 12) : found.start()]
        word = before.split(" ")[-1]
        goes_on = word[:1].isupper() and found.start() > head.end() and fold(word) not in _COUNTRY_ENDS
        if goes_on or _PLACE_WORD.search(fold(before)):
            first_name = found[0].rfind(" ") if name_follows else 0
            return found.start() + first_name if first_name else end
        words = found[0].split()
        is_own = len(words) == 1 or all(SYLLABLE_FORM.fullmatch(fold(word)) for word in words)
        is_company = is_own and _COMPANY.search(self.folded, head.start(), found.start())
        return end if is_company and not name_follows else found.start()

    def _introduce(self) -> None:
        """Note which offices stand beside which person's name."""
        given: dict[str, list[str]] = {}
        for index, one in enumerate(self.mentions):
            if one.kind != "person":
                continue
            name = self.folded[one.start : one.end]
            address = _ADDRESS_TAIL.search(self.folded, max(0, one.start - 12), one.start)
            sex = "f" if " thị " in name else self._sex(address.start()) if address else ""
            if sex:
                self._sex_of[name] = sex
                self._sex_of.setdefault(name.rpartition(" ")[2], sex)
            beside = [
                office
                for office in (*self._before(index), *self._after(index))
                if not _DELEGATION.match(fold(office))
            ]
            given.setdefault(name, []).extend(beside)
        for name, offices in given.items():
            spelled = [canonical(office, self.known) for office in self._own_first(offices)]
            complete = [office for office in spelled if self._is_complete(office)]
            complete += [office for office in spelled if _WITHOUT_PLACE.search(fold(office))]
            main = next(
                (office for office in complete if office in self.known), complete[0] if complete else ""
            )
            if main or name not in self._office_of:
                self._office_of[name] = main
            if name in self._sex_of:
                self._sex_of.setdefault(fold(main), self._sex_of[name])
            if main:
                words = name.split()
                self._office_of_end.update({" ".join(words[at:]): main for at in range(1, len(words))})
                for office in spelled:
                    self._main_of.setdefault(fold(office), main)

    def _own_first(self, offices: Sequence[str]) -> list[str]:
        """Order a person's offices: another country's, positions, bodies alone ("thay mặt Bộ X, ông A")."""
        return sorted(
            offices, key=lambda office: (_COUNTRY.search(office) is None, not _holds_position(office))
        )

    def _is_complete(self, office: str) -> bool:
        folded = _as_if_held(office)
        if re.search(rf" {_NAMELESS}$", folded):
            return False
        if re.fullmatch(_WHOLE, folded):
            return True
        return _PART_ONLY.fullmatch(folded) is None and _WITHOUT_PLACE.search(folded) is None

    def _before(self, index: int) -> list[str]:
        """Give the offices before a name that are its own, not those of the name before."""
        beside = self._beside_before(index)
        other = index - len(beside) - 1
        is_list = other >= 0 and self.mentions[other].kind == "person" and len(self._beside_after(other)) > 0
        if is_list and self._is_attached(index):
            beside = beside[-1:]
        elif is_list and not self._beside_before(other):
            beside = []
        return [one.office for one in beside]

    def _after(self, index: int) -> list[str]:
        """Give the offices behind a name that are its own, not those of the name behind."""
        beside = self._beside_after(index)
        goes_on = bool(beside) and self.text[beside[-1].end :][:1] == " "
        if goes_on and self._is_object(self.mentions[index]):
            return []
        if goes_on and self._is_next_subject(self.mentions[index], beside):
            return []
        other = index + len(beside) + 1
        is_titled = len(self._beside_before(index)) > 0
        if beside and is_titled and self.folded[self.mentions[index].end] == ";":
            return []
        if beside and other < len(self.mentions) and self.mentions[other].kind == "person":
            own = [] if is_titled else beside[:-1] or beside
            beside = own if self._is_attached(other) else beside
        return [one.office for one in beside]

    def _is_next_subject(self, name: Mention, beside: Sequence[Mention]) -> bool:
        """Tell bodies behind a name and a comma that act themselves: "Sau khi gặp A, Công an X đã ..."."""
        is_comma = self.text[name.end : name.end + 2] == ", "
        is_held = any(_holds_position(one.office) for one in beside)
        return is_comma and not is_held and _ACTS.match(self.text, beside[-1].end) is not None

    def _is_attached(self, index: int) -> bool:
        """Tell whether an office stands before a name with no comma between."""
        office, name = self.mentions[index - 1], self.mentions[index]
        between = self.folded[office.end : name.start]
        return office.kind == "office" and "," not in between and bool(_BESIDE_BEFORE.fullmatch(between))

    def _beside_before(self, index: int) -> list[Mention]:
        found: list[Mention] = []
        at = self.mentions[index].start
        for other in range(index - 1, max(-1, index - 7), -1):
            one = self.mentions[other]
            if one.kind != "office" or not _BESIDE_BEFORE.fullmatch(self.folded, one.end, at):
                break
            if not self._is_own(other, index):
                break
            found.insert(0, one)
            at = one.start
        return found

    def _is_own(self, office: int, name: int) -> bool:
        """Tell whether an office can be held by who is named behind it (mentions by their index).

        A body is nobody's ("Theo Công an X, ông A ...", "Tại Bộ X, ông A ..."), unless somebody stands for it
        ("Đại diện Bộ X, ông A") or a position lacks it ("Bộ X, Bộ trưởng A"). Nor is the office of who says
        it or is met the next one's ("Theo Thủ tướng, ông A ...", "Tiếp Thủ tướng, ông A ..."), unless the
        name is closed by a comma too.
        """
        one, held_by = self.mentions[office], self.mentions[self._named_at(office + 1)]
        between = self.folded[one.end : held_by.start]
        is_position = _holds_position(one.office)
        if "\n" in between:
            return False
        if "," not in between and (is_position or not _DASHES.search(between)):
            return True
        stands = self._stands_for(one)
        if not is_position and not stands and not one.office.lower().startswith("lãnh đạo "):
            if held_by.kind == "office":
                return not _holds_position(held_by.office) or self._lacks_body(held_by)
            before = self.mentions[office - 1] if office else one
            return self._lacks_body(before) and bool(_BESIDE.fullmatch(self.folded, before.end, one.start))
        if held_by.kind == "office" and not _NEVER_WITH_ANOTHER.match(one.office.lower()):
            return True
        start = stands.start() if stands else one.start
        return not _PASSED.search(self.folded, max(0, start - 24), start) or self._is_closed(name)

    def _stands_for(self, office: Mention) -> re.Match[str] | None:
        """Find who stands for a body before it: "đại diện"."""
        return _STANDS_FOR.search(self.folded, max(0, office.start - 40), office.start)

    def _named_at(self, index: int) -> int:
        """Give the mention of a name whose form of address is a mention too: "bà", "bà A"."""
        is_address = self.mentions[index].kind == "pronoun" and index + 1 < len(self.mentions)
        return index + 1 if is_address and self.mentions[index + 1].kind == "person" else index

    def _lacks_body(self, office: Mention) -> bool:
        """Tell a position that is written without the body that it is of: "Bộ trưởng"."""
        return _holds_position(office.office) and not self._is_complete(canonical(office.office, self.known))

    def _is_closed(self, name: int) -> bool:
        """Tell whether a name ends with a comma, and no further name or office of its own behind."""
        end = self.mentions[name].end
        following = self.mentions[name + 1] if name + 1 < len(self.mentions) else None
        is_beside = (
            following is not None
            and following.kind in ("office", "person")
            and _BESIDE_AFTER.fullmatch(self.folded, end, following.start)
        )
        return not is_beside and _CLOSED.match(self.folded, end) is not None

    def _beside_after(self, index: int) -> list[Mention]:
        found: list[Mention] = []
        at = self.mentions[index].end
        for one in self.mentions[index + 1 : index + 7]:
            if one.kind != "office" or not _BESIDE_AFTER.fullmatch(self.folded, at, one.start):
                break
            found.append(one)
            at = one.end
        return found

    def _without_filler(self, start: int, end: int) -> int:
        sends = _SENDS_AT_END.search(self.text, start, end)
        end = sends.start() if sends else end
        found = _FILLER.search(self.folded, start, end)
        return found.start() if found else end

    def _group_before_time(self, start: int, end: int) -> list[Mention]:
        """Give who is named before what says where and when, of which the last part may be all."""
        found = _AT_A_TIME.search(self.folded, start, end)
        is_first = True
        while found:
            # Behind a comma a subject of its own may stand ("tại kỳ họp UNESCO tại Paris, Việt Nam ...").
            is_one = is_first or "," not in self.folded[found.start("first") : end]
            if is_one and (group := self._group(start, self._without_filler(start, found.start()))):
                return group
            found, is_first = _AT_A_TIME.search(self.folded, found.start("first") + 1, end), False
        return []

    def _acting(self, start: int, end: int, named: Sequence[Mention]) -> list[Mention]:
        """Give whose clause it is, where its verb stands behind a comma: "X tiếp Y, khẳng định ..."; else [].

        Args:
            start: Where the clause starts.
            end: Where the verb stands.
            named: Who is named last before it.
        """
        first = bisect_left(self._starts, start)
        if first == len(self.mentions) or not _ELLIPSIS.search(self.folded, start, end):
            return []
        acting = self.mentions[first : first + 1]
        for one in self.mentions[first + 1 : first + 7]:
            if not _BESIDE.fullmatch(self.folded, acting[-1].end, one.start):
                break
            acting.append(one)
        begins, stops = acting[0], acting[-1].end
        if stops > end or begins.kind not in ("office", "person") or not _ACTS.match(self.folded, stops):
            return []
        if named and (named[0].start < stops or _CLAUSE.search(self.folded, start, named[0].start)):
            return []
        return acting if _BEFORE_ACTING.fullmatch(self.folded, start, begins.start) else []

    def _without_place(self, start: int, end: int) -> int:
        """Leave out where an office is, behind it: "xã Quan Sơn (tỉnh Thanh Hóa)", ", huyện A, tỉnh B"."""
        found = _IN_PLACE.search(self.text, start, end)
        return found.start() if found else end

    def _group(self, start: int, end: int) -> list[Mention]:
        """Give the mentions that stand one beside the other at the end of a stretch."""
        found: list[Mention] = []
        at = end
        last = bisect_right(self._starts, end - 1) - 1
        for index in range(last, max(-1, last - 8), -1):
            one = self.mentions[index]
            if one.start < start:
                break
            if one.kind == "office" and one.end > end:
                one = Mention(one.start, end, "office", self.text[one.start : end].rstrip())
            if not found and not re.compile(r"[\s,()–-]*").fullmatch(self.folded, min(one.end, end), end):
                if one.end > end:
                    continue
                break
            if found and not _BESIDE.fullmatch(self.folded, one.end, at):
                break
            if found and one.kind == "office" and not self._is_own(index, self._named_at(index + 1)):
                break
            found.insert(0, one)
            at = one.start
        return found

    def _resolve(self, group: Sequence[Mention], before: int) -> tuple[str, bool] | None:
        """Give the office of a group, by the first of: a person's, one stated, one meant; else its role."""
        persons_at = [at for at, one in enumerate(group) if one.kind == "person"]
        if len(persons_at) > 1:  # of several the last one speaks
            group = group[persons_at[-2] + 1 :]
        if group[-1].kind == "office" and any(map(self._is_object, group)):
            group = group[-1:]  # "trao quyết định cho ông A, Chủ tịch nước nói": not A's office
        for one in group:
            if one.kind == "person" and (office := self._of_person(self.folded[one.start : one.end])):
                return office, True
        offices = [self._abroad(one.office, before) for one in group if one.kind == "office"]
        spelled = [canonical(office, self.known) for office in offices]
        stated = chain(
            (self._main_of.get(fold(office), "") for office in spelled),
            (office for office in spelled if self._is_complete(office)),
            (self._completed(office, before) for office in spelled),
            (office for office in spelled if _WITHOUT_PLACE.search(fold(office))),
        )
        if office := next((one for one in stated if one), ""):
            return office, True
        kinds = {one.kind: one.office for one in group}
        if "role" in kinds:
            return kinds["role"], False
        if group[-1].kind == "body":
            return self._body_before(group[-1])
        pronoun = next((one for one in group if one.kind == "pronoun"), None)
        return self._last_before(before, self._sex(pronoun.start)) if pronoun else None

    def _is_object(self, one: Mention) -> bool:
        """Tell whether a name stands where something is done to, for or with a person."""
        return one.kind == "person" and bool(_OBJECT.search(self.folded, max(0, one.start - 24), one.start))

    def _of_person(self, name: str) -> str:
        return self._office_of.get(name) or self._office_of_end.get(name, "")

    def _abroad(self, office: str, before: int) -> str:
        """Give a position that is another country's wherever the text named it before with that country."""
        small = fold(office)
        if not re.fullmatch(rf"{_WHOLE}|chính phủ|quốc hội", small):
            return office
        named = [
            one.office
            for one in self._back(before)
            if one.kind == "office" and fold(one.office).startswith(small)
        ]
        return named[0] if named and all(_COUNTRY.search(one) for one in named) else office

    def _completed(self, position: str, before: int) -> str:
        """Give the office that a position alone stands for: the last one before that begins with it."""
        small = fold(position)
        for one in self._back(before):
            written = fold(one.office)
            if one.kind == "office" and written != small and written.startswith(small):
                full = canonical(one.office, self.known)
                return self._main_of.get(fold(full), full)
        return ""

    def _back(self, before: int) -> Iterator[Mention]:
        """Give the mentions before a place, the nearest first, as far back as readers remember them."""
        last = bisect_right(self._starts, before - 1)
        return reversed(self.mentions[max(0, last - _FARTHEST_BACK) : last])

    def _body_before(self, meant: Mention) -> tuple[str, bool] | None:
        """Give the body that "Bộ này" means: the last of its kind named before, if none stands beside it."""
        kind = self.folded[meant.start : meant.end].removesuffix(" này")
        bodies = [
            (one.start, canonical(one.office[at:], self.known))
            for one in self._back(meant.start)
            if one.kind == "office" and (at := self._body_at(one.office, kind)) >= 0
        ]
        sentence = max(self.folded.rfind(mark, 0, bodies[0][0]) for mark in (". ", "\n")) if bodies else 0
        near = {body for start, body in bodies if start > sentence}
        office = near.pop() if len(near) == 1 else ""
        return (office, True) if office and self._is_complete(office) else None

    def _body_at(self, office: str, kind: str) -> int:
        """Give where within an office a body of this kind stands; "cơ quan" is any; -1 for none."""
        if kind in ("cơ quan", "đơn vị", "tổ chức"):
            return -1 if _holds_position(office) else 0
        found = re.search(rf"(?:^|(?<= )){kind} ", fold(office))
        return found.start() if found else -1

    def _deputy(self, start: int, end: int) -> tuple[str, bool] | None:
        """Give a deputy's office or role, where the delegation stands behind the name: "(đoàn Hải Phòng)"."""
        of = _OF_DELEGATION.search(self.folded, start, end)
        name = next((one for one in self._back(of.start() + 1) if one.kind == "person"), None) if of else None
        if of is None or name is None or name.end != of.start():
            return None
        if of["delegation"] or _DEPUTY_BEFORE.search(self.folded, start, name.start):
            office = self._of_person(self.folded[name.start : name.end])
            return (office, True) if office else ("đại biểu Quốc hội", False)
        return None

    def _sex(self, address: int) -> str:
        """Give "f" or "m" where a form of address tells a woman or a man, else ""."""
        found = _ADDRESSED.match(self.folded, address)
        return "" if found is None else "f" if found["woman"] else "m"

    def _last_before(self, before: int, sex: str) -> tuple[str, bool] | None:
        """Give the office of the last person before a pronoun of this sex, as far as the text tells it."""
        other = {"f": "m", "m": "f"}.get(sex, "none")
        for one in self._back(before):
            if one.kind == "person" and self._sex_of.get(self.folded[one.start : one.end]) != other:
                office = self._of_person(self.folded[one.start : one.end])
                return (office, True) if office else None
            if one.kind == "office" and _holds_position(one.office):
                held = self._resolve([one], one.start)
                if held is None or self._sex_of.get(fold(held[0])) != other:
                    return held
        return None


def _behind_whole_place(before: str, run: Sequence[str]) -> int | None:
    """Give what stands behind a province's or a country's name: "UBND tỉnh Gia Lai | Rơ Mah Tâm"."""
    if _COMPANY.search(before):
        return None
    for at in range(len(run)):
        for stop in range(min(len(run), at + 3), at, -1):
            # One word is a place's name at the start alone, or behind an acronym: "UBND Huế".
            is_whole = stop > at + 1 or at == 0 or run[at - 1].isupper()
            if is_whole and _is_place(run[at:stop]):
                return stop if _is_name_behind_place(run, at, stop) else len(run)
    return None


def _is_name_behind_place(run: Sequence[str], at: int, stop: int) -> bool:
    """Tell whether a name, of two words behind a province, can be what stands behind a place's name."""
    if _is_place(run[stop:]) or fold(" ".join(run[at : stop + 1])) in ("thái bình dương", "điện biên phủ"):
        return False
    is_country = fold(" ".join(run[at:stop])) in _COUNTRY_NAMES
    return len(run) > stop + (not is_country) and run[stop] not in ("TP", "TP.")


def _behind_body(before: str, run: Sequence[str]) -> int | None:
    """Give a family name with more behind it, where no place is to be named: "Thứ trưởng | Từ Lương"."""
    is_of_place = _KIND_AT_END.search(before) is not None
    if is_of_place and fold(" ".join(run[:2])) not in _unit_names():
        return None
    if not is_of_place and not _WITHOUT_UNIT.search(before):
        return None
    for at in range(2 * is_of_place, len(run) - 1):
        is_place = any(_is_place(run[at:stop]) for stop in range(at + 1, len(run) + 1))
        is_name = len(run) <= at + 4 and all(map(str.istitle, run[at:])) and not is_place
        if is_name and FAMILY_NAME.fullmatch(fold(run[at])):
            return at
    return None


def _given_alone(before: str, run: Sequence[str]) -> int | None:
    """Give a given name directly behind a position: "Bí thư | Nên"."""
    word = fold(run[0])
    if len(run) > 1 or run[0].isupper() or not _POSITION_OF_ONE.fullmatch(before) or _is_place(run):
        return None
    is_syllable = SYLLABLE_FORM.fullmatch(without_diacritics(word)) is not None
    return 0 if is_syllable and word not in _unit_names() and not NO_GIVEN_NAME.match(word) else None


def _foreign_behind(before: str, run: Sequence[str]) -> int | None:
    """Give words that can't be Vietnamese; behind a state all but its own, behind a company the last two."""
    at = next((at for at, word in enumerate(run) if _is_foreign(word)), len(run))
    if at == len(run) or any(_is_place(run[begins:]) for begins in range(len(run))):
        return None
    if before.endswith(" bang"):
        return 2 if fold(run[0]) in ("new", "north", "south", "west", "san", "los", "rhode") else 1
    if _COMPANY.search(before):
        is_longer = len(run) > at + 2 and fold(run[-1]) not in _COMPANY_WORDS
        return len(run) - 2 if is_longer else None
    word_before = fold(run[at - 1]) if at else before
    return None if _PLACE_WORD.search(word_before) or _KNOWN_PLACE.search(" ".join(run[at:])) else at


def _is_foreign(word: str) -> bool:
    plain = re.sub("['’-]", "", word)
    is_word = plain.isascii() and plain.isalpha() and len(plain) > 2 and word[1:].islower()
    return is_word and word not in _PARTICLES and SYLLABLE_FORM.fullmatch(fold(word)) is None


def _is_place(words: Sequence[str]) -> bool:
    name = fold(" ".join(words))
    return name in _PROVINCE_NAMES or name in _COUNTRY_NAMES


@cache
def _unit_names() -> frozenset[str]:
    return frozenset(fold(unit.name) for unit in units())


_HOLDER_RULES: Final = (_behind_whole_place, _behind_body, _given_alone, _foreign_behind)
_PROVINCE_NAMES: Final = frozenset(
    fold(name) for one in provinces().values() for name in (one.name, *one.spellings, "Hồ Chí Minh")
)
_COMPANY_WORDS: Final = frozenset((
    "asia", "bank", "capital", "company", "corp", "corporation", "energy", "global", "group", "holdings",
    "international", "invest", "land", "limited", "media", "motor", "motors", "nam", "securities", "tech",
    "technology", "vietnam",
))  # fmt: skip
_COUNTRY_NAMES: Final = frozenset((*map(fold, COUNTRIES), "việt nam", "hoa kỳ", "đài loan"))
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


def _around(intervals: Sequence[tuple[int, int]], at: int) -> Iterator[tuple[int, int]]:
    index = bisect_right(intervals, (at, 1 << 60)) - 1
    if index >= 0:
        yield intervals[index]


_PRONOUN: Final = re.compile(
    r"\b(?:(?:ông|bà|anh|chị|vị|cô) này|vị (?:này|lãnh đạo)|đồng chí|ông|bà|anh|chị)\b"
)
_THIS_BODY: Final = re.compile(
    r"\b(?:bộ|sở|ban|cục|vụ|viện|hội|tổng cục|chi cục|ủy ban|ngân hàng|tập đoàn|tổng công ty|công ty|hãng"
    r"|hiệp hội|liên đoàn|trung tâm|bệnh viện|cơ quan|đơn vị|tổ chức) này\b"
)
_DELEGATION: Final = re.compile(r"đoàn (?:đbqh|đại biểu quốc hội)\b")
_OF_DELEGATION: Final = re.compile(
    rf"(?: ?\(|,? [-–] |, )(?:(?P<delegation>(?:thuộc )?đoàn (?:đbqh |đại biểu quốc hội )?)?"
    rf"(?:tỉnh |thành phố |tp\.? ?)?(?:{'|'.join(sorted(_PROVINCE_NAMES, key=len, reverse=True))}))\)?"
    r"[\s,–-]*$"
)
_DEPUTY_BEFORE: Final = re.compile(rf"(?:đại biểu(?: quốc hội)?|đbqh) (?:{ADDRESS.pattern} )?$")
_FILLER: Final = re.compile(
    r"(?:[\s,–-]*\b(?:cũng|đều|đã|vẫn|tái|tiếp tục|vừa|đồng thời|còn|thẳng thắn|một lần nữa|đặc biệt"
    r"|phát biểu|từng|khi đó|liên tục"
    r"|mới đây|có văn bản|có công văn|ra thông báo|ban hành văn bản|trân trọng|luôn|sau đó|mong|chỉ đạo và"
    r"|và|dẫn chứng"
    r"|thông tin thêm|trao đổi))*[\s,:–-]*$"
)
_AT_A_TIME: Final = re.compile(
    r"[, ]*\b(?P<first>(?:có|ban hành|ra|gửi|ký|phát(?: đi)?) (?:ban hành )?(?:văn bản|công văn|công điện"
    r"|thông báo|thông cáo|chỉ thị|quyết định|kế hoạch|hướng dẫn|tờ trình|báo cáo|thư|thư ngỏ)"
    r"|tại|trong|khi|bên lề|trao đổi|chia sẻ|trả lời|nói|chiều|sáng|ngày|tối|trưa|hôm|kết luận"
    r"|thông tin|phát biểu)\b(?:[^.;:]|\.(?=\d)){0,90}$"
)
_IN_PLACE: Final = re.compile(
    r"(?:[\s]*\((?:mã )?[A-ZĐ][A-Za-zĐđ&./-]*\)"
    r"|[\s]*[(,][\s]*(?:thuộc |cùng |nay là )?"
    r"(?:(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) |TP\.?)"
    rf"(?:{CAPITAL}[^\W_]*(?: - | |(?=[,)])|$)|\d+(?: |(?=[,)])|$))+\)?)+[\s,]*$"
)
_GLUE: Final = rf"[\s,]*(?:{ADDRESS.pattern}[\s,]*)?(?:{_RANK.pattern}[\s,]*)*(?:{ADDRESS.pattern}[\s,]*)?"
# A verb without a subject of its own, and what may stand before and behind the one that it shares.
_ELLIPSIS: Final = re.compile(
    r"(?:[,;](?:\s*\b(?:đồng thời|qua đó|từ đó|cũng|và|trong đó|đã|tiếp tục|thẳng thắn))*"
    r"|\s(?:đồng thời|và)(?: (?:cũng|đã))?)\s*$"
)
_BEFORE_ACTING: Final = re.compile(rf"(?:[^,\n]{{0,24}} [-–] )?(?:[^\n]{{0,160}}, )?{_GLUE}")
_ACTS: Final = re.compile(r" (?!(?:của|và|do|được|bị|tại|ở|cho|với|là|thuộc|trong|về)\b)[a-zà-ỹđ]")
_CLAUSE: Final = re.compile(rf"[,;–-]{_GLUE}$")
_BESIDE_BEFORE: Final = re.compile(rf"[\s,–-]*(?:kiêm )?{_GLUE}")
_BESIDE_AFTER: Final = re.compile(rf"[\s]*[,;(–-][\s]*(?:là |nguyên |hiện là |kiêm )?{_GLUE}")
_BESIDE: Final = re.compile(rf"[\s,;()–-]*(?:kiêm |là )?{_GLUE}[\s,()–-]*")
_OBJECT: Final = re.compile(
    r"\b(?:(?:cho|với|gặp|tiếp|thăm|cùng)"
    r"|(?:bắt(?: giữ)?|khởi tố|tạm giữ|tạm giam|truy nã|truy tố|triệu tập|liên quan(?: đến| tới)?)"
    r"(?: bị can| đối tượng| nghi phạm)?)"
    rf" (?:{ADDRESS.pattern} )?$"
)
# Before a body for which somebody speaks who is named behind it.
_STANDS_FOR: Final = re.compile(
    r"\b(?:đại diện(?: cho| của)?|thay mặt|lãnh đạo|phía|người đứng đầu|cán bộ|chuyên viên|bác sĩ) $"
)
_JOINT_BEFORE: Final = re.compile(
    rf"(?P<joint>,| [-–—])(?: (?:đại diện|lãnh đạo|phía|người đứng đầu))*{_GLUE}$"
)
_JOINT_SOME_WORDS_BEFORE: Final = re.compile(r"(?P<joint>,| [-–—])(?: \w+){1,5} $")
# Before an office that is not the subject: of who says something, or is met, asked or written to.
_PASSED: Final = re.compile(
    r"\b(?:theo|với|tiếp|gặp|thăm|trước|cùng|của|cho|từ|mời|đón|chào|kiến|gửi)"
    rf"(?: (?:các|{ADDRESS.pattern}))? $"
)
# Who holds one of these holds no other, as a deputy prime minister and minister does.
_NEVER_WITH_ANOTHER: Final = re.compile(r"(?:thủ tướng|chủ tịch nước|chủ tịch quốc hội|tổng thống)\b")
_CLOSED: Final = re.compile(r"[,.;:\n]| [-–]|$")
_DASHES: Final = re.compile("[-–]")
_TITLE_TAIL: Final = re.compile(rf"\b(?:nguyên |cựu )?(?:{_WHOLE}|{_POSITION}|{_BODY})\b[^,.;:“”\"]*$")
_WORD_BEFORE: Final = re.compile(r"([^\W_]+) [“\"'‘(]?$")
_ADDRESS_TAIL: Final = re.compile(rf"{ADDRESS.pattern}\s+$")
_ADDRESSED: Final = re.compile(r"(?P<woman>bà|chị|cô|mẹ|dì)\b|(?:ông|anh|chú|thầy|cậu)\b")
