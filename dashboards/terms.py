"""Every word on the screen, Vietnamese first; `dashboards.words` gives them out.

The Vietnamese terms are those of a press office. Some words accuse, so they are fixed here and nowhere else:
a reprint is "bản đăng lại", an address that answers no more is "không còn ở địa chỉ cũ", and consensus never
stands without "không phải mức đồng thuận trong nhân dân".
"""

# key: (Vietnamese, English)
TERMS: dict[str, tuple[str, str]] = {
    "language": ("Tiếng Việt", "English"),
    "language.label": ("Ngôn ngữ", "Language"),
    # Units and things. In English "one|many".
    "unit.day": ("một ngày", "one day"),
    "unit.week": ("một tuần", "one week"),
    "unit.month": ("một tháng", "one month"),
    "measured_in.items": ("lượt tin, bài", "items"),
    "measured_in.stories": ("tin gốc", "stories"),
    "measured_in.outlets": ("báo, đài", "outlets"),
    "measured_in.provinces": ("tỉnh, thành phố", "provinces"),
    "measured_in.hours": ("giờ", "hours"),
    "measured_in.share": ("tỷ lệ", "share"),
    "measured_in.points": ("điểm phần trăm", "percentage points"),
    "measured_in.index": ("chỉ số", "index"),
    "measured_in.ratio": ("tỷ số", "ratio"),
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
    "term.task": ("Nhiệm vụ", "Task"),
    "plan.status.covered": ("có tin, bài", "covered"),
    "plan.status.no coverage": ("chưa có tin, bài", "no coverage"),
    "plan.status.not yet due": ("chưa đến ngày", "not yet due"),
    "plan.status.not known": ("chưa rõ: thiếu dữ liệu thu thập", "not known: gaps in collection"),
    "plan.status.no dated activity": (
        "chưa tính được: không có hoạt động ghi ngày",
        "not counted: no dated activity",
    ),
    "plan.status.unattributed": ("không gắn với hoạt động nào", "attributed to no activity"),
    "plan.position.above": ("cao hơn dự kiến", "above the plan"),
    "plan.position.within": ("khoảng tin cậy chứa mức dự kiến", "the interval holds the plan"),
    "plan.position.below": ("thấp hơn dự kiến", "below the plan"),
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
    "term.moved": ("Nay ở địa chỉ khác", "Now at another address"),
    "item.headline_before": ("trước đó: “{title}”", "before: “{title}”"),
    "term.not_in_version": ("Không có trong bản này", "Not in this version"),
    "term.interval": ("Khoảng tin cậy", "Interval"),
    "term.incomplete": (
        "Thiếu dữ liệu thu thập hoặc chưa được theo dõi",
        "Gap in collection, or not yet watched",
    ),
    "term.suspect": ("Nghi thiếu", "Suspect"),
    "term.coding": ("Gán nhãn thủ công", "Coding by hand"),
    "term.correction": ("Sửa nhãn", "Correction"),
    "term.corrected": ("Tỷ lệ đã hiệu chỉnh", "Corrected share"),
    "term.uncorrected": ("chưa hiệu chỉnh", "uncorrected"),
    "term.aggregator": ("Trang tin tổng hợp", "Aggregator"),
    # Fields of tables and controls
    "field.measure": ("Chỉ số", "Measure"),
    "field.method": ("Cách tính", "Method"),
    "field.reason": ("Lý do", "Reason"),
    "field.outlet": ("Báo, đài", "Outlet"),
    "field.kind": ("Loại hình", "Kind"),
    "field.level": ("Cấp", "Level"),
    "field.province": ("Tỉnh, thành phố", "Province"),
    "field.items": ("Lượt tin, bài", "Items"),
    "field.stories": ("Tin gốc", "Stories"),
    "field.outlets": ("Báo, đài", "Outlets"),
    "field.outlets_number": ("Số báo, đài", "Number of outlets"),
    "field.published": ("Thời điểm đăng", "Published"),
    "field.first_published": ("Đăng lần đầu", "First published"),
    "field.headline": ("Tít", "Headline"),
    "field.tone": ("Sắc thái", "Tone"),
    "field.tone.machine": ("Nhãn do máy gán", "By the machine"),
    "field.tone.corrected": ("Nhãn đã sửa", "Corrected to"),
    "field.tone.shown": ("Có tính việc sửa nhãn", "With corrections"),
    "field.origin": ("Nguồn phát đầu tiên", "Origin"),
    "field.role": ("Vai trò", "Role"),
    "field.message": ("Thông điệp", "Message"),
    "field.office": ("Cơ quan", "Office"),
    "field.statements": ("Phát biểu", "Statements"),
    "field.visits": ("Lượt quét đạt", "Visits that succeeded"),
    "field.visits_failed": ("Lượt quét hỏng", "Visits that failed"),
    "field.coverage_hours": ("Giờ thu thập / giờ theo dõi", "Hours covered / watched"),
    "field.gap_days": ("Số ngày thiếu dữ liệu", "Days with a gap"),
    "field.all_items": ("Mọi tin, bài thu thập", "All items collected"),
    "field.rejected": ("Không nhận", "Rejected"),
    "field.count": ("Số lượng", "Count"),
    "filter.campaign": ("Đợt truyền thông", "Campaign"),
    "filter.phase": ("Giai đoạn", "Phase"),
    "filter.all_phases": ("Tất cả các giai đoạn", "All phases"),
    "segment.all": ("Toàn kỳ", "Whole period"),
    "page.title": ("lantoa: tin, bài về đợt truyền thông", "lantoa: coverage of a campaign"),
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
    "workbook.method": ("Phương pháp", "Method"),
    "workbook.name": ("Mục", "Subject"),
    "workbook.text": ("Nội dung", "Text"),
    "workbook.use": ("Mục đích sử dụng", "Use"),
    "workbook.not_collected": ("Không thu thập", "Not collected"),
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
    "tone.not_about_campaign": ("Không nói về đợt truyền thông", "Not about the campaign"),
    "tone.unsure": ("Chưa rõ", "Unsure"),
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
    "status.withheld": ("Không công bố", "Withheld"),
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
    "gap.challenge": ("trang chặn truy cập tự động", "challenge page"),
    "gap.empty": ("danh sách tin rỗng", "empty feed"),
    "gap.no_feed": ("địa chỉ không còn danh sách tin", "no feed at its address"),
    "gap.no_article": ("trang chuyên mục không có bài nào", "no article on the page"),
    "gap.too_large": ("danh sách tin quá lớn", "feed too large"),
    "gap.too_slow": ("danh sách tin tải quá chậm", "feed too slow"),
    "gap.robots_unreachable": ("không đọc được robots.txt", "robots unreachable"),
    "gap.robots": ("robots.txt không cho phép", "robots disallow"),
    "gap.failed": ("không kết nối được", "fetch failed"),
    "gap.not_visited": ("không được quét", "not visited"),
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
    "measure.provinces": ("Tỉnh, thành phố được nói đến", "Provinces reported on"),
    "measure.provinces.hint": (
        "Trong 34 tỉnh, thành phố, bao nhiêu nơi được tin gốc về đợt truyền thông nói đến.",
        "Of the 34 provinces, those that a story on the campaign is about.",
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
        "Từ tin, bài đầu tiên đến khi một nửa số báo, đài có đăng đã đăng; chỉ tính khi ít nhất 90\u00a0% "
        "số báo, đài ấy được theo dõi từ đầu.",
        "From the first item until half of all outlets that covered had covered; only where at least 90% of "
        "these were watched from the beginning.",
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
    "measure.adjusted_positive": ("Tích cực, theo số đếm điều chỉnh", "Positive, adjusted count"),
    "measure.adjusted_positive.hint": (
        "Cách tính thứ hai, để đối chiếu với tỷ lệ đã hiệu chỉnh.",
        "A second opinion beside the corrected share.",
    ),
    "measure.adjusted_neutral": ("Trung tính, theo số đếm điều chỉnh", "Neutral, adjusted count"),
    "measure.adjusted_neutral.hint": (
        "Cách tính thứ hai, để đối chiếu với tỷ lệ đã hiệu chỉnh.",
        "A second opinion beside the corrected share.",
    ),
    "measure.adjusted_negative": ("Tiêu cực, theo số đếm điều chỉnh", "Negative, adjusted count"),
    "measure.adjusted_negative.hint": (
        "Cách tính thứ hai, để đối chiếu với tỷ lệ đã hiệu chỉnh; tiêu cực nghĩa là bất lợi.",
        "A second opinion beside the corrected share; negative means unfavourable.",
    ),
    "measure.query_precision": ("Tin gốc đúng về đợt truyền thông", "Stories that are on the campaign"),
    "measure.query_precision.hint": (
        "Trong các tin gốc tìm được, tỷ lệ mà người gán nhãn cho là nói về đợt truyền thông.",
        "Of the stories found, those that people code as being about the campaign.",
    ),
    "measure.coder_agreement": ("Độ nhất trí giữa người gán nhãn (alpha)", "Agreement of the coders (alpha)"),
    "measure.coder_agreement.hint": (
        "1 là nhất trí hoàn toàn, 0 là như gán ngẫu nhiên; tính trên nhãn lần đầu.",
        "1 is full agreement, 0 that of chance; over the first codes.",
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
    "measure.agreement_of_items": (
        "Độ thống nhất sắc thái theo lượt tin, bài",
        "Agreement in tone, over items",
    ),
    "measure.agreement_of_items.hint": (
        "A mà bạn đọc thấy, tính cả các bản đăng lại; không phải bằng chứng về đồng thuận.",
        "A as readers see it, copies counted; no evidence of consensus.",
    ),
    "measure.inflation_by_copying": ("Phần tăng do đăng lại", "Inflation by copying"),
    "measure.inflation_by_copying.hint": (
        "A tính theo lượt tin, bài trừ A tính theo tin gốc.",
        "A over items less A over stories.",
    ),
    "measure.gap_share": (
        "Phần dữ liệu thu thập còn thiếu",
        "Part of the expected items in gaps",
    ),
    "measure.gap_share.hint": (
        "Số giờ theo dõi mà không lượt quét nào bao được, tính theo số tin, bài mỗi ngày của từng báo, đài; "
        "báo, đài chưa rõ số này thì lấy trung bình của các báo, đài khác.",
        "Watched hours that no visit covers, weighed by each outlet’s items a day; where these are unknown, "
        "by the mean of the other outlets.",
    ),
    "group.spread": ("Lan tỏa", "Spread"),
    "group.tone": ("Sắc thái theo tin gốc", "Tone, by story"),
    "group.coding": ("Gán nhãn thủ công", "Coding by hand"),
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
    "method.provinces reported on, over stories": (
        "số tỉnh, thành phố được tin gốc nói đến",
        "provinces reported on, over stories",
    ),
    "method.items per story": ("lượt tin, bài / tin gốc", "items per story"),
    "method.expected items not covered / watched, over outlets": (
        "tin, bài dự kiến trong giờ không thu thập được / trong giờ theo dõi",
        "expected items not covered / watched, over outlets",
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
    "method.tone share of stories, corrected": (
        "tỷ lệ đã hiệu chỉnh bằng mẫu gán nhãn thủ công (PPI++), khoảng Wilson theo cỡ mẫu hiệu dụng",
        "corrected with a hand-coded sample (PPI++), Wilson interval on the effective size",
    ),
    "method.tone share of stories, adjusted count": (
        "Rogan–Gladen (1978), khoảng Lang–Reiczigel (2014) và Donner–Zou (2012)",
        "Rogan & Gladen (1978), interval of Lang & Reiczigel (2014) and Donner & Zou (2012)",
    ),
    "method.query precision, over coded stories": (
        "tỷ lệ trong mẫu gán nhãn thủ công, khoảng Wilson",
        "share of the hand-coded sample, Wilson interval",
    ),
    "method.coder agreement, over double-coded stories": (
        "alpha của Krippendorff (thứ bậc) theo tin gốc hai người cùng gán nhãn, khoảng bootstrap",
        "Krippendorff's alpha (ordinal) over double-coded stories, bootstrap interval",
    ),
    "method.agreement of stories, corrected": (
        "van der Eijk (2001) theo tỷ lệ đã hiệu chỉnh, khoảng gồm cả sai số của mẫu gán nhãn",
        "van der Eijk (2001) of the corrected shares, their uncertainty in the interval",
    ),
    "method.opposed pairs of stories, corrected": (
        "cặp tin gốc khác nhau, theo tỷ lệ đã hiệu chỉnh",
        "pairs of different stories, by the corrected shares",
    ),
    "method.Tastle-Wierman consensus of stories, corrected": (
        "Tastle và Wierman (2007) theo tỷ lệ đã hiệu chỉnh",
        "Tastle & Wierman (2007) of the corrected shares",
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
    "method.agreement of items": (
        "van der Eijk (2001) theo lượt tin, bài, nhãn do máy gán",
        "van der Eijk (2001) over items, by machine label",
    ),
    "method.inflation by copying, over items": (
        "A theo lượt tin, bài trừ A theo tin gốc",
        "A of items less A of stories",
    ),
    # Headline findings; names of stories and outlets come from the press and are filled in as plain text
    "finding.empty": ("Chưa có số liệu", "No figures"),
    "finding.empty.nothing": (
        "Chưa thu thập được tin, bài nào nên báo cáo chưa có số liệu.",
        "No item was collected, so there is nothing to report.",
    ),
    "finding.empty.nothing.do": (
        "Kiểm tra kết nối mạng và cột lượt quét ở mục Thu thập dữ liệu, rồi chạy lại lantoa run.",
        "Check the network and the visits under Collection, then run lantoa run again.",
    ),
    "finding.empty.not_begun": (
        "Giai đoạn “{phase}” chưa bắt đầu: ngày đầu là {day}.",
        "The phase “{phase}” has not begun: its first day is {day}.",
    ),
    "finding.empty.to_come": (
        "{days}: thời gian này chưa đến.",
        "{days}: this time is still to come.",
    ),
    "finding.empty.apart": (
        "Giai đoạn “{phase}” ({of_phase}) không có ngày nào trong thời gian đã chọn ({chosen}). Hãy chọn "
        "ngày khác hoặc giai đoạn khác.",
        "The phase “{phase}” ({of_phase}) has no day within the time chosen ({chosen}). Choose other days or "
        "another phase.",
    ),
    "finding.empty.unwatched": (
        "{days} chưa theo dõi báo, đài nào: đây là khoảng thiếu dữ liệu thu thập, không có nghĩa là báo chí "
        "không đưa tin.",
        "{days}, no outlet was watched: this is a gap in collection, and does not mean that nothing was "
        "published.",
    ),
    "finding.empty.none": (
        "{days} có theo dõi báo, đài nhưng không thu thập được tin, bài nào.",
        "{days}, outlets were watched, but no item was collected.",
    ),
    "finding.empty.no_match": (
        "{days} đã thu thập {collected}, nhưng không có lượt nào khớp với truy vấn của đợt truyền thông.",
        "{days}, {collected} were collected, none of which matches the campaign’s query.",
    ),
    "finding.empty.no_part": (
        "{days} đã thu thập {collected}, nhưng không có lượt nào về đợt truyền thông thuộc phạm vi đã chọn.",
        "{days}, {collected} were collected, none of which is on the campaign and within what was chosen.",
    ),
    "finding.empty.not_found": (
        "Không thấy trong phần đã thu thập không có nghĩa là báo chí không đưa tin.",
        "Not found in what was collected does not mean not published.",
    ),
    "finding.coverage": ("Số lượng", "Volume"),
    "finding.coverage.counts": (
        "{days} thu thập được {items} về đợt truyền thông, thuộc {stories}, "
        "tại {covered} trong số {watched} được theo dõi.",
        "{days}, {items} on the campaign were collected: {stories}, at {covered} of {watched} watched.",
    ),
    "finding.coverage.partial": (
        "Đây là số tin, bài thu thập được, không phải toàn bộ số tin, bài đã đăng.",
        "This is what was collected, not all that was published.",
    ),
    "finding.coverage.sponsored": (
        "Ngoài ra có {count} là bài tài trợ, quảng cáo hoặc bài của đơn vị tổ chức; phần này tính riêng, "
        "không đưa vào sắc thái và đồng thuận.",
        "Apart from these there are {count} of sponsored or owned content, which never enter tone or "
        "consensus.",
    ),
    "finding.days": ("Diễn biến", "Course"),
    "finding.days.peak": (
        "Ngày có nhiều tin, bài nhất là {days}, với {most}.",
        "Most items in a day: {most}, on {days}.",
    ),
    "finding.days.even": (
        "Không có ngày cao điểm rõ rệt: ngày nhiều nhất có {most}, lặp lại trong {days}.",
        "No day stands out: the most in a day is {most}, on {days}.",
    ),
    "finding.days.withheld": (
        "Không nêu ngày cao điểm và xu hướng số lượng: {reason}.",
        "No peak and no trend in volume is given: {reason}.",
    ),
    "finding.tone": ("Sắc thái", "Tone"),
    "finding.tone.share": ("{tone} {share} ({interval})", "{tone} {share} ({interval})"),
    "finding.tone.shares": (
        "Trong {stories} đã nhận diện sắc thái: {shares}.",
        "Of {stories} with a tone: {shares}.",
    ),
    "finding.tone.corrected_shares": ("Trong các tin gốc: {shares}.", "Of the stories: {shares}."),
    "finding.tone.share_refused": (
        "{tone}: chưa đủ dữ liệu để kết luận ({reason})",
        "{tone}: not estimable ({reason})",
    ),
    "finding.tone.corrected": (
        "Tỷ lệ đã hiệu chỉnh bằng mẫu {coded} gán nhãn thủ công.",
        "Corrected with a hand-coded sample of {coded}.",
    ),
    "finding.tone.tentative": (
        "Tỷ lệ đã hiệu chỉnh bằng mẫu {coded} gán nhãn thủ công, tạm thời: {reason}.",
        "Corrected with a hand-coded sample of {coded}, tentative: {reason}.",
    ),
    "finding.tone.uncorrected": (
        "Sắc thái do máy gán, chưa hiệu chỉnh bằng mẫu gán nhãn thủ công; khoảng tin cậy chưa tính sai số "
        "của máy.",
        "Tone is by machine, uncorrected: there is no hand-coded sample, and the intervals leave out the "
        "machine’s errors.",
    ),
    "finding.tone.elsewhere": (
        "{left_out} trong {all} không được tính vào sắc thái và đồng thuận ở đây: bài quyết định sắc thái (ở "
        "nơi viết ra tin gốc, hoặc bản đầy đủ đầu tiên) nằm ngoài phạm vi này.",
        "Tone and consensus leave out {left_out} of {all} here: the item that decides the tone (of the "
        "outlet that wrote the story, or the earliest full version) is outside of what is shown.",
    ),
    "finding.tone.refused": (
        "Chưa đủ dữ liệu để kết luận về sắc thái: {reason}.",
        "Tone is not estimable: {reason}.",
    ),
    "finding.tone.withheld": (
        "Không công bố sắc thái: {reason}.",
        "Tone is withheld: {reason}.",
    ),
    "finding.consensus": ("Đồng thuận trên báo chí", "Consensus in the press"),
    "finding.consensus.value": (
        "Đồng thuận trên báo chí ({note}): độ thống nhất sắc thái A\u00a0=\u00a0{value} ({interval}), "
        "tính trên "
        "{stories}; "
        "tỷ lệ cặp trái chiều {pairs}.",
        "Consensus in the press ({note}): agreement in tone A\u00a0=\u00a0{value} ({interval}), over "
        "{stories}; "
        "opposed "
        "pairs {pairs}.",
    ),
    "finding.consensus.refused": (
        "Đồng thuận trên báo chí ({note}): chưa đủ dữ liệu để kết luận, {reason}. Vì vậy cũng chưa tính được "
        "phần tăng do đăng lại.",
        "Consensus in the press ({note}): not estimable, {reason}. Inflation by copying is therefore not "
        "estimable either.",
    ),
    "finding.consensus.not_given": (
        "Đồng thuận trên báo chí ({note}): không công bố, {reason}; phần tăng do đăng lại cũng vậy.",
        "Consensus in the press ({note}): withheld, {reason}; so is inflation by copying.",
    ),
    "finding.consensus.uncorrected": (
        "Nhãn do máy gán làm A thấp hơn thực tế, nên báo cáo không đưa ra nhận định và không so sánh "
        "giữa các "
        "thời kỳ.",
        "Machine labels make A look lower than it is, so no verdict and no comparison between periods is "
        "given.",
    ),
    "finding.consensus.tentative": (
        "A tính theo tỷ lệ đã hiệu chỉnh nhưng còn tạm thời ({reason}), nên báo cáo chưa đưa ra nhận định.",
        "A is of corrected shares, which are tentative ({reason}), so no verdict is given.",
    ),
    "finding.consensus.pairs_refused": (
        "chưa đủ dữ liệu để kết luận ({reason})",
        "not estimable ({reason})",
    ),
    "finding.consensus.withheld": (
        "Báo cáo không đưa ra nhận định: {reason}.",
        "No verdict is given: {reason}.",
    ),
    "finding.consensus.no_verdict": (
        "Khoảng tin cậy còn rộng nên báo cáo không đưa ra nhận định.",
        "The interval is too wide for a verdict.",
    ),
    "finding.consensus.agree": (
        "Các tin gốc thống nhất về sắc thái.",
        "The stories agree in tone.",
    ),
    "finding.consensus.mixed": (
        "Sắc thái của các tin gốc ở mức trung gian, không nghiêng hẳn về thống nhất hay trái chiều.",
        "The stories are mixed in tone, neither of one mind nor split.",
    ),
    "finding.consensus.split": (
        "Sắc thái của các tin gốc trái chiều nhau.",
        "The stories are split in tone.",
    ),
    "finding.consensus.inflation.more": (
        "Nếu đếm cả các bản đăng lại, A cao hơn {change}: phần tăng này do đăng lại, không do có thêm "
        "tin gốc.",
        "Counting copies, A would be higher by {change}: that part comes from copying, not from more "
        "stories.",
    ),
    "finding.consensus.inflation.less": (
        "Nếu đếm cả các bản đăng lại, A thấp hơn {change}.",
        "Counting copies, A would be lower by {change}.",
    ),
    "finding.consensus.inflation.same": (
        "Đếm cả các bản đăng lại thì A không đổi.",
        "Counting copies leaves A as it is.",
    ),
    "finding.carried": ("Tin gốc được đăng rộng nhất", "Most carried stories"),
    "finding.carried.story": (
        "“{title}”, {outlets}, nguồn phát đầu tiên: {origin}",
        "“{title}”, {outlets}, origin: {origin}",
    ),
    "finding.carried.most": (
        "Được đăng tại nhiều báo, đài nhất: {stories}.",
        "Carried by most outlets: {stories}.",
    ),
    "finding.carried.over_all": (
        "Số báo, đài này tính trên mọi báo, đài và mọi ngày, không riêng phạm vi đang xem.",
        "These numbers of outlets are over all outlets and days, not only those that are shown.",
    ),
    "finding.carried.none": (
        "Trong phần đã thu thập, chưa thấy tin gốc nào được đăng tại từ hai báo, đài trở lên.",
        "In what was collected, no story was seen at two or more outlets.",
    ),
    "finding.messages": ("Thông điệp", "Messages"),
    "finding.messages.carried": (
        "{carried} trong số {all} xuất hiện trong tin, bài đã thu thập: {names}.",
        "{carried} of {all} came through in the coverage collected: {names}.",
    ),
    "finding.messages.absent": (
        "Chưa thấy trong tin, bài đã thu thập: {names}.",
        "Not seen in the coverage collected: {names}.",
    ),
    "finding.messages.limit": (
        "Thông điệp được nhận theo cụm từ ghi trong tệp của đợt truyền thông, nguyên văn hoặc có vài tiếng "
        "xen giữa các từ; cách diễn đạt khác chưa được tính.",
        "Messages are recognised by the phrases of the campaign’s file, word for word or with a few "
        "syllables between their words; other wordings are not counted.",
    ),
    "finding.messages.undefined": (
        "Tệp của đợt truyền thông chưa nêu thông điệp nào.",
        "The campaign’s file names no message.",
    ),
    "finding.collection": ("Dữ liệu còn thiếu", "What collection lacks"),
    "finding.collection.gaps": (
        "Thiếu dữ liệu thu thập của {share} số tin, bài dự kiến; phần thiếu để trống, không tính là 0.",
        "{share} of the expected items fall into gaps in collection; these stay open, never counted as zero.",
    ),
    "finding.collection.unknown": (
        "Chưa rõ dữ liệu thu thập có đầy đủ hay không: {reason}.",
        "How complete collection is can’t be said: {reason}.",
    ),
    "finding.collection.capped": (
        "Mỗi lượt quét chỉ có {cap} tin mới nhất ({scans} trong {all} dừng đúng ở số này), nên tin, bài "
        "đăng giữa "
        "hai lượt quét có thể bị sót.",
        "A scan holds only the {cap} newest entries ({scans} of {all} stop exactly there), so items "
        "published "
        "between two scans may be missed.",
    ),
    "finding.collection.missing": (
        "Không có lượt quét nào vào ngày {days}.",
        "There is no scan on {days}.",
    ),
    "finding.collection.failed": (
        "Không thu thập được: {outlets}.",
        "Not collected: {outlets}.",
    ),
    "finding.collection.trends": ("so sánh số lượng giữa các ngày, các giai đoạn", "contrasts in volume"),
    "finding.collection.withheld": (
        "Vì thiếu dữ liệu thu thập, báo cáo không công bố: {names}.",
        "Because of the gaps, these are withheld: {names}.",
    ),
    "finding.collection.whole": (
        "Trong thời gian theo dõi, không phát hiện phần nào thiếu dữ liệu thu thập.",
        "No gap was found in the time watched.",
    ),
    "finding.collection.since": (
        "Các báo, đài được theo dõi từ {first}; về thời gian trước đó chưa có thông tin.",
        "The outlets are watched from {first} on; of the time before nothing is known.",
    ),
    "finding.collection.since_between": (
        "Báo, đài đầu tiên được theo dõi từ {first}, báo, đài cuối cùng từ {last}; về thời gian trước đó của "
        "mỗi báo, đài chưa có thông tin.",
        "The first outlet is watched from {first} on, the last from {last} on; of the time before nothing is "
        "known.",
    ),
    # Charts
    "figure.timeline.title": ("Tin, bài theo ngày đăng", "Coverage by day of publication"),
    "figure.timeline.items": ("Lượt tin, bài mỗi ngày", "Items a day"),
    "figure.timeline.stories": ("Tin gốc mỗi ngày", "Stories a day"),
    "figure.timeline.description": (
        "{period}: {items}; ngày nhiều nhất {most}; {gaps} thiếu dữ liệu thu thập hoặc chưa được theo dõi đủ "
        "(phần gạch chéo).",
        "{period}: {items}; at most {most} in a day; {gaps} with a gap in collection or not yet watched in "
        "full (hatched).",
    ),
    "figure.reach.title": ("Độ phủ tích lũy", "Cumulative reach"),
    "figure.reach.outlets": ("Báo, đài có tin, bài, tích lũy", "Outlets that covered, cumulative"),
    "figure.reach.stories": ("Tin gốc, tích lũy", "Stories, cumulative"),
    "figure.reach.band": ("{base}: phần có thể tiếp cận trong {unit}", "{base}: net reach within {unit}"),
    "figure.reach.open": ("giới hạn trên chưa biết", "upper limit not known"),
    "figure.reach.description": (
        "Đến ngày {day}: {outlets} có tin, bài, {stories}{bands}.",
        "Up to {day}: {outlets} covered, {stories}{bands}.",
    ),
    "figure.tones.title": ("Sắc thái theo tin gốc", "Tone, by story"),
    "figure.tones.description": (
        "{shares}; n\u00a0=\u00a0{count}; điểm là tỷ lệ, vạch ngang là khoảng tin cậy 95\u00a0%, chưa tính "
        "sai số của máy.",
        "{shares}; n\u00a0=\u00a0{count}; the mark is the share, the bar its 95% interval without the "
        "machine’s "
        "errors.",
    ),
    "figure.agreement.title": (
        "Đồng thuận trên báo chí: độ thống nhất sắc thái (A)",
        "Consensus in the press: agreement in tone (A)",
    ),
    "figure.agreement.split": ("chia về hai cực", "split"),
    "figure.agreement.even": ("phân tán đều", "spread evenly"),
    "figure.agreement.one": ("cùng một sắc thái", "one tone"),
    "figure.agreement.description": (
        "A\u00a0=\u00a0{value} ({interval}); n\u00a0=\u00a0{count}; {note}.",
        "A\u00a0=\u00a0{value} ({interval}); n\u00a0=\u00a0{count}; {note}.",
    ),
    # Report
    "report.kind": ("Báo cáo tin, bài báo chí", "Report on press coverage"),
    "report.title": ("{name}: báo cáo tin, bài báo chí", "{name}: report on press coverage"),
    "report.period": ("Kỳ báo cáo", "Period"),
    "report.collected_at": ("Dữ liệu thu thập đến", "Data as of"),
    "report.measured_at": ("Số liệu tính từ dữ liệu biết lúc", "Measures as known at"),
    "report.made_by": ("Phiên bản phần mềm", "Made by"),
    "report.written_at": ("Mốc thời gian của báo cáo", "Report as of"),
    "report.unknown": ("chưa rõ", "not known"),
    "report.figures": ("Số liệu chính", "Key figures"),
    "report.of_watched": ("trong {watched} được theo dõi", "of {watched} watched"),
    "report.collected_only": ("thu thập được trong kỳ", "collected in the period"),
    "report.findings": ("Những điểm chính", "Main findings"),
    "report.course": ("Diễn biến theo ngày", "Day by day"),
    "report.course.units": (
        "Lượt tin, bài và tin gốc là hai đơn vị khác nhau nên vẽ trên hai trục riêng. Nền màu là các "
        "giai đoạn. Vào ngày gạch chéo, hơn {share} số báo, đài thiếu dữ liệu hoặc chưa được theo dõi, nên "
        "cột có thể thấp hơn thực tế.",
        "Items and stories are different units and have axes of their own. Tints are phases; on hatched days "
        "more than {share} of the outlets have a gap or were not yet watched, so a bar there may be too low.",
    ),
    "report.course.withheld": (
        "Không đọc biểu đồ này như một xu hướng: {reason}.",
        "Not to be read as a trend: {reason}.",
    ),
    "report.phases": ("Các giai đoạn", "Phases"),
    "coding.sheet": ("Gán nhãn", "Coding"),
    "coding.column.title": ("Tít", "Headline"),
    "coding.column.lead": ("Sa-pô", "Lead"),
    "coding.column.passages": ("Đoạn nói về đợt truyền thông", "Passages on the campaign"),
    "coding.column.link": ("Liên kết", "Link"),
    "coding.column.code": ("Nhãn", "Code"),
    "coding.column.item": ("Mã tin", "Item"),
    "coding.column.draw": ("Lượt rút mẫu", "Draw"),
    "coding.choose": ("Hãy chọn một nhãn trong danh sách.", "Choose one of the list."),
    "coding.guide": ("Hướng dẫn", "Guide"),
    "coding.guide.text": (
        "Đọc tít và sa-pô như một bạn đọc bình thường: đọc xong, cảm nhận về chủ đề chính của bài là tốt "
        "lên, không đổi hay xấu đi?\n"
        "Tích cực: bài cho lý do để nghĩ tốt hơn. Tiêu cực: bất lợi, bài cho lý do để nghĩ xấu đi. "
        "Trung tính: không có lý do nào, hoặc hai phía ngang nhau.\n"
        "Không nói về đợt truyền thông: bài được tìm thấy nhầm. Chưa rõ: không quyết được, người thứ ba sẽ "
        "xem xét.\n"
        "Gán nhãn cho văn bản, không theo ý kiến riêng; làm độc lập, không hỏi người gán nhãn khác.",
        "Read headline and lead as an ordinary reader would: does the main subject look better, unchanged "
        "or worse?\n"
        "Positive: the text gives a reason to think better of it. Negative: a reason to think worse. "
        "Neutral: no reason, or reasons for both with neither side winning.\n"
        "Not about the campaign: found by mistake. Unsure: you can't decide, a third person will look.\n"
        "Code the text, not your opinion; work alone, without asking other coders.",
    ),
    "report.consensus.no_interval": (
        "Tỷ lệ cặp trái chiều và phần tăng do đăng lại không kèm khoảng tin cậy: chưa có cách tính nào được "
        "kiểm chứng cho mẫu nhỏ, và các bản đăng lại không phải bằng chứng độc lập. Mức chắc chắn xem ở "
        "khoảng tin cậy của A và của từng sắc thái.",
        "Opposed pairs and inflation by copying are given without an interval: none has been verified for "
        "small samples, and copies are no independent evidence. The intervals of A and of the tones tell how "
        "certain they are.",
    ),
    "report.contrasts": ("So sánh", "Comparisons"),
    "report.contrasts.caption": ("Thay đổi từ bên trước đến bên sau", "From the first side to the second"),
    "report.contrasts.limit": (
        "Số lượng so bằng tỷ số trên cùng các báo, đài và cùng ngày trong tuần, theo tổng số tin, bài các "
        "báo, đài ấy đăng; tỷ lệ so bằng hiệu. Chỉ so sánh đã định trước mới thành nhận định, p đã chỉnh "
        "theo Holm; các so sánh khác chỉ để tìm hiểu.",
        "Volumes are compared as a ratio over the same outlets and weekdays, per item that these published; "
        "shares as a difference. Only comparisons planned beforehand may become statements, their p adjusted "
        "after Holm; the others are exploratory.",
    ),
    "report.changes": (
        "Mức tin gốc mỗi ngày có vẻ thay đổi từ (để tìm hiểu)",
        "The level of daily stories seems to change from (exploratory)",
    ),
    "compared.stories_per_day": (
        "Tin gốc mỗi ngày, theo tổng số đã đăng (tỷ số)",
        "Stories a day, per item published (ratio)",
    ),
    "compared.items_per_day": (
        "Lượt tin, bài mỗi ngày, theo tổng số đã đăng (tỷ số)",
        "Items a day, per item published (ratio)",
    ),
    "compared.share_of_attention": (
        "Tỷ trọng trong toàn bộ tin, bài (tỷ số)",
        "Share of attention (ratio)",
    ),
    "compared.positive_share": ("Tin gốc tích cực (hiệu)", "Positive stories (difference)"),
    "compared.neutral_share": ("Tin gốc trung tính (hiệu)", "Neutral stories (difference)"),
    "compared.negative_share": ("Tin gốc tiêu cực (hiệu)", "Negative stories (difference)"),
    "compared.agreement": ("Độ thống nhất sắc thái A (hiệu)", "Agreement in tone A (difference)"),
    "compared.sides": ("{a} → {b}", "{a} → {b}"),
    "compared.planned": ("Đã định trước", "Planned"),
    "compared.exploratory": ("Để tìm hiểu", "Exploratory"),
    "field.compared": ("So sánh", "Compared"),
    "field.difference": ("Thay đổi và khoảng tin cậy", "Change and interval"),
    "points": ("{number}\u00a0điểm phần trăm", "{number}\u00a0percentage points"),
    "p_below": ("dưới {least}", "below {least}"),
    "field.p_adjusted": ("p đã chỉnh (Holm)", "Adjusted p (Holm)"),
    "field.standing": ("Loại so sánh", "Kind"),
    "report.corrections": ("Sửa nhãn", "Corrections"),
    "report.corrections.caption": ("Sửa nhãn theo chiều", "Corrections by direction"),
    "report.corrections.tones": (
        "Tin gốc theo sắc thái, trước và sau khi sửa nhãn",
        "Stories by tone, without and with corrections",
    ),
    "report.corrections.limit": (
        "Tin, bài được sửa nhãn không phải mẫu ngẫu nhiên nên không đưa vào các tỷ lệ ước lượng.",
        "Items that people correct are no random sample, so corrections are no part of the estimated shares.",
    ),
    "report.spread": ("Lan tỏa", "Spread"),
    "report.spread.by_kind": ("Theo loại hình", "By kind"),
    "report.spread.by_level": ("Theo cấp", "By level"),
    "report.spread.outlets": (
        "Báo, đài có tin, bài, xếp theo thứ tự chữ cái; thứ tự không phải là xếp hạng",
        "Outlets that covered, in alphabetical order; the order is no ranking",
    ),
    "report.spread.stories": (
        "Một tin gốc đăng ở nhiều báo, đài được tính ở mỗi báo, đài một lần, nên không cộng cột tin gốc.",
        "A story carried by several outlets counts once at each, so its column does not add up.",
    ),
    "report.reach": ("Độ phủ tích lũy", "Cumulative reach"),
    "report.reach.note": (
        "Cho biết phần công chúng mà các báo, đài có tin, bài tiếp cận trong một đơn vị thời gian: mức tiếp "
        "cận tối đa có thể, không phải số bạn đọc của tin, bài. Giới hạn trên để mở khi chưa biết công chúng "
        "của một báo, đài hoặc thiếu dữ liệu thu thập.",
        "The part of the public that the outlets which covered reach within one unit of time: the most that "
        "is possible, not readers of the items. It is open above where an audience is not known or "
        "collection has gaps.",
    ),
    "report.reach.none": (
        "Chưa có số liệu công chúng của các báo, đài này, nên chỉ đếm báo, đài và tin gốc.",
        "No audience of these outlets is known, so outlets and stories are counted alone.",
    ),
    "report.reach.caption": (
        "{base}, trong {unit}. Nguồn: {sources}; đo: {measured}",
        "{base}, within {unit}. Sources: {sources}; measured: {measured}",
    ),
    "reach.lower": ("Giới hạn dưới", "Lower limit"),
    "reach.upper": ("Giới hạn trên", "Upper limit"),
    "reach.known": ("{known} trong {outlets}", "{known} of {outlets}"),
    "field.segment": ("Phần", "Segment"),
    "field.known": ("Đã biết công chúng", "Audience known"),
    "field.random": ("Nếu trùng ngẫu nhiên", "If audiences overlap at random"),
    "report.consensus.segments": (
        "Đồng thuận trên báo chí theo giai đoạn, loại hình và thông điệp ({note})",
        "Consensus in the press by phase, outlet kind and message ({note})",
    ),
    "report.disagreements": (
        "Sự việc có tin gốc khác nhau về sắc thái hoặc thông điệp",
        "Events on which stories differ in tone or message",
    ),
    "report.disagreements.note": (
        "Để đọc và đối chiếu: {shown} trong {all}, trái chiều và mới nhất trước. Sắc thái do máy gán; trung "
        "tính bên cạnh một sắc thái khác không phải là trái chiều.",
        "To be read side by side: {shown} of {all}, opposed and newest first. Tones are by machine; neutral "
        "beside another tone is no disagreement.",
    ),
    "disagreement.opposed": ("Sắc thái trái chiều", "Opposed in tone"),
    "disagreement.tone": ("Sắc thái khác nhau", "Different in tone"),
    "disagreement.message": ("Thông điệp “{message}”", "Message “{message}”"),
    "side.carried": ("Có thông điệp", "Carries it"),
    "side.missing": ("Không có trong bản này", "Not in this version"),
    "report.consensus": ("Sắc thái và đồng thuận trên báo chí", "Tone and consensus in the press"),
    "report.consensus.refused": (
        "Không vẽ độ thống nhất sắc thái: {reason}.",
        "No chart of agreement: {reason}.",
    ),
    "report.tones.refused": ("Không vẽ sắc thái: {reason}.", "No chart of tone: {reason}."),
    "report.campaign_tone": (
        "Sắc thái đối với đợt truyền thông (thử nghiệm)",
        "Tone towards the campaign (experimental)",
    ),
    "report.campaign_tone.experimental": (
        "Thử nghiệm: chưa được kiểm chứng bằng nhãn gán thủ công (cần ít nhất 300 tin gốc), nên chỉ nêu số "
        "đếm và không rút ra nhận định. Sắc thái dùng trong báo cáo vẫn là sắc thái chung của bài.",
        "Experimental: not validated by hand codes yet (300 stories at least), so there are counts alone and "
        "no finding is drawn from them. The tone that reports use is still the overall one.",
    ),
    "report.campaign_tone.by_voice": (
        "Số tin gốc theo sắc thái chung của bài và sắc thái đối với đợt truyền thông, theo lời của ai",
        "Stories by overall tone, and by tone towards the campaign in whose words",
    ),
    "report.campaign_tone.crossed": (
        "Số tin gốc: sắc thái chung của bài (hàng) và sắc thái đối với đợt truyền thông (cột)",
        "Stories: overall tone (rows) and tone towards the campaign (columns)",
    ),
    "report.campaign_tone.basis": (
        "n = {count}. Đọc từ các câu nhắc đến đợt truyền thông cùng một câu trước và sau; lời được dẫn tách "
        "khỏi lời của báo, đài bằng quy tắc. Tin gốc mang sắc thái của bài ở nơi viết ra nó; chưa "
        "thu thập được bài ấy thì của bản đầy đủ đầu tiên. Mô hình: {models}.",
        "n = {count}. Read from the sentences that mention the campaign, with one before and one after; "
        "what is quoted is told from the outlet’s own words by rules. A story has the tone of the item "
        "of the outlet that wrote it, or of the earliest full version where that was not collected. "
        "Models: {models}.",
    ),
    "voice.all": ("Mọi lời", "All words"),
    "voice.outlet": ("Lời của báo, đài", "The outlet’s own words"),
    "voice.quoted": ("Lời được dẫn", "Words quoted"),
    "voice.silent": ("Không có lời nào", "Says nothing"),
    "report.messages": ("Thông điệp", "Messages"),
    "report.messages.caption": (
        "Số tin gốc và lượt tin, bài có thông điệp, nguyên văn hoặc có vài tiếng xen giữa các từ, theo "
        "thứ tự trong tệp của đợt truyền thông",
        "Stories and items with the message, word for word or with a few syllables between its words, in the "
        "order of the campaign’s file",
    ),
    "report.plan": ("Độ phủ so với kế hoạch", "Coverage beside plan"),
    "report.plan.caption": (
        "Hoạt động theo kế hoạch, cả đợt truyền thông: tin gốc, lượt tin, bài, báo, đài và tỷ trọng "
        "trong tổng số tin gốc; các khoảng tin cậy cùng đúng ở mức 95\u00a0%",
        "Planned activities, over the whole campaign: stories, items, outlets and the share of all "
        "stories; the intervals hold together at 95%",
    ),
    "report.plan.share": ("Tỷ trọng tin gốc", "Share of stories"),
    "report.plan.beside": ("So với tỷ trọng dự kiến", "Beside the intended share"),
    "report.plan.intended": (
        "dự kiến {planned}; {share} trong các hoạt động có tỷ trọng dự kiến",
        "intended {planned}; {share} among activities with an intended share",
    ),
    "report.plan.shared": ("{count} dùng chung với hoạt động khác", "{count} shared with other activities"),
    "report.plan.rest": ("Không gắn với hoạt động nào", "Attributed to no activity"),
    "report.plan.status": ("Tình trạng", "Status"),
    "report.plan.none": (
        "Không có tỷ trọng dự kiến cho hoạt động nào, nên không có nhận định về mức cân đối.",
        "No activity has an intended weight, so nothing is said about balance.",
    ),
    "report.plan.missing": ("Hoạt động đã diễn ra mà chưa có tin, bài", "Activities held without coverage"),
    "report.plan.clashes": ("Ngày có nhiều hoạt động", "Days with several activities"),
    "report.plan.tasks": (
        "Nhiệm vụ, chỉ theo tin, bài về các hoạt động có ngày của nhiệm vụ; thông điệp hoặc mảng công việc "
        "có tên gần giống được tính riêng, theo từ khóa",
        "Tasks, only by the coverage of their dated activities; a message or workstream of a similar name is "
        "counted apart, by its terms",
    ),
    "report.plan.workstreams": (
        "Mảng công việc, theo từ khóa; một tin gốc có thể thuộc nhiều mảng",
        "Workstreams, by their terms; one story can be on several",
    ),
    "report.plan.limit": (
        "Tin, bài được gắn với hoạt động theo từ khóa, địa điểm và thời gian. Số tin gốc là những tin gốc có "
        "ít nhất một bản gắn với hoạt động, nên một tin gốc có thể được tính cho nhiều hoạt động; khi tính "
        "tỷ trọng, mỗi tin gốc chỉ tính một lần, theo bản cho nó sắc thái, và chia đều nếu bản ấy gắn với "
        "nhiều hoạt động. Bài tài trợ và bài của đơn vị tổ chức không được tính.",
        "Items are attributed by terms, place and time. The stories are those with an item attributed to the "
        "activity, so that one can count for several; in the shares a story counts once, by the item that "
        "gives it its tone, and in parts where several activities share that item. Sponsored and owned items "
        "are not counted.",
    ),
    "report.offices": ("Phát biểu theo cơ quan", "Statements by office"),
    "report.offices.caption": (
        "Cơ quan được dẫn lời trong tin, bài, theo thứ tự chữ cái: số phát biểu, số tin gốc và lượt tin, bài "
        "dẫn lại",
        "Offices quoted, alphabetically: statements, and the stories and items that quote them",
    ),
    "report.offices.limit": (
        "Nhận tự động, có thể sót hoặc nhầm; cách diễn đạt gần giống của cùng một cơ quan là một phát biểu. "
        "Không lưu tên người phát biểu, không đo sắc thái và không xếp hạng cơ quan.",
        "Recognised by machine, so some are missed or mistaken; near the same words of one office are one "
        "statement. No speaker’s name is kept, and offices have no tone and no rank.",
    ),
    "report.stories": ("Danh sách tin gốc", "Stories"),
    "report.stories.note": (
        "Mới nhất trước. Sắc thái là của bài ở nơi viết ra tin gốc; chưa thu thập được bài ấy thì là của bản "
        "đầy đủ đầu tiên. Các bản sau không làm thay đổi.",
        "Newest first. Tone is that of the item of the outlet that wrote the story, or of the earliest full "
        "version where that was not collected; later ones never change it.",
    ),
    "report.stories.carried": ("{items} tại {outlets}", "{items} at {outlets}"),
    "report.stories.versions": ("Các bản đăng ({count})", "Versions ({count})"),
    "report.stories.differing": (
        "{count} có sắc thái khác tin gốc",
        "{count} differ in tone from the story",
    ),
    "report.stories.no_link": ("không có địa chỉ web hợp lệ", "no valid web address"),
    "report.apart": ("Bài tài trợ, quảng cáo và bài của đơn vị tổ chức", "Sponsored and owned items"),
    "report.collection": ("Thu thập dữ liệu", "Collection"),
    "report.collection.caption": (
        "Mức đầy đủ theo báo, đài và chuyên trang, toàn bộ thời gian đã thu thập, theo thứ tự chữ cái",
        "Completeness by outlet and sub-site, over all that was collected, in alphabetical order",
    ),
    "report.collection.gaps": ("Thiếu dữ liệu", "Gaps"),
    "report.collection.none": ("không", "none"),
    "report.collection.problems": ("Sự cố ghi nhận", "Problems recorded"),
    "report.rejected": ("Mục không nhận, theo lý do", "Entries not accepted, by reason"),
    "report.rejected.note": (
        "Mỗi mục trong danh sách tin của báo, đài hoặc thành tin, bài, hoặc nằm ở đây kèm lý do.",
        "Every entry of a feed is either an item or stands here with its reason.",
    ),
    "report.measures": ("Các chỉ số", "Measures"),
    "report.measures.caption": (
        "Giá trị, khoảng tin cậy 95\u00a0%, cơ sở tính (n) và tình trạng của từng chỉ số",
        "Value, 95% interval, basis (n) and status of each measure",
    ),
    "report.measures.notes": ("Vì sao", "Why"),
    "report.methods": ("Nguồn và phương pháp", "Sources and methods"),
    "method_row.source": ("Nguồn dữ liệu", "Source"),
    "method_row.source.text": (
        "Tin, bài đăng công khai trên mạng của {watched}, lấy qua danh sách tin (RSS) và sơ đồ trang "
        "(sitemap) "
        "của chính các báo, đài; tuân thủ robots.txt.",
        "Articles published openly online by {watched}, found through the outlets’ own feeds and sitemaps; "
        "robots.txt is obeyed.",
    ),
    "method_row.query": ("Truy vấn", "Query"),
    "method_row.units": ("Đơn vị đếm", "Units"),
    "method_row.units.text": (
        "Lượt tin, bài: mỗi lần một báo, đài đăng. Tin gốc: một văn bản độc lập cùng các bản đăng lại. "
        "Sự việc: "
        "điều mà nhiều tin gốc cùng phản ánh. Sắc thái và đồng thuận tính theo tin gốc.",
        "Item: an article at one outlet. Story: an independent text with its copies. Event: what several "
        "stories "
        "report. Tone and consensus are counted in stories.",
    ),
    "method_row.copies": ("Nhận ra bản đăng lại", "Copies"),
    "method_row.copies.text": (
        "Hai văn bản có từ 30\u00a0% cụm năm âm tiết trùng nhau trở lên thuộc cùng một tin gốc. Nguồn phát "
        "đầu tiên lấy "
        "theo dòng ghi nguồn; nơi không có dòng ghi nguồn thì suy ra và ghi rõ “suy ra”.",
        "Texts that share 30% or more of their five-syllable runs are one story. Its origin is the "
        "text’s credit "
        "line; where there is none it is inferred and marked so.",
    ),
    "method_row.tone": ("Sắc thái", "Tone"),
    "method_row.tone.text": (
        "Sắc thái chung của tít và sa-pô do mô hình phân loại văn bản gán: tích cực, trung tính, tiêu "
        "cực (bất "
        "lợi). Mô hình: {models}. Không nêu sắc thái theo từng báo, đài.",
        "Overall tone of headline and lead by a text classifier: positive, neutral, negative "
        "(unfavourable). Models: {models}. No "
        "tone per outlet is given.",
    ),
    "method_row.coding": ("Gán nhãn thủ công", "Coding by hand"),
    "method_row.coding.corrected": (
        "Tỷ lệ sắc thái đã hiệu chỉnh bằng mẫu ngẫu nhiên {coded} gán nhãn thủ công (PPI++); độ nhất trí "
        "giữa người gán nhãn tính trên {double} hai người cùng gán. Việc sửa nhãn không đưa vào ước lượng.",
        "Shares of a tone are corrected with a random sample of {coded} coded by hand (PPI++); coder "
        "agreement is over {double} coded twice. Corrections are no part of any estimate.",
    ),
    "method_row.coding.text": (
        "Kỳ này không có mẫu gán nhãn thủ công; mọi tỷ lệ sắc thái chưa hiệu chỉnh.",
        "There is no hand-coded sample of this period; every share of a tone is uncorrected.",
    ),
    "method_row.consensus": ("Đồng thuận trên báo chí", "Consensus in the press"),
    "method_row.consensus.text": (
        "Độ thống nhất A của van der Eijk (2001) theo tin gốc; {note}. Chỉ tính khi có từ {stories}, "
        "{outlets} "
        "viết tin gốc và {events} trở lên; không nhận định khi khoảng tin cậy rộng hơn {width}.",
        "Agreement A of van der Eijk (2001) over stories; {note}. Given only from {stories}, {outlets} "
        "that wrote "
        "them and {events} on; no verdict while the interval is wider than {width}.",
    ),
    "method_row.intervals": ("Khoảng tin cậy", "Intervals"),
    "method_row.intervals.text": (
        "95\u00a0%: theo Wilson cho tỷ lệ; theo tỷ số hợp lý, gộp theo sự việc, cho A.",
        "95%: Wilson for shares; likelihood ratio, clustered by event, for A.",
    ),
    "method_row.gaps": ("Thiếu dữ liệu thu thập", "Gaps"),
    "method_row.gaps.text": (
        "Xác định từ chính việc thu thập (lượt quét hỏng, danh sách tin quá ngắn, thiếu ngày quét), "
        "không suy từ số "
        "lượng thấp. Khi thiếu quá {share} số tin, bài dự kiến thì không công bố tỷ trọng, tốc độ lan tỏa và "
        "so sánh "
        "số lượng.",
        "Decided from evidence of collection (failed visits, feeds that are too short, missing scans), "
        "never from "
        "low counts. Where more than {share} of the expected items are missing, share of attention, speed "
        "and contrasts in volume are withheld.",
    ),
    "method_row.messages": ("Thông điệp", "Messages"),
    "method_row.people": ("Con người", "People"),
    "method_row.people.text": (
        "Không thu thập bình luận và tài khoản mạng xã hội; không lưu tên tác giả; không có bảng nào về "
        "cá nhân.",
        "No comments and no social accounts are collected, bylines are dropped, no table is about a person.",
    ),
    "method_row.limits": ("Giới hạn", "Limits"),
    # Intervals
    "interval.between": ("trong khoảng {low} đến {high}", "between {low} and {high}"),
    "interval.open": (
        "từ {low} trở lên (giới hạn trên chưa biết)",
        "{low} or more (upper limit not known)",
    ),
    "basis": ("n\u00a0=\u00a0{count}", "n\u00a0=\u00a0{count}"),
    "time.at": ("{clock} ngày {day}", "{day}, {clock}"),
    "period.week": ("Tuần {week}/{year}", "{year}-W{week}"),
    "span.day": ("Ngày {day}", "On {day}"),
    "span.days": ("Từ {from_date} đến {to_date}", "From {from_date} to {to_date}"),
    "period.between": ("từ {from_date} đến {to_date}", "{from_date} to {to_date}"),
    # Alerts
    "report.alerts": ("Cảnh báo", "Alerts"),
    "report.alerts.none": ("Chưa có cảnh báo nào.", "There is no alert."),
    "report.alerts.more": ("và {count} khác", "and {count} more"),
    "report.alerts.rules": (
        "Các quy tắc cảnh báo và kết quả xét gần nhất",
        "The rules, and what they came to when they were last asked",
    ),
    "report.alerts.limit": (
        "Cảnh báo cho biết điều cần xem, không phải kết luận. Sắc thái do máy gán; bài tài trợ và bài của "
        "đơn vị tổ chức không được tính.",
        "An alert says what to look at, and is no finding. Tones are by machine; sponsored and owned items "
        "do not count.",
    ),
    "finding.alerts": ("Cần xem", "To look at"),
    "finding.alerts.open": ("{count} chưa kết thúc: {names}.", "{count} still open: {names}."),
    "noun.alert": ("cảnh báo", "alert|alerts"),
    "noun.copy": ("lượt đăng lại", "copy|copies"),
    "alert.rule.stories": ("Tin gốc nhiều bất thường", "More stories than usual"),
    "alert.rule.negative": (
        "Tin gốc có sắc thái tiêu cực nhiều bất thường",
        "More stories of negative tone than usual",
    ),
    "alert.rule.copies": ("Đăng lại dồn dập", "Copy storm"),
    "alert.rule.scenario": ("Tình huống đã chuẩn bị", "Prepared situation"),
    "alert.rule.claim": ("Thông tin cần theo dõi", "Watched claim"),
    "alert.rule.message": ("Thông điệp chưa được truyền tải", "Message not carried"),
    "alert.rule.silence": ("Loại hình báo chí vắng tin, bài kéo dài", "Kind of outlet silent for long"),
    "alert.says.count": (
        "{day}: {observed}. Theo {n} bình thường {period}, mức dự kiến khoảng {expected}; từ {threshold} trở "
        "lên là bất thường. Nếu không có gì thay đổi, mức này hiếm như một lần trong {tail}; ngưỡng là một "
        "lần trong {rate}.",
        "{day}: {observed}. By {n} of the usual kind, {period}, some {expected} were to be expected; "
        "{threshold} or more are unusual. If nothing has changed this is as rare as once in {tail}; the "
        "limit is once in {rate}.",
    ),
    "alert.says.scenario": (
        "{day}: {observed} nói về tình huống “{name}”; từ {threshold} tin gốc là đủ.",
        "{day}: {observed} on the situation “{name}”; {threshold} is enough.",
    ),
    "alert.says.claim": (
        "{day}: {observed} nêu “{name}”; từ {threshold} tin gốc là đủ.",
        "{day}: {observed} on “{name}”; {threshold} is enough.",
    ),
    "alert.says.message": (
        "Từ {day}: {observed} liên tiếp không có thông điệp “{name}” (ngưỡng: {threshold}).",
        "Since {day}: {observed} in a row do not carry “{name}” (limit: {threshold}).",
    ),
    "alert.says.silence": (
        "Từ {day}: {observed} liên tiếp không được đăng ở loại hình “{name}” (ngưỡng: {threshold}); "
        "việc thu thập các báo, đài này bình thường.",
        "Since {day}: {observed} in a row were run by no outlet of the kind “{name}” (limit: {threshold}); "
        "these outlets were collected well.",
    ),
    "alert.day.gap": (
        "Ngày này thiếu dữ liệu thu thập, số thật có thể cao hơn.",
        "Collection of that day has gaps, there may be more.",
    ),
    "alert.day.activity": (
        "Hôm đó hoặc hôm trước có hoạt động theo kế hoạch: {titles}.",
        "Planned on that day or the day before: {titles}.",
    ),
    "alert.day.holiday": (
        "Hôm đó là ngày lễ, Tết hoặc ngày làm bù.",
        "That day is a public holiday, or makes up for one.",
    ),
    "alert.state.new": ("Mới", "New"),
    "alert.state.acknowledged": ("Đã tiếp nhận", "Acknowledged"),
    "alert.state.closed": ("Đã kết thúc", "Closed"),
    "alert.finding.happened": ("có việc thật", "something had happened"),
    "alert.finding.nothing": ("không có việc gì", "nothing had happened"),
    "alert.responsible": ("Cơ quan trả lời", "Office that answers"),
    "alert.text": ("Nội dung đã chuẩn bị", "Prepared text"),
    "alert.source": ("Nguồn chính thức", "Official source"),
    "alert.checked": ("Kiểm tra ngày", "Checked on"),
    "alert.status.alert": ("báo động", "alert"),
    "alert.status.quiet": ("dưới ngưỡng", "below the limit"),
    "alert.status.quiet.absence": (
        "chưa đến ngưỡng ({observed} trên {threshold} tin gốc)",
        "limit not reached ({observed} of {threshold} stories)",
    ),
    "alert.status.not_judged": ("chưa xét được", "not judged"),
    "alert.counted.message": ("{observed} liên tiếp không có thông điệp", "{observed} in a row without it"),
    "alert.counted.silence": ("{observed} liên tiếp không được đăng", "{observed} in a row not run"),
    "alert.asked": (
        "Xét gần nhất theo dữ liệu có đến {at}.",
        "Last asked of what was known at {at}.",
    ),
    "alert.budget": (
        "{rules} quy tắc đếm dùng chung một hạn mức: báo động nhầm một lần trong {days}.",
        "{rules} count rules share one budget: one false alarm in {days}.",
    ),
    "field.alert": ("Cảnh báo", "Alert"),
    "field.rule": ("Quy tắc", "Rule"),
    "field.observed": ("Đếm được", "Counted"),
    "field.threshold": ("Ngưỡng", "Limit"),
    "field.came_to": ("Kết quả", "Result"),
}
