"""`lantoa export`: Parquet that pandas reads, without full texts, whole or not at all."""

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from lantoa import exporting, settings
from nlp.text import LONGEST_EXCERPT
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
