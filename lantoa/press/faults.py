"""What goes wrong at a press that is told to misbehave: the same at the same address in every process.

Every third outlet, in the order of ids, has one fault of its own; of the articles about one in twelve has
one. What passes when it is asked for again, or only looks odd, can be fetched; the rest can't, by anybody.
"""

import gzip
import hashlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Literal, get_args

from crawlers.discover import MAX_BYTES

Address = tuple[str, str]
OutletFault = Literal[
    "slow",
    "robots forbid",
    "feed too large",
    "byte order mark",
    "robots fail",
    "XML bomb",
    "wrong charset",
    "robots silent",
    "clock a day ahead",
    "feed breaks off",
]
PageFault = Literal["burst of 503", "reset", "broken gzip", "redirect loop", "endless", "trickle"]

AHEAD = timedelta(days=1)
SLOW_SECONDS = 0.2

_OUTLET_FAULTS: tuple[OutletFault, ...] = get_args(OutletFault)
# Articles of a thousand with each fault.
_PAGE_FAULTS: Mapping[PageFault, int] = {
    "burst of 503": 30,
    "reset": 20,
    "broken gzip": 20,
    "redirect loop": 5,
    "endless": 3,
    "trickle": 1,
}
_PASSES_AFTER: Mapping[str, int] = {"burst of 503": 2, "reset": 1, "broken gzip": 1}  # requests
_NEVER_FETCHED = {"robots forbid", "robots fail", "robots silent", "redirect loop", "endless", "trickle"}

_BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "tin tin tin tin tin tin tin tin tin tin">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<rss version="2.0"><channel><title>&g;&g;&g;&g;&g;&g;&g;&g;</title></channel></rss>"""


@dataclass(frozen=True)
class Request:
    """One request that the press was sent.

    Attributes:
        at: Seconds of the machine's monotonic clock.
        host: Without port.
        target: Path with query.
        fault: What it met, "" where it was answered as it should be.
    """

    at: float
    host: str
    target: str
    fault: str


class Faults:
    """The faults of a press, and the requests it was sent.

    Args:
        outlet_ids: All outlets of the press.
        hosts: Outlet id by host.
        feeds: Addresses of the feeds.
        articles: Addresses of all articles.
    """

    def __init__(
        self,
        outlet_ids: Sequence[str],
        hosts: Mapping[str, str],
        feeds: set[Address],
        articles: set[Address],
    ) -> None:
        self.outlets = outlet_faults(outlet_ids)
        self.requests: list[Request] = []
        self._hosts = hosts
        self._feeds = feeds
        self._articles = articles
        self._asked: Counter[Address] = Counter()
        self._lock = threading.Lock()

    def meet(self, host: str, target: str) -> str:
        """Count a request; give the fault that its answer has, "" for none."""
        address = host, target
        with self._lock:
            self._asked[address] += 1
            times = self._asked[address]
            fault = self._fault(address)
            if times > _PASSES_AFTER.get(fault, times):
                fault = ""
            self.requests.append(Request(time.monotonic(), host, target, fault))
        return fault

    def why_not(self, host: str, target: str) -> str:
        """Say why an article can't be fetched by anybody, "" where it can."""
        outlet, page = self.outlets.get(self._hosts.get(host, ""), ""), page_fault(f"{host}{target}")
        return next((fault for fault in (outlet, page) if fault in _NEVER_FETCHED), "")

    def _fault(self, address: Address) -> str:
        host, target = address
        outlet = self.outlets.get(self._hosts.get(host, ""), "")
        if target == "/robots.txt":
            return outlet if outlet.startswith("robots") else ""
        if address in self._feeds and outlet in ("feed too large", "XML bomb", "feed breaks off"):
            return outlet
        page = page_fault(f"{host}{target}") if address in self._articles else ""
        general = outlet in ("slow", "byte order mark", "wrong charset", "clock a day ahead")
        return page or (outlet if general else "")


def outlet_faults(outlet_ids: Sequence[str]) -> dict[str, OutletFault]:
    """Give the fault of each outlet that has one: every third in the order of ids, until each was had."""
    return dict(zip(sorted(outlet_ids)[1::3], _OUTLET_FAULTS, strict=False))


def page_fault(address: str) -> PageFault | Literal[""]:
    """Give the fault of an article, by its host and path."""
    place = int.from_bytes(hashlib.sha256(address.encode()).digest()[:4]) % 1000
    for fault, share in _PAGE_FAULTS.items():
        if place < share:
            return fault
        place -= share
    return ""


def respond(fault: str, handler: BaseHTTPRequestHandler, body: bytes, media_type: str) -> bool:
    """Answer with a fault; tell whether the answer is done, or is still to be given as usual.

    Args:
        fault: As `Faults.meet` gave it.
        handler: The connection.
        body: What would be answered.
        media_type: Its type.
    """
    if fault == "slow":
        time.sleep(SLOW_SECONDS)
    answer = _ANSWERS.get(fault)
    if answer is None:
        return False
    with suppress(OSError):  # a client hangs up on most of these
        answer(handler, body, media_type)
    return True


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, media_type: str, **headers: str) -> None:
    handler.send_response_only(status)
    handler.send_header("Content-Type", media_type)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _reset(handler: BaseHTTPRequestHandler, body: bytes, media_type: str) -> None:
    """Send half of the body, then end the connection with a reset."""
    handler.send_response_only(200)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def _endless(handler: BaseHTTPRequestHandler, block: bytes, wait_seconds: float) -> None:
    handler.close_connection = True
    handler.send_response_only(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.end_headers()
    while True:
        handler.wfile.write(block)
        handler.wfile.flush()
        time.sleep(wait_seconds)


def _silent(handler: BaseHTTPRequestHandler, body: bytes, media_type: str) -> None:
    """Answer nothing until the client goes away, or the connection has been idle for too long."""
    handler.close_connection = True
    handler.connection.recv(1)


def _loop(handler: BaseHTTPRequestHandler, body: bytes, media_type: str) -> None:
    _send(handler, 302, b"", media_type, Location=handler.path)


def _too_large(handler: BaseHTTPRequestHandler, body: bytes, media_type: str) -> None:
    padding = b"<!--" + b" " * (MAX_BYTES + 1) + b"-->"
    packed = gzip.compress(body + padding, compresslevel=1, mtime=0)
    _send(handler, 200, packed, media_type, Content_Encoding="gzip")


def _broken_gzip(handler: BaseHTTPRequestHandler, body: bytes, media_type: str) -> None:
    packed = gzip.compress(body, mtime=0)
    _send(handler, 200, packed[: len(packed) // 2], media_type, Content_Encoding="gzip")


_ANSWERS: Mapping[str, Callable[[BaseHTTPRequestHandler, bytes, str], None]] = {
    "robots forbid": lambda handler, _, kind: _send(handler, 200, b"User-agent: *\nDisallow: /\n", kind),
    "robots fail": lambda handler, _, kind: _send(handler, 500, b"", kind),
    "robots silent": _silent,
    "feed too large": _too_large,
    "XML bomb": lambda handler, _, kind: _send(handler, 200, _BOMB, kind),
    "feed breaks off": lambda handler, body, kind: _send(handler, 200, body[: len(body) // 2], kind),
    "byte order mark": lambda handler, body, kind: _send(handler, 200, b"\xef\xbb\xbf" + body, kind),
    "wrong charset": lambda handler, body, kind: _send(
        handler, 200, body, kind.replace("utf-8", "iso-8859-1")
    ),
    "burst of 503": lambda handler, _, kind: _send(handler, 503, b"", kind),
    "reset": _reset,
    "broken gzip": _broken_gzip,
    "redirect loop": _loop,
    "endless": lambda handler, _, __: _endless(handler, b"<p>tin</p>" * 6_000, 0.0),
    "trickle": lambda handler, _, __: _endless(handler, b"<p>tin</p>", 0.2),
}
