"""A digest as a workbook of typed tables."""

from collections.abc import Iterable, Sequence

from dashboards import alerts, words
from dashboards.digest.contents import Digest
from dashboards.digest.entries import Entry, Item
from dashboards.digest.first_page import figure_counts, figure_names, gap, why, why_not_compared
from dashboards.digest.listed import message_names, method, theme_name
from dashboards.digest.words import text
from dashboards.links import safe_link
from dashboards.rows import Row
from dashboards.words import Lang
from dashboards.workbook import Column, Kind, Sheet, workbook


def sheets(digest: Digest, lang: Lang) -> bytes:
    """Give a digest as the bytes of a workbook; the same digest gives the same bytes."""
    tables = [
        _figures(digest, lang),
        _entries(digest, lang),
        _items(digest, lang),
        _claims(digest, lang),
        _messages(digest, lang),
        _alerts(digest, lang),
        _gaps(digest, lang),
    ]
    return workbook(tables, _method(digest, lang), lang, digest.known_at)


def _columns(lang: Lang, *named: tuple[str, str, Kind]) -> list[Column]:
    """Columns by key, name of their title (with a full stop one of all screens), and kind."""
    return [Column(key, _title(title, lang), kind) for key, title, kind in named]


def _title(name: str, lang: Lang) -> str:
    return words.text(name, lang) if "." in name else text(f"field.{name}", lang)


def _figures(digest: Digest, lang: Lang) -> Sheet:
    """Key figures, those of the issue and beside them those it is compared with, or why there are none."""
    sides = ("value", "before")
    shares = [("share", "share"), ("low", "interval.low"), ("high", "interval.high")]
    columns = [Column("name", words.text("field.measure", lang))]
    for side in sides:
        columns.append(Column(side, text(f"field.{side}", lang), "count"))
        columns += [Column(f"{side}_{key}", text(f"field.{title}", lang), "share") for key, title in shares]
    columns.append(Column("note", text("field.note", lang)))
    reason = why_not_compared(digest, lang)
    figures = dict(zip(sides, (digest.figures, None if reason else digest.compared.figures), strict=True))
    rows: list[Row] = [{"name": name, "note": reason or None} for name in figure_names(lang)]
    for side, one in figures.items():
        for row, counted in zip(rows, figure_counts(one), strict=True):
            count, share = counted
            row |= {side: count, f"{side}_share": share and share.value}
            row |= {f"{side}_low": share and share.low, f"{side}_high": share and share.high}
    return Sheet(text("sheet.figures", lang), columns, rows)


def _entries(digest: Digest, lang: Lang) -> Sheet:
    columns = _columns(
        lang,
        ("number", "number", "count"),
        ("part", "part", "text"),
        ("theme", "theme", "text"),
        ("group", "group", "text"),
        ("outlet", "field.outlet", "text"),
        ("body", "term.governing_body", "text"),
        ("day", "day", "day"),
        ("at", "at", "instant"),
        ("title", "term.headline", "text"),
        ("extract", "extract", "text"),
        ("carriers", "carriers", "count"),
        ("names", "names", "text"),
        ("tone", "term.tone", "text"),
        ("new", "new", "text"),
        ("messages", "messages", "text"),
        ("why", "why", "text"),
        ("critical", "term.critical", "text"),
        ("url", "address", "text"),
    )
    listed = [(one, "current") for one in digest.entries] + [(one, "late") for one in digest.late]
    rows = [_entry(one, part, digest, lang) for one, part in listed]
    return Sheet(text("sheet.entries", lang), columns, rows)


def _entry(one: Entry, part: str, digest: Digest, lang: Lang) -> Row:
    return {
        "number": one.number,
        "part": text(f"part.{part}", lang),
        "theme": theme_name(one.theme, digest.campaign, lang),
        "carriers": len(one.carriers),
        "names": ", ".join(one.carriers),
        "tone": words.text(f"tone.{one.tone or 'unknown'}", lang),
        "new": text("yes", lang) if one.is_new else None,
        "messages": "; ".join(message_names(digest.campaign, one.messages, lang)),
        "why": why(one, digest, lang) if one in digest.notable else None,
        "critical": text("yes", lang) if one in digest.critical else None,
        **_item(one.told, lang),
    }


def _item(item: Item, lang: Lang) -> Row:
    return {
        "group": text(f"group.{item.group}", lang),
        "outlet": item.outlet,
        "body": item.governing_body,
        "day": item.at.date(),
        "at": item.at if item.has_time else None,
        "title": item.title,
        "extract": item.extract,
        "url": safe_link(item.url),
    }


def _items(digest: Digest, lang: Lang) -> Sheet:
    columns = _columns(
        lang,
        ("number", "number", "count"),
        ("group", "group", "text"),
        ("outlet", "field.outlet", "text"),
        ("body", "term.governing_body", "text"),
        ("day", "day", "day"),
        ("at", "at", "instant"),
        ("title", "term.headline", "text"),
        ("url", "address", "text"),
    )
    rows = [
        {"number": one.number, **_item(item, lang)}
        for one in (*digest.entries, *digest.late)
        for item in one.items
    ]
    return Sheet(text("sheet.items", lang), columns, rows)


def _claims(digest: Digest, lang: Lang) -> Sheet:
    columns = _columns(
        lang,
        ("wording", "alert.rule.claim", "text"),
        ("source", "alert.source", "text"),
        ("checked_date", "alert.checked", "day"),
        ("outlet_name", "field.outlet", "text"),
        ("day", "day", "day"),
        ("title", "term.headline", "text"),
        ("extract", "extract", "text"),
        ("url", "address", "text"),
    )
    rows = [row | {"day": row["moment"].date(), "url": safe_link(row["url"])} for row in digest.claims]
    return Sheet(words.text("alert.rule.claim", lang), columns, rows)


def _messages(digest: Digest, lang: Lang) -> Sheet:
    columns = _columns(lang, ("name", "term.message", "text"), ("entries", "stories", "count"))
    named = message_names(digest.campaign, [row["id"] for row in digest.messages], lang)
    rows = [row | {"name": name} for row, name in zip(digest.messages, named, strict=True)]
    return Sheet(text("sheet.messages", lang), columns, rows)


def _alerts(digest: Digest, lang: Lang) -> Sheet:
    columns = _columns(
        lang,
        ("name", "report.alerts", "text"),
        ("alert_date", "day", "day"),
        ("said", "field.reason", "text"),
        ("status", "status", "text"),
        ("prepared", "alert.text", "text"),
    )
    rows = [
        {
            "name": alerts.name(row, lang),
            "alert_date": row["alert_date"],
            "said": alerts.says(row, lang),
            "status": alerts.status(row, lang),
            "prepared": _lines(alerts.prepared(row, lang)),
        }
        for row in digest.alerts.open
    ]
    return Sheet(text("sheet.alerts", lang), columns, rows)


def _lines(said: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in said)


def _gaps(digest: Digest, lang: Lang) -> Sheet:
    columns = _columns(lang, ("name", "field.outlet", "text"), ("reasons", "reasons", "text"))
    rows = [{"name": row["name"], "reasons": gap(row, lang)} for row in digest.gaps]
    return Sheet(text("sheet.gaps", lang), columns, rows)


def _method(digest: Digest, lang: Lang) -> Sequence[tuple[str, str]]:
    issue = digest.issue
    covers = text(
        "covers", lang, from_at=words.time(issue.from_at, lang), to_at=words.time(issue.to_at, lang)
    )
    return [
        (words.text("term.campaign", lang), getattr(digest.campaign.names, lang)),
        (words.text("report.period", lang), covers),
        (words.text("report.collected_at", lang), words.time(digest.known_at, lang)),
        (text("method", lang), method(lang)),
        (text("notable", lang), text("notable.rule", lang)),
        (words.text("term.tone", lang), text("figures.basis", lang, hint=words.text("term.tone.hint", lang))),
    ]
