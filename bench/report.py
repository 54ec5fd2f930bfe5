"""How long does a report take in each format, beginning with the command?

    python -m bench.report --home HOME CAMPAIGN.toml [--period 2026-W04]

Each format is written by a process of its own, as `lantoa report` does when it is called, and all of them by
one more. Seconds by the clock and of processor time, and the size of the file in Vietnamese.
"""

import argparse
import os
import subprocess
import time
from pathlib import Path

from dashboards.report import FORMATS


def run(arguments: list[str]) -> tuple[float, float, list[Path]]:
    """Run lantoa; give the seconds by the clock and of processor time, and the files that it names."""
    before, began = os.times(), time.perf_counter()
    told = subprocess.run(["lantoa", *arguments], check=True, capture_output=True, text=True).stdout
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return (
        time.perf_counter() - began,
        spent,
        [Path(line) for line in told.split("\n") if Path(line).is_file()],
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("campaign", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--period", default="all")
    asked = parser.parse_args()
    print("| format | s | s of processor time | kB |\n|---|---|---|---|")
    for form in (*FORMATS, ",".join(FORMATS)):
        period = ["--period", asked.period, "--lang", "vi", "--home", str(asked.home)]
        took, spent, files = run(["report", str(asked.campaign), "--format", form, *period])
        size = sum(file.stat().st_size for file in files) // 1000
        print(f"| {form} | {took:.1f} | {spent:.1f} | {size} |")


if __name__ == "__main__":
    main()
