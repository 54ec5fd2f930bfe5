"""Bytes of a page to a clean tree, and the facts a page states about itself for machines."""

import codecs
import html as entities
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import Element, HtmlElement

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Text between these is read as separate words even where the markup has no space.
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section",
    "table", "td", "th", "time", "tr", "ul",
}  # fmt: skip
_INVISIBLE = (
    "//script|//style|//noscript|//template|//iframe|//svg|//button|//select|//textarea|//input|//object"
)
_MAY_HIDE = (
    "//*[@hidden or @aria-hidden or contains(@class, 'hidden') or contains(@class, 'd-none')"
    " or contains(@class, 'sr-only') or contains(@class, 'screen-reader')"
    " or contains(translate(@style, 'NOE', 'noe'), 'none')"
    " or contains(translate(@style, 'HIDEN', 'hiden'), 'hidden')]"
)
_HIDING_CLASS = {"hidden", "d-none", "visually-hidden", "sr-only", "screen-reader-text"}
# Zero-width characters, and what is no text at all: control characters and halves of surrogate pairs.
_UNPRINTABLE = re.compile(
    "[\u200b-\u200d\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)


def decode(page: bytes) -> str:
    """Turn the bytes of a page into text.

    A declared charset is believed only where UTF-8 does not fit: Vietnamese pages are UTF-8 even when
    their header or meta element says otherwise, and a few broken bytes do not make them anything else.
    """
    for bom, encoding in _BOMS:
        if page.startswith(bom):
            return page[len(bom) :].decode(encoding, "replace")
    text = page.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken or broken * 20 <= sum(character > "\x7f" for character in text):
        return text
    declared = _DECLARED.search(page[:4096])
    try:
        return page.decode(declared.group(1).decode("ascii"), "replace") if declared else text
    except (LookupError, UnicodeError):
        return text


def parse(text: str) -> HtmlElement | None:
    """Parse a page; None where there is nothing to parse."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(_UNPRINTABLE.sub("", text).encode("utf-8"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    # Broken markup gives several roots; what lies beside the first belongs to the page too.
    tree.extend(list(tree.itersiblings()))
    # References such as "&#1;" bring back what was taken out, and what lxml then refuses to write.
    if _UNPRINTABLE.search(str(tree.text_content())):
        for element in tree.iter():
            element.text = _UNPRINTABLE.sub("", element.text or "")
            element.tail = _UNPRINTABLE.sub("", element.tail or "")
    for element in tree.iter(*_BLOCKS):
        element.tail = " " + (element.tail or "")
    return tree


def remove(element: HtmlElement) -> None:
    """Take an element out of its tree, keeping the text after it."""
    if element.getparent() is not None:
        element.drop_tree()


def split_breaks(element: HtmlElement) -> None:
    """Make paragraphs of a text that an element separates by line breaks only."""
    pieces = [_paragraph(element.text)]
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            pieces.extend((_paragraph(tail),) if child.tag == "br" else (child, _paragraph(tail)))
        else:
            child.tail = tail
            pieces[-1].append(child)
    element.text = None
    element[:] = [piece for piece in pieces if len(piece) or (piece.text or "").strip()]


def _paragraph(text: str | None) -> HtmlElement:
    paragraph = Element("p")
    paragraph.text = text
    return paragraph


def drop_invisible(tree: HtmlElement) -> None:
    """Take out what a reader does not see: scripts, form fields, hidden elements."""
    for element in tree.xpath(_INVISIBLE):
        remove(element)
    for element in tree.xpath(_MAY_HIDE):
        if element.tag not in ("html", "body") and _is_hidden(element):
            remove(element)
    # A form is content where the whole page lies in one, as with ASP.NET.
    for element in tree.iter("form"):
        element.tag = "div"


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    if "display:none" in style or "visibility:hidden" in style:
        return True
    classes = (element.get("class") or "").split()
    # "hidden md:block" is shown on wide screens.
    return bool(_HIDING_CLASS.intersection(classes)) and not any(
        re.search(r"(?:^|[:-])(?:block|flex|grid|inline)", name) for name in classes
    )


def clean(text: str) -> str:
    """Give text on one line, in NFC, without zero-width and control characters."""
    return " ".join(unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).split())


def stated(value: object) -> str:
    """Give the text of a meta or JSON-LD value, "" for what is no text; some are escaped twice."""
    return clean(entities.unescape(entities.unescape(value))) if isinstance(value, str) else ""


def text_of(element: HtmlElement) -> str:
    """Give the clean text of an element and everything in it."""
    return clean(str(element.text_content()))


_NAMES = ("class", "id", "type", "data-role", "itemprop")


def parts(element: HtmlElement) -> frozenset[str]:
    """Give the words of an element's class, id, type and role: "detail-sapo" gives detail and sapo."""
    return _words(" ".join([element.get(name) or "" for name in _NAMES]))


# Pages of one outlet repeat the same few hundred names.
@lru_cache(4096)
def _words(names: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z0-9]+", names.lower()))


def metas(tree: HtmlElement) -> dict[str, str]:
    """Give the page's meta elements, the first of each name that has a content, by lower-case name."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = stated(element.get("content"))
        for name in ("property", "name", "itemprop"):
            key = (element.get(name) or "").strip().lower()
            if key and content:
                found.setdefault(key, content)
    return found


def json_ld(tree: HtmlElement) -> list[dict[str, Any]]:
    """Give every object of the page's JSON-LD, however nested, in the order of the page."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath('//script[contains(translate(@type, "LDJSON", "ldjson"), "ld+json")]'):
        found.extend(objects(load_json_ld(script.text or "")))
    return found


_NOT_JSON = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_FIELD = re.compile(r'"(@type|headline|datePublished|articleSection)"\s*:\s*"((?:[^"\\\n]|\\.)*)"')


def load_json_ld(block: str) -> object:
    """Give what a script of JSON-LD holds; of one beyond repair the fields that can be read one by one."""
    for text in (block, _TRAILING_COMMA.sub(r"\1", _NOT_JSON.sub(" ", block))):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    # Beyond repair, mostly for quotation marks inside a headline: what can be read one by one is kept.
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block):
        fields.setdefault(name, value)
    return fields


def objects(data: object) -> Iterator[dict[str, Any]]:
    """Walk JSON without recursion, parents before children."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            value = list(value.values())
        if isinstance(value, list):
            waiting.extend(child for child in reversed(value) if isinstance(child, dict | list))


def types(node: dict[str, Any]) -> set[str]:
    """Give the types of a JSON-LD object without their vocabulary: {"NewsArticle"}."""
    given = node.get("@type")
    values = given if isinstance(given, list) else [given]
    return {value.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for value in values if isinstance(value, str)}
