"""Words of the charts: their titles, what stands around them, and how each is computed."""

# key: (Vietnamese, English)
CHART_LABELS: dict[str, tuple[str, str]] = {
    # What stands around a chart
    "chart.table": ("Bảng số liệu", "Table"),
    "chart.table.of": ("Bảng số liệu: {title}", "Table: {title}"),
    "chart.table.last": (
        "Bảng có {listed} hàng cuối trong {all} hàng; tệp CSV có tất cả.",
        "The last {listed} of {all} rows; the CSV file has all.",
    ),
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
    "export.snapshot": ("Bản số liệu", "Snapshot"),
    "export.address": ("Địa chỉ của trang", "Address of the page"),
    # The overview
    "spark": (
        "{span}: nhiều nhất {most} một ngày, ngày cuối {last}; {missing} thiếu dữ liệu hoặc "
        "chưa được theo dõi",
        "{span}: at most {most} a day, {last} on the last; {missing} with a gap or not yet watched",
    ),
    "spark.unseen": (
        "{span}: ngày nào cũng thiếu dữ liệu hoặc chưa được theo dõi",
        "{span}: every day has a gap or was not yet watched",
    ),
    "spark.more": ("Xem từng ngày", "Day by day"),
    "comparison.told": (
        "{measure}, {sides}: {value} ({interval}); {said} (p đã chỉnh {p}).",
        "{measure}, {sides}: {value} ({interval}); {said} (adjusted p {p}).",
    ),
    "comparison.differs": ("hai bên khác nhau rõ", "the two differ"),
    "comparison.open": ("chưa đủ căn cứ để nói hai bên khác nhau", "no difference can be told"),
    "comparison.refused": (
        "{measure}, {sides}: {status}: {reason}.",
        "{measure}, {sides}: {status}: {reason}.",
    ),
    "open_alerts": ("Cảnh báo chưa kết thúc", "Open alerts"),
    "open_alerts.none": ("Không có cảnh báo nào chưa kết thúc.", "No alert is open."),
    "open_alerts.all": ("Mở trang Cảnh báo", "Go to Alerts"),
    # Columns and names of the tables below the charts
    "column.day": ("Ngày", "Day"),
    "column.share": ("Tỷ lệ", "Share"),
    "column.low": ("Khoảng tin cậy 95\u00a0%: từ", "95% interval: from"),
    "column.high": ("Khoảng tin cậy 95\u00a0%: đến", "95% interval: to"),
    "column.n": ("n", "n"),
    "column.counted": ("n đếm", "n counts"),
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
        "Đếm theo ngày đăng, giờ Việt Nam; thời gian xem dài hơn hai năm thì biểu đồ đếm theo tuần (thứ Hai "
        "đến Chủ nhật), bảng số liệu vẫn có từng ngày. Lượt tin, bài: mỗi lần một báo, đài đăng, các bản "
        "của cùng một tin gốc tại một báo trong 24 giờ tính một lượt. Tin gốc: văn bản độc lập có ít nhất "
        "một bản đăng trong ngày hoặc tuần ấy, nên một tin gốc có thể tính ở nhiều ngày, nhiều tuần. Ngày "
        "gạch chéo: hơn một phần mười số báo, đài thiếu dữ liệu thu thập hoặc chưa được theo dõi, xác định "
        "từ chính việc thu thập, không từ số lượng thấp; tuần gạch chéo: có ngày như vậy. Bài tài trợ và "
        "bài của đơn vị tổ chức không được tính.",
        "Counted by day of publication, Vietnam time; over more than two years the chart counts by week "
        "(Monday to Sunday), while the table still has each day. Item: one publication at one outlet; "
        "versions of one story at one outlet within 24 hours count once. Story: an independent text with "
        "at least one version on that day or in that week, so that a story can count on several days and "
        "in several weeks. Hatched day: more than a tenth of the outlets had a gap in collection or were "
        "not yet watched, decided from evidence of collection, never from a low count; hatched week: it "
        "has such a day. Sponsored and owned items are left out.",
    ),
    "how.reach": (
        "Cộng dồn theo ngày: báo, đài đã có ít nhất một tin, bài, và tin gốc đã đăng; báo, đài đã tính "
        "thì không tính lại; thời gian xem dài hơn hai năm thì biểu đồ vẽ đến cuối mỗi tuần. Nơi biết công "
        "chúng của báo, đài, phần công chúng tiếp cận nằm giữa công chúng lớn nhất của một báo, đài và tổng "
        "của tất cả (không quá 100\u00a0%); giới hạn trên để mở khi chưa biết công chúng của một báo, đài "
        "hoặc thiếu dữ liệu thu thập.",
        "Cumulated by day: outlets with at least one item, and stories; an outlet already counted adds "
        "nothing; over more than two years the chart has the state at the end of each week. Where audiences "
        "are known, net reach lies between the largest audience of one outlet and the sum of all, 100% at "
        "most; its upper limit is open where an audience is not known or collection has gaps.",
    ),
    "how.tones": (
        "Mỗi tin gốc tính một lần, theo sắc thái của bài ở nơi viết ra nó; chưa thu thập được bài ấy thì theo"
        " bản đầy đủ đầu tiên. Khi có mẫu gán nhãn thủ công của kỳ, tỷ lệ được hiệu chỉnh bằng mẫu ấy"
        " (PPI++); chưa có thì là nhãn do máy gán, ghi rõ “chưa hiệu chỉnh”. Khoảng tin cậy 95\u00a0% theo"
        " Wilson (1927).",
        "Each story counts once, with the tone of the item of the outlet that wrote it, or of the earliest "
        "full version where that was not collected. With a hand-coded sample of the period the shares are "
        "corrected by it (PPI++); without one they are machine labels, marked “uncorrected”. 95% intervals "
        "by Wilson (1927).",
    ),
    "how.messages": (
        "Số tin gốc mà ít nhất một bản đăng có một cụm từ của thông điệp trong tệp của đợt truyền thông,"
        " nguyên văn hoặc có vài tiếng xen giữa; cách diễn đạt khác không được tính.",
        "Stories of which at least one version has a phrase of the message as the campaign’s file gives "
        "it, word for word or with a few syllables between; other wordings are not counted.",
    ),
    # Messages by kind of outlet and by week
    "message_kinds.title": (
        "{count} trong {all} có mặt ở mọi loại hình có tin gốc",
        "{count} of {all} came through at every kind of outlet with stories",
    ),
    "message_kinds.basis": (
        "Trong mỗi ô: số tin gốc có thông điệp / số tin gốc của loại hình; n = {n}, một tin gốc có thể ở "
        "nhiều loại hình; khoảng tin cậy 95\u00a0% ở bảng số liệu.",
        "In each cell: stories with the message / stories of the kind; n = {n}, a story can be at several "
        "kinds; 95% intervals are in the table.",
    ),
    "message_weeks.title": (
        "{count} trong {all} có mặt trong tuần từ {week}, tuần cuối có tin, bài",
        "{count} of {all} came through in the week from {week}, the last with coverage",
    ),
    "message_weeks.basis": (
        "Trong mỗi ô: số tin gốc có thông điệp / số tin gốc của tuần (tính từ thứ Hai); n = {n}, một tin "
        "gốc có thể ở nhiều tuần; tuần có dấu * có ngày thiếu dữ liệu thu thập; vẽ {weeks} tuần cuối, "
        "bảng số liệu có tất cả.",
        "In each cell: stories with the message / stories of the week (from Monday); n = {n}, a story can "
        "be in several weeks; a week with * has days that collection does not cover; the last {weeks} "
        "weeks are drawn, the table has all.",
    ),
    "cells.none": (
        "{messages}, {parts} cột; không ô nào có tin gốc mang thông điệp.",
        "{messages}, {parts} columns; no cell has a story with its message.",
    ),
    "cells.description": (
        "{messages}, {parts} cột; tỷ lệ cao nhất ở “{message}”, {part}: {told}.",
        "{messages}, {parts} columns; the largest share is that of “{message}”, {part}: {told}.",
    ),
    "offices.none": (
        "Trong phạm vi đã chọn chưa nhận ra cơ quan nào được dẫn lời.",
        "Within what you chose, no office was recognised as quoted.",
    ),
    "column.week": ("Tuần từ", "Week from"),
    "column.carrying": ("Tin gốc có thông điệp", "Stories with the message"),
    "column.of_stories": ("Tất cả tin gốc", "All stories"),
    "sheet.message_kinds": ("Thông điệp theo loại hình", "Messages by kind"),
    "sheet.message_weeks": ("Thông điệp theo tuần", "Messages by week"),
    "how.message_kinds": (
        "Với mỗi loại hình báo chí: số tin gốc có ít nhất một bản đăng ở loại hình ấy, và trong đó số "
        "tin gốc mà bản đăng ở loại hình ấy có thông điệp. Một tin gốc có thể thuộc nhiều loại hình. "
        "Khoảng tin cậy 95\u00a0% theo Wilson (1927). Không xếp hạng báo, đài.",
        "For each kind of outlet: the stories with at least one version at an outlet of that kind, and "
        "among them those whose version there carries the message. A story can be of several kinds. 95% "
        "intervals by Wilson (1927). Outlets are not ranked.",
    ),
    "how.message_weeks": (
        "Như trên, theo tuần đăng (thứ Hai đến Chủ nhật, giờ Việt Nam). Một tin gốc có thể thuộc nhiều tuần.",
        "As above, by week of publication (Monday to Sunday, Vietnam time). A story can be of several weeks.",
    ),
    # Provinces
    "provinces.heading": ("Địa phương được nói đến", "Provinces reported on"),
    "provinces.title": (
        "Tin, bài đã thu thập nói đến {count} trong {all} tỉnh, thành phố",
        "The coverage collected is about {count} of {all} provinces",
    ),
    "provinces.basis": (
        "Lượt tin, bài nói về từng tỉnh, thành phố; một lượt có thể nói về nhiều nơi; n = {n} nêu ít "
        "nhất một nơi. 0 nghĩa là chưa thấy trong phần đã thu thập.",
        "Items about each province; an item can be about several; n = {n} that name at least one. 0 "
        "means not seen in what was collected.",
    ),
    "provinces.description": ("Lượt tin, bài theo nơi: {listed}.", "Items by province: {listed}."),
    "sheet.provinces": ("Tỉnh, thành phố", "Provinces"),
    "how.provinces": (
        "34 tỉnh, thành phố từ tháng 7 năm 2025, mỗi nơi một ô bằng nhau, xếp theo vị trí tương đối; "
        "Hoàng Sa thuộc Đà Nẵng, Trường Sa thuộc Khánh Hòa. Tin, bài nói về nơi được nêu trong tít hoặc "
        "sa-pô, nếu ở đó không nêu nơi nào thì theo thân bài; tên cũ tính cho tỉnh, thành phố hiện nay.",
        "The 34 provinces since July 2025, a tile of one size for each, placed as they lie to each "
        "other; Hoàng Sa belongs to Đà Nẵng, Trường Sa to Khánh Hòa. An item is about the provinces that"
        " its headline or lead names, else about those of its body; a former name counts for the "
        "province of today.",
    ),
    # Speed from the wire
    "speed.heading": ("Tốc độ đăng lại tin thông tấn", "Speed from the wire"),
    "speed.title": (
        "Tin thông tấn: nửa số báo, đài đăng lại đã đăng trong {hours} (trung vị; {between})",
        "Wire stories: half of the outlets that ran them did within {hours} (median; {between})",
    ),
    "speed.refused": ("{status}: {reason}", "{status}: {reason}"),
    "speed.none": (
        "Chưa có tin thông tấn nào được báo, đài khác đăng lại và đã qua 72 giờ",
        "No wire story was run by another outlet and is 72 hours old",
    ),
    "speed.none.why": (
        "Tốc độ chỉ tính cho tin gốc của hãng thông tấn đã được theo dõi đủ 72 giờ.",
        "Speed is told of stories of news agencies that were watched for 72 hours.",
    ),
    "speed.basis": (
        "Số báo, đài đăng lại theo số giờ sau bản của hãng thông tấn; n = {stories} của hãng thông tấn "
        "đã qua 72 giờ ({carried} được đăng lại); {young} tin gốc chưa đủ 72 giờ không tính.",
        "Outlets by the hours after the agency’s own version; n = {stories} of agencies that are 72 "
        "hours old ({carried} were run by others); {young} younger ones are left out.",
    ),
    "speed.description": ("Số báo, đài đăng lại: {listed}.", "Outlets that ran them: {listed}."),
    "speed.between": ("{low}–{high}", "{low}–{high}"),
    "speed.over": ("từ {low}", "{low} or more"),
    "column.hours": ("Giờ sau bản thông tấn", "Hours after the wire"),
    "column.runs": ("Lượt báo, đài đăng lại", "Outlets that ran it"),
    "column.so_far": ("Tích lũy", "Cumulated"),
    "sheet.speed": ("Tốc độ từ thông tấn", "Speed from the wire"),
    "how.speed": (
        "Tin gốc mà bản đầu tiên thu thập được là của hãng thông tấn. Mỗi báo, đài khác tính một lần cho"
        " mỗi tin gốc, theo bản đăng sớm nhất. Con số chính: với mỗi tin gốc, số giờ đến khi nửa số báo,"
        " đài đăng lại đã đăng; rồi lấy trung vị của các tin gốc, khoảng tin cậy 95\u00a0% theo thống kê thứ "
        "tự (David và Nagaraja, 2003). Cần ít nhất 8 tin gốc; không công bố khi thiếu quá một phần mười "
        "dữ liệu.",
        "Stories whose first version collected is an agency’s. Every other outlet counts once a story, "
        "by its earliest version. The headline figure: for each story the hours until half of the "
        "outlets that ran it had; then the median over stories, with its 95% interval by order "
        "statistics (David & Nagaraja 2003). It takes 8 stories at least, and is withheld where over a "
        "tenth of the data is missing.",
    ),
    # Coverage beside the plan
    "plan.none": (
        "Tệp của đợt truyền thông chưa nêu hoạt động nào, nên không có gì để so và không có nhận định.",
        "The campaign’s file names no activity: there is nothing to compare, and no verdict.",
    ),
    "plan.none.do": (
        "Nhập kế hoạch từ Excel hoặc CSV bằng lệnh: lantoa plan import",
        "Take a plan from Excel or CSV by: lantoa plan import",
    ),
    "plan.whole": (
        "Trang này luôn tính cho cả đợt truyền thông; bộ lọc và giai đoạn không áp dụng.",
        "This page is always of the whole campaign; filters and phases do not apply.",
    ),
    "plan.nothing": (
        "Chưa hoạt động nào có tin, bài để so với kế hoạch",
        "No activity has coverage yet to hold against the plan",
    ),
    "plan.nothing.why": (
        "Các hoạt động chưa đến ngày, hoặc những ngày ấy thiếu dữ liệu thu thập.",
        "The activities are not due yet, or collection of their days has gaps.",
    ),
    "plan.title": (
        "So với dự kiến: {above} hoạt động cao hơn, {below} thấp hơn, {within} không khác rõ",
        "Beside the plan: {above} activities above, {below} below, {within} not clearly apart",
    ),
    "plan.title.refused": (
        "Chưa đủ dữ liệu để so với tỷ trọng dự kiến",
        "Too little evidence to hold shares against the plan",
    ),
    "plan.basis.held": (
        "Tỷ trọng trong các tin gốc của những hoạt động có tỷ trọng dự kiến; các khoảng tin cậy cùng "
        "đúng ở mức 95\u00a0%; hình thoi là tỷ trọng dự kiến; n = {n}.",
        "Share of the stories of activities with an intended share; the intervals hold together at 95%; "
        "a diamond is the intended share; n = {n}.",
    ),
    "plan.basis.plain": (
        "Tỷ trọng trong tất cả tin gốc; các khoảng tin cậy cùng đúng ở mức 95\u00a0%; n = {n}.",
        "Share of all stories; the intervals hold together at 95%; n = {n}.",
    ),
    "plan.intended": ("dự kiến {planned}", "intended {planned}"),
    "plan.missing.none": (
        "Không có: mọi hoạt động đã đến ngày và được thu thập đủ đều có tin, bài.",
        "None: every activity that was due and collected has coverage.",
    ),
    "plan.missing.not_due": (
        "Chưa hoạt động nào đến ngày, nên chưa có gì để xét.",
        "No activity is due yet, so there is nothing to look for.",
    ),
    "plan.missing.not_known": (
        "Chưa rõ: những ngày của các hoạt động đã đến ngày đều thiếu dữ liệu thu thập.",
        "Not known: collection has gaps on the days of every activity that was due.",
    ),
    "plan.clashes.none": (
        "Không có ngày nào có từ hai hoạt động trở lên.",
        "No day has more than one activity.",
    ),
    "column.place": ("Địa điểm", "Place"),
    "column.planned": ("Tỷ trọng dự kiến", "Intended share"),
    "column.of_planned": ("Trong các hoạt động có dự kiến", "Among activities with one"),
    "column.activities": ("Số hoạt động", "Activities"),
    "sheet.plan": ("Hoạt động", "Activities"),
    "sheet.clashes": ("Ngày có nhiều hoạt động", "Days with several activities"),
    "sheet.tasks": ("Nhiệm vụ", "Tasks"),
    "sheet.workstreams": ("Mảng công việc", "Workstreams"),
    "how.plan": (
        "Tin gốc được gắn với hoạt động theo từ khóa, địa điểm và ngày đăng; tin gốc gắn với nhiều hoạt "
        "động được chia đều khi tính tỷ trọng. Khoảng tin cậy Wilson, cùng đúng ở mức 95\u00a0% (Bonferroni)."
        " Chỉ so hoạt động đã đến ngày và được thu thập đủ; không có tỷ trọng dự kiến thì không có nhận "
        "định.",
        "Stories are attributed to activities by terms, place and day; one that several share is parted "
        "evenly in the shares. Wilson intervals that hold together at 95% (Bonferroni). Only activities "
        "that were due and collected are compared; without intended shares there is no verdict.",
    ),
}

HOW = tuple(key.removeprefix("how.") for key in CHART_LABELS if key.startswith("how."))
"""Names of the charts whose computing is told, in the order of Method."""
