"""Tone towards a campaign: does a passage that mentions it leave its reader thinking better or worse of it?

Not the tone of the article: news of a flood with one line on the campaign is negative, and neutral to the
campaign. A multinomial logistic regression over words and cues by where they stand (`nlp.campaign_features`).
Experimental until hand-coded stories validate it; the coding guide is docs/campaign_tone.md, data and figures
are in models/campaign_tone/card.json.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from nlp import shipped
from nlp.campaign_features import features
from nlp.text import (
    SYLLABLE,
    SYLLABLE_FORM,
    fold,
    is_vietnamese,
    normalise,
    sentences,
    spelling,
    without_diacritics,
)
from nlp.tone import LABELS, Label, Status, most_probable, softmax
from nlp.voices import VOICES, Span, Voice, spans

Heard = Literal["all", "outlet", "quoted"]
"""Whose words a tone is of: everybody's, the outlet's own, or those that it quotes."""

MODEL: Final = Path(__file__).parent / "models" / "campaign_tone"
"""Folder of the weights that the package ships."""
SPELLINGS: Final = ("spelled", "bare")
"""Texts with and without diacritics have weights of their own."""
_LONGEST: Final = 20_000
"""Characters of a passage that are read."""


@dataclass(frozen=True)
class Passage:
    """A part of a text that mentions a campaign.

    Attributes:
        text: The sentences, normalised.
        mentions: Where the campaign is mentioned: spans of `text`, in order; () if it is not by name.
        start: Where the passage starts in `nlp.text.normalise` of the text that it was cut from.
    """

    text: str
    mentions: tuple[tuple[int, int], ...] = ()
    start: int = 0


@dataclass(frozen=True)
class CampaignTone:
    """The tone of one passage towards the campaign.

    Attributes:
        label: The most probable label; None unless status is "ok".
        probabilities: Probability of each label, to 3 decimals, adding up to 1; {} unless "ok".
        method: Name and training day of the model.
        status: "ok", "empty" (no word in it) or "other language" (no Vietnamese, with diacritics or without).
    """

    label: Label | None
    probabilities: Mapping[Label, float]
    method: str
    status: Status


@dataclass(frozen=True)
class TextTone:
    """The tone of a text towards a campaign, in all its passages together, for one voice.

    Attributes:
        voice: Whose words it is of.
        label: The most probable label by the mean of the passages' probabilities; None unless status is "ok".
        probabilities: That mean by label, to 3 decimals, adding up to 1; {} unless "ok".
        method: Name and training day of the model.
        status: "ok"; without any passage that is: "empty" (this voice says nothing) or "other language".
        passages: Passages that have a tone and are in the mean; 0 unless "ok".
        sentences: Sentences of these passages, parts of one included.
    """

    voice: Heard
    label: Label | None
    probabilities: Mapping[Label, float]
    method: str
    status: Status
    passages: int
    sentences: int


@dataclass(frozen=True)
class Weights:
    """Weights for one spelling.

    Attributes:
        rows: Row of each feature by its name.
        weights: float array (n features, 3 labels).
        intercept: float array (3 labels).
    """

    rows: Mapping[str, int]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]

    def probabilities(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        """Give a float array (3 labels) that adds up to 1; features not seen in training count nothing."""
        rows = list(map(self.rows.get, values))
        known = [row for row in rows if row is not None]
        amounts = [value for row, value in zip(rows, values.values(), strict=True) if row is not None]
        logits = self.intercept + np.array(amounts) @ self.weights.take(known, axis=0)
        return softmax(logits[None])[0]


@dataclass(frozen=True)
class Model:
    """Weights by spelling, and the name and training day of the model."""

    weights: Mapping[str, Weights]
    method: str


def passages(text: str, mentions: Sequence[tuple[int, int]]) -> list[Passage]:
    """Cut out the sentences that mention a campaign, with one sentence of context on each side.

    Args:
        text: Any text.
        mentions: Spans of `normalise(text)` in order, as `nlp.match.find` gives them.

    Returns:
        The passages in order; those that touch are one.
    """
    plain = normalise(text)
    bounds = sentences(plain)
    runs: list[list[int]] = []
    upcoming = 0
    for index, (start, end) in enumerate(bounds):
        while upcoming < len(mentions) and mentions[upcoming][1] <= start:
            upcoming += 1
        if upcoming < len(mentions) and mentions[upcoming][0] < end:
            first, last = max(index - 1, 0), min(index + 1, len(bounds) - 1)
            if runs and first <= runs[-1][1] + 1:
                runs[-1][1] = last
            else:
                runs.append([first, last])
    return [_passage(plain, bounds[first][0], bounds[last][1], mentions) for first, last in runs]


def about(text: str, campaign: str) -> Passage:
    """Take a whole text as a passage on a campaign; a mention is a run of at least two words of its name.

    For coded passages, which come without a query; a word that is no Vietnamese syllable is enough alone.
    """
    plain = normalise(text)
    folded = fold(plain)
    name = set(SYLLABLE.findall(fold(campaign if is_vietnamese(folded) else without_diacritics(campaign))))
    mentions: list[tuple[int, int]] = []
    run: list[re.Match[str]] = []
    for syllable in [*SYLLABLE.finditer(folded), None]:
        if syllable and syllable[0] in name:
            run.append(syllable)
            continue
        if len(run) > 1 or (run and not SYLLABLE_FORM.fullmatch(without_diacritics(run[0][0]))):
            mentions.append((run[0].start(), run[-1].end()))
        run = []
    return Passage(plain, tuple(mentions))


def in_voice(passage: Passage, voice: Voice, heard: Sequence[Span] | None = None) -> Passage:
    """Keep what one voice says in a passage; its text is empty where that voice says nothing.

    Args:
        passage: The passage.
        voice: The voice to keep.
        heard: `nlp.voices.spans` of the text that the passage was cut from, which also tells a quotation that
            began before the passage; without them the passage alone is looked at.
    """
    kept = ""
    mentions: list[tuple[int, int]] = []
    for span in spans(passage.text) if heard is None else _heard_in(passage, heard):
        if span.voice == voice:
            shift = len(kept) - span.start
            inside = _within(passage.mentions, span.start, span.end)
            mentions += [(start + shift, end + shift) for start, end in inside]
            kept += passage.text[span.start : span.end] + " "
    return Passage(kept, tuple(mentions))


def by_voice(text: str, mentions: Sequence[tuple[int, int]]) -> list[TextTone]:
    """Give the tone of a text towards a campaign: of all words, of the outlet's own and of those it quotes.

    Args:
        text: Any text.
        mentions: As of `passages`.

    Returns:
        One tone for each voice, always all three.

    Raises:
        ModelError: The weights are missing or broken.
    """
    found = passages(text, mentions)
    heard = spans(text)
    own, quoted = ([in_voice(one, voice, heard) for one in found] for voice in VOICES)
    return [_text_tone("all", found), _text_tone("outlet", own), _text_tone("quoted", quoted)]


def method() -> str:
    """Give name and training day of the model that the package ships.

    Raises:
        ModelError: The weights are missing or broken.
    """
    return _shipped().method


def score(passages: Sequence[Passage]) -> list[CampaignTone]:
    """Score passages with the model that the package ships; entry i is the tone of passage i.

    Args:
        passages: From `passages`, `about` or `in_voice`; beyond 20,000 characters the rest is not read.

    Raises:
        ModelError: The weights are missing or broken.
    """
    model = _shipped()
    return [_scored(passage, model) for passage in passages]


def load(folder: Path) -> Model:
    """Load a model that `nlp.campaign_tone_training.train` has written.

    Raises:
        ModelError: A file is missing, or the weights are not those that card.json describes.
    """
    card, arrays = shipped.read(folder, "the model of campaign tone", "lantoa tone train-campaign FILE.tsv")
    return Model({one: _weights(arrays, one) for one in SPELLINGS}, card["method"])


def _weights(arrays: Mapping[str, NDArray[Any]], one: str) -> Weights:
    names = arrays[f"{one}_names"].tobytes().decode("utf-8").split("\n")
    rows = {name: row for row, name in enumerate(names)}
    return Weights(rows, arrays[f"{one}_weights"].astype(np.float64), arrays[f"{one}_intercept"])


@cache
def _shipped() -> Model:
    return load(MODEL)


def _passage(text: str, start: int, end: int, mentions: Sequence[tuple[int, int]]) -> Passage:
    inside = _within(mentions, start, end)
    return Passage(text[start:end], tuple((first - start, last - start) for first, last in inside), start)


def _heard_in(passage: Passage, heard: Sequence[Span]) -> list[Span]:
    """Give who speaks in a passage, by what was heard in the whole text."""
    stop = passage.start + len(passage.text)
    first = bisect_right(heard, passage.start, key=lambda span: span.end)
    last = bisect_left(heard, stop, key=lambda span: span.start)
    return [
        Span(max(span.start, passage.start) - passage.start, min(span.end, stop) - passage.start, span.voice)
        for span in heard[first:last]
    ]


def _within(mentions: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Give what lies of ordered mentions between two places, without looking through all of them."""
    first = bisect_right(mentions, start, key=lambda mention: mention[1])
    last = bisect_left(mentions, end, key=lambda mention: mention[0])
    return [(max(a, start), min(b, end)) for a, b in mentions[first:last]]


def _scored(passage: Passage, model: Model) -> CampaignTone:
    text = fold(passage.text[:_LONGEST])
    if not any(character.isalpha() for character in text):
        return CampaignTone(None, {}, model.method, "empty")
    spelled = spelling(text)
    if spelled is None:
        return CampaignTone(None, {}, model.method, "other language")
    if spelled == "bare":
        # Its weights know no other words; some diacritics may be left.
        text = without_diacritics(text)
    row = model.weights[spelled].probabilities(features(text, passage.mentions, spelled == "spelled"))
    return CampaignTone(*most_probable(row), model.method, "ok")


def _text_tone(voice: Heard, found: Sequence[Passage]) -> TextTone:
    tones = score(found)
    judged = [(one, tone) for one, tone in zip(found, tones, strict=True) if tone.status == "ok"]
    if not judged:
        status = "other language" if any(tone.status == "other language" for tone in tones) else "empty"
        return TextTone(voice, None, {}, method(), status, 0, 0)
    rows = np.array([[tone.probabilities[label] for label in LABELS] for _, tone in judged])
    number = sum(len(sentences(one.text)) for one, _ in judged)
    return TextTone(voice, *most_probable(rows.mean(axis=0)), method(), "ok", len(judged), number)
