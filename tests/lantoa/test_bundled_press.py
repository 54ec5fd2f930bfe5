"""The bundled press: invented outlets and items that hold what the demo and the tests rely on."""

import json
import re
import unicodedata
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawlers import dates, outlets, urls
from crawlers.outlets import Outlet
from lantoa.press import pages
from lantoa.press.items import Item, read
from nlp import copies, match
from nlp.fingerprints import Fingerprint
from warehouse import campaign

REPOSITORY = Path(__file__).parents[2]
PRESS = REPOSITORY / "lantoa" / "press"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def records() -> dict[str, Outlet]:
    return outlets.load(PRESS / "outlets")


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return list(read(PRESS / "items.jsonl"))


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads((PRESS / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def fingerprints(items: list[Item]) -> dict[str, Fingerprint]:
    return {item.url: Fingerprint(item.title, item.summary, item.body or "") for item in items}


def _text(item: Item) -> str:
    return "\n".join((item.title, item.summary, item.body or ""))


def _outlet(url: str, records: dict[str, Outlet]) -> Outlet:
    found = outlets.find(url, records)
    assert found is not None, f"{url} belongs to no outlet of the bundled register"
    return found


def _published(item: Item, records: dict[str, Outlet]) -> datetime:
    time = dates.read(item.published, _outlet(item.url, records).date_order)
    assert time is not None, f"{item.url}: {item.published!r} is in no known form"
    return time.astimezone(VIETNAM)


def test_outlets_are_of_every_kind_and_layout_and_of_no_real_domain(records: dict[str, Outlet]) -> None:
    assert len(records) >= 8
    assert {outlet.kind for outlet in records.values()} == set(outlets.KINDS) - {"foreign"}
    levels = {body.level for outlet in records.values() for body in outlet.governing}
    assert levels >= set(outlets.LEVELS)
    assert all(domain.endswith(".example") for outlet in records.values() for domain in outlet.domains)
    layouts = {pages.layout(name) for name in records}
    assert len({layout.kind for layout in layouts}) == 4
    assert {layout.lead_in_body for layout in layouts} == {True, False}


def test_every_item_belongs_to_an_outlet_and_is_dated_in_its_window(
    items: list[Item], records: dict[str, Outlet]
) -> None:
    assert len(items) >= 140
    days = {_published(item, records).date() for item in items}
    assert min(days) >= date(2026, 1, 5)
    assert max(days) <= date(2026, 2, 3)
    assert {_outlet(item.url, records).id for item in items} == set(records)


def test_counts_per_outlet_are_those_expected(
    items: list[Item], records: dict[str, Outlet], expected: dict[str, Any]
) -> None:
    counted = dict.fromkeys(records, 0)
    for url in {urls.canonical(item.url) for item in items}:
        counted[_outlet(url, records).id] += 1
    assert counted == expected["outlets"]


def test_one_item_comes_twice_with_tracking_parameters(items: list[Item]) -> None:
    addresses = [item.url for item in items]
    assert len(set(addresses)) == len(addresses)
    assert len({urls.canonical(url) for url in addresses}) == len(addresses) - 1


def test_texts_come_in_both_unicode_forms_and_both_tone_placements(items: list[Item]) -> None:
    decomposed = [item for item in items if unicodedata.normalize("NFC", item.title) != item.title]
    assert len(decomposed) >= 8
    composed = [unicodedata.normalize("NFC", _text(item)) for item in items]
    assert any(re.search(r"(?:hoà|toả|thuỷ)\b", text) for text in composed)
    assert any(re.search(r"(?:hòa|tỏa|thủy)\b", text) for text in composed)


def test_a_headline_can_be_in_capitals_and_can_look_like_markup(items: list[Item]) -> None:
    titles = [item.title for item in items]
    assert any(title.isupper() for title in titles)
    assert any({'"', "&", "<", ">"} <= set(title) for title in titles)


def test_sponsored_items_are_those_expected(items: list[Item], expected: dict[str, Any]) -> None:
    assert sorted(item.url for item in items if item.sponsored) == expected["sponsored"]
    assert len(expected["sponsored"]) >= 4


def test_copies_share_the_text_of_their_origin(
    expected: dict[str, Any], fingerprints: dict[str, Fingerprint]
) -> None:
    assert len(expected["copies"]) >= 10
    for origin, *carriers in expected["copies"]:
        assert carriers
        for carrier in carriers:
            assert copies.compare(fingerprints[origin], fingerprints[carrier]).is_copy, (origin, carrier)


def test_independent_texts_share_next_to_nothing(
    items: list[Item], expected: dict[str, Any], fingerprints: dict[str, Fingerprint]
) -> None:
    carried = {urls.canonical(url) for _, *carriers in expected["copies"] for url in carriers}
    addresses = {urls.canonical(item.url): item.url for item in items}
    independent = {url: address for url, address in addresses.items() if url not in carried}
    for a, b in combinations(sorted(independent.values()), 2):
        shared = copies.compare(fingerprints[a], fingerprints[b])
        assert not shared.is_copy, (a, b)
        assert not shared.is_partial, (a, b)


@pytest.mark.parametrize("name", ["dai-hoi-xiv", "500-ngay-dem"])
def test_a_campaigns_query_finds_its_items_and_no_others(
    name: str, items: list[Item], expected: dict[str, Any]
) -> None:
    query = campaign.load(REPOSITORY / "campaigns" / f"{name}.toml").query
    found = {urls.canonical(item.url) for item in items if match.find(_text(item), query)}
    assert found == {urls.canonical(url) for url in expected["campaigns"][name]}


def test_the_congress_has_enough_independent_texts_and_outlets_for_a_consensus(
    records: dict[str, Outlet], expected: dict[str, Any]
) -> None:
    carried = {url for _, *copies in expected["copies"] for url in copies}
    sponsored = set(expected["sponsored"])
    written = [url for url in expected["campaigns"]["dai-hoi-xiv"] if url not in carried | sponsored]
    assert len(written) >= 25
    assert len({_outlet(url, records).id for url in written}) >= 6


def test_a_day_without_items_of_an_outlet_is_there(items: list[Item], records: dict[str, Outlet]) -> None:
    days = {(_outlet(item.url, records).id, _published(item, records).date()) for item in items}
    every_day = {day for _, day in days}
    assert any((name, day) not in days for name in records for day in every_day)
