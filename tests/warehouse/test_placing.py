import errno
import os

import pytest

from warehouse import placing


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 3005])
@pytest.mark.parametrize("refused", [None, errno.EXDEV, errno.EOPNOTSUPP])
def test_a_copy_has_the_bytes_of_its_file_by_parts_and_where_parts_can_not_be_copied(
    tmp_path, monkeypatch, size, refused
):
    if refused is not None:

        def refuse(*_):
            raise OSError(refused, os.strerror(refused))

        monkeypatch.setattr(os, "copy_file_range", refuse)
    monkeypatch.setattr(placing, "_PART", 1000)
    monkeypatch.setattr(placing, "_AT_ONCE", 300)
    content = os.urandom(size)
    (tmp_path / "source").write_bytes(content)
    placing.cloned(tmp_path / "source", tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == content


def test_a_full_disk_is_said_of_a_copy(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "copy_file_range", full)
    (tmp_path / "source").write_bytes(b"x" * 10)
    with pytest.raises(OSError, match="No space left"):
        placing.cloned(tmp_path / "source", tmp_path / "target")
