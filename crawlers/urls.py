"""One address for one item."""

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from crawlers.outlets import Outlet

# Only names that never select content: general lists also hold "cid", "ref" or "source", and a parameter
# too many merges two articles into one.
_TRACKING = re.compile(
    r"(utm|at|vn|itm|mc|pk|mtm)_.*|(fb|g|d|ms|tw|y)clk?id|[gw]braid|gidzl|zarsrc|igshid|mibextid|_g[al]|amp",
    re.IGNORECASE,
)
# The same article for phones: "/amp/slug.htm", "/slug.htm/amp", "/slug.amp".
_AMP = re.compile(r"^(?:/amp)+(?=/.)|(?<=[^/])(?:[/.]amp)+$", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|[0-9a-f:]+(?:[0-9.]+)?")  # names with Unicode letters, IPv4, IPv6


def canonical(url: str, outlet: Outlet | None = None) -> str:
    """Give the address by which an item is known.

    https, lower-case host without "www." and without a default port, the outlet's current domain for a former
    one, its main host and path for those for phones, percent-encoding as RFC 3986 has it, parameters in order
    and without those for tracking, no fragment, no slash at the end. Given twice, it changes nothing.

    Args:
        url: An absolute address.
        outlet: Record of the outlet it belongs to; None leaves host and path as they are.

    Raises:
        ValueError: The address is not http or https, or has no host, or is no address at all.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
            raise ValueError("no http or https host")
        path = parts.path
        if outlet is not None:
            host, path = _current(host, path, outlet)
        query = [
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(key)
        ]
        netloc = f"[{host}]" if ":" in host else host
        netloc += f":{port}" if port not in (None, 80, 443) else ""
        # w3lib leaves what follows the last ";" of a path as it is, unless that is hidden from it.
        path = path.replace(";", "%3B")
        plain = urlsplit(canonicalize_url(urlunsplit(("https", netloc, path, urlencode(query), ""))))
    except ValueError as error:
        raise ValueError(f"{url[:200]!r}: expected an http or https address with a host ({error})") from error
    path = plain.path.rstrip("/") if outlet is None else _without_amp(plain.path)
    return urlunsplit(("https", plain.netloc, path or "/", plain.query, ""))


def title_hash(title: str) -> str:
    """Give 16 hex digits that identify a headline whatever its spaces, case and Unicode form."""
    plain = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _without_amp(path: str) -> str:
    while (shorter := _AMP.sub("", path.rstrip("/"))) != path:
        path = shorter
    return path


def _current(host: str, path: str, outlet: Outlet) -> tuple[str, str]:
    """Give host and path under which an outlet publishes today."""
    main, _, prefix = outlet.domains[0].partition("/")
    if host in outlet.mirror_hosts:
        return main, path
    for domain in outlet.former_domains:
        former, _, former_prefix = domain.partition("/")
        old = f"/{former_prefix}" if former_prefix else ""
        if (host == former or host.endswith(f".{former}")) and f"{path}/".startswith(f"{old}/"):
            host = host.removesuffix(former) + main
            path = (f"/{prefix}" if prefix else "") + path.removeprefix(old)
            break
    known = {domain.partition("/")[0] for domain in outlet.domains}
    return (host.removeprefix("www.") if host.removeprefix("www.") in known else host), path
