"""A step that was done on the same is not done again; whatever matters and changed, it is."""

import shutil
from datetime import date, datetime

import duckdb
import pytest

from crawlers import outlets
from lantoa import reading, steps
from lantoa.audiences import COLUMNS, import_audiences
from warehouse import codings
from warehouse.codings import Acknowledgement
from warehouse.load import LoadError

AT = datetime.fromisoformat("2026-01-14T12:00:00+07:00")
DECISION = Acknowledgement(
    campaign="nuoc-sach", alert="a", action="acknowledged", why="đã xem", who="b", at=AT
)
AUDIENCE = (
    "vnexpress,2000000,50000000,người dùng internet từ 18 tuổi,week,Viện Đo,https://do.example/1,2026-01-01"
)


@pytest.fixture
def done(home, own_campaign):
    """A home in which load, measure and watch were done last."""
    steps.score(home, (own_campaign,))
    for step in (steps.load, steps.measure, steps.watch):
        step(home, (own_campaign,))
    return home


def noted(home):
    """Give what tells whether a step was done: it then writes the notes anew."""
    return (home.warehouse / "done.json").stat().st_ino, (home.warehouse / "done.json").stat().st_mtime_ns


def is_done(step, home, *given):
    before = noted(home)
    step(home, *given)
    return noted(home) != before


def content(home):
    with duckdb.connect(home.warehouse / "lantoa.duckdb", read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() order by all").fetchall()
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall() for (name,) in names
        }


def test_on_the_same_nothing_is_done_again_and_the_same_is_told(done, own_campaign):
    files = (own_campaign,)
    told = [step(done, files) for step in (steps.load, steps.measure, steps.watch)]
    before, at = content(done), noted(done)

    assert [step(done, files) for step in (steps.load, steps.measure, steps.watch)] == told
    assert noted(done) == at
    assert told[0].batches == 0
    assert told[0].items > 0
    assert list(told[1]) == ["nuoc-sach"]
    assert told[2] == {"nuoc-sach": []}

    (done.warehouse / "done.json").unlink()
    assert [step(done, files) for step in (steps.load, steps.measure, steps.watch)] == told
    assert content(done) == before


def test_what_measuring_and_alerts_write_is_nothing_new_to_the_others(done, own_campaign):
    before = content(done)
    assert is_done(steps.measure, done, (own_campaign,), date(2026, 1, 12), date(2026, 1, 13))
    assert content(done) != before
    assert not is_done(steps.load, done, (own_campaign,))
    assert not is_done(steps.watch, done, (own_campaign,))
    # Of the whole time the measures are stored no more.
    assert is_done(steps.measure, done, (own_campaign,))
    assert content(done)["items"] == before["items"]


def new_batch(home, *_):
    batch = next(home.scores.glob("*/*.scores.parquet"))
    shutil.copy(batch, batch.with_name(f"29990101T000000Z-0.{batch.name.partition('.')[2]}"))


def changed_batch(home, *_):
    batch = next(home.articles.glob("*/*.articles.parquet"))
    batch.write_bytes(batch.read_bytes())


def lost_batch(home, *_):
    next(home.articles.glob("*/*.sightings.parquet")).unlink()


def coding(home, *_):
    codings.append(home.codings, [DECISION])


def audience(home, folder, *_):
    file = folder / "audiences.csv"
    file.write_text("\n".join((",".join(COLUMNS), AUDIENCE)), "utf-8")
    import_audiences(file, home.audiences, outlets.load(), AT)


def model(home, *_):
    home.tone_models.mkdir(parents=True)
    (home.tone_models / "promotions.jsonl").touch()


def day(_, __, monkeypatch):
    monkeypatch.setenv("LANTOA_NOW", "2026-01-16T01:00:00+00:00")


def campaign(_, folder, __):
    file = folder / "nuoc-sach.toml"
    file.write_text(file.read_text("utf-8").replace("Tháng nước", "Mùa nước"), "utf-8")


def code(_, folder, monkeypatch):
    (folder / "code" / "nlp").mkdir(parents=True)
    (folder / "code" / "nlp" / "text.py").touch()
    monkeypatch.setattr(reading, "_ROOT", folder / "code")


def package(_, folder, monkeypatch):
    (folder / "site" / "scipy-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder / "site")


def rows_gone(home, *_):
    with duckdb.connect(home.warehouse / "lantoa.duckdb") as connection:
        connection.execute("delete from tones")


def put_back(home, *_):
    file = home.warehouse / "lantoa.duckdb"
    shutil.copy2(file, file.with_suffix(".old"))
    file.with_suffix(".old").replace(file)


def killed_writer(home, *_):
    (home.warehouse / "lantoa.duckdb.wal").touch()


def torn_notes(home, *_):
    notes = home.warehouse / "done.json"
    notes.write_text(notes.read_text("utf-8")[:50], "utf-8")


@pytest.mark.parametrize("change", [new_batch, changed_batch, lost_batch, coding, audience, model, day])
def test_what_a_load_alone_reads_lets_it_be_done_again(change, done, own_campaign, tmp_path, monkeypatch):
    change(done, tmp_path, monkeypatch)
    assert is_done(steps.load, done, (own_campaign,))
    assert not is_done(steps.load, done, (own_campaign,))


@pytest.mark.parametrize("step", [steps.load, steps.measure, steps.watch])
@pytest.mark.parametrize("change", [campaign, code, package, rows_gone, put_back, killed_writer, torn_notes])
def test_what_every_step_reads_lets_each_be_done_again(
    change, step, done, own_campaign, tmp_path, monkeypatch
):
    change(done, tmp_path, monkeypatch)
    assert is_done(step, done, (own_campaign,))


def test_what_is_asked_for_otherwise_is_done(done, own_campaign, tmp_path):
    (tmp_path / "other").mkdir()
    other = shutil.copy(own_campaign, tmp_path / "other" / own_campaign.name)
    assert is_done(steps.load, done, (other,))
    assert is_done(steps.watch, done, (other,))
    assert is_done(steps.measure, done, (own_campaign,), date(2026, 1, 12))


def test_what_a_load_brought_is_measured_and_watched(done, own_campaign):
    codings.append(done.codings, [DECISION])
    steps.load(done, (own_campaign,))
    assert is_done(steps.measure, done, (own_campaign,))
    assert is_done(steps.watch, done, (own_campaign,))


def test_a_step_that_fails_is_not_done(done, own_campaign):
    torn = next(done.scores.glob("*/*.scores.parquet"))
    whole = torn.read_bytes()
    torn.write_bytes(whole[:200])
    for _ in range(2):
        with pytest.raises(LoadError):
            steps.load(done, (own_campaign,))
    torn.write_bytes(whole)
    assert is_done(steps.load, done, (own_campaign,))
