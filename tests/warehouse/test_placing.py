import errno
import os

import pytest

from warehouse import placing

SIZES = [0, 1, 8191, 8192, 8193, 50_000]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(placing, "_PART", 8192)


@pytest.mark.parametrize("size", SIZES)
def test_a_copy_has_the_bytes_of_its_file(tmp_path, size):
    assert_cloned(tmp_path, os.urandom(size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("refused", [errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP])
@pytest.mark.parametrize("call", ["posix_fallocate", "preadv", "pwrite", "truncate"])
def test_a_copy_has_the_bytes_of_its_file_where_a_file_system_can_not_do_it_at_once(
    tmp_path, monkeypatch, size, refused, call
):
    monkeypatch.setattr(os, call, refusing(refused))
    assert_cloned(tmp_path, os.urandom(size))


def test_a_copy_is_made_anew_where_a_part_of_it_was_written_in_part(tmp_path, monkeypatch):
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, content, at: whole(file, content[:4096], at))
    assert_cloned(tmp_path, os.urandom(50_000))


@pytest.mark.parametrize("call", ["posix_fallocate", "pwrite"])
def test_a_full_disk_is_said_of_a_copy(tmp_path, monkeypatch, call):
    monkeypatch.setattr(os, call, refusing(errno.ENOSPC))
    (tmp_path / "source").write_bytes(b"x" * 50_000)
    with pytest.raises(OSError, match="No space left"):
        placing.cloned(tmp_path / "source", tmp_path / "target")


def refusing(number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    return refuse


def assert_cloned(folder, content):
    (folder / "source").write_bytes(content)
    placing.cloned(folder / "source", folder / "target")
    assert (folder / "target").read_bytes() == content
