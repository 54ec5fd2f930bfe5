"""What a page's address asks for; the address is all the state a page has, so it can be sent and kept."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, urlencode

from dashboards.words import LANGUAGES, Lang


@dataclass(frozen=True)
class Address:
    """The query part of an address.

    Attributes:
        campaign: Id of a campaign, as written there; None for the first.
        phase: Id of a phase, as written there; None for the whole period.
        lang: Vietnamese unless English is asked for.
    """

    campaign: str | None
    phase: str | None
    lang: Lang

    def __str__(self) -> str:
        """Give the query part with its question mark."""
        parts = {"campaign": self.campaign, "phase": self.phase, "lang": self.lang}
        return "?" + urlencode({name: part for name, part in parts.items() if part is not None})


def read(search: str | None) -> Address:
    """Read the query part of an address, with its question mark or without."""
    query = {name: found[0] for name, found in parse_qs((search or "").removeprefix("?")).items()}
    lang = query.get("lang")
    return Address(
        query.get("campaign"), query.get("phase"), cast(Lang, lang) if lang in LANGUAGES else LANGUAGES[0]
    )
