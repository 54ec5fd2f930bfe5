"""The address guard: what a feed, a redirect or a DNS answer may make the crawler connect to."""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawlers.outlets import Outlet

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.UNICODE)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_PORTS = (None, 80, 443)
# Networks that carry an IPv4 address inside an IPv6 one, and the position of its first bit from the right.
_CARRIERS = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


class RefusedError(IgnoreRequest):
    """A request that is not sent, for a reason that trying again would not change.

    Attributes:
        reason: Short, as counted.
        detail: What was found.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def refuse(url: str) -> str | None:
    """Say why an address must not be requested, or None.

    Allowed are http and https on ports 80 and 443, without user information, to a host name or a public IP
    address, in any spelling that a resolver takes for one (RFC 3986, 7.4: "0x7f.1", "2130706433").
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "not an address"
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme!r} is neither http nor https"
    if "@" in parts.netloc:
        return "user information in the address"
    if port not in _PORTS:
        return f"port {port} is neither 80 nor 443"
    return _refuse_host(parts)


def refuse_peer(address: str) -> str | None:
    """Say why a resolved IP address must not be connected to, or None."""
    try:
        peer = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r} is no IP address"
    return None if _is_public(peer) else f"{peer} is not a public address"


def registered_hosts(outlets: Iterable[Outlet]) -> frozenset[str]:
    """Give the hosts a register allows: domains (with their subdomains), hosts of feeds and sitemaps."""
    hosts: set[str] = set()
    for outlet in outlets:
        hosts.update(domain.partition("/")[0] for domain in (*outlet.domains, *outlet.former_domains))
        sources = (*outlet.feeds, *outlet.sitemaps)
        hosts.update(urlsplit(source.url).hostname or "" for source in sources)
    return frozenset(hosts - {""})


def is_registered(url: str, hosts: frozenset[str]) -> bool:
    """Tell whether an address lies on one of the hosts or on a subdomain of one."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))


class GuardMiddleware:
    """Refuses a request before anything is sent for it; redirects come by here again, hop by hop.

    Args:
        hosts: Hosts that may be requested.
    """

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        """Make it as Scrapy does."""
        outlets: Mapping[str, Outlet] = crawler.settings["LANTOA_OUTLETS"]
        return cls(registered_hosts(outlets.values()))

    def process_request(self, request: Request) -> None:
        """Let a request pass, or not.

        Raises:
            RefusedError: The address may not be requested.
        """
        redirected = bool(request.meta.get("redirect_urls"))
        if problem := refuse(request.url):
            raise RefusedError(
                "refused redirect" if redirected else "refused address", f"{request.url}: {problem}"
            )
        if not is_registered(request.url, self._hosts):
            raise RefusedError("redirect to another host" if redirected else "foreign host", request.url)


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only, so that no outlet's DNS can point the crawler inwards."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 Twisted's name
        """Give the IPv4 address of a host; fails with DNSLookupError when it is not public."""
        return super().getHostByName(name, timeout).addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if problem := refuse_peer(address):
        raise DNSLookupError(f"{name} resolves to a refused address: {problem}")
    return address


def _refuse_host(parts: SplitResult) -> str | None:
    # The form in which a resolver would see it: full-width digits and dots are digits and dots.
    given = (parts.hostname or "").rstrip(".")
    host = unicodedata.normalize("NFKC", given).casefold().rstrip(".")
    if parts.netloc.startswith("["):
        return refuse_peer(host)
    if not _HOST.fullmatch(given) or not _HOST.fullmatch(host):
        return "not a host name"
    if host == "localhost" or host.endswith(".localhost"):
        return "the local machine"
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return refuse_peer(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):
        return "not a host name"


def _is_public(peer: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(peer, ipaddress.IPv6Address):
        for network, shift in _CARRIERS:
            if peer in network:
                return _is_public(ipaddress.IPv4Address(int(peer) >> shift & 0xFFFFFFFF))
    return peer.is_global and not (peer.is_multicast or peer.is_reserved or peer.is_unspecified)
