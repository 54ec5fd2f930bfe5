"""Pairs of texts written for the tests: a row each, with the columns title_a, lead_a, body_a, title_b ..."""

import csv
from pathlib import Path


def pairs(name, text):
    """Give each row of a file, and both of its texts as `text` makes them of headline, lead and body."""
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row, *(text(*(row[f"{part}_{one}"] for part in ("title", "lead", "body"))) for one in "ab")
