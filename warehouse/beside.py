"""Calls that other processes, or a thread, do beside a load, and it by itself where there is one core."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, cached_property, partial
from queue import SimpleQueue
from typing import Generic, Self, TypeVar

from warehouse import processes
from warehouse.processes import EndedError, Worker

logger = logging.getLogger(__name__)

Given = TypeVar("Given")
Result = TypeVar("Result")


class Begun(Generic[Result]):
    """A call that another process does, or is to do.

    Args:
        call: A function of a module, with what it is given.
        future: Its result; None where there is no other process.
        give_up: Called where that was ended.
    """

    def __init__(
        self,
        call: Callable[[], Result],
        future: Future[Result] | None,
        give_up: Callable[[EndedError], None],
    ) -> None:
        self._call, self._future, self._give_up = call, future, give_up

    def __call__(self) -> Result:
        """Wait for the result; what the call raises is raised, and it is done here where nobody else does."""
        return self._result

    def finish(self) -> Result:
        """Give the result as when called, but do here what no process began yet."""
        if self._future is not None:
            self._future.cancel()
        return self._result

    @cached_property
    def _result(self) -> Result:
        if self._future is not None and not self._future.cancelled():
            try:
                return self._future.result()
            except EndedError as ended:
                self._give_up(ended)
        return self._call()


class Beside:
    """Processes, and a thread, for the cores that a load leaves free; use it as a context manager."""

    def __init__(self) -> None:
        self._workers: list[Worker] = []
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._asking: ThreadPoolExecutor | None = None
        self._thread: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in (self._asking, self._thread):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.leave()

    def start(self) -> None:
        """Start them: before much is in memory, since what changes of it is copied for the processes then."""
        for _ in range(processes.cores() - 1):
            self._workers.append(Worker())
            self._idle.put(self._workers[-1])
        if self._workers:
            self._asking, self._thread = ThreadPoolExecutor(len(self._workers)), ThreadPoolExecutor(1)

    @property
    def is_there(self) -> bool:
        """Whether there are other processes."""
        return self._asking is not None

    def begin(self, call: Callable[..., Result], *given: object) -> Begun[Result]:
        """Let another process call a function of a module with what can be pickled.

        Returns:
            What waits for its result, and raises what it raises. Where there is no other process, or it was
            ended, the function is called when this is.
        """
        future = self._asking.submit(self._ask, call, *given) if self._asking is not None else None
        return Begun(partial(call, *given), future, self._give_up)

    def share(self, call: Callable[[Given], Result], parts: Sequence[Given]) -> list[Result]:
        """Call a function, as `begin` does, with each of some parts, the last of which are done here."""
        own = -(-len(parts) // (len(self._workers) + 1))
        begun = [self.begin(call, part) for part in parts[: len(parts) - own]]
        done = [call(part) for part in parts[len(begun) :]]
        return [*(result() for result in begun), *done]

    def begin_in_thread(self, call: Callable[..., Result], *given: object) -> Callable[[], Result]:
        """Let a thread call a function that leaves Python to others nearly all of its time; see `begin`."""
        if self._thread is None:
            return cache(partial(call, *given))
        return self._thread.submit(call, *given).result

    def _ask(self, call: Callable[..., Result], *given: object) -> Result:
        worker = self._idle.get()
        try:
            return worker.ask(call, *given)
        finally:
            self._idle.put(worker)

    def _give_up(self, ended: EndedError) -> None:
        """Begin no more elsewhere."""
        if self._asking is not None:
            logger.warning("%s beside the load, which goes on without it", ended)
            self._asking.shutdown(wait=False)
        self._asking = None
