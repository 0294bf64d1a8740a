"""The council's decisions about a class: what the marks of the year suggest, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from journal.groups_of_students import suggest_decision
from journal.models import Decision, Promotion, TermMarkKind
from journal.policy import is_debt
from journal.queries.class_sheet import Sheet, read_sheet, standing_years
from journal.queries.pieces import Member
from journal.queries.term_grounds import Column, terms_of_class
from school.models import SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionRow:
    """A student with the debts of the year and the decision."""

    student: Member
    debts: tuple[str, ...]
    lacking: int
    suggested: Decision | None
    decided: Promotion | None
    chosen: str

    @property
    def field(self) -> str:
        return f"decision-{self.student.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionPage:
    """All that the page shows."""

    school_class: SchoolClass
    rows: tuple[PromotionRow, ...]
    options: tuple[tuple[str, str], ...]
    may_decide: bool
    council_day: date | None
    order_number: str
    order_day: date | None


def promotion_page(
    school_class: SchoolClass, *, may_decide: bool, typed: Mapping[str, str]
) -> PromotionPage:
    """Decisions of this year; the council's day and order are those written last. The form begins
    with what was typed into a refused one, else with the decision, never with a suggestion."""
    column = Column(kind=TermMarkKind.YEAR)
    sheet = read_sheet(school_class, column, terms_of_class(school_class))
    decided = {
        row.student_id: row
        for row in Promotion.objects.filter(
            year=school_class.year, student_id__in=[member.pk for member in sheet.members]
        ).order_by("decided_at")
    }
    last = list(decided.values())[-1] if decided else None
    stay = [member for member in sheet.members if member.was_in(sheet.last)]
    return PromotionPage(
        school_class=school_class,
        rows=tuple(_row(sheet, member, decided.get(member.pk), typed) for member in stay),
        options=tuple((word.value, str(word.label)) for word in Decision),
        may_decide=may_decide,
        council_day=last.council_day if last else None,
        order_number=last.order_number if last else "",
        order_day=last.order_day if last else None,
    )


def _row(
    sheet: Sheet, member: Member, decided: Promotion | None, typed: Mapping[str, str]
) -> PromotionRow:
    years = standing_years(sheet, member)
    debts = [
        name
        for pk, name, _short in sheet.subjects
        if (one := sheet.marks.get((member.pk, pk))) and is_debt(one.value)
    ]
    return PromotionRow(
        student=member,
        debts=tuple(debts),
        lacking=sum(value is None for value in years),
        suggested=suggest_decision(sheet.school_class.grade, years),
        decided=decided,
        chosen=typed.get(f"decision-{member.pk}", decided.decision if decided else ""),
    )
