import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.match import DEEPEST_QUERY, LONGEST_QUERY, Match, QueryError, find, occurrences, parse
from nlp.text import normalise


def matched(query, text):
    """The parts of the text that a query finds, or None."""
    match = find(text, parse(query))
    return None if match is None else [normalise(text)[start:end] for start, end in match.spans]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("đồng", "sự ĐỒNG thuận", ["ĐỒNG"]),
        ("đồng", "đồngthuận", None),
        ("đồng", "đồng1 2đồng", None),
        ("đồng", "«đồng» (đồng)", ["đồng", "đồng"]),
        ('"hài hoà"', "hợp lý, hài hòa", ["hài hòa"]),
        ('"liệt sĩ"', "các liệt sĩ", ["liệt sĩ"]),
        ('"liệt sĩ"', "LIỆT SỸ", ["LIỆT SỸ"]),
        ('"hy sinh" AND "kỹ sư"', "kĩ sư đã hi sinh", ["kĩ sư", "hi sinh"]),
        ('"quý hy kỳ lý mỹ sỹ tỷ"', "quí hi kì lí mĩ sĩ tỷ", None),
        ("my", "mây mai thì", None),
        ('"Thương binh - Liệt sĩ"', "Ngày Thương binh-Liệt sĩ 27/7", ["Thương binh-Liệt sĩ"]),
        ('"tìm kiếm, quy tập"', "tìm kiếm quy tập", ["tìm kiếm quy tập"]),
        ('"T.Ư Đảng"', "trụ sở T.Ư Đảng", ["T.Ư Đảng"]),
        ('"nhiệm kỳ 2025-2030"', "nhiệm kỳ 2025 - 2030", ["nhiệm kỳ 2025 - 2030"]),
        ("a OR b AND c", "a", ["a"]),
        ("(a OR b) AND c", "a", None),
        ("a AND NOT b", "a c", ["a"]),
        ("a AND NOT b", "a b", None),
        ("a AND NOT (b AND c)", "a b", ["a"]),
        ("a NEAR/2 b", "a x y b", ["a", "b"]),
        ("a NEAR/2 b", "a x y z b", None),
        ("a NEAR/2 b", "b, a", ["b", "a"]),
        ("a NEAR/0 a", "a", None),
        ('"a b" NEAR/1 (c OR d)', "d x a b", ["d", "a b"]),
        ("(a NEAR/1 b) NEAR/1 c", "a x b x c", ["a", "b", "c"]),
        ("“đồng thuận”", "đồng thuận", ["đồng thuận"]),
        ('a OR "a b"', "a b", ["a b"]),
    ],
)
def test_what_a_query_finds(query, text, found):
    assert matched(query, text) == found


@pytest.mark.parametrize(
    "text", ["kết thúc Đại hội. XIV là số", "Đại hội\nXIV", "Đại hội; XIV", "Đại hội! XIV"]
)
def test_a_term_does_not_cross_the_end_of_a_sentence_or_line(text):
    assert matched('"Đại hội XIV"', text) is None


def test_only_what_makes_the_query_true_is_reported():
    match = find("a x x x b c", parse("a NEAR/1 b OR c"))
    assert match == Match(((10, 11),), ("c",))


def test_decomposed_text_is_found_at_the_offsets_of_its_normalised_form():
    text = "Đại hội: đồng thuận"
    decomposed = unicodedata.normalize("NFD", text)
    assert len(decomposed) > len(text)
    match = find(decomposed, parse('"đồng thuận"'))
    assert match is not None
    (start, end) = match.spans[0]
    assert normalise(decomposed)[start:end] == "đồng thuận"


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("a b", 2, "operator"),
        ('"đồng thuận" nhân', 13, "operator"),
        ('a "b"', 2, "operator"),
        ("(a) (b)", 4, "operator"),
        ("a and b", 2, "capitals: AND"),
        ("a NOT b", 2, "AND is missing before NOT"),
        ("", 0, "empty"),
        ("a AND", 5, "a term is expected"),
        ("AND a", 0, "before AND"),
        ("a OR OR b", 5, "before OR"),
        ("a OR (b", 5, "not closed"),
        ("(a OR (b)", 0, "not closed"),
        ("a)", 1, "closes nothing"),
        ("()", 1, "before this parenthesis"),
        ('a AND "b', 6, "no partner"),
        ("NOT a", 0, "only excludes"),
        ("a OR NOT b", 5, "only excludes"),
        ("a AND (NOT b OR NOT c)", 7, "only excludes"),
        ("a NEAR b", 2, "NEAR/n"),
        ("a NEAR/x b", 2, "NEAR/n"),
        ("a NEAR/9999 b", 2, "NEAR/n"),
        ("a NEAR/2 b NEAR/2 c", 11, "parentheses"),
        ("(a AND b) NEAR/2 c", 1, "NEAR/n joins terms"),
        ("liệt*", 4, "wildcards"),
        ('a OR "..."', 5, "letter or a digit"),
    ],
)
def test_a_mistake_is_pointed_at(query, position, words):
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert words in caught.value.message


def test_the_caret_stands_under_the_character_of_its_line():
    with pytest.raises(QueryError) as caught:
        parse('"Đại hội"\n  AND (a b)')
    assert str(caught.value).splitlines() == [
        "line 2, character 10: an operator (AND, OR, AND NOT, NEAR/n) is missing before this; "
        "several words that belong together stand in quotes",
        "    AND (a b)",
        "           ^",
    ]


def test_a_query_is_bounded():
    with pytest.raises(QueryError):
        parse("(" * (DEEPEST_QUERY + 1) + "a" + ")" * (DEEPEST_QUERY + 1))
    with pytest.raises(QueryError):
        parse("a" * (LONGEST_QUERY + 1))
    assert parse("(" * DEEPEST_QUERY + "a" + ")" * DEEPEST_QUERY).terms == ("a",)


def test_terms_are_listed_in_order_and_the_excluded_apart():
    query = parse('"Đại hội" AND (b OR "Đại hội") AND NOT c')
    assert query.terms == ("Đại hội", "b", "c")
    assert query.positive == ("Đại hội", "b")


def test_a_query_can_be_sent_to_another_process():
    query = parse('"đồng thuận" NEAR/3 nhân')
    assert pickle.loads(pickle.dumps(query)) == query


WORDS = st.lists(st.sampled_from(["a", "b", "c", "hòa", "hoà", "."]), max_size=12).map(" ".join)


@given(WORDS)
def test_negation_and_alternatives_are_boolean(text):
    has = {word: word in normalise(text).split() for word in "abc"}
    assert (find(text, parse("a AND (b OR c)")) is not None) == (has["a"] and (has["b"] or has["c"]))
    assert (find(text, parse("a AND NOT b")) is not None) == (has["a"] and not has["b"])


@given(st.text(max_size=60))
def test_every_occurrence_is_the_phrase_at_its_offsets(text):
    for hit in occurrences(text, ("a", "b c", "hòa")):
        found = normalise(text)[hit.start : hit.end].lower()
        assert found.startswith(hit.phrase[0]) and found.endswith(hit.phrase[-1])


@pytest.mark.parametrize("mark", [".", "…", ";", " ", "-", ". ", ".\n", "“"])
def test_a_term_behind_a_megabyte_of_marks_is_found(mark):
    text = (mark * 1_000_000)[:1_000_000] + "liệt sĩ"
    assert find(text, parse('"liệt sĩ"')).spans == ((1_000_000, 1_000_007),)


def test_a_term_of_very_many_syllables_is_refused():
    parse('"' + "ca " * 50 + '"')
    with pytest.raises(QueryError, match="at most 50 syllables"):
        parse("a OR " + "&nbsp;" * 3_000)
