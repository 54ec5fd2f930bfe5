"""Consensus: tone by story, and how far independent stories agree."""

from dash import html
from dash.development.base_component import Component

from dashboards import campaign_tones, charts, words
from dashboards.pages import tables
from dashboards.pages.parts import cards, figure, section
from dashboards.pages.view import View

_MEASURES = ("agreement", "opposed_pairs", "inflation_by_copying")


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    main = section(
        "consensus",
        words.text("report.consensus", view.lang),
        figure("tones", charts.tones(view.totals, view.lang)),
        html.P(words.text("term.tone.hint", view.lang), className="quiet"),
        cards(view, _MEASURES),
    )
    return [main, *_campaign_tone(view)]


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
