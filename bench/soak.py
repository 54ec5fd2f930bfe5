"""Days in a row in one process, as a deployment that never ends: memory, open files, processes, counts.

A press serves new items each day and the clock moves with it; all steps run in this process, a reader stays
open as the dashboard's does, every sixth day is run a second time, and every seventh has its report.

Example: python -m bench.soak --days 48
"""

import argparse
import gc
import json
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dashboards.digest.contents import NothingKnownError
from dashboards.digest.period import NoIssueError
from lantoa import settings, steps
from lantoa.press.server import Press
from warehouse.reader import Reader

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2026, 3, 2)
HOSTS = ("baothoisumoi", "thongtanviet", "tonghop247", "daisonghong")
A_DAY = 8
AGAIN = 6
REPORT_WEEKDAY = 6
WARM_UP_DAYS = 3
CAMPAIGN = """
id = "nuoc-sach"
names = { vi = "Nước sạch", en = "Clean water" }
query = '"nước sạch"'

[[phases]]
id = "ca-dot"
name = { vi = "Cả đợt", en = "Whole" }
from = 2026-03-01
to = 2026-06-30
"""
_WORDS = (
    "xã huyện trạm bơm đường ống giếng hồ sông suối mưa nắng khô học sinh cô giáo bác sĩ kỹ sư thi công "
    "bàn giao kiểm tra kết quả kế hoạch vận động tuyên truyền buổi sáng cuối tuần khánh thành đóng góp"
)


@dataclass(frozen=True)
class Day:
    """What was seen at the end of a day.

    Attributes:
        day: The Vietnam day.
        published: Items that the press had published by then.
        items: Items in the warehouse.
        added_again: Items and pages that a second run of the day added, None where there was none.
        megabytes: Resident memory of this process.
        files: Files it has open.
        processes: Its children that are alive.
    """

    day: date
    published: int
    items: int
    added_again: int | None
    megabytes: float
    files: int
    processes: int


def invent(days: int) -> list[dict[str, Any]]:
    """Give items of so many days, two a day and outlet; every third is on the campaign."""
    chance = random.Random(0)
    rows: list[dict[str, Any]] = []
    for number in range(days * A_DAY):
        day, place = divmod(number, A_DAY)
        at = datetime.combine(FIRST + timedelta(days=day), time(6 + 2 * place), VIETNAM)
        lines = [" ".join(chance.choices(_WORDS.split(), k=13)).capitalize() + "." for _ in range(14)]
        topic = "nước sạch" if number % 3 == 0 else "trường học"
        host = f"{HOSTS[number % len(HOSTS)]}.example"
        rows.append(
            {
                "outlet": host,
                "title": f"{lines[0][:-1]} và {topic} số {number}",
                "summary": f"{topic.capitalize()}: {lines[1]}",
                "url": f"https://{host}/bai-{number:05d}.html",
                "published": at.strftime("%a, %d %b %Y %H:%M:%S +0700"),
                "body": "\n\n".join(" ".join(lines[one : one + 3]) for one in range(2, 14, 3)),
            }
        )
    return rows


def soaked(folder: Path, days: int) -> Iterator[Day]:
    """Run so many days; give what was seen at the end of each, as it ends.

    Args:
        folder: An empty folder.
        days: How many.
    """
    file, campaign = folder / "items.jsonl", folder / "nuoc-sach.toml"
    rows = invent(days)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    campaign.write_text(CAMPAIGN, "utf-8")
    home = settings.home(folder / "home")
    os.environ["LANTOA_PRESS_DELAY_FACTOR"] = "0"
    with Press(file, now=_evening(0)) as press, Reader(home.published) as reader:
        chosen = steps.Selection((campaign,), press=press.url)
        for number in range(days):
            now = _evening(number)
            os.environ["LANTOA_NOW"] = now.isoformat()
            press.turn(now)
            _, items = _run(home, chosen)
            added_again = None
            if number % AGAIN == AGAIN - 1:
                asked_again, items_again = _run(home, chosen)
                added_again = items_again - items + asked_again
            _look(reader, home, campaign, now)
            day = FIRST + timedelta(days=number)
            yield Day(day, (number + 1) * A_DAY, items, added_again, *_measured())


def _evening(number: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=number), time(23), VIETNAM).astimezone(UTC)


def _run(home: settings.Home, chosen: steps.Selection) -> tuple[int, int]:
    """Do what a deployment does each day; give the pages asked for and the items that there are then."""
    crawled = steps.crawl(home, chosen)
    steps.extract(home)
    steps.score(home, chosen.campaign_files)
    loaded = steps.load(home, chosen.campaign_files)
    steps.measure(home, chosen.campaign_files)
    steps.watch(home, chosen.campaign_files)
    steps.publish(home)
    return sum(one.fetched + one.revisited for one in crawled), loaded.items


def _look(reader: Reader, home: settings.Home, campaign: Path, now: datetime) -> None:
    """Do what people do in the course of a day."""
    reader.frame("rpt_stories", "nuoc-sach")
    with suppress(NoIssueError, NothingKnownError):  # a day off, the first day
        steps.digest(home, campaign, now.astimezone(VIETNAM).date())
    steps.purge(home, 90)
    if now.astimezone(VIETNAM).weekday() == REPORT_WEEKDAY:
        steps.report(home, (campaign,))


def _measured() -> tuple[float, int, int]:
    gc.collect()
    status = Path("/proc/self/status").read_text()
    kilobytes = int(status.partition("VmRSS:")[2].split()[0])
    children = {
        child
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    }
    return kilobytes / 1024, len(list(Path("/proc/self/fd").iterdir())), len(children)


def growth(seen: list[Day]) -> float:
    """Give the megabytes by which memory grew a day after the first days (least squares)."""
    after = seen[WARM_UP_DAYS:]
    return float(np.polyfit(range(len(after)), [day.megabytes for day in after], 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=48)
    asked = parser.parse_args()
    print("| day | published | items | added by a second run | memory, MB | open files | processes |")
    print("|---|---|---|---|---|---|---|")
    seen: list[Day] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, day in enumerate(soaked(Path(folder), asked.days), 1):
            seen.append(day)
            again = "" if day.added_again is None else day.added_again
            print(
                f"| {number} | {day.published} | {day.items} | {again} | {day.megabytes:.0f} | "
                f"{day.files} | {day.processes} |",
                flush=True,
            )
    print(f"growth after day {WARM_UP_DAYS}: {growth(seen):.2f} MB a day")


if __name__ == "__main__":
    main()
