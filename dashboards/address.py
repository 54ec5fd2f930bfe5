"""What a page's address asks for; the address is all the state a page has, so it can be sent and kept."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, quote, urlencode

from dashboards.words import LANGUAGES, Lang


@dataclass(frozen=True)
class Address:
    """The path and the query part of an address.

    Attributes:
        page: Name of the page, such as "spread"; "" for the overview.
        campaign: Id of a campaign, as written there; None for the first.
        phase: Id of a phase, as written there; None for the whole period.
        lang: Vietnamese unless English is asked for.
    """

    page: str
    campaign: str | None
    phase: str | None
    lang: Lang

    def __str__(self) -> str:
        """Give the path and the query part, without the host."""
        parts = {"campaign": self.campaign, "phase": self.phase, "lang": self.lang}
        query = urlencode({name: part for name, part in parts.items() if part is not None})
        return f"/{quote(self.page)}?{query}"


def read(path: str | None, search: str | None) -> Address:
    """Read an address.

    Args:
        path: Its path, such as "/spread".
        search: Its query part, with its question mark or without.
    """
    query = {name: found[0] for name, found in parse_qs((search or "").removeprefix("?")).items()}
    lang = query.get("lang")
    return Address(
        (path or "").strip("/"),
        query.get("campaign"),
        query.get("phase"),
        cast(Lang, lang) if lang in LANGUAGES else LANGUAGES[0],
    )
