"""Readers of what others write, given mutated inputs: no error but their own, none over two seconds.

Example: python -m bench.fuzz --inputs 5000 dates queries
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawlers import dates, discover, outlets
from crawlers.discover import FeedError
from crawlers.extract import ExtractionError, article
from crawlers.outlets import RegisterError
from nlp import match
from nlp.match import QueryError
from warehouse import campaign, codings
from warehouse.campaign import CampaignError

MOST_SECONDS = 2.0
FETCHED = datetime(2026, 8, 9, 3, tzinfo=UTC)
REPOSITORY = Path(__file__).parent.parent
PIECES = (
    *(
        "",
        "\x00",
        "\ufeff",
        "\u202e",
        "\u200b",
        "\ud800",
        "\U0001f9e7",
        "đ",
        "Đ",
        "ệ",
        "e\u0323\u0302",
        "İ",
        "ß",
        "٣",
    ),
    *(
        "<",
        ">",
        "&",
        "&#0;",
        "&#x110000;",
        "&nbsp;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<!ENTITY a 'b'>",
        "<svg onload=x>",
    ),
    *(
        "(",
        ")",
        '"',
        "'",
        "NEAR/3 ",
        " AND NOT ",
        " OR ",
        "NEAR/99999999999999999999 ",
        "[",
        "[[",
        "{",
        "}",
        "=",
        "\n",
    ),
    *(
        "-",
        "/",
        ":",
        "0",
        "-1",
        "99",
        "31/02",
        "00:00",
        "9" * 400,
        "1e999",
        "nan",
        "T24:00",
        "+25:00",
        "GMT+7",
        "%",
        "\\",
    ),
    *(
        "'''",
        '"""',
        "\\u0000",
        "\\",
        "true",
        "null",
        "../",
        "http://[",
        "https://a.example/",
        "9999-12-31",
        "0000-00-00",
    ),
)


@dataclass(frozen=True)
class Reader:
    """A reader under test.

    Attributes:
        seeds: Inputs of real shapes, which are mutated.
        read: Reads one; raises nothing but `errors`.
        errors: The reader's own.
    """

    seeds: Sequence[str]
    read: Callable[[str], object]
    errors: tuple[type[Exception], ...] = ()


@dataclass
class Found:
    """What a reader did with its inputs."""

    inputs: int = 0
    accepted: int = 0
    refused: int = 0
    slowest_seconds: float = 0.0
    failures: list[str] | None = None


def mutated(chance: random.Random, seeds: Sequence[str]) -> str:
    """Change a seed at a few places: cut, doubled, spliced with another, something odd put in."""
    text = chance.choice(seeds)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 1, 3, 20, 200)))
        kind = chance.randrange(7)
        other = chance.choice(seeds)
        put = (
            "",
            text[start:end] * 2,
            other[(cut := chance.randint(0, len(other))) : cut + 100],
            chance.choice(PIECES),
            chr(chance.choice((chance.randrange(0x250), chance.randrange(0x11000)))),
            chance.choice(PIECES) * chance.choice((2, 30, 3_000)),
            "".join(chance.sample(PIECES, 3)),
        )[kind]
        text = text[:start] + put + text[end:]
    return text[:60_000]


def encoded(text: str) -> bytes:
    """Give the bytes, lone surrogates included, as a broken program would write them."""
    return text.encode("utf-8", "surrogatepass")


def _feed(extra: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Báo</title>'
        f"<item><title>Nước sạch &amp; trường học</title><link>https://a.example/tin-1</link>{extra}</item>"
        "<item><title><![CDATA[Tin 2]]></title><link>/tin-2</link><pubDate>8/9/2026 9:00:00 AM</pubDate>"
        "<description><![CDATA[<a href='x'><img src='y'></a>Sa-pô]]></description></item></channel></rss>"
    )


FEEDS = (
    _feed("<pubDate>Sat, 08 Aug 2026 09:00:00 +0700</pubDate>"),
    _feed("<pubDate>Thứ bảy, 08/08/2026 - 09:00</pubDate>"),
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Tin</title>'
    '<link rel="alternate" href="https://a.example/t"/><updated>2026-08-08T09:00:00Z</updated></entry></feed>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/'
    'sitemap-news/0.9"><url><loc>https://a.example/t</loc><news:news><news:publication_date>2026-08-08'
    "</news:publication_date><news:title>Tin</news:title></news:news></url></urlset>",
    "<html><script>document.cookie='a=1';location.reload()</script></html>",
)
DATES = (
    *(
        "Sat, 08 Aug 2026 09:00:00 +0700",
        "2026-08-08T09:00:00+07:00",
        "8/9/2026 9:00:00 AM",
        "08/08/2026 09:00",
    ),
    *("Thứ bảy, 8/8/2026, 09:00 (GMT+7)", "09:00 | 08/08/2026", "Thứ Bảy, 08 tháng 8 năm 2026 9 giờ 5 phút"),
    *(
        "2 giờ trước",
        "hôm qua",
        "1786154400",
        "08-08-2026T09h00",
        "Sat Aug  8 09:00:00 2026",
        "8 thg 8, 2026",
    ),
)
QUERIES = (
    *("ADN", '"nước sạch" OR "vòi nước"', '("tìm kiếm" OR "quy tập") NEAR/12 ("liệt sĩ" OR "liệt sỹ")'),
    *('a AND NOT (b OR "c d")', "x NEAR/0 y NEAR/3 z", "NOT a AND b", "đại hội AND (xiv OR 14)"),
)
TEXT = "Tháng nước sạch được phát động tại mười hai tỉnh. Liệt sĩ được quy tập về nghĩa trang; tìm kiếm ADN."


def _outlet(folder: Path) -> outlets.Outlet:
    record = folder / "register" / "a.toml"
    record.parent.mkdir(exist_ok=True)
    record.write_text('name = "Báo A"\ndomains = ["a.example"]\nkind = "newspaper"\n', "utf-8")
    return outlets.load(record.parent)["a"]


def readers(folder: Path) -> dict[str, Reader]:
    """Give all of them; some need a folder of their own."""
    outlet = _outlet(folder)
    pages = REPOSITORY / "tests" / "crawlers" / "pages"
    records = sorted((REPOSITORY / "crawlers" / "outlets").glob("*.toml"))[:6]

    def read_record(text: str) -> object:
        file = folder / "one" / "a.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(encoded(text))
        return outlets.load(file.parent)

    def read_codings(text: str) -> object:
        file = folder / "codings" / "codes.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(encoded(text))
        return codings.read(file.parent)

    def read_query(text: str) -> object:
        return match.find(f"{TEXT} {text}", match.parse(text))

    return {
        "dates": Reader(DATES, lambda text: dates.read(text, "MDY" if len(text) % 2 else None)),
        "feeds": Reader(
            FEEDS,
            lambda text: discover.links(encoded(text), outlet, "https://a.example/rss", {"a": outlet}),
            (FeedError,),
        ),
        "queries": Reader(QUERIES, read_query, (QueryError,)),
        "campaign files": Reader(
            [
                path.read_text("utf-8").replace(f'"{path.stem}"', '"a"')
                for path in sorted((REPOSITORY / "campaigns").glob("*.toml"))
            ],
            lambda text: campaign.check(encoded(text), Path("a.toml")),
            (CampaignError,),
        ),
        "outlets' records": Reader(
            [path.read_text("utf-8") for path in records], read_record, (RegisterError,)
        ),
        "codings": Reader([_code(), _code(coder="ma-2"), "{}", "[1]"], read_codings),
        "pages": Reader(
            [path.read_text("utf-8") for path in sorted(pages.glob("*.html"))],
            lambda text: article(encoded(text), "https://a.example/t", outlet, FETCHED),
            (ExtractionError,),
        ),
    }


def _code(**more: object) -> str:
    line = {
        "kind": "code",
        "draw": "d-1",
        "campaign": "nuoc-sach",
        "story": "s",
        "item": "i",
        "stratum": "all",
        "inclusion_probability": 0.5,
        "code": "neutral",
        "coder": "ma-1",
        "is_third_look": False,
        "at": "2026-08-09T03:00:00Z",
    }
    return json.dumps(line | more, ensure_ascii=False) + "\n"


def _too_long(*_: object) -> None:
    raise TimeoutError(f"over {10 * MOST_SECONDS:g} s")


def tried(name: str, reader: Reader, inputs: int, seed: int = 1) -> Found:
    """Give a reader so many inputs; the same numbers give the same inputs."""
    found = Found(failures=[])
    signal.signal(signal.SIGPROF, _too_long)
    for seed_text in reader.seeds:  # what is loaded at the first call of each kind
        with suppress(*reader.errors):
            reader.read(seed_text)
    for number in range(inputs):
        text = mutated(random.Random(f"{name} {seed} {number}"), reader.seeds)
        began = time.process_time()  # whatever else the machine does
        signal.setitimer(signal.ITIMER_PROF, 10 * MOST_SECONDS)
        problem = ""
        try:
            reader.read(text)
            found.accepted += 1
        except reader.errors:
            found.refused += 1
        except Exception as error:  # what is looked for
            problem = f"{type(error).__name__}: {error}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds = time.process_time() - began
        found.inputs += 1
        found.slowest_seconds = max(found.slowest_seconds, seconds)
        if seconds > MOST_SECONDS and not problem:
            problem = f"{seconds:.1f} s"
        if problem and found.failures is not None:
            found.failures.append(f"{name} {seed} {number}: {problem[:300]} <- {text[:300]!r} ({len(text)})")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="readers; all without")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("| reader | inputs | read | refused by its own error | other errors, over 2 s | slowest, s |")
    print("|---|---|---|---|---|---|")
    has_failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, reader in readers(Path(folder)).items():
            if asked.names and name not in asked.names:
                continue
            found = tried(name, reader, asked.inputs, asked.seed)
            failed = found.failures or []
            has_failed |= bool(failed)
            print(
                f"| {name} | {found.inputs:,} | {found.accepted:,} | {found.refused:,} | {len(failed)} | "
                f"{found.slowest_seconds:.2f} |",
                flush=True,
            )
            print("\n".join(failed[:40]), file=sys.stderr, flush=True)
    raise SystemExit(has_failed)


if __name__ == "__main__":
    main()
