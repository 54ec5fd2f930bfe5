"""The report of a campaign, in the forms that are asked for, and its figures beside it as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from dashboards import contents as reading
from dashboards import words
from dashboards.contents import Contents
from dashboards.figures import Drawing
from dashboards.files import place
from dashboards.findings import Finding, findings
from dashboards.reporting import charts, excel, page, pdf, periods, twin, word
from dashboards.words import Lang
from warehouse.reader import Reader

Format = Literal["html", "json", "docx", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write(
    reader: Reader,
    campaign: str,
    folder: Path,
    languages: Sequence[Lang],
    at: datetime,
    formats: Sequence[Format] = ("html",),
    period: str = periods.WHOLE,
) -> list[Path]:
    """Write the report of a campaign, and its figures as JSON beside it, whatever the formats.

    The same snapshot and instant give the same bytes. Each file appears whole or not at all. PDFs come last,
    so that where they can't be written every other format is there.

    Args:
        reader: The published warehouse.
        campaign: Id.
        folder: Where the files go; made where it is missing.
        languages: "vi", "en" or both.
        at: The instant that the report bears, aware.
        formats: What to write.
        period: What it is about: "all", a phase, an activity, a week or days, as `periods.Period.key`.

    Returns:
        The files of the formats in the order of `FORMATS`, each in every language:
        `<folder>/<campaign>-<last day of the whole, or the period>-<language>.<format>`.

    Raises:
        dashboards.contents.UnknownCampaignError: There is no such campaign.
        dashboards.reporting.periods.PeriodError: There is no such period.
        dashboards.reporting.pdf.PangoMissingError: PDFs can't be written here; all else was.
        warehouse.reader.NotPublishedError: Nothing is published.
    """
    contents = reading.read(reader, campaign, at.astimezone(words.VIETNAM).date(), period)
    folder.mkdir(parents=True, exist_ok=True)
    name = contents.to_date.isoformat() if contents.period.is_whole else period
    forms = {lang: _Forms(contents, lang, at) for lang in languages}
    placed: dict[Format, list[Path]] = {}
    for form in FORMATS:
        if form in formats or form == "json":
            files = {lang: folder / f"{campaign}-{name}-{lang}.{form}" for lang in languages}
            placed[form] = [place(file, getattr(forms[lang], form)()) for lang, file in files.items()]
    return [file for form in FORMATS if form in formats for file in placed[form]]


@dataclass(frozen=True)
class _Forms:
    """One report in every form, what they share made once."""

    contents: Contents
    lang: Lang
    at: datetime

    @cached_property
    def _findings(self) -> list[Finding]:
        return findings(self.contents, self.lang)

    @cached_property
    def _drawings(self) -> dict[str, Drawing]:
        return charts.drawings(self.contents, self.lang)

    @cached_property
    def _page(self) -> str:
        return page.html(self.contents, self._findings, self._drawings, self.lang, self.at)

    def html(self) -> bytes:
        return self._page.encode()

    def json(self) -> bytes:
        return twin.write(self.contents, self._findings, self.lang, self.at).encode()

    def docx(self) -> bytes:
        return word.docx(self._page, self._drawings, self.lang, self.at)

    def xlsx(self) -> bytes:
        return excel.xlsx(self.contents, self._findings, self.lang, self.at)

    def pdf(self) -> bytes:
        pdf.require()
        drawings = {name: one for name, one in self._drawings.items() if name != "timeline-narrow"}
        paper = page.html(self.contents, self._findings, drawings, self.lang, self.at, is_paper=True)
        return pdf.pdf(paper)
