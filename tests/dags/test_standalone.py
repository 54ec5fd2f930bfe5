"""`make airflow`: the chain by its assets, a backfill, a crawl marked failed or late, users, and its end."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import duckdb
import pytest

from lantoa.press.server import Press

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]

REPOSITORY = Path(__file__).parent.parent.parent
ITEMS = REPOSITORY / "lantoa" / "press" / "items.jsonl"
OUTLETS = ("song-hong", "thoi-su")
CAMPAIGN = "campaigns/500-ngay-dem.toml"
PASSWORD = "chin-con-trau-vang"
MOST_PROCESSES = 24
MOST_SECONDS = 420
ENDED = {"success", "failed"}
DAYS = ("2026-01-02", "2026-01-03", "2026-01-04")  # before what the feeds still hold

TIMED_OUT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from airflow.sdk.execution_time.context import set_current_context
from airflow.sdk.execution_time.timeout import TimeoutPosix
import crawl_press
import lantoa.steps  # its time is not the crawl's
with set_current_context({"params": json.loads(sys.argv[3])}), TimeoutPosix(float(sys.argv[4])):
    crawl_press.crawl.function(sys.argv[2])
"""


class Airflow(NamedTuple):
    """One that runs, asked as its own pages ask it."""

    url: str
    token: str
    environment: dict[str, str]
    home: Path

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask until it can answer: on SQLite it refuses to write what another part wrote to since it read."""
        answers: list[dict[str, Any]] = []

        def is_answered() -> bool:
            try:
                token = {"Authorization": f"Bearer {self.token}"}
                answers.append(ask(f"{self.url}/api/v2/{path}", method, body, token))
            except HTTPError as error:
                if error.code != HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
            return bool(answers)

        until(is_answered, f"{method} {path} is answered")
        return answers[0]

    def pause(self, dag: str, is_paused: bool = True) -> None:
        self.ask("PATCH", f"dags/{dag}?update_mask=is_paused", {"is_paused": is_paused})

    def start(self, dag: str, run: str, conf: dict[str, Any]) -> None:
        """Start a run; the scheduled one that comes with the end of a pause is put out of its way."""
        self.ask("POST", f"dags/{dag}/dagRuns", {"dag_run_id": run, "logical_date": None, "conf": conf})
        self.pause(dag, is_paused=False)

        def is_its_turn() -> bool:
            self.end_scheduled(dag)
            return self.ask("GET", f"dags/{dag}/dagRuns/{run}")["state"] != "queued"

        until(is_its_turn, f"{run} of {dag} begins")

    def end_scheduled(self, dag: str) -> bool:
        """Mark as failed what the clock has started; tell whether there was anything."""
        runs = self.ask("GET", f"dags/{dag}/dagRuns?limit=50")["dag_runs"]
        going = [one for one in runs if one["run_type"] == "scheduled" and one["state"] not in ENDED]
        for one in going:
            self.ask("PATCH", f"dags/{dag}/dagRuns/{one['dag_run_id']}", {"state": "failed"})
        return any(one["run_type"] == "scheduled" for one in runs)

    def states(self, dag: str, run_type: str = "") -> list[str]:
        runs = self.ask("GET", f"dags/{dag}/dagRuns?limit=50")["dag_runs"]
        return [one["state"] for one in runs if run_type in ("", one["run_type"])]

    def tasks(self, dag: str, run: str) -> dict[tuple[str, int], str]:
        found = self.ask("GET", f"dags/{dag}/dagRuns/{run}/taskInstances")["task_instances"]
        return {(one["task_id"], one["map_index"]): one["state"] for one in found}


def ask(
    url: str, method: str, body: dict[str, Any] | None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    with urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def until(is_so: Callable[[], object], what: str, seconds: float = MOST_SECONDS) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        # A busy machine may answer late, or not in time.
        with suppress(TimeoutError):
            if is_so():
                return
        time.sleep(0.5)
    pytest.fail(f"not within {seconds} s: {what}")


def processes(**known: str) -> list[int]:
    """The processes that have these values in the environment they were started with."""
    wanted = {f"{name}={value}".encode() for name, value in known.items()}
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted <= set(path.read_bytes().split(b"\0")):
                found.append(int(path.parent.name))
        except OSError:  # it ended, or is another user's
            continue
    return found


def crawls(home: str) -> list[int]:
    """The processes of crawls that write to a home."""
    found = []
    for process in processes(LANTOA_HOME=home):
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        if b"crawlers.run" in words:
            found.append(process)
    return found


@contextmanager
def silent_press() -> Iterator[tuple[str, threading.Event]]:
    """An address where everybody is let in and nobody is answered; the event tells that somebody came."""
    came = threading.Event()
    kept: list[socket.socket] = []

    def let_in() -> None:
        while True:
            try:
                kept.append(server.accept()[0])
            except OSError:
                return
            came.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=let_in, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", came
        server.shutdown(socket.SHUT_RDWR)
    for one in kept:
        one.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press(ITEMS) as press:
        yield press


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory, press: Press) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("standalone")
    return {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW__")} | {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__API__PORT": str(free_port()),
        "LANTOA_AIRFLOW_USERS": f"truc:admin:{PASSWORD}",
        "LANTOA_HOME": str(folder / "data"),
        "LANTOA_NOW": press.edition.now.isoformat(),
        "LANTOA_PRESS_DELAY_FACTOR": "0",
    }


def said_until_ready(started: "subprocess.Popen[str]") -> str:
    """Give what a starter of Airflow says until it can be used."""
    assert started.stdout is not None
    said = []
    for line in started.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(said)


def logged_in(surroundings: dict[str, str], seconds: float = MOST_SECONDS) -> Airflow:
    """Log in to the Airflow of these surroundings, and wait until it has read all DAGs."""
    address = surroundings.get("CLUSTER_ADDRESS", "127.0.0.1")
    url = f"http://{address}:{surroundings['AIRFLOW__API__PORT']}"
    token = ask(f"{url}/auth/token", "POST", {"username": "truc", "password": PASSWORD})["access_token"]
    found = Airflow(url, token, surroundings, Path(surroundings["LANTOA_HOME"]))
    until(lambda: found.ask("GET", "dags?limit=50")["total_entries"] == 10, "all DAGs are read", seconds)
    return found


@pytest.fixture(scope="module")
def airflow(surroundings: dict[str, str]) -> Iterator[Airflow]:
    """It is started, and at the end stopped as by a supervisor, after which none of its processes is left."""
    with subprocess.Popen(
        [REPOSITORY / "dags" / "standalone"], env=surroundings, stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            said = said_until_ready(started)
            assert "the users of LANTOA_AIRFLOW_USERS" in said
            assert PASSWORD not in said
            yield logged_in(surroundings)
        finally:
            # Not SIGINT: who runs the tests in the background has it ignored, in what they start too.
            started.terminate()
            started.wait(60)
    until(lambda: not processes(AIRFLOW_HOME=surroundings["AIRFLOW_HOME"]), "every process ends", 30)


@pytest.fixture(scope="module")
def chain(airflow: Airflow, press: Press) -> Airflow:
    """One run of the crawl, and what its assets started."""
    for dag in ("outreach_report", "coverage_daily", "process_articles"):
        airflow.pause(dag, is_paused=False)
    until(lambda: airflow.end_scheduled("coverage_daily"), "the clock starts coverage_daily")
    airflow.start(
        "crawl_press", "trial", {"press": press.url, "outlets": list(OUTLETS), "campaigns": [CAMPAIGN]}
    )
    until(lambda: airflow.ask("GET", "dags/crawl_press/dagRuns/trial")["state"] in ENDED, "the crawl ends")
    airflow.pause("crawl_press")
    until(lambda: "success" in airflow.states("coverage_daily", "asset_triggered"), "coverage is published")
    followers = ("process_articles", "coverage_daily", "outreach_report")
    until(lambda: airflow.states("outreach_report"), "the report begins")
    until(lambda: set().union(*map(airflow.states, followers)) <= ENDED, "all that follows ends")
    return airflow


def published(home: Path, query: str) -> list[Any]:
    folder = home / "published"
    with duckdb.connect(folder / (folder / "current").read_text(), read_only=True) as warehouse:
        return warehouse.sql(query).fetchall()


def test_the_chain_runs_by_its_assets_from_the_press_to_the_report(chain):
    assert len(processes(AIRFLOW_HOME=chain.environment["AIRFLOW_HOME"])) <= MOST_PROCESSES
    assert set(chain.tasks("crawl_press", "trial").values()) == {"success"}
    for dag in ("process_articles", "coverage_daily", "outreach_report"):
        assert set(chain.states(dag, "asset_triggered")) == {"success"}
    assert published(chain.home, "select distinct outlet from stg_items order by all") == [
        (outlet,) for outlet in OUTLETS
    ]
    written = {path.suffix for path in (chain.home / "reports").rglob("*") if path.is_file()}
    assert {".html", ".docx", ".xlsx"} <= written


def test_a_backfill_takes_a_run_a_day_and_a_day_that_was_not_collected_stays_a_gap(chain, press):
    chain.pause("outreach_report")
    complete = "select outlet, cast(day_date as varchar) from rpt_outlet_days where completeness = 'complete'"
    before = set(published(chain.home, complete))
    conf = {"press": press.url, "outlets": list(OUTLETS), "campaigns": [CAMPAIGN]}
    made = subprocess.run(
        [
            *(REPOSITORY / "dags" / "standalone", "backfill", "create", "--dag-id", "coverage_daily"),
            *("--from-date", f"{DAYS[0]}T00:00+07:00", "--to-date", f"{DAYS[-1]}T00:00+07:00"),
            *("--max-active-runs", "1", "--dag-run-conf", json.dumps(conf)),
        ],
        env=chain.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    most = MOST_SECONDS * len(DAYS)
    until(lambda: set(chain.states("coverage_daily", "backfill")) <= ENDED, "the backfill ends", most)
    assert chain.states("coverage_daily", "backfill") == ["success"] * len(DAYS)
    after = set(published(chain.home, complete))
    assert before <= after
    assert after.isdisjoint((outlet, day) for outlet in OUTLETS for day in DAYS)


def test_a_crawl_that_is_marked_failed_leaves_no_process(airflow):
    home = airflow.environment["LANTOA_HOME"]
    with silent_press() as (url, came):
        conf = {"press": url, "outlets": ["thoi-su"], "campaigns": [CAMPAIGN]}
        airflow.start("crawl_press", "silent", conf)
        until(lambda: came.is_set() and crawls(home), "the crawl waits for an answer")
        airflow.ask("PATCH", "dags/crawl_press/dagRuns/silent/taskInstances/crawl/0", {"new_state": "failed"})
        until(lambda: not crawls(home), "the crawl's process ends with its task", 120)
        airflow.pause("crawl_press")
    assert airflow.tasks("crawl_press", "silent")["crawl", 0] == "failed"


def test_a_crawl_that_runs_out_of_time_leaves_no_process(surroundings, tmp_path):
    environment = surroundings | {"LANTOA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(REPOSITORY)}
    with silent_press() as (url, came):
        params = json.dumps({"campaigns": [CAMPAIGN], "press": url, "outlets": []})
        with subprocess.Popen(
            [sys.executable, "-c", TIMED_OUT, str(REPOSITORY / "dags"), "thoi-su", params, "40"],
            env=environment,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as task:
            until(lambda: came.is_set() and crawls(environment["LANTOA_HOME"]), "the crawl waits", 90)
            said = task.communicate(timeout=120)[1]
    assert "AirflowTaskTimeout" in said
    assert crawls(environment["LANTOA_HOME"]) == []


@pytest.mark.parametrize(
    ("users", "said"),
    [("", "can be reached by others: set LANTOA_AIRFLOW_USERS"), ("admin:admin:admin", "12 characters")],
)
def test_others_can_not_reach_it_by_an_easy_password(surroundings, tmp_path, users, said):
    environment = surroundings | {
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__API__HOST": "0.0.0.0",
        "AIRFLOW__API__PORT": str(free_port()),
        "LANTOA_AIRFLOW_USERS": users,
    }
    ended = subprocess.run(
        [REPOSITORY / "dags" / "standalone"], env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, said in ended.stderr) == (1, True)
    assert processes(AIRFLOW_HOME=environment["AIRFLOW_HOME"]) == []
