"""The first page of a digest: its head, what counts today, and what is not known."""

from collections.abc import Iterator, Sequence

from dashboards import alerts, words
from dashboards.digest import words as own
from dashboards.digest.blocks import Block, Columns, Heading, Paragraph, Run, Table, plain
from dashboards.digest.contents import Digest, Figures
from dashboards.digest.entries import PRESS, Entry, Item
from dashboards.digest.listed import message_names, quoted, source, telling, tone
from dashboards.digest.words import text
from dashboards.links import safe_link
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.measures import TONES, Measure
from warehouse.measures.consensus import MIN_STORIES

_ALERT_STORIES = 3
_TELLING_RULES = ("scenario", "claim", "negative")
"""Rules whose alerts are about what certain stories say: these are named."""
_SAID_TONES = tuple(reversed(TONES))


def head(digest: Digest, lang: Lang) -> Iterator[Block]:
    """Give what stands above the first page."""
    about, issue = digest.campaign.digest, digest.issue
    yield Columns(
        (
            Run((about.office or own.BLANK).upper(), is_bold=True),
            Run(text("number", lang, number=digest.number or own.BLANK)),
        ),
        (Run(own.dated(about.place, issue.day, lang), is_italic=True),),
    )
    yield plain("title", text("title", lang))
    yield plain("subtitle", getattr(digest.campaign.names, lang))
    covers = text(
        "covers", lang, from_at=words.time(issue.from_at, lang), to_at=words.time(issue.to_at, lang)
    )
    off = [words.short_day(day, lang) for day in issue.days_off]
    also = "; " + text("days_off", lang, days=words.enumeration(off, lang)) if off else ""
    yield plain("subtitle", f"{covers}{also}.")
    collected = digest.collected_at
    seen = words.time(collected, lang) if collected else text("never_collected", lang)
    yield plain("note", text("known_at", lang, known_at=words.time(digest.known_at, lang), collected_at=seen))


def first_page(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    """Give the blocks of the first page; of each list at most so many."""
    yield Heading(text("first_part", lang), 1)
    yield from _figures(digest, lang)
    for title, blocks in (
        ("notable", _notable(digest, lang, most)),
        ("critical", _critical(digest, lang, most)),
        ("messages", _messages(digest, lang)),
        ("alerts", _alerts(digest, lang, most)),
        ("gaps", _gaps(digest, lang, most)),
        ("midnight", _midnight(digest, lang, most)),
    ):
        named = {"critical": "term.critical", "messages": "report.messages"}.get(title)
        yield Heading(words.text(named, lang) if named else text(title, lang), 2)
        yield from blocks


def why_not_compared(digest: Digest, lang: Lang) -> str:
    """Say why an issue does not stand beside that of the week before; "" where it does."""
    compared = digest.compared
    if compared.figures is None:
        return text(f"compared.{compared.reason}", lang)
    for key, figures in (("gaps", compared.figures), ("gaps_now", digest.figures)):
        why = figures.collection.why_withheld
        if why:
            return text(f"compared.{key}", lang, reason=words.reason(why, lang))
    return ""


def _figures(digest: Digest, lang: Lang) -> Iterator[Block]:
    yield Heading(text("figures", lang), 2)
    if not digest.entries:
        yield plain("body", text("empty", lang))
    why = why_not_compared(digest, lang)
    earlier = None if why else digest.compared.figures
    columns = [_figure_cells(digest.figures, lang)]
    titles = [text("figures.this", lang)]
    if earlier is not None and digest.compared.day is not None:
        day = digest.compared.day.day
        weekday, written = own.weekday(day, lang), words.day(day, lang)
        titles.append(text("figures.before", lang, weekday=weekday, day=written))
        columns.append(_figure_cells(earlier, lang))
    names = figure_names(lang)
    yield Table((words.text("field.measure", lang), *titles), tuple(zip(names, *columns, strict=True)))
    notes = [text("figures.basis", lang, hint=words.text("term.tone.hint", lang))]
    if digest.figures.shares is None:
        notes.append(text("figures.thin", lang, least=MIN_STORIES))
    partial = digest.figures.collection.why_withheld
    if partial:
        notes.append(text("figures.partial", lang, reason=words.reason(partial, lang)))
    notes.append(why or text("figures.same_hour", lang))
    for key, items in (("apart", digest.apart), ("older", digest.older)):
        if items:
            notes.append(text(key, lang, items=words.count(items, "item", lang)))
    yield from (plain("note", note) for note in notes)


def figure_names(lang: Lang) -> list[str]:
    """Give the names of the key figures, in order."""
    tones = [text("figures.tone", lang, tone=words.text(f"tone.{one}", lang).lower()) for one in _SAID_TONES]
    counts = [text(f"figures.{key}", lang) for key in ("items", "stories", "new", "outlets")]
    return [*counts, *tones, text("figures.tone.unknown", lang)]


def figure_counts(figures: Figures | None) -> list[tuple[int | None, Measure | None]]:
    """Give counts, those of tones with their share, in the order of `figure_names`; None where unknown."""
    if figures is None or figures.is_missing:
        return [(None, None)] * (len(_SAID_TONES) + 5)
    shares = figures.shares or {}
    counts = (figures.items, figures.stories, figures.new_stories, figures.outlets)
    return [
        *((count, None) for count in counts),
        *((figures.tones[one], shares.get(one)) for one in _SAID_TONES),
        (figures.tones[None], None),
    ]


def _figure_cells(figures: Figures, lang: Lang) -> list[str]:
    return [_figure_cell(count, share, lang) for count, share in figure_counts(figures)]


def _figure_cell(count: int | None, share: Measure | None, lang: Lang) -> str:
    if count is None:
        return text("figures.missing", lang)
    written = words.decimal(count, lang)
    if share is None or share.value is None:
        return written
    between = words.interval(share.low, share.high, "share", lang)
    percent = words.percent(share.value, lang)
    return text("figures.share", lang, count=written, share=percent, interval=between)


def _listed(found: Sequence[Entry | Row], most: int, lang: Lang) -> Iterator[Block]:
    """Say how many of a list are left out, where some are."""
    if len(found) > most:
        yield plain("note", text("cut.list", lang, count=len(found) - most))


def _see(one: Entry, lang: Lang) -> Run:
    return Run(f" ({text('see', lang, number=one.number)})")


def _notable(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    for one in digest.notable[:most]:
        yield Paragraph("bullet", (*telling(one.told, lang), _see(one, lang)))
        yield plain("extract", why(one, digest, lang))
    if digest.notable:
        yield plain("note", text("notable.rule", lang))
    else:
        yield plain("body", text("notable.none", lang))


def why(one: Entry, digest: Digest, lang: Lang) -> str:
    """Say why a story is among those that matter."""
    press, central = one.ran(*PRESS), one.ran("central")
    parts = [text("why.press", lang, outlets=words.count(press, "outlet", lang))]
    if press == 1:
        parts = [text("why.one_central" if central else "why.one", lang)]
    elif central:
        parts.append(text("why.central", lang, central=words.decimal(central, lang)))
    if one.ran("aggregator"):
        parts.append(text("why.aggregators", lang, count=words.decimal(one.ran("aggregator"), lang)))
    names = quoted(message_names(digest.campaign, one.messages, lang), lang)
    if digest.campaign.messages:
        parts.append(text("why.messages", lang, names=names) if names else text("why.no_message", lang))
    return text("why", lang, parts="; ".join(parts))


def _critical(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    yield plain("note", text("critical.note", lang))
    for one in digest.critical[:most]:
        is_late = one.told.at < digest.issue.from_at
        yield Paragraph("bullet", (*telling(one.told, lang), _see(one, lang), *_late(is_late, lang)))
        extract = one.told.extract or one.told.title
        yield plain("extract", text("critical.fact", lang, extract=extract))
        yield plain("details", f"{tone(one, lang)}.")
    yield from _listed(digest.critical, most, lang)
    for row in digest.claims[:most]:
        yield from _claim(row, digest, lang)
    yield from _listed(digest.claims, most, lang)
    if not digest.critical and not digest.claims:
        yield plain("body", text("critical.none", lang))


def _late(is_late: bool, lang: Lang) -> list[Run]:
    """Mark what is of the last period and came to be known after that closed."""
    return [Run(f" ({text('late.mark', lang)})")] if is_late else []


def _claim(row: Row, digest: Digest, lang: Lang) -> Iterator[Block]:
    told = Item(
        row["outlet_name"],
        row["governing_body"],
        "other",
        row["title"],
        row["extract"],
        row["url"],
        row["moment"],
        row["has_time"],
    )
    off = "" if row["is_on_campaign"] else f" ({text('claim.off', lang)})"
    is_late = row["moment"] < digest.issue.from_at
    yield Paragraph("bullet", (*telling(told, lang), Run(off), *_late(is_late, lang)))
    checked = text("claim.checked", lang, day=words.day(row["checked_date"], lang))
    yield Paragraph(
        "extract",
        (
            Run(f"{text('claim', lang, wording=row['wording'])} "),
            Run(text("claim.source", lang), link=safe_link(row["source"])),
            Run(f" ({checked})"),
        ),
    )


def _messages(digest: Digest, lang: Lang) -> Iterator[Block]:
    if not digest.messages:
        yield plain("body", text("messages.undefined", lang))
        return
    of_all = words.count(len(digest.entries), "story", lang)
    carried = [row for row in digest.messages if row["entries"]]
    missing = [row["id"] for row in digest.messages if not row["entries"]]
    for row in carried:
        (name,) = message_names(digest.campaign, [row["id"]], lang)
        count = words.decimal(row["entries"], lang)
        yield plain("bullet", text("messages.carried", lang, name=name, count=count, all=of_all))
    if not carried:
        yield plain("body", text("messages.nothing", lang))
    elif missing:
        names = quoted(message_names(digest.campaign, missing, lang), lang)
        yield plain("body", text("messages.none", lang, names=names))


def _alerts(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    found = digest.alerts.open
    for row in found[:most]:
        runs = (
            Run(alerts.name(row, lang), is_bold=True),
            Run(f". {alerts.says(row, lang)} ({alerts.status(row, lang)})"),
        )
        yield Paragraph("bullet", runs)
        for label, said in alerts.prepared(row, lang):
            yield plain("extract", f"{label}: {said}")
        told = row["told"][:_ALERT_STORIES] if row["rule"] in _TELLING_RULES else []
        for story in told:
            at = words.time(story["published_at"], lang)
            runs = (Run(f"{story['outlet_name']}, {at}: "), source(story["title"], story["url"], lang))
            yield Paragraph("extract", runs)
    yield from _listed(found, most, lang)
    if not found:
        yield plain("body", text("alerts.none", lang))
    if digest.later_alerts:
        count = words.count(digest.later_alerts, "alert", lang)
        yield plain("note", text("alerts.later", lang, count=count))


def _gaps(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    collection = digest.figures.collection
    outlets = words.count(collection.watched_outlets, "outlet", lang)
    if collection.gap_share is None:
        yield plain("body", text("gaps.unknown", lang))
    elif digest.gaps:
        share = words.percent(collection.gap_share, lang)
        yield plain("body", text("gaps.share", lang, share=share, outlets=outlets))
    else:
        yield plain("body", text("gaps.none", lang, outlets=outlets))
    alike: dict[tuple[str, str], list[str]] = {}
    for row in digest.gaps[:most]:
        alike.setdefault(_days_and_reasons(row, lang), []).append(row["name"])
    for (days, reasons), names in alike.items():
        name = words.enumeration(names, lang)
        yield plain("bullet", text("gaps.outlet", lang, name=name, days=days, reasons=reasons))
    yield from _listed(digest.gaps, most, lang)
    if digest.suspects:
        named = [f"{row['name']} ({words.short_day(row['day_date'], lang)})" for row in digest.suspects]
        yield plain("body", text("gaps.suspect", lang, outlets="; ".join(named)))


def gap(row: Row, lang: Lang) -> str:
    """Say on which days an outlet was not collected in full, and why."""
    days, reasons = _days_and_reasons(row, lang)
    return text("gaps.outlet", lang, name=row["name"], days=days, reasons=reasons)


def _days_and_reasons(row: Row, lang: Lang) -> tuple[str, str]:
    reasons = [words.reason(one, lang) for one in row["reasons"]]
    if row["is_not_collected"]:
        reasons.append(text("gaps.not_collected", lang))
    return ", ".join(words.short_day(day, lang) for day in row["days"]), "; ".join(reasons)


def _midnight(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    for one in digest.since_midnight[:most]:
        runs = (*telling(one.items[-1], lang), _see(one, lang))
        if not one.is_new:
            again = text("midnight.again", lang, story_at=words.time(one.story_at, lang))
            runs = (*runs, Run(f"; {again}"))
        yield Paragraph("bullet", runs)
    yield from _listed(digest.since_midnight, most, lang)
    if not digest.since_midnight:
        yield plain("body", text("midnight.none", lang))
