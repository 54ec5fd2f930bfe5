"""Search for words and phrases in the items of a published warehouse."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import duckdb

from nlp import match
from nlp.person_terms import is_person, only_persons
from nlp.text import SYLLABLE, fold, normalise, without_diacritics
from warehouse import db

_TYPED = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTATION_MARKS = str.maketrans("“”„", '"""')
_BEFORE, _LONGEST = 100, 300
"""Characters of an excerpt: before what was found, and in all."""


class SearchError(Exception):
    """Nothing can be searched for; the message says what was expected."""


@dataclass(frozen=True)
class Found:
    """An item in which everything that was searched for stands.

    Attributes:
        item_id: Id of the item.
        outlet: Id of the outlet.
        title: Its headline.
        excerpt: Text around the first phrase.
        url: Where it stands.
        published_at: When it was published, in Vietnam time.
    """

    item_id: str
    outlet: str
    title: str
    excerpt: str
    url: str
    published_at: datetime


def phrases(typed: str) -> tuple[str, ...]:
    """Give the words and the phrases in quotation marks of a search.

    Raises:
        SearchError: There is none, or a wildcard or operator, or all that is searched for is a person's name.

    >>> phrases('"liệt sĩ" ADN')
    ('liệt sĩ', 'ADN')
    """
    found = [(phrase, word) for phrase, word in _TYPED.findall(typed.translate(_QUOTATION_MARKS))]
    terms = tuple(phrase or word for phrase, word in found if SYLLABLE.search(phrase or word))
    if not terms:
        raise SearchError(f"{typed!r}: expected words, or phrases in quotation marks")
    if "*" in typed:
        raise SearchError(
            f"{typed!r}: wildcards (*) are not known: search for each form of the word by itself"
        )
    if any(map(match.has_operator, terms)):
        raise SearchError(
            f"{typed!r}: AND, OR, NOT and NEAR are operators of campaigns' queries, not of a search, which "
            "finds what holds all words: leave them out, or write the words of a text in small letters"
        )
    together = " ".join(word for _, word in found if word)
    quoted = [phrase for phrase, _ in found if SYLLABLE.search(phrase)]
    searched = [*quoted, together] if SYLLABLE.search(together) else quoted
    try:
        query = match.parse(" AND ".join(f'"{term}"' for term in searched))
    except match.QueryError as error:  # too long
        raise SearchError(f"{typed[:60]!r}...: {error.message}: search for fewer words") from error
    is_pieced = is_person(" ".join(terms)) and not any(map(is_person, searched))
    if only_persons(query) or is_pieced:
        raise SearchError(
            f"{typed!r} is only the name of a person; lantoa watches the coverage of activities, "
            "not persons: add what is done, the office or the event"
        )
    return terms


def search(
    connection: duckdb.DuckDBPyConnection,
    terms: Sequence[str],
    days: tuple[date, date],
    outlets: Sequence[str],
    limit: int,
) -> list[Found]:
    """Find items that hold every phrase, the newest first.

    A phrase with diacritics is found as it is written, one without is found with any; i and y at the end of
    a syllable are one where both are usual ("liệt sĩ", "liệt sỹ"), as in campaigns' queries. Where nothing
    holds a phrase of which some syllables have none as it is written ("công an" is not to find "công ăn"),
    these are found with any.

    Args:
        connection: A connection to a published warehouse.
        terms: From `phrases`.
        days: First and last Vietnam day of publication.
        outlets: Ids; none means all.
        limit: Items at most.
    """
    ways = [match.spellings(without_diacritics(term)) for term in terms]
    parameters: dict[str, Any] = {
        f"phrase_{number}_{way}": spelled
        for number, spellings in enumerate(ways)
        for way, spelled in enumerate(spellings)
    }
    held = " and ".join(
        f"({' or '.join(_stands(f'phrase_{number}_{way}') for way in range(len(spellings)))})"
        for number, spellings in enumerate(ways)
    )
    (query,) = db.statements("search/candidates", {"phrases": held})
    parameters |= {"from_date": days[0], "to_date": days[1], "outlets": list(outlets)}
    ids = db.table(connection, query, parameters=parameters)["item_id"]
    (texts,) = db.statements("search/texts")
    found: list[Found] = []
    loosely: list[Found] = []
    mixed = [term for term in terms if _is_mixed(term)]
    for start in range(0, len(ids), limit):
        chunk: list[Any] = ids.slice(start, limit).to_pylist()
        rows = {row["item_id"]: row for row in db.rows(connection, texts, parameters={"ids": chunk})}
        for row in (rows[name] for name in chunk):
            if hit := _look(row, terms, ()):
                found.append(hit)
            elif mixed and len(loosely) < limit and (hit := _look(row, terms, mixed)):
                loosely.append(hit)
        if len(found) >= limit:
            break
    return (found or loosely)[:limit]


def _stands(phrase: str) -> str:
    """Give the condition that a parameter's words stand among those of an item."""
    # Without the space before it first: DuckDB looks for the first character, and one in five is a space.
    return f"contains(words, ${phrase}) and contains(words, ' ' || ${phrase} || ' ')"


def require_days(from_date: date | None, to_date: date | None) -> None:
    """Refuse days of which the first is after the last.

    Raises:
        SearchError: They are so.
    """
    if from_date and to_date and from_date > to_date:
        raise SearchError(f"the period from {from_date} to {to_date} is empty: expected --from <= --to")


def require_outlets(connection: duckdb.DuckDBPyConnection, asked: Sequence[str]) -> None:
    """Refuse ids that no outlet has.

    Raises:
        SearchError: There is one; the message names those near to it.
    """
    known = [one for (one,) in connection.execute("select distinct outlet from outlets").fetchall()]
    for outlet in asked:
        if outlet not in known:
            near = get_close_matches(outlet, known)
            hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "docs/outlets.md names all"
            raise SearchError(f"{outlet!r}: no outlet has this id; {hint}")


def _is_bare(term: str) -> bool:
    return without_diacritics(fold(term)) == fold(term)


def _is_mixed(term: str) -> bool:
    """Tell whether some syllables of a phrase have diacritics and others none."""
    return len(set(map(_is_bare, SYLLABLE.findall(term)))) > 1


def _occurrences_of_mixed(text: str, term: str) -> list[match.Occurrence]:
    """Find a phrase where its syllables with diacritics stand as typed, and the others with any."""
    typed = [one for one in SYLLABLE.findall(term) if not _is_bare(one)]
    bare = match.occurrences(without_diacritics(text), [without_diacritics(fold(term))])
    return [
        replace(hit, phrase=term)
        for hit in bare
        if {one.phrase for one in match.occurrences(text[hit.start : hit.end], typed)} == set(typed)
    ]


def _look(row: dict[str, Any], terms: Sequence[str], mixed: Sequence[str]) -> Found | None:
    """Look for every phrase in a text, and cut out the first place of one.

    Args:
        row: The item.
        terms: All phrases.
        mixed: Those whose syllables without diacritics are found with any; the others as they are typed.
    """
    text = normalise("\n".join(part for part in (row["title"], row["lead"], row["body"]) if part))
    typed_bare = [term for term in terms if _is_bare(term)]
    hits = match.occurrences(text, [term for term in terms if term not in (*typed_bare, *mixed)])
    if typed_bare:
        hits += match.occurrences(without_diacritics(text), typed_bare)
    for term in mixed:
        hits += _occurrences_of_mixed(text, term)
    if {hit.phrase for hit in hits} != set(terms):
        return None
    own = text[len(normalise(row["title"])) :].lstrip() or text
    shift = len(text) - len(own)
    first = min((hit.start for hit in hits if hit.start >= shift), default=shift) - shift
    begin = own.rfind(" ", 0, max(0, first - _BEFORE)) + 1
    cut = own[begin : begin + _LONGEST]
    excerpt = ("…" if begin else "") + cut + ("…" if begin + _LONGEST < len(own) else "")
    return Found(row["item_id"], row["outlet"], row["title"], excerpt, row["url"], row["published_at"])
