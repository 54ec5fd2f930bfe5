"""What other processes do beside a load is what it would do, and is done by itself where there are none."""

import os
import threading
from itertools import count
from pathlib import Path

import pytest

from warehouse import processes
from warehouse.beside import Beside


def place(_: object = None) -> tuple[int, int]:
    return os.getpid(), threading.get_ident()


def fail(message: str) -> None:
    raise ValueError(message)


def wait_for_nothing(_: int) -> None:
    threading.Event().wait(600)


def wait_for(folder: Path, tag: str) -> int:
    (folder / tag).touch()
    while not (folder / "go on").exists():
        threading.Event().wait(0.01)
    return os.getpid()


def much(number: int) -> bytes:
    return bytes([number]) * 50_000_000


@pytest.fixture(params=[1, 2, 4])
def cores(request, monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: request.param)
    return request.param


@pytest.fixture
def beside(cores):
    with Beside() as started:
        started.start()
        yield started


def kill(beside):
    for worker in beside._workers:
        worker._process.kill()
        worker._process.join()


def test_what_is_begun_is_done_elsewhere_where_there_is_another_core(beside, cores):
    (pid, _), (same, thread) = beside.begin(place)(), beside.begin_in_thread(place)()
    assert same == os.getpid()
    assert (pid == os.getpid(), thread == threading.get_ident()) == (cores == 1, cores == 1)
    assert beside.is_there == (cores > 1)


@pytest.mark.parametrize("parts", [0, 1, 2, 5, 40])
def test_parts_are_shared_and_come_in_their_order(beside, cores, parts):
    assert beside.share(str, range(parts)) == [str(part) for part in range(parts)]
    here = [pid for pid, _ in beside.share(place, range(parts))].count(os.getpid())
    assert here == -(-parts // cores)


def test_what_a_call_raises_is_raised_where_its_result_is_asked_for(beside):
    for begin in (beside.begin, beside.begin_in_thread):
        result = begin(fail, "anders")
        with pytest.raises(ValueError, match="anders"):
            result()
    with pytest.raises(ValueError, match="0"):
        beside.share(fail, ["0", "0"])


@pytest.mark.parametrize("when", ["idle", "busy", "giving"])
def test_all_is_done_without_a_process_that_was_ended(cores, when, caplog):
    """Also where it was giving back what no pipe holds at once."""
    with Beside() as beside:
        beside.start()
        call = {"idle": abs, "busy": wait_for_nothing, "giving": much}[when]
        first = beside.begin(call, 1) if cores > 1 else None
        if first is not None and when == "idle":
            assert first() == 1
        begun = [beside.begin(pow, number, 2) for number in range(20)]
        in_thread = beside.begin_in_thread(pow, 5, 2)
        kill(beside)
        if first is not None and when == "giving":
            assert first() == much(1)
        assert [one() for one in begun] == [number * number for number in range(20)]
        assert beside.share(abs, range(-9, 0)) == list(range(9, 0, -1))
        assert in_thread() == beside.begin_in_thread(pow, -5, 2)() == 25
        assert not beside.is_there
    assert caplog.text.count("was ended") == (cores > 1)


def test_what_was_done_here_is_not_done_again():
    calls = count()
    result = Beside().begin(next, calls)
    assert (result(), result()) == (0, 0)


def test_what_no_process_began_can_be_done_here_and_only_once(beside, cores, tmp_path):
    tags = [str(number) for number in range(cores - 1)]
    busy = [beside.begin(wait_for, tmp_path, tag) for tag in tags]
    while {path.name for path in tmp_path.iterdir()} != set(tags):  # until each process has begun one
        threading.Event().wait(0.01)
    waiting = [beside.begin(place) for _ in range(5)]
    done = [one.finish() for one in reversed(waiting)]
    assert {pid for pid, _ in done} == {os.getpid()}
    (tmp_path / "go on").touch()
    assert os.getpid() not in [one.finish() for one in busy]
    assert [one() for one in waiting] == done[::-1]


def test_an_error_ends_what_was_begun(cores):
    """And is not lost while something waits for what was never done."""
    with pytest.raises(KeyError), Beside() as beside:
        beside.start()
        for number in range(100):
            beside.begin(pow, number, 2)
        beside.begin_in_thread(place)
        raise KeyError
