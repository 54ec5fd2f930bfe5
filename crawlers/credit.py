"""Credit lines: whose text and whose pictures a page says it carries.

A text credit ("Theo TTXVN") tells a copy from an original; a photo credit does not, so the two are read
by different functions and never mixed. Only organisations are returned. Whatever else stands in a
credit, usually the name of a reporter or a photographer, is dropped here and goes no further.
"""

import re
import unicodedata
from dataclasses import dataclass

AGENCY = "TTXVN"

# Standard name -> other spellings. The standard name of an outlet in the register is its name there, so that
# the origin of a story can be told among those that ran it. Names are compared by `_key`: letters, digits
# and "+" only; one without "Báo" or the like in front is known with it too, and with "Online" behind.
_AGENCIES = {
    AGENCY: ("TTX VN", "TTX", "VNA", "VNANet", "Thông tấn xã Việt Nam", "Thông tấn xã VN", "Thông tấn xã",
             "Vietnam News Agency"),
    "AFP": ("Agence France-Presse",),
    "AP": ("Associated Press",),
    "Reuters": (),
    "EPA": ("EPA-EFE", "EFE"),
    "Tân Hoa xã": ("THX", "Xinhua", "Xinhua News Agency"),
    "Kyodo": ("Kyodo News",),
    "Yonhap": ("Yonhap News",),
    "TASS": ("Itar-Tass",),
    "Sputnik": (),
    "RIA Novosti": ("RIA",),
    "Bloomberg": (),
    "Getty Images": ("Getty", "AFP/Getty"),
    "Anadolu": ("Anadolu Agency",),
    "KCNA": (),
    "Jiji": ("Jiji Press",),
    "ANSA": (),
    "dpa": (),
}  # fmt: skip
_OUTLETS = {
    "VietnamPlus (TTXVN)": ("VietnamPlus", "Vietnam+", "vietnamplus.vn"),
    "Báo Tin tức (TTXVN)": ("Tin tức", "Tin tức và Dân tộc", "baotintuc.vn"),
    "BNews": ("bnews.vn",),
    "VnExpress": ("vnexpress.net",),
    "Tuổi Trẻ": ("TTO", "tuoitre.vn"),
    "Thanh Niên": ("TNO", "thanhnien.vn"),
    "Dân Trí": ("dantri.com.vn",),
    "CafeF": ("cafef.vn",),
    "CafeBiz": ("cafebiz.vn",),
    "BBC": ("BBC News",),
    "BBC Tiếng Việt": ("BBC News Tiếng Việt",),
    "Tiền Phong": ("TPO", "tienphong.vn"),
    "VTV Online": ("VTV", "VTV.vn", "VTV News", "Thời báo VTV", "Truyền hình Việt Nam",
                   "Đài Truyền hình Việt Nam"),
    "VOV": ("VOV.VN", "Tiếng nói Việt Nam"),
    "VTC News": ("VTC", "vtcnews.vn", "VTC.vn"),
    "Nhân Dân": ("NDO", "Nhân Dân điện tử", "nhandan.vn"),
    "Báo Điện tử Chính phủ": ("Chính phủ", "Chinhphu.vn", "baochinhphu.vn", "VGP", "VGP News"),
    "Công an Nhân dân": ("CAND", "cand.com.vn", "cand.vn"),
    "Sài Gòn Giải Phóng": ("SGGP", "SGGPO", "sggp.org.vn"),
    "Báo Xây dựng": ("Xây dựng", "baoxaydung.vn", "baoxaydung.com.vn"),
    "VnEconomy": ("Tạp chí Kinh tế Việt Nam", "vneconomy.vn"),
    "Kênh 14": ("Kenh14", "kenh14.vn"),
    "VietNamNet": ("VNN", "vietnamnet.vn"),
    "Lao Động": ("LĐO", "laodong.vn"),
    "Báo Đầu Tư": ("Đầu tư", "Báo Tài chính - Đầu tư", "baodautu.vn"),
    "Quân đội Nhân dân": ("QĐND", "qdnd.vn"),
    "Người Lao Động": ("NLĐO", "NLĐ", "nld.com.vn"),
    "Pháp Luật TP.HCM": ("PLO", "Pháp Luật TP HCM", "Pháp Luật Thành phố Hồ Chí Minh", "plo.vn"),
    "Hà Nội Mới": ("HNMO", "HNM", "hanoimoi.vn", "hanoimoi.com.vn"),
    "Znews": ("Zing", "Zing News", "Tri thức", "Tri thức trực tuyến", "znews.vn", "zingnews.vn"),
    "24h": ("24h.com.vn",),
    "Dân Việt": ("Nông thôn ngày nay", "danviet.vn"),
    "Vietstock": ("vietstock.vn",),
    "FILI": ("fili.vn",),
    "Sức khỏe & Đời sống": ("SK&ĐS", "SKĐS", "Sức khỏe và Đời sống", "suckhoedoisong.vn"),
    "Giáo dục & Thời đại": ("GD&TĐ", "GDTĐ", "Giáo dục và Thời đại", "giaoducthoidai.vn"),
    "Báo Mới": ("baomoi.com",),
    "Soha": ("soha.vn",),
    "Đại Đoàn Kết": ("daidoanket.vn",),
    "Phụ nữ Việt Nam": ("PNVN",),
    "Công Thương": (),
    "Tài nguyên & Môi trường": ("TN&MT",),
    "Đảng Cộng sản Việt Nam": ("ĐCSVN", "dangcongsan.vn"),
    "VietTimes": (),
    "An ninh Thủ đô": ("ANTĐ", "anninhthudo.vn"),
    "Afamily": ("afamily.vn",),
    "Bảo vệ Pháp luật": ("baovephapluat.vn",),
    "Bóng Đá Plus": ("Bóng Đá+", "bongdaplus.vn"),
    "Diễn đàn Doanh nghiệp": ("diendandoanhnghiep.vn",),
    "Doanh nghiệp & Tiếp thị": ("Doanh nghiệp và Tiếp thị", "Doanh nghiệp Tiếp thị"),
    "Doanh nhân Sài Gòn": ("doanhnhansaigon.vn",),
    "Đại biểu Nhân dân": ("daibieunhandan.vn",),
    "Đầu tư Chứng khoán": ("Tin nhanh chứng khoán", "tinnhanhchungkhoan.vn"),
    "Đời sống & Pháp luật": ("Đời sống và Pháp luật", "Đời sống Pháp luật", "ĐS&PL", "doisongphapluat.com",
                             "doisongphapluat.com.vn"),
    "Gia đình & Xã hội": ("Gia đình và Xã hội", "giadinh.net.vn"),
    "Helino": (),
    "ICTNews": ("ictnews.vn",),
    "Infonet": ("infonet.vn", "infonet.vietnamnet.vn"),
    "Kinh tế & Đô thị": ("Kinh tế và Đô thị", "Kinh tế Đô thị", "kinhtedothi.vn"),
    "Kinh tế Sài Gòn": ("KTSG", "TBKTSG", "thesaigontimes.vn"),
    "Lao động Thủ đô": ("laodongthudo.vn",),
    "Một Thế Giới": ("motthegioi.vn", "1thegioi.vn"),
    "Người Đưa Tin": ("nguoiduatin.vn",),
    "Người Quan Sát": ("nguoiquansat.vn",),
    "Nhà Đầu Tư": ("nhadautu.vn",),
    "Nhịp sống kinh tế": (),
    "Nhịp sống thị trường": (),
    "Nhịp sống Việt": (),
    "Nông nghiệp Việt Nam": ("nongnghiep.vn",),
    "Nông nghiệp & Môi trường": ("Nông nghiệp và Môi trường", "nongnghiepmoitruong.vn"),
    "PetroTimes": ("petrotimes.vn",),
    "Pháp luật & Bạn đọc": ("Pháp luật và Bạn đọc", "Pháp luật Bạn đọc"),
    "Pháp luật & Xã hội": ("Pháp luật và Xã hội", "PL&XH", "phapluatxahoi.vn"),
    "Pháp luật Việt Nam": ("PLVN", "baophapluat.vn"),
    "Phụ nữ mới": ("phunumoi.net.vn",),
    "Phụ nữ số": (),
    "Phụ nữ Thủ đô": ("baophunuthudo.vn",),
    "Phụ nữ TP.HCM": ("Phụ nữ TP HCM", "Phụ nữ Thành phố Hồ Chí Minh", "phunuonline.com.vn"),
    "Saostar": ("saostar.vn",),
    "Thanh niên Việt": ("thanhnienviet.vn",),
    "Thể thao & Văn hóa": ("Thể thao và Văn hóa", "TT&VH", "thethaovanhoa.vn"),
    "Thể thao Việt Nam": ("thethaovietnamplus.vn",),
    "Thời báo Ngân hàng": ("thoibaonganhang.vn",),
    "Thời báo Tài chính Việt Nam": ("Thời báo Tài chính", "thoibaotaichinhvietnam.vn"),
    "Thương hiệu & Công luận": ("Thương hiệu và Công luận", "thuonghieucongluan.com.vn"),
    "Tri thức & Cuộc sống": ("Tri thức và Cuộc sống", "kienthuc.net.vn"),
    "Trí thức trẻ": ("ttvn.toquoc.vn",),
    "Tuổi Trẻ Thủ đô": ("tuoitrethudo.vn",),
    "VietnamFinance": ("vietnamfinance.vn",),
    "Đất Việt": ("baodatviet.vn",),
    "Guardian": ("The Guardian",),
    "New York Times": ("The New York Times", "NYT"),
    "CNN": (),
    "CNA": (),
    "CNBC": (),
    "NHK": (),
    "SCMP": (),
    "RT": (),
    "DW": (),
}  # fmt: skip

# What a credit may hold that is no organisation, in capitals: reporter, contributor, editors, courtesy of
# the person shown, archive.
_NOT_NAMES = {"PV", "CTV", "BTV", "BBT", "NVCC", "FBNV", "GĐCC", "PVCC", "NGCC", "TL", "CMH", "TH", "BT"}

_KIND = re.compile(
    r"^(?:báo điện tử|báo|tạp chí điện tử|tạp chí|đài phát thanh(?: và|-)? truyền hình|đài truyền hình|đài"
    r"|hãng thông tấn|hãng tin|hãng|kênh|trang tin|trang|cổng thông tin điện tử|cổng ttđt)\s+",
    re.I,
)
# An organisation by its first word, even if it is in no list: "Báo Long An", "Bộ Y tế".
_ORGANISATION = re.compile(
    r"^(?:Cổng|Bộ|Sở|Cục|UBND|Công an|Thành ủy|Tỉnh ủy|Văn phòng|Trung tâm|Hãng|Thông tấn xã"
    r"|Ban Tuyên giáo|Liên đoàn|Hội)\s+[^\s.:;!?][^.:;!?]{1,58}$"
)
_PRESS = re.compile(
    r"^(?:[Bb]áo|[Tt]ạp chí|[Đđ]ài)(?: điện tử| phát thanh| và| -|-| truyền hình)*"
    r"\s+(?P<name>[^\W_][^.:;!?]{1,58})$"
)
# The press of a country is no organisation ("theo báo Trung Quốc").
_COUNTRIES = {
    "Anh", "Ấn Độ", "Ba Lan", "Brazil", "Campuchia", "Canada", "Đài Loan", "Đức", "Hàn", "Hàn Quốc",
    "Hong Kong", "Indonesia", "Iran", "Israel", "Italia", "Italy", "Lào", "Malaysia", "Mỹ", "Nga", "Nhật",
    "Nhật Bản", "Pháp", "Philippines", "Singapore", "Tây Ban Nha", "Thái", "Thái Lan", "Thổ Nhĩ Kỳ",
    "Triều Tiên", "Trung", "Trung Quốc", "Úc", "Ukraine", "Việt", "Việt Nam", "Ý",
}  # fmt: skip
# What follows a name that is told of, in a sentence such as "Theo báo Long An cho biết ...".
_TOLD_OF = re.compile(r"\s(?:cho (?:biết|hay|rằng)|đưa|dẫn|viết|đăng|phản ánh|khuyến cáo|ngày|hôm|thì|là)\b")
_SYLLABLE = re.compile(
    r"^(?:NGH|NG|NH|GH|GI|KH|PH|TH|TR|CH|QU|[BCDĐGHKLMNPRSTVX])?"
    r"[AEIOUYĂÂÊÔƠƯ]{1,3}(?:NG|NH|CH|[CMNPT])?$"
)
_LISTED_APART = re.compile(r"\s*(?:[/,;|]|\s[-–—]\s|[–—]|(?<=\w)-(?=TTX))\s*", re.I)
_BETWEEN = re.compile(r"\s+(?:và|&)\s+", re.I)
_ONLINE = re.compile(r"\s+(?:online|điện tử)$", re.I)
_TRAILING = re.compile(r"\s+(?:phát|cung cấp|đưa tin|tổng hợp|dịch)$", re.I)
_ADDRESS = re.compile(r"^https?://(?:www\.|m\.)?(?P<host>[\w.-]+)", re.I)
_LEADING = re.compile(r"^(?:nhóm )?(?:phóng viên|pv)\s+(?=\S)", re.I)


def _key(name: str) -> str:
    """Give the form in which names are compared."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[^\w+]|_", "", folded)


_STANDARD = {
    _key(spelling): standard
    for names in (_AGENCIES, _OUTLETS)
    for standard, spellings in names.items()
    for spelling in (standard, *spellings)
}


def _standard(name: str) -> str | None:
    """Give the standard name of a listed agency or outlet."""
    bare = _KIND.sub("", name)
    forms = dict.fromkeys((name, bare, _ONLINE.sub("", bare)))
    return next((_STANDARD[key] for form in forms if (key := _key(form)) in _STANDARD), None)


AGENCIES = frozenset(_AGENCIES)
VIETNAMESE_AGENCIES = frozenset((AGENCY,))
"""Those that write in Vietnamese: whoever prints photos of another has no text of it."""
_OF_PICTURES = frozenset(("EPA", "Getty Images"))
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class Credit:
    """The source of a text.

    Attributes:
        name: Standard name of the source; TTXVN where it is one of several.
        line: The credit as printed, without the names of persons.
    """

    name: str
    line: str


def organisation(name: str) -> str | None:
    """Give the standard name of an organisation, or None for a person or an unknown name.

    Known are the agencies and outlets listed here, names that begin with what the organisation is
    ("Báo Long An", "Bộ Y tế"), and acronyms of four to eight capitals that cannot be a Vietnamese
    syllable; shorter ones are as often a photographer's initials.

    >>> organisation("TTX VN"), organisation("Báo Long An"), organisation("H.Y.T.")
    ('TTXVN', 'Báo Long An', None)
    >>> organisation("báo Giao thông"), organisation("báo chí địa phương")
    ('Báo Giao thông', None)
    """
    address = _ADDRESS.match(name.strip())
    if address:
        return _standard(address.group("host"))
    name = _TRAILING.sub("", name.strip(" \t.:()[]\"'“”*-–—"))
    name = _LEADING.sub("", name)
    known = _standard(name)
    if known:
        return known
    if _is_organisation(name):
        return name[0].upper() + name[1:]
    acronym = name.isalpha() and name.isupper() and 4 <= len(name) <= 8 and not _has_tone_mark(name)
    return name if acronym and name not in _NOT_NAMES and not _SYLLABLE.match(name) else None


def _is_organisation(name: str) -> bool:
    """Tell whether a name begins with what it is the name of: "Bộ Y tế", "báo Long An"; not "báo chí"."""
    press = _PRESS.match(name)
    own = press.group("name") if press else ""
    is_press = own[:1].isupper() and own not in _COUNTRIES
    return bool(is_press or _ORGANISATION.match(name)) and not _TOLD_OF.search(name)


def _has_tone_mark(name: str) -> bool:
    """Tell whether a letter has one of the five tone marks, which letters of an acronym have not."""
    return not _TONE_MARKS.isdisjoint(unicodedata.normalize("NFD", name))


def organisations(text: str) -> tuple[str, ...]:
    """Give the standard names of all organisations in a list such as "Dương Giang - TTXVN", in order."""
    whole = _standard(text)
    names = [whole] if whole else [organisation(part) for part in _parts(text)]
    return tuple(dict.fromkeys(name for name in names if name))


_SOURCE = re.compile(
    # Initials of who put it together may stand first: "(T.H theo TTXVN)"; "t/h" is "tổng hợp".
    r"^(?:(?:(?:[a-zđ]\.?){1,3}|t/h)\s+\(?)?"
    r"(?P<label>(?:theo|nguồn tin|nguồn|dẫn nguồn|source|by|tổng hợp(?: từ| theo)?)\s*:?)\s+(?P<names>.+)$",
    re.I,
)
_WITH_PHOTO = re.compile(
    r"^(?:(?:tin|bài|tin,? bài)\s*(?:,|và|&|-)\s*(?:ảnh|clip|video)|ảnh\s*(?:,|và|&)\s*(?:tin|bài))\s*:\s*"
    r"(?P<names>.+)$",
    re.I,
)
_BESIDE_PHOTO = re.compile(
    r"^(?:tin|bài|nội dung)\s*:\s*(?P<names>[^;,]+?)\s*[;,.-]\s*(?:ảnh|hình|photo|clip|video)\s*:.*$", re.I
)
_PHOTO_LABEL = (
    r"(?:nguồn ảnh|ảnh(?: minh h(?:ọa|oạ)| tư liệu| chụp màn hình| do)?|photo|hình|đồ họa|infographics?)"
)
_PICTURE = re.compile(
    r"^\W*(?:nguồn )?(?:ảnh(?! hưởng|\s*(?:,|và|&)\s*(?:tin|bài)\s*:)|hình(?=\s*[:–-]| ảnh| minh)|photo|video"
    r"|clip|đồ họa|infographics?)\b",
    re.I,
)
# How captions are signed: "(Nguồn: TTXVN)"; a text is with a label alone or in brackets alone.
_CAPTION_END = re.compile(r"\(\s*(?:nguồn|ảnh minh h(?:ọa|oạ)\W+nguồn)\s*:\s+[^()]+\)\W*$", re.I)
_LONGEST_LINE = 120
_LONGEST_CAPTION = 250


def text_credit(line: str) -> Credit | None:
    """Read a line that stands alone as a text credit.

    Args:
        line: A last line of the body, or the text of a source or author element.

    Returns:
        The credit, or None if the line is no credit or names no organisation. "Theo ông ..." is no
        credit, nor is a sentence, nor what a picture is signed with ("Ảnh: ...", "(Nguồn: ...)").

    >>> text_credit("Lan Anh (theo TTXVN/Vietnam+)")
    Credit(name='TTXVN', line='theo TTXVN/Vietnam+')
    """
    line = _clean(line)
    if not line or len(line) > _LONGEST_LINE or _PICTURE.match(line) or _CAPTION_END.search(line):
        return None
    bracketed = re.search(r"\(([^()]+)\)$", line)
    inner = bracketed.group(1).strip() if bracketed else line.strip("()[] ")
    labelled = _SOURCE.match(inner) or _WITH_PHOTO.match(inner) or _BESIDE_PHOTO.match(inner)
    names = labelled.group("names") if labelled else inner
    if not all(map(_is_name, _parts(names))):
        return None
    # Without a label only a listed name is a credit: "HÒA BÌNH" or "UBND" alone on a line is a heading.
    found = [
        name for name in (organisations(names) if labelled else _listed(names)) if name not in _OF_PICTURES
    ]
    if not found:
        return None
    label = labelled.group("label") if labelled and "label" in labelled.groupdict() else ""
    return Credit(AGENCY if AGENCY in found else found[0], _printed(label, names))


def _clean(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split()).strip(" .*-–—•")


def _parts(names: str) -> list[str]:
    """Cut a list of names; "Đời sống & Pháp luật" is one."""
    if _ADDRESS.match(names):
        return [names]
    whole = [part for part in _LISTED_APART.split(names) if part]
    return [part for one in whole for part in ([one] if _standard(one) else _BETWEEN.split(one)) if part]


def _is_name(part: str) -> bool:
    """Tell whether a part of a credit is a name, not a piece of a sentence ("Theo TTXVN, ngày 7-3 ...")."""
    if organisation(part):
        return True
    words = part.split()
    return len(words) <= 5 and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _listed(names: str) -> tuple[str, ...]:
    """Give the standard names of those parts that are in the lists of agencies and outlets."""
    standard = (_standard(_TRAILING.sub("", part)) for part in _parts(names))
    return tuple(name for name in standard if name)


def _printed(label: str, names: str) -> str:
    """Give the credit as printed, without the parts that are no organisation."""
    parts = _parts(names)
    kept = [part.strip() for part in parts if organisation(part)]
    # A credit that names organisations only is kept to the letter, with its own separators.
    whole = names if len(kept) == len(parts) else ", ".join(kept)
    return f"{label} {whole}".strip(" ().")


_ENDING = re.compile(
    r"(?P<head>.+?)\s*(?P<credit>\([^()]{2,60}\)|(?<=[.!?…”\"/)\]])\s*(?:Theo|Nguồn):?\s+[^.!?()]{2,50}"
    # The agency's name alone, behind a sentence: a caption that ends so has none before it.
    r"|(?<=[.!?…”\"/])\s+TTX ?VN(?:/[^.!?()]{2,20})?)[.\s]*$",
    re.S,
)
_SPELT_OUT = re.compile(
    r"(?:thông tấn xã(?: việt nam)?|đài (?:truyền hình|tiếng nói) việt nam|(?:công an|quân đội) nhân dân)$",
    re.I,
)


def split_ending(paragraph: str) -> tuple[str, Credit | None]:
    """Cut a text credit off the end of a paragraph: "... đề ra./. (TTXVN/Vietnam+)".

    Returns:
        The paragraph without the credit, and the credit; the paragraph as it was and None if it ends
        with none.
    """
    found = None if _PICTURE.match(paragraph) else _ENDING.match(paragraph)
    if not found:
        return paragraph, None
    head, printed = found.group("head").rstrip(), found.group("credit").strip()
    # In brackets after a sentence stand many things, among them the acronym of what was just named.
    bare = re.sub(r"^(?:theo|nguồn):?\s+", "", printed.strip("() "), flags=re.I)
    if printed.startswith("(") and (not _listed(bare) or _SPELT_OUT.search(head)):
        return paragraph, None
    credit = text_credit(printed)
    return (head, credit) if credit else (paragraph, None)


_TAG = re.compile(
    # "Hà Nội (TTXVN 7/3) - ...": the agency's own dateline
    r"^\s*(?:(?:[^\W\d_][\w.]*\s+){1,4}\(\s*(?P<dateline>TTX\s?VN|VNA)[\s,\d/.-]*\)\s*(?:[-–—:.]+\s*)?"
    r"|\(\s*(?P<bracketed>[^()]{2,40}?)\s*\)\s*(?:[-–—:.]+\s*)?"
    r"|(?P<bare>[^\W\d_][\w.&]{1,14}(?:\s(?:Online|News|TV))?)\s*[-–—]+\s+)"
)
# In brackets before a dash stands nothing but a tag: "(Tổ Quốc) - ...".
_BRACKETED_TAG = re.compile(r"^\s*\([^()]{2,26}\)\s*[-–—]")
_DOMAIN = re.compile(r"^[\w ]{2,20}\.(?:vn|com|net)$", re.I)


def split_tag(lead: str, outlet_name: str = "") -> tuple[str, str | None]:
    """Cut the agency tag off the beginning of a lead: "(NLĐO) - ...", "VOV.VN - ...".

    Args:
        lead: The lead as printed.
        outlet_name: Name of the outlet that printed it: its initials are a tag too, alone or with the O
            of "Online".

    Returns:
        The lead without the tag, and the standard name of the organisation (None if there is no tag, or
        one such as a domain that is in no list).
    """
    found = _TAG.match(lead)
    if not found:
        return lead, None
    tag = found.group("dateline") or found.group("bracketed") or found.group("bare")
    names = _listed(tag)
    # An acronym in no list ("(BGĐT) -") is a tag in brackets only: "HLV - ..." is a sentence.
    acronym = bool(found.group("bracketed")) and bool(re.fullmatch(r"[A-ZĐ&]{3,8}", tag.replace(" ", "")))
    initials = "".join(word[0] for word in _KIND.sub("", outlet_name).split()).upper()
    own = len(initials) > 1 and tag in (initials, initials + "O")
    bracketed = tag[0].isupper() and bool(_BRACKETED_TAG.match(found.group(0)))
    if not (names or acronym or own or bracketed or _DOMAIN.match(tag)):
        return lead, None
    rest = lead[found.end() :].strip()
    return (rest, names[0] if names else None) if rest else (lead, None)


_PHOTO = re.compile(rf"(?:^|[\s.(\[/,;–—-]){_PHOTO_LABEL}\s*:\s*(?P<names>[^()\[\]:]+)", re.I)
_BRACKETED_SOURCE = re.compile(r"\(\s*(?:nguồn|theo)\s*:?\s+([^()]+)\)\s*\.?\s*$", re.I)
# "trụ sở của TTXVN", "phóng viên TTXVN": the agency is what the sentence speaks of.
_GOVERNS = {
    "của",
    "tại",
    "với",
    "và",
    "ở",
    "cho",
    "bởi",
    "từ",
    "đến",
    "đốc",
    "cùng",
    "thăm",
    "do",
    "là",
    "theo",
    "viên",
}


def photo_credits(caption: str) -> tuple[str, ...]:
    """Give the standard names of the organisations a caption credits with the picture.

    Read are "Ảnh: ..." and its kin, "(Nguồn: ...)" at the end, and an agency's name as last word.
    """
    caption = " ".join(unicodedata.normalize("NFC", caption).split())
    found = [name for match in _PHOTO.finditer(caption) for name in organisations(match.group("names"))]
    bracketed = _BRACKETED_SOURCE.search(caption)
    if bracketed:
        found.extend(organisations(bracketed.group(1)))
    return tuple(dict.fromkeys(found)) or _last_words(caption)


def _last_words(caption: str) -> tuple[str, ...]:
    """Give the agency with whose bare name a caption ends."""
    words = re.split(r"[\s/–—-]+", caption.strip(" .()"))
    for count in (5, 4, 3, 2, 1):
        name = _STANDARD.get(_key(" ".join(words[-count:])))
        if name in _AGENCIES:
            before = words[-count - 1].casefold() if len(words) > count else ""
            return () if before in _GOVERNS else (name,)
    return ()


def is_photo_line(paragraph: str) -> bool:
    """Tell whether a paragraph is a caption: it is or ends with "Ảnh: ...", or is a picture's signature.

    "Ảnh minh họa (Nguồn: TTXVN)" and "(Nguồn: TTXVN)" are; a sentence with that behind it stays in the text.
    """
    if _WITH_PHOTO.match(paragraph.strip("() ")):
        return False
    labels = list(_PHOTO.finditer(paragraph))
    if labels:
        return len(labels[-1].group("names").split()) <= 8 and len(paragraph) <= 600
    is_of_picture = _PICTURE.match(paragraph) and (len(paragraph) <= 60 or _ENDING.match(paragraph))
    is_signed = is_of_picture or _CAPTION_END.fullmatch(paragraph.strip())
    return bool(is_signed) and len(paragraph) <= _LONGEST_CAPTION and bool(photo_credits(paragraph))


_BYLINE_LABEL = re.compile(
    r"^\(?(?:bài|tin|thực hiện|tác giả|biên tập|biên dịch|người dịch|clip|đồ họa|video|ảnh|nhóm pv"
    r"|nội dung|thiết kế|trình bày|kỹ thuật"
    r"|nhóm phóng viên|pv|phóng viên)\b[^.:]{0,30}:",
    re.I,
)


def is_byline(line: str) -> bool:
    """Tell whether a line that stands alone names who wrote the text: it is dropped, never stored.

    A byline is short, without a full stop, and each of its words has a capital: "Hà Thu (tổng hợp)".
    """
    line = re.sub(
        r"\((?:tổng hợp|t/h|th|ghi|lược dịch|thực hiện|dịch|ghi chép)\)|\s-\sẢnh:.*$",
        "",
        line.strip(),
        flags=re.I,
    )
    label = _BYLINE_LABEL.match(line)
    if label:
        # "PV: Vì sao ...?" is the question of an interview.
        return len(line[label.end() :].split()) <= 8 and not line.endswith((".", "?", "!"))
    words = [
        word
        for word in re.split(r"[\s\-–—,;/&.()]+", line)
        if word and word.casefold() not in {"và", "tổng", "hợp"}
    ]
    if not words or len(words) > 8 or line.endswith((".", "!", "?", ":", "…")):
        return False
    return all(word[0].isupper() and word.isalpha() for word in words)
