"""Boolean queries over Vietnamese text: what a campaign watches for.

    "Đại hội XIV" AND (nhân dân OR "cán bộ" NEAR/10 "đồng thuận") AND NOT "Công đoàn"

- A term is one word, or several in quotes. Case, Unicode form and tone placement do not matter, nor do i
  and y where both are usual ("liệt sĩ" finds "liệt sỹ"), nor what stands between the words of a term within
  a sentence: "Thương binh - Liệt sĩ" finds "Thương binh, liệt sĩ". A term never crosses the end of a sentence
  or of a line.
- AND, OR, NOT and NEAR/n are written in capitals; NOT binds before AND, AND before OR; NEAR/n binds
  strongest: at most n syllables between its two sides, in either order.
- Two terms without an operator between them are an error, and so is a query that only excludes.
"""

# lark's types leave the arguments of its generics open.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import cast

from ahocorasick_rs import AhoCorasick
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken, v_args
from lark.exceptions import VisitError

from nlp.text import SYLLABLE, fold, syllables

LONGEST_QUERY = 20_000
"""Characters in a query."""
DEEPEST_QUERY = 50
"""Parentheses within parentheses."""
LONGEST_TERM = 50
"""Syllables of a term: looking for one takes time that grows with the square of its length."""
FARTHEST = 200
"""The largest n of NEAR/n."""


class QueryError(ValueError):
    """A query that cannot be read.

    Attributes:
        message: What is wrong and what is expected.
        position: Index of the character in the query, from 0; the length of the query for its end.
        query: The query as given.
    """

    def __init__(self, message: str, position: int, query: str) -> None:
        super().__init__(message, position, query)
        self.message = message
        self.position = position
        self.query = query

    def __str__(self) -> str:
        """Give the message, the line of the query it is about, and a caret under the character."""
        start = self.query.rfind("\n", 0, self.position) + 1
        line = self.query[start:].partition("\n")[0]
        number = self.query.count("\n", 0, self.position) + 1
        column = self.position - start
        return f"line {number}, character {column + 1}: {self.message}\n  {line}\n  {' ' * column}^"


@dataclass(frozen=True)
class Term:
    """A word or phrase; `at` is its position in the query."""

    text: str
    at: int


@dataclass(frozen=True)
class Near:
    """Both sides, with at most `distance` syllables between them."""

    left: "Node"
    right: "Node"
    distance: int
    at: int


@dataclass(frozen=True)
class Not:
    """The part must not occur anywhere in the text."""

    part: "Node"
    at: int


@dataclass(frozen=True)
class And:
    """All parts."""

    parts: tuple["Node", ...]
    at: int


@dataclass(frozen=True)
class Or:
    """At least one part."""

    parts: tuple["Node", ...]
    at: int


Node = Term | Near | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A query that was read without error.

    Attributes:
        text: The query as written.
        tree: What it says.
        terms: Its terms as written, in order, each once.
        positive: Those of them that stand under no NOT.
    """

    text: str
    tree: Node
    terms: tuple[str, ...]
    positive: tuple[str, ...]


@dataclass(frozen=True)
class Occurrence:
    """A phrase found in a text.

    Attributes:
        phrase: The phrase as given.
        first: Index of its first syllable in the text.
        last: Index of its last syllable.
        start: Offset of its first character in `nlp.text.normalise(text)`.
        end: Offset behind its last character.
    """

    phrase: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Match:
    """What of a query a text holds.

    Attributes:
        spans: (start, end) offsets into `nlp.text.normalise(text)`, in order, none inside another.
        terms: The terms found that make the query true, as the query writes them, in its order.
    """

    spans: tuple[tuple[int, int], ...]
    terms: tuple[str, ...]


_GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: one (_AND one)*
?one: near
    | NOT near -> excluded
?near: atom
    | atom NEAR atom -> close
?atom: WORD -> term
    | QUOTED -> term
    | "(" disjunction ")"

_OR.3: /OR(?![^\s()"“”])/
_AND.3: /AND(?![^\s()"“”])/
NOT.3: /NOT(?![^\s()"“”])/
NEAR.3: /NEAR(?:\/[^\s()"“”]*)?(?![^\s()"“”])/
QUOTED.2: /"[^"]*"|“[^“”]*”/
WORD: /[^\s()"“”]+/
%ignore /\s+/
"""
_PARSER = Lark(_GRAMMAR, parser="lalr", lexer="basic")
_OPERATORS = {"_OR": "OR", "_AND": "AND", "NOT": "NOT", "NEAR": "NEAR/n", "RPAR": "this parenthesis"}
_WRITTEN = re.compile(r"(?<!\S)(?:AND|OR|NOT|NEAR(?:/\d+)?)(?!\S)")


def has_operator(words: str) -> bool:
    """Tell whether an operator, which only queries know, is among words that are looked for as they stand.

    >>> has_operator("muỗi OR bọ gậy"), has_operator("rock and roll")
    (True, False)
    """
    return bool(_WRITTEN.search(words))


class _MisuseError(Exception):
    """A mistake that the grammar does not see."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    def term(self, token: Token) -> Term:
        text = token.strip('"“”').strip()
        at = token.start_pos or 0
        if "*" in text:
            raise _MisuseError(
                "wildcards (*) are not known: write the forms out, joined by OR", at + token.index("*")
            )
        count = len(syllables(text))
        if count == 0:
            raise _MisuseError("a term needs a letter or a digit", at)
        if count > LONGEST_TERM:
            raise _MisuseError(f"a term has at most {LONGEST_TERM} syllables", at)
        return Term(text, at)

    def close(self, left: Node, near: Token, right: Node) -> Near:
        at = near.start_pos or 0
        number = near.partition("/")[2]
        if not re.fullmatch("[0-9]{1,4}", number) or int(number) > FARTHEST:
            raise _MisuseError(f"NEAR/n is expected, n a number of syllables from 0 to {FARTHEST}", at)
        for side in (left, right):
            _refuse_far(side)
        return Near(left, right, int(number), at)

    def excluded(self, token: Token, part: Node) -> Not:
        return Not(part, token.start_pos or 0)

    def conjunction(self, *parts: Node) -> And:
        return And(parts, parts[0].at)

    def disjunction(self, *parts: Node) -> Or:
        return Or(parts, parts[0].at)


def _refuse_far(side: Node) -> None:
    """Raise unless each thing that makes this side of a NEAR true has one place in the text."""
    if isinstance(side, And | Not):
        raise _MisuseError("NEAR/n joins terms, or terms joined by OR in parentheses", side.at)
    for part in side.parts if isinstance(side, Or) else ():
        _refuse_far(part)


@lru_cache(maxsize=256)
def parse(query: str) -> Query:
    """Read a query.

    Raises:
        QueryError: The query cannot be read; str() of it shows the line and a caret under the character.

    >>> parse('"liệt sĩ" AND NOT phim').terms
    ('liệt sĩ', 'phim')
    """
    _check_size(query)
    try:
        tree = cast(Node, _Builder().transform(_PARSER.parse(query)))
        _refuse_exclusion_alone(tree)
    except UnexpectedToken as error:
        raise QueryError(*_unexpected(query, error), query) from None
    except UnexpectedCharacters as error:
        raise QueryError("this quotation mark has no partner", error.pos_in_stream or 0, query) from None
    except VisitError as error:
        problem = cast(_MisuseError, error.orig_exc)
        raise QueryError(problem.message, problem.position, query) from None
    except _MisuseError as problem:
        raise QueryError(problem.message, problem.position, query) from None
    terms = tuple(_terms(tree))
    positive = dict.fromkeys(term for term, required in terms if required)
    return Query(query, tree, tuple(dict.fromkeys(term for term, _ in terms)), tuple(positive))


def _check_size(query: str) -> None:
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"a query has at most {LONGEST_QUERY} characters", LONGEST_QUERY, query)
    depth = 0
    for position, character in enumerate(query):
        depth += (character == "(") - (character == ")")
        if depth > DEEPEST_QUERY:
            raise QueryError(f"at most {DEEPEST_QUERY} parentheses within each other", position, query)


def _unexpected(query: str, error: UnexpectedToken) -> tuple[str, int]:
    """Say what is wrong at a token that does not fit, and where."""
    token = cast(Token, error.token)
    at = len(query) if token.type == "$END" else token.start_pos or 0
    # Where a term may stand, so may an opening parenthesis.
    term_missing = "LPAR" in error.expected
    if token.type == "$END":
        if term_missing:
            return ("a term is expected here" if query.strip() else "the query is empty"), at
        return "this parenthesis is not closed", _unclosed(query)
    if token.type == "NEAR" and not term_missing:
        return "a chain of NEAR needs parentheses: (a NEAR/5 b) NEAR/5 c", at
    if term_missing:
        return f"a term is expected before {_OPERATORS.get(token.type, str(token))}", at
    if token.type == "RPAR":
        return "this parenthesis closes nothing", at
    if token.type == "NOT":
        return "AND is missing before NOT", at
    if str(token).upper() in {"AND", "OR", "NOT", "NEAR"}:
        return f"operators are written in capitals: {str(token).upper()}", at
    hint = "; several words that belong together stand in quotes" if token.type == "WORD" else ""
    return f"an operator (AND, OR, AND NOT, NEAR/n) is missing before this{hint}", at


def _unclosed(query: str) -> int:
    opened: list[int] = []
    for token in _PARSER.lex(query):
        if token.type == "LPAR":
            opened.append(token.start_pos or 0)
        elif token.type == "RPAR":
            opened.pop()
    return opened[-1]


def _refuse_exclusion_alone(node: Node) -> None:
    """Raise if the node can be true of a text that holds none of its terms."""
    if isinstance(node, Not):
        raise _MisuseError("NOT only excludes: join it by AND to what is searched for", node.at)
    if isinstance(node, Or):
        for part in node.parts:
            _refuse_exclusion_alone(part)
    if isinstance(node, And):
        sought = [part for part in node.parts if not isinstance(part, Not)]
        for part in sought or node.parts[:1]:
            _refuse_exclusion_alone(part)


def _terms(node: Node, required: bool = True) -> Iterator[tuple[str, bool]]:
    """List the terms of a node in order, each with whether it stands under no NOT."""
    if isinstance(node, Term):
        yield node.text, required
    elif isinstance(node, Near):
        yield from _terms(node.left, required)
        yield from _terms(node.right, required)
    elif isinstance(node, Not):
        yield from _terms(node.part, False)
    else:
        for part in node.parts:
            yield from _terms(part, required)


# A vowel i alone behind these letters is written y as often.
_I_OR_Y = re.compile("(?:h|k|l|m|s|t|qu)[iíìỉĩịyýỳỷỹỵ]")
_Y_AS_I, _I_AS_Y = str.maketrans("yýỳỷỹỵ", "iíìỉĩị"), str.maketrans("iíìỉĩị", "yýỳỷỹỵ")
_MOST_IN_TWO = 4
_END_OF_SENTENCE = "\x1f"
# Full stops inside an abbreviation or a number ("T.Ư", "7.3") end no sentence. A run of marks is tried
# once, from its first: tried from each, forty thousand of them before a letter would take a minute. The
# marks stand in front of what must not precede them, so that the search jumps from mark to mark.
_BREAK = re.compile(r"[.!?…;:\n](?:(?<=\n)|(?<![.!?…;:].)[.!?…;:]*+(?=[\s\"'”’)\]]|$))")
# But for the one space that most syllables have between them already.
_BETWEEN = re.compile(rf"(?! \w)[^\w{_END_OF_SENTENCE}]+")


# One text is asked for the terms of many queries, one after the other.
@lru_cache(maxsize=4)
def _spaced(folded: str) -> str:
    """Give the syllables of a folded text one space apart, a mark of its own between sentences."""
    marked = _BREAK.sub(_END_OF_SENTENCE, folded.replace("_", " "))
    parts = map(str.strip, _BETWEEN.sub(" ", marked).split(_END_OF_SENTENCE))
    return f" {f' {_END_OF_SENTENCE} '.join(part for part in parts if part)} "


@lru_cache(maxsize=4)
def _indexes(spaced: str) -> tuple[dict[int, int], dict[int, int]]:
    """Give the number of the syllable that starts, and of the one that ends, at a place."""
    spans = [syllable.span() for syllable in SYLLABLE.finditer(spaced)]
    starts = {start: index for index, (start, _) in enumerate(spans)}
    return starts, {end: index for index, (_, end) in enumerate(spans)}


@lru_cache(maxsize=4)
def _places(folded: str) -> list[tuple[int, int]]:
    return [syllable.span() for syllable in SYLLABLE.finditer(folded)]


@lru_cache(maxsize=64)
def _automaton(phrases: tuple[str, ...]) -> tuple[AhoCorasick, tuple[int, ...]]:
    """Give what looks for phrases in all their spellings, and the phrase that each of its patterns is of."""
    spelled = [(number, way) for number, phrase in enumerate(phrases) for way in spellings(phrase)]
    # The spaces at both ends are the word boundaries: between syllables stand spaces and nothing else.
    return AhoCorasick([f" {way} " for _, way in spelled]), tuple(number for number, _ in spelled)


def spellings(phrase: str) -> list[str]:
    """Write a phrase folded, its syllables a space apart, with i and with y where both are usual.

    Both are after h, k, l, m, s, t and qu where the syllable ends with it; of the first four such syllables.

    >>> spellings("Liệt sĩ")
    ['liệt sĩ', 'liệt sỹ']
    """
    ways: list[tuple[str, ...]] = []
    for syllable in syllables(phrase):
        both = (syllable.translate(_Y_AS_I), syllable.translate(_I_AS_Y))
        in_two = _I_OR_Y.fullmatch(syllable) and sum(len(way) == 2 for way in ways) < _MOST_IN_TWO
        ways.append(both if in_two else (syllable,))
    return [" ".join(way) for way in product(*ways)]


def occurrences(text: str, phrases: Sequence[str]) -> list[Occurrence]:
    """Find all phrases in a text in one pass.

    Args:
        text: Any text, or the result of `nlp.text.normalise`: the offsets are into that.
        phrases: Words or phrases, each with at least one letter or digit.

    Returns:
        Every place of every phrase in the order of the text, overlapping ones too.
    """
    folded = fold(text)
    return _located(folded, phrases, _hits(folded, phrases))


def _hits(folded: str, phrases: Sequence[str]) -> list[tuple[int, int, int]]:
    """Give each hit's index of its phrase, and where it starts and ends among the spaced syllables."""
    if not phrases:
        return []
    automaton, phrase_of = _automaton(tuple(phrases))
    # Overlapping, because neighbours share the space between them.
    found = automaton.find_matches_as_indexes(_spaced(folded), overlapping=True)
    return [(phrase_of[pattern], start, end) for pattern, start, end in found]


def _located(folded: str, phrases: Sequence[str], hits: Sequence[tuple[int, int, int]]) -> list[Occurrence]:
    """Find the places of hits in the text; to number its syllables takes longer than to find the hits."""
    if not hits:
        return []
    index_at, index_behind = _indexes(_spaced(folded))
    places = _places(folded)
    found: list[Occurrence] = []
    for phrase, start, end in hits:
        first, last = index_at[start + 1], index_behind[end - 1]
        found.append(Occurrence(phrases[phrase], first, last, places[first][0], places[last][1]))
    return sorted(found, key=lambda one: (one.start, one.end, one.phrase))


@dataclass(frozen=True)
class _Place:
    """A stretch of syllables that makes a node true, with the terms in it."""

    first: int
    last: int
    hits: tuple[Occurrence, ...]


def find(text: str, query: Query) -> Match | None:
    """Look for a query in a text.

    Args:
        text: Any text; pass the result of `nlp.text.normalise` to use the spans on it.
        query: From `parse`.

    Returns:
        What was found, or None if the query is not true of the text.
    """
    folded = fold(text)
    in_text = _hits(folded, query.terms)
    if not _may_hold(query.tree, {query.terms[term] for term, _, _ in in_text}):
        return None
    by_term: dict[str, list[_Place]] = {}
    for hit in _located(folded, query.terms, in_text):
        by_term.setdefault(hit.phrase, []).append(_Place(hit.first, hit.last, (hit,)))
    places = _evaluate(query.tree, by_term) if by_term else None
    if not places:
        return None
    hits = {hit for place in places for hit in place.hits}
    found = {hit.phrase for hit in hits}
    return Match(
        _outermost((hit.start, hit.end) for hit in hits), tuple(t for t in query.terms if t in found)
    )


def _may_hold(node: Node, terms: Set[str]) -> bool:
    """Tell whether a node can be true of a text with these terms, wherever they stand in it."""
    if isinstance(node, Term):
        return node.text in terms
    if isinstance(node, Near):
        return _may_hold(node.left, terms) and _may_hold(node.right, terms)
    if isinstance(node, Not):
        return True
    every = all if isinstance(node, And) else any
    return every(_may_hold(part, terms) for part in node.parts)


def _evaluate(node: Node, by_term: dict[str, list[_Place]]) -> list[_Place] | None:
    """Give the places that make a node true (none for a NOT that holds), or None if it is false."""
    if isinstance(node, Term):
        return by_term.get(node.text)
    if isinstance(node, Near):
        return _near(node, by_term)
    if isinstance(node, Not):
        return [] if _evaluate(node.part, by_term) is None else None
    results = [_evaluate(part, by_term) for part in node.parts]
    held = [result for result in results if result is not None]
    if not held or (isinstance(node, And) and len(held) < len(results)):
        return None
    return [place for result in held for place in result]


def _near(node: Near, by_term: dict[str, list[_Place]]) -> list[_Place] | None:
    left, right = _evaluate(node.left, by_term), _evaluate(node.right, by_term)
    pairs: list[_Place] = []
    for one, other in product(left or (), right or ()):
        between = max(one.first, other.first) - min(one.last, other.last) - 1
        if 0 <= between <= node.distance:
            hits = one.hits + other.hits
            pairs.append(_Place(min(one.first, other.first), max(one.last, other.last), hits))
    return pairs or None


def _outermost(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Give the spans in order without those that lie inside another."""
    kept: list[tuple[int, int]] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return tuple(kept)
