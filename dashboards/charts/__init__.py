"""The charts of the pages, each with its finding, units, n and numbers, and one sentence in its place."""

from dashboards.charts.chart import Chart
from dashboards.charts.days import reach, timeline
from dashboards.charts.messages import messages
from dashboards.charts.tones import tones

__all__ = ["Chart", "messages", "reach", "timeline", "tones"]
