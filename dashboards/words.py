"""Every word on the screen, Vietnamese first, and how numbers, days and intervals are written.

The Vietnamese terms are those of a press office. Some words accuse, so they are fixed here and nowhere else:
a reprint is "bản đăng lại", an address that answers no more is "không còn ở địa chỉ cũ", and consensus never
stands without "không phải mức đồng thuận trong nhân dân".
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_NBSP = "\u00a0"

# key: (Vietnamese, English)
_TERMS: dict[str, tuple[str, str]] = {
    "language": ("Tiếng Việt", "English"),
    "language.label": ("Ngôn ngữ", "Language"),
    # Units and things. In English "one|many".
    "noun.item": ("lượt tin, bài", "item|items"),
    "noun.story": ("tin gốc", "story|stories"),
    "noun.event": ("sự việc", "event|events"),
    "noun.outlet": ("báo, đài", "outlet|outlets"),
    "noun.hour": ("giờ", "hour|hours"),
    "noun.day": ("ngày", "day|days"),
    "noun.scan": ("lượt quét", "scan|scans"),
    "noun.message": ("thông điệp", "message|messages"),
    "term.item": ("Tin, bài", "Item"),
    "term.story": ("Tin gốc", "Story"),
    "term.event": ("Sự việc", "Event"),
    "term.activity": ("Hoạt động, sự kiện theo kế hoạch", "Activity"),
    "term.campaign": ("Đợt truyền thông", "Campaign"),
    "term.phase": ("Giai đoạn", "Phase"),
    "term.workstream": ("Mảng công việc", "Workstream"),
    "term.outlet": ("Báo, đài", "Outlet"),
    "term.outlet.long": ("Cơ quan báo chí", "Outlet"),
    "term.governing_body": ("Cơ quan chủ quản", "Governing body"),
    "term.subsite": ("Chuyên trang", "Sub-site"),
    "term.wire": ("Tin thông tấn", "Wire"),
    "term.origin": ("Nguồn phát đầu tiên", "Origin"),
    "term.credit": ("Dòng ghi nguồn", "Credit line"),
    "term.photo_credit": ("Nguồn ảnh", "Photo credit"),
    "term.copy": ("Bản đăng lại", "Copy"),
    "term.carrier": ("Báo đăng lại", "Carrier"),
    "term.headline": ("Tít", "Headline"),
    "term.lead": ("Sa-pô", "Lead"),
    "term.revision": ("Bản cập nhật", "Revision"),
    "term.headline_changed": ("Tít đã đổi", "Headline changed"),
    "term.gone": ("Không còn ở địa chỉ cũ", "No longer at its address"),
    "term.coverage": ("Tin, bài về đợt truyền thông", "Coverage"),
    "term.reach": ("Độ phủ (mức tiếp cận tối đa có thể)", "Reach (the most that is possible)"),
    "term.net_reach": ("Công chúng có thể tiếp cận, không tính trùng", "Net reach"),
    "term.opportunities": ("Lượt có thể tiếp cận", "Opportunities to see"),
    "term.spread": ("Lan tỏa", "Spread"),
    "term.consensus": ("Đồng thuận trên báo chí", "Consensus in the press"),
    "term.consensus.note": (
        "không phải mức đồng thuận trong nhân dân",
        "not consensus among the people",
    ),
    "term.tone": ("Sắc thái", "Tone"),
    "term.tone.hint": (
        "“Tiêu cực” nghĩa là bất lợi, không phải “vụ việc tiêu cực”.",
        "“Negative” means unfavourable.",
    ),
    "term.tone.overall": ("Sắc thái chung của bài", "Overall tone"),
    "term.tone.campaign": ("Sắc thái đối với đợt truyền thông", "Tone towards the campaign"),
    "term.message": ("Thông điệp", "Message"),
    "term.pull_through": ("Tỷ lệ thông điệp được truyền tải", "Message pull-through"),
    "term.critical": ("Ý kiến khác, phản ánh", "Critical coverage"),
    "term.not_in_version": ("Không có trong bản này", "Not in this version"),
    "term.interval": ("Khoảng tin cậy", "Interval"),
    "term.interval.95": ("Khoảng tin cậy 95 %", "95% interval"),
    "term.gap": ("Thiếu dữ liệu thu thập", "Gap in collection"),
    "term.suspect": ("Nghi thiếu", "Suspect"),
    "term.coding": ("Gán nhãn thủ công", "Coding by hand"),
    "term.correction": ("Sửa nhãn", "Correction"),
    "term.corrected": ("Tỷ lệ đã hiệu chỉnh", "Corrected share"),
    "term.uncorrected": ("chưa hiệu chỉnh", "uncorrected"),
    "term.aggregator": ("Trang tin tổng hợp", "Aggregator"),
    # Fields of tables and controls
    "field.measure": ("Chỉ số", "Measure"),
    "field.value": ("Giá trị", "Value"),
    "field.n": ("Cơ sở tính (n)", "Basis (n)"),
    "field.method": ("Cách tính", "Method"),
    "field.status": ("Tình trạng", "Status"),
    "field.reason": ("Lý do", "Reason"),
    "field.outlet": ("Báo, đài", "Outlet"),
    "field.kind": ("Loại hình", "Kind"),
    "field.level": ("Cấp", "Level"),
    "field.province": ("Tỉnh, thành phố", "Province"),
    "field.items": ("Lượt tin, bài", "Items"),
    "field.stories": ("Tin gốc", "Stories"),
    "field.outlets": ("Báo, đài", "Outlets"),
    "field.day": ("Ngày", "Day"),
    "field.published": ("Thời điểm đăng", "Published"),
    "field.first_published": ("Đăng lần đầu", "First published"),
    "field.headline": ("Tít", "Headline"),
    "field.tone": ("Sắc thái", "Tone"),
    "field.origin": ("Nguồn phát đầu tiên", "Origin"),
    "field.role": ("Vai trò", "Role"),
    "field.link": ("Liên kết", "Link"),
    "field.message": ("Thông điệp", "Message"),
    "field.phase": ("Giai đoạn", "Phase"),
    "field.visits": ("Lượt quét đạt", "Visits that succeeded"),
    "field.visits_failed": ("Lượt quét hỏng", "Visits that failed"),
    "field.coverage_hours": ("Giờ thu thập / giờ theo dõi", "Hours covered / watched"),
    "field.gap_days": ("Số ngày thiếu dữ liệu", "Days with a gap"),
    "field.all_items": ("Mọi tin, bài thu thập", "All items collected"),
    "field.rejected": ("Không nhận", "Rejected"),
    "field.count": ("Số lượng", "Count"),
    "filter.campaign": ("Đợt truyền thông", "Campaign"),
    "filter.from_date": ("Từ ngày", "From"),
    "filter.to_date": ("Đến ngày", "To"),
    "filter.period": ("Thời gian", "Period"),
    "filter.phase": ("Giai đoạn", "Phase"),
    "filter.all_phases": ("Tất cả các giai đoạn", "All phases"),
    "segment.all": ("Toàn kỳ", "Whole period"),
    "page.title": ("lantoa: tin, bài về đợt truyền thông", "lantoa: coverage of a campaign"),
    "page.overview": ("Tổng quan", "Overview"),
    "page.loading": ("Đang tải số liệu", "Loading"),
    "page.nothing": (
        "Không có tin, bài nào trong phạm vi đã chọn.",
        "There is no item within what you chose.",
    ),
    "page.not_published": (
        "Chưa có số liệu được công bố. Hãy chạy: lantoa run CAMPAIGN.toml",
        "Nothing is published yet. Run: lantoa run CAMPAIGN.toml",
    ),
    "page.no_campaign": ("Chưa có đợt truyền thông nào.", "There is no campaign yet."),
    "page.open_report": ("Mở báo cáo", "Open the report"),
    "page.snapshot": ("Bản số liệu {snapshot}", "Snapshot {snapshot}"),
    "page.show_copies": ("Xem các bản đăng", "Show all versions"),
    "page.skip": ("Chuyển đến nội dung chính", "Skip to the content"),
    # On every page's foot and on every export
    "foot.use": (
        "Kết quả đo tin, bài đã thu thập; không dùng để đánh giá, xếp loại cơ quan báo chí hay cá nhân.",
        "A measurement of collected coverage; not to be used to assess or rank outlets or persons.",
    ),
    "foot.not_collected": (
        "Không thu thập: báo in, phát thanh, truyền hình, mạng xã hội, bình luận, vị trí trang chủ, "
        "bài sau tường phí.",
        "Not collected: print, radio, television, social media, comments, position on the front page, "
        "items behind a paywall.",
    ),
    "foot.output": (
        "Tin, bài trên báo chí là đầu ra của công tác truyền thông (khung AMEC). Báo cáo không đo nhận thức, "
        "thái độ hay hành vi của công chúng, không quy đổi ra tiền quảng cáo.",
        "Press coverage is an output of communication (AMEC framework). Nothing here measures what the "
        "public knows, thinks or does, and nothing is converted into advertising value.",
    ),
    # Tones, kinds, levels, roles, placements, origins
    "tone.positive": ("Tích cực", "Positive"),
    "tone.neutral": ("Trung tính", "Neutral"),
    "tone.negative": ("Tiêu cực", "Negative"),
    "tone.unknown": ("Chưa xác định", "Not determined"),
    "kind.newspaper": ("Báo", "Newspaper"),
    "kind.magazine": ("Tạp chí", "Magazine"),
    "kind.broadcaster": ("Đài", "Broadcaster"),
    "kind.agency": ("Thông tấn", "News agency"),
    "kind.portal": ("Cổng thông tin", "Portal"),
    "kind.aggregator": ("Trang tin tổng hợp", "Aggregator"),
    "kind.foreign": ("Báo nước ngoài", "Foreign press"),
    "level.central": ("Trung ương", "Central"),
    "level.ministry": ("Bộ, ngành", "Ministry"),
    "level.local": ("Địa phương", "Local"),
    "level.none": ("Không áp dụng", "Not applicable"),
    "role.original": ("Bản đầu tiên", "First version"),
    "role.reprint": ("Bản đăng lại", "Reprint"),
    "role.rewrite": ("Bản biên tập lại", "Rewrite"),
    "role.partial": ("Dùng lại một phần", "Partial reuse"),
    "placement.editorial": ("Tin, bài của tòa soạn", "Editorial"),
    "placement.sponsored": ("Bài tài trợ, quảng cáo", "Sponsored"),
    "placement.owned": ("Bài của đơn vị tổ chức", "Owned by the organiser"),
    "placement.unknown": ("Chưa rõ", "Unknown"),
    "origin.credit": ("theo dòng ghi nguồn", "by its credit line"),
    "origin.inferred": ("suy ra", "inferred"),
    "origin.earliest": ("bản sớm nhất thu thập được", "earliest collected"),
    "origin.unknown": ("chưa rõ nguồn", "origin not known"),
    # Status of a measure
    "status.ok": ("Đủ cơ sở", "Sound"),
    "status.uncorrected": ("Chưa hiệu chỉnh", "Uncorrected"),
    "status.tentative": ("Tạm thời", "Tentative"),
    "status.not_estimable": ("Chưa đủ dữ liệu để kết luận", "Not estimable"),
    "status.withheld": ("Không công bố do thiếu dữ liệu thu thập", "Withheld: gaps in collection"),
    # States of a scan and reasons of gaps and rejections
    "scan.ok": ("Đạt", "Succeeded"),
    "scan.empty": ("Không có tin", "Empty"),
    "scan.malformed": ("Sai định dạng", "Malformed"),
    "scan.challenge": ("Trang chặn truy cập tự động", "Challenge page"),
    "scan.failed": ("Không kết nối được", "Failed"),
    "scan.robots": ("robots.txt không cho phép", "Not allowed by robots.txt"),
    "scan.too_large": ("Quá lớn", "Too large"),
    "scan.too_slow": ("Quá chậm", "Too slow"),
    "scan.not_modified": ("Không thay đổi", "Not modified"),
    "gap.feed": (
        "danh sách tin ngắn hơn khoảng cách giữa hai lượt quét",
        "feed shorter than the time between visits",
    ),
    "gap.no_scan": ("không có lượt quét trong ngày", "no scan on this day"),
    "gap.capped": ("lượt quét chỉ có các tin mới nhất", "capped scan"),
    # Measures: name, and what it says
    "measure.items": ("Lượt tin, bài", "Items"),
    "measure.items.hint": (
        "Mỗi lần một báo, đài đăng một tin, bài; các bản của cùng một tin gốc tại một báo trong 24 giờ "
        "tính một lượt.",
        "An article at one outlet; versions of one story at one outlet within 24 hours count once.",
    ),
    "measure.stories": ("Tin gốc", "Stories"),
    "measure.stories.hint": (
        "Một văn bản độc lập cùng mọi bản đăng lại, biên tập lại của nó.",
        "One independent text with all its reprints and rewrites.",
    ),
    "measure.sponsored_items": (
        "Bài tài trợ, quảng cáo, bài của đơn vị tổ chức",
        "Sponsored and owned items",
    ),
    "measure.sponsored_items.hint": (
        "Tính riêng; không đưa vào sắc thái và đồng thuận.",
        "Counted apart; never part of tone or consensus.",
    ),
    "measure.outlets_covered": ("Báo, đài có tin, bài", "Outlets that covered"),
    "measure.outlets_covered.hint": (
        "Số báo, đài có ít nhất một tin, bài về đợt truyền thông.",
        "Outlets with at least one item on the campaign.",
    ),
    "measure.outlets_watched": ("Báo, đài được theo dõi", "Outlets watched"),
    "measure.outlets_watched.hint": (
        "Số báo, đài mà hệ thống đã quét danh sách tin.",
        "Outlets whose feeds were visited.",
    ),
    "measure.share_of_outlets": ("Tỷ lệ báo, đài có tin, bài", "Share of outlets that covered"),
    "measure.share_of_outlets.hint": (
        "Báo, đài có tin, bài trên tổng số báo, đài được theo dõi.",
        "Outlets that covered, of the outlets watched.",
    ),
    "measure.share_of_attention": ("Tỷ trọng trong toàn bộ tin, bài", "Share of attention"),
    "measure.share_of_attention.hint": (
        "Tin, bài về đợt truyền thông trên mọi tin, bài của các báo, đài được theo dõi.",
        "Campaign items, of all items of the watched outlets.",
    ),
    "measure.items_per_story": ("Lượt tin, bài trên một tin gốc", "Items per story"),
    "measure.items_per_story.hint": (
        "Bình quân mỗi tin gốc được đăng bao nhiêu lượt.",
        "How many items a story has on average.",
    ),
    "measure.t50": ("Thời gian đạt nửa số báo đăng", "Time to half of the outlets (t50)"),
    "measure.t50.hint": (
        "Từ tin, bài đầu tiên đến khi một nửa số báo, đài có đăng đã đăng.",
        "From the first item until half of all outlets that covered had covered.",
    ),
    "measure.effective_outlets_q0": ("Số báo, đài có đăng (q = 0)", "Effective outlets, q = 0"),
    "measure.effective_outlets_q0.hint": (
        "Đếm mọi báo, đài như nhau, kể cả báo chỉ có một tin.",
        "Every outlet counts alike, one item or many.",
    ),
    "measure.effective_outlets_q1": ("Số báo, đài hiệu dụng (q = 1)", "Effective outlets, q = 1"),
    "measure.effective_outlets_q1.hint": (
        "Tin, bài dồn vào ít báo thì số này nhỏ; chia đều thì bằng số báo có đăng.",
        "Small where few outlets ran most items; equal to the outlets that covered where all ran as many.",
    ),
    "measure.effective_outlets_q2": ("Số báo, đài hiệu dụng (q = 2)", "Effective outlets, q = 2"),
    "measure.effective_outlets_q2.hint": (
        "Như trên, tính nặng hơn các báo đăng nhiều.",
        "As above, with more weight on outlets with many items.",
    ),
    "measure.tone_positive": ("Tin gốc có sắc thái tích cực", "Stories of positive tone"),
    "measure.tone_positive.hint": (
        "Tỷ lệ theo tin gốc, không theo lượt đăng lại.",
        "Share of stories, not of their copies.",
    ),
    "measure.tone_neutral": ("Tin gốc có sắc thái trung tính", "Stories of neutral tone"),
    "measure.tone_neutral.hint": (
        "Tỷ lệ theo tin gốc, không theo lượt đăng lại.",
        "Share of stories, not of their copies.",
    ),
    "measure.tone_negative": ("Tin gốc có sắc thái tiêu cực", "Stories of negative tone"),
    "measure.tone_negative.hint": (
        "Tỷ lệ theo tin gốc; tiêu cực nghĩa là bất lợi, không phải “vụ việc tiêu cực”.",
        "Share of stories; negative means unfavourable.",
    ),
    "measure.agreement": (
        "Đồng thuận trên báo chí: độ thống nhất sắc thái (A)",
        "Consensus in the press: agreement in tone (A)",
    ),
    "measure.agreement.hint": (
        "Từ −1 (chia về hai cực) qua 0 (phân tán đều) đến 1 (cùng một sắc thái); "
        "không phải mức đồng thuận trong nhân dân.",
        "From −1 (split between the extremes) over 0 (spread evenly) to 1 (one tone); "
        "not consensus among the people.",
    ),
    "measure.opposed_pairs": ("Tỷ lệ cặp trái chiều", "Opposed pairs"),
    "measure.opposed_pairs.hint": (
        "Xác suất hai tin gốc lấy ngẫu nhiên có một tích cực, một tiêu cực; trung tính không phải là "
        "bất đồng.",
        "Chance that of two stories drawn at random one is positive and one negative; neutral is not "
        "disagreement.",
    ),
    "measure.tastle_wierman": ("Chỉ số Tastle–Wierman (Cns)", "Tastle–Wierman index (Cns)"),
    "measure.tastle_wierman.hint": (
        "Đọc kèm A; giá trị 0 nghĩa là chia về hai cực, không phải “không đồng thuận”.",
        "Read beside A; its zero is the split between the extremes, not “no agreement”.",
    ),
    "measure.inflation_by_copying": ("Phần tăng do đăng lại", "Inflation by copying"),
    "measure.inflation_by_copying.hint": (
        "A tính theo lượt tin, bài trừ A tính theo tin gốc.",
        "A over items less A over stories.",
    ),
    "measure.gap_share": (
        "Phần thời gian thiếu dữ liệu thu thập",
        "Part of the time with a gap in collection",
    ),
    "measure.gap_share.hint": (
        "Số giờ theo dõi mà không lượt quét nào bao được, trên tổng số giờ theo dõi.",
        "Watched hours that no visit covers, of all watched hours.",
    ),
    "group.spread": ("Lan tỏa", "Spread"),
    "group.tone": ("Sắc thái theo tin gốc", "Tone, by story"),
    "group.consensus": (
        "Đồng thuận trên báo chí (không phải mức đồng thuận trong nhân dân)",
        "Consensus in the press (not consensus among the people)",
    ),
    "group.collection": ("Mức đầy đủ của dữ liệu", "Completeness of collection"),
    # Ways of counting, by the names that the measures carry
    "method.items counted": ("đếm lượt tin, bài", "items counted"),
    "method.stories counted": ("đếm tin gốc", "stories counted"),
    "method.sponsored and owned items counted": (
        "đếm bài tài trợ, quảng cáo và bài của đơn vị tổ chức",
        "sponsored and owned items counted",
    ),
    "method.outlets counted": ("đếm báo, đài", "outlets counted"),
    "method.covering / watched outlets": (
        "báo, đài có tin, bài / báo, đài được theo dõi",
        "covering / watched outlets",
    ),
    "method.items per story": ("lượt tin, bài / tin gốc", "items per story"),
    "method.hours not covered / watched, over outlets": (
        "giờ không thu thập được / giờ theo dõi, cộng các báo, đài",
        "hours not covered / watched, over outlets",
    ),
    "method.effective number of outlets, over items": (
        "số Hill của lượt tin, bài theo báo, đài",
        "Hill number of the items per outlet",
    ),
    "method.share of attention, over items": (
        "tỷ lệ theo lượt tin, bài, khoảng Wilson",
        "share of items, Wilson interval",
    ),
    "method.t50, over outlets": ("theo giờ đăng lần đầu của từng báo, đài", "first item of each outlet"),
    "method.tone share of stories, uncorrected": (
        "tỷ lệ theo tin gốc do máy gán nhãn, khoảng Wilson",
        "share of stories by machine label, Wilson interval",
    ),
    "method.agreement of stories": (
        "van der Eijk (2001) theo tin gốc, khoảng theo tỷ số hợp lý, gộp theo sự việc",
        "van der Eijk (2001) over stories, likelihood-ratio interval clustered by event",
    ),
    "method.opposed pairs of stories": ("cặp tin gốc khác nhau", "pairs of different stories"),
    "method.Tastle-Wierman consensus of stories": (
        "Tastle và Wierman (2007) theo tin gốc",
        "Tastle & Wierman (2007) over stories",
    ),
    "method.inflation by copying, over items": (
        "A theo lượt tin, bài trừ A theo tin gốc",
        "A of items less A of stories",
    ),
    # Intervals
    "interval.between": ("trong khoảng {low} đến {high}", "between {low} and {high}"),
    "interval.open": (
        "từ {low} trở lên (giới hạn trên chưa biết)",
        "{low} or more (upper limit not known)",
    ),
    "basis": ("n = {count}", "n = {count}"),
    "time.at": ("{clock} ngày {day}", "{day}, {clock}"),
    "period.between": ("từ {from_date} đến {to_date}", "{from_date} to {to_date}"),
}

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
    "inflation_by_copying": "item",
    "gap_share": "outlet",
}

# Short texts under other names: rejected entries by their reason.
_REJECTIONS = {
    "duplicate": "trùng với tin đã có",
    "foreign host": "địa chỉ ngoài danh mục báo, đài",
    "future date": "ngày đăng ở tương lai",
    "impossible date": "ngày đăng không thể có",
    "no date": "không có ngày đăng",
    "too large": "quá lớn",
    "too slow": "quá chậm",
    "not html": "không phải trang HTML",
    "challenge page": "trang chặn truy cập tự động",
    "no body": "không có nội dung bài",
    "no title": "không có tít",
    "list page": "trang danh sách, không phải bài",
    "robots": "robots.txt không cho phép",
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
    words = _TERMS[key][LANGUAGES.index(lang)]
    return words.format(**values) if values or "{" in words else words


def count(number: float, noun: str, lang: Lang) -> str:
    """Give a number with its noun: "1 story", "3 stories", "3 tin gốc".

    Args:
        number: How many.
        noun: item, story, event, outlet, hour, day, scan or message.
        lang: "vi" or "en".
    """
    forms = text(f"noun.{noun}", lang).split("|")
    decimals = 0 if float(number).is_integer() else 1
    return f"{decimal(number, lang, decimals)}{_NBSP}{forms[0] if number == 1 else forms[-1]}"


def decimal(number: float, lang: Lang, decimals: int = 0) -> str:
    """Give a number as the language writes it: 1.234,5 or 1,234.5, with a true minus sign."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(round(number, decimals) + 0.0, format=pattern, locale=lang)
    return written.replace("-", "\u2212")


def percent(share: float, lang: Lang) -> str:
    """Give a share (0 to 1) in percent: one decimal below 10 %, else none; 0 and 1 stay whole."""
    hundred = share * 100
    decimals = 1 if 0 < abs(hundred) < 9.95 else 0
    return decimal(hundred, lang, decimals) + (f"{_NBSP}%" if lang == "vi" else "%")


def value(number: float, unit: str, lang: Lang) -> str:
    """Give the value of a measure by its unit (share, index, hours, items, stories, outlets)."""
    if unit == "share":
        return percent(number, lang)
    if unit == "index":
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
    return text("interval.between", lang, low=value(low, unit, lang), high=value(high, unit, lang))


def basis(name: str, n: int, lang: Lang) -> str:
    """Give what a measure rests on: "n = 24 tin gốc".

    Args:
        name: Name of the measure, a key of `warehouse.counting.UNITS`.
        n: Its n.
        lang: "vi" or "en".
    """
    return text("basis", lang, count=count(n, _NOUNS_OF_N.get(name, "story"), lang))


def day(when: date, lang: Lang) -> str:
    """Give a day: 24/01/2026 or 24 Jan 2026."""
    return format_date(when, "dd/MM/y" if lang == "vi" else "d MMM y", locale=lang)


def time(when: datetime, lang: Lang) -> str:
    """Give an instant in Vietnam time: "05:30 ngày 24/01/2026" or "24 Jan 2026, 05:30".

    Args:
        when: An aware time.
        lang: "vi" or "en".
    """
    local = when.astimezone(VIETNAM)
    return text("time.at", lang, clock=f"{local:%H:%M}", day=day(local.date(), lang))


def period(from_date: date, to_date: date, lang: Lang) -> str:
    """Give a span of days in words; one day alone stands by itself."""
    if from_date == to_date:
        return day(from_date, lang)
    return text("period.between", lang, from_date=day(from_date, lang), to_date=day(to_date, lang))


def enumeration(parts: Sequence[str], lang: Lang, separator: str = ", ") -> str:
    """Join names with "và" or "and" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    joint = " và " if lang == "vi" else " and "
    return separator.join(parts[:-1]) + joint + parts[-1]


_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries


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
    return text(key, lang) if key in _TERMS else name


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
        return english
    for pattern, write in _REASONS:
        found = pattern.fullmatch(english)
        if found:
            return write(found)
    return _untranslated(english)


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
    sentence = f"{found[1]}{_NBSP}% số giờ theo dõi thiếu dữ liệu thu thập"
    if found[2] is not None:
        sentence += f": mỗi lượt quét chỉ có {found[2]} tin mới nhất"
        sentence += f", thiếu {found[3]} ngày quét" if found[3] != "0" else ""
    return sentence


def _by_coders(found: re.Match[str]) -> str:
    return f"độ nhất trí giữa những người gán nhãn: {reason(found[1], 'vi')}"


_REASONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), write)
    for pattern, write in (
        (r"nothing was watched", _fixed("chưa theo dõi báo, đài nào trong thời gian này")),
        (r"nothing to divide by", _fixed("không có số liệu để chia")),
        (
            r"collection of this period was not observed",
            _fixed("không có bằng chứng về việc thu thập trong thời gian này"),
        ),
        (
            r"(\d+)% of the watched hours are gaps in collection"
            r"(?:: scans are capped at (\d+) entries, (\d+) scan days are missing)?",
            _gaps,
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
        (r"no items", _fixed("không có tin, bài")),
        (r"no items of the watched outlets", _fixed("không có tin, bài nào của các báo, đài được theo dõi")),
        (r"no stories with a tone", _fixed("không có tin gốc nào nhận diện được sắc thái")),
        (r"no outlet covered", _fixed("không báo, đài nào có tin, bài")),
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
        (r"feed shorter than the time between visits", lambda _: text("gap.feed", "vi")),
        (r"no scan on this day", lambda _: text("gap.no_scan", "vi")),
        (r"capped scan", lambda _: text("gap.capped", "vi")),
    )
)
