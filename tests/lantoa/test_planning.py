"""Plans of agencies: into the campaign's file whole, or not at all and with every mistake named."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from lantoa import planning
from lantoa.planning import Imported, PlanError, import_plan
from warehouse import campaign as campaigns

CAMPAIGN = """# Ghi chú của người soạn
id = "nuoc-sach"
names = { vi = "Tháng nước sạch", en = "Clean water month" }
query = '"nước sạch"'
offices = ["Sở Nước", "Hội Giếng Làng"]

[[phases]]
id = "trong"
name = { vi = "Trong", en = "During" }
from = 2026-01-01
to = 2026-01-31

[[workstreams]]
id = "truong-hoc"
name = { vi = "Trường học", en = "Schools" }
terms = ["trường học"]

[[tasks]]
id = "bon-nuoc"
workstream = "truong-hoc"
name = "Lắp bồn nước"
lead = "Hội Giếng Làng"
"""
TASKS = [
    ["Mã", "Nhiệm vụ", "Mảng công việc", "Cơ quan phối hợp"],
    ["voi-nuoc", "Lắp vòi nước uống", "Trường học", "Hội Giếng Làng"],
]
ACTIVITIES = [
    ["Hoạt động", "Nhiệm vụ", "Ngày", "Địa điểm", "Từ khóa", "Tỷ trọng dự kiến"],
    [
        "Lễ lắp vòi nước",
        "Lắp vòi nước uống",
        datetime(2026, 1, 12),  # noqa: DTZ001 (a cell)
        "Vinh, Nghệ An",
        "vòi nước; lễ lắp",
        2,
    ],
    ["Tổng kết", "voi-nuoc", "27/1/2026", None, None, "0,5"],
]


@pytest.fixture
def campaign(tmp_path):
    path = tmp_path / "nuoc-sach.toml"
    path.write_text(CAMPAIGN, "utf-8")
    return path


@pytest.fixture
def book(tmp_path):
    def write(name="ke-hoach.xlsx", **sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        made.save(tmp_path / name)
        return tmp_path / name

    return write


def refused(files, campaign, agency="Sở Nước"):
    before = campaign.read_bytes()
    with pytest.raises(PlanError) as refusal:
        import_plan(files, campaign, agency)
    assert campaign.read_bytes() == before
    assert list(campaign.parent.glob("*.partial")) == []
    return str(refusal.value)


def test_a_workbook_in_vietnamese_goes_into_the_campaigns_file(campaign, book):
    file = book(NhiemVu=TASKS, HoatDong=ACTIVITIES)
    assert import_plan([file], campaign, "Sở Nước") == Imported(tasks=1, activities=2, known=0)
    assert campaign.read_text("utf-8").startswith(CAMPAIGN.rstrip())
    loaded = campaigns.load(campaign)
    task = loaded.tasks[1]
    assert (task.id, task.workstream, task.lead, task.coordinating) == (
        "voi-nuoc",
        "truong-hoc",
        "Sở Nước",
        ("Hội Giếng Làng",),
    )
    first, last = loaded.activities
    assert (first.id, first.task, first.date) == ("2026-01-12-le-lap-voi-nuoc", "voi-nuoc", date(2026, 1, 12))
    assert (first.place, first.terms, first.intended_weight) == ("Vinh, Nghệ An", ("vòi nước", "lễ lắp"), 2)
    assert (last.date, last.place, last.terms, last.intended_weight) == (date(2026, 1, 27), None, (), 0.5)


def test_the_same_plan_again_changes_nothing(campaign, book):
    file = book(NhiemVu=TASKS, HoatDong=ACTIVITIES)
    import_plan([file], campaign, "Sở Nước")
    before = campaign.read_bytes()
    assert import_plan([file], campaign, "Sở Nước") == Imported(tasks=0, activities=0, known=3)
    assert campaign.read_bytes() == before


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_files_in_english_are_read(campaign, tmp_path, separator):
    tasks, activities = tmp_path / "tasks.csv", tmp_path / "activities.csv"
    tasks.write_text(
        separator.join(("id", "task", "workstream")) + "\n" + separator.join(("tap", "Taps", "truong-hoc")),
        "utf-8-sig",
    )
    activities.write_text(
        separator.join(("activity", "task", "date"))
        + "\n"
        + separator.join(("Opening", "tap", "2026-01-12")),
        "utf-8",
    )
    assert import_plan([tasks, activities], campaign, "Sở Nước") == Imported(1, 1, 0)
    assert campaigns.load(campaign).activities[0].date == date(2026, 1, 12)


def test_a_cell_of_a_csv_file_may_hold_several_lines(campaign, tmp_path):
    file = tmp_path / "activities.csv"
    file.write_bytes(b'activity,task,date\r\n"Opening\nof the taps",voi-nuoc,2026-01-12\r\n')
    tasks = tmp_path / "tasks.csv"
    tasks.write_text("id,task,workstream\nvoi-nuoc,Taps,truong-hoc", "utf-8")
    assert import_plan([tasks, file], campaign, "Sở Nước") == Imported(1, 1, 0)
    assert campaigns.load(campaign).activities[0].title.split() == ["Opening", "of", "the", "taps"]


def test_every_mistake_is_named_with_sheet_row_and_column(campaign, book):
    tasks = [
        *TASKS,
        ["x", "Đào giếng", "Trường hoc", None],
        ["voi-nuoc", "Lắp vòi nước khác", "truong-hoc", None],
    ]
    activities = [
        *ACTIVITIES,
        ["Ngoài đợt", "voi-nuoc", "3/2/2026", None, None, None],
        ["Sai ngày", "voi-nuoc", "31/2/2026", None, None, None],
        ["Sai nhiệm vụ", "voi-nuocc", "5/1/2026", None, None, "nhiều"],
    ]
    told = refused([book(NhiemVu=tasks, HoatDong=activities)], campaign)
    assert (
        "sheet 'HoatDong', row 5, column 'Ngày': a day is expected, day/month/year, not '31/2/2026'" in told
    )
    assert "sheet 'HoatDong', row 6, column 'Tỷ trọng dự kiến': a number is expected, not 'nhiều'" in told
    sound = [activities[0], *activities[1:4]]
    told = refused([book(NhiemVu=tasks, HoatDong=sound)], campaign)
    assert "row 3, column 'Mảng công việc': unknown id of a workstream (truong-hoc): 'Trường hoc'" in told
    assert "sheet 'NhiemVu', row 4, column 'Mã': " in told
    assert "sheet 'NhiemVu', row 2 has another task of the id 'voi-nuoc': change one of the two" in told
    assert (
        "sheet 'HoatDong', row 4, column 'Ngày': a day of the campaign's phases is expected, 2026-01-01"
        in told
    )


def test_two_agencies_do_not_lead_one_task(campaign, book):
    rows = [TASKS[0], ["khac", "Lắp Bồn Nước", "truong-hoc", None]]
    told = refused([book(NhiemVu=rows)], campaign)
    assert "row 2, column 'Nhiệm vụ': 'Hội Giếng Làng' leads this task already: two can't" in told
    other = [[*TASKS[0], "Cơ quan chủ trì"], [*TASKS[1], "Hội Giếng Làng"]]
    assert "column 'Cơ quan chủ trì': 'Sở Nước' is expected" in refused([book(NhiemVu=other)], campaign)


def test_one_id_with_another_content_is_a_conflict(campaign, book):
    import_plan([book(NhiemVu=TASKS)], campaign, "Sở Nước")
    changed = [TASKS[0], ["voi-nuoc", "Lắp vòi nước", "truong-hoc", None]]
    told = refused([book(NhiemVu=changed)], campaign)
    assert "row 2, column 'Mã': the campaign has another task of the id 'voi-nuoc'" in told


def test_only_who_leads_or_coordinates_a_task_plans_activities_of_it(campaign, book):
    rows = [["Hoạt động", "Nhiệm vụ", "Ngày"], ["Rửa bồn", "Lắp bồn nước", "20/1/2026"]]
    told = refused([book(Hoạt=rows)], campaign)
    assert "row 2, column 'Nhiệm vụ': 'Hội Giếng Làng' leads this task, and 'Sở Nước' is not among" in told
    campaign.write_text(CAMPAIGN + 'coordinating = ["Sở Nước"]\n', "utf-8")
    assert import_plan([book(Hoạt=rows)], campaign, "Sở Nước").activities == 1


def test_a_title_above_the_columns_and_running_numbers_are_no_part_of_a_plan(campaign, book):
    head = ["STT", "Hoạt động", "Nhiệm vụ", "Ngày", "Ghi chú"]
    rows = [
        ["KẾ HOẠCH TRUYỀN THÔNG THÁNG 1"],
        [],
        head,
        [1, "Lễ mở vòi", "voi-nuoc", "12/1/2026", "ngoài trời"],
        [2, "Tổng kết", "voi-nuoc", "31/2/2026", None],
    ]
    told = refused([book(N=TASKS, H=rows)], campaign)
    assert "sheet 'H', row 5, column 'Ngày': a day is expected" in told
    assert import_plan([book(N=TASKS, H=rows[:4])], campaign, "Sở Nước").activities == 1


@pytest.mark.parametrize("weight", ["nan", "inf", "-inf"])
def test_a_weight_that_is_no_number_is_named_with_its_row(campaign, book, weight):
    rows = [*ACTIVITIES[:2], ["Tổng kết", "voi-nuoc", "27/1/2026", None, None, weight]]
    told = refused([book(N=TASKS, H=rows)], campaign)
    assert f"row 3, column 'Tỷ trọng dự kiến': a number is expected, not {weight!r}" in told


def test_one_activity_under_two_ids_is_named_with_both_rows(campaign, book):
    head = ["Mã", "Hoạt động", "Nhiệm vụ", "Ngày"]
    first, again = ["a", "Lễ mở vòi", "voi-nuoc", "12/1/2026"], ["b", "LỄ  mở vòi", "voi-nuoc", "12/1/2026"]
    told = refused([book(N=TASKS, H=[head, first, again])], campaign)
    assert "sheet 'H', row 3: " in told
    assert "sheet 'H', row 2 has this activity already, as 'a': leave one of the two out" in told
    other_day = [*again[:3], "13/1/2026"]
    assert import_plan([book(N=TASKS, H=[head, first, other_day])], campaign, "Sở Nước").activities == 2
    told = refused([book(H=[head, ["c", *first[1:]]])], campaign)
    assert "row 2: the campaign has this activity already, as 'a'" in told


def test_an_activity_on_another_day_is_named_with_both_days_and_what_to_do(campaign, book):
    head = ["Hoạt động", "Nhiệm vụ", "Ngày"]
    first, moved = ["Diễn tập mở vòi", "voi-nuoc", "18/1/2026"], ["Diễn tập mở vòi", "voi-nuoc", "20/1/2026"]
    import_plan([book(N=TASKS, H=[head, first])], campaign, "Sở Nước")
    told = refused([book(H=[head, moved])], campaign)
    assert "sheet 'H', row 2, column 'Ngày': this activity is on 2026-01-20 here, and on 2026-01-18" in told
    assert (
        "as '2026-01-18-dien-tap-mo-voi': if it was moved, take that one out of the campaign's file" in told
    )
    assert import_plan([book(H=[head, moved, first])], campaign, "Sở Nước") == Imported(0, 1, 1)
    assert import_plan([book(H=[head, moved])], campaign, "Sở Nước") == Imported(0, 0, 1)


def test_long_titles_that_begin_alike_have_ids_of_their_own(campaign, book):
    head = ["Hoạt động", "Nhiệm vụ", "Ngày"]
    titles = [
        f"Hội nghị trực tuyến toàn quốc quán triệt, triển khai việc lắp vòi tại {place}"
        for place in ("Hà Nội", "Huế", "Vinh")
    ]
    rows = [head, *([title, "voi-nuoc", "18/1/2026"] for title in titles), ["Họp", "voi-nuoc", "19/1/2026"]]
    import_plan([book(N=TASKS, H=rows[:2])], campaign, "Sở Nước")
    before = campaigns.load(campaign).activities[0].id
    assert import_plan([book(H=rows)], campaign, "Sở Nước") == Imported(0, 3, 1)
    ids = [one.id for one in campaigns.load(campaign).activities]
    assert ids[0] == before == "2026-01-18-hoi-nghi-truc-tuyen-toan-quoc-quan-triet-trien-kh"
    assert len(set(ids)) == 4
    assert import_plan([book(H=[head, *rows[:0:-1]])], campaign, "Sở Nước") == Imported(0, 0, 4)


def test_one_title_of_two_tasks_on_one_day_is_two_activities(campaign, book):
    tasks = [*TASKS, ["bon", "Rửa bồn", "truong-hoc", None]]
    rows = [
        ["Hoạt động", "Nhiệm vụ", "Ngày"],
        *(["Họp báo", task, "18/1/2026"] for task in ("voi-nuoc", "bon")),
    ]
    file = book(N=tasks, H=rows)
    assert import_plan([file], campaign, "Sở Nước").activities == 2
    assert import_plan([file], campaign, "Sở Nước") == Imported(0, 0, 4)


@pytest.mark.parametrize(
    ("cell", "terms"),
    [
        ("lễ lắp vòi; vòi nước", ("lễ lắp vòi", "vòi nước")),
        ("lễ lắp vòi\nvòi nước\n", ("lễ lắp vòi", "vòi nước")),
        ("lễ lắp vòi, vòi  nước", ("lễ lắp vòi", "vòi nước")),
        ("lễ lắp, mở vòi; vòi nước", ("lễ lắp, mở vòi", "vòi nước")),
        ("lễ lắp, mở vòi;", ("lễ lắp, mở vòi",)),
        ("vòi nước", ("vòi nước",)),
    ],
)
def test_terms_are_parted_at_semicolons_and_lines_and_else_at_commas(campaign, book, cell, terms):
    rows = [["Hoạt động", "Nhiệm vụ", "Ngày", "Từ khóa"], ["Mở vòi", "voi-nuoc", "18/1/2026", cell]]
    import_plan([book(N=TASKS, H=rows)], campaign, "Sở Nước")
    assert campaigns.load(campaign).activities[0].terms == terms


def test_offices_are_parted_at_commas_but_for_those_within_a_name(campaign, book):
    text = CAMPAIGN.replace('"Hội Giếng Làng"]', '"Hội Giếng Làng", "Các xã, phường"]')
    campaign.write_text(text, "utf-8")
    rows = [TASKS[0], ["voi", "Lắp vòi", "truong-hoc", "Các xã, phường, Hội Giếng Làng"]]
    import_plan([book(N=rows)], campaign, "Sở Nước")
    assert campaigns.load(campaign).tasks[1].coordinating == ("Các xã, phường", "Hội Giếng Làng")


def test_every_word_above_a_column_is_told_where_the_plan_is_described():
    manual = (Path(__file__).parents[2] / "docs/operate.md").read_text("utf-8")
    told = manual.partition("## An agency's plan")[2].partition("\n## ")[0].lower()
    words = [name for kind in planning._KINDS.values() for some in kind.columns.values() for name in some]
    assert [word for word in (*words, *planning._IGNORED) if word not in told] == []


def test_one_id_twice_in_a_plan_is_named_with_both_rows(campaign, book):
    head = ["Mã", "Hoạt động", "Nhiệm vụ", "Ngày"]
    rows = [head, ["a", "Lễ mở vòi", "voi-nuoc", "12/1/2026"], ["a", "Tổng kết", "voi-nuoc", "27/1/2026"]]
    told = refused([book(N=TASKS, H=rows)], campaign)
    assert "row 3, column 'Mã': " in told
    assert "row 2 has another activity of the id 'a'" in told


def test_what_is_no_plan_is_refused_in_one_sentence(campaign, book, tmp_path):
    assert "row 1: the columns of tasks (Nhiệm vụ, Mảng công việc)" in refused(
        [book(A=[["Một", "Hai"]])], campaign
    )
    odd = [[*TASKS[0], "Kinh phí"], TASKS[1]]
    assert "row 1: unknown column 'Kinh phí'; known are mã nhiệm vụ" in refused([book(A=odd)], campaign)
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"khong phai")
    assert f"{broken}: an Excel workbook (.xlsx) is expected" in refused([broken], campaign)
    latin = tmp_path / "cu.csv"
    latin.write_bytes("Nhiệm vụ".encode("utf-16"))
    assert "a CSV file in UTF-8 is expected" in refused([latin], campaign)
    assert "a file that ends in .xlsx or .csv" in refused([tmp_path / "a.doc"], campaign)
    assert "offices: 'Sở Lửa' is expected there" in refused([book(A=TASKS)], campaign, "Sở Lửa")
