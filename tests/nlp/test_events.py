import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.evaluate_events import ClustersError, events
from nlp.event_terms import TABLE, Text, count, dates, load, parts, save, terms
from nlp.events import EventDoc, central, group, regroup, same_event, similarity
from tests.nlp.pairs import pairs

FLOORS = Path(__file__).parent.parent / "floors.json"
NOON = datetime(2026, 7, 20, 5, tzinfo=UTC)

BRIDGE = (
    "Thông xe cầu Bình Minh qua sông Trầm sau ba năm xây dựng",
    "Cầu Bình Minh bắc qua sông Trầm chính thức thông xe sáng nay",
    "Người dân hai bờ sông Trầm vui mừng ngày thông xe cầu Bình Minh",
)
SCHOOL = (
    "Trường tiểu học Hoa Mai khai giảng năm học mới với hai nghìn học sinh",
    "Hai nghìn học sinh Trường tiểu học Hoa Mai dự lễ khai giảng",
)
TOPICS = (
    *BRIDGE,
    *SCHOOL,
    "Đội bóng Sao Khuê thắng đậm Hải Yến ngay trên sân khách",
    "Sao Khuê ghi năm bàn vào lưới Hải Yến, giữ ngôi đầu bảng",
    "Kho vải ở Gò Vấp bốc cháy trong đêm, không ai bị thương",
    "Cháy kho vải giữa đêm tại Gò Vấp, khói bao trùm khu dân cư",
    "Hội chợ gốm Làng Trạm mở cửa đón khách đến hết tuần",
)


def docs(*texts, days=0.0):
    return [
        EventDoc(text, NOON + timedelta(days=days, hours=number), terms(Text(text)))
        for number, text in enumerate(texts)
    ]


def in_order(stories):
    return sorted(stories, key=lambda doc: (doc.published_at, doc.id))


def invented(random, number, days):
    """Stories of a few topics over some days, several at the same hour."""
    return [
        EventDoc(
            f"{place:03}",
            NOON + timedelta(hours=random.randrange(24 * days)),
            terms(Text(random.choice(TOPICS), random.choice(TOPICS) if random.random() < 0.5 else "")),
        )
        for place in range(number)
    ]


def changed(stories, before, after):
    """Regroup after a change, as a warehouse does: only what is near the change is read."""
    known = group(before)
    came_or_went = {doc.id for doc in stories}
    left = {known[id_] for id_ in came_or_went & known.keys()}
    times = [doc.published_at for doc in stories]
    read = []

    def near():
        for doc in in_order(after):
            if doc.published_at >= min(times) - timedelta(days=3):
                read.append(doc)
                yield doc if doc.id in came_or_went else replace(doc, event=known[doc.id])

    found = regroup(near(), left, min(times), max(times))
    ids = {doc.id for doc in after}
    return {id_: event for id_, event in {**known, **found}.items() if id_ in ids}, read


def test_stories_of_one_event_share_it_and_others_do_not():
    found = group(docs(*BRIDGE) + docs(*SCHOOL))
    assert {found[text] for text in BRIDGE} == {BRIDGE[0]}
    assert {found[text] for text in SCHOOL} == {SCHOOL[0]}


def test_an_event_lasts_three_days_from_its_first_story():
    first, later, last = (f"{BRIDGE[0]}, {when}" for when in ("sáng nay", "hai ngày trước", "bốn ngày trước"))
    found = group(docs(first) + docs(later, days=2) + docs(last, days=4) + docs(*SCHOOL))
    assert found[later] == first
    assert found[last] == last


def test_what_is_told_of_a_topic_days_later_is_another_event():
    opened, crowded = "Cầu Bình Minh qua sông Trầm thông xe sáng nay", "Cầu Bình Minh đông nghịt người ngắm"
    assert group(docs(opened, crowded))[crowded] == opened
    assert group(docs(opened) + docs(crowded, days=2.5))[crowded] == crowded


SITTINGS = (
    "Thông cáo báo chí về ngày làm việc thứ {} Đại hội Đoàn tỉnh Sao Mai",
    "Đại hội Đoàn tỉnh Sao Mai bước sang ngày làm việc thứ {}",
)
ROUNDS = (
    "Sao Khuê thắng Hải Yến ở vòng {} giải bóng đá các xã",
    "Vòng {} giải bóng đá các xã: Sao Khuê thắng sát nút Hải Yến",
)


@pytest.mark.parametrize(
    ("told", "one", "other"), [(SITTINGS, "hai", "ba"), (SITTINGS, "nhất", "2"), (ROUNDS, "7", "8")]
)
def test_parts_of_a_series_are_events_of_their_own(told, one, other):
    first, same, next_ = told[0].format(one), told[1].format(one), told[1].format(other)
    apart = timedelta(hours=23)
    assert same_event(Text(first), Text(same))
    assert same_event(Text(first), Text(same), apart)
    assert not same_event(Text(first), Text(next_), apart)
    found = group(docs(first, same) + docs(next_, days=0.95))
    assert found[same] == first
    assert found[next_] == next_


def test_the_parts_of_a_series_are_read_in_figures_and_words():
    text = Text("Ngày làm việc thứ tư; vòng đấu thứ 12", "Phiên họp thứ 34, tập 5. Vòng 1/8, số 7, 3 vòng")
    assert parts(text) == {("ngày", 4), ("vòng", 12), ("phiên", 34), ("tập", 5)}
    assert parts(Text("Kỳ họp thứ 10; vòng đàm phán thứ 5; lượt về")) == {
        ("kỳ họp", 10),
        ("vòng", 5),
        ("lượt", 2),
    }


@pytest.mark.parametrize(
    "written",
    ["trong vòng 24 giờ", "ngày thứ năm tuần này", "21 triệu lượt năm 2025", "vòng 16 đội", "số đo vòng 1"],
)
def test_what_counts_something_else_is_no_part_of_a_series(written):
    assert parts(Text(written)) == frozenset()


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("tỷ số 2-1, lãi 1.5 tỷ, 8/10 người, mở 24/7", set()),
        ("hội từ 5-7/12", {(5, 12), (7, 12)}),
        ("5/12-7/12", {(5, 12), (7, 12)}),
        ("tối 25-7, ngày 28.8 và 27-9-1947", {(25, 7), (28, 8), (27, 9)}),
        ("ngày 6 tháng 12 năm 2026", {(6, 12)}),
    ],
)
def test_days_are_told_from_scores_and_shares(written, days):
    assert dates(Text(written)) == days


def same_events():
    """Pairs of reports as headlines and leads of the press are, half of them of one event, told anew."""
    for row, first, second in pairs("same_events.tsv", Text):
        yield row["kind"], row["same"] == "yes", timedelta(hours=float(row["hours"])), first, second


def test_events_of_one_form_are_told_apart_and_one_event_told_twice_is_one():
    found = [
        (kind, same, same_event(first, second, apart)) for kind, same, apart, first, second in same_events()
    ]
    assert sum(same for _, same, _ in found) == 16
    wrong = [kind for kind, same, held in found if same != held]
    # Names of no province and no country tell these apart; of one earthquake, the island and its country.
    assert wrong == ["drowning", "fire", "traffic", "earthquake", "poisoning", "sport"]


def test_a_place_tells_events_apart_only_where_a_headline_names_it():
    here, there = (
        "Xe khách lật ở Sơn La, chín người bị thương",
        "Xe khách lật ở Lâm Đồng, chín người bị thương",
    )
    assert same_event(Text(here), Text("Xe khách lật, chín người bị thương", "Tin từ Sơn La."))
    assert not same_event(Text(here), Text(there))
    assert not same_event(Text(here), Text("Xe khách lật, chín người bị thương", "Xe lật ở Lâm Đồng."))
    untold = "Xe khách lật, chín người bị thương"
    assert same_event(Text(untold, "Xe lật ở Sơn La."), Text(untold, "Lãnh đạo Lâm Đồng chia buồn."))
    assert same_event(Text(here), Text("Lâm Đồng, Sơn La: xe khách lật, chín người bị thương"))


def test_texts_without_words_are_events_of_their_own():
    assert group([]) == {}
    stories = [EventDoc("a", NOON, terms(Text(""))), EventDoc("b", NOON, terms(Text("...")))]
    assert group(stories) == {"a": "a", "b": "b"}


def test_what_else_is_grouped_does_not_change_how_alike_two_texts_are():
    alone = group(docs(*BRIDGE))
    among = group(docs(*BRIDGE, *TOPICS[3:]))
    assert {id_: among[id_] for id_ in alone} == alone


@settings(max_examples=25, deadline=None)
@given(st.permutations(docs(*BRIDGE) + docs(*SCHOOL)))
def test_events_do_not_depend_on_the_order_stories_come_in(stories):
    assert group(stories) == group(docs(*BRIDGE) + docs(*SCHOOL))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10))
def test_stories_that_come_in_batches_are_grouped_as_if_all_came_at_once(seed, size):
    random = Random(seed)
    stories = invented(random, 40, 20)
    random.shuffle(stories)
    found, there = {}, []
    for start in range(0, len(stories), size):
        batch = stories[start : start + size]
        there += batch
        times = [doc.published_at for doc in batch]
        near = [doc for doc in in_order(there) if doc.published_at >= min(times) - timedelta(days=3)]
        known = [replace(doc, event=found.get(doc.id)) for doc in near]
        found.update(regroup(known, (), min(times), max(times)))
    assert found == group(stories)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_stories_that_leave_are_as_if_they_had_never_come(seed):
    random = Random(seed)
    stories = invented(random, 40, 20)
    gone = random.sample(stories, 3)
    left = [doc for doc in stories if doc not in gone]
    assert changed(gone, stories, left)[0] == group(left)


def test_many_stories_are_grouped_alike_in_blocks():
    stories = invented(Random(7), 600, 60)
    late = stories[:5]
    found, _ = changed(late, stories[5:], stories)
    assert found == group(stories)


def test_a_late_story_has_only_the_days_around_it_read():
    stories = invented(Random(3), 2000, 300)
    late = [EventDoc("late", NOON + timedelta(days=100), terms(Text("Tin chẳng giống tin nào")))]
    found, read = changed(late, stories, stories + late)
    assert found == group(stories + late)
    # Three days on both sides, and what was fetched with them.
    assert len(read) < 200


def test_a_date_tells_two_days_of_a_series_apart():
    first = Text("Giải đua ghe sông Trầm ngày 20/7", "Mười đội dự vòng bảng giải đua ghe sông Trầm.")
    same = Text("Đua ghe trên sông Trầm 20-7-2026", "Vòng bảng giải đua ghe có mười đội.")
    other = Text("Đua ghe trên sông Trầm 23-7-2026", "Vòng bảng giải đua ghe có mười đội.")
    assert similarity(first, same) > 1.4 * similarity(first, other)
    assert same_event(first, same)
    assert similarity(same, first) == pytest.approx(similarity(first, same))


def test_a_column_of_every_day_is_an_event_a_day():
    def prices(day, said):
        return Text(
            f"Giá cà phê ngày {day}: Cao nguyên {said}",
            f"Giá cà phê ngày {day} tại Cao nguyên {said}, thương lái thu mua quanh 120.000 đồng mỗi kg.",
        )

    day = timedelta(days=1)
    assert same_event(prices("9/3", "đi ngang"), prices("9/3", "lặng sóng"))
    assert not same_event(prices("9/3", "đi ngang"), prices("10/3", "lặng sóng"), day)
    # A lead that names the day of something else tells nothing of a column.
    untitled = Text("Giá cà phê Cao nguyên đi ngang", prices("10/3", "đi ngang").lead)
    assert same_event(prices("9/3", "đi ngang"), untitled, day)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Sáng 23/10, lễ khai mạc", {(23, 10)}),
        ("ngày 23 tháng 10 năm 2026 và 1.11.2026", {(23, 10), (1, 11)}),
        ("Diễn ra từ 5-9-2026.", {(5, 9)}),
        ("10,5/100 hộ, 12/13 xã, văn bản 23/10/NQ, 1.500 người, 40/10", set()),
    ],
)
def test_dates_are_read_as_the_press_writes_them(text, named):
    assert dates(Text(text)) == named


def test_the_label_is_of_the_story_most_like_the_others():
    assert central(docs(*BRIDGE, SCHOOL[0])) in BRIDGE
    twins = [EventDoc(id_, NOON, terms(Text(BRIDGE[0]))) for id_ in ("b", "a")]
    assert central(twins) == "a"
    earlier = EventDoc("c", NOON - timedelta(hours=1), terms(Text(BRIDGE[0])))
    assert central([*twins, earlier]) == "c"


def test_a_table_of_frequencies_is_read_as_it_was_written(tmp_path):
    texts = [Text(f"Cầu Bình Minh số {number}", "thông xe") for number in range(3000)]
    counted = count(texts)
    save(counted, tmp_path / "terms.npz")
    found = load(tmp_path / "terms.npz")
    assert found.texts == 3000
    # What one text of 3,000 holds weighs as much as what none does.
    assert (found.counts == np.where(counted.counts > 1, counted.counts, 0)).all()
    assert found.counts.max() == 3000
    assert load(TABLE).texts > 9000


def clusters_file(folder, rows):
    path = folder / "clusters.jsonl"
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    return path


def row(cluster, title, time="20/07/2026 12:00", **more):
    return {"cluster": cluster, "title": title, "lead": "", "time": time, **more}


def test_evaluation_counts_pairs_and_articles(tmp_path):
    # The bridge is found whole; one school story is put with it, the other is alone.
    rows = [row(1, text) for text in BRIDGE] + [row(2, BRIDGE[0]), row(2, SCHOOL[0])]
    found = events(clusters_file(tmp_path, rows))
    assert (found["n"], found["clusters"], found["events"]) == (5, 2, 2)
    assert found["pair_precision"] == 0.5
    assert found["pair_recall"] == 0.75
    assert found["pair_f1"] == 0.6
    # Precision (3 * 3/4 + 1/4 + 1) / 5 = .7, recall (3 + 2 * 1/2) / 5 = .8.
    assert found["bcubed_f1"] == pytest.approx(2 * 0.7 * 0.8 / 1.5, abs=1e-4)
    # Expected pairs 4 * 6 / 10 = 2.4, at most (4 + 6) / 2.
    assert found["ari"] == pytest.approx((3 - 2.4) / (5 - 2.4), abs=1e-4)
    low, high = found["intervals"]["pair_f1"]
    assert low <= found["pair_f1"] <= high


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "line 1: no JSON"),
        (["[]"], "line 1: 'cluster' is missing; expected cluster, title"),
        ([json.dumps(row(1, "a", "tuần sau"))], "line 1: time 'tuần sau': expected a date such as"),
        ([json.dumps(row(1, "a"))], "expected articles of two clusters"),
    ],
)
def test_a_mistake_in_the_clusters_is_explained(tmp_path, lines, message):
    path = tmp_path / "clusters.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(ClustersError, match=message):
        events(path)
    with pytest.raises(ClustersError, match="cannot be read"):
        events(tmp_path / "none.jsonl")


@pytest.mark.shared
def test_events_reach_the_floors_on_articles_grouped_by_people(shared_data):
    path = shared_data / "clusters" / "same_event.jsonl"
    floors = json.loads(FLOORS.read_text("utf-8"))["events"]
    assert sha256(path.read_bytes()).hexdigest() == floors["data_sha256"]
    found = events(path)
    assert found["pair_f1"] >= floors["pair_f1"]
    assert found["bcubed_f1"] >= floors["bcubed_f1"]
    assert found["ari"] >= floors["ari"]
