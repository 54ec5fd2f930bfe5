"""How long does a page of the dashboard take, 20 people at once, over a warehouse of many items?

    python -m bench.dashboard --items 1000000 [--about .03] [--people 20] [--json]

It makes a home of invented items by SQL alone (registered outlets over 120 days, stories with reprints,
tones, messages, places and visits of every outlet each four hours; nothing is fetched, extracted or scored),
then measures and publishes it as the project does, and serves it as `lantoa dashboard` does. Part of the
items, --about, is on the campaign. People are clients over HTTP that each ask for a page, think for a while
(exponential, --think seconds on average) and ask for another one, all pages in turn at random. Part of what
they ask for, --narrowed, is narrowed to a segment of the campaign at random, in the whole or in a phase: few
of these were asked for before, so that most are computed for whoever asks. First each page is asked for once
by one person, while nothing is kept of it ("first"); "processor" is what such an answer takes of the
processor, whoever else uses the machine, and "slowest" the same of the slowest of some that a filter narrows.
"""

import argparse
import gc
import http.client
import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
from plotly.io.json import to_json_plotly

from bench.events import PRESS
from bench.served import served
from dashboards import address as addresses
from dashboards.address import OVERVIEW
from dashboards.pages import frame
from dashboards.pages.frame import PAGES
from lantoa import steps
from lantoa.settings import Home
from warehouse import db
from warehouse.reader import Reader

CAMPAIGN = Path(__file__).parents[1] / "campaigns" / "dai-hoi-xiv.toml"
NOW = datetime(2026, 2, 4, 1, tzinfo=UTC)
DAYS = 120


def make(home: Home, items: int, about: float) -> Path:
    """Make a published home of so many items, the part `about` of them on the campaign."""
    os.environ["LANTOA_NOW"] = NOW.isoformat()
    steps.load(home, [CAMPAIGN])
    with db.writer(home.warehouse, NOW) as connection:
        fill(connection, range(items), items, DAYS, about)
    steps.measure(home, [CAMPAIGN])
    return steps.publish(home)


def fill(
    connection: duckdb.DuckDBPyConnection, which: range, items: int, days: int, about: float, skew: float = 1
) -> None:
    """Enter some of so many items, which are spread over so many days to `NOW`; what is after is of the next.

    Args:
        connection: A writer's connection to a warehouse that knows outlets and a campaign.
        which: Their numbers.
        items: All of them.
        days: The days that these take.
        about: The part of them that is on the campaign.
        skew: 1 gives outlets as many each; 3 half of all to an eighth of them.
    """
    text = Path(__file__).with_suffix(".sql").read_text("utf-8")
    filled = {"first": which.start, "last": which.stop, "items": items, "days": days, "about": about}
    for name, value in (filled | {"skew": skew, "press": PRESS}).items():
        text = text.replace(f"{{{name}}}", str(value))
    with db.transaction(connection):
        connection.execute(text)


def computed(published: Path) -> dict[tuple[str, str], int]:
    """Give the milliseconds of processor time of first answers, by page and what narrows it."""
    found: dict[tuple[str, str], int] = {}
    gc.freeze()  # as the server does, and holds the snapshot
    with Reader(published, threads=1) as reader, reader.held():
        # another phase and language first, so that no library has to be read
        first, *_, last = reader.phases(CAMPAIGN.stem)["phase"]
        narrowed = ("?outlet_kind=newspaper", "?tone=positive", f"?phase={last}&tone=negative")
        for page, search in product(PAGES, (f"?phase={first}&lang=en", "", *narrowed)):
            began = time.process_time()
            to_json_plotly(frame.page(published, addresses.read(f"/{page}", search), NOW))
            if "lang" not in search:
                found[page, search] = round((time.process_time() - began) * 1000)
    return found


class Person:
    """A client of the dashboard, with the token that it gives to each."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._connection.request("GET", "/")
        answer = self._connection.getresponse()
        answer.read()
        self._connection.close()  # the server closes what stays silent for two seconds
        cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
        token = next((one.partition("=")[2] for one in cookies if one.startswith("_csrf_token=")), "")
        self._headers = {
            "Content-Type": "application/json",
            "Cookie": "; ".join(cookies),
            "Origin": f"http://127.0.0.1:{port}",
            "X-CSRFToken": token,
        }

    def ask(self, page: str, snapshot: str, search: str = "") -> tuple[float, int]:
        """Ask for a page as Dash's script does; give the seconds that it took, and its bytes."""
        values = {
            ("address", "pathname"): f"/{page}",
            ("address", "search"): search,
            ("snapshot", "data"): snapshot,
        }
        body = {
            "output": "page.children",
            "outputs": {"id": "page", "property": "children"},
            "inputs": [{"id": of, "property": name, "value": value} for (of, name), value in values.items()],
            "changedPropIds": ["snapshot.data"],
        }
        began = time.perf_counter()
        self._connection.request("POST", "/_dash-update-component", json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        size = len(answer.read())
        took = time.perf_counter() - began
        self._connection.close()
        assert answer.status == 200, (page, answer.status)
        return took, size


@dataclass(frozen=True)
class Crowd:
    """Who asks for pages, for how many seconds, thinking so many between two; which part is narrowed."""

    people: int
    seconds: float
    think: float
    narrowed: float


def narrowings(published: Path) -> list[str]:
    """Give what people may narrow a page to: each segment of the campaign, in the whole and in each phase."""
    with Reader(published) as reader:
        phases = [{}, *({"phase": phase} for phase in reader.phases(CAMPAIGN.stem)["phase"])]
        segments = reader.query(
            "select distinct kind, name from int_segment_days "
            "where campaign = ? and kind <> 'phase' order by all",
            [CAMPAIGN.stem],
        )
    return [
        f"?{urlencode({kind: name} | phase)}"
        for kind, name in segments.itertuples(index=False)
        for phase in phases
    ]


def ask_together(
    port: int, snapshot: str, crowd: Crowd, searches: Sequence[str]
) -> dict[tuple[str, bool], list[float]]:
    """Let people ask for pages for a while; give the seconds of each answer by page and whether narrowed."""
    found: dict[tuple[str, bool], list[float]] = defaultdict(list)
    ends = time.monotonic() + crowd.seconds

    def asks(number: int) -> None:
        chance, person = random.Random(number), Person(port)
        while time.monotonic() < ends:
            if crowd.think:
                time.sleep(chance.expovariate(1 / crowd.think))
            page = chance.choice(list(PAGES))
            search = chance.choice(searches) if chance.random() < crowd.narrowed else ""
            found[page, bool(search)].append(person.ask(page, snapshot, search)[0])

    everyone = [threading.Thread(target=asks, args=(number,)) for number in range(crowd.people)]
    for one in everyone:
        one.start()
    for one in everyone:
        one.join()
    return found


def measured(published: Path, port: int, crowd: Crowd) -> list[dict[str, Any]]:
    """Give a row a page: bytes, the first answer, and p50 and p95 with everyone asking, all and narrowed."""
    processor = computed(published)
    person = Person(port)
    snapshot = (published / "current").read_text("utf-8")
    first = {page: person.ask(page, snapshot) for page in PAGES}
    together = ask_together(port, snapshot, crowd, narrowings(published))
    rows: list[dict[str, Any]] = []
    for page, (took, size) in first.items():
        rows.append(
            {
                "page": page or OVERVIEW,
                "kB": round(size / 1000),
                "first": round(took * 1000),
                "processor": processor[page, ""],
                "slowest": max(took for (of, search), took in processor.items() if of == page and search),
                **waits(together, [page]),
            }
        )
    return [*rows, dict.fromkeys(rows[0]) | {"page": "all"} | waits(together, PAGES)]


def waits(found: Mapping[tuple[str, bool], Sequence[float]], pages: Iterable[str]) -> dict[str, int | None]:
    """Give how many answers of some pages there were with p50 and p95 in milliseconds, all and narrowed."""
    narrowed = [seconds for page in pages for seconds in found.get((page, True), ())]
    every = [*narrowed, *(seconds for page in pages for seconds in found.get((page, False), ()))]
    return _percentiles("", every) | _percentiles("narrowed ", narrowed)


def _percentiles(of: str, seconds: Sequence[float]) -> dict[str, int | None]:
    times = sorted(seconds)
    return {
        f"{of}n": len(times),
        f"{of}p50": round(statistics.median(times) * 1000) if times else None,
        f"{of}p95": round(times[int(0.95 * (len(times) - 1))] * 1000) if times else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--about", type=float, default=0.03, help="part of the items on the campaign")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument(
        "--think", type=float, default=5.0, help="seconds between a page and the next one asked for"
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--narrowed", type=float, default=0.3, help="part of what they ask for that is")
    parser.add_argument("--home", type=Path, help="where the home is made, or lies from an earlier run")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = Home(asked.home or Path(temporary))
        began = time.perf_counter()
        if not home.published.exists():
            make(home, asked.items, asked.about)
        made = time.perf_counter() - began
        with served(home.published, NOW) as port:
            crowd = Crowd(asked.people, asked.seconds, asked.think, asked.narrowed)
            rows = measured(home.published, port, crowd)
    if asked.json:
        print(json.dumps({"made_in": round(made), "pages": rows}, indent=1))
        return
    print(f"{asked.items:,} items made, measured and published in {made:.0f} s; milliseconds by page")
    print("| " + " | ".join(rows[0]) + " |")
    for row in rows:
        print("| " + " | ".join("" if value is None else str(value) for value in row.values()) + " |")


if __name__ == "__main__":
    main()
