"""Judges word segmentation against sentences segmented by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lantoa import evaluation_files, resampling
from nlp.segment import words_batch
from nlp.text import normalise


class WordsError(ValueError):
    """A CoNLL-U file that cannot be used: names the file, the line and what was expected."""


def words(path: Path) -> dict[str, Any]:
    """Segment the sentences of a CoNLL-U file and compare the words.

    A word is right when its first and last character are those of a gold word; spaces and underscores between
    the syllables do not count. The segmenter reads the sentence as its gold words joined by spaces.

    Args:
        path: CoNLL-U, as UD_Vietnamese-VTB has it: the words of several syllables hold spaces or underscores.

    Returns:
        f1, precision and recall over all words; their 95 % intervals over sentences (`lantoa.resampling`);
        sentences, words (of the file) and found (words that the segmenter gives).

    Raises:
        WordsError: The file cannot be used.
    """
    gold = list(_sentences(path))
    if not gold:
        raise WordsError(f"{path}: no sentence; expected CoNLL-U with 10 columns separated by tabs")
    found = words_batch([" ".join(sentence) for sentence in gold])
    spans = [(_spans(gold_words), _spans(words)) for gold_words, words in zip(gold, found, strict=True)]
    counts = [(len(ours & theirs), len(ours), len(theirs)) for theirs, ours in spans]
    right, given, expected = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = right / given if given else 0.0, right / expected
    f1 = 2 * right / (given + expected)
    return {
        "f1": round(f1, 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "intervals": resampling.intervals(counts),
        "sentences": len(gold),
        "words": expected,
        "found": given,
    }


def _sentences(path: Path) -> Iterator[list[str]]:
    """Yield the words of each sentence, in the spelling that the segmenter returns."""
    lines = evaluation_files.text(path, WordsError).splitlines()
    sentence: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != 10:
                raise WordsError(f"{path}, line {number}: {len(fields)} columns, expected the 10 of CoNLL-U")
            # Ranges (1-2) and empty nodes (1.1) repeat or add to the words.
            if fields[0].isdigit():
                word = normalise(fields[1].replace("_", " ")).strip()
                if not word:
                    raise WordsError(f"{path}, line {number}: no word in the second column (FORM)")
                sentence.append(word)


def _spans(sentence: Sequence[str]) -> set[tuple[int, int]]:
    """Give the words' first and last place among the characters that are no spaces."""
    spans: set[tuple[int, int]] = set()
    place = 0
    for word in sentence:
        length = len("".join(normalise(word).split()))
        spans.add((place, place + length))
        place += length
    return spans
