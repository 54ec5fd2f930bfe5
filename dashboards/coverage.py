"""What the pages show of the published warehouse: frames for one filter, times in Vietnam time."""

import pandas as pd

from dashboards import words
from warehouse.reader import Filter, Reader

ZONE = "Asia/Ho_Chi_Minh"

_SELECTED = """
with selected as (
    select * from fct_mentions
    where campaign = ? and published_date between ? and ? and (cast(? as varchar) is null or phase = ?)
)
"""

_OUTLETS = """
select
    any_value(stg_outlets.name) as name,
    any_value(stg_outlets.kind) as kind,
    any_value(stg_outlets.level) as level,
    any_value(stg_outlets.province) as province,
    count(*) filter (selected.is_counted) as items,
    count(distinct selected.story_id) as stories,
    min(selected.published_at) as first_published_at
from selected
inner join stg_outlets on stg_outlets.outlet = selected.outlet
where selected.placement not in ('sponsored', 'owned')
group by selected.outlet
"""

_MESSAGES = """
select
    campaign_messages.name_vi,
    campaign_messages.name_en,
    count(distinct selected.story_id) as stories,
    count(distinct selected.item_id) filter (selected.is_counted) as items
from campaign_messages
left join fct_messages
    on
        fct_messages.campaign = campaign_messages.campaign
        and fct_messages.message = campaign_messages.message
left join selected
    on selected.item_id = fct_messages.item_id and selected.placement not in ('sponsored', 'owned')
where campaign_messages.known_to is null and campaign_messages.campaign = ?
group by campaign_messages.position, campaign_messages.name_vi, campaign_messages.name_en
order by campaign_messages.position
"""

_OFFICES = """
select
    fct_quotes.office,
    count(distinct fct_quotes.statement_id) as statements,
    count(distinct selected.story_id) as stories,
    count(distinct selected.item_id) filter (selected.is_counted) as items
from fct_quotes
inner join selected on selected.campaign = fct_quotes.campaign and selected.item_id = fct_quotes.item_id
where fct_quotes.is_office and selected.placement not in ('sponsored', 'owned')
group by fct_quotes.office
"""

_STORIES = """
select story_id, title, outlet_name, origin, origin_method, tone, tone_method, items, outlets, published_at
from rpt_stories
where campaign = ? and published_date between ? and ? and (cast(? as varchar) is null or phase = ?)
order by published_at desc, story_id
"""

_CAMPAIGN_TONES = """
select
    voice,
    overall_tone,
    coalesce(campaign_tone, status) as campaign_tone,
    method,
    count(*) as stories
from fct_story_campaign_tones
where campaign = ? and published_date between ? and ? and (cast(? as varchar) is null or phase = ?)
group by all
order by all
"""

_STORY_ITEMS = """
select
    outlet_name, role, placement, title, url, tone, published_at, revisions, first_title, is_gone, found_url
from rpt_story_items
where campaign = ? and story_id = ?
order by published_at, outlet_name
"""

_APART = """
select
    outlet_name, role, placement, title, url, tone, published_at, revisions, first_title, is_gone, found_url
from rpt_story_items
where
    campaign = ? and placement in ('sponsored', 'owned')
    and cast(published_at at time zone 'Asia/Ho_Chi_Minh' as date) between ? and ?
order by published_at, outlet_name, url
"""

_GAP_DAYS = """
select day_date as day, count(*) filter (is_gap) as gaps, count(*) as watched
from int_outlet_days where day_date between ? and ? group by day_date
"""

_SINCE = """
select min(from_at) as first, max(from_at) as last
from (select min(from_at) as from_at from int_scan_spans group by outlet)
"""


def daily(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give a row for every Vietnam day of the filter, by day.

    Returns:
        day (timestamp at midnight, no zone), items, stories, gaps (outlets whose collection has a gap that
        day) and watched (outlets watched that day; 0 where nothing was).
    """
    from_date, to_date = days(reader, which)
    counted = reader.frame("rpt_daily", which.campaign).rename(columns={"published_date": "day"})
    gaps = reader.query(_GAP_DAYS, [from_date, to_date])
    frame = pd.DataFrame({"day": pd.date_range(from_date, to_date)})
    for part in (counted[["day", "items", "stories"]], gaps):
        frame = frame.merge(part.astype({"day": frame["day"].dtype}), on="day", how="left")
    counts = ["items", "stories", "gaps", "watched"]
    return frame.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, int))


def missing_share(daily: pd.DataFrame) -> pd.Series:
    """Give the part of the outlets (0 to 1) that each day of `daily` lacks: a gap, or not watched.

    It is counted of the most outlets that were watched on any of the days; where none ever was, it is 1.
    """
    most = daily["watched"].max()
    return 1 - (daily["watched"] - daily["gaps"]) / most if most else pd.Series(1.0, daily.index)


def days(reader: Reader, which: Filter) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give the first and last Vietnam day that the filter leaves, its phase taken into account."""
    from_date, to_date = pd.Timestamp(which.from_date), pd.Timestamp(which.to_date)
    phases = reader.phases(which.campaign)
    for phase in phases[phases["phase"] == which.phase].to_dict("records"):
        from_date = max(from_date, pd.Timestamp(phase["from_date"]))
        to_date = min(to_date, pd.Timestamp(phase["to_date"]))
    return from_date, max(from_date, to_date)


def outlets(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give name, kind, level, province, items and stories of the outlets that covered, alphabetically.

    Sponsored and owned items are left out.
    """
    frame = _local(reader.query(_SELECTED + _OUTLETS, _parameters(which)), "first_published_at")
    return frame.sort_values("name", key=lambda names: names.map(words.alphabetical), ignore_index=True)


def messages(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give name_vi, name_en, stories and items for each message, in the order of the campaign's file."""
    return reader.query(_SELECTED + _MESSAGES, [*_parameters(which), which.campaign])


def offices(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give office, statements, stories and items for each office that is quoted, alphabetically."""
    frame = reader.query(_SELECTED + _OFFICES, _parameters(which))
    return frame.sort_values("office", key=lambda names: names.map(words.alphabetical), ignore_index=True)


def stories(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give the stories of the filter, newest first."""
    return _local(reader.query(_STORIES, _parameters(which)), "published_at")


def campaign_tones(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give stories by voice, overall tone, tone towards the campaign (or why there is none) and method."""
    return reader.query(_CAMPAIGN_TONES, _parameters(which))


def story_items(reader: Reader, campaign: str, story_id: str) -> pd.DataFrame:
    """Give the items of one story in order of publication; url is as published, not checked."""
    return _local(reader.query(_STORY_ITEMS, [campaign, story_id]), "published_at")


def apart(reader: Reader, which: Filter) -> pd.DataFrame:
    """Give the sponsored and owned items of the filter by time; url is as published, not checked."""
    first, last = days(reader, which)
    return _local(reader.query(_APART, [which.campaign, first.date(), last.date()]), "published_at")


def collection(reader: Reader) -> pd.DataFrame:
    """Give how complete the collection is, one row an outlet, alphabetically (see rpt_collection)."""
    frame = reader.frame("rpt_collection")
    return frame.sort_values("name", key=lambda names: names.map(words.alphabetical), ignore_index=True)


def collected_at(reader: Reader) -> pd.Timestamp | None:
    """Give the instant of the last successful visit, in Vietnam time; None without any."""
    newest = reader.query("select max(to_at) as at from int_scan_spans")["at"].iloc[0]
    return None if pd.isna(newest) else newest.tz_convert(ZONE)


def watched_since(reader: Reader) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Give the instants from which the first and the last of the outlets were seen, in Vietnam time.

    None where no outlet was ever seen.
    """
    row = reader.query(_SINCE).iloc[0]
    return None if pd.isna(row["first"]) else (row["first"].tz_convert(ZONE), row["last"].tz_convert(ZONE))


def _parameters(which: Filter) -> list[object]:
    return [which.campaign, which.from_date, which.to_date, which.phase, which.phase]


def _local(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    frame[column] = frame[column].dt.tz_convert(ZONE)
    return frame
