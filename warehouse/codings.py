"""What people decide, in `codings/*.jsonl`: one JSON object a line, added at the end and never changed.

A line's `kind` says what it is: a draw of stories to be coded, a code, a correction, the acknowledgement of
an alert, an office's comment on a draft report, or that a code or correction is taken back. People may write
at the same time, and a line that can't be read is kept, counted and named, never lost.
"""

import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from filelock import FileLock, Timeout
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from nlp.names import persons

GUIDE = "1"
"""Version of the coding guide in docs/operate.md; agreement of coders is counted within one version."""

Tone = Literal["positive", "neutral", "negative"]
Code = Literal["positive", "neutral", "negative", "not_about_campaign", "unsure"]
Finding = Literal["happened", "nothing"]
CorrectedTone = Literal["positive", "neutral", "negative", "not_about_campaign"]

LONGEST_WHY = 500
"""Letters of what somebody writes about a decision."""

AHEAD = timedelta(days=1)
"""By how much the clock of who decides may be ahead; each decision is later than the one before."""

UNFINISHED = "unfinished line"
_WAIT_SECONDS = 30

_Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$", max_length=80)]
_Coder = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]
CODER: TypeAdapter[str] = TypeAdapter(_Coder)
"""Tells a coder's pseudonym from other names."""
_Id = Annotated[str, Field(min_length=1, max_length=80)]
_Chance = Annotated[float, Field(gt=0, le=1)]
_Why = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WHY),
    AfterValidator(lambda text: unicodedata.normalize("NFC", text)),
]


class NamedError(ValueError):
    """What somebody writes about a decision names a person; nothing was written."""


def without_names(why: str) -> str:
    """Give the reason of a decision that is to be written, which names no person.

    Raises:
        NamedError: It does; the message says what to write instead, and leaves the name out.
    """
    if persons(why):
        raise NamedError("expected a reason without a person's name: write the office or the post instead")
    return why


class CodingsError(Exception):
    """The folder of codings can't be used; the message names the file and says what to do."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DrawnStory(_Line):
    """A story that a draw chose.

    Attributes:
        story: Id of the story when it was drawn.
        item: Id of the item whose tone is the story's, which is read and coded.
        stratum: The stratum of the draw that it is in, the month of its publication: 2026-01.
        inclusion_probability: Its chance to be drawn.
        is_double: Whether two people code it.
    """

    story: _Id
    item: _Id
    stratum: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    inclusion_probability: _Chance
    is_double: bool


class Draw(_Line):
    """A stratified random draw of stories of a campaign, those of a stratum with the same chance.

    Attributes:
        draw: Id of the draw.
        from_date: First Vietnam day of publication of the stories it was made from.
        to_date: Last one.
        seed: Of the random numbers, so that the draw can be repeated.
        guide: Version of the coding guide.
        stories: What was drawn, in the random order in which it is to be coded.
        at: When.
    """

    kind: Literal["draw"] = "draw"
    draw: _Name
    campaign: _Id
    from_date: date
    to_date: date
    seed: Annotated[int, Field(ge=0)]
    guide: Annotated[str, Field(min_length=1)]
    stories: Annotated[tuple[DrawnStory, ...], Field(min_length=1)]
    at: AwareDatetime

    @model_validator(mode="after")
    def _have_one_chance_a_stratum(self) -> "Draw":
        # Estimates count each story of a month alike.
        chances: dict[str, float] = {}
        for one in self.stories:
            chance = chances.setdefault(one.stratum, one.inclusion_probability)
            if chance != one.inclusion_probability:
                raise ValueError(
                    f"one chance to be drawn is expected for all of stratum {one.stratum!r}, not {chance} "
                    f"and {one.inclusion_probability}: make draws by `lantoa code draw`"
                )
        return self


class StoryCode(_Line):
    """How a person codes a story that was drawn.

    Attributes:
        code: The overall tone of the story's item, that it is not about the campaign, or unsure.
        coder: Pseudonym.
        is_third_look: Whether it settles what the first codes left open.
        at: When.
    """

    kind: Literal["code"] = "code"
    draw: _Name
    campaign: _Id
    story: _Id
    item: _Id
    stratum: str
    inclusion_probability: _Chance
    code: Code
    coder: _Coder
    is_third_look: bool = False
    at: AwareDatetime


class Correction(_Line):
    """What a person thinks of the tone that is shown; it is no random code and never enters an estimate.

    Attributes:
        was: The machine's tone that was shown.
        tone: The tone, or that the item is not about the campaign.
        why: In a few words, without names.
        role: In which role.
        coder: Pseudonym.
        at: When; a correction of an item and of all its copies is a line each, at one instant.
    """

    kind: Literal["correction"] = "correction"
    campaign: _Id
    item: _Id
    was: Tone
    tone: CorrectedTone
    why: _Why
    role: Literal["editor"]
    coder: _Coder
    at: AwareDatetime


class Acknowledgement(_Line):
    """What a person does about an alert.

    Attributes:
        alert: Id of the alert.
        action: It is in somebody's hands, or it is done with.
        finding: Of a closed one: something had happened, or nothing had; only what happened leaves baselines.
        why: In a few words, without names.
        who: Pseudonym or role.
        at: When.
    """

    kind: Literal["acknowledgement"] = "acknowledgement"
    campaign: _Id
    alert: _Id
    action: Literal["acknowledged", "closed"]
    finding: Finding | None = None
    why: _Why
    who: _Coder
    at: AwareDatetime

    @model_validator(mode="after")
    def _closed_with_a_finding(self) -> "Acknowledgement":
        if (self.action == "closed") != (self.finding is not None):
            raise ValueError("a closed alert, and no other, has a finding: happened or nothing")
        return self


class Undo(_Line):
    """A person takes a code or a correction back: from then on it counts as if it had not been written.

    Attributes:
        undone: Kind of the line that is taken back; the four that follow say which one it is.
        draw: Of a code: id of its draw.
        item: Its item.
        coder: Who wrote it.
        made_at: When it was written.
        who: Pseudonym of who takes it back; a code can be taken back by its coder alone.
        at: When.
    """

    kind: Literal["undo"] = "undo"
    campaign: _Id
    undone: Literal["code", "correction"]
    draw: _Name | None = None
    item: _Id
    coder: _Coder
    made_at: AwareDatetime
    who: _Coder
    at: AwareDatetime

    @model_validator(mode="after")
    def _one_line(self) -> "Undo":
        if (self.undone == "code") != (self.draw is not None):
            raise ValueError("a code that is taken back, and no correction, has a draw")
        if self.undone == "code" and self.who != self.coder:
            raise ValueError("a code is taken back by its coder alone")
        return self


class Comment(_Line):
    """What an office says in writing about a figure of a draft report.

    Attributes:
        period: What the report is about: "all", a phase, an activity, a week or days.
        written_at: The instant that the draft bears.
        figure: Id of the finding, measure, chart or table, such as "table.outlets".
        office: Its name, and no person's.
        text: The comment.
        at: When it was taken in.
    """

    kind: Literal["comment"] = "comment"
    campaign: _Id
    period: _Id
    written_at: AwareDatetime
    figure: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z0-9_]+$", max_length=80)]
    office: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    at: AwareDatetime

    @field_validator("office")
    @classmethod
    def _no_person(cls, office: str) -> str:
        if persons(office):
            raise ValueError(f"expected the name of an office, without a person's: {office!r}")
        return office


Entry = Draw | StoryCode | Correction | Acknowledgement | Comment | Undo
_Some = TypeVar("_Some", bound=Entry)
Place = tuple[str, str | None, str, str, str, datetime]
"""What names a code or a correction: kind, draw, campaign, item, coder and instant."""
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


@dataclass(frozen=True)
class Unread:
    """A line that can't be read.

    Attributes:
        file: Name of the file in the folder.
        line: Its number, from 1.
        reason: What was expected.
        text: The line, its first thousand characters.
    """

    file: str
    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Read:
    """A line that was read: where it stands, and what it says."""

    file: str
    line: int
    entry: Entry


def read(folder: Path) -> tuple[list[Read], list[Unread]]:
    """Read every line of `folder/*.jsonl`, in the order of files and lines.

    Args:
        folder: The folder of codings; without it there is nothing.

    Returns:
        What was read, and what could not be: named, and left where it is. The end of a file that a crash cut
        off in the middle of a line is among the latter.

    Raises:
        CodingsError: A file can't be opened, or another process does not let go of the folder.
    """
    if not folder.is_dir():
        return [], []
    with locked(folder):
        return _read(folder)


def append(folder: Path, entries: Sequence[Entry]) -> None:
    """Add lines of one kind to the file of that kind, and return when they are on the disk.

    Others who write at the same time wait for each other. A line that a crash cut off is ended first, so that
    what is added begins on a line of its own.

    Args:
        folder: The folder of codings; made where it is missing.
        entries: Of one kind.

    Raises:
        CodingsError: The file can't be written, or another process does not let go of the folder.
    """
    _make(folder)
    with locked(folder):
        _add(folder, entries)


def decide(folder: Path, decision: Callable[[Sequence[Entry]], Sequence[_Some]]) -> Sequence[_Some]:
    """Add what somebody decides in view of all lines, while nobody else can write; as `append`.

    Args:
        folder: The folder of codings; made where it is missing.
        decision: Gives lines of one kind, or none, for the lines that there are. What it raises ends the
            writing before anything is written.

    Returns:
        The lines that were added.

    Raises:
        CodingsError: The file can't be written, or another process does not let go of the folder.
    """
    _make(folder)
    with locked(folder):
        entries = decision([line.entry for line in _read(folder)[0]])
        if entries:
            _add(folder, entries)
    return entries


def place(entry: StoryCode | Correction) -> Place:
    """Give what names a line that can be taken back."""
    draw = entry.draw if isinstance(entry, StoryCode) else None
    return entry.kind, draw, entry.campaign, entry.item, entry.coder, entry.at


def undone_by(entry: Undo) -> Place:
    """Give what names the line that is taken back."""
    return entry.undone, entry.draw, entry.campaign, entry.item, entry.coder, entry.made_at


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """Give the entries that count, in their order: neither what was taken back nor that it was."""
    undone = {undone_by(one) for one in entries if isinstance(one, Undo)}
    kept = [one for one in entries if not isinstance(one, Undo)]
    return [one for one in kept if not (isinstance(one, StoryCode | Correction) and place(one) in undone)]


def instant(entries: Sequence[Entry], now: datetime) -> datetime:
    """Give the time of the next decision: now, or just after the last one where the clock has not gone on.

    A line is named by the instant at which it was written (see `Undo`), and the last of several counts. Lines
    that no load takes yet, written by a clock that was far ahead, do not hurry the others on.

    Args:
        entries: All lines.
        now: The present instant, aware.
    """
    known = (entry.at for entry in entries if entry.at <= now + AHEAD)
    return max([now, *(at + timedelta(microseconds=1) for at in known)])


def _read(folder: Path) -> tuple[list[Read], list[Unread]]:
    known: list[Read] = []
    unread: list[Unread] = []
    for path in sorted(folder.glob("*.jsonl")):
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            raise CodingsError(f"{path}: expected a readable file: {error.strerror}") from error
        for number, line in enumerate(lines, 1):
            text = line.decode("utf-8", "replace")
            if not text.strip():
                continue
            try:
                known.append(Read(path.name, number, _ENTRY.validate_json(line)))
            except ValidationError as error:
                # Every whole line ends, so that nothing stands behind the last end of a line.
                reason = UNFINISHED if number == len(lines) else _why(error)
                unread.append(Unread(path.name, number, reason, text[:1000]))
    return known, unread


def _add(folder: Path, entries: Sequence[Entry]) -> None:
    (kind,) = {entry.kind for entry in entries}
    lines = "".join(entry.model_dump_json() + "\n" for entry in entries).encode()
    path = folder / f"{kind}s.jsonl"
    try:
        with path.open("ab+") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                lines = lines if file.read(1) == b"\n" else b"\n" + lines
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CodingsError(f"{path}: can't be written: {error.strerror}") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CodingsError(f"{folder}: can't be made: {error.strerror}") from error


def locked(folder: Path) -> Any:  # noqa: ANN401 (filelock's own proxy)
    """Keep others from writing to a folder of codings; use it as a context manager.

    Raises:
        CodingsError: The folder can't be written, or another process does not let go of it.
    """
    lock = FileLock(folder / ".lock")
    try:
        return lock.acquire(timeout=_WAIT_SECONDS)
    except Timeout as error:
        raise CodingsError(
            f"{folder}: another process has been writing for {_WAIT_SECONDS} s: wait for it, or end it"
        ) from error
    except OSError as error:
        raise CodingsError(f"{folder}: can't be written: {error.strerror}") from error


def _why(error: ValidationError) -> str:
    """Say what was expected, of the first mistake of a line."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    expected = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    return f"{key}: {expected}" if key else expected
