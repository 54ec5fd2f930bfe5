"""`lantoa sql`: what an analyst gets, and what does not get out."""

import csv
import io
import json
import signal

import pytest
from rich.console import Console
from typer.testing import CliRunner

from lantoa import asking
from lantoa.cli import app
from nlp.text import LONGEST_EXCERPT
from warehouse.reader import Reader

USE = "Kết quả đo tin, bài đã thu thập; không dùng để đánh giá, xếp loại cơ quan báo chí hay cá nhân."


@pytest.fixture
def ask(complete_run, capsys):
    """Ask the published warehouse of the small press; give what is printed and what is told beside it."""

    def asked(sql, form="table"):
        told = Console(file=io.StringIO(), width=200)
        with Reader(complete_run[0].published) as reader:
            asking.ask(reader, sql, form, told)
        return capsys.readouterr().out, told.file.getvalue()

    return asked


def test_an_answer_is_json_for_programs_with_the_sentence_of_use_beside_it(ask):
    out, told = ask(
        "select outlet, count(*) as items, max(published_at) as newest, sum(1.5) as x, "
        "list(distinct outlet) as g, 'nan'::double as none from stg_items "
        "where outlet = 'thoi-su' group by outlet",
        "json",
    )
    assert json.loads(out) == [
        {
            "outlet": "thoi-su",
            "items": 7,
            "newest": "2026-01-14T16:45:00+07:00",
            "x": 10.5,
            "g": ["thoi-su"],
            "none": None,
        }
    ]
    assert USE in told


def test_csv_can_be_read_back_and_holds_no_formula(ask):
    out, _ = ask(
        "select 'a;\"b\"' as text, null as nothing, [1, 2] as list, '=1+1' as formula, -3 as n, "
        "-1.5 as d, '-2+3' as minus, 4 as \"=1+1\"",
        "csv",
    )
    assert list(csv.DictReader(io.StringIO(out))) == [
        {
            "text": 'a;"b"',
            "nothing": "",
            "list": "[1, 2]",
            "formula": "'=1+1",
            "n": "-3",
            "d": "-1.5",
            "minus": "'-2+3",
            "'=1+1": "4",
        }
    ]


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_full_texts_do_not_get_out(ask, form):
    sql = (
        "select body, [body] as bodies, {'a': body} as parts from stg_items where length(body) > 600 limit 1"
    )
    out, _ = ask(sql, form)
    assert "…" in out
    assert len(out) < 5 * LONGEST_EXCERPT * (3 if form == "table" else 1)


def test_a_table_shows_no_markup_and_steers_no_terminal(ask):
    out, told = ask("select '[red]đỏ[/red]' || chr(27) || '[31m' as title")
    assert "[red]đỏ[/red][31m" in out
    assert "1 rows" in told


def test_names_of_columns_are_no_markup_either(ask):
    out, _ = ask("""select 1 as "[/x]", 2 as "[bold]", 3 as n""")
    assert "[/x]" in out
    assert "[bold]" in out


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("selct 1", 'syntax error at or near "selct"'),
        ("select titel from stg_items", 'Candidate bindings: "title"'),
        ("delete from items", "read-only"),
        ("select 1 as a; select 2 as b", "expected one statement, not 2"),
        ("-- nothing", "expected one statement, not 0"),
        ("copy items to '/tmp/all.parquet'", "disabled by configuration"),
        ("select * from read_text('/etc/hostname')", "disabled by configuration"),
        (
            "call enable_logging(storage='file', storage_path='/tmp/log')",
            "enable_logging would write outside",
        ),
        ("set profiling_output = '/tmp/profile.json'", "profiling_output would write outside"),
    ],
)
def test_what_cannot_be_answered_is_one_message(ask, sql, message):
    with pytest.raises(asking.AskedError, match=message):
        ask(sql)


def test_json_has_each_column_once(ask):
    with pytest.raises(asking.AskedError, match="give each its own with `as`"):
        ask("select 1 as n, 2 as n", "json")


@pytest.fixture
def type_in(complete_run, tmp_path, monkeypatch, capsys):
    """Type lines into a shell; give what is printed and what is told beside it."""

    def typed(*lines):
        left = iter(lines)

        def type_line(_):
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", type_line)
        told = Console(file=io.StringIO(), width=200)
        with Reader(complete_run[0].published) as reader:
            asking.shell(reader, tmp_path / "sql_history", told)
        return capsys.readouterr().out, told.file.getvalue()

    return typed


def test_a_shell_takes_statements_of_several_lines_and_keeps_them(type_in, tmp_path):
    out, told = type_in("select count(*) as n", "from stg_items;", "selct;", "select 'còn đây' as x;")
    assert "21" in out
    assert "còn đây" in out
    assert 'error: Parser Error: syntax error at or near "selct"' in told
    assert (tmp_path / "sql_history").exists()


def test_what_a_statement_sets_or_creates_holds_for_the_next_ones(type_in):
    out, told = type_in(
        "set timezone = 'UTC';",
        "set variable v = 'đã đặt';",
        "create temp table t as select timestamptz '2026-01-20 08:00:00+07' as instant;",
        "select instant::varchar as instant, getvariable('v') as v from t;",
    )
    assert "2026-01-20 01:00:00+00" in out
    assert "đã đặt" in out
    assert "error" not in told


ENDLESS = "select count(*) from range(1_000_000) a, range(1_000_000) b where a.range * b.range % 7 = 3"


@pytest.fixture
def ctrl_c(complete_run):
    """Interrupt the test in a second as Ctrl-C does, also where who runs it has SIGINT ignored."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 1)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_ctrl_c_ends_a_statement_and_not_the_shell(type_in, ctrl_c, tmp_path):
    out, told = type_in(f"{ENDLESS};", "select 'còn đây' as x;")
    assert "interrupted" in told
    assert "còn đây" in out
    assert (tmp_path / "sql_history").exists()


def test_ctrl_c_ends_a_command_with_one_line_and_the_code_that_shells_expect(complete_run, ctrl_c):
    asked = CliRunner().invoke(app, ["sql", ENDLESS, "--home", str(complete_run[0].folder)])
    assert asked.exit_code == 130
    assert asked.output == "interrupted\n"


@pytest.mark.parametrize(
    "words",
    [[], [""]],
)
def test_no_statement_where_nobody_types_is_told_and_opens_no_shell(complete_run, words):
    asked = CliRunner().invoke(app, ["sql", "--home", str(complete_run[0].folder), *words], input="")
    assert asked.exit_code == 2
    assert "expected one statement, and there is none" in asked.output


def test_a_pipe_that_is_not_utf_8_is_told(complete_run):
    where = ["sql", "--home", str(complete_run[0].folder)]
    asked = CliRunner().invoke(app, where, input=b"\xff\xfe select")
    assert isinstance(asked.exception, asking.AskedError)
    assert "not UTF-8" in str(asked.exception)
