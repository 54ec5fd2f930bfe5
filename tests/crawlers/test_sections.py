"""Section pages: which of their links are articles, and under which headline."""

import json

import pytest

from crawlers import outlets, sections
from crawlers.discover import FeedError
from crawlers.outlets import Outlet

VIA = "https://bao.example/xa-hoi.htm"
RECORDS = {
    "bao": Outlet(
        id="bao", name="Báo", domains=("bao.example",), kind="newspaper", mirror_hosts=("m.bao.example",)
    ),
    "nha-dat": Outlet(
        id="nha-dat", name="Nhà đất", domains=("nhadat.bao.example",), kind="newspaper", parent="bao"
    ),
    "khac": Outlet(id="khac", name="Khác", domains=("khac.example",), kind="newspaper"),
}
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Xã hội</title></head><body>
<header><a href="/"><img alt="Báo"></a></header>
<nav><ul><li><a href="/xa-hoi.htm">Xã hội và đời sống hôm nay</a></li>
<li><a href="/lop-hoc-ben-song-20260801000000001.htm">Bài được ghim trên thanh chuyên mục</a></li></ul></nav>
<main>
<article><a href="/cho-noi-mo-lai-20260809071500001.htm"><img alt=""></a>
<h3><a href="/cho-noi-mo-lai-20260809071500001.htm?utm_source=chuyen-muc">Chợ nổi mở lại sau mùa nước</a></h3>
<p><a href="/cho-noi-mo-lai-20260809071500001.htm">Sáng nay hơn hai trăm ghe thuyền trở lại khúc sông
quen, giá trái cây tăng nhẹ.</a></p>
<a href="/cho-noi-mo-lai-20260809071500001.htm#binh-luan">12 bình luận cho bài này</a></article>
<article><a href="https://m.bao.example/cau-tre-1234567.html" title="Cầu tre cuối cùng được thay"><img></a>
</article>
<article><h2><a href="https://nhadat.bao.example/nha-ven-kenh-7654321.html">Nhà ven kênh được sửa miễn phí</a>
</h2></article>
<article><h2><a href="//khac.example/tin-cua-bao-khac-7654321.html">Tin của một tờ báo khác</a></h2></article>
<article><h2><a href="/video-1234567.html">Video</a></h2></article>
<article><h2><a href="/chu-de/lu-lut-mien-trung-1234567.htm">Chủ đề lũ lụt miền Trung</a></h2></article>
<article style="display:none"><h2><a href="/an-9999999.htm">Bài này không ai nhìn thấy</a></h2></article>
<a href="javascript:void(0)">Xem thêm các bài viết khác</a>
<a href="http://[::1">địa chỉ hỏng của trang này</a>
</main>
<footer><a href="/gioi-thieu-1234567.htm">Giới thiệu về tòa soạn chúng tôi</a></footer></body></html>"""


def read(page, outlet="bao"):
    return sections.links(page.encode(), RECORDS[outlet], VIA, RECORDS)


def test_articles_of_the_outlet_are_found_once_under_their_headline():
    found = {link.canonical_url: (link.outlet, link.title) for link in read(PAGE)}
    assert found == {
        "https://bao.example/cho-noi-mo-lai-20260809071500001.htm": ("bao", "Chợ nổi mở lại sau mùa nước"),
        "https://bao.example/cau-tre-1234567.html": ("bao", "Cầu tre cuối cùng được thay"),
        "https://nhadat.bao.example/nha-ven-kenh-7654321.html": ("nha-dat", "Nhà ven kênh được sửa miễn phí"),
    }


def test_a_teaser_states_no_time_and_says_where_it_was_seen():
    first = read(PAGE)[0]
    assert (first.via, first.via_kind, first.published_raw, first.published_at) == (VIA, "section", "", None)


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("", "malformed"),
        ("<html><body><h1>Trang chủ mới</h1><a href='/xa-hoi.htm'>Xã hội</a></body></html>", "malformed"),
        ("<html><script>document.cookie='a=1';location.reload()</script><body></body></html>", "challenge"),
    ],
)
def test_a_page_without_articles_is_not_absorbed_in_silence(page, state):
    with pytest.raises(FeedError) as raised:
        read(page)
    assert raised.value.state == state


def test_a_page_of_more_links_than_a_list_has_is_read_to_a_limit():
    many = "".join(f"<a href='/tin-{100_000 + n}.htm'>Chợ nổi mở lại</a>" for n in range(5001))
    assert len(read(f"<html><body>{many}</body></html>")) == 5000


def test_a_broken_base_is_none():
    page = PAGE.replace("<head>", "<head><base href='http://[::1'>")
    assert [link.url for link in read(page)] == [link.url for link in read(PAGE)]


@pytest.mark.parametrize("path", ["1" * 20_000 + "/", "a-" * 20_000 + "/", "article/" * 20_000])
def test_an_address_made_to_take_long_is_judged_like_any_other(path):
    assert sections.is_article(f"https://bao.example/{path}x") is False


def test_no_article_address_of_the_real_press_is_taken_for_a_list(shared_data):
    register = outlets.load()
    rows = map(json.loads, (shared_data / "press" / "items.jsonl").open("rb"))
    urls = [row["url"] for row in rows]
    assert sum(map(sections.is_article, urls)) / len(urls) > 0.99
    for page in sorted((shared_data / "pages").glob("*_list.html")):
        outlet = register[page.name.partition("_")[0]]
        found = sections.links(page.read_bytes(), outlet, f"https://{outlet.domains[0]}/x.htm", register)
        assert len(found) >= 15, page.name
        assert all(link.outlet == outlet.id for link in found)
