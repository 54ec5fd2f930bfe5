"""Coverage beside the plan, as a report shows it: activities, tasks, workstreams and clashes."""

from dataclasses import dataclass, replace
from datetime import date

from dashboards.rows import Row, rows
from warehouse.measures import Beside, withheld
from warehouse.reader import Filter, Reader

_UNSEEN = {
    "not known": "the days of this activity were not collected in full",
    "not yet due": "this activity is not due yet",
}
"""Why an activity has no share, by its status."""


@dataclass(frozen=True)
class Plan:
    """The plan of a campaign and its coverage, over all days that are known.

    Attributes:
        activities: Rows of rpt_activities in order, each with its `Beside` under "beside", without a share
            where it is not known or not due yet; the last one has no activity and is what is attributed to
            none. Empty where the campaign has no activity.
        tasks: Rows of rpt_tasks.
        workstreams: Rows of rpt_workstreams.
        clashes: Rows of rpt_clashes, by day.
    """

    activities: list[Row]
    tasks: list[Row]
    workstreams: list[Row]
    clashes: list[Row]

    @property
    def without_coverage(self) -> list[Row]:
        """Activities that were due and collected, and have no story."""
        return [row for row in self.activities if row["status"] == "no coverage"]


def read(reader: Reader, campaign: str, today: date) -> Plan:
    """Read the plan of a campaign; `today` stands for the period where no item is known."""
    frames = {
        name: reader.frame(f"rpt_{name}", campaign).sort_values(by)
        for name, by in (
            ("activities", "position"),
            ("tasks", "position"),
            ("workstreams", "position"),
            ("clashes", "activity_date"),
        )
    }
    activities = rows(frames["activities"], "activity_date", "from_date", "to_date")
    first, last = reader.period() or (today, today)
    days = [day for row in activities for day in (row["from_date"], row["to_date"]) if day is not None]
    which = Filter(campaign, min(first, *days), max(last, *days)) if days else Filter(campaign, first, last)
    beside: dict[str | None, Beside] = {one.part: one for one in reader.coverage_beside_plan(which)}
    return Plan(
        [row | {"beside": _told(beside[row["activity"]], row["status"])} for row in activities],
        rows(frames["tasks"]),
        rows(frames["workstreams"]),
        [row | {"titles": list(row["titles"])} for row in rows(frames["clashes"], "activity_date")],
    )


def _told(one: Beside, status: str) -> Beside:
    """Keep back the share of an activity of which nothing could be seen: it would be 0."""
    return replace(one, share=withheld(one.share, _UNSEEN.get(status, "")))
