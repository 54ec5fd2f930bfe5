"""Golden pages made of articles: the same markup, no word of the text, and the right answers known."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers import extract, markup, outlets
from lantoa import golden_page
from lantoa.evaluate_pages import pages
from lantoa.invented import Inventor, runs

PAGES = Path(__file__).parent.parent / "crawlers" / "pages"
AT = datetime(2026, 11, 24, tzinfo=UTC)


def entries_in(folder):
    return [
        pytest.param(folder, one, id=one["file"])
        for one in json.loads((folder / "expected.json").read_text("utf-8"))
        if one["url"]
    ]


ARTICLES = [*entries_in(PAGES), *entries_in(PAGES / "registered")]
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} | Báo Ven Sông</title>
<meta property="og:site_name" content="Báo Ven Sông"><meta name="description" content="{lead}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",
"datePublished": "2026-05-04T07:30:00+07:00",
"author": {{"@type": "Person", "name": "Trần Thị Lúa"}}}}</script>
{head}</head><body><h1>{title}</h1><div class="time">04/05/2026 07:30</div><h2 class="sapo">{lead}</h2>
<div class="content">{body}</div></body></html>"""
TITLE = "Xã đảo Hòn Lau khánh thành bến tàu mới trước mùa biển động"
LEAD = "Bến tàu dài 120 m giúp hơn 400 hộ dân đi lại an toàn quanh năm, thay cho cầu gỗ cũ."
BODY = (
    "<p>Sáng 4/5, ủy ban xã đảo tổ chức lễ khánh thành bến tàu mới với sự có mặt của đông đảo bà con.</p>"
    "<p>Công trình được khởi công từ tháng tám năm ngoái, gồm cầu dẫn và một nhà chờ có mái che.</p>"
)
URL = "https://vensong.example/giao-thong/xa-dao-hon-lau-khanh-thanh-ben-tau-2001.html"


@pytest.fixture(scope="module")
def register():
    return {**outlets.load(), **outlets.load(PAGES / "outlets")}


@pytest.fixture(scope="module")
def outlet(register):
    return register["vensong"]


@pytest.fixture
def build(outlet):
    def build(head="", body=BODY, title=TITLE, lead=LEAD):
        html = PAGE.format(head=head, body=body, title=title, lead=lead).encode()
        return golden_page.build(html, extract.article(html, URL, outlet, AT), outlet)

    return build


def skeleton(tree):
    return [(one.tag, one.get("class"), one.get("property")) for one in tree.iter()]


def checked(page, outlet, folder):
    (folder / page.expected["file"]).write_text(page.html, "utf-8")
    (folder / "expected.json").write_text(json.dumps([page.expected]), "utf-8")
    (result,) = pages(folder, {outlet.id: outlet}, AT)["pages"]
    return {name: field for name, field in result["fields"].items() if not field["right"]}


def assert_golden(html, entry, outlet, folder):
    """Build a page's golden page: it is read as built, and no run of the text is left but of names."""
    read = extract.article(html, entry["url"] or "", outlet, AT)

    page = golden_page.build(html, read, outlet)

    assert page.unplaced == ()
    assert checked(page, outlet, folder) == {}
    assert bool(page.expected["lead"]) == bool(read.lead)
    assert page.expected["body"].count("\n\n") == read.body.count("\n\n")
    assert all(phrase in page.html for phrase in page.expected["body_lacks"])
    names = set(runs(f"Báo {outlet.name}"))
    left = {run for text in (read.title, read.lead, read.body) for run in runs(text)} - names
    assert left.isdisjoint(runs(page.html))


@pytest.mark.parametrize(("folder", "entry"), ARTICLES)
def test_a_golden_page_of_every_layout_is_read_as_it_was_built(folder, entry, register, tmp_path):
    assert_golden((folder / entry["file"]).read_bytes(), entry, register[entry["outlet"]], tmp_path)


@pytest.mark.shared
def test_golden_pages_of_real_articles_are_read_as_they_were_built(shared_data, register, tmp_path):
    folder = shared_data / "pages"
    for entry in json.loads((folder / "expected.json").read_text("utf-8")):
        if "article" in entry["file"]:
            html = (folder / entry["file"]).read_bytes()
            assert_golden(html, entry, register[entry["outlet"]], tmp_path)


def test_the_markup_stays_and_the_same_seed_gives_the_same_page(build, outlet):
    page = build()
    was = markup.parse(PAGE.format(head="", body=BODY, title=TITLE, lead=LEAD))
    now = markup.parse(page.html)
    assert was is not None
    assert now is not None
    assert skeleton(was) == skeleton(now)
    assert build() == page
    other = replace(outlet, id="khac")
    html = PAGE.format(head="", body=BODY, title=TITLE, lead=LEAD).encode()
    assert golden_page.build(html, extract.article(html, URL, other, AT), other).html != page.html


def test_a_headline_is_one_wherever_it_stands(build):
    page = build(head='<meta property="og:title" content="Xã đảo Hòn Lau khánh thành bến tàu mới">')
    title = page.expected["title"]
    assert page.html.count(title) == 3  # title element, JSON-LD, h1
    short = re.search('og:title" content="([^"]+)"', page.html)
    assert short is not None
    assert title.startswith(short[1])
    assert short[1] != title


def test_times_keep_their_form_and_are_others(build):
    page = build(head='<meta property="article:modified_time" content="Mon, 04 May 2026 11:02:10 +0700">')
    published = datetime.fromisoformat(page.expected["published"])
    assert published.isoformat() in page.html
    assert f"{published:%d/%m/%Y} 07:30" in page.html
    assert f"{published:%a, %d %b %Y} 11:02:10 +0700" in page.html
    assert published.weekday() == datetime(2026, 5, 4, tzinfo=UTC).weekday()
    assert "2026-05-04" not in page.html


def test_credits_keep_their_form_and_persons_get_other_names(build):
    page = build(
        body=BODY
        + "<figure><img src='a.jpg'><figcaption>Bến tàu ở thôn Bãi. Ảnh: Lê Neo/TTXVN</figcaption></figure>"
        + "<p class='source'>Theo TTXVN</p><p class='author'>Trần Thị Lúa</p>"
    )
    assert (page.expected["credit"], page.expected["credit_line"]) == ("TTXVN", "Theo TTXVN")
    assert page.expected["photo_credit"] == ["TTXVN"]
    assert re.search(r"\. Ảnh: [^/<]+/TTXVN", page.html)
    assert "Theo TTXVN" in page.html
    assert not re.search("Neo|Lúa", page.html)


def test_scripts_styles_frames_comments_and_data_are_gone(build):
    page = build(
        head="<style>.tin-rieng{}</style><script>var tin = 'bí mật';</script>",
        body=BODY + "<!-- ghi chú nội bộ --><iframe src='https://theo-doi.example/a'></iframe>"
        "<div data-track='người đọc' onclick='bay()' style='color: red'>Tin ngắn</div>"
        "<img src='https://dem.example/x.gif?user=12345' alt='Đông đảo bà con dự lễ'>",
    )
    assert not re.search("tin-rieng|bí mật|nội bộ|theo-doi|người đọc|bay|red|dem.example|12345", page.html)
    assert 'alt="' in page.html


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Báo của mọi nhà bên sông lớn", "mọi nhà bên sông"),
        ("Báo Ven Sông, điện thoại 028.39974848, thư bạn đọc", "39974848|thư bạn đọc"),
        ("(Ghi chép dài của người đi biển) - Chuyện ở bến", "người đi biển"),
        ("Tổng biên tập: Nguyễn Văn Bút. Giấy phép số 12/GP", "Bút"),
        ("Cập nhật lúc 10:00 04/05/2026 bởi Lê Thị Neo", "Neo|04/05/2026"),
        ("https://vensong.example/xa-dao-khanh-thanh-ben-tau?id=123456", "khanh-thanh|123456"),
    ],
)
def test_what_is_no_form_goes(build, text, gone):
    page = build(body=f"{BODY}<p>{text}</p>", head=f'<meta name="author" content="{text}">')
    assert not re.search(gone, page.html)


def test_a_page_read_on_any_day_lies_before_the_day_of_the_tests(outlet):
    html = PAGE.format(head="", body=BODY, title=TITLE, lead=LEAD).replace("2026", "2031").encode()
    read = extract.article(html, URL, outlet, datetime(2031, 6, 1, tzinfo=UTC))
    published = golden_page.build(html, read, outlet).expected["published"]
    assert datetime.fromisoformat(published) < datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "hostile",
    [
        '<a href="javascript:alert(1)">Bấm vào đây để xem tiếp</a>',
        '<a href="https://[::1">Địa chỉ hỏng</a><a href="//goc.example/bai-viet-goc">Nơi khác</a>',
        '<p class="tag-xa-dao-hon-lau-khanh-thanh post-1234567">Một đoạn có nhãn lạ</p>',
        '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">Một đoạn có thuộc tính lạ</p>',
        '<script type="application/ld+json">{"name": "</scr", "x": [1e999, {"a b<": "Bà con"}]</script>',
        '<script type="application/ld+json">' + '{"a":' * 300 + '"x"' + "}" * 300 + "</script>",
        "<p>" + "<b>" * 150 + "Chữ nằm rất sâu trong trang" + "</b>" * 150 + "</p>",
        "<p>99/99/9999 và 0000-00-00 không phải là ngày</p><p>\u202e\u0000\ufffe</p><p>🙂🙂🙂</p>",
        "<x:y z='1'>Phần tử lạ</x:y><template><p>Mẫu ẩn của trang</p></template>",
    ],
)
def test_hostile_pages_give_safe_pages(build, outlet, hostile, tmp_path):
    page = build(body=BODY + hostile)
    assert checked(page, outlet, tmp_path).keys() <= {"body"}
    html = page.html
    assert not re.search("javascript:|alert|goc.example|hon-lau|1234567|<script>", html)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert all(json.loads(block) is not False for block in blocks)


def test_a_text_that_would_share_a_run_with_the_page_is_not_taken(outlet):
    avoided = set(runs(Inventor("a").sentence(12)))
    given = Inventor("a", avoided)
    texts = [given.sentence(12) for _ in range(40)]
    assert avoided.isdisjoint(run for text in texts for run in runs(text))
    assert len(set(texts)) == 40
