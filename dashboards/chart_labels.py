"""Words of the charts: their titles, what stands around them, and how each is computed."""

# key: (Vietnamese, English)
CHART_LABELS: dict[str, tuple[str, str]] = {
    # What stands around a chart
    "chart.table": ("Bảng số liệu", "Table"),
    "chart.table.of": ("Bảng số liệu: {title}", "Table: {title}"),
    "chart.csv": ("Tải CSV", "Download CSV"),
    "chart.png": ("Tải ảnh PNG", "Download PNG"),
    "chart.svg": ("Tải ảnh SVG", "Download SVG"),
    "chart.how": ("Cách tính", "How is this computed?"),
    "chart.how.all": ("Cách tính từng biểu đồ", "How each chart is computed"),
    "chart.rows": (
        "Bấm vào biểu đồ, hoặc mở bảng số liệu, để xem các tin gốc.",
        "Click the chart, or open its table, to see the stories.",
    ),
    "chart.gaps": (
        "Thiếu dữ liệu thu thập: {share} số tin, bài dự kiến.",
        "Gaps in collection: {share} of the expected items.",
    ),
    "chart.gaps.none": (
        "Trong thời gian theo dõi, không phát hiện phần thiếu dữ liệu thu thập.",
        "No gap in collection was found in the time watched.",
    ),
    "chart.gaps.unknown": (
        "Chưa rõ dữ liệu thu thập có đầy đủ hay không.",
        "How complete collection is can’t be said.",
    ),
    "export.page": ("Tải trang này (Excel)", "Download this page (Excel)"),
    "export.address": ("Địa chỉ của trang", "Address of the page"),
    # Columns and names of the tables below the charts
    "column.day": ("Ngày", "Day"),
    "column.share": ("Tỷ lệ", "Share"),
    "column.low": ("Khoảng tin cậy 95 %: từ", "95% interval: from"),
    "column.high": ("Khoảng tin cậy 95 %: đến", "95% interval: to"),
    "column.n": ("n", "n"),
    "column.n_stories": ("n (tin gốc)", "n (stories)"),
    "column.gaps": ("Báo, đài thiếu dữ liệu", "Outlets with a gap"),
    "column.watched": ("Báo, đài được theo dõi", "Outlets watched"),
    "column.base": ("Công chúng", "Population"),
    "column.unit": ("Đơn vị", "Unit"),
    "column.finding": ("Nội dung", "Subject"),
    "column.text": ("Nhận xét", "Finding"),
    "column.about": ("Khác nhau về", "Differ in"),
    "column.side": ("Phía", "Side"),
    "column.link": ("Địa chỉ", "Address"),
    "column.placement": ("Loại bài", "Placement"),
    "column.covered_hours": ("Giờ thu thập", "Hours covered"),
    "column.watched_hours": ("Giờ theo dõi", "Hours watched"),
    "column.state": ("Trạng thái", "State"),
    "column.says": ("Lý do", "Reason"),
    "sheet.timeline": ("Theo ngày", "By day"),
    "sheet.reach": ("Độ phủ tích lũy", "Cumulative reach"),
    "sheet.tones": ("Sắc thái", "Tone"),
    "sheet.messages": ("Thông điệp", "Messages"),
    "sheet.findings": ("Những điểm chính", "Findings"),
    "sheet.measures": ("Các chỉ số", "Measures"),
    "sheet.outlets": ("Báo, đài có tin, bài", "Outlets that covered"),
    "sheet.collection": ("Thu thập dữ liệu", "Collection"),
    "sheet.rejected": ("Mục không nhận", "Entries not accepted"),
    "sheet.stories": ("Tin gốc", "Stories"),
    "sheet.apart": ("Tài trợ và của đơn vị tổ chức", "Sponsored and owned"),
    "sheet.alerts": ("Cảnh báo", "Alerts"),
    "sheet.rules": ("Quy tắc cảnh báo", "Rules of alerts"),
    "sheet.net_reach": ("Công chúng tiếp cận", "Net reach"),
    "sheet.segments": ("Đồng thuận theo phần", "Consensus by part"),
    "sheet.differing": ("Tin gốc khác nhau", "Stories that differ"),
    "sheet.campaign_tone": ("Sắc thái với đợt (thử)", "Campaign tone (trial)"),
    "sheet.offices": ("Phát biểu theo cơ quan", "Statements by office"),
    # How each chart is computed
    "how.timeline": (
        "Đếm theo ngày đăng, giờ Việt Nam. Lượt tin, bài: mỗi lần một báo, đài đăng, các bản của cùng "
        "một tin gốc tại một báo trong 24 giờ tính một lượt. Tin gốc: văn bản độc lập có ít nhất một bản"
        " đăng trong ngày, nên một tin gốc có thể tính ở nhiều ngày. Ngày gạch chéo: hơn một phần mười "
        "số báo, đài thiếu dữ liệu thu thập hoặc chưa được theo dõi, xác định từ chính việc thu thập, "
        "không từ số lượng thấp. Bài tài trợ và bài của đơn vị tổ chức không được tính.",
        "Counted by day of publication, Vietnam time. Item: one publication at one outlet; versions of "
        "one story at one outlet within 24 hours count once. Story: an independent text with at least "
        "one version that day, so that a story can count on several days. Hatched: more than a tenth of "
        "the outlets had a gap in collection or were not yet watched, decided from evidence of "
        "collection, never from a low count. Sponsored and owned items are left out.",
    ),
    "how.reach": (
        "Cộng dồn theo ngày: báo, đài đã có ít nhất một tin, bài, và tin gốc đã đăng; báo, đài đã tính "
        "thì không tính lại. Nơi biết công chúng của báo, đài, phần công chúng tiếp cận nằm giữa công "
        "chúng lớn nhất của một báo, đài và tổng của tất cả (không quá 100 %); giới hạn trên để mở khi "
        "chưa biết công chúng của một báo, đài hoặc thiếu dữ liệu thu thập.",
        "Cumulated by day: outlets with at least one item, and stories; an outlet already counted adds "
        "nothing. Where audiences are known, net reach lies between the largest audience of one outlet "
        "and the sum of all, 100% at most; its upper limit is open where an audience is not known or "
        "collection has gaps.",
    ),
    "how.tones": (
        "Mỗi tin gốc tính một lần, theo sắc thái của bản đầu tiên thu thập được. Khi có mẫu gán nhãn thủ"
        " công của kỳ, tỷ lệ được hiệu chỉnh bằng mẫu ấy (PPI++); chưa có thì là nhãn do máy gán, ghi rõ"
        " “chưa hiệu chỉnh”. Khoảng tin cậy 95 % theo Wilson (1927).",
        "Each story counts once, with the tone of the first version collected. With a hand-coded sample "
        "of the period the shares are corrected by it (PPI++); without one they are machine labels, "
        "marked “uncorrected”. 95% intervals by Wilson (1927).",
    ),
    "how.messages": (
        "Số tin gốc mà ít nhất một bản đăng có một cụm từ của thông điệp trong tệp của đợt truyền thông,"
        " nguyên văn hoặc có vài tiếng xen giữa; cách diễn đạt khác không được tính.",
        "Stories of which at least one version has a phrase of the message as the campaign’s file gives "
        "it, word for word or with a few syllables between; other wordings are not counted.",
    ),
}

HOW = tuple(key.removeprefix("how.") for key in CHART_LABELS if key.startswith("how."))
"""Names of the charts whose computing is told, in the order of Method."""
