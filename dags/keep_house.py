"""Every night: what is past its time goes, and everything that is kept is checked."""

import os
from datetime import timedelta

from airflow.sdk import CronDataIntervalTimetable, TriggerRule, chain, dag, task
from lantoa_airflow import VIETNAM, WRITER_POOL, check, deadline, defaults, not_again

DOC = f"""
Takes away pages and full texts that are older than `LANTOA_KEEP_DAYS` (skipped where it is not set), and
checks the whole published warehouse.

    purge (pool {WRITER_POOL}) > check (fails where an invariant does not hold)
                               > check_kept (fails where a kept table differs from what its view gives)

**Data** lie in the folder that `LANTOA_HOME` names. What was taken is gone: how many days are kept is decided
once, with those who answer for it. All tasks can be cleared and run again.

**When `purge` fails**, its log says what is wrong with `LANTOA_KEEP_DAYS`, the clock or the disk; clear it
then, it goes on where it was. When `check` fails, its log shows the rows that can't be: report them, and look
whether `lantoa doctor` sees a damaged disk. When `check_kept` fails, its log says which table differs, and
what to run.
"""


@task(pool=WRITER_POOL)
def purge() -> int:
    """Take away pages and texts that are past their time; give the number of texts.

    Raises:
        AirflowFailException: LANTOA_KEEP_DAYS can't be kept to, or the clock may be ahead.
        AirflowSkipException: Nobody said how long texts are kept.
    """
    from airflow.sdk.exceptions import AirflowSkipException

    from lantoa import settings, steps

    days = os.environ.get("LANTOA_KEEP_DAYS")
    if not days:
        raise AirflowSkipException("LANTOA_KEEP_DAYS is not set: pages and texts are kept for good")
    with not_again(settings.SettingError):
        if not days.isdecimal():
            raise settings.SettingError(f"LANTOA_KEEP_DAYS is {days!r}: expected a number of days")
        return sum(one.texts for one in steps.purge(settings.home(), int(days)))


@task(retries=0)
def check_kept() -> None:
    """Compare the tables that the warehouse keeps of views with what these give.

    Raises:
        RuntimeError: One differs.
    """
    from lantoa import settings, steps

    differing = steps.check_kept(settings.home())
    if differing:
        raise RuntimeError("; ".join(differing))


@dag(
    schedule=CronDataIntervalTimetable("0 2 * * *", timezone=VIETNAM),
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=3)),
    tags=["house", "daily"],
    doc_md=DOC,
)
def keep_house() -> None:
    """Wire the steps together."""
    # Where nobody said how long texts are kept, purge is skipped.
    checks = [one.override(trigger_rule=TriggerRule.NONE_FAILED)() for one in (check, check_kept)]
    chain(purge(), checks)


keep_house()
