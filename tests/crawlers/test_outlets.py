"""The outlet register: what a record may say, and how a mistake in one is answered."""

import csv
import dataclasses
import json
import re
from datetime import date, datetime

import pytest

from crawlers import outlets
from crawlers.outlets import RegisterError

BAO = 'name = "Báo"\ndomains = ["bao.example"]\nkind = "newspaper"\n'


@pytest.fixture
def folder(tmp_path):
    """Give a function that writes records and returns their folder."""

    def write(**records: str):
        for name, text in records.items():
            (tmp_path / f"{name.replace('_', '-')}.toml").write_text(text, "utf-8")
        return tmp_path

    return write


def message(folder) -> str:
    with pytest.raises(RegisterError) as raised:
        outlets.load(folder)
    return str(raised.value)


def test_a_record_is_read_with_all_it_says(folder):
    text = (
        BAO
        + """
    other_names = ["Tờ Báo"]
    former_domains = ["baocu.example"]
    mirror_hosts = ["m.bao.example"]
    province = "Hà Nội"
    date_order = "MDY"
    expected_items_per_day = 120
    [politeness]
    delay_seconds = 2
    [[governing]]
    body = "Bộ A"
    level = "ministry"
    valid_to = 2025-02-28
    [[governing]]
    body = "Bộ B"
    level = "ministry"
    valid_from = 2025-03-01
    [[feeds]]
    url = "https://bao.example/rss"
    evidence = "seen by hand"
    status = "seen"
    checked_on = 2026-07-17
    [[sitemaps]]
    url = "https://bao.example/news.xml"
    evidence = "robots.txt"
    kind = "news"
    status = "unverified"
    [[audience]]
    share = 0.2
    unit = "week"
    population = "adults online"
    source = "a survey"
    measured_on = 2026-01-31
    [[selectors]]
    valid_to = 2026-02-28
    lead = "h2.sapo"
    [[selectors]]
    valid_from = 2026-03-01
    body = "div.text"
    """
    )
    bao = outlets.load(folder(bao=text))["bao"]
    assert (bao.id, bao.name, bao.kind, bao.time_zone) == ("bao", "Báo", "newspaper", "Asia/Ho_Chi_Minh")
    assert [(body.body, body.valid_from, body.valid_to) for body in bao.governing] == [
        ("Bộ A", None, date(2025, 2, 28)),
        ("Bộ B", date(2025, 3, 1), None),
    ]
    assert (bao.feeds[0].status, bao.feeds[0].checked_on) == ("seen", date(2026, 7, 17))
    assert (bao.sitemaps[0].kind, bao.politeness.delay_seconds) == ("news", 2)
    assert (bao.audience[0].share, bao.audience[0].unit) == (0.2, "week")
    days = {day: datetime.fromisoformat(f"{day}:00+07:00") for day in ("2026-02-28T23", "2026-03-01T00")}
    assert [outlets.selectors_at(bao, at) for at in days.values()] == [
        {"lead": "h2.sapo"},
        {"body": "div.text"},
    ]
    with pytest.raises(dataclasses.FrozenInstanceError):
        bao.name = "Khác"


def test_what_a_record_leaves_out_is_unknown_and_never_a_guess(folder):
    bao = outlets.load(folder(bao=BAO))["bao"]
    assert (bao.audience, bao.governing, bao.expected_items_per_day, bao.feeds) == ((), (), None, ())
    assert bao.politeness.delay_seconds == 0.5


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('feedz = ["x"]', "'feedz' is unknown.*did you mean 'feeds'"),
        (
            '[[feeds]]\nurl="https://a.example/r"\nevidence="x"\nstatu="seen"',
            r"'feeds\.0\.statu'.*mean 'status'",
        ),
        (
            '[[feeds]]\nurl="https://a.example/r"\nevidence="x"\nstatus="sen"',
            r"'feeds\.0\.status'.*'seen'.*'sen'.*mean 'seen'",
        ),
        ('[[feeds]]\nurl="https://a.example/r"\nstatus="seen"', r"'feeds\.0\.evidence' is missing"),
        ('[[feeds]]\nurl="file:///etc/passwd"\nevidence="x"\nstatus="seen"', r"'feeds\.0\.url'.*etc/passwd"),
        ('[[governing]]\nbody="B"\nlevel="minstry"', r"'governing\.0\.level'.*mean 'ministry'"),
        ('[[governing]]\nbody="B"\nvalid_from="March"', r"'governing\.0\.valid_from'.*March"),
        ('[[audience]]\nshare=0.2\nunit="week"', r"'audience\.0\.population' is missing"),
        ('[[audience]]\nshare=0.2\nunit="week"', r"'audience\.0\.source' is missing"),
        ("[politeness]\ndelay_seconds=0.1", r"'politeness\.delay_seconds'.*0\.5"),
        ("[politeness]\ndelay_second=3", r"'politeness\.delay_second'.*mean 'delay_seconds'"),
        ('[[selectors]]\nbdy="p"', r"'selectors\.0\.bdy'.*mean 'body'"),
        ('[[selectors]]\nbody="p["', r"'selectors\.0\.body'.*CSS"),
        ("[[selectors]]\nvalid_to=2026-01-01", r"'selectors\.0'.*one of title, lead, body"),
        (
            '[[selectors]]\nbody="p"\nvalid_from=2026-02-01\nvalid_to=2026-01-01',
            r"'selectors\.0'.*2026-02-01.*after.*2026-01-01",
        ),
        (
            '[[selectors]]\nbody="p"\nvalid_to=2026-02-01\n[[selectors]]\nlead="h2"\nvalid_from=2026-02-01',
            r"'selectors'.*2026-02-01.*one table for each day",
        ),
        ('time_zone = "Asia/Hochiminh"', "'time_zone'.*mean 'Asia/Ho_Chi_Minh'"),
        ('date_order = "DMY"', "'date_order'.*'MDY'.*'DMY'"),
        ('id = "other"', "'id'.*'bao'.*'other'"),
        ('parent = "mẹ"', "'parent'.*'mẹ'"),
        ('mirror_hosts = ["https://m.bao.example"]', r"'mirror_hosts\.0'"),
        ("not toml", "expected TOML"),
        (f"refresh = {'9' * 5000}", "expected TOML"),
        ("former_domains = " + "[" * 3000, "expected TOML"),
    ],
)
def test_a_mistake_names_file_key_what_was_expected_and_the_nearest_right_name(folder, line, expected):
    said = message(folder(bao=BAO + line))
    assert re.search(rf"bao\.toml: .*{expected}", said), said


def test_an_unknown_kind_is_answered_with_the_kinds(folder):
    said = message(folder(bao=BAO.replace("newspaper", "newspapr")))
    assert "did you mean 'newspaper'" in said
    assert all(kind in said for kind in outlets.KINDS)


def test_every_mistake_of_a_file_is_told_at_once(folder):
    said = message(folder(bao=BAO.replace('kind = "newspaper"', 'knd = "x"\nnme = "y"')))
    assert [key in said for key in ("'kind' is missing", "'knd'", "'nme'")] == [True] * 3


@pytest.mark.parametrize("name", ["Bao", "báo", "bao--x", "bao.vn", ".bao", "bao_x", "..", "con bao"])
def test_an_id_is_a_plain_slug(tmp_path, name):
    (tmp_path / f"{name}.toml").write_text(BAO, "utf-8")
    assert "file name" in message(tmp_path)


def test_a_domain_belongs_to_one_outlet_former_ones_too(folder):
    second = BAO.replace("bao.example", "moi.example") + 'former_domains = ["bao.example"]'
    said = message(folder(bao=BAO, moi=second))
    assert "moi.toml" in said
    assert "'bao.example'" in said
    assert "bao.toml" in said


def test_an_id_belongs_to_one_folder(folder, tmp_path):
    other = tmp_path / "more"
    other.mkdir()
    (other / "bao.toml").write_text(BAO, "utf-8")
    with pytest.raises(RegisterError, match="already the id"):
        outlets.load(folder(bao=BAO), other)


def test_a_parent_exists_and_is_no_sub_site_itself(folder):
    sub = BAO.replace("bao.example", "x.bao.example") + 'parent = "{}"'
    assert "did you mean 'bao'" in message(folder(bao=BAO, sub=sub.format("baoo")))
    assert "sub-site itself" in message(folder(sub=sub.format("sub")))


def test_an_outlet_that_ended_names_another_one_that_goes_on(folder):
    ended = BAO.replace("bao.example", "cu.example") + 'ended_on = 2025-06-30\nsuccessor = "{}"'
    read = outlets.load(folder(bao=BAO, cu=ended.format("bao")))
    assert [read["cu"].is_read_on(date(2025, *day)) for day in ((6, 30), (7, 1), (7, 2))] == [
        True,
        True,
        False,
    ]
    assert read["bao"].is_read_on(date(2099, 1, 1))
    assert "did you mean 'bao'" in message(folder(bao=BAO, cu=ended.format("baoo")))
    assert "another outlet" in message(folder(bao=BAO, cu=ended.format("cu")))
    assert "'ended_on' is missing" in message(
        folder(bao=BAO, cu=ended.format("bao").replace("ended_on = 2025-06-30", ""))
    )


def test_a_folder_that_is_not_there_and_bytes_that_are_no_text_are_named(tmp_path):
    assert "expected a folder" in message(tmp_path / "nowhere")
    (tmp_path / "bao.toml").write_bytes(b'name = "B\xff"')
    assert "UTF-8" in message(tmp_path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://vnexpress.net/a.html", "vnexpress"),
        ("http://cand.com.vn/a", "cand"),
        ("https://mega.vietnamplus.vn/a", "vietnamplus"),
        ("https://batdongsan.baoxaydung.vn/a.htm", "batdongsan-baoxaydung"),
        ("https://xe.baoxaydung.vn/a.htm", "baoxaydung"),
        ("https://www.bbc.com/vietnamese/articles/x", "bbc-tieng-viet"),
        ("https://www.bbc.com/vietnamese", "bbc-tieng-viet"),
        ("https://www.bbc.com/vietnamesefood", None),
        ("https://www.bbc.com/news/x", None),
        ("https://VNEXPRESS.net.:443/x", "vnexpress"),
        ("https://vnexpress.net@evil.example/x", None),
        ("https://notvnexpress.net/x", None),
        ("http://[::1", None),
        ("no address", None),
    ],
)
def test_an_outlet_is_found_by_host_and_path_and_the_sub_site_before_its_parent(url, expected):
    found = outlets.find(url, outlets.load())
    assert (found.id if found else None) == expected


def test_the_real_register_says_what_is_known_and_marks_the_rest():
    register = outlets.load()
    assert list(register) == sorted(register)
    assert sum(outlet.parent is None for outlet in register.values()) == 35
    for outlet in register.values():
        assert outlet.governing, outlet.id
        # Companies and foreign bodies have no level; everyone else has one, and the local press a province.
        unranked = outlet.kind in ("aggregator", "foreign")
        assert all((body.level is None) == unranked for body in outlet.governing), outlet.id
        assert (outlet.province != "") == any(body.level == "local" for body in outlet.governing), outlet.id
        assert outlet.audience == ()
    assert {name for name, outlet in register.items() if outlet.date_order == "MDY"} == {
        "tuoitre",
        "baochinhphu",
    }
    assert {feed.status for feed in register["laodong"].feeds} == {"blocked"}
    assert {feed.status for feed in register["nld"].feeds} == {"unverified"}


@pytest.mark.shared
def test_every_listed_outlet_and_every_real_address_is_in_the_register(shared_data):
    register = outlets.load()
    with (shared_data / "outlets.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            outlet = outlets.find(f"https://{row['domain']}/a", register)
            assert outlet is not None, row["domain"]
            assert [feed.url for feed in outlet.feeds] == ([row["feed_url"]] if row["feed_url"] else [])
    labels: dict[str, set[str]] = {}
    for line in (shared_data / "press" / "items.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        outlet = outlets.find(row["url"], register)
        assert outlet is not None, row["url"]
        labels.setdefault(row["outlet"], set()).add(outlet.parent or outlet.id)
    assert len(labels) == 17
    assert all(len(ids) == 1 for ids in labels.values())
