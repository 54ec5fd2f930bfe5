"""Batches: each a function of one archive file, whole or not there."""

import os
import shutil
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lantoa import batches, extracting, scoring
from lantoa.press import REGISTERS
from nlp import campaign_tone, meaning, messages, precise_tone, semantic
from warehouse import campaign

needs_extra = pytest.mark.skipif(
    not semantic.is_installed(), reason="NOT TESTED: the extra `semantic` is missing"
)


def read(folder, kind):
    paths = sorted(folder.glob(f"*/*.{kind}.parquet"))
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


@pytest.fixture
def articles(complete_run):
    return {row["url"].partition("//")[2]: row for row in read(complete_run[0].articles, "articles")}


def test_an_article_is_known_by_its_outlet_and_address():
    known = batches.item_id("thoi-su", "https://baothoisumoi.example/a.html")
    assert known == batches.item_id("thoi-su", "https://baothoisumoi.example/a.html")
    assert len(known) == 16
    others = {
        batches.item_id("thoi-su", "https://baothoisumoi.example/b.html"),
        batches.item_id("khac", "https://baothoisumoi.example/a.html"),
    }
    assert known not in others
    assert len(others) == 2


def test_an_article_carries_what_its_page_and_its_feed_say(articles, items):
    row = articles["baothoisumoi.example/phat-dong-thang.html"]
    item = next(item for item in items if item["url"].endswith("phat-dong-thang.html"))
    assert (row["title"], row["lead"], row["section"]) == (item["title"], item["summary"], "Xã hội")
    assert row["body"] == item["body"]
    assert (row["credit"], row["credit_line"]) == ("TTXVN", "Theo TTXVN")
    assert row["published_at"] == datetime(2026, 1, 10, 2, 30, tzinfo=UTC)
    assert row["published_date"] == date(2026, 1, 10)
    assert row["first_seen_at"] == row["fetched_at"] == datetime(2026, 1, 15, 1, tzinfo=UTC)
    assert row["via"] == "https://baothoisumoi.example/rss/home.rss"
    assert row["placement"] == "editorial"
    assert articles["baothoisumoi.example/may-loc.html"]["placement"] == "sponsored"


def test_refused_pages_carry_reason_and_detail(complete_run):
    found = [
        (row["outlet"], row["title"], row["reason"]) for row in read(complete_run[0].articles, "rejected")
    ]
    assert sorted(found) == [
        ("thoi-su", "Vòi nước công cộng đầu tiên ở bến xe", "duplicate"),
        ("tong-hop-247", "Chuyện không ngày", "no date"),
        ("tong-hop-247", "Chuyện rất cũ", "impossible date"),
    ]


def test_every_article_has_one_tone_with_its_model_and_words(complete_run, articles):
    scores = read(complete_run[0].scores, "scores")
    assert sorted(row["item_id"] for row in scores) == sorted(row["item_id"] for row in articles.values())
    for row in scores:
        assert row["status"] == "ok"
        assert row["label"] in ("negative", "neutral", "positive")
        assert sum(row[f"p_{name}"] for name in ("negative", "neutral", "positive")) == pytest.approx(
            1, abs=0.005
        )
        assert row["method"]
        assert row["words"] > 0


@needs_extra
def test_articles_on_a_campaign_also_have_a_precise_tone(complete_run):
    precise = {row["item_id"]: row for row in read(complete_run[0].scores, "precise")}
    assert set(precise) == {row["item_id"] for row in read(complete_run[0].scores, "mentions")}
    fast = {row["item_id"]: row for row in read(complete_run[0].scores, "scores")}
    for item_id, row in precise.items():
        assert (row["tier"], fast[item_id]["tier"]) == ("precise", "fast")
        assert row["method"] != fast[item_id]["method"]
        assert row["words"] == fast[item_id]["words"]


def test_scoring_again_adds_the_precise_tones_that_are_missing(
    complete_run, campaign_file, tmp_path, monkeypatch
):
    home, target = complete_run[0], tmp_path / "scores"
    monkeypatch.setattr(semantic, "is_installed", lambda: False)
    scoring.score(home.articles, target, [campaign_file])
    assert not read(target, "precise")
    monkeypatch.undo()
    scoring.score(home.articles, target, [campaign_file])
    expected = len(read(home.scores, "precise"))
    assert len(read(target, "precise")) == expected
    assert scoring.score(home.articles, target, [campaign_file]) == (0, 0)


def test_mentions_name_the_terms_found_and_the_version_of_the_campaign(complete_run, articles, campaign_file):
    mentions = {row["item_id"]: row for row in read(complete_run[0].scores, "mentions")}
    assert len(mentions) == 9
    tap = mentions[articles["baothoisumoi.example/voi-nuoc.html"]["item_id"]]
    assert tap["terms"] == ["vòi nước công cộng"]
    assert {row["campaign_sha256"] for row in mentions.values()} == {campaign.load(campaign_file).sha256}
    assert {row["sha256"] for row in mentions.values()} <= {row["sha256"] for row in articles.values()}


def test_messages_say_where_and_by_which_phrase(complete_run, articles):
    found = [
        (row["item_id"], row["message"], row["place"], row["phrase"])
        for row in read(complete_run[0].scores, "messages")
        if row["item_id"] == articles["thongtanviet.example/tiet-kiem.html"]["item_id"]
    ]
    item = articles["thongtanviet.example/tiet-kiem.html"]["item_id"]
    assert found == [(item, "tiet-kiem", "headline", "tiết kiệm từng giọt nước")]


@needs_extra
def test_messages_by_meaning_are_added_with_their_method_where_an_item_carries_them_nowhere_by_words(
    complete_run, campaign_file, tmp_path
):
    (source, *_) = sorted(complete_run[0].articles.glob("*/*.articles.parquet"))
    table = pq.read_table(source)
    (row, *_) = table.to_pylist()
    reworded = "Vòi nước công cộng đã mở. Mỗi giọt nước đều cần được tiết kiệm."
    texts = {"reworded": reworded, "both": f"{reworded} Tiết kiệm từng giọt nước!"}
    rows = [
        row | {"item_id": name, "title": "Mở vòi", "lead": "", "body": body} for name, body in texts.items()
    ]
    (folder := tmp_path / "articles" / source.parent.name).mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, table.schema), folder / source.name)

    scoring.score(tmp_path / "articles", tmp_path / "scores", [campaign_file])

    found = read(tmp_path / "scores", "messages")
    assert [(one["item_id"], one["message"], one["place"], one["form"], one["method"]) for one in found] == [
        ("reworded", "tiet-kiem", "body", "semantic", meaning.METHOD),
        ("both", "tiet-kiem", "body", "verbatim", messages.METHOD),
    ]


def test_every_mention_has_a_tone_towards_the_campaign_in_each_voice(complete_run):
    tones = read(complete_run[0].scores, "campaign_tones")
    mentions = {row["item_id"] for row in read(complete_run[0].scores, "mentions")}
    assert sorted((row["item_id"], row["voice"]) for row in tones) == sorted(
        (item_id, voice) for item_id in mentions for voice in ("all", "outlet", "quoted")
    )
    for row in tones:
        assert row["method"] == campaign_tone.method()
        assert (row["status"] == "ok") == (row["label"] is not None) == (row["sentences"] > 0)
    assert {row["status"] for row in tones if row["voice"] == "all"} == {"ok"}


def test_another_model_of_campaign_tone_scores_mentions_anew(
    complete_run, campaign_file, tmp_path, monkeypatch
):
    home = complete_run[0]
    shutil.copytree(home.scores, tmp_path, dirs_exist_ok=True)
    assert scoring.score(home.articles, tmp_path, [campaign_file]) == (0, 0)
    monkeypatch.setattr(campaign_tone, "method", lambda: "later model")
    assert scoring.score(home.articles, tmp_path, [campaign_file]) == (0, 9)
    assert {row["method"] for row in read(tmp_path, "campaign_tones")} == {"later model"}
    assert read(tmp_path, "mentions") == read(home.scores, "mentions")
    assert scoring.score(home.articles, tmp_path, [campaign_file]) == (0, 0)


@needs_extra
def test_another_precise_model_scores_mentions_anew(complete_run, campaign_file, tmp_path, monkeypatch):
    home = complete_run[0]
    shutil.copytree(home.scores, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(precise_tone, "method", lambda: "later model")
    assert scoring.score(home.articles, tmp_path, [campaign_file]) == (0, 9)
    assert len(read(tmp_path, "precise")) == 9
    assert read(tmp_path, "mentions") == read(home.scores, "mentions")
    assert scoring.score(home.articles, tmp_path, [campaign_file]) == (0, 0)


def test_other_rules_of_places_and_levels_find_them_anew(complete_run, campaign_file, tmp_path, monkeypatch):
    home = complete_run[0]
    shutil.copytree(home.scores, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(scoring, "_PLACED_BY", "later rules")
    assert scoring.score(home.articles, tmp_path, [campaign_file])[0] > 0
    assert {row["method"] for row in read(tmp_path, "places")} == {"later rules"}
    assert read(tmp_path, "scores") == read(home.scores, "scores")
    assert scoring.score(home.articles, tmp_path, [campaign_file]) == (0, 0)


def test_articles_scored_before_scenarios_were_looked_for_are_scored_again(
    complete_run, campaign_file, tmp_path
):
    home = complete_run[0]
    shutil.copytree(home.scores, tmp_path, dirs_exist_ok=True)
    for batch in tmp_path.glob("*/*.prepared.parquet"):
        batch.unlink()
    scoring.score(home.articles, tmp_path, [campaign_file])
    assert read(tmp_path, "prepared") == read(home.scores, "prepared")


def test_the_same_archive_gives_the_same_bytes(complete_run, campaign_file, tmp_path):
    home = complete_run[0]
    extracting.extract(home.raw, tmp_path / "articles", REGISTERS)
    scoring.score(tmp_path / "articles", tmp_path / "scores", [campaign_file])
    for place in ("articles", "scores"):
        made = {
            path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / place).rglob("*.parquet")
        }
        kept = {
            path.relative_to(home.folder): path.read_bytes()
            for path in (home.folder / place).rglob("*.parquet")
        }
        assert made == kept


def test_scores_are_the_same_from_one_process_and_from_several(complete_run, campaign_file, tmp_path):
    home = complete_run[0]
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, [min(allowed)])
    try:
        scoring.score(home.articles, tmp_path, [campaign_file])
    finally:
        os.sched_setaffinity(0, allowed)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    assert made == {
        path.relative_to(home.scores): path.read_bytes() for path in home.scores.rglob("*.parquet")
    }


def test_progress_is_told_to_the_end(complete_run, campaign_file, tmp_path):
    told = []
    extracting.extract(complete_run[0].raw, tmp_path / "a", REGISTERS, progress=lambda *now: told.append(now))
    scoring.score(tmp_path / "a", tmp_path / "s", [campaign_file], progress=lambda *now: told.append(now))
    assert [now for now in told if now[1] == now[2]] == [("extract", 4, 4), ("score", 8, 8)]


def test_nothing_is_left_half_written(complete_run):
    home = complete_run[0].folder
    assert [path for path in home.rglob("*") if ".partial" in path.name] == []
