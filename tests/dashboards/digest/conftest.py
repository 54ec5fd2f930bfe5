"""A digest of the invented coverage, whose knowledge began before it, and one with a hostile headline."""

import shutil
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import duckdb
import pytest

from dashboards.digest import contents
from dashboards.digest.period import period
from warehouse import campaign as campaigns
from warehouse.reader import Reader

CAMPAIGN = """
id = "nuoc-sach"
names = { vi = "Tháng nước sạch", en = "Clean water month" }
query = '"nước sạch"'

[digest]
office = "Ban Chỉ đạo nước sạch"
place = "Huế"
approver = "Chánh Văn phòng"

[[phases]]
id = "before"
name = { vi = "Trước", en = "Before" }
from = 2026-03-01
to = 2026-03-22

[[workstreams]]
id = "tuan-le"
name = { vi = "Tuần lễ", en = "The week" }
terms = ["tuần lễ"]

[[tasks]]
id = "le"
workstream = "tuan-le"
name = "Tổ chức tuần lễ"
lead = "Bộ Y tế"

[[activities]]
id = "khai-mac"
task = "le"
date = 2026-03-09
title = "Khai mạc tuần lễ nước sạch"

[[messages]]
id = "an-toan"
name = { vi = "Nước sạch là an toàn", en = "Clean water is safe" }
phrases = ["nước sạch là an toàn"]

[[messages]]
id = "tiet-kiem"
name = { vi = "Tiết kiệm nước", en = "Saving water" }
phrases = ["tiết kiệm nước"]
"""
OFFICES = 'offices = ["Bộ Y tế"]\n'
AT = datetime(2026, 3, 21, tzinfo=UTC)
CLOSING = time(6, 30)
LATE = "s06-1"


@pytest.fixture(scope="session")
def campaign(tmp_path_factory):
    path = tmp_path_factory.mktemp("digest") / "nuoc-sach.toml"
    path.write_text(CAMPAIGN.replace("\n[digest]", f"{OFFICES}\n[digest]"), "utf-8")
    return campaigns.load(path)


@pytest.fixture(scope="session")
def read(published, campaign):
    """Read the issue of a day of March 2026 by what is known at the end."""

    @cache
    def of(day):
        with Reader(published) as reader:
            return contents.read(reader, campaign, period(date(2026, 3, day), CLOSING), AT)

    return of


@pytest.fixture(scope="session")
def issue(read):
    """The issue of 10 March: an opening that three outlets ran, and a headline that would do harm."""
    return read(10)


@pytest.fixture(scope="session")
def watched(published, tmp_path_factory):
    """The same coverage, as if all had been registered on 1 March; one copy came a day late."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(published, folder, dirs_exist_ok=True)
    snapshot = folder / Path(folder / "current").read_text("utf-8")
    with duckdb.connect(snapshot) as connection:
        tables = connection.execute(
            "select table_name from duckdb_columns() inner join duckdb_tables() using (table_name) "
            "where column_name = 'known_from' and not duckdb_tables.internal"
        ).fetchall()
        began = datetime(2026, 3, 1, tzinfo=UTC)
        for (table,) in tables:
            connection.execute(f"update {table} set known_from = ? where known_from = ?", [began, AT])
        late = datetime(2026, 3, 11, 1, tzinfo=UTC)
        connection.execute("update items set known_from = ? where item_id = ?", [late, LATE])
        claim = (
            "nuoc-doi-mau",
            "Nước máy đổi màu",
            "https://y-te.example/a",
            date(2026, 3, 2),
            0,
            began,
            None,
        )
        connection.execute(
            "insert into campaign_claims values (?, ?, ?, ?, ?, ?, ?, ?)", ["nuoc-sach", *claim]
        )
        connection.execute(
            "insert into prepared_found by name select 'nuoc-sach' as campaign, repeat('0', 64) as "
            "campaign_sha256, item_id, sha256, 'claim' as kind, 'nuoc-doi-mau' as subject, ['đục'] as terms, "
            "known_from, null as known_to from items where item_id in ('s06-0', 's06-1')"
        )
    return folder
