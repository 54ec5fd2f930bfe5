"""What people decide is kept line by line: together, after a crash, and where a line can't be read."""

import multiprocessing
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import codings
from warehouse.codings import UNFINISHED, CodingsError, Correction, Draw, DrawnStory, StoryCode, Undo

AT = datetime(2026, 1, 20, 1, tzinfo=UTC)


def correction(number=1, coder="ma-1"):
    return Correction(
        campaign="nuoc-sach",
        item=f"i{number}",
        was="neutral",
        tone="positive",
        why="khen",
        role="editor",
        coder=coder,
        at=AT,
    )


def _write_many(folder, coder):
    for number in range(20):
        codings.append(folder, [correction(number, coder)])


def test_every_kind_comes_back_as_it_was_written(tmp_path):
    story = DrawnStory(story="s1", item="i1", stratum="2026-01", inclusion_probability=0.25, is_double=True)
    draw = Draw(
        draw="nuoc-sach-1",
        campaign="nuoc-sach",
        from_date=date(2026, 1, 1),
        to_date=date(2026, 1, 31),
        seed=7,
        guide=codings.GUIDE,
        stories=(story,),
        at=AT,
    )
    code = StoryCode(
        draw="nuoc-sach-1",
        campaign="nuoc-sach",
        **story.model_dump(exclude={"is_double"}),
        code="not_about_campaign",
        coder="ma-1",
        at=AT,
    )
    for entry in (draw, code, correction()):
        codings.append(tmp_path, [entry])
    known, unread = codings.read(tmp_path)
    assert {entry.file: entry.entry for entry in known} == {
        "draws.jsonl": draw,
        "codes.jsonl": code,
        "corrections.jsonl": correction(),
    }
    assert not unread


def test_without_a_folder_there_is_nothing(tmp_path):
    assert codings.read(tmp_path / "codings") == ([], [])


def test_two_people_who_write_at_once_overwrite_nothing(tmp_path):
    coders = ("ma-1", "ma-2")
    context = multiprocessing.get_context("fork")
    writing = [context.Process(target=_write_many, args=(tmp_path, coder)) for coder in coders]
    for process in writing:
        process.start()
    for process in writing:
        process.join()
    known, unread = codings.read(tmp_path)
    assert not unread
    for coder in coders:
        written = [read.entry.item for read in known if read.entry.coder == coder]
        assert written == [f"i{number}" for number in range(20)]


@settings(max_examples=20, deadline=None)
@given(cut=st.integers(1, 120))
def test_a_line_that_a_crash_cut_off_is_kept_and_costs_no_other(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("codings")
    codings.append(folder, [correction(1), correction(2)])
    path = folder / "corrections.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    known, unread = codings.read(folder)
    whole = [correction(1), correction(2)] if cut == 1 else [correction(1)]
    assert [read.entry for read in known] == whole
    assert [(one.line, one.reason) for one in unread] == [(2, UNFINISHED)][: 2 - len(whole)]
    codings.append(folder, [correction(3)])
    known, unread = codings.read(folder)
    assert [read.entry for read in known] == [*whole, correction(3)]
    assert len(unread) == 2 - len(whole)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"kind": "code"', "Invalid JSON"),
        ('{"kind": "verdict"}', "does not match any of the expected tags"),
        (correction().model_dump_json()[:-1] + ', "name": "Lan"}', "correction.name: unknown key"),
        (correction().model_dump_json().replace("positive", "good"), "correction.tone: Input should be"),
        (correction().model_dump_json().replace("+00:00", "").replace("Z", ""), "should have timezone info"),
        ("\xff not JSON", "Invalid JSON"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path, line, reason):
    whole = correction().model_dump_json().encode()
    (tmp_path / "corrections.jsonl").write_bytes(b"\n".join([whole, line.encode("latin-1"), whole, b""]))
    known, (unread,) = codings.read(tmp_path)
    assert [read.line for read in known] == [1, 3]
    assert (unread.file, unread.line) == ("corrections.jsonl", 2)
    assert reason in unread.reason
    assert unread.text


def undo(entry, who="ma-1"):
    return Undo(
        campaign=entry.campaign,
        undone=entry.kind,
        item=entry.item,
        coder=entry.coder,
        made_at=entry.at,
        who=who,
        at=AT,
    )


def test_what_was_taken_back_counts_no_more_and_what_was_written_later_does():
    first, other = correction(1), correction(1, "ma-2")
    later = first.model_copy(update={"at": AT + timedelta(microseconds=1)})
    assert codings.standing([first, other, undo(first), later]) == [other, later]
    assert codings.standing([later, undo(first), first]) == [later]


def test_decisions_follow_each_other_though_the_clock_stands_still():
    assert codings.instant([], AT) == AT
    assert codings.instant([correction()], AT) == AT + timedelta(microseconds=1)
    assert codings.instant([correction()], AT + timedelta(seconds=1)) == AT + timedelta(seconds=1)
    # No load takes such a line yet, and so none that would follow it.
    assert codings.instant([correction()], AT - timedelta(days=2)) == AT - timedelta(days=2)


def _decide_once(folder, coder):
    def decision(entries):
        return [] if entries else [correction(coder=coder)]

    codings.decide(folder, decision)


def test_of_two_people_who_decide_at_once_the_second_knows_of_the_first(tmp_path):
    context = multiprocessing.get_context("fork")
    deciding = [context.Process(target=_decide_once, args=(tmp_path, f"ma-{n}")) for n in range(4)]
    for process in deciding:
        process.start()
    for process in deciding:
        process.join()
    assert len(codings.read(tmp_path)[0]) == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CodingsError, match="file/codings: can't be made"):
        codings.append(tmp_path / "file" / "codings", [correction()])


@pytest.mark.parametrize("changed", [{"draw": "a"}, {"undone": "code"}, {"undone": "code", "draw": "a"}])
def test_only_a_code_is_of_a_draw_and_only_its_coder_takes_it_back(changed):
    with pytest.raises(ValueError, match="taken back"):
        Undo(**undo(correction(), who="ma-2").model_dump() | changed)
