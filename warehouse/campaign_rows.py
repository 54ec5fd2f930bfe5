"""A campaign file as rows: the tables of the warehouse that hold its present state."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import duckdb
import pyarrow as pa

from nlp import places
from nlp.provinces import provinces
from warehouse import db
from warehouse.campaign import Activity, Campaign, Names, Scenario
from warehouse.storage import WarehouseError

_TEXT, _DAY, _NUMBER = pa.string(), pa.date32(), pa.int32()
_NAMED = [("name_vi", _TEXT), ("name_en", _TEXT)]
_SCHEMAS = {
    "campaigns": [("sha256", _TEXT), *_NAMED, ("query", _TEXT)],
    "phases": [("phase", _TEXT), *_NAMED, ("from_date", _DAY), ("to_date", _DAY)],
    "campaign_messages": [("message", _TEXT), *_NAMED, ("position", _NUMBER)],
    "campaign_workstreams": [("workstream", _TEXT), *_NAMED, ("position", _NUMBER)],
    "campaign_tasks": [
        *((name, _TEXT) for name in ("task", "workstream", "name", "lead")),
        ("coordinating", pa.list_(_TEXT)),
        ("position", _NUMBER),
    ],
    "campaign_activities": [
        *((name, _TEXT) for name in ("activity", "task", "title")),
        *((name, _DAY) for name in ("activity_date", "from_date", "to_date")),
        ("place", _TEXT),
        ("provinces", pa.list_(_TEXT)),
        ("intended_weight", pa.float64()),
        ("position", _NUMBER),
    ],
    "campaign_scenarios": [
        *((name, _TEXT) for name in ("scenario", "name", "responsible", "text")),
        ("checked_date", _DAY),
        ("provinces", pa.list_(_TEXT)),
        ("from_date", _DAY),
        ("to_date", _DAY),
        ("position", _NUMBER),
    ],
    "campaign_claims": [
        *((name, _TEXT) for name in ("claim", "wording", "source")),
        ("checked_date", _DAY),
        ("position", _NUMBER),
    ],
    "campaign_outlets": [("outlet", _TEXT)],
}


def require_loaded(connection: duckdb.DuckDBPyConnection, campaign: Campaign) -> None:
    """Make sure that a campaign is known: of one that is not, all that is counted would be 0.

    Raises:
        WarehouseError: It was never loaded.
    """
    query = "select 1 from campaigns where campaign = $campaign and known_to is null"
    if not db.rows(connection, query, parameters={"campaign": campaign.id}):
        raise WarehouseError(
            f"{campaign.id}: this campaign was never loaded; run `lantoa score` and `lantoa load` with its "
            "file, then this again"
        )


def campaign_rows(campaign: Campaign) -> dict[str, pa.Table]:
    """Give the rows of a campaign by table, without known_from and known_to."""
    rows: dict[str, Sequence[dict[str, Any]]] = {
        "campaigns": [{"sha256": campaign.sha256, "query": campaign.query_text} | _names(campaign.names)],
        "phases": [
            {"phase": phase.id, "from_date": phase.from_date, "to_date": phase.to_date} | _names(phase.name)
            for phase in campaign.phases
        ],
        "campaign_messages": [
            {"message": message.id, "position": position} | _names(message.name)
            for position, message in enumerate(campaign.messages)
        ],
        "campaign_workstreams": [
            {"workstream": stream.id, "position": position} | _names(stream.name)
            for position, stream in enumerate(campaign.workstreams)
        ],
        "campaign_tasks": [
            task.model_dump() | {"task": task.id, "position": position}
            for position, task in enumerate(campaign.tasks)
        ],
        "campaign_activities": [
            _activity(activity) | {"position": position}
            for position, activity in enumerate(campaign.activities)
        ],
        "campaign_scenarios": [
            _scenario(scenario) | {"position": position}
            for position, scenario in enumerate(campaign.scenarios)
        ],
        "campaign_claims": [
            claim.model_dump() | {"claim": claim.id, "checked_date": claim.checked_at, "position": position}
            for position, claim in enumerate(campaign.claims)
        ],
        "campaign_outlets": [{"outlet": outlet} for outlet in campaign.watched_outlets],
    }
    return {
        table: pa.Table.from_pylist(
            [{"campaign": campaign.id} | row for row in rows[table]],
            schema=pa.schema([("campaign", _TEXT), *schema]),
        )
        for table, schema in _SCHEMAS.items()
    }


def _names(names: Names) -> dict[str, str]:
    return {"name_vi": names.vi, "name_en": names.en}


def _scenario(scenario: Scenario) -> dict[str, Any]:
    known = provinces()
    return scenario.model_dump() | {
        "scenario": scenario.id,
        "checked_date": scenario.checked_at,
        "provinces": sorted({known[name].present for name in scenario.provinces}),
    }


def _activity(activity: Activity) -> dict[str, Any]:
    named = places.find(activity.place or "", activity.date)
    present = {province.name: province.present for province in provinces().values()}
    return {
        "activity": activity.id,
        "task": activity.task,
        "title": activity.title,
        "activity_date": activity.date,
        "from_date": activity.date - timedelta(days=activity.days_before),
        "to_date": activity.date + timedelta(days=activity.days_after),
        "place": activity.place,
        "provinces": sorted({present[place.province] for place in named}),
        "intended_weight": activity.intended_weight,
    }
