"""Extraction: pages of the archive become batches of articles and of what was rejected."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast, get_args

import pyarrow as pa

from crawlers import archive, dates, outlets, urls
from crawlers.article import Article
from crawlers.extract import ExtractionError, article
from crawlers.links import Kind, LinkTable
from crawlers.outlets import VIETNAM, Outlet
from lantoa import batches, feed_items
from lantoa.batches import Progress, Row
from lantoa.press.items import Item
from warehouse.placing import own, placed

_NONE = "none"


def extract(
    raw: Path,
    target: Path,
    registers: Sequence[Path],
    only: Iterable[str] = (),
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Read articles out of archive files that were not read yet, in as many processes as there are cores.

    Args:
        raw: The archive.
        target: Where the batches go, `<outlet>/<crawl>.articles.parquet` and `.rejected.parquet`.
        registers: Folders of outlet records.
        only: Ids of the outlets to read; all without.
        progress: Called with a name, what is done and the total.

    Returns:
        Numbers of articles and of rejected pages in the new batches.
    """
    chosen = set(only)
    folders = [folder for folder in sorted(raw.glob("*")) if folder.is_dir()]
    folders = [folder for folder in folders if not chosen or folder.name in chosen]
    work: list[Path] = []
    for folder in folders:
        _write_links(folder, target / folder.name)
        work += _unread(folder, target / folder.name)
    jobs = [(path, target / path.parent.parent.name, tuple(registers)) for path in work]
    return batches.run("extract", _extract_file, jobs, progress)


def unread(raw: Path, target: Path) -> list[str]:
    """Give the ids of the outlets of which `extract` would read archive files, in order."""
    folders = [folder for folder in sorted(raw.glob("*")) if folder.is_dir()]
    return [folder.name for folder in folders if _unread(folder, target / folder.name)]


def _unread(folder: Path, target: Path) -> list[Path]:
    """Give an outlet's archive files from which a batch is missing, or not made from all they hold by now."""
    if not (folder / "links.sqlite").exists():
        return []
    with LinkTable(folder / "links.sqlite") as links:
        return [
            path
            for path in sorted(folder.glob("*/*.warc.gz"))
            if {batches.source_of(_batch(path, target, kind)) for kind in ("articles", "rejected")}
            != {_held(path, links)}
        ]


def _held(warc: Path, links: LinkTable) -> str:
    """Describe what an archive file holds.

    After a killed crawl, pages in it can be listed later; imported ones can be announced by a feed later.
    """
    name = f"{warc.parent.name}/{warc.name}"
    held = f"{links.stored_in(name)} pages listed in {warc.stat().st_size} bytes"
    imported = links.imported_in(name)
    return f"{held}, {imported} by an import alone" if imported else held


def _batch(warc: Path, target: Path, kind: str) -> Path:
    return target / f"{warc.name.removesuffix('.warc.gz')}.{kind}.parquet"


def _write_links(folder: Path, target: Path) -> None:
    """Hand on what the crawl itself knows, a batch a month, where it changed: visits, what it refused.

    What was known of years is not handed on again with each crawl.
    """
    table = folder / "links.sqlite"
    if not table.exists():
        return
    state, note = _state(table), target / "links.state"
    before, known = _noted(note)
    if before == state and all((target / name).exists() for name in known):
        return
    with LinkTable(table) as links:
        marks = {
            f"links.{month}.{kind}.parquet": mark
            for kind in get_args(Kind)
            for month, mark in links.months(kind).items()
        }
        # A month of which no row is left has a batch without rows: nothing of it is to be loaded again.
        gone = dict.fromkeys(known.keys() - marks.keys(), _NONE)
        for name, mark in (marks | gone).items():
            if known.get(name) != mark or not (target / name).exists():
                _, month, kind, _ = name.split(".")
                batches.place(target / name, _frame(links, cast("Kind", kind), month))
    for old in target.glob("links.*.parquet"):  # as a version before wrote them, all months in one
        if old.name not in marks | gone:
            old.unlink()
    # Last, since it tells that all were written.
    with placed(own(note), note) as partial:
        partial.write_text(json.dumps({"state": state, "marks": marks | gone}), "utf-8")


def _noted(note: Path) -> tuple[str, dict[str, str]]:
    """Give the state that was handed on last and a mark for each batch of it; nothing where none is known."""
    try:
        noted = json.loads(note.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return "", {}
    return noted["state"], noted["marks"]


def _frame(links: LinkTable, kind: Kind, month: str) -> pa.Table:
    rows = links.frame_of(kind, month)
    if kind == "rejected":
        return rows.rename_columns({"at": "rejected_at"})
    return _with_ids(rows) if kind in ("fetches", "sightings") else rows


def _with_ids(frame: pa.Table) -> pa.Table:
    ids = [batches.item_id(row["outlet"], row["canonical_url"]) for row in frame.to_pylist()]
    return frame.append_column("item_id", pa.array(ids, pa.string()))


def _state(table: Path) -> str:
    """Describe an SQLite file: a crawl that wrote to it since changed size or time of it or of its log."""
    files = [path for path in (table, table.with_name(f"{table.name}-wal")) if path.exists()]
    told = [(path.name, path.stat()) for path in files]
    return ", ".join(
        f"{name} of {stat.st_size} bytes at {stat.st_mtime_ns}" for name, stat in told if stat.st_size
    )


def _extract_file(warc: Path, target: Path, registers: tuple[Path, ...]) -> tuple[int, int]:
    register = outlets.load(*registers)
    found: list[Row] = []
    refused: list[Row] = []
    with LinkTable(warc.parent.parent / "links.sqlite") as links:
        source = _held(warc, links)
        waiting = {link["offset"]: link for link in links.archived_in(warc.name)}
        for page in _pages(warc):
            link = waiting.get(page.offset)
            if link is not None:
                kind, row = _read_page(page, link, register[link["outlet"]])
                (found if kind == "article" else refused).append(row)
    # The articles' batch comes last: it is what tells that the file was read.
    batches.write(_batch(warc, target, "rejected"), batches.REJECTED, refused, source)
    return batches.write(_batch(warc, target, "articles"), batches.ARTICLES, found, source), len(refused)


def _pages(warc: Path) -> Iterator[archive.Page]:
    try:
        yield from archive.read(warc)
    except OSError as error:
        raise batches.BatchError(
            f"{warc}: expected an archive file: {error}: bring it back from a backup, or move it away; "
            "then run again"
        ) from error


def _read_page(page: archive.Page, link: Row, outlet: Outlet) -> tuple[str, Row]:
    try:
        read = _article(page, link, outlet)
    except ExtractionError as error:
        return "rejected", _rejection(link, page.fetched_at, error.reason, error.detail)
    published_at, method, precision = read.published_at, read.published_method, read.published_precision
    if published_at is None and link["published_at"] is not None:
        published_at, method, precision = link["published_at"], link["via_kind"], "second"
    if published_at is None:
        return "rejected", _rejection(link, page.fetched_at, "no date", "neither page nor feed gives one")
    wrong = dates.check(published_at, page.fetched_at)
    if wrong is not None:
        return "rejected", _rejection(link, page.fetched_at, wrong, published_at.isoformat())
    return "article", _article_row(read, link, published_at) | {
        "published_method": method,
        "published_precision": precision,
    }


def _article(page: archive.Page, link: Row, outlet: Outlet) -> Article:
    # Never by its media type: an outlet's server can state any.
    if link["outcome"] == "page":
        return article(page.body, page.url, outlet, page.fetched_at)
    item = Item.model_validate_json(page.body)
    return feed_items.article(item, outlet, link["canonical_url"], page.fetched_at)


def _rejection(link: Row, at: datetime, reason: str, detail: str) -> Row:
    return {
        "outlet": link["outlet"],
        "canonical_url": link["canonical_url"],
        "title_hash": link["title_hash"],
        "url": link["request_url"],
        "title": link["title"] or "",
        "published_at": link["published_at"],
        "reason": reason,
        "detail": detail,
        "rejected_at": at,
    }


def _article_row(read: Article, link: Row, published_at: datetime) -> Row:
    """Give the row of an article; it is known by the link's address, under which its entry came in."""
    return {
        "item_id": batches.item_id(link["outlet"], link["canonical_url"]),
        "outlet": link["outlet"],
        "url": read.url,
        "canonical_url": link["canonical_url"],
        "title": read.title,
        "title_hash": link["title_hash"] or urls.title_hash(read.title),
        "lead": read.lead,
        "body": read.body,
        "section": read.section,
        "credit": read.credit,
        "credit_line": read.credit_line,
        "photo_credit": list(read.photo_credit),
        "placement": read.placement,
        "genre": read.genre,
        "published_at": published_at,
        "published_date": published_at.astimezone(VIETNAM).date(),
        "first_seen_at": link["discovered_at"],
        "fetched_at": read.fetched_at,
        "via": link["via"],
        "scan_date": link["scan_date"],
        "fallbacks": list(read.fallbacks),
        "sha256": read.sha256,
    }
