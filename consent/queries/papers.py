"""The two forms filled in for printing, with names in the cases that Russian forms ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consent.permissions import class_id_of
from core.names import Case, decline
from core.text import Name
from school.models import Duty, Guardianship, Person, Role, School, SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """Both forms of one guardian of one child; empty words are lines to fill in by hand."""

    guardian: str
    guardian_genitive: str
    child_genitive: str
    class_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForms:
    school: School
    director_dative: str
    forms: tuple[PrintedForm, ...]


def printed_forms(
    school_id: int,
    guardianships: Iterable[Guardianship],
    *,
    class_name: str,
    today: date,
    with_child: bool = True,
) -> PrintedForms:
    """Forms for these guardians. Without the child for a guardian whose papers are not in force:
    the page that explains tells nothing of the child, and neither does its paper."""
    director = (
        Duty.objects.on(today)
        .filter(school_id=school_id, role=Role.DIRECTOR)
        .select_related("person")
        .first()
    )
    return PrintedForms(
        school=School.objects.get(pk=school_id),
        director_dative=_in(director.person, Case.DATIVE) if director else "",
        forms=tuple(
            PrintedForm(
                guardian=one.guardian.name.full,
                guardian_genitive=_in(one.guardian, Case.GENITIVE),
                child_genitive=_in(one.student.person, Case.GENITIVE) if with_child else "",
                class_name=class_name if with_child else "",
            )
            for one in guardianships
        ),
    )


def guardianships_in_order(ids: Sequence[int]) -> list[Guardianship]:
    """These guardianships with their people, in the order asked for (that of the class list)."""
    found = Guardianship.objects.select_related("guardian", "student__person").in_bulk(ids)
    return [found[pk] for pk in ids]


def class_name_of(student_id: int, today: date) -> tuple[int | None, str]:
    """The class the student is in, or was in last: (its id, 5А)."""
    class_id = class_id_of(student_id, today)
    return class_id, SchoolClass.objects.get(pk=class_id).name if class_id else ""


def _in(person: Person, case: Case) -> str:
    name: Name = person.name
    return decline(name, person.sex, case)
