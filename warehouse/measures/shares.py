"""Shares with their intervals: raw, corrected with a hand-coded sample, and how far the coders agree."""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special  # not stats, which takes a second to import

from warehouse.measures.measure import Measure

TONES = ("negative", "neutral", "positive")
OFF_CAMPAIGN = "not_about_campaign"
MIN_CODED = 30
MIN_DOUBLE_CODED = 60
FEW_CODED = 5
MIN_ALPHA = 0.667

Level = Literal["nominal", "ordinal", "interval", "ratio"]

_Z = NormalDist().inv_cdf(0.975)
_DRAWS = 2000
_Floats = NDArray[np.float64]


def wilson(k: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Score interval of a share.

    Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.

    Args:
        k: Cases, 0 to n; fractions arise with effective sizes.
        n: Trials, above 0.
        confidence: Chance with which the interval holds the share, above 0 and below 1.

    Returns:
        (low, high) within 0 to 1.

    Raises:
        ValueError: If n is not positive or k lies outside 0 to n.
    """
    if not n > 0 or not 0 <= k <= n:
        raise ValueError(f"expected 0 <= k <= n and n > 0, got k = {k}, n = {n}")
    z = _Z if confidence == 0.95 else NormalDist().inv_cdf((1 + confidence) / 2)
    share, square = k / n, z**2
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n**2))
    # At k = 0 and k = n the limit is exactly 0 or 1, which rounding may miss by a hair.
    return (0.0 if k == 0 else centre - half), (1.0 if k == n else centre + half)


def wilson_effective(p: float, variance: float) -> tuple[float, float]:
    """95 % Wilson interval of an estimated share, on the effective size p (1 - p) / variance.

    Wilson (1927) with the effective size of a complex sample: Franco, Little, Louis & Slud, Comparative
    study of confidence intervals for proportions in complex sample surveys, Journal of Survey Statistics
    and Methodology 7 (2019) 334-364. Never Wald: that leaves 0 to 1 and under-covers for small shares.

    Args:
        p: The estimate, above 0 and below 1.
        variance: Its variance, above 0.

    Returns:
        (low, high) within 0 to 1.

    Raises:
        ValueError: If p or variance is outside its range; there is no effective size then.
    """
    if not 0 < p < 1 or not variance > 0:
        raise ValueError(f"expected 0 < p < 1 and variance > 0, got p = {p}, variance = {variance}")
    size = p * (1 - p) / variance
    return wilson(p * size, size)


def share_of_attention(campaign_items: int, all_items: int) -> Measure:
    """Campaign items as a share of all items of the watched outlets.

    Definition: docs/method.md, `share of attention, over items`; interval: Wilson (1927).

    Args:
        campaign_items: Items about the campaign.
        all_items: All items that the watched outlets published in the same time.

    Returns:
        The share, n = all items; not estimable where there is no item.

    Raises:
        ValueError: If the campaign has more items than there are, or a count is negative.
    """
    method = "share of attention, over items"
    if not 0 <= campaign_items <= all_items:
        raise ValueError(f"expected 0 <= campaign items <= all items, got {campaign_items} of {all_items}")
    if all_items == 0:
        return Measure(None, None, None, 0, method, "not_estimable", "no items of the watched outlets")
    low, high = wilson(campaign_items, all_items)
    return Measure(campaign_items / all_items, low, high, all_items, method, "ok")


def tone_shares(counts: ArrayLike) -> dict[str, Measure]:
    """Shares of the tones as the classifier gave them, without correction.

    Definition: docs/method.md, `tone share of stories, uncorrected`; interval: Wilson (1927). It covers
    chance among stories only, not the classifier's errors.

    Args:
        counts: Stories (negative, neutral, positive) by machine label.

    Returns:
        A measure for each of "negative", "neutral", "positive", n = stories, status "uncorrected";
        not estimable where there is no story.

    Raises:
        ValueError: If there are not three non-negative counts.
    """
    values = np.asarray(counts, dtype=np.float64)
    if values.shape != (3,) or not np.isfinite(values).all() or (values < 0).any():
        raise ValueError(f"expected counts (negative, neutral, positive), got {values.tolist()}")
    number, method = float(values.sum()), "tone share of stories, uncorrected"
    if number == 0:
        none = Measure(None, None, None, 0, method, "not_estimable", "no stories with a tone")
        return dict.fromkeys(TONES, none)
    reason = "machine labels, not corrected with a hand-coded sample"
    return {
        tone: Measure(k / number, *wilson(k, number), round(number), method, "uncorrected", reason)
        for tone, k in zip(TONES, values.tolist(), strict=True)
    }


@dataclass(frozen=True)
class Estimate:
    """A share estimated from a few hand codes and many automatic labels.

    Attributes:
        value: The estimate; may lie outside 0 to 1, then without an interval.
        variance: Its variance.
        low: Lower 95 % limit (Wilson on the effective size), or None.
        high: Upper 95 % limit, or None.
        power: Lambda, the weight given to the automatic labels (0 = none, 1 = full).
    """

    value: float
    variance: float
    low: float | None
    high: float | None
    power: float


def ppi_share(
    coded: ArrayLike, predicted: ArrayLike, predicted_rest: ArrayLike, power: float | None = None
) -> Estimate:
    """Prediction-powered share of one class, superpopulation form.

    lambda mean(F over the rest) + mean(Y - lambda F over the coded), variance lambda^2 var(F) / N +
    var(Y - lambda F) / n: Angelopoulos, Bates, Fannjiang, Jordan & Zrnic, Prediction-powered inference,
    Science 382 (2023) 669-674; lambda = cov(Y, F) / ((1 + n/N) pooled var F): Angelopoulos, Duchi & Zrnic,
    PPI++: efficient prediction-powered inference (2023), on power tuning. Use `corrected_shares` for the
    stories of a period: those are a finite population.

    Args:
        coded: Y, shape (n,): 1 where the hand code is the class, else 0.
        predicted: F of the same n cases, in the same order.
        predicted_rest: F of the N other cases.
        power: Lambda, 0 (classical) to 1 (PPI); None takes the best one, kept within 0 to 1.

    Returns:
        The estimate.

    Raises:
        ValueError: If there are fewer than 2 coded cases or 1 other, or the shapes differ.
    """
    y, f = np.asarray(coded, dtype=np.float64), np.asarray(predicted, dtype=np.float64)
    rest = np.asarray(predicted_rest, dtype=np.float64)
    if y.ndim != 1 or y.shape != f.shape or rest.ndim != 1 or y.size < 2 or rest.size < 1:
        raise ValueError(
            f"expected n >= 2 coded, n predicted and N others, got {y.shape}, {f.shape}, {rest.shape}"
        )
    if power is None:
        spread = (1 + y.size / rest.size) * float(np.concatenate([f, rest]).var())
        power = _clip(float(((y - y.mean()) * (f - f.mean())).mean()) / spread) if spread > 0 else 0.0
    value = power * float(rest.mean()) + float((y - power * f).mean())
    variance = power**2 * float(rest.var()) / rest.size + float((y - power * f).var()) / y.size
    low, high = wilson_effective(value, variance) if 0 < value < 1 and variance > 0 else (None, None)
    return Estimate(value, variance, low, high, power)


@dataclass(frozen=True)
class Stratum:
    """The stories of one part of the period, and those of them drawn at random and coded.

    Attributes:
        automatic: Number of all its stories by automatic label (TONES).
        coded: (settled hand code, automatic label) of each coded story. The code is a tone or OFF_CAMPAIGN.
    """

    automatic: Mapping[str, int]
    coded: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class CorrectedShares:
    """Tone shares corrected with a hand-coded sample.

    Attributes:
        shares: One measure per tone; they add to 1 where all are estimable.
        precision: Share of the stories that are about the campaign: the precision of its query.
        power: Lambda, the one weight of the automatic labels for the three tones.
    """

    shares: dict[str, Measure]
    precision: Measure
    power: float


@dataclass(frozen=True)
class _Sample:
    """A stratum as arrays.

    Attributes:
        weight: W_h, its part of all stories.
        unsampled: 1 - n/N.
        mean_f: Mean of F over all its N stories, shape (3,).
        y: Y of the coded, shape (n, 3); a row of zeros is off campaign.
        f: F of the coded, shape (n, 3).
    """

    weight: float
    unsampled: float
    mean_f: _Floats
    y: _Floats
    f: _Floats

    def variance(self, values: _Floats) -> _Floats:
        """W_h^2 (1 - n/N) var(values) / n, values of shape (n, ...)."""
        if self.unsampled == 0:
            return np.zeros(values.shape[1:])
        return self.weight**2 * self.unsampled * values.var(axis=0, ddof=1) / len(values)


def corrected_shares(strata: Sequence[Stratum], coders: Measure) -> CorrectedShares:
    """Tone shares among the campaign's stories of a period, corrected with a hand-coded sample.

    Finite-population PPI++ (Angelopoulos, Duchi & Zrnic 2023; the difference estimator of Särndal,
    Swensson & Wretman, Model assisted survey sampling, 1992, ch. 6). Per stratum lambda mean(F over
    all N) + mean(Y - lambda F over the n coded), variance (1 - n/N) var(Y - lambda F) / n; strata combine
    by W_h and W_h^2; shares are ratios among on-campaign stories, their variance by linearisation. The one
    lambda minimises the sum of the three variances. Interval: Wilson on the effective size, which is at
    most N / (1 - n/N); where fewer than 5 coded stories have a tone, or another, it reaches at least as far
    on their side as Jeffreys' limit of the codes alone.

    Args:
        strata: The parts of the period; the unit is the story.
        coders: Agreement of the coders, as `coder_agreement` gives it. "withheld" withholds the shares and
            the precision, which are of the same codes; anything else but "ok" makes them "tentative".

    Returns:
        Shares and precision, n = coded stories. Not estimable under 30 coded stories, with a stratum of
        fewer than 2, for a tone without a coded case, or where the estimate leaves 0 to 1.

    Raises:
        ValueError: If a label is unknown or more stories are coded than there are.
    """
    samples = _samples(strata)
    number = sum(len(stratum.coded) for stratum in strata)
    blank = Measure(None, None, None, number, "tone share of stories, corrected", "not_estimable")
    precise = replace(blank, method="query precision, over coded stories")
    refusal = _thin(strata, number)
    if refusal:
        refused = replace(blank, reason=refusal)
        return CorrectedShares(dict.fromkeys(TONES, refused), replace(precise, reason=refusal), 0.0)
    population = sum(sum(stratum.automatic.values()) for stratum in strata)
    power = _power(samples)
    ratios, variances, on = _ratios(samples, power)
    on_variance = sum(float(s.variance(s.y.sum(axis=1))) for s in samples)
    precision = _interval(_by_coders(precise, coders), on, on_variance, population)
    codes = [code for stratum in strata for code, _ in stratum.coded if code != OFF_CAMPAIGN]
    shares: dict[str, Measure] = {}
    for tone, ratio, variance in zip(TONES, ratios.tolist(), variances.tolist(), strict=True):
        cases = codes.count(tone)
        if cases == 0:
            shares[tone] = replace(blank, reason=f"no coded story is {tone}")
            continue
        share = _interval(_by_coders(blank, coders), ratio, variance, population)
        shares[tone] = _reaching_as_few_codes_do(share, cases, len(codes) - cases, population)
    return CorrectedShares(shares, precision, power)


@dataclass(frozen=True)
class ShareVector:
    """The three shares together, as the agreement A needs them.

    Attributes:
        shares: In the order of TONES; they add to 1.
        variances: Theirs, shape (3,).
        coded: Coded stories on the campaign.
        stories: Stories on the campaign in the period, as estimated.
        unsampled: 1 - n/N over all strata.
        correlation: Squared correlation of automatic label and hand code over the three tones, 0 to 1.
    """

    shares: _Floats
    variances: _Floats
    coded: int
    stories: float
    unsampled: float
    correlation: float


def share_vector(strata: Sequence[Stratum]) -> ShareVector:
    """Give the corrected shares of all tones with what their joint uncertainty is made of.

    As `corrected_shares`; where a tone has no coded story, automatic labels get no weight, so that its share
    is 0 and no other leaves 0 to 1.

    Raises:
        ValueError: As `corrected_shares`, and where no coded story is about the campaign.
    """
    samples = _samples(strata)
    y, f = np.concatenate([s.y for s in samples]), np.concatenate([s.f for s in samples])
    if not y.any():
        raise ValueError("expected at least one coded story about the campaign")
    power = _power(samples) if y.any(axis=0).all() else 0.0
    ratios, variances, on = _ratios(samples, power)
    centred_y, centred_f = y - y.mean(axis=0), f - f.mean(axis=0)
    spread = float((centred_y**2).sum() * (centred_f**2).sum())
    shared = float((centred_y * centred_f).sum())
    population = sum(sum(stratum.automatic.values()) for stratum in strata)
    return ShareVector(
        ratios,
        variances,
        int(y.sum()),
        on * population,
        1 - len(y) / population,
        shared**2 / spread if spread > 0 else 0.0,
    )


def _ratios(samples: Sequence[_Sample], power: float) -> tuple[_Floats, _Floats, float]:
    """Shares among on-campaign stories, their variances by linearisation, and the share on the campaign."""
    totals = np.array(
        [s.weight * (power * s.mean_f + (s.y - power * s.f).mean(axis=0)) for s in samples]
    ).sum(0)
    on = float(totals.sum())
    ratios = totals / on
    residuals = [s.y - power * s.f - s.y.sum(axis=1, keepdims=True) * ratios for s in samples]
    variances = np.array([s.variance(r) for s, r in zip(samples, residuals, strict=True)]).sum(0) / on**2
    return ratios, variances, on


def _samples(strata: Sequence[Stratum]) -> list[_Sample]:
    """Strata as arrays; an empty stratum weighs nothing and is left out."""
    population = sum(sum(stratum.automatic.values()) for stratum in strata)
    samples: list[_Sample] = []
    for stratum in strata:
        unknown = {*stratum.automatic, *(label for _, label in stratum.coded)} - set(TONES)
        unknown |= {code for code, _ in stratum.coded} - {*TONES, OFF_CAMPAIGN}
        if unknown:
            raise ValueError(
                f"unknown labels {sorted(unknown)}; expected {', '.join(TONES)} ({OFF_CAMPAIGN} as code)"
            )
        all_f = np.array([stratum.automatic.get(tone, 0) for tone in TONES], dtype=np.float64)
        y, f = (
            np.array([[label == tone for tone in TONES] for label in labels], dtype=np.float64).reshape(-1, 3)
            for labels in ([code for code, _ in stratum.coded], [label for _, label in stratum.coded])
        )
        if (f.sum(axis=0) > all_f).any() or (all_f < 0).any():
            raise ValueError("more coded stories than the stratum has with that automatic label")
        size = float(all_f.sum())
        if size > 0:
            samples.append(_Sample(size / population, 1 - len(y) / size, all_f / size, y, f))
    return samples


def _thin(strata: Sequence[Stratum], number: int) -> str:
    """Why the sample is too thin for any share; "" if it is not."""
    if number < MIN_CODED:
        return f"{number} coded stories ({MIN_CODED} needed)"
    if any(len(s.coded) < min(2, sum(s.automatic.values())) for s in strata):
        return "a stratum has fewer than 2 coded stories"
    if all(code == OFF_CAMPAIGN for stratum in strata for code, _ in stratum.coded):
        return "no coded story is about the campaign"
    return ""


def _power(samples: Sequence[_Sample]) -> float:
    """Lambda, within 0 to 1, that minimises the variances of the three classes together."""
    shared = spread = 0.0
    for s in samples:
        if s.unsampled == 0:
            continue
        weight = s.weight**2 * s.unsampled / (len(s.y) * (len(s.y) - 1))
        centred = s.f - s.f.mean(axis=0)
        shared += weight * float(((s.y - s.y.mean(axis=0)) * centred).sum())
        spread += weight * float((centred**2).sum())
    return _clip(shared / spread) if spread > 0 else 0.0


def _by_coders(blank: Measure, coders: Measure) -> Measure:
    """The status that the coders' agreement allows."""
    if coders.status == "ok":
        return replace(blank, status="ok")
    status = "withheld" if coders.status == "withheld" else "tentative"
    return replace(blank, status=status, reason=f"coder agreement: {coders.reason}")


def _interval(blank: Measure, value: float, variance: float, population: int) -> Measure:
    """The measure with value and interval, unless withheld or out of range."""
    if blank.status == "withheld":
        return blank
    # Differences of sums may miss 0 or 1 by a hair.
    value = round(value, 12)
    if not 0 <= value <= 1:
        return replace(blank, status="not_estimable", reason=f"the estimate {value:.3f} lies outside 0 to 1")
    if blank.n == population:
        return replace(blank, value=value, low=value, high=value)
    spread, unsampled = value * (1 - value), 1 - blank.n / population
    if spread == 0:
        size = float(blank.n)
    else:
        # Labels that hardly ever erred in the sample leave hardly any variance, but n codes without an error
        # leave room for some: two more errors in four more codes (Agresti & Coull, 1998). Codes alone say as
        # much as they do whatever the labels, and nothing says more than a full count would.
        erring = 2 / (blank.n + 4)
        told = spread * blank.n / (erring * (1 - erring))
        most = min(max(float(blank.n), told), population) / unsampled
        size = min(spread / variance, most) if variance > 0 else most
    low, high = wilson(value * size, size)
    return replace(blank, value=value, low=low, high=high)


def _reaching_as_few_codes_do(share: Measure, cases: int, others: int, population: int) -> Measure:
    """The measure, whose interval reaches as far as that of the codes alone on a side with few of them.

    A few codes make no normal sum. And of samples with a rare tone those are refused that have no case of it,
    so that among the others too many have too many.
    """
    if share.low is None or share.high is None or share.n == population:
        return share
    low, high = share.low, share.high
    if cases < FEW_CODED:
        low = min(low, _low_of_codes(cases, others, share.n, population))
    if others < FEW_CODED:
        high = max(high, 1 - _low_of_codes(others, cases, share.n, population))
    return replace(share, low=low, high=high)


def _low_of_codes(cases: int, others: int, coded: int, population: int) -> float:
    """Jeffreys' lower 95 % limit of the share of cases, at the size n / (1 - n/N) of a finite population.

    Brown, Cai & DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001)
    101-133, section 4.1.2. Stories that were coded are some of the population's, so that it is not under
    theirs.
    """
    if cases == 0:
        return 0.0
    unsampled = 1 - coded / population
    low = special.betaincinv(cases / unsampled + 0.5, others / unsampled + 0.5, 0.025)
    return max(float(low), cases / population)


def _clip(power: float) -> float:
    return min(1.0, max(0.0, power))


def rogan_gladen(ap: float, se: float, sp: float) -> float:
    """Adjusted count: true share (AP + Sp - 1) / (Se + Sp - 1).

    Rogan & Gladen, Estimating prevalence from the results of a screening test, American Journal of
    Epidemiology 107 (1978) 71-76.

    Args:
        ap: Apparent share, 0 to 1 (or a limit of its interval).
        se: Sensitivity, share of true cases so labelled.
        sp: Specificity, share of the others not so labelled.

    Returns:
        The adjusted share as it comes out. Outside 0 to 1 it is not clipped; a RuntimeWarning says so.

    Raises:
        ValueError: If an argument is outside 0 to 1, or Se + Sp <= 1 (labels no better than chance).
    """
    if not all(0 <= value <= 1 for value in (ap, se, sp)) or se + sp <= 1:
        raise ValueError(f"expected shares with Se + Sp > 1, got AP = {ap}, Se = {se}, Sp = {sp}")
    adjusted = (ap + sp - 1) / (se + sp - 1)
    if not 0 <= adjusted <= 1:
        warnings.warn(
            f"adjusted share {adjusted:.4f} lies outside 0 to 1: Se or Sp do not fit these cases",
            RuntimeWarning,
            stacklevel=2,
        )
    return adjusted


def lang_reiczigel(
    positive: tuple[int, int], sensitivity: tuple[int, int], specificity: tuple[int, int]
) -> tuple[float, float]:
    """95 % interval of an adjusted share whose sensitivity and specificity are themselves estimated.

    Lang & Reiczigel, Confidence limits for prevalence of disease adjusted for estimated sensitivity and
    specificity, Preventive Veterinary Medicine 113 (2014) 13-22.

    Args:
        positive: (labelled positive, all cases).
        sensitivity: (true cases so labelled, true cases checked).
        specificity: (other cases not so labelled, other cases checked).

    Returns:
        (low, high), cut to 0 to 1.

    Raises:
        ValueError: If a pair is not 0 <= k <= n with n > 0, or Se + Sp <= 1.
    """
    for k, n in (positive, sensitivity, specificity):
        if not 0 <= k <= n or n <= 0:
            raise ValueError(f"expected 0 <= k <= n and n > 0, got {k} of {n}")
    square = _Z**2
    size = positive[1] + square
    ap = (positive[0] + square / 2) / size
    n_se, n_sp = sensitivity[1] + 2, specificity[1] + 2
    se, sp = (sensitivity[0] + 1) / n_se, (specificity[0] + 1) / n_sp
    youden = se + sp - 1
    if youden <= 0:
        raise ValueError(f"expected Se + Sp > 1, got {sensitivity} and {specificity}")
    p = (ap + sp - 1) / youden
    var_se, var_sp = se * (1 - se) / n_se, sp * (1 - sp) / n_sp
    shift = 2 * square * (p * var_se - (1 - p) * var_sp)
    error = math.sqrt(ap * (1 - ap) / size + p**2 * var_se + (1 - p) ** 2 * var_sp) / youden
    low, high = p + shift - _Z * error, p + shift + _Z * error
    return _clip(low), _clip(high)


def mover_ratio(above: tuple[float, float, float], below: tuple[float, float, float]) -> tuple[float, float]:
    """Interval of a ratio of two estimates from their own ones (MOVER-R).

    Donner & Zou, Closed-form confidence intervals for functions of the normal mean and standard deviation,
    Statistical Methods in Medical Research 21 (2012) 347-359, equation 9: the estimates are taken as
    uncorrelated, which is on the safe side where they rise together.

    Args:
        above: (estimate, low, high) of the numerator, 0 <= low <= estimate <= high.
        below: The same of the denominator, whose low is above 0; both at one level of confidence.

    Returns:
        (low, high) at that level.

    Raises:
        ValueError: If an estimate lies outside its interval, or a low limit is too small.
    """
    (top, top_low, top_high), (bottom, bottom_low, bottom_high) = above, below
    if not (0 <= top_low <= top <= top_high and 0 < bottom_low <= bottom <= bottom_high):
        raise ValueError(f"expected 0 <= low <= estimate <= high (0 < low below), got {above} and {below}")
    product = top * bottom
    down, up = top - top_low, bottom_high - bottom
    rest = top**2 - down**2
    low = rest / (product + math.hypot(bottom * down, up * math.sqrt(rest))) if top > 0 else 0.0
    up, down = top_high - top, bottom - bottom_low
    rest = bottom**2 - down**2
    return low, (product + math.hypot(top * down, up * math.sqrt(rest))) / rest


def krippendorff_alpha(matrix: ArrayLike, level: Level) -> float:
    """Agreement between coders beyond chance: 1 - observed / expected disagreement.

    Krippendorff, Computing Krippendorff's alpha-reliability (2011), sections C and D.

    Args:
        matrix: Codes as numbers, shape (coders, units); nan or None where a coder skipped a unit.
        level: "nominal", "ordinal", "interval" or "ratio" (ratio: no negative codes).

    Returns:
        1 = perfect, 0 = chance; nan where all paired codes are the same, so that chance is undefined.

    Raises:
        ValueError: If the matrix has another shape, no unit has two codes, or the level is unknown.
    """
    coincidences, values = _coincidences(matrix)
    return float(_alpha(coincidences.sum(axis=0)[np.newaxis], values, level)[0])


def krippendorff_interval(matrix: ArrayLike, level: Level, seed: int) -> tuple[float, float]:
    """95 % percentile interval of alpha over units drawn with replacement.

    Bootstrap over units: Efron & Tibshirani, An introduction to the bootstrap (1993), ch. 13; for alpha:
    Zapf et al., BMC Medical Research Methodology 16 (2016) 93. Draws in which all codes are the same have
    no alpha and are left out.

    Args:
        matrix: As for `krippendorff_alpha`.
        level: As for `krippendorff_alpha`.
        seed: Of the random draws, so that a report can be rebuilt.

    Returns:
        (low, high); (nan, nan) where alpha is undefined.

    Raises:
        ValueError: As `krippendorff_alpha`.
    """
    coincidences, values = _coincidences(matrix)
    units = len(coincidences)
    draws = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=_DRAWS)
    alphas = _alpha(np.tensordot(draws.astype(np.float64), coincidences, axes=1), values, level)
    defined = alphas[~np.isnan(alphas)]
    if defined.size == 0:
        return math.nan, math.nan
    low, high = np.quantile(defined, [0.025, 0.975]).tolist()
    return low, high


def coder_agreement(matrix: ArrayLike, seed: int) -> Measure:
    """Ordinal alpha of the tone codes, and whether corrected shares may be shown.

    Krippendorff (2011); the floor of .667: Krippendorff, Content analysis (2004), ch. 11.

    Args:
        matrix: First codes as numbers in the order of the scale, shape (coders, stories), nan or None
            where a coder skipped a story. The stories are drawn at random.
        seed: Of the bootstrap.

    Returns:
        Alpha, n = double-coded stories. "ok"; "tentative" while the lower limit is under .667; "withheld"
        (of the shares; alpha itself is given) when the upper limit is; "not_estimable" under 60
        double-coded stories or where all codes are the same.

    Raises:
        ValueError: If the matrix is not two-dimensional.
    """
    codes = _codes(matrix)
    number = int(((~np.isnan(codes)).sum(axis=0) >= 2).sum())
    blank = Measure(None, None, None, number, "coder agreement, over double-coded stories", "not_estimable")
    if number < MIN_DOUBLE_CODED:
        return replace(blank, reason=f"{number} double-coded stories ({MIN_DOUBLE_CODED} needed)")
    alpha = krippendorff_alpha(codes, "ordinal")
    if math.isnan(alpha):
        return replace(blank, reason="all codes are the same, so chance agreement is undefined")
    low, high = krippendorff_interval(codes, "ordinal", seed)
    known = replace(blank, value=alpha, low=low, high=high)
    if high < MIN_ALPHA:
        return replace(known, status="withheld", reason=f"the upper limit of alpha is under {MIN_ALPHA}")
    if low < MIN_ALPHA:
        return replace(known, status="tentative", reason=f"the lower limit of alpha is under {MIN_ALPHA}")
    return replace(known, status="ok")


def _codes(matrix: ArrayLike) -> _Floats:
    codes = np.asarray(matrix, dtype=np.float64)
    if codes.ndim != 2:
        raise ValueError(f"expected codes of shape (coders, units), got {codes.shape}")
    return codes


def _coincidences(matrix: ArrayLike) -> tuple[_Floats, _Floats]:
    """Coincidence matrix of each pairable unit, shape (units, values, values), and the values in order."""
    codes = _codes(matrix)
    codes = codes[:, (~np.isnan(codes)).sum(axis=0) >= 2]
    if codes.size == 0:
        raise ValueError("no unit has two codes")
    values = np.unique(codes[~np.isnan(codes)])
    counts = (codes[:, :, np.newaxis] == values).sum(axis=0).astype(np.float64)
    pairs = counts[:, :, np.newaxis] * counts[:, np.newaxis, :] - counts[:, :, np.newaxis] * np.eye(
        values.size
    )
    return pairs / (counts.sum(axis=1) - 1)[:, np.newaxis, np.newaxis], values


def _alpha(coincidences: _Floats, values: _Floats, level: Level) -> _Floats:
    """Alpha of each coincidence matrix, shape (B, V, V) -> (B,)."""
    totals = coincidences.sum(axis=2)
    distance = _distance(totals, values, level)
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (totals[:, :, np.newaxis] * totals[:, np.newaxis, :] * distance).sum(axis=(1, 2))
    numerator = (totals.sum(axis=1) - 1) * observed
    defined = expected > 0
    ratio = np.divide(numerator, expected, out=np.full_like(expected, np.nan), where=defined)
    return 1 - ratio


def _distance(totals: _Floats, values: _Floats, level: Level) -> _Floats:
    """Squared differences between values, shape (B, V, V) or (1, V, V): Krippendorff 2011, section D."""
    first, second = values[:, np.newaxis], values[np.newaxis, :]
    if level == "nominal":
        return (first != second).astype(np.float64)[np.newaxis]
    if level == "interval":
        return ((first - second) ** 2)[np.newaxis]
    if level == "ratio":
        both = first + second
        return (np.divide(first - second, both, out=np.zeros_like(both), where=both != 0) ** 2)[np.newaxis]
    if level == "ordinal":
        # The codes between two values, each end counted half, are the difference of the mid-ranks.
        ranks = np.cumsum(totals, axis=1) - totals / 2
        return (ranks[:, :, np.newaxis] - ranks[:, np.newaxis, :]) ** 2
    raise ValueError(f"unknown level {level!r}; expected nominal, ordinal, interval or ratio")
