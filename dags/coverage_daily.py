"""When the press is read: every morning at 6, for the Vietnam day that ends then.

Imports of the project stand inside the tasks, so that the scheduler reads this file fast.
"""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import (
    CronDataIntervalTimetable,
    Param,
    TriggerRule,
    chain,
    dag,
    get_current_context,
    task,
)

if TYPE_CHECKING:
    from lantoa.steps import Selection

REPOSITORY = Path(__file__).parent.parent
WRITER_POOL = "warehouse_writer"

Facts = dict[str, Any]

DOC = f"""
Reads the press for one campaign, from the feeds to the report.

    choose_outlets
          |
        crawl  (one for each outlet; one that fails does not stop the others)
          |                \\
       extract              require_something  (fails the run if no outlet could be read)
          |
        score
          |
    load > measure > watch > publish  (pool {WRITER_POOL}: the warehouse has one writer)
          |
    report, check  (check fails where an invariant does not hold; loads look at the days they touch)

**Data** lie in the folder that `LANTOA_HOME` names. Every task can be cleared and run again: it adds nothing
twice.

**Before the first run**: `airflow pools set {WRITER_POOL} 1 "the warehouse has one writer"` (`make airflow`
does it), and `LANTOA_CONTACT` with an address that outlets can write to, or the parameter `press`.

**When `crawl` fails** for an outlet, its log names the outlet and the reason, and reports show the gap. What
its feeds still offer is fetched by the next run; clear the task to try at once.
"""


@task
def choose_outlets() -> list[str]:
    """Give the ids of the outlets to crawl."""
    from lantoa import steps

    return list(steps.outlets_to_crawl(_selection(_params()["outlets"])))


@task(
    map_index_template="{{ task.op_kwargs['outlet'] }}",
    retries=2,
    retry_delay=timedelta(minutes=5),
    retry_exponential_backoff=2,
    max_retry_delay=timedelta(hours=1),
    execution_timeout=timedelta(hours=2),
)
def crawl(outlet: str) -> Facts:
    """Crawl one outlet; give its `OutletCrawl`.

    Raises:
        AirflowFailException: A setting is wrong, which no retry can help.
        RuntimeError: Nothing of the outlet could be read.
    """
    from dataclasses import asdict

    from airflow.sdk.exceptions import AirflowFailException

    from crawlers.run import ConfigError
    from lantoa import settings, steps

    try:
        (result,) = steps.crawl(settings.home(), _selection([outlet]))
    except ConfigError as error:
        raise AirflowFailException(f"{outlet}: {error}") from error
    if result.problem:
        raise RuntimeError(
            f"{outlet}: {result.problem}. The other outlets go on, and reports show the gap. If it lasts: "
            "open the feeds of this outlet's record in a browser, correct the record, and clear this task"
        )
    return asdict(result)


@task(trigger_rule=TriggerRule.ALL_DONE)
def require_something(crawled: list[Facts]) -> int:
    """Give the number of pages archived.

    Raises:
        RuntimeError: No outlet could be read.
    """
    if not crawled:
        raise RuntimeError(
            "nothing could be collected from any outlet: look at the logs of choose_outlets and crawl, "
            "then clear them"
        )
    return sum(one["fetched"] for one in crawled)


@task(trigger_rule=TriggerRule.ALL_DONE)
def extract() -> tuple[int, int]:
    """Read articles out of the archive; give the numbers of new articles and of rejected pages."""
    from lantoa import settings, steps

    return steps.extract(settings.home())


@task
def score() -> tuple[int, int]:
    """Score tone and look for the campaign; give the numbers of newly scored articles and mentions."""
    from lantoa import settings, steps

    return steps.score(settings.home(), _campaigns())


@task(pool=WRITER_POOL)
def load() -> Facts:
    """Load the batches into the warehouse; give what it holds."""
    from dataclasses import asdict

    from lantoa import settings, steps

    return asdict(steps.load(settings.home(), _campaigns()))


@task(pool=WRITER_POOL)
def measure() -> list[str]:
    """Compute and store every measure; give the periods measured."""
    from lantoa import settings, steps

    measured = steps.measure(settings.home(), _campaigns())
    return [f"{one.campaign}: {one.from_date} to {one.to_date}" for one in measured.values()]


@task(pool=WRITER_POOL)
def watch() -> dict[str, list[str]]:
    """Ask the rules of alerts; give the ids of new alerts by campaign."""
    from lantoa import settings, steps

    return steps.watch(settings.home(), _campaigns())


@task(pool=WRITER_POOL)
def publish() -> str:
    """Publish the warehouse; give the snapshot that readers now see."""
    from lantoa import settings, steps

    return str(steps.publish(settings.home()))


@task
def check() -> None:
    """Check the whole published warehouse; a load checks the days that it touches.

    Raises:
        RuntimeError: An invariant does not hold.
    """
    from lantoa import settings, steps

    broken = steps.check(settings.home())
    if broken:
        raise RuntimeError("an invariant of the warehouse does not hold: " + "; ".join(broken))


@task
def report() -> list[str]:
    """Write the reports; give their files."""
    from lantoa import settings, steps

    return [str(path) for path in steps.report(settings.home(), _campaigns())]


@dag(
    schedule=CronDataIntervalTimetable("0 6 * * *", timezone="Asia/Ho_Chi_Minh"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "data-engineer"},
    tags=["coverage", "daily"],
    doc_md=DOC,
    params={
        "campaign": Param(
            "campaigns/500-ngay-dem.toml",
            type="string",
            description="Campaign file; a relative path starts at the project's folder.",
        ),
        "press": Param(
            None,
            type=["null", "string"],
            description="Address of a loopback press; empty for the live one.",
        ),
        "outlets": Param(
            [],
            type="array",
            items={"type": "string"},
            description="Ids of the outlets to crawl; without, those the campaign watches.",
        ),
    },
)
def coverage_daily() -> None:
    """Wire the steps together."""
    crawled = crawl.expand(outlet=choose_outlets())
    require_something(crawled)  # pyright: ignore[reportArgumentType] (a task's output stands for its value)
    chain(crawled, extract(), score(), load(), measure(), watch(), publish(), [report(), check()])


def _params() -> Facts:
    return get_current_context()["params"]  # pyright: ignore[reportTypedDictNotRequiredAccess] (set in every run)


def _campaigns() -> tuple[Path, ...]:
    return (REPOSITORY / _params()["campaign"],)


def _selection(only: list[str]) -> "Selection":
    from lantoa.steps import Selection

    return Selection(_campaigns(), only=tuple(only), press=_params()["press"])


coverage_daily()
