"""Tone towards the campaign, experimental: counts of stories by voice and beside the overall tone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import words
from dashboards.rows import Row
from dashboards.words import Lang

_TONES = ("positive", "neutral", "negative")
_VOICES = ("all", "outlet", "quoted")


@dataclass(frozen=True)
class Table:
    """A table of numbers of stories.

    Attributes:
        caption: What it shows.
        head: Names of its columns, the first that of the rows.
        rows: Name and numbers of each row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def is_scored(rows: Sequence[Row]) -> bool:
    """Tell whether any story was scored for its tone towards the campaign."""
    return any(row["method"] for row in rows)


def tables(rows: Sequence[Row], lang: Lang) -> list[Table]:
    """Give the tone towards the campaign by voice beside the overall tone, and one against the other.

    Args:
        rows: As `dashboards.coverage.campaign_tones` gives them.
        lang: "vi" or "en".
    """
    overall: Counter[str] = Counter()
    by_voice: Counter[tuple[str, str]] = Counter()
    crossed: Counter[tuple[str, str]] = Counter()
    for row in rows:
        tone = _shown(row["campaign_tone"])
        by_voice[row["voice"], tone] += row["stories"]
        if row["voice"] == "all":
            overall[row["overall_tone"]] += row["stories"]
            crossed[row["overall_tone"], tone] += row["stories"]
    towards = [*_TONES, *(tone for tone in ("empty", "unknown") if any(by_voice[v, tone] for v in _VOICES))]
    across = [tone for tone in towards if tone in _TONES or any(crossed[one, tone] for one in overall)]
    down = [*_TONES, *(["unknown"] if overall["unknown"] else [])]
    return [
        Table(
            words.text("report.campaign_tone.by_voice", lang),
            (
                words.text("field.tone", lang),
                words.text("term.tone.overall", lang),
                *(words.text(f"voice.{voice}", lang) for voice in _VOICES),
            ),
            tuple(
                (_name(tone, lang), (overall[tone], *(by_voice[voice, tone] for voice in _VOICES)))
                for tone in towards
            ),
        ),
        Table(
            words.text("report.campaign_tone.crossed", lang),
            (words.text("term.tone.overall", lang), *(_name(tone, lang) for tone in across)),
            tuple((_name(one, lang), tuple(crossed[one, tone] for tone in across)) for one in down),
        ),
    ]


def basis(rows: Sequence[Row], lang: Lang) -> str:
    """Say what the tables rest on: number of stories and model."""
    stories = sum(row["stories"] for row in rows if row["voice"] == "all")
    methods = sorted({row["method"] for row in rows if row["method"]})
    return words.text(
        "report.campaign_tone.basis",
        lang,
        count=words.count(stories, "story", lang),
        models="; ".join(methods),
    )


def _shown(tone: str) -> str:
    return tone if tone in (*_TONES, "empty") else "unknown"


def _name(tone: str, lang: Lang) -> str:
    return words.text("voice.silent" if tone == "empty" else f"tone.{tone}", lang)
