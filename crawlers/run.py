"""The crawl as a process of its own: what every other part of the program calls."""

import contextlib
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC
from difflib import get_close_matches
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from crawlers import child, outlets
from crawlers.child import CrawlError
from crawlers.links import LinkTable, locked
from crawlers.outlets import Outlet
from crawlers.settings import ConfigError, Plan, check, scrapy_settings

__all__ = ["ConfigError", "CrawlError", "OutletCrawl", "Plan", "crawl"]

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from crawlers.spider import Desk

Progress = Callable[[str, int, int], None]

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "crawlers.run")


@dataclass(frozen=True)
class OutletCrawl:
    """What a crawl of one outlet came to.

    Attributes:
        outlet: Its id.
        discovered: Links that were not known before.
        fetched: Pages archived of links that had none.
        revisited: Answers to later visits of articles, archived: changed, the same, or gone.
        rejected: Entries given up by this crawl, by reason.
        pending: Links still to fetch.
        scans_ok: Visits of feeds and sitemaps that could be read.
        scans_failed: Visits that could not.
        problem: One line, when nothing could be read or the hour's requests were used up; None otherwise.
    """

    outlet: str
    discovered: int
    fetched: int
    revisited: int
    rejected: dict[str, int]
    pending: int
    scans_ok: int
    scans_failed: int
    problem: str | None


def crawl(plan: Plan, progress: Progress | None = None) -> list[OutletCrawl]:
    """Crawl outlets in a process of its own, which ends with this call, however that ends.

    Args:
        plan: What to crawl. An outlet that another crawl is at is waited for, with a message.
        progress: Called with an outlet's id, pages archived by this crawl and links it has to fetch in all.

    Returns:
        One result for each outlet, in the plan's order.

    Raises:
        ConfigError: The plan can't be carried out.
        RegisterError: An outlet's record can't be used.
        CrawlError: The process broke, or its counts and the links table differ.
    """
    check(plan)
    _chosen(plan)
    results: dict[str, OutletCrawl] = {}
    files: dict[str, str] = {}
    with child.started(COMMAND, plan.to_json()) as events:
        for event in events:
            _hear(event, progress)
            if event["event"] == "result":
                files[event["outlet"]] = event.pop("warc")
                del event["event"]
                results[event["outlet"]] = OutletCrawl(**event)
    _check_counts(plan, results, files)
    return [results[name] for name in plan.outlets]


def main() -> None:
    """Carry out the plan whose file is the first argument; progress and results go to standard output."""
    facts = child.told()
    if facts is None:
        return
    plan = Plan.from_json(facts)
    with contextlib.ExitStack() as locks:
        for name in sorted(plan.outlets):  # one order for all, so that two crawls can't wait for each other
            locks.enter_context(locked(plan.raw / name, partial(child.say, "waiting", outlet=name)))
        _crawl_here(plan)


def _crawl_here(plan: Plan) -> None:
    # Imported in the child only: a process can choose its reactor once, and it must be before the spider
    # is imported, since parts of Twisted choose another one in passing.
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from crawlers.spider import PressSpider, open_desk

    register = outlets.load(*plan.register)
    crawl_id = f"{plan.now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token_hex(4)}"
    desks = {name: open_desk(plan, register[name], crawl_id) for name in plan.outlets}

    def report(desk: "Desk") -> None:
        waiting = desk.table.states()["queued"]
        child.say("progress", outlet=desk.outlet.id, done=desk.fetched, total=desk.fetched + waiting)

    process = CrawlerProcess(scrapy_settings(plan, register))
    failures: list[Failure] = []
    process.crawl(PressSpider, desks, report).addErrback(failures.append)
    process.start()
    if failures:
        failures[0].raiseException()
    for desk in desks.values():
        report(desk)
        child.say("result", warc=desk.warc, **asdict(_result(desk)))
        desk.table.close()


def _result(desk: "Desk") -> OutletCrawl:
    problem = desk.fault
    if problem is None and not desk.scans[True] and (desk.problems or desk.visits in ("all", "new")):
        why = desk.problems[0] if desk.problems else "its record names none"
        problem = f"no feed could be read: {why}"
    if problem is None and desk.manners.used_up:
        waiting = desk.table.states()["queued"]
        budget = f"request budget of {desk.manners.per_hour} an hour used up"
        problem = f"{budget}, {waiting} links wait for the next run"
    return OutletCrawl(
        outlet=desk.outlet.id,
        discovered=desk.discovered,
        fetched=desk.fetched,
        revisited=desk.revisited,
        rejected=dict(sorted(desk.table.rejections.items())),
        pending=desk.table.states()["queued"],
        scans_ok=desk.scans[True],
        scans_failed=desk.scans[False],
        problem=" ".join(problem.split()) if problem else None,
    )


def _hear(event: Mapping[str, Any], progress: Progress | None) -> None:
    if event["event"] == "waiting":
        logger.warning("%s: another crawl is at it, waiting for its end", event["outlet"])
    elif event["event"] == "progress" and progress is not None:
        progress(event["outlet"], event["done"], event["total"])


def _check_counts(plan: Plan, results: Mapping[str, OutletCrawl], files: Mapping[str, str]) -> None:
    """Compare what the process said with what it left: Scrapy only logs the errors of its parts."""
    for name in plan.outlets:
        if name not in results:
            raise CrawlError(f"{name}: the crawl's process gave no result")
        said = results[name].fetched + results[name].revisited, results[name].pending
        with LinkTable(plan.raw / name / "links.sqlite") as table:
            kept = table.stored_in(files[name]), table.states()["queued"]
        if said != kept:
            raise CrawlError(
                f"{name}: the crawl says {said[0]} answers were archived and {said[1]} are pending, "
                f"its links table says {kept[0]} and {kept[1]}"
            )


def _chosen(plan: Plan) -> list[Outlet]:
    register = outlets.load(*plan.register)
    for name in plan.outlets:
        if name not in register:
            near = get_close_matches(name, register, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigError(f"no outlet has the id {name!r}: expected one of the register's{hint}")
    if not plan.outlets:
        raise ConfigError("no outlet was chosen: expected at least one id of the register")
    return [register[name] for name in plan.outlets]


if __name__ == "__main__":
    main()
