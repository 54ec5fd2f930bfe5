"""Plans of agencies: tasks and activities out of Excel workbooks and CSV files, into the campaign's file.

All of a plan is taken, or nothing: what is wrong is told with file, sheet, row and column. The campaign's
file stays the one place of tasks and activities; what it has already is not added again.
"""

import csv
import hashlib
import io
import json
import math
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import BaseModel, ValidationError

from nlp.text import fold, normalise, without_diacritics
from warehouse import campaign as campaigns
from warehouse.campaign import Campaign, CampaignError
from warehouse.placing import placed

Entry = dict[str, Any]
MOST_ROWS = 5000
"""Rows of a sheet that are read; a plan with more is refused."""

# Columns by the words above them, in lower case; a plan is in Vietnamese or in English.
_TASK_COLUMNS = {
    "id": ("mã nhiệm vụ", "mã", "id"),
    "workstream": ("mảng công việc", "workstream"),
    "name": ("nhiệm vụ", "tên nhiệm vụ", "task", "name"),
    "lead": ("cơ quan chủ trì", "chủ trì", "lead"),
    "coordinating": ("cơ quan phối hợp", "phối hợp", "coordinating"),
}
_ACTIVITY_COLUMNS = {
    "id": ("mã hoạt động", "mã", "id"),
    "task": ("mã nhiệm vụ", "nhiệm vụ", "task"),
    "date": ("ngày", "thời gian", "date"),
    "title": ("hoạt động", "tên hoạt động", "activity", "title"),
    "place": ("địa điểm", "place"),
    "terms": ("từ khóa", "terms"),
    "days_before": ("số ngày trước", "days before"),
    "days_after": ("số ngày sau", "days after"),
    "intended_weight": ("tỷ trọng dự kiến", "intended weight"),
}


@dataclass(frozen=True)
class _Kind:
    """What a sheet can hold: the name of one, the words above its columns, the keys that each must have."""

    one: str
    columns: dict[str, tuple[str, ...]]
    needed: tuple[str, ...]


_KINDS = {
    "activities": _Kind("activity", _ACTIVITY_COLUMNS, ("title", "task", "date")),
    "tasks": _Kind("task", _TASK_COLUMNS, ("name", "workstream")),
}
_LISTS = ("coordinating", "terms")
_PARTED = re.compile(r"[;\r\n]")
_IGNORED = ("stt", "tt", "số tt", "số thứ tự", "no.", "ghi chú", "note", "notes")
"""Columns that a plan has for its reader."""
_HEAD_ROWS = 10
"""Rows among which the one with the columns' words is looked for: a title may stand above it."""
_LONGEST_ID = 60
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")


class PlanError(Exception):
    """Nothing was imported; one mistake a line, each with file, sheet, row and column."""


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        tasks: Tasks added to the campaign's file.
        activities: Activities added.
        known: Tasks and activities that it had already, word for word.
    """

    tasks: int
    activities: int
    known: int


@dataclass
class _Plan:
    """Entries by section ("tasks", "activities"), each with where it stands, and what is wrong."""

    entries: dict[str, list[tuple[Entry, "_Row"]]] = field(
        default_factory=lambda: {"tasks": [], "activities": []}
    )
    known: int = 0
    problems: list[str] = field(default_factory=list)
    ids: dict[tuple[str, object], str] = field(default_factory=dict)
    """Where each id stands, by section and id."""
    told: dict[tuple[object, ...], tuple[str, object]] = field(default_factory=dict)
    """Where what people know one by (`_told`) stands, and its id."""
    days: dict[tuple[object, object], dict[date, "_Row"]] = field(default_factory=dict)
    """Where the plan has the days of an activity, by what they have in common (`_recurring`)."""

    def note(self, section: str, entry: Entry, where: str) -> None:
        """Note that an entry is there, in the campaign or in the plan."""
        self.ids.setdefault((section, entry["id"]), where)
        self.told.setdefault(_told(entry, section), (where, entry["id"]))


@dataclass(frozen=True)
class _Row:
    """A row of a sheet: where it stands, and its cells by key of the campaign's file."""

    where: str
    columns: dict[str, str]
    cells: Entry

    def at(self, key: str) -> str:
        """Give where a cell stands, in words."""
        return f"{self.where}, column {self.columns[key]!r}" if key in self.columns else self.where


def import_plan(files: Sequence[Path], campaign_file: Path, agency: str) -> Imported:
    """Add the tasks and activities of an agency's files to a campaign's file.

    Args:
        files: Workbooks (.xlsx) and CSV files in UTF-8. Each sheet holds tasks or activities, told
            apart by its first row.
        campaign_file: The campaign, whose file is replaced at once by the one with the plan.
        agency: Name from the campaign's `offices` that leads the tasks.

    Raises:
        PlanError: A file can't be read, or something in it is wrong or in conflict with the campaign.
        CampaignError: The campaign's file is wrong by itself.
    """
    campaign = campaigns.load(campaign_file)
    if agency not in campaign.offices:
        known = ", ".join(campaign.offices) or "none yet"
        raise PlanError(
            f"{campaign_file}: offices: {agency!r} is expected there, which has: {known}; add it first"
        )
    plan = _Plan()
    for section in _KINDS:
        for one in getattr(campaign, section):
            plan.note(section, one.model_dump(), "the campaign")
    rows = [found for file in files for found in _rows(file)]
    # Tasks first: activities name them.
    for row, section in sorted(rows, key=lambda found: found[1], reverse=True):
        _take(plan, campaign, agency, row, section, _entry(plan, campaign, agency, row, section))
    plan.problems += _moved(plan, campaign)
    content = campaign_file.read_bytes()
    added = "".join(_toml(section, entry) for section, found in plan.entries.items() for entry, _ in found)
    whole = content.rstrip() + b"\n" + added.encode() if added else content
    plan.problems += list(_wrong(whole, campaign_file, campaign, plan))
    if plan.problems:
        raise PlanError("nothing was imported:\n" + "\n".join(dict.fromkeys(plan.problems)))
    with placed(campaign_file.with_suffix(".partial"), campaign_file) as partial:
        partial.write_bytes(whole)
    return Imported(len(plan.entries["tasks"]), len(plan.entries["activities"]), plan.known)


def _rows(file: Path) -> Iterator[tuple[_Row, str]]:
    """Yield the rows of a file's sheets, each with the section of the campaign's file it belongs to."""
    for sheet, table in sheets(file):
        where = f"{file}, sheet {sheet!r}" if sheet else str(file)
        above, section, columns = _head(where, table)
        head, body = table[above], table[above + 1 :]
        if len(body) > MOST_ROWS:
            raise PlanError(f"{where}: at most {MOST_ROWS} rows are expected, there are {len(body)}")
        for number, cells in enumerate(body, above + 2):
            filled = {
                key: cells[place]
                for key, place in columns.items()
                if place < len(cells) and cells[place] not in (None, "")
            }
            if filled:
                names = {key: str(head[place]) for key, place in columns.items()}
                yield _Row(f"{where}, row {number}", names, filled), section


def sheets(file: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield name and rows of each sheet that is not empty; a CSV file is one without a name.

    Raises:
        PlanError: It can't be read, or is neither an Excel workbook (.xlsx) nor CSV in UTF-8.
    """
    if file.suffix.lower() == ".xlsx":
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError) as error:
            raise PlanError(f"{file}: an Excel workbook (.xlsx) is expected: {error}") from error
        for sheet in book.worksheets:
            rows = [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 2, values_only=True)]
            if any(cell is not None for row in rows for cell in row):
                yield sheet.title, rows
        book.close()
        return
    if file.suffix.lower() != ".csv":
        raise PlanError(f"{file}: a file that ends in .xlsx or .csv is expected")
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{file}: a CSV file in UTF-8 is expected: {error}") from error
    first = text.partition("\n")[0]
    yield "", list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count)))


def _head(where: str, table: Sequence[Sequence[Any]]) -> tuple[int, str, dict[str, int]]:
    """Find the row of the columns' words: how many stand above it, its section, the place of each key."""
    for above, row in enumerate(table[:_HEAD_ROWS]):
        if found := _section(f"{where}, row {above + 1}", row):
            return above, *found
    raise PlanError(
        f"{where}, row 1: the columns of tasks (Nhiệm vụ, Mảng công việc) or of activities (Hoạt động, "
        f"Nhiệm vụ, Ngày) are expected, or in one of the {_HEAD_ROWS - 1} rows below"
    )


def _section(where: str, head: Sequence[Any]) -> tuple[str, dict[str, int]] | None:
    """Tell tasks from activities by the words above the columns; None for a row that has not those needed."""
    words = [" ".join(fold(str(cell or "")).split()) for cell in head]
    for section, kind in _KINDS.items():
        columns = {
            key: words.index(name)
            for key, known in kind.columns.items()
            for name in reversed(known)
            if name in words
        }
        if all(key in columns for key in kind.needed):
            unknown = [
                str(head[place])
                for place, word in enumerate(words)
                if word and word not in _IGNORED and place not in columns.values()
            ]
            if unknown:
                known = ", ".join(name for one in kind.columns.values() for name in one)
                raise PlanError(f"{where}: unknown column {unknown[0]!r}; known are {known}")
            return section, columns
    return None


def _take(plan: _Plan, campaign: Campaign, agency: str, row: _Row, section: str, entry: Entry) -> None:
    """Put an entry into the plan, unless the campaign has it, or something that it is in conflict with."""
    if section == "activities" and entry.get("date"):
        plan.days.setdefault(_recurring(entry), {})[entry["date"]] = row
    same = next((one for one in getattr(campaign, section) if one.id == entry["id"]), None)
    if same is not None and _is_same(same, entry):
        plan.known += 1
        return
    conflicts = _led_by_another(campaign, agency, row, section, entry) or _twice(plan, row, section, entry)
    if conflicts:
        plan.problems.append(conflicts)
    else:
        plan.entries[section].append((entry, row))
        plan.note(section, entry, row.where)


def _led_by_another(campaign: Campaign, agency: str, row: _Row, section: str, entry: Entry) -> str | None:
    """Say whose task it is, if it is another agency's; those that coordinate one plan activities of it."""
    if section == "tasks":
        names = (entry["id"], fold(str(entry.get("name"))))
        lead = next(
            (
                one.lead
                for one in campaign.tasks
                if one.lead != agency and (one.id == names[0] or fold(one.name) == names[1])
            ),
            None,
        )
        return f"{row.at('name')}: {lead!r} leads this task already: two can't" if lead else None
    task = next((one for one in campaign.tasks if one.id == entry["task"]), None)
    if task is None or agency in (task.lead, *task.coordinating):
        return None
    return (
        f"{row.at('task')}: {task.lead!r} leads this task, and {agency!r} is not among its coordinating ones"
    )


def _twice(plan: _Plan, row: _Row, section: str, entry: Entry) -> str | None:
    """Say what has the id of an entry, or is the same under another id, and where that is."""
    one = _KINDS[section].one
    if where := plan.ids.get((section, entry["id"])):
        return f"{row.at('id')}: {where} has another {one} of the id {entry['id']!r}: change one of the two"
    if found := plan.told.get(_told(entry, section)):
        where, name = found
        return f"{row.where}: {where} has this {one} already, as {name!r}: leave one of the two out"
    return None


def _moved(plan: _Plan, campaign: Campaign) -> Iterator[str]:
    """Yield the days of activities that the campaign has on others, which the plan does not name any more.

    What is held on several days has a row of each: a plan that names the campaign's day too adds one.
    """
    planned: dict[tuple[object, object], dict[date, str]] = {}
    for one in campaign.activities:
        planned.setdefault(_recurring(one.model_dump()), {})[one.date] = one.id
    for key, days in plan.days.items():
        known = planned.get(key, {})
        for day in sorted(known.keys() - days.keys()):
            for new in sorted(days.keys() - known.keys()):
                yield (
                    f"{days[new].at('date')}: this activity is on {new} here, and on {day} in the campaign, "
                    f"as {known[day]!r}: if it was moved, take that one out of the campaign's file; if it is "
                    f"held on both days, give {day} a row here too; if they are two, let their titles differ"
                )


def _recurring(entry: Entry) -> tuple[object, object]:
    """Give what the days of an activity that is held several times have in common."""
    return entry.get("task"), fold(str(entry.get("title")))


def _told(entry: Entry, section: str) -> tuple[object, ...]:
    """Give by what people know one: a task by its name, an activity by task, day and title."""
    keys = ("name",) if section == "tasks" else ("task", "date", "title")
    known = (fold(value) if isinstance(value := entry.get(key), str) else value for key in keys)
    return section, *known


def _entry(plan: _Plan, campaign: Campaign, agency: str, row: _Row, section: str) -> Entry:
    """Give a row as the campaign's file would have it; what is wrong goes into the plan's problems."""
    entry = {key: _value(plan, row, key, campaign.offices) for key in row.cells}
    plan.problems += [
        f"{row.at(key)}: a value is expected" for key in _KINDS[section].needed if key not in entry
    ]
    if section == "tasks":
        streams = {stream.name.vi: stream.id for stream in campaign.workstreams}
        entry["workstream"] = _id(entry.get("workstream"), streams)
        if entry.setdefault("lead", agency) != agency:
            plan.problems.append(f"{row.at('lead')}: {agency!r} is expected, whose plan this is")
        return {"id": _made_up(plan, section, entry, str(entry.get("name", "")))} | entry
    tasks = {task.name: task.id for task in campaign.tasks}
    new = {str(task.get("name")): task["id"] for task, _ in plan.entries["tasks"]}
    entry["task"] = _id(entry.get("task"), tasks | new)
    words = f"{entry.get('date') or ''} {entry.get('title', '')}"
    return {"id": _made_up(plan, section, entry, words)} | entry


def _value(plan: _Plan, row: _Row, key: str, offices: Collection[str]) -> object:
    cell = row.cells[key]
    if key == "date":
        return _day(plan, row, cell)
    if key in ("days_before", "days_after", "intended_weight"):
        try:
            number = float(str(cell).replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            plan.problems.append(f"{row.at(key)}: a number is expected, not {cell!r}")
            return None
        return int(number) if number.is_integer() else number
    text = normalise(str(cell))
    return _parts(text, offices) if key in _LISTS else " ".join(text.split())


def _parts(text: str, offices: Collection[str]) -> list[str]:
    """Part a cell at semicolons and line breaks, where there are none at commas, but not within an office."""
    if _PARTED.search(text):
        parts = _PARTED.split(text)
    else:
        whole = "".join(f"{re.escape(name)}|" for name in offices if "," in name)
        parts = re.findall(rf"\s*({whole}[^,]+)", text)
    return [words for part in parts if (words := " ".join(part.split()))]


def _day(plan: _Plan, row: _Row, cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    found = None if isinstance(cell, date) else _DAY.fullmatch(str(cell).strip())
    try:
        if isinstance(cell, date):
            return cell
        if found:
            day, month, year, *iso = found.groups()
            return date(*map(int, iso)) if iso[0] else date(int(year), int(month), int(day))
    except ValueError:
        pass
    plan.problems.append(f"{row.at('date')}: a day is expected, day/month/year, not {cell!r}")
    return None


def _id(written: object, known: Mapping[str, str]) -> object:
    """Give the id of what is written by its name; what is unknown, or an id, stays as it is."""
    return next((name_id for name, name_id in known.items() if fold(str(written)) == fold(name)), written)


def _made_up(plan: _Plan, section: str, entry: Entry, text: str) -> str:
    """Give an id by what an entry says; where another entry has it, a short hash tells the two apart."""
    told = _told(entry, section)
    plain = _slug(text)[:_LONGEST_ID].rstrip("-")
    mark = hashlib.sha256(repr(told).encode()).hexdigest()[:6]
    apart = f"{plain[: _LONGEST_ID - len(mark) - 1].rstrip('-')}-{mark}"
    _, known = plan.told.get(told, ("", None))
    return apart if known == apart or (known is None and (section, plain) in plan.ids) else plain


def _slug(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", without_diacritics(text).lower()))


def _is_same(known: BaseModel, entry: Entry) -> bool:
    try:
        return type(known).model_validate(entry) == known
    except ValidationError:
        return False


def _toml(section: str, entry: Entry) -> str:
    lines = [f"{key} = {_written(value)}" for key, value in entry.items() if value is not None]
    return "\n".join(["", f"[[{section}]]", *lines, ""])


def _written(value: object) -> str:
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _wrong(whole: bytes, file: Path, campaign: Campaign, plan: _Plan) -> Iterator[str]:
    """Yield what the campaign's own rules say of the file with the plan, told by row and column."""
    try:
        campaigns.check(whole, file)
    except CampaignError as error:
        for problem in error.problems:
            found = re.fullmatch(r"(tasks|activities)\[(\d+)\]\.?(\w*).*", problem.key)
            number = int(found[2]) - len(getattr(campaign, found[1])) if found else -1
            if found is None or number < 0:
                yield f"{file}: {problem}"
                continue
            _, row = plan.entries[found[1]][number]
            hint = f"; did you mean {problem.nearest!r}?" if problem.nearest else ""
            if not any(told.startswith(f"{row.at(found[3])}:") for told in plan.problems):
                yield f"{row.at(found[3])}: {problem.expected}{hint}"
