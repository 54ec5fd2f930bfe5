"""Extraction and scoring are not done again on the same; where anything that matters changed, they are."""

import shutil

import pytest
from typer.testing import CliRunner

from crawlers.links import LinkTable
from lantoa import batches, extracting, scoring, steps
from lantoa.cli import app
from lantoa.press.server import Press
from tests.lantoa.test_done import code, model, package


@pytest.fixture
def made(home, own_campaign):
    """A home in which extraction and scoring were done last."""
    steps.extract(home)
    steps.score(home, (own_campaign,))
    return home


@pytest.fixture
def looked(monkeypatch):
    """Names of the steps that looked at the files themselves, in order."""
    found = []
    for module, name in ((extracting, "extract"), (scoring, "score")):
        step = getattr(module, name)

        def noted(*given, step=step, name=name):
            found.append(name)
            return step(*given)

        monkeypatch.setattr(module, name, noted)
    return found


def content(home):
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns)
        for folder in (home.articles, home.scores)
        for path in folder.rglob("*.parquet")
    }


def test_on_the_same_nothing_is_looked_at_again(made, own_campaign, looked):
    before = content(made)
    for _ in range(2):
        assert steps.extract(made) == (0, 0)
        assert steps.score(made, (own_campaign,)) == (0, 0)
    assert looked == []

    for folder in (made.articles, made.scores):
        (folder / "done.txt").unlink()
    assert steps.extract(made) == (0, 0)
    assert steps.score(made, (own_campaign,)) == (0, 0)
    assert looked == ["extract", "score"]
    assert content(made) == before


def lost_articles(home, *_):
    next(home.articles.glob("*/*.articles.parquet")).unlink()


def torn_articles(home, *_):
    batch = next(home.articles.glob("*/*.articles.parquet"))
    batch.write_bytes(batch.read_bytes()[:-1])


def torn_notes(home, *_):
    for folder in (home.articles, home.scores):
        (folder / "done.txt").write_bytes((folder / "done.txt").read_bytes()[:70] + b"\xff")


def lost_sightings(home, *_):
    next(home.articles.glob("*/*.sightings.parquet")).unlink()


def pages(home, *_):
    page = next(home.raw.glob("*/*/*.warc.gz"))
    shutil.copy(page, page.with_name("20990101T000000Z-0.warc.gz"))


def links(home, *_):
    """An address is known, as an import leaves it that came to a page of a crawl."""
    with LinkTable(next(home.raw.glob("*/links.sqlite"))) as table:
        table.open_crawl("2099-01-01/20990101T000000Z-0.warc.gz")


def new_articles(home, *_):
    batch = next(home.articles.glob("*/*.articles.parquet"))
    shutil.copy(batch, batch.with_name("20990101T000000Z-0.articles.parquet"))


def lost_scores(home, *_):
    next(home.scores.glob("*/*.quotes.parquet")).unlink()


def campaign(_, folder, __):
    file = folder / "nuoc-sach.toml"
    file.write_text(file.read_text("utf-8").replace("từng giọt nước", "mọi giọt nước"), "utf-8")


@pytest.mark.parametrize(
    "change", [pages, links, lost_articles, torn_articles, lost_sightings, torn_notes, code, package]
)
def test_what_extraction_reads_and_makes_is_looked_at_again(change, made, tmp_path, monkeypatch, looked):
    change(made, tmp_path, monkeypatch)
    steps.extract(made)
    assert looked == ["extract"]
    steps.extract(made)
    assert looked == ["extract"]


@pytest.mark.parametrize(
    "change", [new_articles, torn_articles, lost_scores, model, campaign, torn_notes, code, package]
)
def test_what_scoring_reads_and_makes_is_looked_at_again(
    change, made, own_campaign, tmp_path, monkeypatch, looked
):
    change(made, tmp_path, monkeypatch)
    if change is torn_articles:
        with pytest.raises(batches.BatchError):
            steps.score(made, (own_campaign,))
        steps.extract(made)
        looked.clear()
    steps.score(made, (own_campaign,))
    assert looked == ["score"]
    steps.score(made, (own_campaign,))
    assert looked == ["score"]


def test_what_is_asked_for_otherwise_is_looked_at(made, own_campaign, tmp_path, looked):
    (tmp_path / "other").mkdir()
    other = shutil.copy(own_campaign, tmp_path / "other" / own_campaign.name)
    steps.extract(made, ["thoi-su"])
    steps.score(made, (other,))
    steps.score(made, (other,), ["thoi-su"])
    assert looked == ["extract", "score", "score"]


def test_what_comes_while_a_step_runs_is_found_by_the_next(made, own_campaign, monkeypatch):
    (made.articles / "done.txt").unlink()
    step = extracting.extract

    def extract(*given):
        done = step(*given)
        pages(made)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(extracting, "extract", extract)
        steps.extract(made)
    seen = []
    monkeypatch.setattr(extracting, "extract", lambda *given: seen.append(given) or step(*given))
    steps.extract(made)
    assert len(seen) == 1


def test_a_step_that_fails_is_not_done(made, own_campaign, looked):
    torn_articles(made)
    for _ in range(2):
        with pytest.raises(batches.BatchError):
            steps.score(made, (own_campaign,))
    assert looked == ["score", "score"]


def test_a_home_without_pages_gets_no_notes(empty_home, own_campaign):
    assert steps.extract(empty_home) == (0, 0)
    assert steps.score(empty_home, (own_campaign,)) == (0, 0)
    assert not empty_home.folder.exists()


def test_a_later_crawl_is_read_and_scored(empty_home, campaign_file, write_items, make_item):
    def go(*items):
        with Press(items=write_items(items)) as press:
            steps.crawl(empty_home, steps.Selection((campaign_file,), press=press.url))
        return steps.extract(empty_home)[0], steps.score(empty_home, (campaign_file,))[0]

    first = make_item("baothoisumoi", "a", "Bến xe có vòi nước", "Uống được.", "2026-01-13T09:00")
    second = make_item("baothoisumoi", "b", "Chợ hoa có vòi nước", "Uống được.", "2026-01-14T09:00")
    assert go(first) == (1, 1)
    assert go(first, second) == (1, 1)
    assert go(first, second) == (0, 0)


def test_the_commands_tell_that_nothing_is_new(made, own_campaign):
    for command, told in (
        ("extract", "0 new articles, 0 pages rejected"),
        ("score", "0 articles scored, 0 men"),
    ):
        given = [command, *([str(own_campaign)] if command == "score" else []), "--home", str(made.folder)]
        result = CliRunner().invoke(app, given)
        assert result.exit_code == 0, result.output
        assert told in result.output
