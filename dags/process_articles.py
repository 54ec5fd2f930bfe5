"""When there are new pages: articles are read out of them, scored and loaded."""

from datetime import timedelta

from airflow.sdk import TriggerRule, chain, dag, task
from lantoa_airflow import (
    CAMPAIGNS,
    PROCESSED_ARTICLES,
    RAW_PAGES,
    WRITER_POOL,
    Facts,
    campaigns,
    deadline,
    defaults,
)

PARTS = 4
"""Tasks that share the outlets of a run."""

DOC = f"""
Reads articles out of the archive, scores their tone, looks for the campaigns, and loads what was found.

    share_out
        |
      read  (at most {PARTS}, each for some of the outlets that have new pages)
        |
      score  (as many)
        |
      load  (pool {WRITER_POOL}: the warehouse has one writer)  ->  processed_articles

**Data** lie in the folder that `LANTOA_HOME` names. What was read, scored or loaded before is left as it
is: every task can be cleared and run again.

**When a task fails**, its log names the file; the next run takes up what it left.
"""


@task
def share_out() -> list[list[str]]:
    """Share the outlets that have new pages among the tasks that follow."""
    from lantoa import settings, steps

    outlets = steps.outlets_to_extract(settings.home())
    return [outlets[part::PARTS] for part in range(min(PARTS, len(outlets)))]


@task
def read(names: list[str]) -> list[str]:
    """Read articles of some outlets out of the archive; give the outlets."""
    from lantoa import settings, steps

    steps.extract(settings.home(), names)
    return names


@task
def score(names: list[str]) -> tuple[int, int]:
    """Score some outlets' articles; give the numbers of newly scored articles and mentions."""
    from lantoa import settings, steps

    return steps.score(settings.home(), campaigns(), names)


@task(pool=WRITER_POOL, trigger_rule=TriggerRule.ALL_DONE, outlets=[PROCESSED_ARTICLES])
def load() -> Facts:
    """Load the batches into the warehouse; give what it holds."""
    from dataclasses import asdict

    from lantoa import settings, steps

    return asdict(steps.load(settings.home(), campaigns()))


@dag(
    schedule=[RAW_PAGES],
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=3)),
    tags=["articles"],
    doc_md=DOC,
    params={"campaigns": CAMPAIGNS},
)
def process_articles() -> None:
    """Wire the steps together."""
    chain(score.expand(names=read.expand(names=share_out())), load())


process_articles()
