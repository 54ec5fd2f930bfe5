"""By hand: a tone model is let score, and what was scored by another one is scored anew."""

from airflow.sdk import Param, chain, dag, get_current_context, task
from lantoa_airflow import (
    CAMPAIGNS,
    PROCESSED_ARTICLES,
    WRITER_POOL,
    Facts,
    campaigns,
    defaults,
    not_again,
    params,
)

DOC = f"""
Lets a candidate of `retrain_tone` score from now on, or the model that the package ships again.

    promote (refuses one below the floors without `despite`)
       |
     score (all articles whose texts are kept)
       |
     load (pool {WRITER_POOL})  ->  processed_articles  ->  coverage_daily

Who promoted what, when and why is a line of `models/tone/promotions.jsonl`. A report as of an instant before
still says what was said then. The way back is to promote `shipped`, or an earlier candidate.

**Data** lie in the folder that `LANTOA_HOME` names. `score` and `load` can be cleared and run again;
`promote` cleared changes nothing where the model scores already.

**When `promote` fails**, its log says which models there are, which floor is not reached, or what is wrong
with the candidate's files: nothing has changed. When `score` or `load` fails, clear it: the next run of
`process_articles` scores with the promoted model in any case.
"""


@task(retries=0)
def promote() -> str:
    """Promote the model of the parameters; give its method, as stored with each tone.

    Raises:
        AirflowFailException: It can't be promoted, which no retry can help.
    """
    from lantoa import settings, steps, tone_models

    given = params()
    run = get_current_context()["dag_run"]  # pyright: ignore[reportTypedDictNotRequiredAccess] (set in every run)
    who = given["who"] or run.triggering_user_name or ""
    home = settings.home()
    with not_again(tone_models.ToneModelError):
        steps.promote_tone(home, given["model"], who, given["why"], given["despite"] or "")
        return tone_models.scoring(home).method


@task
def score() -> tuple[int, int]:
    """Score anew what another model scored; give the numbers of newly scored articles and mentions."""
    from lantoa import settings, steps

    return steps.score(settings.home(), campaigns())


@task(pool=WRITER_POOL, outlets=[PROCESSED_ARTICLES])
def load() -> Facts:
    """Load the batches into the warehouse; give what it holds."""
    from dataclasses import asdict

    from lantoa import settings, steps

    return asdict(steps.load(settings.home(), campaigns()))


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    tags=["tone", "by hand"],
    doc_md=DOC,
    params={
        "model": Param(type="string", minLength=1, description="Name of a candidate, or: shipped."),
        "why": Param(type="string", minLength=1, description="Why; it is written down."),
        "despite": Param(
            None,
            type=["null", "string"],
            description="Why a model that does not reach a floor is used all the same.",
        ),
        "who": Param(
            None, type=["null", "string"], description="Who decides; empty for the user who starts the run."
        ),
        "campaigns": CAMPAIGNS,
    },
)
def promote_tone() -> None:
    """Wire the steps together."""
    chain(promote(), score(), load())


promote_tone()
