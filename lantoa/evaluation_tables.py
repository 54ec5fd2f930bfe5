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
_NAMES = {
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
    "pair_f1": "F1 over pairs of articles",
    "pair_precision": "precision over pairs",
    "pair_recall": "recall over pairs",
    "bcubed_f1": "B-cubed F1",
    "ari": "adjusted Rand index",
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


def print_pairs(console: Console, figures: Mapping[str, Any]) -> None:
    """Print how pairs were told apart.

    Args:
        console: Where to.
        figures: As `lantoa.evaluate_pairs.copies` gives them. Intervals of shares are Wilson's, those of F1
            from resamples of the pairs; both take pairs for independent.
    """
    rows: list[list[str]] = []
    for kind, values in (("copy", figures["copy"]), ("one event", figures["same_event"])):
        n, found = values["n"], values["found"]
        rows += [
            [kind, "recall", _share_of(values["recall"], n), f"{n} labelled so"],
            [kind, "precision", _share_of(values["precision"], found), f"{found} found"],
            [kind, "F1", _with_interval(values["f1"], values["f1_interval"]), ""],
        ]
    title = f"{figures['n']} pairs, with 95 % intervals"
    console.print(_table(title, ["held to be", "figure", "value", "of"], rows))


def print_words(console: Console, figures: Mapping[str, Any]) -> None:
    """Print how words were found; intervals are from resamples of the sentences.

    Args:
        console: Where to.
        figures: As `lantoa.evaluate_words.words` gives them.
    """
    of = {"f1": "", "precision": f"{figures['found']} words given", "recall": f"{figures['words']} words"}
    rows = [
        [_NAMES[name], _with_interval(figures[name], figures["intervals"][name]), of[name]] for name in of
    ]
    title = f"{figures['sentences']} sentences, with 95 % intervals"
    console.print(_table(title, ["figure", "value", "of"], rows))


def print_events(console: Console, figures: Mapping[str, Any]) -> None:
    """Print how events agree with groups that people made; intervals are from resamples of these groups.

    Args:
        console: Where to.
        figures: As `lantoa.evaluate_events.events` gives them.
    """
    intervals = figures["intervals"]
    rows = [[_NAMES[name], _with_interval(figures[name], intervals[name])] for name in intervals]
    title = (
        f"{figures['n']} articles, {figures['clusters']} groups by people, {figures['events']} events found "
        f"(threshold {figures['threshold']}); with 95 % intervals"
    )
    console.print(_table(title, ["figure", "value"], rows))


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
        ["macro-F1", *_macro_f1(figures), str(n)],
        ["accuracy", _number(figures["accuracy"]), _of_share(figures["accuracy"], n), str(n)],
        ["without a tone (count as wrong)", str(figures["unscored"]), "", str(n)],
        [
            "calibration error",
            "not estimable" if error is None else _number(error),
            "",
            str(n - figures["unscored"]),
        ],
    ]


def _macro_f1(figures: Mapping[str, Any]) -> tuple[str, str]:
    """Give macro-F1 and its interval; a tone that is absent from the file is neither found nor missed."""
    value = figures["macro_f1"]
    return ("not estimable", "") if value is None else (_number(value), _between(*figures["interval"]))


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
                _number(values["f1"]) if values["n"] else "",
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
            *([_with_interval(values["macro_f1"], values["interval"])] if has_f1 else []),
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


def _share_of(share: float | None, n: int) -> str:
    return "not estimable" if share is None else f"{_number(share)} ({_of_share(share, n)})"


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str:
    if value is None:
        return "not estimable"
    return f"{_number(value)} ({_between(*interval) if interval else 'interval not estimable'})"


def _of_share(share: float, n: int) -> str:
    return _between(*wilson(min(share * n, n), n))


def _between(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:.3f}"
