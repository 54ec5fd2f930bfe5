"""`deploy/cluster/start` and `worker`: the press crawled, scored and loaded by two machines, one lost midway.

The second machine is made of Linux namespaces: it has its own network, host name, processes and /tmp, and
shares with the first one the home and the clone of the project. Where namespaces can't be made, a second
worker on the same machine takes its place, and a warning says so.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

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
from warehouse import storage

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(3000)]

START = REPOSITORY / "deploy" / "cluster" / "start"
WORKER = REPOSITORY / "deploy" / "cluster" / "worker"
CAMPAIGNS = tuple(sorted(REPOSITORY.glob("campaigns/*.toml")))
MOST_SECONDS = 900
SECOND = "lantoa-second"
"""Host name of the second machine."""

# /tmp is its own but for what both machines share.
MACHINE = """
set -eu
mine=$1 name=$2
shift 2
hostname "$name"
while [ "$1" != -- ]; do
  case $1 in /tmp/*) mkdir -p "$mine/${1#/tmp/}" && mount --bind "$1" "$mine/${1#/tmp/}" ;; esac
  shift
done
shift
mount --rbind "$mine" /tmp
exec "$@"
"""
# The outlets, as the second machine reaches them: the press is on loopback, where everybody has an own one.
PRESS = """
import sys, threading
from pathlib import Path
from lantoa.press.server import Press
with Press(Path(sys.argv[1]), int(sys.argv[2])):
    print("open", flush=True)
    threading.Event().wait()
"""
LOCK = """
import sys, threading
from pathlib import Path
from warehouse import storage
with storage.locked(Path(sys.argv[1])):
    print("locked", flush=True)
    threading.Event().wait()
"""


class Network(NamedTuple):
    """A network of this machine and another one, of a cable alone.

    Attributes:
        name: Of the network namespace of the other machine.
        here: This machine's address.
        there: The other one's.
    """

    name: str
    here: str
    there: str

    def of(self, *words: object) -> list[object]:
        """Give a command that runs in the other machine's network."""
        return ["ip", "netns", "exec", self.name, *words]

    def cut(self) -> None:
        """Let nothing come through any more, not even that a connection is closed."""
        subprocess.run(["ip", "-n", self.name, "link", "set", self.name, "down"], check=True)


@contextmanager
def network(number: int) -> Iterator[Network]:
    """Make a network of two addresses; a number means the same ones each time.

    Raises:
        OSError: It can't be made here; or subprocess.CalledProcessError.
    """
    # Of a block that is kept for tests of networks.
    base = ip_address("198.18.0.0") + 4 * (number % (1 << 15))
    made = Network(f"lantoa-{number}", str(base + 1), str(base + 2))
    here = f"{made.name}-h"
    try:
        for words in (
            f"netns add {made.name}",
            f"link add {here} type veth peer name {made.name} netns {made.name}",
            f"address add {made.here}/30 dev {here}",
            f"link set {here} up",
            f"-n {made.name} address add {made.there}/30 dev {made.name}",
            f"-n {made.name} link set {made.name} up",
            f"-n {made.name} link set lo up",
        ):
            subprocess.run(["ip", *words.split()], check=True, capture_output=True, text=True)
        yield made
    finally:
        if shutil.which("ip"):
            subprocess.run(["ip", "link", "delete", here], check=False, capture_output=True)
            subprocess.run(["ip", "netns", "delete", made.name], check=False, capture_output=True)


class Machine(NamedTuple):
    """A worker and the machine that it works on.

    Attributes:
        first: The first of its processes.
        log: Of the worker.
        cable: Its network, None where it is the first machine's.
    """

    first: psutil.Process
    log: Path
    cable: Network | None = None

    def works_on(self, task: dict[str, Any]) -> bool:
        """Tell whether a task is worked on here: its process is told as its own machine numbers it."""
        is_its_host = (task["hostname"] == SECOND) == (self.cable is not None)
        return is_its_host and task["pid"] in map(own_number, tree(self.first))

    def lose(self) -> None:
        """End all its processes, as a machine without power."""
        if self.cable:
            self.cable.cut()
        for one in tree(self.first):
            one.kill()


def own_number(process: psutil.Process) -> int | None:
    """Give the number of a process as its own machine has it; None where it has ended."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return None
    return next(int(line.split()[-1]) for line in status.splitlines() if line.startswith("NSpid:"))


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press(ITEMS) as press:
        yield press


@pytest.fixture(scope="module")
def cable() -> Iterator[Network | None]:
    """The network of both machines; None, and a warning, where this account can't make one."""
    with ExitStack() as made:
        found = None
        try:
            found = made.enter_context(network(os.getpid()))
        except (OSError, subprocess.CalledProcessError) as error:
            warnings.warn(f"the second worker is on no machine of its own: {error}", stacklevel=1)
        yield found


@pytest.fixture(scope="module")
def surroundings(
    tmp_path_factory: pytest.TempPathFactory, press: Press, cable: Network | None
) -> Iterator[dict[str, str]]:
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
            "CLUSTER_ADDRESS": cable.here if cable else "127.0.0.1",
            "CLUSTER_POSTGRES_PORT": str(free_port()),
            "CLUSTER_REDIS_PORT": str(free_port()),
            "CLUSTER_WORKERS": "1",
            "LANTOA_AIRFLOW_USERS": f"truc:admin:{PASSWORD}",
            "LANTOA_HOME": str(tmp_path_factory.mktemp("cluster") / "data"),
            "LANTOA_NOW": press.edition.now.isoformat(),
            "LANTOA_PRESS_DELAY_FACTOR": "0",
        }


@pytest.fixture(scope="module")
def parts(surroundings: dict[str, str]) -> Iterator[psutil.Process]:
    """The first machine's; at the end they are stopped as by a supervisor, and nothing of them is left."""
    with subprocess.Popen([START], env=surroundings, stdout=subprocess.PIPE, text=True) as started:
        try:
            said = said_until_ready(started)
            assert "the users of LANTOA_AIRFLOW_USERS" in said
            require_hidden(surroundings, psutil.Process(started.pid))
            yield psutil.Process(started.pid)
        finally:
            parts = psutil.Process(started.pid).children(recursive=True)
            started.terminate()
            started.wait(120)
    assert psutil.wait_procs(parts, 30)[1] == []


def require_hidden(surroundings: dict[str, str], started: psutil.Process) -> None:
    """Require that no process shows a secret to everybody who lists processes."""
    drawn = Path(surroundings["AIRFLOW_HOME"], "secrets").read_text().splitlines()
    hidden = [PASSWORD, *(line.partition("=")[2] for line in drawn)]
    words = [word for part in tree(started) for word in part.cmdline()]
    assert not any(secret in word for secret in hidden for word in words)


def further(surroundings: dict[str, str], airflow_home: Path, seen_as: str = "") -> dict[str, str]:
    """Give the surroundings of a further machine, to which the secrets were copied."""
    airflow_home.mkdir(parents=True)
    shutil.copy(Path(surroundings["AIRFLOW_HOME"], "secrets"), airflow_home)
    named = ("AIRFLOW__API__PORT", "CLUSTER_", "LANTOA_")
    return {
        name: value
        for name, value in surroundings.items()
        if name.startswith(named) or not name.startswith(("AIRFLOW", "PG"))
    } | {"AIRFLOW_HOME": seen_as or str(airflow_home)}


@contextmanager
def worker(surroundings: dict[str, str], cable: Network | None) -> Iterator[Machine]:
    """A worker, on a machine of its own where there is a network of it; stopped as by a supervisor."""
    mine = Path(surroundings["AIRFLOW_HOME"]).with_name("second")
    seen_as = "/tmp/airflow" if cable else ""
    environment = further(surroundings, mine / "airflow", seen_as)
    words: list[object] = [WORKER]
    name = os.uname().nodename
    if cable:
        name = SECOND
        own = ("--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc")
        shared = (surroundings["LANTOA_HOME"], REPOSITORY)
        words = cable.of("unshare", *own, "bash", "-c", MACHINE, "machine", mine, name, *shared, "--", WORKER)
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as started:
        outside = psutil.Process(started.pid)
        try:
            assert f"{name} works for the cluster" in said_until_ready(started)
            first = outside.children()[0] if cable else outside
            require_hidden(surroundings, first)
            yield Machine(first, mine / "airflow" / f"{name}.log", cable)
        finally:
            is_lost = started.poll() is not None
            left = [] if is_lost else tree(outside)
            if not is_lost:
                (outside.children()[0] if cable else outside).terminate()
            started.wait(120)
    assert is_lost or started.returncode == 0
    assert psutil.wait_procs(left, 30)[1] == []


@pytest.fixture(scope="module")
def second(
    surroundings: dict[str, str], parts: psutil.Process, cable: Network | None, press: Press
) -> Iterator[Machine]:
    with worker(surroundings, cable) as found:
        if cable is None:
            yield found
            return
        port = press.url.rpartition(":")[2]
        words = cable.of(sys.executable, "-c", PRESS, ITEMS, port)
        with subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as outlets:
            assert outlets.stdout is not None
            assert outlets.stdout.readline() == "open\n"
            try:
                yield found
            finally:
                outlets.kill()


@pytest.fixture(scope="module")
def machines(surroundings: dict[str, str], parts: psutil.Process, second: Machine) -> list[Machine]:
    """Both, ready to work."""
    first = next(one for one in parts.children() if "--celery-hostname worker-1" in " ".join(one.cmdline()))
    found = [Machine(first, Path(surroundings["AIRFLOW_HOME"], "worker-1.log")), second]
    until(lambda: all("ready." in one.log.read_text() for one in found), "both workers wait for tasks", 300)
    return found


@pytest.fixture(scope="module")
def cluster(surroundings: dict[str, str], parts: psutil.Process) -> Airflow:
    return logged_in(surroundings, MOST_SECONDS)


def instances(airflow: Airflow, dag: str) -> list[dict[str, Any]]:
    """Give the tasks of a DAG's newest run."""
    runs = airflow.ask("GET", f"dags/{dag}/dagRuns?limit=1&order_by=-run_after")["dag_runs"]
    return (
        airflow.ask("GET", f"dags/{dag}/dagRuns/{runs[0]['dag_run_id']}/taskInstances")["task_instances"]
        if runs
        else []
    )


def tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def require_logs(airflow: Airflow) -> None:
    """Require that the pages show what each crawl told, on whichever machine it ran."""
    crawls = [one for one in instances(airflow, "crawl_press") if one["task_id"] == "crawl"]
    assert crawls
    for task in crawls:
        path = f"dags/crawl_press/dagRuns/{task['dag_run_id']}/taskInstances/crawl/logs/{task['try_number']}"
        told = airflow.ask("GET", f"{path}?map_index={task['map_index']}&full_content=true")["content"]
        assert any(task["rendered_map_index"] in str(line) for line in told), (task["hostname"], told)


def lose_while_it_scores(airflow: Airflow, machines: list[Machine]) -> None:
    """Lose the machine that scores the first part which is not done, when the tasks of all parts have begun.

    One that it has and has not begun would be handed out again after ten minutes only.
    """

    def is_lost() -> bool:
        parts = [one for one in instances(airflow, "process_articles") if one["task_id"] == "score"]
        if not {one["state"] for one in parts} <= {"running", "success"}:
            return False
        scoring = [one for one in parts if one["state"] == "running" and one["pid"]]
        found = [machine for task in scoring for machine in machines if machine.works_on(task)]
        if found:
            found[0].lose()
        return bool(found)

    until(is_lost, "a worker scores", MOST_SECONDS)


def catalog(surroundings: dict[str, str]) -> dict[str, str]:
    """Give the settings by which the cluster's warehouse is reached."""
    address, port = surroundings["CLUSTER_ADDRESS"], surroundings["CLUSTER_POSTGRES_PORT"]
    return {
        "LANTOA_WAREHOUSE": f"ducklake:postgres:host={address} port={port} dbname=lantoa user=lantoa",
        "PGPASSFILE": f"{surroundings['AIRFLOW_HOME']}/pgpass",
    }


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


def test_two_machines_one_lost_give_the_warehouse_of_one(cluster, machines, press, tmp_path, monkeypatch):
    cluster.pause("process_articles", is_paused=False)
    cluster.start("crawl_press", "trial", {"press": press.url, "campaigns": []})
    until(
        lambda: cluster.ask("GET", "dags/crawl_press/dagRuns/trial")["state"] in ENDED,
        "the crawl ends",
        MOST_SECONDS,
    )
    cluster.pause("crawl_press")
    assert set(cluster.tasks("crawl_press", "trial").values()) == {"success"}
    require_logs(cluster)

    lose_while_it_scores(cluster, machines)

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
    for machine in machines:
        assert "succeeded in" in machine.log.read_text(), f"{machine.log.stem} did nothing"

    monkeypatch.setenv("LANTOA_NOW", cluster.environment["LANTOA_NOW"])
    monkeypatch.setenv("LANTOA_PRESS_DELAY_FACTOR", "0")
    one = settings.home(tmp_path / "one")
    steps.crawl(one, steps.Selection((), press=press.url))
    steps.extract(one)
    steps.score(one, CAMPAIGNS)
    steps.load(one, CAMPAIGNS)
    steps.publish(one)

    for name, value in catalog(cluster.environment).items():
        monkeypatch.setenv(name, value)
    many = settings.home(cluster.home)
    steps.publish(many)
    assert steps.check(many) == []
    found, wanted = shown(many), shown(one)
    assert len(wanted["items"]) > 150
    assert {name for name in wanted if found.get(name) != wanted[name]} == set()
    assert found.keys() == wanted.keys()


def test_a_machine_that_vanishes_lets_go_of_the_warehouse(cluster, cable, monkeypatch):
    if cable is None:
        pytest.skip("a machine of its own needs root and `ip`")
    environment = os.environ | catalog(cluster.environment)
    with network(os.getpid() + 1) as own:
        subprocess.run(["ip", "-n", own.name, "route", "add", cable.here, "via", own.here], check=True)
        words = own.of(sys.executable, "-c", LOCK, cluster.home / "warehouse")
        with subprocess.Popen(
            words, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        ) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "locked\n"
            own.cut()
            holder.kill()
        for name, value in catalog(cluster.environment).items():
            monkeypatch.setenv(name, value)
        assert storage.is_being_written(cluster.home / "warehouse")
        with storage.locked(cluster.home / "warehouse"):
            pass


def refused(words: list[object], environment: dict[str, str]) -> str:
    """Give what a starter says that ends at once."""
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    return ended.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"CLUSTER_ADDRESS": ""}, "CLUSTER_ADDRESS is not set"),
        ({"CLUSTER_ADDRESS": "0.0.0.0"}, "expected the first machine's own IPv4 address"),
        ({"CLUSTER_REDIS_PORT": "1"}, "Redis does not answer at {address}:1"),
        ({"LANTOA_HOME": "/srv/elsewhere"}, "expected {home}, as on {address}"),
    ],
)
def test_a_worker_says_what_it_lacks(parts, surroundings, tmp_path, changed, said):
    environment = further(surroundings, tmp_path / "airflow") | changed
    address, home = surroundings["CLUSTER_ADDRESS"], surroundings["LANTOA_HOME"]
    assert said.format(address=address, home=home) in refused([WORKER], environment)


def test_a_worker_without_the_secrets_of_the_cluster_says_so(parts, surroundings, tmp_path):
    environment = further(surroundings, tmp_path / "airflow")
    secrets = tmp_path / "airflow" / "secrets"
    drawn = secrets.read_text()
    secrets.write_text(drawn.replace("REDIS_PASSWORD=", "REDIS_PASSWORD=another"))
    assert "are not those of the cluster" in refused([WORKER], environment)
    secrets.write_text("".join(line for line in drawn.splitlines(True) if not line.startswith("JWT_SECRET")))
    assert "expected JWT_SECRET of 32 characters or more" in refused([WORKER], environment)
    secrets.unlink()
    assert f"expected the cluster's passwords and keys in {secrets}" in refused([WORKER], environment)


def test_a_worker_without_the_share_says_so(parts, surroundings, cable, tmp_path):
    if cable is None:
        pytest.skip("to mount something else needs root")
    environment = further(surroundings, tmp_path / "airflow")
    home = surroundings["LANTOA_HOME"]
    other = 'mount -t tmpfs none "$LANTOA_HOME" && exec "$1"'
    words = ["unshare", "--mount", "bash", "-c", other, "bash", WORKER]
    assert f"{home} is not the folder that" in refused(words, environment)


@pytest.mark.parametrize(("given", "known"), [({}, "4"), ({"AIRFLOW__CORE__PARALLELISM": "6"}, "6")])
def test_more_machines_can_be_given_more_tasks(parts, surroundings, given, known):
    words = [START, "config", "get-value", "core", "parallelism"]
    said = subprocess.run(words, env=surroundings | given, capture_output=True, text=True, check=True).stdout
    assert said.split()[-1] == known


@pytest.mark.parametrize(
    ("users", "said"),
    [("", "can be reached by others: set LANTOA_AIRFLOW_USERS"), ("admin:admin:admin", "12 characters")],
)
@pytest.mark.parametrize("setting", ["AIRFLOW__API__HOST", "CLUSTER_ADDRESS"])
def test_others_can_not_reach_it_by_an_easy_password(surroundings, users, said, setting):
    environment = surroundings | {
        "AIRFLOW_HOME": f"{surroundings['AIRFLOW_HOME']}-open",
        "AIRFLOW__API__PORT": str(free_port()),
        "CLUSTER_POSTGRES_PORT": str(free_port()),
        "CLUSTER_REDIS_PORT": str(free_port()),
        "LANTOA_AIRFLOW_USERS": users,
        "CLUSTER_ADDRESS": "127.0.0.1",
        # No address of this machine: it does not come so far as to listen there.
        setting: "198.51.100.1" if setting == "CLUSTER_ADDRESS" else "0.0.0.0",
    }
    ended = subprocess.run([START], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, said in ended.stderr) == (1, True)


def test_it_listens_on_an_address_of_its_own_machine_only(surroundings):
    environment = surroundings | {
        "AIRFLOW_HOME": f"{surroundings['AIRFLOW_HOME']}-elsewhere",
        "CLUSTER_ADDRESS": "198.51.100.1",
    }
    assert "expected an address of this machine" in refused([START], environment)
