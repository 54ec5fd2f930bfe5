"""`lantoa eval pages` says per page and field what was right."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawlers import outlets
from lantoa.evaluate_pages import PagesError, pages

AT = datetime(2026, 11, 24, tzinfo=UTC)

PAGE = (
    '<html><head><meta charset="utf-8">'
    '<meta property="article:published_time" content="2026-05-01T08:00:00+07:00"></head>'
    "<body><h1>Một hội nghị về nước sạch</h1>"
    "<p>Sáng nay hội nghị về nước sạch diễn ra tại thị trấn ven sông.</p></body></html>"
)
RIGHT = {
    "file": "a.html",
    "outlet": "vensong",
    "url": "https://vensong.example/a.html",
    "title": "Một hội nghị về nước sạch",
    "published": "2026-05-01T01:00:00+00:00",
    "body_has": ["thị trấn ven sông"],
}


@pytest.fixture(scope="module")
def register():
    records = outlets.load()
    invented = replace(
        next(iter(records.values())), id="vensong", name="Báo Ven Sông", domains=("vensong.example",)
    )
    return {"vensong": invented}


@pytest.fixture
def folder(tmp_path):
    def folder(*entries):
        (tmp_path / "a.html").write_text(PAGE, "utf-8")
        (tmp_path / "expected.json").write_text(json.dumps(entries), "utf-8")
        return tmp_path

    return folder


def test_a_right_page_passes_and_instants_count_not_spellings(folder, register):
    result = pages(folder(RIGHT), register, AT)
    assert (result["checked"], result["passed"]) == (1, 1)
    assert {name: field["right"] for name, field in result["pages"][0]["fields"].items()} == {
        "url": True, "title": True, "published": True, "body_has": True,
    }  # fmt: skip


def test_a_wrong_field_is_named_with_what_was_found(folder, register):
    result = pages(folder(RIGHT | {"title": "Một hội nghị khác"}), register, AT)
    assert result["passed"] == 0
    assert result["pages"][0]["fields"]["title"] == {
        "expected": "Một hội nghị khác", "got": "Một hội nghị về nước sạch", "right": False,
    }  # fmt: skip


def test_only_the_named_fields_are_checked(folder, register):
    entry = {name: RIGHT[name] for name in ("file", "outlet", "url", "body_has")}
    assert list(pages(folder(entry), register, AT)["pages"][0]["fields"]) == ["url", "body_has"]


def test_a_page_that_gives_no_article_fails_with_its_reason(folder, register):
    where = folder(RIGHT)
    (where / "a.html").write_text("%PDF", "utf-8")
    result = pages(where, register, AT)["pages"][0]
    assert not result["passed"]
    assert result["error"].startswith("not html")


def test_the_result_is_json(folder, register):
    assert json.loads(json.dumps(pages(folder(RIGHT), register, AT)))["checked"] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outlet": "vensonq"}, "did you mean 'vensong'"),
        ({"titel": "x"}, "did you mean 'title'"),
        ({"file": "b.html"}, "cannot be read"),
    ],
)
def test_a_mistake_in_expected_json_is_explained(folder, register, change, message):
    with pytest.raises(PagesError, match=message):
        pages(folder(RIGHT | change), register, AT)


def test_a_folder_without_expected_json_is_explained(tmp_path, register):
    with pytest.raises(PagesError, match=r"expected\.json does not exist"):
        pages(tmp_path, register, AT)


@pytest.mark.shared
def test_every_field_of_every_real_page_is_right(shared_data):
    result = pages(shared_data / "pages", outlets.load(), AT)
    wrong = [
        (page["file"], name)
        for page in result["pages"]
        for name, field in page["fields"].items()
        if not field["right"]
    ]
    assert wrong == []
    assert result["passed"] == result["checked"] == 5
