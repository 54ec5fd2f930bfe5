"""Charts show what was counted, gaps as gaps, and nothing that was refused."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboards import charts, words
from dashboards.address import Address
from dashboards.charts.chart import share_marks
from warehouse.measures import Measure
from warehouse.measures.plan import Beside

PHASES = [
    {
        "name_vi": "Trước <b>lễ</b>",
        "name_en": "Before",
        "from_date": pd.Timestamp(2026, 1, 1),
        "to_date": pd.Timestamp(2026, 3, 4),
    },
    {
        "name_vi": "Sau",
        "name_en": "After",
        "from_date": pd.Timestamp(2026, 3, 5),
        "to_date": pd.Timestamp(2026, 3, 31),
    },
    {
        "name_vi": "Năm sau",
        "name_en": "Next year",
        "from_date": pd.Timestamp(2027, 1, 1),
        "to_date": pd.Timestamp(2027, 1, 31),
    },
]

VI, EN = (Address("spread", "nuoc-sach", lang=lang) for lang in words.LANGUAGES)


@pytest.fixture
def daily():
    """Six days: the second has a gap at half of 20 outlets, the third at one, the last was not watched."""
    return pd.DataFrame(
        {
            "day": pd.date_range("2026-03-01", periods=6),
            "items": [3, 0, 5, 0, 7, 1],
            "stories": [1, 0, 2, 0, 3, 1],
            "gaps": [0, 10, 1, 0, 0, 0],
            "watched": [20, 20, 20, 20, 20, 0],
        }
    )


@pytest.fixture
def shares():
    def share(value, low, high):
        return Measure(value, low, high, 1200, "tone share of stories, uncorrected", "uncorrected", "machine")

    return {
        "tone_negative": share(0.1, 0.05, 0.2),
        "tone_neutral": share(0.3, 0.2, 0.4),
        "tone_positive": share(0.6, 0.52, 0.7),
    }


def drawn(chart):
    """Give what is drawn as Plotly's own object, which refuses what its script would not understand."""
    return go.Figure(chart.figure)


def named(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def test_items_and_stories_have_panels_of_their_own(daily):
    figure = drawn(charts.timeline(daily, None, PHASES, False, EN))
    (items,), (stories,) = named(figure, "Items"), named(figure, "Stories")
    assert list(items.y) == list(daily["items"])
    assert list(stories.y) == list(daily["stories"])
    assert items.yaxis != stories.yaxis


def test_days_that_lack_collection_are_hatched_and_a_day_without_items_is_not(daily):
    name = "Thiếu dữ liệu thu thập hoặc chưa được theo dõi"
    gaps = named(drawn(charts.timeline(daily, None, PHASES, False, VI)), name)
    assert [[day.day for day in pd.to_datetime(trace.x)] for trace in gaps] == [[2, 6], [2, 6]]
    assert all(trace.marker.pattern.shape for trace in gaps)
    assert [list(trace.hovertext) for trace in gaps] == [
        [f"{name}: 10 trong 20 báo, đài", f"{name}: 20 trong 20 báo, đài"]
    ] * 2


def test_weeks_of_a_long_period_have_bars_as_wide_as_their_days_and_are_hatched_where_days_are(daily):
    # Sunday 1 March is alone in its week; of the five days after it two lack collection
    weekly = pd.DataFrame(
        {
            "day": [daily["day"][0], daily["day"][1]],
            "days": [1, 5],
            "items": [3, 13],
            "stories": [1, 5],
            "incomplete": [0, 2],
        }
    )
    chart = charts.timeline(daily, weekly, PHASES, False, EN)
    figure = drawn(chart)
    (items,), (stories,) = named(figure, "Items"), named(figure, "Stories")
    assert (list(items.y), list(stories.y)) == ([3, 13], [1, 5])
    day = 24 * 3600 * 1000
    for bars in (items, stories):
        ends = [
            (start + pd.Timedelta(bars.offset, "ms"), start + pd.Timedelta(bars.offset + width, "ms"))
            for start, width in zip(pd.to_datetime(bars.x), bars.width, strict=True)
        ]
        # a day is drawn from the noon before it to its own, as among single days
        for (begin, end), first, days in zip(ends, weekly["day"], weekly["days"], strict=True):
            assert (
                pd.Timedelta(0) < begin - (first - pd.Timedelta(day / 2, "ms")) < pd.Timedelta(day / 2, "ms")
            )
            noon = first + pd.Timedelta(days * day - day / 2, "ms")
            assert pd.Timedelta(0) < noon - end < pd.Timedelta(day / 2, "ms")
    hatched = named(figure, words.text("term.incomplete", "en"))
    assert [[str(start)[:10] for start in gaps.x] for gaps in hatched] == [["2026-03-02"]] * 2
    assert [list(gaps.width) for gaps in hatched] == [[5 * day]] * 2
    assert all(hint.endswith("2 of 5 days") for gaps in hatched for hint in gaps.hovertext)
    assert "each bar is a week" in chart.basis
    assert {"Items a week", "Stories a week"} <= {one.text for one in figure.layout.annotations}
    # what is said, listed and written to the file is by day
    plain = charts.timeline(daily, None, PHASES, False, EN)
    assert (chart.title, chart.description) == (plain.title, plain.description)
    assert list(chart.table.rows) == list(plain.table.rows) == list(chart.listed)
    assert len(chart.table.rows) == len(daily)


def test_days_are_drawn_up_to_two_years_and_weeks_beyond():
    assert not charts.is_drawn_by_weeks(2 * 366)
    assert charts.is_drawn_by_weeks(2 * 366 + 1)


def test_phases_are_shaded_where_the_days_meet_them_and_their_names_are_text(daily):
    figure = drawn(charts.timeline(daily, None, PHASES, False, VI))
    bands = {(str(shape.x0)[:10], str(shape.x1)[:10]) for shape in figure.layout.shapes}
    assert bands == {("2026-02-28", "2026-03-04"), ("2026-03-04", "2026-03-06")}
    shown = " ".join(annotation.text for annotation in figure.layout.annotations)
    assert "Trước &lt;b&gt;lễ&lt;/b&gt;" in shown
    assert "Năm sau" not in shown


@pytest.mark.parametrize(
    ("lengths", "marks"),
    [
        ([1500, 677, 5, 158, 900], ["Phase 1", "Phase 2", "(3\u20134)", "Phase 5"]),
        ([1640, 30, 30, 1600], ["Phase 1", "(2\u20133)", "Phase 4"]),
        ([900, 300, 300, 300, 300, 1200], ["Phase 1", "(2)", "(3)", "(4)", "(5)", "Phase 6"]),
        ([3000, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], ["Phase 1", "(2\u201312)"]),
        ([20, 3000], ["(1)", "Phase 2"]),
    ],
)
def test_marks_of_phases_of_many_years_are_clear_of_each_other_and_each_phase_is_told(lengths, marks):
    starts = pd.Timestamp("2017-01-01") + pd.to_timedelta(np.cumsum([0, *lengths]), "D")
    phases = [
        {
            "name_en": f"Phase {number}",
            "from_date": start.date(),
            "to_date": (end - pd.Timedelta(days=1)).date(),
        }
        for number, (start, end) in enumerate(pairwise(starts), start=1)
    ]
    days = pd.date_range(starts[0], starts[-1], inclusive="left")
    daily = pd.DataFrame({"day": days, "items": 1, "stories": 1, "gaps": 0, "watched": 9})
    chart = charts.timeline(daily, None, phases, False, EN)
    above = [one for one in drawn(chart).layout.annotations if one.yshift == 24]
    assert [one.text for one in above] == marks
    # as wide as its letters are, on a phone with room for 48 of them above the days
    ends = []
    for one in above:
        at, length = (pd.Timestamp(one.x) - days[0]) / (days[-1] - days[0]) * 48, len(one.text)
        start = at - {"left": 0, "center": length / 2, "right": length}[one.xanchor]
        ends.append((start, start + length))
    assert all(end < start for (_, end), (start, _) in pairwise(ends))
    assert ends[0][0] >= 0
    assert ends[-1][1] <= 48
    unnamed = [number for number in range(1, len(phases) + 1) if f"Phase {number}" not in marks]
    assert all(f"({number}) Phase {number}," in chart.basis for number in unnamed)


def test_the_title_names_the_day_with_most_items(daily):
    chart = charts.timeline(daily, None, PHASES, False, VI)
    assert "05/03/2026" in chart.title
    assert words.count(7, "item", "vi") in chart.title
    assert words.count(16, "item", "vi") in chart.basis


def test_where_volumes_are_withheld_the_title_claims_no_peak(daily):
    chart = charts.timeline(daily, None, PHASES, True, EN)
    assert "trend" in chart.title
    assert "Mar" not in chart.title


def test_nothing_published_is_no_empty_chart(daily):
    chart = charts.timeline(daily.assign(items=0, stories=0), None, PHASES, False, EN)
    assert chart.figure is None
    assert chart.title == words.text("page.nothing", "en")


def test_numbers_are_written_as_the_language_has_them(daily):
    for lang, separators in (("vi", ",."), ("en", ".,")):
        chart = charts.timeline(daily, None, PHASES, False, Address("", lang=lang))
        assert drawn(chart).layout.separators == separators


def test_tones_show_their_intervals_and_differ_by_colour_and_pattern(shares):
    chart = charts.tones(shares, EN)
    bars = {bar.name: bar for bar in drawn(chart).data}
    assert {name: bar.x[0] for name, bar in bars.items()} == {
        "Negative": 0.1,
        "Neutral": 0.3,
        "Positive": 0.6,
    }
    for name, bar in bars.items():
        measure = shares[f"tone_{name.lower()}"]
        assert bar.x[0] + bar.error_x.array[0] == pytest.approx(measure.high)
        assert bar.x[0] - bar.error_x.arrayminus[0] == pytest.approx(measure.low)
        assert words.percent(measure.value, "en") in chart.description
        assert words.interval(measure.low, measure.high, "share", "en") in chart.description
    assert len({bar.marker.color for bar in bars.values()}) == 3
    assert len({bar.marker.pattern.shape for bar in bars.values()}) == 3
    assert "uncorrected" in chart.basis
    assert "1,200" in chart.basis


def test_a_majority_is_claimed_only_where_the_whole_interval_is_above_one_half(shares):
    assert "tích cực" in charts.tones(shares, VI).title
    unsure = Measure(0.6, 0.49, 0.7, 90, "tone share of stories, uncorrected", "uncorrected", "machine")
    assert "tích cực" not in charts.tones(shares | {"tone_positive": unsure}, VI).title


@pytest.mark.parametrize(
    ("at", "marks", "intended"),
    [
        (
            VI,
            ["0\N{NO-BREAK SPACE}%", "10\N{NO-BREAK SPACE}%", "20\N{NO-BREAK SPACE}%"],
            "6,5\N{NO-BREAK SPACE}%",
        ),
        (EN, ["0%", "10%", "20%"], "6.5%"),
    ],
)
def test_shares_beside_the_plan_are_written_as_in_the_text(at, marks, intended):
    share = Measure(0.2, 0.1, 0.45, 40, "share", "ok")
    beside = Beside("a", share, 0.065, share, "above")
    told = {"activity": "a", "title": "A", "activity_date": None, "place": None}
    row = {
        **told,
        "stories": 8,
        "items": 9,
        "outlets": 3,
        "status": "covered",
        "beside": beside,
        "planned": 0.065,
    }
    figure = drawn(charts.activities([row], at))
    assert list(figure.layout.xaxis.ticktext[:3]) == marks
    assert list(figure.layout.xaxis.tickvals) == [0, 0.1, 0.2, 0.3, 0.4]
    marks_of = figure.data[-1]
    assert list(marks_of.hovertext) == [intended]
    assert marks_of.hovertemplate.endswith(": %{hovertext}<extra></extra>")


@pytest.mark.parametrize(
    ("end", "marks"),
    [
        (0.03, ["0%", "1%", "2%", "3%"]),
        (0.35, ["0%", "10%", "20%", "30%"]),
        (1.04, ["0%", "20%", "40%", "60%", "80%", "100%"]),
    ],
)
def test_an_axis_of_shares_has_marks_that_fit_a_phone(end, marks):
    assert share_marks(end, "en")["ticktext"] == marks


def test_refused_tones_are_not_drawn(shares):
    refused = Measure(None, None, None, 0, "tone share", "not_estimable", "no stories with a tone")
    chart = charts.tones(dict.fromkeys(shares, refused), VI)
    assert chart.figure is None
    assert chart.title == "Chưa đủ dữ liệu để kết luận"
    assert chart.description == words.reason("no stories with a tone", "vi")


@pytest.mark.parametrize(
    ("days", "at", "marks"),
    [
        (1, VI, ["18/01"]),
        (3, VI, ["18/01", "19/01", "20/01"]),
        (3, EN, ["18 Jan", "19 Jan", "20 Jan"]),
        (12, EN, ["19 Jan", "21 Jan", "23 Jan", "25 Jan", "27 Jan", "29 Jan"]),
    ],
)
def test_a_mark_of_the_days_stands_on_its_day_in_the_form_of_the_language(days, at, marks):
    dates = pd.date_range("2026-01-18", periods=days)
    daily = pd.DataFrame({"day": dates, "items": 1, "stories": 1, "gaps": 0, "watched": 9})
    axis = drawn(charts.timeline(daily, None, PHASES, False, at)).layout.xaxis
    shown = [words.short_day(date.fromisoformat(day), at.lang) for day in axis.tickvals]
    assert list(axis.ticktext) == shown == marks
    assert len(set(axis.tickvals)) == len(axis.tickvals)


def test_months_are_marked_where_days_are_many():
    dates = pd.date_range("2026-01-18", periods=400)
    daily = pd.DataFrame({"day": dates, "items": 1, "stories": 1, "gaps": 0, "watched": 9})
    axis = drawn(charts.timeline(daily, None, PHASES, False, VI)).layout.xaxis
    assert list(axis.ticktext) == ["03/2026", "06/2026", "09/2026", "12/2026"]
    assert all(day.endswith("-01") for day in axis.tickvals)


def test_a_long_name_has_two_lines_above_its_bar_and_is_whole_where_there_is_room():
    name = "Bảo đảm an ninh, an toàn thực phẩm " * 4
    carried = [{"message": "a", "name_vi": name, "name_en": name, "stories": 1, "items": 1}]
    figure = charts.messages(carried, 10, VI).figure
    texts = [some[0]["text"] for _, some in figure["layout"]["meta"]["byWidth"]]
    assert all(text.count("<br>") <= 1 for text in texts)
    assert figure["layout"]["annotations"][0]["text"] == texts[0]
    assert texts[0].endswith(" …")
    assert texts[-1].replace("<br>", " ") == name.strip()
    assert figure["data"][0]["hovertext"][0].replace("<br>", " ") == name.strip()


def test_phases_are_named_where_a_wide_screen_has_room_for_what_a_phone_numbers(daily):
    long = [phase | {"name_vi": "Trong những ngày diễn ra lễ"} for phase in PHASES]
    choices = charts.timeline(daily, None, long, False, VI).figure["layout"]["meta"]["byWidth"]
    texts = [[one["text"] for one in some] for _, some in choices]
    assert "(2)" in texts[0]
    assert "(2)" not in texts[-1]
    assert texts[-1][:2] == ["Trong những ngày diễn ra lễ"] * 2


def test_messages_stand_in_the_order_of_the_file_with_their_names_as_text():
    carried = [
        {"message": "mot", "name_vi": "Một", "name_en": "<i>One</i>", "stories": 0, "items": 0},
        {"message": "hai", "name_vi": "Hai", "name_en": "Two", "stories": 4, "items": 9},
    ]
    chart = charts.messages(carried, 10, EN)
    assert [annotation.text for annotation in drawn(chart).layout.annotations] == [
        "&lt;i&gt;One&lt;/i&gt;",
        "Two",
    ]
    (bars,) = drawn(chart).data
    assert dict(zip(bars.y, bars.x, strict=True)) == {1: 0, 0: 4}
    assert chart.title.startswith("1 of 2\u00a0messages")
    assert chart.description == "<i>One</i>: 0; Two: 4."
    assert "10\u00a0stories" in chart.basis


def test_a_campaign_without_messages_has_no_chart_of_them():
    chart = charts.messages([], 10, EN)
    assert chart.figure is None
    assert chart.title == words.text("finding.messages.undefined", "en")


def test_cumulative_reach_is_drawn_open_where_an_audience_is_not_known():
    day = pd.Timestamp(2026, 3, 2).date()
    usual = {"day_date": day, "outlets": 1, "stories": 1, "base": "Người <b>lớn", "time_unit": "week"}
    curve = [
        usual | {"low": 0.4, "high": 0.4},
        usual
        | {"day_date": day + pd.Timedelta(days=3), "outlets": 3, "stories": 2, "low": 0.4, "high": None},
    ]
    chart = charts.reach(curve, PHASES, False, VI)
    assert "từ 40\u00a0% trở lên" in chart.description
    assert words.count(3, "outlet", "vi") in chart.title
    assert "Người &lt;b&gt;lớn" in " ".join(one.text for one in drawn(chart).layout.annotations)
    fill = [trace for trace in drawn(chart).data if trace.fill]
    assert [list(trace.y) for trace in fill] == [[0.4, 1]]
    upper = named(drawn(chart), "Giới hạn trên")[-1]
    assert list(upper.y) == [0.4, None]
    open_ended = drawn(charts.reach(curve, PHASES, True, VI))
    (closed,) = [list(trace.y) for trace in open_ended.data if trace.fill]
    assert closed == [1, 1]
    early = [row | {"low": None, "high": None} for row in curve]
    assert not [trace for trace in drawn(charts.reach(early, PHASES, False, VI)).data if trace.fill]
    alone = [row | {"base": None, "time_unit": None, "low": None, "high": None} for row in curve]
    assert len(drawn(charts.reach(alone, PHASES, False, EN)).data) == 2


def test_reach_of_a_long_period_is_drawn_at_the_end_of_each_week_and_listed_by_day():
    days = pd.date_range("2023-03-02", periods=2 * 366 + 1)
    curve = [
        {"day_date": day.date(), "outlets": place, "stories": 2 * place}
        | dict.fromkeys(("base", "time_unit", "low", "high"))
        for place, day in enumerate(days)
    ]
    chart = charts.reach(curve, PHASES, False, EN)
    outlets, stories = drawn(chart).data
    ends = [place for place, day in enumerate(days) if day.weekday() == 6]
    assert list(outlets.y) == [0, *ends, len(days) - 1]
    assert list(stories.y) == [2 * place for place in outlets.y]
    for place, goal in zip(outlets.y, outlets.customdata, strict=True):
        assert f"to_date={str(days[place])[:10]}" in goal
    assert "end of each week" in chart.basis
    assert [row["day_date"] for row in chart.table.rows] == [day.date() for day in days]
    assert list(chart.listed) == list(chart.table.rows)[-len(chart.listed) :]
