"""Labels of the page of methods: the cards of the models of tone."""

from typing import Final

# key: (Vietnamese, English)
METHOD_LABELS: Final[dict[str, tuple[str, str]]] = {
    "column.what": ("Nội dung", "What"),
    "column.said": ("Cách làm", "How"),
    "sheet.models": ("Mô hình gán nhãn sắc thái", "Models of tone"),
    "models.read": (
        "Mô hình được kiểm tra trên những bài không dùng để huấn luyện. F1 trung bình là mức khớp với nhãn "
        "của những bài ấy, tính đều cho ba sắc thái; 1 là khớp hoàn toàn. Với các mô hình đi kèm phần mềm, "
        "nhãn ấy do một mô hình ngôn ngữ lớn gán theo hướng dẫn bằng văn bản, không phải do người gán; nhãn "
        "của người chỉ có ở mẫu gán nhãn thủ công. Dấu “–” là điều phiếu mô hình không ghi.",
        "Each model is judged on texts it was not trained on. Macro-F1 says how well it gives the labels of "
        "these, each tone counting alike; 1 is all of them. For the models that come with the software the "
        "labels are those of a large language model under a written guide, not of people, whose codes are in "
        "the sample coded by hand. “–” is what the model's card does not say.",
    ),
    "models.method": ("Mô hình", "Model"),
    "models.tier": ("Dùng cho", "Used for"),
    "models.fast": ("sắc thái chung, mọi tin, bài", "overall tone, every item"),
    "models.precise": (
        "sắc thái chung, tin, bài về đợt truyền thông",
        "overall tone, items on the campaign",
    ),
    "models.campaign": (
        "sắc thái đối với đợt truyền thông (thử nghiệm)",
        "tone towards the campaign (experimental)",
    ),
    "models.stories": ("Tin gốc ở trang này", "Stories of this page"),
    "models.trained_on": ("Huấn luyện ngày", "Trained on"),
    "models.n": ("Số bài huấn luyện", "Texts trained on"),
    "models.judged_on": ("Kiểm tra trên", "Judged on"),
    "models.later days": ("tin, bài của các ngày sau", "items of later days"),
    "models.other campaigns": ("đoạn về đợt truyền thông khác", "passages on other campaigns"),
    "models.n_judged": ("Số bài kiểm tra", "Texts judged"),
    "models.macro_f1": ("F1 trung bình", "Macro-F1"),
    "models.low": ("Khoảng tin cậy từ", "Interval from"),
    "models.high": ("đến", "to"),
    "models.accuracy": ("Tỷ lệ đúng", "Accuracy"),
    "models.calibration_error": ("Sai lệch xác suất (ECE)", "Calibration error (ECE)"),
    "models.sure_from": ("Chắc chắn từ xác suất", "Sure from probability"),
}
