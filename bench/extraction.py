"""Extraction beside trafilatura alone, on pages whose right answers are known.

    python bench/extraction.py FOLDER [--json]

FOLDER holds pages and the expected.json that `lantoa eval pages` reads. Both are asked for title, lead,
body, date and section of every page in one run, one process; the speed is pages a second of processor
time, decoding and parsing included.
"""

import argparse
import html
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import trafilatura
from trafilatura.settings import Document

from crawlers import outlets
from crawlers.extract import ExtractionError, article
from crawlers.outlets import Outlet
from lantoa import settings
from lantoa.evaluate_pages import known_in

FIELDS = ("title", "lead", "body", "date", "section")
_LEAST_SECONDS = 3.0


@dataclass(frozen=True)
class Read:
    """What a reader makes of a page; "" where it finds nothing. `date` is ISO: a minute, or a day."""

    title: str = ""
    lead: str = ""
    body: str = ""
    date: str = ""
    section: str = ""


Page = tuple[bytes, str, Outlet]


def quality(folder: Path, register: Mapping[str, Outlet], at: datetime) -> dict[str, dict[str, Any]]:
    """Give for each field the number of pages that state it, and the mean score of both there, 0 to 1.

    Args:
        folder: Pages and their expected.json.
        register: The outlet register.
        at: UTC time to take the pages as fetched at.
    """
    entries, pages = _open(folder, register)
    result: dict[str, dict[str, Any]] = {field: {} for field in FIELDS}
    for name, reader in _READERS.items():
        read = [reader(*page, at) for page in pages]
        for field in FIELDS:
            scores = [_score(field, entry, got) for entry, got in zip(entries, read, strict=True)]
            stated = [score for score in scores if score is not None]
            if stated:
                result[field] |= {"n": len(stated), name: round(sum(stated) / len(stated), 4)}
    return {field: row for field, row in result.items() if row}


def speed(folder: Path, register: Mapping[str, Outlet], at: datetime) -> dict[str, Any]:
    """Give the pages a second of processor time of both, and the ratio of ours to trafilatura's."""
    _, pages = _open(folder, register)
    speeds = _speeds(pages, at)
    return {
        "pages": len(pages),
        "pages_per_second": {name: round(found, 1) for name, found in speeds.items()},
        "speed_ratio": round(speeds["lantoa"] / speeds["trafilatura"], 2),
    }


def _open(folder: Path, register: Mapping[str, Outlet]) -> tuple[list[dict[str, Any]], list[Page]]:
    entries = json.loads((folder / "expected.json").read_text("utf-8"))
    known = known_in(folder, register)
    pages = [((folder / e["file"]).read_bytes(), e.get("url") or "", known[e["outlet"]]) for e in entries]
    return entries, pages


def _ours(page: bytes, url: str, outlet: Outlet, at: datetime) -> Read:
    try:
        got = article(page, url, outlet, at)
    except ExtractionError:
        return Read()
    day = got.published_at.astimezone(outlets.VIETNAM).isoformat("T", "minutes") if got.published_at else ""
    return Read(got.title, got.lead, got.body, day, got.section or "")


def _trafilatura(page: bytes, url: str, outlet: Outlet, at: datetime) -> Read:
    got = trafilatura.bare_extraction(page, url=url or None, with_metadata=True, include_comments=False)
    if not isinstance(got, Document):
        return Read()
    # Its date is a day; its description comes with the references of HTML in it.
    lead = html.unescape(got.description or "")
    section = got.categories[-1] if got.categories else ""
    return Read(got.title or "", lead, got.text or "", got.date or "", section)


_READERS = {"lantoa": _ours, "trafilatura": _trafilatura}


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _score(field: str, entry: dict[str, Any], got: Read) -> float | None:
    """Give how right a field is, 0 to 1; None where the page's entry does not state it."""
    if field == "body":
        return _body_score(entry, got)
    if field == "date":
        stated = entry.get("published")
        # A day alone is held to the day: minutes are more than it claims.
        return float(bool(got.date) and _minute(stated).startswith(got.date)) if stated else None
    expected = entry.get(field)
    return float(_fold(getattr(got, field)) == _fold(expected)) if expected else None


def _minute(stated: str) -> str:
    return datetime.fromisoformat(stated).astimezone(outlets.VIETNAM).isoformat("T", "minutes")


def _body_score(entry: dict[str, Any], got: Read) -> float | None:
    """Give the F1 of words where the body is known, else the share of its phrases that are right.

    A phrase that must be there may be in the lead, which trafilatura leaves in the body.
    """
    if entry.get("body"):
        return _f1(entry["body"], got.body)
    body, whole = _fold(got.body), _fold(f"{got.lead}\n{got.body}")
    right = [_fold(phrase) in whole for phrase in entry.get("body_has", [])]
    right += [_fold(phrase) not in body for phrase in entry.get("body_lacks", [])]
    return sum(right) / len(right) if right else None


def _f1(expected: str, got: str) -> float:
    """Give the harmonic mean of precision and recall over words with their counts."""
    wanted, found = (Counter(re.findall(r"\w+", _fold(text).casefold())) for text in (expected, got))
    shared = (wanted & found).total()
    return 2 * shared / (wanted.total() + found.total()) if shared else 0.0


def _speeds(pages: list[Page], at: datetime) -> dict[str, float]:
    """Give pages a second of processor time; the readers take turns, so that both meet the same machine."""
    used = dict.fromkeys(_READERS, 0.0)
    rounds = 0
    while min(used.values()) < _LEAST_SECONDS:
        rounds += 1
        for name, reader in _READERS.items():
            begun = time.process_time()
            for page in pages:
                reader(*page, at)
            used[name] += time.process_time() - begun
    return {name: rounds * len(pages) / seconds for name, seconds in used.items()}


def main() -> None:
    """Print the comparison as a table, or as one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="pages with an expected.json")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    at = settings.now()
    register = outlets.load()
    result = {"fields": quality(given.folder, register, at), **speed(given.folder, register, at)}
    if given.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(f"{'':10}{'n':>4}{'lantoa':>12}{'trafilatura':>13}")
    for field, row in result["fields"].items():
        print(f"{field:10}{row['n']:>4}{row['lantoa']:>12.3f}{row['trafilatura']:>13.3f}")
    pace = result["pages_per_second"]
    print(f"{'pages/s':10}{result['pages']:>4}{pace['lantoa']:>12.1f}{pace['trafilatura']:>13.1f}")
    print(f"speed, lantoa / trafilatura: {result['speed_ratio']}")


if __name__ == "__main__":
    main()
