"""Scoring: batches of articles become batches of tones, places, and what campaigns find in them."""

import logging
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from lantoa import batches, searched, tone_models
from lantoa.batches import Progress, Row
from lantoa.searched import scored_in
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
    semantic,
    tone,
)
from nlp.text import normalise
from warehouse import campaign as campaigns
from warehouse.campaign import Campaign

logger = logging.getLogger(__name__)

_PLACED_BY = f"{places.METHOD}, {levels.METHOD}"
_READ = ["item_id", "sha256", "fetched_at", "published_date", "title", "lead", "body"]


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
        batches.BatchError: A batch of articles can't be read.
        CampaignError: A campaign's file can't be used.
    """
    loaded = [campaigns.load(path) for path in campaign_files]
    before = {one.id: searched.found_by(target, one) for one in loaded}
    chosen = set(only)
    model = model or tone_models.shipped()
    jobs = [
        (path, target, one, model, before[one.id] if one else None)
        for path in sorted(articles.glob("*/*.articles.parquet"))
        if not chosen or path.parent.name in chosen
        for one in (None, *loaded)
        if any(batches.source_of(made) != source for made, source in _made(path, target, one, model))
    ]
    purged = {path for path, *_ in jobs if batches.is_shortened(path)}
    if purged:
        logger.warning("%d batches stay as they were scored: their texts were purged", len(purged))
        jobs = [job for job in jobs if job[0] not in purged]
    sought = [one for one in loaded if any(job[2] is one for job in jobs)]
    for one in sought:
        if parts := searched.changed(target, one):
            narrowed = " for this alone" if before[one.id] else ""
            said = "%s: all articles are searched anew%s, since this was changed: %s"
            logger.warning(said, one.id, narrowed, "; ".join(parts))
    # Here, not in each of the processes that are forked.
    if any(one is None for _, _, one, *_ in jobs):
        segment.load()
    if any(one is not None for _, _, one, *_ in jobs) and semantic.is_installed():
        semantic.prepare()
        precise_tone.prepare()
    done = batches.run("score", _score_file, jobs, progress)
    for one in sought if chosen else loaded:
        searched.note(target, one)
    return done


def _made(
    articles: Path, target: Path, campaign: Campaign | None, model: Scoring
) -> list[tuple[Path, str | None]]:
    """Give the batches that tell whether a batch of articles was scored by every way that can be.

    With each stands what it would be made from.
    """
    return _made_with(scored_in(articles, target, campaign), articles, campaign, model)


def _made_with(
    path: Path, articles: Path, campaign: Campaign | None, model: Scoring
) -> list[tuple[Path, str | None]]:
    """Give what `_made` gives, by the batch of scores or mentions that it is made with."""
    source = batches.source_of(articles)
    if campaign is None:
        placed = _by_model(source, _PLACED_BY)
        return [(path, _by_model(source, model.method)), (_beside(path, "places"), placed)]
    made = [(path, source), (_beside(path, "campaign_tones"), _by_model(source, campaign_tone.method()))]
    made += [(_beside(path, kind), source) for kind in ("activities", "prepared", "quotes")]
    if semantic.is_installed():
        made.append((_beside(path, "precise"), _by_model(source, precise_tone.method())))
        made.append((_beside(path, "messages"), _by_model(source, meaning.METHOD)))
    return made


def _by_model(source: str | None, method: str) -> str | None:
    """Describe what tones are made from: another model makes them anew."""
    return source and f"{source}, by {method}"


def _beside(path: Path, kind: str) -> Path:
    """Give the batch of another kind that is made with one of scores or mentions."""
    return path.with_name(f"{path.stem.rpartition('.')[0]}.{kind}.parquet")


def _score_file(
    articles: Path, target: Path, campaign: Campaign | None, model: Scoring, before: str | None
) -> tuple[int, int]:
    """Score a batch of articles, or look for a campaign in it; give the numbers of articles and mentions.

    What the campaign's file found as it was (`searched.found_by`) is taken over, where that is all there.
    """
    source, rows = batches.source_of(articles), _rows(articles)
    path = scored_in(articles, target, campaign)
    if campaign is None:
        # The scores' batch comes last: it is what tells that the articles were scored.
        placed = _by_model(source, _PLACED_BY)
        batches.write(_beside(path, "places"), batches.PLACES, map(_placed, rows), placed)
        return batches.write(
            path, batches.SCORES, _fast_tones(rows, model), _by_model(source, model.method)
        ), 0
    if before is not None:
        known = scored_in(articles, target, campaign, before)
        if all(
            batches.source_of(one) == made_from
            for one, made_from in _made_with(known, articles, campaign, model)
        ):
            _write_prepared(path, rows, campaign, source)
            return 0, _take_over(known, path, campaign)
    _write_prepared(path, rows, campaign, source)
    return 0, _write_mentions(path, rows, campaign, source)


def _take_over(known: Path, path: Path, campaign: Campaign) -> int:
    """Write what the campaign's file found as it was, but for scenarios and claims, as found by it now."""
    count = 0
    # The mentions' batch comes last, as below.
    for kind in ("campaign_tones", "messages", "activities", "quotes", "precise", "mentions"):
        if (one := _beside(known, kind)).exists():
            with pq.ParquetFile(one) as batch:
                table = batch.read()
            if "campaign_sha256" in table.column_names:
                at = table.column_names.index("campaign_sha256")
                found_by = pa.array([campaign.sha256] * table.num_rows, pa.string())
                table = table.set_column(at, table.schema.field(at), found_by)
            count = batches.place(_beside(path, kind), table)
    return count


def _rows(articles: Path) -> list[Row]:
    try:
        # As a file, since read_table opens a data set, which takes longer than to read a small batch.
        with pq.ParquetFile(articles) as batch:
            return batch.read(_READ).select(_READ).to_pylist()
    except (OSError, pa.ArrowInvalid, KeyError, UnicodeDecodeError) as error:
        raise batches.BatchError(
            f"{articles}: expected a Parquet batch of articles: {error}; delete it and run `lantoa extract`, "
            "which makes it again"
        ) from error


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
        "method": _PLACED_BY,
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
    matching: list[Row] = []
    for row in rows:
        whole, key = _whole(row), _key(row, campaign)
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
        statements = [
            (quote, messages.find(messages.Parts("", "", quote.words), phrases))
            for quote in quotes.find(parts, campaign.offices, row["published_date"])
        ]
        said = [hit for _, in_words in statements for hit in in_words]
        carried += [key | one for one in _carried(parts, phrases, said)]
        about += [key | asdict(one) for one in activities.find(parts, planned)]
        quoted += [key | one for one in _quotes(statements)]
    # The mentions' batch comes last: it is what tells that the articles were scored.
    batches.write(
        _beside(path, "campaign_tones"),
        batches.CAMPAIGN_TONES,
        tones,
        _by_model(source, campaign_tone.method()),
    )
    made_from = _by_model(source, meaning.METHOD) if semantic.is_installed() else source
    batches.write(_beside(path, "messages"), batches.MESSAGES, carried, made_from)
    batches.write(_beside(path, "activities"), batches.ACTIVITIES, about, source)
    batches.write(_beside(path, "quotes"), batches.QUOTES, quoted, source)
    if semantic.is_installed():
        precise = precise_tone.score(_headlines_and_leads(matching))
        batches.write(
            _beside(path, "precise"),
            batches.SCORES,
            _tones(matching, "precise", precise),
            _by_model(source, precise_tone.method()),
        )
    return batches.write(path, batches.MENTIONS, mentions, source)


def _whole(row: Row) -> str:
    return "\n".join((row["title"], row["lead"], row["body"]))


def _key(row: Row, campaign: Campaign) -> Row:
    """Give what every row of what a campaign finds in an article begins with."""
    of_article = {name: row[name] for name in ("item_id", "sha256", "fetched_at")}
    return {"campaign": campaign.id, "campaign_sha256": campaign.sha256, **of_article}


def _write_prepared(path: Path, rows: Sequence[Row], campaign: Campaign, source: str | None) -> None:
    queries = _prepared(campaign)
    found: list[Row] = []
    for row in rows:
        for named, query in queries:
            hit = match.find(_whole(row), query)
            found += [_key(row, campaign) | named | {"terms": list(hit.terms)}] if hit else []
    batches.write(_beside(path, "prepared"), batches.PREPARED, found, source)


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


def _carried(
    parts: messages.Parts, phrases: Mapping[str, Sequence[str]], said: Sequence[messages.Carried]
) -> Iterator[Row]:
    """Give the messages in an article: by words, and by meaning those that it carries nowhere by words."""
    by_words = messages.with_statements(messages.find(parts, phrases), said)
    found = [(hit, messages.METHOD) for hit in by_words]
    if semantic.is_installed():
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


def _quotes(statements: Sequence[tuple[quotes.Quote, Sequence[messages.Carried]]]) -> Iterator[Row]:
    """Give what offices say in an article, without names, each with the messages in its words."""
    for position, (quote, in_words) in enumerate(statements):
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
