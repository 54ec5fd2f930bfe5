"""Words that a reader should know, each with what it means."""

from dashboards.words import LANGUAGES, Lang

# Vietnamese word and meaning, English word and meaning
_GLOSSARY: tuple[tuple[str, str, str, str], ...] = (
    (
        "Tin, bài",
        "Một bài ở một báo, đài. Đếm bằng “lượt tin, bài”: cùng một bài đăng ở ba báo là ba lượt.",
        "Item",
        "One article at one outlet; the same article at three outlets is three items.",
    ),
    (
        "Tin gốc",
        "Một văn bản độc lập cùng mọi bản đăng lại, bản biên tập lại của nó. Sắc thái và đồng thuận tính "
        "theo tin gốc.",
        "Story",
        "An independent text with all its reprints and rewrites. Tone and consensus are counted in stories.",
    ),
    ("Sự việc", "Điều mà nhiều tin gốc cùng phản ánh.", "Event", "What several independent stories report."),
    (
        "Nguồn phát đầu tiên",
        "Báo, đài viết tin gốc; ghi “suy ra” khi không có dòng ghi nguồn.",
        "Origin",
        "The outlet that wrote the story; marked as inferred where no credit line says so.",
    ),
    (
        "Sắc thái",
        "Tích cực, trung tính hoặc tiêu cực. Tiêu cực nghĩa là bất lợi, không phải “vụ việc tiêu cực”.",
        "Tone",
        "Positive, neutral or negative, which means unfavourable.",
    ),
    (
        "Độ thống nhất sắc thái (A)",
        "Từ −1 (chia về hai phía) qua 0 (rải đều) đến 1 (cùng một sắc thái). Nói về tin, bài trên báo "
        "chí, không phải "
        "mức đồng thuận trong nhân dân.",
        "Agreement (A)",
        "From −1 (split between the extremes) over 0 (even) to 1 (one tone). It is about coverage, not "
        "about what "
        "people think.",
    ),
    (
        "Tỷ lệ cặp trái chiều",
        "Xác suất để hai tin gốc lấy ngẫu nhiên có sắc thái ngược nhau.",
        "Opposed pairs",
        "The chance that two stories drawn at random take opposite sides.",
    ),
    (
        "Phần tăng do đăng lại",
        "Chênh lệch giữa A tính theo lượt tin, bài và A tính theo tin gốc.",
        "Inflation by copying",
        "A over items less A over stories.",
    ),
    (
        "Độ phủ",
        "Mức tiếp cận tối đa có thể, không tính trùng, dưới dạng một khoảng; không phải số người đã đọc.",
        "Reach",
        "The part of a population that could be reached, without double counting, as a band; not readers.",
    ),
    (
        "Thời gian đạt nửa số báo đăng",
        "Số giờ từ tin đầu tiên đến khi một nửa số báo, đài có tin, bài đã đăng.",
        "t50",
        "Hours from the first item until half of the outlets that covered had done so.",
    ),
    (
        "Khoảng tin cậy",
        "Khoảng mà giá trị thật nằm trong đó với độ tin cậy 95\u00a0%, theo cách tính đã ghi.",
        "Interval",
        "Holds the true value with 95% confidence, by the method named.",
    ),
    (
        "Chưa đủ dữ liệu để kết luận",
        "Bằng chứng chưa đủ nên không nêu con số; không có nghĩa là bằng 0.",
        "Not estimable",
        "There is too little evidence for a figure; it does not mean zero.",
    ),
    (
        "Thiếu dữ liệu thu thập; nghi thiếu",
        "Thời gian không thu thập được, hoặc có dấu hiệu không đủ; không tính là 0.",
        "Gap; suspect",
        "Time that was not collected, or that looks incomplete; never counted as zero.",
    ),
)


def glossary(lang: Lang) -> list[tuple[str, str]]:
    """Give the words that a reader should know, each with what it means."""
    at = 2 * LANGUAGES.index(lang)
    return [(entry[at], entry[at + 1]) for entry in _GLOSSARY]
