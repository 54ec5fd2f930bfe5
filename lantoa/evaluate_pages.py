"""Checks extraction against pages whose right answers are known."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawlers.article import Article
from crawlers.extract import ExtractionError, article
from crawlers.outlets import Outlet, load
from crawlers.urls import canonical

_LABELS = {"file", "outlet", "modelled_on"}
_AS_THEY_ARE = (
    "title", "lead", "body", "section", "credit", "credit_line", "placement", "genre", "canonical_url",
    "published_method", "published_precision",
)  # fmt: skip


class PagesError(ValueError):
    """An expected.json that cannot be used: names the file, the page and what is wrong."""


def pages(folder: Path, outlets: Mapping[str, Outlet], at: datetime) -> dict[str, Any]:
    """Extract the pages of a folder and compare them with its expected.json.

    Args:
        folder: Holds the pages and expected.json, a list of objects with `file`, `outlet` (an id of the
            register) and the fields to check: `url` (null: the page has to say it), `title`, `published`
            (ISO time, compared as an instant), `section`, `lead`, `body`, `credit`, `credit_line`,
            `photo_credit`, `placement`, `genre`, `canonical_url`, `published_method`,
            `published_precision`, `body_has` (phrases that must be in lead or body) and `body_lacks`
            (phrases that must not be in the body). `modelled_on` says in words where the page's markup is
            known from, and is not read.
            A folder `outlets` beside it may hold records of outlets that are in no register.
        outlets: The register.
        at: UTC time to take the pages as fetched at: later dates on them are refused.

    Returns:
        `{"checked": n, "passed": n, "pages": [{"file", "passed", "error", "fields": {name: {"expected",
        "got", "right"}}}]}`; only the fields that a page's entry names are checked.

    Raises:
        PagesError: expected.json or a page is missing or wrong.
    """
    known = known_in(folder, outlets)
    results = [_check(folder, entry, known, at) for entry in _expected(folder)]
    return {
        "checked": len(results),
        "passed": sum(result["passed"] for result in results),
        "pages": results,
    }


def known_in(folder: Path, outlets: Mapping[str, Outlet]) -> dict[str, Outlet]:
    """Give the register, and the outlets whose records lie with a folder of pages."""
    own = folder / "outlets"
    return {**outlets, **(load(own) if own.is_dir() else {})}


def _expected(folder: Path) -> list[dict[str, Any]]:
    path = folder / "expected.json"
    try:
        entries = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise PagesError(f"{path} does not exist: a folder of pages needs one") from error
    except ValueError as error:
        raise PagesError(f"{path} is no JSON: {error}") from error
    if not isinstance(entries, list) or any(
        not isinstance(entry, dict) or "file" not in entry for entry in entries
    ):
        raise PagesError(f"{path}: expected a list of objects, each with a key 'file'")
    return entries


def _check(
    folder: Path, entry: dict[str, Any], outlets: Mapping[str, Outlet], at: datetime
) -> dict[str, Any]:
    outlet = outlets.get(entry.get("outlet", ""))
    if outlet is None:
        given = str(entry.get("outlet"))
        raise PagesError(f"{entry['file']}: unknown outlet {given!r}{_nearest(given, outlets)}")
    for name in entry:
        if name not in _FIELDS and name not in _LABELS:
            raise PagesError(f"{entry['file']}: unknown field {name!r}{_nearest(name, _FIELDS)}")
    try:
        html = (folder / entry["file"]).read_bytes()
    except OSError as error:
        raise PagesError(f"{folder / entry['file']} cannot be read: {error.strerror}") from error
    got, problem = None, None
    try:
        got = article(html, entry.get("url") or "", outlet, at)
    except ExtractionError as error:
        problem = str(error)
    fields = {
        name: _FIELDS[name](got, expected, outlet) if got else _field(expected, None, False)
        for name, expected in entry.items()
        if name in _FIELDS and not (name == "url" and expected is None)
    }
    passed = got is not None and all(field["right"] for field in fields.values())
    return {"file": entry["file"], "passed": passed, "error": problem, "fields": fields}


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, n=1)
    return f", did you mean {near[0]!r}?" if near else ""


def _field(expected: object, got: object, right: bool) -> dict[str, Any]:
    return {"expected": expected, "got": got, "right": right}


def _attribute(name: str) -> Callable[[Article, Any, Outlet], dict[str, Any]]:
    def compare(got: Article, expected: object, outlet: Outlet) -> dict[str, Any]:
        value = getattr(got, name)
        return _field(expected, value, value == expected)

    return compare


def _url(got: Article, expected: str, outlet: Outlet) -> dict[str, Any]:
    return _field(expected, got.canonical_url, got.canonical_url == canonical(expected, outlet))


def _published(got: Article, expected: str | None, outlet: Outlet) -> dict[str, Any]:
    right = got.published_at == (datetime.fromisoformat(expected) if expected else None)
    return _field(expected, got.published_at.isoformat() if got.published_at else None, right)


def _photo_credit(got: Article, expected: list[str], outlet: Outlet) -> dict[str, Any]:
    return _field(expected, list(got.photo_credit), list(got.photo_credit) == expected)


def _body_has(got: Article, expected: list[str], outlet: Outlet) -> dict[str, Any]:
    found = [phrase for phrase in expected if phrase in got.body or phrase in got.lead]
    return _field(expected, found, found == expected)


def _body_lacks(got: Article, expected: list[str], outlet: Outlet) -> dict[str, Any]:
    lacking = [phrase for phrase in expected if phrase not in got.body]
    return _field(expected, lacking, lacking == expected)


_FIELDS: dict[str, Callable[[Article, Any, Outlet], dict[str, Any]]] = {
    **{name: _attribute(name) for name in _AS_THEY_ARE},
    "url": _url,
    "published": _published,
    "photo_credit": _photo_credit,
    "body_has": _body_has,
    "body_lacks": _body_lacks,
}
