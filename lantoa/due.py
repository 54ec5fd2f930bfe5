"""Which reports are due: the digest of a working day, the week that ended, a phase that ended."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from dashboards.digest.period import NoIssueError, asked
from dashboards.words import VIETNAM, Lang
from lantoa.settings import Home
from warehouse import campaign as campaigns
from warehouse.campaign import Campaign

Kind = Literal["morning", "weekly", "phase", "all"]

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """A report to be written.

    Attributes:
        campaign_file: Its campaign.
        campaign: Id of that.
        kind: "morning" is the press digest, the others are the report of reach and consensus.
        period: A Vietnam day of a digest; of a report a week such as "2026-W10", a phase, or "all".
    """

    campaign_file: Path
    campaign: str
    kind: Kind
    period: str


def reports(campaign_file: Path, now: datetime) -> list[Due]:
    """Give the reports that can be asked for at an instant.

    These are the digest of the Vietnam day where it is a working day and its issue has closed, the week that
    ended last where it touches the campaign's time, the phases that ended in the last seven days, and the
    report of the whole.

    Args:
        campaign_file: The campaign.
        now: Aware.

    Raises:
        CampaignError: The campaign's file can't be used.
    """
    campaign = campaigns.load(campaign_file)
    found: list[tuple[Kind, str]] = []
    with contextlib.suppress(NoIssueError):  # it is told where one is asked for by its day
        found.append(("morning", asked(None, campaign.digest.closing, now).day.isoformat()))
    found.extend(("weekly", week) for week in _last_week(campaign, now))
    today = now.astimezone(VIETNAM).date()
    found.extend(("phase", one.id) for one in campaign.phases if today - _WEEK <= one.to_date < today)
    found.append(("all", "all"))
    return [Due(campaign_file, campaign.id, kind, period) for kind, period in found]


def unwritten(home: Home, campaign_files: Sequence[Path], now: datetime, lang: Lang) -> list[Due]:
    """Give the digests, weeks and phases that are due and have no file yet.

    Args:
        home: The home.
        campaign_files: The campaigns.
        now: Aware.
        lang: Language of the files.
    """
    found = [one for file in campaign_files for one in reports(file, now) if one.kind != "all"]
    return [one for one in found if not any(_place(home, one).glob(_pattern(one, lang)))]


def _last_week(campaign: Campaign, now: datetime) -> list[str]:
    today = now.astimezone(VIETNAM).date()
    monday = today - timedelta(days=today.weekday()) - _WEEK
    year, week, _ = monday.isocalendar()
    first, last = campaign.phases[0].from_date, campaign.phases[-1].to_date
    return [f"{year}-W{week:02}"] if monday <= last and monday + _WEEK > first else []


def _place(home: Home, due: Due) -> Path:
    return home.reports / "digest" if due.kind == "morning" else home.reports


def _pattern(due: Due, lang: Lang) -> str:
    before = "diem-bao-" if due.kind == "morning" else ""
    return f"{before}{due.campaign}-{due.period}-{lang}.*"
