"""What Airflow waits for when it reads the DAG files: processor time beyond the imports of Airflow itself.

    python -m bench.dags [--json]

Each round is a process of its own, in which airflow.sdk and the provider of mails are read first.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import printed

FOLDER = Path(__file__).parent.parent / "dags"
_ROUNDS = 5
_READ = """
import importlib, json, sys, time
import airflow.sdk, airflow.sdk.definitions.callback, airflow.sdk.definitions.deadline
import airflow.providers.smtp.notifications.smtp
sys.path.insert(0, sys.argv[1])
seconds = {}
for name in sys.argv[2:]:
    begun = time.process_time()
    importlib.import_module(name)
    seconds[name] = time.process_time() - begun
print(json.dumps(seconds))
"""


def measured() -> dict[str, Any]:
    """Give the seconds by file, and of all together, of the best of 5 rounds."""
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    rounds: list[dict[str, float]] = []
    for _ in range(_ROUNDS):
        ended = subprocess.run(
            [sys.executable, "-c", _READ, str(FOLDER), *names], stdout=subprocess.PIPE, text=True, check=True
        )
        rounds.append(json.loads(ended.stdout.splitlines()[-1]))
    best = min(rounds, key=lambda one: sum(one.values()))
    return {"files": best, "seconds": sum(best.values())}


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for file, took in found["files"].items():
        yield f"{file}: {took:.3f} s"
    yield f"together: {found['seconds']:.3f} s"


if __name__ == "__main__":
    printed.run(__doc__, measured, _lines)
