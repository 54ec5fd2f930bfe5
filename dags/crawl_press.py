"""Every hour: what the outlets announce is fetched into the archive."""

from datetime import timedelta

from airflow.sdk import CronDataIntervalTimetable, TriggerRule, dag, task
from lantoa_airflow import (
    CAMPAIGNS,
    OUTLETS,
    PRESS,
    RAW_PAGES,
    VIETNAM,
    Facts,
    deadline,
    defaults,
    not_again,
    selection,
)

DOC = """
Fetches what feeds, sitemaps and section pages announce.

    choose_outlets
          |
        crawl  (one for each outlet; one that fails does not stop the others)
          |
    require_something  (fails the run if no outlet could be read)  ->  raw_pages  ->  process_articles

**Data** lie in the folder that `LANTOA_HOME` names. A crawl fetches nothing twice: every task can be
cleared and run again.

**Before the first run**: `LANTOA_CONTACT` with an address that outlets can write to, or the parameter
`press`. There is no backfill: a feed shows what it shows now. Days before are fetched from dated sitemaps
by a backfill of `coverage_daily`.

**When `crawl` fails** for an outlet, its log and the mail to `LANTOA_MAIL_TO` name the outlet, the reason
and what to do, and reports show the gap. What its feeds still offer is fetched by the next run. A crawl
that is marked failed or runs out of time ends with its task, and the next one goes on there.
"""


@task
def choose_outlets() -> list[str]:
    """Give the ids of the outlets to crawl."""
    from lantoa import steps

    return list(steps.outlets_to_crawl(selection("new")))


@task(map_index_template="{{ task.op_kwargs['outlet'] }}")
def crawl(outlet: str) -> Facts:
    """Crawl one outlet; give its `OutletCrawl`.

    Raises:
        AirflowFailException: A setting is wrong, which no retry can help.
        RuntimeError: Nothing of the outlet could be read.
    """
    from dataclasses import asdict

    from crawlers.run import ConfigError
    from lantoa import settings, steps

    with not_again(ConfigError, about=f"{outlet}: "):
        (result,) = steps.crawl(settings.home(), selection("new", [outlet]))
    if result.problem:
        raise RuntimeError(
            f"{outlet}: {result.problem}. The other outlets go on, and reports show the gap. If it lasts: "
            "open the feeds of this outlet's record in a browser, correct the record, and clear this task"
        )
    return asdict(result)


@task(trigger_rule=TriggerRule.ALL_DONE, outlets=[RAW_PAGES], retries=0)
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


@dag(
    schedule=CronDataIntervalTimetable("0 * * * *", timezone=VIETNAM),
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=3)),
    tags=["press", "hourly"],
    doc_md=DOC,
    params={"campaigns": CAMPAIGNS, "outlets": OUTLETS, "press": PRESS},
)
def crawl_press() -> None:
    """Wire the steps together."""
    require_something(crawl.expand(outlet=choose_outlets()))  # pyright: ignore[reportArgumentType] (a task's output stands for its value)


crawl_press()
