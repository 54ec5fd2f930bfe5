"""Which reports are due, and that none is written twice."""

from datetime import datetime

import pytest

from dashboards.words import VIETNAM
from lantoa import due, settings

FILE = settings.CAMPAIGNS / "dai-hoi-xiv.toml"


def at(day, hour=7):
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # a Monday: the digest, the week that ended
        (at("2026-01-12"), {("morning", "2026-01-12"), ("weekly", "2026-W02"), ("all", "all")}),
        # before it closes
        (at("2026-01-12", 6), {("weekly", "2026-W02"), ("all", "all")}),
        # Tết
        (at("2026-02-17"), {("weekly", "2026-W07"), ("all", "all")}),
    ],
)
def test_what_can_be_asked_for(now, expected):
    found = {(one.kind, one.period) for one in due.reports(FILE, now) if one.kind != "phase"}
    assert found == expected


def test_a_phase_is_due_in_the_week_after_its_end():
    from warehouse import campaign as campaigns

    phase = campaigns.load(FILE).phases[0]
    found = {
        days: [one.period for one in due.reports(FILE, at(phase.to_date.isoformat()) + days * due._WEEK / 7)]
        for days in (0, 1, 7, 8)
    }
    assert [days for days, periods in found.items() if phase.id in periods] == [1, 7]


def test_what_is_written_is_not_due_again(tmp_path):
    home, now = settings.home(tmp_path), at("2026-01-12")
    wanted = due.unwritten(home, [FILE], now, "vi")
    assert ("morning", "2026-01-12") in {(one.kind, one.period) for one in wanted}
    (home.reports / "digest").mkdir(parents=True)
    (home.reports / "digest" / "diem-bao-dai-hoi-xiv-2026-01-12-vi.docx").touch()
    (home.reports / "dai-hoi-xiv-2026-W02-vi.json").touch()
    left = due.unwritten(home, [FILE], now, "vi")
    assert {one.kind for one in left} <= {"phase"}
    assert {one.kind for one in due.unwritten(home, [FILE], now, "en")} >= {"morning", "weekly"}
