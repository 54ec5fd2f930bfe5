"""What the tone model looks at in a headline and a lead: n-grams, and words of a lexicon by what they say.

N-grams are those of one and two syllables and of one and two segmented words ("w:"); those of the headline
count once more as the headline's own ("T"). The lexicon (models/tone/lexicon.toml) groups general newspaper
words by kind, such as "death" or "praise", so that a rare word weighs what its kind weighs; each kind is
counted by place and apart where a negation stands before it ("!").
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from nlp import segment
from nlp.text import SYLLABLE, fold

LEXICON: Final = Path(__file__).parent / "models" / "tone" / "lexicon.toml"
WORD: Final = "w:"
HEADLINE: Final = "T"
KIND_WEIGHT: Final = 0.1
"""Kinds are few and occur in most texts: without it they would outweigh the n-grams."""

_NEGATIONS: Final = frozenset(
    ["không", "chưa", "chẳng", "chả", "hết", "thôi", "ngừng", "khỏi", "tránh", "bớt"]
)
_NEGATED_WITHIN: Final = 3
"""Syllables after a negation that it reaches."""
_LONGEST_PHRASE: Final = 6


@dataclass(frozen=True, slots=True)
class Features:
    """What was found in one text.

    Attributes:
        terms: How often each n-gram stands in it, with the mark of its sort and, once more, of its place.
        kinds: Weight of each kind of the lexicon, by place: "T" headline, "L" lead.
    """

    terms: Mapping[str, int]
    kinds: Mapping[str, float]


def features(texts: Sequence[str]) -> list[Features]:
    """Give the features of texts: headline, line break, lead."""
    parts = [fold(text).partition("\n")[::2] for text in texts]
    words = segment.words_batch([part for pair in parts for part in pair])
    return [
        _features(SYLLABLE.findall(headline), SYLLABLE.findall(lead), words[2 * i], words[2 * i + 1])
        for i, (headline, lead) in enumerate(parts)
    ]


def plain(term: str) -> str:
    """Give a term as it stands in the text, without the marks of its place and sort."""
    return term.removeprefix(HEADLINE).replace(WORD, "")


def _features(
    headline: list[str], lead: list[str], headline_words: Sequence[str], lead_words: Sequence[str]
) -> Features:
    own = _ngrams(headline) + _ngrams([WORD + word for word in headline_words])
    others = _ngrams(lead) + _ngrams([WORD + word for word in lead_words])
    terms = Counter(own + others + [HEADLINE + term for term in own])
    return Features(terms, {**_kinds(headline, HEADLINE), **_kinds(lead, "L")})


def _ngrams(tokens: list[str]) -> list[str]:
    return tokens + [f"{first} {second}" for first, second in pairwise(tokens)]


def _kinds(syllables: Sequence[str], place: str) -> dict[str, float]:
    counts: Counter[str] = Counter()
    last = ""
    for start, kinds in _found(syllables):
        negated = not _NEGATIONS.isdisjoint(syllables[max(0, start - _NEGATED_WITHIN) : start])
        for kind in kinds:
            last = f"!{kind}" if negated else kind
            counts[last] += 1
    weights = {place + kind: KIND_WEIGHT * math.log1p(count) for kind, count in counts.items()}
    if last:
        # The last thing said is what a reader leaves with.
        weights[f"{place}last:{last}"] = KIND_WEIGHT * math.log1p(1)
    return weights


def _found(syllables: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the phrases of the lexicon, the longest first, without overlaps: first syllable and kinds."""
    lexicon = _lexicon()
    start = 0
    while start < len(syllables):
        longest = min(lexicon.longest.get(syllables[start], 0), len(syllables) - start)
        for length in range(longest, 0, -1):
            kinds = lexicon.kinds.get(" ".join(syllables[start : start + length]))
            if kinds:
                yield start, kinds
                start += length - 1
                break
        start += 1


@dataclass(frozen=True, slots=True)
class _Lexicon:
    kinds: Mapping[str, tuple[str, ...]]
    longest: Mapping[str, int]


@cache
def _lexicon() -> _Lexicon:
    kinds: dict[str, set[str]] = {}
    longest: dict[str, int] = {}
    for kind, phrases in tomllib.loads(LEXICON.read_text("utf-8")).items():
        for phrase in phrases.split(","):
            syllables = SYLLABLE.findall(fold(phrase))[:_LONGEST_PHRASE]
            if syllables:
                kinds.setdefault(" ".join(syllables), set()).add(kind)
                longest[syllables[0]] = max(longest.get(syllables[0], 0), len(syllables))
    return _Lexicon({phrase: tuple(sorted(found)) for phrase, found in kinds.items()}, longest)
