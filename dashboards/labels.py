"""Words that only the dashboard needs: its controls and the titles of its charts; terms are in `words`."""

from dashboards.chart_labels import CHART_LABELS
from dashboards.deciding_labels import DECIDING_LABELS
from dashboards.health_labels import HEALTH_LABELS
from dashboards.method_labels import METHOD_LABELS
from dashboards.words import LANGUAGES, Lang

# key: (Vietnamese, English)
_LABELS: dict[str, tuple[str, str]] = {
    "snapshot": ("Công bố lúc {time}, {ago}", "Published {time}, {ago}"),
    "trouble": ("Không hiển thị được trang này", "This page can’t be shown"),
    "unknown_address": (
        "Địa chỉ này nêu một trang, đợt truyền thông hoặc giai đoạn không có. Hãy chọn ở trên.",
        "This address names a page, campaign or phase that does not exist. Choose one above.",
    ),
    "unknown_day": (
        "Ngày trong địa chỉ không đọc được, hoặc ngày cuối đứng trước ngày đầu. Hãy viết như 09/03/2026.",
        "A day in this address can’t be read, or the last comes before the first. Write it as 2026-03-09.",
    ),
    "narrow": ("Bộ lọc", "Filters"),
    "narrow.from_date": ("Từ ngày", "From"),
    "narrow.to_date": ("Đến ngày", "To"),
    "narrow.day_form": ("ngày/tháng/năm", "year-month-day"),
    "narrow.workstream": ("Mảng công việc", "Workstream"),
    "narrow.activity": ("Hoạt động", "Activity"),
    "narrow.outlet_kind": ("Loại hình báo, đài", "Kind of outlet"),
    "narrow.level": ("Cấp của cơ quan chủ quản", "Level of governing body"),
    "narrow.province": ("Tỉnh, thành được nói đến", "Province reported on"),
    "narrow.message": ("Thông điệp", "Message"),
    "narrow.tone": ("Sắc thái của tin gốc", "Tone of the story"),
    "narrow.any": ("Tất cả", "All"),
    "narrow.apply": ("Áp dụng", "Apply"),
    "narrow.remove": ("Bỏ điều kiện này", "Take this away"),
    "narrow.none": ("Bỏ tất cả điều kiện", "Take all away"),
    "narrow.less": ("Hãy bỏ bớt điều kiện ở trên.", "Take some of the conditions above away."),
    "consensus.segments": ("Đồng thuận theo từng phần", "Consensus by part"),
    "narrow.of_the_whole": (
        "Phần này chỉ tính cho cả đợt hoặc từng giai đoạn. Hãy bỏ các điều kiện của bộ lọc để xem.",
        "This part is known of the whole campaign and its phases only. Take the filters away to see it.",
    ),
    "narrow.whole": (
        "Phần này luôn tính cho cả đợt truyền thông; giai đoạn và bộ lọc đang chọn không áp dụng.",
        "This part is always of the whole campaign; the phase and filters chosen do not apply.",
    ),
    "narrow.whole.alerts": (
        "Cảnh báo luôn tính cho cả đợt truyền thông.",
        "Alerts are always of the whole campaign.",
    ),
    "login.title": ("Đăng nhập", "Log in"),
    "login.name": ("Tên người dùng", "User name"),
    "login.password": ("Mật khẩu", "Password"),
    "login.enter": ("Đăng nhập", "Log in"),
    "login.wrong": ("Tên hoặc mật khẩu không đúng.", "Name or password is not right."),
    "login.wait": (
        "Sai mật khẩu quá nhiều lần. Hãy thử lại sau 15 phút.",
        "Too many wrong passwords. Try again in 15 minutes.",
    ),
    "logout": ("Đăng xuất", "Log out"),
    "pages": ("Trang", "Pages"),
    "page.overview": ("Tổng quan", "Overview"),
    "page.spread": ("Lan tỏa", "Spread"),
    "page.consensus": ("Đồng thuận trên báo chí", "Consensus in the press"),
    "page.messages": ("Thông điệp", "Messages"),
    "page.stories": ("Tin gốc", "Stories"),
    "page.alerts": ("Cảnh báo", "Alerts"),
    "page.outlets": ("Báo, đài", "Outlets"),
    "page.plan": ("Hoạt động và nhiệm vụ", "Activities and tasks"),
    "page.method": ("Phương pháp", "Method"),
    "search": ("Tìm trong tít, báo, đài", "Search headlines and outlets"),
    "stories.more": (
        "Có {found}; bảng hiện {shown} tin gốc mới nhất. Hãy tìm hoặc lọc để xem tin cũ hơn; tệp xuất có đủ.",
        "There are {found}; the newest {shown} are listed. Search or filter for others; the files have all.",
    ),
    "apart.more": (
        "Có {found}; bảng hiện {shown} bài mới nhất; tệp Excel của trang có đủ.",
        "There are {found}; the newest {shown} are listed; the page’s Excel file has all.",
    ),
    "stories.of_outlet": (
        "Chỉ các tin gốc có bản đăng tại: {outlet}.",
        "Only stories that this outlet ran: {outlet}.",
    ),
    "stories.person": (
        "Chỉ có tên người: lantoa theo dõi tin, bài về hoạt động, không theo dõi cá nhân. Hãy tìm việc được "
        "làm, cơ quan hoặc sự việc.",
        "Only a person's name: lantoa watches the coverage of activities, not persons. Search for what is "
        "done, the office or the event.",
    ),
    "stories.of_all": ("Xem mọi báo, đài", "Show all outlets"),
    "stories.within": (
        "Bộ lọc có {stories}, {items}. Số lượt tin, bài và số báo, đài ở mỗi dòng là của cả nhóm (tin gốc và "
        "các bản đăng lại), kể cả bản nằm ngoài bộ lọc.",
        "The filter holds {stories}, {items}. Items and outlets of each row are those of the whole story "
        "with its copies, those outside the filter too.",
    ),
    "stories.none": ("Không có tin gốc nào khớp.", "No story matches."),
    "choose_story": (
        "Chọn một tin gốc trong bảng (bấm, hoặc dùng phím mũi tên rồi phím cách) để xem các bản đăng.",
        "Choose a story in the table (click, or arrow keys and the space bar) to see its versions.",
    ),
    "family.later": ("sau bản đầu {hours} giờ", "{hours} hours after the first"),
    "family.shared": ("phần chung với bản đầu: {share}", "shared with the first: {share}"),
    "family.headline": ("Tít so với bản đầu", "Headline against the first"),
    "family.missing": ("Không có trong bản này", "Not in this version"),
    "family.added": ("Chỉ có trong bản này", "Only in this version"),
    "family.basis": (
        "Phần chung: tỷ lệ cụm năm âm tiết của bản này có trong bản đầu, hoặc ngược lại, lấy số lớn hơn. "
        "Thông điệp chỉ so được giữa các bản thu thập đủ toàn văn.",
        "Shared: the part of this version’s runs of five syllables that the first has, or the other way "
        "round, whichever is more. Messages are compared only between versions collected in full.",
    ),
    "family.address": ("Địa chỉ riêng của tin gốc này", "This story’s own address"),
    "no_link": ("địa chỉ không mở được", "address can’t be opened"),
    "interval": ("Khoảng tin cậy 95\u00a0%: {between}", "95% interval: {between}"),
    "field.value": ("Giá trị", "Value"),
    "field.basis": ("Cơ sở tính", "Basis"),
    "field.status": ("Tình trạng", "Status"),
    "timeline.peak": ("Cao nhất trong ngày: {most}, {day}", "Most in a day: {most}, {day}"),
    "timeline.withheld": (
        "Chưa thể nói về xu hướng số lượng do thiếu dữ liệu thu thập",
        "No trend in volume can be told: collection has gaps",
    ),
    "phases.numbered": ("Giai đoạn: {listed}.", "Phases: {listed}."),
    "timeline.basis": (
        "Hai đơn vị, hai trục riêng; ngày theo giờ Việt Nam; n = {items}.",
        "Two units, each with an axis of its own; days are Vietnam days; n = {items}.",
    ),
    "timeline.weeks": (
        "Thời gian xem dài hơn hai năm nên mỗi cột là một tuần (thứ Hai đến Chủ nhật; tuần đầu và tuần cuối "
        "có thể không đủ bảy ngày), một tin gốc có thể tính ở nhiều tuần; tuần gạch chéo có ngày thiếu dữ "
        "liệu thu thập hoặc chưa được theo dõi; bảng số liệu và tệp CSV có từng ngày.",
        "More than two years are shown, so each bar is a week (Monday to Sunday; the first and the last may "
        "have fewer than seven days), and a story can count in several weeks; a hatched week has days with a "
        "gap in collection or not yet watched; the table and the CSV file are by day.",
    ),
    "timeline.weeks.items": ("Lượt tin, bài mỗi tuần", "Items a week"),
    "timeline.weeks.stories": ("Tin gốc mỗi tuần", "Stories a week"),
    "timeline.weeks.missing": ("{label}: {missing} trong {all} ngày", "{label}: {missing} of {all} days"),
    "timeline.missing": ("{label}: {missing} trong {all} báo, đài", "{label}: {missing} of {all} outlets"),
    "reach.title": (
        "{outlets} có tin, bài trong phần đã thu thập",
        "Coverage was collected at {outlets}",
    ),
    "reach.basis": (
        "Tích lũy theo ngày Việt Nam, mỗi đơn vị một trục; n = {stories}.",
        "Cumulative by Vietnam day, an axis for each unit; n = {stories}.",
    ),
    "reach.weeks": (
        "Thời gian xem dài hơn hai năm nên vẽ đến cuối mỗi tuần; bảng số liệu và tệp CSV có từng ngày.",
        "More than two years are shown, so the state at the end of each week is drawn; the table and the CSV "
        "file are by day.",
    ),
    "tones.majority": (
        "Hơn nửa số tin gốc có sắc thái {tone}, theo nhãn máy",
        "More than half of the stories are {tone}, by machine label",
    ),
    "tones.none": (
        "Chưa sắc thái nào chắc chắn chiếm hơn nửa số tin gốc, theo nhãn máy",
        "No tone is surely that of more than half of the stories, by machine label",
    ),
    "tones.basis": (
        "Tỷ lệ theo tin gốc với khoảng tin cậy 95\u00a0%; {n}; {status}.",
        "Share of stories with 95% intervals; {n}; {status}.",
    ),
    "tones.description": (
        "{shares}. Cột là tỷ lệ, vạch ngang là khoảng tin cậy 95\u00a0%.",
        "{shares}. The bar is the share, the line its 95% interval.",
    ),
    "messages.title": (
        "{carried} trong số {all} có mặt trong tin, bài đã thu thập",
        "{carried} of {all} came through in the coverage collected",
    ),
    "messages.basis": (
        "Số tin gốc có thông điệp, nguyên văn hoặc có vài tiếng xen giữa các từ, trên tất cả tin gốc; "
        "n = {stories}.",
        "Stories with the message, word for word or with a few syllables between its words, of all stories; "
        "n = {stories}.",
    ),
    **CHART_LABELS,
    **DECIDING_LABELS,
    **HEALTH_LABELS,
    **METHOD_LABELS,
}


def label(key: str, lang: Lang, **values: str) -> str:
    """Give a label.

    Args:
        key: Its name, such as "search".
        lang: "vi" or "en".
        **values: What fills its braces, already formatted.

    Raises:
        KeyError: There is no such label, or a value for its braces is missing.
    """
    return _LABELS[key][LANGUAGES.index(lang)].format(**values)
