"""`lantoa export`: Parquet that pandas and polars read, without full texts, whole or not at all."""

import fcntl
import json
import os
import resource
import signal
from datetime import UTC, datetime
from multiprocessing import get_context

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from lantoa import exporting, settings
from nlp.text import LONGEST_EXCERPT
from warehouse import db
from warehouse.publish import publish
from warehouse.reader import Reader

USE = "Kết quả đo tin, bài đã thu thập; không dùng để đánh giá, xếp loại cơ quan báo chí hay cá nhân."


@pytest.fixture
def export(complete_run, tmp_path):
    """Export the published warehouse of the small press to a folder of some name."""

    def exported(name):
        with Reader(complete_run[0].published) as reader:
            exporting.parquet(reader, tmp_path / name, settings.now())
        return tmp_path / name

    return exported


def test_pandas_reads_every_table_and_the_months_are_folders(export):
    folder = export("out")
    tables = {name: pd.read_parquet(folder / name) for name in exporting.TABLES}
    assert {name: len(table) for name, table in tables.items()} == json.loads(
        (folder / "manifest.json").read_text("utf-8")
    )["rows"]
    assert len(tables["items"]) == 21
    assert set(tables["mentions"]["item_id"]) <= set(tables["items"]["item_id"])
    assert [path.name for path in (folder / "items").iterdir()] == ["month=2026-01"]


def by_polars(folder, name):
    """Read a table as the README of an export says."""
    return pl.read_parquet(f"{folder}/{name}/**/*.parquet", hive_partitioning=True)


def test_polars_reads_what_pandas_reads_days_as_days_and_instants_as_instants(export):
    folder = export("out")
    for name in exporting.TABLES:
        one, other = pd.read_parquet(folder / name), by_polars(folder, name)
        assert other.shape == one.shape
        assert set(other.columns) == set(one.columns)
    items, frame = by_polars(folder, "items"), pd.read_parquet(folder / "items")
    assert items.schema["published_at"] == pl.Datetime("us", "Asia/Ho_Chi_Minh")
    assert frame["published_at"].dtype == "datetime64[us, Asia/Ho_Chi_Minh]"
    assert items.schema["published_date"] == pl.Date
    assert set(items["month"]) == set(frame["month"]) == {"2026-01"}
    told = {row["item_id"]: (row["published_at"], row["published_date"]) for row in items.to_dicts()}
    assert {one.item_id: (one.published_at, one.published_date) for one in frame.itertuples()} == told


def test_a_table_without_rows_has_its_columns_for_both(tmp_path):
    at = datetime(2026, 1, 20, 1, tzinfo=UTC)
    with db.writer(tmp_path / "warehouse", at):
        pass
    publish(tmp_path / "warehouse", tmp_path / "published", at)
    with Reader(tmp_path / "published") as reader:
        rows = exporting.parquet(reader, tmp_path / "out", at)
    assert set(rows.values()) == {0}
    for name in exporting.TABLES:
        one, other = pd.read_parquet(tmp_path / "out" / name), by_polars(tmp_path / "out", name)
        assert len(one) == len(other) == 0
        assert list(one.columns) == other.columns
        assert "month" in other.columns


def test_an_export_that_fails_leaves_nothing(export, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, before[1]))
    try:
        with pytest.raises(
            exporting.ExportError, match=r"out: expected a folder that can be written: .*large"
        ):
            export("out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_goes_with_the_next_to_its_place(export, tmp_path, monkeypatch):
    with monkeypatch.context() as killing:
        killing.setattr(exporting, "_write", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        process = get_context("fork").Process(target=export, args=("out",))
        process.start()
        process.join()
    assert process.exitcode == -signal.SIGKILL
    (torn,) = tmp_path.iterdir()
    running = torn.with_name("out." + 32 * "a" + ".partial")
    running.mkdir()
    held = os.open(running, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)
    export("out")
    os.close(held)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", running.name]


def test_no_full_text_goes_out_and_the_sentence_of_use_goes_with_every_file(export, complete_run):
    folder = export("out")
    with Reader(complete_run[0].published) as reader:
        bodies = [body for (body,) in reader.answer("select body from stg_items where length(body) > 400")[1]]
    assert bodies
    files = list(folder.rglob("*.parquet"))
    for file in files:
        table = pq.read_table(file)
        assert table.schema.metadata[b"use"].decode() == USE
        texts = [str(value) for column in table.columns for value in column.to_pylist()]
        assert not [text for text in texts if any(body[: LONGEST_EXCERPT + 50] in text for body in bodies)]
    assert USE in (folder / "README.md").read_text("utf-8")


def test_the_same_snapshot_gives_the_same_bytes(export):
    one, other = export("one"), export("other")
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [name for name in files if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_a_folder_that_is_there_is_left_alone(export, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(exporting.ExportError, match="does not exist yet"):
        export("out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_beside_it_is_left_alone_whatever_its_name(export, tmp_path):
    theirs = tmp_path / "out.partial" / "notes.txt"
    theirs.parent.mkdir()
    theirs.write_text("giữ lại", "utf-8")
    export("out")
    assert theirs.read_text("utf-8") == "giữ lại"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.partial"]
