"""What an issue holds: the stories of its time, in order, with figures beside those of the week before."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from dashboards.contents import UnknownCampaignError
from dashboards.digest import contents
from dashboards.digest.entries import extract, group_of, grouped, notable
from dashboards.digest.period import period
from tests.dashboards.conftest import HOSTILE
from tests.dashboards.digest.conftest import AT, CLOSING
from warehouse import db
from warehouse.reader import LONGEST_EXCERPT, Reader, excerpt


def told(found):
    return [(one.number, one.told.outlet, one.told.title) for one in found]


def test_an_issue_lists_the_stories_of_its_time_by_theme_press_and_outlet(issue):
    assert told(issue.entries) == [
        (1, "Thông tấn Bắc", "Khai mạc tuần lễ nước sạch"),
        (2, "Báo Ban Mai", HOSTILE),
    ]
    themes = [(theme, [group for group, _ in groups]) for theme, groups in grouped(issue.entries)]
    assert themes == [(("workstream", "tuan-le"), ["central"]), (("rest", ""), ["central"])]
    opening = issue.entries[0]
    assert opening.carriers == ("Báo Hải Đăng", "Đài Sông Hồng")
    assert opening.messages == ("an-toan",)
    assert opening.is_new
    assert opening.told.extract == "Sa-pô viết cho bài thử."


def test_its_figures_are_those_of_its_time(issue, published):
    figures = issue.figures
    assert (figures.items, figures.stories, figures.new_stories, figures.outlets) == (4, 2, 2, 4)
    assert figures.tones == {"neutral": 1, "positive": 1}
    assert figures.shares is None
    with Reader(published) as reader:
        asked = (
            "select count(*) filter (is_counted) as items, count(distinct outlet) as outlets "
            "from fct_mentions "
            "where campaign = 'nuoc-sach' and placement = 'editorial' "
            "and published_at >= '2026-03-09 06:30:00+07' and published_at < '2026-03-10 06:30:00+07'"
        )
        assert reader.query(asked).iloc[0].to_dict() == {"items": figures.items, "outlets": figures.outlets}


def test_critical_coverage_is_new_and_told_once(read):
    (one,) = read(11).critical
    assert (one.told.outlet, one.told.title) == ("Đài Sông Hồng", "Người dân phản ánh nước đục sau mưa")
    assert read(12).critical == []


def test_what_is_sponsored_is_counted_apart_and_listed_nowhere(read):
    found = read(11)
    assert found.apart == 1
    assert "Máy lọc nước giá tốt" not in [one.told.title for one in found.entries]


def test_gaps_are_told_by_outlet_and_day(read):
    gaps = read(11).gaps
    assert [row["name"] for row in gaps] == [
        "Báo Ban Mai",
        "Báo Đồng Xanh",
        "Báo Hải Đăng",
        "Báo Y Tế Mới",
        "Đài Sông Hồng",
        "Tạp chí Nhịp Sống",
        "Thông tấn Bắc",
        "Tổng Hợp 24",
    ]
    assert gaps[0]["days"] == [date(2026, 3, 10)]
    assert gaps[0]["reasons"] == ["fetch failed"]


def test_a_campaign_that_was_not_watched_a_week_before_has_nothing_to_be_compared_with(issue):
    assert (issue.compared.figures, issue.compared.reason) == (None, "unknown")


def test_stories_that_matter_are_those_that_more_outlets_ran_then_more_central_ones(issue):
    opening, hostile = issue.entries
    assert [one.story_id for one in issue.notable] == ["s04", "s05"]
    twice = replace(hostile, items=(hostile.told, replace(hostile.told, outlet="Báo Khác")))
    assert [one.story_id for one in notable([twice, opening])] == ["s04", "s05"]
    alone = replace(opening, items=(replace(opening.told, group="local"),), messages=("an-toan", "tiet-kiem"))
    assert [one.story_id for one in notable([alone, hostile])] == ["s05", "s04"]
    central = replace(alone, items=(opening.told,))
    assert [one.story_id for one in notable([central, hostile])] == ["s04", "s05"]


def test_an_extract_is_cut_at_a_word_and_needs_only_what_a_purge_leaves():
    text = "nước sạch về tới bản làng xa " * 20
    assert extract(text[:LONGEST_EXCERPT]) == excerpt(text)
    assert extract("Ngắn.") == "Ngắn."


@pytest.mark.parametrize(
    ("kind", "level", "group"),
    [
        ("newspaper", "ministry", "ministry"),
        ("aggregator", None, "aggregator"),
        ("foreign", None, "foreign"),
        ("newspaper", None, "other"),
    ],
)
def test_the_kind_of_press_follows_from_kind_and_level(kind, level, group):
    assert group_of(kind, level) == group


def test_what_came_late_stands_in_the_next_issue_and_is_no_news_a_second_time(watched, campaign):
    alone = contents.Compared(None, None, "holiday")
    with Reader(watched) as reader:
        late, empty = (
            contents._read(reader, campaign, period(date(2026, 3, day), CLOSING), AT, alone, None)
            for day in (12, 20)
        )
    assert told(late.late) == [(3, "Tổng Hợp 24", "Người dân phản ánh nước đục sau mưa")]
    assert not late.late[0].is_new
    assert (late.critical, late.figures.stories, late.older) == ([], 2, 0)
    assert (empty.entries, empty.late, empty.figures.items) == ([], [], 0)


@pytest.mark.slow
def test_an_issue_holds_what_was_known_when_it_closed_and_the_next_what_came_late(watched, campaign):
    def closing(day):
        return datetime(2026, 3, day - 1, 23, 30, tzinfo=UTC)

    with Reader(watched) as reader:
        tenth, eleventh, twelfth = (
            contents.read(reader, campaign, period(date(2026, 3, day), CLOSING), closing(day))
            for day in (10, 11, 12)
        )
    assert tenth.compared.day.day == date(2026, 3, 3)
    assert tenth.compared.figures.items == 0
    (murky,) = eleventh.entries
    assert (murky.carriers, eleventh.late, eleventh.compared.figures.items) == ((), [], 3)
    assert told(twelfth.late) == [(3, "Tổng Hợp 24", "Người dân phản ánh nước đục sau mưa")]
    assert not twelfth.late[0].is_new
    assert twelfth.critical == []
    assert twelfth.figures.items == len(twelfth.entries) + 1
    (claim,) = eleventh.claims
    assert (claim["wording"], claim["story_id"], claim["outlet_name"]) == (
        "Nước máy đổi màu",
        "s06",
        "Đài Sông Hồng",
    )
    assert tenth.claims == []
    (late,) = twelfth.claims
    assert (late["story_id"], late["outlet_name"]) == ("s06", "Tổng Hợp 24")
    assert late["moment"] < twelfth.issue.from_at


def test_an_issue_written_later_has_no_alert_of_what_came_after_it(read):
    raised = {
        day: ({one["alert"] for one in read(day).alerts.alerts}, read(day).later_alerts) for day in (9, 10)
    }
    # all were raised on the 21st: a1 and a2 of the 9th, a3 of what was missing until the 20th and is closed
    assert raised == {9: (set(), 2), 10: ({"a1", "a2"}, 0)}


@pytest.mark.slow
def test_a_claim_that_the_very_first_run_brought_did_not_come_late(watched, campaign, tmp_path):
    folder = shutil.copytree(watched, tmp_path / "published")
    snapshot = folder / (folder / "current").read_text("utf-8")
    first, now = AT - timedelta(days=2), AT - timedelta(days=1)
    with duckdb.connect(snapshot) as connection:
        connection.execute("update items set known_from = ?", [first])
    db.fill_up(snapshot)
    with Reader(folder) as reader:
        issues = [period(date(2026, 3, day), CLOSING) for day in (11, 12)]
        eleventh, twelfth = (contents.read(reader, campaign, issue, now).claims for issue in issues)
    assert ([row["story_id"] for row in eleventh], twelfth) == (["s06"], [])


def test_an_issue_before_anything_was_known_says_what_to_do(published, campaign):
    with Reader(published) as reader, pytest.raises(contents.NothingKnownError, match="give --as-of"):
        closed = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
        contents.read(reader, campaign, period(date(2026, 3, 10), CLOSING), closed)


def test_an_unknown_campaign_is_named_beside_those_that_are_published(published, campaign):
    other = campaign.model_copy(update={"id": "nuoc-bien"})
    with Reader(published) as reader, pytest.raises(UnknownCampaignError, match="duong-hoa, nuoc-sach"):
        contents.read(reader, other, period(date(2026, 3, 10), CLOSING), AT)
