"""By hand: pages of other archives are taken into ours."""

from airflow.sdk import Param, dag, task
from lantoa_airflow import RAW_PAGES, Facts, defaults, not_again, params

DOC = """
Takes pages and feed items of registered outlets out of WARC files (Common Crawl's CC-NEWS too), saved pages
and recorded feeds, as `lantoa import` does.

    choose_sources > take (one for each source)  ->  raw_pages  ->  process_articles

**Data** lie in the folder that `LANTOA_HOME` names. The same source again changes nothing. How complete an
import is remains unknown, and reports say so.

**When `take` fails**, its log names the file and what was expected: correct it, and clear the task.
"""


@task
def choose_sources() -> list[str]:
    """Give the sources of the parameters."""
    return params()["sources"]


@task(outlets=[RAW_PAGES], map_index_template="{{ task.op_kwargs['source'] }}")
def take(source: str) -> Facts:
    """Import one source; give what came of it.

    Raises:
        AirflowFailException: It can't be read, which no retry can help.
    """
    from pathlib import Path

    from lantoa import settings, steps
    from lantoa.importing import SourceError

    with not_again(SourceError):
        return vars(steps.import_archive(settings.home(), Path(source)))


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    tags=["press", "by hand"],
    doc_md=DOC,
    params={
        "sources": Param(
            type="array",
            items={"type": "string"},
            minItems=1,
            description="WARC files, saved pages, feed items (.jsonl), or folders on the worker's disk.",
        )
    },
)
def import_archive() -> None:
    """Wire the steps together."""
    take.expand(source=choose_sources())


import_archive()
