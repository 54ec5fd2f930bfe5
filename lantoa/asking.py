"""Questions of analysts to the published warehouse: one statement, or a shell with history."""

import csv
import io
import json
import readline
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboards import words
from nlp.text import excerpt
from warehouse.reader import AskedError, Reader
from warehouse.search import Found

Form = Literal["table", "json", "csv"]

_SHOWN = 200
"""Rows that a table shows; JSON and CSV have all."""
_KEPT_LINES = 1_000


def ask(reader: Reader, sql: str, form: Form, console: Console) -> None:
    """Print the answer to one statement, and on the error output the sentence of use.

    Texts longer than an excerpt are cut: full texts do not leave the warehouse.

    Args:
        reader: The published warehouse.
        sql: The statement.
        form: How the answer is written.
        console: The error output.

    Raises:
        AskedError: The warehouse can't answer it.
    """
    columns, found = reader.answer(sql)
    rows = [[_short(value) for value in row] for row in found]
    if form == "json":
        if len(set(columns)) < len(columns):
            raise AskedError("two columns have one name: give each its own with `as`")
        answer = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif form == "csv":
        typer.echo(_csv(columns, rows), nl=False)
    else:
        _print_table(columns, rows)
        shown = f", {_SHOWN} shown: --json and --csv have all" if len(rows) > _SHOWN else ""
        console.print(f"{len(rows)} rows{shown}", highlight=False)
    console.print(use(), highlight=False, soft_wrap=True)


def use() -> str:
    """The sentence of use, which goes with all that leaves the warehouse."""
    return words.text("foot.use", "vi")


def print_found(console: Console, found: Sequence[Found]) -> None:
    """Print what a search found: day, outlet and headline, excerpt, link."""
    for one in found:
        said = (f"{one.published_at:%d/%m/%Y %H:%M}  {one.outlet}  {one.title}", one.excerpt, one.url)
        for line in (*said, ""):
            console.print(Text(_printable(line)), soft_wrap=True)
    console.print(f"{len(found)} items", highlight=False)


def shell(reader: Reader, history: Path, console: Console) -> None:
    """Answer statements that are typed, each up to its semicolon, until Ctrl-D.

    Args:
        reader: The published warehouse; a new snapshot is seen at the next statement, and named, since what
            was set or created before does not hold on it.
        history: The file that keeps what was typed; made where it is missing.
        console: Where mistakes are told.
    """
    _remember(history, reader)
    snapshot = reader.snapshot
    console.print(f"{snapshot}; end a statement with ; and the shell with Ctrl-D", highlight=False)
    try:
        while True:
            try:
                sql = _typed()
            except KeyboardInterrupt:
                console.print()
                continue
            if snapshot != (snapshot := reader.snapshot):
                console.print(f"{snapshot} is new: what was set or created is gone", highlight=False)
            try:
                ask(reader, sql, "table", console)
            except KeyboardInterrupt:
                console.print("interrupted")
            except AskedError as error:
                console.print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
    except EOFError:
        console.print()
    finally:
        readline.write_history_file(history)


def _typed() -> str:
    lines = [input("lantoa> ")]
    while not lines[-1].rstrip().endswith(";"):
        lines.append(input("   ...> "))
    return "\n".join(lines)


def _remember(history: Path, reader: Reader) -> None:
    """Let the arrow keys bring back what was typed, and Tab complete names of views and columns."""
    history.touch(mode=0o600)
    readline.read_history_file(history)
    readline.set_history_length(_KEPT_LINES)
    _, found = reader.answer(
        "select distinct unnest([table_name, column_name]) from duckdb_columns() order by all"
    )
    names: list[str] = [name for (name,) in found]

    def complete(begun: str, number: int) -> str | None:
        return dict(enumerate(name for name in names if name.startswith(begun))).get(number)

    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")


def _short(value: Any) -> Any:  # noqa: ANN401 (whatever a query gives)
    """Cut every text in a value to an excerpt."""
    if isinstance(value, str):
        return excerpt(value)
    if isinstance(value, Mapping):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_short(one) for one in value]
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a query gives)
    """Give a value as JSON has it; times keep their zone, what JSON does not know is text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal | float):
        # JSON has no infinity, and no number that is none.
        return float(value) if abs(value) < float("inf") else None
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(map(_harmless, columns))
    table.writerows([_cell_of_a_sheet(value) for value in row] for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking crawled text for a formula."""
    return f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell


def _cell_of_a_sheet(value: Any) -> str:  # noqa: ANN401 (whatever a query gives)
    """Write a value for a spreadsheet; a number may begin with its sign."""
    cell = _cell(value)
    return cell if isinstance(value, int | float | Decimal) else _harmless(cell)


def _cell(value: Any) -> str:  # noqa: ANN401 (whatever a query gives)
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _printable(text: str) -> str:
    """Leave out what would steer the terminal: crawled text is hostile."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    table = Table()
    for number, name in enumerate(columns):
        numbers = all(isinstance(row[number], int | float | None) for row in rows)
        table.add_column(Text(_printable(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows[:_SHOWN]:
        table.add_row(*(Text(_printable(_cell(value))) for value in row))
    Console().print(table)
