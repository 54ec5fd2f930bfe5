"""Who carried a story, in which order and how late, and where ids of stories lead that are gone."""

from warehouse import db
from warehouse.counting import filtered, parameters_of


def test_each_outlet_carries_a_story_once_in_order_with_hours_from_the_first(newsroom, at, words):
    wire = words("tin")
    newsroom.put(
        "c1",
        newsroom.article("mot", "a", at(10, 8), body=wire),
        newsroom.article("hai", "b", at(10, 9.5), body=wire),
        newsroom.article("hai", "c", at(10, 20), body=wire),
        newsroom.article("ba", "d", at(11, 8), body=" ".join(wire.split()[:90])),
        newsroom.article("bon", "e", at(10, 7), body=words("khác")),
    )
    newsroom.load()
    assert newsroom.rows(
        "select outlet, position, hours_from_first, role, is_origin from fct_story_carriers "
        "inner join int_stories using (story_id) where items = 4 order by position"
    ) == [
        ("mot", 1, 0.0, "original", True),
        ("hai", 2, 1.5, "reprint", False),
        ("ba", 3, 24.0, "reprint", False),
    ]


def test_hours_count_from_the_version_of_who_wrote_it_where_it_was_collected(newsroom, at, words):
    wire, told = words("tin"), words("khác")
    newsroom.put(
        "c1",
        newsroom.article("gop", "a", at(10, 7), body=wire),
        newsroom.article("mot", "b", at(10, 9), body=wire),
        newsroom.article("hai", "c", at(10, 11), body=wire),
        newsroom.article("mot", "d", at(10, 8), body=told, credit="TTXVN"),
        newsroom.article("hai", "e", at(10, 9), body=told, credit="TTXVN"),
    )
    newsroom.load()
    assert newsroom.rows(
        "select outlet, hours_from_first, hours_from_origin, is_origin from fct_story_carriers "
        "order by origin, position"
    ) == [
        ("gop", 0.0, -2.0, False),
        ("mot", 2.0, 0.0, True),
        ("hai", 4.0, 2.0, False),
        ("mot", 0.0, None, False),
        ("hai", 1.0, None, False),
    ]


def test_the_evidence_tells_which_text_holds_the_first_until_it_is_cut_to_an_excerpt(newsroom, at, words):
    whole = words("tin", 300)
    parts = {"mot": 150, "hai": 300, "ba": 60}
    newsroom.put(
        "c1",
        *(
            newsroom.article(site, "a", at(10, 8 + hour), body=" ".join(whole.split()[:length]))
            for hour, (site, length) in enumerate(parts.items())
        ),
    )
    newsroom.load()
    evidence = "select origin, origin_evidence[2:] from int_stories"
    assert newsroom.rows(evidence) == [("Báo mot", ["contained_in 1.00 hai", "contains 1.00 ba"])]

    newsroom.connection.execute("insert into purges values (?, ?)", [at(11), at(10, 8.5)])
    newsroom.put("c2", newsroom.article("bon", "a", at(10, 12), body=whole) | {"fetched_at": at(12)})
    newsroom.load(at(12))
    assert newsroom.rows(evidence) == [("Báo mot", [])]


def test_the_id_of_a_story_whose_first_version_came_late_leads_to_the_story_now(newsroom, at, words):
    wire = words("tin")
    newsroom.put("c1", newsroom.article("hai", "b", at(10, 9), body=wire))
    newsroom.load()
    [old] = newsroom.rows("select story_id from int_stories")
    assert newsroom.rows("select * from int_story_redirects") == []

    newsroom.put("c2", newsroom.article("mot", "a", at(10, 8), body=wire) | {"fetched_at": at(11)})
    newsroom.load(at(12))
    [new] = newsroom.rows("select story_id from int_stories")
    assert new != old
    assert newsroom.rows("select story_id, now_story_id, gone_at from int_story_redirects") == [
        (old, new, at(11))
    ]
    assert db.violations(newsroom.connection) == []


def test_a_wire_story_that_nobody_ran_has_no_hours(newsroom, at, words):
    run, alone = words("tin"), words("khác")
    newsroom.put(
        "c1",
        newsroom.article("mot", "a", at(10, 8), body=run),
        newsroom.article("hai", "b", at(10, 9.5), body=run),
        newsroom.article("mot", "c", at(10, 10), body=alone),
    )
    newsroom.load()
    newsroom.rows("update outlets set kind = 'agency' where outlet = 'mot'")
    query, parameters = filtered("pages/speed", parameters_of(newsroom.january()))
    found = newsroom.connection.execute(query, parameters).fetchall()
    assert sorted((hours for _, hours, _ in found), key=str) == [1.5, None]
