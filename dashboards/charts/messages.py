"""The messages of a campaign: how many stories carry each."""

from collections.abc import Sequence

from dashboards import words
from dashboards.address import Address
from dashboards.charts.chart import BAR, BLUE, Chart, Drawing, bars_height, below_names, drawing, wrapped
from dashboards.labels import label
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Column, Sheet
from dashboards.words import Lang


def messages(carried: Sequence[Row], stories: int, at: Address) -> Chart:
    """Draw how many stories carry each message, in the order of the campaign's file.

    Args:
        carried: message, name_vi, name_en, stories and items of each message.
        stories: All stories of the same filter.
        at: The page's address.
    """
    lang = at.lang
    rows = [
        {
            "message": message[f"name_{lang}"],
            "stories": int(message["stories"]),
            "items": int(message["items"]),
            ADDRESS: at.rows(message=message["message"]),
        }
        for message in carried
    ]
    columns = [
        Column("message", words.text("field.message", lang)),
        Column("stories", words.text("field.stories", lang), "count"),
        Column("items", words.text("field.items", lang), "count"),
    ]
    table = Sheet(label("sheet.messages", lang), columns, rows)
    basis = label("messages.basis", lang, stories=words.count(stories, "story", lang))
    if not rows:
        return Chart(None, words.text("finding.messages.undefined", lang), basis, "", table)
    present = words.decimal(sum(row["stories"] > 0 for row in rows), lang)
    title = label("messages.title", lang, carried=present, all=words.count(len(rows), "message", lang))
    listed = "; ".join(f"{row['message']}: {words.decimal(row['stories'], lang)}" for row in rows)
    return Chart(_bars(rows, stories, lang), title, basis, f"{listed}.", table, bars_height(len(rows)))


def _bars(rows: list[Row], stories: int, lang: Lang) -> Drawing:
    places = list(range(len(rows)))[::-1]
    bars = {
        "type": "bar",
        "x": [row["stories"] for row in rows],
        "y": places,
        "width": BAR,
        "orientation": "h",
        "marker": {"color": BLUE},
        "text": [words.decimal(row["stories"], lang) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [row[ADDRESS] for row in rows],
        "hovertext": [wrapped(row["message"]) for row in rows],
        "hovertemplate": "%{hovertext}: %{x:,d}<extra></extra>",
    }
    names = {place: row["message"] for place, row in zip(places, rows, strict=True)}
    axis = {"range": [0, max(1, stories) * 1.02], "showticklabels": False}
    return drawing([bars], below_names(names, axis))
