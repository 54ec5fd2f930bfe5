"""Words of the press digest alone; the terms of all screens are in `dashboards.words`."""

from datetime import date, datetime

from babel.dates import format_date

from dashboards import words
from dashboards.words import LANGUAGES, Lang

BLANK = "…" * 10
"""What is to be filled in by hand."""

# key: (Vietnamese, English)
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("ĐIỂM BÁO", "PRESS DIGEST"),
    "number": ("Số: {number}", "No. {number}"),
    "dated": ("{place}, ngày {day:02d} tháng {month} năm {year}", "{place}, {written}"),
    "covers": (
        "Tin, bài đăng từ {from_at} đến trước {to_at}",
        "Published from {from_at} until before {to_at}",
    ),
    "days_off": ("gồm cả ngày nghỉ: {days}", "with days off: {days}"),
    "known_at": (
        "Theo những gì đã thu thập đến {known_at}; lần thu thập gần nhất: {collected_at}.",
        "By what had been collected at {known_at}; last visit: {collected_at}.",
    ),
    "never_collected": ("chưa có", "none"),
    "first_part": ("Phần một: Tổng hợp", "Part one: Summary"),
    "figures": ("Số liệu chính", "Key figures"),
    "figures.this": ("Số này", "This issue"),
    "figures.before": ("Số ra {weekday} tuần trước ({day})", "Issue of {weekday} last week ({day})"),
    "figures.items": ("Lượt tin, bài", "Items"),
    "figures.stories": ("Tin gốc có bản đăng trong kỳ", "Stories with an item in the period"),
    "figures.new": ("Trong đó tin gốc mới", "Of these new ones"),
    "figures.outlets": ("Báo, đài có tin, bài", "Outlets with coverage"),
    "figures.tone": ("Tin gốc mới có sắc thái {tone}", "New stories of {tone} tone"),
    "figures.tone.unknown": ("Tin gốc mới chưa xác định sắc thái", "New stories without a tone"),
    "figures.share": ("{count}: {share} ({interval})", "{count}: {share} ({interval})"),
    "figures.thin": (
        "Tỷ lệ sắc thái: chưa đủ dữ liệu để kết luận (cần ít nhất {least} tin gốc mới).",
        "Shares of tone: not estimable (at least {least} new stories are needed).",
    ),
    "figures.basis": (
        "Sắc thái do máy gán nhãn, chưa hiệu chỉnh bằng mẫu gán nhãn thủ công, tính theo tin gốc; khoảng tin "
        "cậy 95\u00a0%. {hint}",
        "Tones are machine labels, not corrected with a hand-coded sample, of stories; 95% intervals. {hint}",
    ),
    "figures.same_hour": (
        "Số tuần trước là số liệu biết đến cùng giờ khi đó; con số đặt cạnh nhau để tham khảo, chưa kiểm "
        "định chênh lệch.",
        "Last week’s figures are as known at the same hour then; they stand side by side, untested.",
    ),
    "figures.missing": ("thiếu dữ liệu thu thập", "not collected"),
    "figures.partial": (
        "Số đếm chỉ là phần đã thu thập: {reason}.",
        "Counts are of what was collected: {reason}.",
    ),
    "compared.holiday": (
        "Không so với tuần trước: số cùng thứ không có hoặc gộp số ngày khác, do ngày nghỉ.",
        "Not compared with last week: days off left no issue of that weekday, or one of another length.",
    ),
    "compared.unknown": (
        "Không so với tuần trước: vào giờ này tuần trước chưa có dữ liệu về đợt truyền thông này; phần thu "
        "thập bù về sau không dùng để so.",
        "Not compared with last week: at this hour a week ago nothing was known of the campaign yet; what "
        "was collected since is not used to compare.",
    ),
    "compared.gaps": (
        "Không so với tuần trước: số tuần trước {reason}.",
        "Not compared with last week: of last week’s issue, {reason}.",
    ),
    "compared.gaps_now": (
        "Không so với tuần trước: số này {reason}.",
        "Not compared with last week: of this issue, {reason}.",
    ),
    "apart": (
        "Không tính {items} là bài tài trợ, quảng cáo hoặc của chính đơn vị tổ chức.",
        "Not counted: {items} sponsored or owned.",
    ),
    "older": (
        "Mới thu thập thêm {items} đăng trước kỳ của số trước; không đưa vào số này.",
        "Newly collected, but published before the last issue’s period: {items}, not listed.",
    ),
    "empty": (
        "Trong phần đã thu thập của kỳ này không có tin, bài nào về đợt truyền thông.",
        "What was collected of this period holds nothing on the campaign.",
    ),
    "notable": ("Tin gốc đáng chú ý", "Stories that matter"),
    "notable.rule": (
        "Chọn lần lượt theo số báo, đài đăng trong kỳ (không tính trang tin tổng hợp), số báo, đài trung "
        "ương, số thông điệp, rồi giờ đăng. Quy tắc này chọn tin, không xếp loại báo, đài.",
        "Chosen by outlets that ran it in the period (aggregators aside), then outlets of the central press, "
        "messages carried, and time. The rule chooses stories; it ranks no outlet.",
    ),
    "notable.none": (
        "Không có: trong kỳ chưa thu thập được tin, bài nào.",
        "None: nothing of the period was collected.",
    ),
    "why": ("Vì sao: {parts}.", "Why: {parts}."),
    "why.press": ("{outlets} đăng trong kỳ", "run by {outlets} in the period"),
    "why.one": ("mới một báo, đài đăng trong kỳ", "run by one outlet in the period"),
    "why.one_central": (
        "mới một báo, đài trung ương đăng trong kỳ",
        "run by one outlet of the central press in the period",
    ),
    "why.central": ("trong đó {central} báo, đài trung ương", "{central} of the central press"),
    "why.aggregators": ("ngoài ra {count} trang tin tổng hợp", "aggregators besides: {count}"),
    "why.messages": ("mang thông điệp {names}", "carries {names}"),
    "why.no_message": (
        "không mang thông điệp nào của đợt truyền thông",
        "carries no message of the campaign",
    ),
    "see": ("mục {number}", "entry {number}"),
    "critical.note": (
        "Tin gốc mới có sắc thái tiêu cực theo nhãn máy và tin về thông tin cần theo dõi; cần người đọc lại "
        "trước khi dùng.",
        "New stories of negative tone by machine label, and stories on watched claims; read them before use.",
    ),
    "critical.none": (
        "Trong phần đã thu thập không có tin gốc mới nào có sắc thái tiêu cực theo nhãn máy.",
        "What was collected holds no new story of negative tone by machine label.",
    ),
    "critical.fact": ("Vấn đề nêu: {extract}", "What it says: {extract}"),
    "claim": ("Thông tin cần theo dõi: {wording}.", "Watched claim: {wording}."),
    "claim.source": ("Nguồn chính thức", "Official source"),
    "claim.checked": ("kiểm tra ngày {day}", "checked on {day}"),
    "claim.off": ("ngoài tin, bài về đợt truyền thông", "not on the campaign itself"),
    "messages.carried": ("“{name}”: {count} trên {all}", "“{name}”: {count} of {all}"),
    "messages.none": ("Chưa thấy trong kỳ: {names}.", "Not found in the period: {names}."),
    "messages.nothing": ("Chưa thấy thông điệp nào trong kỳ.", "No message was found in the period."),
    "messages.undefined": (
        "Tệp đợt truyền thông chưa khai báo thông điệp.",
        "The campaign file has no message.",
    ),
    "alerts": ("Cảnh báo đang mở", "Open alerts"),
    "alerts.none": ("Không có cảnh báo nào đang mở.", "No alert is open."),
    "alerts.later": (
        "Không nêu {count} tính cả tin, bài đăng sau kỳ của số này.",
        "Left out, since they count what was published after this issue’s period: {count}.",
    ),
    "gaps": ("Thiếu dữ liệu thu thập", "Gaps in collection"),
    "gaps.share": (
        "Thiếu {share} số tin, bài dự kiến của {outlets} được theo dõi, tính theo các ngày của kỳ.",
        "On the days of the period {share} of the items expected of {outlets} watched are missing.",
    ),
    "gaps.none": (
        "Không thiếu dữ liệu ở {outlets} được theo dõi trong các ngày của kỳ.",
        "On the days of the period there is no gap at the {outlets} watched.",
    ),
    "gaps.unknown": (
        "Không có bằng chứng về việc thu thập trong kỳ: số đếm chỉ là phần đã có, không phải toàn bộ.",
        "Collection of this period was not observed: counts are of what is there, not of all.",
    ),
    "gaps.outlet": ("{name} ({days}): {reasons}", "{name} ({days}): {reasons}"),
    "gaps.not_collected": ("coi như không thu thập", "counts as not collected"),
    "gaps.suspect": (
        "Nghi thiếu (ít hơn hẳn mọi khi): {outlets}.",
        "Suspect (far fewer items than usual): {outlets}.",
    ),
    "midnight": ("Tin mới từ 0 giờ", "New since midnight"),
    "midnight.none": (
        "Từ 0 giờ đến giờ chốt chưa thu thập được tin, bài nào.",
        "Nothing was collected between midnight and closing time.",
    ),
    "midnight.again": ("đăng lại tin có từ {story_at}", "reprint of a story of {story_at}"),
    "second_part": ("Phần hai: Điểm tin theo chủ đề", "Part two: Entries by theme"),
    "theme.rest": ("Nội dung khác", "Other subjects"),
    "group.central": ("Báo, đài trung ương", "Central press"),
    "group.ministry": ("Báo, đài của bộ, ngành", "Press of ministries"),
    "group.local": ("Báo, đài địa phương", "Local press"),
    "group.aggregator": ("Trang tin tổng hợp", "Aggregators"),
    "group.foreign": ("Báo, đài nước ngoài", "Foreign press"),
    "group.other": ("Báo, đài chưa rõ cấp chủ quản", "Press whose level is not known"),
    "late.mark": ("của kỳ trước, thu thập sau giờ chốt", "of the last period, collected after it closed"),
    "late": ("Tin, bài kỳ trước, thu thập sau giờ chốt", "Of the last period, collected after it closed"),
    "late.note": (
        "Đăng trong kỳ của số trước nhưng sau giờ chốt mới thu thập được; không tính vào số liệu của số này.",
        "Published in the last issue’s period and collected only later; not in this issue’s figures.",
    ),
    "entry.of": (" ({body})", " ({body})"),
    "entry.carried": ("{outlets} đăng lại: {names}", "Run by {outlets} too: {names}"),
    "entry.alone": ("Chưa thấy báo, đài khác đăng lại trong kỳ", "No other outlet ran it in the period"),
    "entry.tone": ("Sắc thái: {tone}", "Tone: {tone}"),
    "entry.machine": ("nhãn máy", "machine label"),
    "entry.unsure": ("nhãn máy, chưa chắc chắn", "machine label, unsure"),
    "entry.corrected": ("đã sửa nhãn", "corrected"),
    "entry.messages": ("Thông điệp: {names}", "Messages: {names}"),
    "entry.also": ("Cũng thuộc: {names}", "Also on: {names}"),
    "entry.again": ("Tin có từ {story_at}", "First published {story_at}"),
    "cut": (
        "Thư này rút gọn: còn {count} mục nữa trong bản Word và Excel.",
        "This mail is cut: {count} more entries are in the Word and Excel files.",
    ),
    "cut.list": ("Còn {count} mục nữa, xem bản Word.", "{count} more, see the Word file."),
    "method": ("Cách lập", "How this was made"),
    "method.text": (
        "Mỗi mục là một tin gốc cùng các bản đăng lại trong kỳ; trích không quá {longest} ký tự. Trong mỗi "
        "nhóm, báo, đài xếp theo vần chữ cái rồi theo giờ đăng. Tin thuộc nhiều mảng công việc "
        "chỉ đứng một lần.",
        "An entry is a story with its copies of the period; extracts have at most {longest} characters. "
        "Within a group outlets stand in alphabetical order, then by time. A story on several workstreams "
        "stands once.",
    ),
    "approver": ("NGƯỜI DUYỆT", "APPROVED BY"),
    "signature": ("(Ký, ghi rõ họ tên)", "(Signature and name)"),
    # Workbook
    "sheet.figures": ("Số liệu chính", "Key figures"),
    "sheet.entries": ("Tin gốc", "Stories"),
    "sheet.items": ("Lượt tin, bài", "Items"),
    "sheet.alerts": ("Cảnh báo", "Alerts"),
    "sheet.gaps": ("Thiếu dữ liệu", "Gaps"),
    "sheet.messages": ("Thông điệp", "Messages"),
    "field.number": ("Mục", "Entry"),
    "field.part": ("Phần", "Part"),
    "field.theme": ("Chủ đề", "Theme"),
    "field.group": ("Nhóm báo, đài", "Kind of press"),
    "field.day": ("Ngày đăng", "Day"),
    "field.at": ("Giờ đăng", "Time"),
    "field.extract": ("Trích", "Extract"),
    "field.carriers": ("Số báo, đài đăng lại", "Other outlets"),
    "field.names": ("Báo, đài đăng lại", "Names of other outlets"),
    "field.new": ("Tin gốc mới", "New story"),
    "field.why": ("Vì sao đáng chú ý", "Why it matters"),
    "field.share": ("Tỷ lệ", "Share"),
    "field.interval.low": ("Khoảng tin cậy: từ", "Interval: from"),
    "field.interval.high": ("Khoảng tin cậy: đến", "Interval: to"),
    "field.note": ("Ghi chú", "Note"),
    "field.address": ("Địa chỉ", "Address"),
    "field.value": ("Số này", "This issue"),
    "field.before": ("Số cùng thứ tuần trước", "Same weekday last week"),
    "field.messages": ("Thông điệp", "Messages"),
    "field.stories": ("Số tin gốc", "Stories"),
    "field.status": ("Tình trạng", "Status"),
    "field.reasons": ("Lý do", "Reasons"),
    "yes": ("có", "yes"),
    "part.current": ("trong kỳ", "this period"),
    "part.late": ("kỳ trước", "last period"),
}


def text(key: str, lang: Lang, **values: object) -> str:
    """Give a text of the digest; arguments and errors are those of `dashboards.words.text`."""
    return _WORDS[key][LANGUAGES.index(lang)].format(**values)


def weekday(day: date, lang: Lang) -> str:
    """Give the day of the week: "Thứ Hai" or "Monday"."""
    return format_date(day, "EEEE", locale=lang)


def dated(place: str | None, day: date, lang: Lang) -> str:
    """Give place and day as offices write them: days under ten and the first two months have a nought."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    written = format_date(day, "d MMMM y", locale="en")
    return text("dated", lang, place=place or BLANK, day=day.day, month=month, year=day.year, written=written)


def when(at: datetime, lang: Lang, *, has_time: bool) -> str:
    """Give an instant in Vietnam time, or its day alone."""
    return words.time(at, lang) if has_time else words.day(at.astimezone(words.VIETNAM).date(), lang)
