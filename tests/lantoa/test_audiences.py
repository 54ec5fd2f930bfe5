"""Audiences: into the home whole, or not at all and with every mistake named."""

from datetime import UTC, date, datetime

import openpyxl
import pyarrow.parquet as pq
import pytest

from crawlers.outlets import Outlet
from lantoa.audiences import COLUMNS, AudienceError, Imported, import_audiences
from lantoa.planning import PlanError

AT = datetime(2026, 3, 1, tzinfo=UTC)
OUTLETS = {
    "ban-mai": Outlet(id="ban-mai", name="Báo Ban Mai", domains=("ban-mai.example",), kind="newspaper"),
    "mai-tre": Outlet(
        id="mai-tre", name="Mai Trẻ", domains=("mai-tre.example",), kind="newspaper", parent="ban-mai"
    ),
}
HEAD = ",".join(COLUMNS)
GOOD = "ban-mai,2000000,50000000,người dùng internet từ 18 tuổi,week,Viện Đo,https://do.example/1,2026-01-31"


@pytest.fixture
def take(tmp_path):
    def taken(*lines, head=HEAD):
        file = tmp_path / "audiences.csv"
        file.write_text("\n".join([head, *lines]) + "\n", "utf-8")
        return import_audiences(file, tmp_path / "home", OUTLETS, AT)

    return taken


def test_a_file_is_kept_once_as_a_batch(take, tmp_path):
    assert take(GOOD) == Imported(1, is_known=False)
    assert take(GOOD) == Imported(1, is_known=True)
    (batch,) = tmp_path.glob("home/*/*.audiences.parquet")
    (row,) = pq.read_table(batch).to_pylist()
    assert (row["outlet"], row["audience"], row["population"]) == ("ban-mai", 2_000_000, 50_000_000)
    assert (row["time_unit"], row["as_of_date"], row["known_from"]) == ("week", date(2026, 1, 31), AT)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (GOOD.replace("ban-mai", "ban-may"), "row 2, outlet: 'ban-may'.*did you mean 'ban-mai'"),
        (GOOD.replace("ban-mai", "mai-tre"), "row 2, outlet: .*sub-site.*'ban-mai'"),
        (GOOD.replace(",week,", ",year,"), "row 2, time_unit: .*'day', 'week' or 'month'"),
        (GOOD.replace("2000000", "2.000.000"), r"row 2, audience: .*digits alone.*'2\.000\.000'"),
        (GOOD.replace("2000000", "400.000"), r"row 2, audience: .*digits alone.*'400\.000'"),
        (GOOD.replace("2000000,", "60000000,"), "row 2, audience: at most the population, 50000000"),
        (GOOD.replace("2026-01-31", "2026-04-01"), "row 2, as_of_date: a day that has passed"),
        (GOOD.replace("2026-01-31", "1767139200"), "row 2, as_of_date: a day is expected, as 2026-08-31"),
        (GOOD.replace("2026-01-31", "31/01/2026"), "row 2, as_of_date: a day is expected.*'31/01/2026'"),
        (GOOD.replace("Viện Đo", "Viện Đo, Hà Nội"), "row 2: '2026-01-31' stands below no column.*in quotes"),
        (GOOD.replace("Viện Đo", ""), "row 2, source: a value is expected"),
        (GOOD + "\n" + GOOD.replace("2000000", "3000000"), "row 3: .*row 2 has an audience of 'ban-mai'"),
    ],
)
def test_one_mistake_and_nothing_is_imported(take, tmp_path, line, told):
    with pytest.raises(AudienceError, match=told):
        take(line)
    assert not (tmp_path / "home").exists()


def test_an_unknown_column_is_named_with_the_nearest_one(take):
    with pytest.raises(AudienceError, match="unknown column 'audiense'; did you mean 'audience'"):
        take(GOOD, head=HEAD.replace("audience", "audiense"))


def test_a_column_that_stands_there_twice_is_named(take):
    with pytest.raises(AudienceError, match="row 1: 'audience' stands above two columns"):
        take(GOOD + ",3000000", head=HEAD + ",audience")


def test_an_excel_workbook_is_read_too(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(COLUMNS))
    sheet.append(["ban-mai", 2000000, 50000000, "người dùng", "day", "Viện Đo", None, datetime(2026, 1, 31)])  # noqa: DTZ001 (a cell)
    book.save(tmp_path / "a.xlsx")
    assert import_audiences(tmp_path / "a.xlsx", tmp_path / "home", OUTLETS, AT).records == 1


def test_a_file_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(PlanError, match=r"a\.pdf: .*\.xlsx or \.csv"):
        import_audiences(tmp_path / "a.pdf", tmp_path / "home", OUTLETS, AT)
