"""Downloading: bounds on every response, and the loopback press in place of the network."""
# ruff: noqa: ANN401 the signatures are Scrapy's and Twisted's, which are not typed

import zlib
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _BindAddressAgent,  # pyright: ignore[reportPrivateUsage] Scrapy is pinned; it offers no other way to dial elsewhere
    _LenientHTTP11ClientFactory,  # pyright: ignore[reportPrivateUsage] nor to bound headers
    _LenientHTTP11ClientProtocol,  # pyright: ignore[reportPrivateUsage]
    _ScrapyAgent,  # pyright: ignore[reportPrivateUsage]
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.endpoints import TCP4ClientEndpoint
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import URI, Agent, ResponseFailed

from crawlers.budget import asked_to_wait
from crawlers.robots import Hears

HEAD_BYTES = 1 << 18
"""Of the status line and headers of a response; browsers take as much."""

_GZIP = 16 + zlib.MAX_WBITS
_BLOCK = 1 << 16


class TooSlowError(Exception):
    """A response began and did not end in time."""


class HeadTooLargeError(DownloadCancelledError):
    """The headers of a response are beyond HEAD_BYTES, or have no end."""


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's handler with limits: DOWNLOAD_TIMEOUT to the headers, RESPONSE_SECONDS in all, HEAD_BYTES."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        self._whole_seconds = crawler.settings.getfloat("LANTOA_RESPONSE_SECONDS")

    async def download_request(self, request: Request) -> Response:
        """Fetch one response.

        Raises:
            PutOffError: Its host asked to be left alone while the request waited for its turn.
            HeadTooLargeError: Its headers have no end.
            TooSlowError: It did not end within LANTOA_RESPONSE_SECONDS.
            ResponseDataLossError: Its body, or the compressed form of it, breaks off.
        """
        if until := cast("Hears", self._crawler.spider).held_until(request.meta["download_slot"]):
            raise asked_to_wait(until)
        with wrap_twisted_exceptions():
            try:
                response = await maybe_deferred_to_future(self._agent().download_request(request))
            except ResponseFailed as failed:
                if any(reason.check(HeadTooLargeError) for reason in failed.reasons):
                    raise HeadTooLargeError("headers beyond the limit") from failed
                raise
        coding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        # An answer without a body, such as 304, may name the coding that its body would have.
        if (
            response.body
            and coding in (b"gzip", b"x-gzip")
            and breaks_off(response.body, request.meta["download_maxsize"])
        ):
            raise ResponseDataLossError("the compressed body breaks off")
        return response

    def _agent(self) -> "_BoundedAgent":
        return _BoundedAgent(self._whole_seconds, **self._agent_options())

    def _agent_options(self) -> dict[str, Any]:
        return {
            "contextFactory": self._contextFactory,
            "pool": self._pool,
            "maxsize": self._default_maxsize,
            "fail_on_dataloss": True,
            "crawler": self._crawler,
        }


def breaks_off(body: bytes, most: int) -> bool:
    """Tell whether a gzip stream ends before its end: Scrapy takes what there is for the whole.

    Args:
        body: The stream.
        most: Bytes after which no more is decompressed, since the response is refused as too large anyway.
    """
    member, made = zlib.decompressobj(_GZIP), 0
    while body and made <= most and not member.eof:
        try:
            made += len(member.decompress(body, _BLOCK))
        except zlib.error:
            return False  # no gzip at all, which Scrapy reports
        body = member.unconsumed_tail
    return made <= most and not member.eof


class PressHandler(BoundedHandler):
    """Dials the loopback press for every address; the request keeps its own URL and Host.

    The only peer it can reach is the press, whatever a request names: it makes its own endpoint for the
    press's address, takes no proxy and never resolves a name.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        press = urlsplit(crawler.settings["LANTOA_PRESS"])
        self._peer = (press.hostname or "", press.port or 80)

    def _agent(self) -> "_BoundedAgent":
        return _ToPress(self._peer, self._whole_seconds, **self._agent_options())


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection that is given up when what stands before a body has no end."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802 Twisted's names
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(bytes)
            if self._head > HEAD_BYTES:
                self._giveUp(Failure(HeadTooLargeError()))
                return
        super().dataReceived(bytes)


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802 Twisted's name
        return _BoundedProtocol(self._quiescentCallback)


class _BoundedAgent(_ScrapyAgent):
    def __init__(self, whole_seconds: float, **options: Any) -> None:
        super().__init__(**options)
        self._whole_seconds = whole_seconds

    @property
    def _timer(self) -> Any:  # Twisted's stub of IDelayedCall can't be called
        return self._timeout_cl

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        # The headers are here: from now on the limit is the one for the whole response.
        left = self._whole_seconds - request.meta["download_latency"]
        self._timer.reset(max(left, 0))
        return super()._cb_bodyready(txresponse, request)

    def _cb_timeout(self, result: Any, request: Request, url: str, timeout: float) -> Any:
        if self._txresponse is None or self._timer.active():
            return super()._cb_timeout(result, request, url, timeout)
        self._txresponse._transport.stopProducing()
        raise TooSlowError(f"no end of {url} within {self._whole_seconds:g} s")


class _ToPress(_BoundedAgent):
    def __init__(self, peer: tuple[str, int], whole_seconds: float, **options: Any) -> None:
        super().__init__(whole_seconds, **options)
        self._peer = peer

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        from twisted.internet import reactor

        return _PressAgent(self._peer, reactor, self._contextFactory, timeout, None, self._pool)  # pyright: ignore[reportArgumentType] the module is the reactor


class _PressAgent(_BindAddressAgent):
    def __init__(self, peer: tuple[str, int], reactor: Any, *options: Any) -> None:
        super().__init__(reactor, *options)
        self._peer = peer

    def _getEndpoint(self, uri: URI) -> TCP4ClientEndpoint:  # noqa: N802 Twisted's name
        timeout = self._endpointFactory._connectTimeout
        return TCP4ClientEndpoint(self._reactor, *self._peer, timeout=timeout)
