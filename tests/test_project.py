"""Rules that hold for the project as a whole."""

import importlib
import re
from pathlib import Path

import pytest
from packaging.version import Version

REPOSITORY = Path(__file__).parent.parent


@pytest.mark.parametrize("room", ["crawlers", "nlp", "warehouse", "dashboards", "lantoa"])
def test_each_room_is_imported_from_this_repository(room):
    assert importlib.import_module(room).__file__ == str(REPOSITORY / room / "__init__.py")


def test_the_lock_holds_hashes_and_no_addresses():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[A-Za-z0-9._-]+==\S+", lock, re.MULTILINE)
    assert len(pinned) > 200
    assert "://" not in lock
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", lock) if "==" in block)


def test_the_lock_has_no_version_with_a_hole_that_is_listed():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock, re.MULTILINE))
    page = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([a-z0-9-]+) \| ([0-9.]+) \| ((?:CVE|PYSEC)-\d+-\d+) \|$", page, re.MULTILINE)
    assert len(listed) > 20
    assert [name for name, *_ in listed if name not in locked] == [], "take rows of other libraries out"
    below = [row for row in listed if Version(locked[row[0]]) < Version(row[1])]
    assert below == [], "compile the lock anew with a newer version"
