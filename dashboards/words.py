"""How what stands on the screen is written: its words, numbers, days, intervals and reasons."""

import re
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboards.terms import TERMS

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_NBSP = "\u00a0"
_LEAST_P = 0.001

_NOUNS_OF_N = {
    "items": "item",
    "stories": "story",
    "sponsored_items": "item",
    "outlets_covered": "outlet",
    "outlets_watched": "outlet",
    "share_of_outlets": "outlet",
    "share_of_attention": "item",
    "items_per_story": "story",
    "t50": "outlet",
    "effective_outlets_q0": "item",
    "effective_outlets_q1": "item",
    "effective_outlets_q2": "item",
    "agreement_of_items": "item",
    "inflation_by_copying": "item",
    "gap_share": "outlet",
}

# Reasons of crawl and extraction for which an entry becomes no item.
_REJECTIONS = {
    "challenge page": "trang chặn truy cập tự động",
    "duplicate": "trùng với tin đã có",
    "fetch failed": "không tải được trang",
    "foreign host": "địa chỉ ngoài danh mục báo, đài",
    "future date": "ngày đăng ở tương lai",
    "impossible date": "ngày đăng không thể có",
    "list page": "trang danh sách, không phải bài",
    "no address": "không có địa chỉ",
    "no body": "không có nội dung bài",
    "no date": "không có ngày đăng",
    "no title": "không có tít",
    "no answer with status 200": "không trả về trang (mã HTTP khác 200)",
    "no time of fetching": "không rõ thời điểm tải trang",
    "not found": "không còn trang ở địa chỉ này",
    "not html": "không phải trang HTML",
    "redirect to another host": "chuyển hướng sang trang khác",
    "refused address": "địa chỉ không được phép truy cập",
    "refused redirect": "chuyển hướng tới địa chỉ không được phép truy cập",
    "robots disallow": "robots.txt không cho phép",
    "too large": "quá lớn",
    "too many redirects": "chuyển hướng quá nhiều lần",
    "too slow": "quá chậm",
}


def text(key: str, lang: Lang, **values: object) -> str:
    """Give a text of the screen.

    Args:
        key: Its name, such as "tone.positive" or "measure.t50.hint".
        lang: "vi" or "en".
        **values: What fills its braces, already formatted.

    Raises:
        KeyError: There is no such text, or a value for its braces is missing.
    """
    words = TERMS[key][LANGUAGES.index(lang)]
    return words.format(**values) if values or "{" in words else words


def sentence(clause: str) -> str:
    """Give words with a capital at the beginning and the rest as it is."""
    return clause[:1].upper() + clause[1:]


def keys(prefix: str) -> list[str]:
    """Give the names of the texts that begin with a prefix, in the order in which they are listed."""
    return [key for key in TERMS if key.startswith(prefix)]


def count(number: float, noun: str, lang: Lang) -> str:
    """Give a number with its noun: "1 story", "3 stories", "3 tin gốc".

    Args:
        number: How many.
        noun: item, story, copy, event, outlet, hour, day, scan, message or alert.
        lang: "vi" or "en".
    """
    forms = text(f"noun.{noun}", lang).split("|")
    decimals = 0 if float(number).is_integer() else 1
    return f"{decimal(number, lang, decimals)}{_NBSP}{forms[0] if number == 1 else forms[-1]}"


def decimal(number: float, lang: Lang, decimals: int = 0) -> str:
    """Give a number as the language writes it: 1.234,5 or 1,234.5, with a true minus sign."""
    return _written(round(number, decimals) + 0.0, lang, decimals)


@lru_cache(maxsize=20_000)
def _written(number: float, lang: Lang, decimals: int) -> str:
    """Write a rounded number; a page has thousands of them, most of them alike."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(number, format=pattern, locale=lang).replace("-", "\u2212")


def p_value(p: float, lang: Lang) -> str:
    """Give a p-value with three decimals; one that is smaller is said to be, since no p is 0."""
    if p < _LEAST_P:
        return text("p_below", lang, least=decimal(_LEAST_P, lang, 3))
    return decimal(p, lang, 3)


def percent(share: float, lang: Lang) -> str:
    """Give a share (0 to 1) in percent: one decimal below 10 %, else none; 0 and 1 stay whole."""
    return _percent(share * 100, lang, _decimals(share * 100))


def whole_percent(share: float, lang: Lang) -> str:
    """Give a share (0 to 1) in percent without decimals, as the marks of an axis have it."""
    return _percent(share * 100, lang, 0)


def _percent(hundred: float, lang: Lang, decimals: int) -> str:
    return decimal(hundred, lang, decimals) + (f"{_NBSP}%" if lang == "vi" else "%")


def _decimals(hundred: float) -> int:
    """How many decimals a share or a difference of shares has, in hundredths."""
    return 1 if 0 < abs(hundred) < 9.95 else 0


def _hundredths(difference: float, lang: Lang) -> str:
    return decimal(difference * 100, lang, _decimals(difference * 100))


def unit_of_difference(unit: str) -> str:
    """Give the unit of what two values differ by: two shares differ by points, not by a share."""
    return "points" if unit == "share" else unit


def value(number: float, unit: str, lang: Lang) -> str:
    """Give a value by its unit: share, points between shares, index, ratio, hours, or what is counted."""
    if unit == "share":
        return percent(number, lang)
    if unit == "points":
        return text("points", lang, number=_hundredths(number, lang))
    if unit in ("index", "ratio"):
        return decimal(number, lang, 2)
    decimals = 0 if float(number).is_integer() else 1
    if unit == "hours":
        return count(round(number, decimals), "hour", lang)
    return decimal(number, lang, decimals)


def interval(low: float | None, high: float | None, unit: str, lang: Lang) -> str:
    """Give an interval in words; "" where there is none, "or more" where its upper limit is not known."""
    if low is None:
        return ""
    if high is None:
        return text("interval.open", lang, low=value(low, unit, lang))
    if unit == "points":  # said once, behind both
        return text("interval.between", lang, low=_hundredths(low, lang), high=value(high, unit, lang))
    return text("interval.between", lang, low=value(low, unit, lang), high=value(high, unit, lang))


def basis(name: str, n: int, lang: Lang) -> str:
    """Give what a measure rests on: "n = 24 tin gốc".

    Args:
        name: Name of the measure, a key of `warehouse.counting.UNITS`.
        n: Its n.
        lang: "vi" or "en".
    """
    return text("basis", lang, count=count(n, _NOUNS_OF_N.get(name, "story"), lang))


def counted(name: str, lang: Lang) -> str:
    """Give what the n of a measure counts: "tin gốc", "stories"."""
    return text(f"noun.{_NOUNS_OF_N.get(name, 'story')}", lang).split("|")[-1]


def day(when: date, lang: Lang) -> str:
    """Give a day: 24/01/2026 or 24 Jan 2026."""
    return _day(when, "dd/MM/y" if lang == "vi" else "d MMM y", lang)


def short_day(when: date, lang: Lang) -> str:
    """Give a day without its year, for the axis of a chart: 24/01 or 24 Jan."""
    return _day(when, "dd/MM" if lang == "vi" else "d MMM", lang)


def month(when: date, lang: Lang) -> str:
    """Give the month of a day, for the axis of a chart over a year or more: 01/2026 or Jan 2026."""
    return _day(when, "MM/y" if lang == "vi" else "MMM y", lang)


@lru_cache(maxsize=20_000)
def _day(when: date, pattern: str, lang: Lang) -> str:
    return format_date(when, pattern, locale=lang)


def time(when: datetime, lang: Lang) -> str:
    """Give an instant in Vietnam time: "05:30 ngày 24/01/2026" or "24 Jan 2026, 05:30".

    Args:
        when: An aware time.
        lang: "vi" or "en".
    """
    local = when.astimezone(VIETNAM)
    clock = f"{local.hour:02}:{local.minute:02}"  # %H:%M takes several times as long
    return text("time.at", lang, clock=clock, day=day(local.date(), lang))


def period(from_date: date, to_date: date, lang: Lang) -> str:
    """Give a span of days in words; one day alone stands by itself."""
    if from_date == to_date:
        return day(from_date, lang)
    return text("period.between", lang, from_date=day(from_date, lang), to_date=day(to_date, lang))


def span(from_date: date, to_date: date, lang: Lang) -> str:
    """Give the days of which a sentence tells, as it begins: "Từ 19/01/2026 đến 23/01/2026"."""
    if from_date == to_date:
        return text("span.day", lang, day=day(from_date, lang))
    return text("span.days", lang, from_date=day(from_date, lang), to_date=day(to_date, lang))


def enumeration(parts: Sequence[str], lang: Lang, separator: str = ", ") -> str:
    """Join names with "và" or "and" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    joint = " và " if lang == "vi" else " and "
    return separator.join(parts[:-1]) + joint + parts[-1]


_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries


@lru_cache(maxsize=5_000)
def alphabetical(name: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Give a sort key for Vietnamese names: letters first (d before đ), then tone marks."""
    letters: list[int] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", name).casefold():
        parts = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONE_MARKS))
        # Digits and signs come before the letters.
        letters.append(_LETTERS.get(letter, ord(letter[0]) - sys.maxunicode if letter else 0))
        tones.append(max(_TONE_MARKS.find(part) for part in parts) + 1)
    return tuple(letters), tuple(tones), name


def method(name: str, lang: Lang) -> str:
    """Give the way a measure was counted; a name without translation stands as it is."""
    key = f"method.{name}"
    return text(key, lang) if key in TERMS else name


def rejection(reason_text: str, lang: Lang) -> str:
    """Give the reason for which an entry became no item."""
    if lang == "en":
        return reason_text
    return _REJECTIONS.get(reason_text) or _untranslated(reason_text)


def reason(english: str, lang: Lang) -> str:
    """Give why a measure has the status it has, or why collection has a gap.

    Args:
        english: The sentence that the measure or the view carries; "" gives "".
        lang: "vi" or "en".

    Returns:
        The sentence; in Vietnamese one that has no translation is given in English and marked so.
    """
    if lang == "en" or not english:
        return _OF_ONE.sub(_singular, english)
    for pattern, write in _REASONS:
        found = pattern.fullmatch(english)
        if found:
            return write(found)
    return _untranslated(english)


_OF_ONE = re.compile(r"\b1 ([a-z-]+ )?(stor|entr|outlet|event|day)(ies|s)\b(?: (are|were|wait)\b)?")
_VERBS = {"are": " is", "were": " was", "wait": " waits", None: ""}


def _singular(found: re.Match[str]) -> str:
    """Write of one thing what a reason, whose sentence is the same for every number, says of several."""
    which, noun, ending, verb = found.groups()
    return f"1 {which or ''}{noun}{'y' if ending == 'ies' else ''}{_VERBS[verb]}"


def _untranslated(english: str) -> str:
    return f"nguyên văn tiếng Anh: “{english}”"


def _fixed(vietnamese: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found.expand(vietnamese)


def _vietnamese_number(written: str) -> str:
    """A number as Python wrote it in a reason."""
    places = len(written.partition(".")[2])
    return decimal(float(written), "vi", places)


_MISSING = {"stories": "tin gốc", "originating outlets": "báo, đài viết tin gốc", "events": "sự việc"}


def _too_little(found: re.Match[str]) -> str:
    parts = re.findall(r"(\d+) ([a-z ]+) \((\d+) needed\)", found[1])
    listed = [f"mới có {have} {_MISSING[name]} (cần ít nhất {needed})" for have, name, needed in parts]
    return f"bằng chứng còn mỏng: {'; '.join(listed)}"


def _gaps(found: re.Match[str]) -> str:
    sentence = f"thiếu dữ liệu thu thập của {found[1]}{_NBSP}% số tin, bài dự kiến"
    if found[2] is not None:
        sentence += f": mỗi lượt quét chỉ có {found[2]} tin mới nhất"
        sentence += f", thiếu {found[3]} ngày quét" if found[3] != "0" else ""
    return sentence


def _by_coders(found: re.Match[str]) -> str:
    return f"độ nhất trí giữa những người gán nhãn: {reason(found[1], 'vi')}"


_GAPS = [words for key, words in TERMS.items() if key.startswith("gap.")]

_REASONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), write)
    for pattern, write in (
        (r"nothing was watched", _fixed("chưa theo dõi báo, đài nào trong thời gian này")),
        (r"nothing to divide by", _fixed("không có số liệu để chia")),
        (r"the stories were chosen by their tone", _fixed("tin gốc đã được chọn theo sắc thái")),
        (
            r"the days of this activity were not collected in full",
            _fixed("những ngày của hoạt động này thiếu dữ liệu thu thập"),
        ),
        (r"this activity is not due yet", _fixed("hoạt động này chưa đến ngày")),
        (
            r"collection of this period was not observed",
            _fixed("không có bằng chứng về việc thu thập trong thời gian này"),
        ),
        (
            r"(\d+)% of the expected items fall into gaps in collection"
            r"(?:: scans are capped at (\d+) entries, (\d+) scan days are missing)?",
            _gaps,
        ),
        (
            r"not watched from the beginning: (\d+) of (\d+) outlets that covered",
            _fixed(r"\1 trong số \2 báo, đài có đăng chưa được theo dõi từ đầu"),
        ),
        (
            r"machine labels: biased towards disagreement",
            _fixed("nhãn do máy gán, thiên về phía kém thống nhất hơn thực tế"),
        ),
        (
            r"machine labels, not corrected with a hand-coded sample",
            _fixed("nhãn do máy gán, chưa hiệu chỉnh bằng mẫu gán nhãn thủ công"),
        ),
        (r"too little evidence: (.+)", _too_little),
        (r"no story names a province", _fixed("không tin gốc nào nêu tên tỉnh, thành phố")),
        (r"no stories", _fixed("không có tin gốc")),
        (r"(\d+) stories, (\d+) are needed", _fixed(r"mới có \1 tin gốc (cần ít nhất \2)")),
        (r"no items", _fixed("không có tin, bài")),
        (r"no items of the watched outlets", _fixed("không có tin, bài nào của các báo, đài được theo dõi")),
        (r"no stories with a tone", _fixed("không có tin gốc nào nhận diện được sắc thái")),
        (r"no outlet covered", _fixed("không báo, đài nào có tin, bài")),
        (
            r"audience known for (\d+) of (\d+) outlets",
            _fixed(r"mới biết công chúng của \1 trong \2 báo, đài có tin, bài"),
        ),
        (
            r"(\d+) days are shorter than the (day|week|month) of the audiences",
            lambda found: (
                f"kỳ {found[1]} ngày ngắn hơn đơn vị thời gian của số liệu công chúng "
                f"({text(f'unit.{found[2]}', 'vi')})"
            ),
        ),
        (r"still spreading", _fixed("tin, bài còn đang lan tỏa (chưa đủ 72 giờ theo dõi)")),
        (
            r"duplication measured for (\d+) of (\d+) pairs of outlets",
            _fixed(r"mới đo trùng công chúng ở \1 trong \2 cặp báo, đài"),
        ),
        (
            r"Agostini's formula gives ([\d.]+), outside the possible ([\d.]+) to ([\d.]+)",
            lambda found: "công thức Agostini cho {}, ngoài khoảng có thể có {} đến {}".format(
                *map(_vietnamese_number, found.groups())
            ),
        ),
        (
            r"(\d+) coded stories \((\d+) needed\)",
            _fixed(r"mới gán nhãn thủ công \1 tin gốc (cần ít nhất \2)"),
        ),
        (
            r"(\d+) double-coded stories \((\d+) needed\)",
            _fixed(r"mới có \1 tin gốc được hai người gán nhãn (cần ít nhất \2)"),
        ),
        (
            r"(\d+) of (\d+) stories were there to be drawn \((\d+)% needed\)",
            _fixed(rf"khi rút mẫu mới có \1 trong \2 tin gốc (cần ít nhất \3{_NBSP}%)"),
        ),
        (r"(\d+) stories wait for a third look", _fixed(r"còn \1 tin gốc chờ người thứ ba xem xét")),
        (
            r"machine labels are no better than chance in the sample",
            _fixed("trong mẫu, nhãn do máy gán không hơn ngẫu nhiên"),
        ),
        (
            r"every coded story is (positive|neutral|negative)",
            lambda found: f"mọi tin gốc trong mẫu đều {text(f'tone.{found[1]}', 'vi').lower()}",
        ),
        (r"a corrected share lies outside 0 to 1", _fixed("có tỷ lệ đã hiệu chỉnh nằm ngoài khoảng 0 đến 1")),
        (
            r"a stratum has fewer than 2 coded stories",
            _fixed("có tầng mẫu chưa đủ 2 tin gốc được gán nhãn thủ công"),
        ),
        (
            r"no coded story is about the campaign",
            _fixed("không tin gốc nào trong mẫu gán nhãn nói về đợt truyền thông"),
        ),
        (
            r"no coded story is (positive|neutral|negative)",
            lambda found: f"mẫu gán nhãn không có tin gốc {text(f'tone.{found[1]}', 'vi').lower()}",
        ),
        (r"coder agreement: (.*)", _by_coders),
        (
            r"(first|second) period: (.*)",
            lambda found: f"bên {'trước' if found[1] == 'first' else 'sau'}: {reason(found[2], 'vi')}",
        ),
        (
            r"too few days with the same weekdays in both periods",
            _fixed("quá ít ngày cùng thứ trong tuần ở cả hai giai đoạn"),
        ),
        (
            r"no outlet was watched in the same way throughout both periods",
            _fixed("không có báo nào được theo dõi theo cùng một cách suốt cả hai giai đoạn"),
        ),
        (r"one of the phases has no days yet", _fixed("một trong hai giai đoạn chưa có ngày nào được đo")),
        (
            r"nothing was published in one of the periods",
            _fixed("một trong hai giai đoạn không có tin, bài nào"),
        ),
        (
            r"machine labels carry no comparison of agreement",
            _fixed("nhãn do máy gán không cho phép so sánh độ thống nhất"),
        ),
        (r"no interval", _fixed("không có khoảng tin cậy")),
        (
            r"only (\d+) ordinary days before it were known in full by the same hour of the day after, "
            r"(\d+) are needed",
            _fixed(
                r"trước đó mới có \1 ngày thường đã được thu thập đủ vào cùng giờ ngày hôm sau (cần ít nhất "
                r"\2); phần thu thập bù về sau không tính"
            ),
        ),
        (
            r"the day is outside the campaign's phases",
            _fixed("ngày này nằm ngoài các giai đoạn của đợt truyền thông"),
        ),
        (
            r"nothing at all was collected of these outlets",
            _fixed("không thu thập được tin, bài nào của các báo, đài này"),
        ),
        (
            r"(\d+)% of the pages of these outlets could not be read",
            _fixed(rf"không đọc được \1{_NBSP}% số trang của các báo, đài này"),
        ),
        (
            r"(\w+) is not compared between \w+",
            lambda found: f"chưa so sánh “{text(f'compared.{found[1]}', 'vi')}” theo cách chia này",
        ),
        (
            r"the estimate (-?[\d.]+) lies outside 0 to 1",
            lambda found: f"ước lượng {_vietnamese_number(found[1])} nằm ngoài khoảng 0 đến 1",
        ),
        (
            r"all codes are the same, so chance agreement is undefined",
            _fixed("mọi nhãn đều giống nhau nên không tính được mức nhất trí ngẫu nhiên"),
        ),
        (
            r"the (upper|lower) limit of alpha is under ([\d.]+)",
            lambda found: (
                f"giới hạn {'trên' if found[1] == 'upper' else 'dưới'} của alpha dưới "
                f"{_vietnamese_number(found[2])}"
            ),
        ),
        *((re.escape(english), _fixed(vietnamese)) for vietnamese, english in _GAPS),
    )
)


def history(item: Mapping[str, Any], lang: Lang) -> str:
    """Say what became of an item after it was first fetched: changed, gone; "" where nothing did."""
    parts: list[str] = []
    if item["first_title"]:
        before = text("item.headline_before", lang, title=item["first_title"])
        parts.append(f"{text('term.headline_changed', lang)}, {before}")
    elif item["revisions"] > 1:
        parts.append(text("term.revision", lang))
    if item["is_gone"]:
        parts.append(text("term.gone", lang))
    elif item["found_url"]:
        parts.append(text("term.moved", lang))
    return "; ".join(parts)


def outlet_terms(row: Mapping[str, Any], lang: Lang) -> dict[str, str]:
    """Give kind and level of an outlet in words.

    Args:
        row: With kind and level, which is None where the outlet has none.
        lang: "vi" or "en".
    """
    return {"kind": text(f"kind.{row['kind']}", lang), "level": text(f"level.{row['level'] or 'none'}", lang)}
