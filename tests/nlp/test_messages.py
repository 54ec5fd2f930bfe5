import pytest

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
        Carried("hai-hoa", "headline", "hợp lý, hài hòa", "verbatim"),
        Carried("dong-thuan", "lead", "sự đồng thuận", "verbatim"),
        Carried("dong-thuan", "body", "đồng thuận trong nhân dân", "verbatim"),
        Carried("hai-hoa", "body", "hợp lý, hài hòa", "verbatim"),
    ]


def test_a_phrase_is_whole_words_of_one_sentence():
    parts = Parts(headline="bất đồng thuận trong nhân dânx", lead="hợp lý. Hài hòa", body="hài hòa, hợp lý")
    assert find(parts, MESSAGES) == []


def test_two_messages_may_share_a_phrase():
    shared = {"mot": ("đồng thuận",), "hai": ("đồng thuận",)}
    assert [one.message for one in find(Parts("đồng thuận", "", ""), shared)] == ["mot", "hai"]


def test_words_that_are_quoted_carry_a_message_in_a_quote_beside_their_part():
    body = (
        "Nước sạch, hợp lý, hài hòa. Ông Tám cho biết, xã có sự đồng thuận. “Phải hợp lý”, ông nói. Hài hòa."
    )
    assert [(one.message, one.where) for one in find(Parts("", "", body), MESSAGES)] == [
        ("dong-thuan", "body"),
        ("hai-hoa", "body"),
        ("dong-thuan", "quote"),
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Các việc HỢP LÝ và thật sự hài hoà với nhau.", "paraphrase"),
        ("Hợp lý, hài hòa.", "verbatim"),
        ("Hợp lý; hài hòa.", "paraphrase"),
        ("Hợp lý và sau đó hài hòa. Nói gọn: hợp lý, hài hòa.", "verbatim"),
        ("Việc này hợp lý nhưng chưa hài hòa.", None),
        ("Hợp lý trong từng việc nhỏ, hài hòa.", None),
        ("Việc này hợp lý. Hài hòa là việc khác.", None),
        ("Hài hòa và hợp lý.", None),
    ],
)
def test_content_words_in_order_with_few_syllables_between_are_a_paraphrase(text, form):
    found = [one.form for one in find(Parts("", "", text), {"hai-hoa": ("hợp lý, hài hòa",)})]
    assert found == ([form] if form else [])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sự đồng thuận", "Sự kiện ấy, dân đồng tình, thuận lòng."),
        ("tri ân", "Tri thức và ân tình."),
        ("về với gia đình", "Câu chuyện về một gia đình."),
    ],
)
def test_few_content_words_have_no_paraphrase(phrase, text):
    assert find(Parts("", "", text), {"mot": (phrase,)}) == []


def test_many_repeats_are_searched_in_linear_time():
    text = "hợp lý " * 20_000 + "hài hòa " * 20_000
    assert [one.form for one in find(Parts("", "", text), MESSAGES)] == ["verbatim"]


@pytest.mark.parametrize(
    "text",
    [
        "Việc lấp giếng chưa tạo được sự đồng thuận của dân",
        "Cách chia nước không hợp lý, hài hòa",
        "Xã chưa có sự đồng thuận",
        "Dự án vẫn thiếu sự đồng thuận của dân",
        "Nhiều hộ chưa thực sự có sự đồng thuận",
        "Khó đạt được sự đồng thuận khi giá cao",
        "Ông bác bỏ ý kiến cho rằng hợp lý, hài hòa",
    ],
)
def test_what_is_denied_right_before_it_is_not_carried(text):
    assert find(Parts(text, "", ""), MESSAGES) == []


@pytest.mark.parametrize(
    "text",
    [
        "Cách chia nước không chỉ hợp lý, hài hòa mà còn rẻ",
        "Không ngừng bồi đắp sự đồng thuận",
        "Trời không mưa nhưng hợp lý, hài hòa",
        "Xã chưa có giếng. Sự đồng thuận đã có",
        "Không ai đứng ngoài, sự đồng thuận lan rộng",
        "Dân không quên sự đồng thuận ngày ấy",
        "Trong không khí đồng lòng, sự đồng thuận lan rộng",
        "Lính Phòng không góp sự đồng thuận",
        "Không thể thiếu sự đồng thuận của dân",
        "Chia nước hợp lý, hết sức hài hòa",
    ],
)
def test_what_is_denied_elsewhere_is_carried(text):
    assert len(find(Parts(text, "", ""), MESSAGES)) == 1
