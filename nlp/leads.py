"""Leads as feeds give them: an item's own, without the headlines of other stories that some feeds add."""

import re
from typing import Final

# The end of a sentence before the beginning of another.
_BOUNDARY: Final = re.compile(r"[.!?…][\"”’)]*\s+(?=[\"“‘(\[]?[^\W_])")
# Words with which a text goes on, and no headline of a story begins.
_GOES_ON: Final = re.compile(
    r"(?:trước đó|trước tình|đây là|đây hiện|dù vậy|tuy nhiên|trong khi|trong đó|cùng kỳ|đặc biệt|dưới đây"
    r"|kết quả|bên cạnh|theo đó|ngoài ra|do đó|vì vậy|vì thế|nhưng|trên ảnh|đồng thời|sau đó|qua đó|từ đó"
    r"|nhờ đó|đến nay|điều này)\b",
    re.IGNORECASE,
)
_LONGEST_TAIL: Final = 25
"""Words; what is longer is a sentence that was cut off."""
_SHORTEST_LEAD: Final = 8
"""Words."""


def own_lead(summary: str) -> str:
    """Give the summary of a feed without the headlines of other stories at its end.

    Feeds of some outlets end a summary with the titles of related stories, without a mark of their own. A
    lead ends its sentences: what stands after the last sentence that ended, in at most 25 words and without
    an end of its own, is taken for such titles. A title that ends like a sentence is left in.

    Args:
        summary: NFC text without HTML.
    """
    text = summary.rstrip()
    ends = [match.end() for match in _BOUNDARY.finditer(text)] if text[-1:].isalnum() else []
    if not ends:
        return summary
    lead, tail = text[: ends[-1]].rstrip(), text[ends[-1] :]
    is_foreign = len(tail.split()) <= _LONGEST_TAIL and not _GOES_ON.match(tail)
    return lead if is_foreign and len(lead.split()) >= _SHORTEST_LEAD else summary
