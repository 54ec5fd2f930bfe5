"""The entries of a digest in words, and the whole digest as blocks."""

from collections.abc import Iterable, Iterator, Sequence

from dashboards import words
from dashboards.digest import words as own
from dashboards.digest.blocks import Block, Columns, Heading, Paragraph, Run, plain
from dashboards.digest.contents import Digest
from dashboards.digest.entries import Entry, Item, Theme, grouped
from dashboards.digest.words import text
from dashboards.labels import label
from dashboards.links import safe_link
from dashboards.words import Lang
from warehouse.campaign import Campaign
from warehouse.reader import LONGEST_EXCERPT


def second_part(digest: Digest, lang: Lang, most: int) -> Iterator[Block]:
    """Give the entries by theme and kind of press, at most so many, and then those of the last period."""
    yield Heading(text("second_part", lang), 1, is_on_new_page=True)
    if not digest.entries:
        yield plain("body", text("empty", lang))
    for theme, of_theme in grouped(digest.entries[:most]):
        yield Heading(theme_name(theme, digest.campaign, lang), 2)
        for group, ones in of_theme:
            yield Heading(text(f"group.{group}", lang), 3)
            for one in ones:
                yield from _entry(one, digest.campaign, lang)
    left = digest.late[: max(0, most - len(digest.entries))]
    if left:
        yield Heading(text("late", lang), 2)
        yield plain("note", text("late.note", lang))
    for one in left:
        yield from _entry(one, digest.campaign, lang)
    missing = len(digest.entries) + len(digest.late) - most
    if missing > 0:
        yield plain("note", text("cut", lang, count=words.decimal(missing, lang)))


def foot(digest: Digest, lang: Lang) -> Iterator[Block]:
    """Give how it was made, what it is for, what is not collected, and where it is signed."""
    yield Heading(text("method", lang), 2)
    yield plain("note", method(lang))
    yield plain("note", words.text("foot.use", lang))
    yield plain("note", words.text("foot.not_collected", lang))
    post = digest.campaign.digest.approver or own.BLANK
    yield Columns(
        (),
        (
            Run(text("approver", lang), is_bold=True),
            Run(post),
            Run(text("signature", lang), is_italic=True),
            *[Run("")] * 3,
            Run(own.BLANK),
        ),
    )


def method(lang: Lang) -> str:
    """Say how entries are made and ordered."""
    return text("method.text", lang, longest=LONGEST_EXCERPT)


def telling(item: Item, lang: Lang) -> tuple[Run, ...]:
    """Give an item on a line: outlet (governing body), time, headline as a link."""
    body = text("entry.of", lang, body=item.governing_body) if item.governing_body else ""
    at = own.when(item.at, lang, has_time=item.has_time)
    return (Run(item.outlet, is_bold=True), Run(f"{body}, {at}: "), source(item.title, item.url, lang))


def source(title: str, url: str, lang: Lang) -> Run:
    """Give a headline as a link; where its address is not safe to follow, that is said."""
    link = safe_link(url)
    return Run(title, link=link) if link else Run(f"{title} ({label('no_link', lang)})")


def tone(one: Entry, lang: Lang) -> str:
    """Give the tone of a story with what it rests on."""
    named = words.text(f"tone.{one.tone or 'unknown'}", lang).lower()
    if one.tone is None:
        return text("entry.tone", lang, tone=named)
    basis = "corrected" if one.is_corrected else "machine" if one.is_sure else "unsure"
    return f"{text('entry.tone', lang, tone=named)} ({text(f'entry.{basis}', lang)})"


def details(one: Entry, campaign: Campaign, lang: Lang) -> str:
    """Give what is known of a story besides its text: who else ran it, tone, messages, history."""
    carriers = one.carriers
    outlets = words.count(len(carriers), "outlet", lang)
    parts = [
        text("entry.carried", lang, outlets=outlets, names=", ".join(carriers))
        if carriers
        else text("entry.alone", lang),
        tone(one, lang),
    ]
    if one.messages:
        names = quoted(message_names(campaign, one.messages, lang), lang)
        parts.append(text("entry.messages", lang, names=names))
    if one.also:
        streams = [theme_name(("workstream", name), campaign, lang) for name in one.also]
        parts.append(text("entry.also", lang, names=quoted(streams, lang)))
    if not one.is_new:
        parts.append(text("entry.again", lang, story_at=words.time(one.story_at, lang)))
    if one.told.first_title:
        before = words.text("item.headline_before", lang, title=one.told.first_title)
        parts.append(f"{words.text('term.headline_changed', lang)}, {before}")
    if one.told.is_gone:
        parts.append(words.text("term.gone", lang))
    return ". ".join(parts) + "."


def theme_name(theme: Theme, campaign: Campaign, lang: Lang) -> str:
    """Give what entries stand under, in words."""
    kind, name = theme
    if kind == "rest":
        return text("theme.rest", lang)
    listed = campaign.workstreams if kind == "workstream" else campaign.messages
    return next(getattr(one.name, lang) for one in listed if one.id == name)


def message_names(campaign: Campaign, ids: Iterable[str], lang: Lang) -> list[str]:
    """Give the names of messages."""
    named = {one.id: getattr(one.name, lang) for one in campaign.messages}
    return [named[one] for one in ids]


def quoted(names: Sequence[str], lang: Lang) -> str:
    """Give names in quotation marks, one after the other."""
    return words.enumeration([f"“{name}”" for name in names], lang)


def _entry(one: Entry, campaign: Campaign, lang: Lang) -> Iterator[Block]:
    yield Paragraph("entry", telling(one.told, lang), number=one.number)
    if one.told.extract:
        yield plain("extract", one.told.extract)
    yield plain("details", details(one, campaign, lang))
