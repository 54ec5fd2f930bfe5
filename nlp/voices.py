"""Who speaks in a text: the outlet itself, or somebody it quotes.

Quoted are direct speech (“...”, "...", «...», lines of a dialogue that begin with a dash) and indirect
speech: what follows a verb of saying ("cho biết", "khẳng định rằng") and what a sentence gives a source for
("theo ông ..."). A rule for each, no parser: the verb and the speaker's name stay with the outlet, names in
quotation marks (phong trào “Ba sạch”) too. Texts without diacritics are read by the same words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal

from nlp.text import fold, is_vietnamese, sentences, without_diacritics

Voice = Literal["outlet", "quoted"]
VOICES: Final[tuple[Voice, Voice]] = ("outlet", "quoted")

_Interval = tuple[int, int]

# Words before a quotation mark that say that a name follows.
_NAMING: Final = (
    "phong trào|chương trình|chủ đề|cuộc thi|hội thi|bài hát|ca khúc|bài thơ|tác phẩm|đề án|dự án|cuốn"
    "|cuốn sách|tập sách|bài báo|chuyên đề|chuyên mục|mô hình|tên|tên gọi|mang tên|chiến dịch|đề tài"
    "|khẩu hiệu|danh hiệu|giải|giải thưởng|phim|bộ phim|vở|vở kịch|triển lãm|tọa đàm|hội thảo|ngày hội"
    "|tuần lễ|câu lạc bộ|nhóm|quỹ"
)
# "Thông tin" and "yêu cầu" that are no verbs: within a body's name, or what is given, denied or meant.
_OF_NEWS: Final = "báo chí|điện tử|đối ngoại|truyền thông|cơ sở|liên quan|dư luận|phản ánh"
_INFORMS: Final = f"thông tin(?! (?:{_OF_NEWS}))" + "".join(
    rf"(?<!\b{word} thông tin)"
    for word in (
        *("công ty", "trung tâm", "bộ", "sở", "cục", "phòng", "viện", "ngành", "hệ thống", "công nghệ"),
        *("bác bỏ", "phủ nhận", "những", "các", "nhiều", "nguồn", "về", "có", "đưa ra", "công bố", "nhận"),
    )
)
_EXPRESSES: Final = "bày tỏ(?! (?:sự |lòng |niềm )?(?:chia sẻ|chia buồn|cảm thông|tiếc thương))"
_COMMITS: Final = "cam kết" + "".join(
    rf"(?<!\b{word} cam kết)"
    for word in ("hoàn thành", "thực hiện", "theo", "những", "các", "bản", "giữ", "ký")
)
_DEMANDS: Final = "yêu cầu" + "".join(
    rf"(?<!{words} yêu cầu)" for words in ("mục đích,", "mục đích và", "mục tiêu,", "theo")
)
# Verbs that nearly always report what somebody says ...
_SAYING: Final = (
    "cho biết|cho hay|cho rằng|nhấn mạnh|nhận định|thừa nhận|phàn nàn|than phiền|than thở|cáo buộc"
    "|tố cáo|bộc bạch|quả quyết|lập luận"
)
# ... and verbs that do so before "rằng", a comma or a colon: "khẳng định vị thế" reports nothing.
_SAYING_RATHER: Final = (
    "nói|nói thêm|kể|kể lại|chia sẻ|bày tỏ|đánh giá|khẳng định|phản ánh|lưu ý|phát biểu|giải thích"
    "|phân tích|tin|hy vọng|cảnh báo|chỉ trích|phê phán|tâm sự|viết|bình luận|trả lời|thông tin"
    "|tuyên bố|ghi nhận|chỉ ra"
)
# "Nói" reports where what is said follows, and not whom one talks to, how, or of what.
_TELLS: Final = (
    "(?<!lời )(?<!tiếng )(?<!cách )(?<!giọng )(?<!có thể )(?<!phải )(?<!hay )(?<!muốn )(?<!xin )(?<!vừa )"
    "nói(?: thêm| rõ)?"
    "(?! (?:về|chuyện|lời|tiếng|không|chung|trên|riêng|đùa|gì|dối|thẳng|nhiều|ít|lên|ra|tới|đến|vậy|thế|đi"
    "|sao|cho|hộ|giúp|hết|như|xấu|được|mãi|lại|trước|tại|trong|khi|sai|đúng|cách|hay|và|nhỏ|to|ngay|của|ở|câu"
    "|điều|là làm)\\b"
    "|(?: riêng)? với (?![^.;:,\\n]{2,40} rằng))"
)
# Verbs that report what an office states or asks for where its name stands before them.
_STATING: Final = (
    f"nêu rõ|nêu|chỉ rõ|khẳng định|đề nghị|{_DEMANDS}|kêu gọi|(?<!ban )(?<!phát biểu )chỉ đạo(?!,? điều hành)"
    "|kiến nghị|đề xuất|lưu ý|(?<!trung tâm )(?<!hệ thống )cảnh báo"
    "|khuyến cáo|tuyên bố|mong muốn|quán triệt|thông báo|chia sẻ|giải thích"
    "|(?<!trung tâm )(?<!bản tin )(?<!công tác )(?<!vượt )(?<!các )dự báo"
    "|(?<!và )xác nhận|tiết lộ|đánh giá(?! cao)(?=[^.;:\n]{1,200} là )"
    f"|{_EXPRESSES}|{_INFORMS}|{_COMMITS}|{_TELLS}"
)
# Verbs that say who spoke, but behind which stands what is not so: they report what is said before them.
_DENYING: Final = ("bác bỏ", "phủ nhận")
# Verbs that say who spoke where they stand beside direct speech.
_SPEAKING: Final = (
    f"{'|'.join(_DENYING)}|"
    "nói thêm|nói rõ|nói|hỏi|đáp|trả lời|phát biểu|chia sẻ|tâm sự|kể lại|kể|bày tỏ|viết|giải thích|phân tích"
    "|đánh giá|bình luận|kết luận|phản ánh|tin tưởng|hy vọng|chỉ ra|ghi nhận|đề cập"
    f"|{_INFORMS}"
)
# What follows "theo" where it names no one who speaks: documents, plans, and verbs that take it.
_NO_SOURCE: Final = (
    "đó|kế hoạch|dự kiến|quy định|hướng dẫn|lịch|hình thức|từng|phương châm|thông lệ|yêu cầu|tinh thần"
    "|đúng|chỉ đạo|nghị quyết|quyết định|luật|điều|thông tư|nghị định|chương trình|dõi|đuổi|chân|kịp"
)
_TALKING: Final = "tôi|chúng tôi|em|cháu|mình|ạ|nhé|vâng|dạ|thưa"
_FARTHEST_SOURCE: Final = 120
"""Characters between "theo" and the comma behind the source."""

_QUOTATION: Final = re.compile(r"“(?:[^“”\n]|“[^“”\n]*+”)*+(?:”|(?=\n)|$)|«[^«»\n]*+»|\"[^\"\n]*+\"")
_DASHED: Final = re.compile(r"(?m)^[^\S\n]*+[-–—][^\S\n]++([^\n]++)")
_DASH: Final = re.compile(r"\s[-–—]\s")
_BEFORE: Final = 24
"""Characters before a quotation mark that are searched for a word of _NAMING."""


@dataclass(frozen=True)
class Span:
    """A stretch of a text, `text[start:end]`, and who speaks in it."""

    start: int
    end: int
    voice: Voice


@dataclass(frozen=True)
class Speech:
    """Words that somebody says in a text, and where it stands who.

    Attributes:
        start: Where the words start, without quotation marks, in `nlp.text.normalise(text)`.
        end: Where they end.
        is_direct: Whether the text gives them as they were said.
        verb: The verb that reports them; "theo" of a source; "" for none (a colon, or none at all).
        speaker: (start, end) of the words that name who speaks, with more around it; None for words that go
            on after others.
        is_sure: Whether the words around alone tell it for speech; otherwise it is speech only where the
            speaker's words, all of them, name somebody who can speak.
    """

    start: int
    end: int
    is_direct: bool
    verb: str
    speaker: _Interval | None
    is_sure: bool


@dataclass(frozen=True)
class _Cues:
    """The words above as patterns, in one spelling."""

    naming: re.Pattern[str]
    saying: re.Pattern[str]
    source: re.Pattern[str]
    source_behind: re.Pattern[str]
    talking: re.Pattern[str]


def _cues(spelled: bool) -> _Cues:
    naming, saying, rather, no_source, talking, that = (
        words if spelled else without_diacritics(words)
        for words in (_NAMING, _SAYING, _SAYING_RATHER, _NO_SOURCE, _TALKING, "rằng")
    )
    named = rf"(?!(?:{no_source})\b)"
    return _Cues(
        naming=re.compile(rf"\b(?:{naming})[ :]{{0,2}}$"),
        saying=re.compile(rf"\b(?:(?:{saying})\b(?: {that}\b)?|(?:{rather})(?: {that}\b|[,:]))[,: ]*+"),
        source=re.compile(rf"\W*+theo {named}[^,\n]{{1,{_FARTHEST_SOURCE}}}, "),
        source_behind=re.compile(rf", theo {named}[^,]{{1,{_FARTHEST_SOURCE}}}$"),
        talking=re.compile(rf"\b(?:{talking})\b|[?!]"),
    )


_SPELLED: Final = _cues(spelled=True)
_BARE: Final = _cues(spelled=False)


def spans(text: str) -> list[Span]:
    """Cut a text by voice.

    Args:
        text: Any text; pass the result of `nlp.text.normalise` to use the spans on it.

    Returns:
        Stretches of alternating voices that cover the text without a gap; [] for the empty text.
    """
    folded = fold(text)
    cues = _SPELLED if is_vietnamese(folded) else _BARE
    direct = [*_quotations(folded, cues), *_dialogue(folded, cues)]
    quoted = _merged([*direct, *_indirect(folded, cues, _merged(direct))])
    found: list[Span] = []
    at = 0
    for start, end in quoted:
        if start > at:
            found.append(Span(at, start, "outlet"))
        found.append(Span(start, end, "quoted"))
        at = end
    if at < len(folded):
        found.append(Span(at, len(folded), "outlet"))
    return found


def _quotations(folded: str, cues: _Cues) -> Iterator[_Interval]:
    """Give direct speech; an opening mark without its partner quotes the rest of its line."""
    for quotation in _QUOTATION.finditer(folded):
        start, end = quotation.span()
        if not cues.naming.search(folded[max(0, start - _BEFORE) : start]):
            yield start, end


def _dialogue(folded: str, cues: _Cues) -> Iterator[_Interval]:
    """Give lines that begin with a dash and sound like talk (others are lists), up to who speaks."""
    for line in _DASHED.finditer(folded):
        if cues.talking.search(line[1]):
            speaker = _DASH.search(line[1])
            yield line.start(1), line.start(1) + speaker.start() if speaker else line.end(1)


def _indirect(folded: str, cues: _Cues, direct: Sequence[_Interval]) -> Iterator[_Interval]:
    ends = iter(direct)
    last = next(ends, None)
    for start, end in sentences(folded):
        while last and last[1] <= start:
            last = next(ends, None)
        first_quote = last[0] if last else end
        interval = _reported(folded, start, end, first_quote, cues)
        if interval:
            yield interval


def _reported(folded: str, start: int, end: int, first_quote: int, cues: _Cues) -> _Interval | None:
    """Give what one sentence reports. A verb behind a quotation reports that, and nothing further."""
    if source := cues.source.match(folded, start, end):
        return source.end(), end
    said = cues.saying.search(folded, start, end)
    if said and said.start() < first_quote:
        if folded[said.end() : end].strip(".!?…”\"' \n"):
            return said.end(), end
        comma = folded.rfind(",", start, said.start())
        return (start, comma) if comma > start else None
    stop = end - (folded[end - 1] in ".!?…")
    behind = cues.source_behind.search(folded, max(start, stop - _FARTHEST_SOURCE - 8), stop)
    return (start, behind.start()) if behind else None


def _merged(intervals: Sequence[_Interval]) -> list[_Interval]:
    merged: list[_Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return merged


_REPORTING: Final = re.compile(
    rf"\b(?:{_SAYING}|{_STATING})\b"
    r"(?! (?:cao|vị thế|vai trò|vị trí|uy tín|thương hiệu|bản lĩnh|chỗ đứng|tên tuổi|mình|kinh nghiệm))"
)
# The same words as nouns: "thông tin từ Bộ Y tế", "chỉ đạo của Thủ tướng".
_NOUN: Final = re.compile(
    rf"(?:{_STATING}) (?:của|số \d|từ (?!ngày|tháng|năm|nay|đầu|sáng|chiều|tối|chức|nhiệm|bỏ|chối|\d))"
)
# What begins a part of a sentence that has no subject of its own.
_ELLIPTIC: Final = re.compile(r"\s*(?:đồng thời|và|rồi|cũng|từ đó|qua đó|nhằm|để)\b")
_LINKING: Final = (
    "tuy nhiên|tuy vậy|dẫu vậy|song|nhưng|bên cạnh đó|ngoài ra|trong khi đó|trước đó|sau đó|mặt khác"
    "|cụ thể|hiện|hiện nay|đáng chú ý|do đó|vì vậy|đồng thời|và|còn"
)
_DATELINE: Final = r"(?:[(\w][\w .()]{1,24}[-–] |\W++)?"
_SOURCE: Final = re.compile(
    rf"{_DATELINE}(?:(?:{_LINKING}),? )?(?:cũng )?theo (?!(?:{_NO_SOURCE})\b)"
    rf"(?P<source>[^,\n]{{1,{_FARTHEST_SOURCE}}}?)(?:, | thì )"
)
_FIGURES: Final = re.compile(
    rf"{_DATELINE}(?:số liệu|thống kê|báo cáo|khảo sát|nghiên cứu|dữ liệu)"
    r"(?: [^,\n]{1,60}?)? (?:của|từ|do) "
    rf"(?P<source>[^\n]{{1,{_FARTHEST_SOURCE}}}?),? cho thấy\b(?: rằng\b)?[,: ]*"
)
_ATTRIBUTING: Final = re.compile(rf"\b(?:{_SAYING}|{_STATING}|{_SPEAKING})\b")
_JOINED: Final = re.compile(
    r"(?:[,;]? đồng thời|[,;] cũng như|[,;]? và)(?: cũng| tiếp tục)? +"
    rf"(?P<verb>{_SAYING}|{_STATING})\b(?: rằng\b)?[,: ]*"
)
# Words in quotation marks that are the subject of what follows: “Ba không” là cách làm hay
_AS_SUBJECT: Final = re.compile(r"[ ]+(?:là|không|chưa|đã|đang|sẽ|được|bị|của|thì|mà|vẫn|có|phải)\b")
_AFTER_QUOTE: Final = re.compile(
    r"[.]?[ ]*[,–—-][ ]*|(?<=[.!?…,][”\"»])[ ]+"
    rf"|(?!{_AS_SUBJECT.pattern})[ ]+(?=[a-zđà-ỹ])"
)
# “...” là khẳng định của Bộ trưởng Bộ X
_SAID_OF: Final = re.compile(
    r"[ ]*[,–—-]?[ ]*(?:đó |đây )?là (?:lời |một )?"
    r"(?P<verb>khẳng định|nhận định|nhấn mạnh|chia sẻ|phát biểu|tuyên bố|yêu cầu|đánh giá|cảnh báo|lưu ý"
    r"|chỉ đạo|đề nghị|kêu gọi|cam kết)(?: \w+){0,2} của (?P<speaker>[^,.\n]{2,120})"
)
_COLON_LINE: Final = re.compile(
    r"(?m)^[ ]*(?:[-–—*+•][ ]*)?(?P<speaker>[^:\n“\"«]{2,100}):[ ]+(?P<words>[^\n“\"«]+)$"
)
_VERB_AT_END: Final = re.compile(rf"\b(?P<verb>{_SAYING}|{_STATING}|{_SPEAKING})(?: rằng| thêm| rõ)?$")
_CREDIT: Final = re.compile(r"\b(?:ảnh|nguồn|video|clip|đồ họa|minh họa)$")
_THAT: Final = re.compile(
    rf"(?: và (?:{_SAYING}|{_STATING})\b)?(?: với [^.;:,\n]{{2,40}}?(?= rằng))?(?: (?:rằng|là)\b)?[,: ]*"
)
_NEAR_QUOTE: Final = re.compile(r"(?: thêm| rõ| rằng| với [^,:.]{1,60})?[,: ]*$|[^.!?“”\"«»\n]{0,120}:[ ]*$")
# What says where, when and to whom something is said, or that it was said before ("như vậy"), to its end.
_TAIL: Final = (
    r"(?:(?!\b(?:đã|sẽ|đang|là|bị|không|phải|cần|có|chưa|vẫn|cũng|đều|rằng|nên|thì|vừa|còn|đủ|hết|đạt|vượt"
    r"|chiếm|gây|khiến|tăng(?! trưởng| cường)|giảm(?! nghèo| thiểu)|xảy ra|tử vong|hoàn thành"
    r"|được(?! (?:tổ chức|phát|truyền|hỏi)))\b)(?:[^.,:;?!\n“”\"]|\.(?=\d)))*"
)
_WHEN: Final = (
    r"(?:vào )?(?:hôm|sáng|trưa|chiều|tối|đêm|ngày)"
    r"(?: (?:nay|qua|hôm|ngày|sớm|muộn|cùng ngày|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|tháng|năm"
    r"|\(?\d[\d/.-]*\)?))+"
)
_OCCASION: Final = (
    "(?:tại|trong|ở|bên lề|bên hành lang|nhân|trước|sau|trên|ngay|khi|lúc|với|qua)(?: khi| sau| tại| trong)?"
    r" (?:một |các |loạt )?(?:buổi|cuộc|phiên|hội nghị|hội thảo|họp báo|lễ|kỳ họp|diễn đàn|tọa đàm"
    "|chương trình phát|đại hội|sự kiện|thông cáo|thông báo|văn bản|công văn|công điện|báo cáo|thư|bức thư"
    "|bài (?:viết|phát biểu|đăng|phỏng vấn)|bản tin|tuyên bố|quốc hội|nghị trường|hội trường|trụ sở|hành lang"
    "|hiện trường|báo chí|báo giới|báo|tờ|hãng (?:tin|thông tấn)|kênh|đài|phóng viên|pv|truyền thông|trang"
    "|mạng xã hội|facebook|twitter|truth social|tài khoản|chuyến (?:thăm|công tác|đi)|trả lời|phát biểu"
    r"|trao đổi|tiếp xúc|tiếp|làm việc|thăm|kiểm tra|thị sát|chủ trì|dự|kết luận|được hỏi|gặp)\b"
)
_CIRCUMSTANCE: Final = re.compile(
    rf"(?:(?:như (?:vậy|trên)|(?:những )?(?:điều|vấn đề|nội dung|thông tin|quan điểm) (?:này|trên|đó))"
    rf"(?: (?:(?:khi|tại|trong|với|trước|vào|ngay|bên lề)\b|{_WHEN}).*)?"
    rf"|{_WHEN}(?: (?:tại|ở|trong|sau|khi|với|trên|bên lề)\b{_TAIL})?"
    rf"|{_OCCASION}{_TAIL}|(?:phát biểu|trả lời|trao đổi|chia sẻ)\b{_TAIL})"
    rf"(?:, (?:{_WHEN}|{_OCCASION}{_TAIL}|(?:tại|ở) {_TAIL}))*"
)
_TOPIC: Final = re.compile(rf"về {_TAIL}")
# A verb directly before direct speech.
_TOLD: Final = re.compile(r"(?: thêm| rõ| rằng| với [^,:.]{1,60})?[,: ]*$")
# What stands between direct speech and a verb of the same speaker.
_NOBODY: Final = re.compile(
    r"(?:[\s,”\"»]|\b(?:đồng thời|và|cũng|đã|tiếp tục|sau khi|khi|lúc|để|nhằm|rồi|sau đó|qua đó|từ đó)\b)*"
)
_NO_NAME: Final = re.compile(rf"\s*{_DATELINE}\s*")
# Behind verbs of asking these are a part of what is to be done: "khuyến cáo sau khi thăm bệnh nhân rửa tay".
_ASKS: Final = frozenset(("yêu cầu", "đề nghị", "khuyến cáo", "kiến nghị", "đề xuất", "kêu gọi", "chỉ đạo"))
_OF_AN_ACT: Final = re.compile(
    r"(?:(?:trước|sau|khi|lúc)(?: khi)? (?:thăm|tiếp|tiếp xúc|gặp|dự|kiểm tra|làm việc)"
    r"|trong (?:báo cáo|văn bản|thông báo|công văn))\b"
)
# Between what is said and who says it behind that.
_BEFORE_SPEAKER: Final = re.compile(r",\s| [-–—] ")
_TELLS_OF: Final = frozenset((
    "cho biết", "cho hay", "thông tin", "thông báo", "chia sẻ", "giải thích", "nói thêm", "nhận định",
))  # fmt: skip
_FARTHEST_SPEAKER: Final = 200
"""Characters between direct speech and the verb that reports it."""


def speeches(text: str) -> list[Speech]:
    """Find what is said in a text, for attribution: also what only an office's name would make speech.

    Args:
        text: Any text in Vietnamese, written with its diacritics.

    Returns:
        Direct and indirect speech in the order of the text. Where two overlap, the first whose speaker is
        known is what is said, and the other a part of it.
    """
    folded = fold(text)
    bounds = sentences(folded)
    quotations = list(_quotations(folded, _SPELLED))
    found = [*_direct(folded, quotations, bounds), *_dashed(folded), *_spoken_lines(folded)]
    # A line that only an office's name would make speech ("Nơi bị ảnh hưởng gồm: ...") may hold others.
    found += _indirect_speeches(folded, bounds, [one for one in found if one.is_sure])
    return sorted(found, key=lambda one: (one.start, -one.end))


def says_nothing(words: str, verb: str) -> bool:
    """Tell whether words behind a verb only say where, when, to whom or about what something is said.

    Args:
        words: The words, in small letters, without a mark at their end.
        verb: The verb that reports them.
    """
    if verb in _ASKS and _OF_AN_ACT.match(words):
        return False
    is_topic = verb in _TELLS_OF and _TOPIC.fullmatch(words) is not None
    return is_topic or _CIRCUMSTANCE.fullmatch(words) is not None


def occasion_behind(folded: str, speech: Speech) -> _Interval | None:
    """Give where a text says, behind who spoke and the verb, when and where: “...”, X nói tại họp báo."""
    if speech.speaker is None or speech.speaker[0] < speech.end or speech.verb == "theo":
        return None
    if not folded.startswith(speech.verb, speech.speaker[1]):
        return None
    occasion = _CIRCUMSTANCE.match(folded, speech.speaker[1] + len(speech.verb) + 1)
    return occasion.span() if occasion else None


def _direct(folded: str, quotations: Sequence[_Interval], bounds: Sequence[_Interval]) -> Iterator[Speech]:
    """Give quotations with who speaks: before a colon, behind the quotation, or before it."""
    starts = [start for start, _ in bounds]
    behind = 0
    for start, end in quotations:
        sentence = max(starts[bisect_right(starts, start) - 1], behind, start - _FARTHEST_SPEAKER)
        before = _speaker_before(folded, sentence, start)
        is_first = start == sentence or not folded[sentence:start].strip(' ,.”"»-–—')
        after = _speaker_after(folded, end, bounds, starts)
        after = None if after and after[0] in _DENYING and not is_first else after
        closed = end - (folded[end - 1] in '”"»')
        chosen = _told(folded, start, before, sentence == behind) or after or before
        verb, speaker = chosen or ("", None)
        # Words in quotation marks amid a sentence are its own, unless they are long.
        if chosen or (is_first and not _AS_SUBJECT.match(folded, end)):
            yield Speech(start + 1, closed, True, verb, speaker, True)
        behind = end


def _told(
    folded: str, quotation: int, before: tuple[str, _Interval] | None, is_behind_another: bool
) -> tuple[str, _Interval | None] | None:
    """Give a verb directly before direct speech, and who speaks; none goes on: “...” và nhấn mạnh “...”."""
    if before is None or not _TOLD.match(folded, before[1][1] + len(before[0]), quotation):
        return None
    if _NOBODY.fullmatch(folded, *before[1]):
        return (before[0], None) if is_behind_another else None
    return before


def _speaker_before(folded: str, start: int, quotation: int) -> tuple[str, _Interval] | None:
    last: re.Match[str] | None = None
    is_colon = folded[start:quotation].rstrip().endswith(":")
    for verb in _ATTRIBUTING.finditer(folded, start, quotation):
        is_near = _NEAR_QUOTE.match(folded, verb.end(), quotation) is not None
        last = verb if is_near and (is_colon or verb[0] not in _DENYING) else last
    if last and not _NO_NAME.fullmatch(folded, start, last.start()):
        return last[0], (start, last.start())
    region = folded[start:quotation].rstrip()
    return ("", (start, start + len(region) - 1)) if region.endswith(":") else None


def _speaker_after(
    folded: str, quotation: int, bounds: Sequence[_Interval], starts: Sequence[int]
) -> tuple[str, _Interval] | None:
    if named := _SAID_OF.match(folded, quotation):
        return named["verb"], named.span("speaker")
    mark = _AFTER_QUOTE.match(folded, quotation)
    if not mark:
        return None
    index = bisect_right(starts, mark.end()) - 1
    stop = min(bounds[index][1], mark.end() + _FARTHEST_SPEAKER)
    source = re.compile(r"theo (?P<source>[^,.\n]{2,120})").match(folded, mark.end(), stop)
    if source:
        return "theo", source.span("source")
    verb = _ATTRIBUTING.search(folded, mark.end(), stop)
    if not verb or re.search(r"[“\"«:]", folded[mark.end() : verb.start()]):
        return None
    if _NOBODY.fullmatch(folded, mark.end(), verb.start()):  # “...” và yêu cầu
        return None
    return verb[0], (mark.end(), verb.start())


def _dashed(folded: str) -> Iterator[Speech]:
    """Give lines of a dialogue with who speaks behind a second dash."""
    for start, end in _dialogue(folded, _SPELLED):
        line = folded.find("\n", end)
        stop = min(line if line >= 0 else len(folded), end + _FARTHEST_SPEAKER)
        if verb := _ATTRIBUTING.search(folded, end, stop):
            yield Speech(start, end, True, verb[0], (end, verb.start()), True)


def _spoken_lines(folded: str) -> Iterator[Speech]:
    """Give lines of an interview or a press conference: who speaks, a colon, and what is said."""
    for line in _COLON_LINE.finditer(folded):
        if _CREDIT.search(line["speaker"]):
            continue
        start, end = line.span("words")
        verb = _VERB_AT_END.search(folded, *line.span("speaker"))
        if verb is None:
            yield Speech(start, end, True, "", line.span("speaker"), False)
        elif verb.start() > line.start("speaker"):
            yield Speech(start, end, False, verb["verb"], (line.start("speaker"), verb.start()), True)


def _indirect_speeches(
    folded: str, bounds: Sequence[_Interval], direct: Sequence[Speech]
) -> Iterator[Speech]:
    taken = sorted(direct, key=lambda one: one.start)
    opened = [one.start for one in taken]
    behind = sorted(
        (one for one in direct if one.speaker and one.speaker[0] > one.end), key=lambda one: one.end
    )
    attributed = [one.speaker[0] for one in behind if one.speaker]
    told = [one for one in direct if one.speaker and one.speaker[1] <= one.start]
    before = {one.speaker[1] for one in told if one.speaker}
    yield from _joined_to_quotation(folded, bounds, told)
    for start, end in bounds:
        inside = bisect_right(opened, start + 1) - 1
        begins = start
        if inside >= 0 and taken[inside].end > start:
            begins = min(taken[inside].end + 1, end)
        said = bisect_right(attributed, end) - 1
        if said >= 0 and attributed[said] >= start:
            # The sentence's verb reports direct speech; another may follow it.
            yield from _joined_behind(folded, behind[said], end)
            if begins > start:
                continue
        following = bisect_right(opened, begins + 1)
        stop = min(end, opened[following] - 1) if following < len(taken) else end
        for one in _sentence_speeches(folded, begins, end, stop):
            if one.speaker and one.speaker[1] not in before:
                yield one


def _sentence_speeches(folded: str, start: int, end: int, stop: int) -> Iterator[Speech]:
    """Give what one sentence reports before its first direct speech (at `stop`).

    What others say in a source's words is given too, for sources that only pass it on ("Theo TTXVN, ...").
    """
    if figures := _FIGURES.match(folded, start, end):
        yield Speech(figures.end(), end, False, "cho thấy", figures.span("source"), True)
        return
    if source := _SOURCE.match(folded, start, end):
        yield Speech(source.end(), end, False, "theo", source.span("source"), True)
        start = source.end()
    verbs = list(_REPORTING.finditer(folded, start, stop)) or [
        verb for verb in (_SPELLED.saying.search(folded, start, stop),) if verb
    ]
    found = list(_verb_speeches(folded, verbs, start, end, stop))
    yield from found or _source_behind(folded, start, end)


def _verb_speeches(
    folded: str, verbs: Sequence[re.Match[str]], start: int, end: int, stop: int
) -> Iterator[Speech]:
    """Give what each verb of a sentence reports by who is named before it, behind the comma after the last.

    What is said in the words of another verb is no speech of its own, if somebody is known to say those.
    """
    names = start
    for verb, after in zip_longest(verbs, verbs[1:]):
        is_noun = _NOUN.match(folded, verb.start(), stop)
        is_named = re.search(r"\w", folded[names : verb.start()]) and not (
            names > start and _ELLIPTIC.match(folded, names)
        )
        if is_named and not is_noun:
            # "A khẳng định ..., trong khi B thông báo ...": what B says is no part of A's words.
            other = folded.find(", trong khi ", verb.end(), after.start()) if after else -1
            ends = other if other >= 0 else end
            yield from _verb_speech(folded, verb, (names, verb.start()), ends, min(stop, ends))
        comma = folded.find(",", verb.end(), after.start()) if after else -1
        if comma >= 0:
            names = comma + 1
        elif not is_noun:
            return


def _verb_speech(
    folded: str, verb: re.Match[str], speaker: _Interval, end: int, stop: int
) -> Iterator[Speech]:
    word = re.match(r"[\w ]+", verb[0])
    named = (word[0] if word else verb[0]).strip()
    named = named if named == "cho rằng" else named.removesuffix(" rằng")
    begins = _THAT.match(folded, verb.end())
    at = begins.end() if begins else verb.end()
    sure = re.fullmatch(_SAYING, named) is not None
    rest = folded[at:end].strip(".!?…”\"' \n")
    if not rest or says_nothing(rest, named):
        *_, joint = (None, *_BEFORE_SPEAKER.finditer(folded, *speaker))
        if joint and joint.start() > speaker[0]:
            yield Speech(speaker[0], joint.start(), False, named, (joint.end(), verb.start()), sure)
        return
    if at >= stop:  # the words are direct, and found as such
        return
    yield from _parts(folded, at, end, named, speaker, sure)


def _parts(
    folded: str, at: int, end: int, verb: str, speaker: _Interval | None, sure: bool
) -> Iterator[Speech]:
    """Cut what follows a verb where a further verb of the same speaker stands."""
    for joined in _JOINED.finditer(folded, at, end):
        if joined.start() > at:
            yield Speech(at, joined.start(), False, verb, speaker, sure)
        verb, at = joined["verb"], joined.end()
    if at < end:
        yield Speech(at, end, False, verb, speaker, sure)


def _joined_to_quotation(
    folded: str, bounds: Sequence[_Interval], told: Sequence[Speech]
) -> Iterator[Speech]:
    """Give what a further verb adds behind direct speech: X nhấn mạnh “...” và yêu cầu ..."""
    starts = [start for start, _ in bounds]
    for one in told:
        end = bounds[bisect_right(starts, one.end) - 1][1]
        joined = _JOINED.match(folded, one.end + 1, end)
        if joined and joined.end() < end and folded[joined.end()] not in '“"«':
            yield from _parts(folded, joined.end(), end, joined["verb"], one.speaker, True)


def _joined_behind(folded: str, said: Speech, end: int) -> Iterator[Speech]:
    """Give what a verb adds to direct speech: “...”, X nhấn mạnh và yêu cầu, ..."""
    if said.speaker and (joined := _JOINED.match(folded, said.speaker[1] + len(said.verb), end)):
        yield from _parts(folded, joined.end(), end, joined["verb"], said.speaker, True)


def _source_behind(folded: str, start: int, end: int) -> Iterator[Speech]:
    stop = end - (folded[end - 1] in ".!?…")
    behind = _SPELLED.source_behind.search(folded, max(start, stop - _FARTHEST_SOURCE - 8), stop)
    if behind:
        yield Speech(start, behind.start(), False, "theo", (behind.start() + 7, stop), True)
