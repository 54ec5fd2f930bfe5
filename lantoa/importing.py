"""Archives from elsewhere into ours: WARC files (such as Common Crawl's CC-NEWS), saved pages, feed items.

What is kept is written in our own form below `raw/`, so that the later steps treat it as any page. A source
is taken whole or not at all: one that was ended midway is begun again, and gives the same bytes.
"""

import gzip
import hashlib
import json
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawlers import dates, guard, markup, outlets, revisits, urls
from crawlers.archive import LINK_FIELD, Exchange, Writer, end_of_last_member
from crawlers.discover import Link
from crawlers.links import LinkTable, Stored, locked
from crawlers.outlets import Outlet
from crawlers.page import MAX_BYTES
from lantoa import feed_items
from lantoa.press import items
from lantoa.press.items import Item, ItemsError
from warehouse.placing import placed

Progress = Callable[[str, int, int], None]

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_WARC = (".warc", ".warc.gz")
_HTML = (".html", ".htm")
_JSONL = ".jsonl"
_MOST_OPEN = 100  # files
# Of a large archive, entries enough to see what is wrong; the import's note counts all.
_MOST_REFUSED = 1_000  # an outlet and source
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
    """A page or feed item of a registered outlet; `link` is the address by which its item is known."""

    outlet: Outlet
    url: str
    request_url: str
    link: str
    fetched_at: datetime
    headers: tuple[tuple[str, str], ...]
    body: bytes
    item: Item | None = None


@dataclass(frozen=True)
class _Refused:
    """What is not kept, and why."""

    reason: str


@dataclass(frozen=True)
class _RefusedPage(_Refused):
    """An answer of a registered outlet that is not kept."""

    outlet: Outlet
    request_url: str
    link: str
    at: datetime
    detail: str
    item: Item | None = None


@dataclass
class _Listed:
    """What goes into the links table of one outlet."""

    pages: list[tuple[Link, Stored]] = field(default_factory=list)
    refused: list[tuple[Link, str, str, datetime]] = field(default_factory=list)


def import_archive(
    source: Path, folder: Path, register: Mapping[str, Outlet], progress: Progress | None = None
) -> Imported:
    """Import one WARC file, one saved page, one file of feed items, or a folder of these.

    Args:
        source: The file or folder.
        folder: The home folder; pages go below its `raw/`, a note of what was imported below its `imports/`.
        register: Outlets by id; pages of other hosts are passed over and counted. Answers of these outlets
            that are no page become rejected entries, the first 1,000 of each outlet.
        progress: Called with the source's name, bytes or files read, and all of them.

    Raises:
        SourceError: It, or a file in it, is neither, whatever its name says.
    """
    files = _files(source)
    name = f"import-{_digest(files)}"
    note = folder / "imports" / f"{name}.json"
    with locked(note.parent):
        return _import(source, files, note, register, progress)


def _import(
    source: Path, files: Sequence[Path], note: Path, register: Mapping[str, Outlet], progress: Progress | None
) -> Imported:
    done, raw = Imported(str(source)), note.parent.parent / "raw"
    if note.exists():
        facts = json.loads(note.read_text("utf-8"))
        counts = {key: Counter(facts[key]) for key in ("kept", "rejected")}
        return Imported(str(source), facts["read"], **counts, warning=facts["warning"], known=True)
    for leftover in raw.glob(f"*/*/{note.stem}-*.warc.gz"):
        leftover.unlink()
    found = _pages(files, register, done, progress)
    _store(found, _Files(raw, note.stem), f"import:{source.name}", done)
    with placed(note.with_suffix(".partial"), note) as partial:
        partial.write_text(json.dumps(vars(done), ensure_ascii=False, indent=1), "utf-8")
    return done


def _files(source: Path) -> list[Path]:
    """Give the file, or those of a folder in order."""
    known = (*_WARC, *_HTML, _JSONL)
    if source.is_dir():
        found = sorted(path for path in source.rglob("*") if path.name.lower().endswith(known))
        files = [path for path in found if path.is_file()]
        if not files:
            raise SourceError(
                f"{source}: expected a folder with WARC files, saved pages (.html) or feed items (.jsonl), "
                "found none"
            )
    elif not source.is_file():
        raise SourceError(f"{source}: expected a file or folder to import, found nothing")
    elif not source.name.lower().endswith(known):
        raise SourceError(f"{source}: expected a name that ends in .warc, .warc.gz, .html or .jsonl")
    else:
        files = [source]
    for path in files:
        if _is_warc(path) and not _begins_as_warc(path):
            raise SourceError(f"{path}: expected a WARC file, found at byte 0 what begins no record")
        if _is_feed_items(path):
            _check_items(path)
    return files


def _check_items(path: Path) -> None:
    try:
        deque(items.read(path), maxlen=0)
    except ItemsError as error:
        raise SourceError(str(error)) from error


def _is_feed_items(path: Path) -> bool:
    return path.name.lower().endswith(_JSONL)


def _is_warc(path: Path) -> bool:
    return path.name.lower().endswith(_WARC)


def _digest(files: Sequence[Path]) -> str:
    """Give 16 hex digits for the content and, of several, the names."""
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.name if len(files) > 1 else ''} {digest}\n".encode())
    return whole.hexdigest()[:16]


def _pages(
    files: Sequence[Path], register: Mapping[str, Outlet], done: Imported, progress: Progress | None
) -> Iterator[_Found | _Refused]:
    warnings: list[str] = []
    for number, path in enumerate(files, 1):
        if _is_warc(path):
            part = Imported(path.name)
            yield from _warc_pages(path, register, part, progress)
            done.read += part.read
            if part.warning:
                warnings.append(part.warning if len(files) == 1 else f"{path.name}: {part.warning}")
        elif _is_feed_items(path):
            yield from _feed_items(path, register, done, progress)
        else:
            done.read += 1
            yield _saved_page(path, register)
            if progress is not None:
                progress(path.parent.name, number, len(files))
    done.warning = "; ".join(warnings)


def _warc_pages(
    path: Path, register: Mapping[str, Outlet], done: Imported, progress: Progress | None
) -> Iterator[_Found | _Refused]:
    hosts = guard.registered_hosts(register.values())
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
                yield _warc_page(record, hosts, register, path)
        except (OSError, ValueError) as error:
            done.warning = f"it can't be read to its end: what lies before is kept ({error})"
    if not done.read and not done.warning:
        done.warning = "no response record was found in it"
    if progress is not None:
        progress(path.name, size, size)


def _begins_as_warc(path: Path) -> bool:
    """Tell whether a record begins a file; one that is torn within its first record begins as one."""
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
            return file.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


def _whole_length(path: Path) -> int:
    """Give the bytes that hold whole records: a reader takes a torn one for a short one."""
    with path.open("rb") as file:
        if path.name.lower().endswith(".gz"):
            return end_of_last_member(file)
        end = 0
        for record in ArchiveIterator(file, parse_http=False):
            end = record.stream_pos
            # One that is torn within its own headers has lost its length.
            if not record.content_length or record.reader.consume() < record.content_length:
                return end
    return path.stat().st_size


def _warc_page(
    record: WarcRecord, hosts: frozenset[str], register: Mapping[str, Outlet], path: Path
) -> _Found | _Refused:
    """Give the page of a record, or why it is none; one of our own archives says to which link it belongs."""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    asked = record.headers.get(LINK_FIELD) or url
    outlet = outlets.find(asked, register) if _is_known(url, hosts) and _is_known(asked, hosts) else None
    if outlet is None:
        return _Refused("other host")
    link = urls.canonical(asked, outlet)
    try:
        fetched_at = (
            datetime.fromisoformat(record.headers["WARC-Date"]).astimezone(UTC).replace(microsecond=0)
        )
    except (KeyError, ValueError):
        at = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
        return _RefusedPage("no time of fetching", outlet, asked, link, at, f"in {path.name}")
    record.parse_http(auto_decode="all")
    reason, detail = _why_no_page(record, asked, url)
    body = b"" if reason else record.reader.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        reason, detail = "too large", f"over {MAX_BYTES:,} bytes"
    if reason:
        return _RefusedPage(reason, outlet, asked, link, fetched_at, f"{detail}, in {path.name}")
    assert record.http_headers is not None
    return _Found(outlet, url, asked, link, fetched_at, tuple(record.http_headers.items()), body)


def _is_known(url: str, hosts: frozenset[str]) -> bool:
    try:
        return guard.refuse(url) is None and guard.is_registered(url, hosts)
    except ValueError:
        return False


def _why_no_page(record: WarcRecord, asked: str, url: str) -> tuple[str, str]:
    """Give reason and detail where the headers of an answer say that it is no page; "" where they do not."""
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status is None:
        return "no answer with status 200", "no HTTP answer"
    if revisits.outcome(status, asked, url) == "gone":
        return "not found", f"HTTP {status} at {url}"
    if status != 200:
        return "no answer with status 200", f"HTTP {status}"
    kind = record.http_content_type or ""
    return ("", "") if "html" in kind else ("not html", kind or "no content type")


def _saved_page(path: Path, register: Mapping[str, Outlet]) -> _Found | _Refused:
    """Give a saved page; its address is what it says itself, its time that of the file."""
    if path.stat().st_size > MAX_BYTES:
        return _Refused("too large")
    body = path.read_bytes()
    tree = markup.parse(markup.decode(body))
    if tree is None:
        return _Refused("not html")
    stated = [*tree.xpath(_CANONICAL), markup.metas(tree).get("og:url", "")]
    url = next((address.strip() for address in stated if guard.refuse(address.strip()) is None), None)
    if url is None:
        return _Refused("no address in the page")
    outlet = outlets.find(url, register)
    if outlet is None:
        return _Refused("other host")
    fetched_at = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    headers = (("Content-Type", "text/html"),)
    return _Found(outlet, url, url, urls.canonical(url, outlet), fetched_at, headers, body)


def _feed_items(
    path: Path, register: Mapping[str, Outlet], done: Imported, progress: Progress | None
) -> Iterator[_Found | _Refused]:
    """Give the items of a file, each address once: the first entry of it is the one that is known."""
    seen: set[str] = set()
    total = path.stat().st_size
    for item in items.read(path):
        done.read += 1
        found = _feed_item(item, register, path)
        if isinstance(found, _Found) and found.link in seen:
            found = _refused(found, "duplicate", f"address known by an earlier line of {path.name}")
        elif isinstance(found, _Found):
            seen.add(found.link)
        yield found
    if progress is not None:
        progress(path.name, total, total)


def _feed_item(item: Item, register: Mapping[str, Outlet], path: Path) -> _Found | _Refused:
    outlet = outlets.find(item.url, register)
    if outlet is None or guard.refuse(item.url) is not None:
        return _Refused("other host")
    fetched_at = feed_items.seen_at(item, path).astimezone(UTC)
    link = urls.canonical(item.url, outlet)
    headers = (("Content-Type", feed_items.MEDIA_TYPE),)
    body = item.model_dump_json(exclude_none=True).encode()
    found = _Found(outlet, item.url, item.url, link, fetched_at, headers, body, item)
    published_at = dates.read(item.published, outlet.date_order)
    if published_at is None:
        return _refused(found, "no date", f"{item.published[:80]!r} is in no known form, in {path.name}")
    wrong = dates.check(published_at, fetched_at)
    return _refused(found, wrong, published_at.isoformat()) if wrong else found


def _refused(found: _Found, reason: str, detail: str) -> _RefusedPage:
    return _RefusedPage(
        reason, found.outlet, found.request_url, found.link, found.fetched_at, detail, found.item
    )


class _Files:
    """An import's files of the archive, one an outlet and day on which pages were fetched.

    Args:
        raw: Folder of the outlets' folders.
        name: What the names of the files begin with.
    """

    def __init__(self, raw: Path, name: str) -> None:
        self.raw = raw
        self._name = name
        self._all: dict[tuple[str, str], Writer] = {}
        self._open: dict[tuple[str, str], Writer] = {}  # the one used last is the last

    def write(self, page: _Found) -> Stored:
        """Write a page; it is safe only after `close`."""
        day = page.fetched_at.astimezone(_VIETNAM).date().isoformat()
        writer = self._writer(page.outlet.id, day)
        exchange = Exchange(page.url, page.fetched_at, 200, page.headers, page.body, link=page.link)
        outcome = "page" if page.item is None else "item"
        place = f"{day}/{writer.path.name}"
        return Stored(page.link, place, writer.write(exchange), page.fetched_at, outcome)

    def close(self) -> None:
        """Bring everything onto the disk."""
        for writer in self._open.values():
            writer.close()

    def _writer(self, outlet: str, day: str) -> Writer:
        key = outlet, day
        if key not in self._all:
            # Batches and the table know a file by its name alone, so each day's needs one of its own.
            self._all[key] = Writer(self.raw / outlet / day, f"{self._name}-{day}")
        self._open.pop(key, None)
        self._open[key] = self._all[key]
        if len(self._open) > _MOST_OPEN:
            self._open.pop(next(iter(self._open))).pause()
        return self._all[key]


def _store(found: Iterable[_Found | _Refused], files: _Files, via: str, done: Imported) -> None:
    """Write pages into the outlets' archives, and when all of them are on the disk, into their tables."""
    listed: dict[str, _Listed] = {}
    for one in found:
        if isinstance(one, _Refused):
            done.rejected[one.reason] += 1
        if not isinstance(one, _Found | _RefusedPage):
            continue
        entries = listed.setdefault(one.outlet.id, _Listed())
        if isinstance(one, _Found):
            entries.pages.append((_link(one, via), files.write(one)))
            done.kept[one.outlet.id] += 1
        elif len(entries.refused) < _MOST_REFUSED:
            entries.refused.append((_link(one, via), one.reason, one.detail, one.at))
    files.close()
    for outlet, entries in listed.items():
        # One after the other: who holds one table and waits for the next can be waited for by a crawl.
        with locked(files.raw / outlet), LinkTable(files.raw / outlet / "links.sqlite") as table:
            table.take(entries.pages)
            table.refuse(entries.refused)


def _link(page: _Found | _RefusedPage, via: str) -> Link:
    item = page.item
    title = "" if item is None else markup.clean(item.title)
    return Link(
        url=page.request_url,
        canonical_url=page.link,
        outlet=page.outlet.id,
        title=title,
        title_hash=urls.title_hash(title) if title else "",
        summary="" if item is None else markup.clean(item.summary),
        published_raw="" if item is None else item.published,
        published_at=None if item is None else dates.read(item.published, page.outlet.date_order),
        via=via,
        via_kind="import",
        scan_date=None if item is None else item.scan_day,
        problem=None,
    )
