"""What the model of the tone towards a campaign looks at in a passage: words and cues by where they stand.

Words and the cues of models/campaign_tone/cues.toml are taken by place: anywhere ("A"), in the sentence that
mentions the campaign ("M") or in its context ("C"). Cues also in the clause of the mention ("K"), in the last
sentence ("L"), in the outlet's own voice ("O") or quoted ("Q"), before ("B") or after ("T") a turn such as
"nhưng", whose second clause wins; words also at the end ("E"). The mention is masked, so that nothing is
learned about one campaign.
"""

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from nlp.text import SYLLABLE, fold, sentences, without_diacritics
from nlp.voices import spans

CUES: Final = Path(__file__).parent / "models" / "campaign_tone" / "cues.toml"
MENTION: Final = "<campaign>"
"""What stands for a mention among the words."""

_CLAUSE_END: Final = re.compile(r"[,;:–—\n.!?…]")
_EVALUATIVE: Final = ("favourable", "unfavourable", "bad_event", "rise", "fall")
_NEGATED_WITHIN: Final = 4
"""Words after a negation that it reaches."""
_MOST: Final = 3.0
"""What is counted of one cue."""
# Cues are fewer than words and occur together, so that they would outweigh them.
_CUE_WEIGHT: Final = 0.5
_SHORT: Final = 12
"""Words of a passage that is only a part of one, such as a single quote: its shape says something else."""
_LAST_WORDS: Final = 4
"""Words at the end of a passage that count once more: there it says which side wins."""

# By their first word: cues, the longest first, with what they are cues of.
_Table = dict[str, list[tuple[list[str], str]]]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    at: int
    sentence: int
    clause: int
    quoted: bool


def features(text: str, mentions: Sequence[tuple[int, int]], spelled: bool) -> dict[str, float]:
    """Give the features of a passage by name.

    Args:
        text: The passage as `nlp.text.fold` gives it.
        mentions: Where it mentions the campaign: spans of `text`, in order. Without any, all of it counts as
            the sentence that mentions the campaign.
        spelled: The text has its diacritics.
    """
    bounds = sentences(text)
    words = list(_words(text, bounds, mentions))
    mentioning = {word.sentence for word in words if word.text == MENTION} or set(range(len(bounds)))
    cues = _cue_features(words, mentioning, _table(spelled))
    return {
        **{name: value * _CUE_WEIGHT for name, value in cues.items()},
        **dict.fromkeys(_ngrams(words, mentioning), 1.0),
        **{f"E={word.text}": 1.0 for word in words[-_LAST_WORDS:]},
        **_shape(text, words, len(bounds), mentioning),
    }


def _words(
    text: str, bounds: Sequence[tuple[int, int]], mentions: Sequence[tuple[int, int]]
) -> Iterator[_Word]:
    voices = spans(text)
    starts = [start for start, _ in bounds]
    voice_starts = [span.start for span in voices]
    mention_starts = [start for start, _ in mentions]
    clause = behind = 0
    masked = -1
    for syllable in SYLLABLE.finditer(text):
        at = syllable.start()
        mention = bisect_right(mention_starts, at) - 1
        inside = mention >= 0 and at < mentions[mention][1]
        # One character between two words is a space, nearly always.
        clause += at - behind > 1 and _CLAUSE_END.search(text, behind, at) is not None
        behind = syllable.end()
        if inside and mention == masked:
            continue
        masked = mention if inside else -1
        form = "0" if syllable[0].isdigit() else syllable[0]
        yield _Word(
            MENTION if inside else form,
            at,
            max(bisect_right(starts, at) - 1, 0),
            clause,
            voices[bisect_right(voice_starts, at) - 1].voice == "quoted",
        )


def _cue_features(words: Sequence[_Word], mentioning: set[int], table: _Table) -> dict[str, float]:
    counts: Counter[str] = Counter()
    clauses = {word.clause for word in words if word.text == MENTION}
    found = list(_cues(words, table))
    turn = next((index for index, cue in found if cue == "turn"), None)
    last = words[-1].sentence if words else 0
    for index, cue in found:
        word = words[index]
        places = ["A", "M" if word.sentence in mentioning else "C", "Q" if word.quoted else "O"]
        places += ["K"] * (word.clause in clauses) + ["L"] * (word.sentence == last)
        places += [] if turn is None else ["T" if index >= turn else "B"]
        counts.update(f"{place}:{cue}" for place in places)
    capped = {name: min(float(count), _MOST) for name, count in counts.items()}
    balances = {f"{place}:balance": _balance(capped, place) for place in "AMCKTQO"}
    return {**capped, **balances}


def _cues(words: Sequence[_Word], table: _Table) -> Iterator[tuple[int, str]]:
    """Give the cues in order, the longest at each place, each with the index of its first word."""
    texts = [word.text for word in words]
    index, negation = 0, -_NEGATED_WITHIN - 1
    while index < len(words):
        length, cue = _cue_at(texts, index, table)
        if cue == "negation":
            negation = index
        reached = index - negation <= _NEGATED_WITHIN and words[negation].sentence == words[index].sentence
        if cue:
            yield index, f"not {cue}" if cue in _EVALUATIVE and reached else cue
        index += length


def _cue_at(texts: Sequence[str], index: int, table: _Table) -> tuple[int, str | None]:
    for phrase, cue in table.get(texts[index], ()):
        if texts[index : index + len(phrase)] == phrase:
            return len(phrase), cue
    return 1, None


@cache
def _table(spelled: bool) -> _Table:
    table: _Table = {}
    for cue, phrases in tomllib.loads(CUES.read_text("utf-8")).items():
        for phrase in re.split(r"[,\n]", phrases):
            if phrase.strip():
                words = SYLLABLE.findall(fold(phrase if spelled else without_diacritics(phrase)))
                table.setdefault(words[0], []).append((words, cue))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _balance(counts: Mapping[str, float], place: str) -> float:
    """Give favourable less unfavourable cues of a place; negation turns one into the other."""
    good = counts.get(f"{place}:favourable", 0) + counts.get(f"{place}:not unfavourable", 0)
    bad = counts.get(f"{place}:unfavourable", 0) + counts.get(f"{place}:not favourable", 0)
    return max(-_MOST, min(_MOST, good - bad))


def _ngrams(words: Sequence[_Word], mentioning: set[int]) -> Iterator[str]:
    """Give words and pairs of words within a sentence, anywhere and by place."""
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        ngrams = [word.text]
        if following and following.sentence == word.sentence:
            ngrams.append(f"{word.text} {following.text}")
        place = "M" if word.sentence in mentioning else "C"
        for ngram in ngrams:
            yield f"A={ngram}"
            yield f"{place}={ngram}"


def _shape(text: str, words: Sequence[_Word], n_sentences: int, mentioning: set[int]) -> dict[str, float]:
    marks = {"“": "“", "…": "… ", "?": "?", ":": ": ", "%": "%", ";": ";"}
    where = [index for index, word in enumerate(words) if word.text == MENTION]
    shape = {
        "length": min(len(words) / 40, _MOST),
        "sentences": min(n_sentences / 3, _MOST),
        "one sentence": float(n_sentences == 1),
        "no mention": float(not where),
        "mention quoted": float(any(words[index].quoted for index in where)),
        "mention first": float(0 in mentioning),
        "mention last": float(n_sentences - 1 in mentioning),
        "context": float(len(mentioning) < n_sentences),
        "place of mention": where[0] / len(words) if where else 0.0,
    }
    short = len(words) <= _SHORT
    return {
        **{f"mark {name}": float(mark in text) for name, mark in marks.items()},
        "numbers": min(3, sum(word.text == "0" for word in words)) / 2,
        "short": float(short),
        **({f"short {name}": value for name, value in shape.items()} if short else shape),
    }
