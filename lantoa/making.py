"""Whether a step that makes batches of files has anything to do: what it made them from, and how they are.

The note lies beside the batches and can go at any time: then the step looks at each file once more.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from lantoa import reading
from warehouse.placing import own, placed


class Making:
    """Batches that a step is to make, unless it made all of them from the same and they are as it left them.

    Args:
        folder: Where the batches lie, a folder an outlet.
        asked: What the step is asked for; of other words the last time is forgotten.
        files: All that it reads besides the batches; as they are before it reads.
    """

    def __init__(self, folder: Path, asked: Sequence[str], files: Iterable[str]) -> None:
        self._folder, self._notes = folder, folder / "done.txt"
        self._read = reading.seen(files, repr(asked))

    def is_done(self) -> bool:
        """Tell whether there is nothing to make."""
        try:
            return self._notes.read_text("utf-8") == self._state()
        except (OSError, ValueError):  # none yet, or not ours
            return False

    def note(self) -> None:
        """Say that all was made; in a folder that is not there nothing was."""
        if not self._folder.is_dir():
            return
        with placed(own(self._notes), self._notes) as partial:
            partial.write_text(self._state(), "utf-8")

    def _state(self) -> str:
        return f"{self._read} {reading.seen(reading.below(self._folder, '.parquet'))}"
