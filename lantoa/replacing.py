"""Each text, address and time of a page to an invented one of the same role and form.

The same text gives the same text wherever it stands, so that a headline is one in the page's data too.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit, urlunsplit

from crawlers import credit, markup, outlets
from crawlers.article import Article
from crawlers.outlets import Outlet
from crawlers.page import alike, fold
from lantoa.invented import Inventor

# What sites have in common, and extraction goes by: it stays as it is.
_FORMS = {
    "trang chủ", "home", "homepage", "tin tức", "trang nhất", "tin mới", "tin nóng", "đọc nhiều",
    "bài tài trợ", "bài viết tài trợ", "nội dung tài trợ", "thông tin doanh nghiệp", "thông tin quảng cáo",
    "bài quảng cáo", "advertorial", "sponsored", "quảng cáo", "tài trợ", "pr", "advertisement",
    "trực tiếp", "tường thuật", "tường thuật trực tiếp", "video", "clip", "truyền hình", "ảnh", "photo",
    "chùm ảnh", "phóng sự ảnh", "infographic", "infographics", "đồ họa", "phỏng vấn", "đối thoại",
    "góc nhìn", "ý kiến", "bình luận", "xã luận", "quan điểm", "diễn đàn", "blog",
    "tin liên quan", "bài liên quan", "bài viết liên quan", "tin khác", "tin bài khác", "tin mới hơn",
    "xem thêm", "đọc thêm", "đọc tiếp", "xem tiếp", "cùng chuyên mục", "tin cùng chuyên mục",
    "có thể bạn quan tâm", "từ khóa", "chủ đề", "tag", "tags", "chia sẻ", "lưu bài viết", "in bài viết",
    "facebook", "zalo", "twitter", "email", "copy link", "sao chép liên kết", "gửi bình luận", "gửi",
    "đăng nhập", "tìm kiếm", "nghe bài viết", "theo dõi", "thứ hai", "thứ ba", "thứ tư", "thứ năm",
    "thứ sáu", "thứ bảy", "chủ nhật", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "gmt", "gmt 7", "utc", "am", "pm", "sa",
    "ch", "lúc", "ngày", "cập nhật", "cập nhật lúc", "đăng lúc", "ngày đăng", "đăng ngày", "xuất bản",
    "vai trò", "nguồn hình ảnh",
    "chụp lại hình ảnh", "giờ trước", "phút trước", "ngày trước", "vi", "vn",
    "theo", "nguồn", "tin", "bài", "tin ảnh", "bài ảnh", "tác giả", "pv", "người dịch", "biên tập",
    "nội dung", "thiết kế", "trình bày", "kỹ thuật", "thực hiện", "biên dịch", "phóng viên",
    "nhóm phóng viên",
}  # fmt: skip
DAY_WORDS = frozenset({
    "thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "chủ", "nhật", "lúc", "ngày", "cập", "gmt", "utc",
    "am", "pm", "sa", "ch", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
"""Words that stand beside a date and stay there."""

# What may begin a text and tells what it is.
_PREFIX = re.compile(
    r"^(?:(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|từ khóa|tags?|chia sẻ|pv|phóng viên|hỏi"
    r"|trực tiếp|live|video|clip|ảnh|photo|chùm ảnh|infographics?|phỏng vấn|tổng biên tập)\s*[:|\])]"
    r"|(?:thưa|xin) (?:ông|bà|đồng chí|anh|chị|thứ trưởng)\b"
    r"|mời (?:quý )?(?:vị|độc giả|bạn đọc)\b|theo dõi\b|bạn đang (?:đọc|xem) (?:bài|tin)\b"
    r"|bản quyền\b|giấy phép (?:số|hoạt động|xuất bản|thiết lập)\b)",
    re.I,
)
_IMPRINT = re.compile(r"©|bản quyền|giấy phép (?:số|hoạt động|xuất bản|thiết lập)|tổng biên tập\s*:", re.I)
_PHOTO = re.compile(
    r"[(\[]?\s*(?:nguồn ảnh|ảnh(?: minh h(?:ọa|oạ)| tư liệu| chụp màn hình| do)?|photo|hình|đồ họa"
    r"|infographics?)\s*:.*$|\(\s*(?:nguồn|theo)\s*:?\s+[^()]+\)\W*$",
    re.I,
)
_BESIDE_DATES = re.compile(r"(\s*(?:\d{1,2}\s?[:hg]\s?\d\d(?::\d\d)?|[,|():])\s*)")
_CREDIT_PIECES = re.compile(r"([/,;|()\[\]:–—]+|\s-\s|\s+và\s+|\b(?:theo|nguồn)\b)", re.I)
_WORD_CHARACTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"\w+")
_LONGEST_NAME = 4  # words
_SHORT = 7  # words up to which a text is a label and gets one of the same length
_LEAST_COMMON = 4  # words that make the beginning of a text that of another one
_START = 3  # words by which texts that begin alike are found
_MOST_ALIKE = 50  # texts of one beginning that are looked at
_ALIKE = 0.3  # share of words from which on extraction takes a text for the headline
_LONGEST_LINE = 120  # characters up to which a date or a credit makes a text what it is

_LONG_NUMBER = 5  # digits; what is longer can be a telephone's
_LATEST = datetime(2026, 5, 4, tzinfo=UTC)  # the tests take golden pages as fetched on 2026-06-01
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?<!\d)(?:(?P<iso>(?P<y1>\d{4})(?P<s1>[-/])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2}))"
    r"|(?P<num>(?P<d2>\d{1,2})(?P<s2>[/.-])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4}))"
    r"|(?P<vn>(?P<d3>\d{1,2})(?P<s3>\s*tháng\s*)(?P<m3>\d{1,2})(?P<t3>\s*(?:,|,?\s*năm|/)?\s*)(?P<y3>\d{4}))"
    r"|(?P<rfc>(?P<d4>\d{1,2})\s(?P<m4>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s(?P<y4>\d{4}))"
    r")(?=\D|$)",
    re.I,
)
_VOCABULARIES = ("schema.org", "ogp.me", "www.w3.org", "gmpg.org")
_ELSEWHERE = "https://noi-khac.example/"
_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.I)


class Replacer:
    """Replaces texts, addresses and times of one page.

    Args:
        read: What extraction reads of the page.
        outlet: Its outlet.
        inventor: Gives the texts.

    Attributes:
        shift: What is added to every time: whole weeks, so that names of days stay right.
        kept: Texts that stay as they are.
    """

    def __init__(self, read: Article, outlet: Outlet, inventor: Inventor) -> None:
        self._outlet = outlet
        self._inventor = inventor
        self.shift = _shift(read.published_at or read.fetched_at, sum(outlet.id.encode()) % 20)
        self.kept = {outlet.name, *_FORMS}
        self._segments: dict[str, str] = {}
        self._roles: dict[str, str] = {}
        self._placed: dict[tuple[str, ...], str] = {}
        self._title = fold(read.title)
        self._sources = {read.credit, *read.photo_credit} - {None}
        for role in (read.title, read.lead, *read.body.split("\n\n"), read.section or ""):
            key = fold(role)
            if key and key not in self._roles and key not in _FORMS:
                self._roles[key] = self._fresh(_bare(role), is_text=role != read.section)
        # A page can have thousands of texts: those that begin alike are looked up, not searched for.
        self._by_start: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
        for key in self._roles:
            words = key.split()
            if len(words) >= _START and len(self._by_start[tuple(words[:_START])]) < _MOST_ALIKE:
                self._by_start[tuple(words[:_START])].append(words)
        # Where no blank stands before a link, extraction puts one: roles are told by their letters.
        self._letters = {key.replace(" ", ""): key for key in self._roles}
        self._memo: dict[str, str] = {}

    def is_role(self, text: str) -> bool:
        """Tell whether a text is headline, lead, paragraph or section, with a credit or without."""
        return _letters_of(self._core(markup.clean(text))) in self._letters

    def text(self, text: str, data: bool = False) -> str:
        """Give what stands for a text.

        Args:
            text: As the page has it.
            data: Whether it is written for machines: then dates are in the outlet's own order.
        """
        whole = markup.clean(text)
        if not _WORD.search(whole):
            return whole
        before, bare, after = _parts(whole)
        key = self._letters.get(_letters_of(bare)) or fold(bare)
        known = self._roles.get(key) or self._memo.get(key)
        if known is None and (key in _FORMS or key == fold(self._outlet.name)):
            known = bare
        if known is None:
            split = self._split(whole, data)
            if split is not None:
                return split
            known = self._memo[key] = self._alike(bare) or self._fresh(bare)
        self._placed[tuple(key.split())] = known
        return f"{before}{known}{after}"

    def placed(self, text: str) -> str | None:
        """Give what stands on the page for a text that extraction read of it; None where it is not there."""
        words = list(_WORD.finditer(text))
        keys = [word[0].casefold() for word in words]
        said, at, place = [], 0, 0
        while place < len(words):
            length = self._longest(keys, place)
            if not length:
                return None
            said += [text[at : words[place].start()], self._placed[tuple(keys[place : place + length])]]
            at, place = words[place + length - 1].end(), place + length
        return "".join((*said, text[at:]))

    def others(self) -> list[str]:
        """Give the sentences invented for texts that are no part of the article."""
        return [text for text in self._memo.values() if len(text.split()) >= _SHORT - 1]

    def _longest(self, keys: list[str], place: int) -> int:
        lengths = range(len(keys) - place, 0, -1)
        return next((n for n in lengths if tuple(keys[place : place + n]) in self._placed), 0)

    def address(self, url: str) -> str:
        """Give what stands for an address: the outlet's own host stays, the words and numbers do not."""
        url = url.strip()
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return "#"
        if not url or url.startswith("#") or parts.scheme not in ("", "http", "https"):
            return "#"
        if host in _VOCABULARIES:
            return self.keep(url)
        if host and outlets.find(f"https://{host}{parts.path}", {"": self._outlet}) is None:
            return _ELSEWHERE
        query = "&".join(self._parameter(one) for one in parts.query.split("&") if one)
        return urlunsplit((parts.scheme, host, self._path(parts.path), query, ""))

    def digits(self, text: str, least: int) -> str:
        """Give other digits for each number of at least so many digits."""
        return re.sub(rf"\d{{{least},}}", lambda number: _other_digits(number[0]), text)

    def _path(self, path: str) -> str:
        """Replace the segments of a path, and the day in it by another one."""
        said, at = [], 0
        for found in _DATE.finditer(path):
            said += [*map(self._segment, re.split("(/)", path[at : found.start()])), self._date(found, False)]
            at = found.end()
        return "".join((*said, *map(self._segment, re.split("(/)", path[at:]))))

    def _segment(self, segment: str) -> str:
        prefixes = self._outlet.domains[0].split("/")[1:]
        if segment in ("", "/", *prefixes):
            return segment
        if segment not in self._segments:
            ending = _EXTENSION.search(segment)
            stem = segment[: ending.start()] if ending else segment
            pieces = [one for one in re.split(r"[^0-9A-Za-z]+", stem) if one]
            words = sum(not one.isdigit() for one in pieces)
            slug = [self._inventor.slug(min(words, 8))] if words else []
            numbers = [_other_digits(one) for one in pieces if one.isdigit()]
            self._segments[segment] = "-".join((*slug, *numbers)) + (ending[0] if ending else "")
        return self._segments[segment]

    def _parameter(self, parameter: str) -> str:
        name, mark, value = parameter.partition("=")
        name = name if re.fullmatch(r"[A-Za-z_]{1,20}", name) else "x"
        return name + mark + (_other_digits(value) if value.isdigit() else "x" * bool(value))

    def _core(self, text: str) -> str:
        """Give a text without the agency tag before it and the credit behind it."""
        return credit.split_ending(credit.split_tag(text, self._outlet.name)[0])[0]

    def _split(self, whole: str, data: bool) -> str | None:
        """Replace a text piece by piece, where a piece of it says what it is; None where none does."""
        short = len(whole) <= _LONGEST_LINE
        if short and _DATE.search(whole):
            return self._around(_DATE, whole, lambda found: self._date(found, data))
        if not re.search(r"[^\W\d_]", whole):
            return self.digits(whole, _LONG_NUMBER)
        if short and (credit.text_credit(whole) or credit.is_byline(whole)):
            return self._credit(whole)
        core = self._core(whole)
        if core != whole:
            tag, _, ending = whole.partition(core)
            return f"{self._tag(tag)}{self.text(core)}{self._credit(ending)}"
        photo = _PHOTO.search(whole)
        if photo and photo.end() - photo.start() <= _LONGEST_LINE:
            return f"{self._before(whole[: photo.start()])}{self._credit(photo[0])}"
        return self._around_agency(whole) or self._around_roles(whole)

    def _tag(self, tag: str) -> str:
        """Keep what stands before a lead: "VOV.VN - "; words in brackets are no tag, and get others."""
        return self.keep(tag) if len(_WORD.findall(tag)) <= _LONGEST_NAME else self._credit(tag)

    def _before(self, text: str) -> str:
        return f"{self.text(text)} " if text.strip() else ""

    def _around(self, form: re.Pattern[str], whole: str, put: Callable[[re.Match[str]], str]) -> str:
        """Replace the matches of a form by one rule, and the texts between them as texts."""
        said, at = [], 0
        for found in form.finditer(whole):
            said += [self._between(whole[at : found.start()]), put(found)]
            at = found.end()
        return "".join((*said, self._between(whole[at:])))

    def _between(self, text: str) -> str:
        """Replace a text within a line, with the blanks around it; a clock and its zone stay."""
        if not re.search(r"[^\W\d_]{2}", text) or re.fullmatch(r"[\W\dTZhg]*(?:GMT|UTC)?[\W\d]*", text):
            return self.digits(text, _LONG_NUMBER)
        blanks = re.match(r"^(\s*).*?(\s*)$", text, re.S)
        assert blanks is not None
        pieces = _BESIDE_DATES.split(text.strip())
        return f"{blanks[1]}{''.join(map(self._piece, pieces))}{blanks[2]}"

    def _piece(self, piece: str) -> str:
        has_words = re.search(r"[^\W\d_]{2}", piece)
        return self.text(piece) if has_words else self.digits(piece, _LONG_NUMBER)

    def _around_agency(self, whole: str) -> str | None:
        """Keep an agency's name at the end of a caption: "... - TTXVN"."""
        words = whole.split()
        for count in range(min(5, len(words) - 1), 0, -1):
            name = " ".join(words[-count:])
            if credit.organisation(name) in credit.AGENCIES:
                return f"{self.text(' '.join(words[:-count]))} {self.keep(name)}"
        return None

    def _around_roles(self, whole: str) -> str | None:
        """Replace a text that holds a headline, a lead or the outlet's name, such as a page's title."""
        pieces = self._held(fold(whole).split())
        if not pieces:
            return None
        words = (re.escape(piece).replace(r"\ ", r"\W+") for piece in pieces)
        form = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.I)
        return self._around(form, whole, lambda found: self.text(found[0])) if form.search(whole) else None

    def _held(self, words: list[str]) -> list[str]:
        """Give, folded, which of the roles and of the outlet's name a text holds, the longest first."""
        name = fold(self._outlet.name)
        held = {name} if f" {name} " in f" {' '.join(words)} " else set[str]()
        for place in range(len(words) - _START + 1):
            for role in self._by_start.get(tuple(words[place : place + _START]), ()):
                if words[place : place + len(role)] == role:
                    held.add(" ".join(role))
        return sorted(held, key=len, reverse=True)

    def _alike(self, bare: str) -> str | None:
        """Give a text like another one where this one is: a shorter headline, a longer description."""
        words = fold(bare).split()
        for role in self._by_start.get(tuple(words[:_START]), ()):
            common = _common(words, role)
            if common < _LEAST_COMMON:
                continue
            other = self._roles[" ".join(role)].split()
            taken = other[: max(1, round(len(other) * common / len(role)))]
            more = [self._fresh(" ".join(words[common:]))] if len(words) > common else []
            return " ".join((*taken, *more))
        share = alike(bare, self._title)
        if share >= _ALIKE and len(words) >= _LEAST_COMMON and self._title in self._roles:
            title = self._roles[self._title].split()
            return " ".join(title[: max(3, round(len(title) * (1 + share) / 2))])
        return None

    def _fresh(self, bare: str, is_text: bool = True) -> str:
        """Invent a text of the same form."""
        prefix = _PREFIX.match(bare)
        kept = self.keep(prefix[0]) if prefix else ""
        rest = bare[len(kept) :].strip()
        imprint = _IMPRINT.search(rest[:200])
        if imprint:
            kept = f"{kept} {self.keep(imprint[0])}".strip()
        words = len(rest.split())
        if not words:
            return kept
        if is_text and _is_name(rest):
            invented = self._inventor.name(words)
        elif words <= _SHORT:
            invented = self._inventor.short(words)
        else:
            invented = self._inventor.prose(words)
        invented = invented.upper() if rest.isupper() else invented
        return f"{kept} {invented}".strip() if kept else invented

    def _credit(self, line: str) -> str:
        """Keep labels and organisations of a credit line, and give persons other names."""
        pieces = _CREDIT_PIECES.split(line)
        # "Đời sống & Pháp luật" is one source, "Lan & Huệ" are two persons.
        is_source = [credit.organisation(piece.strip(" .*")) in self._sources for piece in pieces]
        parts = (
            [piece] if one else re.split("(&)", piece) for piece, one in zip(pieces, is_source, strict=True)
        )
        return self.keep("".join(map(self._credited, chain.from_iterable(parts))))

    def _credited(self, piece: str) -> str:
        name = piece.strip(" .*")
        is_label = _CREDIT_PIECES.fullmatch(piece) or fold(name) in _FORMS or _PHOTO.match(f"{name}:")
        source = credit.organisation(name)
        # A slogan can look like an organisation: "Báo của mọi nhà bên sông".
        is_source = source in self._sources or (source and len(name.split()) <= _LONGEST_NAME)
        if is_label or is_source or not _WORD.search(name):
            return piece
        return piece.replace(name, self._name(name))

    def _name(self, name: str) -> str:
        key, words = fold(name), len(name.split())
        if key not in self._memo:
            invent = self._inventor.name if words <= _LONGEST_NAME else self._inventor.short
            self._memo[key] = invent(words)
        invented = self._memo[key]
        return invented.upper() if name.isupper() else invented

    def keep(self, text: str) -> str:
        """Note that a text stays as it is, and give it."""
        self.kept.add(text)
        return text

    def _date(self, found: re.Match[str], data: bool) -> str:
        """Give another date in the same form; digits that are no date become other digits."""
        parts = found.groupdict()
        number = next(n for n, name in enumerate(("iso", "num", "vn", "rfc"), 1) if parts[name])
        day, month, year = (parts[f"{name}{number}"] or "" for name in "dmy")
        month_first = number == 2 and data and self._outlet.date_order == "MDY"
        if month_first:
            day, month = month, day
        try:
            named = month.lower()[:3]
            plain = _MONTHS.index(named) + 1 if named in _MONTHS else int(month)
            other = date(int(year), plain, int(day)) + self.shift
        except (ValueError, OverflowError):
            return _other_digits(found[0])
        width = 2 if day.startswith("0") or month.startswith("0") or min(len(day), len(month)) == 2 else 1
        d, m = f"{other.day:0{width}d}", f"{other.month:0{width}d}"
        if number == 1:
            return f"{other.year}{parts['s1']}{m}{parts['s1']}{d}"
        if number == 2:
            first, second = (m, d) if month_first else (d, m)
            return f"{first}{parts['s2']}{second}{parts['s2']}{other.year}"
        if number == 3:
            return f"{d}{parts['s3']}{m}{parts['t3']}{other.year}"
        return f"{d} {_MONTHS[other.month - 1].capitalize()} {other.year}"


def _shift(published_at: datetime, weeks: int) -> timedelta:
    """Give what is added to times: whole weeks, so that a page lies before the day at which tests read it."""
    late = max(published_at - _LATEST, timedelta(0))
    return -timedelta(weeks=late // timedelta(weeks=1) + 1 + weeks)


def _parts(text: str) -> tuple[str, str, str]:
    """Give the marks before a text, the text, and the marks behind it."""
    before = _length_of_marks(text)
    behind = _length_of_marks(text[:before:-1]) if before < len(text) else 0
    end = len(text) - behind
    return text[:before], text[before:end], text[end:]


def _length_of_marks(text: str) -> int:
    found = _WORD_CHARACTER.search(text)
    return found.start() if found else len(text)


def _letters_of(text: str) -> str:
    return fold(text).replace(" ", "")


def _bare(text: str) -> str:
    return _parts(text)[1]


def _common(a: list[str], b: list[str]) -> int:
    """Give the number of words with which both begin."""
    pairs = zip(a, b, strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(a), len(b)))


def _is_name(text: str) -> bool:
    """Tell whether each word has a capital, as those of a person's name."""
    words = text.split()
    return 1 < len(words) <= _LONGEST_NAME and all(word[0].isupper() and word.isalpha() for word in words)


def _other_digits(text: str) -> str:
    return re.sub(r"\d", lambda digit: str((int(digit[0]) * 7 + 3) % 10), text)
