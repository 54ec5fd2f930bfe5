"""Messages of a campaign: which of them a text carries, where, and how near to the campaign's own words.

A message is verbatim where one of its phrases stands word for word. It is a paraphrase where the content
words of a phrase stand in their order within a sentence, with a few syllables between one and the next: "hợp
lý, hài hòa" in "hợp lý và thật sự hài hòa". A phrase of one content word, or of two short ones, has no
paraphrase, and a negation between two of them makes none. What is denied is not carried: right before it
("chưa tạo sự đồng thuận"), with others ("chưa có kịch bản và phương án dự phòng"), or behind it ("sự đồng
thuận chưa cao"). What says the same in other words, the form "semantic", is found by `nlp.meaning`.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from nlp import segment
from nlp.match import Occurrence, occurrences
from nlp.text import SYLLABLE, fold, sentences, syllables
from nlp.voices import spans

Where = Literal["headline", "lead", "body", "quote"]
Form = Literal["verbatim", "paraphrase", "semantic"]

METHOD: Final = "phrases 4"
WIDEST_GAP: Final = 3
"""Syllables between two content words of a paraphrase, at most."""

# Words that carry grammar, not a message's content.
_STOP_WORDS: Final = frozenset(
    SYLLABLE.findall(
        "và với của các những một là thì mà ở tại trong cho để được bị do bởi từ này đó đã đang sẽ rất cũng"
        " sự việc như theo trên giữa phải cần hay hoặc"
    )
)
NEGATIONS: Final = frozenset(SYLLABLE.findall("không chưa chẳng chả đừng thiếu mất hết bất phi vô"))
"""Syllables that deny what stands behind them."""
# A word that does not begin another clause, in which nothing is denied any more.
_JOINS: Final = r"(?!(?:nhưng|mà|song|và|nên|để|thì|là)\b)\w+"
_MARK: Final = r" [“\"‘']?$"
# Names and idioms deny nothing, nor does "không phải không".
_NOT: Final = (
    r"\b(?:(?<!phòng )(?<!hàng )(?<!phải )(?<!phải là )(?<!thể )không"
    r"(?! (?:chỉ|những|ngừng|riêng|phải chỉ|thể (?:thiếu|quên|tách rời)|quên|ai quên|ít|đâu|phủ nhận|thiếu"
    r"|gì (?:hơn|bằng|quý)|quân|khí|gian|lưu|phận|lơ là|xem nhẹ|coi nhẹ|buông lỏng|vi phạm|bỏ qua|phá vỡ"
    r"|phải (?:là )?(?:không|chưa|thiếu))\b)"
    r"|(?<!phải )(?<!phải là )(?:chưa|chẳng|chả)(?! (?:chỉ|những|riêng|bao giờ|khi nào|từng thấy)\b))"
)
_HARDLY: Final = r"(?<!không )(?<!vượt )(?<!gỡ )(?<!chịu )\bkhó"
_LACK: Final = (
    r"(?<!không )(?<!thể )\b(?:thiếu(?! (?:nhi|niên|nữ|tướng|tá|úy|sinh|sót|thốn)\b)"
    r"|mất(?! (?:mát|tích|trắng|liên lạc)\b))"
)
# Right before a phrase, few words between: "chưa tạo được sự đồng thuận".
_DENIED: Final = re.compile(
    rf"{_NOT}(?: {_JOINS}){{0,4}}{_MARK}"
    rf"|{_HARDLY} (?:đạt|có|tạo|tìm|nói)(?: {_JOINS}){{0,2}}{_MARK}"
    rf"|\bbác bỏ(?: {_JOINS}){{0,4}}{_MARK}"
)
_LACKED: Final = re.compile(rf"{_LACK}(?: {_JOINS})?{_MARK}")
# "Không để xảy ra mất an toàn thực phẩm" is no lack.
_PREVENTED: Final = re.compile(
    rf"\b(?:không (?:để|làm|gây|xảy ra|bị|có (?:vụ|tình trạng|trường hợp|nguy cơ))(?: {_JOINS}){{0,4}}"
    rf"|(?:tránh|ngăn|ngăn chặn|ngăn ngừa|phòng ngừa|chống)(?: để)?(?: {_JOINS}){{0,3}}) $"
)
_HARD: Final = re.compile(rf"{_HARDLY} (?:có thể )?$")
# What is to be had, made or reached, and is not, may be several things: "chưa có kịch bản và phương án dự
# phòng". Another verb, or something bad that is not there, begins no such list.
_MADE: Final = (
    "có|đủ|đạt|tạo|bảo đảm|đảm bảo|xây dựng|hình thành|chuẩn bị|chủ động|phát huy|thể hiện|mang lại|đem lại"
)
_NOT_MADE: Final = (
    rf"(?:{_NOT}(?: {_JOINS}){{0,2}} (?:{_MADE}|thật sự|thực sự)"
    r"(?! (?:ai|gì|vụ|ca|sự cố|tai nạn|sai sót|trục trặc|ngộ độc)\b)"
    rf"|{_HARDLY} (?:{_MADE}|tìm)|{_LACK})(?: được| ra)?"
)
_DOES: Final = rf"(?:{_MADE}|hoàn thành|giữ|góp phần|đi|lan tỏa)\b"
_ITEM: Final = rf"(?!{_DOES}|(?:đã|đang|sẽ|vẫn|khi|do|vì|nếu|dù)\b){_JOINS}(?: {_JOINS}){{0,3}}"
_LISTED: Final = re.compile(
    rf"{_NOT_MADE} {_ITEM}(?:, {_ITEM})*(?:,| và| hay| hoặc| cũng như)(?: (?:sự|sức|tính))?{_MARK}"
)
_VERB_FIRST: Final = re.compile(_DOES)
# What a phrase ends its clause before, or what belongs to it.
_ENDS: Final = (
    r"(?=[”\"’']?\s*(?:[.,;:!?…)\n]|$)| (?:trong|của|cho|ở|tại|với|giữa|về|và|hay|hoặc|từ|đối|theo|khi|do|vì"
    r"|để|nên|khiến|làm|dẫn|như|so|cụ thể|rõ|đầy đủ|cần thiết)\b)"
)
_LAST: Final = re.compile(_ENDS)
# What follows does or is something: the phrase begins a clause and ends no list.
_PREDICATE: Final = re.compile(
    r"[^.,;:!?…\n]* (?:vẫn|đã|đang|sẽ|cũng|càng|được|bị|lại|luôn|đều|rất|khá|tăng|lan|giữ)\b"
)
# Behind a phrase: "sự đồng thuận xã hội chưa cao", "sức lan tỏa của phong trào còn hạn chế".
_DENIED_BEHIND: Final = re.compile(
    r"[”\"’']?(?: (?:của|trong) (?!(?:điều kiện|bối cảnh|hoàn cảnh|tình hình|khi|lúc|các|những)\b)"
    rf"{_JOINS}(?: {_JOINS}){{0,2}})?"
    r"(?: (?:chưa|không|chẳng)(?: thật sự| thực sự)?"
    r" (?:(?:được )?như (?:mong|kỳ|yêu)|đạt (?:kỳ vọng|yêu cầu)"
    r"|được (?:bảo đảm|đảm bảo|phát huy|quan tâm|chú trọng)"
    r"|(?:được )?(?:cao|rõ|rõ nét|rõ rệt|rõ ràng|rộng|lớn|mạnh|mạnh mẽ|tốt|sâu|sâu sắc|nhiều|đều|đồng đều"
    rf"|bền vững|đáng kể|tương xứng|chặt chẽ){_ENDS})"
    r"| (?:còn|vẫn|rất|quá|khá)(?: còn| rất| quá| khá)?"
    rf" (?:nhiều hạn chế|hạn chế|yếu|thấp|kém|mờ nhạt|lỏng lẻo|thiếu){_ENDS})"
)
# No negations.
_STRESSED: Final = re.compile(r"\bhết (?:sức|lòng|mực)\b|\bkhông (?:ngừng|chỉ|những)\b")
_REACH: Final = 80
"""Characters before a phrase in which what denies it stands."""


@dataclass(frozen=True)
class Parts:
    """The parts of an item in which messages and quotes are looked for; "" where there is none."""

    headline: str
    lead: str
    body: str


@dataclass(frozen=True)
class Carried:
    """A message found in an item.

    Attributes:
        message: Id of the message.
        where: The part it was found in; "quote" beside "lead" or "body" where it is in quoted words there.
        phrase: The phrase found there, as the campaign writes it; the first one of the part.
        form: "verbatim" if any phrase of the message stands word for word in the part; "semantic" if it is
            said there in other words.
    """

    message: str
    where: Where
    phrase: str
    form: Form


@dataclass(frozen=True)
class Hit:
    """A phrase found in a text, at `normalise(text)[start:end]`."""

    phrase: str
    form: Form
    start: int
    end: int


def find(parts: Parts, messages: Mapping[str, Sequence[str]]) -> list[Carried]:
    """Look for the phrases of all messages in one pass over each part.

    Phrases and their words are matched as `nlp.match.occurrences` does: case, tone placement and punctuation
    within the sentence do not matter.

    Args:
        parts: The item.
        messages: Phrases by id of the message.

    Returns:
        Each message at most once per part, in the order headline, lead, body, quote and of `messages`.
    """
    return carried(parts, messages, hits)


def carried(
    parts: Parts, messages: Mapping[str, Sequence[str]], search: Callable[[str, Sequence[str]], Sequence[Hit]]
) -> list[Carried]:
    """Do what `find` does, by another search than `hits`."""
    phrases = tuple(dict.fromkeys(phrase for some in messages.values() for phrase in some))
    lead, body = search(parts.lead, phrases), search(parts.body, phrases)
    sections: tuple[tuple[Where, Sequence[Hit]], ...] = (
        ("headline", search(parts.headline, phrases)),
        ("lead", lead),
        ("body", body),
        ("quote", [*_quoted(parts.lead, lead), *_quoted(parts.body, body)]),
    )
    return [
        Carried(message, where, first.phrase, first.form)
        for where, found in sections
        for message, some in messages.items()
        if (first := next((hit for hit in found if hit.phrase in some), None)) is not None
    ]


def with_statements(found: Sequence[Carried], said: Sequence[Carried]) -> list[Carried]:
    """Add that messages stand in a quote which are in an office's words, where no voice told so.

    Args:
        found: What `find` gives for an item.
        said: What it gives for the words of its statements (`nlp.quotes`), each a body.

    Returns:
        `found`, and for each message of lead or body that is only in `said` its first place there.
    """
    quoted = {one.message for one in found if one.where == "quote"}
    told = {one.message for one in found if one.where in ("lead", "body")} - quoted
    first = {one.message: one for one in reversed(said) if one.where == "body" and one.message in told}
    return [*found, *(replace(first[name], where="quote") for name in sorted(first))]


def hits(text: str, phrases: Sequence[str]) -> list[Hit]:
    """Give the places of phrases in a text: those word for word, then paraphrases, each in text order."""
    verbatim = [Hit(one.phrase, "verbatim", one.start, one.end) for one in occurrences(text, phrases)]
    others = sorted(_paraphrases(text, phrases), key=lambda hit: (hit.start, hit.end, hit.phrase))
    if not verbatim and not others:
        return []
    folded = fold(text)
    return [one for one in (*verbatim, *others) if not _is_denied(folded, one)]


def _is_denied(folded: str, hit: Hit) -> bool:
    before, start = max(0, hit.start - _REACH), hit.start
    lacked = _LACKED.search(folded, before, start)
    return (
        _DENIED.search(folded, before, start) is not None
        or (lacked is not None and not _PREVENTED.search(folded, before, lacked.start()))
        or (_HARD.search(folded, before, start) is not None and _VERB_FIRST.match(folded, start) is not None)
        or _is_listed(folded, before, hit)
        or _DENIED_BEHIND.match(folded, hit.end) is not None
    )


def _is_listed(folded: str, before: int, hit: Hit) -> bool:
    """Tell whether a phrase is a further one of several things that are denied together."""
    listed = _LISTED.search(folded, before, hit.start)
    return (
        listed is not None
        and not _PREVENTED.search(folded, before, listed.start())
        and not _VERB_FIRST.match(folded, hit.start)
        and _LAST.match(folded, hit.end) is not None
        and not _PREDICATE.match(folded, hit.end)
    )


def _quoted(text: str, found: Sequence[Hit]) -> list[Hit]:
    if not found:
        return []
    quoted = [span for span in spans(text) if span.voice == "quoted"]
    starts = [span.start for span in quoted]
    within: list[Hit] = []
    for hit in found:
        at = bisect_right(starts, hit.start) - 1
        if at >= 0 and hit.end <= quoted[at].end:
            within.append(hit)
    return within


@lru_cache(maxsize=4096)
def content_words(phrase: str) -> tuple[str, ...]:
    """Give the words of a phrase that say something, in order and folded."""
    words = (" ".join(syllables(word)) for word in segment.words(phrase))
    return tuple(word for word in words if word and word not in _STOP_WORDS)


def _is_telling(words: Sequence[str]) -> bool:
    """Tell whether words say the same with others between them: "về một gia đình" is no "về với gia đình"."""
    return len(words) > 2 or (len(words) == 2 and all(" " in word for word in words))


def _paraphrases(text: str, phrases: Sequence[str]) -> Iterator[Hit]:
    """Give the chains of each phrase's content words, those without a gap too."""
    chains = {phrase: words for phrase in phrases if _is_telling(words := content_words(phrase))}
    vocabulary = tuple(dict.fromkeys(word for words in chains.values() for word in words))
    places: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences(text, vocabulary):
        places[one.phrase].append(one)
    present = {phrase: words for phrase, words in chains.items() if all(word in places for word in words)}
    if not present:
        return
    folded = fold(text)
    starts = [start for start, _ in sentences(text)]
    for phrase, words in present.items():
        for start, end in _chained([places[word] for word in words], folded, starts):
            yield Hit(phrase, "paraphrase", start, end)


def _chained(
    places: Sequence[Sequence[Occurrence]], folded: str, starts: Sequence[int]
) -> list[tuple[int, int]]:
    """Give where the words stand one behind the other, from the first's start to the last's end."""
    reached = {one.last: (one.start, one) for one in places[0]}
    for following in places[1:]:
        nearest: dict[int, tuple[int, Occurrence]] = {}
        for one in following:
            for last in range(one.first - 1, one.first - 2 - WIDEST_GAP, -1):
                if last in reached and _joined(reached[last][1], one, folded, starts):
                    nearest[one.last] = reached[last][0], one
                    break
        reached = nearest
    return [(start, one.end) for start, one in reached.values()]


def _joined(left: Occurrence, right: Occurrence, folded: str, starts: Sequence[int]) -> bool:
    """Tell whether two words stand in one sentence without a negation between them."""
    if bisect_right(starts, left.start) != bisect_right(starts, right.start):
        return False
    return NEGATIONS.isdisjoint(syllables(_STRESSED.sub(" ", folded[left.end : right.start])))
