"""The headline findings: what they say, and what they refuse to say."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboards import contents as reading
from dashboards import coverage, words
from dashboards.findings import findings
from dashboards.labels import label
from warehouse.measures import Measure
from warehouse.reader import Filter, Reader

TODAY = date(2026, 3, 21)


def read(published, campaign):
    with Reader(published) as reader:
        return reading.read(reader, campaign, TODAY)


@pytest.fixture(scope="module")
def full(published):
    return read(published, "nuoc-sach")


@pytest.fixture(scope="module")
def thin(published):
    return read(published, "duong-hoa")


def said(contents, key, lang="vi"):
    by_key = {finding.key: " ".join(finding.sentences) for finding in findings(contents, lang)}
    return by_key[key].replace("\u00a0", " ")


def with_measures(contents, **changes):
    return replace(contents, measures=contents.measures | {"all": contents.totals | changes})


def test_volume_says_items_stories_and_outlets_each_with_its_unit(full):
    assert "20 lượt tin, bài" in said(full, "coverage")
    assert "11 tin gốc" in said(full, "coverage")
    assert "8 trong số 8 báo, đài được theo dõi" in said(full, "coverage")
    assert "1 lượt tin, bài là bài tài trợ" in said(full, "coverage")


@pytest.mark.parametrize(
    ("lang", "day", "days"),
    [("vi", "Ngày 09/03/2026 thu", "Từ 09/03/2026 đến 10/03/2026 thu"), ("en", "On 9 Mar", "From 9 Mar")],
)
def test_a_period_of_one_day_is_that_day(full, lang, day, days):
    one = replace(full, from_date=date(2026, 3, 9), to_date=date(2026, 3, 9))
    assert said(one, "coverage", lang).startswith(day)
    assert said(replace(one, to_date=date(2026, 3, 10)), "coverage", lang).startswith(days)


def test_no_peak_is_named_where_volumes_are_withheld(full):
    assert "Không nêu ngày cao điểm" in said(full, "days")
    assert "18 % số tin, bài dự kiến" in said(full, "days")
    assert "tỷ trọng trong toàn bộ tin, bài" in said(full, "collection")


def test_a_peak_is_named_where_collection_is_whole(full):
    whole = with_measures(full, share_of_attention=Measure(0.3, 0.2, 0.4, 60, "", "ok"))
    assert said(whole, "days") == "Ngày có nhiều tin, bài nhất là 09/03/2026, với 4 lượt tin, bài."


EARLY, LATE = datetime(2026, 3, 1, 1, tzinfo=UTC), datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "vi", "en"),
    [
        ((EARLY, EARLY), "", ""),
        (
            (LATE, LATE),
            " Các báo, đài được theo dõi từ 08:30 ngày 03/03/2026; về thời gian trước đó chưa có thông tin.",
            " The outlets are watched from 3 Mar 2026, 08:30 on; of the time before nothing is known.",
        ),
        (
            (EARLY, LATE),
            " Báo, đài đầu tiên được theo dõi từ 08:00 ngày 01/03/2026, "
            "báo, đài cuối cùng từ 08:30 ngày 03/03/2026; "
            "về thời gian trước đó của mỗi báo, đài chưa có thông tin.",
            " The first outlet is watched from 1 Mar 2026, 08:00 on, "
            "the last from 3 Mar 2026, 08:30 on; of the time before nothing is known.",
        ),
    ],
)
def test_no_gap_is_said_of_the_time_watched_and_from_when_that_is(full, since, vi, en):
    """A first day that is watched in part is hatched: the sentence says why."""
    gapless = with_measures(
        replace(full, watched_since=since),
        gap_share=Measure(0.0, None, None, 400, "", "ok"),
        share_of_attention=Measure(0.3, 0.2, 0.4, 60, "", "ok"),
        t50=Measure(1.0, None, None, 10, "", "ok"),
    )
    whole = "Trong thời gian theo dõi, không phát hiện phần nào thiếu dữ liệu thu thập."
    assert said(gapless, "collection") == whole + vi
    assert said(gapless, "collection", "en") == "No gap was found in the time watched." + en


def test_the_time_from_which_outlets_are_watched_is_that_of_their_feeds(full):
    assert full.watched_since == (datetime(2026, 3, 1, 15, 55, tzinfo=UTC),) * 2


def test_a_report_on_a_phase_to_come_says_when_it_begins_and_nothing_of_collection(full):
    which = Filter("nuoc-sach", date(2026, 3, 1), date(2026, 3, 5), phase="after")
    ahead = replace(
        full,
        today=date(2026, 3, 5),
        period=replace(full.period, kind="phase", which=which),
        from_date=date(2026, 3, 16),
        to_date=date(2026, 3, 22),
        measures={},
    )
    assert said(ahead, "empty") == "Giai đoạn “Sau” chưa bắt đầu: ngày đầu là 16/03/2026."
    assert said(ahead, "empty", "en") == "The phase “After” has not begun: its first day is 16 Mar 2026."
    assert {finding.key for finding in findings(ahead, "vi")} == {"alerts", "empty"}


def test_a_phase_outside_of_the_days_asked_for_keeps_its_own(published):
    with Reader(published) as reader:
        which = Filter("nuoc-sach", date(2026, 3, 1), date(2026, 3, 5), phase="after")
        days = [stamp.date() for stamp in coverage.days(reader, which)]
    assert days == [date(2026, 3, 16), date(2026, 3, 22)]


def test_tone_is_by_story_with_intervals_and_marked_uncorrected(full):
    assert said(full, "tone").startswith(
        "Trong 11 tin gốc đã nhận diện sắc thái: tích cực 45 % (trong khoảng"
    )
    assert "chưa hiệu chỉnh" in said(full, "tone")


def test_consensus_never_stands_without_its_note(full, thin):
    for contents in (full, thin):
        assert "không phải mức đồng thuận trong nhân dân" in said(contents, "consensus")
        assert "not consensus among the people" in said(contents, "consensus", "en")


def test_machine_labels_give_no_verdict(full):
    assert "không đưa ra nhận định" in said(full, "consensus")
    assert "phần tăng này do đăng lại" in said(full, "consensus")


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.6, 0.9, "thống nhất về sắc thái"),
        (0.1, 0.4, "mức trung gian"),
        (-0.4, -0.1, "trái chiều nhau"),
        (-0.2, 0.9, "Khoảng tin cậy còn rộng"),
    ],
)
def test_corrected_labels_give_the_verdict_that_the_interval_allows(full, low, high, verdict):
    agreement = Measure((low + high) / 2, low, high, 40, "", "ok")
    whole = with_measures(full, agreement=agreement, share_of_attention=Measure(0.1, 0, 0.2, 9, "", "ok"))
    assert verdict in said(whole, "consensus")


def test_gaps_in_collection_leave_the_figure_and_no_verdict(full):
    agreement = Measure(0.9, 0.8, 1.0, 40, "", "ok")
    gaps = "33% of the expected items fall into gaps in collection"
    withheld = Measure(None, None, None, 9, "", "withheld", gaps)
    told = said(with_measures(full, agreement=agreement, share_of_attention=withheld), "consensus")
    assert "A = 0,90" in told
    assert "thống nhất về sắc thái" not in told
    assert "không đưa ra nhận định: thiếu dữ liệu thu thập của 33" in told


def test_opposed_pairs_that_are_refused_are_not_none(full):
    refused = Measure(None, None, None, 40, "", "not_estimable", "no coded story is negative")
    told = said(with_measures(full, opposed_pairs=refused), "consensus")
    assert "tỷ lệ cặp trái chiều chưa đủ dữ liệu để kết luận (" in told


def test_thin_evidence_is_refused_with_what_is_missing(thin):
    assert "chưa đủ dữ liệu để kết luận" in said(thin, "consensus")
    assert "mới có 2 tin gốc (cần ít nhất 8)" in said(thin, "consensus")
    assert "phần tăng do đăng lại" in said(thin, "consensus")


def test_what_is_withheld_on_its_card_is_withheld_in_the_finding(full):
    withheld = Measure(None, None, None, 11, "", "withheld", "the stories were chosen by their tone")
    names = ("tone_positive", "tone_neutral", "tone_negative", "agreement", "opposed_pairs")
    chosen = with_measures(full, **dict.fromkeys(names, withheld))
    for key in ("tone", "consensus"):
        assert words.text("status.withheld", "vi").lower() in said(chosen, key).lower()
        assert words.text("status.not_estimable", "vi").lower() not in said(chosen, key).lower()
        assert "tin gốc đã được chọn theo sắc thái" in said(chosen, key)


def test_carried_stories_are_named_with_their_origin(full):
    assert "“Phát động tháng nước sạch”, 3 báo, đài, nguồn phát đầu tiên:" in said(full, "carried")


def test_without_copies_it_says_that_none_was_seen(full):
    single = replace(full, stories=[story | {"outlets": 1} for story in full.stories])
    assert "chưa thấy tin gốc nào được đăng tại từ hai báo, đài" in said(single, "carried")


def test_an_inferred_origin_is_marked(full):
    inferred = [story | {"origin": "TTXVN", "origin_method": "inferred"} for story in full.stories]
    assert "nguồn phát đầu tiên: TTXVN (suy ra)" in said(replace(full, stories=inferred), "carried")


def test_messages_that_came_through_and_those_that_did_not_are_both_named(full):
    assert "1 trong số 3 thông điệp" in said(full, "messages")
    assert "Chưa thấy trong tin, bài đã thu thập: “Cả nước cùng tham gia”; “Tiết kiệm nước”" in said(
        full, "messages"
    )
    assert "cách diễn đạt khác chưa được tính" in said(full, "messages")


@pytest.mark.parametrize(
    ("lang", "near", "other"),
    [
        ("vi", "nguyên văn hoặc có vài tiếng xen giữa", "diễn đạt gần"),
        ("en", "word for word or with a few syllables between", "nearly so"),
    ],
)
def test_captions_of_messages_claim_no_more_than_the_note_below_them(full, lang, near, other):
    """Counted is what stands in the phrases' own words; docs/method.md, Messages."""
    captions = (words.text("report.messages.caption", lang), label("messages.basis", lang, stories="16"))
    for told in (*captions, label("how.messages", lang), said(full, "messages", lang)):
        assert near in told
        assert other not in told


def test_a_capped_scan_missing_days_and_outlets_without_a_feed_are_named(full):
    lacking = replace(
        full,
        cap={"cap": 30, "scans_at_cap": 310, "scans": 320},
        missing_scans=[date(2026, 7, 27), date(2026, 8, 3)],
        collection=[
            *full.collection,
            full.collection[0] | {"name": "Báo Lặng", "items": 0, "scans_ok": None},
        ],
    )
    sentence = said(lacking, "collection")
    assert "Mỗi lượt quét chỉ có 30 tin mới nhất (310 trong 320 lượt quét" in sentence
    assert "Không có lượt quét nào vào ngày 27/07/2026 và 03/08/2026." in sentence
    assert "Không thu thập được: Báo Lặng." in sentence


def test_findings_are_written_in_english_too(full):
    assert "20 items on the campaign were collected: 11 stories" in said(full, "coverage", "en")
    assert [finding.key for finding in findings(full, "en")] == [
        finding.key for finding in findings(full, "vi")
    ]


def test_no_finding_names_an_outlet_for_its_tone_or_silence(full):
    for key in ("tone", "consensus", "coverage", "days", "messages"):
        assert not any(outlet["name"] in said(full, key) for outlet in full.outlets)


def share(value, status="ok", reason=""):
    low, high = (None, None) if value is None else (value - 0.05, value + 0.05)
    return Measure(value, low, high, 80, "tone share of stories, corrected", status, reason)


def test_corrected_shares_say_with_how_many_codes_and_a_refused_tone_says_why(full):
    coded = with_measures(
        full,
        tone_positive=share(0.6),
        tone_neutral=share(0.4),
        tone_negative=share(None, "not_estimable", "no coded story is negative"),
    )
    assert said(coded, "tone").startswith("Trong các tin gốc: tích cực 60 % (trong khoảng 55 % đến 65 %); ")
    assert "tiêu cực: chưa đủ dữ liệu để kết luận (mẫu gán nhãn không có tin gốc tiêu cực)" in said(
        coded, "tone"
    )
    assert "Tỷ lệ đã hiệu chỉnh bằng mẫu 80 tin gốc gán nhãn thủ công." in said(coded, "tone")


def test_tentative_shares_and_agreement_give_no_verdict_and_say_why(full):
    why = "coder agreement: 12 double-coded stories (60 needed)"
    tentative = share(0.3, "tentative", why)
    coded = with_measures(
        full,
        tone_positive=tentative,
        tone_neutral=tentative,
        tone_negative=tentative,
        agreement=Measure(0.7, 0.6, 0.8, 80, "agreement of stories, corrected", "tentative", why),
    )
    assert "tạm thời: độ nhất trí giữa những người gán nhãn: mới có 12 tin gốc" in said(coded, "tone")
    assert "nên báo cáo chưa đưa ra nhận định" in said(coded, "consensus")
    assert "Khoảng tin cậy còn rộng" not in said(coded, "consensus")


def test_open_alerts_are_named_first_and_closed_ones_are_not(full, thin):
    assert said(full, "alerts") == (
        "2 cảnh báo chưa kết thúc: “Tin gốc nhiều bất thường”; “Tình huống đã chuẩn bị: Nước đục”."
    )
    assert findings(full, "en")[0].key == "alerts"
    assert "alerts" not in {finding.key for finding in findings(thin, "vi")}
