"""Archives from elsewhere: filtered by host, kept once, and the same after a kill."""

import gzip
import io
import json
import os
import shutil
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from filelock import FileLock
from typer.testing import CliRunner

from crawlers import archive, outlets, urls
from crawlers.discover import Link
from crawlers.links import LinkTable, Period, Visit
from lantoa import extracting, importing, settings, steps
from lantoa.cli import app
from lantoa.feed_items import MEDIA_TYPE
from lantoa.importing import SourceError, import_archive
from lantoa.press import REGISTERS
from warehouse import db

OTHER = "http://baothanhxuan.example/hai.html"
AT = "2026-01-12T03:04:05Z"
BODY = "Sáng nay, trạm nước sạch của xã được bàn giao cho người dân sau hai năm thi công. " * 6


def page(slug: str, host: str = "baothoisumoi.example", title: str = "Xã có trạm nước sạch mới") -> bytes:
    return (
        f'<!doctype html><html><head><link rel="canonical" href="https://{host}/{slug}.html">'
        f'<meta property="article:published_time" content="2026-01-12T08:00:00+07:00"></head>'
        f"<body><article><h1>{title}</h1><p>{BODY}</p><p>{slug} {BODY}</p></article></body></html>"
    ).encode()


def record(
    url: str,
    body: bytes,
    status: str = "200 OK",
    kind: str = "text/html",
    coding: str = "",
    at: str = AT,
    link: str = "",
) -> bytes:
    """Give a response record as crawls write them, a gzip member of its own."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    if coding == "gzip":
        body = gzip.compress(body, mtime=0)
        lines.append("Content-Encoding: gzip")
    if coding == "chunked":
        body = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        lines.append("Transfer-Encoding: chunked")
    one = WarcRecord()
    one.init_headers(WarcRecordType.response)
    one.headers["WARC-Date"] = at
    one.headers["WARC-Target-URI"] = url
    if link:
        one.headers["Lantoa-Link"] = link
    one.headers["Content-Type"] = "application/http; msgtype=response"
    one.set_bytes_content("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    plain = io.BytesIO()
    one.write(plain)
    return gzip.compress(plain.getvalue(), mtime=0)


@pytest.fixture
def register():
    return outlets.load(*REGISTERS)


@pytest.fixture
def foreign_archive(tmp_path):
    path = tmp_path / "CC-NEWS-1.warc.gz"
    path.write_bytes(
        b"".join(
            [
                record("https://news.example.org/a", page("a", "news.example.org")),
                record("https://www.baothoisumoi.example/mot.html?utm_source=rss", page("mot")),
                record(
                    "http://baothanhxuan.example/hai.html", page("hai", "baothanhxuan.example"), coding="gzip"
                ),
                record("https://baothoisumoi.example/ba.html", page("ba"), coding="chunked"),
                record("https://baothoisumoi.example/mat.html", b"", status="404 Not Found"),
                record("https://baothoisumoi.example/anh.jpg", b"\xff\xd8", kind="image/jpeg"),
                record("https://baothoisumoi.example/to.html", b"a" * (8 * 2**20 + 1)),
                record("http://127.0.0.1/trong.html", page("trong", "127.0.0.1")),
            ]
        )
    )
    return path


def stored(home):
    """Give everything that lies in the archive."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.glob("raw/*/*/*.warc.gz"))
    }


def test_pages_of_registered_hosts_are_kept_and_all_others_counted(tmp_path, foreign_archive, register):
    home = tmp_path / "home"
    done = import_archive(foreign_archive, home, register)
    assert (done.read, done.warning, done.known) == (8, "", False)
    assert done.kept == {"thoi-su": 2, "thanh-xuan": 1}
    assert done.rejected == {
        "other host": 2, "not found": 1, "not html": 1, "too large": 1
    }  # fmt: skip
    found = [one for path in sorted(home.glob("raw/*/2026-01-12/*.warc.gz")) for one in archive.read(path)]
    assert {one.link for one in found} == {
        "https://baothoisumoi.example/mot.html",
        "https://baothanhxuan.example/hai.html",
        "https://baothoisumoi.example/ba.html",
    }
    assert all(BODY.encode() in one.body for one in found)
    assert {one.fetched_at for one in found} == {datetime.fromisoformat(AT)}


def test_imported_items_are_items_of_unknown_completeness(home, campaign_file, foreign_archive):
    steps.import_archive(home, foreign_archive)
    steps.extract(home)
    steps.score(home, (campaign_file,))
    steps.load(home, (campaign_file,))
    with db.writer(home.warehouse, datetime(2026, 1, 16, tzinfo=UTC)) as connection:
        rows = connection.execute(
            "select site, canonical_url, title from stg_items where starts_with(via, 'import:') order by all"
        ).fetchall()
    assert rows == [
        ("thanh-xuan", "https://baothanhxuan.example/hai.html", "Xã có trạm nước sạch mới"),
        ("thoi-su", "https://baothoisumoi.example/ba.html", "Xã có trạm nước sạch mới"),
        ("thoi-su", "https://baothoisumoi.example/mot.html", "Xã có trạm nước sạch mới"),
    ]


@pytest.mark.slow
def test_an_imported_item_that_a_feed_announces_later_counts_as_the_feeds(
    empty_home, foreign_archive, register
):
    steps.import_archive(empty_home, foreign_archive)
    steps.extract(empty_home)
    steps.load(empty_home, ())
    feed = register["thoi-su"].feeds[0].url
    entry = Link(
        url="https://baothoisumoi.example/mot.html",
        canonical_url="https://baothoisumoi.example/mot.html",
        outlet="thoi-su",
        title="Xã có trạm nước sạch mới",
        title_hash=urls.title_hash("Xã có trạm nước sạch mới"),
        summary="",
        published_raw="",
        published_at=datetime.fromisoformat(AT),
        via=feed,
        via_kind="feed",
        scan_date=None,
        problem=None,
    )
    with LinkTable(empty_home.raw / "thoi-su" / "links.sqlite") as table:
        visit = Visit("thoi-su", feed, "feed", datetime(2026, 1, 13, tzinfo=UTC), "ok")
        assert table.record_visit(visit, [entry], Period()) == 0
        assert table.queued() == {}
    steps.extract(empty_home)
    steps.load(empty_home, ())
    again = settings.home(empty_home.folder.parent / "again")
    shutil.copytree(empty_home.raw, again.raw)
    steps.extract(again)
    steps.load(again, ())
    for home in (empty_home, again):
        with db.writer(home.warehouse, datetime(2026, 1, 16, tzinfo=UTC)) as connection:
            items = connection.execute(
                "select canonical_url, via, title_hash from items where outlet = 'thoi-su' order by all"
            ).fetchall()
        assert items == [
            ("https://baothoisumoi.example/ba.html", "import:CC-NEWS-1.warc.gz", entry.title_hash),
            ("https://baothoisumoi.example/mot.html", feed, entry.title_hash),
        ]


def test_every_capture_of_an_address_is_a_revision(empty_home, tmp_path):
    path = tmp_path / "CC-NEWS-2.warc.gz"
    path.write_bytes(
        b"".join(
            record(OTHER, page("hai", "baothanhxuan.example", title), at=f"2026-01-12T0{hour}:00:00Z")
            for hour, title in enumerate(
                ("Xã có trạm nước sạch", "Xã lùi ngày mở trạm nước", "Xã có trạm nước sạch")
            )
        )
    )
    steps.import_archive(empty_home, path)
    steps.extract(empty_home)
    steps.load(empty_home, ())
    with db.writer(empty_home.warehouse, datetime(2026, 1, 16, tzinfo=UTC)) as connection:
        titles = connection.execute("select title from fct_revisions order by revision").fetchall()
    assert titles == [("Xã có trạm nước sạch",), ("Xã lùi ngày mở trạm nước",), ("Xã có trạm nước sạch",)]


def test_the_same_again_changes_nothing_and_one_killed_midway_ends_alike(tmp_path, foreign_archive, register):
    home, killed = tmp_path / "home", tmp_path / "killed"
    first = import_archive(foreign_archive, home, register)
    before = stored(home)
    again = import_archive(foreign_archive, home, register)
    assert again.known and (again.kept, again.rejected) == (first.kept, first.rejected)
    assert stored(home) == before

    # What a kill leaves: files that are written in part or whole, and no note that all is done.
    shutil.copytree(home, killed)
    shutil.rmtree(killed / "imports")
    (killed / "raw" / "thanh-xuan" / "links.sqlite").unlink()
    torn = next(killed.glob("raw/thoi-su/*/*.warc.gz"))
    torn.write_bytes(torn.read_bytes()[:-30])
    assert import_archive(foreign_archive, killed, register).kept == first.kept
    assert stored(killed) == before


@pytest.mark.parametrize("name", ["torn.warc.gz", "torn.warc"])
@pytest.mark.parametrize("cut", [60, 350])
def test_a_torn_archive_gives_what_lies_before_the_break(tmp_path, register, name, cut):
    torn = tmp_path / name
    records = [record(f"https://baothoisumoi.example/{slug}.html", page(slug)) for slug in ("mot", "hai")]
    if name.endswith(".warc"):
        records = [gzip.decompress(one) for one in records]
    torn.write_bytes(records[0] + records[1][:cut])
    done = import_archive(torn, tmp_path / "home", register)
    assert (done.read, done.kept) == (1, {"thoi-su": 1})
    assert f"breaks off behind byte {len(records[0]):,}" in done.warning


def test_saved_pages_are_known_by_the_address_they_state(tmp_path, register):
    folder = tmp_path / "saved"
    (folder / "sub").mkdir(parents=True)
    (folder / "one.html").write_bytes(page("mot"))
    (folder / "sub" / "two.HTM").write_bytes(page("hai"))
    (folder / "none.html").write_bytes(
        b"<html><p>Kh\xc3\xb4ng c\xc3\xb3 \xc4\x91\xe1\xbb\x8ba ch\xe1\xbb\x89.</p></html>"
    )
    (folder / "other.html").write_bytes(page("la", "news.example.org"))
    done = import_archive(folder, tmp_path / "home", register)
    assert (done.read, done.kept) == (4, {"thoi-su": 2})
    assert done.rejected == {"no address in the page": 1, "other host": 1}


def test_archives_in_a_folder_are_read_like_those_given_by_name(tmp_path, register):
    folder = tmp_path / "kho"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "b.WARC.GZ").write_bytes(record("https://baothoisumoi.example/hai.html", page("hai")))
    whole = gzip.decompress(record("https://baothoisumoi.example/ba.html", page("ba")))
    (folder / "a.warc").write_bytes(whole + whole[:90])
    (folder / "c.html").write_bytes(page("mot"))
    done = import_archive(folder, tmp_path / "home", register)
    assert (done.read, done.kept) == (3, {"thoi-su": 3})
    assert done.warning == (
        f"a.warc: it breaks off behind byte {len(whole):,} of {len(whole) + 90:,}: what lies before is kept"
    )
    assert import_archive(folder, tmp_path / "home", register).known

    (folder / "d.warc.gz").write_bytes(b"no archive")
    with pytest.raises(SourceError, match=r"d\.warc\.gz: expected a WARC file, found at byte 0"):
        import_archive(folder, tmp_path / "other", register)
    assert not (tmp_path / "other").exists()


def test_answers_that_are_no_page_are_rejected_entries_with_their_reason(empty_home, foreign_archive):
    undated = record("https://baothoisumoi.example/khong-gio.html", page("khong-gio"), at="hôm kia")
    moved = record("https://baothoisumoi.example/doi.html", b"", status="301 Moved Permanently")
    bare = b"<html><body><h1>B\xc3\xa0i n\xc3\xa0y kh\xc3\xb4ng c\xc3\xb3 ch\xe1\xbb\xaf</h1></body></html>"
    empty = record("https://baothoisumoi.example/trong.html", bare)
    foreign_archive.write_bytes(foreign_archive.read_bytes() + undated + moved + empty)
    steps.import_archive(empty_home, foreign_archive)
    steps.extract(empty_home)
    steps.load(empty_home, ())
    with db.writer(empty_home.warehouse, datetime(2026, 1, 16, tzinfo=UTC)) as connection:
        found = connection.execute(
            "select canonical_url, reason from stg_rejected where outlet = 'thoi-su' order by all"
        ).fetchall()
    assert found == [
        ("https://baothoisumoi.example/anh.jpg", "not html"),
        ("https://baothoisumoi.example/doi.html", "no answer with status 200"),
        ("https://baothoisumoi.example/khong-gio.html", "no time of fetching"),
        ("https://baothoisumoi.example/mat.html", "not found"),
        ("https://baothoisumoi.example/to.html", "too large"),
        ("https://baothoisumoi.example/trong.html", "list page"),
    ]


def test_rejected_entries_of_one_source_are_bounded_and_all_are_counted(tmp_path, register, monkeypatch):
    monkeypatch.setattr(importing, "_MOST_REFUSED", 2)
    path = tmp_path / "nhieu.warc.gz"
    gone = (f"https://baothoisumoi.example/{number}.html" for number in range(5))
    path.write_bytes(b"".join(record(url, b"", status="410 Gone") for url in gone))
    done = import_archive(path, tmp_path / "home", register)
    assert done.rejected == {"not found": 5}
    with LinkTable(tmp_path / "home" / "raw" / "thoi-su" / "links.sqlite") as table:
        assert table.frame_of("rejected")["canonical_url"].to_pylist() == [
            "https://baothoisumoi.example/0.html",
            "https://baothoisumoi.example/1.html",
        ]


def test_pages_of_another_home_keep_the_address_of_their_link(tmp_path, register):
    host = "https://baothoisumoi.example"
    path = tmp_path / "20260112T030405Z-0a1b2c3d.warc.gz"
    path.write_bytes(
        b"".join(
            [
                record(f"{host}/moi/mot.html", page("mot"), link=f"{host}/mot.html"),
                record(f"{host}/mot.html", b"", status="304 Not Modified", link=f"{host}/mot.html"),
                record(f"{host}/", page("", title="Trang nhất của báo"), link=f"{host}/hai.html"),
                record(f"{host}/ba.html", page("ba"), status="410 Gone", link=f"{host}/ba.html"),
                record(f"{host}/bon.html", page("bon"), link="http://127.0.0.1/bon.html"),
            ]
        )
    )
    done = import_archive(path, tmp_path / "home", register)
    assert (done.kept, done.rejected) == (
        {"thoi-su": 1},
        {"no answer with status 200": 1, "not found": 2, "other host": 1},
    )
    with LinkTable(tmp_path / "home" / "raw" / "thoi-su" / "links.sqlite") as table:
        (link,) = table.links_frame().to_pylist()
    assert (link["canonical_url"], link["request_url"]) == (f"{host}/mot.html",) * 2
    (one,) = [one for path in (tmp_path / "home").glob("raw/*/*/*.warc.gz") for one in archive.read(path)]
    assert (one.url, one.link) == (f"{host}/moi/mot.html", f"{host}/mot.html")


def test_pages_of_several_days_are_all_read_by_one_extraction(tmp_path, register):
    folder, raw, articles = (tmp_path / name for name in ("saved", "home/raw", "home/articles"))
    folder.mkdir()
    for day, slug in enumerate(("mot", "hai", "ba")):
        saved = folder / f"{slug}.html"
        saved.write_bytes(page(slug))
        at = datetime(2026, 1, 12 + day, 5, tzinfo=UTC).timestamp()
        os.utime(saved, (at, at))
    import_archive(folder, tmp_path / "home", register)
    assert extracting.extract(raw, articles, REGISTERS) == (3, 0)
    found = [pq.read_table(path) for path in articles.glob("*/import-*.articles.parquet")]
    assert {one for table in found for one in table["canonical_url"].to_pylist()} == {
        f"https://baothoisumoi.example/{slug}.html" for slug in ("mot", "hai", "ba")
    }
    assert extracting.extract(raw, articles, REGISTERS) == (0, 0)


@pytest.mark.parametrize("name", ["page.warc", "page.warc.gz", "zip.warc.gz", "empty.warc"])
def test_what_only_has_the_name_of_an_archive_is_an_error(tmp_path, register, name):
    content = {"zip.warc.gz": gzip.compress(page("mot")), "empty.warc": b""}.get(name, page("mot"))
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match="expected a WARC file, found at byte 0"):
        import_archive(tmp_path / name, tmp_path / "home", register)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["missing.warc.gz", "notes.txt", "empty"])
def test_what_is_no_source_is_named(tmp_path, register, name):
    (tmp_path / "notes.txt").write_text("no archive")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=name):
        import_archive(tmp_path / name, tmp_path / "home", register)


def test_the_command_goes_on_behind_a_source_that_can_not_be_read(tmp_path, foreign_archive):
    told = CliRunner().invoke(
        app,
        [
            "import",
            str(tmp_path / "none.warc"),
            str(foreign_archive),
            "--home",
            str(tmp_path / "home"),
            "--json",
        ],
    )
    assert told.exit_code == 1
    facts = json.loads(told.stdout)
    assert facts[0]["kept"] == {"thoi-su": 2, "thanh-xuan": 1}


def feed_items(path, *rows):
    usual = {"outlet": "Thời sự mới", "title": "Xã có trạm nước sạch mới", "summary": "Trạm phục vụ 300 hộ."}
    usual |= {"published": "Mon, 12 Jan 2026 08:00:00 +0700", "scan_day": "2026-01-12"}
    path.write_text("".join(json.dumps(usual | row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


SAME = "https://baothoisumoi.example/mot.html"


def known(place):
    with db.writer(place.warehouse, settings.now()) as connection:
        return connection.execute(
            "select title, lead, body <> '', published_method, known_to is null "
            "from items order by known_from"
        ).fetchall()


def through(place):
    steps.extract(place)
    steps.score(place, [])
    steps.load(place, [])


def test_feed_items_become_items_of_headline_and_lead(tmp_path, empty_home):
    source = feed_items(
        tmp_path / "scans.jsonl",
        {
            "url": SAME + "?utm_source=rss",
            "summary": "(TTXVN) - <b>Trạm</b> phục vụ 300 hộ ở ba thôn. Đi xin nước",
        },
        {"url": SAME, "title": "Cùng địa chỉ, tít khác"},
        {"url": "https://baothoisumoi.example/hai.html", "published": "hôm kia"},
        {"url": "https://baothoisumoi.example/ba.html", "published": "Mon, 12 Jan 2099 08:00:00 +0700"},
        {"url": "https://news.example.org/x"},
    )
    done = steps.import_archive(empty_home, source)
    assert (done.read, dict(done.kept)) == (5, {"thoi-su": 1})
    assert done.rejected == {"duplicate": 1, "no date": 1, "future date": 1, "other host": 1}
    through(empty_home)
    assert known(empty_home) == [
        ("Xã có trạm nước sạch mới", "Trạm phục vụ 300 hộ ở ba thôn.", False, "feed item", True)
    ]
    assert steps.import_archive(empty_home, source).known


@pytest.mark.parametrize("item_first", [True, False])
def test_a_page_takes_the_place_of_its_feed_item_and_that_is_no_revision(tmp_path, empty_home, item_first):
    items = feed_items(tmp_path / "scans.jsonl", {"url": SAME, "title": "Tít trên danh sách tin"})
    archive_file = tmp_path / "kho.warc.gz"
    # The page was fetched before the scan, and is known whichever of the two comes in first.
    archive_file.write_bytes(record(SAME, page("mot")))
    for source in (items, archive_file) if item_first else (archive_file, items):
        steps.import_archive(empty_home, source)
        through(empty_home)
    assert [row[2:] for row in known(empty_home)] == [(True, "meta", True)]
    with db.writer(empty_home.warehouse, settings.now()) as connection:
        assert connection.execute("select count(*) from text_changes").fetchone() == (0,)


def test_a_live_feed_that_announces_a_feed_item_has_its_page_fetched(
    tmp_path, empty_home, press, campaign_file
):
    url = "https://baothoisumoi.example/voi-nuoc.html"
    items = feed_items(
        tmp_path / "scans.jsonl",
        {
            "url": url,
            "title": "Vòi nước",
            "scan_day": "2026-01-11",
            "published": "Sun, 11 Jan 2026 07:15:00 +0700",
        },
    )
    steps.import_archive(empty_home, items)
    with LinkTable(empty_home.raw / "thoi-su" / "links.sqlite") as table:
        assert table.states() == {"skipped": 1}
    steps.crawl(empty_home, steps.Selection((campaign_file,), only=("thoi-su",), press=press.url))
    with LinkTable(empty_home.raw / "thoi-su" / "links.sqlite") as table:
        (row,) = [row for row in table.links_frame().to_pylist() if row["canonical_url"] == url]
    assert (row["state"], row["via_kind"]) == ("done", "feed")
    through(empty_home)
    assert [row[2] for row in known(empty_home) if row[0].startswith("Vòi nước")] == [True]


def test_a_line_that_is_no_feed_item_is_named_and_nothing_is_imported(tmp_path, empty_home):
    source = feed_items(tmp_path / "scans.jsonl", {"url": SAME}, {"url": SAME, "bodi": "x"})
    with pytest.raises(SourceError, match=r"scans.jsonl:2: key 'bodi'.*did you mean 'body'"):
        steps.import_archive(empty_home, source)
    assert not list(empty_home.raw.glob("*/*/*.warc.gz"))


def test_more_outlets_and_days_than_files_may_be_open_are_imported(
    tmp_path, empty_home, register, monkeypatch
):
    monkeypatch.setattr(importing, "_MOST_OPEN", 2)
    days = [f"2026-01-{day:02}" for day in (10, 11, 12, 13, 10, 11, 12, 13)]
    rows = (
        {
            "url": f"https://baothoisumoi.example/tin-{number}.html",
            "scan_day": day,
            "published": f"{day}T08:00:00+07:00",
        }
        for number, day in enumerate(days)
    )
    steps.import_archive(empty_home, feed_items(tmp_path / "scans.jsonl", *rows))
    through(empty_home)
    assert len(known(empty_home)) == len(days)


def test_a_page_that_is_served_as_a_feed_item_is_read_as_a_page(tmp_path, empty_home):
    source = tmp_path / "kho.warc.gz"
    source.write_bytes(record(SAME, page("mot")))
    steps.import_archive(empty_home, source)
    (stored_file,) = empty_home.raw.glob("*/*/*.warc.gz")
    (kept,) = archive.read(stored_file)
    stored_file.unlink()
    served = archive.Exchange(
        kept.url, kept.fetched_at, 200, (("Content-Type", MEDIA_TYPE),), kept.body, link=kept.link
    )
    writer = archive.Writer(stored_file.parent, stored_file.name.removesuffix(".warc.gz"))
    writer.write(served)
    writer.close()
    through(empty_home)
    assert [row[0] for row in known(empty_home)] == ["Xã có trạm nước sạch mới"]


def test_a_page_with_a_lead_alone_is_a_capture_like_any_other(tmp_path, empty_home):
    lead = page("mot").replace(b"<p>", b"<!--").replace(b"</p>", b"-->")
    lead = lead.replace(b"</head>", f'<meta name="description" content="{BODY[:90]}"></head>'.encode())
    for day, body in ((12, lead), (13, page("mot")), (14, lead)):
        source = tmp_path / f"kho-{day}.warc.gz"
        source.write_bytes(record(SAME, body, at=f"2026-01-{day}T03:04:05Z"))
        steps.import_archive(empty_home, source)
    through(empty_home)
    with db.writer(empty_home.warehouse, settings.now()) as connection:
        revisions = connection.execute("select body <> '' from items order by known_from").fetchall()
    assert revisions == [(False,), (True,), (False,)]


@pytest.mark.parametrize("host", ["a\u3002b.baothoisumoi.example", "a..baothoisumoi.example"])
def test_a_host_that_no_address_can_have_does_not_end_the_import(tmp_path, empty_home, host):
    items = feed_items(tmp_path / "scans.jsonl", {"url": f"https://{host}/tin.html"}, {"url": SAME})
    done = steps.import_archive(empty_home, items)
    assert (done.rejected, dict(done.kept)) == ({"other host": 1}, {"thoi-su": 1})


def test_an_import_holds_no_outlet_while_it_reads(tmp_path, empty_home):
    """A crawl holds all its outlets at once: if an import did too, each could wait for the other."""
    source = feed_items(tmp_path / "s.jsonl", {"url": SAME}, {"url": "https://baothanhxuan.example/hai.html"})
    free: list[str] = []

    def report(*_: object) -> None:
        for folder in empty_home.raw.glob("*"):
            with FileLock(folder / ".lock").acquire(timeout=0):
                free.append(folder.name)

    steps.import_archive(empty_home, source, report)
    assert sorted(free) == ["thanh-xuan", "thoi-su"]
