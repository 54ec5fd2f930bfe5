"""When articles were processed, and as each Vietnam day ends: measures are computed and published."""

from datetime import timedelta

from airflow.sdk import (
    AssetOrTimeSchedule,
    CronDataIntervalTimetable,
    TriggerRule,
    chain,
    dag,
    get_current_context,
    task,
)
from lantoa_airflow import (
    CAMPAIGNS,
    OUTLETS,
    PRESS,
    PROCESSED_ARTICLES,
    VIETNAM,
    WRITER_POOL,
    Facts,
    campaigns,
    check,
    deadline,
    defaults,
    publish,
    selection,
)

DOC = f"""
Computes every measure of the campaigns and publishes the warehouse: after articles were processed, and at
midnight, Vietnam time, for the day that ends.

    choose_outlets > crawl_day (one for each outlet) > process_day     (in a backfill only)
                                                            |
                     measure > publish (pool {WRITER_POOL})  ->  published_warehouse
                                  |
                                check  (fails where an invariant does not hold)

**Data** lie in the folder that `LANTOA_HOME` names. Measures replace those of the same period: every task
can be cleared and run again.

**A backfill** takes a run for each Vietnam day. It reads the archived pages again, and fetches of the
outlets only what their dated sitemaps list for that day. It makes no day complete: a day on which feeds
were not collected stays a gap. Where `make airflow` runs, write `dags/standalone` for `airflow`.

    airflow backfill create --dag-id coverage_daily \\
        --from-date 2026-07-20T00:00+07:00 --to-date 2026-07-22T00:00+07:00

**When `check` fails**, its log shows the rows that can't be; what readers see is the snapshot before it
only if `publish` failed too, so look at once.
"""


@task
def choose_outlets() -> list[str]:
    """Give the ids of the outlets whose sitemaps are asked in a backfill; in other runs, none."""
    from airflow.utils.types import DagRunType

    from lantoa import steps

    run = get_current_context()["dag_run"]  # pyright: ignore[reportTypedDictNotRequiredAccess] (set in every run)
    is_backfill = run.run_type == DagRunType.BACKFILL_JOB
    return list(steps.outlets_to_crawl(selection("dated"))) if is_backfill else []


@task(map_index_template="{{ task.op_kwargs['outlet'] }}")
def crawl_day(outlet: str) -> Facts:
    """Fetch what an outlet's dated sitemaps list for the run's Vietnam day; give its `OutletCrawl`.

    Raises:
        RuntimeError: Its sitemaps could not be read.
    """
    from dataclasses import asdict, replace
    from zoneinfo import ZoneInfo

    from lantoa import settings, steps

    begins = get_current_context()["data_interval_start"]  # pyright: ignore[reportTypedDictNotRequiredAccess] (of a schedule)
    assert begins is not None
    day = begins.astimezone(ZoneInfo(VIETNAM)).date()
    (result,) = steps.crawl(
        settings.home(), replace(selection("dated", [outlet]), from_date=day, to_date=day)
    )
    if result.problem:
        raise RuntimeError(
            f"{outlet}, {day}: {result.problem}. The day stays a gap; clear this task to try again"
        )
    return asdict(result)


@task(pool=WRITER_POOL, trigger_rule=TriggerRule.ALL_DONE)
def process_day(names: list[str]) -> Facts:
    """Read, score and load what was fetched for the day; give what the warehouse holds.

    Raises:
        AirflowSkipException: The run is no backfill.
    """
    from dataclasses import asdict

    from airflow.sdk.exceptions import AirflowSkipException

    from lantoa import settings, steps

    if not names:
        raise AirflowSkipException("only a backfill fetches and processes a day")
    home = settings.home()
    steps.extract(home)
    steps.score(home, campaigns())
    return asdict(steps.load(home, campaigns()))


@task(pool=WRITER_POOL, trigger_rule=TriggerRule.NONE_FAILED)
def measure() -> list[str]:
    """Compute and store every measure; give the periods measured."""
    from lantoa import settings, steps

    measured = steps.measure(settings.home(), campaigns())
    return [f"{one.campaign}: {one.from_date} to {one.to_date}" for one in measured.values()]


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronDataIntervalTimetable("0 0 * * *", timezone=VIETNAM), assets=[PROCESSED_ARTICLES]
    ),
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=2)),
    tags=["coverage", "daily"],
    doc_md=DOC,
    params={"campaigns": CAMPAIGNS, "outlets": OUTLETS, "press": PRESS},
)
def coverage_daily() -> None:
    """Wire the steps together."""
    names = choose_outlets()
    processed = process_day(names)  # pyright: ignore[reportArgumentType] (a task's output stands for its value)
    chain(crawl_day.expand(outlet=names), processed, measure(), publish(), check())


coverage_daily()
