"""Who holds which office, as a text itself tells it. Names of persons stay in memory."""

import re
from collections.abc import Sequence
from typing import Final

from nlp.names import ADDRESS
from nlp.offices.groups import Groups
from nlp.offices.mentions import Mention
from nlp.offices.spelling import canonical, holds_position, is_complete, lacks_place
from nlp.offices.words import COUNTRY
from nlp.text import fold

_DELEGATION: Final = re.compile(r"đoàn (?:đbqh|đại biểu quốc hội)\b")
ADDRESS_TAIL: Final = re.compile(rf"{ADDRESS.pattern}\s+$")
"""A form of address at the end of what stands before a name."""
_ADDRESSED: Final = re.compile(r"(?P<woman>bà|chị|cô|mẹ|dì)\b|(?:ông|anh|chú|thầy|cậu)\b")


class Persons:
    """The persons of one text, with the offices that it gives them.

    Args:
        folded: The text folded.
        mentions: Of the text, by where they start.
        groups: Which of these are of one.
        known: The offices of a campaign.
    """

    def __init__(
        self, folded: str, mentions: Sequence[Mention], groups: Groups, known: tuple[str, ...]
    ) -> None:
        self._known = known
        self._office_of: dict[str, str] = {}
        self._office_of_end: dict[str, str] = {}
        self._main_of: dict[str, str] = {}
        self._sex_of: dict[str, str] = {}  # of names, and of offices by who holds them
        given: dict[str, list[str]] = {}
        for index, one in enumerate(mentions):
            if one.kind != "person":
                continue
            name = folded[one.start : one.end]
            self._note_sex(name, folded, one.start)
            beside = [office for office in groups.offices_of(index) if not _DELEGATION.match(fold(office))]
            given.setdefault(name, []).extend(beside)
        for name, offices in given.items():
            self._note_offices(name, offices)

    def office_of(self, name: str) -> str:
        """Give the office of a folded name, or of one that ends with it; "" where the text gives none."""
        return self._office_of.get(name) or self._office_of_end.get(name, "")

    def main_of(self, office: str) -> str:
        """Give the office under which the words of who holds this one are kept; "" where nobody is named."""
        return self._main_of.get(fold(office), "")

    def sex_of(self, folded: str) -> str | None:
        """Give "f" or "m" of a name, or of who holds an office, as far as the text tells it."""
        return self._sex_of.get(folded)

    def _note_sex(self, name: str, folded: str, start: int) -> None:
        address = ADDRESS_TAIL.search(folded, max(0, start - 12), start)
        told = "f" if " thị " in name else sex(folded, address.start()) if address else ""
        if told:
            self._sex_of[name] = told
            self._sex_of.setdefault(name.rpartition(" ")[2], told)

    def _note_offices(self, name: str, offices: Sequence[str]) -> None:
        spelled = [canonical(office, self._known) for office in sorted(offices, key=_rank)]
        complete = [office for office in spelled if is_complete(office)]
        complete += [office for office in spelled if lacks_place(office)]
        main = next((one for one in complete if one in self._known), complete[0] if complete else "")
        if main or name not in self._office_of:
            self._office_of[name] = main
        if name in self._sex_of:
            self._sex_of.setdefault(fold(main), self._sex_of[name])
        if main:
            words = name.split()
            self._office_of_end.update({" ".join(words[at:]): main for at in range(1, len(words))})
            for office in spelled:
                self._main_of.setdefault(fold(office), main)


def sex(folded: str, address: int) -> str:
    """Give "f" or "m" where a form of address tells a woman or a man, else ""."""
    found = _ADDRESSED.match(folded, address)
    return "" if found is None else "f" if found["woman"] else "m"


def _rank(office: str) -> tuple[bool, bool]:
    """Order a person's offices: another country's, positions, bodies alone ("thay mặt Bộ X, ông A")."""
    return COUNTRY.search(office) is None, not holds_position(office)
