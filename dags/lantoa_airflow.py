"""What the project's DAGs share: assets, parameters, tasks, how these fail, and who is told.

Imports of the project stand inside the tasks, so that the scheduler reads these files fast.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.providers.smtp.notifications.smtp import SmtpNotifier
from airflow.sdk import Asset, Param, get_current_context, task
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

if TYPE_CHECKING:
    from crawlers.settings import Visits
    from lantoa.steps import Selection

REPOSITORY = Path(__file__).parent.parent
WRITER_POOL = "warehouse_writer"
VIETNAM = "Asia/Ho_Chi_Minh"

RAW_PAGES = Asset(name="raw_pages", uri="lantoa://raw")
PROCESSED_ARTICLES = Asset(name="processed_articles", uri="lantoa://warehouse")
PUBLISHED_WAREHOUSE = Asset(name="published_warehouse", uri="lantoa://published")

Facts = dict[str, Any]

_CAMPAIGNS = sorted(path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob("campaigns/*.toml"))

CAMPAIGNS = Param(
    [],
    type="array",
    items={"type": "string", "enum": _CAMPAIGNS},
    examples=_CAMPAIGNS,
    description="Campaign files; without, all in the project's folder campaigns/.",
)
OUTLETS = Param(
    [],
    type="array",
    items={"type": "string"},
    description="Ids of the outlets to crawl; without, those that the campaigns watch.",
)
PRESS = Param(
    None, type=["null", "string"], description="Address of a loopback press; empty for the live one."
)

_TO = [address.strip() for address in os.environ.get("LANTOA_MAIL_TO", "").split(",") if address.strip()]
_FAILED = """<p>{{ ti.dag_id }}, task {{ ti.task_id }}
{%- if ti.map_index >= 0 %}, {{ (ti.rendered_map_index or "no. %d" % ti.map_index) | e }}{% endif %},
run {{ run_id }}:</p>
<pre>{{ exception | e }}</pre>
<p>What to do: {{ "".join(dag.doc_md.partition("**When ")[1:]).replace("**", "") | e }}</p>
<p>Its log: <a href="{{ ti.log_url }}">{{ ti.log_url }}</a></p>"""


def mail(subject: str, text: str, files: list[str] | None = None) -> SmtpNotifier | None:
    """Give a mail through the connection `smtp_default`, None where LANTOA_MAIL_TO names nobody.

    Args:
        subject: A template.
        text: A template of HTML.
        files: Paths of files that go with it.
    """
    return SmtpNotifier(to=_TO, subject=subject, html_content=text, files=files) if _TO else None


def defaults() -> Facts:
    """Give what holds for every task."""
    failed = mail("lantoa: {{ ti.dag_id }}.{{ ti.task_id }} failed", _FAILED)
    return {
        "owner": "data-engineer",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(hours=1),
        "execution_timeout": timedelta(hours=2),
        "on_failure_callback": [failed] if failed else [],
    }


def deadline(after: timedelta) -> list[DeadlineAlert]:
    """Give what tells, by mail, that a run has not ended some time after it was queued."""
    if not _TO:
        return []
    told = {
        "to": _TO,
        "subject": "lantoa: {{ dag_run.dag_id }} is late",
        "html_content": f"<p>{{{{ dag_run.run_id }}}} has not ended within {after}: look at its tasks.</p>",
    }
    return [DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, after, AsyncCallback(SmtpNotifier, told))]


def params() -> Facts:
    """Give the parameters of the run that a task belongs to."""
    return get_current_context()["params"]  # pyright: ignore[reportTypedDictNotRequiredAccess] (set in every run)


def campaigns() -> tuple[Path, ...]:
    """Give the campaign files that a run is about."""
    return tuple(REPOSITORY / name for name in params().get("campaigns") or _CAMPAIGNS)


def selection(visits: "Visits", only: list[str] | None = None) -> "Selection":
    """Give what a crawl is about.

    Args:
        visits: As `crawlers.settings.Plan` has it.
        only: Ids of the outlets; without, those of the parameters.
    """
    from lantoa.steps import Selection

    given = params()
    return Selection(campaigns(), tuple(only or given["outlets"]), press=given["press"], visits=visits)


@contextmanager
def not_again(*errors: type[Exception], about: str = "") -> Iterator[None]:
    """Fail a task for good where a mistake is somebody's to correct, which no retry can help.

    Args:
        errors: Errors of ours that tell of such mistakes.
        about: Stands before their message.

    Raises:
        AirflowFailException: One of them was raised.
    """
    from airflow.sdk.exceptions import AirflowFailException

    try:
        yield
    except errors as error:
        raise AirflowFailException(f"{about}{error}") from error


@task(pool=WRITER_POOL, outlets=[PUBLISHED_WAREHOUSE])
def publish() -> str:
    """Publish the warehouse; give the snapshot that readers now see."""
    from lantoa import settings, steps

    return str(steps.publish(settings.home()))


@task(retries=0)
def check() -> None:
    """Check the whole published warehouse; a load checks the days that it touches.

    Raises:
        RuntimeError: An invariant does not hold.
    """
    from lantoa import settings, steps

    broken = steps.check(settings.home())
    if broken:
        raise RuntimeError("an invariant of the warehouse does not hold: " + "; ".join(broken))
