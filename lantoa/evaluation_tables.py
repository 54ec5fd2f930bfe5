"""Figures of an evaluation as tables for people: each share with its 95 % interval and n."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from nlp.tone import LABELS
from warehouse.measures import wilson

_GROUPS = {
    "by_outlet_kind": "outlet kind",
    "by_length": "characters",
    "by_kind": "kind of passage",
}


def print_labels(console: Console, figures: Mapping[str, Any]) -> None:
    """Print how labels compare with expected ones.

    Args:
        console: Where to.
        figures: As `lantoa.evaluate_tone.tone` and `lantoa.evaluate_passages.passages` give them. Intervals
            of shares are Wilson's, those of macro-F1 from resamples of the texts; both take texts for
            independent.
    """
    console.print(_table("whole file", *_whole(figures)))
    console.print(_table("by label, with 95 % intervals", *_classes(figures)))
    console.print(_table("labels given, by label expected", *_confusion(figures["confusion"])))
    for name, heading in _GROUPS.items():
        if name in figures:
            console.print(_table(f"by {heading}", *_groups(heading, figures[name])))
    if "coverage" in figures:
        console.print(_table("texts with at least a probability", *_coverage(figures["coverage"])))


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, name in enumerate(head):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def _whole(figures: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    n = figures["n"]
    error = figures["ece"]
    return ["figure", "value", "95 % interval", "n"], [
        ["macro-F1", _number(figures["macro_f1"]), _between(*figures["interval"]), str(n)],
        ["accuracy", _number(figures["accuracy"]), _of_share(figures["accuracy"], n), str(n)],
        ["without a tone (count as wrong)", str(figures["unscored"]), "", str(n)],
        [
            "calibration error",
            "not estimable" if error is None else _number(error),
            "",
            str(n - figures["unscored"]),
        ],
    ]


def _classes(figures: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    rows: list[list[str]] = []
    for label in LABELS:
        values = figures["per_class"][label]
        predicted = sum(figures["confusion"][other][label] for other in LABELS)
        rows.append(
            [
                label,
                str(values["n"]),
                *(
                    f"{_number(share)} ({_of_share(share, of)})" if of else "not estimable"
                    for share, of in ((values["recall"], values["n"]), (values["precision"], predicted))
                ),
                _number(values["f1"]),
            ]
        )
    return ["label", "n", "recall", "precision", "F1"], rows


def _confusion(counts: Mapping[str, Mapping[str, int]]) -> tuple[list[str], list[list[str]]]:
    given = (*LABELS, "unscored")
    rows = [[label, *(str(counts[label][other]) for other in given)] for label in LABELS]
    return ["expected", *given], rows


def _groups(heading: str, groups: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Give the groups in their order; macro-F1 only where it was computed for them."""
    has_f1 = all("macro_f1" in values for values in groups.values())
    rows = [
        [
            name,
            str(values["n"]),
            f"{_number(values['accuracy'])} ({_of_share(values['accuracy'], values['n'])})",
            *([f"{_number(values['macro_f1'])} ({_between(*values['interval'])})"] if has_f1 else []),
        ]
        for name, values in groups.items()
    ]
    return [heading, "n", "accuracy", *(["macro-F1"] if has_f1 else [])], rows


def _coverage(table: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    rows = [
        [
            f"{row['from']:.2f}",
            str(row["n"]),
            _number(row["share"]),
            f"{_number(row['accuracy'])} ({_of_share(row['accuracy'], row['n'])})"
            if row["n"]
            else "not estimable",
        ]
        for row in table
    ]
    return ["probability", "n", "share of texts", "accuracy"], rows


def _of_share(share: float, n: int) -> str:
    return _between(*wilson(min(share * n, n), n))


def _between(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:.3f}"
