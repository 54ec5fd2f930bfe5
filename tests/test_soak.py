"""Days in a row in one process: nothing grows that should not, and no item is lost or counted twice."""

import pytest

from bench import soak


@pytest.mark.slow
def test_six_days_in_one_process_leave_no_file_no_process_and_every_item(tmp_path, monkeypatch):
    monkeypatch.setenv("LANTOA_NOW", "")  # both are set by the days, and put back afterwards
    monkeypatch.setenv("LANTOA_PRESS_DELAY_FACTOR", "0")
    seen = list(soak.soaked(tmp_path, soak.AGAIN))
    assert [day.items for day in seen] == [day.published for day in seen]
    assert seen[-1].added_again == 0
    assert {day.processes for day in seen[1:]} == {seen[1].processes}
    assert max(day.files for day in seen[1:]) == min(day.files for day in seen[1:])
    # A day's data are under a megabyte; a warehouse or a page that stays in memory would be ten a day.
    assert soak.growth(seen) < 10
