"""Each step through each fault: what the operator is told, what is left, and that a second run mends it.

docs/faults.md says the same in tables; a test holds the two together.
"""

import hashlib
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from crawlers import archive
from lantoa import backup, cli, purging, settings, steps
from warehouse import codings
from warehouse.codings import Acknowledgement

NOW, LATER = "2026-01-15T01:00:00+00:00", "2026-06-15T01:00:00+00:00"
AT = datetime(2026, 1, 15, 1, tzinfo=UTC)
CLOSED = datetime(2026, 1, 15, 1, tzinfo=UTC)
ISSUE, FORMATS = date(2026, 1, 14), ("docx", "html", "xlsx")
DECISION = Acknowledgement(
    campaign="nuoc-sach", alert="a", action="acknowledged", why="đã xem", who="b", at=AT
)
GONE = {
    "crawl": ("raw",),
    "extract": ("articles", "scores", "warehouse", "sketches", "published", "reports"),
    "score": ("scores", "warehouse", "sketches", "published", "reports"),
    "load": ("warehouse", "sketches", "published", "reports"),
    "publish": ("published",),
    "report": ("reports",),
}
"""What a step makes, which is not there before it."""

STEPS = (
    *("crawl", "extract", "score", "load", "measure", "publish", "report", "digest"),
    *("purge", "backup", "restore", "coding"),
)
LINES = {
    "crawl": "crawl {campaign} --press {press}",
    "extract": "extract",
    "score": "score {campaign}",
    "load": "load {campaign}",
    "measure": "measure {campaign} --from 2026-01-12 --to 2026-01-13",
    "publish": "publish",
    "report": "report {campaign}",
    "digest": "digest {campaign} --date 2026-01-14 --as-of 2026-01-15T08:00:00+07:00",
    "purge": "purge --keep-days 90 --clock-is-right",
    "backup": "backup {folder}/backup.tar.gz",
    "restore": "restore {folder}/backup.tar.gz",
    "coding": "code draw {campaign} --stories 4",
}


def before(step, home, tmp_path):
    """Bring a whole home to where it was before a step."""
    for name in GONE.get(step, ()):
        shutil.rmtree(home.folder / name)
    if step == "restore":
        backup.backup(home, home.folder.parent / "backup.tar.gz", AT)


def called(step, home, campaign_file, press):
    """Give the function of a step and what its line in LINES calls it with, for a process of its own."""
    file = home.folder.parent / "backup.tar.gz"
    calls = {
        "crawl": (steps.crawl, home, steps.Selection((campaign_file,), press=press.url)),
        "extract": (steps.extract, home),
        "score": (steps.score, home, (campaign_file,)),
        "load": (steps.load, home, (campaign_file,)),
        "measure": (steps.measure, home, (campaign_file,), date(2026, 1, 12), date(2026, 1, 13)),
        "publish": (steps.publish, home),
        "report": (steps.report, home, (campaign_file,)),
        "digest": (steps.digest, home, campaign_file, ISSUE, FORMATS, None, "vi", None, CLOSED),
        "purge": (
            partial(purging.purge, is_clock_right=True),
            *(home, date(2026, 3, 17), datetime.fromisoformat(LATER)),
        ),
        "backup": (backup.backup, home, file, AT),
        "restore": (backup.restore, file, restored(home)),
        "coding": (codings.append, home.codings, [DECISION]),
    }
    return calls[step][0], calls[step][1:]


def restored(home):
    return settings.home(home.folder.parent / "restored")


@pytest.fixture
def run(monkeypatch, capsys, campaign_file, press):
    """Type the line of a step; give exit code and what was said."""

    def typed(step, home, line=None):
        filled = (line or LINES[step]).format(
            campaign=campaign_file, press=press.url, folder=home.folder.parent
        )
        place = restored(home) if step == "restore" else home
        monkeypatch.setattr(sys, "argv", ["lantoa", *filled.split(), "--home", str(place.folder)])
        if step == "purge":
            monkeypatch.setenv("LANTOA_NOW", LATER)
        capsys.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code or 0, said.out + said.err

    return typed


def rows(file):
    """Give every row of every table of a warehouse, with its views as tables."""
    with duckdb.connect(file, read_only=True) as connection:
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        tables = connection.execute(
            "select table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        return {
            table: connection.execute(f"select * from {table} order by all").fetchall() for (table,) in tables
        }


_NOTES = {"warehouse/batches.parquet", "warehouse/done.json", "articles/done.txt", "scores/done.txt"}


def state(home, step=""):
    """Give what a home holds, by place: rows and bytes, without what is left half written.

    Notes of batches read and steps done are no part of it: without them these are read and done once more.
    """
    place = restored(home) if step == "restore" else home
    held = {}
    for path in sorted(place.folder.rglob("*")):
        name = path.relative_to(place.folder).as_posix()
        if not path.is_file() or name.startswith(("log/", "sketches/", "published/", "raw/")):
            continue
        if name in _NOTES:
            continue
        if path.suffix == ".parquet":
            held[name] = pq.read_table(path).to_pylist()
        elif path.name == "lantoa.duckdb":
            held[name] = rows(path)
        elif path.suffix in (".html", ".json", ".xlsx", ".docx", ".txt"):
            held[name] = path.read_bytes()
    held["codings"] = [line.entry for line in codings.read(place.codings)[0]]
    if (place.published / "current").exists():
        held["published"] = (place.published / "current").read_text().partition("-")[2]
    if step == "backup" and (home.folder.parent / "backup.tar.gz").exists():
        held["backup"] = "whole"
    if step == "crawl":
        held = {"pages": pages(home)}
    return held


def pages(home):
    """Give the addresses of the article pages that the archive holds, and of what the links table has."""
    found = [page.link for path in home.raw.glob("*/*/*.warc.gz") for page in archive.read(path) if page.link]
    for path in home.raw.glob("*/links.sqlite"):
        with sqlite3.connect(path) as links:
            found += links.execute(
                "select canonical_url, state from links where state <> 'queued'"
            ).fetchall()
    return sorted(map(str, found))


def changed(one, other):
    """Name the places that are not the same."""
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def half(between, was, will_be):
    """Name the places that are neither as they were nor as they will be."""
    return [name for name in changed(was, between) if between.get(name) != will_be.get(name)]


@pytest.fixture
def expected(complete_run, copied, once, run):
    """Give what a home holds after a step that nothing disturbed."""

    def give(step):
        def undisturbed(folder):
            home = settings.home(copied(complete_run[0].folder, folder / "home"))
            before(step, home, folder)
            code, said = run(step, home)
            assert code == 0, said
            return state(home, step)

        return once(f"undisturbed-{step}", undisturbed)

    return give


def mounted(*words):
    return subprocess.run(["mount", *map(str, words)], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path):
    """A disk of its own, of 300 MB of memory."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=300m", "tmpfs", place):
        pytest.skip("NOT TRIED: mounting a disk needs root: run the tests in `unshare -rm`")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def home_on_disk(disk, complete_run, copied):
    return settings.home(copied(complete_run[0].folder, disk / "home"))


def fill(disk, left):
    """Fill a disk but for some bytes."""
    status = os.statvfs(disk)
    with (disk / "ballast").open("wb") as file:
        file.write(bytes(max(status.f_bavail * status.f_frsize - left, 0)))


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_told_and_a_run_with_room_mends_all(step, home_on_disk, disk, run, expected):
    will_be = expected(step)
    before(step, home_on_disk, disk)
    was = state(home_on_disk, step)
    codes = []
    for left in (0, 64_000, 300_000):
        fill(disk, left)
        code, said = run(step, home_on_disk)
        codes.append(code)
        assert code == 0 or re.search("make room on that disk|is the disk full", said), said
        (disk / "ballast").unlink()
        if step != "crawl":
            assert half(state(home_on_disk, step), was, will_be) == []
        if code == 0:
            break
    assert codes[0] == 1
    if codes[-1] != 0:
        code, said = run(step, home_on_disk)
        assert code == 0, said
    assert changed(state(home_on_disk, step), will_be) == []
    assert list(home_on_disk.folder.rglob("*.partial")) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_read_only_disk_is_told_and_nothing_is_changed(step, home_on_disk, disk, run, expected):
    will_be = expected(step)
    before(step, home_on_disk, disk)
    was = state(home_on_disk, step)
    assert mounted("-o", "remount,ro", disk)
    code, said = run(step, home_on_disk)
    assert (code, "let this account write there" in " ".join(said.split())) == (1, True), said
    assert mounted("-o", "remount,rw", disk)
    assert changed(state(home_on_disk, step), was) == []
    assert run(step, home_on_disk)[0] == 0
    assert changed(state(home_on_disk, step), will_be) == []


def test_readers_need_no_disk_that_can_be_written(disk, complete_run, copied, run):
    home = settings.home(copied(complete_run[0].folder, disk / "home"))
    assert mounted("-o", "remount,ro", disk)
    for line in ("sql select+1", "check", "outlets check", "alerts list", "doctor"):
        code, said = run("", home, line)
        assert code == 0 or line == "doctor", said


KILLED = ("report", "digest", "coding")


@pytest.mark.slow
@pytest.mark.parametrize("step", KILLED)
def test_a_file_of_a_killed_process_is_whole_or_as_before(
    step, home, campaign_file, press, processes, tmp_path, expected
):
    will_be = expected(step)
    chance = random.Random(step)
    before(step, home, tmp_path)
    function, arguments = called(step, home, campaign_file, press)
    was = state(home)
    for _ in range(6):
        child = processes.Process(target=function, args=arguments)
        child.start()
        child.join(chance.uniform(0.0, 0.05 if step == "coding" else 1.5))
        child.kill()
        child.join()
        if step == "coding":
            lines, unread = codings.read(home.codings)
            assert {line.entry for line in lines} <= {DECISION}
            assert len(unread) <= 1
        else:
            assert half(state(home), was, will_be) == []
    function(*arguments)
    if step == "coding":
        assert codings.read(home.codings)[0][-1].entry == DECISION
    else:
        assert changed(state(home), will_be) == []


JUMPS = {"ahead": "2027-02-15T01:00:00+00:00", "behind": "2024-01-15T01:00:00+00:00"}
TIMELESS = ("items", "tones", "mentions", "rejected", "quotes", "story_items")


def facts(home, step):
    """Give what must not depend on the clock of a step."""
    held = state(home, step)
    stored = held.get("warehouse/lantoa.duckdb", {})
    return {name: stored[name] for name in TIMELESS if name in stored} | {
        name: value for name, value in held.items() if name.startswith(("articles/", "pages"))
    }


@pytest.mark.slow
@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("step", [step for step in STEPS if step != "purge"])
def test_a_clock_that_jumps_changes_no_fact(step, jump, home, run, expected, monkeypatch):
    before(step, home, home.folder)
    monkeypatch.setenv("LANTOA_NOW", JUMPS[jump])
    code, said = run(step, home)
    if code:
        # An issue that is not over, or one of an instant that is still to come.
        assert "closes at" in said or "expected an instant before now" in said
    monkeypatch.setenv("LANTOA_NOW", NOW)
    code, said = run(step, home)
    assert code == 0 or "is there already" in said, said
    will_be = expected(step)
    for name, held in facts(home, step).items():
        if step in ("backup", "restore"):
            continue
        assert held == {**will_be.get("warehouse/lantoa.duckdb", {}), **will_be}[name], name
    if (home.published / "current").exists():
        assert run("", home, "check") == (0, "every invariant holds\n")


@pytest.mark.slow
def test_a_crawl_with_the_clock_behind_rejects_what_lies_ahead_and_can_be_made_again(
    empty_home, run, monkeypatch, expected
):
    monkeypatch.setenv("LANTOA_NOW", JUMPS["behind"])
    run("crawl", empty_home)
    assert "0 new articles" in run("extract", empty_home)[1]
    rejected = [row for path in empty_home.articles.rglob("2*.rejected.parquet")
                for row in pq.read_table(path).to_pylist()]  # fmt: skip
    assert {row["reason"] for row in rejected} >= {"future date"}
    monkeypatch.setenv("LANTOA_NOW", NOW)
    for path in empty_home.raw.glob("*/links.sqlite*"):
        path.unlink()
    for step in ("crawl", "extract", "score", "load"):
        assert run(step, empty_home)[0] == 0
    found = rows(empty_home.warehouse / "lantoa.duckdb")["items"]
    assert len(found) == len(expected("load")["warehouse/lantoa.duckdb"]["items"])


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble(path):
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


DAMAGED = {
    "extract": ("raw/thoi-su/*/*.warc.gz", garble, "extract", "expected an archive file", ("extract",)),
    "crawl": ("raw/thoi-su/links.sqlite", garble, "crawl", "the file is damaged", ("crawl",)),
    "score": ("scores/thoi-su/2*.scores.parquet", cut, "load", "expected a Parquet batch", ("score", "load")),
    "load": ("warehouse/lantoa.duckdb", cut, "load", "the file is damaged", ("load", "measure")),
    "measure": ("warehouse/lantoa.duckdb", garble, "measure", "the file is damaged", ("load", "measure")),
    "publish": ("warehouse/lantoa.duckdb", cut, "publish", "the file is damaged", ("load", "publish")),
    "purge": ("warehouse/lantoa.duckdb", cut, "purge", "the file is damaged", ("load", "purge")),
    "report": ("published/*.duckdb", cut, "report", "run `lantoa publish`", ("publish", "report")),
    "digest": ("published/*.duckdb", garble, "digest", "run `lantoa publish`", ("publish", "digest")),
    "coding": ("published/*.duckdb", garble, "coding", "run `lantoa publish`", ("publish", "coding")),
    "restore": ("../backup.tar.gz", cut, "restore", "expected a whole backup", ("backup", "restore")),
    "backup": ("raw/thoi-su/links.sqlite", garble, "backup", "the file is damaged", ("crawl", "backup")),
}


@pytest.mark.slow
@pytest.mark.parametrize("step", DAMAGED)
def test_a_damaged_file_is_named_with_what_makes_it_anew(step, home, run):
    file, damage, fails, told, mends = DAMAGED[step]
    items = rows(home.warehouse / "lantoa.duckdb")["items"]
    if step == "restore":
        run("backup", home)
    if step == "extract":
        shutil.rmtree(home.articles)
    (path, *_) = sorted(home.folder.glob(file)) if ".." not in file else [home.folder / file]
    path = path.resolve()
    damage(path)
    code, said = run(fails, home)
    assert (code, told in " ".join(said.split()), path.name in said) == (1, True, True), said
    path.rename(path.with_name("away"))
    for one in mends:
        code, said = run(one, home)
        assert code == 0, said
    assert rows(home.warehouse / "lantoa.duckdb")["items"] == items or step == "purge"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.slow
def test_a_lost_network_is_told_by_the_crawl_and_needed_by_nothing_else(step, home, run, monkeypatch, press):
    def lost(*_):
        raise OSError("no network")

    before(step, home, home.folder)
    if step == "crawl":
        code, said = run(step, home, "crawl {campaign} --press http://127.0.0.1:1")
        assert (code, "expected a loopback press" in said) == (1, True)
    else:
        monkeypatch.setattr(socket.socket, "connect", lost)
        monkeypatch.setattr(socket, "getaddrinfo", lost)
    code, said = run(step, home)
    assert code == 0, said


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_two_runs_at_once_do_what_one_does(step, home, campaign_file, press, processes, tmp_path, expected):
    before(step, home, tmp_path)
    function, arguments = called(step, home, campaign_file, press)
    both = [processes.Process(target=function, args=arguments) for _ in range(2)]
    for child in both:
        child.start()
    for child in both:
        child.join()
    codes = sorted(child.exitcode for child in both)
    if step in ("backup", "restore"):  # one of them may be told that the other is at it
        assert codes[0] == 0 or not restored(home).folder.exists()
    else:
        assert codes == [0, 0]
    if step == "coding":
        assert [line.entry for line in codings.read(home.codings)[0]] == [DECISION, DECISION]
        return
    if codes[0] == 0:
        assert changed(state(home, step), expected(step)) == []


WRITERS = ("load", "measure", "publish", "purge")
READERS = {
    "report": "report {campaign}",
    "digest": LINES["digest"],
    "coding": LINES["coding"],
    "status": "code status",
    "sql": "sql select+1",
    "search": "search nước",
    "export": "export --parquet {folder}/out",
    "check": "check",
    "outlets": "outlets check",
    "alerts": "alerts list",
    "replay": "alerts replay {campaign}",
    "audience": "audience list",
}


def hashes(home):
    files = [
        path for path in home.folder.rglob("*") if path.is_file() and path.suffix in (".duckdb", ".jsonl")
    ]
    kept = [path for path in files if path.parent != home.log] + [home.published / "current"]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


@pytest.mark.parametrize(
    ("version", "told"),
    [(3, "raw/ holds all that they are made from"), (99, "install a newer lantoa")],
    ids=["older", "newer"],
)
def test_another_versions_warehouse_is_refused_by_every_command_and_left_as_it_is(version, told, home, run):
    for file in (home.warehouse / "lantoa.duckdb", *home.published.glob("*.duckdb")):
        with duckdb.connect(file) as connection:
            connection.execute(f"update schema_versions set version = {version}")
    before = hashes(home)
    for step in WRITERS:
        code, said = run(step, home)
        assert (code, told in " ".join(said.split())) == (1, True), (step, said)
    for step, line in READERS.items():
        code, said = run(step, home, line)
        assert (code, "published by another version of lantoa" in " ".join(said.split())) == (1, True), step
    assert "fault" in run("doctor", home, "doctor")[1]
    assert hashes(home) == before


# The tables of docs/faults.md.

DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"
PARAMETERS = {
    "test_a_full_disk_is_told_and_a_run_with_room_mends_all": STEPS,
    "test_a_read_only_disk_is_told_and_nothing_is_changed": STEPS,
    "test_a_file_of_a_killed_process_is_whole_or_as_before": KILLED,
    "test_a_clock_that_jumps_changes_no_fact": [step for step in STEPS if step != "purge"],
    "test_a_damaged_file_is_named_with_what_makes_it_anew": DAMAGED,
    "test_a_lost_network_is_told_by_the_crawl_and_needed_by_nothing_else": STEPS,
    "test_two_runs_at_once_do_what_one_does": STEPS,
}


def sections():
    """Give the rows of each table of the page, by its heading, each as its cells."""
    for section in DOCUMENT.read_text("utf-8").split("\n## ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("| `")]
        if lines:
            yield (
                section.partition("\n")[0],
                [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines],
            )


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize(
    ("fault", "lines"), list(sections()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_page_of_faults_has_a_cell_for_each_step_and_a_test_for_each_cell(fault, lines):
    repository = DOCUMENT.parents[1]
    written = "".join(path.read_text("utf-8") for path in (repository / "tests").rglob("test_*.py"))
    rooms = ("crawlers", "warehouse", "dashboards", "lantoa")
    program = "".join(path.read_text("utf-8") for room in rooms for path in (repository / room).rglob("*.py"))
    assert sorted(step for line in lines for step in quoted(line[0])) == sorted(STEPS)
    for steps_cell, _, seen, _, tests in lines:
        assert quoted(tests)
        for test in quoted(tests):
            assert f"def {test}(" in written, test
            assert set(quoted(steps_cell)) <= set(PARAMETERS.get(test, STEPS)), test
        assert [message for message in quoted(seen) if message not in program] == []


def test_the_page_of_faults_has_every_fault():
    assert len(list(sections())) == 9
