"""Words that names of offices are made of: positions, bodies, ranks, and the places they are of.

Patterns are for folded text where nothing else is said.
"""

import re
from collections.abc import Sequence
from typing import Final

from nlp.names import COUNTRIES
from nlp.provinces import provinces
from nlp.text import fold

# Positions that need no body beside them.
WHOLE: Final = (
    "tổng bí thư(?: ban chấp hành trung ương đảng(?: cộng sản việt nam)?)?"
    "|phó chủ tịch nước|chủ tịch nước(?: cộng hòa xã hội chủ nghĩa việt nam)?"
    "|phó thủ tướng thường trực(?: chính phủ)?"
    "|phó thủ tướng(?: chính phủ)?"
    "|thủ tướng(?: chính phủ)?|phó chủ tịch thường trực quốc hội|phó chủ tịch quốc hội|chủ tịch quốc hội"
    "|thường trực ban bí thư(?: trung ương đảng)?|tổng thư ký quốc hội|(?:phó )?tổng kiểm toán nhà nước"
    "|(?:phó )?tổng thanh tra chính phủ|(?:phó )?thống đốc ngân hàng nhà nước"
)
POSITION: Final = (
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
POSITIONS: Final = f"{WHOLE}|{POSITION}"
"""Positions that somebody holds, folded, as a pattern without a group around it."""
# What leaders lead, where they themselves are the office: "lãnh đạo tỉnh Nghệ An".
LED: Final = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường"
# Bodies that may be written without a capital, and those that a capital tells from common words.
BODY: Final = (
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
    rf"|lầu năm góc|lãnh đạo(?= (?:{LED}|tp)\b)|cơ quan khí tượng"
)
CAPITAL_BODY: Final = (
    "cơ quan|tổ chức|bộ|sở|ban|cục|vụ|viện|hội|phòng(?!,? chống)|đội|trường|đoàn|trạm|tổ biên tập|hội đồng"
)
HEAD: Final = re.compile(
    rf"\b(?:(?P<whole>{WHOLE})|(?P<position>{POSITION})|(?P<body>{BODY})|(?P<capital>{CAPITAL_BODY}))\b"
)
# Countries as the press writes them: behind a position that needs no body, the office is theirs.
NAMELESS: Final = "nước (?:này|đó|chủ nhà|bạn|láng giềng|sở tại)"
COUNTRY: Final = re.compile(
    rf" (?:{NAMELESS}"
    rf"|{'|'.join(COUNTRIES)})(?![^\W\d_])"
)
# Their names are often one word without diacritics.
COMPANY: Final = re.compile(r"\b(?:tập đoàn|công ty|ngân hàng|hãng)\b")
# Ranks and degrees: they stand beside an office, and are none.
RANK: Final = re.compile(
    r"\b(?:ủy viên (?:dự khuyết )?(?:bộ chính trị|trung ương đảng|ban chấp hành trung ương(?: đảng)?"
    r"|ban bí thư)"
    r"|ủy viên (?:ủy ban|ban)? ?thường vụ[^,.;:\n]{1,40}(?=, )"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|(?:(?:gs|pgs|ts|ths|bs|ks|nsnd|nsưt|bscki{1,2})\b[. ]*)+"
    r"|giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|bác sĩ|kiến trúc sư|kỹ sư"
    r"|anh hùng lực lượng vũ trang nhân dân)\b[.,]?"
)
# Before an office that somebody no longer holds, or only for a time: what is said then is not said by it.
NO_MORE: Final = r"\b(?<!thái )(?<!tây )(?<!cao )(?:nguyên|cựu"
# Folded.
PROVINCE_NAMES: Final = frozenset(
    fold(name) for one in provinces().values() for name in (one.name, *one.spellings, "Hồ Chí Minh")
)
COUNTRY_NAMES: Final = frozenset((*map(fold, COUNTRIES), "việt nam", "hoa kỳ", "đài loan"))


def is_place(words: Sequence[str]) -> bool:
    """Tell whether words are the name of a province or a country."""
    name = fold(" ".join(words))
    return name in PROVINCE_NAMES or name in COUNTRY_NAMES
