"""Whether a step has anything to do: what it read when it was done last, and how the warehouse was then.

The notes lie beside the warehouse and can go at any time: then each step is done once more.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

from warehouse import storage
from warehouse.placing import placed

Step = Literal["load", "measure", "watch"]

_FOLLOWING: Final = ("measure", "watch")
"""Steps that write only tables that no other step's result comes from, or what each works out (`kept`)."""
_Asked = dict[str, dict[str, Any]]


class Doing:
    """A step that is to be done, unless it was done on the same and the warehouse has not changed since.

    As a context, held within the warehouse's lock, it notes that the step was done.

    Args:
        warehouse: The warehouse folder.
        step: The step.
        asked: What it is asked for; of each, the last time is known.
        read: A hash of all that it reads besides the warehouse, taken before it reads.
    """

    def __init__(self, warehouse: Path, step: Step, asked: Sequence[str], read: str) -> None:
        self._warehouse, self._step, self._read = warehouse, step, read
        self._asked = json.dumps(asked)
        self._notes = warehouse / "done.json"
        self._before: list[int] | None = None
        self._gave: dict[str, Any] | None = None

    def gave(self) -> dict[str, Any] | None:
        """Give what the step gave when it was done on the same; None where it is to be done."""
        state, done = self._noted()
        last = done.get(self._step, {}).get(self._asked)
        if last is None or last["read"] != self._read or state is None or state != _state(self._warehouse):
            return None
        return last["gave"]

    def give(self, result: dict[str, Any]) -> None:
        """Say what the step gave, as JSON can hold it."""
        self._gave = result

    def __enter__(self) -> None:
        self._before = _state(self._warehouse)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._gave is not None:
            self._note(_state(self._warehouse))

    def _note(self, after: list[int] | None) -> None:
        state, done = self._noted()
        if state is None or state != self._before:
            done = {}
        elif after != state:
            is_read_by_none = self._step in _FOLLOWING
            done = {step: asked for step, asked in done.items() if is_read_by_none and step != self._step}
        done.setdefault(self._step, {})[self._asked] = {"read": self._read, "gave": self._gave}
        with placed(self._notes.with_suffix(".partial"), self._notes) as partial:
            partial.write_text(json.dumps({"state": after, "done": done}), "utf-8")

    def _noted(self) -> tuple[list[int] | None, dict[str, _Asked]]:
        try:
            notes = json.loads(self._notes.read_text("utf-8"))
            return notes["state"], notes["done"]
        except (OSError, ValueError, KeyError, TypeError):  # none yet, torn, or another version's
            return None, {}


def _state(warehouse: Path) -> list[int] | None:
    """Give what changes whenever the writer's file does; None where that can't be told so cheaply.

    DuckDB writes nothing where nothing changed. A log beside the file was left by a writer that was killed,
    or is at it; of a lake another machine may have changed what no file here tells.
    """
    file = storage.file(warehouse)
    if storage.lake() is not None or file.with_name(f"{file.name}.wal").exists():
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return [found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
