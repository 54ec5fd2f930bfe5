"""What users of extraction rely on, on pages written for the tests and on whatever the network may send."""

import codecs
import hashlib
import json
import runpy
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers import outlets
from crawlers.extract import ExtractionError, article

PAGES = Path(__file__).parent / "pages"
REGISTERED = PAGES / "registered"
REPOSITORY = Path(__file__).parent.parent.parent
FLOORS = json.loads((REPOSITORY / "tests" / "floors.json").read_text("utf-8"))["extraction"]
FETCHED_AT = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://vensong.example/bai-1.html"


@pytest.fixture(scope="module")
def register():
    return outlets.load()


@pytest.fixture(scope="module")
def outlet():
    """An invented outlet that is in no register."""
    return outlets.load(PAGES / "outlets")["vensong"]


@pytest.fixture
def read(outlet):
    def read(html, url=URL):
        return article(html, url, outlet, FETCHED_AT)

    return read


def page(body, head="", title="Một hội nghị về nước sạch"):
    return f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def json_ld(data):
    return f'<script type="application/ld+json">{data}</script>'


PARAGRAPHS = (
    "<p>Sáng nay hội nghị về nước sạch diễn ra tại thị trấn ven sông với hơn một trăm đại biểu các xã.</p>"
    "<p>Các đại biểu thống nhất xây thêm hai trạm bơm và thay đường ống cũ trước mùa khô năm tới.</p>"
)
H1 = "<h1>Một hội nghị về nước sạch</h1>"
DATED = '<meta property="article:published_time" content="2026-05-01T08:00:00+07:00">'


def expected_in(folder):
    return json.loads((folder / "expected.json").read_text("utf-8"))


def pages_to_check():
    return [
        pytest.param(folder, entry, id=entry["file"])
        for folder in (PAGES, REGISTERED)
        for entry in expected_in(folder)
    ]


@pytest.mark.parametrize(("folder", "expected"), pages_to_check())
def test_golden_pages_are_read_field_by_field(folder, expected, register, outlet):
    known = {**register, outlet.id: outlet}
    page = (folder / expected["file"]).read_bytes()
    got = article(page, expected["url"] or "", known[expected["outlet"]], FETCHED_AT)
    assert got.published_at == datetime.fromisoformat(expected["published"])
    for name in (
        "title", "lead", "body", "section", "credit", "credit_line", "placement", "genre", "canonical_url",
        "published_method", "published_precision",
    ):  # fmt: skip
        if name in expected:
            assert getattr(got, name) == expected[name], name
    assert list(got.photo_credit) == expected.get("photo_credit", [])
    assert [phrase for phrase in expected.get("body_has", []) if phrase not in got.body] == []
    assert [phrase for phrase in expected.get("body_lacks", []) if phrase in got.body] == []


def test_each_registered_outlet_and_no_other_has_a_golden_page_with_its_right_answers(register):
    entries = expected_in(REGISTERED)
    assert sorted(entry["outlet"] for entry in entries) == sorted(register)
    assert [e["file"] for e in entries if e["file"] != e["outlet"] + ".html"] == []
    assert sorted(page.stem for page in REGISTERED.glob("*.html")) == sorted(register)
    elsewhere = [e["url"] for e in entries if outlets.find(e["url"], register) is not register[e["outlet"]]]
    assert elsewhere == []


@pytest.mark.parametrize("expected", expected_in(REGISTERED), ids=lambda entry: entry["outlet"])
def test_what_the_body_of_an_outlets_page_must_lack_stands_on_the_page(expected):
    page = (REGISTERED / expected["file"]).read_text("utf-8")
    assert [phrase for phrase in expected["body_lacks"] if phrase not in page] == []


@pytest.mark.parametrize("expected", expected_in(REGISTERED), ids=lambda entry: entry["outlet"])
def test_an_outlets_page_as_it_is_known_is_no_layout_drift(expected, register):
    page = (REGISTERED / expected["file"]).read_bytes()
    assert article(page, expected["url"], register[expected["outlet"]], FETCHED_AT).fallbacks == ()


def quality(folder, register):
    """Give the scores of extraction and of trafilatura alone, as bench/extraction.py finds them."""
    return runpy.run_path(str(REPOSITORY / "bench" / "extraction.py"))["quality"](
        folder, register, FETCHED_AT
    )


def below(found, floors):
    return {
        field: row for field, row in found.items() if row["lantoa"] < max(floors[field], row["trafilatura"])
    }


@pytest.mark.parametrize("folder", [PAGES, REGISTERED], ids=["layouts", "outlets"])
def test_no_field_of_the_golden_pages_falls_below_its_floor_or_trafilatura_alone(folder, register):
    assert below(quality(folder, register), FLOORS["golden"]) == {}


@pytest.mark.shared
def test_no_field_of_the_real_pages_falls_below_its_floor_or_trafilatura_alone(register, shared_data):
    pages = shared_data / "pages"
    assert hashlib.sha256((pages / "expected.json").read_bytes()).hexdigest() == FLOORS["shared_sha256"]
    assert below(quality(pages, register), FLOORS["shared"]) == {}


def test_paragraphs_are_separated_by_one_blank_line(read):
    assert len(read(page(H1 + f"<div>{PARAGRAPHS}</div>", DATED)).body.split("\n\n")) == 2


CARDS = '<div class="story"><a href="/x"><h3>Một bài khác về trạm bơm nước</h3></a><p>Tóm tắt.</p></div>' * 8
THREE = [
    "Sáng nay hội nghị về nước sạch diễn ra tại thị trấn ven sông.",
    "Các đại biểu thống nhất xây thêm hai trạm bơm trước mùa khô.",
    "Người dân mong công trình sớm xong để bớt khó khăn về nước.",
]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" + "<br><br>".join(THREE) + "</div>",
        "<div>" + "".join(f"<div class='x'><p>{text}</p></div>" for text in THREE) + CARDS + "</div>",
        "<table><tr><td>" + "".join(f"<p>{text}</p>" for text in THREE) + "</td></tr></table>" + CARDS,
        "<div>"
        + "".join(f"<p>{text}</p>" for text in THREE)
        + "</div><aside><p>"
        + "Khác. " * 20
        + "</p></aside>",
        f"<div class='c'><div>{THREE[0]}</div><div>{THREE[1]}</div><div>{THREE[2]}</div></div>",
    ],
    ids=["line breaks", "a box for each paragraph and cards beside", "a table", "an aside", "divs"],
)
def test_paragraphs_are_found_in_every_kind_of_markup(read, body):
    assert read(page(f"<main>{H1}{body}</main>", DATED)).body.split("\n\n") == THREE


def test_the_shortest_news_is_read(read):
    got = read(page(f"{H1}<div><p>Hội nghị đã bế mạc.</p><p>Tin đang cập nhật.</p></div>", DATED))
    assert got.body == "Hội nghị đã bế mạc.\n\nTin đang cập nhật."


def test_a_page_with_a_lead_only_is_an_article(read):
    got = read(page(f'{H1}<div class="desc">Nước dâng nhanh trong đêm.</div><video></video>{CARDS}', DATED))
    assert (got.lead, got.body) == ("Nước dâng nhanh trong đêm.", "")


def test_a_text_that_a_script_puts_in_is_read_from_the_data(read):
    node = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(THREE)})
    got = read(page(f"{H1}<div id='app'></div>", DATED + json_ld(node)))
    assert (got.body.split("\n\n"), got.fallbacks) == (THREE, ("body",))


def test_a_bold_first_paragraph_is_the_lead(read):
    bold = "Hội nghị bàn cách đưa nước sạch về các xã vùng sâu ven sông."
    got = read(page(f"{H1}<div><p>01/05/2026</p><p><b>{bold}</b></p>{PARAGRAPHS}</div>", DATED))
    assert got.lead == bold
    assert got.body.startswith("Sáng nay")


@pytest.mark.parametrize(
    ("head", "section"),
    [
        # the shorter trail is of the outlet's parts, the longer one of this article
        (
            json_ld(
                '[{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Bến Sông"}]},'
                '{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Đời sống"},'
                '{"@type":"ListItem","name":"Nước sạch nông thôn"}]}]'
            ),
            "Nước sạch nông thôn",
        ),
        # a trail that ends with the headline, cut off
        (
            json_ld(
                '{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Đời sống"},'
                '{"@type":"ListItem","name":"Một hội nghị về..."}]}'
            ),
            "Đời sống",
        ),
        (json_ld('{"@type":"NewsArticle","articleSection":"Xã hội > Đời sống"}'), "Đời sống"),
    ],
)
def test_the_section_is_the_most_precise_one(read, head, section):
    assert read(page(H1 + PARAGRAPHS, DATED + head)).section == section


def test_a_list_of_articles_is_no_article(read):
    with pytest.raises(ExtractionError) as error:
        read((PAGES / "list.html").read_bytes())
    assert error.value.reason == "list page"


def test_a_wrong_declared_charset_makes_no_mojibake(read):
    html = page(H1 + PARAGRAPHS, DATED).replace("utf-8", "iso-8859-1").encode("utf-8")
    assert read(html).title == "Một hội nghị về nước sạch"


def test_a_declared_charset_counts_where_utf8_does_not_fit(read):
    html = page("<h1>Menu</h1><p>Café à la carte " + "x" * 90 + "</p>", DATED, "Menu")
    assert "Café à la carte" in read(html.replace("utf-8", "windows-1252").encode("windows-1252")).body


def test_a_few_broken_bytes_lose_nothing_else(read):
    html = page(H1 + PARAGRAPHS, DATED).encode("utf-8").replace("thị trấn".encode(), b"th\xff tr\xe1n")
    got = read(html)
    assert got.title == "Một hội nghị về nước sạch"
    assert "Các đại biểu thống nhất" in got.body


def test_a_byte_order_mark_is_no_text(read):
    html = codecs.BOM_UTF8 + page(H1 + PARAGRAPHS, DATED).encode("utf-8")
    assert read(html).title == "Một hội nghị về nước sạch"


def test_decomposed_text_is_composed_and_gives_the_same_revision(read):
    html = page(H1 + PARAGRAPHS, DATED)
    composed, decomposed = read(html), read(unicodedata.normalize("NFD", html))
    assert composed == decomposed
    assert unicodedata.is_normalized("NFC", decomposed.title + decomposed.body)


def test_the_revision_changes_with_the_text_only(read):
    html = page(H1 + PARAGRAPHS, DATED)
    assert read(html).sha256 == read(html.replace("08:00:00", "09:00:00")).sha256
    assert read(html).sha256 != read(html.replace("hai trạm bơm", "ba trạm bơm")).sha256


@pytest.mark.parametrize(
    ("head", "body", "expected", "method"),
    [
        # JSON-LD with the seconds rounded away, the meta element as the newsroom gave it
        (
            json_ld('{"@type":"NewsArticle","datePublished":"2026-05-01T08:01:00+07:00"}')
            + '<meta property="article:published_time" content="2026-05-01T08:01:53+07:00">',
            "",
            "2026-05-01T08:01:53+07:00",
            "meta",
        ),
        # a local time that calls itself UTC, beside the printed one
        (
            '<meta property="article:published_time" content="2026-05-01T08:01:53Z">',
            '<div class="date">01/05/2026 08:01</div>',
            "2026-05-01T08:01:00+07:00",
            "visible",
        ),
        # a true UTC time beside the printed one
        (
            '<meta property="article:published_time" content="2026-05-01T01:01:53Z">',
            '<div class="date">01/05/2026 08:01</div>',
            "2026-05-01T08:01:53+07:00",
            "meta",
        ),
        # without a zone it is Vietnam time
        ('<meta name="pubdate" content="2026-05-01T08:01:53">', "", "2026-05-01T08:01:53+07:00", "meta"),
        # day before month
        (
            "",
            '<span class="time">Thứ sáu, 1/5/2026, 20:05 (GMT+7)</span>',
            "2026-05-01T20:05:00+07:00",
            "visible",
        ),
        ("", '<span class="time">20:05 | 01-05-2026</span>', "2026-05-01T20:05:00+07:00", "visible"),
        (
            "",
            '<time datetime="2026-05-01T20:05:00+07:00">hôm qua</time>',
            "2026-05-01T20:05:00+07:00",
            "visible",
        ),
        # a date in the future is not believed
        (
            json_ld('{"@type":"NewsArticle","datePublished":"2031-05-01T08:00:00+07:00"}')
            + '<meta name="pubdate" content="2026-05-01T08:00:00+07:00">',
            "",
            "2026-05-01T08:00:00+07:00",
            "meta",
        ),
    ],
)
def test_the_publication_time_is_the_one_readers_saw(read, head, body, expected, method):
    got = read(page(H1 + body + PARAGRAPHS, head))
    assert (got.published_at, got.published_method) == (datetime.fromisoformat(expected), method)


def test_data_in_the_outlets_own_order_are_read_in_it(outlet):
    html = page(H1 + PARAGRAPHS, '<meta name="pubdate" content="5/4/2026 8:06:00 AM">')
    got = article(html, URL, replace(outlet, date_order="MDY"), FETCHED_AT)
    assert got.published_at == datetime(2026, 5, 4, 1, 6, tzinfo=UTC)


def test_a_page_without_a_date_has_none(read):
    got = read(page(f"{H1}<div>{PARAGRAPHS}</div><p>© 2019 Trang tin thử nghiệm</p>"))
    assert (got.published_at, got.published_method, got.published_precision) == (None, None, None)


def test_a_modified_time_is_no_publication_time(read):
    head = '<meta property="article:modified_time" content="2026-05-03T08:00:00+07:00">' + DATED
    assert read(page(H1 + PARAGRAPHS, head)).published_at == datetime(2026, 5, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    ["https://elsewhere.example/bai-1.html", "https://vensong.example/", "javascript:alert(1)", "http://["],
)
def test_a_canonical_address_of_another_host_or_of_the_home_page_is_refused(read, stated):
    got = read(page(H1 + PARAGRAPHS, f'{DATED}<link rel="canonical" href="{stated}">'))
    assert got.canonical_url == URL


def test_the_page_gives_the_address_where_the_request_is_unknown(read):
    head = DATED + '<meta property="og:url" content="https://vensong.example/bai-2.html?utm_source=x">'
    assert read(page(H1 + PARAGRAPHS, head), url="").canonical_url == "https://vensong.example/bai-2.html"


def test_a_lead_printed_again_in_the_body_is_there_once(read):
    lead = "Hội nghị bàn về hai trạm bơm và đường ống cũ của thị trấn ven sông."
    got = read(
        page(f'{H1}<h2 class="sapo">(VSO) - {lead}</h2><div><p><b>{lead}</b></p>{PARAGRAPHS}</div>', DATED)
    )
    assert got.lead == lead
    assert lead not in got.body


def test_an_unclassed_heading_that_says_the_description_is_the_lead(read):
    lead = "Hội nghị bàn về hai trạm bơm và đường ống cũ của thị trấn ven sông."
    head = f'{DATED}<meta name="description" content="(VSO) - {lead[:50]}...">'
    assert read(page(f'{H1}<h2 class="x1">{lead}</h2><div>{PARAGRAPHS}</div>', head)).lead == lead


def test_a_photo_credit_in_its_own_element_is_no_text_credit(read):
    figure = (
        "<figure><img src='a.jpg'><figcaption><p>Quang cảnh hội nghị</p></figcaption>"
        "<div class='PhotoCMS_Author'><p>TTXVN</p></div></figure>"
    )
    got = read(page(f"{H1}<div>{PARAGRAPHS}{figure}</div>", DATED))
    assert (got.credit, got.photo_credit) == (None, ("TTXVN",))
    assert "Quang cảnh" not in got.body


def test_the_source_box_of_an_aggregator_is_the_text_credit(read):
    box = (
        '<div class="link-source-wrapper"><a class="link-source-name">Theo <span>Tiền Phong</span></a>'
        '<div class="link-source-detail"><span>Link bài gốc</span><span>https://tienphong.vn/a.tpo</span></div></div>'
    )
    got = read(page(f'{H1}<div class="detail">{PARAGRAPHS}{box}</div>', DATED))
    assert (got.credit, got.credit_line) == ("Tiền Phong", "Theo Tiền Phong")
    assert "Link bài gốc" not in got.body


def test_the_agency_as_stated_author_is_the_credit_and_a_person_is_dropped(read):
    node = '{"@type":"NewsArticle","author":[{"@type":"Person","name":"Lê Bút"},{"name":"TTXVN"}]}'
    got = read(page(H1 + PARAGRAPHS, DATED + json_ld(node)))
    assert got.credit == "TTXVN"
    assert "Lê Bút" not in repr(got)


TWO_LAYOUTS = (
    outlets.Selectors(valid_to=date(2026, 5, 31), lead="div.old", body="div.text"),
    outlets.Selectors(valid_from=date(2026, 6, 1), lead="div.new", section="p.where", title="p.head"),
)


def test_the_selectors_of_the_day_a_page_was_fetched_are_asked_first(outlet):
    lead = "<div class='old'>Lời dẫn của bố cục cũ.</div><div class='new'>Lời dẫn của bố cục mới.</div>"
    more = "<p class='where'>Đời sống</p><p class='head'>Tên bài theo bố cục mới</p>"
    html = page(f"{more}{H1}{lead}<div class='text'><p>Chỉ có một câu ở đây.</p></div>{PARAGRAPHS}", DATED)
    both = replace(outlet, selectors=TWO_LAYOUTS)
    old = article(html, URL, both, datetime(2026, 5, 31, 16, tzinfo=UTC))
    new = article(html, URL, both, datetime(2026, 5, 31, 17, tzinfo=UTC))
    assert (old.lead, old.body) == ("Lời dẫn của bố cục cũ.", "Chỉ có một câu ở đây.")
    assert (new.lead, new.section) == ("Lời dẫn của bố cục mới.", "Đời sống")
    assert new.title == "Tên bài theo bố cục mới"
    assert (old.fallbacks, new.fallbacks) == ((), ())


def test_a_selector_that_finds_nothing_leaves_the_part_to_the_rules_and_is_named(outlet):
    html = page(f'{H1}<h2 class="sapo">Lời dẫn vẫn ở chỗ cũ.</h2><div>{PARAGRAPHS}</div>', DATED)
    got = article(html, URL, replace(outlet, selectors=TWO_LAYOUTS), FETCHED_AT)
    assert (got.title, got.lead) == ("Một hội nghị về nước sạch", "Lời dẫn vẫn ở chỗ cũ.")
    assert got.fallbacks == ("title", "lead", "section")


@pytest.mark.parametrize(
    ("html", "fallbacks"),
    [
        (page(f"{H1}<div>{PARAGRAPHS}</div>", DATED), ()),
        (page(f"<div class='x'>{PARAGRAPHS}</div>", DATED), ("title",)),
        (page(f"{H1}<div><p>Hội nghị đã bế mạc.</p></div>", DATED), ("body",)),
        (page(f"{H1}<div>{PARAGRAPHS}</div>", json_ld('{"@type":"NewsArticle"}')), ("published",)),
    ],
)
def test_parts_read_from_a_last_resort_are_named(read, html, fallbacks):
    assert read(html).fallbacks == fallbacks


def test_an_outlets_own_name_is_no_credit(read):
    assert read(page(f"{H1}<div>{PARAGRAPHS}<p>Theo Báo Ven Sông</p></div>", DATED)).credit is None


def test_the_house_of_an_outlet_is_no_credit(register):
    html = page(f"{H1}<div>{PARAGRAPHS}<p>Theo BBC</p></div>", DATED)
    credits = {
        name: article(html, f"https://{register[name].domains[0]}/bai-1", register[name], FETCHED_AT).credit
        for name in ("bbc-tieng-viet", "tuoitre")
    }
    assert credits == {"bbc-tieng-viet": None, "tuoitre": "BBC"}


@pytest.mark.parametrize(
    ("label", "placement"),
    [
        ("<span class='label'>Bài tài trợ</span>", "sponsored"),
        ("<p><em>(Tài trợ)</em></p>", "sponsored"),
        ("<div class='tag-pr'>Advertorial</div>", "sponsored"),
        ("<ul><li><a href='/x'>Thông tin doanh nghiệp</a></li></ul>", "editorial"),
        ("<div>Quảng cáo</div>", "editorial"),
        ("<p>Buổi lễ do một doanh nghiệp tài trợ toàn bộ kinh phí tổ chức trong hai ngày.</p>", "editorial"),
    ],
)
def test_sponsored_is_what_bears_a_label(read, label, placement):
    assert read(page(f"<div>{H1}<div>{PARAGRAPHS}{label}</div></div>", DATED)).placement == placement


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("[Video] Một hội nghị về nước sạch", "video"),
        ("Trực tiếp: Một hội nghị về nước sạch", "live"),
        ("Chùm ảnh: Một hội nghị về nước sạch", "photo"),
        ("Ảnh hưởng của bão đến nước sạch", None),
        ("Đối thoại về nước sạch ở vùng ven sông", None),
    ],
)
def test_genre_is_read_from_marks_not_from_words(read, title, genre):
    assert read(page(f"<h1>{title}</h1>{PARAGRAPHS}", DATED, title)).genre == genre


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"x" * (8 * 2**20 + 1), "too large"),
        (b"%PDF-1.7 \x00\x01\x02", "not html"),
        (b'{"error": "not found"}', "not html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', "not html"),
        (b"", "not html"),
        (
            b"<html><head><script>document.cookie='D1N=abc';window.location.reload(true);</script></head></html>",
            "challenge page",
        ),
        (
            b"<html><title>Just a moment...</title><body><p>Checking your browser</p></body></html>",
            "challenge page",
        ),
        (page(H1, DATED).encode(), "no body"),
        (
            b"<html><body><p>"
            + "Một đoạn văn không có tiêu đề nào cả ở trên. ".encode() * 9
            + b"</p></body></html>",
            "no title",
        ),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(read, html, reason):
    with pytest.raises(ExtractionError) as error:
        read(html)
    assert error.value.reason == reason
    assert error.value.detail


def test_deeply_nested_markup_and_data_are_answered(read):
    deep = page(
        "<div>" * 3000 + H1 + PARAGRAPHS,
        DATED + '<script type="application/ld+json">' + "[" * 5000 + "</script>",
    )
    try:
        assert read(deep).title
    except ExtractionError as error:
        assert error.reason


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "h2",
        "a",
        "figure",
        "figcaption",
        "article",
        "time",
        "script",
        "table",
        "td",
        "li",
        "form",
        "svg",
    ]
)
CLASSES = st.sampled_from(
    ["", "sapo", "author", "source", "caption", "date", "related", "breadcrumb", "hidden", "title"]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Theo TTXVN", "Ảnh: TTXVN", "07/03/2026 08:01", "99/99/2026", "(NLĐO) - ", "Bài tài trợ", "x" * 80]
    ),
)


@st.composite
def markup(draw):
    pieces = draw(st.lists(st.tuples(TAGS, CLASSES, TEXTS, st.booleans()), max_size=25))
    body = "".join(
        f'<{tag} class="{name}">{text}' + (f"</{tag}>" if closed else "")
        for tag, name, text, closed in pieces
    )
    node = draw(
        st.sampled_from(
            ["", "{", '{"@type":"NewsArticle","datePublished":5,"author":{"author":[]}}', '["\\ud800"]']
        )
    )
    return page(
        body, f'{draw(st.sampled_from(["", DATED]))}<script type="application/ld+json">{node}</script>'
    )


def read_or_refused(html, outlet):
    try:
        got = article(html, URL, outlet, FETCHED_AT)
    except ExtractionError as error:
        assert error.reason
        return
    assert got.title
    assert got.lead or got.body
    assert unicodedata.is_normalized("NFC", got.title + got.lead + got.body)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(html=markup())
def test_any_markup_gives_an_article_or_a_reason(html, outlet):
    read_or_refused(html, outlet)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(html=st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_any_bytes_give_an_article_or_a_reason(html, outlet):
    read_or_refused(html, outlet)


@pytest.mark.shared
def test_real_list_pages_are_no_articles(shared_data, register):
    lists = sorted((shared_data / "pages").glob("*_list.html"))
    assert lists
    for path in lists:
        outlet = register[path.name.split("_")[0]]
        with pytest.raises(ExtractionError):
            article(path.read_bytes(), f"https://{outlet.domains[0]}/kinh-doanh", outlet, FETCHED_AT)


def test_scripts_in_html_and_svg_are_no_text_of_an_article(read):
    paragraphs = "".join(f"<p>Câu {n} của bài viết về nước sạch ở bến sông quê.</p>" for n in range(12))
    page = f"""<!doctype html><html lang="vi"><head><title>Nước sạch</title>
    <meta property="og:title" content="Nước sạch &lt;svg onload=alert(1)&gt; về bản">
    <meta property="article:published_time" content="2026-05-04T08:00:00+07:00"></head><body><article>
    <h1>Nước sạch về bản</h1><svg><script>alert(2)</script><style>p{{}}</style></svg>{paragraphs}
    <p><img src=x onerror=alert(3)>Hết.</p><script>alert(4)</script><noscript>alert(5)</noscript>
    <iframe src="javascript:alert(6)"></iframe><math><mtext><script>alert(7)</script></mtext></math>
    </article></body></html>"""
    got = read(page)
    said = f"{got.title} {got.lead} {got.body}"
    assert "Câu 11" in got.body
    assert not [number for number in range(2, 8) if f"alert({number})" in said]
    assert "<script" not in said
