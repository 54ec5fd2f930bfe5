"""One address for one item."""

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.outlets import Outlet

_TRACKING = re.compile(r"^(utm_|at_|fbclid$|gclid$|zarsrc$|mc_|igshid$|_ga$|amp$)", re.IGNORECASE)


def canonical(url: str, outlet: Outlet | None = None) -> str:
    """Give the address by which an item is known: https, current domain, no tracking, no fragment.

    Raises:
        ValueError: The address is not http or https, or has no host.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{url!r}: expected an http or https address with a host")
    if outlet is not None:
        for former in outlet.former_domains:
            if host == former or host.endswith("." + former):
                host = host.removesuffix(former) + outlet.domains[0].partition("/")[0]
    query = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.match(key)]
    return urlunsplit(("https", host, parts.path.rstrip("/") or "/", urlencode(query), ""))


def title_hash(title: str) -> str:
    """Give 16 hex digits that identify a headline whatever its spaces, case and Unicode form."""
    plain = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
