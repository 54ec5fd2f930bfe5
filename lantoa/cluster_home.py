"""Whether the machines of a cluster have one home: `deploy/cluster/start` marks it, `worker` looks for that.

The mark is drawn at each start, and stands in the home and in the cluster's Redis: a folder that is not on
the share has none, a copy of the home another.
"""

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from lantoa import settings

if TYPE_CHECKING:
    from redis import Redis

MARK: Final = ".cluster"
"""The file in the home."""

_BROKER = "AIRFLOW__CELERY__BROKER_URL"
_KEY = "lantoa:home"
_SECONDS = 10


class ClusterHomeError(Exception):
    """A worker is not started; the message says what was expected and what to do."""


def mark(home: Path) -> None:
    """Mark the home of the cluster whose Redis AIRFLOW__CELERY__BROKER_URL names."""
    home.mkdir(parents=True, exist_ok=True)
    drawn = uuid4().hex
    (home / MARK).write_text(drawn, "utf-8")
    _redis().hset(_KEY, mapping={"path": str(home), "mark": drawn})


def check(home: Path, address: str, ports: dict[str, int]) -> None:
    """Look whether a worker of this machine can work for the cluster of another one.

    Args:
        home: The home on this machine.
        address: The first machine's.
        ports: What listens there, by what it is.

    Raises:
        ClusterHomeError: It does not answer, has other secrets, or another home.
    """
    from redis.exceptions import AuthenticationError

    for what, port in ports.items():
        _require_answer(what, address, port)
    try:
        marked = _redis().hgetall(_KEY)
    except AuthenticationError as error:
        raise ClusterHomeError(
            f"the passwords and keys here are not those of the cluster at {address}: copy its file of secrets"
        ) from error
    if not marked:
        raise ClusterHomeError(f"the cluster at {address} has not begun: wait for its start, and try again")
    if marked["path"] != str(home):
        raise ClusterHomeError(
            f"LANTOA_HOME is {home}: expected {marked['path']}, as on {address}, on a share of both machines"
        )
    try:
        found = (home / MARK).read_text("utf-8")
    except OSError:
        found = ""
    if found != marked["mark"]:
        raise ClusterHomeError(
            f"{home} is not the folder that {address} has there: mount the share that holds it here too"
        )


def _require_answer(what: str, address: str, port: int) -> None:
    try:
        socket.create_connection((address, port), _SECONDS).close()
    except OSError as error:
        raise ClusterHomeError(
            f"{what} does not answer at {address}:{port} ({error}): start the cluster there with "
            f"CLUSTER_ADDRESS={address}, and let this machine through its firewall"
        ) from error


def _redis() -> "Redis":
    from redis import Redis

    return Redis.from_url(os.environ[_BROKER], socket_timeout=_SECONDS, decode_responses=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        mark(settings.home().folder)
    else:
        names = ("PostgreSQL", "Redis", "Airflow")
        try:
            check(settings.home().folder, sys.argv[1], dict(zip(names, map(int, sys.argv[2:]), strict=True)))
        except ClusterHomeError as error:
            sys.exit(f"error: {error}")
