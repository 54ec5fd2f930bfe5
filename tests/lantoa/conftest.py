"""A small press of invented items, and homes that were filled from it."""

import json
import multiprocessing
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lantoa import settings, steps
from lantoa.press.server import Press
from lantoa.settings import Home

TAP = "Vòi nước công cộng đầu tiên ở bến xe"
SAVING = "Tiết kiệm từng giọt nước trong mùa khô"
NOW = datetime(2026, 1, 15, 1, tzinfo=UTC)
CAMPAIGN = """
id = "nuoc-sach"
names = { vi = "Tháng nước sạch", en = "Clean water month" }
query = '"nước sạch" OR "vòi nước công cộng"'

[[phases]]
id = "truoc"
name = { vi = "Trước", en = "Before" }
from = 2026-01-01
to = 2026-01-11

[[phases]]
id = "trong"
name = { vi = "Trong", en = "During" }
from = 2026-01-12
to = 2026-01-31

[[workstreams]]
id = "truong-hoc"
name = { vi = "Trường học", en = "Schools" }
terms = ["trường học"]

[[messages]]
id = "an-toan"
name = { vi = "Nước sạch là an toàn", en = "Clean water is safe" }
phrases = ["nước sạch là an toàn"]

[[messages]]
id = "tiet-kiem"
name = { vi = "Tiết kiệm nước", en = "Saving water" }
phrases = ["tiết kiệm từng giọt nước"]

[[scenarios]]
id = "cho-hoa"
name = "Thiếu nước ở chợ hoa"
query = '"chợ hoa"'
responsible = "Sở Nước"
text = "Xe chở nước đến trong ngày."
checked_at = 2026-01-09
"""
_WORDS = (
    "xã huyện tỉnh người dân trạm bơm đường ống giếng hồ sông suối mưa nắng mùa khô học sinh cô giáo bác sĩ "
    "kỹ sư công trình thi công kiểm tra xét nghiệm mẫu kết quả kế hoạch kinh phí đóng góp hỗ trợ khánh thành "
    "bàn giao sử dụng bảo vệ giữ gìn vận động tuyên truyền buổi sáng buổi chiều cuối tuần"
)


def body(seed: str, sentences: int = 14) -> str:
    """Give paragraphs that share no run of five syllables with those of another seed."""
    chance = random.Random(seed)
    lines = [" ".join(chance.choices(_WORDS.split(), k=14)).capitalize() + "." for _ in range(sentences)]
    return "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, sentences, 3))


def item(host: str, slug: str, title: str, summary: str, at: str, **more: Any) -> dict[str, Any]:
    """Give one item; `at` is a Vietnam time, written as the outlet's feed writes it."""
    moment = datetime.fromisoformat(at)
    form = "%-m/%-d/%Y %-I:%M:%S %p" if host == "baothanhxuan" else "%a, %d %b %Y %H:%M:%S +0700"
    return {
        "outlet": host,
        "title": title,
        "summary": summary,
        "url": f"https://{host}.example/{slug}.html",
        "published": moment.strftime(form),
        "body": body(slug),
        "section": "Xã hội",
    } | more


def _wire() -> list[dict[str, Any]]:
    """Give an agency's story with a full and a shortened copy."""
    title = "Phát động tháng nước sạch tại mười hai tỉnh miền núi"
    lead = "Sáng 10/1, tháng nước sạch được phát động với thông điệp nước sạch là an toàn cho mọi nhà."
    text = body("wire")
    full = {"credit": "Theo TTXVN", "body": text}
    short = {"credit": "Theo TTXVN", "body": "\n\n".join(text.split("\n\n")[:3])}
    return [
        item("thongtanviet", "phat-dong", title, lead, "2026-01-10T08:00", body=text),
        item("baothoisumoi", "phat-dong-thang", title, lead, "2026-01-10T09:30", **full),
        item("tonghop247", "phat-dong-247", "Mười hai tỉnh có nước sạch", lead, "2026-01-10T10:00", **short),
    ]


def _own_stories() -> list[dict[str, Any]]:
    """Give stories of one outlet each; the last is sponsored."""
    rows = [
        ("baothoisumoi", "voi-nuoc", TAP, "Khách qua đường uống miễn phí.", "11T07:15"),
        (
            "baothanhxuan",
            "truong-hoc",
            "Trường học có bồn nước sạch",
            "Học sinh vùng cao vui mừng.",
            "11T17:25",
        ),
        ("baothanhxuan", "nuoc-duc", "Bức xúc vì nước sạch bị cắt ba ngày", "Dân khốn khổ.", "12T06:10"),
        ("thongtanviet", "tiet-kiem", SAVING, "Mùa khô, nước sạch cần được dùng tiết kiệm.", "12T15:00"),
        ("baothoisumoi", "xet-nghiem", "Công bố kết quả xét nghiệm nước sạch", "Có 96 mẫu.", "13T09:00"),
    ]
    sponsored = item(
        "baothoisumoi", "may-loc", "Máy lọc nước sạch", "Ưu đãi.", "2026-01-13T10:00", sponsored=True
    )
    return [item(*row[:4], f"2026-01-{row[4]}") for row in rows] + [sponsored]


def _other_topics() -> list[dict[str, Any]]:
    hosts = ("baothoisumoi", "baothanhxuan", "thongtanviet", "tonghop247")
    topics = ("Giải bóng đá trẻ", "Chợ hoa", "Cầu vượt", "Lễ hội đua thuyền", "Giá cà phê", "Vườn quốc gia")
    return [
        item(
            hosts[number % 4],
            f"khac-{number}",
            f"{topic} ngày {10 + number % 5}/1",
            f"{topic}: những điều cần biết trong tuần này.",
            f"2026-01-{10 + number % 5}T{12 + number}:45",
        )
        for number, topic in enumerate(topics * 2)
    ]


def _refused() -> list[dict[str, Any]]:
    """Give entries that become no item: a repeat, one without any date, one of an impossible date."""
    again = item("baothoisumoi", "voi-nuoc", TAP, "", "2026-01-11T07:15")
    again["url"] += "?utm_source=ban-tin"
    undated = item("tonghop247", "khong-ngay", "Chuyện không ngày", "Bài không có ngày.", "2026-01-12T20:00")
    undated["published"] = "hôm kia"
    return [again, undated, item("tonghop247", "cu", "Chuyện rất cũ", "Bài ghi sai năm.", "1986-01-12T20:00")]


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def items() -> list[dict[str, Any]]:
    """The rows of the small press: 24 entries of 4 outlets, 10 to 14 January 2026, 3 of which are refused."""
    return [*_wire(), *_own_stories(), *_other_topics(), *_refused()]


@pytest.fixture(scope="session")
def small_press_items(items: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the small press."""
    return _write(tmp_path_factory.mktemp("press") / "items.jsonl", items)


@pytest.fixture
def write_items(tmp_path: Path) -> Callable[[list[dict[str, Any]]], Path]:
    """Write other items to a file of their own."""
    return lambda rows: _write(tmp_path / f"{len(rows)}.jsonl", rows)


@pytest.fixture
def make_item() -> Callable[..., dict[str, Any]]:
    """Make one item: host, slug, title, summary, Vietnam time, more keys."""
    return item


@pytest.fixture(scope="session")
def campaign_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign about clean water, which ten of the small press's items are on."""
    path = tmp_path_factory.mktemp("campaigns") / "nuoc-sach.toml"
    path.write_text(CAMPAIGN, "utf-8")
    return path


@pytest.fixture(scope="session", autouse=True)
def surroundings() -> Iterator[None]:
    """One clock, no delays and no contact address, for this process and those it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANTOA_NOW", NOW.isoformat())
        patch.setenv("LANTOA_PRESS_DELAY_FACTOR", "0")
        patch.delenv("LANTOA_CONTACT", raising=False)
        patch.delenv("LANTOA_HOME", raising=False)
        yield


@pytest.fixture(scope="session")
def press(small_press_items: Path) -> Iterator[Press]:
    """The small press, with all that it has."""
    with Press(items=small_press_items) as press:
        yield press


@pytest.fixture(scope="session")
def complete_run(
    small_press_items: Path, campaign_file: Path, once: Callable[..., Any]
) -> tuple[Home, steps.RunResult]:
    """A home after one complete run on the small press, and what the run said; not to be changed."""

    def run(folder: Path) -> tuple[Home, steps.RunResult]:
        home = settings.home(folder)
        with Press(items=small_press_items) as press:
            return home, steps.run_all(home, steps.Selection((campaign_file,), press=press.url))

    return once("complete", run)


@pytest.fixture
def home(complete_run: tuple[Home, steps.RunResult], copied: Callable[..., Path], tmp_path: Path) -> Home:
    """A copy of the complete run's home."""
    return settings.home(copied(complete_run[0].folder, tmp_path / "home"))


@pytest.fixture
def own_campaign(campaign_file: Path, tmp_path: Path) -> Path:
    """A campaign file that may be changed."""
    return shutil.copy(campaign_file, tmp_path / campaign_file.name)


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    """A home in which nothing was done yet."""
    return settings.home(tmp_path / "home")


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Processes that begin with the steps read already, so that a kill meets the step and not its imports."""
    folder = tmp_path_factory.mktemp("preload")
    (folder / "words_model.py").write_text("from nlp import segment\n\nsegment.load()\n")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["crawlers.outlets", "warehouse.campaign", "warehouse.db", "lantoa.steps", "words_model"]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        yield context
