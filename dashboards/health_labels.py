"""The words of the page about lantoa itself."""

from typing import Final

HEALTH_LABELS: Final[dict[str, tuple[str, str]]] = {
    "page.health": ("Tình trạng hệ thống", "Health"),
    "health.troubles": ("Cần xem ngay", "To be looked at"),
    "health.well": ("Mọi thứ hoạt động bình thường.", "All is as it should be."),
    "health.old_snapshot": (
        "Bản số liệu đã công bố cũ hơn {hours} giờ: hãy xem lịch chạy hằng ngày.",
        "The published snapshot is older than {hours} hours: look at the daily run.",
    ),
    "health.late_outlets": (
        "Trong {hours} giờ qua không đọc được: {outlets}.",
        "Could not be read within {hours} hours: {outlets}.",
    ),
    "health.failed_step": ("Lần chạy gần nhất bị lỗi: {steps}.", "The last run failed: {steps}."),
    "health.killed": (
        "{step}: bắt đầu lúc {at}, bị ngắt giữa chừng",
        "{step}: began at {at} and never ended",
    ),
    "health.holds": ("Dữ liệu đang có", "What is held"),
    "health.items": ("Tin, bài", "Items"),
    "health.items_1d": ("Tin, bài phát hiện trong 24 giờ qua", "Items found in the last 24 hours"),
    "health.rejected": ("Mục không thành tin, bài", "Entries that are no item"),
    "health.published_at": ("Công bố bản số liệu", "Snapshot published"),
    "health.what": ("Nội dung", "What"),
    "health.value": ("Giá trị", "Value"),
    "health.steps": ("Thời gian chạy từng bước (giây)", "Durations by step (seconds)"),
    "health.no_steps": ("Chưa có bước nào ghi lại thời gian chạy.", "No step has told of itself yet."),
    "health.step": ("Bước", "Step"),
    "health.ended_at": ("Kết thúc", "Ended last"),
    "health.seconds": ("Số giây", "Seconds"),
    "health.median_seconds": ("Trung vị", "Median"),
    "health.longest_seconds": ("Lâu nhất", "Longest"),
    "health.runs": ("Số lần", "Runs"),
    "health.failed": ("Lỗi", "Failed"),
    "health.outlets": ("Thu thập theo báo, đài", "Collection by outlet"),
    "health.last_readable_at": ("Đọc được gần nhất", "Read last"),
    "health.feed_state": ("Tình trạng nguồn", "State of its sources"),
    "health.items_7d": ("Tin, bài trong 7 ngày", "Items in 7 days"),
    "health.ok": ("đọc được", "read"),
    "health.moved": ("đọc được, nguồn đã đổi địa chỉ", "read, its source has moved"),
    "health.gaps": ("Ngày thiếu dữ liệu trong 7 ngày qua", "Gaps of the last 7 days"),
    "health.no_gaps": ("Không có ngày nào thiếu dữ liệu.", "There is no gap."),
    "health.day": ("Ngày", "Day"),
    "health.names": ("Tên báo, đài", "Names"),
}

STEPS: Final[dict[str, str]] = {
    "crawl": "thu thập",
    "import_archive": "nhập kho lưu trữ",
    "extract": "tách bài",
    "score": "gán sắc thái",
    "load": "nạp vào kho",
    "measure": "tính chỉ số",
    "watch": "xét cảnh báo",
    "publish": "công bố số liệu",
    "purge": "xóa văn bản cũ",
    "report": "lập báo cáo",
    "digest": "lập điểm báo",
    "retrain_tone": "huấn luyện lại mô hình sắc thái",
    "promote_tone": "chọn mô hình sắc thái",
}
"""What the steps do, in Vietnamese, by the names that the log has for them."""
