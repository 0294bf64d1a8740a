"""Marks of periods: set, corrected, taken back; by the teacher of the subject, by the homeroom
teacher for conduct. What a mark replaces stays (A4 1.4), and families see it at once (A5 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.once import first_time, first_time_alone
from core.refusal import Refused
from journal.actions.term_place import (
    Act,
    Place,
    basis_of,
    column_of,
    current_mark,
    new_mark,
    place_in_course,
    refuse_closed_or_early,
    refuse_if_changed,
    refuse_stranger,
    refuse_without_reason,
    sheet_scale,
    spoken,
    write,
)
from journal.models import TermMark, TermMarkVia
from journal.policy import NOT_ATTESTED, Suggestion, Value
from journal.queries.course_page import terms_of
from journal.queries.term_grounds import SubjectGrounds, subject_grounds, terms_of_class
from journal.term_values import parse_conduct, parse_term_mark
from school.choices import chosen
from school.models import Course, Membership, Person, SchoolClass


def set_term_mark(
    *,
    actor: Person,
    course: Course,
    student_id: int,
    slug: str,
    text: str,
    seen: str,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
    known_at: datetime | None = None,
) -> TermMark | None:
    """Bring a place of the course's sheet to what the teacher typed, where it still says what he
    saw. Another mark supersedes the one that stands, and both stay; an empty text takes it back,
    with a reason. н/а and a departure from the policy ask why. Answers what stands now.

    Raises Refused, and ChangedMeanwhile where somebody else wrote here."""
    place = place_in_course(course, student_id, slug)
    value = parse_term_mark(text, scale=sheet_scale(course))
    act = Act(actor=actor, now=now, reason=spoken(reason), known_at=known_at)
    with transaction.atomic():
        stands, is_done = _taken_alone(place, act, value, seen=seen, key=key)
        if is_done:
            return stands
        today = timezone.localdate(now)
        grounds = subject_grounds(course, [student_id], terms=place.terms, today=today)
        refuse_stranger(grounds, place)
        suggestion = grounds.suggestion(student_id, place.column)
        refuse_without_reason(value, suggestion, stands, act, days=_window(place, act))
        return write(
            place,
            value,
            _corrects(act, stands),
            stands=stands,
            suggestion=suggestion,
            basis=basis_of(grounds, place, suggestion),
        )


def set_conduct(
    *,
    actor: Person,
    school_class: SchoolClass,
    student_id: int,
    slug: str,
    text: str,
    seen: str,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> TermMark | None:
    """The homeroom teacher's mark for conduct, in the school's scale (оценка за поведение)."""
    terms = terms_of_class(school_class)
    place = Place(
        school_id=school_class.school_id,
        year=school_class.year,
        student_id=student_id,
        column=column_of(slug, terms),
        course=None,
        school_class=school_class,
        terms=terms,
    )
    value = parse_conduct(text, conduct_scale=_conduct_scale(place, now))
    act = Act(actor=actor, now=now, reason=spoken(reason))
    with transaction.atomic():
        stands, is_done = _taken_alone(place, act, value, seen=seen, key=key)
        if is_done:
            return stands
        _refuse_of_another_class(school_class, place)
        refuse_without_reason(value, Suggestion(), stands, act, days=_window(place, act))
        act = _corrects(act, stands)
        return write(place, value, act, stands=stands, suggestion=Suggestion(), basis={})


def set_all_suggested(
    *,
    actor: Person,
    course: Course,
    slug: str,
    wanted: Mapping[int, str],
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> list[TermMark]:
    """Set what the policy suggests to all students that were looked at and chosen (`wanted`: the
    student and the mark that was shown), all or nothing. н/а is never set this way: it asks for a
    reason of its own. Refused where a mark has come or a suggestion changed since."""
    terms = terms_of(course)
    act = Act(actor=actor, now=now, reason=spoken(reason), via=TermMarkVia.POLICY)
    if not wanted:
        raise Refused("nobody", _("Choose at least one student."))
    with transaction.atomic():
        if not first_time(key=key or uuid4(), person_id=actor.pk, now=now):
            return []
        today = timezone.localdate(now)
        grounds = subject_grounds(course, wanted.keys(), terms=terms, today=today)
        places = {pk: place_in_course(course, pk, slug, terms=terms) for pk in wanted}
        refuse_closed_or_early(next(iter(places.values())), act)
        first = next(iter(places.values()))
        days = chosen(course.school_id, first.last_day, "term_marks_days")["term_marks_days"]
        made = [
            _suggested_mark(grounds, places[pk], text, act, days=days)
            for pk, text in wanted.items()
        ]
        return TermMark.objects.bulk_create(made)


def _suggested_mark(
    grounds: SubjectGrounds, place: Place, text: str, act: Act, *, days: int
) -> TermMark:
    """The row of one suggestion, where it still is what was looked at."""
    refuse_stranger(grounds, place)
    suggestion = grounds.suggestion(place.student_id, place.column)
    if suggestion.value == NOT_ATTESTED or not text or suggestion.text != text:
        raise Refused("changed", _("The suggestions changed meanwhile: look once more."))
    if grounds.stands(place.student_id, place.column) is not None:
        raise Refused("changed", _("Marks were set meanwhile: look once more."))
    basis = basis_of(grounds, place, suggestion)
    return new_mark(place, suggestion.value, act, suggestion=suggestion, basis=basis, days=days)


def _taken_alone(
    place: Place, act: Act, value: Value, *, seen: str, key: UUID | None
) -> tuple[TermMark | None, bool]:
    """What stands, once the place is ours; True: there is nothing left to do."""
    is_new = first_time_alone(
        key=key or uuid4(), person_id=act.actor.pk, now=act.now, alone=place.lock_name
    )
    stands = current_mark(place)
    if not is_new or (stands.text if stands else "") == value.text:
        return stands, True
    refuse_if_changed(stands, seen=seen)
    refuse_closed_or_early(place, act)
    return stands, False


def _corrects(act: Act, stands: TermMark | None) -> Act:
    return act if stands is None else replace(act, via=TermMarkVia.CORRECTION)


def _window(place: Place, act: Act) -> int:
    """Within how many days a mark is corrected without a reason."""
    day = timezone.localdate(act.now)
    return chosen(place.school_id, day, "correction_days")["correction_days"]


def _conduct_scale(place: Place, now: datetime) -> str:
    day = min(timezone.localdate(now), place.last_day)
    return chosen(place.school_id, day, "conduct_scale")["conduct_scale"]


def _refuse_of_another_class(school_class: SchoolClass, place: Place) -> None:
    first = place.column.term.first_day if place.column.term else school_class.year.first_day
    if (
        not Membership.objects.within(first, place.last_day)
        .filter(group__school_class=school_class, group__kind="class", student_id=place.student_id)
        .exists()
    ):
        raise Refused("not_a_member", _("The student was not in the class in this period."))
