"""Words that only the report needs: its summary, the chain of effects, comments."""

from dashboards.words import LANGUAGES, Lang

# key: (Vietnamese, English)
_TERMS: dict[str, tuple[str, str]] = {
    "contents": ("Mục lục", "Contents"),
    "summary": ("Tóm tắt", "Summary"),
    "summary.messages": (
        "{carried} trong số {all} có mặt trong tin, bài đã thu thập.",
        "{carried} of {all} came through in the coverage collected.",
    ),
    "figure_ids": (
        "Mã trong ngoặc vuông, như [table.outlets], chỉ một số liệu, bảng hoặc biểu đồ. Dùng mã này khi "
        "góp ý; tệp "
        "JSON đi kèm ghi câu truy vấn của từng mã.",
        "A code in square brackets, such as [table.outlets], names a figure, table or chart. Use it in "
        "comments; the JSON file beside this report gives the query of each.",
    ),
    "collection.days": (
        "Bảng này tính trên toàn bộ thời gian theo dõi, không riêng kỳ báo cáo.",
        "This table is about all days of collection, not of the period alone.",
    ),
    "plan.days": (
        "Mỗi hoạt động được tính trong những ngày của chính hoạt động, kể cả phần ngoài kỳ báo cáo.",
        "Each activity is counted on its own days, those outside of the period among them.",
    ),
    "chain": ("Chuỗi đánh giá truyền thông (AMEC)", "The chain of communication (AMEC)"),
    "chain.note": (
        "Tin, bài báo chí chỉ là đầu ra. Ba ô để trống cần nguồn số liệu khác, như khảo sát công chúng; "
        "báo cáo này "
        "không suy ra từ tin, bài.",
        "Press coverage is an output. The three empty boxes need other sources, such as surveys; this report "
        "infers nothing about them from coverage.",
    ),
    "chain.inputs": ("Đầu vào", "Inputs"),
    "chain.outputs": ("Đầu ra", "Outputs"),
    "chain.out_takes": ("Tiếp nhận", "Out-takes"),
    "chain.outcomes": ("Chuyển biến", "Outcomes"),
    "chain.impact": ("Tác động", "Impact"),
    "chain.empty": ("không đo trong báo cáo này", "not measured in this report"),
    "chain.inputs.plan": (
        "{activities} hoạt động và {tasks} nhiệm vụ theo kế hoạch",
        "{activities} planned activities and {tasks} tasks",
    ),
    "chain.inputs.none": ("chưa nhập kế hoạch", "no plan was given"),
    "chain.out_takes.what": (
        "công chúng biết, nhớ, hiểu điều gì",
        "what the public noticed, remembered and understood",
    ),
    "chain.outcomes.what": (
        "nhận thức, thái độ, hành vi thay đổi ra sao",
        "how knowledge, attitudes and behaviour changed",
    ),
    "chain.impact.what": (
        "kết quả lâu dài của đợt truyền thông",
        "what the campaign achieved in the long run",
    ),
    "comments": ("Ý kiến góp ý", "Comments"),
    "comments.caption": (
        "Ý kiến bằng văn bản của các cơ quan đối với bản dự thảo",
        "What offices wrote about drafts of this report",
    ),
    "comments.figure": ("Mã số liệu", "Figure"),
    "comments.draft": ("Bản dự thảo lúc", "Draft of"),
    "comments.office": ("Cơ quan", "Office"),
    "comments.text": ("Ý kiến", "Comment"),
    "comments.what": ("Nội dung trong dự thảo", "What the draft says"),
    "comments.sheet": ("Ý kiến góp ý", "Comments"),
    "comments.how": ("Cách ghi", "How to fill in"),
    "comments.how.text": (
        "Ghi tên cơ quan và ý kiến vào dòng của số liệu cần góp ý; chỉ ghi tên cơ quan, không ghi tên "
        "người. Nhiều "
        "cơ quan góp ý về cùng một số liệu thì chép thêm dòng. Không sửa cột mã số liệu và trang “Phương "
        "pháp”.",
        "Write office and comment into the row of the figure; offices only, no names of persons. Copy the "
        "row "
        "where several offices comment on one figure. Leave the column of figures and the sheet of method.",
    ),
    "comments.campaign": ("Đợt truyền thông (mã)", "Campaign (id)"),
    "comments.period": ("Kỳ báo cáo (mã)", "Period (id)"),
    "comments.written_at": ("Bản dự thảo lúc (UTC)", "Draft of (UTC)"),
    "glossary": ("Giải thích từ ngữ", "Glossary"),
    "figures": ("Số liệu", "Figures"),
    "figures.id": ("Mã", "Id"),
    "figures.title": ("Tên", "Name"),
    "figures.unit": ("Đơn vị", "Unit"),
    "figures.value": ("Giá trị", "Value"),
    "figures.status": ("Tình trạng", "Status"),
    "figures.low": ("Khoảng tin cậy từ", "Interval from"),
    "figures.high": ("Khoảng tin cậy đến", "Interval to"),
    "figures.n": ("n", "n"),
    "figures.query": ("Truy vấn (lantoa sql)", "Query (lantoa sql)"),
    "finding.sentence": ("Nhận định", "Finding"),
    "day": ("Ngày", "Day"),
    "days.gaps": ("Báo, đài thiếu dữ liệu", "Outlets with a gap"),
    "days.watched": ("Báo, đài được theo dõi", "Outlets watched"),
    "address": ("Địa chỉ", "Address"),
    "change": ("Thay đổi", "Change"),
    "p": ("p chưa chỉnh", "Unadjusted p"),
    "side": ("Bên", "Side"),
    "about": ("Khác nhau về", "They differ in"),
    "hours.watched": ("Giờ theo dõi", "Hours watched"),
    "hours.covered": ("Giờ thu thập được", "Hours covered"),
    "disagreements": ("Các bài độc lập khác nhau", "Where texts differ"),
    "apart": ("Tài trợ, quảng cáo", "Sponsored and owned"),
}


def term(key: str, lang: Lang, **values: str) -> str:
    """Give a word or sentence.

    Args:
        key: Its name, such as "summary".
        lang: "vi" or "en".
        **values: What fills its braces, already formatted.

    Raises:
        KeyError: There is no such word, or a value for its braces is missing.
    """
    return _TERMS[key][LANGUAGES.index(lang)].format(**values)
