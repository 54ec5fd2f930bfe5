"""What is counted: told without what counts."""

from dataclasses import dataclass
from datetime import date

SEGMENT_KINDS = ("workstream", "activity", "outlet_kind", "level", "province", "message", "tone")
"""Kinds of segments of `fct_item_segments` that a filter may choose from, besides phases."""


@dataclass(frozen=True)
class Filter:
    """What is counted.

    Attributes:
        campaign: Id of the campaign.
        from_date: First Vietnam day.
        to_date: Last Vietnam day.
        phase: Id of a phase, or None for all; so are the following.
        workstream: Id of a workstream whose terms items hold.
        activity: Id of the planned activity that items are attributed to.
        outlet_kind: Kind of the outlet, such as "newspaper".
        level: Level of the outlet's governing body: central, ministry or local.
        province: Province of today that items are about.
        message: Id of a message that items carry.
        tone: Tone of the stories that items belong to.
    """

    campaign: str
    from_date: date
    to_date: date
    phase: str | None = None
    workstream: str | None = None
    activity: str | None = None
    outlet_kind: str | None = None
    level: str | None = None
    province: str | None = None
    message: str | None = None
    tone: str | None = None
