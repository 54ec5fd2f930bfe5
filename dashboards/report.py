"""The report of a campaign: one HTML file without script, and its figures beside it as JSON."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dashboards import contents as reading
from dashboards import words
from dashboards.contents import Contents
from dashboards.findings import findings
from dashboards.reporting import page, twin
from dashboards.words import Lang
from warehouse.reader import Reader


def write(reader: Reader, campaign: str, folder: Path, languages: Sequence[Lang], at: datetime) -> list[Path]:
    """Write the report of a campaign from the stored measures, and its figures as JSON beside it.

    The same snapshot and instant give the same bytes. Each file appears whole or not at all.

    Args:
        reader: The published warehouse.
        campaign: Id.
        folder: Where the files go; made where it is missing.
        languages: "vi", "en" or both.
        at: The instant that the report bears, aware.

    Returns:
        `<folder>/<campaign>-<last day>-<language>.html` by language; the JSON has the same name with .json.

    Raises:
        dashboards.contents.UnknownCampaignError: There is no such campaign.
        warehouse.reader.NotPublishedError: Nothing is published.
    """
    contents = reading.read(reader, campaign, at.astimezone(words.VIETNAM).date())
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(contents, campaign, folder, lang, at) for lang in languages]


def _write(contents: Contents, campaign: str, folder: Path, lang: Lang, at: datetime) -> Path:
    found = findings(contents, lang)
    file = folder / f"{campaign}-{contents.to_date.isoformat()}-{lang}.html"
    _place(file.with_suffix(".json"), twin.write(contents, found, lang, at))
    _place(file, page.html(contents, found, lang, at))
    return file


def _place(path: Path, content: str) -> None:
    whole = path.with_name(path.name + ".partial")
    whole.write_text(content, "utf-8")
    whole.replace(path)
