"""Readers of what others write, on inputs that nobody would write; bench/fuzz.py gives each 100,000."""

import pytest

from bench import fuzz

NAMES = ("dates", "feeds", "queries", "campaign files", "outlets' records", "codings", "pages")


@pytest.mark.parametrize("name", NAMES)
def test_each_reader_survives_mutated_inputs(name, tmp_path):
    reader = fuzz.readers(tmp_path)[name]
    found = fuzz.tried(name, reader, 4 if name == "pages" else 30)
    assert found.failures == []


def test_inputs_are_the_same_every_time_and_differ_by_number():
    made = [fuzz.mutated(fuzz.random.Random(number), fuzz.DATES) for number in (1, 2, 1)]
    assert made[0] == made[2] != made[1]
