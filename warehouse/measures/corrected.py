"""What a hand-coded sample gives beside corrected shares: a second opinion, and the corrected agreement."""

import warnings
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.measures.consensus import (
    Consensus,
    agreement,
    agreement_range,
    by_event,
    design_effect,
    freedom_of,
    refusal,
    tastle_wierman,
)
from warehouse.measures.measure import Measure, Status
from warehouse.measures.shares import (
    TONES,
    CorrectedShares,
    ShareVector,
    Stratum,
    lang_reiczigel,
    mover_ratio,
    rogan_gladen,
    share_vector,
)

_Floats = NDArray[np.float64]


def adjusted_counts(strata: Sequence[Stratum], precision: Measure) -> dict[str, Measure]:
    """Tone shares by the adjusted count, beside those of PPI++.

    Rogan & Gladen (1978), interval: Lang & Reiczigel (2014). Sensitivity and specificity of the automatic
    label are those of the coded stories, the apparent share is that of all stories; stories off the campaign
    are true cases of no tone, so that the share of all is divided by the query's precision, and the interval
    is that of the ratio (Donner & Zou 2012). Unlike PPI++ it takes strata as one, and errors as the same
    everywhere.

    Args:
        strata: As for `corrected_shares`.
        precision: Share of stories on the campaign, as `corrected_shares` gives it: where the coders'
            agreement withholds it or makes it tentative, so it does these.

    Returns:
        A measure for each tone, n = coded stories. Not estimable where the precision is not, a tone or its
        contrary has no coded story, labels are no better than chance, or the estimate leaves 0 to 1.
    """
    coded = [pair for stratum in strata for pair in stratum.coded]
    method = "tone share of stories, adjusted count"
    blank = Measure(None, None, None, len(coded), method, "not_estimable", precision.reason)
    if precision.status == "not_estimable":
        return dict.fromkeys(TONES, blank)
    return {tone: _adjusted(blank, strata, coded, tone, precision) for tone in TONES}


def _adjusted(
    blank: Measure, strata: Sequence[Stratum], coded: Sequence[tuple[str, str]], tone: str, precision: Measure
) -> Measure:
    labels = {
        is_case: [label for code, label in coded if (code == tone) == is_case] for is_case in (True, False)
    }
    if not labels[True]:
        return replace(blank, reason=f"no coded story is {tone}")
    if not labels[False]:
        return replace(blank, reason=f"every coded story is {tone}")
    if precision.value is None or precision.low is None or precision.high is None:
        return replace(blank, status=precision.status)
    stories = sum(sum(stratum.automatic.values()) for stratum in strata)
    positive = (sum(stratum.automatic.get(tone, 0) for stratum in strata), stories)
    sensitivity = (labels[True].count(tone), len(labels[True]))
    specificity = (len(labels[False]) - labels[False].count(tone), len(labels[False]))
    ap, se, sp = (part / whole for part, whole in (positive, sensitivity, specificity))
    # Also by the counts of the interval, which adds one case to each.
    added = sum((part + 1) / (whole + 2) for part, whole in (sensitivity, specificity))
    if min(se + sp, added) <= 1:
        return replace(blank, reason="machine labels are no better than chance in the sample")
    with warnings.catch_warnings():
        # The reason says it.
        warnings.simplefilter("ignore", RuntimeWarning)
        of_all = rogan_gladen(ap, se, sp)
    value = of_all / precision.value
    if not 0 <= value <= 1:
        return replace(blank, reason=f"the estimate {value:.3f} lies outside 0 to 1")
    limits = lang_reiczigel(positive, sensitivity, specificity)
    low, high = mover_ratio(
        (of_all, min(limits[0], of_all), max(limits[1], of_all)),
        (precision.value, precision.low, precision.high),
    )
    return replace(blank, value=value, low=min(low, value), high=min(1.0, high), status=precision.status)


def corrected_consensus(
    strata: Sequence[Stratum], corrected: CorrectedShares, events: ArrayLike, outlets: int
) -> Consensus:
    """Agreement in tone from corrected shares, with their uncertainty in its interval.

    A of the corrected shares; its interval is the range of A over the likelihood-ratio region of
    `agreement_range` at the effective size n* = (k - 1) / sum(V_i / p_i) over the k tones that occur (the
    mean generalised design effect of Rao & Scott, JASA 76 (1981) 221-230, read as a size), where V_i =
    variance of the corrected share + d p_i (1 - p_i) / N: what coding a sample leaves unknown, and chance
    among the period's stories. d is the design effect of events. Errors of the labels hide part of how alike
    an event's stories are, so that d = 1 + (d of the labels - 1) / r^2, r^2 the squared correlation of label
    and code, at most that of events whose stories are all alike.

    Args:
        strata: As for `corrected_shares`.
        corrected: What that gave for them: its status is that of the agreement.
        events: Array (E, 3) of stories (negative, neutral, positive) per event by automatic label, without
            those that are coded as off the campaign.
        outlets: Number of outlets that wrote these stories.

    Returns:
        The three measures; n counts stories on the campaign, as estimated. Refused as `consensus` is, and
        where the shares are; opposed pairs also where either side has no share.
    """
    stories_of = by_event(events)
    status, reason = _standing(corrected)
    vector = share_vector(strata) if status in ("ok", "tentative") else None
    number = round(float(stories_of.sum()))
    if vector is not None:
        number = min(number, round(vector.stories))
    thin = refusal(number, outlets, len(stories_of))
    blank = Measure(None, None, None, number, "", "not_estimable" if thin else status, thin or reason)
    a = pairs = cns = blank
    if vector is not None and not thin:
        shares = np.clip(vector.shares, 0, 1)
        if abs(float(shares.sum()) - 1) > 1e-9:
            a = pairs = cns = replace(
                blank, status="not_estimable", reason="a corrected share lies outside 0 to 1"
            )
        else:
            size = _effective_size(vector, stories_of)
            low, high = agreement_range(
                shares * size, max(1.0, min(freedom_of(stories_of), vector.coded - 1))
            )
            a = replace(blank, value=agreement(shares), low=low, high=high)
            pairs, cns = _opposed(blank, corrected, shares), replace(blank, value=tastle_wierman(shares))
    return Consensus(
        agreement=replace(a, method="agreement of stories, corrected"),
        opposed_pairs=replace(pairs, method="opposed pairs of stories, corrected"),
        tastle_wierman=replace(cns, method="Tastle-Wierman consensus of stories, corrected"),
    )


def _opposed(blank: Measure, corrected: CorrectedShares, shares: _Floats) -> Measure:
    """Opposed pairs of shares; a side without a coded story is not one without stories."""
    for tone in ("negative", "positive"):
        if (side := corrected.shares[tone]).status == "not_estimable":
            return replace(blank, status="not_estimable", reason=side.reason)
    return replace(blank, value=2 * float(shares[0] * shares[2]) * blank.n / (blank.n - 1))


def _standing(corrected: CorrectedShares) -> tuple[Status, str]:
    """The status of the shares together, and its reason.

    A tone without a coded story has no share of its own, but leaves the others theirs.
    """
    order: tuple[Status, ...] = ("withheld", "tentative", "ok", "not_estimable")
    first = min(corrected.shares.values(), key=lambda share: order.index(share.status))
    return first.status, first.reason


def _effective_size(vector: ShareVector, events: _Floats) -> float:
    """Effective number of stories behind the corrected shares."""
    sizes = events.sum(axis=1)
    alike = float((sizes**2).sum() / sizes.sum())
    excess = design_effect(events) - 1
    if excess > 0:
        excess = min(alike - 1, excess / vector.correlation) if vector.correlation > 0 else alike - 1
    chance = (1 + excess) / vector.stories
    seen = vector.shares > 0
    kinds = int(seen.sum())
    if kinds < 2:
        return 1 / (vector.unsampled / vector.coded + chance)
    shares = vector.shares[seen]
    variances = vector.variances[seen] + chance * shares * (1 - shares)
    return (kinds - 1) / float((variances / shares).sum())
