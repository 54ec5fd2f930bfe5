"""What the tone model looks at in a headline and a lead: n-grams, and words of a lexicon by what they say.

N-grams are those of one and two syllables and of one and two words; those of the headline count once more as
the headline's own. Words are the longest that the model knows, from the left (`nlp.segment`, which reads the
context too, finds them in training alone: it takes more time than everything else, and tells no more of the
tone). The kinds are those of `nlp.tone_kinds`, counted by place.

Texts are read as numbers: each syllable and word has one, and a pair of them is one number too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from nlp.tone_kinds import TOKEN, kinds, longest_first, spaced, syllables

Matrix = csr_array[np.float64, tuple[int, int]]

HEADLINE: Final = "T"
LEAD: Final = "L"


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart.

    Attributes:
        headline: Its syllables, folded.
        lead: So of the lead.
        kinds: The weight of each kind of the lexicon, by place: "Tdeath" in the headline.
    """

    headline: list[str]
    lead: list[str]
    kinds: Mapping[str, float]


@dataclass(frozen=True)
class Vocabulary:
    """The features of a model, each of which is a column: n-grams, those of headlines, kinds of the lexicon.

    Attributes:
        syllables: The known ones, numbered from 1; after the last, the same as words.
        words: Those of several syllables, "công an"; their numbers follow.
        pairs: int64 array, ascending: the known pairs as `found_pairs` writes them. The n-grams are the
            numbered ones and then these.
        idf: float array (2 n n-grams): inverse document frequency anywhere, then in headlines; 0 for what is
            no feature there.
        kinds: The known kinds of the lexicon, each with its place.
    """

    syllables: Sequence[str]
    words: Sequence[str]
    pairs: NDArray[np.int64]
    idf: NDArray[np.float64]
    kinds: Sequence[str]

    def matrix(self, texts: Sequence[Text]) -> Matrix:
        """Give the values of the features: sparse float array (n texts, 2 n n-grams + n kinds).

        An n-gram that occurs k times has the value (1 + ln k) idf; those of a text are scaled to length 1.
        """
        found = self.counts(texts)
        found.data = (1 + np.log(found.data)) * self.idf[found.indices]
        rows = np.repeat(np.arange(len(texts)), np.diff(found.indptr))
        found.data /= np.sqrt(np.bincount(rows, found.data**2, len(texts)))[rows]
        return csr_array(found + self._kind_values(texts))

    def counts(self, texts: Sequence[Text]) -> Matrix:
        """Give how often each n-gram occurs in each text, in columns as of `matrix`."""
        numbers, parts = self._numbers_in(texts)
        codes, parts_of_pairs = self._pairs_in(numbers, parts)
        places = np.searchsorted(self.pairs, codes)
        places[places == len(self.pairs)] = 0
        known = self.pairs[places] == codes if len(self.pairs) else np.zeros(len(codes), bool)
        columns = np.concatenate([numbers[numbers > 0] - 1, self._n_numbers + places[known]])
        parts = np.concatenate([parts[numbers > 0], parts_of_pairs[known]])
        in_headline = parts % 2 == 0
        columns = np.concatenate([columns, columns[in_headline] + self._n_ngrams])
        rows = np.concatenate([parts, parts[in_headline]]) // 2
        # What occurs several times in a text is added up.
        return _matrix(rows, columns, np.ones(len(rows)), (len(texts), self.n_columns))

    def found_pairs(self, texts: Sequence[Text]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give for each pair of neighbours, known or not, its code and the number of its text."""
        codes, parts = self._pairs_in(*self._numbers_in(texts))
        return codes, parts // 2

    def name(self, column: int) -> str:
        """Give an n-gram as it stands in the text, or a kind and its place: "<death, headline>"."""
        if column >= 2 * self._n_ngrams:
            kind = self.kinds[column - 2 * self._n_ngrams]
            return f"<{kind[1:]}, {'headline' if kind[0] == HEADLINE else 'lead'}>"
        ngram = column % self._n_ngrams
        if ngram < self._n_numbers:
            return self._token(ngram + 1)
        first, second = divmod(int(self.pairs[ngram - self._n_numbers]), self._n_numbers + 1)
        return f"{self._token(first)} {self._token(second)}"

    @property
    def _n_numbers(self) -> int:
        return 2 * len(self.syllables) + len(self.words)

    @property
    def _n_ngrams(self) -> int:
        return self._n_numbers + len(self.pairs)

    @property
    def n_columns(self) -> int:
        """Columns of `matrix`."""
        return 2 * self._n_ngrams + len(self.kinds)

    @property
    def is_whole(self) -> bool:
        """Whether the arrays have the shapes and types that stand above."""
        return (
            self.pairs.ndim == 1
            and self.pairs.dtype == np.int64
            and bool((np.diff(self.pairs) > 0).all())
            and self.idf.shape == (2 * self._n_ngrams,)
            and bool(np.isfinite(self.idf).all())
        )

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {syllable: number for number, syllable in enumerate(self.syllables, 1)}

    @cached_property
    def _kind_columns(self) -> Mapping[str, int]:
        return {kind: column for column, kind in enumerate(self.kinds, 2 * self._n_ngrams)}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return longest_first([*self.syllables, *self.words])

    def _token(self, number: int) -> str:
        n = len(self.syllables)
        return self.syllables[(number - 1) % n] if number <= 2 * n else self.words[number - 2 * n - 1]

    def _numbers_in(self, texts: Sequence[Text]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give syllables and words in a row, 0 where one is unknown or a row ends, and the part of each.

        The headline of text i is part 2 i, its lead part 2 i + 1.
        """
        numbers: list[int] = []
        ends: list[int] = []
        known = self._numbers
        for text in texts:
            for row in (text.headline, text.lead):
                numbers += [known.get(syllable, 0) for syllable in row]
                numbers.append(0)
                numbers += self._word_numbers(row)
                numbers.append(0)
                ends.append(len(numbers))
        return np.array(numbers, np.int64), np.repeat(np.arange(len(ends)), np.diff([0, *ends]))

    def _word_numbers(self, row: Sequence[str]) -> Iterator[int]:
        first = len(self.syllables) + 1
        behind = 0
        for pattern, start, end in self._automaton.find_matches_as_indexes(spaced(row)):
            if start != behind:
                yield 0
            yield first + pattern
            behind = end

    def _pairs_in(
        self, numbers: NDArray[np.int64], parts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        first, second = numbers[:-1], numbers[1:]
        both = (first > 0) & (second > 0)
        return (first * (self._n_numbers + 1) + second)[both], parts[:-1][both]

    def _kind_values(self, texts: Sequence[Text]) -> Matrix:
        known = self._kind_columns
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, text in enumerate(texts):
            for kind, value in text.kinds.items():
                if kind in known:
                    rows.append(row)
                    columns.append(known[kind])
                    values.append(value)
        return _matrix(rows, columns, values, (len(texts), self.n_columns))


def read(folded: str) -> Text:
    """Take a text apart: headline, line break, lead, as `nlp.text.fold` gives them."""
    headline, lead = (TOKEN.findall(part) for part in folded.partition("\n")[::2])
    return Text(
        syllables(headline),
        syllables(lead),
        {
            f"{place}{kind}": weight
            for place, tokens in ((HEADLINE, headline), (LEAD, lead))
            for kind, weight in kinds(tokens).items()
        },
    )


def _matrix(rows: ArrayLike, columns: ArrayLike, values: ArrayLike, shape: tuple[int, int]) -> Matrix:
    entries: Any = coo_array(
        (np.array(values, np.float64), (np.array(rows, np.int64), np.array(columns, np.int64))), shape
    )
    return entries.tocsr()
