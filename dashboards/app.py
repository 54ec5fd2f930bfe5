"""The dashboard as a web application."""

import atexit
import gc
import html
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import dash
import flask
from gunicorn.app.base import BaseApplication

from dashboards import address as addresses
from dashboards import ahead, auth, users, words
from dashboards.auth import Access
from dashboards.kept import KeptPages
from dashboards.pages import frame
from dashboards.users import UsersError

_THREADS = 4


class _Dash(dash.Dash):
    def interpolate_index(  # pyright: ignore[reportIncompatibleMethodOverride] (Dash passes all by name)
        self,
        **kwargs: Any,  # noqa: ANN401 (Dash hands over fragments of the page)
    ) -> str:
        """Give the page's frame in the language that its address asks for."""
        request = flask.request
        address = addresses.read(request.path, request.query_string.decode("ascii", "replace"))
        page = super().interpolate_index(**{**kwargs, "title": html.escape(frame.title(address))})
        # Dash puts its scripts into a footer of its own, which a screen reader would offer beside the page's
        page = page.replace("<footer>", "<div hidden>", 1).replace("</footer>", "</div>", 1)
        return page.replace("<html>", f'<html lang="{address.lang}">', 1)


def create(
    published: Path, now: Callable[[], datetime], access: Access, codings: Path | None = None
) -> dash.Dash:
    """Build the dashboard; `.server` is the WSGI application.

    Args:
        published: The folder of snapshots. It may still be empty: the page then says so.
        now: The clock (aware) by which the age of the snapshot is told.
        access: How users are known.
        codings: The folder to which people's decisions are written; None where the dashboard only shows.
    """
    app = _Dash(
        "dashboards.app",
        title=words.text("page.title", words.LANGUAGES[0]),
        update_title="",
        serve_locally=True,
        # the report's own style sheets lie in the same folder
        assets_ignore=r"report.*\.css",
        suppress_callback_exceptions=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = frame.frame()
    frame.register(app, published, now, codings)
    policy = _content_security_policy(app.csp_hashes())
    server: flask.Flask = app.server
    auth.protect(server, access, now)
    pages = KeptPages(published, codings, now)
    server.before_request(pages.give)
    server.after_request(pages.keep)
    server.after_request(lambda response: _harden(response, policy))
    return app


def serve(
    published: Path,
    host: str,
    port: int,
    now: Callable[[], datetime],
    access: Access,
    codings: Path | None = None,
) -> None:
    """Serve the dashboard until the process is told to end.

    Args:
        published: The folder of snapshots.
        host: The address to listen at; where nobody is asked who they are, one of this machine.
        port: A free TCP port.
        now: As in `create`.
        access: As in `create`.
        codings: As in `create`.

    Raises:
        dashboards.users.UsersError: Nobody could get in, or anybody.
    """
    if access.users is None and host not in auth.LOOPBACK:
        raise UsersError(
            f"host {host!r}: expected one of {', '.join(auth.LOOPBACK)}: without a login the dashboard is "
            "for this machine only"
        )
    if access.users is not None and not users.load(access.users):
        raise UsersError(
            f"{access.users}: nobody may open the dashboard: run `lantoa users add NAME --role editor`, or "
            "`lantoa dashboard --no-login` for yourself on this machine"
        )
    begun = partial(_begun, published, now)
    _Server(partial(create, published, now, access, codings), begun, host, port).run()


class _Server(BaseApplication):
    """Gunicorn, configured here rather than by its command line, files or environment."""

    def __init__(
        self, create: Callable[[], dash.Dash], begun: Callable[[object], None], host: str, port: int
    ) -> None:
        self._create, self._begun = create, begun
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        assert self.cfg is not None
        for name, value in {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": _THREADS,
            "loglevel": "warning",
            # from whom a request came is told by its connection alone
            "forwarded_allow_ips": "",
            # a socket by which other programs could command this one
            "control_socket_disable": True,
            "post_worker_init": self._begun,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> flask.Flask:  # pyright: ignore[reportIncompatibleMethodOverride] (gunicorn has no types)
        """Build the application, in the worker."""
        return self._create().server


def _begun(published: Path, now: Callable[[], datetime], _worker: object) -> None:
    """Prepare a worker that has been loaded, and let it compute the usual pages ahead.

    What it has by now is never garbage: to look through it for some takes longer than half a page. When told
    to end it does so without tearing libraries down: DuckDB was loaded before gunicorn forked the worker and
    aborts when the copy of it is torn down. Nothing is lost: the worker only reads.
    """
    gc.freeze()
    atexit.register(os._exit, 0)
    Thread(target=ahead.follow, args=(published, now, Event()), daemon=True).start()


def _content_security_policy(script_hashes: Sequence[str]) -> str:
    """Give a policy without outside origins.

    Scripts are files of our own, and those inline scripts of Dash whose hashes are known. Styles can't be
    hashed: Plotly and ag-grid write style elements and attributes as they draw. Plotly and ag-grid's icons
    come as data: images and fonts.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(script_hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _harden(response: flask.Response, policy: str) -> flask.Response:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    # to ourselves, since without it a form would bear no Origin either
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
