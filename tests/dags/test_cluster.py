"""`deploy/cluster/start`: the press crawled, scored and loaded by two workers, one killed midway."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest

from lantoa import settings, steps
from lantoa.press.server import Press
from tests.dags.test_standalone import (
    ENDED,
    ITEMS,
    PASSWORD,
    REPOSITORY,
    Airflow,
    free_port,
    logged_in,
    said_until_ready,
    until,
)

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(3000)]

START = REPOSITORY / "deploy" / "cluster" / "start"
CAMPAIGNS = tuple(sorted(REPOSITORY.glob("campaigns/*.toml")))
MOST_SECONDS = 900
WORKERS = ("worker-1", "worker-2")


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press(ITEMS) as press:
        yield press


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[dict[str, str]]:
    if shutil.which("redis-server") is None or not Path("/usr/lib/postgresql").is_dir():
        pytest.skip("PostgreSQL or Redis is not here: apt-get install postgresql redis-server")
    # Postgres as its own user comes to its data below.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW__")} | {
            "AIRFLOW_HOME": f"{folder}/airflow",
            "AIRFLOW__API__PORT": str(free_port()),
            # A worker that went away is told after so many seconds rather than 300.
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
            "CLUSTER_POSTGRES_PORT": str(free_port()),
            "CLUSTER_REDIS_PORT": str(free_port()),
            "LANTOA_AIRFLOW_USERS": f"truc:admin:{PASSWORD}",
            "LANTOA_HOME": str(tmp_path_factory.mktemp("cluster") / "data"),
            "LANTOA_NOW": press.edition.now.isoformat(),
            "LANTOA_PRESS_DELAY_FACTOR": "0",
        }


@pytest.fixture(scope="module")
def parts(surroundings: dict[str, str]) -> Iterator[tuple[Airflow, psutil.Process]]:
    """It is started, and at the end stopped as by a supervisor, after which nothing of it is left."""
    with subprocess.Popen([START], env=surroundings, stdout=subprocess.PIPE, text=True) as started:
        try:
            said = said_until_ready(started)
            assert "the users of LANTOA_AIRFLOW_USERS" in said
            parts = psutil.Process(started.pid).children(recursive=True)
            words = [word for part in parts for word in part.cmdline()]
            drawn = Path(surroundings["AIRFLOW_HOME"], "secrets").read_text().splitlines()
            hidden = [PASSWORD, *(line.partition("=")[2] for line in drawn)]
            assert not any(secret in word for secret in hidden for word in words)
            yield logged_in(surroundings, MOST_SECONDS), psutil.Process(started.pid)
        finally:
            parts = psutil.Process(started.pid).children(recursive=True)
            started.terminate()
            started.wait(120)
    assert psutil.wait_procs(parts, 30)[1] == []


def instances(airflow: Airflow, dag: str) -> list[dict[str, Any]]:
    """Give the tasks of a DAG's newest run."""
    runs = airflow.ask("GET", f"dags/{dag}/dagRuns?limit=1&order_by=-run_after")["dag_runs"]
    return (
        airflow.ask("GET", f"dags/{dag}/dagRuns/{runs[0]['dag_run_id']}/taskInstances")["task_instances"]
        if runs
        else []
    )


def worker(started: psutil.Process, name: str) -> psutil.Process:
    """Give the first process of a worker."""
    return next(one for one in started.children() if f"--celery-hostname {name}" in " ".join(one.cmdline()))


def tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def kill_while_it_scores(airflow: Airflow, started: psutil.Process) -> None:
    """End a worker that scores, and all that it started, as a machine without power."""

    def is_killed() -> bool:
        for task in instances(airflow, "process_articles"):
            if task["task_id"] != "score" or task["state"] != "running" or not task["pid"]:
                continue
            for name in WORKERS:
                processes = tree(worker(started, name))
                if task["pid"] in {one.pid for one in processes}:
                    for one in processes:
                        one.kill()
                    return True
        return False

    until(is_killed, "a worker scores", MOST_SECONDS)


def shown(home: settings.Home) -> dict[str, list[Any]]:
    """Give the rows of every table that readers see, in order."""
    published = home.published / (home.published / "current").read_text()
    with duckdb.connect(published, read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
        rows = {
            name: connection.execute(f"select * from {name} order by all").fetchall() for (name,) in tables
        }
        # Its detail names the source of the outlet that happened to answer first.
        refused = "select * exclude (detail) from rejected order by all"
        rows["rejected"] = connection.execute(refused).fetchall()
    # A crawl's files bear its own name, and there one crawl fetches all outlets, here one each.
    rows["batches"] = sorted((*_kind(name), number) for name, _, number in rows["batches"])
    return rows


def _kind(batch: str) -> tuple[str, str]:
    """Give outlet and kind of a batch, such as ("song-hong", "articles.parquet")."""
    path = Path(batch)
    return path.parent.name, path.name.partition(".")[2]


def test_two_workers_one_killed_give_the_warehouse_of_one_machine(parts, press, tmp_path, monkeypatch):
    cluster, started = parts
    cluster.pause("process_articles", is_paused=False)
    cluster.start("crawl_press", "trial", {"press": press.url, "campaigns": []})
    until(
        lambda: cluster.ask("GET", "dags/crawl_press/dagRuns/trial")["state"] in ENDED,
        "the crawl ends",
        MOST_SECONDS,
    )
    cluster.pause("crawl_press")
    assert set(cluster.tasks("crawl_press", "trial").values()) == {"success"}

    kill_while_it_scores(cluster, started)

    def lost() -> list[dict[str, Any]]:
        return [one for one in instances(cluster, "process_articles") if one["state"] == "up_for_retry"]

    until(lost, "the tasks of the killed worker are told", MOST_SECONDS)
    # Their next try is due in some minutes; who does not want to wait clears them.
    cluster.ask(
        "POST",
        "dags/process_articles/clearTaskInstances",
        {
            "dry_run": False,
            "only_failed": False,
            "dag_run_id": lost()[0]["dag_run_id"],
            "task_ids": [[one["task_id"], one["map_index"]] for one in lost()],
        },
    )
    until(lambda: set(cluster.states("process_articles")) <= ENDED, "articles are processed", MOST_SECONDS)
    assert set(cluster.states("process_articles")) == {"success"}
    for name in WORKERS:
        log = Path(cluster.environment["AIRFLOW_HOME"], f"{name}.log").read_text()
        assert "succeeded in" in log, f"{name} did nothing"

    monkeypatch.setenv("LANTOA_NOW", cluster.environment["LANTOA_NOW"])
    monkeypatch.setenv("LANTOA_PRESS_DELAY_FACTOR", "0")
    one = settings.home(tmp_path / "one")
    steps.crawl(one, steps.Selection((), press=press.url))
    steps.extract(one)
    steps.score(one, CAMPAIGNS)
    steps.load(one, CAMPAIGNS)
    steps.publish(one)

    monkeypatch.setenv("PGPASSFILE", f"{cluster.environment['AIRFLOW_HOME']}/pgpass")
    port = cluster.environment["CLUSTER_POSTGRES_PORT"]
    monkeypatch.setenv(
        "LANTOA_WAREHOUSE", f"ducklake:postgres:host=127.0.0.1 port={port} dbname=lantoa user=lantoa"
    )
    many = settings.home(cluster.home)
    steps.publish(many)
    assert steps.check(many) == []
    found, wanted = shown(many), shown(one)
    assert len(wanted["items"]) > 150
    assert {name for name in wanted if found.get(name) != wanted[name]} == set()
    assert found.keys() == wanted.keys()


@pytest.mark.parametrize(
    ("users", "said"),
    [("", "can be reached by others: set LANTOA_AIRFLOW_USERS"), ("admin:admin:admin", "12 characters")],
)
def test_others_can_not_reach_it_by_an_easy_password(surroundings, users, said):
    environment = surroundings | {
        "AIRFLOW_HOME": f"{surroundings['AIRFLOW_HOME']}-open",
        "AIRFLOW__API__HOST": "0.0.0.0",
        "AIRFLOW__API__PORT": str(free_port()),
        "CLUSTER_POSTGRES_PORT": str(free_port()),
        "CLUSTER_REDIS_PORT": str(free_port()),
        "LANTOA_AIRFLOW_USERS": users,
    }
    ended = subprocess.run([START], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, said in ended.stderr) == (1, True)
