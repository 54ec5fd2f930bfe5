"""Depth: genre, own texts against copies, messages per story."""


def test_depth_counts_own_texts_copies_and_each_message_once(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "w", at(10), body=wire, genre="interview", messages=("an-toan",)),
        newsroom.article("hai", "w", at(10, 9), body=wire, messages=("an-toan",)),
        newsroom.article("ba", "a", at(11), genre="interview"),
        newsroom.article("bon", "b", at(12)),
        newsroom.article("nam", "c", at(12), placement="sponsored", messages=("an-toan",)),
    )
    newsroom.load()
    found = newsroom.rows("select * exclude campaign from rpt_depth order by genre")
    assert found == [("interview", 2, 2, 1, 1, 0.5), ("unknown", 1, 1, 0, 0, 0.0)]


def test_depth_knows_own_texts_by_who_wrote_them(newsroom, at, words):
    wire, gathered, again = words("wire"), words("gathered"), words("again")
    newsroom.put(
        "c1",
        # Of the agency, which is not collected.
        newsroom.article("mot", "w", at(10), body=wire, credit="TTXVN"),
        newsroom.article("hai", "w", at(10, 9), body=wire),
        # The aggregator's page bears the earlier time.
        newsroom.article("gop", "g", at(11, 7), body=gathered),
        newsroom.article("ba", "g", at(11, 9), body=gathered),
        # An outlet that runs its own text once more.
        newsroom.article("bon", "a", at(12), body=again),
        newsroom.article("bon", "b", at(14), body=again),
    )
    newsroom.load()
    [found] = newsroom.rows("select stories, original_items, copied_items from rpt_depth")
    assert found == (3, 2, 4)
