"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console

Report = Callable[[str, int, int], None]


@contextmanager
def shown(console: Console) -> Generator[Report]:
    """Give the function that steps call with a name, what is done and the total."""
    if not console.is_terminal:
        yield _lines(console)
        return
    # Loading it takes a tenth of what `lantoa --help` takes.
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def report(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done, total=total)

        yield report


def _lines(console: Console) -> Report:
    """Print a line at each tenth of the way, so that a log stays short."""
    told: dict[str, int] = {}

    def report(name: str, done: int, total: int) -> None:
        tenth = 10 * done // total if total else 10
        if told.get(name) != tenth:
            told[name] = tenth
            console.print(f"{name}: {done} of {total}", highlight=False)

    return report
