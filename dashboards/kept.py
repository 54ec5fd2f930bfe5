"""Answers that are given again: a snapshot never changes, so neither does a page of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

import flask
from cachetools import LRUCache

from dashboards import address as addresses
from dashboards import desk, words
from warehouse.reader import NotPublishedError, Reader

MOST_BYTES: Final = 64_000_000
"""Bytes of answers that are kept; those not asked for longest go first."""

_PAGE: Final = "page.children"


class KeptPages:
    """The answers with pages that were given, by all that they depend on.

    Asked after the server has made sure that the one who asks may see them.

    Args:
        published: The folder of snapshots.
        codings: The folder of codings; None where the dashboard only shows.
        now: The clock, aware.
    """

    def __init__(self, published: Path, codings: Path | None, now: Callable[[], datetime]) -> None:
        self._published, self._codings, self._now = published, codings, now
        self._answers: LRUCache[tuple[Any, ...], bytes] = LRUCache(MOST_BYTES, len)
        self._lock = Lock()
        # People ask beside each other, and two threads for a short query take up to twice as much as one.
        self._reader = Reader(published, threads=1)

    def give(self) -> flask.Response | None:
        """Answer a request for a page with what is kept; None where nothing is."""
        key = flask.g.kept_as = self._key()
        with self._lock:
            body = self._answers.get(key) if key else None
        if body is None:
            return None
        flask.g.kept_as = None
        return flask.Response(body, mimetype="application/json")

    def keep(self, response: flask.Response) -> flask.Response:
        """Keep an answer with a page."""
        key = flask.g.get("kept_as")
        body = response.get_data() if key and response.status_code == 200 else b""
        if 0 < len(body) <= MOST_BYTES:
            with self._lock:
                self._answers[key] = body
        return response

    def _key(self) -> tuple[Any, ...] | None:
        """Give all that the page rests on which is asked for; None where none is, or one that is not kept."""
        asked: Any = flask.request.get_json(silent=True) if flask.request.method == "POST" else None
        if not isinstance(asked, dict) or asked.get("output") != _PAGE:
            return None
        path, search, shown = (one.get("value") for one in asked["inputs"])
        address = addresses.read(path, search)
        snapshot = self._open()
        if not snapshot or shown is None:
            return None
        who, now = desk.of_request(self._codings), self._now()
        # plans change with the day; how long ago something was is told on the page of health alone
        at = (
            now.strftime("%Y-%m-%d %H:%M")
            if address.page == "health"
            else now.astimezone(words.VIETNAM).date()
        )
        person = who.who if address.page == "coding" else None
        return snapshot, address, at, who.role, person, who.folder, _state(who.folder)

    def _open(self) -> str:
        """Give the name of the current snapshot, and hold it open: opening takes longer than reading."""
        with self._lock:
            try:
                with self._reader.held() as snapshot:
                    return snapshot
            except NotPublishedError:
                return ""


def _state(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Give what changes whenever something is written to a folder of codings."""
    if folder is None:
        return ()
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.jsonl")))
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)
