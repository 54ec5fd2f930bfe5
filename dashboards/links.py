"""Addresses that the press published, before a reader may follow them."""

from urllib.parse import urlsplit


def safe_link(url: str) -> str | None:
    """Give an address that a reader may follow, or None: http and https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
