"""A warehouse filled from hand-made batches, without a crawl."""

import hashlib
import random
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crawlers.outlets import Outlet
from lantoa import batches
from nlp.tone import LABELS
from nlp.voices import VOICES
from warehouse import campaign as campaigns
from warehouse import db
from warehouse.campaign import Campaign
from warehouse.filters import Filter
from warehouse.load import load
from warehouse.loaded import Loaded

AT = datetime(2026, 1, 20, 1, tzinfo=UTC)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CAMPAIGN = "nuoc-sach"
AGENCIES = ("TTXVN",)
_FILE = """
id = "nuoc-sach"
names = {{ vi = "Tháng nước sạch", en = "Clean water month" }}
query = '"nước sạch"'
watched_outlets = {watched}

[[phases]]
id = "truoc"
name = {{ vi = "Trước", en = "Before" }}
from = 2026-01-01
to = 2026-01-14

[[phases]]
id = "trong"
name = {{ vi = "Trong", en = "During" }}
from = 2026-01-15
to = 2026-01-31

[[messages]]
id = "an-toan"
name = {{ vi = "Nước sạch là an toàn", en = "Clean water is safe" }}
phrases = ["nước sạch là an toàn"]
{more}
"""
_SCANS = pa.schema(
    [
        *((name, pa.string()) for name in ("outlet", "source", "source_kind")),
        ("scanned_at", pa.timestamp("us", "UTC")),
        ("state", pa.string()),
        ("reason", pa.string()),
        ("entries", pa.int32()),
        ("oldest_at", pa.timestamp("us", "UTC")),
        ("newest_at", pa.timestamp("us", "UTC")),
        ("scan_date", pa.date32()),
    ]
)

_SIGHTINGS = pa.schema(
    [
        *((name, pa.string()) for name in ("item_id", "outlet", "canonical_url", "source", "source_kind")),
        ("first_seen_at", pa.timestamp("us", "UTC")),
        ("last_seen_at", pa.timestamp("us", "UTC")),
    ]
)


def outlet(name: str, kind: Any = "newspaper", parent: str | None = None) -> Outlet:
    """Give the record of an outlet."""
    return Outlet(id=name, name=f"Báo {name}", domains=(f"{name}.example",), kind=kind, parent=parent)


def text(seed: object, length: int = 150) -> str:
    """Give syllables that share no run of five with those of another seed."""
    chance = random.Random(str(seed))
    return " ".join(
        "".join(chance.choices("bcdghklmnt", k=1) + chance.choices("aeiou", k=2)) for _ in range(length)
    )


def vietnam(day: int, hour: float = 8) -> datetime:
    """Give an instant of January 2026, Vietnam time."""
    return datetime(2026, 1, day, tzinfo=VIETNAM) + timedelta(hours=hour)


class Newsroom:
    """Writes batches below a home folder and loads them.

    Attributes:
        folder: The home.
        outlets: The register, which tests may change.
        campaign: The campaign that is loaded with every batch.
        connection: The writer's.
    """

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self.connection = connection
        names = ("mot", "hai", "ba", "bon", "nam", "sau")
        self.outlets = {name: outlet(name) for name in names}
        self.outlets["gop"] = outlet("gop", "aggregator")
        self.outlets["chuyen-trang"] = outlet("chuyen-trang", parent="mot")
        self.campaign = self.campaign_file()

    def campaign_file(self, watched: Sequence[str] = (), more: str = "") -> Campaign:
        path = self.folder / "nuoc-sach.toml"
        path.write_text(_FILE.format(watched=list(watched), more=more), "utf-8")
        return campaigns.load(path)

    def campaign_file_with_other_terms(self) -> Campaign:
        """Change the campaign's file so that it looks for something else."""
        return self.campaign_file(
            more="""[[workstreams]]
id = "gieng"
name = { vi = "Giếng", en = "Wells" }
terms = ["giếng"]"""
        )

    def reloaded(self) -> Campaign:
        """Read the campaign's file again, which a test changed."""
        return campaigns.load(self.folder / "nuoc-sach.toml")

    def article(self, site: str, slug: str, at: datetime, **more: Any) -> dict[str, Any]:
        """Give an article's row; `tone`, `on_campaign`, `messages`, `campaign_tones` are for its scores."""
        url = f"https://{site}.example/{slug}"
        row: dict[str, Any] = {
            "item_id": batches.item_id(site, url),
            "outlet": site,
            "url": url,
            "canonical_url": url,
            "title": f"Nước sạch {slug}",
            "title_hash": hashlib.sha256(url.encode()).hexdigest()[:16],
            "lead": "Nước sạch về làng.",
            "body": text(slug),
            "photo_credit": [],
            "fallbacks": [],
            "placement": "editorial",
            "published_at": at,
            "published_method": "json-ld",
            "published_precision": "second",
            "published_date": at.astimezone(VIETNAM).date(),
            "first_seen_at": at + timedelta(minutes=5),
            "fetched_at": at + timedelta(minutes=5),
            "via": f"https://{site}.example/rss",
            "tone": "neutral",
            "probability": 1.0,
            "tier": "fast",
            "method": "test model",
            "on_campaign": True,
            "messages": (),
            "activities": (),
            "prepared": (),
            "workstreams": [],
            "campaign_tones": ("neutral", "neutral", None),
        } | more
        content = "\n".join((row["title"], row["lead"], row["body"]))
        return row | {"sha256": hashlib.sha256(content.encode()).hexdigest()}

    def put(self, crawl: str, *rows: dict[str, Any], campaign: Campaign | None = None) -> None:
        """Write the batches of one crawl, as extraction and scoring would, outlet by outlet."""
        for site in dict.fromkeys(row["outlet"] for row in rows):
            own = [row for row in rows if row["outlet"] == site]
            self.write(f"articles/{site}/{crawl}.articles.parquet", batches.ARTICLES, own)
            self.put_scores(crawl, site, own, campaign or self.campaign)

    def put_scores(self, crawl: str, site: str, rows: Sequence[dict[str, Any]], campaign: Campaign) -> None:
        found = [row | _found(row, campaign) for row in rows]
        mentions = [row for row in found if row["on_campaign"]]
        messages = [row | {"message": name} for row in mentions for name in row["messages"]]
        marked = f"scores/{site}/{crawl}.{campaign.id}-{campaign.sha256[:8]}"
        self.write(f"scores/{site}/{crawl}.scores.parquet", batches.SCORES, found)
        tones = [row | tone for row in mentions for tone in _campaign_tones(row)]
        self.write(f"{marked}.campaign_tones.parquet", batches.CAMPAIGN_TONES, tones)
        about = [
            row | {"activity": name, "term": term} for row in mentions for name, term in row["activities"]
        ]
        self.write(f"{marked}.messages.parquet", batches.MESSAGES, messages)
        self.write(f"{marked}.activities.parquet", batches.ACTIVITIES, about)
        prepared = [row | {"kind": kind, "subject": name} for row in found for kind, name in row["prepared"]]
        self.write(f"{marked}.prepared.parquet", batches.PREPARED, prepared)
        self.write(f"{marked}.mentions.parquet", batches.MENTIONS, mentions)

    def put_scans(self, name: str, *scans: dict[str, Any]) -> None:
        """Write visits; each needs outlet, scanned_at and what differs from a feed read well."""
        for site in dict.fromkeys(scan["outlet"] for scan in scans):
            own = [_visit(scan) for scan in scans if scan["outlet"] == site]
            self.write(f"articles/{site}/{name}.scans.parquet", _SCANS, own)

    def put_sightings(self, name: str, *sightings: dict[str, Any]) -> None:
        """Write which source announced which article, of one outlet."""
        self.write(f"articles/{sightings[0]['outlet']}/{name}.sightings.parquet", _SIGHTINGS, sightings)

    def write(self, name: str, schema: pa.Schema, rows: Sequence[dict[str, Any]]) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = [{field.name: row.get(field.name) for field in schema} for row in rows]
        pq.write_table(pa.Table.from_pylist(columns, schema=schema), path)
        return path

    def load(self, at: datetime = AT) -> Loaded:
        return load(self.connection, self.folder, self.outlets, [self.campaign], AGENCIES, at)

    def rows(self, query: str, *values: object) -> list[Any]:
        """Give the rows of a query; of one column, its values."""
        found = self.connection.execute(query, list(values)).fetchall()
        return [row[0] for row in found] if found and len(found[0]) == 1 else found

    def all_rows(self) -> dict[str, list[Any]]:
        """Give the content of every table."""
        tables = self.rows("select table_name from duckdb_tables() where not internal order by all")
        return {
            table: self.connection.execute(f"select * from {table} order by all").fetchall()
            for table in tables
        }

    def january(self, phase: str | None = None) -> Filter:
        """Give the filter of the whole month."""
        return Filter(CAMPAIGN, datetime(2026, 1, 1).date(), datetime(2026, 1, 31).date(), phase)  # noqa: DTZ001 (days)


def _found(row: dict[str, Any], campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign": campaign.id,
        "campaign_sha256": campaign.sha256,
        "terms": ["nước sạch"],
        "hits": 1,
        "place": "lead",
        "phrase": "nước sạch là an toàn",
        "form": "verbatim",
        "label": row["tone"],
        **{
            f"p_{label}": row["probability"] if label == row["tone"] else (1 - row["probability"]) / 2
            for label in ("negative", "neutral", "positive")
        },
        "status": "ok",
        "words": 12,
    }


def _campaign_tones(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Give a row a voice: all, outlet and quoted, in this order in `campaign_tones`; None says nothing."""
    return [
        {
            "voice": voice,
            "label": label,
            **{f"p_{one}": None if label is None else float(one == label) for one in LABELS},
            "status": "ok" if label else "empty",
            "passages": 1 if label else 0,
            "sentences": 2 if label else 0,
        }
        for voice, label in zip(("all", *VOICES), row["campaign_tones"], strict=True)
    ]


def _visit(scan: dict[str, Any]) -> dict[str, Any]:
    source = f"https://{scan['outlet']}.example/rss"
    usual = {"source": source, "source_kind": "feed", "state": "ok", "reason": "", "entries": 30}
    return usual | scan


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The writer's file with its schema and no rows, to be copied: to make the schema takes half a second."""
    folder = tmp_path_factory.mktemp("empty")
    with db.writer(folder, AT):
        pass
    return folder / "lantoa.duckdb"


@pytest.fixture
def newsroom(tmp_path: Path, empty_warehouse: Path) -> Any:
    """A home into which batches are written and loaded."""
    home = tmp_path / "home"
    (home / "warehouse").mkdir(parents=True)
    shutil.copy(empty_warehouse, home / "warehouse")
    with db.writer(home / "warehouse", AT) as connection:
        connection.execute("set threads = 1")  # more only get in each other's way with so few rows
        yield Newsroom(home, connection)


@pytest.fixture
def lake_newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A home as `newsroom`, whose warehouse is a DuckLake."""
    home = tmp_path / "home-of-lake"
    (home / "warehouse").mkdir(parents=True)
    monkeypatch.setenv("LANTOA_WAREHOUSE", f"ducklake:{tmp_path}/lantoa.catalog")
    with db.writer(home / "warehouse", AT) as connection:
        yield Newsroom(home, connection)


@pytest.fixture
def new_newsroom(tmp_path: Path, empty_warehouse: Path) -> Any:
    """Make further homes, each with an empty warehouse."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def make() -> Newsroom:
        folder = tmp_path / f"home-{len(opened)}"
        folder.mkdir()
        connection = duckdb.connect(shutil.copy(empty_warehouse, folder))
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        connection.execute("set threads = 1")
        opened.append(connection)
        return Newsroom(folder, connection)

    yield make
    for connection in opened:
        connection.close()


@pytest.fixture(scope="session")
def make_room() -> type[Newsroom]:
    """Make a newsroom of a home folder and a writer's connection."""
    return Newsroom


@pytest.fixture(scope="session", name="at")
def instants() -> Callable[..., datetime]:
    """Give an instant of January 2026, Vietnam time: at(day, hour)."""
    return vietnam


@pytest.fixture
def words() -> Callable[..., str]:
    """Give text that shares nothing with that of another seed."""
    return text
