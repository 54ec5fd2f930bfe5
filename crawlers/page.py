"""A page under way: opened, its headline and the place of its article found, its surroundings removed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawlers import markup, outlets, urls
from crawlers.outlets import Outlet, Part

MAX_BYTES = 8 * 2**20


class ExtractionError(Exception):
    """A page that gives no article.

    Attributes:
        reason: One of "too large", "not html", "challenge page", "no body", "list page", "no title".
        detail: What was found instead, in English.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass
class Page:
    """A page under way: the tree is taken apart as its pieces are read."""

    url: str
    outlet: Outlet
    fetched_at: datetime
    tree: HtmlElement
    metas: dict[str, str]
    data: list[dict[str, Any]]
    canonical_url: str = ""
    node: dict[str, Any] = field(default_factory=dict)
    heading: HtmlElement | None = None
    body: HtmlElement | None = None
    scope: HtmlElement | None = None
    selectors: dict[Part, str] = field(default_factory=dict)
    selected: dict[Part, HtmlElement] = field(default_factory=dict)
    fallbacks: set[Part] = field(default_factory=set)


# Meta elements that give the publication time, the most reliable first.
META_DATES = (
    "article:published_time", "datepublished", "pubdate", "og:published_time", "article:published",
    "publishdate", "publish-date", "publish_date", "dc.date.issued", "parsely-pub-date", "sailthru.date",
)  # fmt: skip

_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|div|p|h1|article|script)\b", re.I)
_FEED = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.S
)
_CHALLENGE = re.compile(
    r"document\.cookie\s*=|_cf_chl|cf-browser-verification|challenge-platform|location\.reload|turnstile"
    r"|just a moment|checking your browser|enable javascript and cookies",
    re.I,
)
_LEAST_TEXT = 300


def open_page(html: bytes | str, url: str, outlet: Outlet, fetched_at: datetime) -> Page:
    """Open a page: decode and parse it, and find its address and its JSON-LD.

    Raises:
        ExtractionError: The page is too large, no HTML, a challenge, or says nowhere what its address is.
    """
    if len(html) > MAX_BYTES:
        raise ExtractionError("too large", f"{len(html)} bytes, at most {MAX_BYTES} are read")
    text = markup.decode(html) if isinstance(html, bytes) else html
    if not _TAG.search(text) or _FEED.match(text):
        raise ExtractionError("not html", f"begins with {text[:40]!r}")
    tree = markup.parse(text)
    if tree is None:
        raise ExtractionError("not html", "no element could be read")
    metas, data = markup.metas(tree), markup.json_ld(tree)
    markup.drop_invisible(tree)
    # The scripts are gone by now: what is left is what a reader sees.
    visible = markup.text_of(tree)
    if len(visible) < _LEAST_TEXT and not data and _CHALLENGE.search(text):
        raise ExtractionError("challenge page", "a script asks for a cookie in place of the article")
    page = Page(url, outlet, fetched_at, tree, metas, data)
    page.selectors = outlets.selectors_at(outlet, fetched_at)
    page.selected = _select(tree, page.selectors)
    page.fallbacks = {part for part in _ALWAYS_THERE if part in page.selectors and part not in page.selected}
    page.canonical_url = _canonical(page)
    page.node = _article_node(page)
    return page


# An article may well have no credit. When it was published, its data may say without the selector.
_ALWAYS_THERE: tuple[Part, ...] = ("title", "lead", "body", "section")


def _select(tree: HtmlElement, selectors: dict[Part, str]) -> dict[Part, HtmlElement]:
    """Give, by part, the first element with text that the outlet's own selector finds."""
    found: dict[Part, HtmlElement] = {}
    for part, css in selectors.items():
        element = next((one for one in tree.cssselect(css) if markup.text_of(one)), None)
        if element is not None:
            found[part] = element
    return found


def _canonical(page: Page) -> str:
    """Give the canonical address; the page's own word counts only for an article of the same outlet."""
    links = page.tree.xpath('//link[translate(@rel, "CANOIL", "canoil") = "canonical"]/@href')
    for stated in (*links, page.metas.get("og:url", "")):
        try:
            address = urljoin(page.url, stated.strip())
            own = outlets.find(address, {page.outlet.id: page.outlet}) is not None
            if own and urlsplit(address).path.strip("/"):
                return urls.canonical(address, page.outlet)
        except ValueError:
            continue
    try:
        return urls.canonical(page.url, page.outlet)
    except ValueError as error:
        raise ExtractionError("no address", f"neither the request nor the page gives one: {error}") from error


ARTICLE_TYPES = {
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle",
    "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report",
}  # fmt: skip


def _article_node(page: Page) -> dict[str, Any]:
    """Give the JSON-LD object of this article, not of a related one; empty where there is none."""
    nodes = [
        node
        for node in page.data
        if markup.types(node) & ARTICLE_TYPES or ("datePublished" in node and "headline" in node)
    ]
    path = urlsplit(page.canonical_url).path
    for node in nodes:
        main = node.get("mainEntityOfPage")
        addresses = (node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main)
        if any(
            isinstance(address, str) and urlsplit(address).path.rstrip("/") == path
            for address in addresses
            if _splits(address)
        ):
            return node
    shown = [markup.text_of(heading) for heading in page.tree.iter("h1")]
    hints = [*shown, page.metas.get("og:title", "")]
    scored = [
        (max(alike(markup.stated(node.get("headline")), hint) for hint in hints), node) for node in nodes
    ]
    best = max((score for score, _ in scored), default=0.0)
    if best >= 0.5:
        return next(node for score, node in scored if score == best)
    return nodes[0] if len(nodes) == 1 else _video_node(page, shown)


def _video_node(page: Page, shown: list[str]) -> dict[str, Any]:
    """Give the video that a page is about, its name being the headline, in the words of an article."""
    for node in page.data:
        name = markup.stated(node.get("name"))
        if "VideoObject" in markup.types(node) and any(alike(name, heading) >= 0.5 for heading in shown):
            return node | {"headline": name, "datePublished": node.get("uploadDate")}
    return {}


def _splits(address: object) -> bool:
    try:
        return bool(urlsplit(address if isinstance(address, str) else ""))
    except ValueError:
        return False


def fold(text: str) -> str:
    """Give the words of a text in lower case, for comparing."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def alike(a: str, b: str) -> float:
    """Give the share of words two headlines have in common (Jaccard), 0 to 1."""
    left, right = set(fold(a).split()), set(fold(b).split())
    return len(left & right) / len(left | right) if left and right else 0.0


# Words of the shortest h1 that is taken for a headline by its length alone.
_LEAST_HEADLINE = 5
_SUFFIX = re.compile(r"\s+(?:[|»]|[-–—])\s+(?:(?!\s[-–—|»]\s).){2,60}$")


def headline(page: Page) -> str:
    """Give the headline as shown, and remember its element: it is where the article begins."""
    chosen = page.selected.get("title")
    if chosen is not None:
        page.heading = chosen
        return markup.text_of(chosen)
    title = _headline(page)
    if page.heading is None or page.heading.tag != "h1":
        page.fallbacks.add("title")
    return title


def _headline(page: Page) -> str:
    shown = [element for element in page.tree.iter("h1") if markup.text_of(element)]
    hints = [markup.stated(page.node.get("headline")), page.metas.get("og:title", ""), _page_title(page)]
    hints = [hint for hint in hints if hint]
    scored = [
        (max((alike(markup.text_of(element), hint) for hint in hints), default=0.0), element)
        for element in shown
    ]
    best = max(scored, key=lambda pair: pair[0], default=None)
    # An outlet's name or a section can be an h1 too; a headline is like what the page calls itself, or long.
    if best and best[0] >= 0.3:
        page.heading = best[1]
        return markup.text_of(best[1])
    page.heading = _element_saying(page.tree, hints)
    if page.heading is None and best and len(markup.text_of(best[1]).split()) >= _LEAST_HEADLINE:
        page.heading = best[1]
    if page.heading is None and not hints:
        raise ExtractionError("no title", "no h1, headline, og:title or title element")
    return markup.text_of(page.heading) if page.heading is not None else hints[0]


def _page_title(page: Page) -> str:
    """Give the title element without the outlet's name behind it."""
    title = next((markup.text_of(element) for element in page.tree.iter("title")), "")
    without = _SUFFIX.sub("", title)
    return without or title


def _element_saying(tree: HtmlElement, hints: list[str]) -> HtmlElement | None:
    """Give the heading or title element that shows one of the headlines word for word."""
    wanted = {fold(hint) for hint in hints}
    for element in tree.iter("h2", "h3", "div", "p", "span"):
        if (element.tag in ("h2", "h3") or "title" in markup.parts(element)) and fold(
            markup.text_of(element)
        ) in wanted:
            return element
    return None


_NOISE = {
    "nav", "navbar", "menu", "footer", "tags", "hashtag", "keywords", "comment", "comments", "cmt",
    "binhluan", "social", "share", "sharing", "breadcrumb", "breadcrumbs", "ads", "ad", "adv", "advert",
    "banner", "advertisement", "quangcao", "popup", "modal", "newsletter", "subscribe", "rating", "vote",
    "poll", "toolbar", "readmore", "audio", "tts", "copyright", "login", "lq", "rules", "policy", "terms",
}  # fmt: skip
_NOISE_NAME = re.compile(
    r"relate|lien-?quan|tin-?khac|cung-?chuyen-?muc|read-more|doc-?them|xem-?them|doc-?nhieu|tin-?moi|box-category"
    r"|most-?read|recommend|onenews|suggest",
    re.I,
)
_NEVER_NOISE = {"html", "body", "h1", "article", "main"}
_NO_CARD = _NEVER_NOISE - {"article"}
# Characters that make a text a paragraph; the second is for the shortest news, where the first finds none.
_LEAST_PARAGRAPH = (40, 12)
LEAD_PARTS = {
    "sapo", "lead", "standfirst", "chapeau", "chappeau", "summary", "sum", "description", "desc", "intro",
    "excerpt", "dek", "teaser", "des",
}  # fmt: skip
_LONGEST_LEAD_BOX = 600


_BOX_TITLE = re.compile(
    r"^\W*(?:(?:đọc|xem) (?:thêm|tiếp)"
    r"|(?:các )?(?:tin|bài|tin bài|bài viết)(?:,? bài)? (?:liên quan|khác|cùng chuyên mục|mới)"
    r"|cùng chuyên mục|có thể bạn quan tâm|tin nóng|từ khóa|chủ đề|đọc nhiều)\W*$",
    re.I,
)


def _drop_titled_boxes(page: Page, kept: set[HtmlElement], total: int) -> None:
    """Take out boxes of other stories that are known by their title only."""
    for title in page.tree.xpath("//h2|//h3|//h4|//h5|//div/strong|//div/b|//div[not(*)]"):
        if title is page.heading or not _BOX_TITLE.match(markup.text_of(title)):
            continue
        box = title.getparent()
        free = box is not None and box.tag not in _NEVER_NOISE and box not in kept
        # With a text of its own it is no box, but what the title stands in.
        if box is None or not free or holds_heading(page, box) or _several(_paragraphs(box)):
            markup.remove(title)
        elif sum(len(text) for _, text in _paragraphs(box)) <= total / 2:
            markup.remove(box)


def prune(page: Page) -> None:
    """Take out what surrounds an article: navigation, related stories, comments, advertising."""
    lengths = {element: len(text) for element, text in _paragraphs(page.tree)}
    total = sum(lengths.values()) or 1
    kept = {above for one in page.selected.values() for above in (one, *one.iterancestors())}
    _drop_titled_boxes(page, kept, total)
    for element in page.tree.xpath("//nav|//footer|//aside|//*[@class or @id or @type]"):
        removed = element.getroottree().getroot() is not page.tree
        if removed or element.tag in _NEVER_NOISE or not _is_noise(element) or holds_heading(page, element):
            continue
        if element in kept:
            continue
        # A wrapper may be named after one box in it; what holds most of the text is no surrounding.
        if sum(lengths.get(inner, 0) for inner in element.iter()) <= total / 2:
            markup.remove(element)


def holds_heading(page: Page, element: HtmlElement) -> bool:
    """Tell whether an element is or holds the headline."""
    return page.heading is not None and (
        element is page.heading or any(above is element for above in page.heading.iterancestors())
    )


def _is_noise(element: HtmlElement) -> bool:
    if element.tag in ("nav", "footer", "aside"):
        return True
    return bool(markup.parts(element) & _NOISE) or any(
        _is_noise_name(element.get(name) or "") for name in ("class", "id", "type")
    )


@lru_cache(4096)
def _is_noise_name(name: str) -> bool:
    return bool(_NOISE_NAME.search(name))


# What stands at the foot of every page of an outlet.
_IMPRINT = re.compile(
    r"^\W*©|bản quyền|giấy phép (?:số|hoạt động|xuất bản|thiết lập)|tổng biên tập\s*:", re.I
)


def _paragraphs(tree: HtmlElement, least: int = _LEAST_PARAGRAPH[0]) -> Iterator[tuple[HtmlElement, str]]:
    """Give the elements that hold running text themselves, with that text without links."""
    for element in tree.iter("p", "div", "section", "article", "td", "blockquote", "body"):
        if _is_paragraph(element):
            text = markup.text_of(element)
            linked = sum(len(markup.text_of(link)) for link in element.iter("a"))
            text = text if linked * 2 <= len(text) else ""
        else:
            text = markup.clean(" ".join((element.text or "", *(child.tail or "" for child in element))))
        if len(text) >= least and not _IMPRINT.search(text[:200]):
            yield element, text


_INLINE = {"span", "font", "strong", "b", "em", "i", "u"}


def _is_paragraph(element: HtmlElement) -> bool:
    """Tell whether an element is one paragraph; editors wrap some in a span in a div."""
    if element.tag in ("p", "blockquote"):
        return True
    if element.tag != "div" or not len(element) or (element.text or "").strip():
        return False
    return all(child.tag in _INLINE and not (child.tail or "").strip() for child in element)


def locate(page: Page) -> None:
    """Find the element that holds the body, and the smallest one that holds body and headline.

    Raises:
        ExtractionError: The page states nowhere that it is an article, and does not look like one.
    """
    stated = bool(page.node) or any(name in page.metas for name in META_DATES) or "body" in page.selected
    if stated:
        _drop_cards(page)
    scores, direct = _scores(page, _LEAST_PARAGRAPH[0])
    body = max(scores, key=lambda element: scores[element], default=None)
    if stated and not scores:
        scores, direct = _scores(page, _LEAST_PARAGRAPH[1])
        body = max(scores, key=lambda element: scores[element], default=None)
        if body is not None and "body" not in page.selected:
            page.fallbacks.add("body")
    if stated and body is not None:
        body = _widened(body, direct)
    body = page.selected.get("body", body)
    if not stated and (page.heading is None or body is None or _is_list(body) or _are_teasers(body, direct)):
        raise ExtractionError("list page", "the page shows links and teasers, and no article of its own")
    if body is None:
        return
    page.body = body
    own = {body, *body.iterancestors()}
    above = [page.heading, *page.heading.iterancestors()] if page.heading is not None else []
    page.scope = next((element for element in above if element in own), body.getparent())


def _widened(body: HtmlElement, direct: dict[HtmlElement, float]) -> HtmlElement:
    """Give what holds a body and its like: longforms and live blogs lay their text in boxes of boxes."""
    others = _like(body, direct)
    if sum(direct[one] for one in others) * 2 < direct.get(body, 0.0):
        return body
    around = body
    for above in body.iterancestors():
        if above.tag in ("body", "html"):
            return around
        around = above
        inside = set(above.iter())
        if all(one in inside for one in others):
            return above
    return around


def _like(body: HtmlElement, direct: dict[HtmlElement, float]) -> list[HtmlElement]:
    """Give the boxes of text that have the body's class, or stand beside it without a link in them."""
    named = body.get("class")
    return [
        one
        for one in direct
        if one is not body
        and one.tag == body.tag
        and (
            (named and one.get("class") == named)
            or (one.getparent() is body.getparent() and next(one.iter("a"), None) is None)
        )
    ]


def _scores(page: Page, least: int) -> tuple[dict[HtmlElement, float], dict[HtmlElement, float]]:
    """Score elements by the text they hold, and how much of it is theirs alone, in characters.

    A paragraph counts for its parent, and half for its grandparent: boxes and wrappers inside a body
    must not win over the body.
    """
    scores: defaultdict[HtmlElement, float] = defaultdict(float)
    direct: defaultdict[HtmlElement, float] = defaultdict(float)
    places = {element: place for place, element in enumerate(page.tree.iter())}
    start = places.get(page.heading, 0)
    end = _next_article(page, places, start)
    for element, text in _paragraphs(page.tree, least):
        in_figure = any(above.tag in ("figure", "figcaption") for above in element.iterancestors())
        if in_figure or not start <= places[element] < end or _is_lead_box(element):
            continue
        holder = element.getparent() if _is_paragraph(element) else element
        if holder is None or _is_lead_box(holder):
            continue
        direct[holder] += len(text)
        scores[holder] += len(text)
        above = holder.getparent()
        if above is not None and above.tag != "html":
            scores[above] += len(text) / 2
    return scores, direct


def _next_article(page: Page, places: dict[HtmlElement, int], start: int) -> int:
    """Give the place of the next article's headline, where a page goes on with another one."""
    if page.heading is None or page.heading.tag != "h1":
        return len(places)
    # An h1 may also be a title within the text, or the headline once more: the page's data must name it.
    others = [markup.stated(node.get("headline")) for node in page.data if node is not page.node]
    for later in page.tree.iter("h1"):
        text = markup.text_of(later)
        named = places[later] > start and any(alike(text, other) >= 0.8 for other in others)
        if named and alike(text, markup.text_of(page.heading)) < 0.5:
            return places[later]
    return len(places)


def _is_lead_box(element: HtmlElement) -> bool:
    return bool(markup.parts(element) & LEAD_PARTS) and len(markup.text_of(element)) <= _LONGEST_LEAD_BOX


def _drop_cards(page: Page) -> None:
    """Take out related stories that bear no name: a linked headline with its box."""
    for heading in page.tree.xpath("//h2|//h3|//h4|//h5"):
        if heading is page.heading or not _is_linked(heading):
            continue
        card, above = heading, heading.getparent()
        while above is not None and above.tag not in _NO_CARD and not holds_heading(page, above):
            others = (other for other in above.iter("h2", "h3", "h4", "h5") if _is_linked(other))
            if _several(others) or _several(_paragraphs(above)):
                break
            card, above = above, above.getparent()
        markup.remove(card)


def _several(found: Iterator[object]) -> bool:
    """Tell whether there are two; the third is not looked for, pages can be made of thousands."""
    return next(islice(found, 1, None), None) is not None


def _is_linked(heading: HtmlElement) -> bool:
    """Tell whether a heading is the headline of another story: it is a link, or lies in one."""
    above = heading.getparent()
    is_link = next(heading.iter("a"), None) is not None or (above is not None and above.tag == "a")
    return is_link and len(markup.text_of(heading)) >= 15


def _are_teasers(body: HtmlElement, direct: dict[HtmlElement, float]) -> bool:
    """Tell whether the text lies in several boxes of about its size; paragraphs lie side by side in one."""
    own = direct.get(body, 0.0)
    return own == 0 or sum(1 for length in direct.values() if length * 2 >= own) >= 4


def _is_list(body: HtmlElement) -> bool:
    """Tell whether an element holds linked headlines rather than paragraphs."""
    linked = sum(1 for heading in body.iter("h2", "h3", "h4") if _is_linked(heading))
    return linked >= 3 and linked * 2 >= sum(1 for _ in _paragraphs(body))


def in_article(page: Page) -> Iterator[HtmlElement]:
    """Give the elements of the article in the order of the page, from the headline on."""
    scope = page.scope if page.scope is not None else page.tree
    started = page.heading is None or page.heading not in set(scope.iter())
    for element in scope.iter():
        started = started or element is page.heading
        if started:
            yield element


def unremovable(page: Page) -> set[HtmlElement]:
    """Give what may not be taken out: body, headline, and what holds them."""
    kept = [element for element in (page.body, page.heading) if element is not None]
    return {above for element in kept for above in (element, *element.iterancestors())}
