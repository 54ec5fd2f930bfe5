"""What stands at the top of a report: the summary, and where coverage stands in the chain of effects."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import words
from dashboards.contents import Contents
from dashboards.findings import Finding
from dashboards.reporting.terms import term
from dashboards.words import Lang

_SUMMED_UP = ("alerts", "coverage", "tone", "consensus", "messages", "collection", "empty")
_WITH_STANDING = ("tone", "consensus")
_EMPTY = ("out_takes", "outcomes", "impact")


@dataclass(frozen=True)
class Box:
    """A link of the chain from inputs to impact.

    Attributes:
        name: Of the link.
        says: What is known of it; empty where coverage says nothing about it.
        what: What an empty one would hold.
    """

    name: str
    says: tuple[str, ...]
    what: str


def sentences(contents: Contents, found: Sequence[Finding], lang: Lang) -> list[str]:
    """Give the first sentence of each finding that matters most, in the order of the findings.

    Tone and consensus have their second too, which says how far they can be relied on. Of the messages only
    their number is given: their names stand in the finding.
    """
    said = {
        finding.key: " ".join(finding.sentences[: 2 if finding.key in _WITH_STANDING else 1])
        for finding in found
        if finding.key in _SUMMED_UP
    }
    if "messages" in said and contents.messages:
        carried = sum(message["stories"] > 0 for message in contents.messages)
        told = words.count(len(contents.messages), "message", lang)
        said["messages"] = term("summary.messages", lang, carried=words.decimal(carried, lang), all=told)
    return list(said.values())


def chain(contents: Contents, lang: Lang) -> list[Box]:
    """Give inputs, outputs, out-takes, outcomes and impact; the last three are empty.

    Press coverage is an output (AMEC Integrated Evaluation Framework; Barcelona Principles 3.0): it does not
    tell what people noticed, thought or did.
    """
    planned = [row for row in contents.plan.activities if row["activity"]]
    inputs = term("chain.inputs.none", lang)
    if planned:
        counts = {"activities": len(planned), "tasks": len(contents.plan.tasks)}
        numbers = {name: words.decimal(count, lang) for name, count in counts.items()}
        inputs = term("chain.inputs.plan", lang, **numbers)
    outputs = () if contents.is_empty else _outputs(contents, lang)
    return [
        Box(term("chain.inputs", lang), (inputs,), ""),
        Box(term("chain.outputs", lang), outputs, ""),
        *(Box(term(f"chain.{name}", lang), (), term(f"chain.{name}.what", lang)) for name in _EMPTY),
    ]


def _outputs(contents: Contents, lang: Lang) -> tuple[str, ...]:
    totals = contents.totals
    return tuple(
        words.count(totals[name].n, noun, lang)
        for name, noun in (("items", "item"), ("stories", "story"), ("outlets_covered", "outlet"))
    )
