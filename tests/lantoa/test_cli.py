"""The command line: what it prints and how it ends."""

import json
import os
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawlers.links import LinkTable, Period, Visit
from lantoa import cli, steps
from lantoa.cli import app
from nlp import campaign_tone, semantic
from nlp import tone as fast_tone

LANTOA = [sys.executable, "-c", "from lantoa.cli import main; main()"]
AT_PRESS = ("--press", "{press}")
COMMANDS = (
    "demo",
    "run",
    "crawl",
    "extract",
    "score",
    "load",
    "measure",
    "publish",
    "report",
    "digest",
    "dashboard",
    "press",
)


@pytest.fixture
def lantoa(monkeypatch, capfd):
    """Run a command in this process as the program does; give exit code, standard output and error."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["lantoa", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return ended.value.code or 0, said.out, said.err

    return run


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_users_are_added_listed_and_removed(lantoa, tmp_path, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: "đường làng nở hoa")
    at_home = ("--home", tmp_path)
    assert lantoa("users", "add", "hoa-sen", "--role", "coder", "--pseudonym", "ma-1", *at_home)[0] == 0
    proxied = ("--role", "viewer", "--without-password", "--pseudonym", "ma-2")
    assert lantoa("users", "add", "dong-xanh", *proxied, *at_home)[0] == 0
    listed = lantoa("users", "list", *at_home)[1]
    assert listed == "dong-xanh  viewer  ma-2\nhoa-sen  coder  ma-1\n"
    assert lantoa("users", "remove", "hoa-sen", *at_home)[0] == 0
    assert json.loads(lantoa("users", "list", "--json", *at_home)[1]) == {
        "dong-xanh": {"role": "viewer", "pseudonym": "ma-2"}
    }
    code, _, said = lantoa("users", "add", "x", "--role", "boss", *at_home)
    assert code == 2
    assert "viewer, coder, editor" in said


def test_a_dashboard_for_nobody_says_what_to_do(lantoa, tmp_path):
    code, _, said = lantoa("dashboard", "--home", tmp_path)
    assert code != 0
    assert "lantoa users add NAME --role editor" in said


@pytest.mark.slow
def test_steps_one_by_one_give_what_a_run_gives(complete_run, lantoa, home, campaign_file):
    """On the archive of a run; each prints one line of what it did."""
    for place in (home.articles, home.scores, home.warehouse, home.published, home.reports):
        subprocess.run(["rm", "-r", str(place)], check=True)
    where = ("--home", home.folder)
    assert lantoa("extract", *where)[:2] == (0, "21 new articles, 2 pages rejected\n")
    assert lantoa("score", campaign_file, *where)[:2] == (
        0,
        "21 articles scored, 9 mentions found in the batches that were searched\n",
    )
    code, out, _ = lantoa("load", campaign_file, *where)
    assert (code, out.split("; ")[1]) == (
        0,
        "the warehouse holds 21 items in 19 stories and 3 rejected entries\n",
    )
    assert lantoa("measure", campaign_file, *where)[:2] == (
        0,
        "nuoc-sach: measured 2026-01-10 to 2026-01-14\n",
    )
    code, out, _ = lantoa("watch", campaign_file, *where)
    assert (code, out.split()[:2]) == (0, ["nuoc-sach:", "2"])
    code, out, _ = lantoa("publish", *where)
    assert (code, Path(out.strip()).name) == (0, complete_run[1].snapshot.name)
    code, out, _ = lantoa("report", campaign_file, *where)
    assert (code, [Path(line).name for line in out.split()]) == (
        0,
        [path.name for path in complete_run[1].reports],
    )


@pytest.mark.slow
def test_run_prints_a_table_and_where_to_look(lantoa, home, press, campaign_file):
    code, out, err = lantoa("run", campaign_file, "--press", press.url, "--home", home.folder)
    assert code == 0
    said = out + err
    for name, value in (("items", "8"), ("stories", "6"), ("outlets", "4"), ("share of attention", "40%")):
        assert re.search(rf"{name}\W+{value}\s", said), name
    assert "21 items in 19 stories, 3 rejected entries" in said
    assert "not estimable" in said
    assert f"lantoa dashboard --no-login --home {home.folder}" in said


@pytest.mark.slow
def test_run_gives_programs_one_json_object(lantoa, home, press, campaign_file):
    code, out, _ = lantoa("run", campaign_file, "--press", press.url, "--home", home.folder, "--json")
    facts = json.loads(out)
    assert code == 0
    sketches = facts["warehouse"].pop("sketches")
    assert sketches["days"] == 5
    assert 0 < sketches["bytes"] < 100_000
    assert facts["warehouse"] == {
        "batches": 0,
        "items": 21,
        "rejected": 3,
        "stories": 19,
        "rejected_codings": 0,
    }
    assert {one["outlet"]: one["fetched"] for one in facts["outlets"]} == dict.fromkeys(
        ("thanh-xuan", "thoi-su", "thong-tan-viet", "tong-hop-247"), 0
    )


@pytest.mark.slow
def test_nothing_collected_ends_with_3_and_a_line_an_outlet(lantoa, empty_home, campaign_file):
    nowhere = f"http://127.0.0.1:{closed_port()}"
    code, out, err = lantoa(
        "run",
        campaign_file,
        "--press",
        nowhere,
        "--outlets",
        "thoi-su, thanh-xuan",
        "--home",
        empty_home.folder,
    )
    assert code == 3
    assert "nothing could be collected" in err
    lines = [
        line for line in err.splitlines() if re.match(r"(thoi-su|thanh-xuan): no feed could be read", line)
    ]
    assert len(lines) == 2
    assert "Traceback" not in out + err


def test_a_press_that_is_not_there_is_a_mistake_with_a_name(lantoa, empty_home, campaign_file):
    code, out, err = lantoa(
        "crawl", campaign_file, "--press", f"http://127.0.0.1:{closed_port()}", "--home", empty_home.folder
    )
    assert (code, out) == (1, "")
    assert re.match(
        r"error: http://127.0.0.1:\d+: expected a loopback press: .*; start one with `lantoa press`\n$", err
    )


@pytest.mark.parametrize("command", ["run", "crawl", "score", "load", "measure", "report"])
def test_a_wrong_key_is_told_with_file_key_and_nearest_name(lantoa, home, campaign_file, tmp_path, command):
    wrong = tmp_path / "nuoc-sach.toml"
    wrong.write_text(campaign_file.read_text("utf-8").replace("phrases =", "phrase =", 1), "utf-8")
    code, _, err = lantoa(command, wrong, "--home", home.folder)
    assert code == 1
    assert f"{wrong}: messages[0].phrase: unknown key" in err
    assert "did you mean 'phrases'?" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("load", "khong-co.toml"), r"khong-co\.toml: a readable file is expected"),
        (("crawl", "{campaign}"), r"LANTOA_CONTACT is not set: expected a mail or web address"),
        (("crawl", "{campaign}", "--outlets", "thoi-suu", *AT_PRESS), r"'thoi-suu'.*did you mean 'thoi-su'"),
        (("crawl", "{campaign}", "--from", "2026-01-12", "--to", "2026-01-10", *AT_PRESS), r"--from <= --to"),
        (("publish",), r"expected a warehouse: run `lantoa load` first"),
        (("report", "{campaign}"), r"nothing is published yet"),
        (("outlets", "check"), r"nothing is published yet: run `lantoa run CAMPAIGN\.toml`"),
        (("outlets", "check", "--json"), r"nothing is published yet"),
        (
            ("press", "--items", "khong-co.jsonl"),
            r"khong-co\.jsonl: expected a file with one JSON object a line",
        ),
        (("press", "--now", "hôm nay"), r"--now is 'hôm nay'"),
    ],
)
def test_other_mistakes_end_with_1_and_one_message(lantoa, empty_home, press, campaign_file, words, expected):
    filled = [word.format(campaign=campaign_file, press=press.url) for word in words]
    home = () if words[0] == "press" else ("--home", empty_home.folder)
    code, _, err = lantoa(*filled, *home)
    assert code == 1
    assert re.search(f"^error: .*{expected}", err)
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        ("chạy",),
        ("run",),
        ("load", "--from", "2026-01-01", "a.toml"),
        ("run", "a.toml", "--from", "hôm qua"),
        ("run", "a.toml", "--khong-co"),
        ("press", "--port", "cửa"),
        ("eval", "khong-co"),
    ],
)
def test_wrong_words_end_with_2(lantoa, words):
    code, _, err = lantoa(*words)
    assert code == 2
    assert "Usage:" in err


def test_figures_of_labels_are_tables_for_people_and_one_object_for_programs(lantoa, tmp_path):
    file = tmp_path / "passages.tsv"
    file.write_text(
        "campaign\tkind\tlabel\ttext\n"
        "phủ xanh\tpraise\tpositive\tNhờ phủ xanh, xóm Cồn khá lên, ai cũng phấn khởi và biết ơn.\n"
        "phủ xanh\tcriticism\tnegative\tPhủ xanh thất bại, lãng phí và hình thức, người dân bức xúc.\n"
        "phủ xanh\tprotocol\tneutral\tThe campaign was welcomed by most members of the house.\n",
        "utf-8",
    )
    code, out, _ = lantoa("eval", "passages", file)
    assert code == 0
    for row in (
        r"accuracy\W+0\.667\W+0\.208 to 0\.939\W+3\b",
        r"without a tone \(count as wrong\)\W+1\W+3\b",
        r"criticism\W+1\W+1\.000 \(0\.207 to 1\.000\)",
        r"neutral\W+1\W+0\.000 \(0\.000 to 0\.793\)\W+not estimable",
    ):
        assert re.search(row, out), row
    assert "{" not in out
    facts = json.loads(lantoa("eval", "passages", file, "--json")[1])
    assert (facts["n"], facts["unscored"], len(facts["interval"])) == (3, 1, 2)
    assert facts["learnt_from"] is False


def test_macro_f1_of_a_file_without_a_tone_is_not_estimable(lantoa, tmp_path):
    file = tmp_path / "labels.tsv"
    file.write_text("label\ttitle\tlead\nnegative\tCháy lớn, ba người chết\t\n", "utf-8")
    code, out, err = lantoa("eval", "tone", file)
    assert (code, err) == (0, "")
    for row in (
        r"macro-F1\W+not estimable\W+1\b",
        r"accuracy\W+1\.000\W+0\.207 to 1\.000\W+1\b",
        r"positive\W+0\W+not estimable\W+not estimable\W+labels given",
        r"unknown\W+1\W+1\.000 \(0\.207 to 1\.000\)\W+not estimable",
    ):
        assert re.search(row, out), row
    facts = json.loads(lantoa("eval", "tone", file, "--json")[1])
    assert facts["macro_f1"] is facts["interval"] is facts["by_length"]["to 150"]["macro_f1"] is None
    assert facts["learnt_from"] is False


def test_figures_of_texts_that_the_model_learnt_from_say_so(lantoa):
    file = Path(campaign_tone.MODEL) / "passages.tsv"
    code, out, err = lantoa("eval", "passages", file, "--json")
    assert (code, json.loads(out)["learnt_from"]) == (0, True)
    assert len(err.splitlines()) == 1
    assert "learnt from this file" in err


def test_figures_of_pairs_words_and_events_are_tables_with_intervals(lantoa, tmp_path):
    pair = {"a": {"title": "Xã Bãi Cát có cầu mới"}, "b": {"title": "Giá tôm tăng"}, "label": "different"}
    article = {"title": "Cầu mới", "lead": "", "time": "20/07/2026 12:00"}
    files = {
        "copies": json.dumps(pair),
        "words": "1\thọc sinh\t" + "\t".join("_" * 8) + "\n",
        "events": "\n".join(json.dumps(article | {"cluster": n}) for n in (1, 1, 2)),
    }
    expected = {
        "copies": [r"1 pairs, with 95 % intervals", r"copy\W+recall\W+not estimable\W+0 labelled so"],
        "words": [r"1 sentences, with 95 %", r"recall\W+1\.000 \(1\.000 to 1\.000\)\W+1 words"],
        "events": [
            r"3 articles, 2 groups by people, 1 events",
            r"recall over pairs\W+1\.000 \(1\.000 to 1\.000\)",
        ],
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
        code, out, _ = lantoa("eval", name, tmp_path / name)
        assert code == 0
        assert all(re.search(row, out) for row in expected[name]), out
        assert "{" not in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(command):
    said = CliRunner().invoke(app, [command, "--help"]).output
    assert f"Example: lantoa {command}" in " ".join(said.split())


def test_an_explanation_names_label_and_words(lantoa):
    code, out, _ = lantoa("tone", "explain", "Cháy nhà trong đêm, ba người tử vong")
    assert code == 0
    assert out.startswith("negative: ")
    assert re.search(r"^for: .*tử vong \+", out, re.MULTILINE)
    assert f"model: {fast_tone.load(fast_tone.MODEL).method} (the fast tier)\n" in out
    assert ("the precise tier's tone" in out) == semantic.is_installed()
    code, out, _ = lantoa("tone", "explain", "A great day for everyone", "--json")
    assert (json.loads(out)["label"], json.loads(out)["status"]) == (None, "other language")


def test_promoting_the_model_that_scores_changes_nothing_and_says_so(lantoa, tmp_path):
    words = ("tone", "promote", "shipped", "--why", "thử", "--home", tmp_path)
    assert lantoa(*words) == (0, "shipped scores already: nothing was changed\n", "")
    assert json.loads(lantoa(*words, "--json")[1]) == {"model": "shipped", "scores_already": True}
    assert not (tmp_path / "models").exists()


def test_without_words_it_gives_help_with_every_command():
    said = CliRunner().invoke(app, []).output
    assert all(re.search(rf"^\s*{command}\b", said, re.MULTILINE) for command in COMMANDS)


def test_outlets_check_prints_a_line_for_each_outlet_that_was_visited(lantoa, complete_run):
    code, out, err = lantoa("outlets", "check", "--home", complete_run[0].folder)
    assert (code, err) == (0, ""), out
    assert "4 outlets" in out
    lines = [line for line in out.splitlines() if line.startswith("│")]
    assert [[cell.strip() for cell in line.split("│")[1:3]] for line in lines] == [
        [name, "ok"] for name in ("thanh-xuan", "thoi-su", "thong-tan-viet", "tong-hop-247")
    ]


def test_outlets_check_gives_programs_the_rows_of_the_outlets_asked_for(lantoa, complete_run):
    words = ("--outlets", "tong-hop-247, thoi-su", "--json")
    code, out, _ = lantoa("outlets", "check", "--home", complete_run[0].folder, *words)
    rows = json.loads(out)
    assert code == 0
    told = ("outlet", "feed_state", "items", "is_in_panel", "to_do")
    assert [[row[name] for name in told] for row in rows] == [
        ["thoi-su", "ok", 7, True, []],
        ["tong-hop-247", "ok", 4, True, []],
    ]
    assert datetime.fromisoformat(rows[0]["last_visit_at"]) == datetime.fromisoformat(
        os.environ["LANTOA_NOW"]
    )


def test_outlets_check_ends_with_1_and_says_what_to_do_where_a_feed_is_blocked(lantoa, home):
    seen = datetime(2026, 1, 15, 3, tzinfo=UTC)
    with LinkTable(home.raw / "thoi-su" / "links.sqlite") as table:
        source = "https://baothoisumoi.example/rss/home.rss"
        table.record_visit(Visit("thoi-su", source, "feed", seen, "challenge"), [], Period())
    steps.extract(home)
    steps.load(home, ())
    steps.publish(home)
    code, out, _ = lantoa("outlets", "check", "--home", home.folder)
    assert code == 1
    assert "thoi-su: it answers with a JavaScript challenge" in out


def test_outlets_check_shows_a_blocked_feed_among_others_that_work(lantoa, home):
    seen = datetime(2026, 1, 15, 3, tzinfo=UTC)
    with LinkTable(home.raw / "thoi-su" / "links.sqlite") as table:
        for name, state in (("home", "ok"), ("xa-hoi", "challenge"), ("the-thao", "ok")):
            visit = Visit("thoi-su", f"https://baothoisumoi.example/rss/{name}.rss", "feed", seen, state)
            table.record_visit(visit, [], Period())
    steps.extract(home)
    steps.load(home, ())
    steps.publish(home)
    code, out, _ = lantoa("outlets", "check", "--outlets", "thoi-su", "--home", home.folder)
    assert code == 1
    assert "thoi-su: 1 of its 3 feeds and sitemaps not as they should be, the worst: challenge page" in out


def test_outlets_check_names_an_outlet_that_was_never_visited(lantoa, complete_run):
    code, out, err = lantoa("outlets", "check", "--outlets", "thoi-suu", "--home", complete_run[0].folder)
    assert (code, out) == (1, "")
    assert re.match(
        r"error: --outlets: no visit of 'thoi-suu' is published: .*did you mean 'thoi-su'\?\n$", err
    )


def test_the_digest_of_a_day_is_written_where_it_is_asked_for(lantoa, complete_run, campaign_file, tmp_path):
    at_home = ("--home", complete_run[0].folder, "--out", tmp_path, "--as-of", "2026-01-15T08:00:00+07:00")
    code, out, _ = lantoa("digest", campaign_file, "--date", "2026-01-12", *at_home, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["number"], told["from_at"]) == (7, "2026-01-09 06:30:00+07:00")
    assert (told["items"], told["stories"], told["late"]) == (6, 4, 0)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".html", ".txt", ".xlsx"]
    assert told["files"] == [
        str(tmp_path / f"diem-bao-nuoc-sach-2026-01-12-vi.{form}") for form in ("docx", "html", "txt", "xlsx")
    ]
    one = ("--date", "2026-01-13", "--format", "docx", "--lang", "en", "--number", "12")
    code, out, _ = lantoa("digest", campaign_file, *one, *at_home)
    assert (code, out) == (0, f"{tmp_path / 'diem-bao-nuoc-sach-2026-01-13-en.docx'}\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--date", "2026-01-11"), 1, "2026-01-11 is no working day: the next issue is that of 2026-01-12"),
        (("--date", "2026-01-16"), 1, "the issue of 2026-01-16 closes at 06:30: write it after that"),
        (("--date", "2026-01-12"), 1, "to write the issue from what is known since, give --as-of"),
        (("--format", "pdf"), 2, "expected some of docx, html, xlsx, with commas, not 'pdf'"),
    ],
)
def test_a_digest_that_cannot_be_written_says_what_to_do(
    lantoa, complete_run, campaign_file, tmp_path, words, code, said
):
    ended, _, err = lantoa(
        "digest", campaign_file, *words, "--home", complete_run[0].folder, "--out", tmp_path
    )
    assert ended == code
    assert said in " ".join(err.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


def test_measure_before_any_item_says_so(lantoa, empty_home, campaign_file):
    code, out, _ = lantoa("measure", campaign_file, "--home", empty_home.folder)
    assert (code, out) == (0, "no items yet, nothing measured: run `lantoa load` first\n")


def test_the_program_itself_ends_with_the_same_codes(tmp_path):
    ended = subprocess.run(
        [*LANTOA, "publish", "--home", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("error: ")
