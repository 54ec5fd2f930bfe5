"""By hand: a candidate for the tone model is trained and judged; it scores nothing."""

from airflow.sdk import Param, dag, task
from lantoa_airflow import Facts, defaults, not_again, params

DOC = """
Trains a tone model on a file of labels and on the hand codes of the published warehouse, and judges it.

    train  ->  models/tone/<candidate>/ (weights.npz, card.json, evaluation.md)  ->  promote_tone (by hand)

`evaluation.md` is for people: figures beside their floors, and beside those of the model that scores, on
items that neither learnt from. The same facts are the task's XCom. Nothing is scored with the candidate
before somebody promotes it.

**Data** lie in the folder that `LANTOA_HOME` names. The same file and codes on the same day give the same
candidate: the task can be cleared and run again.

**When `train` fails**, its log names the file, the line and what was expected: correct it, and clear the
task.
"""


@task
def train() -> Facts:
    """Train and judge; give the candidate's facts.

    Raises:
        AirflowFailException: The file can't be used, which no retry can help.
    """
    from pathlib import Path

    from lantoa import settings, steps
    from lantoa.evaluate_tone import LabelsError

    with not_again(LabelsError):
        return steps.retrain_tone(settings.home(), Path(params()["labels"]))


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    tags=["tone", "by hand"],
    doc_md=DOC,
    params={
        "labels": Param(
            type="string",
            minLength=1,
            description="File of labels on the worker's disk: TSV with label, title, lead and, for the "
            "figure of later days, day: as `lantoa tone train` takes it.",
        )
    },
)
def retrain_tone() -> None:
    """Wire the steps together."""
    train()


retrain_tone()
