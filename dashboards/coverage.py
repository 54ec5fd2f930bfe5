"""What the pages show of the published warehouse: frames for one filter, times in Vietnam time."""

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from dashboards import told, words
from warehouse.counting import parameters_of
from warehouse.reader import Filter, Reader, fold, without_diacritics

ZONE = "Asia/Ho_Chi_Minh"


def daily(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give a row for every Vietnam day of the filter, by day.

    Returns:
        day (timestamp at midnight, no zone), items, stories, gaps (outlets whose collection has a gap that
        day) and watched (outlets watched that day; 0 where nothing was).
    """
    from_date, to_date = days(reader, which)
    counted = _shown(reader, "daily", which)
    gaps = reader.shown("gap_days", {"from_date": from_date.date(), "to_date": to_date.date()})
    every = pd.date_range(from_date, to_date, name="day")
    parts = [part.set_index("day").reindex(every, fill_value=0) for part in (counted, gaps)]
    return pd.concat(parts, axis=1).astype(int).reset_index()


def weekly(reader: Reader, which: Filter, daily: pd.DataFrame) -> pd.DataFrame:
    """Give a row for every week of `daily`, from Monday on, by week.

    Returns:
        day (its first day in the period), days (of the period in it), items, stories (each once a week) and
        incomplete (those of its days of which more than a tenth of the outlets lack collection).
    """
    is_first = daily["day"].dt.day_of_week.to_numpy() == 0
    is_first[0] = True
    (starts,) = is_first.nonzero()
    first = daily["day"].iloc[starts]
    counted = _shown(reader, "weekly_stories", which).set_index("week")["stories"]
    mondays = first - pd.to_timedelta(first.dt.day_of_week, "D")
    is_incomplete = (missing_share(daily) > told.GAP_SHARE).to_numpy()
    return pd.DataFrame(
        {
            "day": first.to_numpy(),
            "days": np.diff(starts, append=len(daily)),
            "items": np.add.reduceat(daily["items"].to_numpy(), starts),
            "stories": counted.reindex(mondays, fill_value=0).to_numpy(),
            "incomplete": np.add.reduceat(is_incomplete.astype(int), starts),
        }
    )


def missing_share(daily: pd.DataFrame) -> pd.Series:
    """Give the part of the outlets (0 to 1) that each day of `daily` lacks: a gap, or not watched.

    It is counted of the most outlets that were watched on any of the days; where none ever was, it is 1.
    """
    most = daily["watched"].max()
    return 1 - (daily["watched"] - daily["gaps"]) / most if most else pd.Series(1.0, daily.index)


def days(reader: Reader, which: Filter) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give the first and last Vietnam day that the filter leaves, its phase taken into account.

    Where a phase lies outside of the filter's days, nothing is counted, and its own days are given.
    """
    from_date, to_date = pd.Timestamp(which.from_date), pd.Timestamp(which.to_date)
    phases = reader.phases(which.campaign)
    for phase in phases[phases["phase"] == which.phase].to_dict("records"):
        first, last = pd.Timestamp(phase["from_date"]), pd.Timestamp(phase["to_date"])
        if last < from_date or to_date < first:
            return first, last
        from_date, to_date = max(from_date, first), min(to_date, last)
    return from_date, max(from_date, to_date)


def decided_elsewhere(reader: Reader, which: Filter) -> int:
    """Give how many stories of the filter have the tone of an item outside of it: no tone counts them."""
    return int(_shown(reader, "decided_elsewhere", which)["stories"].iloc[0])


def collected(reader: Reader, from_date: date, to_date: date) -> int:
    """Give how many items were collected that were published on some days, on whatever subject."""
    return int(reader.shown("collected", {"from_date": from_date, "to_date": to_date})["items"].iloc[0])


def outlets(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give name, kind, level, province, items and stories of the outlets that covered, alphabetically.

    Sponsored and owned items are left out.
    """
    frame = _local(_shown(reader, "outlets", which), "first_published_at")
    return frame.sort_values("name", key=lambda names: names.map(words.alphabetical), ignore_index=True)


def messages(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give name_vi, name_en, stories and items for each message, in the order of the campaign's file."""
    return _shown(reader, "messages", which)


def offices(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give office, statements, stories and items for each office that is quoted, alphabetically."""
    frame = _shown(reader, "offices", which)
    return frame.sort_values("office", key=lambda names: names.map(words.alphabetical), ignore_index=True)


def stories(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give the stories of the filter, newest first."""
    return _local(_shown(reader, "stories", which), "published_at")


def carried(reader: Reader, which: Filter, most: int) -> pd.DataFrame:
    """Give `most` stories of the filter at most that several outlets ran, those that most ran first."""
    return _local(reader.shown("carried", parameters_of(which) | {"most": most}), "published_at")


def stories_found(reader: Reader, which: Filter, typed: str, outlet: str | None, most: int) -> pd.DataFrame:
    """Give the newest stories of the filter whose headline or outlet holds what was typed, diacritics or not.

    Args:
        reader: The published warehouse.
        which: What is counted.
        typed: What was typed; "" for all.
        outlet: Id of an outlet that ran them, or None for any.
        most: Rows at most.

    Returns:
        As `stories`, `most` rows at most, with found: how many there are.
    """
    parameters = parameters_of(which) | {
        "words": without_diacritics(fold(typed)).split(),
        "outlet": outlet,
        "most": most,
    }
    return _local(reader.shown("stories_found", parameters), "published_at")


def campaign_tones(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give stories by voice, overall tone, tone towards the campaign (or why there is none) and method."""
    return _shown(reader, "campaign_tones", which)


def tone_models(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give the models that toned the filter's stories, with how many and what their cards say."""
    is_there = "select count(*) > 0 as is_there from duckdb_tables() where table_name = 'tone_models'"
    if not reader.query(is_there)["is_there"].iloc[0]:
        return pd.DataFrame()  # an earlier version published the snapshot, without cards
    return _shown(reader, "tone_models", which)


def provinces(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give province, stories, items and placed_stories for each province of today; see `provinces.sql`."""
    return _shown(reader, "provinces", which)


def wire(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give story_id, hours and is_whole for each outlet that ran an agency's story; see `speed.sql`."""
    return _shown(reader, "speed", which)


def message_parts(reader: Reader, which: Filter, part: Literal["kind", "week"]) -> pd.DataFrame:
    """Give message, name_vi, name_en, part, stories and of_stories for each message and part.

    A part is a kind of outlet, or a week, named by its Monday (timestamp at midnight, no zone).
    """
    frame = _shown(reader, "message_parts", which).dropna(subset=part, ignore_index=True)
    return frame.rename(columns={part: "part"}).drop(columns="week" if part == "kind" else "kind")


def family(reader: Reader, campaign: str, story_id: str) -> pd.DataFrame:
    """Give the items of one story in order of publication, each held against the first of them.

    Returns:
        As `rpt_story_items`, with origin and origin_method of the story, containment (0 to 1), hours since
        the first, and the messages that a version lacks or adds, by language; url is as published.
    """
    return _local(reader.shown("family", {"campaign": campaign, "story": story_id}), "published_at")


def apart(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give the sponsored and owned items of the filter by time; url is as published, not checked."""
    return _local(_shown(reader, "apart", which), "published_at")


def segments(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give kind, name, name_vi and name_en of the segments that days and phase of a filter have items of."""
    return _shown(reader, "segments", which)


def collection(reader: Reader) -> pd.DataFrame:
    """Give how complete the collection is, one row an outlet, alphabetically (see rpt_collection)."""
    frame = reader.frame("rpt_collection")
    return frame.sort_values("name", key=lambda names: names.map(words.alphabetical), ignore_index=True)


def collected_at(reader: Reader) -> pd.Timestamp | None:
    """Give the instant of the last successful visit, in Vietnam time; None without any."""
    newest = reader.shown("collected_at", {})["at"].iloc[0]
    return None if pd.isna(newest) else newest.tz_convert(ZONE)


def watched_since(reader: Reader) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Give the instants from which the first and the last of the outlets were seen, in Vietnam time.

    None where no outlet was ever seen.
    """
    row = reader.shown("watched_since", {}).iloc[0]
    return None if pd.isna(row["first"]) else (row["first"].tz_convert(ZONE), row["last"].tz_convert(ZONE))


def _shown(reader: Reader, name: str, which: Filter) -> pd.DataFrame:
    return reader.shown(name, parameters_of(which))


def _local(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    frame[column] = frame[column].dt.tz_convert(ZONE)
    return frame
