"""The command line: all commands, and how a mistake is told.

Exit codes: 0 done; 1 a mistake that the message names; 2 wrong words on the command line; 3 nothing could
be collected.
"""

import sys

import typer

from lantoa.commands import (
    alerts,
    chain,
    coding,
    evaluation,
    house,
    questions,
    register,
    reports,
    serving,
    tone,
)
from lantoa.commands.options import console

OURS = {"crawlers", "nlp", "warehouse", "dashboards", "lantoa"}
NOTHING_COLLECTED = 3

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=False
)
for commands in (chain, house, reports, questions, serving):
    app.add_typer(commands.app)
app.add_typer(evaluation.evaluate, name="eval")
app.add_typer(tone.tone, name="tone")
app.add_typer(register.register, name="outlets")
app.add_typer(register.plan, name="plan")
app.add_typer(register.audience, name="audience")
app.add_typer(serving.members, name="users")
app.add_typer(coding.code, name="code")
app.add_typer(alerts.alert, name="alerts")
app.add_typer(reports.comments, name="comments")


def main() -> None:
    """Run a command; a mistake that has a name of ours, or of the machine, is told in one message."""
    try:
        app()
    except Exception as error:
        from lantoa import trouble

        is_ours = type(error).__module__.partition(".")[0] in OURS
        message = trouble.told(error) if is_ours or isinstance(error, trouble.TROUBLES) else None
        if message is None and not is_ours:
            raise
        console.print(
            f"error: {message or error}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        sys.exit(NOTHING_COLLECTED if type(error).__name__ == "NothingCollectedError" else 1)
