"""What people decide, in `codings/*.jsonl`: one JSON object a line, added at the end and never changed.

A line's `kind` says what it is: a draw of stories to be coded, a code, a correction, the acknowledgement of
an alert. People may write at the same time, and a line that can't be read is kept, counted and named, never
lost.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from filelock import FileLock, Timeout
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

GUIDE = "1"
"""Version of the coding guide in docs/operate.md; agreement of coders is counted within one version."""

Tone = Literal["positive", "neutral", "negative"]
Code = Literal["positive", "neutral", "negative", "not_about_campaign", "unsure"]
Finding = Literal["happened", "nothing"]

UNFINISHED = "unfinished line"
_WAIT_SECONDS = 30

_Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$", max_length=80)]
_Coder = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]
_Id = Annotated[str, Field(min_length=1, max_length=80)]
_Chance = Annotated[float, Field(gt=0, le=1)]


class CodingsError(Exception):
    """The folder of codings can't be used; the message names the file and says what to do."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DrawnStory(_Line):
    """A story that a draw chose.

    Attributes:
        story: Id of the story when it was drawn.
        item: Id of the item whose tone is the story's, which is read and coded.
        stratum: The stratum of the draw that it is in.
        inclusion_probability: Its chance to be drawn.
        is_double: Whether two people code it.
    """

    story: _Id
    item: _Id
    stratum: str
    inclusion_probability: _Chance
    is_double: bool


class Draw(_Line):
    """A stratified random draw of stories of a campaign.

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
        coder: Pseudonym.
        at: When.
    """

    kind: Literal["correction"] = "correction"
    campaign: _Id
    item: _Id
    was: Tone
    tone: Literal["positive", "neutral", "negative", "not_about_campaign"]
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
    why: Annotated[str, Field(min_length=1, max_length=500)]
    who: _Coder
    at: AwareDatetime

    @model_validator(mode="after")
    def _closed_with_a_finding(self) -> "Acknowledgement":
        if (self.action == "closed") != (self.finding is not None):
            raise ValueError("a closed alert, and no other, has a finding: happened or nothing")
        return self


Entry = Draw | StoryCode | Correction | Acknowledgement
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
    known: list[Read] = []
    unread: list[Unread] = []
    if not folder.is_dir():
        return known, unread
    with _locked(folder):
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
    (kind,) = {entry.kind for entry in entries}
    lines = "".join(entry.model_dump_json() + "\n" for entry in entries).encode()
    path = folder / f"{kind}s.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
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


def _locked(folder: Path) -> Any:  # noqa: ANN401 (filelock's own proxy)
    lock = FileLock(folder / ".lock")
    try:
        return lock.acquire(timeout=_WAIT_SECONDS)
    except Timeout as error:
        raise CodingsError(
            f"{folder}: another process has been writing for {_WAIT_SECONDS} s: wait for it, or end it"
        ) from error


def _why(error: ValidationError) -> str:
    """Say what was expected, of the first mistake of a line."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    expected = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    return f"{key}: {expected}" if key else expected
