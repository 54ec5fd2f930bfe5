"""The dashboard as people meet it: gunicorn, on this machine, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

_SCRIPT = """
import datetime, pathlib, sys
from dashboards import app, auth
now = datetime.datetime.fromisoformat(sys.argv[3])
app.serve(pathlib.Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), lambda: now, auth.nobody_asked())
"""


@contextmanager
def served(published: Path, now: datetime) -> Generator[int]:
    """Serve a folder of snapshots at a fixed instant, without a login; give the port of 127.0.0.1."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _SCRIPT, str(published), str(port), now.isoformat()]
    with subprocess.Popen(command) as process:
        try:
            while not _listens(port):
                assert process.poll() is None, "the dashboard's server ended by itself"
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
