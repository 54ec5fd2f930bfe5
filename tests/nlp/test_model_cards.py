"""What readers are told of the tone models is what their cards say."""

import json
from pathlib import Path

import pytest

from nlp import campaign_tone, model_cards, precise_tone, tone
from nlp.shipped import ModelError


def test_the_shipped_cards_bear_the_methods_that_stand_with_tones():
    by_tier = {card.tier: card for card in model_cards.shipped()}
    assert by_tier["fast"].method == tone.load(tone.MODEL).method
    assert by_tier["campaign"].method == campaign_tone.method()
    assert by_tier["precise"].method == precise_tone.method()
    fast = by_tier["fast"]
    assert fast.low < fast.macro_f1 < fast.high
    assert fast.judged_on == "later days"


def test_a_home_without_models_has_no_cards_and_a_retrained_one_may_lack_figures(tmp_path: Path):
    assert list(model_cards.retrained(tmp_path / "none")) == []
    folder = tmp_path / "2026-11-01-a"
    folder.mkdir()
    card = {"method": "m", "trained_on": "2026-11-01", "n": 9, "time_ordered": None}
    (folder / "card.json").write_text(json.dumps(card), "utf-8")
    [found] = model_cards.retrained(tmp_path)
    assert (found.method, found.n, found.n_judged, found.macro_f1, found.low) == ("m", 9, None, None, None)


@pytest.mark.parametrize("broken", ["", "[]", '{"method": "m"}', '{"time_ordered": {}, "trained_on": 3}'])
def test_a_broken_card_is_named(tmp_path: Path, broken: str):
    path = tmp_path / "card.json"
    path.write_text(broken, "utf-8")
    with pytest.raises(ModelError, match=r"card\.json: expected the card of a tone model"):
        model_cards.read(path, "fast")
