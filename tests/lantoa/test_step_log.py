"""The log of steps: a line an end, whatever the end."""

import pytest

from dashboards import step_log as reading
from lantoa.settings import Home
from lantoa.step_log import timed


@timed
def works(home: Home, number: int) -> int:
    return 2 * number


@timed
def fails(home: Home) -> None:
    raise ValueError(home.folder)


def test_every_end_is_a_line_that_the_dashboard_reads(empty_home):
    assert works(empty_home, 4) == 8
    assert not empty_home.folder.exists()
    empty_home.folder.mkdir()
    assert works(empty_home, 4) == 8
    with pytest.raises(ValueError, match="home"):
        fails(empty_home)
    found = reading.read(empty_home.published)
    assert [(one.step, one.problem) for one in found] == [("works", ""), ("fails", "ValueError")]
    assert all(0 <= one.seconds < 60 for one in found)
    assert [path.name for path in empty_home.log.iterdir()] == ["2026-01.jsonl"]


def test_a_line_that_was_cut_off_spoils_no_other(empty_home):
    empty_home.folder.mkdir()
    works(empty_home, 1)
    (path,) = empty_home.log.iterdir()
    path.write_bytes(path.read_bytes() + b'{"step": "lo')
    works(empty_home, 1)
    assert [one.step for one in reading.read(empty_home.published)] == ["works", "works"]


def test_a_step_is_not_lost_where_its_line_can_not_be_written(empty_home):
    empty_home.folder.mkdir()
    empty_home.log.write_bytes(b"no folder")
    assert works(empty_home, 4) == 8
