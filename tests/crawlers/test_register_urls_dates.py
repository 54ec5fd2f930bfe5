"""The register, one address per item, one reader for dates."""

import json
from datetime import UTC, datetime

import pytest

from crawlers import dates, outlets, urls


def test_every_record_loads_and_its_feeds_have_evidence():
    register = outlets.load()
    assert len(register) == 35
    assert all(feed.evidence for outlet in register.values() for feed in outlet.feeds)


def test_an_unknown_key_names_file_key_and_nearest_name(tmp_path):
    (tmp_path / "bao.toml").write_text('name = "Báo"\ndomains = ["bao.example"]\nfeedz = []\n', "utf-8")
    with pytest.raises(outlets.RegisterError, match=r"bao\.toml.*feedz.*'feeds'"):
        outlets.load(tmp_path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://batdongsan.baoxaydung.vn/a.htm", "baoxaydung"),
        ("http://cand.com.vn/a", "cand"),
        ("https://www.bbc.com/vietnamese/articles/x", "bbc-tieng-viet"),
        ("https://www.bbc.com/news/x", None),
        ("https://notvnexpress.net/x", None),
    ],
)
def test_an_outlet_is_found_by_domain_and_path(url, expected):
    found = outlets.find(url, outlets.load())
    assert (found.id if found else None) == expected


def test_tracking_scheme_slash_and_former_domain_make_no_other_item():
    cand = outlets.load()["cand"]
    assert urls.canonical("http://CAND.com.vn/a/?utm_source=x&id=2#top", cand) == "https://cand.vn/a?id=2"
    with pytest.raises(ValueError, match="http"):
        urls.canonical("file:///etc/passwd")


SIX_IN_THE_MORNING = datetime(2026, 7, 19, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "order"),
    [
        ("Mon, 20 Jul 2026 06:05:00 +0700", None),
        ("Mon, 20 Jul 2026 06:05:00 +07", None),
        ("Mon, 20 Jul 2026 06:05:00 +07:00", None),
        ("Sun, 19 Jul 2026 23:05:00 GMT", None),
        ("Mon, 20 Jul 26 06:05:00 +0700", None),
        ("7/20/2026 6:05:00\u202fAM", "MDY"),
        ("2026-07-20T06:05:00+07:00", None),
        ("20/7/2026, 06:05 (GMT+7)", None),
    ],
)
def test_each_form_of_date_gives_the_same_instant(raw, order):
    assert dates.read(raw, order) == SIX_IN_THE_MORNING


def test_no_known_form_gives_none_and_impossible_times_are_named():
    assert dates.read("hôm qua") is None
    assert dates.check(datetime(2027, 1, 1, tzinfo=UTC), SIX_IN_THE_MORNING) == "future date"
    assert dates.check(datetime(1970, 1, 1, tzinfo=UTC), SIX_IN_THE_MORNING) == "impossible date"


@pytest.mark.shared
def test_dates_and_outlets_of_real_feeds(shared_data):
    register = outlets.load()
    rows = [json.loads(line) for line in (shared_data / "press" / "items.jsonl").open(encoding="utf-8")]
    for row in rows[::40]:
        outlet = outlets.find(row["url"], register)
        assert outlet is not None, row["url"]
        time = dates.read(row["published"], outlet.date_order)
        assert time is not None, row["published"]
        assert time.year == 2026
