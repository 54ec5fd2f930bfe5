"""Words of what people decide in the browser: coding by hand, corrections, answers to alerts."""

# key: (Vietnamese, English)
DECIDING_LABELS: dict[str, tuple[str, str]] = {
    "page.coding": ("Gán nhãn", "Coding"),
    "desk.read_only": (
        "Bản này chỉ để xem: không ghi được vào thư mục codings, nên ở đây không gán nhãn, sửa nhãn hay trả "
        "lời cảnh báo được.",
        "This dashboard only shows: it can’t write to the folder codings, so nothing can be coded, corrected "
        "or answered here.",
    ),
    "desk.not_yours": (
        "Vai trò của bạn chỉ được xem tiến độ. Người quản trị đổi vai trò bằng lệnh lantoa users add.",
        "Your role may only look at the progress. Roles are changed by lantoa users add.",
    ),
    "desk.trouble": (
        "Chưa ghi hoặc chưa đọc được, và không có gì bị mất. Lý do: {why}",
        "It could not be written or read, and nothing is lost. The reason: {why}",
    ),
    "desk.why": (
        "Lý do, trong vài chữ, không nêu tên người",
        "Why, in a few words, without anybody’s name",
    ),
    "desk.why_needed": (
        "Chưa ghi: hãy chọn và viết lý do, từ 1 đến 500 ký tự.",
        "Not written: choose, and say why in 1 to 500 characters.",
    ),
    "desk.why_named": (
        "Chưa ghi: lý do nêu tên người. Hãy viết cơ quan hoặc chức vụ thay cho tên.",
        "Not written: the reason names a person. Write the office or the post instead.",
    ),
    "desk.recorded": (
        "đã ghi; được tính sau lần nạp, đo và công bố tới",
        "recorded; counted after the next load, measure and publish",
    ),
    "coding.none": (
        "Chưa có lượt rút mẫu nào cho đợt truyền thông này. Biên tập viên rút mẫu ở dưới, hoặc bằng lệnh "
        "lantoa code draw.",
        "No stories were drawn for this campaign yet. An editor draws them below, or by lantoa code draw.",
    ),
    "coding.done": (
        "Không còn tin nào chờ bạn ở đây.",
        "No story waits for you here.",
    ),
    "coding.first": ("Gán nhãn lần đầu: {count}", "First codes: {count}"),
    "coding.third": ("Xem lần ba: {count}", "Third looks: {count}"),
    "coding.looks": ("Việc chờ bạn", "What waits for you"),
    "coding.third.hint": (
        "Nhãn lần đầu khác nhau hoặc chưa rõ; nhãn của bạn là nhãn cuối. Các nhãn trước không hiện ở đây.",
        "First codes differ or are unsure; yours settles it. The earlier codes are not shown here.",
    ),
    "coding.keys": (
        "Bấm phím số khi khung này đang được chọn.",
        "Press the number while this frame has the focus.",
    ),
    "coding.choices": ("Nhãn của tin này", "Code of this story"),
    "coding.open": ("Mở bài gốc", "Open the article"),
    "coding.gone": (
        "Bài này không còn trong kho dữ liệu. Hãy chọn “Chưa rõ”.",
        "This item is no longer in the warehouse. Choose “Unsure”.",
    ),
    "coding.passages": ("Đoạn nói về đợt truyền thông", "Passages on the campaign"),
    "coding.undo": ("Bỏ nhãn vừa gán: “{title}”: {code}", "Take back: “{title}”: {code}"),
    "coding.undone": (
        "Đã bỏ nhãn vừa gán; tin ấy lại chờ bạn.",
        "Taken back; the story waits for you again.",
    ),
    "coding.unknown": ("Không ghi: lượt rút mẫu không có tin này.", "Not written: no draw has this story."),
    "coding.taken": (
        "Không ghi: người khác vừa gán nhãn tin ấy. Đây là tin tiếp theo.",
        "Not written: somebody else has just coded that story. Here is the next one.",
    ),
    "coding.own_stands": (
        "Không ghi: bạn đã gán nhãn tin ấy và nhãn đầu giữ nguyên. Muốn đổi, hãy bỏ nhãn vừa gán.",
        "Not written: you have coded that story, and the first code stands. To change it, take it back.",
    ),
    "coding.not_last": (
        "Không bỏ được: đó không còn là nhãn cuối của bạn, hoặc người khác đã xem lần ba.",
        "Not taken back: it is no longer your last code, or somebody has settled the story.",
    ),
    "coding.now": (
        "Lúc này: {settled} trong {stories} đã có nhãn thống nhất; {open} chưa gán nhãn, {second} chờ người "
        "thứ hai, {third} chờ xem lần ba.",
        "Right now: {settled} of {stories} settled; {open} not coded yet, {second} wait for a second person, "
        "{third} for a third look.",
    ),
    "coding.progress": ("Tiến độ", "Progress"),
    "coding.progress.basis": (
        "Theo những gì đã ghi đến lúc này; tỷ lệ hiệu chỉnh và độ nhất trí tính theo lần nạp gần nhất. "
        "Người gán nhãn chỉ có bí danh, và không có điểm số của từng người.",
        "By what has been written so far; corrected shares and agreement are as of the last load. "
        "Coders have pseudonyms, and there is no score for any of them.",
    ),
    "coding.progress.basis.loaded": (
        "Theo lần nạp dữ liệu gần nhất. Người gán nhãn chỉ có bí danh, và không có điểm số của từng người.",
        "As of the last load. Coders have pseudonyms, and there is no score for any of them.",
    ),
    "coding.progress.none": (
        "Chưa có lượt rút mẫu nào.",
        "Nothing was drawn yet.",
    ),
    "coding.column.draw": ("Lượt rút mẫu", "Draw"),
    "coding.column.stories": ("Tin gốc", "Stories"),
    "coding.column.settled": ("Đã thống nhất", "Settled"),
    "coding.column.open": ("Chưa gán nhãn", "Not coded"),
    "coding.column.waiting_second": ("Chờ người thứ hai", "Wait for a second person"),
    "coding.column.waiting_third": ("Chờ xem lần ba", "Wait for a third look"),
    "coding.column.double_coded": ("Hai người gán", "Coded by two"),
    "coding.column.coded_alike": ("Trong đó giống nhau", "Of these alike"),
    "coding.draw": ("Rút mẫu mới", "New draw"),
    "coding.draw.hint": (
        "Rút ngẫu nhiên theo tháng từ các tin gốc {period} chưa từng được rút. Bộ lọc ngày ở trên đổi "
        "khoảng này. Tin hai người gán nhãn mà không nói về đợt truyền thông hoặc chưa rõ được thay bằng tin "
        "kế tiếp của mẫu.",
        "Drawn at random by month from the stories {period} that were never drawn. The days are those of the "
        "filters above. A story for two people that is off the campaign or unsure is replaced by the next "
        "one of the draw.",
    ),
    "coding.draw.stories": ("Số tin gốc", "Stories"),
    "coding.draw.double": ("Trong đó hai người gán nhãn (cần 60)", "Of these coded by two (60 needed)"),
    "coding.draw.make": ("Rút mẫu", "Draw"),
    "coding.draw.made": (
        "Đã rút {stories}, trong đó {double} cho hai người: {draw}.",
        "{stories} drawn, {double} of them for two people: {draw}.",
    ),
    "coding.draw.number": (
        "Chưa rút: hãy ghi số tin gốc từ 1 trở lên, và số tin hai người gán nhãn từ 0 trở lên.",
        "Nothing drawn: give a number of stories from 1, and of those coded by two from 0.",
    ),
    "coding.draw.nothing": (
        "Chưa rút: khoảng ngày này không còn tin gốc nào để rút, hoặc vừa có lượt rút mẫu khác.",
        "Nothing drawn: these days have no story left to draw, or another draw was made this second.",
    ),
    "sheet.coding": ("Tiến độ gán nhãn", "Progress of coding"),
    "correction": ("Sửa sắc thái", "Correct the tone"),
    "correction.limit": (
        "Chỉ đổi những gì trang này và danh sách của nó hiển thị, không đổi tỷ lệ ước lượng nào.",
        "It changes what this page and its lists show, and no estimated share.",
    ),
    "correction.marked": ("{tone} (sửa tay)", "{tone} (by hand)"),
    "correction.by": (
        "Sửa tay bởi {role}, {time}: {why}",
        "Corrected by hand by {role}, {time}: {why}",
    ),
    "correction.machine": ("máy: {tone}", "machine: {tone}"),
    "correction.tone": ("Ghi sắc thái đúng là", "Record the right tone as"),
    "correction.all": ("Tất cả các bản đã thu thập", "All versions collected"),
    "correction.undo": ("Bỏ sửa", "Take back"),
    "correction.undo.of": ("Bỏ sửa: {outlet}", "Take the correction back: {outlet}"),
    "correction.undo.all": ("Bỏ sửa mọi bản", "Take all corrections back"),
    "correction.same": (
        "Không ghi: đó đã là nhãn của máy. Muốn bỏ việc sửa nhãn, hãy bấm “Bỏ sửa”.",
        "Not written: that is the machine’s label. To undo a correction, take it back.",
    ),
    "correction.none": (
        "Các bản này không có nhãn của máy để sửa.",
        "These versions have no machine label to correct.",
    ),
    "role.editor": ("biên tập viên", "an editor"),
    "answer": ("Trả lời cảnh báo", "Answer the alert"),
    "answer.acknowledged": ("Tiếp nhận: đã có người lo", "Acknowledge: it is in hand"),
    "answer.happened": ("Kết thúc: có việc thật", "Close: something had happened"),
    "answer.nothing": ("Kết thúc: không có việc gì", "Close: nothing had happened"),
    "answer.unknown": (
        "Không ghi: không có cảnh báo này trong bản công bố mới nhất.",
        "Not written: the newest snapshot has no such alert.",
    ),
}
