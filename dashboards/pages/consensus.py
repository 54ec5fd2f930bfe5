"""Consensus: tone by story, and how far independent stories agree."""

from dash import html
from dash.development.base_component import Component

from dashboards import campaign_tones, charts, segments, words
from dashboards.charts import Chart
from dashboards.findings import decided_elsewhere
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.furniture import figure
from dashboards.pages.parts import cards, of_the_whole, section
from dashboards.pages.view import View

_MEASURES = ("agreement", "opposed_pairs", "inflation_by_copying")


def drawings(view: View) -> dict[str, Chart]:
    """Give the charts of the page by name, in its order."""
    return {"tones": charts.tones(view.totals, view.address)}


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    main = section(
        "consensus",
        words.text("report.consensus", view.lang),
        *(figure(view, name, chart) for name, chart in drawings(view).items()),
        html.P(words.text("term.tone.hint", view.lang), className="quiet"),
        cards(view, _MEASURES),
        *(html.P(said, className="quiet") for said in decided_elsewhere(view, view.lang)),  # pyright: ignore[reportArgumentType] (a cached property is a property)
        html.P(words.text("report.consensus.no_interval", view.lang), className="quiet"),
    )
    return [main, *_segments(view), *_disagreements(view), *_campaign_tone(view)]


def _segments(view: View) -> list[Component]:
    """Show consensus by phase, outlet kind and message, refused ones with their reason."""
    if view.is_narrowed:
        return [of_the_whole("consensus-segments", label("consensus.segments", view.lang), view.lang)]
    table, parts = (
        segments.consensus_table(view.consensus, view.lang),
        segments.consensus_parts(view.consensus),
    )
    return (
        []
        if table is None
        else [
            html.Section(
                tables.texts(table, [view.address.rows(**{kind: name}) for kind, name in parts]),
                id="consensus-segments-section",
            )
        ]
    )


def _disagreements(view: View) -> list[Component]:
    """List events on which stories differ, so that both sides can be read."""
    lang = view.lang
    shown = segments.differing(view.first_disagreements, lang)
    if not shown:
        return []
    found = view.first_disagreements[0]["found"]
    numbers = {"shown": words.decimal(len(shown), lang), "all": words.decimal(found, lang)}
    note = html.P(words.text("report.disagreements.note", lang, **numbers), className="quiet")
    heading = words.text("report.disagreements", lang)
    return [section("disagreements", heading, note, *(tables.differing(one, lang) for one in shown))]


def _campaign_tone(view: View) -> list[Component]:
    """Show the tone towards the campaign as what it is, an experiment; nothing where no story was scored."""
    rows, lang = view.campaign_tones, view.lang
    if not campaign_tones.is_scored(rows):
        return []
    return [
        section(
            "campaign-tone",
            words.text("report.campaign_tone", lang),
            html.P(words.text("report.campaign_tone.experimental", lang), className="warning"),
            *(tables.numbers(table, lang) for table in campaign_tones.tables(rows, lang)),
            html.P(campaign_tones.basis(rows, lang), className="quiet"),
        )
    ]
