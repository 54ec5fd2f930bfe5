"""What people do about alerts: they have them in hand, or close them with what they found."""

import difflib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from dashboards.rows import Row
from warehouse import codings
from warehouse.codings import Acknowledgement, Entry, Finding
from warehouse.reader import Reader


class AlertError(Exception):
    """What was asked for can't be done; nothing was written."""


def answer(
    reader: Reader,
    folder: Path,
    ids: Sequence[str],
    finding: Finding | None,
    who: str,
    why: str,
    at: datetime,
) -> Sequence[Acknowledgement]:
    """Write down that a person has alerts in hand, or has closed them: of all of them, or of none.

    Args:
        reader: The published warehouse, which has the alerts.
        folder: The folder of codings.
        ids: Of the alerts.
        finding: What was found; None where they are only in hand.
        who: Pseudonym or role.
        why: In a few words, without names.
        at: Now.

    Raises:
        AlertError: There is no such alert, or what was given is not of the right form.
        NamedError: The reason names a person.
        CodingsError: It can't be written.
    """
    known = dict(reader.query("select alert, campaign from rpt_alerts")[["alert", "campaign"]].to_numpy())
    for alert in ids:
        if alert not in known:
            near = difflib.get_close_matches(alert, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ": see `lantoa alerts list --all`"
            raise AlertError(f"there is no alert {alert!r}{hint}")

    codings.without_names(why)

    def decision(entries: Sequence[Entry]) -> list[Acknowledgement]:
        try:
            return [
                Acknowledgement(
                    campaign=known[alert],
                    alert=alert,
                    action="closed" if finding else "acknowledged",
                    finding=finding,
                    why=why,
                    who=who,
                    at=codings.instant(entries, at),
                )
                for alert in dict.fromkeys(ids)
            ]
        except ValueError as error:
            raise AlertError(
                "expected --who as small letters, digits and hyphens, and --why of 1 to "
                f"{codings.LONGEST_WHY} characters: {len(why)} characters by {who!r}"
            ) from error

    return codings.decide(folder, decision)


def as_answered(alerts: Sequence[Row], entries: Sequence[Entry] | None) -> list[Row]:
    """Give alerts in the state that the last answer gave them, though it may not be loaded yet.

    Args:
        alerts: Rows of rpt_alerts.
        entries: All lines of codings as they are now; None to show what is loaded.

    Returns:
        The rows with is_counted, whether what is shown is what the snapshot counts.
    """
    acts = [one for one in entries or () if isinstance(one, Acknowledgement)]
    last = {one.alert: one for one in sorted(acts, key=lambda one: one.at)}
    return [_as_answered(row, last.get(row["alert"])) for row in alerts]


def _as_answered(row: Row, act: Acknowledgement | None) -> Row:
    is_known = act is None or (
        row["acted_at"] is not None and pd.Timestamp(act.at) <= pd.Timestamp(row["acted_at"])
    )
    if act is None or is_known:
        return row | {"is_counted": True}
    return row | {"state": act.action, "finding": act.finding, "why": act.why, "is_counted": False}
