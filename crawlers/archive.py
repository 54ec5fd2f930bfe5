"""The archive: WARC files of one gzip member per record, which are the truth about what was fetched."""

import gzip
import os
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit, urlunsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

Headers = tuple[tuple[str, str], ...]

# WARC 1.1 (ISO 28500:2017, 5.1) allows fields of one's own; readers pass over those they don't know.
LINK_FIELD = "Lantoa-Link"
# What Scrapy hands over is decoded: these would no longer be true of the stored body.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_BLOCK = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Exchange:
    """A request and its response, as they go into the archive.

    Attributes:
        url: Address of the response, after redirects.
        fetched_at: UTC.
        status: HTTP status code.
        headers: Response headers in their order.
        body: Decoded body.
        request_headers: Headers that were sent.
        link: Canonical address of the link this is the page of; None for feeds, sitemaps and robots.txt.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: Headers
    body: bytes
    request_headers: Headers = ()
    link: str | None = None


@dataclass(frozen=True)
class Page:
    """A response as it lies in the archive.

    Attributes:
        url: Address of the response, after redirects.
        fetched_at: UTC.
        status: HTTP status code.
        headers: Response headers by lower-case name; of repeated ones the last.
        body: Body without any content coding.
        offset: Where its record begins in the file, in bytes.
        link: Canonical address of the link this is the page of; None for feeds, sitemaps and robots.txt.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: dict[str, str]
    body: bytes
    offset: int
    link: str | None


class Writer:
    """Appends exchanges to `<folder>/<crawl_id>.warc.gz`; the file appears with the first one.

    Args:
        folder: Folder of the fetch day, made when needed.
        crawl_id: Name of the crawl, not used by any other process.

    Attributes:
        path: The file.
    """

    def __init__(self, folder: Path, crawl_id: str) -> None:
        self.path = folder / f"{crawl_id}.warc.gz"
        self._crawl_id = crawl_id
        self._is_begun = False
        self._file: BinaryIO | None = None
        self._dirty = False
        self._failed: OSError | None = None

    def write(self, exchange: Exchange) -> int:
        """Append an exchange; it is safe only after the next `sync`.

        Returns:
            Where the response's record begins, in bytes.

        Raises:
            OSError: The file can't be written; from then on nothing more is, see `repair`.
        """
        with self._guarded():
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("ab" if self._is_begun else "xb")
                self._is_begun = True
            self._dirty = True
            self._append(exchange, WarcRecordType.request, _request_block(exchange))
            return self._append(exchange, WarcRecordType.response, _response_block(exchange))

    def sync(self) -> None:
        """Bring everything written so far onto the disk.

        Raises:
            OSError: The disk refused.
        """
        with self._guarded():
            if self._dirty and self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._dirty = False

    def pause(self) -> None:
        """Sync, and close the file until the next exchange."""
        self.sync()
        if self._file is not None:
            self._file.close()
            self._file = None

    def close(self) -> None:
        """Sync and close; nothing can be written afterwards."""
        self.sync()
        if self._file is not None:
            self._file.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        # After a failed write the end of the file is unknown: a record behind it could not be read.
        if self._failed is not None:
            raise self._failed
        try:
            yield
        except OSError as error:
            self._failed = error
            raise

    def _append(self, exchange: Exchange, kind: WarcRecordType, block: bytes) -> int:
        assert self._file is not None
        offset = self._file.tell()
        # An id from the place makes the same crawl write the same bytes.
        urn = uuid.uuid5(uuid.NAMESPACE_URL, f"{self._crawl_id}#{offset}")
        record = WarcRecord()
        record.init_headers(kind, f"uuid:{urn}".encode())
        record.headers["WARC-Date"] = exchange.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        record.headers["WARC-Target-URI"] = exchange.url
        name = "request" if kind == WarcRecordType.request else "response"
        record.headers["Content-Type"] = f"application/http; msgtype={name}"
        if exchange.link is not None and kind == WarcRecordType.response:
            record.headers[LINK_FIELD] = exchange.link
        record.set_bytes_content(block)
        plain = BytesIO()
        record.write(plain, checksum_data=True)
        self._file.write(gzip.compress(plain.getvalue(), compresslevel=6, mtime=0))
        return offset


def read(path: Path) -> Iterator[Page]:
    """Give the responses of a file in their order.

    Raises:
        OSError: The file can't be read, or its tail is torn (see `repair`).
    """
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            headers = record.http_headers
            yield Page(
                url=record.headers["WARC-Target-URI"],
                fetched_at=datetime.fromisoformat(record.headers["WARC-Date"]),
                status=int(headers.status_code or 0),
                headers={name.lower(): value for name, value in headers.items()},
                body=record.reader.read(),
                offset=record.stream_pos,
                link=record.headers.get(LINK_FIELD),
            )


def repair(path: Path) -> int:
    """Cut a file to its last whole member; what is cut is kept beside it as `<name>.tail`.

    Returns:
        Number of bytes cut, 0 when the file is whole.

    Raises:
        OSError: The file can't be read or written.
    """
    with path.open("r+b") as file:
        whole = end_of_last_member(file)
        file.seek(whole)
        tail = file.read()
        if not tail:
            return 0
        kept = path.with_name(path.name + ".tail")
        with kept.open("ab") as beside:
            beside.write(tail)
            beside.flush()
            os.fsync(beside.fileno())
        file.truncate(whole)
        file.flush()
        os.fsync(file.fileno())
    return len(tail)


def end_of_last_member(file: BinaryIO) -> int:
    """Give where the last whole gzip member of a file ends, in bytes; read from its present position on."""
    end, position = 0, 0
    member = zlib.decompressobj(_GZIP)
    while block := file.read(_BLOCK):
        position += len(block)
        while block:
            try:
                # Bounded output, so that a torn file of any content takes little memory.
                member.decompress(block, _BLOCK)
            except zlib.error:
                return end
            block = member.unused_data if member.eof else member.unconsumed_tail
            if member.eof:
                end = position - len(block)
                member = zlib.decompressobj(_GZIP)
    return end


def _request_block(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return _block(f"GET {target} HTTP/1.1", [("Host", parts.netloc), *exchange.request_headers], b"")


def _response_block(exchange: Exchange) -> bytes:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    # The body is stored decoded, so its headers are made to say so and any WARC reader can use it.
    headers = [
        *((name, value) for name, value in exchange.headers if name.lower() not in _OF_THE_WIRE),
        ("Content-Length", str(len(exchange.body))),
    ]
    return _block(f"HTTP/1.1 {exchange.status} {phrase}", headers, exchange.body)


def _block(first: str, headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(" ".join(line.splitlines()) for line in lines).encode("utf-8") + b"\r\n\r\n" + body
