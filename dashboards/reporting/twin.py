"""The figures of a report as JSON, beside it, and by what it was made."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from dashboards import alerts, words
from dashboards.contents import Contents
from dashboards.findings import Finding
from dashboards.reporting.exhibits import exhibits
from dashboards.rows import rows
from dashboards.words import Lang


def made_by() -> dict[str, str]:
    """Give the version of lantoa and the hash of its locked libraries, on which the bytes of a report rest.

    Outside of a clone there is no lock, and its hash is "".
    """
    lock = Path(__file__).parents[2] / "requirements.lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else ""
    return {"version": version("lantoa"), "lock": digest[:12]}


def made_otherwise(page: Path, at: datetime) -> dict[str, str] | None:
    """Tell by what a report of an instant was made, if that is another version or other libraries than ours.

    Args:
        page: The report's HTML file, which need not be there.
        at: The instant that the report bears.
    """
    twin = page.with_suffix(".json")
    told = json.loads(twin.read_text("utf-8")) if twin.exists() else {}
    is_same = datetime.fromisoformat(told.get("written_at", "0001-01-01T00:00Z")) == at
    before = told.get("made_by")
    return before if is_same and before != made_by() else None


def write(contents: Contents, found: Sequence[Finding], lang: Lang, at: datetime) -> str:
    """Give every figure of a report as JSON; times in UTC, days are Vietnam days."""
    table = {
        "campaign": contents.campaign,
        "name": contents.names[lang],
        "language": lang,
        "query": contents.query,
        "period": contents.period.key,
        "from_date": contents.from_date,
        "to_date": contents.to_date,
        "made_by": made_by(),
        "collected_at": contents.collected_at,
        "measured_at": contents.measured_at,
        "written_at": at,
        "use": words.text("foot.use", lang),
        "not_collected": words.text("foot.not_collected", lang),
        "findings": {finding.key: finding.sentences for finding in found},
        "measures": {
            segment: {
                name: {"unit": contents.units[name]} | asdict(measure) for name, measure in stored.items()
            }
            for segment, stored in contents.measures.items()
        },
        "phases": contents.phases,
        "daily": [row | {"day": row["day"].date()} for row in rows(contents.daily)],
        "outlets": contents.outlets,
        "messages": contents.messages,
        "offices": contents.offices,
        "campaign_tones_experimental": contents.campaign_tones,
        "stories": contents.stories,
        "sponsored_and_owned": contents.apart,
        "collection": contents.collection,
        "rejected": contents.rejected,
        "corrections": contents.corrections,
        "tones_with_corrections": contents.shown_tones,
        "contrasts": contents.contrasts,
        "change_points": contents.changes,
        "scan_cap": contents.cap,
        "missing_scan_days": contents.missing_scans,
        "reach": contents.reach,
        "reach_curve": contents.reach_curve,
        "consensus": contents.consensus,
        "disagreements": contents.disagreements,
        "plan": {
            "activities": [row | {"beside": asdict(row["beside"])} for row in contents.plan.activities],
            "tasks": contents.plan.tasks,
            "workstreams": contents.plan.workstreams,
            "clashes": contents.plan.clashes,
        },
        "figures": [asdict(exhibit) for exhibit in exhibits(contents, found, lang)],
        "comments": contents.comments,
        "alerts": {
            "raised": [
                row | {"said": alerts.says(row, lang), "status": alerts.status(row, lang)}
                for row in contents.alerts.alerts
            ],
            "rules": contents.alerts.rules,
        },
    }
    return json.dumps(table, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> object:  # noqa: ANN401 (whatever JSON does not know)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__}: expected a value that JSON can hold")
