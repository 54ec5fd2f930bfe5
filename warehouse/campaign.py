"""Campaign files: what is watched for, written as TOML by the communications team and checked here."""

import datetime as dt
import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from crawlers.outlets import KINDS, LEVELS
from nlp.match import Query, QueryError, has_operator, parse
from nlp.person_terms import is_person, only_persons
from nlp.provinces import provinces
from nlp.text import normalise, syllables

_LOOKED_FOR_BY = ("terms 2", "phrases 4", "quotes 4")
"""How campaigns are looked for in texts: where a rule of it changes, what it found before is found anew."""

ComparisonKind = Literal["phase", "workstream", "level", "outlet_kind"]
ComparedMeasure = Literal[
    "stories_per_day",
    "items_per_day",
    "share_of_attention",
    "positive_share",
    "neutral_share",
    "negative_share",
    "agreement",
]


@dataclass(frozen=True)
class Problem:
    """One mistake in a campaign file.

    Attributes:
        key: Where it is, such as "phases[0].from": list entries count from 0; "" for the whole file.
        expected: What was expected there, and what to do.
        nearest: The right name nearest to what was written, or None.
    """

    key: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        """Give the problem in one sentence."""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.key}: {self.expected}{hint}" if self.key else f"{self.expected}{hint}"


class CampaignError(Exception):
    """A campaign file that cannot be used.

    Attributes:
        file: The file.
        problems: Every mistake found, in the order of the file's sections.
    """

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        super().__init__(file, problems)
        self.file = file
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Give one problem a line, each with the file."""
        return "\n".join(f"{self.file}: {problem}" for problem in self.problems)


def _searchable(text: str) -> str:
    if not syllables(text):
        raise ValueError("expected a word or phrase with at least one letter or digit")
    if "*" in text or has_operator(text):
        raise ValueError(
            "expected a word or phrase as it stands in texts, without wildcards (*) and operators, which "
            "only queries have: write each form as a term of its own"
        )
    return normalise(text)


_HOST = r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$"
_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
_Text = Annotated[str, AfterValidator(normalise), Field(min_length=1)]
_Phrase = Annotated[str, AfterValidator(_searchable)]
_Host = Annotated[str, Field(pattern=_HOST)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Names(_Model):
    """A name in both languages of the screens."""

    vi: _Text
    en: _Text


class Phase(_Model):
    """A part of the campaign's time: Vietnam days, both inclusive; `from` and `to` in the file."""

    id: _Id
    name: Names
    from_date: dt.date = Field(alias="from")
    to_date: dt.date = Field(alias="to")


class Workstream(_Model):
    """A line of work, and the terms by which coverage is counted for it."""

    id: _Id
    name: Names
    terms: Annotated[tuple[_Phrase, ...], Field(min_length=1)]


class Task(_Model):
    """A piece of work of a workstream; `lead` and `coordinating` are names from the campaign's `offices`."""

    id: _Id
    workstream: str
    name: _Text
    lead: str
    coordinating: tuple[str, ...] = ()


class Activity(_Model):
    """A planned event of a task.

    Attributes:
        date: Vietnam day.
        place: Where it takes place; the provinces named in it are the activity's.
        terms: Words and phrases by which its coverage is told; without any, the words of the title.
        days_before: Vietnam days before its date from which on coverage is counted as its own.
        days_after: Days after its date, likewise.
        intended_weight: The share of attention it should get relative to the others; None where nobody
            planned one, and then coverage is not compared with a plan.
    """

    id: _Id
    task: str
    date: dt.date
    title: _Text
    place: _Text | None = None
    terms: tuple[_Phrase, ...] = ()
    days_before: Annotated[int, Field(ge=0, le=90)] = 3
    days_after: Annotated[int, Field(ge=0, le=90)] = 7
    intended_weight: Annotated[float, Field(gt=0)] | None = None


class Message(_Model):
    """What the campaign wants to be understood, and the phrases by which it is recognised."""

    id: _Id
    name: Names
    phrases: Annotated[tuple[_Phrase, ...], Field(min_length=1)]


class Scenario(_Model):
    """A situation prepared for: how its coverage is recognised, who answers, and the text prepared.

    Its query is asked of every item collected, whether the campaign's own query finds it or not.

    Attributes:
        query_text: The Boolean query, `query` in the file.
        responsible: The office that answers.
        checked_at: Vietnam day on which the text was last checked.
        provinces: Provinces of which the item must name one, by any name since 2008; empty for all.
        from_date: First Vietnam day of publication, `from` in the file; None for no limit.
        to_date: Last one, `to` in the file.
    """

    id: _Id
    name: _Text
    query_text: str = Field(alias="query")
    responsible: _Text
    text: _Text
    checked_at: dt.date
    provinces: tuple[_Text, ...] = ()
    from_date: dt.date | None = Field(default=None, alias="from")
    to_date: dt.date | None = Field(default=None, alias="to")

    @property
    def query(self) -> Query:
        """The query as `nlp.match.find` takes it."""
        return parse(self.query_text)


class Claim(_Model):
    """A claim that is watched for, in neutral words, and the official source that settles it.

    Attributes:
        query_text: The Boolean query, `query` in the file, asked of every item collected.
        source: Address of the official page.
        checked_at: Vietnam day on which the source was last checked.
    """

    id: _Id
    wording: _Text
    query_text: str = Field(alias="query")
    source: Annotated[str, Field(pattern=r"^https://[^/\s]+\.[^/\s]+/\S*$", max_length=500)]
    checked_at: dt.date

    @property
    def query(self) -> Query:
        """The query as `nlp.match.find` takes it."""
        return parse(self.query_text)


class Comparison(_Model):
    """A comparison planned beforehand, whose result may become a sentence.

    Attributes:
        kind: What `a` and `b` are: ids of phases or workstreams, levels or kinds of outlets.
        measure: What is compared between them.
    """

    id: _Id
    kind: ComparisonKind
    a: str
    b: str
    measure: ComparedMeasure


def _closing(time: dt.time) -> dt.time:
    if time.tzinfo is not None or time.second or time.microsecond:
        raise ValueError("expected hours and minutes, Vietnam time, such as 06:30:00")
    return time


class Digest(_Model):
    """What stands on the press digest; what is left out is a blank there, to be filled in by hand.

    Attributes:
        office: The office that issues it.
        place: Where it is dated ("Hà Nội").
        approver: The post that approves it; who signs writes the name by hand.
        closing: Vietnam time at which each issue closes.
    """

    office: _Text | None = None
    place: _Text | None = None
    approver: _Text | None = None
    closing: Annotated[dt.time, AfterValidator(_closing)] = dt.time(6, 30)


class Campaign(_Model):
    """What is watched for.

    Attributes:
        id: Slug, the file's name without ".toml".
        query_text: The Boolean query, `query` in the file; a text is on the campaign if it holds.
        phases: In order of time, without overlap; there may be days between them.
        offices: Offices whose statements count.
        watched_outlets: Ids of outlets; empty for all.
        own_sites: Hosts of the organiser: what they publish is owned, not editorial.
        false_alarms_a_month: The budget of false alarms that all count rules of alerts share.
        digest: What stands on the press digest.
    """

    id: _Id
    names: Names
    query_text: str = Field(alias="query")
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    workstreams: tuple[Workstream, ...] = ()
    tasks: tuple[Task, ...] = ()
    activities: tuple[Activity, ...] = ()
    messages: tuple[Message, ...] = ()
    offices: tuple[_Text, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    claims: tuple[Claim, ...] = ()
    watched_outlets: tuple[str, ...] = ()
    own_sites: tuple[_Host, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    false_alarms_a_month: Annotated[float, Field(gt=0, le=30)] = 1.0
    digest: Digest = Digest()

    @property
    def query(self) -> Query:
        """The query as `nlp.match.find` takes it."""
        return parse(self.query_text)

    @cached_property
    def looked_for(self) -> dict[str, object]:
        """What is looked for in texts, by part of the file, and under "by" how: as JSON holds it."""
        return {
            "query": self.query_text,
            "workstreams": [(one.id, one.terms) for one in self.workstreams],
            "messages": [(one.id, one.phrases) for one in self.messages],
            "activities": [(one.id, one.terms or one.title) for one in self.activities],
            "offices": self.offices,
            "prepared": [(one.id, one.query_text) for one in (*self.scenarios, *self.claims)],
            "by": _LOOKED_FOR_BY,
        }

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of what is looked for in texts and of how, 64 hexadecimal digits.

        Another name, phase, task or prepared text finds the same, and leaves it as it is.
        """
        return sha256_of(self.looked_for)


def sha256_of(looked_for: Mapping[str, object]) -> str:
    """Give the SHA-256 of what a campaign looks for (`Campaign.looked_for`), also as JSON gave it back."""
    return hashlib.sha256(json.dumps(looked_for).encode()).hexdigest()


def load(path: Path, outlets: Collection[str] | None = None, today: dt.date | None = None) -> Campaign:
    """Read and check a campaign file.

    Args:
        path: A TOML file named after the campaign's id.
        outlets: Ids of the register against which `watched_outlets` is checked; None does not check it.
        today: The Vietnam day after which nothing can have been checked yet; None does not check that.

    Raises:
        CampaignError: The file cannot be read or holds a mistake; every mistake is named.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CampaignError(path, [Problem("", f"a readable file is expected: {error.strerror}")]) from error
    return check(content, path, outlets, today)


def check(
    content: bytes, path: Path, outlets: Collection[str] | None = None, today: dt.date | None = None
) -> Campaign:
    """Check what a campaign file holds, or is to hold; arguments and errors are those of `load`."""
    try:
        data = tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        raise CampaignError(path, [Problem("", f"a file in UTF-8 is expected: {error}")]) from error
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and arrays as deep
        raise CampaignError(path, [Problem("", f"valid TOML is expected: {error}")]) from error
    try:
        campaign = Campaign.model_validate(data)
    except ValidationError as error:
        raise CampaignError(path, [_invalid(details) for details in error.errors()]) from error
    problems = list(_problems(campaign, path.stem, outlets))
    if today is not None:
        problems += _checked_later(campaign, today)
    if problems:
        raise CampaignError(path, problems)
    return campaign


def _dotted(location: Iterable[int | str]) -> str:
    key = ""
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else part
    return key


def _nearest(name: str, right: Iterable[str]) -> str | None:
    close = difflib.get_close_matches(name, list(right), n=1, cutoff=0.5)
    return close[0] if close else None


def _invalid(details: ErrorDetails) -> Problem:
    """Turn a problem that pydantic found into ours."""
    location = details["loc"]
    key = _dotted(location)
    if details["type"] == "extra_forbidden":
        known = _keys(location[:-1])
        return Problem(key, f"unknown key; known are {', '.join(known)}", _nearest(str(location[-1]), known))
    if details["type"] == "missing":
        return Problem(key, "this key is missing")
    if details["type"] == "literal_error":
        context: Any = details.get("ctx", {})
        right = re.findall(r"'([^']+)'", context["expected"])
        return Problem(key, f"expected {context['expected']}", _nearest(str(details["input"]), right))
    if details["type"] == "too_short":
        return Problem(key, "at least one is expected")
    message = details["msg"].removeprefix("Value error, ")
    return Problem(key, f"{message[:1].lower()}{message[1:]}, not {details['input']!r}"[:300])


_SECTIONS: dict[str, type[_Model]] = {
    "phases": Phase,
    "workstreams": Workstream,
    "tasks": Task,
    "activities": Activity,
    "messages": Message,
    "scenarios": Scenario,
    "claims": Claim,
    "comparisons": Comparison,
}


def _keys(location: Sequence[int | str]) -> list[str]:
    """List the keys that may stand at a place of the file."""
    models = {**_SECTIONS, "digest": Digest}
    model = models.get(str(location[0]), Campaign) if location else Campaign
    if location and location[-1] in ("name", "names"):
        model = Names
    return [field.alias or name for name, field in model.model_fields.items()]


def _problems(campaign: Campaign, stem: str, outlets: Collection[str] | None) -> Iterator[Problem]:
    if campaign.id != stem:
        yield Problem("id", f"the file's name is expected, {stem!r}, not {campaign.id!r}")
    yield from _query_problems("query", campaign.query_text)
    yield from _phase_problems(campaign.phases)
    for section in _SECTIONS:
        yield from _repeats(section, [entry.id for entry in getattr(campaign, section)])
    yield from _reference_problems(campaign)
    yield from _person_problems(campaign)
    for index, scenario in enumerate(campaign.scenarios):
        yield from _scenario_problems(f"scenarios[{index}]", scenario)
    for index, claim in enumerate(campaign.claims):
        yield from _query_problems(f"claims[{index}].query", claim.query_text)
    if outlets is not None:
        for index, outlet in enumerate(campaign.watched_outlets):
            what = "outlet of the register (an outlet keeps its id when it is renamed or closes)"
            yield from _unknown(f"watched_outlets[{index}]", outlet, outlets, what)


def _checked_later(campaign: Campaign, today: dt.date) -> Iterator[Problem]:
    prepared = {"scenarios": campaign.scenarios, "claims": campaign.claims}
    for section, entries in prepared.items():
        for index, entry in enumerate(entries):
            if entry.checked_at > today:
                yield Problem(
                    f"{section}[{index}].checked_at",
                    f"the day of the last check is expected, {today} (today) at the latest, not "
                    f"{entry.checked_at}: correct it",
                )


def _person_problems(campaign: Campaign) -> Iterator[Problem]:
    for index, office in enumerate(campaign.offices):
        if is_person(office):
            yield Problem(
                f"offices[{index}]", f"the name of an office is expected, not a person's: {office!r}"
            )
    for key in ("office", "approver"):
        named = getattr(campaign.digest, key)
        if named and is_person(named):
            yield Problem(f"digest.{key}", f"an office or a post is expected, not a person's name: {named!r}")
    # Each has rows of its own in tables and charts.
    counted = {"workstreams": "terms", "activities": "terms", "messages": "phrases"}
    for table, terms in counted.items():
        for index, one in enumerate(getattr(campaign, table)):
            # An activity without terms is told by its title.
            key, found = (terms, getattr(one, terms)) if getattr(one, terms) else ("title", (one.title,))
            if all(map(is_person, found)):
                said = f"what is done is expected, not only the name of a person: {found[0]!r}"
                yield Problem(f"{table}[{index}].{key}", said)


def _query_problems(key: str, text: str) -> Iterator[Problem]:
    try:
        query = parse(text)
    except QueryError as error:
        yield Problem(key, str(error))
        return
    if only_persons(query):
        yield Problem(
            key,
            "the query's terms are only the name of a person; lantoa watches the coverage of activities, "
            "not persons: name what is done, the office or the event",
        )


def _scenario_problems(key: str, scenario: Scenario) -> Iterator[Problem]:
    yield from _query_problems(f"{key}.query", scenario.query_text)
    if is_person(scenario.responsible):
        said = f"the name of an office is expected, not a person's: {scenario.responsible!r}"
        yield Problem(f"{key}.responsible", said)
    for index, province in enumerate(scenario.provinces):
        yield from _unknown(f"{key}.provinces[{index}]", province, provinces(), "province")
    if scenario.from_date and scenario.to_date and scenario.to_date < scenario.from_date:
        yield Problem(f"{key}.to", f"a day not before {scenario.from_date} is expected")


def _phase_problems(phases: Sequence[Phase]) -> Iterator[Problem]:
    for index, phase in enumerate(phases):
        if phase.to_date < phase.from_date:
            yield Problem(f"phases[{index}].to", f"a day not before {phase.from_date} is expected")
        if index and phase.from_date <= phases[index - 1].to_date:
            yield Problem(
                f"phases[{index}].from",
                f"a day after {phases[index - 1].to_date} is expected, the end of {phases[index - 1].id!r}: "
                "phases stand in order and do not overlap",
            )


def _repeats(section: str, ids: Sequence[str]) -> Iterator[Problem]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield Problem(
                f"{section}[{index}].id",
                f"an id of its own is expected: {name!r} is {section}[{ids.index(name)}]",
            )


def _reference_problems(campaign: Campaign) -> Iterator[Problem]:
    workstreams = [entry.id for entry in campaign.workstreams]
    for index, task in enumerate(campaign.tasks):
        yield from _unknown(f"tasks[{index}].workstream", task.workstream, workstreams, "id of a workstream")
        yield from _unknown(f"tasks[{index}].lead", task.lead, campaign.offices, "name from offices")
        for place, office in enumerate(task.coordinating):
            key = f"tasks[{index}].coordinating[{place}]"
            yield from _unknown(key, office, campaign.offices, "name from offices")
    tasks = [entry.id for entry in campaign.tasks]
    for index, activity in enumerate(campaign.activities):
        yield from _unknown(f"activities[{index}].task", activity.task, tasks, "id of a task")
        first, last = campaign.phases[0].from_date, campaign.phases[-1].to_date
        if not first <= activity.date <= last:
            yield Problem(
                f"activities[{index}].date",
                f"a day of the campaign's phases is expected, {first} to {last}, not {activity.date}",
            )
    compared: dict[str, tuple[Collection[str], str]] = {
        "phase": ([entry.id for entry in campaign.phases], "id of a phase"),
        "workstream": (workstreams, "id of a workstream"),
        "level": (LEVELS, "level"),
        "outlet_kind": (KINDS, "kind of outlet"),
    }
    for index, comparison in enumerate(campaign.comparisons):
        for side in ("a", "b"):
            key = f"comparisons[{index}].{side}"
            yield from _unknown(key, cast(str, getattr(comparison, side)), *compared[comparison.kind])
        if comparison.a == comparison.b:
            yield Problem(f"comparisons[{index}].b", f"another than a is expected, not {comparison.b!r} too")


def _unknown(key: str, name: str, right: Collection[str], what: str) -> Iterator[Problem]:
    if name not in right:
        known = f" ({', '.join(sorted(right))})" if len(right) <= 12 else ""
        yield Problem(key, f"unknown {what}{known}: {name!r}", _nearest(name, right))
