"""Whose turn it is, what settles a story, and what is taken back: pure functions over lines of codings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboards import answers, coding
from dashboards.coding import RefusedError
from warehouse.codings import Acknowledgement, Draw, DrawnStory

AT = datetime(2026, 3, 21, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DRAW = Draw(
    draw="nuoc-sach-1",
    campaign="nuoc-sach",
    from_date=date(2026, 3, 1),
    to_date=date(2026, 3, 31),
    seed=1,
    guide="1",
    stories=tuple(
        DrawnStory(story=f"s{n}", item=f"i{n}", stratum="2026-03", inclusion_probability=1, is_double=n < 2)
        for n in range(6)
    ),
    at=AT,
)
DOUBLE, SINGLE = DRAW.stories[0], DRAW.stories[5]


def coded(story, code, coder, minute=1, third=False):
    return coding.as_code(DRAW, story, code, coder, third, AT + minute * MINUTE)


def work(*entries):
    (found,) = coding.works([DRAW, *entries])
    return found


def queued(coder, *entries, third=False, is_editor=False):
    return [story.item for _, story in coding.queue([work(*entries)], coder, third, is_editor)]


def test_each_person_has_an_order_of_their_own_with_what_two_people_code_first():
    orders = {coder: queued(coder) for coder in ("ma-1", "ma-2", "ma-3")}
    for order in orders.values():
        assert set(order[:2]) == {"i0", "i1"}
        assert set(order) == {story.item for story in DRAW.stories}
    assert len({tuple(order) for order in orders.values()}) == 3
    assert orders["ma-1"] == queued("ma-1")


def test_a_story_waits_for_as_many_people_as_code_it_and_never_twice_for_one():
    first = coded(DOUBLE, "positive", "ma-1")
    assert DOUBLE.item not in queued("ma-1", first)
    assert DOUBLE.item in queued("ma-2", first)
    assert DOUBLE.item not in queued("ma-3", first, coded(DOUBLE, "positive", "ma-2", 2))
    assert SINGLE.item not in queued("ma-2", coded(SINGLE, "positive", "ma-1"))


def test_the_next_story_of_the_draw_takes_the_place_of_one_that_says_nothing_of_agreement():
    def both(story, one, other):
        return coded(story, one, "ma-1"), coded(story, other, "ma-2", 2)

    first, second, third, fourth = DRAW.stories[:4]
    assert work().for_two == {"i0", "i1"}
    # Codes that differ are a pair as others are; while one is missing, nothing is replaced.
    assert work(*both(first, "positive", "negative")).for_two == {"i0", "i1"}
    assert work(coded(first, "not_about_campaign", "ma-1")).for_two == {"i0", "i1"}
    off = both(first, "not_about_campaign", "not_about_campaign")
    assert work(*off).for_two == {"i0", "i1", "i2"}
    assert queued("ma-3", *off)[:2] in (["i1", "i2"], ["i2", "i1"])
    more = (*off, *both(second, "neutral", "unsure"), *both(third, "neutral", "not_about_campaign"))
    assert work(*more).for_two == {"i0", "i1", "i2", "i3", "i4"}
    assert work(*more, *both(fourth, "neutral", "neutral")).for_two == {"i0", "i1", "i2", "i3", "i4"}
    assert work(*more).spares_waiting == 2
    # What one person coded counts before the second comes, who is then asked for.
    single = coded(third, "neutral", "ma-1", 3)
    assert work(*off, single).state(third) == "settled"
    assert third.item in queued("ma-2", *off, single)
    assert third.item not in queued("ma-1", *off, single)
    # Taken back, the first two are enough again.
    undo = coding.undo_of(off[1], "ma-2", AT + 5 * MINUTE)
    assert work(*off, single, undo).for_two == {"i0", "i1"}


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], "open"),
        ([coded(DOUBLE, "positive", "ma-1")], "second"),
        ([coded(DOUBLE, "positive", "ma-1"), coded(DOUBLE, "positive", "ma-2", 2)], "settled"),
        ([coded(DOUBLE, "positive", "ma-1"), coded(DOUBLE, "neutral", "ma-2", 2)], "third"),
        ([coded(DOUBLE, "unsure", "ma-1"), coded(DOUBLE, "unsure", "ma-2", 2)], "third"),
        ([coded(DOUBLE, "positive", "ma-1"), coded(DOUBLE, "neutral", "ma-3", 3, third=True)], "settled"),
        ([coded(DOUBLE, "positive", "ma-1"), coded(DOUBLE, "unsure", "ma-3", 3, third=True)], "third"),
    ],
)
def test_two_alike_or_a_third_look_settle_a_story(entries, state):
    assert work(*entries).state(DOUBLE) == state


def test_a_disagreement_is_settled_by_who_has_not_coded_it_or_by_an_editor():
    differ = (coded(DOUBLE, "positive", "ma-1"), coded(DOUBLE, "negative", "ma-2", 2))
    assert queued("ma-1", *differ, third=True) == []
    assert queued("ma-3", *differ, third=True) == [DOUBLE.item]
    assert queued("ma-1", *differ, third=True, is_editor=True) == [DOUBLE.item]
    unsure = coded(DOUBLE, "unsure", "ma-3", 3, third=True)
    assert queued("ma-3", *differ, unsure, third=True) == []
    assert queued("ma-4", *differ, unsure, third=True) == [DOUBLE.item]


def test_ones_last_code_is_taken_back_until_another_has_settled_the_story():
    codes = [coded(SINGLE, "unsure", "ma-1", 1), coded(DOUBLE, "neutral", "ma-2", 2)]
    assert coding.last_code([work(*codes)], "ma-1") == codes[0]
    assert coding.last_code([work(*codes)], "ma-3") is None
    undo = coding.undo_of(codes[0], "ma-1", AT + 3 * MINUTE)
    assert coding.last_code([work(*codes, undo)], "ma-1") is None
    assert SINGLE.item in queued("ma-1", *codes, undo)
    settled = coded(SINGLE, "neutral", "ma-2", 3, third=True)
    assert coding.last_code([work(*codes, settled)], "ma-1") is None


@pytest.fixture
def folder(tmp_path):
    coding.codings.append(tmp_path, [DRAW])
    return tmp_path


def give(folder, story, code, coder, third=False):
    coding.give(folder, DRAW.draw, story.item, code, coder, third, False, AT)


def test_of_two_people_at_one_story_the_second_is_told_and_nothing_is_overwritten(folder):
    give(folder, SINGLE, "positive", "ma-1")
    give(folder, SINGLE, "positive", "ma-1")
    for coder, code, told in (
        ("ma-2", "negative", "coding.taken"),
        ("ma-1", "negative", "coding.own_stands"),
    ):
        with pytest.raises(RefusedError, match=told):
            give(folder, SINGLE, code, coder)
    with pytest.raises(RefusedError, match=r"coding\.unknown"):
        coding.give(folder, "khac", SINGLE.item, "neutral", "ma-1", False, False, AT)
    (found,) = coding.read(folder)
    assert found.firsts(SINGLE) == {"ma-1": "positive"}
    assert len(found.codes[SINGLE.item]) == 1


def test_codes_are_given_and_taken_back_though_the_clock_stands_still(folder):
    for code in ("positive", "negative"):
        give(folder, SINGLE, code, "ma-1")
        last = coding.last_code(coding.read(folder), "ma-1")
        coding.take_back(folder, "nuoc-sach", "ma-1", last.at, AT)
        with pytest.raises(RefusedError, match=r"coding\.not_last"):
            coding.take_back(folder, "nuoc-sach", "ma-1", last.at, AT)
    give(folder, SINGLE, "positive", "ma-1")
    assert coding.read(folder)[0].firsts(SINGLE) == {"ma-1": "positive"}


@pytest.mark.parametrize(("acted_at", "state"), [(None, "closed"), (AT, "new"), (AT - MINUTE, "closed")])
def test_an_answer_is_shown_at_once_and_what_came_after_it_makes_an_alert_new(acted_at, state):
    row = {"alert": "a1", "state": "new", "why": None, "finding": None, "acted_at": acted_at}
    act = Acknowledgement(
        campaign="c", alert="a1", action="closed", finding="nothing", why="đã xem", who="ma-1", at=AT
    )
    (found,) = answers.as_answered([row], [act])
    assert (found["state"], found["is_counted"]) == (state, state == "new")
    assert answers.as_answered([row], None) == [row | {"is_counted": True}]
