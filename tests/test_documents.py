"""The documents say what is so: generated pages are fresh, commands and files exist, SQL runs."""

import difflib
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from crawlers import outlets
from lantoa import documents
from lantoa.cli import app
from lantoa.doctor.machine import SETTINGS
from nlp import match
from warehouse import db, publish
from warehouse.reader import Reader

REPOSITORY = Path(__file__).parent.parent
AT = datetime(2026, 1, 20, 1, tzinfo=UTC)
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")])
COMMANDS = dict(documents.each_command())
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def name(page):
    return page.relative_to(REPOSITORY).as_posix()


def read(*parts):
    return REPOSITORY.joinpath(*parts).read_text("utf-8")


def blocks(text, language):
    return [body for kind, body in FENCED.findall(text) if kind == language]


def lines_to_type():
    """Give page, words behind the program's name, and program of every line of a shell block."""
    for page in PAGES:
        for block in blocks(page.read_text("utf-8"), "sh"):
            for line in block.splitlines():
                words = shlex.split(line, comments=True)
                if words and words[0] in ("lantoa", "make"):
                    yield pytest.param(words[0], words[1:], id=f"{name(page)}: {' '.join(words)}")


def check_command(words):
    known = [command for command in COMMANDS if words[: len(command.split())] == command.split()]
    assert known, f"lantoa has no command {' '.join(words)!r}: it has {', '.join(COMMANDS)}"
    command = COMMANDS[known[0]]
    options = {"--help"}.union(*({*one.opts, *one.secondary_opts} for one in command.params))
    unknown = [word for word in words if word.startswith("-") and word not in options]
    assert unknown == [], f"lantoa {known[0]} has the options {', '.join(sorted(options))}"
    files = [word for word in words if word.startswith("campaigns/")]
    assert [file for file in files if not (REPOSITORY / file).exists()] == []


def test_nothing_in_a_record_is_markup_of_the_registers_page(tmp_path, monkeypatch):
    record = 'name = "Báo <img src=x> [a](b) | `c`\\nhai"\ndomains = ["bao.example"]\nkind = "newspaper"\n'
    (tmp_path / "bao.toml").write_text(record, "utf-8")
    register = outlets.load(tmp_path)
    monkeypatch.setattr(outlets, "load", lambda: register)
    assert r"| `bao` | Báo \<img src=x> \[a](b) \| \`c\` hai | newspaper |" in documents.register()


@pytest.mark.parametrize("page", documents.DOCUMENTS)
def test_generated_pages_are_fresh(page):
    written = read("docs", page)
    if written != documents.DOCUMENTS[page]():
        changes = difflib.unified_diff(written.splitlines(), documents.DOCUMENTS[page]().splitlines(), n=0)
        pytest.fail(f"docs/{page} is stale: run `make docs`\n" + "\n".join(list(changes)[:20]))


@pytest.mark.parametrize("page", documents.DOCUMENTS)
def test_generated_pages_are_the_same_on_every_machine(page):
    assert str(REPOSITORY) not in documents.DOCUMENTS[page](), "a default that is a path: show_default=False"


@pytest.mark.parametrize(("program", "words"), list(lines_to_type()))
def test_the_commands_that_the_pages_show_exist(program, words):
    if program == "make":
        targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE)
        assert [word for word in words if word not in targets] == []
    else:
        check_command(words)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example_that_could_be_typed(command):
    shown = CliRunner().invoke(app, [*command.split(), "--help"], terminal_width=200)
    assert shown.exit_code == 0, shown.output
    example = re.search(r"^ *Example: lantoa (.+)$", shown.output, re.MULTILINE)
    assert example, (
        f"lantoa {command}: expected a line 'Example: lantoa ...' in the docstring of its function"
    )
    assert example[1].startswith(command)
    check_command(shlex.split(example[1]))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files_and_headings_of_the_project(page):
    broken = []
    for target, anchor in re.findall(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text("utf-8")):
        file = page.parent / target if target else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(f"{target}#{anchor}" if anchor else target)
    assert broken == []


def anchors(page):
    """Give the headings of a page as GitHub makes anchors of them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The folder of snapshots of an empty warehouse."""
    home = tmp_path_factory.mktemp("home") / "data"
    with db.writer(home / "warehouse", AT):
        pass
    publish.publish(home / "warehouse", home / "published", AT)
    return home / "published"


@pytest.mark.parametrize("question", documents.QUESTIONS, ids=lambda question: question.title)
def test_worked_questions_run_and_their_columns_are_explained(question, published):
    with Reader(published) as reader:
        columns = list(reader.query(question.sql).columns)
    assert columns
    assert [column for column in columns if f"`{column}`" not in question.text] == []


DAYS = """
create table int_day_gaps as
from (values (date '2026-01-05', 2, 0), (date '2026-01-06', 2, 1)) days (day_date, watched, gaps);
create table rpt_gaps as select date '2026-01-06' as day_date, 'not visited' as reason;
create table rpt_daily as
select '500-ngay-dem' as campaign, date '2026-01-02' as published_date, 1 as stories, 1 as items;
"""


def test_quiet_days_those_with_gaps_and_those_before_collection_are_told_apart():
    (quiet,) = (one for one in documents.QUESTIONS if "quiet" in one.title)
    with duckdb.connect() as connection:
        connection.execute(DAYS)
        answer = connection.execute(quiet.sql).fetchall()
    assert [(day.day, *told) for day, *told in answer] == [
        (2, "not collected", 1, 1, 0, 0, None),
        (5, "collected", 0, 0, 2, 0, None),
        (6, "with gaps", 0, 0, 2, 1, "not visited"),
    ]


def test_the_way_to_ask_from_python_runs(published, monkeypatch, capsys):
    monkeypatch.chdir(published.parent.parent)  # where the example expects the folder "data"
    (example,) = blocks(read("docs", "warehouse.md"), "python")
    exec(compile(example, "docs/warehouse.md", "exec"), {})
    assert "Columns: [campaign, name" in capsys.readouterr().out


def test_the_example_of_an_outlets_record_is_one(tmp_path):
    record, selectors = blocks(read("CONTRIBUTING.md"), "toml")
    (tmp_path / "vensong.toml").write_text(
        re.sub(r"^ {3}", "", f"{record}\n{selectors}", flags=re.MULTILINE), "utf-8"
    )
    vensong = outlets.load(tmp_path)["vensong"]
    assert (vensong.feeds[0].status, len(vensong.selectors)) == ("seen", 2)


def section(page, heading):
    """Give the first cells of the tables below a heading, each as its list of quoted parts."""
    below = read(*page).partition(f"{heading}\n")[2].partition("\n## ")[0]
    return [re.findall(r"`([^`]+)`", row) for row in re.findall(r"^\| (`.*?) \|", below, re.MULTILINE)]


def test_the_query_language_is_as_described():
    written = [query for cells in section(["CONTRIBUTING.md"], "The query language:\n") for query in cells]
    assert len(written) >= 6
    for query in written:
        assert match.parse(query).text == query


def test_every_setting_is_described():
    files = [*(REPOSITORY / "dags").glob("*.py"), *(REPOSITORY / "lantoa").glob("*.py")]
    used = {name for file in files for name in re.findall(r'"(LANTOA_[A-Z_]+)"', file.read_text("utf-8"))}
    described = {cells[0] for cells in section(["docs", "operate.md"], "## Settings")}
    assert described == set(SETTINGS)
    assert used <= described


@pytest.mark.parametrize("heading", ["## Gaps and rejected entries", "## What to do about a message"])
def test_messages_and_reasons_that_operate_explains_are_the_programs(heading):
    rooms = ("crawlers", "nlp", "warehouse", "dashboards", "lantoa")
    program = "".join(file.read_text("utf-8") for room in rooms for file in (REPOSITORY / room).rglob("*.py"))
    quoted = [part for cells in section(["docs", "operate.md"], heading) for part in cells]
    assert len(quoted) > 10
    assert [part for part in quoted if part not in program] == []


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/privacy.md"])
def test_every_test_that_a_page_names_is_there(page):
    named = set(re.findall(r"`(test_\w+)`", (REPOSITORY / page).read_text("utf-8")))
    assert named
    files = REPOSITORY.joinpath("tests").rglob("test_*.py")
    written = {
        name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert named - written == set()
