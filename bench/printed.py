"""How benches print that take no other option than --json."""

import argparse
import json
from collections.abc import Callable, Iterator
from typing import Any

Found = dict[str, Any]


def run(said: str | None, measured: Callable[[], Found], lines: Callable[[Found], Iterator[str]]) -> None:
    """Measure, and print lines for a person, or with --json one object.

    Args:
        said: The bench's docstring, which --help shows.
        measured: Gives what was found.
        lines: Gives the lines that say it.
    """
    parser = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    found = measured()
    print(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(lines(found)))
