"""What the surroundings decide: clock, home, contact, delays."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from lantoa import settings
from lantoa.settings import SettingError

MOMENT = datetime(2026, 2, 3, 11, tzinfo=UTC)


def test_the_clock_is_the_machines_unless_it_is_set(monkeypatch):
    monkeypatch.delenv("LANTOA_NOW")
    with time_machine.travel(MOMENT, tick=False):
        assert settings.now() == MOMENT
    monkeypatch.setenv("LANTOA_NOW", "2026-02-03T18:00:00+07:00")
    assert settings.now() == MOMENT
    assert settings.now().tzinfo is UTC


def test_today_is_vietnams_by_the_machines_clock_alone(monkeypatch):
    assert settings.real_today() is None
    monkeypatch.delenv("LANTOA_NOW")
    for moment, day in ((MOMENT, date(2026, 2, 3)), (MOMENT.replace(hour=17), date(2026, 2, 4))):
        with time_machine.travel(moment, tick=False):
            assert settings.real_today() == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hôm nay", "expected such as 2026-02-03"),
        ("2026-02-30T18:00:00Z", "expected such as 2026-02-03"),
        ("2026-02-03T18:00:00", "expected a zone"),
        ("2026-02-03", "expected a zone"),
        ("9999-12-31T23:00:00-14:00", "expected a year from 1970 to 9998"),
    ],
)
def test_a_clock_that_is_no_time_is_named(monkeypatch, text, expected):
    monkeypatch.setenv("LANTOA_NOW", text)
    with pytest.raises(SettingError, match=rf"LANTOA_NOW is '{text}'.*{expected}"):
        settings.now()
    with pytest.raises(SettingError, match=rf"--now is '{text}'"):
        settings.time(text, "--now")


def test_what_is_to_be_known_as_of_an_instant_has_been(monkeypatch):
    monkeypatch.setenv("LANTOA_NOW", "2026-02-03T18:00:00+07:00")
    assert settings.past("2026-02-03T18:00:00+07:00", "--as-of") == settings.now()
    with pytest.raises(settings.SettingError, match=r"--as-of is .*: expected an instant before now"):
        settings.past("2026-02-03T18:00:01+07:00", "--as-of")


def test_home_is_the_folder_given_else_the_variable_else_data_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert settings.home().folder == tmp_path / "data"
    monkeypatch.setenv("LANTOA_HOME", str(tmp_path / "elsewhere"))
    assert settings.home().folder == tmp_path / "elsewhere"
    assert settings.home(Path("given")).folder == tmp_path / "given"


def test_the_places_of_a_home_lie_below_it(tmp_path):
    home = settings.home(tmp_path)
    names = ("raw", "articles", "scores", "warehouse", "published", "reports")
    assert [getattr(home, name) for name in names] == [tmp_path / name for name in names]
    assert not (tmp_path / "raw").exists()


def test_an_empty_contact_is_none(monkeypatch):
    assert settings.contact() is None
    monkeypatch.setenv("LANTOA_CONTACT", "")
    assert settings.contact() is None
    monkeypatch.setenv("LANTOA_CONTACT", "press@lantoa.example")
    assert settings.contact() == "press@lantoa.example"


def test_delays_towards_a_press_can_only_be_shortened(monkeypatch):
    for text, factor in (("0", 0), ("0.25", 0.25), ("1", 1), ("", 1)):
        monkeypatch.setenv("LANTOA_PRESS_DELAY_FACTOR", text)
        assert settings.delay_factor() == factor
    for text in ("2", "-1", "nan", "nhanh"):
        monkeypatch.setenv("LANTOA_PRESS_DELAY_FACTOR", text)
        with pytest.raises(
            SettingError, match=rf"LANTOA_PRESS_DELAY_FACTOR is '{text}': expected a number from 0 to 1"
        ):
            settings.delay_factor()
