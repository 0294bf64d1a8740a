"""Words of a school in cells: classes, groups, roles, kinship, sex."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.imports.cells import as_text, choice, folded
from core.imports.faults import BadCell
from school.models import GroupKind, Kinship, Role, Scale, Sex

# A Latin letter that looks like a Russian one is a slip of the keyboard: class 5A is 5А.
_LOOKALIKES = str.maketrans("ABEKMHOPCTXabekmhopctx", "АВЕКМНОРСТХАВЕКМНОРСТХ")
_CLASS = re.compile(
    r"(\d{1,2})\s*[-–.]?\s*[«\"“„']?\s*([^\W\d_]{0,3}|\d|[^\W\d_]\d)\s*[»\"”'“]?", re.IGNORECASE
)
_CLASS_WORD = re.compile(r"\b(класс|кл|class|grade|form)\b\.?", re.IGNORECASE)
_GRADES = re.compile(r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?")


class ClassName(NamedTuple):
    """5А: grade and letter."""

    grade: int
    letter: str

    def __str__(self) -> str:
        return f"{self.grade}{self.letter}"


def class_name(value: Any) -> ClassName:
    """«5А», «5 "а"», «5-А класс», «10»."""
    written = _CLASS_WORD.sub(" ", as_text(value)).strip(" .")
    found = _CLASS.fullmatch(written)
    if not found or not 1 <= int(found[1]) <= 12:
        raise BadCell("bad_class", _("Write the class as 5А."))
    return ClassName(int(found[1]), found[2].translate(_LOOKALIKES).upper())


class Classes(NamedTuple):
    """Classes named one by one, and grades named whole."""

    names: tuple[ClassName, ...]
    grades: tuple[int, ...]


def classes(value: Any) -> Classes:
    """«5А, 5Б»; «5» or «5-7» mean all classes of the grades."""
    names: list[ClassName] = []
    grades: list[int] = []
    for part in re.split(r"[,;\n]", value if isinstance(value, str) else as_text(value)):
        written = _CLASS_WORD.sub(" ", part).strip(" .")
        if not written:
            continue
        span = _GRADES.fullmatch(written.replace("классы", "").strip())
        if span:
            grades += range(int(span[1]), int(span[2] or span[1]) + 1)
        else:
            names.append(class_name(written))
    if not names and not grades:
        raise BadCell("bad_class", _("Write the class as 5А."))
    return Classes(tuple(names), tuple(grades))


class GroupLabel(NamedTuple):
    """How a part of a class is called («1», «девочки»); blank: the class whole."""

    text: str

    @property
    def is_whole(self) -> bool:
        return not self.text


_WHOLE = {"", "весь класс", "класс", "все", "целый класс", "whole class", "all", "-", "–", "—"}
_GROUP_WORD = re.compile(
    r"(?:\b(?:под)?групп[аыеу]?\b|\bп\s*/\s*г\b|\bгр\b|\b(?:sub)?group\b|\bgr\b|№|-?я\b)\.?",
    re.IGNORECASE,
)


def group_label(value: Any) -> GroupLabel:
    """«1», «1 гр.», «1-я подгруппа», «группа 1» are one; other words stay as they are."""
    written = as_text(value)
    if folded(written) in _WHOLE:
        return GroupLabel("")
    bare = " ".join(_GROUP_WORD.sub(" ", written).split()).strip(" .-")
    return GroupLabel((bare or written)[:60])


def roles(value: Any) -> tuple[Any, ...]:
    """«Учитель, завуч»: roles, and classes led («классный руководитель 5А»)."""
    found: list[Any] = []
    for part in re.split(r"[,;\n]", value if isinstance(value, str) else as_text(value)):
        if not part.strip():
            continue
        led = _LEADS.fullmatch(part.strip())
        if led:
            if led[1].strip():
                found.append(class_name(led[1]))
        else:
            found.append(_role(part.strip()))
    return tuple(found)


_LEADS = re.compile(
    r"(?:кл(?:ассный|\.)?\s*рук(?:оводитель|\.)?|homeroom(?: teacher)?)\s*(.*)", re.IGNORECASE
)
_role = choice(
    {
        Role.TEACHER: (
            "учитель",
            "teacher",
            "педагог",
            "преподаватель",
            "учитель-предметник",
            "воспитатель",
        ),
        Role.DEPUTY: (
            "завуч",
            "deputy",
            "deputy director",
            "заместитель директора",
            "зам. директора",
            "зам директора",
            "зам. директора по увр",
            "заместитель директора по увр",
            "заместитель директора по вр",
            "зам. директора по вр",
        ),
        Role.DIRECTOR: ("директор", "director", "principal", "руководитель"),
        Role.ADMINISTRATOR: (
            "администратор",
            "administrator",
            "администратор эж",
            "ответственный за эж",
            "администратор журнала",
        ),
    }
)

sex = choice(
    {
        Sex.MALE: ("м", "m", "муж", "мужской", "мальчик", "male", "юноша"),
        Sex.FEMALE: ("ж", "f", "жен", "женский", "девочка", "female", "девушка"),
    }
)
kinship = choice(
    {
        Kinship.MOTHER: ("мать", "mother", "мама"),
        Kinship.FATHER: ("отец", "father", "папа"),
        Kinship.GUARDIAN: ("опекун", "guardian", "попечитель", "приёмный родитель"),
        Kinship.OTHER: (
            "представитель",
            "other",
            "иной",
            "законный представитель",
            "родитель",
            "бабушка",
            "дедушка",
            "другой",
        ),
    }
)
group_kind = choice(
    {
        GroupKind.WHOLE_CLASS: ("класс", "class", "урок"),
        GroupKind.SUBGROUP: ("подгруппа", "subgroup", "группа"),
        GroupKind.ELECTIVE: ("факультатив", "elective", "элективный курс", "курс по выбору"),
        GroupKind.CLUB: ("кружок", "club", "секция", "внеурочная деятельность"),
        GroupKind.EXTENDED_DAY: ("гпд", "extended day", "продлёнка", "группа продлённого дня"),
        GroupKind.INDIVIDUAL: ("надомное", "individual", "индивидуальное", "индивидуально"),
    }
)
scale = choice(
    {
        Scale.TWO_TO_FIVE: ("2-5", "2–5", "пятибалльная", "5"),
        Scale.ONE_TO_FIVE: ("1-5", "1–5"),
        Scale.PASS_FAIL: ("зачёт", "pass", "зачёт/незачёт", "зач/незач", "pass/fail"),
        Scale.HUNDRED: ("100", "100 баллов", "100 points"),
        Scale.NONE: ("без отметок", "none", "нет", "безотметочная"),
    }
)
weekday = choice(
    {
        1: ("понедельник", "monday", "пн", "пон", "mon", "1"),
        2: ("вторник", "tuesday", "вт", "втор", "tue", "2"),
        3: ("среда", "wednesday", "ср", "wed", "3"),
        4: ("четверг", "thursday", "чт", "четв", "thu", "4"),
        5: ("пятница", "friday", "пт", "пятн", "fri", "5"),
        6: ("суббота", "saturday", "сб", "суб", "sat", "6"),
        7: ("воскресенье", "sunday", "вс", "sun", "7"),
    }
)
