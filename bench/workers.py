"""Pages read and scored by one worker and by two, each with a core of its own, on one shared home.

    python -m bench.workers [--pages 200]

It is what the DAG `process_articles` does on so many machines of one core: the outlets are shared out, and
each worker reads and scores its own. Workers are processes bound to one core each; Airflow's own time is left
out.
"""

import argparse
import os
import resource
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.pipeline import CAMPAIGN, archived
from lantoa import settings, steps


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=200, help="pages that are read and scored")
    pages = parser.parse_args().pages
    with TemporaryDirectory() as name:
        archived(Path(name) / "raw", pages)
        print("| workers | s by the clock | s of processor time | processes waiting (load) |")
        print("|---|---|---|---|")
        for workers in (1, 2):
            home = settings.home(Path(name) / str(workers))
            shutil.copytree(Path(name) / "raw", home.raw)
            clock, used = measured(home, workers)
            print(f"| {workers} | {clock:.0f} | {used:.0f} | {os.getloadavg()[0]:.0f} |")


def measured(home: settings.Home, workers: int) -> tuple[float, float]:
    """Give the seconds by the clock, and of processor time, that so many workers take for a home."""
    chosen = steps.outlets_to_extract(home)
    cores = sorted(os.sched_getaffinity(0))
    begun = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        parts = [
            pool.submit(_work, home.folder, cores[part % len(cores)], chosen[part::workers])
            for part in range(workers)
        ]
        used = sum(part.result() for part in parts)
    return time.perf_counter() - begun, used


def _work(folder: Path, core: int, outlets: Sequence[str]) -> float:
    os.sched_setaffinity(0, {core})
    home = settings.home(folder)
    steps.extract(home, outlets)
    steps.score(home, [CAMPAIGN], outlets)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
