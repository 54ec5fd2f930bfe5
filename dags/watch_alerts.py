"""When there are new articles: the rules of alerts are asked, and what is new is told."""

from datetime import timedelta

from airflow.sdk import chain, dag, task
from lantoa_airflow import (
    CAMPAIGNS,
    PROCESSED_ARTICLES,
    WRITER_POOL,
    campaigns,
    deadline,
    defaults,
    mail,
    publish,
)

DOC = f"""
Asks the rules of the campaigns' alerts: counts, scenarios, watched claims, messages not carried, silence,
storms of copies.

    watch (pool {WRITER_POOL}) > publish (only with new alerts) > tell (by mail to `LANTOA_MAIL_TO`)

**Data** lie in the folder that `LANTOA_HOME` names. An alert is raised once: every task can be cleared and
run again. People acknowledge alerts on the dashboard or by `lantoa alerts acknowledge`.

**When `watch` fails**, its log names the campaign's file and what to correct in it; the next run asks all
rules again. A mail that failed is sent by clearing `tell`.
"""


@task(pool=WRITER_POOL)
def watch() -> list[str]:
    """Ask the rules; give a line for each new alert."""
    from lantoa import settings, steps

    found = steps.watch(settings.home(), campaigns())
    return [f"{campaign}: {alert}" for campaign, alerts in found.items() for alert in alerts]


@task.short_circuit
def is_any_new(alerts: list[str]) -> bool:
    """Tell whether there is a new alert."""
    return bool(alerts)


@task
def tell(alerts: list[str]) -> int:
    """Send the new alerts by mail; give their number.

    Raises:
        AirflowSkipException: LANTOA_MAIL_TO names nobody.
    """
    from html import escape

    from airflow.sdk import get_current_context
    from airflow.sdk.exceptions import AirflowSkipException

    lines = "".join(f"<li>{escape(line)}</li>" for line in alerts)
    text = f"<p>New, to be looked at on the page of alerts or by lantoa alerts list:</p><ul>{lines}</ul>"
    notice = mail(f"lantoa: {len(alerts)} new alerts", f"{{% raw %}}{text}{{% endraw %}}")
    if notice is None:
        raise AirflowSkipException("LANTOA_MAIL_TO names nobody")
    notice(get_current_context())
    return len(alerts)


@dag(
    schedule=[PROCESSED_ARTICLES],
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    deadline=deadline(timedelta(hours=1)),
    tags=["alerts"],
    doc_md=DOC,
    params={"campaigns": CAMPAIGNS},
)
def watch_alerts() -> None:
    """Wire the steps together."""
    found = watch()
    chain(is_any_new(found), publish(), tell(found))  # pyright: ignore[reportArgumentType] (a task's output stands for its value)


watch_alerts()
