"""Alerts on the command line: shown, answered, replayed; and drills, which stay apart."""

import json
from pathlib import Path

import pytest

from dashboards import answers
from dashboards.answers import AlertError
from lantoa import alerts, drill, settings
from lantoa.drill import DrillError
from warehouse import campaign as campaigns
from warehouse import codings
from warehouse.campaign import CampaignError, Scenario
from warehouse.reader import Reader


@pytest.fixture(scope="module")
def reader(complete_run):
    with Reader(complete_run[0].published) as reader:
        yield reader


@pytest.fixture(scope="module")
def found(reader):
    return alerts.listed(reader, None, closed=False)


def test_a_run_raises_the_alerts_that_are_listed_with_what_was_prepared(found, complete_run):
    (campaign,) = found
    assert [(row["name"], row["state"]) for row in campaign["alerts"]] == [
        ("Prepared situation: Thiếu nước ở chợ hoa", "new")
    ] * 2
    assert {row["alert"] for row in campaign["alerts"]} == set(complete_run[1].alerts["nuoc-sach"])
    assert [row["told"][0]["title"] for row in campaign["alerts"]] == [
        "Chợ hoa ngày 12/1",
        "Chợ hoa ngày 11/1",
    ]
    assert campaign["alerts"][0]["responsible"] == "Sở Nước"
    assert campaign["budget"] == "3 count rules share one budget: one false alarm in 30\u00a0days."
    assert json.loads(json.dumps(found, default=str))


def test_alerts_are_answered_all_or_none(found, reader, tmp_path):
    ids = [row["alert"] for row in found[0]["alerts"]]
    at = settings.now()
    with pytest.raises(AlertError, match=f"no alert '{ids[0][:-1]}'; did you mean '{ids[0]}'"):
        answers.answer(reader, tmp_path, [ids[1], ids[0][:-1]], None, "truc-ban", "đã xem", at)
    with pytest.raises(AlertError, match="small letters"):
        answers.answer(reader, tmp_path, ids, "nothing", "Trực ban", "đã xem", at)
    for why in ("ông Nguyễn Văn An đã xác nhận", "đã báo chị Hằng"):
        with pytest.raises(codings.NamedError, match="write the office or the post") as told:
            answers.answer(reader, tmp_path, ids, "nothing", "truc-ban", why, at)
        assert not {"Nguyễn", "Hằng"} & set(str(told.value).split())
    assert codings.read(tmp_path) == ([], [])
    answers.answer(reader, tmp_path, [*ids, ids[0]], "happened", "truc-ban", "đã xem", at)
    lines, unread = codings.read(tmp_path)
    assert [line.entry.alert for line in lines] == ids
    assert unread == []


def test_an_unknown_campaign_is_named_with_those_there_are(reader):
    with pytest.raises(AlertError, match="'nuoc': expected a published campaign: nuoc-sach"):
        alerts.listed(reader, "nuoc", closed=True)


def test_a_replay_tells_how_often_each_rule_fires_beside_what_it_states(reader, campaign_file):
    replayed = {(one.rule, one.subject): one for one in reader.replay(campaigns.load(campaign_file))}
    cases = replayed["scenario", "cho-hoa"]
    assert (len(cases.fired), cases.days, cases.happened, cases.stated_a_month) == (2, 5, 0, None)
    assert cases.low < cases.unconfirmed_a_month < cases.high
    # One day of visits is no history.
    counted = replayed["stories", ""]
    assert (counted.days, counted.fired, counted.unconfirmed_a_month) == (0, (), None)
    assert counted.stated_a_month == pytest.approx(1 / 3)
    assert alerts.as_facts([cases])[0]["fired"] == ["2026-01-11", "2026-01-12"]


@pytest.mark.parametrize("path", sorted(settings.CAMPAIGNS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_case_of_every_scenario_of_the_campaigns_can_be_invented(path: Path):
    for scenario in campaigns.load(path).scenarios:
        assert drill.case(scenario)


def test_a_scenario_that_no_case_satisfies_is_named():
    scenario = Scenario.model_validate(
        {
            "id": "thieu-nuoc",
            "name": "Thiếu nước",
            "query": '"thiếu nước" AND NOT nước',
            "responsible": "Sở Nước",
            "text": "Xe chở nước đến trong ngày.",
            "checked_at": "2026-01-09",
        }
    )
    with pytest.raises(DrillError, match="scenario 'thieu-nuoc': no case can be invented: 'thiếu nước'"):
        drill.case(scenario)


def test_a_drill_of_an_unknown_scenario_is_refused(campaign_file):
    with pytest.raises(DrillError, match=r"one of its scenarios \(cho-hoa\), not 'cho'"):
        drill.hold(campaign_file, "cho", settings.now())


def test_a_drill_of_a_campaign_that_watches_an_unknown_outlet_names_it(tmp_path, campaign_file):
    wrong = tmp_path / campaign_file.name
    text = campaign_file.read_text("utf-8")
    wrong.write_text(text.replace("[[phases]]", 'watched_outlets = ["bao-la"]\n\n[[phases]]', 1), "utf-8")
    with pytest.raises(CampaignError, match=r"nuoc-sach\.toml: watched_outlets\[0\].*bao-la"):
        drill.hold(wrong, "cho-hoa", settings.now())


def test_a_drill_of_a_campaign_whose_outlets_cannot_be_read_says_so(tmp_path, campaign_file):
    other = tmp_path / campaign_file.name
    text = campaign_file.read_text("utf-8")
    other.write_text(text.replace("[[phases]]", 'watched_outlets = ["soha"]\n\n[[phases]]', 1), "utf-8")
    with pytest.raises(DrillError, match="nuoc-sach: none of its watched_outlets can be read"):
        drill.hold(other, "cho-hoa", settings.now())


@pytest.mark.slow
def test_a_drill_is_held_where_the_query_excludes_its_word(tmp_path, campaign_file):
    other = tmp_path / campaign_file.name
    text = campaign_file.read_text("utf-8")
    excluding = 'query = \'"chợ hoa" AND NOT "diễn tập"\''
    other.write_text(text.replace("query = '\"chợ hoa\"'", excluding), "utf-8")
    assert excluding in other.read_text("utf-8")

    drilled = drill.hold(other, "cho-hoa", settings.now())

    assert drilled.is_alert
    assert drilled.headline == "chợ hoa"


@pytest.mark.slow
def test_a_drill_raises_its_alert_and_says_how_fast(campaign_file):
    drilled = drill.hold(campaign_file, "cho-hoa", settings.now())
    assert drilled.is_alert
    assert drilled.headline == "Diễn tập: chợ hoa"
    assert list(drilled.seconds) == ["crawl", "extract", "score", "load", "watch", "publish"]
    assert "Sở Nước" in drill.sentence(drilled)
