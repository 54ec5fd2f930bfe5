"""From where to where the name of an office goes in a text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from nlp.names import ADDRESS, CAPITAL, NO_GIVEN_NAME
from nlp.offices.holders import KNOWN_PLACE, PARTICLES, PLACE_WORD, holder_at, is_foreign
from nlp.offices.words import COMPANY, COUNTRY, COUNTRY_NAMES, HEAD, NO_MORE, RANK, is_place
from nlp.text import SYLLABLE_FORM, fold

_ON_THE_SIDE_OF: Final = re.compile(rf"[Pp]hía(?P<country>{COUNTRY.pattern}),? $")
# What ends the name of a body that goes on in small letters.
_END: Final = re.compile(
    r"(?:cho|đã|đang|sẽ|vừa|cũng|đều|tại|trong(?! nước)|khi|với|để|là|được|bị|do|nhấn|khẳng|nói|phát biểu|trả"
    r"|chia sẻ|đề|yêu cầu"
    r"|lưu ý|nêu|kêu gọi|gọi|đánh giá|vào|sáng|chiều|tối(?! cao)|trưa|ngày|hôm|tiếp(?! công dân)|phối hợp"
    r"|(?<!ban )(?<!vụ )(?<!cục )(?<!phòng )tổ chức|ban hành"
    r"|chủ trì|(?<!người )có|vẫn|nhanh chóng"
    r"|cùng|thăm|dự(?! án| báo| trữ| phòng)|đến|tới|thừa|(?<!việc )làm|trao|ký|ra|nhận|kết luận|bày"
    r"|(?<!trung tâm )(?<!nhập )cảnh(?! sát)|khuyến"
    r"|thông báo|kiến(?! trúc)|ghi|trước|sau|này|đó|nơi|còn"
    r"|chúng|hiện|vì|nên|mà|thì|theo|từ|phải|cần|chưa|(?<!hàng )(?<!phòng )không|rằng|hỏi|đáp|kể|cam|quán"
    r"|nhưng|rất|tặng|phản hồi|phản đối|công bố|bác bỏ|hoan nghênh|bắt|khởi tố|triệu tập|tạm giữ|tạm giam"
    r"|truy nã|phát hiện|xác minh|đưa|mời|xử phạt|truy tố|đặt"
    r"|tuyên bố|tiết lộ|mong muốn|phàn nàn|than|cáo buộc|quả quyết|lập luận|bộc bạch|cảm ơn|xin lỗi|hứa"
    r"|họp|gặp|khai mạc|tiến hành|huy động|quy định|mang"
    r"|(?<!ủy ban )kiểm tra|chúc|gửi|hoài nghi|lên|trân trọng"
    r"|về (?:việc|mục đích|nội dung|vấn đề)|chỉ(?! huy| đạo)|giải|của (?:mình|họ|ông|bà|tôi|chúng|các))\b"
)
_SENDS: Final = re.compile(r"phát (?!triển|thanh)")  # in small letters, unlike "Tập đoàn Hòa Phát"
_TOKEN: Final = re.compile(r"[^\W_]+(?:[.&/-][^\W_]+)*\.?(?=[ ,;:)(\n]|$)|[^\W_]+")
_JOINT: Final = re.compile(
    r" - | |(?<=phòng), (?=chống )|, (?=thể thao và du lịch|chữa bệnh|quy tập|chữa cháy|cứu hộ"
    r"|chiến lược trung ương"
    r"|giáo dục pháp luật)"
)
# Words in capitals without diacritics, with what stands between them in names of other countries.
_FOREIGN_WORDS: Final = (
    r"(?: [A-Z]{2}(?= [A-Z][a-z]))?(?: (?:Mc|Mac|De|Le|La)?[A-Z][a-z]+(?:[-'’][A-Za-z]+)*"
    rf"|(?<=[a-z]) (?:{'|'.join(PARTICLES)})(?= [A-Za-z]))+"
)
_FOREIGN: Final = re.compile(rf"{_FOREIGN_WORDS}$")
_FOREIGN_BEHIND: Final = re.compile(rf"{_FOREIGN_WORDS}(?![^\W\d_])")
NAME_WORD: Final = re.compile(rf" {CAPITAL}[^\W\d_]*")
"""A word in capitals with the space before it."""
_NAME_OF: Final = re.compile(rf"(?: {CAPITAL}[^\W\d_]*){{2,4}}(?= (?:của|thuộc) {CAPITAL})")
_COUNTRY_ENDS: Final = frozenset(
    ["mỹ", "quốc", "nga", "pháp", "anh", "đức", "bản", "tiên", "nhật", "úc", "lan", "ý", "kremlin"]
)
_LONGEST: Final = 22
"""Words of an office."""
_SYLLABLE_NOT: Final = re.compile(
    r"[fjwz]|[bcdghklmnprstvx]{4}|(?:[bdlrsvx]|(?<![ắă])k|tr|mp|st|ld|rt|ck)$"
    r"|^(?:br|bl|cl|cr|dr|fr|gr|pr|sc|sh|sk|sl"
    r"|sm|sp|st|sw)"
)
_FORMER_BEFORE: Final = re.compile(rf"{NO_MORE}|(?<!sự )(?<!gia )cố) $")
_ACTING_BEFORE: Final = re.compile(
    r"(?<!thẩm )(?<!chính )(?<!chủ )(?<!nhân )(?<!bản )(?<!có )(?<!trao )(?<!giao )(?<!ủy )(?<!thuộc )"
    r"\bquyền $"
)


class Extents:
    """Where offices begin and end in one text, and whose names stand behind them.

    Args:
        text: Normalised.
        folded: The text folded, letter for letter.
        names: From where to where persons' names go, in order.
    """

    def __init__(self, text: str, folded: str, names: Sequence[tuple[int, int]]) -> None:
        self._text, self._folded, self._names = text, folded, names
        self._name_starts = [start for start, _ in names]

    def start(self, head: re.Match[str]) -> int:
        """Give where an office begins: with what says that it is somebody's no more."""
        before = max(0, head.start() - 12)
        former = _FORMER_BEFORE.search(self._folded, before, head.start())
        if former is None and head["body"] is None and head["capital"] is None:
            former = _ACTING_BEFORE.search(self._folded, before, head.start())
        return former.start() if former else head.start()

    def end(self, head: re.Match[str]) -> int:
        """Give where an office ends that begins with this head."""
        end = head.end()
        if head["whole"]:
            country = COUNTRY.match(self._text, end)
            return country.end() if country else end
        if self._name_of(head):
            return end
        name_follows = False
        for _ in range(_LONGEST):
            token = self._word_behind(end)
            if token is None:
                break
            word = self._text[token.start() : token.end()]
            if word.istitle() and _SYLLABLE_NOT.search(token[0]) and len(word) > 2:
                if country := COUNTRY.match(self._text, end):
                    return country.end()
                if self._belongs(head, end):
                    return self._whole_name(token.end())
                # A company's name: "Tổng Giám đốc Brixo [Nguyễn Văn A]", "Tổng Giám đốc Brixo Việt Nam".
                of_vietnam = " Việt Nam" if self._text.startswith(" Việt Nam", token.end()) else ""
                if end == head.end() and (of_vietnam or self.in_name(token.end() + 1)):
                    return token.end() + len(of_vietnam)
                name_follows = True
                break
            end = token.end() - (token[0].endswith(".") and token[0] not in ("tp.",))
        while self._folded.endswith((" và", " về", " của"), 0, end):
            end = self._folded.rfind(" ", 0, end)
        return self._without_foreign_name(head, max(end, head.end()), name_follows)

    def held_by(self, head: re.Match[str], at: int) -> tuple[int, tuple[int, int] | None]:
        """Give where an office ends, and whose name stands behind it, if that is told by the office alone.

        Args:
            head: The office's head.
            at: Where the office ends, with a name that was taken for a part of it.
        """
        if head["body"] or head["capital"]:
            return at, None
        held = self._holder(head, at)
        if held < at:
            return held, (held + 1, self._whole_name(at))
        name = _FOREIGN_BEHIND.match(self._text, at)
        if name and KNOWN_PLACE.fullmatch(name[0].strip()):
            name = None
        if name is None:
            name = self._given_name(head, at) if head["whole"] else self._name_of(head)
        return at, (at + 1, name.end()) if name and not self.in_name(at + 1) else None

    def country_of(self, head: re.Match[str], start: int, name: tuple[int, int]) -> str:
        """Give the country whose office a name stands behind, which the office itself does not say.

        It is named as the side that somebody is on, or it is not Vietnam: its prime minister has no name that
        can't be Vietnamese.
        """
        if side := _ON_THE_SIDE_OF.search(self._text, max(0, start - 40), start):
            return side["country"]
        is_abroad = head["whole"] and any(map(is_foreign, self._text[slice(*name)].split(" ")))
        return " nước đó" if is_abroad else ""

    def is_capital(self, head: re.Match[str]) -> bool:
        """Tell a name's first word: "Tổ chức Y tế Thế giới", not "Tổ chức họp báo"."""
        is_common = head[0] in ("cơ quan", "tổ chức")
        return self._text[head.start()].isupper() and (
            not is_common or self._text[head.end() + 1 :][:1].isupper()
        )

    def in_name(self, at: int) -> bool:
        """Tell whether a place lies within a person's name."""
        index = bisect_right(self._name_starts, at) - 1
        return index >= 0 and self._names[index][1] > at

    def _name_of(self, head: re.Match[str]) -> re.Match[str] | None:
        """Give a name between a position and its body: "Phát ngôn viên | Hoa Văn Tám | của Bộ Ngoại giao"."""
        name = _NAME_OF.match(self._text, head.end()) if head["position"] else None
        if name is None or is_place(name[0].split()):
            return None
        is_other = any(rule.match(self._folded, head.end() + 1) for rule in (HEAD, NO_GIVEN_NAME))
        return None if is_other else name

    def _given_name(self, head: re.Match[str], at: int) -> re.Match[str] | None:
        """Give a given name that stands behind one of the few: "Phó Thủ tướng | Hùng"."""
        name = NAME_WORD.match(self._text, at)
        if (
            not name
            or NAME_WORD.match(self._text, name.end())
            or "quốc hội" in self._folded[head.start() : at]
        ):
            return None
        is_other = NO_GIVEN_NAME.match(self._folded, at + 1) or fold(name[0].strip()) in COUNTRY_NAMES
        return None if is_other else name

    def _holder(self, head: re.Match[str], end: int) -> int:
        """Give where within what was taken for an office its holder's name begins; the end where nowhere."""
        words = self._text[head.end() : end].split(" ") if head["position"] else []
        named = takewhile(lambda word: word[:1].isupper() or word in PARTICLES, reversed(words))
        run = words[len(words) - len(list(named)) :]
        before = self._folded[head.start() : end - len(" ".join(run))].rstrip()
        if not run or (len(run) == 1 and self.in_name(end + 1)):
            return end
        at = holder_at(before, run)
        return end - len(" ".join(run[at:])) - 1 if at < len(run) else end

    def _word_behind(self, at: int) -> re.Match[str] | None:
        """Give the word with which an office may go on; None where it ends."""
        joint = _JOINT.match(self._folded, at)
        token = _TOKEN.match(self._folded, joint.end()) if joint else None
        if not joint or not token or self.in_name(token.start()) or self._ends(token.start()):
            return None
        is_addressed = (
            ADDRESS.match(self._folded, token.start())
            and not self._folded.endswith("trẻ ", 0, token.start())
            and not self._folded.startswith("bà rịa", token.start())
        )
        if is_addressed or RANK.match(self._folded, token.start()):
            return None
        is_own = self._text[token.start()].isupper() and not HEAD.match(self._folded, token.start())
        if joint[0] == " - " and not is_own and not self._folded.startswith("thủy văn", token.start()):
            return None
        is_other = token[0] == "và" and HEAD.match(self._folded, token.end() + 1)
        return None if is_other else token

    def _belongs(self, head: re.Match[str], at: int) -> bool:
        """Tell whether a foreign word behind an office is its own: a place's or a company's name."""
        before = self._folded[max(head.start(), at - 12) : at]
        return bool(PLACE_WORD.search(before) or COMPANY.search(self._folded, head.start(), at))

    def _whole_name(self, end: int) -> int:
        """Give where a foreign name ends that begins before: "xã Kon | Đào"."""
        while (word := NAME_WORD.match(self._text, end)) and not self.in_name(word.start() + 1):
            end = word.end()
        return end

    def _ends(self, at: int) -> bool:
        """Tell whether a word ends the name of a body; one with a capital is its own ("Cần Thơ")."""
        is_small = not self._text[at].isupper() or self._text[at : at + 2].isupper()
        return bool(is_small and _END.match(self._folded, at)) or bool(_SENDS.match(self._text, at))

    def _without_foreign_name(self, head: re.Match[str], end: int, name_follows: bool) -> int:
        """Leave out words in capitals without diacritics at an office's end: most often a foreign name.

        Args:
            head: The office's head.
            end: Where the office ends with them.
            name_follows: Whether a word that can't be Vietnamese stands behind: then it is a name's last.
        """
        found = _FOREIGN.search(self._text, head.end(), end)
        if (
            not found
            or KNOWN_PLACE.fullmatch(found[0].strip())
            or (head["body"] and found.start() == head.end())
        ):
            return end
        if country := COUNTRY.match(self._text, found.start(), end):
            return country.end()
        before = self._text[max(0, found.start() - 12) : found.start()]
        word = before.split(" ")[-1]
        goes_on = word[:1].isupper() and found.start() > head.end() and fold(word) not in _COUNTRY_ENDS
        if goes_on or PLACE_WORD.search(fold(before)):
            first_name = found[0].rfind(" ") if name_follows else 0
            return found.start() + first_name if first_name else end
        words = found[0].split()
        is_own = len(words) == 1 or all(SYLLABLE_FORM.fullmatch(fold(word)) for word in words)
        is_company = is_own and COMPANY.search(self._folded, head.start(), found.start())
        return end if is_company and not name_follows else found.start()
