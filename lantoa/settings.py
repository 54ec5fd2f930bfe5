"""What the surroundings decide: the clock."""

import os
from datetime import UTC, datetime


def now() -> datetime:
    """Give the present instant in UTC, or the one that LANTOA_NOW names (ISO 8601 with a zone)."""
    fixed = os.environ.get("LANTOA_NOW")
    return datetime.fromisoformat(fixed).astimezone(UTC) if fixed else datetime.now(UTC)
