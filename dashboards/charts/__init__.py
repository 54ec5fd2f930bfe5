"""The charts of the pages, each with its finding, units, n and numbers, and one sentence in its place."""

from dashboards.charts.chart import Chart
from dashboards.charts.days import is_drawn_by_weeks, reach, timeline
from dashboards.charts.messages import messages
from dashboards.charts.parts import messages_by_kind, messages_by_week
from dashboards.charts.places import provinces
from dashboards.charts.plan import activities
from dashboards.charts.speed import speed
from dashboards.charts.tones import tones

__all__ = [
    "Chart",
    "activities",
    "is_drawn_by_weeks",
    "messages",
    "messages_by_kind",
    "messages_by_week",
    "provinces",
    "reach",
    "speed",
    "timeline",
    "tones",
]
