"""Codes and corrections are loaded with the rest, count once, and none is lost that can't be loaded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from dashboards import coding
from warehouse import codings, counting
from warehouse.codings import Correction, Draw, DrawnStory, StoryCode, Undo

AT = datetime(2026, 1, 21, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LOADED = AT + DAY


@pytest.fixture
def coded(newsroom, at):
    """A newsroom with six stories, all of them drawn, the last two for two people."""
    rows = [newsroom.article("mot", f"bai-{n}", at(10 + n), tone="neutral") for n in range(6)]
    newsroom.put("c1", *rows)
    newsroom.load(LOADED)
    found = newsroom.rows("select item_id, story_id from fct_stories order by published_at")
    stories = tuple(
        DrawnStory(story=story, item=item, stratum="2026-01", inclusion_probability=1, is_double=n >= 4)
        for n, (item, story) in enumerate(found)
    )
    draw = Draw(
        draw="nuoc-sach-1",
        campaign="nuoc-sach",
        from_date=date(2026, 1, 1),
        to_date=date(2026, 1, 31),
        seed=1,
        guide="1",
        stories=stories,
        at=AT,
    )
    codings.append(newsroom.folder / "codings", [draw])
    return newsroom, draw


def code(draw, number, code, coder="ma-1", at=AT, third=False):
    story = draw.stories[number]
    return StoryCode(
        draw=draw.draw,
        campaign=draw.campaign,
        **story.model_dump(exclude={"is_double"}),
        code=code,
        coder=coder,
        is_third_look=third,
        at=at,
    )


def put(newsroom, *entries):
    codings.append(newsroom.folder / "codings", entries)
    newsroom.load(LOADED)


def states(newsroom):
    found = newsroom.rows("select code, state from int_settled_codes order by position")
    (work,) = coding.read(newsroom.folder / "codings")
    assert [work.state(story) for story in work.draw.stories] == [state for _, state in found]
    return found


def test_a_second_person_and_then_a_third_look_settle_what_was_drawn_for_two(coded):
    newsroom, draw = coded
    newsroom.load(LOADED)
    assert states(newsroom) == [(None, "open")] * 6
    put(newsroom, code(draw, 0, "positive"), code(draw, 1, "unsure"), code(draw, 4, "negative"))
    assert states(newsroom)[:2] == [("positive", "settled"), (None, "third")]
    assert states(newsroom)[4:] == [(None, "second"), (None, "open")]
    put(
        newsroom, code(draw, 4, "neutral", "ma-2"), code(draw, 5, "neutral"), code(draw, 5, "neutral", "ma-2")
    )
    assert states(newsroom)[4:] == [(None, "third"), ("neutral", "settled")]
    put(newsroom, code(draw, 4, "negative", "ma-3", third=True), code(draw, 1, "unsure", "ma-3", third=True))
    assert states(newsroom)[4] == ("negative", "settled")
    assert states(newsroom)[1] == (None, "third")
    assert newsroom.rows(
        "select stories, settled, open, waiting_second, waiting_third, double_coded, coded_alike "
        "from rpt_coding"
    ) == [(6, 3, 2, 0, 1, 2, 1)]
    assert newsroom.rows("select one_code, other_code, stories from rpt_coding_pairs order by all") == [
        ("negative", "neutral", 1),
        ("neutral", "neutral", 1),
    ]


def test_a_persons_first_code_stands_and_a_third_look_has_the_last_word(coded):
    newsroom, draw = coded
    put(newsroom, code(draw, 0, "positive"), code(draw, 0, "negative", at=AT + MINUTE))
    assert states(newsroom)[0] == ("positive", "settled")
    put(newsroom, code(draw, 0, "negative", at=AT + MINUTE, third=True))
    assert states(newsroom)[0] == ("negative", "settled")


def test_agreement_counts_the_stories_that_take_the_place_of_those_off_the_campaign(coded):
    newsroom, draw = coded

    def pairs():
        rows = counting.measure_rows(newsroom.connection, "first_codes", {"campaign": "nuoc-sach"})
        (work,) = coding.read(newsroom.folder / "codings")
        twice = [
            story for story in draw.stories if len(work.firsts(story)) > 1 and story.item in work.for_two
        ]
        assert len(twice) == len(rows)
        return sorted((row["one"], row["other"]) for row in rows)

    def both(number, one, other):
        return code(draw, number, one), code(draw, number, other, "ma-2", AT + MINUTE)

    put(newsroom, *both(4, "positive", "neutral"), *both(0, "negative", "negative"))
    # The first was drawn for one person: two workbooks at once coded it twice.
    assert pairs() == [("positive", "neutral")]
    put(newsroom, *both(5, "not_about_campaign", "neutral"))
    off = ("not_about_campaign", "neutral")
    assert pairs() == [("negative", "negative"), off, ("positive", "neutral")]
    put(newsroom, *both(1, "neutral", "neutral"))
    assert len(pairs()) == 3
    assert counting.coder_agreement(newsroom.connection, "nuoc-sach").n == 2


def test_agreement_is_of_one_campaign_and_of_the_guide_of_its_newest_draw(coded):
    newsroom, draw = coded
    other = draw.model_copy(update={"draw": "khac-1", "campaign": "khac", "at": AT + MINUTE})
    newer = draw.model_copy(update={"draw": "nuoc-sach-2", "guide": "2", "at": AT + DAY / 2})
    found = {"nuoc-sach": {}, "khac": {}}

    def twice(of, one, two):
        codings.append(newsroom.folder / "codings", [of])
        put(newsroom, code(of, 4, one, at=of.at), code(of, 4, two, "ma-2", of.at))
        for campaign in found:
            rows = counting.measure_rows(newsroom.connection, "first_codes", {"campaign": campaign})
            found[campaign] = sorted((row["one"], row["other"]) for row in rows)

    twice(draw, "neutral", "negative")
    assert found == {"nuoc-sach": [("neutral", "negative")], "khac": []}
    twice(other, "positive", "positive")
    assert found == {"nuoc-sach": [("neutral", "negative")], "khac": [("positive", "positive")]}
    assert counting.coder_agreement(newsroom.connection, "khac").status == "not_estimable"
    twice(newer, "neutral", "neutral")
    assert found == {"nuoc-sach": [("neutral", "neutral")], "khac": [("positive", "positive")]}


def test_the_same_lines_again_change_nothing(coded):
    newsroom, draw = coded
    put(newsroom, code(draw, 0, "positive"), code(draw, 0, "positive"))
    before = newsroom.all_rows()
    assert newsroom.rows("select count(*) from codes") == [1]
    newsroom.load(AT + MINUTE)
    assert newsroom.all_rows() == before


def test_what_speaks_of_unknown_items_is_rejected_with_its_reason_and_tried_again(coded, at):
    newsroom, draw = coded
    newcomer = newsroom.article("hai", "moi", at(18))
    fix = Correction(
        campaign="nuoc-sach",
        item=newcomer["item_id"],
        was="neutral",
        tone="positive",
        why="khen",
        role="editor",
        coder="ma-1",
        at=AT,
    )
    foreign = code(draw, 0, "positive").model_copy(update={"draw": "khac"})
    twice = draw.model_copy(update={"draw": "hai-lan", "stories": draw.stories[:1] * 2})
    codings.append(newsroom.folder / "codings", [draw, twice])
    path = newsroom.folder / "codings" / "codes.jsonl"
    codings.append(path.parent, [foreign])
    with path.open("a") as file:
        file.write("không phải JSON\n")
    put(newsroom, fix)
    rejected = newsroom.rows("select file, line, reason from rpt_rejected_codings order by all")
    assert [row[:2] for row in rejected] == [
        ("codes.jsonl", 1),
        ("codes.jsonl", 2),
        ("corrections.jsonl", 1),
        ("draws.jsonl", 2),
        ("draws.jsonl", 3),
    ]
    assert "draw 'khac' of campaign 'nuoc-sach' has no item" in rejected[0][2]
    assert "Invalid JSON" in rejected[1][2]
    assert rejected[2][2] == f"no item has the id {newcomer['item_id']!r}"
    assert rejected[3][2] == "there is another draw 'nuoc-sach-1'"
    assert rejected[4][2] == f"item {draw.stories[0].item!r} was drawn twice"
    newsroom.put("c2", newcomer)
    newsroom.load(AT + MINUTE)
    assert newsroom.rows("select file from rpt_rejected_codings order by all") == [
        *["codes.jsonl"] * 2,
        *["draws.jsonl"] * 2,
    ]
    assert newsroom.rows("select tone, corrected_at from fct_corrections") == [("positive", AT)]


def test_corrections_are_shown_by_direction_and_leave_the_machines_tone(coded):
    newsroom, draw = coded
    fixes = [
        Correction(
            campaign="nuoc-sach",
            item=draw.stories[n].item,
            was="neutral",
            tone=tone,
            why="khen",
            role="editor",
            coder="a",
            at=when,
        )
        for n, tone, when in (
            (0, "negative", AT),
            (0, "positive", AT + MINUTE),
            (1, "positive", AT),
            (2, "not_about_campaign", AT),
            (3, "positive", AT),
            (3, "neutral", AT + MINUTE),
        )
    ]
    put(newsroom, *fixes)
    assert newsroom.rows("select was, tone, items from rpt_corrections order by all") == [
        ("neutral", "not_about_campaign", 1),
        ("neutral", "positive", 2),
    ]
    assert newsroom.rows("select tone, by_machine, with_corrections from rpt_tones order by all") == [
        ("neutral", 6, 3),
        ("not_about_campaign", 0, 1),
        ("positive", 0, 2),
    ]
    assert set(newsroom.rows("select tone from fct_stories")) == {"neutral"}


def undo(entry, who=None, at=AT + 2 * MINUTE):
    return Undo(
        campaign=entry.campaign,
        undone=entry.kind,
        draw=getattr(entry, "draw", None),
        item=entry.item,
        coder=entry.coder,
        made_at=entry.at,
        who=who or entry.coder,
        at=at,
    )


def test_a_code_that_was_taken_back_counts_no_more_and_what_was_loaded_of_it_stays(coded):
    newsroom, draw = coded
    first, again = code(draw, 0, "positive"), code(draw, 0, "negative", at=AT + 3 * MINUTE)
    put(newsroom, first, code(draw, 4, "neutral"), code(draw, 4, "neutral", "ma-2"))
    assert [states(newsroom)[n] for n in (0, 4)] == [("positive", "settled"), ("neutral", "settled")]
    put(newsroom, undo(first), undo(code(draw, 4, "neutral", "ma-2")))
    assert [states(newsroom)[n] for n in (0, 4)] == [(None, "open"), (None, "second")]
    put(newsroom, again)
    assert states(newsroom)[0] == ("negative", "settled")
    assert newsroom.rows("select count(*) from codes") == [3 + 1]
    assert newsroom.rows("select undone, coder from undos order by all") == [
        ("code", "ma-1"),
        ("code", "ma-2"),
    ]


def test_a_correction_that_was_taken_back_leaves_the_machines_tone_and_anothers_can_be(coded):
    newsroom, draw = coded
    fix = Correction(
        campaign="nuoc-sach", item=draw.stories[0].item, was="neutral", tone="positive", why="khen",
        role="editor", coder="a", at=AT,
    )  # fmt: skip
    put(newsroom, fix)
    assert newsroom.rows("select tone, why, role from fct_corrections") == [("positive", "khen", "editor")]
    put(newsroom, undo(fix, who="b"))
    assert newsroom.rows("select tone from fct_corrections") == []
    assert newsroom.rows("select was, tone from rpt_corrections") == []


def test_what_takes_nothing_back_is_rejected_until_it_does(coded):
    newsroom, draw = coded
    first = code(draw, 0, "positive")
    put(newsroom, undo(first))
    assert newsroom.rows("select file, reason from rpt_rejected_codings") == [
        (
            "undos.jsonl",
            f"campaign 'nuoc-sach', item {first.item!r}: no code of 'ma-1' at 2026-01-21T01:00:00+00:00",
        )
    ]
    put(newsroom, first)
    assert newsroom.rows("select reason from rpt_rejected_codings") == []
    assert states(newsroom)[0] == (None, "open")


def test_models_learn_from_settled_tones_with_headline_and_lead(coded):
    newsroom, draw = coded
    codes = ("positive", "unsure", "not_about_campaign", "negative", "neutral")
    put(newsroom, *(code(draw, n, one) for n, one in enumerate(codes)))
    newsroom.connection.execute("update items set lead = '' where item_id = ?", [draw.stories[3].item])
    found = newsroom.connection.execute(*counting.filtered("pages/hand_coded", {})).fetchall()
    assert [(kind, str(day), label) for kind, _, _, day, label in found] == [
        ("newspaper", "2026-01-10", "positive")
    ]


def test_what_is_of_a_time_that_is_still_to_come_waits_for_it(coded):
    newsroom, draw = coded
    put(newsroom, code(draw, 0, "positive", at=LOADED + DAY + MINUTE))
    assert newsroom.rows("select count(*) from codes") == [0]
    ((reason,),) = newsroom.connection.execute("select reason from rpt_rejected_codings").fetchall()
    assert "still to come" in reason
    newsroom.load(LOADED + MINUTE)
    assert newsroom.rows("select count(*) from codes") == [1]
    assert newsroom.rows("select count(*) from rpt_rejected_codings") == [0]


@pytest.mark.parametrize(
    ("key", "value"), [("story", "khac"), ("stratum", "2031-01"), ("inclusion_probability", 0.5)]
)
def test_a_code_that_says_otherwise_than_its_draw_how_it_was_drawn_is_rejected(coded, key, value):
    newsroom, draw = coded
    put(newsroom, code(draw, 0, "positive").model_copy(update={key: value}))
    assert newsroom.rows("select count(*) from codes") == [0]
    (reason,) = newsroom.rows("select reason from rpt_rejected_codings")
    assert f"has {key} " in reason


def test_a_draw_has_one_chance_a_stratum(coded):
    _, draw = coded
    first, *others = draw.stories
    unequal = (first.model_copy(update={"inclusion_probability": 0.5}), *others)
    told = draw.model_dump() | {"stories": [one.model_dump() for one in unequal]}
    with pytest.raises(
        ValidationError, match="one chance to be drawn is expected for all of stratum '2026-01'"
    ):
        Draw.model_validate(told)
