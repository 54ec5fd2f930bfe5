"""Loading: Parquet batches, the register and campaign files become rows, a portion in one transaction."""

import gc
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from crawlers.outlets import Outlet
from nlp import model_cards
from nlp.provinces import provinces
from nlp.shipped import ModelError
from nlp.text import LONGEST_EXCERPT, changed_words
from warehouse import db, searchable, statements, touched
from warehouse.batch_files import BatchFiles, Content
from warehouse.batch_values import impossible
from warehouse.beside import Beside
from warehouse.campaign import Campaign
from warehouse.campaign_rows import campaign_rows
from warehouse.load_audiences import register_rows
from warehouse.load_codings import load_codings
from warehouse.loaded import Loaded
from warehouse.sketch_files import Size, size
from warehouse.sketching import Ahead
from warehouse.stretch import Stretch

Progress = Callable[[str, int, int], None]

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# Tables of what was found for campaigns and of what methods say of items, by the key of one row.
_CAPTURED = ("item_id", "sha256")
_OF_CAMPAIGN = ("campaign", "campaign_sha256", *_CAPTURED)
_FOUND = {
    "mentions": _OF_CAMPAIGN,
    "messages_carried": (*_OF_CAMPAIGN, "message", "place", "phrase"),
    "activities_found": (*_OF_CAMPAIGN, "activity", "term"),
    "prepared_found": (*_OF_CAMPAIGN, "kind", "subject"),
    "quotes": (*_OF_CAMPAIGN, "position"),
}
_SCORED = {
    "tones": (*_CAPTURED, "tier"),
    "item_places": _CAPTURED,
    "campaign_tones": (*_OF_CAMPAIGN, "voice"),
}
# Kinds of batch in the order in which they are loaded, by the ending of their files, and the table that their
# statements are filled in for.
_KINDS = (
    ("articles", "articles", "load/items", None),
    ("articles", "scans", "load/scans", None),
    ("articles", "fetches", "load/fetches", None),
    ("articles", "sightings", "load/sightings", None),
    ("articles", "rejected", "load/rejected", None),
    ("scores", "scores", "load/scored", "tones"),
    ("scores", "precise", "load/scored", "tones"),
    ("scores", "places", "load/scored", "item_places"),
    ("scores", "mentions", "load/found", "mentions"),
    ("scores", "messages", "load/found", "messages_carried"),
    ("scores", "activities", "load/found", "activities_found"),
    ("scores", "prepared", "load/found", "prepared_found"),
    ("scores", "quotes", "load/found", "quotes"),
    ("scores", "campaign_tones", "load/scored", "campaign_tones"),
    ("audiences", "audiences", "load/audiences", None),
)
# What makes a batch again, by its place.
_MADE_BY = {
    "articles": "`lantoa extract`",
    "scores": "`lantoa score`",
    "audiences": "`lantoa audience import` with its file",
}
# Which of these change what the checks look at, and the statements that note the items.
_TOUCHED = {
    "load/items": "load/touched_items",
    "load/found": "load/touched_items",
    "load/scored": "load/touched_items",
    "load/rejected": "load/touched_rejected",
}
_AT_ONCE = 5_000
"""Rows that are loaded at once, as far as they are of different items."""
_PORTION = 24 * 2**20
"""Bytes of batches of articles that one transaction takes, as far as its last batch goes."""
_SHARED = 400_000
"""Bytes of batches of articles from which on to start other processes beside a load pays."""
MEMORY = 400_000_000
"""Bytes that DuckDB is to get by with in a load; a fifth of a whole portion's rows waits on the disk then."""
_NEWEST = "select min(published_at) as first, max(published_at) as last from items where known_from = $newest"
_MODEL_FIGURES = ("macro_f1", "low", "high", "accuracy", "calibration_error", "sure_from")
# What DuckDB says of missing or foreign columns, of values of another type, and of missing values.
_WRONG_ROWS = (duckdb.BinderException, duckdb.ConversionException, duckdb.ConstraintException)


class LoadError(Exception):
    """Nothing more was loaded; the message names the file or the invariant."""


def load(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    outlets: Mapping[str, Outlet],
    campaigns: Sequence[Campaign],
    agencies: Collection[str],
    at: datetime,
    progress: Progress | None = None,
) -> Loaded:
    """Load what is new below `folder` (articles, scores, audiences, codings); the same again changes nothing.

    A load of many articles is several ones of earlier and later crawls, each whole with what was said of its
    articles, so that memory does not grow with them: where it is ended, what was loaded stays and is sound.

    Args:
        connection: The writer's connection.
        folder: The home folder.
        outlets: The register, whose present state becomes known.
        campaigns: Campaign files, whose present state becomes known.
        agencies: Standard names of news agencies.
        at: The instant at which register and campaigns were read, UTC.
        progress: Called with a name, what is done and the total.

    Raises:
        LoadError: A batch or a model's card can't be read, or an invariant would not hold afterwards.
        CodingsError: A file of codings can't be opened.
    """
    files = BatchFiles(folder)
    known: set[tuple[str, str]] = set(connection.execute("select batch, sha256 from batches").fetchall())
    fresh = _fresh_batches(folder, files, known)
    portions = _portions(fresh)
    read = loaded = 0
    with db.small_statements(connection), _few_collections(), Beside() as beside:
        if _size_of_articles(fresh) >= _SHARED:
            beside.start()
        for number, portion in enumerate(portions, start=1):
            with db.transaction(connection):
                touched.begin(connection)
                if number == 1:
                    _load_registers(connection, folder, outlets, campaigns, at)
                ahead, came = Ahead(beside), 0
                for together in _read_in_rounds(portion, files, beside):
                    came += _load_together(connection, together, known, ahead)
                    read += len(together)
                    if progress is not None:
                        progress("load", read, len(fresh))
                stretch = _derive(connection, folder, agencies, at, ahead if came else None)
                if number == len(portions):
                    load_codings(connection, folder / "codings", at)
                check_touched(connection, stretch)
                touched.end(connection)
                # While DuckDB, without Python, brings the rows into the file.
                noted = beside.begin_in_thread(files.note) if number == len(portions) else None
            if noted is not None:
                noted()
            loaded += came
    return _counts(connection, loaded, size(folder / "sketches"))


@contextmanager
def _few_collections() -> Generator[None]:
    """Let Python look for garbage seldom: rows by the thousand are made meanwhile, and go without it."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _load_registers(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    outlets: Mapping[str, Outlet],
    campaigns: Sequence[Campaign],
    at: datetime,
) -> None:
    states = [
        ("provinces", _province_rows(), None),
        ("tone_models", _tone_models(folder), None),
        ("outlets", _outlet_rows(outlets.values(), at), None),
        ("audiences", register_rows(outlets.values()), ("via", ["register"])),
    ]
    for campaign in campaigns:
        of = ("campaign", [campaign.id])
        states += [(table, rows, of) for table, rows in campaign_rows(campaign).items()]
    for table, rows, of in states:
        if not db.has_state(connection, table, rows, of):
            db.replace_rows(connection, table, rows, at, of)


def _derive(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    agencies: Collection[str],
    at: datetime,
    ahead: Ahead | None,
) -> Stretch:
    """Bring up to date what follows from rows that came, with sketches that are being made of their texts.

    What follows from the present state of campaigns is brought up to date where none came too.

    Returns:
        The stretch in which the items lie whose stories, events or quotes may be others.
    """
    for table in (*_FOUND, "campaign_tones"):
        filled = _filled(connection, table)
        db.run(connection, "load/campaign_changed", parameters={"at": at}, filled=filled)
    touched.settle(connection)
    stretch = Stretch()
    if ahead is not None:
        # It brings scipy, which takes as long as a load that finds nothing new.
        from warehouse import grouping

        _measure_changes(connection)
        words = searchable.begin(connection, ahead.beside)
        stretch = grouping.regroup(connection, agencies, folder / "sketches", ahead)
        searchable.finish(connection, words)
    statements.align(connection, at, stretch)
    return stretch


def check_touched(connection: duckdb.DuckDBPyConnection, stretch: Stretch) -> None:
    """Look at the days of the items that a load touched; `lantoa check` looks at all.

    Of an item that it touched all revisions are looked at, of the others those that lie between these days.

    Args:
        connection: The writer's connection, with the tables of `touched`, settled.
        stretch: What grouping changed lies in it.

    Raises:
        LoadError: An invariant would not hold.
    """
    newest = {"newest": db.latest(connection, "items", "known_from")}
    (ends,) = db.rows(connection, _NEWEST, parameters=newest)
    # Where nothing came the days are looked at on which it did last.
    stretch.cover(time for time in ends.values() if time)
    db.run(connection, "load/checked_items", parameters=newest | stretch.of_events())
    # What is known of an item became known after it was published, and few parts of a table hold that. What
    # looks broken is looked at among all, since an outlet can state a time to come.
    of_touched, of_all = db.statements("load/checked_around")
    broken = _broken(connection, of_touched, "known_from >= cast({first} as date)")
    broken = broken and _broken(connection, of_all, "true")
    if broken:
        raise LoadError("nothing more was loaded, an invariant would not hold: " + "; ".join(broken))


def _broken(connection: duckdb.DuckDBPyConnection, days: str, recent: str) -> list[str]:
    """Give the invariants that would not hold of the checked items, by a query of days and a condition."""
    (around,) = db.rows(connection, days)
    (where,) = db.rows(connection, "select current_database() || '.main' as main")
    # A view takes no parameters.
    ends = {name: f"'{day}'" if day else "null" for name, day in around.items()}
    filled = where | ends | {"recent": recent.format(**ends)}
    db.run(connection, "load/checked_rows", filled=filled)
    broken = db.violations(connection, "in (select item_id from checked_items)")
    db.run(connection, "load/unchecked_rows")
    return broken


@dataclass(frozen=True)
class _Batch:
    """A batch that may be new: its file, its name, its statements, the table that they are filled in for."""

    path: Path
    name: str
    query: str
    table: str | None


@dataclass(frozen=True)
class _Read:
    """A batch that was read: what is to be told of it, and its rows."""

    batch: _Batch
    content: Content
    rows: pa.Table

    def tells_of(self) -> set[str]:
        """Give the ids of its items; where rows are of no items, the outlet that they are of."""
        if self.content.rows == 0:
            return set()
        if "item_id" not in self.rows.column_names:
            return {self.batch.path.parent.name}
        return set(map(str, self.rows["item_id"].to_pylist()))


def _fresh_batches(folder: Path, files: BatchFiles, loaded: Collection[tuple[str, str]]) -> list[_Batch]:
    """Give the batches with rows that were not loaded, and those of which only reading them tells."""
    listed = {place: _by_ending(folder / place) for place in {place for place, *_ in _KINDS}}
    fresh: list[_Batch] = []
    for place, ending, query, table in _KINDS:
        for below in listed[place].get(ending, ()):
            name = f"{place}/{below}"
            try:
                noted = files.unchanged(name)
            except OSError as error:
                raise _unreadable(folder / name, error) from error
            if noted is None or _is_to_load(name, noted, loaded):
                fresh.append(_Batch(folder / name, name, query, table))
    return fresh


def _by_ending(place: Path) -> dict[str, list[str]]:
    """Give the names of batches below a folder by what they end with, those of each outlet in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    # Of thousands of files; to glob with pathlib takes several times as long.
    for outlet in _names(place):
        for name in _names(place / outlet):
            if name.endswith(".parquet"):
                found[name.split(".")[-2]].append(f"{outlet}/{name}")
    return found


def _names(folder: Path) -> list[str]:
    """Give the names in a folder, in order; none of what is missing, or is a file."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise LoadError(
            f"{folder}: expected a folder of batches: {error}; let this user list it, and load again"
        ) from error


def _is_to_load(name: str, content: Content, loaded: Collection[tuple[str, str]]) -> bool:
    """Tell whether a batch has rows that were not loaded; a crawl that finds nothing new leaves none."""
    return content.rows > 0 and (name, content.sha256) not in loaded


def _unreadable(path: Path, error: Exception | str) -> LoadError:
    return LoadError(
        f"{path}: expected a Parquet batch of this version: {error}; delete it, run "
        f"{_MADE_BY[path.parent.parent.name]}, which makes it again, and load again (where the pages or "
        "texts that it was made from were purged, bring it back from a backup)"
    )


def _size_of_articles(fresh: Iterable[_Batch]) -> int:
    return sum(one.path.stat().st_size for one in fresh if one.query == "load/items")


def _portions(fresh: Sequence[_Batch]) -> list[list[_Batch]]:
    """Give what one transaction loads each: articles in order of their crawls, with what was said of them.

    With the first goes what was said anew of articles that are known, since what was known of them ends. What
    was visited and seen goes with the last: days whose items are still to come must not look empty.
    """
    numbers: dict[tuple[str, str], int] = {}
    last = taken = 0
    for one in sorted(fresh, key=_crawl_of):
        if one.query != "load/items":
            continue
        if taken >= _PORTION:
            last, taken = last + 1, 0
        numbers[_crawl_of(one)] = last
        taken += one.path.stat().st_size
    portions: list[list[_Batch]] = [[] for _ in range(last + 1)]
    for one in fresh:
        is_of_articles = one.query == "load/items" or one.table is not None
        portions[numbers.get(_crawl_of(one), 0) if is_of_articles else last].append(one)
    return portions


def _crawl_of(batch: _Batch) -> tuple[str, str]:
    """Give the crawl that a batch is of, and its outlet; crawls of all outlets come in order of time."""
    return batch.path.name.partition(".")[0], batch.path.parent.name


def _in_order(fresh: Sequence[_Batch]) -> list[list[_Batch]]:
    """Give batches by kind, the first ones of all outlets, then the second ones: so in order of time."""
    places: dict[tuple[str, str | None], list[tuple[int, _Batch]]] = {}
    of_folder: Counter[tuple[str, str | None, Path]] = Counter()
    for one in fresh:
        place = (one.query, one.table, one.path.parent)
        places.setdefault((one.query, one.table), []).append((of_folder[place], one))
        of_folder[place] += 1
    return [[one for _, one in sorted(kind, key=lambda placed: placed[0])] for kind in places.values()]


def _read_in_rounds(portion: Sequence[_Batch], files: BatchFiles, beside: Beside) -> Iterator[list[_Read]]:
    """Read what one transaction loads; give what can be loaded at once: of one kind, no two of one item."""
    kinds = _in_order(portion)
    # Articles first and here, since sketches are made of them beside all else.
    here = sum(one.query == "load/items" for one in portion)
    contents = files.read_all([one.path for kind in kinds for one in kind], here, beside)
    return chain.from_iterable(_rounds(kind, contents) for kind in kinds)


def _rounds(kind: Iterable[_Batch], contents: Iterator[tuple[Content, pa.Table]]) -> Iterator[list[_Read]]:
    """Read batches of one kind; give what can be loaded at once: no two batches tell of one item.

    Each round leaves its temporary tables in memory until the transaction ends, so that they are to be few.
    """
    together: list[_Read] = []
    told: set[str] = set()
    rows = 0
    for batch in kind:
        one = _read(batch, contents)
        try:
            tells = one.tells_of()
        except UnicodeDecodeError as error:
            raise _unreadable(batch.path, error) from error
        if together and (rows + one.rows.num_rows > _AT_ONCE or not told.isdisjoint(tells)):
            yield together
            together, told, rows = [], set[str](), 0
        together.append(one)
        told |= tells
        rows += one.rows.num_rows
    if together:
        yield together


def _load_together(
    connection: duckdb.DuckDBPyConnection,
    together: Iterable[_Read],
    loaded: Collection[tuple[str, str]],
    ahead: Ahead,
) -> int:
    """Load what is new of one round; files of other columns are loaded apart, so that an error names them."""
    new = [one for one in together if _is_to_load(one.batch.name, one.content, loaded)]
    for alike in _of_like_columns(new):
        # In one piece: DuckDB takes a batch of a few rows as slowly as one of thousands.
        batch = pa.concat_tables([one.rows for one in alike]).combine_chunks()
        query, table = alike[0].batch.query, alike[0].batch.table
        if impossible(batch):
            raise next(_unreadable(one.batch.path, why) for one in alike if (why := impossible(one.rows)))
        if query == "load/items":
            ahead.begin(batch)
        try:
            filled = _filled(connection, table) if table is not None else None
            db.run(connection, query, batch, _since(batch), filled)
            if query in _TOUCHED:
                db.run(connection, _TOUCHED[query], batch)
        except _WRONG_ROWS as error:
            lacking = (one for one in alike if _lacks(one.rows, error))
            raise _unreadable(next(lacking, alike[0]).batch.path, error) from error
        if query == "load/items":
            _require_known_outlets(connection, batch, alike)
    rows = [{"batch": one.batch.name, "sha256": one.content.sha256, "rows": one.content.rows} for one in new]
    # Only what a file held last: one that is changed back is loaded again.
    forget = "delete from batches where batch in (select batch.batch from batch)"
    if rows:
        table = pa.Table.from_pylist(rows)
        db.run_statements(connection, [forget, "insert into batches by name from batch"], table)
    return len(rows)


def _require_known_outlets(
    connection: duckdb.DuckDBPyConnection, batch: pa.Table, read: Iterable[_Read]
) -> None:
    """Make sure that the register knows, or knew, the outlets of articles."""
    known = {outlet for (outlet,) in connection.execute("select outlet from outlets").fetchall()}
    unknown = set(map(str, pc.unique(batch["outlet"]).to_pylist())) - known
    for one in read if unknown else ():
        found = sorted(unknown.intersection(map(str, one.rows["outlet"].to_pylist())))
        if found:
            raise LoadError(
                f"{one.batch.path}: articles of {found[0]!r}, an outlet that the register never had; put its "
                "record into the register, or take the batch out of the home, and load again"
            )


def _since(batch: pa.Table) -> dict[str, datetime]:
    """Give the first instant of which a batch tells something, as the parameter `since`.

    That of visits, or of captures; of articles the day before they were published, since nothing was said of
    them earlier, whichever of their captures are in it.
    """
    before = {"scanned_at": timedelta(0), "fetched_at": timedelta(0), "published_at": timedelta(days=1)}
    times = [
        time - before[name]
        for name in before.keys() & set(batch.column_names)
        # What lacks a value is told of where it is entered.
        if (time := pc.min(batch[name]).as_py()) is not None
    ]
    return {"since": min(times)} if times else {}


def _of_like_columns(read: Iterable[_Read]) -> list[list[_Read]]:
    """Put those together that have the same columns, in order; nearly always that is all of them."""
    found: list[list[_Read]] = []
    for one in read:
        alike = next((some for some in found if some[0].rows.schema.equals(one.rows.schema)), None)
        if alike is None:
            found.append([one])
        else:
            alike.append(one)
    return found


def _read(batch: _Batch, contents: Iterator[tuple[Content, pa.Table]]) -> _Read:
    try:
        return _Read(batch, *next(contents))
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(batch.path, error) from error


def _lacks(batch: pa.Table, error: Exception) -> bool:
    """Tell whether a batch lacks values of the column that an error `... failed: table.column` is about."""
    column = str(error).rpartition(".")[2]
    return column in batch.column_names and batch[column].null_count > 0


def _filled(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Give what stands for the names between braces in the statements of a table of _FOUND or _SCORED."""
    described = db.rows(connection, f"select column_name from (describe {table})")  # noqa: S608 (our tables)
    columns = [row["column_name"] for row in described]
    key = (_FOUND | _SCORED)[table]
    return {
        "table": table,
        "columns": ", ".join(name for name in columns if name not in ("known_from", "known_to")),
        "key": ", ".join(key),
        "known_key": ", ".join(f"known.{name}" for name in key),
        "known_is_batch": " and ".join(f"known.{name} = batch.{name}" for name in key),
        "first_is_known": " and ".join(f"first.{name} = known.{name}" for name in key),
    }


def _measure_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Store how much each revision changed."""
    db.run(connection, "load/outdated_changes")
    (query,) = db.statements("load/unmeasured_changes")
    pairs = db.rows(connection, query, parameters={"longest": LONGEST_EXCERPT})
    for pair in pairs:
        pair["words_removed"], pair["words_added"] = changed_words(pair.pop("before_text"), pair.pop("text"))
    if pairs:
        db.run_statements(
            connection, ["insert into text_changes by name select * from batch"], pa.Table.from_pylist(pairs)
        )


def _counts(connection: duckdb.DuckDBPyConnection, batches: int, sketches: Size) -> Loaded:
    row = connection.execute(
        "select (select count(*) from items where known_to is null), "
        "(select count(*) from rejected where known_to is null), "
        "(select count(*) from stories where known_to is null), "
        "(select count(*) from rejected_codings where known_to is null)"
    ).fetchone()
    items, rejected, stories, rejected_codings = row or (0, 0, 0, 0)
    return Loaded(batches, items, rejected, stories, rejected_codings, sketches)


def _province_rows() -> pa.Table:
    rows = [
        {
            "province": province.name,
            "first_date": province.first,
            "last_date": province.last,
            "present": province.present,
            "position": position,
        }
        for position, province in enumerate(provinces().values())
    ]
    text, day = pa.string(), pa.date32()
    schema = [("province", text), ("first_date", day), ("last_date", day), ("present", text)]
    return pa.Table.from_pylist(rows, schema=pa.schema([*schema, ("position", pa.int32())]))


def _tone_models(folder: Path) -> pa.Table:
    text, day, whole, share = pa.string(), pa.date32(), pa.int64(), pa.float64()
    schema = [("method", text), ("tier", text), ("trained_on", day), ("n", whole), ("judged_on", text)]
    schema += [("n_judged", whole), *((name, share) for name in _MODEL_FIGURES)]
    try:
        cards = [*model_cards.shipped(), *model_cards.retrained(folder / "models" / "tone")]
    except ModelError as error:
        raise LoadError(str(error)) from error
    return pa.Table.from_pylist([asdict(card) for card in cards], schema=pa.schema(schema))


def _outlet_rows(outlets: Iterable[Outlet], at: datetime) -> pa.Table:
    schema = pa.schema(
        [
            (name, pa.string())
            for name in ("outlet", "name", "parent", "kind", "level", "governing_body", "province")
        ]
        + [("expected_items_per_day", pa.float64()), ("ended_date", pa.date32())]
    )
    rows = [_outlet_row(outlet, at) for outlet in outlets]
    return pa.Table.from_pylist(rows, schema=schema)


def _outlet_row(outlet: Outlet, at: datetime) -> dict[str, str | float | date | None]:
    day = at.astimezone(_VIETNAM).date()
    governing = next(
        (
            body
            for body in outlet.governing
            if (body.valid_from is None or body.valid_from <= day)
            and (body.valid_to is None or day <= body.valid_to)
        ),
        None,
    )
    return {
        "outlet": outlet.id,
        "name": outlet.name,
        "parent": outlet.parent,
        "kind": outlet.kind,
        "level": governing.level if governing else None,
        "governing_body": governing.body if governing else None,
        "province": outlet.province or None,
        "expected_items_per_day": outlet.expected_items_per_day,
        "ended_date": outlet.ended_on,
    }
