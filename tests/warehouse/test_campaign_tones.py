"""Tone towards a campaign as rows: by voice, known from when to when, and one vote a story."""

import pytest

from warehouse.load import LoadError

NOW = (
    "select campaign_sha256, method, label, known_from from campaign_tones "
    "where voice = 'all' and known_to is null"
)


def test_a_story_has_the_campaign_tone_of_its_origin_beside_the_overall_one(newsroom, at, words):
    flood = {"body": words("wire"), "tone": "negative"}
    newsroom.put(
        "c1",
        newsroom.article("mot", "w", at(10), campaign_tones=("neutral", "neutral", None), **flood),
        newsroom.article("hai", "w", at(10, 9), campaign_tones=("negative", "neutral", "negative"), **flood),
        newsroom.article("ba", "a", at(16), campaign_tones=("positive", "neutral", "positive")),
    )
    newsroom.load()
    assert newsroom.rows(
        "select is_story_tone, is_experimental, role, overall_tone, campaign_tone, own_tone, quoted_tone, "
        "quoted_status, sentences, quoted_sentences from fct_campaign_tones order by published_date, role"
    ) == [
        (True, True, "original", "negative", "neutral", "neutral", None, "empty", 2, 0),
        (False, True, "reprint", "negative", "negative", "neutral", "negative", "ok", 2, 2),
        (True, True, "original", "neutral", "positive", "neutral", "positive", "ok", 2, 2),
    ]
    assert newsroom.rows(
        "select phase, voice, overall_tone, campaign_tone, stories, of_stories, methods, is_experimental "
        "from rpt_campaign_tones where voice <> 'outlet' order by all"
    ) == [
        ("trong", "all", "neutral", "positive", 1, 1, "test model", True),
        ("trong", "quoted", "neutral", "positive", 1, 1, "test model", True),
        ("truoc", "all", "negative", "neutral", 1, 1, "test model", True),
        ("truoc", "quoted", "negative", "empty", 1, 1, "test model", True),
    ]


def test_a_story_that_was_not_scored_is_said_to_be_so(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    next(newsroom.folder.glob("scores/mot/*.campaign_tones.parquet")).unlink()
    newsroom.load()
    assert newsroom.rows("select distinct campaign_tone, methods from rpt_campaign_tones") == [
        ("not scored", None)
    ]


def test_another_model_and_a_changed_campaign_close_what_was_said_and_a_file_changed_back_brings_the_last(
    newsroom, at
):
    row = newsroom.article("mot", "a", at(10))
    later = row | {"method": "later model", "campaign_tones": ("positive", "positive", None)}
    first = newsroom.campaign
    for crawl in (row, later, later):
        newsroom.put("c1", crawl)
        newsroom.load(at(21))
    assert newsroom.rows(NOW) == [(first.sha256, "later model", "positive", row["fetched_at"])]
    assert newsroom.rows("select count(*) from campaign_tones") == [6]

    newsroom.campaign = newsroom.campaign_file_with_other_terms()
    newsroom.load(at(22))
    assert newsroom.rows(NOW) == []
    newsroom.campaign = newsroom.campaign_file()
    for day in (23, 24):
        newsroom.load(at(day))
    assert newsroom.rows(NOW) == [(first.sha256, "later model", "positive", at(23))]

    # Another capture of the same text, which came earlier, moves what was known first and nothing else.
    newsroom.put("c0", later | {"fetched_at": at(10)})
    newsroom.load(at(25))
    assert newsroom.rows(NOW) == [(first.sha256, "later model", "positive", at(23))]
    assert newsroom.rows("select min(known_from) from campaign_tones where method = 'later model'") == [
        at(10)
    ]


def test_a_tone_without_anything_it_was_read_from_is_refused(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    newsroom.connection.execute("update campaign_tones set passages = 0 where voice = 'all'")
    with pytest.raises(LoadError, match=r"(?s)invariant.*campaign_tones"):
        newsroom.load()
