"""When the warehouse was published: reports are written, and sent where somebody is named."""

from datetime import timedelta

from airflow.sdk import chain, dag, task
from lantoa_airflow import CAMPAIGNS, PUBLISHED_WAREHOUSE, campaigns, deadline, defaults, mail

DOC = """
Writes the reports of the campaigns from the published warehouse.

    write > send (by mail to `LANTOA_MAIL_TO`)

**Data** lie in the folder that `LANTOA_HOME` names, reports in its folder `reports/`. A report of the same
day takes the place of the one before.
"""


@task
def write() -> list[str]:
    """Write the reports; give their files."""
    from lantoa import settings, steps

    return [str(path) for path in steps.report(settings.home(), campaigns())]


@task
def send(files: list[str]) -> int:
    """Send the files; give their number.

    Raises:
        AirflowSkipException: LANTOA_MAIL_TO names nobody.
    """
    from airflow.sdk import get_current_context
    from airflow.sdk.exceptions import AirflowSkipException

    notice = mail("lantoa: {{ dag_run.run_id }}", "<p>The reports are attached.</p>", files)
    if notice is None:
        raise AirflowSkipException("LANTOA_MAIL_TO names nobody")
    notice(get_current_context())
    return len(files)


@dag(
    schedule=[PUBLISHED_WAREHOUSE],
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=1)),
    tags=["report"],
    doc_md=DOC,
    params={"campaigns": CAMPAIGNS},
)
def outreach_report() -> None:
    """Wire the steps together."""
    files = write()
    chain(files, send(files))  # pyright: ignore[reportArgumentType] (a task's output stands for its value)


outreach_report()
