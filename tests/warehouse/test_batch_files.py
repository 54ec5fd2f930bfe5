"""Batches are read once: again where they were written anew, and all where their bytes are to be checked."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lantoa import batches
from warehouse.batch_files import BatchFiles


def put(home, rows):
    path = home / "articles" / "mot" / "1.articles.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"title": rows}), path)
    return path


def test_a_batch_that_was_written_anew_is_another_one(tmp_path):
    path = put(tmp_path, ["a"])
    files = BatchFiles(tmp_path)
    first = files.content(path)
    files.note()
    assert BatchFiles(tmp_path).content(path) == first
    put(tmp_path, ["b"])
    second = BatchFiles(tmp_path).content(path)
    assert (first.rows, second.rows, first.sha256 == second.sha256) == (1, 1, False)


def test_notes_that_are_torn_or_gone_are_made_again(tmp_path):
    path = put(tmp_path, ["a", "b"])
    files = BatchFiles(tmp_path)
    found = files.content(path)
    files.note()
    (notes,) = (tmp_path / "warehouse").iterdir()
    notes.write_bytes(notes.read_bytes()[:40])
    assert BatchFiles(tmp_path).content(path) == found
    notes.unlink()
    assert BatchFiles(tmp_path).content(path) == found


def test_bytes_that_changed_by_themselves_are_found_when_all_are_read(tmp_path):
    """No test can change a file and leave its times: the notes are given the new ones."""
    path = put(tmp_path, ["a"])
    files = BatchFiles(tmp_path)
    files.content(path)
    files.note()
    assert BatchFiles(tmp_path).damaged() == []
    put(tmp_path, ["b"])
    assert BatchFiles(tmp_path).damaged() == []  # written since: the next load reads it
    content = bytearray(path.read_bytes())
    path.write_bytes(content[:-9])
    assert BatchFiles(tmp_path).damaged() == ["articles/mot/1.articles.parquet"]  # no load could
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    (notes,) = (tmp_path / "warehouse").iterdir()
    (row,) = pq.read_table(notes).to_pylist()
    now = path.stat()
    row |= {"modified_ns": now.st_mtime_ns, "changed_ns": now.st_ctime_ns}
    pq.write_table(pa.Table.from_pylist([row], pq.read_schema(notes)), notes)
    assert BatchFiles(tmp_path).damaged() == ["articles/mot/1.articles.parquet"]


@pytest.mark.parametrize("schema", [batches.ARTICLES, batches.PLACES, batches.QUOTES])
def test_a_batch_without_rows_is_told_from_one_with_nothing_but_nulls(tmp_path, schema):
    for rows in ([], [dict.fromkeys(schema.names)]):
        path = tmp_path / f"{len(rows)}.parquet"
        batches.write(path, schema, rows, "nothing")
        content, table = BatchFiles(tmp_path).read(path)
        assert (content.rows, table.num_rows, table.column_names) == (
            len(rows),
            len(rows),
            schema.names if rows else [],
        )
        assert (batches.source_of(path), pq.read_table(path).schema.names) == ("nothing", schema.names)


def test_a_batch_without_rows_that_is_torn_is_none(tmp_path):
    path = tmp_path / "1.parquet"
    batches.write(path, batches.QUOTES, [], "nothing")
    whole = path.read_bytes()
    for torn in (b"", b"PAR1", whole[:-1], whole[:-9] + whole[-8:], whole[5:]):
        path.write_bytes(torn)
        with pytest.raises((OSError, pa.ArrowInvalid)):
            BatchFiles(tmp_path).read(path)


def test_a_batch_without_rows_from_another_writer_is_read(tmp_path):
    path = put(tmp_path, pa.array([], pa.string()))
    content, table = BatchFiles(tmp_path).read(path)
    assert (content.rows, table.column_names) == (0, ["title"])
