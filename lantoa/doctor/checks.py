"""Checks of an installation and its home: what was looked at, what was seen, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb
from rich.console import Console
from rich.text import Text

from lantoa.settings import Home

State = Literal["ok", "warning", "fault"]

_STYLES = {"ok": "green", "warning": "yellow", "fault": "red"}


@dataclass(frozen=True)
class Check:
    """What was looked at.

    Attributes:
        name: Of what was looked at, such as "disk".
        state: "ok"; "warning" where something should be looked at; "fault" where something does not work.
        saw: What was seen.
        fix: What to do, "" where all is well.
    """

    name: str
    state: State
    saw: str
    fix: str = ""


def examine(home: Home, now: datetime, *, online: bool = False, press: str | None = None) -> list[Check]:
    """Look at everything; nothing is changed.

    Args:
        home: The home; it may not be there yet.
        now: The present instant, aware.
        online: Whether the outlets' hosts are asked, each for its robots.txt.
        press: Address of a loopback press that answers in their place.

    Returns:
        The checks, in the order in which what they find should be mended.
    """
    from lantoa.doctor import kept, machine, network

    looks: list[Callable[[], Check | None]] = [
        machine.environment,
        machine.packages,
        machine.contact,
        machine.models,
        lambda: machine.permissions(home),
        lambda: machine.disk(home),
        lambda: network.clock(home, now),
        lambda: kept.steps(home),
        lambda: kept.tone_model(home),
        lambda: kept.locks(home),
        lambda: kept.warehouse(home),
        lambda: kept.snapshots(home, now),
        lambda: kept.feeds(home, now),
        machine.airflow,
    ]
    if online or press:
        looks.append(lambda: network.hosts(home, press, now))
    return [found for look in looks if (found := _looked(look)) is not None]


def worst(checks: list[Check]) -> State:
    """Give the worst state of some checks."""
    states = {check.state for check in checks}
    return "fault" if "fault" in states else "warning" if "warning" in states else "ok"


def print_checks(console: Console, checks: list[Check]) -> None:
    """Print a line for each check, and below it what to do."""
    for check in checks:
        said = Text.assemble((f"{check.state:8}", _STYLES[check.state]), f"{check.name}: {check.saw}")
        console.print(said, soft_wrap=True)
        if check.fix:
            console.print(Text(f"{'':8}→ {check.fix}"), soft_wrap=True)


def _looked(look: Callable[[], Check | None]) -> Check | None:
    """Make a look; one that is prevented must not keep the others back."""
    try:
        return look()
    except (OSError, duckdb.Error) as error:
        return Check("access", "fault", " ".join(str(error).split()), "let this user read the file it names")
