"""When the warehouse was published: reports that are due are written, and sent where somebody is named."""

from datetime import timedelta

from airflow.sdk import Param, TriggerRule, chain, dag, task
from lantoa_airflow import (
    CAMPAIGNS,
    PUBLISHED_WAREHOUSE,
    Facts,
    campaigns,
    deadline,
    defaults,
    mail,
    params,
)

DOC = """
Writes what is due of each campaign: on a working day, once its issue has closed, the press digest (điểm báo);
the report of the week that ended; the report of a phase in the week after it ended.

    choose > write (one for each report that is due) > send (by mail to `LANTOA_MAIL_TO`)

**Data** lie in the folder that `LANTOA_HOME` names, reports in its folder `reports/`. What is written is not
due again. Started by hand with another `period`, it writes that anew.

**When `write` fails**, its log says what is missing. A mail that failed is sent by clearing `send`.
"""


@task
def choose() -> list[Facts]:
    """Give what is to be written: campaign file, kind and period of each report."""
    from lantoa import settings, steps

    asked = params()["period"]
    kind = None if asked == "due" else asked
    found = steps.due_reports(settings.home(), campaigns(), kind, params()["language"])
    return [
        {"campaign_file": str(one.campaign_file), "kind": one.kind, "period": one.period} for one in found
    ]


@task(map_index_template="{{ task.op_kwargs['asked']['period'] }}")
def write(asked: Facts) -> list[str]:
    """Write one report; give its files.

    Raises:
        AirflowSkipException: Nothing was known of the campaign when a digest's issue closed.
    """
    from pathlib import Path

    from airflow.sdk.exceptions import AirflowSkipException

    from lantoa import settings, steps

    home, file = settings.home(), Path(asked["campaign_file"])
    forms, lang = params()["formats"], params()["language"]
    files = steps.write_due(home, file, asked["kind"], asked["period"], forms, lang)
    if not files:
        raise AirflowSkipException("nothing was known of the campaign when the issue closed")
    return [str(path) for path in files]


@task(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS)
def send(written: list[list[str]]) -> int:
    """Send the files; give their number.

    Raises:
        AirflowSkipException: LANTOA_MAIL_TO names nobody.
    """
    from pathlib import Path

    from airflow.sdk import get_current_context
    from airflow.sdk.exceptions import AirflowSkipException

    files = [file for of_report in written for file in of_report]
    names = ", ".join(sorted({Path(file).stem for file in files}))
    notice = mail(f"lantoa: {names}", f"<p>{names}</p>", files)
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
    params={
        "campaigns": CAMPAIGNS,
        "period": Param(
            "due",
            type="string",
            enum=["due", "morning", "weekly", "phase", "all"],
            description="What is due and not written yet, or one kind of report, written anew.",
        ),
        "language": Param("vi", type="string", enum=["vi", "en"], description="Language of the reports."),
        "formats": Param(
            ["html", "docx", "xlsx"],
            type="array",
            items={"type": "string", "enum": ["html", "pdf", "docx", "xlsx"]},
            examples=["html", "pdf", "docx", "xlsx"],
            description="Forms to write; a digest has no PDF.",
        ),
    },
)
def outreach_report() -> None:
    """Wire the steps together."""
    written = write.expand(asked=choose())
    chain(written, send(written))  # pyright: ignore[reportArgumentType] (a task's output stands for its value)


outreach_report()
