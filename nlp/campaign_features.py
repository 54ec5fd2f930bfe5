"""What the model of the tone towards a campaign looks at in a passage: words and cues by where they stand.

Words and the cues of models/campaign_tone/cues.toml are taken by place: anywhere ("A"), in the sentence that
mentions the campaign ("M") or in its context ("C"). Cues also in the clause of the mention ("K"), in the last
sentence ("L"), in the outlet's own voice ("O") or quoted ("Q"), before ("B") or after ("T") a turn such as
"nhưng", whose second clause wins; words also at the end ("E"). The mention is masked, so that nothing is
learned about one campaign.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
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
_MARKS: Final = {"“": "“", "…": "… ", "?": "?", ":": ": ", "%": "%", ";": ";"}
_LAST_WORDS: Final = 4
"""Words at the end of a passage that count once more: there it says which side wins."""

_PLACES: Final = "AMCKTQO"
_BALANCED: Final = {f"{place}:balance": 0.0 for place in _PLACES}

# By their first word: cues, the longest first, with what they are cues of.
_Table = dict[str, list[tuple[list[str], str]]]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a passage, each with its sentence and clause, and whether it is quoted.

    Attributes:
        forms: Word by word, folded; numbers are "0", a mention of the campaign is MENTION.
        sentences: Number of its sentence, from 0.
        clauses: Number of its clause, from 0.
        quoted: Whether it is quoted.
        mentions: Indices of the words that are MENTION.
    """

    forms: list[str]
    sentences: list[int]
    clauses: list[int]
    quoted: list[bool]
    mentions: list[int]


def features(text: str, mentions: Sequence[tuple[int, int]], spelled: bool) -> dict[str, float]:
    """Give the features of a passage by name.

    Args:
        text: The passage as `nlp.text.fold` gives it.
        mentions: Where it mentions the campaign: spans of `text`, in order. Without any, all of it counts as
            the sentence that mentions the campaign.
        spelled: The text has its diacritics.
    """
    bounds = sentences(text)
    words = _read(text, bounds, mentions)
    mentioning = {words.sentences[index] for index in words.mentions} or set(range(len(bounds)))
    cues = _cue_features(words, mentioning, _table(spelled))
    return {
        **{name: value * _CUE_WEIGHT for name, value in cues.items()},
        **dict.fromkeys(_ngrams(words, mentioning), 1.0),
        **{f"E={form}": 1.0 for form in words.forms[-_LAST_WORDS:]},
        **_shape(text, words, len(bounds), mentioning),
    }


def _read(text: str, bounds: Sequence[tuple[int, int]], mentions: Sequence[tuple[int, int]]) -> _Words:
    words = _Words(forms := [], [], [], [], [])
    add_form, add_sentence, add_clause = forms.append, words.sentences.append, words.clauses.append
    add_quoted = words.quoted.append
    heard = spans(text)
    sentence = voice = mention = clause = behind = 0
    masked = 0
    for syllable in SYLLABLE.finditer(text):
        at, end = syllable.span()
        # One character between two words is a space, nearly always.
        if at - behind > 1 and _CLAUSE_END.search(text, behind, at):
            clause += 1
        behind = end
        while mention < len(mentions) and mentions[mention][0] <= at:
            mention += 1
        inside = mention > 0 and at < mentions[mention - 1][1]
        if inside and mention == masked:
            continue
        masked = mention if inside else 0
        while sentence + 1 < len(bounds) and bounds[sentence + 1][0] <= at:
            sentence += 1
        while heard[voice].end <= at:
            voice += 1
        if inside:
            words.mentions.append(len(forms))
        form = syllable[0]
        add_form(MENTION if inside else "0" if form[0].isdigit() else form)
        add_sentence(sentence)
        add_clause(clause)
        add_quoted(heard[voice].voice == "quoted")
    return words


def _cue_features(words: _Words, mentioning: set[int], table: _Table) -> dict[str, float]:
    counts: dict[str, int] = {}
    clauses = {words.clauses[index] for index in words.mentions}
    found = _cues(words, table)
    turn = next((index for index, cue in found if cue == "turn"), None)
    last = words.sentences[-1] if words.sentences else 0
    for index, cue in found:
        places = [
            "A",
            "M" if words.sentences[index] in mentioning else "C",
            "Q" if words.quoted[index] else "O",
        ]
        places += ["K"] * (words.clauses[index] in clauses) + ["L"] * (words.sentences[index] == last)
        places += [] if turn is None else ["T" if index >= turn else "B"]
        for place in places:
            name = f"{place}:{cue}"
            counts[name] = counts.get(name, 0) + 1
    capped = {name: min(float(count), _MOST) for name, count in counts.items()}
    # Without a cue everything is in balance.
    return {**capped, **(_balances(capped) if capped else _BALANCED)}


def _cues(words: _Words, table: _Table) -> list[tuple[int, str]]:
    """Give the cues in order, the longest at each place, each with the index of its first word."""
    forms = words.forms
    found: list[tuple[int, str]] = []
    behind, negation = 0, -_NEGATED_WITHIN - 1
    for index, form in enumerate(forms):
        if index < behind or form not in table:
            continue
        for phrase, cue in table[form]:
            if forms[index : index + len(phrase)] == phrase:
                behind = index + len(phrase)
                if cue == "negation":
                    negation = index
                near = index - negation <= _NEGATED_WITHIN
                reached = near and words.sentences[negation] == words.sentences[index]
                found.append((index, f"not {cue}" if reached and cue in _EVALUATIVE else cue))
                break
    return found


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


def _balances(counts: Mapping[str, float]) -> dict[str, float]:
    """Give favourable less unfavourable cues by place; negation turns one into the other."""
    found: dict[str, float] = {}
    for place in _PLACES:
        good = counts.get(f"{place}:favourable", 0) + counts.get(f"{place}:not unfavourable", 0)
        bad = counts.get(f"{place}:unfavourable", 0) + counts.get(f"{place}:not favourable", 0)
        found[f"{place}:balance"] = max(-_MOST, min(_MOST, good - bad))
    return found


def _ngrams(words: _Words, mentioning: set[int]) -> list[str]:
    """Give words and pairs of words within a sentence, anywhere and by place."""
    found: list[str] = []
    places = ["M" if sentence in mentioning else "C" for sentence in words.sentences]
    last = len(words.forms) - 1
    for index, (form, place) in enumerate(zip(words.forms, places, strict=True)):
        found += (f"A={form}", f"{place}={form}")
        if index < last and words.sentences[index] == words.sentences[index + 1]:
            pair = f"{form} {words.forms[index + 1]}"
            found += (f"A={pair}", f"{place}={pair}")
    return found


def _shape(text: str, words: _Words, n_sentences: int, mentioning: set[int]) -> dict[str, float]:
    where, length = words.mentions, len(words.forms)
    shape = {
        "length": min(length / 40, _MOST),
        "sentences": min(n_sentences / 3, _MOST),
        "one sentence": float(n_sentences == 1),
        "no mention": float(not where),
        "mention quoted": float(any(words.quoted[index] for index in where)),
        "mention first": float(0 in mentioning),
        "mention last": float(n_sentences - 1 in mentioning),
        "context": float(len(mentioning) < n_sentences),
        "place of mention": where[0] / length if where else 0.0,
    }
    short = length <= _SHORT
    return {
        **{f"mark {name}": float(mark in text) for name, mark in _MARKS.items()},
        "numbers": min(3, words.forms.count("0")) / 2,
        "short": float(short),
        **({f"short {name}": value for name, value in shape.items()} if short else shape),
    }
