"""`lantoa outlets add` on a press whose outlet no register knows, from the command line to a crawl."""

import json
import re
import sys
from urllib.parse import urlsplit

import pytest

from crawlers import extract, outlets, run
from lantoa import cli, settings
from lantoa.evaluate_pages import pages
from lantoa.invented import runs
from lantoa.press.server import Press

HOST = "baomoitinh.example"
SITE = f"https://{HOST}"


@pytest.fixture
def rows(make_item):
    return [
        make_item(
            "baomoitinh",
            f"doi-song/ngay-hoi-tha-dieu-lan-thu-{number}-khai-mac-ben-lang-chai-{number}",
            f"Ngày hội thả diều lần thứ {number} khai mạc bên làng chài",
            "Hàng trăm cánh diều đủ màu bay kín bầu trời buổi chiều, đông đảo gia đình đến xem.",
            f"2026-01-{10 + number}T08:30",
            credit="Theo TTXVN",
            photo="Cánh diều sáo dài sáu mét. Ảnh: Trần Tơ/TTXVN",
        )
        for number in range(4)
    ]


@pytest.fixture
def new_press(rows, write_items):
    with Press(items=write_items(rows), registers=()) as press:
        yield press


@pytest.fixture
def add(new_press, tmp_path, monkeypatch, capfd):
    """Add the outlet; give exit code, standard output and error."""

    def add(*more, url=SITE, kind="newspaper", to="register"):
        folders = ("--to", tmp_path / to, "--golden", tmp_path / "pages")
        words = ("outlets", "add", url, "--kind", kind, *folders, "--press", new_press.url, *more)
        monkeypatch.setattr(sys, "argv", ["lantoa", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return ended.value.code or 0, said.out, said.err

    return add


@pytest.mark.slow
def test_a_new_outlet_is_written_and_can_be_crawled(add, rows, new_press, tmp_path):
    code, out, _ = add()
    assert code == 0
    assert "baomoitinh: 1 feed, 1 sitemap and 0 section pages" in out
    assert re.search("left to check:\n- governing: .*\n- province: .*\n- kind: 'newspaper'", out)

    record = outlets.load(tmp_path / "register")["baomoitinh"]
    assert (record.domains, record.kind, record.date_order) == ((HOST,), "newspaper", None)
    (feed,) = record.feeds
    assert (feed.url, feed.status, str(feed.checked_on)) == (f"{SITE}/rss", "seen", "2026-01-15")
    assert feed.evidence == "4 entries, the newest of 2026-01-13 (lantoa outlets add)"
    assert [(one.url, one.kind) for one in record.sitemaps] == [(f"{SITE}/news-sitemap.xml", "news")]

    register = (tmp_path / "register",)
    plan = run.Plan(
        tmp_path / "raw", register, ("baomoitinh",), settings.now(), press=new_press.url, delay_factor=0.0
    )
    (crawled,) = run.crawl(plan)
    assert (crawled.fetched, crawled.problem) == (len(rows), None)


def test_the_golden_page_is_read_as_expected_and_holds_no_text_of_the_article(add, rows, tmp_path):
    add()
    register = outlets.load(tmp_path / "register")
    checked = pages(tmp_path / "pages", register, settings.now())
    assert (checked["checked"], checked["passed"]) == (1, 1)
    (entry,) = json.loads((tmp_path / "pages" / "expected.json").read_text("utf-8"))
    assert (entry["file"], entry["outlet"], entry["credit"]) == ("baomoitinh.html", "baomoitinh", "TTXVN")
    html = (tmp_path / "pages" / "baomoitinh.html").read_text("utf-8")
    texts = [row[name] for row in rows for name in ("title", "summary", "body", "photo")]
    texts += [urlsplit(row["url"]).path for row in rows]
    assert {run for text in texts for run in runs(text)}.isdisjoint(runs(html))
    assert extract.article(html, entry["url"], register["baomoitinh"], settings.now()).title == entry["title"]


def test_programs_get_the_same_facts_as_json(add, tmp_path):
    code, out, err = add("--json")
    assert "baomoitinh: " in err
    facts = json.loads(out)
    assert code == 0
    assert (facts["id"], facts["kind"], facts["changed"]) == ("baomoitinh", "newspaper", True)
    assert facts["feeds"][0]["url"] == f"{SITE}/rss"
    assert facts["article"].startswith(f"{SITE}/doi-song/ngay-hoi-tha-dieu-lan-thu-3")
    assert [one.partition(":")[0] for one in facts["to_check"]][:3] == ["governing", "province", "kind"]
    assert facts["files"][-1] == str(tmp_path / "register" / "baomoitinh.toml")


@pytest.mark.slow
def test_the_same_again_changes_nothing_and_another_record_is_refused(add, tmp_path):
    def written():
        return {path: path.read_bytes() for path in sorted(tmp_path.glob("*/*")) if path.is_file()}

    add()
    files = written()
    code, out, _ = add()
    assert (code, written()) == (0, files)
    assert "unchanged: " in out

    code, _, err = add(kind="magazine")
    assert (code, written()) == (1, files)
    assert re.search(r"error: .*baomoitinh\.toml exists and says something else: expected a new outlet", err)

    code, _, err = add(url="https://baomoitinh.com.example")
    assert (code, written()) == (1, files)
    assert f"its id would be 'baomoitinh', which is that of {HOST}" in err

    (tmp_path / "register" / "baomoitinh.toml").rename(tmp_path / "register" / "moi-tinh.toml")
    code, _, err = add()
    assert code == 1
    assert f"{HOST} is a domain of 'moi-tinh' already" in err

    record = 'name = "Mới"\ndomains = ["moi.example"]\nkind = "newspaper"\nmirror_hosts = ["m.moi.example"]\n'
    (tmp_path / "register" / "moi.toml").write_text(record, "utf-8")
    code, _, err = add(url="https://m.moi.example")
    assert code == 1
    assert "m.moi.example is a domain of 'moi' already: change its record" in err


def test_entries_of_other_outlets_stay(add, tmp_path):
    (tmp_path / "pages").mkdir()
    other = {"file": "khac.html", "outlet": "khac", "title": "Một tin"}
    (tmp_path / "pages" / "expected.json").write_text(json.dumps([other]), "utf-8")
    assert add()[0] == 0
    entries = json.loads((tmp_path / "pages" / "expected.json").read_text("utf-8"))
    assert [one["file"] for one in entries] == ["khac.html", "baomoitinh.html"]
    assert entries[0] == other


def test_nothing_is_written_where_one_file_cannot_be(add, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "expected.json").write_text("{", "utf-8")
    code, _, err = add()
    assert code == 1
    assert re.search(r"error: .*expected\.json: expected a list of objects", err)
    assert sorted(path.name for path in tmp_path.glob("*/*")) == ["expected.json"]


def test_a_site_of_which_nothing_can_be_read_ends_with_3(add, tmp_path):
    code, _, err = add(url="https://khong-co.example")
    assert code == 3
    assert "error: nothing could be read of https://khong-co.example" in err
    assert not (tmp_path / "register").exists()


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        ({"kind": "báo"}, 2, "expected one of newspaper, magazine, broadcaster"),
        ({"url": "vensong"}, 1, "expected the address of a site, such as https://vensong.example"),
        ({"url": "http://127.0.0.1:80/"}, 1, "127.0.0.1 is not a public address"),
        ({"url": "https://vensong.example/a.html"}, 1, "no record can have this address"),
    ],
)
def test_mistakes_have_one_message(add, more, code, told):
    ended, out, err = add(**more)
    assert (ended, out) == (code, "")
    assert told in " ".join(re.sub("[│╭╮╰╯─]", " ", err).split())
    assert "Traceback" not in err


def test_a_live_look_needs_a_contact(tmp_path, monkeypatch, capfd):
    words = ("outlets", "add", SITE, "--kind", "newspaper", "--to", tmp_path, "--golden", tmp_path)
    monkeypatch.setattr(sys, "argv", ["lantoa", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "LANTOA_CONTACT is not set" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []
