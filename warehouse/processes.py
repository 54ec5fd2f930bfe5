"""Processes that share a step's work."""

import ctypes
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process, get_context

_PR_SET_PDEATHSIG = 1


def cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


def pool(processes: int) -> ProcessPoolExecutor:
    """Give a pool of forked processes, which end with this one; use it as a context manager."""
    # A task of Celery counts as a daemon, which may have none, lest they outlive it: these do not.
    current_process().daemon = False
    return ProcessPoolExecutor(processes, get_context("fork"), initializer=_end_with, initargs=(os.getpid(),))


def _end_with(parent: int) -> None:
    """Let a worker end with its parent, which may be killed: it would wait for work for ever."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)
