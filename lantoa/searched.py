"""Which batches of articles were searched for a campaign, and by what: told without what searches."""

import json
from pathlib import Path
from typing import Any

from warehouse import campaign as campaigns
from warehouse.campaign import Campaign
from warehouse.placing import own, placed

_PARTS = {
    "query": "query",
    "workstreams": "terms of workstreams",
    "messages": "phrases of messages",
    "activities": "words of activities",
    "offices": "offices",
    "prepared": "queries of scenarios and claims",
    "by": "how this version of lantoa looks for campaigns",
}
"""How what a campaign looks for (`Campaign.looked_for`) is named to people."""


def scored_in(articles: Path, target: Path, campaign: Campaign | None, sha256: str = "") -> Path:
    """Give the batch of a batch of articles that tells that it was searched for a campaign; scored, without.

    Args:
        articles: The batch of articles.
        target: The folder of scores.
        campaign: The campaign.
        sha256: Of what an earlier version of its file looked for; what it looks for now, without.
    """
    crawl = articles.name.removesuffix(".articles.parquet")
    name = "scores" if campaign is None else f"{campaign.id}-{(sha256 or campaign.sha256)[:8]}.mentions"
    return target / articles.parent.name / f"{crawl}.{name}.parquet"


def unsearched(articles: Path, target: Path, campaign_file: Path) -> int:
    """Count the batches of articles that were not searched for a campaign as its file is now.

    Those whose texts were purged are not counted, which can't be searched again.

    Raises:
        CampaignError: The campaign's file can't be used.
    """
    campaign = campaigns.load(campaign_file)
    paths = [
        path
        for path in articles.glob("*/*.articles.parquet")
        if not scored_in(path, target, campaign).exists()
    ]
    if not paths:
        return 0
    # It brings pyarrow, which takes longer than to look at names.
    from lantoa import batches

    return sum(not batches.is_shortened(path) for path in paths)


def note(target: Path, campaign: Campaign) -> None:
    """Keep by what a campaign was searched for, beside the scores, if any; so it can be said what changes."""
    if not target.is_dir():
        return
    path = _note(target, campaign)
    with placed(own(path), path) as partial:
        partial.write_text(json.dumps(campaign.looked_for, ensure_ascii=False), "utf-8")


def changed(target: Path, campaign: Campaign) -> list[str]:
    """Name what a campaign's file looks for otherwise than when articles were searched for it last.

    Returns:
        Such as "phrases of messages (an-toan)"; nothing where that is not known.
    """
    before, now = _before(target, campaign), _now(campaign)
    return [
        _named(part, before[part], now[part])
        for part in _PARTS
        if part in before and before[part] != now[part]
    ]


def found_by(target: Path, campaign: Campaign) -> str | None:
    """Give the SHA-256 of the campaign's file as it was, where only scenarios and claims ask otherwise now.

    All else that it found is what the file would find now.
    """
    before = _before(target, campaign)
    is_kept = before.keys() == _PARTS.keys() and before | {"prepared": None} == _now(campaign) | {
        "prepared": None
    }
    return campaigns.sha256_of(before) if is_kept else None


def _before(target: Path, campaign: Campaign) -> dict[str, Any]:
    try:
        return json.loads(_note(target, campaign).read_text("utf-8"))
    except (OSError, ValueError):  # never searched, or not ours
        return {}


def _now(campaign: Campaign) -> dict[str, Any]:
    return json.loads(json.dumps(campaign.looked_for))


def _named(part: str, before: Any, now: Any) -> str:  # noqa: ANN401 (as JSON holds it)
    """Name a part, with the ids of those of it that came, went or differ where it has any."""
    if part not in ("workstreams", "messages", "activities", "prepared"):
        return _PARTS[part]
    differ = [one[0] for one in before if one not in now] + [one[0] for one in now if one not in before]
    return f"{_PARTS[part]} ({', '.join(dict.fromkeys(differ))})" if differ else _PARTS[part]


def _note(target: Path, campaign: Campaign) -> Path:
    return target / f"{campaign.id}.looked_for.json"
