"""Russian names in the cases that forms and orders ask for: «назначить Иванову Анну Петровну»."""

from __future__ import annotations

from enum import StrEnum

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case as _Case
from pytrovich.enums import Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from core.text import Name


class Case(StrEnum):
    """The grammatical case a name is put in."""

    GENITIVE = "genitive"  # от кого: Иванова
    DATIVE = "dative"  # кому: Иванову
    ACCUSATIVE = "accusative"  # кого: Иванова
    INSTRUMENTAL = "instrumental"  # кем: Ивановым
    PREPOSITIONAL = "prepositional"  # о ком: об Иванове


_PARTS = (
    (NamePart.LASTNAME, "last"),
    (NamePart.FIRSTNAME, "first"),
    (NamePart.MIDDLENAME, "patronymic"),
)
# Катишонок, Шатырёнок lose their о: Катишонка. The library keeps it.
_FLEETING = ("онок", "енок", "ёнок")
_FLEETING_ENDS = {
    _Case.GENITIVE: "ка",
    _Case.DATIVE: "ку",
    _Case.ACCUSATIVE: "ка",
    _Case.INSTRUMENTAL: "ком",
    _Case.PREPOSITIONAL: "ке",
}
_maker = PetrovichDeclinationMaker()
_detector = PetrovichGenderDetector()


def decline(name: Name, sex: str, case: str) -> str:
    """The full name in this case: «Иванова Анна Петровна» → «Ивановой Анне Петровне».

    `sex` is "m", "f" or "" (not given: read from patronymic, surname, first name; where they
    say nothing, the name stays as it is, since a wrong ending offends more than a missing one)."""
    return decline_name(name, sex, case).full


def decline_name(name: Name, sex: str, case: str) -> Name:
    """The name in this case, still in its parts (for «Ивановой А. П.»)."""
    gender = _gender(name, sex)
    if gender is None:
        return name
    grammatical = _Case[Case(case).name]
    return Name(
        *(_put(part, gender, grammatical, getattr(name, field)) for part, field in _PARTS),
    )


def sex_of(name: Name) -> str:
    """ "m", "f" or "" as the name itself tells."""
    found = _gender(name, "")
    return {Gender.MALE: "m", Gender.FEMALE: "f"}.get(found, "")


def _gender(name: Name, sex: str) -> Gender | None:
    if sex in ("m", "f"):
        return Gender.MALE if sex == "m" else Gender.FEMALE
    return (
        _told_by(middlename=name.patronymic)
        or _told_by_surname(name.last)
        or _told_by(firstname=name.first)
    )


def _told_by(**clue: str) -> Gender | None:
    written = {key: text.lower().replace("ё", "е") for key, text in clue.items() if text}
    found = _detector.detect(**written) if written else None
    return found if found in (Gender.MALE, Gender.FEMALE) else None


def _told_by_surname(last: str) -> Gender | None:
    """Only endings that leave no doubt: Калина and Лоза may be anybody."""
    folded = last.lower().replace("ё", "е")
    if folded.endswith(("ова", "ева", "ская", "цкая")):
        return Gender.FEMALE
    return Gender.MALE if folded.endswith(("ов", "ев", "ский", "цкий")) else None


def _put(part: NamePart, gender: Gender, case: _Case, written: str) -> str:
    """One part declined; of a double part each half, as the hyphen asks."""
    if not any("а" <= letter <= "я" or letter == "ё" for letter in written.lower()):
        return written
    if written.isupper() and len(written) > 1:
        return _put(part, gender, case, written.title()).upper()
    if part is NamePart.LASTNAME and gender is Gender.MALE and written.endswith(_FLEETING):
        return f"{written[:-2]}{_FLEETING_ENDS[case]}"
    return _maker.make(part, gender, case, written)
