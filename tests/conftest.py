"""Fixtures that every room's tests share."""

import pickle
import shutil
from collections.abc import Callable
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
