"""Who speaks in a text: the outlet itself, or somebody it quotes.

Quoted are direct speech (“...”, "...", «...», lines of a dialogue that begin with a dash) and indirect
speech: what follows a verb of saying ("cho biết", "khẳng định rằng") and what a sentence gives a source for
("theo ông ..."). A rule for each, no parser: the verb and the speaker's name stay with the outlet, names in
quotation marks (phong trào “Ba sạch”) too. Texts without diacritics are read by the same words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from nlp.text import fold, is_vietnamese, sentences, without_diacritics

Voice = Literal["outlet", "quoted"]

_Interval = tuple[int, int]

# Words before a quotation mark that say that a name follows.
_NAMING: Final = (
    "phong trào|chương trình|chủ đề|cuộc thi|hội thi|bài hát|ca khúc|bài thơ|tác phẩm|đề án|dự án|cuốn"
    "|cuốn sách|tập sách|bài báo|chuyên đề|chuyên mục|mô hình|tên|tên gọi|mang tên|chiến dịch|đề tài"
    "|khẩu hiệu|danh hiệu|giải|giải thưởng|phim|bộ phim|vở|vở kịch|triển lãm|tọa đàm|hội thảo|ngày hội"
    "|tuần lễ|câu lạc bộ|nhóm|quỹ"
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
# What follows "theo" where it names no one who speaks: documents, plans, and verbs that take it.
_NO_SOURCE: Final = (
    "đó|kế hoạch|dự kiến|quy định|hướng dẫn|lịch|hình thức|từng|phương châm|thông lệ|yêu cầu|tinh thần"
    "|đúng|chỉ đạo|nghị quyết|quyết định|luật|điều|thông tư|nghị định|chương trình|dõi|đuổi|chân|kịp"
)
_TALKING: Final = "tôi|chúng tôi|em|cháu|mình|ạ|nhé|vâng|dạ|thưa"
_FARTHEST_SOURCE: Final = 120
"""Characters between "theo" and the comma behind the source."""

_QUOTATION: Final = re.compile(r"“[^“”\n]*+(?:”|(?=\n)|$)|«[^«»\n]*+»|\"[^\"\n]*+\"")
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
