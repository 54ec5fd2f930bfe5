"""Batches are read once: again where they were written anew, and all where their bytes are to be checked."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lantoa import batches
from warehouse import batch_files, processes
from warehouse.batch_files import BatchFiles
from warehouse.beside import Beside


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


def many(home, chosen):
    """Batches of two schemas and of none, one of which a crawl found nothing for."""
    paths = []
    for number, kind in enumerate(chosen):
        path = home / "articles" / "mot" / f"{number}.{kind}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "nothing":
            batches.write(path, batches.QUOTES, [], "nothing")
        else:
            column = {"a": pa.array([number], pa.int64()), "b": [f"{number}", None]}[kind]
            pq.write_table(pa.table({kind: column}), path)
        paths.append(path)
    return paths


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("here", [0, 3])
def test_batches_read_beside_a_load_are_those_that_it_reads(tmp_path, monkeypatch, cores, here):
    monkeypatch.setattr(processes, "cores", lambda: cores)
    monkeypatch.setattr(batch_files, "_AT_ONCE", 4)
    monkeypatch.setattr(batch_files, "_BEFOREHAND", 2)
    paths = many(tmp_path, ["a", "b", "b", "nothing", "a", "a", "nothing", "b", "b", "a"] * 4)
    expected = [BatchFiles(tmp_path).read(path) for path in paths]
    files = BatchFiles(tmp_path)
    with Beside() as beside:
        beside.start()
        found = list(files.read_all(paths, here, beside))
    assert [content for content, _ in found] == [content for content, _ in expected]
    assert [table.to_pydict() for _, table in found] == [table.to_pydict() for _, table in expected]
    files.note()
    assert all(BatchFiles(tmp_path).unchanged(files.name(path)) for path in paths)


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("here", [0, 8])
@pytest.mark.parametrize("torn", [0, 4, 6])
def test_what_can_be_read_before_a_torn_batch_is_given_before_its_error(
    tmp_path, monkeypatch, cores, here, torn
):
    monkeypatch.setattr(processes, "cores", lambda: cores)
    monkeypatch.setattr(batch_files, "_AT_ONCE", 4)
    paths = many(tmp_path, ["a"] * 12)
    paths[torn].write_bytes(b"PAR1")
    found = []
    with Beside() as beside:
        beside.start()
        with pytest.raises(pa.ArrowInvalid):
            found.extend(
                table["a"].to_pylist() for _, table in BatchFiles(tmp_path).read_all(paths, here, beside)
            )
        paths[torn].unlink()
        with pytest.raises(FileNotFoundError):
            list(BatchFiles(tmp_path).read_all(paths, here, beside))
    assert found == [] or found == [[number] for number in range(torn)]
