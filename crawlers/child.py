"""A process of its own for what Scrapy does: it ends with its caller, however that ends.

A process can choose its reactor once, and Scrapy can't be started again in it.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1


class CrawlError(Exception):
    """The crawl's process broke; what it had archived by then is kept, and the next crawl goes on there."""


@contextlib.contextmanager
def started(command: Sequence[str], facts: Mapping[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
    """Start a command with the file of its facts as last word; give the events that it tells.

    Args:
        command: A Python module's, which calls `told` and `say`.
        facts: What it has to know, as JSON.

    Raises:
        CrawlError: It ended with another status than 0.
    """
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("w+b") as log:
        file = Path(folder, "facts.json")
        file.write_text(json.dumps(facts))
        with _process((*command, str(file)), log) as process:
            yield _events(process.stdout or ())
            status = process.wait()
        log.seek(0)
        said = log.read().decode("utf-8", errors="replace")
    if status != 0:
        last = said.strip().rpartition("\n")[2] or "it said nothing"
        raise CrawlError(f"the crawl's process ended with status {status}: {last}")


def told() -> dict[str, Any] | None:
    """Give, within the process, the facts it was started with; None where its caller is gone already."""
    parent = int(os.environ["LANTOA_CRAWL_PARENT"])
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        return None
    return json.loads(Path(sys.argv[1]).read_text())


def say(event: str, **facts: object) -> None:
    """Tell, within the process, an event to its caller."""
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def _events(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read events, but the line in the middle of which a process was killed."""
    return (json.loads(line) for line in lines if line.endswith("\n"))


@contextlib.contextmanager
def _process(command: Sequence[str], log: IO[bytes]) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"LANTOA_CRAWL_PARENT": str(os.getpid()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(  # noqa: S603 our own module
        command, stdout=subprocess.PIPE, stderr=log, text=True, process_group=0, env=environment
    )
    try:
        yield process
    finally:
        # The archive is safe at any instant, so nothing is lost by not asking first.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()
