"""Messages of a campaign: which of them a text carries, where, and how near to the campaign's own words.

A message is verbatim where one of its phrases stands word for word. It is a paraphrase where the content
words of a phrase stand in their order within a sentence, with a few syllables between one and the next: "hợp
lý, hài hòa" in "hợp lý và thật sự hài hòa". A phrase of one content word, or of two short ones, has no
paraphrase, and a negation between two of them makes none. What is denied right before it ("chưa tạo sự đồng
thuận") is not carried. What says the same in other words, the form
"semantic", is found by `nlp.meaning`.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from nlp import segment
from nlp.match import Occurrence, occurrences
from nlp.text import SYLLABLE, fold, sentences, syllables
from nlp.voices import spans

Where = Literal["headline", "lead", "body", "quote"]
Form = Literal["verbatim", "paraphrase", "semantic"]

METHOD: Final = "phrases 2"
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
# Right before a phrase, few words between: "chưa tạo được sự đồng thuận". Names and idioms deny nothing.
_JOINS: Final = r"(?!(?:nhưng|mà|song|và|nên|để|thì|là)\b)\w+"
_DENIED: Final = re.compile(
    r"\b(?:(?<!phòng )(?<!hàng )không"
    r"(?! (?:chỉ|những|ngừng|riêng|phải chỉ|thể (?:thiếu|quên|tách rời)|quên|ai quên|ít|đâu|phủ nhận|thiếu"
    r"|gì (?:hơn|bằng|quý)|quân|khí|gian|lưu|phận)\b)"
    rf"|(?:chưa|chẳng|chả)(?! (?:chỉ|những|riêng|bao giờ|khi nào|từng thấy)\b))(?: {_JOINS}){{0,4}} [“\"‘']?$"
    rf"|(?<!không )(?<!thể )\b(?:thiếu|mất)(?: {_JOINS})? [“\"‘']?$"
    rf"|(?<!không )\bkhó (?:đạt|có|tạo|tìm|nói)(?: {_JOINS}){{0,2}} [“\"‘']?$"
    rf"|\bbác bỏ(?: {_JOINS}){{0,4}} [“\"‘']?$"
)
# No negations.
_STRESSED: Final = re.compile(r"\bhết (?:sức|lòng|mực)\b|\bkhông (?:ngừng|chỉ|những)\b")
_REACH: Final = 40
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


def hits(text: str, phrases: Sequence[str]) -> list[Hit]:
    """Give the places of phrases in a text: those word for word, then paraphrases, each in text order."""
    verbatim = [Hit(one.phrase, "verbatim", one.start, one.end) for one in occurrences(text, phrases)]
    others = sorted(_paraphrases(text, phrases), key=lambda hit: (hit.start, hit.end, hit.phrase))
    if not verbatim and not others:
        return []
    folded = fold(text)
    return [one for one in (*verbatim, *others) if not _is_denied(folded, one)]


def _is_denied(folded: str, hit: Hit) -> bool:
    return _DENIED.search(folded, max(0, hit.start - _REACH), hit.start) is not None


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
