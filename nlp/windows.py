"""How long after the first one others can be of the same story, and of the same event."""

from datetime import timedelta

WINDOW = timedelta(days=30)
"""An item joins a story whose first item was published at most this long before."""
APART = timedelta(days=3)
"""The longest time from the first story of an event to its last."""
