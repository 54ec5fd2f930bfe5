"""Shares, their corrections and the coders' agreement against published values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.measures import (
    TONES,
    Measure,
    Stratum,
    adjusted_counts,
    coder_agreement,
    corrected_shares,
    krippendorff_alpha,
    krippendorff_interval,
    lang_reiczigel,
    mover_ratio,
    ppi_share,
    rogan_gladen,
    share_of_attention,
    tone_shares,
    wilson,
    wilson_effective,
)
from warehouse.measures.shares import share_vector

NEG, NEU, POS, OFF = "negative", "neutral", "positive", "not_about_campaign"
AGREED = Measure(0.9, 0.8, 0.95, 80, "coder agreement, over double-coded stories", "ok")
# Krippendorff 2011: 4 coders x 12 units.
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_wilson_has_known_values():
    assert wilson(0, 10) == (0.0, pytest.approx(0.27753, abs=5e-6))
    assert wilson(10, 10) == (pytest.approx(0.72247, abs=5e-6), 1.0)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@given(st.integers(1, 10_000), st.data())
def test_wilson_holds_the_share_within_0_and_1(n, data):
    k = data.draw(st.integers(0, n))
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1


def test_wilson_on_the_effective_size_of_a_plain_share_is_wilson():
    assert wilson_effective(0.3, 0.3 * 0.7 / 50) == pytest.approx(wilson(15, 50))


@pytest.mark.parametrize(("k", "n"), [(1, 0), (3, 2), (-1, 2)])
def test_wilson_rejects_what_is_no_share(k, n):
    with pytest.raises(ValueError, match="expected"):
        wilson(k, n)


@pytest.mark.parametrize(("p", "variance"), [(0, 0.1), (1, 0.1), (0.5, 0)])
def test_wilson_has_no_effective_size_without_variance(p, variance):
    with pytest.raises(ValueError, match="variance"):
        wilson_effective(p, variance)


def test_share_of_attention_with_its_interval():
    low, high = wilson(30, 400)
    assert share_of_attention(30, 400) == Measure(
        0.075, low, high, 400, "share of attention, over items", "ok"
    )
    assert share_of_attention(0, 0).status == "not_estimable"
    with pytest.raises(ValueError, match="5 of 4"):
        share_of_attention(5, 4)


def test_raw_tone_shares_are_marked_uncorrected():
    shares = tone_shares((5, 12, 3))
    assert [measure.value for measure in shares.values()] == [0.25, 0.6, 0.15]
    assert (shares[NEG].low, shares[NEG].high) == wilson(5, 20)
    assert {(measure.n, measure.status) for measure in shares.values()} == {(20, "uncorrected")}
    assert "not corrected" in shares[POS].reason


def test_tone_shares_of_no_story_are_not_estimable():
    assert {measure.status for measure in tone_shares((0, 0, 0)).values()} == {"not_estimable"}
    with pytest.raises(ValueError, match="negative, neutral, positive"):
        tone_shares((1, 2))


@pytest.fixture
def golden():
    """TP 70, FN 10, FP 30, TN 90; 2,000 others of which 1,100 are classified positive."""
    coded = np.repeat([1, 1, 0, 0], [70, 10, 30, 90])
    predicted = np.repeat([1, 0, 1, 0], [70, 10, 30, 90])
    return coded, predicted, np.repeat([1, 0], [1100, 900])


@pytest.mark.parametrize(
    ("power", "value", "low", "high"),
    [(0, 0.400, 0.332, 0.468), (1, 0.450, 0.386, 0.514), (None, 0.4275, 0.372, 0.483)],
)
def test_prediction_powered_share_has_the_published_values(golden, power, value, low, high):
    estimate = ppi_share(*golden, power=power)
    assert estimate.value == pytest.approx(value, abs=1e-9)
    # The published limits are normal ones; the variance behind them is what must agree.
    half = 1.959964 * math.sqrt(estimate.variance)
    assert (estimate.value - half, estimate.value + half) == pytest.approx((low, high), abs=6e-4)
    # Ours are Wilson's on the effective size.
    assert (estimate.low, estimate.high) == wilson_effective(estimate.value, estimate.variance)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=3e-3)


def test_prediction_powered_lambda_and_naive_and_adjusted_count(golden):
    coded, predicted, rest = golden
    assert ppi_share(*golden).power == pytest.approx(0.55, abs=5e-6)
    assert rest.mean() == pytest.approx(0.55)
    se, sp = predicted[coded == 1].mean(), 1 - predicted[coded == 0].mean()
    assert rogan_gladen(rest.mean(), se, sp) == pytest.approx(0.48)


def test_labels_that_say_nothing_get_no_weight():
    assert ppi_share([1, 0, 1, 0], [1, 1, 1, 1], [1, 1, 1]).power == 0
    assert ppi_share([1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1]).power == 0


@pytest.mark.parametrize(
    ("coded", "predicted", "rest"), [([1], [1], [0]), ([1, 0], [1], [0]), ([1, 0], [1, 0], [])]
)
def test_prediction_powered_share_rejects_other_shapes(coded, predicted, rest):
    with pytest.raises(ValueError, match="expected n >= 2"):
        ppi_share(coded, predicted, rest)


def pairs(**counts):
    """Coded pairs from counts such as positive_neutral=3 (code, automatic label)."""
    return [tuple(key.rsplit("_", 1)) for key, number in counts.items() for _ in range(number)]


@pytest.fixture
def stratum():
    coded = pairs(
        negative_negative=8,
        negative_neutral=2,
        neutral_neutral=25,
        neutral_positive=4,
        positive_positive=14,
        positive_neutral=5,
        neutral_negative=2,
    )
    return Stratum({NEG: 60, NEU: 220, POS: 120}, coded)


def test_corrected_share_of_one_stratum_is_the_formula_of_a_finite_population(stratum):
    result = corrected_shares([stratum], AGREED)
    y, f = (
        np.array([[pair[i] == t for t in (NEG, NEU, POS)] for pair in stratum.coded], float) for i in (0, 1)
    )
    covariance = sum(np.cov(y[:, c], f[:, c])[0, 1] for c in range(3))
    power = covariance / sum(f[:, c].var(ddof=1) for c in range(3))
    assert result.power == pytest.approx(power)
    assert 0 < power < 1
    for c, tone in enumerate((NEG, NEU, POS)):
        value = power * stratum.automatic[tone] / 400 + (y - power * f)[:, c].mean()
        variance = (1 - 60 / 400) * (y - power * f)[:, c].var(ddof=1) / 60
        measure = result.shares[tone]
        assert measure.value == pytest.approx(value)
        assert (measure.low, measure.high) == pytest.approx(wilson_effective(value, variance))
        assert (measure.n, measure.status) == (60, "ok")


def test_corrected_shares_add_to_one_whatever_is_off_campaign(stratum):
    other = Stratum(
        {NEG: 5, NEU: 50, POS: 45},
        pairs(not_about_campaign_neutral=6, neutral_neutral=10, positive_positive=9),
    )
    shares = corrected_shares([stratum, other], AGREED).shares
    assert sum(measure.value for measure in shares.values()) == pytest.approx(1, abs=1e-9)


def test_strata_combine_by_their_size():
    always = pairs(positive_positive=30)
    mixed = pairs(negative_negative=10, neutral_neutral=10)
    strata = [Stratum({POS: 300}, always), Stratum({NEG: 50, NEU: 50}, mixed)]
    shares = corrected_shares(strata, AGREED).shares
    assert {tone: round(measure.value, 9) for tone, measure in shares.items()} == {
        POS: 0.75,
        NEG: 0.125,
        NEU: 0.125,
    }


def test_off_campaign_stories_leave_the_denominator_and_give_the_precision():
    coded = pairs(
        negative_negative=10, neutral_neutral=10, positive_positive=10, not_about_campaign_neutral=10
    )
    result = corrected_shares([Stratum({NEG: 100, NEU: 200, POS: 100}, coded)], AGREED)
    assert [round(result.shares[tone].value, 9) for tone in (NEG, NEU, POS)] == [0.333333333] * 3
    precision = result.precision
    assert precision.value == pytest.approx(0.75)
    assert (precision.low, precision.high) == pytest.approx(
        wilson_effective(0.75, 0.9 * np.repeat([1, 0], [30, 10]).var(ddof=1) / 40)
    )
    assert precision.method == "query precision, over coded stories"


def test_off_campaign_stories_make_the_share_a_ratio_with_the_variance_of_one():
    """Labels that say nothing have no weight, so that it is the ratio y / x of the codes: its variance is
    (1 - n/N) var(y - R x) / (n mean(x)^2) (Cochran, Sampling techniques, 1977, eq. 6.4)."""
    coded = pairs(negative_neutral=10, neutral_neutral=14, positive_neutral=16, not_about_campaign_neutral=10)
    found = share_vector([Stratum({NEU: 400}, coded)])
    on = np.array([code != "not_about_campaign" for code, _ in coded], float)
    for tone, share, variance in zip((NEG, NEU, POS), found.shares, found.variances, strict=True):
        y = np.array([code == tone for code, _ in coded], float)
        assert share == pytest.approx(y.sum() / on.sum())
        expected = (1 - 50 / 400) * (y - share * on).var(ddof=1) / (50 * on.mean() ** 2)
        assert variance == pytest.approx(expected)
    assert (found.coded, found.stories, found.unsampled) == (40, pytest.approx(320), 1 - 50 / 400)
    assert found.correlation == 0


def test_labels_are_worth_their_squared_correlation_with_the_codes(stratum):
    one_hot = np.array([[[label == t for t in (NEG, NEU, POS)] for label in pair] for pair in stratum.coded])
    y, f = (one_hot[:, i] - one_hot[:, i].mean(axis=0) for i in (0, 1))
    expected = np.corrcoef(y.ravel(), f.ravel())[0, 1] ** 2
    assert share_vector([stratum]).correlation == pytest.approx(expected)


def test_a_full_count_has_no_uncertainty():
    coded = pairs(negative_neutral=10, neutral_neutral=20, positive_neutral=10)
    shares = corrected_shares([Stratum({NEU: 40}, coded)], AGREED).shares
    assert [(m.value, m.low, m.high) for m in shares.values()] == [(0.25,) * 3, (0.5,) * 3, (0.25,) * 3]


def test_labels_without_an_error_in_the_sample_say_no_more_than_two_errors_in_four_more_codes():
    coded = pairs(negative_negative=10, neutral_neutral=10, positive_positive=10)
    measure = corrected_shares([Stratum({NEG: 100, NEU: 200, POS: 100}, coded)], AGREED).shares[NEU]
    assert measure.value == pytest.approx(0.5)
    size = 0.25 * 30 / (2 / 34 * 32 / 34) / (1 - 30 / 400)
    assert (measure.low, measure.high) == pytest.approx(wilson(size / 2, size))
    # Without an error in 30 codes, labels may err in one story of ten (the rule of three).
    assert measure.high - measure.low > 0.15


def test_a_rare_tone_is_told_no_better_than_by_its_codes_alone():
    coded = pairs(negative_negative=1, neutral_neutral=89, positive_positive=10)
    measure = corrected_shares([Stratum({NEG: 100, NEU: 8900, POS: 1000}, coded)], AGREED).shares[NEG]
    size = 100 / (1 - 100 / 10_000)
    _, high = wilson(0.01 * size, size)
    low = stats.beta(0.01 * size + 0.5, 0.99 * size + 0.5).ppf(0.025)
    assert measure.value == pytest.approx(0.01)
    assert (measure.low, measure.high) == pytest.approx((max(low, 1 / 10_000), high))


@pytest.mark.parametrize("population", [1_000_000, 75])
def test_a_tone_of_few_codes_may_be_as_rare_as_jeffreys_interval_of_them_says(population):
    coded = pairs(negative_negative=3, neutral_neutral=47)
    labels = {NEG: population // 10, NEU: population - population // 10}
    shares = corrected_shares([Stratum(labels, coded)], AGREED).shares
    unsampled = 1 - 50 / population
    low = stats.beta(3 / unsampled + 0.5, 47 / unsampled + 0.5).ppf(0.025)
    assert shares[NEG].low == pytest.approx(max(low, 3 / population))
    # What is left for the other tone is as little certain.
    assert shares[NEU].high == pytest.approx(1 - shares[NEG].low)
    assert shares[NEG].low < shares[NEG].value < shares[NEG].high


def test_a_tone_of_one_story_in_fifty_is_held_where_its_share_is_given():
    # Refused where no such story was coded, so that among the rest too many samples have too many.
    rng = np.random.default_rng(6)
    held: list[bool] = []
    for _ in range(600):
        truth = rng.choice(3, size=1000, p=[0.02, 0.9, 0.08])
        automatic = np.where(rng.random(1000) < 0.8, truth, rng.integers(3, size=1000))
        coded = [(TONES[truth[i]], TONES[automatic[i]]) for i in rng.choice(1000, size=50, replace=False)]
        counts = {tone: int((automatic == place).sum()) for place, tone in enumerate(TONES)}
        measure = corrected_shares([Stratum(counts, coded)], AGREED).shares[NEG]
        if measure.low is not None:
            held.append(measure.low <= (truth == 0).mean() <= measure.high)
    assert len(held) > 300
    assert 0.93 <= np.mean(held) <= 0.98


def test_under_thirty_coded_stories_nothing_is_estimable():
    result = corrected_shares([Stratum({NEU: 100}, pairs(neutral_neutral=29))], AGREED)
    for measure in (*result.shares.values(), result.precision):
        assert (measure.value, measure.status) == (None, "not_estimable")
        assert measure.reason == "29 coded stories (30 needed)"


def test_a_tone_without_a_coded_case_is_not_estimable_and_the_others_are():
    shares = corrected_shares(
        [Stratum({NEU: 80, POS: 20}, pairs(neutral_neutral=30, positive_positive=9))], AGREED
    ).shares
    assert (shares[NEG].value, shares[NEG].status) == (None, "not_estimable")
    assert shares[NEG].reason == "no coded story is negative"
    assert shares[POS].status == "ok"


@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        (
            [Stratum({NEU: 100}, pairs(neutral_neutral=40)), Stratum({POS: 9}, pairs(positive_positive=1))],
            "a stratum has fewer than 2 coded stories",
        ),
        ([Stratum({NEU: 100}, pairs(not_about_campaign_neutral=40))], "no coded story is about the campaign"),
    ],
)
def test_samples_too_thin_for_any_share(strata, reason):
    result = corrected_shares(strata, AGREED)
    assert {(m.status, m.reason) for m in result.shares.values()} == {("not_estimable", reason)}


@pytest.mark.parametrize(
    ("status", "expected", "shown"),
    [("withheld", "withheld", False), ("tentative", "tentative", True), ("not_estimable", "tentative", True)],
)
def test_corrected_shares_follow_the_coders_agreement(stratum, status, expected, shown):
    coders = Measure(None, None, None, 20, AGREED.method, status, "20 double-coded stories (60 needed)")
    measure = corrected_shares([stratum], coders).shares[NEU]
    assert measure.status == expected
    assert (measure.value is not None) == shown
    assert "20 double-coded stories" in measure.reason


@pytest.mark.parametrize(
    "bad",
    [
        Stratum({"good": 40}, []),
        Stratum({NEU: 40}, [("good", NEU)]),
        Stratum({NEU: 40}, [(NEU, OFF)]),
        Stratum({NEU: 2}, [(NEU, NEU)] * 3),
    ],
)
def test_corrected_shares_rejects_codes_that_cannot_be(bad):
    with pytest.raises(ValueError, match=r"unknown labels|more coded"):
        corrected_shares([bad], AGREED)


def test_corrected_share_is_right_on_average_and_covers():
    rng = np.random.default_rng(5)
    truth = rng.choice(3, size=600, p=[0.2, 0.5, 0.3])
    automatic = np.where(rng.random(600) < 0.8, truth, rng.choice(3, size=600, p=[0.1, 0.2, 0.7]))
    names = np.array([NEG, NEU, POS])
    counts = {str(name): int((names[automatic] == name).sum()) for name in names}
    errors, covered = [], 0
    for _ in range(200):
        drawn = rng.choice(600, size=90, replace=False)
        coded = [(str(names[truth[i]]), str(names[automatic[i]])) for i in drawn]
        measure = corrected_shares([Stratum(counts, coded)], AGREED).shares[POS]
        errors.append(measure.value - (truth == 2).mean())
        covered += measure.low <= (truth == 2).mean() <= measure.high
    assert abs(np.mean(errors)) < 0.008
    assert abs((automatic == 2).mean() - (truth == 2).mean()) > 0.04
    assert covered >= 184


def test_adjusted_count_has_the_published_values():
    assert rogan_gladen(20 / 120, 0.9, 0.99) == pytest.approx(0.17603, abs=5e-6)
    limits = [rogan_gladen(limit, 0.9, 0.99) for limit in wilson(20, 120)]
    assert limits == pytest.approx([0.1130, 0.2623], abs=5e-5)


def test_adjusted_count_below_zero_warns_and_is_not_clipped():
    with pytest.warns(RuntimeWarning, match="outside 0 to 1"):
        assert rogan_gladen(6 / 151, 0.964, 0.927) < 0


@pytest.mark.parametrize(("ap", "se", "sp"), [(0.5, 0.5, 0.5), (1.5, 0.9, 0.9), (0.5, 0.9, -0.1)])
def test_adjusted_count_needs_labels_better_than_chance(ap, se, sp):
    with pytest.raises(ValueError, match="Se \\+ Sp"):
        rogan_gladen(ap, se, sp)


@pytest.mark.parametrize(
    ("positive", "sensitivity", "specificity", "low", "high", "digits"),
    [
        ((4060, 11284), (178, 179), (358, 359), 0.349, 0.372, 3),
        ((51, 2971), (32, 33), (20, 20), 0, 0.053, 3),
        ((259, 509), (84, 127), (96, 109), 0.58, 0.87, 2),
    ],
)
def test_lang_reiczigel_has_the_published_values(positive, sensitivity, specificity, low, high, digits):
    limits = lang_reiczigel(positive, sensitivity, specificity)
    assert tuple(round(limit, digits) for limit in limits) == (low, high)


def test_lang_reiczigel_is_cut_at_both_ends():
    assert lang_reiczigel((100, 100), (60, 100), (95, 100)) == (1, 1)
    assert lang_reiczigel((0, 100), (90, 100), (60, 100)) == (0, 0)


@pytest.mark.parametrize("pair", [(3, 2), (-1, 2), (0, 0)])
def test_lang_reiczigel_rejects_what_are_no_counts(pair):
    with pytest.raises(ValueError, match="expected 0 <= k <= n"):
        lang_reiczigel((1, 2), pair, (9, 10))
    with pytest.raises(ValueError, match="Se \\+ Sp"):
        lang_reiczigel((1, 2), (1, 10), (1, 10))


def test_adjusted_counts_are_refused_where_labels_are_hardly_better_than_chance():
    coded = [(POS, POS)] * 18 + [(POS, NEU)] + [(NEU, POS)] * 29 + [(NEG, NEU)] * 2
    strata = [Stratum({NEG: 0, NEU: 60, POS: 940}, coded)]
    found = adjusted_counts(strata, corrected_shares(strata, AGREED).precision)[POS]
    assert (found.status, found.reason) == (
        "not_estimable",
        "machine labels are no better than chance in the sample",
    )


def test_interval_of_a_ratio_has_the_published_value():
    # Fagerland, Lydersen & Laake, Statistical analysis of contingency tables (2017), ch. 4: 7/34 by 1/34.
    limits = mover_ratio((7 / 34, *wilson(7, 34)), (1 / 34, *wilson(1, 34)))
    assert limits == pytest.approx((1.1537, 41.9763), abs=5e-5)


def test_interval_of_a_ratio_is_that_of_its_numerator_where_the_denominator_is_known():
    assert mover_ratio((0.3, 0.2, 0.5), (0.5, 0.5, 0.5)) == pytest.approx((0.4, 1.0))
    assert mover_ratio((0, 0, 0.1), (0.5, 0.5, 0.5)) == pytest.approx((0, 0.2))


@given(*[st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(sorted)] * 2)
def test_interval_of_a_ratio_holds_it(above, below):
    (top_low, top, top_high), (bottom_low, bottom, bottom_high) = above, below
    low, high = mover_ratio((top, top_low, top_high), (bottom, bottom_low, bottom_high))
    assert 0 <= low <= top / bottom * (1 + 1e-9)
    assert high >= top / bottom * (1 - 1e-9)


@pytest.mark.parametrize("below", [(0.5, 0.6, 0.7), (0.5, 0, 0.7), (0.8, 0.6, 0.7)])
def test_interval_of_a_ratio_rejects_what_are_no_limits(below):
    with pytest.raises(ValueError, match="expected 0 <= low <= estimate <= high"):
        mover_ratio((0.3, 0.2, 0.5), below)


def test_adjusted_counts_hold_what_the_querys_precision_leaves_unknown():
    # Labels hardly err, and half of the stories are off the campaign: all that is unknown is how many.
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(150):
        truth = rng.choice(3, size=4000, p=[0.2, 0.4, 0.4])
        is_off = rng.random(4000) < 0.5
        labels = np.where(is_off, 1, np.where(rng.random(4000) < 0.01, rng.integers(3, size=4000), truth))
        drawn = rng.choice(4000, size=200, replace=False)
        coded = [("not_about_campaign" if is_off[i] else TONES[truth[i]], TONES[labels[i]]) for i in drawn]
        automatic = dict(zip(TONES, np.bincount(labels, minlength=3).tolist(), strict=True))
        strata = [Stratum(automatic, coded)]
        found = adjusted_counts(strata, corrected_shares(strata, AGREED).precision)[POS]
        held += found.low <= (truth[~is_off] == 2).mean() <= found.high
    assert held >= 0.93 * 150


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_has_the_published_values(level, expected):
    assert round(krippendorff_alpha(KRIPPENDORFF, level), 3) == expected
    as_nan = [[math.nan if code is None else code for code in row] for row in KRIPPENDORFF]
    assert round(krippendorff_alpha(as_nan, level), 3) == expected


def test_alpha_of_perfect_and_of_undefined_agreement():
    assert krippendorff_alpha([[1, 2, 3], [1, 2, 3]], "ordinal") == 1
    assert math.isnan(krippendorff_alpha([[2, 2], [2, 2]], "ordinal"))
    assert all(map(math.isnan, krippendorff_interval([[2, 2], [2, 2]], "ordinal", seed=1)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 2)] * 2), min_size=4, max_size=30))
def test_alpha_does_not_depend_on_the_order_of_coders_or_the_direction_of_the_scale(units):
    codes = np.array(units, dtype=float).T
    alpha = krippendorff_alpha(codes, "ordinal")
    assert krippendorff_alpha(codes[::-1], "ordinal") == pytest.approx(alpha, nan_ok=True)
    assert krippendorff_alpha(2 - codes, "ordinal") == pytest.approx(alpha, nan_ok=True)


@pytest.mark.parametrize("matrix", [[1, 2, 3], [[1, None], [None, 2]]])
def test_alpha_needs_units_with_two_codes(matrix):
    with pytest.raises(ValueError, match=r"units|two codes"):
        krippendorff_alpha(matrix, "nominal")


def test_alpha_names_the_levels_it_knows():
    with pytest.raises(ValueError, match="expected nominal, ordinal, interval or ratio"):
        krippendorff_alpha([[1, 2], [1, 3]], "cardinal")


def test_interval_of_alpha_holds_it_and_comes_out_the_same_again():
    low, high = krippendorff_interval(KRIPPENDORFF, "ordinal", seed=3)
    assert low < krippendorff_alpha(KRIPPENDORFF, "ordinal") < high <= 1
    assert krippendorff_interval(KRIPPENDORFF, "ordinal", seed=3) == (low, high)


def double_coded(number, differing):
    first = [i % 3 for i in range(number)]
    second = [(code + 1) % 3 if i < differing else code for i, code in enumerate(first)]
    return [first, second]


@pytest.mark.parametrize(
    ("matrix", "status"),
    [
        (double_coded(59, 0), "not_estimable"),
        (double_coded(60, 0), "ok"),
        ([[1] * 70, [1] * 70], "not_estimable"),
        (double_coded(90, 2), "ok"),
        (double_coded(90, 10), "ok"),  # the lower limit is .711
        (double_coded(90, 12), "tentative"),  # .656
        (double_coded(90, 30), "tentative"),  # the upper limit is .675
        (double_coded(90, 32), "withheld"),  # .657
    ],
)
def test_coder_agreement_decides_whether_corrected_shares_are_shown(matrix, status):
    measure = coder_agreement(matrix, seed=1)
    assert measure.status == status
    assert (measure.value is None) == (status == "not_estimable")
    assert bool(measure.reason) == (status != "ok")


def test_only_double_coded_stories_count():
    first, second = double_coded(90, 2)
    second[40:] = [None] * 50
    measure = coder_agreement([first, second], seed=1)
    assert (measure.n, measure.reason) == (40, "40 double-coded stories (60 needed)")
