"""What the cards of tone models say of them, for readers of figures that rest on these models."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from nlp.shipped import ModelError

_MODELS: Final = Path(__file__).parent / "models"
_SHIPPED: Final = {"tone": "fast", "precise_tone": "precise", "campaign_tone": "campaign"}
"""Folders of the models that the package ships, with the tier of each."""
_JUDGED: Final = {"time_ordered": "later days", "cross_validated": "other campaigns"}
"""Parts of a card that hold how the model was judged, with the texts that it was judged on."""


@dataclass(frozen=True)
class ModelCard:
    """A tone model in figures; those that its card does not hold are None.

    Attributes:
        method: Its name, as it stands with each tone.
        tier: "fast" and "precise" for overall tone, "campaign" for tone towards a campaign.
        trained_on: Day of its training.
        n: Texts that it was trained on.
        judged_on: "later days", or "other campaigns" for texts on campaigns it was not trained on.
        n_judged: Texts that it was judged on, none of them trained on then.
        macro_f1: Mean of the classes' F1, 0 to 1.
        low: Lower end of its 95 % interval.
        high: Upper end.
        accuracy: Part of the texts with the right label, 0 to 1.
        calibration_error: Expected calibration error of its probabilities, 0 to 1.
        sure_from: Probability from which a tone counts as sure.
    """

    method: str
    tier: str
    trained_on: date
    n: int
    judged_on: str
    n_judged: int | None
    macro_f1: float | None
    low: float | None
    high: float | None
    accuracy: float | None
    calibration_error: float | None
    sure_from: float | None


def shipped() -> list[ModelCard]:
    """Give the cards of the models that the package ships.

    Raises:
        ModelError: A card is missing or is none.
    """
    return [read(_MODELS / name / "card.json", tier) for name, tier in _SHIPPED.items()]


def retrained(folder: Path) -> Iterator[ModelCard]:
    """Give the cards of the fast tier's models that were trained in a home.

    Args:
        folder: The home's folder of tone models, a folder each.

    Raises:
        ModelError: A card can't be read.
    """
    for path in sorted(folder.glob("[0-9]*/card.json")):
        yield read(path, "fast")


def read(path: Path, tier: str) -> ModelCard:
    """Read a card.

    Args:
        path: The model's card.json.
        tier: As in `ModelCard`.

    Raises:
        ModelError: It is missing or is none.
    """
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
        part = next(part for part in _JUDGED if part in card)
        judged: dict[str, Any] = card[part] or {}
        judged = judged.get("spelled", judged)
        low, high = judged.get("interval") or (None, None)
        return ModelCard(
            str(card["method"]),
            tier,
            date.fromisoformat(card["trained_on"]),
            int(card["n"]),
            _JUDGED[part],
            judged.get("n"),
            judged.get("macro_f1"),
            low,
            high,
            judged.get("accuracy"),
            judged.get("ece"),
            card.get("sure_from"),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise ModelError(
            f"{path}: expected the card of a tone model ({type(error).__name__}: {error}): restore the file, "
            "or delete its folder and train anew"
        ) from error
