"""Tags syllables with underthesea's model by numbers instead of strings: the same tags, many times as fast.

The texts stand in one row of syllables, each between marks of its beginning and its end. What speaks for I-W
at each place is added up by numpy from tables of syllables, pairs and triples; the best tags of each text are
then found by Viterbi's algorithm, which needs one number a syllable as there are two tags.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.segment_model import Function, Model
from nlp.segment_syllables import BOS, EOS, REACH, Syllables

Gram = tuple[str, ...]
Grammed = dict[Gram, dict[int, float]]
Row = NDArray[np.int64]
Weights = NDArray[np.float64]

# Sums in another order differ in their last digits; the library's sums, and so theirs, grow with the text.
_MARGIN: Final = 1e-9
_MARGIN_PER_SYLLABLE: Final = 1e-13


class Tagger:
    """The model's answer to where words go on."""

    def __init__(self, model: Model) -> None:
        """Make the tables of a model."""
        written, lower = _grams(model, ""), _grams(model, "lower")
        _add_dictionary(lower, model)
        self._written = Grams(written)
        self._lower = Grams(lower)
        self.syllables = Syllables(model, self._written.numbers, self._lower.numbers)
        self._everywhere = sum(model.otherwise(template) for template in model.weights)
        self._titles = [
            (template, weights.get("True", 0.0) - model.otherwise(template))
            for template, weights in model.weights.items()
            if template.function == "istitle" and template.length > 1
        ]
        (self._bb, self._bi), (self._ib, self._ii) = model.transitions.tolist()

    def tags(self, texts: Sequence[Sequence[int]]) -> Iterator[list[bool] | None]:
        """Tell of each text's syllables whether they go on with the word before.

        Args:
            texts: Numbers of the syllables, from `syllables`.

        Yields:
            A flag a syllable; None where the best tags are so close to others that the library must decide.
        """
        row = [mark for text in texts for mark in (*[BOS] * REACH, *text, *[EOS] * REACH)]
        weights = self._weigh(np.array(row, np.int64)) if row else np.zeros(0)
        begin = 0
        for text in texts:
            begin += REACH
            end = begin + len(text)
            yield self._decode(weights[begin:end].tolist())
            begin = end + REACH

    def _weigh(self, row: Row) -> Weights:
        """Give what speaks for I-W at each place of a row; what it gives at the marks means nothing."""
        single = self.syllables.weights[row]
        written, lower, title = self.syllables.kinds[row].T
        total = np.full(len(row), self._everywhere)
        for place in range(2 * REACH + 1):
            total[REACH:-REACH] += single[2 * REACH - place : len(row) - place, place]
        for template, weight in self._titles:
            capitals = np.lib.stride_tricks.sliding_window_view(title, template.length).all(axis=1)
            total[np.flatnonzero(capitals) - template.first] += weight
        self._written.add(total, written)
        self._lower.add(total, lower)
        return total

    def _decode(self, weights: Sequence[float]) -> list[bool] | None:
        """Give the tags that together have the greatest weight."""
        if len(weights) < 2:
            return [False] * len(weights)
        bb, bi, ib, ii = self._bb, self._bi, self._ib, self._ii
        # From these leads on, I-W is the better tag before a B-W and before an I-W.
        before_b, before_i = bb - ib, bi - ii
        lead = weights[0]
        leads = [lead]
        for weight in weights[1:]:
            goes_on = lead + ii if lead > before_i else bi
            begins = lead + ib if lead > before_b else bb
            lead = weight + goes_on - begins
            leads.append(lead)
        margin = _MARGIN + len(leads) * _MARGIN_PER_SYLLABLE
        tags: list[bool] = []
        least = 0.0
        for lead in reversed(leads):
            distance = lead - least
            if -margin < distance < margin:
                return None
            tags.append(distance > 0)
            least = before_i if distance > 0 else before_b
        return tags[::-1]


class Grams:
    """Weights of pairs and triples of syllables.

    Attributes:
        numbers: Of the syllables that they are made of, from 1; 0 is for all others.
    """

    def __init__(self, weights: Mapping[Gram, Mapping[int, float]]) -> None:
        """Make the tables.

        Args:
            weights: For each pair or triple, what it adds where the tagged syllable is such that the first
                of them stands at the offset which is the key.
        """
        syllables = sorted({syllable for gram in weights for syllable in gram})
        self.numbers = {syllable: number for number, syllable in enumerate(syllables, 1)}
        # A triple is looked for where its first two are, so these are pairs, if of no weight.
        pairs = {self._key(gram): weights.get(gram[:2], {}) for gram in weights}
        self._pairs, self._pair_weights = _table(pairs)
        places = {key: place for place, key in enumerate(self._pairs.tolist())}
        triples = {
            places[self._key(gram)] << 32 | self.numbers[gram[2]]: of_gram
            for gram, of_gram in weights.items()
            if len(gram) == 3
        }
        self._triples, self._triple_weights = _table(triples)

    def add(self, total: Weights, row: Row) -> None:
        """Add their weights to those of a row of syllables, given by `numbers`."""
        places, pairs = _find(self._pairs, row[:-1] << 32 | row[1:])
        _add_at(total, places, self._pair_weights[pairs])
        third = row[places + 2]
        found, triples = _find(self._triples, pairs << 32 | third)
        _add_at(total, places[found], self._triple_weights[triples])

    def _key(self, gram: Gram) -> int:
        return self.numbers[gram[0]] << 32 | self.numbers[gram[1]]


def _grams(model: Model, function: Function) -> Grammed:
    """Give the pairs and triples of which the model has attributes with a function."""
    found: Grammed = {}
    for template, weights in model.weights.items():
        if template.function == function and template.length > 1:
            for value, weight in weights.items():
                gram = tuple(value.split(" "))
                if len(gram) == template.length:
                    of_gram = found.setdefault(gram, {})
                    of_gram[template.first] = of_gram.get(template.first, 0.0) + weight
    return found


def _add_dictionary(grams: Grammed, model: Model) -> None:
    """Add what the dictionary's words weigh; those that have no other weight share one mapping a length."""
    of_length: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for template, weights in model.weights.items():
        if template.function == "is_in_dict" and template.length > 1:
            of_length[template.length][template.first] = weights.get("True", 0.0) - model.otherwise(template)
    for word in model.dictionary:
        gram = tuple(word.split(" "))
        added = of_length.get(len(gram))
        if added is None:
            continue
        known = grams.setdefault(gram, added)
        if known is not added:
            for first, weight in added.items():
                known[first] = known.get(first, 0.0) + weight


def _table(weights: Mapping[int, Mapping[int, float]]) -> tuple[Row, Weights]:
    """Give the keys in order, a last one that none is equal to, and the weights for the offsets -2 to 2."""
    keys = sorted(weights)
    table = np.zeros((len(keys), 2 * REACH + 1))
    lengths = [len(weights[key]) for key in keys]
    offsets = [REACH + offset for key in keys for offset in weights[key]]
    table[np.repeat(np.arange(len(keys)), lengths), offsets] = [
        weight for key in keys for weight in weights[key].values()
    ]
    return np.array([*keys, np.iinfo(np.int64).max], np.int64), table


def _find(keys: Row, wanted: Row) -> tuple[Row, Row]:
    """Give the places of what is among the keys, and the place of its key."""
    at = np.searchsorted(keys, wanted)
    found = np.flatnonzero(keys[at] == wanted)
    return found, at[found]


def _add_at(total: Weights, places: Row, weights: Weights) -> None:
    for offset in range(-REACH, REACH):
        total[places - offset] += weights[:, REACH + offset]
