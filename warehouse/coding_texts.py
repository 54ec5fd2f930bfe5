"""What a coder reads of a story: headline, lead and the passages on the campaign, never its machine label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from nlp import campaign_tone, match
from warehouse import db

LONGEST_PASSAGES = 1500
"""Characters of passages: enough to code by, far from a whole text."""


@dataclass(frozen=True)
class CodingText:
    """What is read of an item to code it.

    Attributes:
        title: Headline, as published; "" where the item is no longer known.
        lead: Lead.
        passages: The passages on the campaign, at most `LONGEST_PASSAGES`; "" where the body has none.
        url: Address as published, not checked.
    """

    title: str = ""
    lead: str = ""
    passages: str = ""
    url: str = ""


def coding_texts(
    connection: duckdb.DuckDBPyConnection, query: str, items: Sequence[str]
) -> dict[str, CodingText]:
    """Give what is read of items, by id.

    Args:
        connection: To the warehouse.
        query: The campaign's, by which its passages are found.
        items: Ids.
    """
    parsed = match.parse(query)
    (texts,) = db.statements("search/texts")
    found = db.rows(connection, texts, parameters={"ids": list(items)})
    known = {row["item_id"]: _text(row, parsed) for row in found}
    return {item: known.get(item, CodingText()) for item in items}


def _text(row: dict[str, Any], query: match.Query) -> CodingText:
    return CodingText(row["title"], row["lead"], _passages(row["body"], query), row["url"])


def _passages(body: str, query: match.Query) -> str:
    found = match.find(body, query)
    if found is None:
        return ""
    text = "\n…\n".join(passage.text for passage in campaign_tone.passages(body, found.spans))
    return text if len(text) <= LONGEST_PASSAGES else text[:LONGEST_PASSAGES].rstrip() + "…"
