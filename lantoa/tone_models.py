"""The tone models of a home: the one that the package ships, candidates beside it, and which one scores.

A candidate is a folder of `models/tone/` that never changes. A promotion is a line that is added to
`models/tone/promotions.jsonl`: the last one counts, and the shipped model can be promoted again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from lantoa import json_lines
from lantoa.settings import Home
from nlp import tone
from nlp.shipped import ModelError

SHIPPED: Final = "shipped"
"""Name of the model that the package ships."""

FLOORS: Final = {"cross_validated": 0.801, "time_ordered": 0.787}
"""Least macro-F1 by figure of the card: those of tests/floors.json, by which the shipped model is judged."""

_PROMOTIONS = "promotions.jsonl"


class ToneModelError(Exception):
    """A tone model that can't be used; the message names it and says what to do."""


class Promotion(BaseModel):
    """What somebody decided about the model that scores: a line of `promotions.jsonl`.

    Attributes:
        model: Name of the candidate, or `SHIPPED`.
        method: Its method, as stored with each tone.
        at: From when on it scores, UTC.
        who: Who decided.
        why: Why.
        below: Floors that it does not reach, in words.
        despite: Why it is used all the same; "" where it reaches all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    model: str
    method: str
    at: AwareDatetime
    who: str = Field(min_length=1)
    why: str = Field(min_length=1)
    below: tuple[str, ...] = ()
    despite: str = ""


@dataclass(frozen=True)
class Scoring:
    """The model that scores.

    Attributes:
        name: Of the candidate, or `SHIPPED`.
        folder: Where its weights are.
        method: As stored with each tone.
        since: When it was promoted, UTC: what it says is not known before. None where nothing ever was.
    """

    name: str
    folder: Path
    method: str
    since: datetime | None = None


@dataclass(frozen=True)
class Candidate:
    """A model in the home, as its card describes it.

    Attributes:
        name: Of its folder.
        method: As stored with each tone.
        trained_on: Day, ISO.
        n: Items that it was trained on.
        n_hand_coded: Those of them that people coded in this home.
        macro_f1: By figure of `FLOORS`, None where the items did not allow it.
        below: Floors that it does not reach, in words.
    """

    name: str
    method: str
    trained_on: str
    n: int
    n_hand_coded: int
    macro_f1: dict[str, float | None]
    below: tuple[str, ...]


def shipped() -> Scoring:
    """Give the model that the package ships.

    Raises:
        ModelError: Its weights are missing or broken.
    """
    return Scoring(SHIPPED, tone.MODEL, tone.load(tone.MODEL).method)


def scoring(home: Home) -> Scoring:
    """Give the model that scores in a home.

    Raises:
        ToneModelError: The model promoted last can't be read.
        ModelError: So with the one that the package ships.
    """
    last = promoted(home)
    if last is None:
        return shipped()
    if last.model == SHIPPED:
        own = shipped()
        return Scoring(own.name, own.folder, own.method, last.at)
    folder = home.tone_models / last.model
    try:
        return Scoring(last.model, folder, tone.load(folder).method, last.at)
    except ModelError as error:
        raise ToneModelError(
            f"the tone model that was promoted, {last.model}, can't be read: {error}; or take the one of the "
            f"package with `lantoa tone promote {SHIPPED} --why ...`"
        ) from error


def promoted(home: Home) -> Promotion | None:
    """Give the last promotion, None where there was none.

    Raises:
        ToneModelError: A line of the file can't be read.
    """
    path = home.tone_models / _PROMOTIONS
    last = None
    for number, line in enumerate(path.read_bytes().split(b"\n") if path.exists() else (), 1):
        try:
            last = Promotion.model_validate_json(line) if line else last
        except ValidationError as error:
            # A line that was cut off was never told to anybody; one in the middle was changed by hand.
            if _is_cut_off(line):
                continue
            raise ToneModelError(f"{path}, line {number}: expected a promotion: {error}") from error
    return last


def candidates(home: Home) -> list[Candidate]:
    """Give the candidates, in the order of their names, which begin with the day of their training.

    Raises:
        ToneModelError: The card of one can't be read.
    """
    return [candidate(home, path.parent.name) for path in sorted(home.tone_models.glob("[0-9]*/card.json"))]


def candidate(home: Home, name: str) -> Candidate:
    """Give a candidate.

    Raises:
        ToneModelError: There is none of this name, or its card can't be read.
    """
    known = sorted(path.parent.name for path in home.tone_models.glob("[0-9]*/card.json"))
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there is {', '.join(known) or 'none yet'}"
        raise ToneModelError(f"no tone model {name!r} in {home.tone_models}: {hint}; or {SHIPPED!r}")
    path = home.tone_models / name / "card.json"
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
        reached = {key: (card[key] or {}).get("macro_f1") for key in FLOORS}
        return Candidate(
            name,
            str(card["method"]),
            str(card["trained_on"]),
            int(card["n"]),
            int(card["n_hand_coded"]),
            reached,
            below_floors(card),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ToneModelError(
            f"{path}: expected the card of a tone model ({type(error).__name__}: {error}): delete the folder "
            "and train anew with `lantoa tone retrain`"
        ) from error


def below_floors(card: Mapping[str, Any]) -> tuple[str, ...]:
    """Say in words which floors a card does not reach; a figure that its items did not allow reaches none."""
    said: list[str] = []
    for key, least in FLOORS.items():
        found = (card[key] or {}).get("macro_f1")
        if found is None:
            needed = "needs 8 days of items, each tone among the last 7"
            said.append(f"{key} macro-F1 not estimable ({needed}), expected {least}")
        elif found < least:
            said.append(f"{key} macro-F1 {found}, expected {least}")
    return tuple(said)


def promote(home: Home, name: str, who: str, why: str, despite: str, at: datetime) -> Promotion | None:
    """Let a model score from now on, and write down who decided it, when and why.

    None is given, and nothing written, where it scores already.

    Args:
        home: The home.
        name: Of a candidate, or `SHIPPED`.
        who: Who decides.
        why: Why.
        despite: Why it is used although it does not reach a floor; "" refuses such a one.
        at: Now, aware.

    Raises:
        ToneModelError: There is no such model, it can't be read, it does not reach a floor and no reason is
            given, or nobody is named.
    """
    if not who.strip() or not why.strip():
        raise ToneModelError("say who decides (--who) and why (--why): both are written down")
    below: tuple[str, ...] = ()
    if name == SHIPPED:
        method = shipped().method
    else:
        below = candidate(home, name).below
        try:
            method = tone.load(home.tone_models / name).method
        except ModelError as error:
            raise ToneModelError(f"{name} was not promoted: {error}") from error
    last = promoted(home)
    if (name, method) == ((last.model, last.method) if last else (SHIPPED, method)):
        return None
    if below and not despite.strip():
        raise ToneModelError(
            f"{name} was not promoted: {'; '.join(below)}. With a reason (--despite) it is used all the same"
        )
    made = Promotion(
        model=name,
        method=method,
        at=at,
        who=who.strip(),
        why=why.strip(),
        below=below,
        despite=despite.strip() if below else "",
    )
    try:
        json_lines.add(home.tone_models / _PROMOTIONS, made.model_dump(mode="json"))
    except OSError as error:
        raise ToneModelError(f"{error.filename}: {error.strerror}: nothing was promoted") from error
    return made


def as_facts(home: Home) -> dict[str, Any]:
    """Give the model that scores, its promotion, and the candidates, for programs."""
    now, last = scoring(home), promoted(home)
    return {
        "scoring": now.name,
        "method": now.method,
        "promotion": last.model_dump(mode="json") if last else None,
        "candidates": [asdict(one) for one in candidates(home)],
    }


def _is_cut_off(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return True
    return False
