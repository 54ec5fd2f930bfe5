"""Indexes of sitemaps by month, and sitemaps that are lists of addresses."""

from datetime import UTC, datetime

import pytest

from crawlers import discover, sections, sitemaps
from crawlers.outlets import Outlet

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
VIA = "https://bao.example/sitemap.xml"
BAO = Outlet(id="bao", name="Báo", domains=("bao.example",), kind="newspaper")
JULY, AUGUST = (
    datetime(2026, 6, 30, 17, tzinfo=UTC),
    datetime(2026, 7, 31, 17, tzinfo=UTC),
)  # Vietnam midnights


def index(*entries):
    body = "".join(f"<sitemap><loc>{loc}</loc>{more}</sitemap>" for loc, more in entries)
    return f"<sitemapindex {NS}>{body}</sitemapindex>".encode()


def chosen(*entries, since=JULY, until=AUGUST):
    return [
        (one.url.removeprefix("https://bao.example/"), one.is_dated)
        for one in sitemaps.wanted(index(*entries), VIA, since, until)
    ]


@pytest.mark.parametrize(
    "name",
    [
        "sitemaps/2026-07.xml",
        "sitemap-2026-7.xml",
        "sitemap_2026_07_15.xml",
        "sitemap-202607.xml",
        "sitemap-20260715.xml",
        "2026/07/sitemap.xml",
        "sitemaps-2026-7-16-31.xml",
        "sitemap.xml?y=2026&amp;m=7",
        "sitemap-2026.xml",
    ],
)
def test_the_file_of_a_wanted_month_is_known_by_its_name(name):
    assert chosen((name, "")) == [(name.replace("&amp;", "&"), True)]


def test_the_bytes_and_ampersands_of_an_index_are_mended_as_those_of_a_feed():
    body = b'<?xml version="1.0" encoding="utf-16"?>' + index(("list.php?y=2026&m=7", ""))
    (one,) = sitemaps.wanted(body, VIA, JULY, AUGUST)
    assert one.url == "https://bao.example/list.php?y=2026&m=7"


@pytest.mark.parametrize("name", ["2026-06.xml", "sitemap-2026-8.xml", "sitemap-202507.xml", "2025.xml"])
def test_the_file_of_another_month_is_not_asked_for(name):
    assert chosen((name, "")) == []


def test_what_did_not_change_since_the_first_wanted_day_holds_nothing_of_it():
    old, new = "<lastmod>2026-06-30</lastmod>", "<lastmod>2026-07-02T08:00:00+07:00</lastmod>"
    assert chosen(("2026-07.xml", old), ("cu.xml", old), ("moi.xml", new)) == [("moi.xml", False)]


def test_files_without_a_month_are_few_and_the_last_changed_come_first():
    many = [(f"phan-{n}.xml", f"<lastmod>2026-07-{n:02d}</lastmod>") for n in range(2, 31)]
    found = chosen(("khong-ngay.xml", ""), *many)
    assert [name for name, _ in found] == [f"phan-{n}.xml" for n in range(30, 20, -1)]


def test_a_year_of_files_is_taken_newest_first():
    names = [(f"{2025 + n // 12}-{n % 12 + 1:02d}.xml", "") for n in range(24)]
    found = chosen(*names, since=datetime(2025, 6, 1, tzinfo=UTC), until=datetime.max.replace(tzinfo=UTC))
    assert [found[0][0], found[-1][0], len(found)] == ["2026-12.xml", "2025-06.xml", 19]


def announced(*urls, is_dated=False, since=JULY):
    body = "".join(f"<url><loc>https://bao.example/{loc}</loc>{more}</url>" for loc, more in urls)
    links = discover.links(f"<urlset {NS}>{body}</urlset>".encode(), BAO, VIA, {"bao": BAO})
    return [link.url.rpartition("/")[2] for link in sitemaps.announcing(links, since, is_dated)]


def changed(day):
    return f"<lastmod>{day}</lastmod>"


def test_a_bare_address_of_an_article_announces_it_when_it_changed_since():
    assert announced(
        ("tin-a-1000001.htm", changed("2026-07-02")),
        ("tin-b-1000002.htm", changed("2026-06-02")),
        ("tin-c-1000003.htm", ""),
        ("xa-hoi.htm", changed("2026-07-02")),
    ) == ["tin-a-1000001.htm"]


def test_what_a_section_page_lists_is_announced_by_it():
    page = "<h3><a href='/tin-100001.htm'>Chợ nổi mở lại</a></h3>".encode()
    links = sections.links(page, BAO, "https://bao.example/xa-hoi", {"bao": BAO})
    assert sitemaps.announcing(links, JULY, is_dated=False) == links


def test_in_the_file_of_a_wanted_month_the_time_of_change_is_not_needed():
    assert announced(
        ("tin-a-1000001.htm", ""),
        ("tin-b-1000002.htm", changed("2026-06-02")),
        ("xa-hoi.htm", ""),
        is_dated=True,
    ) == ["tin-a-1000001.htm"]


def test_one_time_of_change_for_a_long_list_is_that_of_the_file():
    many = [(f"tin-{n}.htm", changed("2026-07-20T08:00:00+07:00")) for n in range(1_000_000, 1_000_200)]
    assert announced(*many) == []
    assert len(announced(*many, is_dated=True)) == 200
