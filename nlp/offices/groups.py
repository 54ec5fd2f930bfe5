"""Which mentions of a text stand beside one another, so that they are of one."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from nlp.names import ADDRESS
from nlp.offices.mentions import Mention
from nlp.offices.spelling import canonical, holds_position, is_complete
from nlp.offices.words import RANK

# What may stand between a name and an office that are of one.
GLUE: Final = rf"[\s,]*(?:{ADDRESS.pattern}[\s,]*)?(?:{RANK.pattern}[\s,]*)*(?:{ADDRESS.pattern}[\s,]*)?"
_BESIDE_BEFORE: Final = re.compile(rf"[\s,–-]*(?:kiêm )?{GLUE}")
_BESIDE_AFTER: Final = re.compile(rf"[\s]*[,;(–-][\s]*(?:là |nguyên |hiện là |kiêm )?{GLUE}")
BESIDE: Final = re.compile(rf"[\s,;()–-]*(?:kiêm |là )?{GLUE}[\s,()–-]*")
_OBJECT: Final = re.compile(
    r"\b(?:(?:cho|với|gặp|tiếp|thăm|cùng)"
    r"|(?:bắt(?: giữ)?|khởi tố|tạm giữ|tạm giam|truy nã|truy tố|triệu tập|liên quan(?: đến| tới)?)"
    r"(?: bị can| đối tượng| nghi phạm)?)"
    rf" (?:{ADDRESS.pattern} )?$"
)
# Before a body for which somebody speaks who is named behind it.
_STANDS_FOR: Final = re.compile(
    r"\b(?:đại diện(?: cho| của)?|thay mặt|lãnh đạo|phía|người đứng đầu|cán bộ|chuyên viên|bác sĩ) $"
)
# Before an office that is not the subject: of who says something, or is met, asked or written to.
_PASSED: Final = re.compile(
    r"\b(?:theo|với|tiếp|gặp|thăm|trước|cùng|của|cho|từ|mời|đón|chào|kiến|gửi)"
    rf"(?: (?:các|{ADDRESS.pattern}))? $"
)
# Who holds one of these holds no other, as a deputy prime minister and minister does.
_NEVER_WITH_ANOTHER: Final = re.compile(r"(?:thủ tướng|chủ tịch nước|chủ tịch quốc hội|tổng thống)\b")
_CLOSED: Final = re.compile(r"[,.;:\n]| [-–]|$")
_DASHES: Final = re.compile("[-–]")
ACTS: Final = re.compile(r" (?!(?:của|và|do|được|bị|tại|ở|cho|với|là|thuộc|trong|về)\b)[a-zà-ỹđ]")


class Groups:
    """Which mentions of one text are of one.

    Args:
        text: Normalised.
        folded: The text folded, letter for letter.
        mentions: Of the text, by where they start.
        known: The offices of a campaign.
    """

    def __init__(self, text: str, folded: str, mentions: Sequence[Mention], known: tuple[str, ...]) -> None:
        self._text, self._folded, self._mentions, self._known = text, folded, mentions, known
        self._starts = [one.start for one in mentions]

    def offices_of(self, index: int) -> list[str]:
        """Give the offices that stand beside a name, the mention with this index."""
        return [*self._before(index), *self._after(index)]

    def _before(self, index: int) -> list[str]:
        """Give the offices before a name that are its own, not those of the name before."""
        beside = self._beside_before(index)
        other = index - len(beside) - 1
        is_list = other >= 0 and self._mentions[other].kind == "person" and len(self._beside_after(other)) > 0
        if is_list and self._is_attached(index):
            beside = beside[-1:]
        elif is_list and not self._beside_before(other):
            beside = []
        return [one.office for one in beside]

    def _after(self, index: int) -> list[str]:
        """Give the offices behind a name that are its own, not those of the name behind."""
        beside = self._beside_after(index)
        goes_on = bool(beside) and self._text[beside[-1].end :][:1] == " "
        if goes_on and self.is_object(self._mentions[index]):
            return []
        if goes_on and self._is_next_subject(self._mentions[index], beside):
            return []
        other = index + len(beside) + 1
        is_titled = len(self._beside_before(index)) > 0
        if beside and is_titled and self._folded[self._mentions[index].end] == ";":
            return []
        if beside and other < len(self._mentions) and self._mentions[other].kind == "person":
            own = [] if is_titled else beside[:-1] or beside
            beside = own if self._is_attached(other) else beside
        return [one.office for one in beside]

    def _is_next_subject(self, name: Mention, beside: Sequence[Mention]) -> bool:
        """Tell bodies behind a name and a comma that act themselves: "Sau khi gặp A, Công an X đã ..."."""
        is_comma = self._text[name.end : name.end + 2] == ", "
        is_held = any(holds_position(one.office) for one in beside)
        return is_comma and not is_held and ACTS.match(self._text, beside[-1].end) is not None

    def _is_attached(self, index: int) -> bool:
        """Tell whether an office stands before a name with no comma between."""
        office, name = self._mentions[index - 1], self._mentions[index]
        between = self._folded[office.end : name.start]
        return office.kind == "office" and "," not in between and bool(_BESIDE_BEFORE.fullmatch(between))

    def _beside_before(self, index: int) -> list[Mention]:
        found: list[Mention] = []
        at = self._mentions[index].start
        for other in range(index - 1, max(-1, index - 7), -1):
            one = self._mentions[other]
            if one.kind != "office" or not _BESIDE_BEFORE.fullmatch(self._folded, one.end, at):
                break
            if not self._is_own(other, index):
                break
            found.insert(0, one)
            at = one.start
        return found

    def _is_own(self, office: int, name: int) -> bool:
        """Tell whether an office can be held by who is named behind it (mentions by their index).

        A body is nobody's ("Theo Công an X, ông A ...", "Tại Bộ X, ông A ..."), unless somebody stands for it
        ("Đại diện Bộ X, ông A") or a position lacks it ("Bộ X, Bộ trưởng A"). Nor is the office of who says
        it or is met the next one's ("Theo Thủ tướng, ông A ...", "Tiếp Thủ tướng, ông A ..."), unless the
        name is closed by a comma too.
        """
        one, held_by = self._mentions[office], self._mentions[self._named_at(office + 1)]
        between = self._folded[one.end : held_by.start]
        is_position = holds_position(one.office)
        if "\n" in between:
            return False
        if "," not in between and (is_position or not _DASHES.search(between)):
            return True
        stands = self.stands_for(one)
        if not is_position and not stands and not one.office.lower().startswith("lãnh đạo "):
            if held_by.kind == "office":
                return not holds_position(held_by.office) or self._lacks_body(held_by)
            before = self._mentions[office - 1] if office else one
            return self._lacks_body(before) and bool(BESIDE.fullmatch(self._folded, before.end, one.start))
        if held_by.kind == "office" and not _NEVER_WITH_ANOTHER.match(one.office.lower()):
            return True
        start = stands.start() if stands else one.start
        return not _PASSED.search(self._folded, max(0, start - 24), start) or self._is_closed(name)

    def stands_for(self, office: Mention) -> re.Match[str] | None:
        """Find who stands for a body before it: "đại diện"."""
        return _STANDS_FOR.search(self._folded, max(0, office.start - 40), office.start)

    def _named_at(self, index: int) -> int:
        """Give the mention of a name whose form of address is a mention too: "bà", "bà A"."""
        is_address = self._mentions[index].kind == "pronoun" and index + 1 < len(self._mentions)
        return index + 1 if is_address and self._mentions[index + 1].kind == "person" else index

    def _lacks_body(self, office: Mention) -> bool:
        """Tell a position that is written without the body that it is of: "Bộ trưởng"."""
        return holds_position(office.office) and not is_complete(canonical(office.office, self._known))

    def _is_closed(self, name: int) -> bool:
        """Tell whether a name ends with a comma, and no further name or office of its own behind."""
        end = self._mentions[name].end
        following = self._mentions[name + 1] if name + 1 < len(self._mentions) else None
        is_beside = (
            following is not None
            and following.kind in ("office", "person")
            and _BESIDE_AFTER.fullmatch(self._folded, end, following.start)
        )
        return not is_beside and _CLOSED.match(self._folded, end) is not None

    def _beside_after(self, index: int) -> list[Mention]:
        found: list[Mention] = []
        at = self._mentions[index].end
        for one in self._mentions[index + 1 : index + 7]:
            if one.kind != "office" or not _BESIDE_AFTER.fullmatch(self._folded, at, one.start):
                break
            found.append(one)
            at = one.end
        return found

    def group(self, start: int, end: int) -> list[Mention]:
        """Give the mentions that stand one beside the other at the end of a stretch."""
        found: list[Mention] = []
        at = end
        last = bisect_right(self._starts, end - 1) - 1
        for index in range(last, max(-1, last - 8), -1):
            one = self._mentions[index]
            if one.start < start:
                break
            if one.kind == "office" and one.end > end:
                one = Mention(one.start, end, "office", self._text[one.start : end].rstrip())
            if not found and not re.compile(r"[\s,()–-]*").fullmatch(self._folded, min(one.end, end), end):
                if one.end > end:
                    continue
                break
            if found and not BESIDE.fullmatch(self._folded, one.end, at):
                break
            if found and one.kind == "office" and not self._is_own(index, self._named_at(index + 1)):
                break
            found.insert(0, one)
            at = one.start
        return found

    def is_object(self, one: Mention) -> bool:
        """Tell whether a name stands where something is done to, for or with a person."""
        return one.kind == "person" and bool(_OBJECT.search(self._folded, max(0, one.start - 24), one.start))
