"""A hand-coded sample corrects shares and agreement where it may, and says why where it may not."""

from datetime import UTC, date, datetime

import pytest

from warehouse import coded, codings, counting
from warehouse.codings import Draw, DrawnStory, StoryCode
from warehouse.counting import all_measures
from warehouse.measures import Measure

AT = datetime(2026, 1, 21, 1, tzinfo=UTC)
TONES = ("negative", "neutral", "positive")
AGREED = Measure(0.8, 0.7, 0.9, 60, "coder agreement, over double-coded stories", "ok")
EVENTS = [[1, 2, 2]] * 20


def row(tone, code, stories, month="2026-01", drawn_from="d1", waiting=False):
    return {
        "stratum": month,
        "drawn_from": drawn_from,
        "tone": tone,
        "code": code,
        "is_waiting": waiting,
        "stories": stories,
    }


ROWS = [
    *(row(tone, tone, 10) for tone in TONES),
    row("positive", "neutral", 4),
    row("neutral", "not_about_campaign", 2),
    *(row(tone, None, 30) for tone in TONES),
]


def corrected(rows, coders=AGREED):
    return coded.corrected(coded.sample(rows), coders, EVENTS, 9)


def test_a_sample_of_thirty_corrects_shares_agreement_and_gives_what_stands_beside_them():
    found = corrected(ROWS)
    assert {name: share.status for name, share in found.shares.items()} == dict.fromkeys(
        [f"tone_{tone}" for tone in TONES], "ok"
    )
    assert sum(share.value for share in found.shares.values()) == pytest.approx(1)
    assert found.shares["tone_positive"].n == 36
    assert found.shares["tone_positive"].value < 44 / 126
    assert found.consensus.agreement.status == "ok"
    assert found.consensus.agreement.low < found.consensus.agreement.value < found.consensus.agreement.high
    assert found.beside["query_precision"].value == pytest.approx(34 / 36, abs=0.02)
    assert found.beside["adjusted_positive"].value == pytest.approx(
        found.shares["tone_positive"].value, abs=0.05
    )


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "0 coded stories (30 needed)"),
        ([*ROWS[:2], row("neutral", None, 90)], "20 coded stories (30 needed)"),
        (
            [*ROWS, row("neutral", None, 40, drawn_from="")],
            "126 of 166 stories were there to be drawn (90% needed)",
        ),
    ],
)
def test_without_enough_of_a_sample_nothing_is_corrected(rows, reason):
    found = corrected(rows)
    assert (found.shares, found.consensus) == ({}, None)
    assert {measure.reason for name, measure in found.beside.items() if name != "coder_agreement"} == {reason}


def test_stories_that_came_after_the_draw_join_the_others_of_their_month_while_they_are_few():
    one = coded.sample([*ROWS, row("neutral", None, 9, drawn_from=""), row("neutral", None, 3, "2026-02")])
    assert [sum(stratum.automatic.values()) for stratum in one.strata] == [138]
    assert not one.why_not


def test_coders_who_disagree_withhold_shares_and_agreement():
    found = corrected(
        ROWS, Measure(0.4, 0.2, 0.6, 60, "", "withheld", "the upper limit of alpha is under 0.667")
    )
    # The adjusted counts are corrected shares too, and the precision is of the same codes.
    beside = [measure for name, measure in found.beside.items() if name != "coder_agreement"]
    assert len(beside) == 4
    for share in (*found.shares.values(), *beside):
        assert (share.status, share.value, share.low, share.high) == ("withheld", None, None, None)
        assert share.reason == "coder agreement: the upper limit of alpha is under 0.667"
    assert found.beside["coder_agreement"].value == 0.4
    assert (found.consensus.agreement.status, found.consensus.agreement.value) == ("withheld", None)


def test_too_few_double_coded_stories_make_every_corrected_figure_tentative_and_leave_its_value():
    few = Measure(None, None, None, 12, "", "not_estimable", "12 double-coded stories (60 needed)")
    sure, unsure = corrected(ROWS), corrected(ROWS, few)
    for name in ("query_precision", *(f"adjusted_{tone}" for tone in TONES)):
        one = unsure.beside[name]
        assert (one.status, one.reason) == (
            "tentative",
            "coder agreement: 12 double-coded stories (60 needed)",
        )
        assert (one.value, one.low, one.high) == (
            sure.beside[name].value,
            sure.beside[name].low,
            sure.beside[name].high,
        )


def test_a_tone_without_a_coded_story_is_not_estimable_whatever_the_coders():
    rows = [row("neutral", "neutral", 30), row("positive", "positive", 10), row("neutral", None, 20)]
    found = corrected(rows, Measure(0.4, 0.2, 0.6, 60, "", "withheld", "alpha is low"))
    for one in (found.shares["tone_negative"], found.beside["adjusted_negative"]):
        assert (one.status, one.reason) == ("not_estimable", "no coded story is negative")


def test_stories_that_wait_for_a_third_look_make_shares_tentative():
    found = corrected([*ROWS, row("neutral", None, 3, waiting=True)])
    share = found.shares["tone_neutral"]
    assert (share.status, share.reason) == ("tentative", "coder agreement: 3 stories wait for a third look")
    assert found.consensus.agreement.status == "tentative"


def test_a_tone_that_nobody_coded_is_refused_and_the_others_and_the_agreement_are_not():
    found = corrected(
        [row("neutral", "neutral", 30), row("positive", "positive", 10), row("neutral", None, 20)]
    )
    assert found.shares["tone_negative"].reason == "no coded story is negative"
    assert found.shares["tone_neutral"].status == "ok"
    assert found.consensus.agreement.low < found.consensus.agreement.value
    # Nobody coded is not nobody opposed.
    pairs = found.consensus.opposed_pairs
    assert (pairs.value, pairs.status, pairs.reason) == (None, "not_estimable", "no coded story is negative")


def test_stories_off_the_campaign_are_no_evidence_of_agreement():
    rows = [
        row("neutral", "not_about_campaign", 36),
        row("negative", "negative", 2),
        row("positive", "positive", 2),
    ]
    agreement = corrected(rows).consensus.agreement
    assert (agreement.value, agreement.status, agreement.n) == (None, "not_estimable", 4)
    assert agreement.reason == "too little evidence: 4 stories (8 needed)"
    enough = corrected([row("neutral", "not_about_campaign", 20), *ROWS[:3]]).consensus
    assert (enough.agreement.status, enough.agreement.n) == ("ok", 30)
    assert enough.opposed_pairs.value == pytest.approx(30 / 29 * 2 / 9)


def test_alpha_is_of_the_first_codes_and_leaves_out_what_has_no_order():
    alike = [{"one": tone, "other": tone} for tone in TONES for _ in range(20)]
    found = coded.coder_agreement([*alike, {"one": "unsure", "other": "neutral"}])
    assert (found.value, found.n, found.status) == (1, 60, "ok")


def test_codes_in_the_folder_correct_what_a_report_counts(newsroom, at):
    rows = [
        newsroom.article(site, f"{site}-{n}", at(1 + 4 * (n % 5), hour), tone=TONES[(n + hour) % 3])
        for hour, site in enumerate(("mot", "hai", "ba", "bon", "nam"), 6)
        for n in range(8)
    ]
    newsroom.put("c1", *rows)
    newsroom.load()
    before = all_measures(newsroom.connection, newsroom.january())
    assert before["tone_neutral"].status == before["agreement"].status == "uncorrected"
    assert before["query_precision"].reason == "0 coded stories (30 needed)"
    known = newsroom.rows("select item_id, story_id, tone from fct_stories order by item_id")
    stories = tuple(
        DrawnStory(story=story, item=item, stratum="2026-01", inclusion_probability=1, is_double=False)
        for item, story, _ in known
    )
    draw = Draw(
        draw="d1",
        campaign="nuoc-sach",
        from_date=date(2026, 1, 1),
        to_date=date(2026, 1, 31),
        seed=1,
        guide="1",
        stories=stories,
        at=AT,
    )
    codes = [
        StoryCode(
            draw="d1",
            campaign="nuoc-sach",
            **story.model_dump(exclude={"is_double"}),
            code="positive" if place < 10 else tone,
            coder="ma-1",
            at=AT,
        )
        for place, (story, (_, _, tone)) in enumerate(zip(stories, known, strict=True))
    ]
    codings.append(newsroom.folder / "codings", [draw])
    codings.append(newsroom.folder / "codings", codes)
    newsroom.load(AT)
    found = all_measures(newsroom.connection, newsroom.january())
    assert counting.known_at(newsroom.connection) == AT
    share = found["tone_positive"]
    truth = sum(code.code == "positive" for code in codes) / len(codes)
    # Everything was coded: the share is known, and only coders' agreement is not.
    assert (share.low, share.value, share.high) == pytest.approx((truth,) * 3)
    assert (share.status, share.n) == ("tentative", 40)
    assert share.reason == "coder agreement: 0 double-coded stories (60 needed)"
    assert found["agreement"].method == "agreement of stories, corrected"
    assert found["agreement"].status == "tentative"
    assert found["inflation_by_copying"].status == "uncorrected"
    first = all_measures(newsroom.connection, newsroom.january("truoc"))
    assert first["tone_positive"].n == first["stories"].value < 40
    assert set(found) == set(counting.UNITS)
