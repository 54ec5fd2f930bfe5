"""One address per item."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import urls
from crawlers.outlets import Outlet

BAO = Outlet(
    id="bao",
    name="Báo",
    domains=("bao.example", "tap-chi.example"),
    kind="newspaper",
    former_domains=("baocu.example",),
    mirror_hosts=("m.bao.example", "amp.bao.example"),
)
SHARED = Outlet(
    id="tu-xa",
    name="Từ xa",
    domains=("media.example/tieng-viet",),
    kind="foreign",
    former_domains=("media.co.example/vietnamese",),
)


@pytest.mark.parametrize(
    "other",
    [
        "http://bao.example/tin/a-1.htm",
        "HTTPS://WWW.Bao.Example./tin/a-1.htm",
        "https://bao.example:443/tin/a-1.htm/",
        "http://bao.example:80/tin/a-1.htm#binh-luan",
        "https://m.bao.example/tin/a-1.htm",
        "https://amp.bao.example/tin/a-1.htm?amp=1",
        "https://bao.example/amp/tin/a-1.htm",
        "https://bao.example/tin/a-1.htm/amp/",
        "https://m.bao.example/tin/a-1.htm.amp",
        "http://www.baocu.example/tin/a-1.htm",
        "https://bao.example/tin/a-1.htm?utm_source=x&UTM_medium=y&fbclid=z&at_medium=RSS&zarsrc=1&vn_source=2",
        "  https://bao.example/tin/a-1.htm\n",
    ],
)
def test_every_way_to_an_article_gives_one_address(other):
    assert urls.canonical(other, BAO) == "https://bao.example/tin/a-1.htm"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://bao.example/a?page=2&id=1", "https://bao.example/a?id=1&page=2"),
        ("https://bao.example/a?id=&cid=7", "https://bao.example/a?cid=7&id="),
        ("https://bao.example:8443/a", "https://bao.example:8443/a"),
        ("https://nhadat.bao.example/a", "https://nhadat.bao.example/a"),
        ("https://nhadat.baocu.example/a", "https://nhadat.bao.example/a"),
        ("https://tap-chi.example/a", "https://tap-chi.example/a"),
        ("https://bao.example/A", "https://bao.example/A"),
        ("https://bao.example", "https://bao.example/"),
        ("https://bao.example/amp", "https://bao.example/amp"),
        ("https://bao.example/ampe/a", "https://bao.example/ampe/a"),
        ("https://khongphaibaocu.example/a", "https://khongphaibaocu.example/a"),
    ],
)
def test_what_selects_another_article_is_kept(url, expected):
    assert urls.canonical(url, BAO) == expected


def test_percent_encoding_and_plain_letters_are_one_address():
    plain = urls.canonical("https://bao.example/tin-tức?q=đồng thuận", BAO)
    assert plain == urls.canonical(
        "https://bao.example/tin-t%e1%bb%a9c?q=%C4%91%E1%BB%93ng+thu%E1%BA%ADn", BAO
    )


def test_a_former_place_on_a_shared_host_leads_to_the_current_one():
    assert (
        urls.canonical("http://www.media.co.example/vietnamese/a", SHARED)
        == "https://media.example/tieng-viet/a"
    )
    assert (
        urls.canonical("http://www.media.co.example/news/a", SHARED) == "https://www.media.co.example/news/a"
    )


def test_without_a_record_the_host_stays():
    assert urls.canonical("http://www.baocu.example/a/") == "https://www.baocu.example/a"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bao.example/a",
        "/a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://bao.example/a",
        "https:///a",
        "http://[::1",
        "https://bao.example:99999/a",
        "data:text/html,x",
        "https://bao.example/\ud800",
    ],
)
def test_what_is_no_address_of_the_web_is_refused_with_a_message(url):
    with pytest.raises(ValueError, match="expected an http or https address"):
        urls.canonical(url, BAO)


@given(
    st.sampled_from(
        ["https://bao.example", "http://WWW.baocu.example:80", "https://m.bao.example", "http://[::1]:81"]
    ),
    st.text("ab/.;%2Fđ&=?#+ ~[]", max_size=30)
    | st.just(";/")
    | st.from_regex(r"(/|a|amp|%61|\.amp)*", fullmatch=True),
)
def test_given_twice_it_changes_nothing(host, rest):
    once = urls.canonical(f"{host}/{rest}", BAO)
    assert urls.canonical(once, BAO) == once
    assert once.startswith("https://")


def test_a_headline_is_one_whatever_its_spaces_case_and_unicode_form():
    nfc = "Đại hội: hòa hợp, Đồng thuận"
    same = {nfc, unicodedata.normalize("NFD", nfc), f" {nfc.upper()}\u00a0", nfc.replace(" ", "  ")}
    assert len(same) == 4
    assert len({urls.title_hash(title) for title in same}) == 1
    assert urls.title_hash(nfc) != urls.title_hash(nfc + "!")
    assert len(urls.title_hash("")) == 16
