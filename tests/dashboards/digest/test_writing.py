"""A digest as files: editable, mailable, the same to the byte, and harmless whatever the press wrote."""

import email
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from string import Formatter

import docx
import lxml.html
import openpyxl
import pytest

from dashboards import words
from dashboards.digest import words as own
from dashboards.digest.contents import Compared
from dashboards.digest.mail import LONGEST, mail
from dashboards.digest.period import week_before
from dashboards.digest.writing import FORMATS, write
from tests.dashboards.conftest import HOSTILE
from tests.dashboards.test_words import ACCUSING
from warehouse.measures import tone_shares

CONTROL = "Nước\x00 \x0bsạch\x1b[31m \ufffe"
USE, NOT_COLLECTED = (words.text(f"foot.{name}", "vi") for name in ("use", "not_collected"))


@pytest.fixture(scope="module")
def hostile(issue):
    """The issue with what XML refuses in a headline, an extract and an outlet, and an odd address."""
    opening, other = issue.entries
    told = replace(
        opening.told,
        title=f"{HOSTILE} =1+1 {CONTROL}",
        extract=CONTROL,
        outlet=f"Báo {CONTROL}",
        url="https://bao.example/a b\x07?q=<b>[1]#\u1ea1",
    )
    return replace(issue, entries=[replace(opening, told=told, items=(told,)), other], critical=[other])


@pytest.fixture(scope="module")
def files(hostile, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    return {path.suffix[1:]: path for path in write(hostile, FORMATS, folder, "vi")}


def document_text(path):
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_every_format_is_written_whole_under_a_name_that_says_which_issue_it_is(files):
    assert sorted(files) == ["docx", "html", "txt", "xlsx"]
    assert {path.stem for path in files.values()} == {"diem-bao-nuoc-sach-2026-03-10-vi"}
    assert len(list(files["docx"].parent.iterdir())) == 4


def test_the_same_issue_gives_the_same_bytes(hostile, files, tmp_path):
    for path in write(hostile, FORMATS, tmp_path, "vi"):
        assert path.read_bytes() == files[path.suffix[1:]].read_bytes()


def test_every_format_says_what_it_is_for_and_what_is_not_collected(files):
    html = lxml.html.document_fromstring(files["html"].read_bytes()).text_content()
    plain = files["txt"].read_text("utf-8")
    book = openpyxl.load_workbook(files["xlsx"])
    cells = "\n".join(str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row)
    for whole in (html, plain, cells, document_text(files["docx"])):
        assert USE in whole
        assert NOT_COLLECTED in whole


def test_the_document_has_real_styles_numbers_and_only_safe_links_on_a4(files):
    document = docx.Document(str(files["docx"]))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("List Number") == 2
    assert {"Heading 1", "Heading 2", "Heading 3", "Title"} <= set(styles)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 13
    links = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert links == [
        "https://thong-tan-bac.example/s04",
        "https://bao.example/a%20b%07?q=%3Cb%3E%5B1%5D#%E1%BA%A1",
    ]
    assert document.core_properties.created.isoformat() == "2026-03-21T00:00:00+00:00"


def test_the_head_has_what_the_campaigns_file_says_and_blanks_for_the_rest(files, issue):
    head = document_text(files["docx"])
    for said in ("BAN CHỈ ĐẠO NƯỚC SẠCH", "Số: 7", "Huế, ngày 10 tháng 3 năm 2026", "Chánh Văn phòng"):
        assert said in head
    nothing = issue.campaign.model_copy(update={"digest": type(issue.campaign.digest)()})
    _, plain = mail(replace(issue, campaign=nothing, number=None), "vi")
    assert plain.startswith(f"{own.BLANK}\nSố: {own.BLANK}\n{own.BLANK}, ngày 10 tháng 3 năm 2026\n")


def test_a_mail_has_no_script_no_style_sheet_and_no_link_but_to_the_press(files):
    page = lxml.html.document_fromstring(files["html"].read_bytes())
    assert not page.xpath("//script | //style | //img | //link | //iframe | //form | //@onerror | //@onclick")
    addresses = set(page.xpath("//@href"))
    assert len(addresses) == 2
    assert all(re.match(r"https://[a-z-]+\.example/", address) for address in addresses)
    assert "window.injected" in page.text_content()


def test_text_and_cells_hold_what_the_press_wrote_on_its_line(files):
    plain = files["txt"].read_text("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", plain)
    (line,) = [line for line in plain.splitlines() if line.startswith("1. ")]
    assert "onerror" in line
    book = openpyxl.load_workbook(files["xlsx"])
    assert {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row} <= set(
        "snd"
    )
    assert not any(cell.hyperlink for page in book.worksheets for row in page.iter_rows() for cell in row)


def test_documents_carry_no_time_but_that_of_the_issue(files):
    for name in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(files[name].read_bytes())) as parts:
            assert {part.date_time[0] for part in parts.infolist()} == {1980}


def test_a_mail_stays_under_its_bound_and_says_how_many_entries_are_elsewhere(issue):
    hostile = issue.entries[1]
    long = replace(hostile.told, title="ệ" * 300, extract="ơ" * 300, url="https://bao.example/" + "a" * 900)
    many = [replace(hostile, number=number, told=long, items=(long,)) for number in range(1, 401)]
    html, plain = mail(replace(issue, entries=many, critical=many, since_midnight=many), "vi")
    assert 0.9 * LONGEST < len(html.encode()) < LONGEST
    shown = len(re.findall(r"^\d+\. ", plain, re.MULTILINE))
    assert 0 < shown < 400
    assert f"Thư này rút gọn: còn {400 - shown} mục nữa trong bản Word và Excel." in plain


def test_figures_stand_beside_those_of_the_week_before_or_say_why_not(issue):
    _, plain = mail(issue, "vi")
    assert "Lượt tin, bài: 4\n" in plain
    assert "Không so với tuần trước: vào giờ này tuần trước chưa có dữ liệu" in plain
    assert "Tỷ lệ sắc thái: chưa đủ dữ liệu để kết luận (cần ít nhất 8 tin gốc mới)." in plain
    collected = replace(issue.figures.collection, gap_share=0.0)
    figures = replace(issue.figures, shares=tone_shares([1, 4, 4]), collection=collected)
    earlier = Compared(week_before(issue.issue), replace(figures, items=1234), "")
    _, plain = mail(replace(issue, figures=figures, compared=earlier), "vi")
    assert "Lượt tin, bài: 4; Số ra Thứ Ba tuần trước (03/03/2026): 1.234\n" in plain
    assert "sắc thái tiêu cực: 0: 11 % (trong khoảng 2,0 % đến 43 %); Số ra" in plain
    missing = replace(earlier.figures, collection=replace(collected, gap_share=0.3))
    _, plain = mail(replace(issue, figures=figures, compared=replace(earlier, figures=missing)), "vi")
    assert "Không so với tuần trước: số tuần trước thiếu dữ liệu thu thập của 30" in plain
    assert "1.234" not in plain


def test_a_watched_claim_stands_with_its_neutral_wording_and_the_source_that_settles_it(issue):
    row = {
        "wording": "Nước máy đổi màu",
        "source": "https://y-te.example/a",
        "checked_date": date(2026, 3, 2),
        "outlet_name": "Báo Ban Mai",
        "governing_body": None,
        "title": "Nước đục",
        "extract": "Người dân hỏi.",
        "url": "javascript:alert(1)",
        "moment": issue.issue.from_at,
        "has_time": False,
        "is_on_campaign": False,
    }
    html, plain = mail(replace(issue, claims=[row]), "vi")
    assert (
        "- Báo Ban Mai, 09/03/2026: Nước đục (địa chỉ không mở được) (ngoài tin, bài về đợt truyền thông)\n"
        "    Thông tin cần theo dõi: Nước máy đổi màu. Nguồn chính thức <https://y-te.example/a> "
        "(kiểm tra ngày 02/03/2026)\n"
    ) in plain
    assert "javascript:" not in html
    earlier = row | {"moment": issue.issue.from_at - timedelta(minutes=35), "has_time": True}
    _, plain = mail(replace(issue, claims=[earlier]), "vi")
    assert "(của kỳ trước, thu thập sau giờ chốt)\n    Thông tin cần theo dõi" in plain


def test_alerts_of_what_came_after_an_issue_are_counted_and_not_told(issue):
    assert "Không nêu" not in mail(replace(issue, later_alerts=0), "vi")[1]
    _, plain = mail(replace(issue, later_alerts=2), "vi")
    assert "Không nêu 2 cảnh báo tính cả tin, bài đăng sau kỳ của số này." in plain


def test_what_was_not_collected_is_no_zero(issue):
    unseen = replace(issue.figures.collection, gap_share=None)
    nothing = replace(issue.figures, items=0, collection=unseen)
    _, plain = mail(replace(issue, entries=[], figures=nothing), "vi")
    assert "Lượt tin, bài: thiếu dữ liệu thu thập\n" in plain
    assert "Không có bằng chứng về việc thu thập trong kỳ" in plain


def test_outlets_that_lack_the_same_days_for_the_same_reason_stand_in_one_line(issue):
    day, other = date(2026, 3, 9), date(2026, 3, 10)
    gaps = [
        {"name": name, "days": [one], "reasons": ["fetch failed"], "is_not_collected": False}
        for name, one in (("Báo A", day), ("Báo B", other), ("Báo C", day))
    ]
    _, plain = mail(replace(issue, gaps=gaps), "vi")
    assert re.findall(r"- (Báo .*) \((\S+)\): ", plain) == [("Báo A và Báo C", "09/03"), ("Báo B", "10/03")]


def test_an_empty_issue_says_that_it_is_and_what_was_not_collected(issue):
    empty = replace(issue, entries=[], notable=[], critical=[], since_midnight=[])
    _, plain = mail(empty, "vi")
    assert "Trong phần đã thu thập của kỳ này không có tin, bài nào về đợt truyền thông." in plain
    assert "Từ 0 giờ đến giờ chốt chưa thu thập được tin, bài nào." in plain
    assert "Không có: trong kỳ chưa thu thập được tin, bài nào." in plain
    assert "Chọn lần lượt theo số báo, đài" not in plain


def test_in_english_only_what_is_in_vietnamese_by_itself_stays_so(issue):
    html, plain = mail(issue, "en")
    assert '<html lang="en">' in html
    assert "PART ONE: SUMMARY" in plain
    assert "Run by 2 outlets too: Báo Hải Đăng, Đài Sông Hồng" in plain


def test_html_and_text_can_be_the_parts_of_one_mail(files):
    message = email.message.EmailMessage()
    message.set_content(files["txt"].read_text("utf-8"))
    message.add_alternative(files["html"].read_text("utf-8"), subtype="html")
    assert message.get_body(("html",)).get_content().startswith("<!doctype html>")


def test_every_text_stands_in_both_languages_takes_the_same_values_and_accuses_nobody():
    def fields(template):
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}

    for key, (vi, en) in own._WORDS.items():
        assert vi.strip(), key
        assert en.strip(), key
        assert fields(vi) == fields(en) or key == "dated"
        assert not [word for word in ACCUSING if word in vi.lower()], key
