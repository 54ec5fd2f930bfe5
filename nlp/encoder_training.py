"""Moves an encoder's weights towards labels, with PyTorch, which nothing else needs and no extra brings.

Hu et al., "LoRA: low-rank adaptation of large language models", 2021: each matrix of a layer stays as it is,
and a product of two thin ones is learnt beside it. Biases and normalisations are learnt too, and a head of
one hidden layer over a text's first state and the mean of all. What is kept is a running mean (Izmailov
et al., "Averaging weights leads to wider optima and better generalization", 2018).
"""

import math
import random
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nlp.encoder import MATRICES, VECTORS, Encoder, Floats
from nlp.semantic import MissingError

Steps: TypeAlias = Callable[[int, int], None]
"""Is called with the number of steps taken and that of all."""

# PyTorch is not there when types are checked.
Torch: TypeAlias = Any
Tensor: TypeAlias = Any


class Settings(NamedTuple):
    """How it is learnt, found on four days held out of the first twelve of July and August 2026.

    Attributes:
        rank: Thickness of the thin matrices.
        scale: Factor on their product.
        rounds: How often all texts are learnt from.
        batch: Texts of a step.
        rate: Rate of learning, which rises at first and falls to nothing from there to the end.
        rate_of_head: The same of the head.
        warm_up: Share of the steps in which rates rise.
        decay: How much matrices shrink beside each step.
        dropout: Share of the values that a step leaves out.
        pieces: Pieces that are read of a text.
        mean_from: Share of the steps after which the running mean begins.
        mean_of: Steps that it is about.
    """

    rank: int = 16
    scale: float = 2.0
    rounds: int = 5
    batch: int = 32
    rate: float = 5e-4
    rate_of_head: float = 3e-4
    warm_up: float = 0.06
    decay: float = 0.01
    dropout: float = 0.1
    pieces: int = 128
    mean_from: float = 0.5
    mean_of: int = 100


SETTINGS: Final = Settings()
_BETWEEN: Final = 5
"""Steps from one that enters the mean to the next."""
_DRAWN: Final = 40_000_003
"""Numbers drawn for dropout, once: more than any batch has values, which begin anywhere in them."""
_SORTED_AT_ONCE: Final = 16
"""Batches that are sorted by length together, so that few pieces are fillers."""


def fit(
    base: Encoder,
    texts: Sequence[str],
    targets: NDArray[np.float64],
    weights: NDArray[np.float64],
    seed: int,
    report: Steps,
) -> dict[str, Floats]:
    """Learn what moves the encoder so that its head gives the probabilities of classes.

    Args:
        base: The encoder as it is.
        texts: n texts, as of `Encoder.states`; the first 128 pieces of each are learnt from.
        targets: float array (n, n classes): how probable each class is for each text.
        weights: float array (n): how much each text counts.
        seed: What chance begins with.
        report: Is called with the number of steps taken and that of all.

    Returns:
        What moves the encoder, as of `Encoder.moved`, and its head: `inner.w` (768, 384), `inner.b` (384),
        `outer.w` (384, n classes), `outer.b` (n classes).

    Raises:
        MissingError: PyTorch is not installed.
    """
    torch = _torch()
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 (an order, not a secret)
    network = _Network(torch, base, targets.shape[1])
    rows = [base.numbers(text, SETTINGS.pieces) for text in texts]
    meant, counts = (torch.from_numpy(array.astype(np.float32)) for array in (targets, weights))
    batches = [batch for _ in range(SETTINGS.rounds) for batch in _batches(rows, order)]
    descent = _Descent(torch, network, len(batches))
    for number, batch in enumerate(batches):
        report(number, len(batches))
        losses = torch.nn.functional.cross_entropy(
            network.scores([rows[i] for i in batch]), meant[batch], reduction="none"
        )
        descent.take((losses * counts[batch]).sum() / counts[batch].sum())
    report(len(batches), len(batches))
    return network.written(descent.mean)


def _batches(rows: Sequence[Sequence[int]], order: random.Random) -> list[list[int]]:
    """Give the places of all rows in batches, in a new order."""
    places = list(range(len(rows)))
    order.shuffle(places)
    size = SETTINGS.batch
    found: list[list[int]] = []
    for start in range(0, len(places), size * _SORTED_AT_ONCE):
        near = sorted(places[start : start + size * _SORTED_AT_ONCE], key=lambda i: len(rows[i]))
        found += [near[i : i + size] for i in range(0, len(near), size)]
    order.shuffle(found)
    return found


class _Network:
    """The encoder in PyTorch, products in 16 bits, with what is learnt beside it."""

    def __init__(self, torch: Torch, base: Encoder, n_classes: int) -> None:
        self._torch = torch
        self._base = base
        self._fixed: list[dict[str, Any]] = []
        self.learnt: dict[str, Any] = {}
        for number, layer in enumerate(base.layers):
            self._fixed.append({name: torch.tensor(layer.matrices[name]).bfloat16() for name in MATRICES})
            for name in MATRICES:
                n_in, n_out = layer.matrices[name].shape
                self.learnt[f"l{number}.{name}.down"] = torch.randn(SETTINGS.rank, n_in) / math.sqrt(n_in)
                self.learnt[f"l{number}.{name}.up"] = torch.zeros(n_out, SETTINGS.rank)
            self.learnt |= {f"l{number}.{name}": torch.tensor(layer.vectors[name]) for name in VECTORS}
        width = base.positions.shape[1]
        for name, n_in, n_out in (("inner", 2 * width, width), ("outer", width, n_classes)):
            bound = 1 / math.sqrt(n_in)
            self.learnt[f"{name}.w"] = torch.empty(n_in, n_out).uniform_(-bound, bound)
            self.learnt[f"{name}.b"] = torch.empty(n_out).uniform_(-bound, bound)
        for tensor in self.learnt.values():
            tensor.requires_grad_()
        kept = (torch.rand(_DRAWN) >= SETTINGS.dropout).bfloat16()
        self._kept = kept / (1 - SETTINGS.dropout)

    def scores(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Give the scores of each class: tensor (n rows, n classes)."""
        embedded, there = self._base.embedded(rows)
        states = self._without_some(self._torch.from_numpy(embedded))
        mask = self._torch.where(self._torch.from_numpy(there), 0.0, -1e9)[:, None, None]
        for number in range(len(self._fixed)):
            states = self._after(number, states, mask)
        shown = self._torch.from_numpy(there)[..., None]
        mean = (states * shown).sum(1) / shown.sum(1)
        read = self._without_some(self._torch.cat([states[:, 0], mean], 1))
        inner = self._torch.tanh(read @ self.learnt["inner.w"] + self.learnt["inner.b"])
        return self._without_some(inner) @ self.learnt["outer.w"] + self.learnt["outer.b"]

    def written(self, learnt: dict[str, Any]) -> dict[str, Floats]:
        """Give what is learnt as arrays, the scale in them."""
        arrays: dict[str, Floats] = {name: tensor.detach().numpy() for name, tensor in learnt.items()}
        scale = np.float32(SETTINGS.scale)
        return {name: array * scale if name.endswith(".up") else array for name, array in arrays.items()}

    def _after(self, number: int, states: Tensor, mask: Tensor) -> Tensor:
        torch = self._torch
        n_texts, length, width = states.shape
        heads = self._base.n_heads

        def by_head(name: str) -> Tensor:
            parts = self._project(number, name, states).view(n_texts, length, heads, -1)
            return parts.transpose(1, 2).reshape(n_texts * heads, length, -1)

        queries, keys, values = map(by_head, "qkv")
        attention = (queries @ keys.transpose(1, 2)).float() / math.sqrt(width // heads)
        shares = torch.softmax(attention.view(n_texts, heads, length, length) + mask, -1)
        attended = shares.view(-1, length, length).to(values.dtype) @ values
        attended = attended.view(n_texts, heads, length, -1).transpose(1, 2).reshape(states.shape)
        states = self._norm(number, "aln", states, self._project(number, "ao", attended))
        inner = torch.nn.functional.gelu(self._project(number, "fi", states))
        return self._norm(number, "oln", states, self._project(number, "fo", inner))

    def _project(self, number: int, name: str, states: Tensor) -> Tensor:
        narrow = states.bfloat16()
        of = f"l{number}.{name}"
        down, up, bias = (self.learnt[f"{of}.{part}"].bfloat16() for part in ("down", "up", "b"))
        return narrow @ self._fixed[number][name] + bias + narrow @ down.T @ up.T * SETTINGS.scale

    def _norm(self, number: int, name: str, states: Tensor, added: Tensor) -> Tensor:
        scale, bias = (self.learnt[f"l{number}.{name}.{part}"] for part in "wb")
        moved = states + self._without_some(added)
        return self._torch.nn.functional.layer_norm(moved, scale.shape, scale, bias, self._base.epsilon)

    def _without_some(self, values: Tensor) -> Tensor:
        """Leave values out at random: to draw numbers each time takes longer than the network itself."""
        start = int(self._torch.randint(self._kept.numel() - values.numel(), ()))
        kept = self._kept[start : start + values.numel()].view(values.shape)
        return values * kept.to(values.dtype)


class _Descent:
    """Follows the gradient, and keeps the mean of what is learnt."""

    def __init__(self, torch: Torch, network: _Network, n_steps: int) -> None:
        self._torch = torch
        self._learnt = network.learnt
        self._n_steps = n_steps
        self._taken = self._in_mean = 0
        self.mean: dict[str, Any] = {}
        self._optimiser = torch.optim.AdamW(
            [self._group(name, tensor) for name, tensor in self._learnt.items()],
            betas=(0.9, 0.98),
            eps=1e-6,
            fused=True,
        )
        self._warm = max(1, int(SETTINGS.warm_up * n_steps))
        self._rates = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._share_of_rate)

    def take(self, loss: Tensor) -> None:
        """Take one step down from a loss."""
        self._optimiser.zero_grad()
        loss.backward()
        self._torch.nn.utils.clip_grad_norm_(self._learnt.values(), 1.0)
        self._optimiser.step()
        self._rates.step()
        self._taken += 1
        is_last = self._taken == self._n_steps
        if is_last or (self._taken >= SETTINGS.mean_from * self._n_steps and not self._taken % _BETWEEN):
            self._enter_mean()

    def _share_of_rate(self, step: int) -> float:
        return step / self._warm if step < self._warm else 1 - step / self._n_steps

    def _enter_mean(self) -> None:
        self._in_mean += 1
        share = max(1 / self._in_mean, _BETWEEN / SETTINGS.mean_of)
        for name, tensor in self._learnt.items():
            present = tensor.detach()
            self.mean[name] = self.mean.get(name, present).lerp(present, share)

    def _group(self, name: str, tensor: Tensor) -> dict[str, Any]:
        rate = SETTINGS.rate_of_head if name.startswith(("inner", "outer")) else SETTINGS.rate
        return {"params": [tensor], "lr": rate, "weight_decay": SETTINGS.decay if tensor.ndim > 1 else 0}


def _torch() -> Torch:
    if find_spec("torch") is None:
        raise MissingError(
            "training the precise tier of tone needs PyTorch: `pip install torch` (2.13 was used) beside "
            "lantoa; its build for processors alone will do, and nothing else needs it"
        )
    return import_module("torch")
