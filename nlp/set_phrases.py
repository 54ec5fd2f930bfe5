"""Sentences whose wording is given, so that two reports share them though neither copied the other.

These are quoted rules of law ("Người nào ... thì bị phạt tù từ 02 năm đến 07 năm") and rolls of those who
were there, with their offices.
"""

import re

from nlp.text import fold, sentences

_NAMED_LAW = r"bộ luật|luật|nghị định|thông tư|hiến pháp|pháp lệnh"
_RULE = re.compile(
    r"\bphạt (?:tiền|tù|cải tạo không giam giữ)(?: có thời hạn)? (?:từ|đến) \d"
    rf"|\b(?:điều|khoản|điểm) (?:\d+|[a-zđ])\b[^.\n]*\b(?:{_NAMED_LAW})\b"
    rf"|\b(?:{_NAMED_LAW})\b[^.\n]*\bquy định (?:như sau|rõ|cụ thể|tại)\b"
    r"|\bthuộc (?:một trong )?các trường hợp (?:sau|quy định|dưới) "
    rf"|\bquy định tại (?:điều|khoản|điểm|các điều) |\b(?:{_NAMED_LAW}) này\b"
    r"|^\s*(?:điều|khoản) \d+[a-zđ]?\. "
)
_ITEM = re.compile(r"^\s*(?:[a-zđ]|\d{1,2})[.)] ?\S")
_OFFICE = re.compile(
    r"\b(?:ủy viên|bí thư|chủ tịch|thủ tướng|bộ trưởng|thứ trưởng|chánh văn phòng|trưởng ban|phó ban|chánh án"
    r"|viện trưởng|tổng thanh tra|tổng kiểm toán|giám đốc|tư lệnh|chính ủy|đại tướng|thượng tướng|trung tướng"
    r"|thiếu tướng|vụ trưởng|cục trưởng|tổng biên tập|đại sứ|chủ nhiệm)\b"
)
_ROLL = 5
"""Offices from which a sentence may be a roll."""
_SYLLABLES_TO_AN_OFFICE = 12
"""A roll has an office in so many syllables or fewer."""


def without_set_phrases(body: str) -> str:
    """Leave out the sentences of a body whose wording is given; what is left stands in its order."""
    folded = fold(body)
    # Most bodies have none, and to ask so takes far less than to part them.
    if not _RULE.search(folded) and len(_OFFICE.findall(folded)) < _ROLL:
        return body
    kept: list[str] = []
    of_rule = False
    for start, end in sentences(folded):
        sentence = folded[start:end]
        # What a rule lists belongs to it.
        of_rule = bool(_RULE.search(sentence) or (of_rule and _ITEM.search(sentence)))
        if not of_rule and not _is_roll(sentence):
            kept.append(sentence)
    return "\n".join(kept)


def _is_roll(sentence: str) -> bool:
    offices = len(_OFFICE.findall(sentence))
    return offices >= _ROLL and len(sentence.split()) <= offices * _SYLLABLES_TO_AN_OFFICE
