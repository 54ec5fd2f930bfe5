"""Between the archive and the warehouse: Parquet batches, each a function of one archive file."""

import hashlib
import logging
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crawlers import archive, dates, outlets, urls
from crawlers.article import Article
from crawlers.extract import ExtractionError, article
from crawlers.links import LinkTable
from crawlers.outlets import Outlet
from lantoa import feed_items, tone_models
from lantoa.press.items import Item
from lantoa.tone_models import Scoring
from nlp import (
    activities,
    campaign_tone,
    levels,
    match,
    meaning,
    messages,
    places,
    precise_tone,
    quotes,
    segment,
    tone,
)
from nlp.text import LONGEST_EXCERPT, normalise
from warehouse import campaign as campaigns
from warehouse import processes
from warehouse.campaign import Campaign
from warehouse.placing import placed

Progress = Callable[[str, int, int], None]
Row = dict[str, Any]
Job = tuple[Any, ...]
Counts = tuple[int, int]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
logger = logging.getLogger(__name__)

_SOURCE = b"lantoa.source"
_SHORTENED = b"lantoa.shortened"
_TIME = pa.timestamp("us", "UTC")


class BatchError(Exception):
    """A batch can't be read; the message names the file and says what to do."""


def _strings(*names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, pa.string()) for name in names]


ARTICLES = pa.schema(
    [
        *_strings("item_id", "outlet", "url", "canonical_url", "title", "title_hash", "lead", "body"),
        *_strings("section", "credit", "credit_line"),
        ("photo_credit", pa.list_(pa.string())),
        *_strings("placement", "genre"),
        ("published_at", _TIME),
        *_strings("published_method", "published_precision"),
        ("published_date", pa.date32()),
        ("first_seen_at", _TIME),
        ("fetched_at", _TIME),
        *_strings("via"),
        ("scan_date", pa.date32()),
        ("fallbacks", pa.list_(pa.string())),
        *_strings("sha256"),
    ]
)
REJECTED = pa.schema(
    [
        *_strings("outlet", "canonical_url", "title_hash", "url", "title"),
        ("published_at", _TIME),
        *_strings("reason", "detail"),
        ("rejected_at", _TIME),
    ]
)
SCORES = pa.schema(
    [
        *_strings("item_id", "sha256"),
        ("fetched_at", _TIME),
        *_strings("label"),
        *((name, pa.float64()) for name in ("p_negative", "p_neutral", "p_positive")),
        *_strings("tier", "method", "status"),
        ("words", pa.int32()),
    ]
)
_FOUND = [*_strings("campaign", "campaign_sha256", "item_id", "sha256"), ("fetched_at", _TIME)]
_PLACE = pa.struct(
    [
        *_strings("province", "level", "part"),
        ("how", pa.list_(pa.string())),
        ("mentions", pa.int32()),
    ]
)
PLACES = pa.schema(
    [
        *_strings("item_id", "sha256"),
        ("fetched_at", _TIME),
        *_strings("level", "evidence"),
        ("places", pa.list_(_PLACE)),
        *_strings("method"),
    ]
)
MENTIONS = pa.schema(
    [
        *_FOUND,
        ("terms", pa.list_(pa.string())),
        ("hits", pa.int32()),
        ("workstreams", pa.list_(pa.string())),
    ]
)
CAMPAIGN_TONES = pa.schema(
    [
        *_FOUND,
        *_strings("voice", "label"),
        *((name, pa.float64()) for name in ("p_negative", "p_neutral", "p_positive")),
        *_strings("method", "status"),
        ("passages", pa.int32()),
        ("sentences", pa.int32()),
    ]
)
MESSAGES = pa.schema([*_FOUND, *_strings("message", "place", "phrase", "form", "method")])
PREPARED = pa.schema([*_FOUND, *_strings("kind", "subject"), ("terms", pa.list_(pa.string()))])
ACTIVITIES = pa.schema([*_FOUND, *_strings("activity", "term", "place")])
QUOTES = pa.schema(
    [
        *_FOUND,
        ("position", pa.int32()),
        *_strings("office"),
        ("is_office", pa.bool_()),
        ("said_on", pa.date32()),
        *_strings("verb", "words"),
        ("is_direct", pa.bool_()),
        ("messages", pa.list_(pa.string())),
    ]
)


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
    return _run("extract", _extract_file, jobs, progress)


def unread(raw: Path, target: Path) -> list[str]:
    """Give the ids of the outlets of which `extract` would read archive files, in order."""
    folders = [folder for folder in sorted(raw.glob("*")) if folder.is_dir()]
    return [folder.name for folder in folders if _unread(folder, target / folder.name)]


def score(
    articles: Path,
    target: Path,
    campaign_files: Sequence[Path],
    only: Iterable[str] = (),
    progress: Progress | None = None,
    model: Scoring | None = None,
) -> tuple[int, int]:
    """Give every article its tone, and find the campaigns in it, in as many processes as there are cores.

    What was scored before is left as it is, but for tones of another model than the one that scores now.
    Where the extra `semantic` is installed, articles in which a campaign is found are also scored by the
    precise tier, and messages are looked for in them by meaning too.

    Args:
        articles: The folder of article batches.
        target: Where the scores go, a folder an outlet.
        campaign_files: The campaigns to look for.
        only: Ids of the outlets to score; all without.
        progress: Called with a name, what is done and the total.
        model: Of the fast tier of tone; the one that the package ships, without.

    Returns:
        Numbers of articles and of mentions in the new batches.

    Raises:
        BatchError: A batch of articles can't be read.
        CampaignError: A campaign's file can't be used.
    """
    loaded = [campaigns.load(path) for path in campaign_files]
    chosen = set(only)
    model = model or tone_models.shipped()
    jobs = [
        (path, target, one, model)
        for path in sorted(articles.glob("*/*.articles.parquet"))
        if not chosen or path.parent.name in chosen
        for one in (None, *loaded)
        if any(_source(made) != source for made, source in _made(path, target, one, model))
    ]
    purged = {path for path, *_ in jobs if _is_shortened(path)}
    if purged:
        logger.warning("%d batches stay as they were scored: their texts were purged", len(purged))
        jobs = [job for job in jobs if job[0] not in purged]
    # Here, not in each of the processes that are forked.
    if any(one is None for _, _, one, _ in jobs):
        segment.load()
    if any(one is not None for _, _, one, _ in jobs) and precise_tone.is_installed():
        precise_tone.prepare()
    return _run("score", _score_file, jobs, progress)


def full(articles: Path, before: datetime) -> list[tuple[Path, datetime]]:
    """List the batches of articles that were all fetched before an instant and hold full texts.

    Args:
        articles: The folder of article batches.
        before: Aware.

    Returns:
        Each with the time at which the last of its articles was fetched.
    """
    found: list[tuple[Path, datetime]] = []
    for path in sorted(articles.glob("*/*.articles.parquet")):
        if _source(path) is not None and not _is_shortened(path):
            newest = pc.max(_column(path, "fetched_at")).as_py()
            if newest is not None and newest < before:
                found.append((path, newest))
    return found


def shorten(articles: Path, before: datetime) -> list[Path]:
    """Cut the texts of batches that were all fetched before an instant down to excerpts.

    Args:
        articles: The folder of article batches.
        before: Aware.

    Returns:
        All batches that were cut, now or earlier.
    """
    for path, _ in full(articles, before):
        table = pq.read_table(path)
        for name in ("lead", "body"):
            cut = pc.utf8_slice_codeunits(table[name], 0, LONGEST_EXCERPT)
            table = table.set_column(table.column_names.index(name), table.schema.field(name), cut)
        _place(path, table.replace_schema_metadata({**(table.schema.metadata or {}), _SHORTENED: b"1"}))
    return [path for path in sorted(articles.glob("*/*.articles.parquet")) if _is_shortened(path)]


def followed(articles: Path, scores: Path) -> tuple[str, ...]:
    """Give the canonical addresses of the articles in which a campaign was found, in order."""
    mentions = [_column(path, "item_id") for path in sorted(scores.glob("*/*.mentions.parquet"))]
    wanted = pa.concat_arrays(mentions) if mentions else pa.array([], pa.string())
    found: set[str] = set()
    for path in sorted(articles.glob("*/*.articles.parquet")):
        chosen = pc.is_in(_column(path, "item_id"), wanted)
        found.update(map(str, _column(path, "canonical_url").filter(chosen).to_pylist()))
    return tuple(sorted(found))


def item_id(outlet: str, canonical_url: str) -> str:
    """Give 16 hex digits that name an item."""
    return hashlib.sha256(f"{outlet}|{canonical_url}".encode()).hexdigest()[:16]


def _scored(articles: Path, target: Path, campaign: Campaign | None) -> Path:
    crawl = articles.name.removesuffix(".articles.parquet")
    name = "scores" if campaign is None else f"{campaign.id}-{campaign.sha256[:8]}.mentions"
    return target / articles.parent.name / f"{crawl}.{name}.parquet"


def _made(
    articles: Path, target: Path, campaign: Campaign | None, model: Scoring
) -> list[tuple[Path, str | None]]:
    """Give the batches that tell whether a batch of articles was scored by every way that can be.

    With each stands what it would be made from.
    """
    path, source = _scored(articles, target, campaign), _source(articles)
    if campaign is None:
        return [(path, _by_model(source, model.method))]
    made = [(path, source), (_beside(path, "campaign_tones"), _by_model(source, campaign_tone.method()))]
    made.append((_beside(path, "prepared"), source))
    if precise_tone.is_installed():
        made.append((_beside(path, "precise"), source))
        made.append((_beside(path, "messages"), _by_model(source, meaning.METHOD)))
    return made


def _by_model(source: str | None, method: str) -> str | None:
    """Describe what tones are made from: another model makes them anew."""
    return source and f"{source}, by {method}"


def _beside(path: Path, kind: str) -> Path:
    """Give the batch of another kind that is made with one of scores or mentions."""
    return path.with_name(f"{path.stem.rpartition('.')[0]}.{kind}.parquet")


def _unread(folder: Path, target: Path) -> list[Path]:
    """Give an outlet's archive files from which no batch was made, or not from all that they hold by now."""
    if not (folder / "links.sqlite").exists():
        return []
    with LinkTable(folder / "links.sqlite") as links:
        return [
            path
            for path in sorted(folder.glob("*/*.warc.gz"))
            if _source(_batch(path, target, "articles")) != _held(path, links)
        ]


def _held(warc: Path, links: LinkTable) -> str:
    """Describe what an archive file holds.

    After a killed crawl, pages in it can be listed later; imported ones can be announced by a feed later.
    """
    name = f"{warc.parent.name}/{warc.name}"
    held = f"{links.stored_in(name)} pages listed in {warc.stat().st_size} bytes"
    imported = links.imported_in(name)
    return f"{held}, {imported} by an import alone" if imported else held


def _column(batch: Path, name: str) -> pa.Array:
    """Give a column of a batch; none of a torn one, which the next extraction makes again."""
    if _source(batch) is None:
        return pa.array([], pa.string())
    return pq.read_table(batch, columns=[name])[name].combine_chunks()


def _source(batch: Path) -> str | None:
    """Give what a batch was made from; None where there is none, or a torn one."""
    try:
        metadata = pq.read_schema(batch).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return None
    return metadata.get(_SOURCE, b"").decode()


def _is_shortened(batch: Path) -> bool:
    """Tell whether the texts of a batch were cut down to excerpts."""
    try:
        return _SHORTENED in (pq.read_schema(batch).metadata or {})
    except (OSError, pa.ArrowInvalid):
        return False


def _batch(warc: Path, target: Path, kind: str) -> Path:
    return target / f"{warc.name.removesuffix('.warc.gz')}.{kind}.parquet"


def _write(path: Path, schema: pa.Schema, rows: Iterable[Row], source: str | None) -> int:
    """Write a batch so that it is there whole, or not at all; give its number of rows."""
    table = pa.Table.from_pylist(list(rows), schema=schema)
    return _place(path, table.replace_schema_metadata({_SOURCE: source or ""}))


def _place(path: Path, table: pa.Table) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with placed(path.with_suffix(f".{os.getpid()}.partial"), path) as partial:
        pq.write_table(table, partial, compression="zstd")
    return table.num_rows


def _write_links(folder: Path, target: Path) -> None:
    """Hand on what the crawl itself knows: visits of feeds, and entries that it had to refuse."""
    if not (folder / "links.sqlite").exists():
        return
    with LinkTable(folder / "links.sqlite") as links:
        _place(target / "links.scans.parquet", links.scans_frame())
        refused = links.rejected_frame()
        _place(target / "links.rejected.parquet", refused.rename_columns({"at": "rejected_at"}))
        for kind, frame in (("fetches", links.fetches_frame()), ("sightings", links.sightings_frame())):
            ids = [item_id(row["outlet"], row["canonical_url"]) for row in frame.to_pylist()]
            named = frame.append_column("item_id", pa.array(ids, pa.string()))
            _place(target / f"links.{kind}.parquet", named)


def _run(name: str, count: Callable[..., Counts], jobs: Sequence[Job], progress: Progress | None) -> Counts:
    """Call a function with the arguments of each job, and add up what it counts."""
    first = second = 0
    for done, found in enumerate(_counts(count, jobs), 1):
        first, second = first + found[0], second + found[1]
        if progress is not None:
            progress(name, done, len(jobs))
    return first, second


def _counts(count: Callable[..., Counts], jobs: Sequence[Job]) -> Iterator[Counts]:
    """Yield what is counted in each job, in order, in as many processes as there are cores for this one."""
    shared_by = min(processes.cores(), len(jobs))
    if shared_by < 2:
        yield from (count(*job) for job in jobs)
        return
    with processes.pool(shared_by) as pool:
        waiting = [pool.submit(count, *job) for job in jobs]
        yield from (job.result() for job in waiting)


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
    _write(_batch(warc, target, "rejected"), REJECTED, refused, source)
    return _write(_batch(warc, target, "articles"), ARTICLES, found, source), len(refused)


def _pages(warc: Path) -> Iterator[archive.Page]:
    try:
        yield from archive.read(warc)
    except OSError as error:
        raise BatchError(
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
        "item_id": item_id(link["outlet"], link["canonical_url"]),
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


def _score_file(articles: Path, target: Path, campaign: Campaign | None, model: Scoring) -> tuple[int, int]:
    """Score a batch of articles, or look for a campaign in it; give the numbers of articles and mentions."""
    source = _source(articles)
    if source is None:
        raise BatchError(f"{articles}: expected a Parquet batch: run `lantoa extract`, which makes it again")
    rows = pq.read_table(articles).to_pylist()
    path = _scored(articles, target, campaign)
    if campaign is None:
        # The scores' batch comes last: it is what tells that the articles were scored.
        _write(_beside(path, "places"), PLACES, map(_placed, rows), source)
        return _write(path, SCORES, _fast_tones(rows, model), _by_model(source, model.method)), 0
    return 0, _write_mentions(path, rows, campaign, source)


def _fast_tones(rows: Sequence[Row], model: Scoring) -> Iterator[Row]:
    """Give the tones by the model that scores: not known before the text, nor before its promotion."""
    found = tone.score(_headlines_and_leads(rows), model.folder)
    for row in _tones(rows, "fast", found):
        known_at = row["fetched_at"] if model.since is None else max(row["fetched_at"], model.since)
        yield row | {"fetched_at": known_at}


def _headlines_and_leads(rows: Sequence[Row]) -> list[str]:
    return [f"{row['title']}\n{row['lead']}" for row in rows]


def _tones(
    rows: Sequence[Row], tier: Literal["fast", "precise"], tones: Sequence[tone.Tone]
) -> Iterator[Row]:
    counts = map(len, segment.words_batch(_headlines_and_leads(rows)))
    for row, found, words in zip(rows, tones, counts, strict=True):
        yield {
            "item_id": row["item_id"],
            "sha256": row["sha256"],
            "fetched_at": row["fetched_at"],
            "label": found.label,
            **{f"p_{label}": share for label, share in found.probabilities.items()},
            "tier": tier,
            "method": found.method,
            "status": found.status,
            "words": words,
        }


def _placed(row: Row) -> Row:
    """Give the provinces that an article names, each with the part that names it first, and its level."""
    parts = [normalise(row[part]) for part in ("title", "lead", "body")]
    ends = (len(parts[0]), len(parts[0]) + 1 + len(parts[1]))
    found = places.find("\n".join(parts), row["published_date"])
    named = levels.level(parts)
    if named is None and found:
        named = levels.Named("province", found[0].province)
    return {
        **{name: row[name] for name in ("item_id", "sha256", "fetched_at")},
        "level": named.level if named else None,
        "evidence": named.evidence if named else None,
        "places": [
            {
                "province": place.province,
                "level": place.level,
                "part": ("headline", "lead", "body")[bisect_left(ends, place.spans[0][1])],
                "how": list(place.how),
                "mentions": len(place.spans),
            }
            for place in found
        ],
        "method": f"{places.METHOD}, {levels.METHOD}",
    }


def _write_mentions(path: Path, rows: Sequence[Row], campaign: Campaign, source: str | None) -> int:
    terms = tuple(dict.fromkeys(term for stream in campaign.workstreams for term in stream.terms))
    phrases = {message.id: message.phrases for message in campaign.messages}
    planned = {activity.id: activity.terms or (activity.title,) for activity in campaign.activities}
    mentions: list[Row] = []
    tones: list[Row] = []
    carried: list[Row] = []
    about: list[Row] = []
    quoted: list[Row] = []
    prepared: list[Row] = []
    matching: list[Row] = []
    queries = _prepared(campaign)
    for row in rows:
        whole = "\n".join((row["title"], row["lead"], row["body"]))
        key = {
            "campaign": campaign.id,
            "campaign_sha256": campaign.sha256,
            **{name: row[name] for name in ("item_id", "sha256", "fetched_at")},
        }
        for named, query in queries:
            hit = match.find(whole, query)
            prepared += [key | named | {"terms": list(hit.terms)}] if hit else []
        found = match.find(whole, campaign.query)
        if found is None:
            continue
        matching.append(row)
        parts = messages.Parts(row["title"], row["lead"], row["body"])
        in_text = {hit.phrase for hit in match.occurrences(whole, terms)}
        in_streams = [stream.id for stream in campaign.workstreams if not in_text.isdisjoint(stream.terms)]
        mentions.append(
            key | {"terms": list(found.terms), "hits": len(found.spans), "workstreams": in_streams}
        )
        tones += [key | one for one in _campaign_tones(whole, found)]
        carried += [key | one for one in _carried(parts, phrases)]
        about += [key | asdict(one) for one in activities.find(parts, planned)]
        quoted += [key | one for one in _quotes(parts, campaign.offices, phrases, row["published_date"])]
    # The mentions' batch comes last: it is what tells that the articles were scored.
    _write(_beside(path, "campaign_tones"), CAMPAIGN_TONES, tones, _by_model(source, campaign_tone.method()))
    made_from = _by_model(source, meaning.METHOD) if precise_tone.is_installed() else source
    _write(_beside(path, "messages"), MESSAGES, carried, made_from)
    _write(_beside(path, "activities"), ACTIVITIES, about, source)
    _write(_beside(path, "quotes"), QUOTES, quoted, source)
    _write(_beside(path, "prepared"), PREPARED, prepared, source)
    if precise_tone.is_installed():
        precise = precise_tone.score(_headlines_and_leads(matching))
        _write(_beside(path, "precise"), SCORES, _tones(matching, "precise", precise), source)
    return _write(path, MENTIONS, mentions, source)


def _prepared(campaign: Campaign) -> list[tuple[Row, match.Query]]:
    """Give the queries that are asked of every item, whether it is on the campaign or not."""
    scenarios = [({"kind": "scenario", "subject": one.id}, one.query) for one in campaign.scenarios]
    return scenarios + [({"kind": "claim", "subject": one.id}, one.query) for one in campaign.claims]


def _campaign_tones(text: str, found: match.Match) -> Iterator[Row]:
    """Give the tone of an article towards a campaign, a row a voice."""
    for heard in campaign_tone.by_voice(text, found.spans):
        yield {
            "voice": heard.voice,
            "label": heard.label,
            **{f"p_{label}": share for label, share in heard.probabilities.items()},
            "method": heard.method,
            "status": heard.status,
            "passages": heard.passages,
            "sentences": heard.sentences,
        }


def _carried(parts: messages.Parts, phrases: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Give the messages in an article: by words, and by meaning those that it carries nowhere by words."""
    by_words = messages.find(parts, phrases)
    found = [(hit, messages.METHOD) for hit in by_words]
    if precise_tone.is_installed():
        carried = {hit.message for hit in by_words}
        others = {name: some for name, some in phrases.items() if name not in carried}
        found += [(hit, meaning.METHOD) for hit in meaning.find(parts, others)]
    for hit, method in found:
        yield {
            "message": hit.message,
            "place": hit.where,
            "phrase": hit.phrase,
            "form": hit.form,
            "method": method,
        }


def _quotes(
    parts: messages.Parts, offices: Sequence[str], phrases: Mapping[str, Sequence[str]], published_on: date
) -> Iterator[Row]:
    """Give what offices say in an article, without names, each with the messages in its words."""
    for position, quote in enumerate(quotes.find(parts, offices, published_on)):
        in_words = messages.find(messages.Parts("", "", quote.words), phrases)
        yield {
            "position": position,
            "office": quote.office,
            "is_office": quote.is_office,
            "said_on": quote.said_on,
            "verb": quote.verb,
            "words": quote.excerpt,
            "is_direct": quote.is_direct,
            "messages": [hit.message for hit in in_words if hit.where == "body"],
        }
