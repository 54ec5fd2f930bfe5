"""Sitemap indexes: which of the sitemaps they name are worth a visit."""

from datetime import datetime
from urllib.parse import urljoin

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] a compiled module without types

from crawlers import dates

# A host can name a file a month, back to an outlet's first year.
MOST = 10
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def newest(body: bytes, via: str, since: datetime) -> list[str]:
    """Give the sitemaps of an index that changed since a time, the last changed ones first, ten at most.

    One without a time of change may have changed; such come last, in the order of the index.

    Args:
        body: The index, content-decoded.
        via: Its address, to which relative ones are relative.
        since: Aware time.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(body, parser)
    dated: list[tuple[datetime, str]] = []
    undated: list[str] = []
    for sitemap in root.iter(f"{_SITEMAP}sitemap"):
        address = (sitemap.findtext(f"{_SITEMAP}loc") or "").strip()
        changed_at = dates.read(sitemap.findtext(f"{_SITEMAP}lastmod") or "")
        try:
            url = urljoin(via, address)
        except ValueError:
            continue
        if changed_at is None:
            undated.append(url)
        elif changed_at >= since:
            dated.append((changed_at, url))
    dated.sort(key=lambda found: found[0], reverse=True)
    return [*(url for _, url in dated), *undated][:MOST]
