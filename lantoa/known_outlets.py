"""The outlet register as the steps use it: all that the home holds has a record, ends are told."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from lantoa.press import REGISTERS
from lantoa.settings import Home

if TYPE_CHECKING:
    from crawlers.outlets import Outlet
    from warehouse.campaign import Campaign

logger = logging.getLogger(__name__)


def register(home: Home) -> "dict[str, Outlet]":
    """Read the register, which has a record of every outlet that the home holds pages or articles of.

    Raises:
        RegisterError: A record can't be used or is missing: an outlet whose record got another name would be
            another outlet, and what was collected of it would not count where a campaign names it.
    """
    from crawlers import outlets

    known = outlets.load(*REGISTERS)
    places = [path for folder in (home.raw, home.articles) for path in folder.glob("*/") if path.is_dir()]
    for path in sorted(places):
        if path.name not in known:
            raise outlets.RegisterError(
                f"{path}: {REGISTERS[0]} has no {path.name}.toml any more, and an outlet keeps its id: "
                "bring the record back under this name (a new name of the outlet goes into `name`, the last "
                "day of one that closed or merged into `ended_on`), or take the folder out of the home"
            )
    return known


def tell_ended(campaigns: "Iterable[Campaign]", register: "Mapping[str, Outlet]", day: date) -> None:
    """Log which outlets that campaigns name ended before a Vietnam day, and what goes on in their place."""
    for campaign in campaigns:
        for name in campaign.watched_outlets:
            outlet = register[name]
            if outlet.is_read_on(day):
                continue
            goes_on = outlet.successor
            hint = "" if goes_on in (None, *campaign.watched_outlets) else f": name {goes_on!r} too to go on"
            logger.warning("%s: watches %r, which ended on %s%s", campaign.id, name, outlet.ended_on, hint)
