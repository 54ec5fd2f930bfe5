"""What a headline or a lead says by the kinds of a lexicon, each phrase as its clause turns it.

The lexicon (models/tone/lexicon.toml) groups general newspaper words by kind, such as "death" or "praise", so
that a rare word weighs what its kind weighs. What a phrase says is turned within its clause by:

- a denial ("không xảy ra"), up to the clause's end or a conjunction: "!accident", and "!harm" for every harm;
- what averts ("dập tắt"), as far: harm is "averted harm" and no more; in the passive ("đám cháy được dập
  tắt") what stands before it;
- advice, a rebuttal or an acquittal ("cách", "bác bỏ", "minh oan"), up to the clause's end: "advised harm"
  and so on; a rebuttal also turns what stands before it;
- a change beside what changes: "tai nạn giảm mạnh" is "harm down", and "giảm mạnh" then no loss.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.text import SYLLABLE, fold

LEXICON: Final = Path(__file__).parent / "models" / "tone" / "lexicon.toml"
TOKEN: Final = re.compile(rf"{SYLLABLE.pattern}|[.,;:!?…()–—|](?!\d)")
"""A syllable, or a mark that ends a clause; the comma of a number does not."""
KIND_WEIGHT: Final = 0.1
"""Kinds are few and occur in most texts: without it they would outweigh the n-grams."""
TURNED_WEIGHT: Final = 0.8
"""Turned kinds have to outvote the n-grams of what they turn."""

_LONGEST_PHRASE: Final = 6
_MARKS: Final = frozenset(".,;:!?…()–—|")

# fmt: off
_CHANGING_HARM: Final = (
    "death", "accident", "disaster", "crime", "war", "worry", "illness", "bad_event", "harm",
)
# fmt: on
_GROUPS: Final = {
    **dict.fromkeys((*_CHANGING_HARM, "loss", "unfavourable"), "harm"),
    **dict.fromkeys(("success", "praise", "growth", "favourable", "good"), "good"),
    "cost": "cost",
}
"""What kinds have in common."""
_CHANGING: Final = {**dict.fromkeys(_CHANGING_HARM, "harm"), "good": "good", "cost": "cost"}
"""Kinds of what goes up and down; `cost` is what a household or a farm pays."""
_WHAT: Final = ("harm", "good", "cost")
_CHANGES: Final = ("up", "down")
_DENIED: Final = "!"
_AVERTED: Final = "averted "
_REBUTTED: Final = "rebutted "
_TURNS: Final = {
    "deny": _DENIED,
    "avert": _AVERTED,
    "rebuttal": _REBUTTED,
    "acquittal": "acquitted ",
    "advice": "advised ",
}
_STOPPED: Final = (_DENIED, _AVERTED)
_SILENT: Final = frozenset(("end", "clause", "plain", "deny", "avert"))
"""Groups of phrases that only say how others are read; `plain` covers others, as "không khí" does "không"."""
_TURNED: Final = frozenset(
    [
        "rebuttal",
        "acquittal",
        *(f"{_DENIED}{group}" for group in _WHAT),
        *(f"{turn}harm" for turn in _TURNS.values()),
        *(f"{sign}{of} {change}" for sign in ("", _DENIED) for of in _WHAT for change in _CHANGES),
    ]
)
_PASSIVE: Final = frozenset(("được", "bị"))
_PASSIVE_WITHIN: Final = 4
# Syllables between a change and what changes, at most. "Giảm số vụ cháy" goes before what stands further off.
_BESIDE: Final = 1
_BEFORE: Final = 9
_BEHIND: Final = 5


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a phrase of the lexicon says.

    Attributes:
        kinds: Its kinds, in order.
        group: What these have in common; "" for nothing.
        changing: What it is that goes up and down, "harm", "good" or "cost"; "" for nothing.
        change: "up" or "down"; "" for none.
        turn: How it turns what follows, as of `_TURNS`; "" for not at all.
        ends: Whether it ends a clause.
        stops: Whether no denial reaches across it.
        acts: Whether it changes or turns anything.
    """

    kinds: tuple[str, ...]
    group: str
    changing: str
    change: str
    turn: str
    ends: bool
    stops: bool
    acts: bool


_Found = tuple[_Phrase, int, int]
"""A phrase, and where it starts and ends."""


def syllables(tokens: Sequence[str]) -> list[str]:
    """Leave the marks out."""
    return [token for token in tokens if token not in _MARKS]


def kinds(tokens: Sequence[str]) -> dict[str, float]:
    """Give the weight of each kind in a row of tokens, as `TOKEN` finds them in folded text."""
    text = spaced(tokens)
    said = [kind for clause in _clauses(text) for kind in _said(text, clause)]
    weights = {
        kind: (TURNED_WEIGHT if kind in _TURNED else KIND_WEIGHT) * math.log1p(count)
        for kind, count in Counter(said).items()
    }
    if said:
        # The last thing said is what a reader leaves with.
        weights[f"last:{said[-1]}"] = KIND_WEIGHT * math.log1p(1)
    return weights


def longest_first(phrases: Sequence[str]) -> AhoCorasick:
    """Make what finds phrases in `spaced` syllables from the left, the longest first, without overlaps."""
    return AhoCorasick([spaced(phrase.split(" ")) for phrase in phrases], matchkind=MatchKind.LeftmostLongest)


def spaced(syllables: Sequence[str]) -> str:
    """Write syllables so that each has its own space on both sides, and two phrases in a row share none."""
    return f" {'  '.join(syllables)} " if syllables else ""


def _clauses(text: str) -> Iterator[list[_Found]]:
    automaton, phrases = _lexicon()
    clause: list[_Found] = []
    for pattern, start, end in automaton.find_matches_as_indexes(text):
        phrase = phrases[pattern]
        clause.append((phrase, start, end))
        if phrase.ends:
            yield clause
            clause = []
    yield clause


def _said(text: str, clause: Sequence[_Found]) -> list[str]:
    """Give the kinds that a clause counts for, in order."""
    if not any(phrase.acts for phrase, _, _ in clause):
        return [kind for phrase, _, _ in clause for kind in phrase.kinds]
    until, turn_before = _turned_before(text, clause)
    turn = ""
    said: list[str] = []
    for at, (phrase, _, _) in enumerate(clause):
        if phrase.stops and turn in _STOPPED:
            turn = ""
        changing = _what_changes(text, clause, at) if phrase.change else ""
        now = turn or (turn_before if at < until else "")
        if changing:
            said.append(f"{_DENIED if now in _STOPPED else ''}{changing} {phrase.change}")
        else:
            said += _turned(phrase, now)
        turn = phrase.turn or turn
    return said


def _turned(phrase: _Phrase, turn: str) -> Sequence[str]:
    if turn == _DENIED:
        # A set, since a group bears the name of a kind in it.
        return sorted({f"{turn}{kind}" for kind in (*phrase.kinds, phrase.group) if kind})
    if turn and phrase.group == "harm":
        return (f"{turn}harm",)
    return phrase.kinds


def _turned_before(text: str, clause: Sequence[_Found]) -> tuple[int, str]:
    """Give the place in a clause up to which a later phrase turns what is said, and how."""
    for at in range(len(clause) - 1, 0, -1):
        phrase, start, _ = clause[at]
        if phrase.turn == _REBUTTED or (phrase.turn == _AVERTED and _is_passive(text, start)):
            return at, phrase.turn
    return 0, ""


def _is_passive(text: str, start: int) -> bool:
    return not _PASSIVE.isdisjoint(text[:start].rsplit(None, _PASSIVE_WITHIN)[-_PASSIVE_WITHIN:])


def _what_changes(text: str, clause: Sequence[_Found], at: int) -> str:
    """Give what a change is said of: what stands right behind it, else the first near before it, else behind.

    The first, since a Vietnamese noun goes before what describes it: "tỷ lệ hài lòng với người nghèo".
    """
    _, start, end = clause[at]
    behind, gap = "", 0
    for one, begun, _ in clause[at + 1 :]:
        if one.changing:
            behind, gap = one.changing, len(text[end:begun].split())
            break
    if behind and gap <= _BESIDE:
        return behind
    for one, _, ended in clause[:at]:
        if one.changing and len(text[ended:start].split()) <= _BEFORE:
            return one.changing
    return behind if gap <= _BEHIND else ""


@cache
def _lexicon() -> tuple[AhoCorasick, Sequence[_Phrase]]:
    found: dict[str, set[str]] = {mark: {"end"} for mark in _MARKS} | {"?": {"end", "question"}}
    for kind, phrases in tomllib.loads(LEXICON.read_text("utf-8")).items():
        for phrase in phrases.split(","):
            parts = SYLLABLE.findall(fold(phrase))[:_LONGEST_PHRASE]
            if parts:
                found.setdefault(" ".join(parts), set()).add(kind)
    return longest_first(list(found)), [_phrase(of) for of in found.values()]


def _phrase(of: Set[str]) -> _Phrase:
    kinds = tuple(sorted(of - _SILENT))
    change = next((change for change in _CHANGES if change in of), "")
    turn = next((turn for kind, turn in _TURNS.items() if kind in of), "")
    return _Phrase(
        kinds,
        next((_GROUPS[kind] for kind in kinds if kind in _GROUPS), ""),
        next((_CHANGING[kind] for kind in kinds if kind in _CHANGING), ""),
        change,
        turn,
        ends="end" in of,
        stops="clause" in of,
        acts=bool(change or turn),
    )
