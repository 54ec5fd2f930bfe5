"""A drill: an invented case of a scenario goes the whole way, on a press of its own, to see it noticed.

Everything lies in a folder that is deleted at the end; the real warehouse is never opened.
"""

import json
import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawlers import outlets
from crawlers.outlets import VIETNAM, Outlet
from lantoa import settings, steps
from lantoa.invented import Inventor
from lantoa.press import REGISTERS
from lantoa.press.server import Press
from lantoa.steps import Progress, Selection
from nlp import match
from nlp.match import And, Near, Node, Not, Or, Term
from warehouse import campaign as campaigns
from warehouse.campaign import Campaign, Scenario
from warehouse.reader import Reader

_OUTLETS = 3
_OTHER_ITEMS = 4
_PARAGRAPHS = 3


class DrillError(Exception):
    """The drill can't be held; the message names the scenario and says what to do."""


@dataclass(frozen=True)
class Drilled:
    """What came of a drill.

    Attributes:
        campaign: Id of the campaign.
        scenario: Id of the scenario.
        headline: The invented headline.
        published_at: When the invented outlet published it, UTC.
        is_alert: Whether it raised an alert.
        seconds: Of each step from the crawl to the snapshot that readers see.
        responsible: The office that answers.
        text: The text prepared.
        checked_at: Vietnam day on which that was last checked.
    """

    campaign: str
    scenario: str
    headline: str
    published_at: datetime
    is_alert: bool
    seconds: dict[str, float]
    responsible: str
    text: str
    checked_at: str


def hold(campaign_file: Path, scenario_id: str, now: datetime, progress: Progress | None = None) -> Drilled:
    """Invent a case of a scenario, and send it the whole way from the press to the alert.

    Args:
        campaign_file: The campaign's file.
        scenario_id: Id of one of its scenarios.
        now: The present instant; the case is published then, or on the nearest day of the scenario.
        progress: Called with a name, what is done and the total.

    Raises:
        CampaignError: The campaign's file can't be used.
        DrillError: There is no such scenario, or no case of it can be invented.
    """
    register = outlets.load(*REGISTERS)
    campaign = campaigns.load(campaign_file, register, settings.real_today())
    scenario = _scenario(campaign, scenario_id)
    at = _within(scenario, now)
    where = _outlets(campaign, register)
    with TemporaryDirectory() as folder:
        items = Path(folder) / "items.jsonl"
        headline, *_ = rows = list(_items(campaign, scenario, where, at))
        items.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        home = settings.home(Path(folder) / "home")
        known_at = (at + timedelta(minutes=10)).isoformat()
        with (
            Press(items, now=at + timedelta(minutes=5)) as press,
            _surroundings(LANTOA_NOW=known_at, LANTOA_PRESS_DELAY_FACTOR="0"),
        ):
            selection = Selection((campaign_file,), tuple(one.id for one in where), press=press.url)
            seconds = _go(home, selection, progress)
        with Reader(home.published) as reader:
            raised = reader.frame("rpt_alerts", campaign.id)
    is_alert = ((raised["rule"] == "scenario") & (raised["subject"] == scenario.id)).any()
    return Drilled(
        campaign=campaign.id,
        scenario=scenario.id,
        headline=headline["title"],
        published_at=at,
        is_alert=bool(is_alert),
        seconds=seconds,
        responsible=scenario.responsible,
        text=scenario.text,
        checked_at=scenario.checked_at.isoformat(),
    )


def _go(home: settings.Home, selection: Selection, progress: Progress | None) -> dict[str, float]:
    files = selection.campaign_files
    taken: dict[str, float] = {}
    for name, step in (
        ("crawl", lambda: steps.crawl(home, selection, progress)),
        ("extract", lambda: steps.extract(home)),
        ("score", lambda: steps.score(home, files)),
        ("load", lambda: steps.load(home, files)),
        ("watch", lambda: steps.watch(home, files)),
        ("publish", lambda: steps.publish(home)),
    ):
        begun = time.perf_counter()
        step()
        taken[name] = round(time.perf_counter() - begun, 2)
    return taken


@contextmanager
def _surroundings(**values: str) -> Generator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _scenario(campaign: Campaign, name: str) -> Scenario:
    known = {one.id: one for one in campaign.scenarios}
    if name not in known:
        there = ", ".join(sorted(known)) or "none"
        raise DrillError(f"{campaign.id}: expected the id of one of its scenarios ({there}), not {name!r}")
    return known[name]


def _within(scenario: Scenario, now: datetime) -> datetime:
    """Give the present, or the same hour on the nearest day on which the scenario is looked for."""
    day = now.astimezone(VIETNAM).date()
    wanted = max(day, scenario.from_date or day)
    wanted = min(wanted, scenario.to_date or wanted)
    return (now + (wanted - day)).replace(microsecond=0)


def _outlets(campaign: Campaign, register: Mapping[str, Outlet]) -> Sequence[Outlet]:
    """Give the outlets that run the drill: some that the campaign watches, else invented ones."""
    wanted = campaign.watched_outlets or sorted(set(register) - set(outlets.load()))
    found = [register[name] for name in wanted if register[name].is_announced][:_OUTLETS]
    if not found:
        raise DrillError(
            f"{campaign.id}: none of its watched_outlets can be read, since their records name no feed, "
            "sitemap or section page; give one of them one, or watch others"
        )
    return found


def _items(
    campaign: Campaign, scenario: Scenario, where: Sequence[Outlet], at: datetime
) -> Iterator[dict[str, Any]]:
    """Give the items of the press: first the case, then some of other things."""
    inventor = Inventor(f"{campaign.id} {scenario.id}")
    said = case(scenario)
    body = "\n\n".join(f"{inventor.prose(60)}." for _ in range(_PARAGRAPHS))
    yield _item(where[0], "dien-tap", _headline(said, scenario), f"{said}.", body, at)
    for number in range(_OTHER_ITEMS):
        body = "\n\n".join(f"{inventor.prose(60)}." for _ in range(_PARAGRAPHS))
        title, lead = inventor.sentence(10), f"{inventor.sentence(14)}."
        when = at - timedelta(hours=1 + number)
        yield _item(where[number % len(where)], f"khac-{number}", title, lead, body, when)


def _item(outlet: Outlet, slug: str, title: str, lead: str, body: str, at: datetime) -> dict[str, Any]:
    return {
        "outlet": outlet.name,
        "title": title,
        "summary": lead,
        "url": f"https://{outlet.domains[0]}/{slug}-26{at:%m%d}001.html",
        "published": format_datetime(at.astimezone(VIETNAM)),
        "body": body,
    }


def _headline(said: str, scenario: Scenario) -> str:
    """Say that it is a drill, unless the query excludes what says so."""
    marked = f"Diễn tập: {said}"
    return said if match.find(marked, scenario.query) is None else marked


def case(scenario: Scenario) -> str:
    """Give words of a case of a scenario: the terms of its query that make it true, and one of its places.

    Raises:
        DrillError: What makes the query true in one place makes it false in another.
    """
    said = ", ".join(dict.fromkeys(_terms(scenario.query.tree)))
    if scenario.provinces:
        said += f" tại {scenario.provinces[0]}"
    if match.find(said, scenario.query) is None:
        raise DrillError(
            f"scenario {scenario.id!r}: no case can be invented: {said!r} does not satisfy its query; "
            "look at what it excludes and how near its terms must stand"
        )
    return said


def _terms(node: Node) -> Iterator[str]:
    """Yield terms that together make a query true: of alternatives the first."""
    if isinstance(node, Term):
        yield node.text
    elif isinstance(node, Near):
        yield from _terms(node.left)
        yield from _terms(node.right)
    elif isinstance(node, Or):
        yield from _terms(node.parts[0])
    elif isinstance(node, And):
        for part in node.parts:
            if not isinstance(part, Not):
                yield from _terms(part)


def as_facts(drilled: Drilled) -> dict[str, Any]:
    """Give a drill as a dictionary that becomes JSON."""
    return vars(drilled) | {"seconds_in_all": round(sum(drilled.seconds.values()), 2)}


def sentence(drilled: Drilled) -> str:
    """Say what came of a drill."""
    name = f"{drilled.campaign}, {drilled.scenario}"
    taken = ", ".join(f"{step} {seconds} s" for step, seconds in drilled.seconds.items())
    if not drilled.is_alert:
        return f"{name}: NO alert after “{drilled.headline}” ({taken})"
    in_all = f"{sum(drilled.seconds.values()):.1f} s after the run began"
    return (
        f"{name}: alert {in_all} ({taken}), for which it waits until the next run. "
        f"Answers: {drilled.responsible}. Text checked on {drilled.checked_at}: {drilled.text}"
    )
