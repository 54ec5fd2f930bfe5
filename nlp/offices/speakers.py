"""Who speaks in a text: a person is told as the office that it gives them, names stay in memory."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from nlp.names import ADDRESS, CAPITAL
from nlp.offices import mentions
from nlp.offices.groups import ACTS, BESIDE, GLUE, Groups
from nlp.offices.mentions import Mention
from nlp.offices.persons import ADDRESS_TAIL, Persons, sex
from nlp.offices.spelling import canonical, holds_position, is_complete, lacks_place, spelled_alike
from nlp.offices.words import BODY, COUNTRY, POSITION, PROVINCE_NAMES, WHOLE
from nlp.text import fold

_SENDS_AT_END: Final = re.compile(r"\s+phát(?: đi)?\s*$")
_FARTHEST_BACK: Final = 100
"""Mentions between a pronoun or a bare position and what it stands for."""
_BRACKET: Final = re.compile(r" ?\([^()\n]{0,120}\)")
_COMMA: Final = re.compile(r" ?[,;:] ")
# Before a body that does not speak itself: somebody who won't be named does, or one of many who belong to it;
# or it is only gone through, written to or spoken of.
_NOT_ITSELF: Final = re.compile(
    r"(?:(?:nguồn tin|quan chức|lãnh đạo|người)(?: \w+){0,3} (?:giấu tên|ẩn danh|không nêu tên)"
    r"|nguồn tin(?: \w+){0,2})(?: (?:trong|của|từ|thuộc|tại|ở|với|bên trong))? $"
    r"|\b(?:sinh viên|học sinh|phụ huynh|khách hàng|bệnh nhân|công nhân|nhân viên|cư dân)"
    r"(?: (?:năm|khóa|khoa|lớp) [\w ]{1,24},?)?(?: (?:của|tại|ở))? $"
    r"|\b(?:thông qua|đối với(?: lực lượng)?|nhằm vào|gửi|trình|tại) $"
)
_OF_DELEGATION: Final = re.compile(
    rf"(?: ?\(|,? [-–] |, )(?:(?P<delegation>(?:thuộc )?đoàn (?:đbqh |đại biểu quốc hội )?)?"
    rf"(?:tỉnh |thành phố |tp\.? ?)?(?:{'|'.join(sorted(PROVINCE_NAMES, key=len, reverse=True))}))\)?"
    r"[\s,–-]*$"
)
_DEPUTY_BEFORE: Final = re.compile(rf"(?:đại biểu(?: quốc hội)?|đbqh) (?:{ADDRESS.pattern} )?$")
_FILLER: Final = re.compile(
    r"(?:[\s,–-]*\b(?:cũng|đều|đã|vẫn|tái|tiếp tục|vừa|đồng thời|còn|thẳng thắn|một lần nữa|đặc biệt"
    r"|phát biểu|từng|khi đó|liên tục"
    r"|mới đây|có văn bản|có công văn|ra thông báo|ban hành văn bản|trân trọng|luôn|sau đó|mong|chỉ đạo và"
    r"|và|dẫn chứng"
    r"|thông tin thêm|trao đổi))*[\s,:–-]*$"
)
_AT_A_TIME: Final = re.compile(
    r"[, ]*\b(?P<first>(?:có|ban hành|ra|gửi|ký|phát(?: đi)?) (?:ban hành )?(?:văn bản|công văn|công điện"
    r"|thông báo|thông cáo|chỉ thị|quyết định|kế hoạch|hướng dẫn|tờ trình|báo cáo|thư|thư ngỏ)"
    r"|tại|trong|khi|bên lề|trao đổi|chia sẻ|trả lời|nói|chiều|sáng|ngày|tối|trưa|hôm|kết luận"
    r"|thông tin|phát biểu)\b(?:[^.;:]|\.(?=\d)){0,90}$"
)
_IN_PLACE: Final = re.compile(
    r"(?:[\s]*\((?:mã )?[A-ZĐ][A-Za-zĐđ&./-]*\)"
    r"|[\s]*[(,][\s]*(?:thuộc |cùng |nay là )?"
    r"(?:(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) |TP\.?)"
    rf"(?:{CAPITAL}[^\W_]*(?: - | |(?=[,)])|$)|\d+(?: |(?=[,)])|$))+\)?)+[\s,]*$"
)
# A verb without a subject of its own, and what may stand before and behind the one that it shares.
_ELLIPSIS: Final = re.compile(
    r"(?:[,;](?:\s*\b(?:đồng thời|qua đó|từ đó|cũng|và|trong đó|đã|tiếp tục|thẳng thắn))*"
    r"|\s(?:đồng thời|và)(?: (?:cũng|đã))?)\s*$"
)
_BEFORE_ACTING: Final = re.compile(rf"(?:[^,\n]{{0,24}} [-–] )?(?:[^\n]{{0,160}}, )?{GLUE}")
_CLAUSE: Final = re.compile(rf"[,;–-]{GLUE}$")
_JOINT_BEFORE: Final = re.compile(
    rf"(?P<joint>,| [-–—])(?: (?:đại diện|lãnh đạo|phía|người đứng đầu))*{GLUE}$"
)
_JOINT_SOME_WORDS_BEFORE: Final = re.compile(r"(?P<joint>,| [-–—])(?: \w+){1,5} $")
_TITLE_TAIL: Final = re.compile(rf"\b(?:nguyên |cựu )?(?:{WHOLE}|{POSITION}|{BODY})\b[^,.;:“”\"]*$")


class Speakers:
    """The offices, persons and roles of one text, and who of them is who."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        """Read a text.

        Args:
            text: Normalised.
            known: The offices of a campaign.
        """
        self.text, self.folded, self.known = text, spelled_alike(fold(text)), tuple(known)
        self.mentions = mentions.find(text, self.folded)
        self.names = mentions.names_to_replace(text, self.mentions)
        self._groups = Groups(text, self.folded, self.mentions, self.known)
        self._starts = [one.start for one in self.mentions]
        self._persons = Persons(self.folded, self.mentions, self._groups, self.known)

    def office(self, start: int, end: int) -> tuple[str, bool] | None:
        """Give who is named at the end of a stretch of words, as office or role, and whether it is an office.

        What stands between the last mention and the end may only be small words, a place or a time.
        """
        region = self._without_place(start, self._without_filler(start, end))
        if deputy := self._deputy(start, region):
            return deputy
        group = self._groups.group(start, region) or self._group_before_time(start, region)
        group = self._acting(start, end, group) or group
        if group and self._is_passed_by(group[-1], start):
            return (group[0].office, False) if group[0].kind == "role" else None
        return self._resolve(group, start) if group else None

    def has_person(self, start: int, end: int) -> bool:
        """Tell whether a person is named in a stretch of words."""
        at = bisect_left(self.names, (start, start))
        return at < len(self.names) and self.names[at][1] <= end

    def before(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the comma or dash between words and who says them, named behind them; None for no words."""
        region = self._without_place(start, self._without_filler(start, end))
        group = self._groups.group(start, region) or self._group_before_time(start, region)
        if not group or BESIDE.fullmatch(self.folded, start, group[0].start):
            return None
        joints = [_JOINT_BEFORE.search(self.folded, start, one.start) for one in group]
        joints.append(_JOINT_SOME_WORDS_BEFORE.search(self.folded, start, group[0].start))
        return next((joint.span("joint") for joint in joints if joint), None)

    def _is_passed_by(self, one: Mention, start: int) -> bool:
        """Tell whether a body is named beside somebody else's speech, and does not speak itself."""
        before = max(start, one.start - 60)
        return one.kind == "office" and bool(_NOT_ITSELF.search(self.folded, before, one.start))

    def source(self, named: int, words: int) -> tuple[int, int]:
        """Give where a source's name ends and its words begin, where a comma was taken for that.

        The comma may stand in brackets or within an office's name; further offices of the source may follow.

        Args:
            named: Where the name begins.
            words: What is behind the first comma.
        """
        bracket = self.text.rfind("(", named, words)
        closed = re.compile(r"[^()\n]{0,120}\),? ").match(self.text, words)
        if bracket > self.text.rfind(")", named, words) and closed:
            has_office = any(bracket < one.start < closed.end() for one in self._back(closed.end()))
            return closed.end() - 2 if has_office else bracket, closed.end()
        inside = next((one for one in self._back(words) if one.kind == "office"), None)
        if inside and named <= inside.start and inside.end > words:
            bracket = _BRACKET.match(self.text, inside.end)
            comma = _COMMA.match(self.folded, bracket.end() if bracket else inside.end)
            words = comma.end() if comma else words
        # "theo Giám đốc Sở A, ông B, ...": behind a position its holder may stand.
        is_held = inside is not None and (
            holds_position(inside.office) or bool(self._groups.stands_for(inside))
        )
        for one in self.mentions[bisect_left(self._starts, words) :][:6]:
            if one.kind == "pronoun":
                continue
            is_beside = one.kind == "office" or (one.kind == "person" and is_held)
            if not is_beside or not BESIDE.fullmatch(self.folded, words, one.start):
                break
            if comma := _COMMA.match(self.folded, one.end):
                words = comma.end()
        return words - 2, words

    def redacted(self, start: int, end: int) -> str:
        """Give a stretch of the text with each person's name replaced by the office, or by "[một người]"."""
        out: list[str] = []
        at = start
        first = bisect_right(self.names, (start, end))
        for name_start, name_end in self.names[max(0, first - 1) : bisect_right(self.names, (end, 0))]:
            if name_end <= at:
                continue
            office = self._persons.office_of(self.folded[name_start:name_end])
            out += [self._without_title(self.text[at:name_start], office), office or "[một người]"]
            at = min(name_end, end)
        out.append(self.text[at:end])
        return "".join(out)

    def _without_title(self, before: str, office: str) -> str:
        """Leave out of words before a name what its office says already, else the form of address."""
        folded = fold(before)
        if office and (title := _TITLE_TAIL.search(folded)):
            said = before[title.start() :].strip()
            if fold(office).startswith(fold(said)) or canonical(said, self.known) == office:
                return before[: title.start()]
        address = ADDRESS_TAIL.search(folded)
        return before[: address.start()] if address else before

    def _without_filler(self, start: int, end: int) -> int:
        sends = _SENDS_AT_END.search(self.text, start, end)
        end = sends.start() if sends else end
        found = _FILLER.search(self.folded, start, end)
        return found.start() if found else end

    def _group_before_time(self, start: int, end: int) -> list[Mention]:
        """Give who is named before what says where and when, of which the last part may be all."""
        found = _AT_A_TIME.search(self.folded, start, end)
        is_first = True
        while found:
            # Behind a comma a subject of its own may stand ("tại kỳ họp UNESCO tại Paris, Việt Nam ...").
            is_one = is_first or "," not in self.folded[found.start("first") : end]
            if is_one and (group := self._groups.group(start, self._without_filler(start, found.start()))):
                return group
            found, is_first = _AT_A_TIME.search(self.folded, found.start("first") + 1, end), False
        return []

    def _acting(self, start: int, end: int, named: Sequence[Mention]) -> list[Mention]:
        """Give whose clause it is, where its verb stands behind a comma: "X tiếp Y, khẳng định ..."; else [].

        Args:
            start: Where the clause starts.
            end: Where the verb stands.
            named: Who is named last before it.
        """
        first = bisect_left(self._starts, start)
        if first == len(self.mentions) or not _ELLIPSIS.search(self.folded, start, end):
            return []
        acting = self.mentions[first : first + 1]
        for one in self.mentions[first + 1 : first + 7]:
            if not BESIDE.fullmatch(self.folded, acting[-1].end, one.start):
                break
            acting.append(one)
        begins, stops = acting[0], acting[-1].end
        if stops > end or begins.kind not in ("office", "person") or not ACTS.match(self.folded, stops):
            return []
        if named and (named[0].start < stops or _CLAUSE.search(self.folded, start, named[0].start)):
            return []
        return acting if _BEFORE_ACTING.fullmatch(self.folded, start, begins.start) else []

    def _without_place(self, start: int, end: int) -> int:
        """Leave out where an office is, behind it: "xã Quan Sơn (tỉnh Thanh Hóa)", ", huyện A, tỉnh B"."""
        found = _IN_PLACE.search(self.text, start, end)
        return found.start() if found else end

    def _resolve(self, group: Sequence[Mention], before: int) -> tuple[str, bool] | None:
        """Give the office of a group, by the first of: a person's, one stated, one meant; else its role."""
        persons_at = [at for at, one in enumerate(group) if one.kind == "person"]
        if len(persons_at) > 1:  # of several the last one speaks
            group = group[persons_at[-2] + 1 :]
        if group[-1].kind == "office" and any(map(self._groups.is_object, group)):
            group = group[-1:]  # "trao quyết định cho ông A, Chủ tịch nước nói": not A's office
        for one in group:
            if one.kind == "person" and (office := self._persons.office_of(self.folded[one.start : one.end])):
                return office, True
        offices = [self._abroad(one.office, before) for one in group if one.kind == "office"]
        spelled = [canonical(office, self.known) for office in offices]
        stated = chain(
            (self._persons.main_of(office) for office in spelled),
            (office for office in spelled if is_complete(office)),
            (self._completed(office, before) for office in spelled),
            (office for office in spelled if lacks_place(office)),
        )
        if office := next((one for one in stated if one), ""):
            return office, True
        kinds = {one.kind: one.office for one in group}
        if "role" in kinds:
            return kinds["role"], False
        if group[-1].kind == "body":
            return self._body_before(group[-1])
        pronoun = next((one for one in group if one.kind == "pronoun"), None)
        return self._last_before(before, sex(self.folded, pronoun.start)) if pronoun else None

    def _abroad(self, office: str, before: int) -> str:
        """Give a position that is another country's wherever the text named it before with that country."""
        small = fold(office)
        if not re.fullmatch(rf"{WHOLE}|chính phủ|quốc hội", small):
            return office
        named = [
            one.office
            for one in self._back(before)
            if one.kind == "office" and fold(one.office).startswith(small)
        ]
        return named[0] if named and all(COUNTRY.search(one) for one in named) else office

    def _completed(self, position: str, before: int) -> str:
        """Give the office that a position alone stands for: the last one before that begins with it."""
        small = fold(position)
        for one in self._back(before):
            written = fold(one.office)
            if one.kind == "office" and written != small and written.startswith(small):
                full = canonical(one.office, self.known)
                return self._persons.main_of(full) or full
        return ""

    def _back(self, before: int) -> Iterator[Mention]:
        """Give the mentions before a place, the nearest first, as far back as readers remember them."""
        last = bisect_right(self._starts, before - 1)
        return reversed(self.mentions[max(0, last - _FARTHEST_BACK) : last])

    def _body_before(self, meant: Mention) -> tuple[str, bool] | None:
        """Give the body that "Bộ này" means: the last of its kind named before, if none stands beside it."""
        kind = self.folded[meant.start : meant.end].removesuffix(" này")
        bodies = [
            (one.start, canonical(one.office[at:], self.known))
            for one in self._back(meant.start)
            if one.kind == "office" and (at := self._body_at(one.office, kind)) >= 0
        ]
        sentence = max(self.folded.rfind(mark, 0, bodies[0][0]) for mark in (". ", "\n")) if bodies else 0
        near = {body for start, body in bodies if start > sentence}
        office = near.pop() if len(near) == 1 else ""
        return (office, True) if office and is_complete(office) else None

    def _body_at(self, office: str, kind: str) -> int:
        """Give where within an office a body of this kind stands; "cơ quan" is any; -1 for none."""
        if kind in ("cơ quan", "đơn vị", "tổ chức"):
            return -1 if holds_position(office) else 0
        found = re.search(rf"(?:^|(?<= )){kind} ", fold(office))
        return found.start() if found else -1

    def _deputy(self, start: int, end: int) -> tuple[str, bool] | None:
        """Give a deputy's office or role, where the delegation stands behind the name: "(đoàn Hải Phòng)"."""
        of = _OF_DELEGATION.search(self.folded, start, end)
        name = next((one for one in self._back(of.start() + 1) if one.kind == "person"), None) if of else None
        if of is None or name is None or name.end != of.start():
            return None
        if of["delegation"] or _DEPUTY_BEFORE.search(self.folded, start, name.start):
            office = self._persons.office_of(self.folded[name.start : name.end])
            return (office, True) if office else ("đại biểu Quốc hội", False)
        return None

    def _last_before(self, before: int, sex: str) -> tuple[str, bool] | None:
        """Give the office of the last person before a pronoun of this sex, as far as the text tells it."""
        other = {"f": "m", "m": "f"}.get(sex, "none")
        for one in self._back(before):
            if one.kind == "person" and self._persons.sex_of(self.folded[one.start : one.end]) != other:
                office = self._persons.office_of(self.folded[one.start : one.end])
                return (office, True) if office else None
            if one.kind == "office" and holds_position(one.office):
                held = self._resolve([one], one.start)
                if held is None or self._persons.sex_of(fold(held[0])) != other:
                    return held
        return None
