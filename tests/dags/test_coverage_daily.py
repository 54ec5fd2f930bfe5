"""The DAG: read by Airflow without a mistake, and run by it from the press to the report."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from lantoa.press.server import Press

REPOSITORY = Path(__file__).parent.parent.parent
AIRFLOW = Path(sys.executable).with_name("airflow")
SERVED = ("thanhnien", "vnexpress")
NOT_SERVED = "tuoitre"
UNKNOWN = "thanhnein"

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
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print(json.dumps({
    "errors": list(map(str, bag.import_errors.values())),
    "dags": {
        name: {"owner": one.owner, "tags": sorted(one.tags), "doc": one.doc_md or "", "catchup": one.catchup}
        for name, one in bag.dags.items()
    },
}))
"""


CRAWL = """
import json, sys
sys.path.insert(0, sys.argv[1])
from airflow.sdk.execution_time.context import set_current_context
import coverage_daily
with set_current_context({"params": json.loads(sys.argv[3])}):
    coverage_daily.crawl.function(sys.argv[2])
"""


class Run(NamedTuple):
    home: Path
    status: int
    log: str


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
def run(surroundings: dict[str, str], items: Path) -> Run:
    """A run over two outlets that the press serves, and one that nobody knows."""
    with Press(items) as press:
        conf = {"press": press.url, "outlets": [*SERVED, UNKNOWN]}
        ended = call(
            [str(AIRFLOW), "dags", "test", "coverage_daily", "--conf", json.dumps(conf)],
            surroundings | {"LANTOA_NOW": press.edition.now.isoformat()},
        )
    return Run(Path(surroundings["LANTOA_HOME"]), ended.returncode, ended.stdout)


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
    ended = call([sys.executable, "-c", READ, str(REPOSITORY / "dags")], surroundings)
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found["errors"] == []
    assert set(found["dags"]) == {"coverage_daily"}
    for dag in found["dags"].values():
        assert dag["owner"] != "airflow"
        assert dag["tags"]
        assert "LANTOA_HOME" in dag["doc"]
        assert dag["catchup"] is False


@pytest.mark.slow
def test_an_outlet_that_fails_does_not_stop_the_others(run):
    assert run.status == 0, run.log
    published = run.home / "published"
    with duckdb.connect(published / (published / "current").read_text(), read_only=True) as warehouse:
        rows = warehouse.sql("select outlet, title from stg_items order by all").fetchall()
    assert rows == sorted((outlet, title) for outlet, _, title, _ in FEED)


@pytest.mark.slow
def test_a_wrong_setting_is_told_and_not_tried_again(run):
    assert run.log.count(f"{UNKNOWN}: no outlet has the id '{UNKNOWN}'") == 1
    assert "did you mean 'thanhnien'" in run.log


@pytest.mark.slow
def test_reports_are_written_in_both_languages(run):
    assert len(list((run.home / "reports").rglob("*.html"))) == 2


def test_a_failure_names_the_outlet_the_reason_and_what_to_do(surroundings, items):
    with Press(items) as press:
        params = {"campaign": "campaigns/500-ngay-dem.toml", "press": press.url, "outlets": []}
        ended = call(
            [sys.executable, "-c", CRAWL, str(REPOSITORY / "dags"), NOT_SERVED, json.dumps(params)],
            surroundings | {"LANTOA_NOW": press.edition.now.isoformat()},
        )
    assert ended.returncode != 0
    last = ended.stdout.splitlines()[-1]
    assert f"{NOT_SERVED}: no feed could be read: HTTP 421" in last
    assert "correct the record, and clear this task" in last
