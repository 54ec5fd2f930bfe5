"""Processes that share a step's work."""

from multiprocessing import get_context

from warehouse import processes


def _share() -> None:
    with processes.pool(2) as pool:
        assert list(pool.map(abs, (-1, -2))) == [1, 2]


def test_work_is_shared_in_a_task_of_celery_too():
    task = get_context("fork").Process(target=_share, daemon=True)
    task.start()
    task.join(60)
    assert task.exitcode == 0
