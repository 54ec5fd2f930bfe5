"""A golden page: the markup of an outlet's article, with invented words in the places of its own.

Elements, classes, names of meta elements and keys of JSON-LD stay, since they are what extraction goes by.
Texts, addresses and times are replaced by invented ones of the same role and form. What a text is follows
from what extraction read of the real page; the expected entry says what was put in its place, so that
it does not depend on how the new page is read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] a compiled module without types
from lxml import html as lxml_html
from lxml.html import HtmlElement

from crawlers import markup
from crawlers.article import Article
from crawlers.outlets import VIETNAM, Outlet
from crawlers.page import fold
from lantoa.invented import Inventor, Run, runs, unaccented
from lantoa.replacing import DAY_WORDS, Replacer

_DROPPED = (
    "//script[not(contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json'))]|//style|//noscript|//template"
    "|//iframe|//svg|//object|//embed|//link[not(@rel) or contains(@rel, 'pre') or contains(@rel, 'style')]"
)
_INLINE = {
    "a", "abbr", "b", "big", "cite", "em", "font", "i", "label", "mark", "q", "s", "small", "span", "strike",
    "strong", "sub", "sup", "u",
}  # fmt: skip
_TAG = re.compile(r"[a-z][a-z0-9-]*")
_NAMES = {
    "class", "id", "itemprop", "itemscope", "itemtype", "property", "name", "rel", "type", "role", "lang",
    "dir", "charset", "http-equiv", "media", "hidden", "aria-hidden",
    "data-role",  # extraction reads it as a class
}  # fmt: skip
_ADDRESSES = {"href", "src", "action", "itemid", "cite", "poster"}
_WORDS = {"alt", "title", "datetime", "placeholder", "aria-label"}
# Meta elements whose content is no text of the newsroom.
_TECHNICAL = {
    "viewport", "robots", "googlebot", "og:type", "og:locale", "twitter:card", "format-detection",
    "referrer", "content-type", "content-language", "x-ua-compatible",
}  # fmt: skip
_PLAIN = re.compile(r"[\w=.,:;/+ -]{0,100}", re.ASCII)
_TOKEN = re.compile(r"[\w:./\[\]()%!@&+-]{1,80}", re.ASCII)
_KEY = re.compile(r"[@$]?[A-Za-z][\w:.-]{0,40}")
_ORIGIN = re.compile(r"(?:https?:)?//[^/\s]+")  # it stays, or is replaced as a whole
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DEEPEST, _LARGEST = 24, 10**15
_MOST_LACKING = 8
_PROSE = 12  # words from which on a text is one, whatever elements stand in it

_Node = tuple[HtmlElement, str]


class GoldenPageError(Exception):
    """No golden page can be made; the message says why."""


@dataclass(frozen=True)
class GoldenPage:
    """A page that may be committed.

    Attributes:
        html: The page.
        expected: Its entry in expected.json.
        unplaced: Fields that extraction read of the real page from no text that was found on it: the entry
            does not name them.
    """

    html: str
    expected: dict[str, Any]
    unplaced: tuple[str, ...]


def build(page: bytes, read: Article, outlet: Outlet) -> GoldenPage:
    """Make the golden page of an article.

    Args:
        page: The article's page as fetched.
        read: What extraction reads of it.
        outlet: Its outlet.

    Raises:
        GoldenPageError: The page can't be parsed, or a piece of its text was about to remain.
        InventedError: No text could be invented that shares nothing with the page's.
    """
    tree = markup.parse(markup.decode(page))
    if tree is None:
        raise GoldenPageError("the article's page could not be parsed")
    sources = set(_runs_of(tree))
    replacer = Replacer(read, outlet, Inventor(outlet.id, sources))
    for element in tree.xpath(_DROPPED):
        markup.remove(element)
    for unit in _units(tree):
        _replace_unit(unit, replacer)
    plain = {tuple(unaccented(part) for part in run) for run in sources}
    for element in tree.iter(etree.Element):
        _replace_attributes(element, replacer, plain)
    html = f"<!doctype html>\n{lxml_html.tostring(tree, encoding='unicode')}\n"
    _check(html, sources, replacer)
    expected, unplaced = _expected(read, outlet, replacer)
    article = "\n".join(str(expected.get(name)) for name in ("title", "lead", "body"))
    around = [text for text in replacer.others() if text in html and text not in article]
    return GoldenPage(html, expected | {"body_lacks": around[:_MOST_LACKING]}, unplaced)


def _runs_of(tree: HtmlElement) -> Iterator[Run]:
    """Give each run of syllables of what the page says, to readers or in its data."""
    for text in _texts(tree):
        yield from runs(_ORIGIN.sub(" ", text))


def _texts(tree: HtmlElement) -> Iterator[str]:
    for unit in _units(tree):
        yield "".join(_said(node) for node in unit)
    for element in tree.iter(etree.Element):
        yield from (str(value) for name, value in element.attrib.items() if name not in _NAMES)
        if element.tag == "script":
            yield from _strings(markup.load_json_ld(element.text or ""))


def _strings(data: object) -> Iterator[str]:
    for node in markup.objects(data):
        for value in node.values():
            yield from (markup.stated(one) for one in (value if isinstance(value, list) else [value]))


def _check(html: str, sources: set[Run], replacer: Replacer) -> None:
    """Make sure that nothing of the real page is left but what may stay: names of outlet and agencies, forms.

    Raises:
        GoldenPageError: Something is.
    """
    tree = markup.parse(html)
    assert tree is not None
    kept = "|".join(f" {fold(text)} " for text in replacer.kept)
    for run in sources.intersection(_runs_of(tree)):
        words = [syllable for syllable in run if not _is_of_time(syllable)]
        # One text that stays may follow another: "Nguồn hình ảnh, Getty Images".
        cuts = ((words[:at], words[at:]) for at in range(len(words)))
        if words and not any(all(f" {' '.join(part)} " in kept for part in cut if part) for cut in cuts):
            raise GoldenPageError(f"{' '.join(run)!r} of the article was about to remain")


def _is_of_time(syllable: str) -> bool:
    return syllable in DAY_WORDS or re.fullmatch(r"\d+(?:t\d+)?z?", syllable) is not None


def _units(tree: HtmlElement) -> Iterator[list[_Node]]:
    """Give the texts between the limits of blocks, each as the nodes it lies in."""
    unit: list[_Node] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _INLINE and unit:
            yield unit
            unit = []
        node = (element, "text" if event == "start" else "tail")
        if element.tag != "script" or event == "end":
            unit += [node] if _said(node).strip() else []
    if unit:
        yield unit


def _said(node: _Node) -> str:
    element, place = node
    return (element.text if place == "text" else element.tail) or ""


def _replace_unit(unit: list[_Node], replacer: Replacer) -> None:
    whole = markup.clean("".join(map(_said, unit)))
    if len(unit) > 1 and not replacer.is_role(whole) and not _is_prose(unit, whole, replacer):
        for node in unit:
            _put(node, replacer.text(_said(node)), True)
        return
    words = replacer.text(whole).split()
    counts = [len(_said(node).split()) for node in unit]
    start = done = 0
    for node, count in zip(unit, counts, strict=True):
        done += count
        end = round(len(words) * done / sum(counts))
        _put(node, " ".join(words[start:end]), len(unit) > 1)
        start = end


def _is_prose(unit: list[_Node], whole: str, replacer: Replacer) -> bool:
    """Tell whether a text in several nodes is one text, not a row of links or labels."""
    linked = sum(len(_said(node)) for node in unit if _in_link(node))
    roles = any(replacer.is_role(_said(node)) for node in unit)
    return len(whole.split()) >= _PROSE and linked * 2 < len(whole) and not roles


def _in_link(node: _Node) -> bool:
    element, place = node
    holder = element if place == "text" else element.getparent()
    return holder is not None and (
        holder.tag == "a" or any(above.tag == "a" for above in holder.iterancestors())
    )


def _put(node: _Node, text: str, has_neighbours: bool) -> None:
    """Write a text, apart from its neighbours whatever these are."""
    element, place = node
    # A blank more costs nothing; two words run together are a third one.
    setattr(element, place, f" {text} " if has_neighbours else text)


def _replace_attributes(element: HtmlElement, replacer: Replacer, plain: set[Run]) -> None:
    if not _TAG.fullmatch(str(element.tag)):
        element.tag = "span"
    if element.tag == "script":
        data = _json(markup.load_json_ld(element.text or ""), "", replacer, 0)
        # As HTML has it, nothing within a script may look like its end.
        element.text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    old = dict(element.attrib)
    element.attrib.clear()
    for name, value in old.items():
        new = _attribute(element, str(name), str(value), replacer, plain)
        if new is not None:
            element.set(name, new)
    if element.tag == "meta" and "content" in old:
        element.set("content", _content(old, replacer))


def _attribute(
    element: HtmlElement, name: str, value: str, replacer: Replacer, plain: set[Run]
) -> str | None:
    if name in _NAMES:
        return " ".join(_tokens(value, replacer, plain))
    if name in _ADDRESSES:
        return replacer.address(value)
    if name in _WORDS:
        return replacer.text(value, data=name == "datetime")
    if name == "style" and (hidden := _HIDES.search(value)):
        return hidden[0]
    return None


def _tokens(value: str, replacer: Replacer, plain: set[Run]) -> Iterator[str]:
    """Give the names in an attribute that are no words of the article, as tags of a story can be."""
    for token in value.split():
        if "://" in token:
            yield replacer.address(token)
        elif _TOKEN.fullmatch(token) and plain.isdisjoint(runs(re.sub(r"[^a-z]+", " ", token.lower()))):
            yield replacer.digits(token, 4)


def _content(old: Mapping[str, str], replacer: Replacer) -> str:
    """Give the content of a meta element."""
    key = (
        old.get("property") or old.get("name") or old.get("itemprop") or old.get("http-equiv") or ""
    ).lower()
    value = markup.stated(old["content"])
    if key in _TECHNICAL and _PLAIN.fullmatch(value):
        return replacer.keep(value)
    return _value(value, key, replacer)


def _value(value: str, key: str, replacer: Replacer) -> str:
    """Give what stands for a text of the page's data."""
    if re.match(r"(?:https?:)?//\S+$", value) or re.match(r"/\S*$", value):
        return replacer.address(value)
    if "keywords" in key:
        return ", ".join(replacer.text(one) for one in value.split(","))
    if "\n" in value:
        return "\n".join(replacer.text(line, data=True) for line in value.splitlines())
    return replacer.text(value, data=True)


def _json(value: object, key: str, replacer: Replacer, depth: int) -> object:
    """Give data of the same keys and forms; what lies too deep is left out."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {
            name: _json(inner, name, replacer, depth + 1)
            for name, inner in value.items()
            if _KEY.fullmatch(name)
        }
    if isinstance(value, list):
        return [_json(inner, key, replacer, depth + 1) for inner in value]
    if isinstance(value, str):
        if key in ("@type", "@context", "inLanguage") and _TOKEN.fullmatch(value):
            return replacer.keep(value)
        text = value if key == "articleBody" else markup.stated(value)
        return _value(text, key.lower(), replacer)
    if isinstance(value, bool) or not isinstance(value, int):
        return value if isinstance(value, bool) else None
    return int(replacer.digits(str(value), 4)) if abs(value) < _LARGEST else 0


def _expected(read: Article, outlet: Outlet, replacer: Replacer) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Give the entry for what was built, and the fields whose text was found nowhere."""
    parts = {
        "title": replacer.placed(read.title),
        "section": replacer.placed(read.section) if read.section else None,
        "lead": replacer.placed(read.lead) if read.lead else "",
        "body": _joined([replacer.placed(one) for one in read.body.split("\n\n")] if read.body else []),
    }
    there = {"title": True, "section": bool(read.section), "lead": bool(read.lead), "body": bool(read.body)}
    unplaced = tuple(name for name, text in parts.items() if text is None and there[name])
    published = (read.published_at + replacer.shift).astimezone(VIETNAM) if read.published_at else None
    entry: dict[str, Any] = {
        "file": f"{outlet.id}.html",
        "outlet": outlet.id,
        "modelled_on": f"an article seen on {read.fetched_at.astimezone(VIETNAM).date()}",
        "url": replacer.address(read.url),
        "published": published.isoformat() if published else None,
        "credit": read.credit,
        "credit_line": read.credit_line,
        "photo_credit": list(read.photo_credit),
        "placement": read.placement,
        "genre": read.genre,
    }
    return entry | {name: text for name, text in parts.items() if name not in unplaced}, unplaced


def _joined(paragraphs: list[str | None]) -> str | None:
    found = [one for one in paragraphs if one is not None]
    return "\n\n".join(found) if len(found) == len(paragraphs) else None
