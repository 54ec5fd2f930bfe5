"""The archive: what was written is read back, and a torn file loses its last record only."""

import gzip
import os
import resource
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers import archive
from crawlers.archive import Exchange, Writer

AT = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)


def exchange(number: int, body: bytes = b"<p>Tin</p>", link: bool = True) -> Exchange:
    url = f"https://a.example/tin-{number}?x=1"
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    return Exchange(url, AT, 200, headers, body, (("User-Agent", "lantoa"),), url if link else None)


def write(folder: Path, *exchanges: Exchange) -> Path:
    writer = Writer(folder / "2026-08-09", "20260809T030000Z-ab")
    for one in exchanges:
        writer.write(one)
    writer.close()
    return writer.path


def test_pages_are_read_back_with_the_offset_that_writing_gave(tmp_path: Path):
    writer = Writer(tmp_path, "crawl")
    offsets = [writer.write(exchange(number, f"Báo số {number}".encode())) for number in range(3)]
    offsets.append(writer.write(exchange(9, b"User-agent: *", link=False)))
    writer.close()

    pages = list(archive.read(writer.path))

    assert [page.offset for page in pages] == offsets
    assert [page.url for page in pages] == [f"https://a.example/tin-{number}?x=1" for number in (0, 1, 2, 9)]
    assert pages[1].body.decode() == "Báo số 1"
    assert (pages[1].status, pages[1].fetched_at) == (200, AT)
    assert pages[1].headers["content-type"] == "text/html; charset=utf-8"
    assert [page.link for page in pages] == [*(page.url for page in pages[:3]), None]


def test_stored_headers_are_true_of_the_stored_body(tmp_path: Path):
    wire = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("content-length", "17"))
    body = "đã giải nén".encode()
    path = write(tmp_path, Exchange("https://a.example/x", AT, 200, wire, body))

    with path.open("rb") as stream:
        record = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all")))
        assert record.http_headers.to_tuples() == (("Content-Length", str(len(body))),)
        assert record.reader.read() == body


def test_every_record_is_a_gzip_member_with_a_valid_digest(tmp_path: Path):
    path = write(tmp_path, exchange(1), exchange(2))
    with path.open("rb") as stream:
        records = [
            (record.record_type, record.verify_block_digest())
            for record in ArchiveIterator(stream, parse_http=False)
        ]
    assert records == [(WarcRecordType.request, True), (WarcRecordType.response, True)] * 2
    offset = list(archive.read(path))[1].offset
    assert gzip.decompress(path.read_bytes()[offset:]).startswith(b"WARC/1.1\r\nWARC-Type: response")


def test_the_request_names_path_and_host(tmp_path: Path):
    path = write(tmp_path, exchange(1))
    with path.open("rb") as stream:
        record = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.request, parse_http=False)))
        assert record.reader.read().startswith(
            b"GET /tin-1?x=1 HTTP/1.1\r\nHost: a.example\r\nUser-Agent: lantoa"
        )


def test_the_same_crawl_writes_the_same_bytes(tmp_path: Path):
    first = write(tmp_path / "a", exchange(1), exchange(2)).read_bytes()
    assert first == write(tmp_path / "b", exchange(1), exchange(2)).read_bytes()


def test_a_header_can_not_add_another(tmp_path: Path):
    hostile = Exchange("https://a.example/", AT, 200, (("X", "1\r\nInjected: yes\r\n\r\n<p>"),), b"body")
    (page,) = archive.read(write(tmp_path, hostile))
    assert "injected" not in page.headers
    assert page.body == b"body"


def test_no_file_appears_before_the_first_record(tmp_path: Path):
    Writer(tmp_path / "day", "crawl").close()
    assert not (tmp_path / "day").exists()


def test_a_file_of_another_crawl_is_never_written_to(tmp_path: Path):
    write(tmp_path, exchange(1))
    with pytest.raises(FileExistsError):
        write(tmp_path, exchange(2))


def test_repair_leaves_a_whole_file_as_it_is(tmp_path: Path):
    path = write(tmp_path, exchange(1), exchange(2, b"x" * 300_000))
    before = path.read_bytes()
    assert archive.repair(path) == 0
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=0), garbage=st.binary(max_size=40))
def test_repair_keeps_every_whole_record_and_the_torn_tail(cut: int, garbage: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), *(exchange(number, bytes(70_000)) for number in range(4)))
        whole = path.read_bytes()
        torn = whole[: cut % len(whole)] + garbage
        ends = [page.offset for page in archive.read(path)]
        path.write_bytes(torn)

        removed = archive.repair(path)

        left = path.read_bytes()
        tail = path.with_name(path.name + ".tail")
        assert left + (tail.read_bytes() if tail.exists() else b"") == torn
        assert len(torn) - len(left) == removed
        assert whole.startswith(left)
        kept = [page.offset for page in archive.read(path)]
        # A response is kept when the next request's record begins within what is left.
        assert kept == [offset for offset in ends if offset < len(left)]
        assert archive.repair(path) == 0


def test_a_full_disk_loses_only_what_did_not_fit(tmp_path: Path):
    writer = Writer(tmp_path, "crawl")
    noise = [os.urandom(40_000) for _ in range(4)]
    offsets = [writer.write(exchange(number, noise[number])) for number in range(2)]
    writer.sync()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (writer.path.stat().st_size + 20_000, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            writer.write(exchange(2, noise[2]))
            writer.sync()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    for again in (lambda: writer.write(exchange(3, noise[3])), writer.sync, writer.close):
        with pytest.raises(OSError, match="large"):
            again()
    archive.repair(writer.path)
    assert [page.offset for page in archive.read(writer.path)] == offsets


def test_repair_survives_a_tail_that_unpacks_to_very_much(tmp_path: Path):
    path = write(tmp_path, exchange(1))
    bomb = gzip.compress(bytes(40_000_000))[:-20]
    with path.open("ab") as file:
        file.write(bomb)
    assert archive.repair(path) == len(bomb)
    assert len(list(archive.read(path))) == 1
