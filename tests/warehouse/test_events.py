"""Events in the warehouse: their label, what they count, and where ids lead that are gone."""

from warehouse import db

NEW_BRIDGE = (
    "Sông Trầm có cầu mới",
    "Hai bờ sông Trầm nối liền sau ba năm xây dựng.",
    "Sáng nay người dân hai xã qua sông không còn phải chờ đò.",
)
OPENED = (
    "Cầu Bình Minh thông xe",
    "Sau ba năm xây dựng, chiếc cầu qua sông Trầm đón những chuyến xe đầu tiên.",
    "Cầu dài sáu trăm mét, rộng mười hai mét, được khởi công ba năm trước.",
)
CENTRAL = (
    "Sông Trầm có cầu mới: cầu Bình Minh thông xe",
    "Sau ba năm xây dựng, cầu Bình Minh nối hai bờ sông Trầm đón những chuyến xe đầu tiên.",
    "Lễ thông xe được tổ chức ở đầu cầu phía tây.",
)
RAIN = (
    "Mưa lớn ở Hà Trạch",
    "Nhiều tuyến đường ngập tới nửa mét.",
    "Trạm bơm đầu mối chạy suốt đêm để tiêu úng cho lúa.",
)


def report(newsroom, site, text, at):
    title, lead, body = text
    return newsroom.article(site, "a", at, title=title, lead=lead, body=body)


def test_an_event_counts_its_stories_and_is_named_by_the_most_central_headline(newsroom, at):
    newsroom.put(
        "c1",
        report(newsroom, "mot", NEW_BRIDGE, at(10)),
        report(newsroom, "ba", CENTRAL, at(10, 9)),
        report(newsroom, "bon", CENTRAL, at(10, 10)),
        report(newsroom, "hai", OPENED, at(10, 11)),
        report(newsroom, "nam", RAIN, at(10)),
    )
    newsroom.load()
    assert newsroom.rows(
        "select label, first_at, last_at, stories, items, outlets from int_events order by stories desc"
    ) == [
        (CENTRAL[0], at(10), at(10, 11), 3, 4, 4),
        (RAIN[0], at(10), at(10), 1, 1, 1),
    ]
    assert db.violations(newsroom.connection) == []


def test_of_two_stories_the_first_gives_the_label(newsroom, at):
    newsroom.put(
        "c1", report(newsroom, "hai", CENTRAL, at(10, 9)), report(newsroom, "mot", NEW_BRIDGE, at(10))
    )
    newsroom.load()
    assert newsroom.rows("select label from int_events") == [NEW_BRIDGE[0]]


def test_the_id_of_an_event_whose_first_story_came_late_leads_to_the_event_now(newsroom, at):
    newsroom.put("c1", report(newsroom, "hai", CENTRAL, at(10, 9)))
    newsroom.load()
    [old] = newsroom.rows("select event_id from int_events")
    assert newsroom.rows("select * from int_event_redirects") == []

    newsroom.put("c2", report(newsroom, "mot", NEW_BRIDGE, at(10)) | {"fetched_at": at(11)})
    newsroom.load(at(12))
    [new] = newsroom.rows("select event_id from int_events")
    assert new != old
    assert newsroom.rows("select event_id, now_event_id, gone_at from int_event_redirects") == [
        (old, new, at(11))
    ]
    assert db.violations(newsroom.connection) == []
