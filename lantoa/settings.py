"""What the surroundings decide: the clock, the home folder, the contact address."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CAMPAIGNS = Path(__file__).parent.parent / "campaigns"
"""The campaign files of a clone of the project."""


class SettingError(Exception):
    """A setting can't be used; the message names it and says what was expected."""


@dataclass(frozen=True)
class Home:
    """Where everything lies, below one folder."""

    folder: Path

    @property
    def raw(self) -> Path:
        """The archive: pages as fetched."""
        return self.folder / "raw"

    @property
    def articles(self) -> Path:
        """Parquet batches of what extraction gave."""
        return self.folder / "articles"

    @property
    def scores(self) -> Path:
        """Parquet batches of tones and mentions."""
        return self.folder / "scores"

    @property
    def audiences(self) -> Path:
        """Imported audiences of outlets, one Parquet batch an import."""
        return self.folder / "audiences"

    @property
    def codings(self) -> Path:
        """What people decided, one JSON object a line."""
        return self.folder / "codings"

    @property
    def warehouse(self) -> Path:
        """The writer's file."""
        return self.folder / "warehouse"

    @property
    def sketches(self) -> Path:
        """What loading keeps of texts to find copies and events; it can be made again."""
        return self.folder / "sketches"

    @property
    def published(self) -> Path:
        """The copies that readers see."""
        return self.folder / "published"

    @property
    def reports(self) -> Path:
        """Written reports."""
        return self.folder / "reports"

    @property
    def log(self) -> Path:
        """What the steps wrote about themselves, one JSON object a line; it is beside `published`."""
        return self.folder / "log"

    @property
    def tone_models(self) -> Path:
        """Candidates for the tone model, a folder each, and which of them was promoted."""
        return self.folder / "models" / "tone"

    @property
    def users(self) -> Path:
        """Who may open the dashboard, with hashes of their passwords."""
        return self.folder / "users.toml"

    @property
    def sql_history(self) -> Path:
        """What was typed into the shell of `lantoa sql`."""
        return self.folder / "sql_history"

    @property
    def session_key(self) -> Path:
        """The secret with which the dashboard signs its sessions."""
        return self.folder / "session.key"


def home(folder: Path | None = None) -> Home:
    """Give the home: the folder given, else LANTOA_HOME, else ./data."""
    return Home((folder or Path(os.environ.get("LANTOA_HOME") or "data")).absolute())


def now() -> datetime:
    """Give the present instant in UTC, or the one that LANTOA_NOW names (ISO 8601 with a zone).

    Raises:
        SettingError: LANTOA_NOW is no such time.
    """
    fixed = os.environ.get("LANTOA_NOW")
    return time(fixed, "LANTOA_NOW") if fixed else datetime.now(UTC)


def is_real_time() -> bool:
    """Whether `now` is the machine's clock."""
    return not os.environ.get("LANTOA_NOW")


def real_today() -> date | None:
    """Give the Vietnam day by the machine's clock; None where LANTOA_NOW stands in its place.

    A day in a file is still to come by this one alone: trials, the demo and drills are held in the past.
    """
    return now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date() if is_real_time() else None


_YEARS = 1970, 9998
"""Of instants that are read: weeks and zones can be counted off them without leaving the calendar."""


def time(text: str, name: str) -> datetime:
    """Read an instant written in ISO 8601 with a zone; UTC.

    Raises:
        SettingError: It is no such time; the message says so of `name`.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingError(f"{name} is {text!r}: expected such as 2026-02-03T18:00:00+07:00") from error
    if moment.tzinfo is None:
        raise SettingError(f"{name} is {text!r}: expected a zone, such as +07:00 at the end")
    if not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise SettingError(f"{name} is {text!r}: expected a year from {_YEARS[0]} to {_YEARS[1]}")
    return moment.astimezone(UTC)


def past(text: str, name: str) -> datetime:
    """Read an instant as `time` does, which has to have been: of a later one not all is known.

    Raises:
        SettingError: It is no such time, or still to come; the message says so of `name`.
    """
    moment = time(text, name)
    if moment > now():
        raise SettingError(f"{name} is {text!r}: expected an instant before now, {now().isoformat()}")
    return moment


def contact() -> str | None:
    """Give the address that outlets can write to, from LANTOA_CONTACT; live crawling needs one."""
    return os.environ.get("LANTOA_CONTACT") or None


def delay_factor() -> float:
    """Give the factor on all delays towards the loopback press, from LANTOA_PRESS_DELAY_FACTOR; 1 without.

    Raises:
        SettingError: It is no number from 0 to 1.
    """
    text = os.environ.get("LANTOA_PRESS_DELAY_FACTOR") or "1"
    try:
        factor = float(text)
    except ValueError:
        factor = -1.0
    if not 0 <= factor <= 1:
        raise SettingError(f"LANTOA_PRESS_DELAY_FACTOR is {text!r}: expected a number from 0 to 1")
    return factor
