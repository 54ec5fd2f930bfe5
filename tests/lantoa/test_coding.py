"""Coding by hand, from the draw over the workbook to the corrected share."""

import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import openpyxl
import pytest
from typer.testing import CliRunner

from dashboards import coding as shared
from dashboards.coding import CodingError, Work
from lantoa import cli, coding, coding_sheet, steps
from warehouse.reader import Filter, Reader

CAMPAIGN = "nuoc-sach"
SECOND = timedelta(seconds=1)


def run(home, *arguments):
    result = CliRunner().invoke(cli.app, ["code", *arguments, "--home", str(home.folder)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def fill(path, codes):
    """Write codes into the column for them, from the first row on; give the other cells by head."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row, code in enumerate(codes, 2):
        sheet.cell(row, heads.index("Nhãn") + 1, code)
    book.save(path)
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_from_draw_to_corrections_by_the_commands(home, campaign_file, tmp_path):
    planned = json.loads(run(home, "plan", str(campaign_file), "--width", "0.2", "--json"))
    assert planned["stories"] == planned["of_stories"] > 3
    drawn = json.loads(run(home, "draw", str(campaign_file), "--stories", "3", "--double", "1", "--json"))
    name = drawn["draw"]
    assert [story["is_double"] for story in drawn["stories"]] == [True, False, False]
    assert all(0 < story["inclusion_probability"] < 1 for story in drawn["stories"])
    first, second, third = (tmp_path / f"{who}.xlsx" for who in ("ma-1", "ma-2", "ma-3"))
    run(home, "export", str(first), "--draw", name, "--coder", "ma-1")
    rows = fill(first, ["Tích cực", "not_about_campaign", "  trung TÍNH "])
    assert [row["Mã tin"] for row in rows] == [story["item"] for story in drawn["stories"]]
    assert all(row["Tít"] and row["Liên kết"].startswith("https://") for row in rows)
    assert "positive" not in str(rows)
    assert "3 codes taken" in run(home, "import", str(first), "--coder", "ma-1")
    assert "0 codes taken, 3 were there" in run(home, "import", str(first), "--coder", "ma-1")
    run(home, "export", str(second), "--draw", name, "--coder", "ma-2")
    assert len(fill(second, ["Tiêu cực"])) == 1
    run(home, "import", str(second), "--coder", "ma-2")
    run(home, "export", str(third), "--draw", name, "--coder", "ma-3", "--third-look")
    assert len(fill(third, ["Tiêu cực"])) == 1
    run(home, "import", str(third), "--coder", "ma-3", "--third-look")
    steps.load(home, [campaign_file])
    steps.publish(home)
    status = json.loads(run(home, "status", "--json"))
    (draw,) = status["draws"]
    assert (draw["settled"], draw["stories"], draw["double_coded"], draw["coded_alike"]) == (3, 3, 1, 0)
    assert status["agreement"][CAMPAIGN]["reason"] == "1 double-coded stories (60 needed)"
    assert status["rejected"] == []
    assert f"{name}: 3 of 3 settled" in run(home, "status")


def test_days_of_which_the_first_is_after_the_last_are_refused(campaign_file):
    with pytest.raises(CodingError, match=r"is empty: expected --from <= --to"):
        coding.days_of(campaign_file, date(2026, 1, 12), date(2026, 1, 10))


@pytest.fixture
def drawn(home, campaign_file):
    with Reader(home.published) as reader:
        which = coding.days_of(campaign_file, None, None)
        return shared.draw(reader, home.codings, which, 4, 2, 7, steps.settings.now()), which


def exported(home, drawn, folder):
    """Give the draw, and the workbook of its stories for a first coder."""
    draw, _ = drawn
    path = folder / "ma-1.xlsx"
    with Reader(home.published) as reader:
        coding_sheet.export(reader, Work(draw, {}), "ma-1", False, path)
    return draw, path


def test_the_same_seed_draws_the_same_and_what_was_drawn_is_left_out(home, drawn):
    first, which = drawn
    with Reader(home.published) as reader:
        rest = shared.draw(reader, home.codings, which, 99, 0, 7, first.at + SECOND)
        assert not {story.item for story in first.stories} & {story.item for story in rest.stories}
        with pytest.raises(CodingError, match=r"no stories of .* are left to be drawn"):
            shared.draw(reader, home.codings, which, 1, 0, 7, first.at + 2 * SECOND)

        (home.codings / "draws.jsonl").unlink()
        again = shared.draw(reader, home.codings, which, 4, 2, 7, first.at)
        assert again == first
        same_second = shared.draw(reader, home.codings, which, 1, 0, 7, first.at)
        assert same_second.draw == f"{first.draw}-2"


def test_a_workbook_with_mistakes_is_refused_whole_and_each_is_named(home, drawn, tmp_path):
    draw, path = exported(home, drawn, tmp_path)
    fill(path, ["Tích cực", "tốt", "Trung tính"])
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(4, heads.index("Mã tin") + 1, "khac")
    book.save(path)
    with pytest.raises(CodingError) as told:
        coding_sheet.take(path, home.codings, "ma-1", False, draw.at)
    assert re.search(r"row 3, column 'Nhãn': expected one of Tích cực, .*, not 'tốt'", str(told.value))
    assert f"row 4: no draw '{draw.draw}' has an item 'khac'" in str(told.value)
    assert not coding.find_draw(home.codings, draw.draw).codes


def test_an_item_that_stands_in_two_rows_of_a_workbook_has_no_code(home, drawn, tmp_path):
    draw, path = exported(home, drawn, tmp_path)
    fill(path, ["Tích cực", "Trung tính"])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index("Mã tin") + 1
    sheet.cell(3, place, sheet.cell(2, place).value)
    book.save(path)
    with pytest.raises(CodingError, match="row 3: row 2 codes the same item; one row of each is expected"):
        coding_sheet.take(path, home.codings, "ma-1", False, draw.at)
    assert not coding.find_draw(home.codings, draw.draw).codes


def test_a_workbook_that_does_not_say_its_size_is_read(home, drawn, tmp_path):
    draw, path = exported(home, drawn, tmp_path)
    fill(path, ["Tích cực"])
    with zipfile.ZipFile(path) as book:
        whole = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    note = b'<row r="9"><c r="A9" t="inlineStr"><is><t>so sau</t></is></c></row>'
    whole[sheet] = re.sub(rb"<dimension[^>]*/>", b"", whole[sheet]).replace(
        b"</sheetData>", note + b"</sheetData>"
    )
    with zipfile.ZipFile(path, "w") as book:
        for name, content in whole.items():
            book.writestr(name, content)
    taken = coding_sheet.take(path, home.codings, "ma-1", False, draw.at)
    assert taken.codes == 1


def test_a_workbook_that_is_imported_twice_at_once_is_taken_once(home, drawn, tmp_path):
    draw, path = exported(home, drawn, tmp_path)
    fill(path, ["Tích cực", "Trung tính", "Tiêu cực"])
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda _: coding_sheet.take(path, home.codings, "ma-1", False, draw.at), range(4))
        assert sorted((taken.codes, taken.known) for taken in found) == [(0, 3)] * 3 + [(3, 0)]
    assert len((home.codings / "codes.jsonl").read_text("utf-8").splitlines()) == 3


def test_lines_that_do_not_count_are_told_by_each_load(home, drawn, campaign_file):
    (home.codings / "codes.jsonl").write_text("no code\n", "utf-8")
    assert steps.load(home, [campaign_file]).rejected_codings == 1
    assert steps.load(home, [campaign_file]).rejected_codings == 1


@pytest.mark.parametrize("name", ["Nguyễn An", "m" * 41])
def test_a_coder_has_a_pseudonym(home, drawn, tmp_path, name):
    draw, _ = drawn
    path = tmp_path / "ma-1.xlsx"
    with Reader(home.published) as reader, pytest.raises(CodingError, match="expected a pseudonym"):
        coding_sheet.export(reader, Work(draw, {}), name, False, path)
    with pytest.raises(CodingError, match="expected a pseudonym"):
        coding_sheet.take(path, home.codings, name, False, draw.at)


def test_a_first_code_is_not_changed_by_another_workbook(home, drawn, tmp_path):
    draw, path = exported(home, drawn, tmp_path)
    fill(path, ["Tích cực"])
    assert coding_sheet.take(path, home.codings, "ma-1", False, draw.at).codes == 1
    fill(path, ["Tiêu cực"])
    with pytest.raises(CodingError, match="coded this as positive before; the first code stands"):
        coding_sheet.take(path, home.codings, "ma-1", False, draw.at)
    assert coding_sheet.take(path, home.codings, "ma-1", True, draw.at).codes == 1


def test_a_code_that_was_taken_back_in_the_browser_is_asked_for_and_taken_anew(home, drawn, tmp_path):
    draw, _ = drawn
    path = tmp_path / "ma-1.xlsx"
    shared.give(home.codings, draw.draw, draw.stories[0].item, "positive", "ma-1", False, False, draw.at)
    last = shared.last_code(shared.read(home.codings), "ma-1")
    shared.take_back(home.codings, CAMPAIGN, "ma-1", last.at, draw.at)
    with Reader(home.published) as reader:
        waiting = coding_sheet.export(reader, coding.find_draw(home.codings, draw.draw), "ma-1", False, path)
    assert waiting == len(draw.stories)
    fill(path, ["Tiêu cực"])
    assert coding_sheet.take(path, home.codings, "ma-1", False, draw.at).codes == 1
    work = coding.find_draw(home.codings, draw.draw)
    assert work.firsts(draw.stories[0]) == {"ma-1": "negative"}


def test_a_headline_that_looks_like_a_formula_stays_text(tmp_path):
    book = openpyxl.Workbook()
    coding_sheet._fill(book.active, [{"title": '=HYPERLINK("http://evil.example")\x07', "code": ""}])
    path = tmp_path / "book.xlsx"
    book.save(path)
    cell = openpyxl.load_workbook(path).worksheets[0].cell(2, 1)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://evil.example")')


@pytest.mark.parametrize("content", [b"not a workbook", None])
def test_what_is_no_workbook_of_ours_is_named(tmp_path, content):
    path = tmp_path / "other.xlsx"
    if content is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(CodingError, match=r"other\.xlsx: expected"):
        coding_sheet.take(path, tmp_path, "ma-1", False, steps.settings.now())


def test_a_draw_that_is_not_there_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(CodingError, match="make one with `lantoa code draw`"):
        coding.find_draw(tmp_path, "khac")


def test_a_width_out_of_range_is_refused(home, campaign_file):
    with Reader(home.published) as reader, pytest.raises(CodingError, match="--width is 10"):
        coding.plan(reader, Filter(CAMPAIGN, *reader.period()), 10)
