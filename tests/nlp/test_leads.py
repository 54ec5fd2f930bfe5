"""Headlines of other stories at the end of a feed's summary are no part of the lead, and all else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.leads import own_lead

LEAD = "Sáng 4/3, tỉnh khởi công nhà máy nước ở ba xã vùng cao, dự kiến xong trong mười tháng."


@pytest.mark.parametrize(
    "tail",
    [
        "Người dân vùng cao mong có nước sạch",
        "Người dân vùng cao mong có nước sạch Ba xã được nối ống nước",
        "“Đi xin nước” ở bản xa",
        "[Ảnh] Khởi công nhà máy nước",
        "Khởi",
        "Các xã vùng cao thiếu nước",
    ],
)
def test_headlines_glued_on_are_taken_away(tail):
    assert own_lead(f"{LEAD} {tail}") == LEAD
    assert own_lead(f"Nước về bản! {LEAD} {tail} ") == f"Nước về bản! {LEAD}"


@pytest.mark.parametrize(
    "summary",
    [
        "",
        LEAD,
        LEAD.removesuffix("."),
        f"{LEAD} Người dân vùng cao mong có nước sạch.",
        f"{LEAD} Đây là nhà máy thứ năm của tỉnh",
        f"{LEAD} Tuy nhiên, đường ống chưa xong",
        f"{LEAD} " + "từ " * 26 + "cuối",
        "Nước về bản. Ba xã vùng cao có nước sạch",
        "Giá nước 10.000 đồng/m3 từ 1.7.2026",
    ],
)
def test_sentences_of_its_own_are_kept(summary):
    assert own_lead(summary) == summary


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_what_is_left_is_how_the_summary_begins(summary):
    lead = own_lead(summary)
    assert summary.startswith(lead)
    assert own_lead(lead) == lead


def test_of_real_summaries_only_those_of_feeds_that_add_headlines_are_cut(shared_data):
    """Counted over 9,147 items: five feeds add them; of the others hardly any item may lose a word."""
    import csv
    from urllib.parse import urlsplit

    adding = {"www.sggp.org.vn", "cand.vn", "www.vietnamplus.vn", "tienphong.vn", "nhandan.vn"}
    with (shared_data / "tone" / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    cut = [urlsplit(row["url"]).hostname for row in rows if own_lead(row["lead"]) != row["lead"]]
    assert sum(host in adding for host in cut) > 1_500
    assert sum(host not in adding for host in cut) < 10
