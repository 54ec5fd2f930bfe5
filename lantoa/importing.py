"""Archives from elsewhere into ours: WARC files (such as Common Crawl's CC-NEWS) and folders of saved pages.

What is kept is written in our own form below `raw/`, so that the later steps treat it as any page. A source
is taken whole or not at all: one that was ended midway is begun again, and gives the same bytes.
"""

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawlers import guard, markup, outlets, urls
from crawlers.archive import Exchange, Writer, end_of_last_member
from crawlers.discover import Link
from crawlers.links import LinkTable, Stored, locked
from crawlers.outlets import Outlet
from crawlers.page import MAX_BYTES

Progress = Callable[[str, int, int], None]

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_WARC = (".warc", ".warc.gz")
_HTML = (".html", ".htm")
_CANONICAL = '//link[translate(@rel, "CANOIL", "canoil") = "canonical"]/@href'


class SourceError(Exception):
    """A source can't be read; the message names it and says what was expected."""


@dataclass
class Imported:
    """What came of one source.

    Attributes:
        source: Its path as given.
        read: Records or files that were looked at.
        kept: Pages kept, by outlet.
        rejected: Pages of registered outlets that were not kept, by reason; the pages of all other hosts.
        warning: What was wrong with the source itself, "" where it is whole.
        known: Whether it was imported before, so that nothing was done.
    """

    source: str
    read: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    warning: str = ""
    known: bool = False


@dataclass(frozen=True)
class _Found:
    """A page of a registered outlet."""

    outlet: Outlet
    url: str
    canonical_url: str
    fetched_at: datetime
    headers: tuple[tuple[str, str], ...]
    body: bytes


def import_archive(
    source: Path, folder: Path, register: Mapping[str, Outlet], progress: Progress | None = None
) -> Imported:
    """Import one WARC file, one saved page, or a folder of saved pages.

    Args:
        source: The file or folder.
        folder: The home folder; pages go below its `raw/`, a note of what was imported below its `imports/`.
        register: Outlets by id; pages of other hosts are passed over and counted.
        progress: Called with the source's name, bytes or files read, and all of them.

    Raises:
        SourceError: It is neither, whatever its name says.
    """
    files = _files(source)
    done = Imported(str(source))
    name = f"import-{_digest(files)}"
    note = folder / "imports" / f"{name}.json"
    if note.exists():
        facts = json.loads(note.read_text("utf-8"))
        counts = {key: Counter(facts[key]) for key in ("kept", "rejected")}
        return Imported(str(source), facts["read"], **counts, warning=facts["warning"], known=True)
    for leftover in (folder / "raw").glob(f"*/*/{name}-*.warc.gz"):
        leftover.unlink()
    read = _warc_pages if files[0].name.endswith(_WARC) else _saved_pages
    _store(read(files, register, done, progress), folder / "raw", name, f"import:{source.name}", done)
    note.parent.mkdir(parents=True, exist_ok=True)
    whole = note.with_suffix(".partial")
    whole.write_text(json.dumps(vars(done), ensure_ascii=False, indent=1), "utf-8")
    whole.replace(note)
    return done


def _files(source: Path) -> list[Path]:
    """Give the WARC file, or the pages of a folder in order."""
    if source.is_dir():
        found = sorted(path for path in source.rglob("*") if path.suffix.lower() in _HTML)
        if not found:
            raise SourceError(f"{source}: expected a folder with saved pages (.html), found none")
        return found
    if not source.is_file():
        raise SourceError(f"{source}: expected a WARC file or a folder of saved pages, found nothing")
    if not source.name.lower().endswith((*_WARC, *_HTML)):
        raise SourceError(f"{source}: expected a name that ends in .warc, .warc.gz or .html")
    return [source]


def _digest(files: Sequence[Path]) -> str:
    """Give 16 hex digits for the content and, of several, the names."""
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.name if len(files) > 1 else ''} {digest}\n".encode())
    return whole.hexdigest()[:16]


def _warc_pages(
    files: Sequence[Path], register: Mapping[str, Outlet], done: Imported, progress: Progress | None
) -> Iterator[_Found]:
    (path,) = files
    hosts = guard.registered_hosts(register.values())
    if not _begins_as_warc(path):
        raise SourceError(f"{path}: expected a WARC file, found at byte 0 what begins no record")
    size, whole = path.stat().st_size, _whole_length(path)
    if whole < size:
        done.warning = f"it breaks off behind byte {whole:,} of {size:,}: what lies before is kept"
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False):
                if record.stream_pos >= whole:
                    break
                done.read += 1
                if progress is not None and done.read % 200 == 0:
                    progress(path.name, min(stream.tell(), size), size)
                found = _warc_page(record, hosts, register)
                if isinstance(found, str):
                    done.rejected[found] += 1
                else:
                    yield found
        except (OSError, ValueError) as error:
            done.warning = f"it can't be read to its end: what lies before is kept ({error})"
    if not done.read and not done.warning:
        done.warning = "no response record was found in it"
    if progress is not None:
        progress(path.name, size, size)


def _begins_as_warc(path: Path) -> bool:
    """Tell whether a record begins a file; one that is torn within its first record begins as one."""
    try:
        with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as file:
            return file.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


def _whole_length(path: Path) -> int:
    """Give the bytes that hold whole records: a reader takes a torn one for a short one."""
    with path.open("rb") as file:
        if path.name.endswith(".gz"):
            return end_of_last_member(file)
        end = 0
        for record in ArchiveIterator(file, parse_http=False):
            end = record.stream_pos
            # One that is torn within its own headers has lost its length.
            if not record.content_length or record.reader.consume() < record.content_length:
                return end
    return path.stat().st_size


def _warc_page(record: WarcRecord, hosts: frozenset[str], register: Mapping[str, Outlet]) -> _Found | str:
    """Give the page of a record, or the reason why it is none."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    try:
        known = guard.refuse(url) is None and guard.is_registered(url, hosts)
    except ValueError:
        known = False
    outlet = outlets.find(url, register) if known else None
    if outlet is None:
        return "other host"
    record.parse_http(auto_decode="all")
    headers = record.http_headers
    if headers is None or headers.status_code != 200:
        return "no answer with status 200"
    if "html" not in (record.http_content_type or ""):
        return "no HTML"
    body = record.reader.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        return "too large"
    try:
        fetched_at = datetime.fromisoformat(record.headers["WARC-Date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return "no time of fetching"
    kept = tuple((name, value) for name, value in headers.items())
    return _Found(outlet, url, urls.canonical(url, outlet), fetched_at.replace(microsecond=0), kept, body)


def _saved_pages(
    files: Sequence[Path], register: Mapping[str, Outlet], done: Imported, progress: Progress | None
) -> Iterator[_Found]:
    for number, path in enumerate(files, 1):
        done.read += 1
        found = _saved_page(path, register)
        if isinstance(found, str):
            done.rejected[found] += 1
        else:
            yield found
        if progress is not None:
            progress(path.parent.name, number, len(files))


def _saved_page(path: Path, register: Mapping[str, Outlet]) -> _Found | str:
    """Give a saved page; its address is what it says itself, its time that of the file."""
    if path.stat().st_size > MAX_BYTES:
        return "too large"
    body = path.read_bytes()
    tree = markup.parse(markup.decode(body))
    if tree is None:
        return "no HTML"
    stated = [*tree.xpath(_CANONICAL), markup.metas(tree).get("og:url", "")]
    url = next((address.strip() for address in stated if guard.refuse(address.strip()) is None), None)
    if url is None:
        return "no address in the page"
    outlet = outlets.find(url, register)
    if outlet is None:
        return "other host"
    fetched_at = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    headers = (("Content-Type", "text/html"),)
    return _Found(outlet, url, urls.canonical(url, outlet), fetched_at, headers, body)


def _store(pages: Iterable[_Found], raw: Path, name: str, via: str, done: Imported) -> None:
    """Write pages into the outlets' archives, and when all of them are on the disk, into their tables."""
    writers: dict[tuple[str, str], Writer] = {}
    listed: dict[str, list[tuple[Link, Stored]]] = {}
    with ExitStack() as locks:
        for page in pages:
            outlet = page.outlet.id
            if outlet not in listed:
                listed[outlet] = []
                locks.enter_context(locked(raw / outlet))
            day = page.fetched_at.astimezone(_VIETNAM).date().isoformat()
            key = outlet, day
            if key not in writers:
                # Batches and the table know a file by its name alone, so each day's needs one of its own.
                writers[key] = Writer(raw / outlet / day, f"{name}-{day}")
            listed[outlet].append((_link(page, via), _write(writers[key], day, page)))
            done.kept[outlet] += 1
        for writer in writers.values():
            writer.close()
        for outlet, found in listed.items():
            with LinkTable(raw / outlet / "links.sqlite") as table:
                table.take(found)


def _write(writer: Writer, day: str, page: _Found) -> Stored:
    exchange = Exchange(page.url, page.fetched_at, 200, page.headers, page.body, link=page.canonical_url)
    return Stored(page.canonical_url, f"{day}/{writer.path.name}", writer.write(exchange), page.fetched_at)


def _link(page: _Found, via: str) -> Link:
    return Link(
        url=page.url,
        canonical_url=page.canonical_url,
        outlet=page.outlet.id,
        title="",
        title_hash="",
        summary="",
        published_raw="",
        published_at=None,
        via=via,
        via_kind="import",
        scan_date=None,
        problem=None,
    )
