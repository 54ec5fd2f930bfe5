"""How fast pages of registered outlets are taken out of a foreign archive, beside plain reading of it.

Example: python -m bench.warc_filter --pages 20000
"""

import argparse
import gzip
import io
import tempfile
import time
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawlers import outlets
from lantoa.importing import import_archive

REGISTERED = "https://vnexpress.net/trang-{}.html"
OTHER = "https://trang{}.example.org/tin-{}.html"
TEXT = "Người dân trong xã cùng nhau dọn dẹp kênh mương trước mùa mưa. "


def write_archive(path: Path, pages: int) -> None:
    """Write pages of about 40 kB; one in fifty is of a registered outlet."""
    with path.open("wb") as file:
        for number in range(pages):
            url = REGISTERED.format(number) if number % 50 == 0 else OTHER.format(number % 997, number)
            text = "".join(f"<p>{number}.{part} {TEXT}</p>" for part in range(400))
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Date"] = "2026-08-01T00:00:00Z"
            record.headers["WARC-Target-URI"] = url
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            record.set_bytes_content(head + f"<html><body>{text}</body></html>".encode())
            plain = io.BytesIO()
            record.write(plain)
            file.write(gzip.compress(plain.getvalue(), compresslevel=5, mtime=0))


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=5_000, help="pages in the archive")
    pages = parser.parse_args().pages
    register = outlets.load()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "foreign.warc.gz")
        write_archive(archive, pages)
        start = time.process_time()
        with archive.open("rb") as stream:
            read = sum(1 for _ in ArchiveIterator(stream, parse_http=True))
        plain = read / (time.process_time() - start)
        start = time.process_time()
        done = import_archive(archive, Path(folder, "home"), register)
        ours = done.read / (time.process_time() - start)
    print("| what | pages/s/core | ratio |\n|---|---|---|")
    print(f"| fastwarc, reading only | {plain:,.0f} | 1 |")
    kept = f"{sum(done.kept.values())} of {done.read} kept"
    print(f"| `lantoa import`, {kept} | {ours:,.0f} | {ours / plain:.2f} |")


if __name__ == "__main__":
    main()
