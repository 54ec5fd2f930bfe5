"""The loopback press: every outlet's site on one port of 127.0.0.1, told apart by the Host header."""

import contextlib
import functools
import gzip
import hashlib
import json
import sys
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import BaseServer, TCPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import typer

from lantoa.press import REGISTERS
from lantoa.press.edition import Document, Edition
from lantoa.press.faults import AHEAD, respond

LOOPBACK = "127.0.0.1"
BUNDLED_ITEMS = Path(__file__).with_name("items.jsonl")
_LEAST_COMPRESSED = 200
_IDLE_SECONDS = 60


class PressError(Exception):
    """The press can't open its port; the message says what to do."""


class Press:
    """A press that runs in the background while the context is open.

    Args:
        items: The file of items (see `lantoa.press.items`).
        port: Port of 127.0.0.1; 0 takes a free one.
        now: Aware time up to which items are out; None is the time of the latest item.
        everything: Whether feeds hold all entries and no item is hidden.
        registers: Folders with the records of outlets.
        faulty: Whether some outlets and pages misbehave (see `lantoa.press.faults`).

    Attributes:
        edition: What the hosts answer.
        url: The press's own address, known while the context is open.

    Raises:
        PressError: The port is taken.
        ItemsError: The file of items can't be served.
        RegisterError: An outlet's record can't be used.
    """

    def __init__(
        self,
        items: Path,
        port: int = 0,
        now: datetime | None = None,
        everything: bool = False,
        registers: tuple[Path, ...] = REGISTERS,
        faulty: bool = False,
    ) -> None:
        self._edition = functools.partial(Edition, items, registers, everything=everything, faulty=faulty)
        self.edition = self._edition(now=now)
        self.url = ""
        self._port = port

    def __enter__(self) -> "Press":
        try:
            self._server = _Server(self._port, self.edition)
        except OSError as error:
            raise PressError(f"port {self._port} of {LOOPBACK}: {error.strerror}: choose another") from error
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        return self

    def turn(self, now: datetime) -> None:
        """Let time pass: connections that are opened from now on see what is out by another now, aware."""
        self.edition = self._edition(now=now)
        self._server.show(self.edition)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def serve(items: Path, port: int, now: datetime | None, everything: bool, faulty: bool = False) -> None:
    """Run a press until the process is interrupted; see `Press` for arguments and errors."""
    with Press(items, port, now, everything, faulty=faulty) as press:
        edition = press.edition
        for outlet, fault in edition.faults.outlets.items() if edition.faults else ():
            typer.echo(f"{outlet}: {fault}")
        typer.echo(
            f"{edition.size} items on {len(edition.hosts)} hosts at {press.url}, as of "
            f"{edition.now.isoformat()}; Ctrl-C ends it."
        )
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The default of 5 makes a crawl that opens many connections at once wait for retransmission.
    request_queue_size = 256

    def __init__(self, port: int, edition: Edition) -> None:
        super().__init__((LOOPBACK, port), BaseHTTPRequestHandler)
        self.show(edition)

    def show(self, edition: Edition) -> None:
        """Answer with an edition from the next connection on."""
        info = {
            "hosts": sorted(edition.hosts),
            "outlets": edition.outlet_ids,
            "now": edition.now.isoformat(),
            "items": edition.size,
        }
        home = Document(json.dumps(info).encode(), "application/json", None)
        self._shown = edition, home

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 as its base has it
        """Let a connection be answered from what is shown when it is opened."""
        _Handler(*self._shown, request, client_address, self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what went wrong, but not that a client went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType] (handed on)

    def server_bind(self) -> None:
        # Without HTTPServer's look-up of the host's name, which may ask a name server.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.socket.getsockname()[1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(
        self, edition: Edition, home: Document, request: socket, client: tuple[str, int], server: BaseServer
    ) -> None:
        self._edition = edition
        self._home = home
        super().__init__(request, client, server)

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Keep silent: the crawler's archive is the record."""

    def _answer(self) -> None:
        host, target = self._requested()
        if not host:
            return self._refuse(HTTPStatus.BAD_REQUEST, "expected a host in the Host header")
        if host in (LOOPBACK, "localhost"):
            document = self._home if target == "/" else None
        elif host in self._edition.hosts:
            document = self._edition.answer(host, target)
        else:
            return self._refuse(
                HTTPStatus.MISDIRECTED_REQUEST, f"no outlet of this press has the host {host!r}"
            )
        if document is None:
            return self._refuse(HTTPStatus.NOT_FOUND, "nothing is published at this address")
        faults = self._edition.faults
        fault = faults.meet(host, target) if faults and host in self._edition.hosts else ""
        if fault and respond(fault, self, document.body, document.media_type):
            return None
        return self._give(document, AHEAD if fault == "clock a day ahead" else timedelta(0))

    def _requested(self) -> tuple[str, str]:
        """Give host (without port) and target; proxies send both in the request line."""
        host, target = self.headers.get("Host", ""), self.path
        if not target.startswith("/"):
            try:
                parts = urlsplit(target)
            except ValueError:
                return "", ""
            host = parts.netloc
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return host.lower().partition(":")[0].rstrip("."), target

    def _give(self, document: Document, ahead: timedelta) -> None:
        # Weak: the same for the compressed and the plain form.
        tag = f'W/"{hashlib.sha256(document.body).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Vary": "Accept-Encoding"}
        if document.modified_at:
            headers["Last-Modified"] = _http_date(document.modified_at)
        if self._has_already(tag, document.modified_at):
            return self._send(HTTPStatus.NOT_MODIFIED, headers, None, ahead)
        headers["Content-Type"] = document.media_type
        body = document.body
        if len(body) >= _LEAST_COMPRESSED and _accepts_gzip(self.headers.get("Accept-Encoding", "")):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=5, mtime=0)
        return self._send(HTTPStatus.OK, headers, body, ahead)

    def _has_already(self, tag: str, modified_at: datetime | None) -> bool:
        """Tell whether the client has this version (RFC 9110, 13.1.2 and 13.1.3: the tag goes first)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = {one.strip().removeprefix("W/") for one in known.split(",")}
            return "*" in tags or tag.removeprefix("W/") in tags
        since = self.headers.get("If-Modified-Since")
        if since is None or modified_at is None:
            return False
        try:
            return modified_at.replace(microsecond=0) <= parsedate_to_datetime(since).astimezone(UTC)
        except ValueError:
            return False

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self._send(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{reason}\n".encode())

    def _send(
        self,
        status: HTTPStatus,
        headers: dict[str, str],
        body: bytes | None,
        ahead: timedelta = timedelta(0),
    ) -> None:
        self.send_response_only(status)
        # The press's own time, so that nothing on a page is newer than its answer.
        self.send_header("Date", _http_date(self._edition.now + ahead))
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None and self.command != "HEAD":
            self.wfile.write(body)


def _http_date(time: datetime) -> str:
    return format_datetime(time.astimezone(UTC), usegmt=True)


def _accepts_gzip(header: str) -> bool:
    codings = (coding.replace(" ", "").lower() for coding in header.split(","))
    return any(
        coding.split(";")[0] in ("gzip", "x-gzip") and not coding.endswith(";q=0") for coding in codings
    )
