from nlp.messages import Carried, Parts, find

MESSAGES = {
    "dong-thuan": ("đồng thuận trong nhân dân", "sự đồng thuận"),
    "hai-hoa": ("hợp lý, hài hòa",),
}


def test_a_message_is_reported_once_for_each_part_that_carries_it():
    parts = Parts(
        headline="Hoạt động phải HỢP LÝ, HÀI HOÀ",
        lead="Tạo sự đồng thuận; sự đồng thuận trong nhân dân.",
        body="Hợp lý hài hòa. Đồng thuận trong nhân dân, sự đồng thuận.",
    )
    assert find(parts, MESSAGES) == [
        Carried("hai-hoa", "headline", "hợp lý, hài hòa"),
        Carried("dong-thuan", "lead", "sự đồng thuận"),
        Carried("dong-thuan", "body", "đồng thuận trong nhân dân"),
        Carried("hai-hoa", "body", "hợp lý, hài hòa"),
    ]


def test_a_phrase_is_whole_words_of_one_sentence():
    parts = Parts(headline="bất đồng thuận trong nhân dânx", lead="hợp lý. Hài hòa", body="")
    assert find(parts, MESSAGES) == []


def test_two_messages_may_share_a_phrase():
    shared = {"mot": ("đồng thuận",), "hai": ("đồng thuận",)}
    assert [one.message for one in find(Parts("đồng thuận", "", ""), shared)] == ["mot", "hai"]
