"""What a page shows as files: its tables as a workbook, and each of them as CSV."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import flask

from dashboards import address as addresses
from dashboards import desk, sheets, words
from dashboards.address import OVERVIEW
from dashboards.chart_labels import HOW
from dashboards.labels import label
from dashboards.pages import view as views
from dashboards.pages.contained import CONTAINED
from dashboards.pages.narrowing import named, offers
from dashboards.pages.view import AddressError, View
from dashboards.sheets import Sheet
from dashboards.workbook import of_every_file, workbook
from warehouse.reader import NotPublishedError, Reader, published_at

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(server: flask.Flask, published: Path, now: Callable[[], datetime], codings: Path | None) -> None:
    """Serve the files; who may open a page may have its files.

    Args:
        server: The dashboard's application.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder of codings; None where the dashboard only shows.
    """

    def _workbook(page: str) -> flask.Response:
        return _answer((published, codings), page, now(), _as_workbook, "xlsx", _XLSX)

    def _csv(page: str, table: str) -> flask.Response:
        def as_csv(view: View) -> bytes:
            found = CONTAINED[view.address.page](view)
            if table not in found:
                raise AddressError("unknown_address")
            told = [*_rests_on(view, {table: found[table]}), *of_every_file(view.lang)]
            return sheets.csv_file(found[table], told)

        return _answer((published, codings), page, now(), as_csv, f"{table}.csv", "text/csv; charset=utf-8")

    server.add_url_rule("/export/<page>/page.xlsx", "page_workbook", _workbook)
    server.add_url_rule("/export/<page>/<table>.csv", "page_csv", _csv)


def _answer(
    folders: tuple[Path, Path | None],
    page: str,
    at: datetime,
    write: Callable[[View], bytes],
    ending: str,
    mimetype: str,
) -> flask.Response:
    asked = addresses.read(None, flask.request.query_string.decode("ascii", "replace"))
    address = replace(asked, page="" if page == OVERVIEW else page)
    try:
        if address.page not in CONTAINED:
            raise AddressError("unknown_address")
        published, codings = folders
        with Reader(published) as reader, reader.held() as snapshot:
            view = views.read(reader, snapshot, views.choices(reader, address), at, desk.of_request(codings))
            body = write(view)
    except (AddressError, NotPublishedError) as error:
        told = "page.not_published" if isinstance(error, NotPublishedError) else str(error)
        text = words.text(told, address.lang) if told.startswith("page.") else label(told, address.lang)
        return flask.Response(f"404: {text}\n", 404, mimetype="text/plain")
    name = f"{view.which.campaign}-{page}-{view.from_date}-{view.to_date}.{ending}"
    answer = flask.Response(body, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _as_workbook(view: View) -> bytes:
    """Give a page's tables, and what they rest on, as known at the instant of the snapshot."""
    found = CONTAINED[view.address.page](view)
    at = published_at(view.snapshot)
    return workbook(list(found.values()), _rests_on(view, found), view.lang, at)


def _rests_on(view: View, found: Mapping[str, Sheet]) -> list[tuple[str, str]]:
    """Give what tables count, as name and text: their campaign, days and filters, and how each is made."""
    lang = view.lang
    chosen = named(offers(view.reader, view.which), view.address)
    known = view.collected_at
    return [
        (words.text("term.campaign", lang), view.names[lang]),
        (words.text("report.period", lang), words.period(view.from_date, view.to_date, lang)),
        *(
            (words.text("term.phase", lang), row[f"name_{lang}"])
            for row in view.phases
            if row["phase"] == view.which.phase
        ),
        *((label(f"narrow.{name}", lang), text) for name, text in chosen.items()),
        (
            words.text("report.collected_at", lang),
            words.time(known, lang) if known else words.text("report.unknown", lang),
        ),
        (label("export.snapshot", lang), view.snapshot),
        (label("export.address", lang), str(view.address)),
        *((found[name].name, label(f"how.{name}", lang)) for name in found if name in HOW),
    ]
