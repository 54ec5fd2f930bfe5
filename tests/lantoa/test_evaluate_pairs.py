import hashlib
import json
from pathlib import Path

import pytest

from lantoa.evaluate_pairs import PairsError, copies

FLOORS = Path(__file__).parent.parent / "floors.json"
BRIDGE = {
    "title": "Xã Bãi Cát có cầu mới",
    "lead": "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt, nối hai thôn xa nhất.",
}
SHRIMP = {"title": "Giá tôm tăng", "lead": "Chợ đầu mối Cửa Bể bán tôm sú đắt hơn tuần trước một phần mười."}


def write(folder, *pairs):
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(pair, ensure_ascii=False) for pair in pairs), "utf-8")
    return path


def test_each_pair_is_compared_with_its_label(tmp_path):
    path = write(
        tmp_path,
        {"a": BRIDGE, "b": BRIDGE, "label": "copy", "sure": True},
        {"a": BRIDGE, "b": SHRIMP, "label": "copy", "sure": False},
        {"a": SHRIMP, "b": SHRIMP, "label": "event", "sure": True},
        {"a": SHRIMP, "b": BRIDGE, "label": "different", "sure": True},
    )
    found = copies(path)
    # In some resample of four pairs none is labelled or found.
    few = {"f1_interval": None}
    assert found["copy"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "n": 2, "found": 2, **few}
    assert found["same_event"] == {"precision": 1.0, "recall": 0.6667, "f1": 0.8, "n": 3, "found": 2, **few}
    assert found["n"] == 4


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ({"a": BRIDGE, "b": SHRIMP, "label": "copied"}, "line 1: label 'copied', .* did you mean 'copy'"),
        ({"a": BRIDGE, "label": "copy"}, "line 1: b: Field required"),
        ({"a": {"lead": ""}, "b": BRIDGE, "label": "copy"}, "line 1: a.title: Field required"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, pair, message):
    with pytest.raises(PairsError, match=message):
        copies(write(tmp_path, pair))


def test_an_empty_file_is_no_file_of_pairs(tmp_path):
    with pytest.raises(PairsError, match="no pairs"):
        copies(write(tmp_path))


@pytest.mark.shared
def test_copies_of_labelled_pairs(shared_data: Path):
    path = shared_data / "pairs" / "pairs.jsonl"
    floors = json.loads(FLOORS.read_text("utf-8"))["copies"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == floors["data_sha256"]
    found = copies(path)["copy"]
    assert found["precision"] >= floors["precision"] >= 0.95
    assert found["recall"] >= floors["recall"] >= 0.9
    low, high = found["f1_interval"]
    assert low < found["f1"] < high
