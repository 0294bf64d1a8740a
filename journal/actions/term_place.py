"""Where a mark of a period stands, who may write there, and the writing itself: shared by all that
sets such marks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from core.refusal import ChangedMeanwhile, Refused
from journal.actions.rules import refuse_locked, refuse_unopened
from journal.averages import shown
from journal.models import TermMark, TermMarkKind, TermMarkVia
from journal.policy import Suggestion, Value, departs
from journal.queries.course_page import terms_of
from journal.queries.term_grounds import Column, SubjectGrounds
from journal.regulation import result_known, term_marks_due
from school.choices import chosen
from school.models import AcademicYear, Course, Person, Scale, SchoolClass, Term

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mark of a period stands: whose, in what, for when. Without a course: for conduct."""

    school_id: int
    year: AcademicYear
    student_id: int
    column: Column
    course: Course | None
    school_class: SchoolClass | None
    terms: Sequence[Term]

    @property
    def subject_id(self) -> int | None:
        return self.course.subject_id if self.course else None

    @property
    def lock_name(self) -> str:
        """Two writings to the same place wait for each other."""
        return f"journal.termmark.{self.student_id}.{self.subject_id}.{self.column.slug}"

    @property
    def last_day(self) -> date:
        """Of the period; a year ends, and is closed, with its last term."""
        if self.column.term:
            return self.column.term.last_day
        return self.terms[-1].last_day if self.terms else self.year.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who writes, when, why and by which right; `known_at` where a protocol says since when the
    result is known."""

    actor: Person
    now: datetime
    reason: str = ""
    known_at: datetime | None = None
    via: TermMarkVia = TermMarkVia.TEACHER


def place_in_course(
    course: Course, student_id: int, slug: str, *, terms: Sequence[Term] | None = None
) -> Place:
    """A place of a course's sheet by the name of its column (t17, year, exam, final)."""
    terms = terms_of(course) if terms is None else terms
    return Place(
        school_id=course.school_id,
        year=course.year,
        student_id=student_id,
        column=column_of(slug, terms),
        course=course,
        school_class=course.group.school_class,
        terms=terms,
    )


def column_of(slug: str, terms: Sequence[Term]) -> Column:
    """The column of that name. Raises Refused where there is none."""
    for term in terms:
        if slug == f"t{term.pk}":
            return Column(kind=TermMarkKind.TERM, term=term)
    if slug in (TermMarkKind.YEAR, TermMarkKind.EXAM, TermMarkKind.FINAL):
        return Column(kind=TermMarkKind(slug))
    raise Refused("no_column", _("There is no such period here."))


def sheet_scale(course: Course) -> str:
    """In which values the course's periods are marked; grade 1 masters the programme."""
    school_class = course.group.school_class
    return course.scale if school_class is None or school_class.has_marks else Scale.NONE


def spoken(reason: str) -> str:
    """A reason as it is kept: one line, no longer than its field."""
    return " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH]


def current_mark(place: Place) -> TermMark | None:
    """What stands in a place."""
    return (
        TermMark.objects.filter(
            student_id=place.student_id,
            subject_id=place.subject_id,
            year=place.year,
            term_id=place.column.term_id,
            kind=place.column.kind,
            is_current=True,
        )
        .select_related("set_by")
        .first()
    )


def refuse_if_changed(stands: TermMark | None, *, seen: str) -> None:
    """Two hands on one place: the second sees what the first wrote, and chooses."""
    theirs = stands.text if stands else ""
    if seen.strip() == theirs:
        return
    by = stands.set_by.name.short if stands else _("somebody")
    message = _("Meanwhile %(who)s wrote “%(value)s” here.") % {"who": by, "value": theirs or "—"}
    raise ChangedMeanwhile(message, theirs=theirs, by=by, field="text")


def refuse_closed_or_early(place: Place, act: Act) -> None:
    """Nothing is set for a period that has not begun, nor by a teacher after it is closed."""
    _refuse_early(place, act)
    refuse_closed(place, act)


def _refuse_early(place: Place, act: Act) -> None:
    today = timezone.localdate(act.now)
    begins = _begins(place)
    if begins is not None and today < begins:
        raise Refused(
            "not_begun",
            _("The period begins on %(day)s: nothing is set before.")
            % {"day": f"{begins:%d.%m.%Y}"},
            field="text",
        )


def refuse_closed(place: Place, act: Act) -> None:
    """After the class's period is closed (the year with its last one) it is the deputy's; before
    the year is opened it is nobody's."""
    lock = refuse_locked(
        actor=act.actor,
        school_id=place.school_id,
        class_id=place.school_class.pk if place.school_class else None,
        day=place.last_day,
        reason=act.reason,
        now=act.now,
    )
    refuse_unopened(lock)


def _begins(place: Place) -> date | None:
    """From when a mark may be set: the term's first day; for a year its last term's; exams of the
    year any day."""
    match place.column.kind:
        case TermMarkKind.TERM:
            return place.column.term.first_day if place.column.term else None
        case TermMarkKind.EXAM:
            return None
    return place.terms[-1].first_day if place.terms else None


def refuse_stranger(grounds: SubjectGrounds, place: Place) -> None:
    """A student is marked where he is at the end of the period; who left is in nobody's count."""
    if not grounds.is_marked_here(place.student_id, place.column):
        raise Refused(
            "not_a_member", _("The student is not in this group to the end of the period.")
        )


def refuse_without_reason(
    value: Value, suggestion: Suggestion, stands: TermMark | None, act: Act, *, days: int
) -> None:
    """What asks why: a mark taken back, н/а, a departure from the policy, a correction after the
    school's window."""
    if act.reason:
        return
    if not value.text:
        why = _("A mark of a period is taken back: say why.")
    elif departs(value, suggestion):
        why = _("The school's policy gives %(suggested)s here: say why it is %(mark)s.") % {
            "suggested": suggestion.text or "—",
            "mark": value.text,
        }
    elif stands is not None and stands.published_at < act.now - timedelta(days=days):
        why = _("This mark was set more than %(days)d days ago: say why it changes.") % {
            "days": days
        }
    else:
        return
    raise Refused("reason_needed", why, field="reason")


def basis_of(grounds: SubjectGrounds, place: Place, suggestion: Suggestion) -> dict[str, Any]:
    """What the teacher saw when he decided, so that the figure unfolds decades later."""
    basis: dict[str, Any] = {"why": suggestion.why.value}
    if suggestion.mean is not None:
        basis |= {"mean": str(suggestion.mean), "shown": shown(suggestion.mean)}
    term = place.column.term
    found = grounds.of_term(place.student_id, term) if term else None
    if found is not None and term is not None:
        basis |= {
            "total": str(found.total),
            "weights": str(found.weights),
            "marks": found.count,
            "needed": grounds.needed(found, term),
            "held": found.held,
            "missed": found.missed,
            "exempt": found.exempt,
            "borders": [str(border) for border in grounds.policy.borders],
        }
    return basis


def new_mark(
    place: Place,
    value: Value,
    act: Act,
    *,
    suggestion: Suggestion,
    basis: dict[str, Any],
    days: int,
    supersedes: TermMark | None = None,
) -> TermMark:
    """The row of a mark, not saved. Known is a period's mark from the day it was to be set or from
    its first entry; a correction from now; an exam's by its protocol. Visible it is at once."""
    zone = timezone.get_current_timezone()
    known = act.known_at or act.now
    if act.known_at is None and supersedes is None and place.column.kind != TermMarkKind.EXAM:
        due = term_marks_due(place.last_day, days=days, zone=zone)
        known = result_known(due=due, entered=act.now)
    return TermMark(
        school_id=place.school_id,
        year=place.year,
        student_id=place.student_id,
        subject_id=place.subject_id,
        course=place.course,
        term=place.column.term,
        kind=place.column.kind,
        scale=place.course.scale if place.course else Scale.TWO_TO_FIVE,
        points=value.points,
        sign=value.sign,
        suggested=suggestion.text,
        basis=basis,
        reason=act.reason,
        via=act.via,
        known_at=known,
        published_at=act.now,
        set_by=act.actor,
        supersedes=supersedes,
    )


def write(
    place: Place,
    value: Value,
    act: Act,
    *,
    stands: TermMark | None,
    suggestion: Suggestion,
    basis: dict[str, Any],
) -> TermMark | None:
    """Supersede what stands, or take it back where there is nothing to stand instead."""
    with because(act.reason) if act.reason else nullcontext():
        if not value.text:
            if stands is not None:
                stands.delete()
            return None
        days = chosen(place.school_id, place.last_day, "term_marks_days")["term_marks_days"]
        mark = new_mark(
            place, value, act, suggestion=suggestion, basis=basis, days=days, supersedes=stands
        )
        if stands is not None:
            TermMark.objects.filter(pk=stands.pk).update(is_current=False)
        mark.save(force_insert=True)
        return mark
