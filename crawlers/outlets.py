"""The outlet register: one TOML file per outlet."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

Kind = Literal["newspaper", "magazine", "broadcaster", "agency", "portal", "aggregator", "foreign"]
_STRICT = ConfigDict(extra="forbid")


class RegisterError(Exception):
    """A record can't be used; the message names file, key and what was expected."""


@checked(frozen=True, config=_STRICT)
class Feed:
    """A feed, and what was seen of it."""

    url: str
    evidence: str


@checked(frozen=True, config=_STRICT)
class Outlet:
    """One outlet's record; `domains` carry a path prefix where a host is shared, the current one first."""

    id: str
    name: str
    domains: tuple[str, ...]
    kind: Kind | None = None
    former_domains: tuple[str, ...] = ()
    parent: str | None = None
    feeds: tuple[Feed, ...] = ()
    time_zone: str = "Asia/Ho_Chi_Minh"
    date_order: Literal["MDY"] | None = None
    delay_seconds: float = 0.5
    selectors: dict[str, str] = field(default_factory=dict)


_RECORD = TypeAdapter(Outlet)


def load(*folders: Path) -> dict[str, Outlet]:
    """Read the records of the folders (none: the register of this package), by id in alphabetical order.

    Raises:
        RegisterError: A file is not TOML, or a key is unknown, missing or of the wrong kind.
    """
    paths = [
        path
        for folder in folders or (Path(__file__).parent / "outlets",)
        for path in sorted(folder.glob("*.toml"))
    ]
    return {path.stem: _record(path) for path in paths}


def find(url: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """Give the outlet an address belongs to: the longest matching domain and path prefix, or None."""
    parts = urlsplit(url)
    matches = [
        (len(domain), outlet)
        for outlet in outlets.values()
        for domain in (*outlet.domains, *outlet.former_domains)
        if _covers(domain, parts.hostname or "", parts.path)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _covers(domain: str, host: str, path: str) -> bool:
    name, _, prefix = domain.partition("/")
    return (host == name or host.endswith("." + name)) and (path + "/").startswith(
        f"/{prefix}/" if prefix else "/"
    )


def _record(path: Path) -> Outlet:
    try:
        return _RECORD.validate_python({"id": path.stem, **tomllib.loads(path.read_text("utf-8"))})
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{path}: expected TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        names = list(Outlet.__dataclass_fields__)
        nearest = difflib.get_close_matches(str(first["loc"][-1]), names, 1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest and nearest[0] != key else ""
        raise RegisterError(f"{path}: key {key!r}: {first['msg']}{hint}") from error
