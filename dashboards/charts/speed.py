"""How fast others ran what an agency wrote."""

from collections.abc import Sequence
from itertools import pairwise

from dashboards import words
from dashboards.address import Address
from dashboards.charts.chart import BLUE, Chart, Drawing, drawing
from dashboards.labels import label
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Column, Sheet
from dashboards.words import Lang
from warehouse.measures import Measure, wire_speed, withheld

_LIMITS = (0, 1, 3, 6, 12, 24, 72, None)
"""Hours between which outlets are counted together; the last have no end."""


def speed(ran: Sequence[Row], why_withheld: str, at: Address) -> Chart:
    """Draw after how many hours other outlets ran the stories of agencies.

    Args:
        ran: story_id, hours (None where no other outlet ran it) and is_whole, a row an outlet and story.
        why_withheld: Why speed is withheld, in English; "" where it is not.
        at: The page's address.
    """
    lang = at.lang
    whole = [row for row in ran if row["is_whole"]]
    by_story: dict[str, list[float]] = {row["story_id"]: [] for row in whole}
    for row in whole:
        if row["hours"] is not None:
            by_story[row["story_id"]].append(row["hours"])
    hours = [hour for of in by_story.values() for hour in of]
    wire = at.rows(outlet_kind="agency")
    rows: list[Row] = [_band(low, high, hours, lang) | {ADDRESS: wire} for low, high in pairwise(_LIMITS)]
    columns = [
        Column("band", label("column.hours", lang)),
        Column("outlets", label("column.runs", lang), "count"),
        Column("so_far", label("column.so_far", lang), "share"),
    ]
    table = Sheet(label("sheet.speed", lang), columns, rows)
    found = withheld(wire_speed(by_story), why_withheld)
    basis = label(
        "speed.basis",
        lang,
        stories=words.count(len(by_story), "story", lang),
        carried=words.decimal(sum(1 for of in by_story.values() if of), lang),
        young=words.decimal(len({row["story_id"] for row in ran} - by_story.keys()), lang),
    )
    if not hours:
        return Chart(None, label("speed.none", lang), basis, label("speed.none.why", lang), table)
    listed = "; ".join(f"{row['band']}: {words.decimal(row['outlets'], lang)}" for row in rows)
    description = label("speed.description", lang, listed=listed)
    return Chart(_bars(rows, lang), _title(found, lang), basis, description, table, 260)


def _band(low: int | None, high: int | None, hours: Sequence[float], lang: Lang) -> Row:
    assert low is not None
    if high is None:
        name = label("speed.over", lang, low=str(low))
    else:
        name = label("speed.between", lang, low=str(low), high=str(high))
    here = sum(low <= hour and (high is None or hour < high) for hour in hours)
    so_far = sum(high is None or hour < high for hour in hours)
    return {"band": name, "outlets": here, "so_far": so_far / len(hours) if hours else None}


def _title(found: Measure, lang: Lang) -> str:
    if found.value is None:
        status = words.text(f"status.{found.status}", lang)
        return label("speed.refused", lang, status=status, reason=words.reason(found.reason, lang))
    between = words.interval(found.low, found.high, "hours", lang)
    return label("speed.title", lang, hours=words.value(found.value, "hours", lang), between=between)


def _bars(rows: Sequence[Row], lang: Lang) -> Drawing:
    bars = {
        "type": "bar",
        "x": [row["band"] for row in rows],
        "y": [row["outlets"] for row in rows],
        "marker": {"color": BLUE},
        "text": [words.decimal(row["outlets"], lang) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [row[ADDRESS] for row in rows],
        "hovertext": [words.percent(row["so_far"], lang) for row in rows],
        "hovertemplate": f"%{{x}}: %{{y}}<br>{label('column.so_far', lang)}: %{{hovertext}}<extra></extra>",
    }
    title = {"text": label("column.hours", lang), "standoff": 6, "font": {"size": 12}}
    layout = {
        "showlegend": False,
        "xaxis": {"title": title, "tickfont": {"size": 12}},
        "yaxis": {"tickformat": ",d", "nticks": 5},
    }
    return drawing([bars], layout)
