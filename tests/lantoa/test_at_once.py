"""Files of the home that two processes write at once, of one machine or, with the same number, of two."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboards import files
from lantoa import batches, extracting, searched
from lantoa.audiences import import_audiences
from lantoa.making import Making
from lantoa.press import REGISTERS
from tests.lantoa.test_audiences import GOOD, HEAD, OUTLETS
from warehouse import campaign as campaigns

TABLE = pa.table({"item_id": ["a", "b"]})


@pytest.fixture
def at_once(monkeypatch):
    """Let somebody write when a second one does the same, and ends, as the first is about to place its file.

    All in one process: who tells files apart by its number writes both times under the same name.
    """
    real = Path.replace

    def twice(write):
        def replace(path, target):
            monkeypatch.setattr(Path, "replace", real)
            write()
            return real(path, target)

        monkeypatch.setattr(Path, "replace", replace)
        write()
        assert Path.replace is real

    return twice


def left(folder):
    return [path for path in folder.rglob("*") if ".partial" in path.name]


def test_a_batch(at_once, tmp_path):
    at_once(lambda: batches.place(tmp_path / "song-hong" / "1.scores.parquet", TABLE))
    assert pq.read_table(tmp_path / "song-hong" / "1.scores.parquet") == TABLE
    assert left(tmp_path) == []


def test_batches_of_links(at_once, complete_run, tmp_path):
    home = complete_run[0]
    at_once(lambda: extracting.extract(home.raw, tmp_path, REGISTERS))
    notes = list(tmp_path.glob("*/links.state"))
    assert all(json.loads(note.read_text())["marks"] for note in notes)
    assert {note.parent.name for note in notes} == {
        path.name for path in home.articles.iterdir() if path.is_dir()
    }
    assert left(tmp_path) == []


def test_notes_of_what_was_made(at_once, tmp_path):
    shutil.copy(__file__, tmp_path / "1.parquet")
    making = Making(tmp_path, (), ())
    at_once(making.note)
    assert making.is_done()
    assert left(tmp_path) == []


def test_notes_of_what_was_looked_for(at_once, campaign_file, tmp_path):
    campaign = campaigns.load(campaign_file)
    at_once(lambda: searched.note(tmp_path, campaign))
    assert searched.changed(tmp_path, campaign) == []
    assert len(list(tmp_path.iterdir())) == 1


def test_audiences(at_once, tmp_path):
    file, folder = tmp_path / "audiences.csv", tmp_path / "audiences"
    file.write_text(f"{HEAD}\n{GOOD}\n", "utf-8")
    at_once(lambda: import_audiences(file, folder, OUTLETS, datetime(2026, 3, 1, tzinfo=UTC)))
    (batch,) = folder.rglob("*.parquet")
    assert pq.read_table(batch).num_rows == 1
    assert left(folder) == []


def test_a_page_of_a_report(at_once, tmp_path):
    at_once(lambda: files.place(tmp_path / "page.html", b"<html>"))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("page.html", b"<html>")]
