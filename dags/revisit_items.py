"""Every hour, half an hour after the crawl: articles are asked for again."""

from datetime import timedelta

from airflow.sdk import CronDataIntervalTimetable, TriggerRule, dag, task
from lantoa_airflow import CAMPAIGNS, OUTLETS, PRESS, RAW_PAGES, VIETNAM, deadline, defaults, selection

DOC = """
Asks again for articles a day and a week after their first fetch, and two hours after it where a campaign
was found in them: headlines change, and pages are taken down.

    choose_outlets > revisit (one for each outlet) > tell  ->  raw_pages  ->  process_articles

**Data** lie in the folder that `LANTOA_HOME` names. An article that was asked for is not due again: every
task can be cleared and run again.

**When `revisit` fails** for an outlet, its log and the mail to `LANTOA_MAIL_TO` name it. Nothing is lost:
what is due stays due for two weeks.
"""


@task
def choose_outlets() -> list[str]:
    """Give the ids of the outlets whose articles are asked for."""
    from lantoa import steps

    return list(steps.outlets_to_crawl(selection("again")))


@task(map_index_template="{{ task.op_kwargs['outlet'] }}")
def revisit(outlet: str) -> int:
    """Ask an outlet again for what is due; give the number of its answers.

    Raises:
        RuntimeError: The crawl broke.
    """
    from lantoa import settings, steps

    (result,) = steps.crawl(settings.home(), selection("again", [outlet]))
    if result.problem:
        raise RuntimeError(f"{outlet}: {result.problem}. What is due stays due: clear this task to try now")
    return result.revisited


@task(trigger_rule=TriggerRule.ALL_DONE, outlets=[RAW_PAGES])
def tell(revisited: list[int]) -> int:
    """Give the number of answers in the archive; without any, nothing that follows has anything to do.

    Raises:
        AirflowSkipException: Nothing was due.
    """
    from airflow.sdk.exceptions import AirflowSkipException

    if not sum(revisited):
        raise AirflowSkipException("nothing was due")
    return sum(revisited)


@dag(
    schedule=CronDataIntervalTimetable("30 * * * *", timezone=VIETNAM),
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=3)),
    tags=["press", "hourly"],
    doc_md=DOC,
    params={"campaigns": CAMPAIGNS, "outlets": OUTLETS, "press": PRESS},
)
def revisit_items() -> None:
    """Wire the steps together."""
    tell(revisit.expand(outlet=choose_outlets()))  # pyright: ignore[reportArgumentType] (a task's output stands for its value)


revisit_items()
