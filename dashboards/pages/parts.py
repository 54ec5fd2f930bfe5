"""Small things that several parts of the pages need."""

from typing import Any


def attributes(**named: str) -> dict[str, Any]:
    """Give HTML attributes whose names have a hyphen, such as aria_label, as Dash's components take them."""
    return {name.replace("_", "-"): value for name, value in named.items()}


def sentence(text: str) -> str:
    """Give a text with its first letter large."""
    return text[:1].upper() + text[1:]
