"""Frames of a snapshot are read once, and nobody changes another one's."""

import pandas as pd

from warehouse import kept_frames


def counted(size):
    """Give what reads a frame of so many bytes, and a list that grows whenever it does."""
    times = []

    def read():
        times.append(size)
        return pd.DataFrame({"n": [len(times)] * (size // 8)})

    return read, times


def test_a_frame_is_read_once_and_is_ones_own():
    read, times = counted(80)
    first = kept_frames.kept("own", read)
    first["n"] = 7
    first["more"] = 8
    assert kept_frames.kept("own", read).to_dict("list") == {"n": [1] * 10}
    assert len(times) == 1


def test_a_frame_for_a_file_is_not_kept():
    read, times = counted(kept_frames.MOST_BYTES_OF_ONE + 800)
    for _ in range(2):
        kept_frames.kept("large", read)
    assert len(times) == 2


def test_those_not_asked_for_longest_go_first():
    number = kept_frames.MOST_BYTES // kept_frames.MOST_BYTES_OF_ONE
    size = kept_frames.MOST_BYTES_OF_ONE - 800
    asked = [counted(size) for _ in range(number + 2)]
    for place, (read, _) in enumerate(asked):
        kept_frames.kept(place, read)
        kept_frames.kept(0, asked[0][0])
    for place in (0, 1):
        kept_frames.kept(place, asked[place][0])
    assert [len(times) for _, times in asked[:2]] == [1, 2]
