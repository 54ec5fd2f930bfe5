"""The headline findings: sentences made from stored measures, which also say what can't be known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from dashboards import alerts, emptiness, words
from dashboards.contents import MOST_CARRIED, Covered
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.measures import Measure, verdict

_TONES = ("positive", "neutral", "negative")
_WITHHELD = ("share_of_attention", "t50")
_Writer = Callable[[Covered, Lang], list[str]]


@dataclass(frozen=True)
class Finding:
    """What one aspect of the coverage comes to.

    Attributes:
        key: Name of the aspect, such as "tone"; its heading is the text "finding.<key>".
        sentences: In the language asked for, plain text.
    """

    key: str
    sentences: tuple[str, ...]


def findings(contents: Covered, lang: Lang) -> list[Finding]:
    """Write the findings of a campaign, in the order of the report.

    No outlet is ranked, and no word of judgement stands where `warehouse.measures.verdict` gives none.

    Args:
        contents: What was read from one snapshot.
        lang: "vi" or "en".

    Returns:
        Findings with at least one sentence; for a campaign without items, why there are none and what to do.
    """
    writers: dict[str, _Writer] = {
        "alerts": _alerts,
        "coverage": _coverage,
        "days": _days,
        "tone": _tone,
        "consensus": _consensus,
        "carried": _carried,
        "messages": _messages,
        "collection": _collection,
    }
    if contents.is_empty:
        return [*_written({"alerts": _alerts}, contents, lang), *of_nothing(contents, lang)]
    return _written(writers, contents, lang)


def of_nothing(contents: Covered, lang: Lang) -> list[Finding]:
    """Say why there is no item, and what is known of the collection of these days."""
    writers: dict[str, _Writer] = {"empty": _empty}
    match emptiness.reason(contents):
        case "nothing" | "no_match":
            writers["collection"] = _collection
        case "unwatched":
            writers["collection"] = _since
        case _:  # of days that were not asked about, or are still to come, collection says nothing
            pass
    return _written(writers, contents, lang)


def _written(writers: Mapping[str, _Writer], contents: Covered, lang: Lang) -> list[Finding]:
    written = [Finding(key, tuple(write(contents, lang))) for key, write in writers.items()]
    return [finding for finding in written if finding.sentences]


def _alerts(contents: Covered, lang: Lang) -> list[str]:
    found = contents.alerts.open
    if not found:
        return []
    names = dict.fromkeys(f"“{alerts.name(row, lang)}”" for row in found)
    count = words.count(len(found), "alert", lang)
    return [words.text("finding.alerts.open", lang, count=count, names="; ".join(names))]


def _empty(contents: Covered, lang: Lang) -> list[str]:
    return emptiness.sentences(contents, lang) + _sponsored(contents, lang)


def _coverage(contents: Covered, lang: Lang) -> list[str]:
    totals = contents.totals
    sentences = [
        words.text(
            "finding.coverage.counts",
            lang,
            days=words.span(contents.from_date, contents.to_date, lang),
            items=words.count(totals["items"].n, "item", lang),
            stories=words.count(totals["stories"].n, "story", lang),
            covered=words.decimal(totals["outlets_covered"].n, lang),
            watched=words.count(totals["outlets_watched"].n, "outlet", lang),
        )
    ]
    if contents.why_withheld:
        sentences.append(words.text("finding.coverage.partial", lang))
    return sentences + _sponsored(contents, lang)


def _sponsored(contents: Covered, lang: Lang) -> list[str]:
    sponsored = contents.totals.get("sponsored_items")
    if sponsored is None or not sponsored.n:
        return []
    count = words.count(sponsored.n, "item", lang)
    return [words.text("finding.coverage.sponsored", lang, count=count)]


def _days(contents: Covered, lang: Lang) -> list[str]:
    if contents.why_withheld:
        why = words.reason(contents.why_withheld, lang)
        return [words.text("finding.days.withheld", lang, reason=why)]
    daily = contents.daily
    most = int(daily["items"].max())
    peaks = [words.day(stamp.date(), lang) for stamp in daily.loc[daily["items"] == most, "day"]]
    if len(peaks) > MOST_CARRIED:
        return [
            words.text(
                "finding.days.even",
                lang,
                most=words.count(most, "item", lang),
                days=words.count(len(peaks), "day", lang),
            )
        ]
    return [
        words.text(
            "finding.days.peak",
            lang,
            days=words.enumeration(peaks, lang),
            most=words.count(most, "item", lang),
        )
    ]


def _tone(contents: Covered, lang: Lang) -> list[str]:
    shares = {tone: contents.totals[f"tone_{tone}"] for tone in _TONES}
    known = [share for share in shares.values() if share.value is not None]
    if not known:
        refused = shares["positive"]
        key = "withheld" if refused.status == "withheld" else "refused"
        why = words.reason(refused.reason, lang)
        return [words.text(f"finding.tone.{key}", lang, reason=why), *decided_elsewhere(contents, lang)]
    first = known[0]
    listed = "; ".join(_tone_share(tone, share, lang) for tone, share in shares.items())
    count = words.count(first.n, "story", lang)
    if first.status == "uncorrected":
        sentences = [
            words.text("finding.tone.shares", lang, stories=count, shares=listed),
            words.text("finding.tone.uncorrected", lang),
        ]
    else:
        kind = "tentative" if first.status == "tentative" else "corrected"
        why = words.reason(first.reason, lang)
        sentences = [
            words.text("finding.tone.corrected_shares", lang, shares=listed),
            words.text(f"finding.tone.{kind}", lang, coded=count, reason=why),
        ]
    return [*sentences, *decided_elsewhere(contents, lang), words.text("term.tone.hint", lang)]


def decided_elsewhere(contents: Covered, lang: Lang) -> list[str]:
    """Say which stories the tones leave out though they are counted; nothing where there are none."""
    if not contents.decided_elsewhere:
        return []
    numbers = {
        "left_out": words.count(contents.decided_elsewhere, "story", lang),
        "all": words.decimal(contents.totals["stories"].n, lang),
    }
    return [words.text("finding.tone.elsewhere", lang, **numbers)]


def _tone_share(tone: str, share: Measure, lang: Lang) -> str:
    name = words.text(f"tone.{tone}", lang).lower()
    if share.value is None:
        why = words.reason(share.reason, lang)
        return words.text("finding.tone.share_refused", lang, tone=name, reason=why)
    return words.text(
        "finding.tone.share",
        lang,
        tone=name,
        share=words.percent(share.value, lang),
        interval=words.interval(share.low, share.high, "share", lang),
    )


def _consensus(contents: Covered, lang: Lang) -> list[str]:
    agreement = contents.totals["agreement"]
    note = words.text("term.consensus.note", lang)
    if agreement.value is None:
        key = "not_given" if agreement.status == "withheld" else "refused"
        why = words.reason(agreement.reason, lang)
        return [words.text(f"finding.consensus.{key}", lang, note=note, reason=why)]
    pairs = contents.totals["opposed_pairs"]
    sentences = [
        words.text(
            "finding.consensus.value",
            lang,
            note=note,
            value=words.value(agreement.value, "index", lang),
            interval=words.interval(agreement.low, agreement.high, "index", lang),
            stories=words.count(agreement.n, "story", lang),
            pairs=_pairs(pairs, lang),
        )
    ]
    word = verdict(agreement)
    if word is not None and contents.why_withheld:
        why = words.reason(contents.why_withheld, lang)
        sentences.append(words.text("finding.consensus.withheld", lang, reason=why))
    elif word is not None:
        sentences.append(words.text(f"finding.consensus.{word}", lang))
    elif agreement.status == "uncorrected":
        sentences.append(words.text("finding.consensus.uncorrected", lang))
    elif agreement.status == "tentative":
        why = words.reason(agreement.reason, lang)
        sentences.append(words.text("finding.consensus.tentative", lang, reason=why))
    else:
        sentences.append(words.text("finding.consensus.no_verdict", lang))
    inflation = contents.totals["inflation_by_copying"]
    if inflation.value is not None:
        direction = (
            "more" if round(inflation.value, 2) > 0 else "less" if round(inflation.value, 2) < 0 else "same"
        )
        change = words.value(abs(inflation.value), "index", lang)
        sentences.append(words.text(f"finding.consensus.inflation.{direction}", lang, change=change))
    return sentences


def _pairs(pairs: Measure, lang: Lang) -> str:
    if pairs.value is not None:
        return words.percent(pairs.value, lang)
    return words.text("finding.consensus.pairs_refused", lang, reason=words.reason(pairs.reason, lang))


def _carried(contents: Covered, lang: Lang) -> list[str]:
    carried = contents.carried
    if not carried:
        return [words.text("finding.carried.none", lang)]
    named = [
        words.text(
            "finding.carried.story",
            lang,
            title=story["title"],
            outlets=words.count(story["outlets"], "outlet", lang),
            origin=origin(story, lang),
        )
        for story in carried
    ]
    most = words.text("finding.carried.most", lang, stories="; ".join(named))
    return [most, words.text("finding.carried.over_all", lang)] if contents.is_part else [most]


def origin(story: Row, lang: Lang) -> str:
    """Give the origin of a story with how it is known: "TTXVN (suy ra)".

    Args:
        story: origin and origin_method of `rpt_stories`.
        lang: "vi" or "en".
    """
    how = words.text(f"origin.{story['origin_method']}", lang)
    if not story["origin"] or story["origin_method"] == "unknown":
        return how
    return f"{story['origin']} ({how})"


def _messages(contents: Covered, lang: Lang) -> list[str]:
    if not contents.messages:
        return [words.text("finding.messages.undefined", lang)]
    names = {True: [], False: []}
    for message in contents.messages:
        name = message[f"name_{lang}"]
        carried = message["stories"] > 0
        count = f" ({words.count(message['stories'], 'story', lang)})" if carried else ""
        names[carried].append(f"“{name}”{count}")
    sentences: list[str] = []
    if names[True]:
        sentences.append(
            words.text(
                "finding.messages.carried",
                lang,
                carried=words.decimal(len(names[True]), lang),
                all=words.count(len(contents.messages), "message", lang),
                names="; ".join(names[True]),
            )
        )
    if names[False]:
        sentences.append(words.text("finding.messages.absent", lang, names="; ".join(names[False])))
    return [*sentences, words.text("finding.messages.limit", lang)]


def _collection(contents: Covered, lang: Lang) -> list[str]:
    sentences: list[str] = []
    gaps = contents.totals.get("gap_share")
    if gaps is not None and gaps.value is None:
        why = words.reason(gaps.reason, lang)
        sentences.append(words.text("finding.collection.unknown", lang, reason=why))
    elif gaps is not None and gaps.value:
        share = words.percent(gaps.value, lang)
        sentences.append(words.text("finding.collection.gaps", lang, share=share))
    if contents.cap is not None:
        sentences.append(
            words.text(
                "finding.collection.capped",
                lang,
                cap=words.decimal(contents.cap["cap"], lang),
                scans=words.decimal(contents.cap["scans_at_cap"], lang),
                all=words.count(contents.cap["scans"], "scan", lang),
            )
        )
    if contents.missing_scans:
        days = words.enumeration([words.day(day, lang) for day in contents.missing_scans], lang)
        sentences.append(words.text("finding.collection.missing", lang, days=days))
    failed = [row["name"] for row in contents.collection if not row["items"] and not row["scans_ok"]]
    if failed:
        sentences.append(
            words.text("finding.collection.failed", lang, outlets=words.enumeration(failed, lang, "; "))
        )
    withheld = _withheld(contents, lang)
    if withheld:
        sentences.append(words.text("finding.collection.withheld", lang, names="; ".join(withheld)))
    return [*(sentences or [words.text("finding.collection.whole", lang)]), *_since(contents, lang)]


def _since(contents: Covered, lang: Lang) -> list[str]:
    """Say from when on outlets were watched, where that is within the period: days before it are hatched."""
    if contents.watched_since is None:
        return []
    first, last = (at.astimezone(words.VIETNAM) for at in contents.watched_since)
    if last <= datetime.combine(contents.from_date, time(), words.VIETNAM):
        return []
    start, end = words.time(first, lang), words.time(last, lang)
    if start == end:
        return [words.text("finding.collection.since", lang, first=start)]
    return [words.text("finding.collection.since_between", lang, first=start, last=end)]


def _withheld(contents: Covered, lang: Lang) -> Sequence[str]:
    """What the whole period's report leaves out because of gaps."""
    names = [
        words.text(f"measure.{name}", lang)
        for name in _WITHHELD
        if name in contents.totals and contents.totals[name].status == "withheld"
    ]
    if not names:
        return []
    left_out = words.text("finding.collection.trends", lang)
    return [name[:1].lower() + name[1:] for name in names] + [left_out]
