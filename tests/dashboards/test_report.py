"""The report: one file without script that anyone may be sent, the same to the byte, and safe to open."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import lxml.html
import pandas as pd
import pytest

from dashboards import contents as reading
from dashboards import figures, report, told
from dashboards.contents import UnknownCampaignError
from dashboards.findings import findings
from dashboards.links import safe_link
from dashboards.reporting import charts, tables, twin
from dashboards.reporting import page as reporting_page
from warehouse import counting, db, publish
from warehouse.reader import Reader

AT = datetime(2026, 3, 21, 2, tzinfo=UTC)
LINKS = ("http://bao.example/a", "https://bao.example/a?b=1")
NO_LINKS = (
    "javascript:alert(1)",
    "data:text/html,x",
    "//bao.example/a",
    "ftp://bao.example",
    "https://",
    "http://[",
)


def write(published, campaign, folder, lang="vi"):
    with Reader(published) as reader:
        (page,) = report.write(reader, campaign, folder, (lang,), AT)
        return page


@pytest.fixture(scope="module")
def page(published, tmp_path_factory):
    return write(published, "nuoc-sach", tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def html(page):
    return page.read_text("utf-8")


@pytest.fixture(scope="module")
def document(html):
    return lxml.html.document_fromstring(html)


@pytest.fixture
def empty(tmp_path):
    """A published warehouse with a campaign and nothing collected, its measures stored."""
    days = (AT.date(), AT.date())
    with db.writer(tmp_path / "warehouse", AT) as connection:
        campaign = ("nuoc-sach", "0" * 64, "Tháng nước sạch", "Clean water month", '"nước sạch"', AT, None)
        connection.execute("insert into campaigns values (?, ?, ?, ?, ?, ?, ?)", campaign)
        which = counting.Filter("nuoc-sach", *days)
        counting.store(connection, which, {"all": counting.all_measures(connection, which)}, AT)
    publish.publish(tmp_path / "warehouse", tmp_path / "published", AT)
    return tmp_path / "published"


def visible(document):
    return " ".join(document.text_content().replace("\u00a0", " ").split())


def test_it_bears_campaign_day_and_language_and_leaves_no_half_file(page):
    assert page.name == "nuoc-sach-2026-03-18-vi.html"
    assert (
        sorted(path.name for path in page.parent.iterdir())
        == [page.name.replace("html", "json"), page.name][::-1]
    )


def test_the_same_snapshot_and_instant_give_the_same_bytes(published, page, tmp_path):
    again = write(published, "nuoc-sach", tmp_path)
    for suffix in (".html", ".json"):
        assert again.with_suffix(suffix).read_bytes() == page.with_suffix(suffix).read_bytes()


def test_it_holds_no_script_and_loads_nothing(document, html):
    assert document.xpath("//script | //link | //iframe | //img | //object | //embed | //form") == []
    assert document.xpath("//@src | //@onerror | //@onclick | //@onload | //@srcset") == []
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "url(http" not in html
    assert "@import" not in html


def test_titles_from_the_press_stay_text(document, html):
    assert "&lt;script&gt;window.injected=1&lt;/script&gt;" in html
    assert "<script>window.injected=1</script>" in visible(document)


def test_links_are_http_only_and_tell_the_outlet_nothing(document):
    links = document.xpath("//a[not(starts-with(@href, '#'))]")
    assert links
    assert {link.get("rel") for link in links} == {"noopener noreferrer"}
    assert all(link.get("href").startswith("https://") for link in links)


@pytest.mark.parametrize("url", LINKS)
def test_a_web_address_may_be_followed(url):
    assert safe_link(url) == url


@pytest.mark.parametrize("url", NO_LINKS)
def test_anything_else_may_not(url):
    assert safe_link(url) is None


def test_every_stored_measure_of_every_phase_is_in_the_json_as_stored(published, page):
    twin = json.loads(page.with_suffix(".json").read_text("utf-8"))
    with Reader(published) as reader:
        stored = reader.frame("rpt_measures", "nuoc-sach")
    assert len(stored) == sum(map(len, twin["measures"].values()))
    for row in stored.itertuples():
        figure = twin["measures"][row.segment][row.name]
        stored_as = [row.value, row.low, row.high, row.n, row.method, row.status, row.reason]
        shown = [figure[key] for key in ("value", "low", "high", "n", "method", "status", "reason")]
        assert shown == [None if pd.isna(cell) else cell for cell in stored_as]
    assert set(twin["made_by"]) == {"version", "lock"}
    assert (twin["from_date"], twin["to_date"]) == ("2026-03-03", "2026-03-18")
    assert twin["use"].startswith("Kết quả đo tin, bài đã thu thập")


def test_a_report_that_another_version_made_is_told(page, tmp_path):
    figures_told = json.loads(page.with_suffix(".json").read_text("utf-8"))
    at = datetime.fromisoformat(figures_told["written_at"])
    other = tmp_path / page.name
    assert twin.made_otherwise(other, at) is None
    for other_maker in (None, {"version": "0.0.1", "lock": ""}):
        written = figures_told | {"made_by": other_maker or figures_told["made_by"]}
        other.with_suffix(".json").write_text(json.dumps(written), "utf-8")
        assert twin.made_otherwise(other, at) == other_maker
    assert twin.made_otherwise(other, at + timedelta(hours=1)) is None


def test_the_table_shows_each_measure_with_interval_basis_and_reason(document):
    row = document.xpath("//table[contains(@class, 'measures')]//tr[th[contains(., 'sắc thái tích cực')]]")[0]
    cell = visible(row.xpath("td")[0])
    assert "45 %" in cell
    assert "trong khoảng 21 % đến 72 %" in cell
    assert "n = 11 tin gốc" in cell
    assert "Chưa hiệu chỉnh" in cell
    attention = document.xpath(
        "//table[contains(@class, 'measures')]//tr[th[contains(., 'Tỷ trọng trong')]]"
    )[0]
    assert "Không công bố" in visible(attention.xpath("td")[0])
    assert "18 % số tin, bài dự kiến" in visible(document.xpath("//ol[@class='notes']")[0])


def test_consensus_carries_its_note_wherever_it_is_a_heading_or_a_figure(document):
    said = visible(document)
    note = "không phải mức đồng thuận trong nhân dân"
    assert said.count(note) >= 4
    assert note in visible(document.xpath("//section[@id='consensus']")[0])


def test_outlets_stand_in_alphabetical_order(document):
    names = document.xpath("//section[@id='spread']//div[@class='scroll']//tbody/tr/th/text()")
    assert names == [
        "Báo Ban Mai",
        "Báo Đồng Xanh",
        "Báo Hải Đăng",
        "Báo Y Tế Mới",
        "Đài Sông Hồng",
        "Tạp chí Nhịp Sống",
        "Thông tấn Bắc",
        "Tổng Hợp 24",
    ]


def test_the_table_of_outlets_gives_no_tone(document):
    table = visible(document.xpath("//section[@id='spread']")[0]).lower()
    assert not any(word in table for word in ("tích cực", "tiêu cực", "trung tính"))


def test_campaign_tone_stands_apart_as_an_experiment_with_its_basis(document, page):
    section = document.xpath("//section[@id='campaign-tone']")[0]
    said = visible(section)
    assert "Thử nghiệm: chưa được kiểm chứng bằng nhãn gán thủ công" in said
    assert "n = 11 tin gốc." in said
    assert "Mô hình: invented." in said
    by_voice, crossed = (
        {
            row.xpath("string(th)"): [visible(cell) for cell in row.xpath("td")]
            for row in table.xpath("tbody/tr")
        }
        for table in section.xpath(".//table")
    )
    assert by_voice == {
        "Tích cực": ["5", "0", "0", "0"],
        "Trung tính": ["4", "10", "11", "9"],
        "Tiêu cực": ["2", "1", "0", "1"],
        "Không có lời nào": ["0", "0", "0", "1"],
    }
    assert crossed == {
        "Tích cực": ["0", "5", "0"],
        "Trung tính": ["0", "4", "0"],
        "Tiêu cực": ["0", "1", "1"],
    }
    twin = json.loads(page.with_suffix(".json").read_text("utf-8"))["campaign_tones_experimental"]
    assert sum(row["stories"] for row in twin if row["voice"] == "all") == 11


def test_without_a_scored_story_there_is_no_campaign_tone(published, tmp_path):
    document = lxml.html.document_fromstring(write(published, "duong-hoa", tmp_path).read_text("utf-8"))
    assert document.xpath("//section[@id='campaign-tone']") == []


def test_a_story_is_listed_with_its_versions_folded(document):
    story = document.xpath("//ol[@class='stories']/li[.//a[text()='Khai mạc tuần lễ nước sạch']]")[0]
    versions = [visible(version) for version in story.xpath("details/ul/li")]
    assert [version.split(",")[0] for version in versions] == [
        "Thông tấn Bắc",
        "Đài Sông Hồng",
        "Báo Hải Đăng",
    ]
    assert "bản đầu tiên" in versions[0]
    assert "bản đăng lại" in versions[1]
    assert "3 lượt tin, bài tại 3 báo, đài" in visible(story)


def test_days_hardly_watched_or_with_gaps_are_hatched_and_counted():
    days = pd.DataFrame(
        {
            "day": pd.date_range("2026-03-01", periods=4),
            "items": [1, 2, 3, 4],
            "stories": [1, 1, 1, 1],
            "watched": [1, 0, 10, 10],
            "gaps": [0, 0, 2, 1],
        }
    )
    assert "3 ngày thiếu dữ liệu" in told.timeline_description(days, "vi").replace("\u00a0", " ")
    assert "<pattern" in figures.timeline(days, [], "vi").svg
    assert "<pattern" not in figures.timeline(days.tail(1), [], "vi").svg


def test_sponsored_items_stand_apart(document):
    assert "Máy lọc nước giá tốt" in visible(document.xpath("//section[@id='apart']")[0])
    assert "Máy lọc nước giá tốt" not in visible(document.xpath("//section[@id='stories']")[0])


def test_every_chart_has_a_text_alternative_with_its_basis(document):
    charts = document.xpath("//*[local-name()='svg']")
    assert len(charts) == 5
    for chart in charts:
        assert chart.get("role") == "img"
        name, description = chart.get("aria-labelledby").split()
        assert chart.xpath(f"*[@id='{name}']")[0].text.strip()
        assert re.search(r"\d", chart.xpath(f"*[@id='{description}']")[0].text)


def test_no_two_elements_share_an_id(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_every_report_says_what_is_not_collected_and_how_it_may_be_used(document):
    foot = visible(document.xpath("//footer")[0])
    assert "Không thu thập: báo in, phát thanh, truyền hình, mạng xã hội" in foot
    assert "không dùng để đánh giá, xếp loại cơ quan báo chí hay cá nhân" in foot


def test_it_is_written_in_english_too(published, tmp_path):
    document = lxml.html.document_fromstring(write(published, "nuoc-sach", tmp_path, "en").read_text("utf-8"))
    assert document.get("lang") == "en"
    said = visible(document)
    assert "Clean water month" in said
    assert "20 items on the campaign were collected" in said
    assert "not consensus among the people" in said


def test_thin_evidence_is_refused_in_place_of_the_chart(published, tmp_path):
    document = lxml.html.document_fromstring(write(published, "duong-hoa", tmp_path).read_text("utf-8"))
    section = document.xpath("//section[@id='consensus']")[0]
    assert "Không vẽ độ thống nhất sắc thái: bằng chứng còn mỏng" in visible(section)
    assert len(section.xpath(".//*[local-name()='svg']")) == 1


def test_a_campaign_without_items_is_told_why_and_what_to_do(empty, tmp_path):
    page = write(empty, "nuoc-sach", tmp_path / "reports")
    document = lxml.html.document_fromstring(page.read_text("utf-8"))
    assert page.name == "nuoc-sach-2026-03-21-vi.html"
    assert "Chưa thu thập được tin, bài nào" in visible(document)
    assert "chạy lại lantoa run" in visible(document)
    assert document.xpath("//*[local-name()='svg']") == []


def test_an_unknown_campaign_is_answered_with_the_nearest_name(published, tmp_path):
    with pytest.raises(UnknownCampaignError, match=r"nuoc-sac.*did you mean 'nuoc-sach'"):
        write(published, "nuoc-sac", tmp_path)


def compared(name, value, low, high, **more):
    usual = {"kind": "phase", "a": "before", "b": "during", "unit": "ratio", "status": "ok", "reason": ""}
    found = {"comparison": name, "value": value, "low": low, "high": high, "p_adjusted": None}
    return usual | found | {"measure": name, "is_planned": False} | more


def test_the_sides_of_a_comparison_have_their_names():
    named = {"name_vi": "Trường học", "name_en": "Schools"}
    (row,) = tables.contrasts(
        [compared("positive_share", 0.1, 0.0, 0.2, kind="workstream", a="truong-hoc", b="cho", unit="share")],
        [{"phase": "cho", "name_vi": "Chờ", "name_en": "Wait"}],
        [{"workstream": "truong-hoc", **named}],
        "vi",
    )
    assert row["sides"] == "Trường học → cho"
    assert row["value"] == "10\u00a0điểm phần trăm"


def test_comparisons_and_corrections_have_tables_of_their_own(published):
    with Reader(published) as reader:
        contents = reading.read(reader, "nuoc-sach", AT.date())
    contents = replace(
        contents,
        contrasts=[
            compared("stories_per_day", 2.0, 1.25, 3.2, is_planned=True, p_adjusted=0.012),
            compared(
                "agreement",
                None,
                None,
                None,
                unit="index",
                status="not_estimable",
                reason="machine labels carry no comparison of agreement",
            ),
        ],
        changes=[date(2026, 3, 9)],
        corrections=[{"was": "neutral", "tone": "not_about_campaign", "items": 3}],
        shown_tones=[{"tone": "neutral", "by_machine": 5, "with_corrections": 2}],
    )
    page = reporting_page.html(contents, findings(contents, "vi"), charts.drawings(contents, "vi"), "vi", AT)
    document = lxml.html.document_fromstring(page)
    (table,) = document.xpath("//section[@id='contrasts']//table")
    rows = [[visible(cell) for cell in row] for row in table.xpath("tbody/tr")]
    assert rows[0][0] == "Tin gốc mỗi ngày, theo tổng số đã đăng (tỷ số)"
    assert rows[0][1] == "Trước → Trong"
    assert "2,00" in rows[0][2]
    assert "1,25" in rows[0][2]
    assert rows[0][3:] == ["0,012", "Đã định trước"]
    assert "nhãn do máy gán không cho phép so sánh độ thống nhất" in rows[1][2]
    assert rows[1][3:] == ["", "Để tìm hiểu"]
    (section,) = document.xpath("//section[@id='corrections']")
    assert [visible(cell) for cell in section.xpath("table[1]/tbody/tr/*")] == [
        "Trung tính",
        "Không nói về đợt truyền thông",
        "3",
    ]
    assert [visible(cell) for cell in section.xpath("table[2]/tbody/tr/*")] == ["Trung tính", "5", "2"]


def test_coverage_stands_beside_the_plan(html, page):
    section = html[html.index('<section id="plan">') :]
    section = section[: section.index("</section>")]
    assert "Độ phủ so với kế hoạch" in section
    assert "Hoạt động đã diễn ra mà chưa có tin, bài" in section
    assert "<b>" not in section
    plan = json.loads(page.with_suffix(".json").read_text("utf-8"))["plan"]
    assert [row["status"] for row in plan["activities"]] == [
        "covered",
        "no coverage",
        "no coverage",
        "not yet due",
        "unattributed",
    ]
    assert [row["beside"]["position"] for row in plan["activities"]] == [None] * 5
    assert [(row["status"], row["stories"]) for row in plan["tasks"]] == [("covered", 1)]
    assert '<th scope="row">Tổ chức tuần lễ</th><td>có tin, bài</td>' in section
    assert [row["titles"] for row in plan["clashes"]] == [["Trồng cây ven sông", "Chạy bộ vì nước sạch"]]


def test_alerts_say_why_what_was_prepared_and_what_people_found(document, page):
    shown = visible(document.get_element_by_id("alerts"))
    assert "Tình huống đã chuẩn bị: Nước đục Mới. 09/03/2026: 1 tin gốc nói về tình huống “Nước đục”" in shown
    assert "Cơ quan trả lời: Sở Y tế" in shown
    assert "Nêu kết quả <b>xét nghiệm</b>." in shown
    assert "Kiểm tra ngày: 02/03/2026" in shown
    assert "dự kiến khoảng 2,5; từ 8 trở lên" in shown
    assert "theo kế hoạch: Khai mạc tuần lễ nước sạch <b>." in shown
    assert "Đã kết thúc; không có việc gì; thông điệp chưa phát động" in shown
    assert (
        "chưa xét được: trước đó mới có 9 ngày thường đã được thu thập đủ vào cùng giờ ngày hôm sau" in shown
    )
    assert "phần thu thập bù về sau không tính" in shown
    assert "Xét gần nhất theo dữ liệu có đến" in shown
    told = json.loads(page.with_suffix(".json").read_text("utf-8"))["alerts"]
    assert [(row["alert"], row["state"]) for row in told["raised"]] == [
        ("a2", "new"),
        ("a1", "new"),
        ("a3", "closed"),
    ]


def test_reach_is_shown_as_a_band_with_its_sources_and_open_where_it_is(document, html, page):
    (section,) = document.xpath("//section[@id='reach']")
    captions = [visible(one) for one in section.xpath(".//caption")]
    assert [caption.removesuffix(" [table.reach]") for caption in captions] == [
        f"Người lớn, trong một {unit}. Nguồn: Viện Đo <b>lường; đo: 31/01/2026" for unit in ("ngày", "tuần")
    ]
    week = [[visible(cell) for cell in row] for row in section.xpath(".//table")[1].xpath("tbody/tr")]
    assert week[0][:3] == ["Toàn kỳ", "8", "2 trong 8"]
    assert week[0][3].startswith("từ 40 % trở lên (giới hạn trên chưa biết)")
    assert [row[0] for row in week][1:4] == ["Giai đoạn: Trước", "Giai đoạn: Trong", "Giai đoạn: Sau"]
    assert "Viện Đo &lt;b&gt;lường" in html
    (said,) = section.xpath(".//figcaption/text()")
    assert (
        said.replace("\u00a0", " ")
        .strip()
        .startswith("Đến ngày 18/03/2026: 8 báo, đài có tin, bài, 11 tin gốc")
    )
    twin = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert twin["reach_curve"][-1]["outlets"] == 8
    assert {row["kind"] for row in twin["reach"]} == {
        *("all", "phase", "activity", "outlet_kind", "province"),
    }


def test_consensus_by_segment_is_refused_with_its_reason_and_never_without_its_note(document):
    (section,) = document.xpath("//section[@id='consensus-segments']")
    assert "không phải mức đồng thuận trong nhân dân" in visible(section.xpath(".//caption")[0])
    rows = {visible(row[0]): visible(row[1]) for row in section.xpath(".//tbody/tr")}
    assert "Thông điệp: Nước sạch là an toàn" in rows
    assert rows["Loại hình: Báo"].startswith("Chưa đủ dữ liệu để kết luận: bằng chứng còn mỏng")
    assert rows["Loại hình: Báo"].endswith("n = 6 tin gốc")


def test_events_on_which_stories_differ_can_be_read_side_by_side(document):
    (section,) = document.xpath("//section[@id='disagreements']")
    first = section.xpath("details")[0]
    assert visible(first.xpath("summary")[0]).startswith(("Sắc thái", "Thông điệp"))
    assert [visible(side) for side in first.xpath("p")] and first.xpath(".//li//a/@href")
    assert "<script>window.injected=1</script>" in visible(section)
