"""A new outlet, from the address of its site: its record, a golden page, and what is left to check."""

import json
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from crawlers import outlets, site, survey
from crawlers.outlets import Kind, Outlet, RegisterError
from crawlers.settings import Plan
from lantoa import evaluate_pages, golden_page, outlet_record
from lantoa.invented import InventedError
from lantoa.progress import Report
from lantoa.steps import NothingCollectedError
from warehouse.placing import own

_CHECKOUT = Path(outlets.__file__).parent.parent
REGISTER = _CHECKOUT / "crawlers" / "outlets"
PAGES = _CHECKOUT / "tests" / "crawlers" / "pages"


class AddError(Exception):
    """An outlet can't be added; the message says why and what to do."""


@dataclass(frozen=True)
class Request:
    """What is to be added, and where.

    Attributes:
        url: Address of the site.
        kind: What the outlet is.
        register: Folder of the record.
        golden: Folder of the golden page.
        now: Aware time of the look.
        press: Address of a loopback press, None for the network.
        contact: Where the outlet can write to.
        delay_factor: Factor on delays towards a press.
    """

    url: str
    kind: Kind
    register: Path
    golden: Path
    now: datetime
    press: str | None = None
    contact: str | None = None
    delay_factor: float = 1.0


@dataclass(frozen=True)
class Added:
    """What was added.

    Attributes:
        outlet: The record.
        files: The files written or found as they would be written.
        changed: Whether any was written.
        answers: Number of answers that the site gave.
        article: Address of the article that was read, None without one.
        to_check: What is left to check, one sentence each.
    """

    outlet: Outlet
    files: tuple[Path, ...]
    changed: bool
    answers: int
    article: str | None
    to_check: tuple[str, ...]


def folders(register: Path | None, golden: Path | None) -> tuple[Path, Path]:
    """Give the folders for record and page: those given, else those of a clone of the project.

    Raises:
        AddError: One was not given, and the program does not run from a clone.
    """
    if (register is None or golden is None) and not PAGES.is_dir():
        raise AddError("this is no clone of the project: expected --to and --golden with folders to write to")
    return register or REGISTER, golden or PAGES / "registered"


def add(request: Request, progress: Report | None = None) -> Added:
    """Look at a site and write its record and golden page.

    Args:
        request: What is to be added.
        progress: Called with the outlet's id, the answers so far and the most there can be.

    Raises:
        AddError: The address is none of a site, or files of the outlet exist and say something else.
        ConfigError: The look can't be started, such as a live one without a contact address.
        CrawlError: Its process broke.
        NothingCollectedError: No feed, sitemap or list of articles of the site could be read.
        RegisterError: The register can't be read.
    """
    outlet = _provisional(request)
    answers = _look(request, outlet, progress)
    seen = outlet_record.seen(answers, outlet, request.now)
    if not seen.outlet.is_announced:
        tried = [f"{one.url}: {one.told}" for one in seen.sources]
        raise NothingCollectedError(
            "\n".join(
                [
                    f"nothing could be read of {request.url}",
                    *outlet_record.about_home(answers, seen.outlet),
                    *dict.fromkeys(tried),
                ]
            )
        )
    record = {request.register / f"{outlet.id}.toml": outlet_record.as_toml(seen.outlet)}
    _new(record)
    pages, problems = _golden(seen, request)
    # The record comes last: an outlet whose record is there is whole.
    files = {**pages, **record}
    return Added(
        outlet=seen.outlet,
        files=tuple(files),
        changed=_write(files),
        answers=len(answers),
        article=seen.article.url if seen.article else None,
        to_check=(*seen.to_check, *problems),
    )


def _golden(seen: outlet_record.Seen, request: Request) -> tuple[dict[Path, str], list[str]]:
    """Make the golden page of the article that was read; give the files, and what is to check of it."""
    if seen.article is None or seen.read is None:
        return {}, []
    try:
        page = golden_page.build(seen.article.body, seen.read, seen.outlet)
    except (golden_page.GoldenPageError, InventedError) as error:
        return {}, [f"golden page: none was made of {seen.article.url}: {error}"]
    problems = [
        f"golden page: {name} as extraction reads it stands nowhere on the article's page"
        for name in page.unplaced
    ]
    problems += _disagreements(page, seen.outlet, request.now)
    listed = request.golden / "expected.json"
    return {
        request.golden / page.expected["file"]: page.html,
        listed: _with_entry(listed, page.expected),
    }, problems


def _disagreements(page: golden_page.GoldenPage, outlet: Outlet, at: datetime) -> list[str]:
    """Say where extraction reads a golden page otherwise than it was built."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, page.expected["file"]).write_text(page.html, "utf-8")
        Path(folder, "expected.json").write_text(json.dumps([page.expected]), "utf-8")
        (checked,) = evaluate_pages.pages(Path(folder), {outlet.id: outlet}, at)["pages"]
    if checked["error"]:
        return [f"golden page: it can't be read: {checked['error']}"]
    return [
        f"golden page: {name} was built as {field['expected']!r}, extraction reads {field['got']!r}"
        for name, field in checked["fields"].items()
        if not field["right"]
    ]


def _with_entry(path: Path, entry: Mapping[str, Any]) -> str:
    """Give the text of an expected.json with an entry added.

    Raises:
        AddError: The file is none, or has another entry for the outlet.
    """
    try:
        entries = json.loads(path.read_text("utf-8")) if path.exists() else []
        others = [one for one in entries if one["file"] != entry["file"]]
    except (ValueError, TypeError, KeyError) as error:
        raise AddError(f"{path}: expected a list of objects, each with a key 'file': {error!r}") from error
    if entry in entries:
        return path.read_text("utf-8")
    if len(others) < len(entries):
        raise _exists(f"{path}: the entry of {entry['file']}")
    lines = (json.dumps(one, ensure_ascii=False) for one in (*others, entry))
    return "[\n " + ",\n ".join(lines) + "\n]\n"


def _provisional(request: Request) -> Outlet:
    """Give a record that says no more than id, domain and kind."""
    try:
        domain = site.domain(request.url)
    except ValueError as error:
        raise AddError(
            f"{request.url}: expected the address of a site, such as https://vensong.example: {error}"
        ) from error
    known = outlets.load(request.register) if request.register.is_dir() else {}
    name = site.slug(domain)
    for other in known.values():
        if other.id != name and domain in (*other.domains, *other.former_domains, *other.mirror_hosts):
            raise AddError(f"{request.url}: {domain} is a domain of {other.id!r} already: change its record")
    if name in known and domain not in known[name].domains:
        others = ", ".join(known[name].domains)
        raise AddError(
            f"{request.url}: its id would be {name!r}, which is that of {others}: write it by hand"
        )
    with tempfile.TemporaryDirectory() as folder:
        return _in_register(Path(folder), name, domain, request)


def _in_register(folder: Path, name: str, domain: str, request: Request) -> Outlet:
    """Write a register of one record, and read it."""
    record = (
        f"name = {json.dumps(domain)}\ndomains = [{json.dumps(domain)}]\nkind = {json.dumps(request.kind)}\n"
    )
    (folder / f"{name}.toml").write_text(record, "utf-8")
    try:
        return outlets.load(folder)[name]
    except RegisterError as error:
        raise AddError(
            f"{request.url}: no record can have this address: expected that of a front page, such as "
            "https://vensong.example, or https://vensong.example/english where a host is shared"
        ) from error


def _look(request: Request, outlet: Outlet, progress: Report | None) -> list[site.Answer]:
    with tempfile.TemporaryDirectory() as folder:
        register, raw = Path(folder, "register"), Path(folder, "raw")
        register.mkdir()
        raw.mkdir()
        _in_register(register, outlet.id, outlet.domains[0], request)
        plan = Plan(
            raw=raw,
            register=(register,),
            outlets=(outlet.id,),
            now=request.now,
            press=request.press,
            contact=request.contact,
            delay_factor=request.delay_factor if request.press else 1.0,
        )
        return survey.look(plan, request.url, progress)


def _write(files: Mapping[Path, str]) -> bool:
    """Write files that do not exist, in their order, each whole or not at all; tell whether there were any.

    Raises:
        AddError: One exists and says something else; then none is written.
    """
    new = _new(files)
    with ExitStack() as partials:
        waiting: list[tuple[Path, Path]] = []
        for path, text in new.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = own(path)
            partials.callback(partial.unlink, missing_ok=True)
            partial.write_text(text, "utf-8")
            waiting.append((partial, path))
        for partial, path in waiting:
            partial.replace(path)
    return bool(new)


def _new(files: Mapping[Path, str]) -> dict[Path, str]:
    """Give the files that are not there as they should be; only the list of entries may grow."""
    known = {path: path.read_text("utf-8") for path in files if path.exists()}
    for path, text in known.items():
        if text != files[path] and path.name != "expected.json":
            raise _exists(str(path))
    return {path: text for path, text in files.items() if known.get(path) != text}


def _exists(what: str) -> AddError:
    return AddError(
        f"{what} exists and says something else: expected a new outlet; "
        "remove it to have it written anew, or add to other folders"
    )


def as_facts(added: Added) -> dict[str, Any]:
    """Give what was added, for programs."""
    outlet = added.outlet
    return {
        "id": outlet.id,
        "name": outlet.name,
        "domains": list(outlet.domains),
        "mirror_hosts": list(outlet.mirror_hosts),
        "kind": outlet.kind,
        "date_order": outlet.date_order,
        "delay_seconds": outlet.politeness.delay_seconds,
        "feeds": [vars(one) for one in outlet.feeds],
        "sitemaps": [vars(one) for one in outlet.sitemaps],
        "sections": [vars(one) for one in outlet.sections],
        "answers": added.answers,
        "article": added.article,
        "files": [str(path) for path in added.files],
        "changed": added.changed,
        "to_check": list(added.to_check),
    }


def print_added(console: Console, added: Added) -> None:
    """Print what was written and what is left to check."""
    outlet = added.outlet

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    feeds = site.counted(len(outlet.feeds), "feed", "feeds")
    sitemaps = site.counted(len(outlet.sitemaps), "sitemap", "sitemaps")
    sections = site.counted(len(outlet.sections), "section page", "section pages")
    say(f"{outlet.id}: {feeds}, {sitemaps} and {sections}, from {added.answers} answers")
    for path in added.files:
        say(f"{'written' if added.changed else 'unchanged'}: {path}")
    say("left to check:")
    for sentence in added.to_check:
        say(f"- {sentence}")
