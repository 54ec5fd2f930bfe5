"""A page as fetched to an article, or the reason why there is none.

Everything is read by rules that hold for most outlets. An outlet has selectors only for the parts that
these get wrong; they are asked first, and the rules again where they find nothing.
"""

import hashlib
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import trafilatura
from lxml.html import Element, HtmlElement
from trafilatura.settings import Document

from crawlers import credit, markup
from crawlers.article import Article, Placement
from crawlers.credit import Credit
from crawlers.outlets import PARTS, Outlet
from crawlers.page import (
    ARTICLE_TYPES,
    LEAD_PARTS,
    ExtractionError,
    Page,
    alike,
    fold,
    headline,
    holds_heading,
    in_article,
    locate,
    open_page,
    prune,
    unremovable,
)
from crawlers.published import published

__all__ = ["ExtractionError", "article"]

# It warns of every page without a text of its liking; what we reject, we count and say why.
logging.getLogger("trafilatura").setLevel(logging.ERROR)


def article(html: bytes | str, url: str, outlet: Outlet, fetched_at: datetime) -> Article:
    """Read the article of a page.

    Args:
        html: The page as fetched, after content decoding.
        url: The address that was requested; "" where it is unknown and the page has to say it.
        outlet: The record of the outlet the page belongs to.
        fetched_at: Aware time of the fetch; a publication time after it is not believed.

    Returns:
        The article; its texts are NFC, its times UTC.

    Raises:
        ExtractionError: The page is too large, is no HTML, is a challenge or a list of articles, or has
            no title or neither lead nor body.
    """
    page = open_page(html, url, outlet, fetched_at)
    title = headline(page)
    section = _section(page, title)
    published_at, method, precision = published(page)
    prune(page)
    locate(page)
    photo_credit = _take_captions(page)
    tag_credit, lead = _take_lead(page, title)
    text_credit = _take_source(page)
    placement = _placement(page, section)
    body = _body(page, title, lead)
    text_credit = body.credit or text_credit or tag_credit
    if not lead and not body.paragraphs:
        raise ExtractionError("no body", f"neither lead nor body was found in {page.canonical_url}")
    if not body.paragraphs:
        page.fallbacks.discard("body")
    text = "\n\n".join(body.paragraphs)
    return Article(
        url=url or page.canonical_url,
        canonical_url=page.canonical_url,
        outlet=outlet.id,
        title=title,
        lead=lead,
        body=text,
        section=section,
        credit=text_credit.name if text_credit else None,
        credit_line=text_credit.line if text_credit else None,
        photo_credit=tuple(dict.fromkeys((*photo_credit, *body.photo_credit))),
        placement=placement,
        genre=_genre(page, title, section, body.paragraphs),
        published_at=published_at,
        published_method=method,
        published_precision=precision,
        fetched_at=fetched_at,
        fallbacks=tuple(part for part in PARTS if part in page.fallbacks),
        sha256=hashlib.sha256("\n".join((title, lead, text)).encode()).hexdigest(),
    )


_HOME = {"trang chủ", "home", "homepage", "tin tức", "trang nhất", "tin mới"}
_TRAILS = {"breadcrumb", "breadcrumbs", "crumb", "crumbs", "brcrum"}
_CRUMBS = _TRAILS | {"cate", "category", "zone", "cat", "chuyenmuc"}
_MOST_CRUMBS = 6


def _section(page: Page, title: str) -> str | None:
    """Give the most precise section: the last step of the breadcrumb, or what the page states."""
    stated = page.node.get("articleSection")
    last = stated[-1] if isinstance(stated, list) and stated else stated
    candidates = [
        *reversed(_selected_crumbs(page)),
        *reversed(_breadcrumb(page)),
        re.split(r"[,>›»|]", markup.stated(last))[-1].strip(),
        page.metas.get("article:section", ""),
        page.metas.get("articlesection", ""),
        *reversed(_shown_crumbs(page)),
    ]
    refused = {"", fold(title), fold(page.outlet.name), *_HOME, *map(fold, page.outlet.domains)}
    return next(
        (name for name in candidates if fold(name) not in refused and _names_section(name, title)), None
    )


def _names_section(name: str, title: str) -> bool:
    """Tell whether a step of the breadcrumb is a section, not the headline or the beginning of it."""
    begins = len(name.split()) >= 4 and fold(title).startswith(fold(name))
    return len(name) <= 60 and not begins and alike(name, title) < 0.6


def _selected_crumbs(page: Page) -> list[str]:
    """Give the links of the element that the outlet's own selector finds, or its text."""
    chosen = page.selected.get("section")
    if chosen is None:
        return []
    return [markup.text_of(link) for link in chosen.iter("a")] or [markup.text_of(chosen)]


def _breadcrumb(page: Page) -> list[str]:
    """Give the names in the JSON-LD breadcrumb, from the home page on."""
    trails = [_steps(node) for node in page.data if "BreadcrumbList" in markup.types(node)]
    return max(trails, key=len, default=[])


def _steps(trail: dict[str, Any]) -> list[str]:
    names: list[str] = []
    for step in markup.objects(trail.get("itemListElement")):
        item = step.get("item")
        if "ListItem" in markup.types(step) or "position" in step:
            names.append(
                markup.stated(step.get("name") or (item.get("name") if isinstance(item, dict) else ""))
            )
    return names


def _shown_crumbs(page: Page) -> list[str]:
    """Give the links of the breadcrumb or section label nearest above the headline, else right below it."""
    heading = page.heading
    if heading is None:
        return []
    above = heading.xpath("preceding::*[@class or @id or @data-role]")
    below = heading.xpath("following::*[position() <= 8][@class or @id or @data-role]")
    named = [element for element in (*reversed(above[-80:]), *below) if markup.parts(element) & _CRUMBS]
    for element in sorted(named, key=_in_menu):
        # One of the links may bear the name that is meant for all of them.
        row = element.getparent() if element.tag == "a" else element
        links = list(row.iter("a")) if row is not None else []
        if element.tag == "a" and len(links) > _MOST_CRUMBS:
            links = [element]
        names = [markup.text_of(link) for link in links]
        if names and len(names) <= _MOST_CRUMBS:
            return names
    return []


_MENU_PARTS = {"menu", "nav", "navbar"}


def _in_menu(element: HtmlElement) -> bool:
    """Tell whether an element belongs to the site's menu, which can be named after the sections it lists."""
    if markup.parts(element) & _TRAILS:
        return False
    around = (element, *element.iterancestors())
    return any(above.tag == "nav" or markup.parts(above) & _MENU_PARTS for above in around)


_CAPTION_PARTS = {
    "caption", "figcaption", "picdesc", "imgcaption", "image", "imagecaption", "photocms", "cap",
    "chuthich", "thich",
}  # fmt: skip


def _take_captions(page: Page) -> tuple[str, ...]:
    """Read the photo credits of the article's pictures, and take the captions out."""
    found: list[str] = []
    kept = unremovable(page)
    for element in list(in_article(page)):
        is_caption = element.tag == "figcaption" or (
            element.tag in ("p", "div", "span", "td", "em", "h6")
            and bool(markup.parts(element) & _CAPTION_PARTS)
        )
        if is_caption and element not in kept and len(markup.text_of(element)) <= 800:
            found.extend(credit.photo_credits(markup.text_of(element)))
            markup.remove(element)
    for figure in [element for element in in_article(page) if _is_figure(element)]:
        if len(markup.text_of(figure)) <= 800 and figure not in kept:
            found.extend(credit.photo_credits(markup.text_of(figure)))
            markup.remove(figure)
    return tuple(dict.fromkeys(found))


def _is_figure(element: HtmlElement) -> bool:
    """Tell whether an element is a figure, or a box of a picture and the line below it."""
    if element.tag == "figure":
        return True
    if element.tag not in ("p", "div", "table") or next(element.iter("img"), None) is None:
        return False
    text = markup.text_of(element)
    slanted = max((len(markup.text_of(part)) for part in element.iter("em", "i")), default=0)
    return len(text) <= 400 and (credit.is_photo_line(text.strip(" ().")) or slanted == len(text))


_LEAD_TAGS = ("p", "h2", "h3", "div", "strong", "b", "span", "section")
_LONGEST_LEAD = 1500
# Where the reporter is, printed before the lead without a space between.
_PLACE_PARTS = {"location", "dateline"}


def _take_lead(page: Page, title: str) -> tuple[Credit | None, str]:
    """Give the credit that the lead's agency tag names and the lead without it; take its element out."""
    described = page.metas.get("description") or page.metas.get("og:description") or ""
    if not described:
        described = markup.stated(page.node.get("description"))
    element = page.selected.get("lead")
    if element is None:
        element = _lead_element(page, described)
    if element is None:
        element = _bold_lead(page)
    if element is not None:
        linked = [part for part in element.iter("li", "p", "a", "div") if _all_linked(part)]
        places = [part for part in element.iter("span") if markup.parts(part) & _PLACE_PARTS]
        for part in (*linked, *places):
            if part is not element:
                markup.remove(part)
    printed = markup.text_of(element).split(">>")[0].strip() if element is not None else described
    if element is not None:
        markup.remove(element)
    lead, name = credit.split_tag(printed, page.outlet.name)
    if fold(lead) == fold(title):
        lead = ""
    foreign = name in credit.AGENCIES and not _is_own(page, name)
    return (Credit(name, name) if name and foreign else None), lead


def _lead_element(page: Page, described: str) -> HtmlElement | None:
    """Give the element of the sa-pô: the one so named, or the one that says what the description says."""
    beginning = fold(credit.split_tag(described)[0])[:50]
    holders = set(page.body.iterancestors()) | {page.body} if page.body is not None else set()
    texts = 0
    for element in in_article(page):
        if element in holders or element is page.heading or element.tag not in _LEAD_TAGS:
            continue
        text = markup.text_of(element)
        if not 20 <= len(text) <= _LONGEST_LEAD or holds_heading(page, element):
            continue
        named = bool(markup.parts(element) & LEAD_PARTS)
        # A wrapper begins with what its first paragraph says: the paragraph is meant.
        innermost = element.tag not in ("div", "section") or not element.xpath("p|h2|div")
        said = innermost and len(beginning) >= 20 and fold(credit.split_tag(text)[0]).startswith(beginning)
        if named or said:
            return element
        texts += page.body is not None and element.getparent() is page.body
        if texts >= 3:
            return None
    return None


def _bold_lead(page: Page) -> HtmlElement | None:
    """Give the first paragraph if all of it is bold: the sa-pô where the page has no name for it."""
    if page.body is None:
        return None
    paragraphs = [p for p in page.body.iter("p") if not _ONLY_DATE.match(markup.text_of(p))]
    if len(paragraphs) < 3:
        return None
    first = paragraphs[0]
    text = markup.text_of(first)
    bold = max((len(markup.text_of(element)) for element in first.iter("b", "strong")), default=0)
    return first if bold == len(text) and 40 <= len(text) <= _LONGEST_LEAD else None


_SOURCE_PARTS = {
    "source", "psource", "nguon", "author", "authors", "pauthor", "byline", "credit", "tacgia", "writer",
    "signature",
}  # fmt: skip


def _is_own(page: Page, name: str) -> bool:
    """Tell whether a credit names the outlet itself or, as "BBC" does for "BBC Tiếng Việt", its house."""
    own = page.outlet.name
    is_house = name.isupper() and own.split()[0] == name
    return is_house or credit.organisation(own) == name or fold(own) == fold(name)


def _take_source(page: Page) -> Credit | None:
    """Read the text credit from source and author elements, and take them all out: bylines are not kept."""
    found: list[Credit | None] = []
    kept = unremovable(page)
    chosen = page.selected.get("credit")
    if chosen is not None and chosen not in kept:
        found.append(credit.text_credit(markup.text_of(chosen)))
        markup.remove(chosen)
    for element in list(in_article(page)):
        if element in kept or not markup.parts(element) & _SOURCE_PARTS:
            continue
        if len(markup.text_of(element)) <= 400:
            # The credit may be one line in a box: "Theo Tiền Phong | Copy link | https://...".
            found.extend(credit.text_credit(markup.text_of(part)) for part in element.iter())
            markup.remove(element)
    found += [_source_below(page), _stated_author(page)]
    return next((one for one in found if one and not _is_own(page, one.name)), None)


def _source_below(page: Page) -> Credit | None:
    """Give the text credit of a source element after the article, where its box ends early."""
    if page.scope is None:
        return None
    for element in page.scope.xpath("following::*[@class][position() <= 12]"):
        if markup.parts(element) & _SOURCE_PARTS and len(markup.text_of(element)) <= 120:
            return credit.text_credit(markup.text_of(element))
    return None


def _stated_author(page: Page) -> Credit | None:
    """Give the agency that JSON-LD or the author meta element names as author."""
    authors = [node.get("name") for node in markup.objects(page.node.get("author"))]
    for name in (*authors, page.node.get("author"), page.metas.get("author")):
        organisation = credit.organisation(markup.stated(name))
        if organisation in credit.AGENCIES:
            return Credit(organisation, markup.stated(name))
    return None


_SPONSORED = {
    "bài tài trợ", "bài viết tài trợ", "bài viết được tài trợ", "nội dung tài trợ", "nội dung được tài trợ",
    "thông tin tài trợ", "thông tin từ nhà tài trợ", "thông tin doanh nghiệp", "thông tin quảng cáo",
    "bài quảng cáo", "nội dung quảng cáo", "nội dung hợp tác", "bài hợp tác", "bài pr", "advertorial",
    "sponsored", "sponsored content",
}  # fmt: skip
# Also the caption of banners, hence a label only as section, in brackets or beside the headline.
_WEAK_LABELS = {"quảng cáo", "tài trợ", "pr"}


def _placement(page: Page, section: str | None) -> Placement:
    """Give "sponsored" where the article bears a label that says so."""
    labels = _SPONSORED | _WEAK_LABELS
    if "AdvertiserContentArticle" in markup.types(page.node) or fold(section or "") in labels:
        return "sponsored"
    if page.scope is None:
        return "unknown"
    for element in page.scope.iter():
        text = str(element.text or "")
        above = element.getparent()
        in_menu = element.tag == "a" and above is not None and above.tag == "li"
        if not text.strip() or len(text) > 60 or in_menu:
            continue
        label = fold(text)
        bracketed = text.strip().startswith(("(", "["))
        if label in _SPONSORED or (label in _WEAK_LABELS and (bracketed or _beside(page, element))):
            return "sponsored"
    return "editorial"


def _beside(page: Page, element: HtmlElement) -> bool:
    """Tell whether an element stands directly before or after the headline."""
    heading = page.heading
    return heading is not None and (heading.getprevious() is element or heading.getnext() is element)


@dataclass
class _Body:
    paragraphs: list[str]
    credit: Credit | None = None
    photo_credit: list[str] = field(default_factory=list)


_LEADS_ELSEWHERE = re.compile(
    r"^(?:>>|»|▶|►|\*?\s*mời (?:quý )?(?:vị|độc giả|bạn đọc)|xem thêm|đọc thêm"
    r"|tin liên quan|bài liên quan|từ khóa|tags?\s*:|bạn đang (?:đọc|xem) (?:bài|tin)"
    r"|chia sẻ\b|theo dõi .{2,40} trên|(?:quảng cáo|advertisement)\W*$"
    r"|[-–•]?\s*(?:tác giả|vai trò|nguồn hình ảnh|chụp lại hình ảnh),)",
    re.I,
)


def _body(page: Page, title: str, lead: str) -> _Body:
    """Give the paragraphs without title, lead, captions, bylines and credits, and the credits."""
    body = _Body([])
    repeated = {fold(title), fold(lead), fold(credit.split_tag(lead)[0])}
    for text in _texts(page) or _stated_body(page):
        if fold(text) in repeated or (_LEADS_ELSEWHERE.match(text) and len(text) <= 300):
            continue
        if _CLOCK.match(text):
            continue
        if credit.is_photo_line(text):
            body.photo_credit.extend(credit.photo_credits(text))
            continue
        body.paragraphs.append(text)
    _strip_end(page, body)
    _strip_start(page, body)
    return body


def _stated_body(page: Page) -> list[str]:
    """Give the paragraphs that JSON-LD states, for a page whose text a script puts in."""
    stated = page.node.get("articleBody")
    lines = [markup.stated(line) for line in stated.splitlines()] if isinstance(stated, str) else []
    if any(lines):
        page.fallbacks.add("body")
    return [line for line in lines if line]


# Beside each entry of a live blog.
_CLOCK = re.compile(r"^\d{1,2}\s?[:h]\s?\d\d$")
_ROW = re.compile(r"^\| (.*?) ?\|?$")


def _texts(page: Page) -> list[str]:
    """Give the paragraphs of the body as trafilatura sees them."""
    if page.body is None:
        return []
    _cut_before_heading(page.body, page.heading)
    for element in [element for element in page.body.iter("p", "li", "h3", "h4") if _all_linked(element)]:
        markup.remove(element)
    for element in [page.body, *page.body.iter("div", "section", "td")]:
        if element.find("br") is not None:
            markup.split_breaks(element)
    page.body.tag = "article"
    document = Element("html")
    body = Element("body")
    document.append(body)
    body.append(page.body)
    try:
        read = trafilatura.bare_extraction(document, fast=True, include_comments=False, with_metadata=False)
    except Exception:  # a library on hostile input: whatever it stumbles over, there is no body
        return []
    text = (read.text or "") if isinstance(read, Document) else ""
    # Rows of tables come as "| a | b |".
    lines = [_ROW.sub(lambda row: row[1].replace(" | ", ", "), line) for line in text.split("\n")]
    return [line for line in map(markup.clean, lines) if line]


def _cut_before_heading(body: HtmlElement, heading: HtmlElement | None) -> None:
    """Take out what stands before the headline, where that lies in the body: its label, a date."""
    element = heading
    while element is not None and element is not body and element.getparent() is not None:
        for earlier in list(element.itersiblings(preceding=True)):
            markup.remove(earlier)
        element = element.getparent()


def _all_linked(element: HtmlElement) -> bool:
    """Tell whether a paragraph is nothing but links and no sentence: a related story."""
    text = markup.text_of(element)
    linked = sum(len(markup.text_of(link)) for link in element.iter("a"))
    return bool(text) and linked >= len(text) - 2 and not text.endswith(".")


def _strip_end(page: Page, body: _Body) -> None:
    """Read credits from the last lines and drop bylines and dates, up to the last paragraph of the text."""
    for _ in range(6):
        if not body.paragraphs:
            return
        last = body.paragraphs[-1]
        found = credit.text_credit(last)
        if not found and not _is_no_text(last):
            break
        body.credit = body.credit or found
        body.paragraphs.pop()
    if body.paragraphs:
        body.paragraphs[-1], found = credit.split_ending(body.paragraphs[-1])
        body.paragraphs[-1] = re.sub(r"\s*\./\.$", ".", body.paragraphs[-1])
        body.credit = body.credit or found
    if body.credit and _is_own(page, body.credit.name):
        body.credit = None


_ONLY_DATE = re.compile(r"^(?:thứ \w+|chủ nhật)?[\s,\-|:/.\dh()]*(?:\(?gmt\s*\+?7\)?)?$", re.I)


def _is_no_text(line: str) -> bool:
    return bool(_ONLY_DATE.match(line)) or credit.is_byline(line)


def _strip_start(page: Page, body: _Body) -> None:
    """Drop bylines before the text and the agency tag of its first paragraph."""
    while len(body.paragraphs) > 1 and _is_no_text(body.paragraphs[0]):
        body.paragraphs.pop(0)
    if len(body.paragraphs) == 1 and _ONLY_DATE.match(body.paragraphs[0]):
        body.paragraphs.clear()
    if body.paragraphs:
        body.paragraphs[0], name = credit.split_tag(body.paragraphs[0], page.outlet.name)
        if name in credit.AGENCIES and not body.credit and not _is_own(page, name):
            body.credit = Credit(name, name)


_GENRE_SECTIONS = {
    "live": {"trực tiếp", "tường thuật", "tường thuật trực tiếp"},
    "video": {"video", "clip", "truyền hình", "media video"},
    "photo": {"ảnh", "photo", "photos", "chùm ảnh", "phóng sự ảnh", "infographic", "infographics", "đồ họa"},
    "interview": {"phỏng vấn", "đối thoại", "trò chuyện", "gặp gỡ và đối thoại"},
    "opinion": {
        "góc nhìn", "ý kiến", "bình luận", "xã luận", "quan điểm", "diễn đàn", "chính kiến", "thời luận",
        "ý kiến bạn đọc", "bình luận phê phán", "phân tích bình luận", "perspectives", "blog",
    },
}  # fmt: skip
_GENRE_TITLE = re.compile(
    r"^\W*(?:(?P<live>trực tiếp|live)|(?P<video>video|clip)|(?P<photo>chùm ảnh|ảnh|photo|infographics?)"
    r"|(?P<interview>phỏng vấn))\s*[\]):|]",
    re.I,
)
_QUESTION = re.compile(
    r"^(?:\W*(?:PV|Phóng viên|Hỏi|P\.V)\s*[:.]|\W*(?:Thưa|Xin) (?:ông|bà|đồng chí|anh|chị|Thứ trưởng)\b)",
    re.I,
)


def _genre(page: Page, title: str, section: str | None, paragraphs: Iterable[str]) -> str | None:
    """Give the genre that the page's types, section or headline name; "news" where only that is stated."""
    kinds = markup.types(page.node)
    if "LiveBlogPosting" in kinds:
        return "live"
    if "OpinionNewsArticle" in kinds:
        return "opinion"
    if "VideoObject" in kinds:
        return "video"
    shown = fold(section or "")
    for genre, names in _GENRE_SECTIONS.items():
        if shown in names:
            return genre
    marked = _GENRE_TITLE.match(title)
    if marked:
        return marked.lastgroup
    if sum(1 for paragraph in paragraphs if _QUESTION.match(paragraph)) >= 3:
        return "interview"
    return "news" if kinds & ARTICLE_TYPES else None
