import json
from datetime import date
from pathlib import Path

import pytest

from nlp.match import find, parse
from nlp.messages import Parts
from nlp.messages import find as find_messages
from warehouse.campaign import CampaignError, load

FOLDER = Path(__file__).parent.parent.parent / "campaigns"

SMALL = """
id = "an-toan"
names = { vi = "An toàn giao thông", en = "Road safety" }
query = '"an toàn giao thông" AND NOT phim'
offices = ["Bộ Xây dựng", "Bộ Công an"]
watched_outlets = ["bao-a"]
own_sites = ["atgt.example"]

[[phases]]
id = "truoc"
name = { vi = "Trước", en = "Before" }
from = 2026-01-01
to = 2026-01-31

[[phases]]
id = "sau"
name = { vi = "Sau", en = "After" }
from = 2026-02-01
to = 2026-02-28

[[workstreams]]
id = "duong-bo"
name = { vi = "Đường bộ", en = "Roads" }
terms = ["đường bộ"]

[[tasks]]
id = "tuan-tra"
workstream = "duong-bo"
name = "Tuần tra"
lead = "Bộ Công an"
coordinating = ["Bộ Xây dựng"]

[[activities]]
id = "ra-quan"
task = "tuan-tra"
date = 2026-02-02
title = "Lễ ra quân"

[[messages]]
id = "da-uong"
name = { vi = "Đã uống rượu bia thì không lái xe", en = "Do not drink and drive" }
phrases = ["không lái xe"]

[[scenarios]]
id = "tai-nan"
name = "Tai nạn lớn"
query = '"tai nạn" AND "nghiêm trọng"'
responsible = "Bộ Công an"
text = "Nêu số liệu đã xác nhận."
checked_at = 2026-01-05

[[comparisons]]
id = "truoc-sau"
kind = "phase"
a = "truoc"
b = "sau"
measure = "stories_per_day"
"""


@pytest.fixture
def write(tmp_path):
    def written(text, name="an-toan.toml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.fixture
def problems(write):
    def found(old, new, outlets=None):
        assert old in SMALL
        with pytest.raises(CampaignError) as caught:
            load(write(SMALL.replace(old, new, 1)), outlets)
        return {problem.key: str(problem) for problem in caught.value.problems}

    return found


def test_a_campaign_is_read(write):
    path = write(SMALL)
    campaign = load(path, outlets=["bao-a"])
    assert campaign.query == parse('"an toàn giao thông" AND NOT phim')
    assert (campaign.phases[0].from_date, campaign.phases[0].to_date) == (date(2026, 1, 1), date(2026, 1, 31))
    assert campaign.scenarios[0].query.terms == ("tai nạn", "nghiêm trọng")
    assert campaign.activities[0].intended_weight is None


def test_what_was_checked_on_a_day_still_to_come_is_refused(write):
    claim = """
[[claims]]
id = "muc-phat"
wording = "Mức phạt khi không đội mũ bảo hiểm"
query = '"mức phạt"'
source = "https://atgt.example/muc-phat"
checked_at = 2026-01-06
"""
    path = write(SMALL + claim)
    for today in (date(2026, 1, 6), None):
        assert load(path, today=today).claims[0].checked_at == date(2026, 1, 6)
    with pytest.raises(CampaignError) as caught:
        load(path, today=date(2026, 1, 5))
    assert str(caught.value) == (
        f"{path}: claims[0].checked_at: the day of the last check is expected, 2026-01-05 (today) at the "
        "latest, not 2026-01-06: correct it"
    )
    with pytest.raises(CampaignError) as caught:
        load(path, today=date(2026, 1, 4))
    assert [one.key for one in caught.value.problems] == ["scenarios[0].checked_at", "claims[0].checked_at"]


@pytest.mark.parametrize(
    ("old", "new", "is_another"),
    [
        ("NOT phim", "NOT truyện", True),
        ('["không lái xe"]', '["không lái xe", "đã uống"]', True),
        ('"tai nạn" AND "nghiêm trọng"', '"tai nạn"', True),
        ('["Bộ Xây dựng", ', '["Bộ Xây dựng", "Bộ Y tế", ', True),
        ('en = "Roads"', 'en = "Streets"', False),
        ("to = 2026-02-28", "to = 2026-02-27", False),
        ("date = 2026-02-02", "date = 2026-02-03", False),
    ],
)
def test_only_what_is_looked_for_makes_what_was_found_another(write, old, new, is_another):
    before = load(write(SMALL)).sha256
    assert old in SMALL
    assert (load(write(SMALL.replace(old, new))).sha256 != before) is is_another
    assert load(write(f"{SMALL}\n# the same")).sha256 == before


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("watched_outlets", "watched_outlet", "watched_outlet", "mean 'watched_outlets'"),
        ("phrases", "phrase", "messages[0].phrase", "mean 'phrases'"),
        ("phrases", "phrase", "messages[0].phrases", "missing"),
        ('en = "Roads"', 'eng = "Roads"', "workstreams[0].name.eng", "mean 'en'"),
        ('["không lái xe"]', "[]", "messages[0].phrases", "at least one"),
        ('["không lái xe"]', '["..."]', "messages[0].phrases[0]", "letter or digit"),
        ('id = "an-toan"', 'id = "an-toàn"', "id", "pattern"),
        ('id = "an-toan"', 'id = "khac"', "id", "'an-toan'"),
        ('workstream = "duong-bo"', 'workstream = "duong-pho"', "tasks[0].workstream", "mean 'duong-bo'"),
        ('task = "tuan-tra"', 'task = "tuantra"', "activities[0].task", "mean 'tuan-tra'"),
        ('lead = "Bộ Công an"', 'lead = "Bộ Công An"', "tasks[0].lead", "mean 'Bộ Công an'"),
        ('coordinating = ["Bộ Xây dựng"]', 'coordinating = ["Sở"]', "tasks[0].coordinating[0]", "offices"),
        ('b = "sau"', 'b = "sao"', "comparisons[0].b", "mean 'sau'"),
        ('b = "sau"', 'b = "truoc"', "comparisons[0].b", "another than a is expected"),
        (
            'responsible = "Bộ Công an"',
            'responsible = "Nguyễn Văn An"',
            "scenarios[0].responsible",
            "not a person's",
        ),
        ('kind = "phase"', 'kind = "phases"', "comparisons[0].kind", "mean 'phase'"),
        ("from = 2026-02-01", "from = 2026-01-31", "phases[1].from", "do not overlap"),
        ("to = 2026-02-28", "to = 2026-01-28", "phases[1].to", "not before 2026-02-01"),
        ("from = 2026-02-01", 'from = "mai"', "phases[1].from", "date"),
        ('id = "sau"', 'id = "truoc"', "phases[1].id", "of its own"),
        ('"an toàn giao thông" AND NOT phim', "an toàn", "query", "character 4"),
        ('"tai nạn" AND "nghiêm trọng"', "NOT a", "scenarios[0].query", "only excludes"),
        (
            'query = \'"tai nạn"',
            'provinces = ["Hà Nôi"]\nquery = \'"tai nạn"',
            "scenarios[0].provinces[0]",
            "mean 'Hà Nội'",
        ),
        ('["Bộ Xây dựng", ', '["Bộ Xây dựng", "Nguyễn Văn An", ', "offices[1]", "not a person's"),
        ("date = 2026-02-02", "date = 2026-02-02\nintended_weight = 0", "activities[0].intended_weight", "0"),
        ('"atgt.example"', '"https://atgt.example/"', "own_sites[0]", "pattern"),
    ],
)
def test_a_mistake_is_answered_with_key_expectation_and_nearest_name(problems, old, new, key, words):
    found = problems(old, new)
    assert words in found[key]


def test_every_mistake_is_named_with_the_file(write):
    path = write(SMALL.replace("[[tasks]]", "[[task]]").replace("phrases", "phrase"))
    with pytest.raises(CampaignError) as caught:
        load(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems) == 3
    assert all(line.startswith(f"{path}: ") for line in lines)


def test_a_query_error_shows_the_caret(problems):
    found = problems('"an toàn giao thông" AND NOT phim', '"an toàn" giao')
    assert found["query"].splitlines()[1:] == ['  "an toàn" giao', f"  {' ' * 10}^"]


def test_watched_outlets_are_those_of_the_register(problems):
    found = problems("bao-a", "bao-b", outlets=["bao-a", "bao-bb"])
    assert "did you mean 'bao-bb'" in found["watched_outlets[0]"]


@pytest.mark.parametrize(
    "query",
    [
        '"Nguyễn Văn An"',
        '"ông Trần Bình" OR "TRẦN BÌNH"',
        '"Lê Thị Hoa" AND NOT phim',
        '"Bộ trưởng Võ Minh Tâm"',
        '"nguyễn văn an"',
        '"nguyen van an" OR "Nguyễn Văn An"',
        "Lê NEAR/1 Tám",
        "Lê AND Tám",
        '"Nguyễn Văn An" NEAR/5 "ông"',
    ],
)
def test_a_query_for_a_person_is_refused(problems, query):
    found = problems('"an toàn giao thông" AND NOT phim', query)
    assert "not persons" in found["query"]
    assert "not persons" in problems('"tai nạn" AND "nghiêm trọng"', query)["scenarios[0].query"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('terms = ["đường bộ"]', 'terms = ["Phạm Minh Chính"]', "workstreams[0].terms"),
        ('phrases = ["không lái xe"]', 'phrases = ["Trần Thị Bích"]', "messages[0].phrases"),
    ],
)
def test_what_is_counted_by_a_persons_name_alone_is_refused(problems, old, new, key):
    assert "not only the name of a person" in problems(old, new)[key]


@pytest.mark.parametrize("term", ["đường*", "đường OR phố", "đường NEAR/3 phố", "đường bộ AND NOT phim"])
def test_a_term_is_no_query(problems, term):
    said = problems('terms = ["đường bộ"]', f'terms = ["{term}"]')["workstreams[0].terms[0]"]
    assert "without wildcards (*) and operators" in said


@pytest.mark.parametrize("term", ["R&D", "Andorra OR-1", "HAND", '\\"đường bộ\\"'])
def test_other_words_and_marks_are_terms(write, term):
    assert load(write(SMALL.replace('terms = ["đường bộ"]', f'terms = ["{term}"]'))).workstreams


def test_an_activity_without_terms_is_told_by_its_title_which_is_no_person(problems):
    found = problems('title = "Lễ ra quân"', 'title = "Trần Thị Bích"')
    assert "not only the name of a person" in found["activities[0].title"]


@pytest.mark.parametrize("name", ["../tin", "a/b", "/etc/passwd", "a.toml", "", "A", "tin\u202e"])
def test_the_id_of_a_campaign_is_no_path(problems, name):
    assert "id" in problems('"an-toan"', json.dumps(name))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id = ", "valid TOML"),
        (b"id = '\xff'", "UTF-8"),
        (b"", "missing"),
        (b"id = " + b"9" * 5_000, "valid TOML"),
        (b"id = " + b"[" * 3_000, "valid TOML"),
    ],
)
def test_a_file_that_is_no_campaign_is_refused(tmp_path, content, words):
    path = tmp_path / "an-toan.toml"
    path.write_bytes(content)
    with pytest.raises(CampaignError, match=words):
        load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CampaignError, match=r"khong-co\.toml: a readable file is expected"):
        load(tmp_path / "khong-co.toml")


@pytest.fixture(scope="module", params=["dai-hoi-xiv", "500-ngay-dem"])
def shipped(request):
    return load(FOLDER / f"{request.param}.toml")


def test_a_shipped_campaign_has_before_during_and_after(shipped):
    assert len(shipped.phases) == 3
    assert shipped.workstreams and shipped.tasks and shipped.activities
    assert shipped.messages and shipped.scenarios and shipped.comparisons


@pytest.mark.parametrize(
    ("text", "is_matched"),
    [
        ("Các tiểu ban của Đại hội XIV của Đảng đã hoạt động", True),
        ("Tiểu ban Tổ chức phục vụ Đại hội XIV họp phiên thứ hai", True),
        ("Góp ý văn kiện Đại hội đại biểu toàn quốc lần thứ XIV", True),
        ("Đại hội đảng bộ các cấp: chuẩn bị sớm, làm kỹ", True),
        ("T.Ư Đảng bàn về Đại hội 14", True),
        ("Đại hội XIV Công đoàn Việt Nam bầu Ban Chấp hành Trung ương", False),
        ("Đảng ủy dự Đại hội lần thứ XIV Hội Nông dân tỉnh", False),
        ("Công đoàn chào mừng Đại hội XIV của Đảng, hướng tới Đại hội XIV Công đoàn", True),
        ("Đại hội thể thao toàn quốc có 14 đoàn", False),
        ("Đại hội XIII của Đảng đã đề ra mục tiêu", False),
    ],
)
def test_the_party_congress_is_told_from_other_congresses(text, is_matched):
    assert (find(text, load(FOLDER / "dai-hoi-xiv.toml").query) is not None) == is_matched


@pytest.mark.parametrize(
    ("text", "is_matched"),
    [
        ("Chiến dịch 500 ngày đêm đi tìm đồng đội: thêm mười liệt sĩ về với đất mẹ", True),
        ("Quy tập hài cốt liệt sỹ ở vùng biên", True),
        ("Lấy mẫu ADN của thân nhân liệt sĩ", True),
        ("Ban Chỉ đạo 515 tỉnh họp", True),
        ("Cao điểm 500 ngày đêm hoàn thành đường cao tốc", False),
        ("Lãnh đạo tỉnh thăm, tặng quà nhân Ngày Thương binh - Liệt sĩ", False),
        ("Tìm thấy hài cốt người mất tích trên núi", False),
    ],
)
def test_the_search_for_the_fallen_is_told_from_other_drives_and_visits(text, is_matched):
    assert (find(text, load(FOLDER / "500-ngay-dem.toml").query) is not None) == is_matched


@pytest.mark.shared
def test_both_versions_of_the_source_story_carry_every_message(shared_data):
    campaign = load(FOLDER / "dai-hoi-xiv.toml")
    phrases = {message.id: message.phrases for message in campaign.messages}
    for name in ("nld", "thanhnien"):
        text = (shared_data / "syndication" / f"{name}.txt").read_text("utf-8")
        assert find(text, campaign.query) is not None
        assert {one.message for one in find_messages(Parts("", "", text), phrases)} == set(phrases)


@pytest.mark.shared
def test_nearly_all_real_items_that_name_the_500_days_are_found(shared_data):
    query = load(FOLDER / "500-ngay-dem.toml").query
    items = [json.loads(line) for line in (shared_data / "press" / "items.jsonl").open(encoding="utf-8")]
    texts = [f"{item['title']}\n{item['summary']}" for item in items]
    named = [text for text in texts if "500 ngày" in text]
    assert len(named) > 40
    assert sum(find(text, query) is not None for text in named) >= 0.95 * len(named)


@pytest.mark.shared
def test_the_source_of_a_watched_claim_is_a_page_that_was_seen_and_few_items_tell_of_it(shared_data):
    items = [json.loads(line) for line in (shared_data / "press" / "items.jsonl").open(encoding="utf-8")]
    seen = {item["url"]: item["scan_day"] for item in items}
    claims = [claim for path in FOLDER.glob("*.toml") for claim in load(path).claims]
    assert claims
    for claim in claims:
        assert seen[claim.source] == str(claim.checked_at)
        found = {item["url"] for item in items if find(f"{item['title']}\n{item['summary']}", claim.query)}
        assert claim.source in found
        assert len(found) < 10


def test_the_head_of_the_digest_is_read_and_what_is_left_out_stays_empty(write):
    digest = load(write(SMALL)).digest
    assert (digest.office, digest.place, digest.approver, str(digest.closing)) == (
        None,
        None,
        None,
        "06:30:00",
    )
    head = '[digest]\noffice = "Ban An toàn giao thông"\nplace = "Huế"\napprover = "Chánh Văn phòng"\n'
    digest = load(write(SMALL + head + "closing = 07:15:00\n")).digest
    assert (digest.office, digest.place, digest.approver) == (
        "Ban An toàn giao thông",
        "Huế",
        "Chánh Văn phòng",
    )
    assert str(digest.closing) == "07:15:00"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('ofice = "Ban"', "digest.ofice: unknown key; known are office, place, approver, closing"),
        (
            'approver = "Nguyễn Văn An"',
            "digest.approver: an office or a post is expected, not a person's name",
        ),
        ("closing = 06:30:15", "digest.closing: expected hours and minutes, Vietnam time"),
    ],
)
def test_a_mistake_in_the_head_of_the_digest_is_named(write, line, said):
    with pytest.raises(CampaignError) as error:
        load(write(f"{SMALL}[digest]\n{line}\n"))
    assert said in str(error.value)
