"""Invented Vietnamese for pages that are committed: sentences, short phrases, names and slugs.

No place, person or body named here is meant to exist. The same seed gives the same texts.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Set

Run = tuple[str, ...]

RUN = 4
"""Syllables of a source that must not follow each other in an invented text."""

_WHO = (
    "Câu lạc bộ diều giấy", "Tổ đan lát xóm Nứa", "Đội thuyền nan bến Vạc", "Nhóm thợ mộc làng Trầm",
    "Lớp vẽ cuối tuần", "Hàng xóm ngõ Hoa Giấy", "Ban nhạc gõ ống tre", "Phường gốm Bãi Sậy",
    "Thư viện xe ba gác", "Vườn ươm hạt sen", "Chợ phiên Đồi Mây", "Xưởng guốc gỗ Mít",
    "Đoàn rối nước Ao Làng", "Gánh bánh đúc bà Lụa", "Trạm sửa ô dù", "Bếp ăn bến Lau",
)  # fmt: skip
_DOES = (
    "giới thiệu", "hoàn thiện", "sơn lại", "trưng bày", "mở cửa", "xếp đặt", "nhận thêm", "kể về",
    "thử nghiệm", "gửi tặng", "sưu tầm", "chăm chút",
)  # fmt: skip
_WHAT = (
    "dàn lồng đèn vỏ sò", "chiếc cầu tre uốn cong", "bộ tranh lá khô", "mẻ gốm men rêu", "tủ sách gỗ xoan",
    "khóm tường vi tím", "bản đồ ngõ nhỏ", "con rối mặt tròn", "giàn bầu hồ lô", "mái chèo sơn đỏ",
    "chum nước mưa cũ", "tấm vải nhuộm chàm", "cối giã cốm non", "chuỗi chuông gió sứ", "sân chơi rải sỏi",
    "bức tường ghép nắp chai",
)  # fmt: skip
_MORE = (
    "bên hồ Cạn Sen", "ở đầu dốc Gió", "dưới gốc bàng già", "cạnh bến đò Lá", "trên bãi Cát Mịn",
    "vào một sáng nhiều sương", "khi mùa ổi chín", "trước phiên chợ rằm", "suốt ba buổi chiều",
    "sau đợt gió nồm", "cho trẻ con trong ngõ", "để khách đường xa dừng chân", "cùng vài người bạn cũ",
    "mà không tốn nhiều công", "với giá một bó rau", "theo cách của các cụ",
)  # fmt: skip
_SHORT = {
    1: ("Lau", "Sậy", "Gốm", "Nứa", "Diều", "Sỏi", "Mây", "Guốc"),
    2: ("Bến Lau", "Ngõ Sỏi", "Hàng gốm", "Giàn bầu", "Lồng đèn", "Đồi Mây", "Ao sen", "Gió nồm"),
    3: ("Thuyền nan cũ", "Bãi sậy xanh", "Chuông gió sứ", "Ngõ hoa giấy", "Mẻ gốm mới", "Chợ phiên rằm"),
}
_FAMILY = ("Âu", "Lã", "Kiều", "Thạch", "Quách", "Giáp", "Khúc", "Nghiêm")
_MIDDLE = ("Lam", "Diệp", "Ngân", "Thảo")
# Three letters at most: a longer word in capitals is read as an acronym.
_GIVEN = ("Sậy", "Nứa", "Mực", "Lụa", "Cốm", "Sỏi", "Gạo", "Mía", "Bèo", "Rơm")
_MOST_TRIES = 60


class InventedError(Exception):
    """Every text that could be invented holds a run of the source."""


class Inventor:
    """Invents texts, each of them once.

    Args:
        seed: What the texts follow from.
        avoid: Runs of RUN folded syllables that no text may hold.
    """

    def __init__(self, seed: str, avoid: Set[Run] = frozenset()) -> None:
        self._chance = random.Random(seed)  # noqa: S311 nothing secret
        self._avoid = avoid
        self._given: set[str] = set()

    def sentence(self, words: int) -> str:
        """Give a sentence of about so many words, without a mark at its end."""
        return self._once(lambda: self._sentence(words))

    def prose(self, words: int) -> str:
        """Give sentences of about so many words in all, without a mark at the end."""
        said = [self.sentence(min(words, 18))]
        while (left := words - sum(len(one.split()) for one in said)) > 6:
            said.append(self.sentence(min(left, 18)))
        return ". ".join(said)

    def short(self, words: int) -> str:
        """Give a phrase of exactly so many words, such as a label or a section."""
        return self._once(lambda: self._short(words))

    def name(self, words: int) -> str:
        """Give a person's name of exactly so many words."""
        return self._once(lambda: self._name(words))

    def slug(self, words: int) -> str:
        """Give a phrase of exactly so many words as addresses write it."""
        return re.sub(r"[^a-z]+", "-", unaccented(self.short(words)).lower())

    def _once(self, make: Callable[[], str]) -> str:
        """Give a text that was not given before, if there is one, and holds no run to be avoided."""
        known = None
        for _ in range(_MOST_TRIES):
            made = make()
            if known is not None and made in self._given:
                continue
            if self._avoid.isdisjoint((*runs(made), *runs(unaccented(made)))):
                known = made
                if made not in self._given:
                    break
        if known is None:
            raise InventedError("no text without a run of the source could be invented")
        self._given.add(known)
        return known

    def _sentence(self, words: int) -> str:
        pick = self._chance.choice
        said = f"{pick(_WHO)} {pick(_DOES)} {pick(_WHAT)}"
        for more in self._chance.sample(_MORE, k=4):
            if len(said.split()) + 2 >= words:
                break
            said += f" {more}"
        return said

    def _short(self, words: int) -> str:
        parts: list[str] = []
        while words:
            length = min(words, self._chance.choice((2, 3)))
            parts.append(self._chance.choice(_SHORT[length]))
            words -= length
        first, *others = parts
        return " ".join((first, *(one.lower() for one in others)))

    def _name(self, words: int) -> str:
        pick = self._chance.choice
        middle = [pick(_MIDDLE) for _ in range(words - 2)]
        return " ".join(([pick(_FAMILY)] if words > 1 else []) + middle + [pick(_GIVEN)])


def runs(text: str) -> Iterator[Run]:
    """Give each run of RUN syllables of a text, in lower case and without marks."""
    syllables = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
    for start in range(len(syllables) - RUN + 1):
        yield tuple(syllables[start : start + RUN])


def unaccented(text: str) -> str:
    """Give a text without diacritics, as addresses have it."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
