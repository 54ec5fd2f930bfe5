"""Activities are found by their terms, each in the first part that holds it."""

from nlp.activities import Found, find
from nlp.messages import Parts

PLANNED = {
    "khai-mac": ("khai mạc tuần lễ", "phiên khai mạc"),
    "be-mac": ("bế mạc tuần lễ",),
    "trong-cay": ("Lễ phát động trồng cây đầu xuân",),
}


def test_each_term_is_told_once_with_the_first_part_that_holds_it():
    parts = Parts("KHAI MẠC tuần lễ nước sạch", "Phiên khai mạc có 200 người.", "Sau khi khai mạc tuần lễ...")
    assert find(parts, PLANNED) == [
        Found("khai-mac", "khai mạc tuần lễ", "headline"),
        Found("khai-mac", "phiên khai mạc", "lead"),
    ]


def test_a_title_is_found_with_words_between_its_own():
    parts = Parts("Sáng nay", "", "Lễ phát động phong trào trồng cây dịp đầu xuân diễn ra tại Huế.")
    assert [found.activity for found in find(parts, PLANNED)] == ["trong-cay"]


def test_what_is_not_said_is_not_found():
    assert find(Parts("Tuần lễ nước sạch", "", "Ban tổ chức họp."), PLANNED) == []
    assert find(Parts("Khai mạc tuần lễ", "", ""), {}) == []
