"""Processes that share a step's work."""

import ctypes
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Result = TypeVar("Result")

_FORK = get_context("fork")
_PR_SET_PDEATHSIG = 1


class EndedError(Exception):
    """A process was ended, as where little memory let the system do so."""


def cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


def pool(processes: int) -> ProcessPoolExecutor:
    """Give a pool of forked processes, which end with this one; use it as a context manager."""
    _may_have_processes()
    return ProcessPoolExecutor(processes, _FORK, initializer=_end_with, initargs=(os.getpid(),))


class Worker:
    """A forked process that does one call after another, and ends with this one.

    Who waits for a pool's process waits for ever where that is killed while it gives back what it made: this
    one holds the other end of the pipe too, and so is never told (Python 3.11). Here it does not.
    """

    def __init__(self) -> None:
        _may_have_processes()
        self._connection, other = _FORK.Pipe()
        self._process = _FORK.Process(target=_serve, args=(other, self._connection, os.getpid()), daemon=True)
        self._process.start()
        other.close()

    def ask(self, call: Callable[..., Result], *given: object) -> Result:
        """Let it call a function of a module with what can be pickled; what that raises is raised.

        Raises:
            EndedError: It was ended.
        """
        try:
            self._connection.send((call, given))
            result, error = self._connection.recv()
        except (EOFError, OSError) as gone:
            raise EndedError("a process was ended") from gone
        if error is not None:
            raise error
        return result

    def leave(self) -> None:
        """Let it end, once it did what it was asked."""
        with suppress(OSError):
            self._connection.send(None)
        self._process.join()
        self._connection.close()


def _serve(asked: "Connection[Any, Any]", others: "Connection[Any, Any]", parent: int) -> None:
    _end_with(parent)
    others.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which ends the one that asks
    while (what := asked.recv()) is not None:
        call, given = what
        try:
            answer = call(*given), None
        except Exception as error:
            answer = None, error  # who asked raises it
        asked.send(answer)


def _may_have_processes() -> None:
    """Let a task of Celery have processes: a daemon may have none, lest they outlive it. Ours do not."""
    current_process().daemon = False


def _end_with(parent: int) -> None:
    """Let a worker end with its parent, which may be killed: it would wait for work for ever."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)
