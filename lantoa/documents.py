"""Writes the documents that follow from the program: `python -m lantoa.documents`, or `make docs`.

Each is a function of the code and the records alone, so that a test can tell a stale one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Literal

import duckdb
import typer
from typer.core import TyperCommand, TyperGroup

from crawlers import outlets
from crawlers.outlets import Governing, Outlet
from lantoa.cli import app
from warehouse import db
from warehouse.counting import UNITS

FOLDER = Path(__file__).parent.parent / "docs"
_WIDTH = 100
_WRITTEN_BY = "<!-- Written by `make docs`; change the program or the record, not this page. -->\n\n"
# The schema notes when it was first applied; the instant is not part of any document.
_ANY_INSTANT = datetime(2026, 1, 1, tzinfo=UTC)

_OF_THE_WRITER = "kept_"
"""How tables are named that no snapshot has."""
_LAYERS = {
    "rpt_": "Reports: what dashboards and reports read, and where to begin",
    "fct_": "Facts: items and stories on a campaign",
    "int_": "In between: stories, events and what collection covers",
    "stg_": "Staging: the latest known state of what came in",
}


@dataclass(frozen=True)
class Question:
    """A question to the warehouse with its answer as SQL.

    Attributes:
        title: The question.
        text: What a row of the answer says; every column is named in backticks.
        sql: One statement on the published warehouse.
    """

    title: str
    text: str
    sql: str


def _questions() -> tuple[Question, ...]:
    """Read the worked questions: in each file the title, what a row says, the statement."""
    found: list[Question] = []
    for file in sorted((FOLDER / "questions").glob("*.sql")):
        lines = file.read_text("utf-8").splitlines()
        said = list(takewhile(lambda line: line.startswith("--"), lines))
        title, *text = (line.removeprefix("--").strip() for line in said)
        found.append(Question(title, " ".join(filter(None, text)), "\n".join(lines[len(said) :])))
    return tuple(found)


QUESTIONS = _questions()

_ABOUT_COMMANDS = """# Commands

`--home` is where all data lie: without it `LANTOA_HOME`, else `./data`. Other settings, and what to do
about messages: [operate.md](operate.md).

Exit codes: 0 done; 1 a mistake that the message names; 2 wrong words on the command line; 3 nothing could
be collected.
"""

_ABOUT_OUTLETS = """# Outlets

The register, `crawlers/outlets/`, one file an outlet, in alphabetical order of ids. An outlet without a
source is recognised where the feed of another names its pages, but is not visited. How to add one:
[CONTRIBUTING.md](../CONTRIBUTING.md); one that is renamed, moves, merges or closes:
[operate.md](operate.md#an-outlet-is-renamed-moves-merges-or-closes).

Kinds: newspaper (báo), magazine (tạp chí), broadcaster (đài), agency (thông tấn), portal (cổng thông tin),
aggregator (trang thông tin điện tử tổng hợp), foreign (báo nước ngoài).

"""

_ABOUT_SOURCES = """
## Sources

Status: *seen* with items; *unverified*, named in public lists only; *blocked* by a challenge page; *empty*,
valid without items; *needs_cookie*; *not_found*. Evidence is who saw it, and what.

"""

_ABOUT_WAREHOUSE = """# Warehouse

Readers see a published copy, never the writer's file. From the command line, as a table, JSON (`--json`) or
CSV (`--csv`), or in a shell with history where no statement is given; texts are cut to excerpts there:

```sh
lantoa sql "select outlet, items, stories from rpt_outlets where campaign = '500-ngay-dem' order by outlet"
```

Words and phrases are searched by `lantoa search` (what is typed without diacritics is found with any,
and so is a phrase with some where nothing holds it as typed), and
`lantoa export` writes items as excerpts, mentions, messages, quotes, stories, gaps and measures as Parquet by
month, for pandas and polars:

```sh
lantoa search "nuoc sach" "trường học" --from 2026-01-10
lantoa export --parquet lantoa-2026-08
```

A notebook to begin with is [ask_the_warehouse.ipynb](ask_the_warehouse.ipynb).

From Python, as a table of pandas:

```python
from pathlib import Path

from warehouse.reader import Reader

with Reader(Path("data/published")) as reader:
    print(reader.frame("rpt_measures", "500-ngay-dem"))
    print(reader.query("select reason, count(*) as entries from stg_rejected group by reason"))
```

Any DuckDB client can open the copy read-only as well: the file `published/current` holds its name. One
process has it open in one of these ways only: close the Reader, or the other connection, before the other
way. Begin there with `set TimeZone = 'Asia/Ho_Chi_Minh'`, so that a cast of a time to a date gives the
Vietnam day. Columns that end in `_at`, and `known_from` and `known_to`, are instants; those that end in
`_date` are Vietnam days. Tables keep history: the present state is `known_to is null`, and the views show
that. What was known at an instant: of a table by its macro (`items_as_of(instant)`, `tones_as_of(instant)`,
...: see [Macros](#macros)), of all views from Python by `with reader.as_of(instant) as then:`, and as a
report by `lantoa report --as-of`.

## Ten worked questions

Each is a file of `docs/questions/`, to be changed and asked, and the tests ask them all on the bundled press:

```sh
lantoa sql < docs/questions/04-ahead-of-the-wire.sql
```
"""

_ABOUT_MEASURES = """
## Measures

The names in `rpt_measures` with the unit of their value; `segment` is `all`, the id of a
phase, or `outlet_kind:` or `message:` with a name, for which shares of the tones and consensus are stored
(`rpt_consensus`). What they mean, and when there is no value: [method.md](method.md).

"""


_ABOUT_COLUMNS = """
## Columns

A name says the same in every table and view, but in those named. This is the COMMENT of each column of what
is published, which many clients show beside it (a DuckLake's own columns have none); `column_descriptions`
has what is the same once.

```sh
lantoa sql "select column_name, data_type, comment from duckdb_columns() where table_name = 'rpt_daily'"
```

"""

_COLUMNS = """
select
    '`' || column_name || '`',
    string_agg(
        case relation when '' then description else 'In `' || relation || '`: ' || description end,
        ' ' order by relation
    )
from column_descriptions
group by column_name
order by column_name
"""


def commands() -> str:
    """Give the page of every command: its help as a terminal of 100 columns shows it."""
    parts = [_WRITTEN_BY, _ABOUT_COMMANDS]
    for name, command in each_command():
        context = typer.Context(
            command, info_name=f"lantoa {name}", terminal_width=_WIDTH, max_content_width=_WIDTH
        )
        parts.append(f"\n## lantoa {name}\n\n```text\n{command.get_help(context).strip()}\n```\n")
    return "".join(parts)


def each_command() -> Iterator[tuple[str, TyperCommand]]:
    """Give every command with its words behind `lantoa`, such as "eval pages", in the order of the help."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    yield from _below(root, ())


def register() -> str:
    """Give the page of the outlet register: outlets in alphabetical order, and their sources."""
    records = outlets.load().values()
    about = [
        (
            f"`{outlet.id}`",
            _plain(outlet.name),
            _kind(outlet),
            _plain("; ".join(_governing(body) for body in outlet.governing)),
            _plain(outlet.province),
            ", ".join(outlet.domains),
        )
        for outlet in records
    ]
    sources = [source for outlet in records for source in _sources(outlet)]
    return "".join(
        (
            _WRITTEN_BY,
            _ABOUT_OUTLETS,
            _table(("id", "name", "kind", "governing body", "province", "domains"), about),
            _ABOUT_SOURCES,
            _table(("outlet", "source", "kind", "status", "checked on", "evidence"), sources),
        )
    )


def _kind(outlet: outlets.Outlet) -> str:
    part = f", part of `{outlet.parent}`" if outlet.parent else ""
    ended = f", ended on {outlet.ended_on}" if outlet.ended_on else ""
    return f"{outlet.kind}{part}{ended}" + (f", `{outlet.successor}` goes on" if outlet.successor else "")


def warehouse() -> str:
    """Give the page of the warehouse: worked questions, then every view and table with its comment."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        db.apply_schema(connection, _ANY_INSTANT)
        views, tables = _relations(connection, "view"), _relations(connection, "table")
        macros = connection.execute("select macro, description from macro_descriptions").fetchall()
        columns = connection.execute(_COLUMNS).fetchall()
    parts = [_WRITTEN_BY, _ABOUT_WAREHOUSE]
    parts += [f"\n### {one.title}\n\n{one.text}\n\n```sql\n{one.sql.strip()}\n```\n" for one in QUESTIONS]
    parts += [
        _ABOUT_MEASURES,
        _table(("name", "unit"), [(f"`{name}`", unit) for name, unit in UNITS.items()]),
    ]
    for prefix, title in _LAYERS.items():
        parts.append(f"\n## {title}\n")
        parts += [text for name, text in views.items() if name.startswith(prefix)]
    published = [text for name, text in tables.items() if not name.startswith(_OF_THE_WRITER)]
    parts += ["\n## Tables\n", *published, "\n## Macros\n\n"]
    parts += [f"- `{macro}`: {description}\n" for macro, description in macros]
    parts += [_ABOUT_COLUMNS, _table(("column", "what it says"), columns)]
    return "".join(parts)


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "outlets.md": register,
    "warehouse.md": warehouse,
}
"""Every generated document below `FOLDER`, with the function that gives its text."""


def main() -> None:
    """Write all documents."""
    for name, text in DOCUMENTS.items():
        (FOLDER / name).write_text(text(), "utf-8")
        typer.echo(f"docs/{name}")


def _below(group: TyperGroup, words: tuple[str, ...]) -> Iterator[tuple[str, TyperCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _below(command, (*words, name))
        elif isinstance(command, TyperCommand):
            yield " ".join((*words, name)), command


def _plain(text: str) -> str:
    """Write a text, such as a name that was read on a site, so that nothing in it is markup."""
    return " ".join(re.sub(r"([\\`\[<])", r"\\\1", text).split())


def _governing(body: Governing) -> str:
    return f"{body.body} ({body.level})" if body.level else body.body


def _sources(outlet: Outlet) -> Iterator[tuple[str, ...]]:
    feeds = [(feed, "feed") for feed in outlet.feeds]
    sitemaps = [(sitemap, f"sitemap ({sitemap.kind})") for sitemap in outlet.sitemaps]
    sections = [(section, "section page") for section in outlet.sections]
    for source, kind in [*feeds, *sitemaps, *sections]:
        day = source.checked_on.isoformat() if source.checked_on else ""
        yield f"`{outlet.id}`", f"<{source.url}>", kind, source.status, day, _plain(source.evidence)


def _relations(connection: duckdb.DuckDBPyConnection, kind: Literal["view", "table"]) -> dict[str, str]:
    """Give a paragraph for each view or table: its comment, and its columns with their types."""
    found = connection.execute(
        f"select {kind}_name, comment from duckdb_{kind}s() where not internal order by {kind}_name"  # noqa: S608
    ).fetchall()
    columns: dict[str, list[str]] = {name: [] for name, _ in found}
    for name, column, data_type, nullable in connection.execute(
        "select table_name, column_name, lower(data_type), is_nullable from duckdb_columns() "
        "where not internal order by table_name, column_index"
    ).fetchall():
        if name in columns:
            # Every column of a view counts as nullable, which says nothing.
            optional = " or null" if nullable and kind == "table" else ""
            columns[name].append(f"`{column}` {data_type}{optional}")
    return {name: f"\n### {name}\n\n{comment}\n\n{', '.join(columns[name])}\n" for name, comment in found}


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
