"""The report on paper: A4 pages with contents, bookmarks and embedded fonts, from the page's own HTML."""

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

SCHEME = "bundled:"
"""Begins the addresses of what lies in our own packages, the only ones that are opened."""

_FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")


class PangoMissingError(Exception):
    """The library that sets the lines of a PDF is not on this machine."""


def require() -> None:
    """Make sure that PDFs can be written.

    Raises:
        PangoMissingError: Pango is missing.
    """
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise PangoMissingError(
            "a PDF needs Pango, which is not on this machine: apt-get install libpango-1.0-0 "
            f"libpangoft2-1.0-0 libharfbuzz-subset0; every other format was written ({error})"
        ) from error


def pdf(html: str) -> bytes:
    """Give a page as PDF; the same page gives the same bytes.

    Args:
        html: The page with the style for paper, which bears the instant of its creation in a meta element.

    Raises:
        PangoMissingError: Pango is missing.
    """
    require()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    written = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=bundled_only()).write_pdf(
        font_config=FontConfiguration(),
        pdf_identifier=hashlib.sha256(html.encode()).hexdigest().encode(),
        pdf_tags=True,
    )
    assert written is not None
    return written


def bundled_only() -> "URLFetcher":
    """Give what opens addresses for WeasyPrint: our fonts, and nothing else, here or elsewhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"

    class Bundled(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            name = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or name not in _FONTS:
                raise ValueError(f"{url}: only what is bundled is opened: {', '.join(_FONTS)}")
            return URLFetcherResponse(url, (folder / name).read_bytes(), {"Content-Type": "font/ttf"})

    return Bundled()
