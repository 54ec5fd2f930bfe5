"""Which batches of articles were searched for a campaign: told by names of files, without what searches."""

from pathlib import Path

from warehouse import campaign as campaigns
from warehouse.campaign import Campaign


def scored_in(articles: Path, target: Path, campaign: Campaign | None) -> Path:
    """Give the batch of a batch of articles that tells that it was searched for a campaign; scored, without.

    Args:
        articles: The batch of articles.
        target: The folder of scores.
        campaign: The campaign.
    """
    crawl = articles.name.removesuffix(".articles.parquet")
    name = "scores" if campaign is None else f"{campaign.id}-{campaign.sha256[:8]}.mentions"
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
