"""The provinces that items are about, as tiles of one size: no boundary is drawn, so none is drawn wrong."""

from collections.abc import Sequence
from typing import Final

from dashboards import words
from dashboards.address import Address
from dashboards.charts.chart import Chart, Drawing, cells, drawing
from dashboards.labels import label
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Column, Sheet

TILES: Final = {
    "Lai Châu": (0, 0),
    "Lào Cai": (1, 0),
    "Tuyên Quang": (2, 0),
    "Cao Bằng": (3, 0),
    "Điện Biên": (0, 1),
    "Sơn La": (1, 1),
    "Phú Thọ": (2, 1),
    "Thái Nguyên": (3, 1),
    "Lạng Sơn": (4, 1),
    "Hà Nội": (2, 2),
    "Bắc Ninh": (3, 2),
    "Quảng Ninh": (4, 2),
    "Ninh Bình": (2, 3),
    "Hưng Yên": (3, 3),
    "Hải Phòng": (4, 3),
    "Thanh Hóa": (2, 4),
    "Nghệ An": (2, 5),
    "Hà Tĩnh": (2, 6),
    "Quảng Trị": (3, 7),
    "Huế": (3, 8),
    "Đà Nẵng": (4, 9),
    "Quảng Ngãi": (4, 10),
    "Gia Lai": (4, 11),
    "Đắk Lắk": (4, 12),
    "Đồng Nai": (2, 13),
    "Lâm Đồng": (3, 13),
    "Khánh Hòa": (4, 13),
    "Tây Ninh": (1, 14),
    "TP. Hồ Chí Minh": (2, 14),
    "An Giang": (0, 15),
    "Đồng Tháp": (1, 15),
    "Vĩnh Long": (2, 15),
    "Cà Mau": (0, 16),
    "Cần Thơ": (1, 16),
}
"""Column and row of each of the 34 provinces since July 2025, as they lie to each other."""

ISLANDS: Final = {"QĐ Hoàng Sa": ("Đà Nẵng", (5.4, 9)), "QĐ Trường Sa": ("Khánh Hòa", (5.4, 13))}
"""Archipelagos with the province that each belongs to, and column and row."""

_COLUMNS, _ROWS, _ISLANDS_WIDE = 7, 17, 1.6
_TILE = 46  # CSS pixels
_UNITS = (("items", "item"), ("stories", "story"))


def provinces(found: Sequence[Row], at: Address) -> Chart:
    """Draw how many items are about each province.

    Args:
        found: province, stories, items and placed_stories of each province of today.
        at: The page's address.
    """
    lang = at.lang
    most = max([row["items"] for row in found] or [0])
    rows: list[Row] = [
        {
            ADDRESS: at.rows(province=row["province"]),
            "province": row["province"],
            "items": int(row["items"]),
            "stories": int(row["stories"]),
            "part": row["items"] / most if most else 0,
        }
        for row in found
    ]
    columns = [
        Column("province", words.text("field.province", lang)),
        Column("items", words.text("field.items", lang), "count"),
        Column("stories", words.text("field.stories", lang), "count"),
    ]
    table = Sheet(label("sheet.provinces", lang), columns, rows)
    n = int(found[0]["placed_stories"]) if found else 0
    basis = label("provinces.basis", lang, n=words.count(n, "story", lang))
    if not n:
        refused = words.text("status.not_estimable", lang)
        return Chart(None, refused, basis, words.reason("no story names a province", lang), table)
    reported = words.decimal(sum(row["stories"] > 0 for row in rows), lang)
    title = label("provinces.title", lang, count=reported, all=str(len(rows)))
    named = sorted((row for row in rows if row["items"]), key=lambda row: -row["items"])
    listed = "; ".join(f"{row['province']}: {words.decimal(row['items'], lang)}" for row in named)
    description = label("provinces.description", lang, listed=listed)
    height, width = _TILE * _ROWS + 8, 60 * _COLUMNS
    return Chart(_tiles(rows, at), title, basis, description, table, height, width)


def _tiles(rows: Sequence[Row], at: Address) -> Drawing:
    lang = at.lang
    by_name = {row["province"]: row for row in rows}
    tiles: list[Row] = [
        by_name[name] | {"column": column, "place": -row, "text": f"{_two_lines(name)}<br>{number}"}
        for name, (column, row) in TILES.items()
        for number in [words.decimal(by_name[name]["items"], lang)]
    ]
    tiles += [
        by_name[province]
        | {"column": column, "place": -row, "wide": _ISLANDS_WIDE, "text": f"{name}<br>({province})"}
        for name, (province, (column, row)) in ISLANDS.items()
    ]
    for tile in tiles:
        items, stories = (words.count(tile[f"{unit}"], noun, lang) for unit, noun in _UNITS)
        tile["hint"] = f"{tile['province']}: {items}, {stories}"
    layout = {
        "showlegend": False,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4},
        "xaxis": {"visible": False, "range": [0, _COLUMNS]},
        "yaxis": {"visible": False, "range": [0.5 - _ROWS, 0.5]},
    }
    return drawing([cells(tiles, "part", "text", "hint", width=0.92, letters=10)], layout)


def _two_lines(name: str) -> str:
    """Give a name in two lines about as long as each other, where it has several words."""
    parts = name.split()
    half = (len(parts) + 1) // 2
    return "<br>".join(" ".join(line) for line in (parts[:half], parts[half:]) if line)
