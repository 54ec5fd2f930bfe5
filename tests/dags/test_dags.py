"""The DAGs: read by Airflow without a mistake, and run by it from the press to the report."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from lantoa.press.server import Press

# each start of Airflow takes seconds, and a busy machine many times that
pytestmark = pytest.mark.timeout(1200)

REPOSITORY = Path(__file__).parent.parent.parent
AIRFLOW = Path(sys.executable).with_name("airflow")
SERVED = ("thanhnien", "vnexpress")
NOT_SERVED = "tuoitre"
UNKNOWN = "thanhnein"
CHAIN = ("process_articles", "watch_alerts", "coverage_daily", "outreach_report", "keep_house")
WRITERS = (
    ("process_articles", "load"),
    ("watch_alerts", "watch"),
    ("watch_alerts", "publish"),
    ("coverage_daily", "process_day"),
    ("coverage_daily", "measure"),
    ("coverage_daily", "publish"),
    ("keep_house", "purge"),
    ("promote_tone", "load"),
)
BY_HAND = ("import_archive", "retrain_tone", "promote_tone")

FEED = [
    ("vnexpress", "vnexpress.net", "Đội quy tập tìm thấy ba hài cốt liệt sĩ ở chân đồi Sim", "20"),
    ("vnexpress", "vnexpress.net", "Lấy mẫu ADN để xác định danh tính liệt sĩ tại huyện miền núi", "21"),
    ("vnexpress", "vnexpress.net", "Cầu mới nối hai bờ sông được thông xe", "22"),
    ("thanhnien", "thanhnien.vn", "Tìm kiếm hài cốt liệt sĩ bên dòng suối cạn sau tin báo của dân", "20"),
    ("thanhnien", "thanhnien.vn", "Ba đội vào rừng quy tập liệt sĩ trước mùa mưa", "21"),
    ("thanhnien", "thanhnien.vn", "Chợ nổi mở lại sau ba tháng sửa bến", "22"),
]
READ = """
import json, sys
from types import SimpleNamespace
import jinja2
import airflow.providers.smtp.notifications.smtp
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
sys.path.insert(0, sys.argv[1])
bag = DagBag(sys.argv[1])
def mail(dag):
    text = dag.tasks[0].on_failure_callback[0].html_content
    ti = SimpleNamespace(
        dag_id=dag.dag_id, task_id="t", map_index=0, rendered_map_index="thanhnien", log_url="http://log"
    )
    template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(text)
    return template.render(ti=ti, dag=dag, run_id="r", exception="<no feed>")
print(json.dumps({
    "errors": list(map(str, bag.import_errors.values())),
    "heavy": sorted({name.partition(".")[0] for name in set(sys.modules) - before} & set(sys.argv[2:])),
    "dags": {
        name: {
            "owner": one.owner,
            "tags": sorted(one.tags),
            "doc": one.doc_md or "",
            "catchup": one.catchup,
            "mails": all(task.on_failure_callback for task in one.tasks),
            "pools": {task.task_id: task.pool for task in one.tasks},
            "bounded": all(task.execution_timeout for task in one.tasks),
            "backs_off": all(task.retry_exponential_backoff for task in one.tasks),
            "mail": mail(one) if sys.argv[1:] and one.tasks[0].on_failure_callback else "",
            "late": bool(one.deadline),
            "is_scheduled": one.timetable.can_be_scheduled,
            "enums": {
                name: param.schema.get("enum") or param.schema.get("items", {}).get("enum")
                for name, param in ((name, one.params.get_param(name)) for name in one.params)
            },
        }
        for name, one in bag.dags.items()
    },
}))
"""
RUN = """
import json, os, pathlib, sys
from airflow.dag_processing.dagbag import DagBag
sys.path.insert(0, sys.argv[1])
bag = DagBag(sys.argv[1])
ended = {}
for name, conf in json.loads(sys.argv[2]):
    if conf.get("model") == "what was trained":
        (card,) = pathlib.Path(os.environ["LANTOA_HOME"]).glob("models/tone/*/card.json")
        conf["model"] = card.parent.name
    run = bag.dags[name].test(run_conf=conf)
    tasks = {f"{one.task_id}[{one.map_index}]": str(one.state) for one in run.get_task_instances()}
    ended[name] = {"state": str(run.state), "tasks": tasks}
print(json.dumps(ended))
"""
CRAWL = """
import json, sys
sys.path.insert(0, sys.argv[1])
from airflow.sdk.execution_time.context import set_current_context
import crawl_press
with set_current_context({"params": json.loads(sys.argv[3])}):
    crawl_press.crawl.function(sys.argv[2])
"""
HEAVY = ("pandas", "pyarrow", "duckdb", "scrapy", "underthesea", "matplotlib", "sklearn", "lantoa")


class Run(NamedTuple):
    home: Path
    log: str
    ended: dict[str, Any]


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an Airflow of the test's own, its database made."""
    folder = tmp_path_factory.mktemp("airflow")
    environment = os.environ | {
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(REPOSITORY / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "LANTOA_HOME": str(folder / "data"),
        "LANTOA_PRESS_DELAY_FACTOR": "0",
    }
    made = call([str(AIRFLOW), "db", "migrate"], environment)
    assert made.returncode == 0, made.stdout
    return environment


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A press of two outlets."""
    path = tmp_path_factory.mktemp("press") / "items.jsonl"
    path.write_text("\n".join(json.dumps(row(number, *one)) for number, one in enumerate(FEED)), "utf-8")
    return path


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of labels that is just enough to train on."""
    words = {"negative": "tai nạn", "neutral": "lịch họp", "positive": "khen thưởng"}
    lines = [f"{label}\t{word} số {n}\tTin thứ {n}" for label, word in words.items() for n in range(50)]
    path = tmp_path_factory.mktemp("labels") / "labels.tsv"
    path.write_text("\n".join(["label\ttitle\tlead", *lines]) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def run(surroundings: dict[str, str], items: Path, labels: Path) -> Run:
    """Each DAG once, over two outlets that the press serves, and one that nobody knows."""
    pool = call([str(AIRFLOW), "pools", "set", "warehouse_writer", "1", "one writer"], surroundings)
    assert pool.returncode == 0, pool.stdout
    with Press(items) as press:
        about = {"campaigns": ["campaigns/500-ngay-dem.toml"]}
        conf = about | {"press": press.url}
        trial = {"why": "a trial", "who": "an", "despite": "few days"}
        runs = [
            ("crawl_press", conf | {"outlets": [*SERVED, UNKNOWN]}),
            *((name, about) for name in CHAIN[:3]),
            (
                "outreach_report",
                {"campaigns": conf["campaigns"], "period": "all", "formats": ["html", "docx"]},
            ),
            ("keep_house", {}),
            ("retrain_tone", {"labels": str(labels)}),
            ("promote_tone", trial | {"model": "what was trained"}),
            ("promote_tone", trial | {"model": "what was trained"}),
            ("revisit_items", conf | {"outlets": SERVED[:1]}),
        ]
        done = call(
            [sys.executable, "-c", RUN, str(REPOSITORY / "dags"), json.dumps(runs)],
            surroundings | {"LANTOA_NOW": press.edition.now.isoformat()},
        )
    assert done.returncode == 0, done.stdout
    return Run(Path(surroundings["LANTOA_HOME"]), done.stdout, json.loads(done.stdout.splitlines()[-1]))


def call(command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def row(number: int, outlet: str, host: str, title: str, day: str) -> dict[str, str]:
    return {
        "outlet": outlet,
        "title": title,
        "summary": f"{title}, theo tin từ địa phương sáng {day}/7.",
        "url": f"https://{host}/tin-{number}-48{number:05d}.html",
        "published": f"Mon, {day} Jul 2026 07:{number:02d}:00 +0700",
        "body": f"{title}. Công việc bắt đầu từ sáng sớm và kéo dài đến chiều.\n\n"
        f"Người dân trong xã mang nước uống và chỉ đường cho đoàn số {number} qua hai con suối.\n\n"
        "Các đơn vị cho biết sẽ tiếp tục trong tuần tới nếu thời tiết thuận lợi.",
    }


def test_airflow_reads_the_dags_without_a_mistake(surroundings):
    ended = call(
        [sys.executable, "-c", READ, str(REPOSITORY / "dags"), *HEAVY],
        surroundings | {"LANTOA_MAIL_TO": "team@example.vn, head@example.vn"},
    )
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found["errors"] == []
    assert found["heavy"] == []
    assert set(found["dags"]) == {"crawl_press", *CHAIN, "revisit_items", *BY_HAND}
    for dag in found["dags"].values():
        assert dag["owner"] != "airflow"
        assert dag["tags"]
        assert "LANTOA_HOME" in dag["doc"]
        assert dag["catchup"] is False
        assert dag["mails"]
        assert dag["bounded"]
        assert dag["backs_off"]
        assert dag["late"] == dag["is_scheduled"]
        # A picture of the flow, and what to do, which the mail repeats with the outlet.
        assert any(line.startswith("    ") and ">" in line for line in dag["doc"].splitlines())
        assert "**When " in dag["doc"]
        assert "thanhnien" in dag["mail"]
        assert "&lt;no feed&gt;" in dag["mail"]
        assert "fails, its log" in dag["mail"].replace("\n", " ") or "fails for an outlet" in dag["mail"]
    enums = found["dags"]["outreach_report"]["enums"]
    assert enums["campaigns"] == ["campaigns/500-ngay-dem.toml", "campaigns/dai-hoi-xiv.toml"]
    assert enums["period"] == ["due", "morning", "weekly", "phase", "all"]
    assert (enums["language"], enums["formats"]) == (["vi", "en"], ["html", "pdf", "docx", "xlsx"])
    assert {found["dags"][name]["pools"][task] for name, task in WRITERS} == {"warehouse_writer"}


@pytest.mark.slow
def test_every_dag_runs_and_an_outlet_that_fails_does_not_stop_the_others(run):
    states = {name: one["state"] for name, one in run.ended.items()}
    assert states == dict.fromkeys(states, "success"), run.log
    assert run.ended["crawl_press"]["tasks"]["crawl[2]"] == "failed"
    published = run.home / "published"
    with duckdb.connect(published / (published / "current").read_text(), read_only=True) as warehouse:
        rows = warehouse.sql("select outlet, title from stg_items order by all").fetchall()
    assert rows == sorted((outlet, title) for outlet, _, title, _ in FEED)


@pytest.mark.slow
def test_a_day_is_fetched_in_a_backfill_only_and_without_new_alerts_nothing_is_told(run):
    assert run.ended["coverage_daily"]["tasks"]["process_day[-1]"] == "skipped"
    assert run.ended["watch_alerts"]["tasks"]["tell[-1]"] == "skipped"
    assert run.ended["keep_house"]["tasks"]["purge[-1]"] == "skipped"
    assert run.ended["revisit_items"]["tasks"]["tell[-1]"] == "skipped"


@pytest.mark.slow
def test_a_tone_model_is_trained_beside_the_one_that_scores_and_promoted_with_a_reason(run):
    (candidate,) = (run.home / "models" / "tone").glob("*/evaluation.md")
    assert "not estimable: fewer than 8 days" in candidate.read_text("utf-8")
    (line,) = (run.home / "models" / "tone" / "promotions.jsonl").read_text("utf-8").splitlines()
    assert (json.loads(line)["model"], json.loads(line)["who"], json.loads(line)["why"]) == (
        candidate.parent.name,
        "an",
        "a trial",
    )


@pytest.mark.slow
def test_a_wrong_setting_is_told_and_not_tried_again(run):
    assert run.log.count(f"{UNKNOWN}: no outlet has the id '{UNKNOWN}'") == 1
    assert "did you mean 'thanhnien'" in run.log


@pytest.mark.slow
def test_the_report_that_was_asked_for_is_written(run):
    written = {path.suffix for path in (run.home / "reports").glob("500-ngay-dem-*-vi.*")}
    assert written == {".html", ".json", ".docx"}


@pytest.mark.slow
def test_a_failure_names_the_outlet_the_reason_and_what_to_do(surroundings, items):
    with Press(items) as press:
        params = {"campaigns": ["campaigns/500-ngay-dem.toml"], "press": press.url, "outlets": []}
        ended = call(
            [sys.executable, "-c", CRAWL, str(REPOSITORY / "dags"), NOT_SERVED, json.dumps(params)],
            surroundings | {"LANTOA_NOW": press.edition.now.isoformat()},
        )
    assert ended.returncode != 0
    last = ended.stdout.splitlines()[-1]
    assert f"{NOT_SERVED}: no feed could be read: HTTP 421" in last
    assert "correct the record, and clear this task" in last
