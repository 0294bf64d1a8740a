"""The class page's tab of debts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from journal.queries.class_marks import class_terms
from journal.queries.debts import Debt, debts_of_class
from school.models import SchoolClass, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """A student with all that is owed."""

    student_id: int
    name: str
    debts: tuple[Debt, ...]

    @property
    def overdue(self) -> int:
        return sum(debt.is_overdue for debt in self.debts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDebtsPage:
    """Who of the class owes what in a term."""

    school_class: SchoolClass
    terms: tuple[Term, ...]
    term: Term | None
    debtors: tuple[Debtor, ...]

    @property
    def debts(self) -> int:
        return sum(len(one.debts) for one in self.debtors)


def class_debts_page(
    school_class: SchoolClass, *, term_id: int | None, now: datetime
) -> ClassDebtsPage:
    """Debts of all subjects by student."""
    terms, term, _day = class_terms(school_class, term_id=term_id, today=timezone.localdate(now))
    debts = debts_of_class(school_class, term, now=now) if term else []
    return ClassDebtsPage(
        school_class=school_class, terms=terms, term=term, debtors=debtors_of(debts)
    )


def debtors_of(debts: list[Debt]) -> tuple[Debtor, ...]:
    """By student, as they are sorted."""
    by_student = groupby(debts, key=lambda debt: debt.student_id)
    found = ((pk, tuple(rows)) for pk, rows in by_student)
    return tuple(Debtor(student_id=pk, name=rows[0].student, debts=rows) for pk, rows in found)
