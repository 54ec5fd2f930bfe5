"""A small published warehouse of invented coverage, for the dashboard and the report."""

import hashlib
import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from bench.served import served
from nlp.provinces import provinces
from warehouse import counting, db, flattening, publish, reaching

AT = datetime(2026, 3, 21, 0, tzinfo=UTC)
VIETNAM = timezone(timedelta(hours=7))
CAMPAIGN, SMALL = "nuoc-sach", "duong-hoa"
HOSTILE = '<img src=x onerror="window.injected=1"><script>window.injected=1</script> Nước sạch & "an toàn"'
HOSTILE_URL = "javascript:window.injected=1"

OUTLETS = [
    ("ban-mai", "Báo Ban Mai", "newspaper", "central", None),
    ("dong-xanh", "Báo Đồng Xanh", "newspaper", "local", "Cần Thơ"),
    ("hai-dang", "Báo Hải Đăng", "newspaper", "local", "Hải Phòng"),
    ("nhip-song", "Tạp chí Nhịp Sống", "magazine", "ministry", None),
    ("song-hong", "Đài Sông Hồng", "broadcaster", "local", "Hà Nội"),
    ("thong-tan-bac", "Thông tấn Bắc", "agency", "central", None),
    ("tong-hop-24", "Tổng Hợp 24", "aggregator", None, None),
    ("y-te-moi", "Báo Y Tế Mới", "newspaper", "ministry", None),
]
PHASES = [
    ("before", "Trước", "Before", date(2026, 3, 1), date(2026, 3, 8)),
    ("during", "Trong", "During", date(2026, 3, 9), date(2026, 3, 15)),
    ("after", "Sau", "After", date(2026, 3, 16), date(2026, 3, 22)),
]
MESSAGES = [
    ("an-toan", "Nước sạch là an toàn", "Clean water is safe"),
    ("ca-nuoc", "Cả nước cùng tham gia", "The whole country takes part"),
    ("tiet-kiem", "Tiết kiệm nước", "Saving water"),
]
ACTIVITIES = [
    ("khai-mac", "Khai mạc tuần lễ nước sạch <b>", 9),
    ("trong-cay", "Trồng cây ven sông", 5),
    ("chay-bo", "Chạy bộ vì nước sạch", 5),
    ("tong-ket", "Tổng kết năm", 25),
]
# story, event, day of March, tone, title, outlets in order of publication (the first wrote it)
STORIES = [
    ("s01", "e1", 3, "positive", "Phát động tháng nước sạch", ["thong-tan-bac", "ban-mai", "tong-hop-24"]),
    ("s02", "e1", 4, "neutral", "Lịch lấy mẫu nước tại các xã", ["dong-xanh"]),
    ("s03", "e2", 6, "positive", "Trường học lắp vòi nước uống", ["hai-dang", "dong-xanh"]),
    ("s04", "e3", 9, "neutral", "Khai mạc tuần lễ nước sạch", ["thong-tan-bac", "song-hong", "hai-dang"]),
    ("s05", "e3", 9, "positive", HOSTILE, ["ban-mai"]),
    ("s06", "e4", 10, "negative", "Người dân phản ánh nước đục sau mưa", ["song-hong", "tong-hop-24"]),
    ("s07", "e5", 11, "neutral", "Bộ công bố kết quả xét nghiệm", ["y-te-moi"]),
    ("s08", "e5", 11, "positive", "Chín trong mười mẫu nước đạt chuẩn", ["ban-mai", "nhip-song"]),
    ("s09", "e6", 15, "positive", "Đoàn viên sửa giếng làng", ["nhip-song"]),
    ("s10", "e7", 17, "neutral", "Tổng kết tuần lễ nước sạch", ["thong-tan-bac", "ban-mai", "y-te-moi"]),
    ("s11", "e8", 18, "negative", "Trạm cấp nước chậm tiến độ", ["hai-dang"]),
]
MISSED_DAYS = {10: "connection refused", 12: "a cookie challenge, no feed", 14: "connection refused"}
OTHER_ITEMS = 5


def _insert(connection, table, rows):
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"insert into {table} values ({marks})", rows)


def _register(connection):
    _insert(
        connection, "outlets", [(*o[:2], None, *o[2:4], None, o[4], 20.0, AT, None, None) for o in OUTLETS]
    )
    campaigns = [(CAMPAIGN, "Tháng nước sạch", "Clean water month"), (SMALL, "Đường hoa", "Flower roads")]
    for campaign, vi, en in campaigns:
        _insert(connection, "campaigns", [(campaign, "0" * 64, vi, en, '"nước sạch"', AT, None)])
        _insert(connection, "phases", [(campaign, *phase, AT, None) for phase in PHASES])
    messages = [(CAMPAIGN, *message, place, AT, None) for place, message in enumerate(MESSAGES)]
    _insert(connection, "campaign_messages", messages)
    _insert(connection, "campaign_workstreams", [(CAMPAIGN, "tuan-le", "Tuần lễ", "The week", 0, AT, None)])
    known = enumerate(provinces().values())
    _insert(
        connection,
        "provinces",
        [(one.name, one.first, one.last, one.present, place, AT, None) for place, one in known],
    )
    task = (CAMPAIGN, "le", "tuan-le", "Tổ chức tuần lễ", "Bộ Y tế", [], 0, AT, None)
    _insert(connection, "campaign_tasks", [task])
    plan = [
        (
            CAMPAIGN,
            name,
            "le",
            title,
            date(2026, 3, day),
            date(2026, 3, day - 1),
            date(2026, 3, day + 2),
            None,
            [],
        )
        for name, title, day in ACTIVITIES
    ]
    planned = [(*activity, 1.0, place, AT, None) for place, activity in enumerate(plan)]
    _insert(connection, "campaign_activities", planned)


def _audiences():
    """Give the audiences of two outlets, one of them measured by day too."""
    for outlet, share, unit in (
        ("ban-mai", 0.4, "week"),
        ("thong-tan-bac", 0.25, "week"),
        ("ban-mai", 0.1, "day"),
    ):
        source = ("Viện Đo <b>lường", None, date(2026, 1, 31), "import")
        yield outlet, None, None, share, "Người lớn", unit, *source, AT, None


def _items():
    """Give every item as (item, story, role, outlet, title, url, placement, published)."""
    for story, _, day, _, title, outlets in STORIES:
        for order, outlet in enumerate(outlets):
            published = datetime(2026, 3, day, 7 + 3 * order, 15, tzinfo=VIETNAM)
            url = HOSTILE_URL if title == HOSTILE else f"https://{outlet}.example/{story}"
            role = "reprint" if order else "original"
            yield f"{story}-{order}", story, role, outlet, title, url, "editorial", published
    sponsored = datetime(2026, 3, 10, 9, tzinfo=VIETNAM)
    url = "https://nhip-song.example/quang-cao"
    yield "ad-0", "ad", "original", "nhip-song", "Máy lọc nước giá tốt", url, "sponsored", sponsored
    for outlet, *_ in OUTLETS:
        for number in range(OTHER_ITEMS):
            published = datetime(2026, 3, 4 + 3 * number, 20, tzinfo=VIETNAM)
            item = f"{outlet}-other-{number}"
            url = f"https://{outlet}.example/{item}"
            yield item, item, "original", outlet, "Chuyện khác trong ngày", url, "editorial", published


def _store_items(connection):
    tones = {story: tone for story, _, _, tone, _, _ in STORIES}
    for item, story, role, outlet, title, url, placement, published in _items():
        digest = hashlib.sha256(item.encode()).hexdigest()
        row = (
            item,
            outlet,
            url,
            url,
            title,
            digest[:16],
            "Sa-pô viết cho bài thử.",
            "Nội dung.",
            None,
            None,
            None,
        )
        times = (published, "json_ld", "second", published.date(), published, published)
        tail = ("feed", None, [], digest, published, None)
        _insert(connection, "items", [(*row, [], placement, None, *times, *tail)])
        tone = tones.get(story, "neutral")
        chances = [0.8 if tone == label else 0.1 for label in ("negative", "neutral", "positive")]
        scored = ("fast", "invented", "ok", 12, published, None)
        _insert(connection, "tones", [(item, digest, tone, *chances, *scored)])
        found = (["nước sạch"], 1, [], published, None)
        if story in tones or story == "ad":
            _insert(connection, "mentions", [(CAMPAIGN, "0" * 64, item, digest, *found)])
            for voice, label in _campaign_tones(story):
                chances = [label and float(one == label) for one in ("negative", "neutral", "positive")]
                said = ("invented", "ok", 1, 2) if label else ("invented", "empty", 0, 0)
                key = (CAMPAIGN, "0" * 64, item, digest, voice)
                _insert(connection, "campaign_tones", [(*key, label, *chances, *said, published, None)])
        if story in ("s01", "s02"):
            _insert(connection, "mentions", [(SMALL, "0" * 64, item, digest, *found)])
        _insert(connection, "story_items", [(item, story, role, 1.0, None, published, None)])
        if story == "s04":
            about = (CAMPAIGN, "0" * 64, item, digest, "khai-mac", "khai mạc", "headline", published, None)
            _insert(connection, "activities_found", [about])
        if story in ("s04", "s06"):
            here = {"province": "Hà Nội", "level": "province", "part": "lead", "how": ["name"], "mentions": 1}
            places = [here] if story == "s06" else [here, here | {"province": "Khánh Hòa"}]
            row = (item, digest, "province", "Hà Nội", places, "invented", published, None)
            _insert(connection, "item_places", [row])
        if story in ("s01", "s04", "s08"):
            found = ("an-toan", "lead", "nước sạch", "verbatim", "invented")
            carried = (CAMPAIGN, "0" * 64, item, digest, *found, published, None)
            _insert(connection, "messages_carried", [carried])
    events = {story: event for story, event, *_ in STORIES}
    for item, story, role, outlet, *_ in _items():
        if role == "original":
            row = (
                story,
                item,
                events.get(story, story),
                outlet,
                "earliest",
                ["earliest full version"],
                AT,
                None,
            )
            _insert(connection, "stories", [row])
    stories = sorted({story for _, story, *_ in _items()}, reverse=True)
    central = {events.get(story, story): story for story in stories}
    _insert(connection, "events", [(event, story, AT, None) for event, story in central.items()])
    connection.execute(
        "insert into grouped_items by name "
        "select row_number() over (order by item_id) as number, item_id, published_at, story_id, "
        "case when is_first then event_id end as event_id "
        "from stg_items inner join int_story_items using (item_id)"
    )


def _campaign_tones(story):
    """Give voice and label: neutral, but for a complaint in quotes; s01 quotes nobody."""
    quoted = {"s06": "negative", "s01": None}.get(story, "neutral")
    return [("all", quoted or "neutral"), ("outlet", "neutral"), ("quoted", quoted)]


def _visits():
    """Give one visit a day and outlet, each reading 25 hours; a day whose visit fails is a gap."""
    for outlet, *_ in OUTLETS:
        feed = f"https://{outlet}.example/rss/home.rss"
        for day in range(2, 21):
            at = datetime(2026, 3, day, 23, 55, tzinfo=VIETNAM)
            if day in MISSED_DAYS:
                yield outlet, feed, "feed", at, "failed", MISSED_DAYS[day], 0, None, None, None
            else:
                oldest = at - timedelta(hours=25)
                yield outlet, feed, "feed", at, "ok", "", 50, oldest, at - timedelta(hours=1), None


def _store_measures(connection):
    flattening.flatten(connection)
    for campaign in (CAMPAIGN, SMALL):
        days = counting.period(connection, None, None)
        which = counting.Filter(campaign, *days)
        segments = {
            phase or "all": counting.all_measures(connection, counting.Filter(campaign, *days, phase=phase))
            for phase in (None, "before", "during", "after")
        }
        segments |= {
            f"{kind}:{name}": counting.evidence(connection, part)
            for (kind, name), part in counting.segments(connection, which, counting.CONSENSUS_KINDS).items()
        }
        counting.store(connection, which, segments, AT)
        reaching.store(connection, which, ["before", "during", "after"], AT)


@pytest.fixture(scope="session")
def published(once):
    """The folder of snapshots: two campaigns, 8 outlets, 11 stories, 3 days of gaps, a hostile title.

    Campaign "nuoc-sach" has an agreement index and, because of the gaps, no share of attention; "duong-hoa"
    has too few stories for an index.
    """
    return once("coverage", _publish)


def _store_alerts(connection):
    """One of each state: a scenario with the hostile title, a count, and a message that was missed."""
    scenario = ("nuoc-duc", "Nước đục", "Sở Y tế", "Nêu kết quả <b>xét nghiệm</b>.", date(2026, 3, 2))
    _insert(connection, "campaign_scenarios", [(CAMPAIGN, *scenario, [], None, None, 0, AT, None)])
    day, since, until = date(2026, 3, 9), date(2026, 2, 1), date(2026, 3, 8)
    asked = {
        "a1": ("scenario", "nuoc-duc", day, 1, None, 1, None, None, 1, None, None, "complete"),
        "a2": ("stories", "", day, 9, 2.5, 8, 0.001, 0.011, 30, since, until, "activity"),
        "a3": (
            "message",
            "tiet-kiem",
            date(2026, 3, 3),
            31,
            None,
            30,
            None,
            None,
            31,
            None,
            None,
            "complete",
        ),
    }
    _insert(connection, "alerts", [(alert, CAMPAIGN, *one, AT, None) for alert, one in asked.items()])
    _insert(connection, "alert_items", [(alert, "s05-0", AT, None) for alert in asked])
    done = (CAMPAIGN, "a3", "closed", "nothing", "thông điệp chưa phát động", "truc-ban", AT)
    _insert(connection, "acknowledgements", [done])
    rule = (CAMPAIGN, "copies", "", day, "not_judged", 4, None, None, None, 0.011, 9, None, None, "complete")
    reason = (
        "only 9 ordinary days before it were known in full by the same hour of the day after, 14 are needed"
    )
    _insert(connection, "alert_rules", [(*rule, reason, AT, None)])


def _publish(home):
    with db.writer(home / "warehouse", AT) as connection:
        _register(connection)
        _store_items(connection)
        _store_alerts(connection)
        _insert(connection, "scans", list(_visits()))
        _insert(connection, "audiences", list(_audiences()))
        _store_measures(connection)
        assert db.violations(connection) == []
    publish.publish(home / "warehouse", home / "published", AT)
    return home / "published"


@pytest.fixture(scope="module")
def dashboard(published):
    """The address of the dashboard as it is served: gunicorn, on this machine, in a process of its own."""
    with served(published, AT + timedelta(hours=3)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium. Without it the tests that need it are skipped, in CI they fail."""
    program = Path("/usr/bin/chromium")
    if not program.exists():
        missing = f"{program} is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    switches = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=switches)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser_context(chromium):
    """One context for all tests, so that scripts are fetched once."""
    expect.set_options(timeout=20_000)
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def tab(browser_context):
    """A page of the browser. It must ask nobody but 127.0.0.1, and must leave the console without errors."""
    page = browser_context.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
