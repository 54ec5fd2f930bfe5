"""Fixtures that every room's tests share."""

import os
import pickle
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock

REPOSITORY = Path(__file__).parent.parent
Made = TypeVar("Made")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; tests that need it skip where it is absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data is not here")
    return folder


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., object]:
    """Make what is costly once for all processes of a run: `once(name, make)` gives what `make(folder)` gave.

    The folder is the same for all of them, and is not to be changed.
    """
    root = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        root = root.parent

    def give(name: str, make: Callable[[Path], Made]) -> Made:
        folder, made = root / name, root / f"{name}.pickle"
        with FileLock(root / f"{name}.lock"):
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                made.write_bytes(pickle.dumps(make(folder)))
        return pickle.loads(made.read_bytes())

    return give


@pytest.fixture(scope="session")
def copied() -> Callable[..., Path]:
    """Copy a finished folder that other processes may be reading: `copied(source, target)` gives the target.

    What is there only while something runs or reads comes and goes, and holds nothing once a step has ended.
    """

    def give(source: Path, target: Path, **how: Any) -> Path:
        passing = shutil.ignore_patterns("*.lock", "*.partial", "*.running", "*-wal", "*-shm")
        return Path(shutil.copytree(source, target, ignore=passing, **how))

    return give


class Postgres:
    """A server of its own, for this machine only."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._numbers = count()

    def database(self) -> str:
        """Make a database; give how libpq connects to it."""
        name = f"lantoa{next(self._numbers)}"
        subprocess.run(
            ["psql", "-q", f"{self.address} dbname=postgres", "-c", f"create database {name}"], check=True
        )
        return f"{self.address} dbname={name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of Debian's PostgreSQL; tests that need it skip where it is absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("PostgreSQL is not here: apt-get install postgresql")
    # Postgres refuses to be root; its own user can't enter pytest's folders.
    as_user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    )
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        taken.close()
        if as_user:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"
        subprocess.run(
            [*as_user, found[-1] / "initdb", "-D", data, "-A", "trust", "-U", "lantoa"],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )
        control = [*as_user, found[-1] / "pg_ctl", "-D", data, "-w"]
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        subprocess.run(
            [*control, "-o", options, "-l", f"{folder}/log", "start"],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )
        try:
            yield Postgres(f"host=127.0.0.1 port={port} user=lantoa")
        finally:
            subprocess.run(
                [*control, "-m", "immediate", "stop"], check=True, cwd="/", stdout=subprocess.DEVNULL
            )
