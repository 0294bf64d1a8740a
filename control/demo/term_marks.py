"""Marks of the periods that are over: mostly as the policy suggests, some decided otherwise with a
reason, some not attested; conduct by the homeroom teachers; the periods closed by the deputy."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.db import connection

from control.demo.bulk import copy
from control.demo.world import Klass, Taught, World
from journal.averages import shown
from journal.models import TermLock, TermMark, TermMarkKind, TermMarkVia, TermSign
from journal.policy import NOT_ATTESTED, Policy, Suggestion, Value, suggest_term
from journal.queries.subject_averages import SubjectMarks, subject_marks
from journal.queries.term_grounds import terms_of_class
from journal.regulation import term_marks_due
from school.models import Scale, Term

_COLUMNS = (
    "school_id year_id student_id subject_id course_id term_id kind scale points sign suggested "
    "basis reason via known_at published_at set_by_id is_current supersedes_id"
).split()
_WHY = (
    "Итоговая контрольная написана лучше",
    "Учтена динамика за последний месяц",
    "Учтено участие в олимпиаде",
    "Последние работы слабее предыдущих",
)
_CONDUCT = ((0.62, TermSign.EXEMPLARY), (0.97, TermSign.SATISFACTORY))
_HOURS_BEFORE = (3, 27, 29, 51)  # before the end of the last day's evening
_LEFT_OPEN = 5  # every so many classes the deputy has not closed the last period yet

Row = tuple[Any, ...]


def make_term_marks(world: World) -> int:
    """All classes with marks; how many were set."""
    _count_rows()
    taught = {one.course.pk: one for one in world.taught}
    by_author: dict[int, list[Row]] = defaultdict(list)
    for klass in world.classes:
        terms = [term for term in terms_of_class(klass.row) if term.last_day < world.wish.today]
        if klass.row.has_marks:
            for author, row in _subjects(world, klass, terms, taught):
                by_author[author].append(row)
        for author, row in _conduct(world, klass, terms):
            by_author[author].append(row)
    count = sum(
        copy(TermMark, _COLUMNS, rows, author_id=author) for author, rows in by_author.items()
    )
    _close(world)
    return count


def _count_rows() -> None:
    """Let the database know how much was written a moment ago: it plans large reads by it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _subjects(
    world: World, klass: Klass, terms: list[Term], taught: dict[int, Taught]
) -> Iterator[tuple[int, Row]]:
    """Every subject of every student of the class, as the teacher decided; of one who moved on, in
    the class he is in now."""
    policy = Policy.of({})
    by_id = {term.pk: term for term in terms}
    found = subject_marks(
        school_id=world.school.pk,
        year_id=world.year.pk,
        student_ids=[pupil.student.pk for pupil in klass.pupils if not pupil.moves_on],
        terms=terms,
        today=world.wish.today,
        with_marks=False,
    )
    for one in found.values():
        course = taught.get(one.course_id or 0)
        if course is None or not one.stays or one.scale == Scale.NONE:
            continue
        term = by_id[one.term_id]
        needed = policy.needed(one.hours_a_year, term.kind)
        suggestion = suggest_term(
            one.grounds(scale=one.scale, has_marks=True, needed=needed), policy
        )
        value, reason = _decided(world, suggestion)
        if value.text:
            basis = _basis(one, needed, suggestion, policy)
            author = course.teacher.person_id
            place = (one.student_id, one.subject_id, course.course.pk, term)
            yield author, _row(world, place, one.scale, value, suggestion, basis, reason, author)


def _decided(world: World, suggestion: Suggestion) -> tuple[Value, str]:
    """One mark in thirty departs from the policy by one, and says why."""
    value = suggestion.value
    if value == NOT_ATTESTED:
        return value, "Пропущено больше половины уроков по болезни, отметок недостаточно"
    if value.points is None or value.points > 5 or world.rng.random() > 0.033:
        return value, ""
    other = min(5, max(2, value.points + world.rng.choice((1, 1, -1))))
    return Value(other), world.rng.choice(_WHY) if other != value.points else ""


def _basis(one: SubjectMarks, needed: int, suggestion: Suggestion, policy: Policy) -> str:
    basis = {
        "why": suggestion.why.value,
        "marks": one.count,
        "needed": needed,
        "held": one.held,
        "missed": one.missed,
        "borders": [str(border) for border in policy.borders],
    }
    if suggestion.mean is not None:
        basis |= {"mean": str(suggestion.mean), "shown": shown(suggestion.mean)}
    return json.dumps(basis, ensure_ascii=False)


def _conduct(world: World, klass: Klass, terms: list[Term]) -> Iterator[tuple[int, Row]]:
    """The homeroom teacher's marks, in the three-step scale."""
    if klass.homeroom is None:
        return
    author = klass.homeroom.person_id
    for term in terms:
        for pupil in klass.pupils:
            if not pupil.is_in(term.first_day) or not pupil.is_in(term.last_day):
                continue
            chance = world.rng.random()
            sign = next((s for most, s in _CONDUCT if chance < most), TermSign.UNSATISFACTORY)
            value = Value(sign=sign.value)
            place = (pupil.student.pk, None, None, term)
            scale = Scale.TWO_TO_FIVE
            yield author, _row(world, place, scale, value, Suggestion(), "{}", "", author)


def _row(
    world: World,
    place: tuple[int, int | None, int | None, Term],
    scale: str,
    value: Value,
    suggestion: Suggestion,
    basis: str,
    reason: str,
    author: int,
) -> Row:
    student, subject, course, term = place
    at = _moment(world, term)
    due = term_marks_due(term.last_day, days=0, zone=world.zone)
    as_suggested = subject is not None and value == suggestion.value and not reason
    via = TermMarkVia.POLICY if as_suggested else TermMarkVia.TEACHER
    return (
        world.school.pk, world.year.pk, student, subject, course, term.pk,
        TermMarkKind.TERM.value, scale, value.points, value.sign, suggestion.text, basis, reason,
        via.value, min(due, at), at, author, True, None,
    )  # fmt: skip


def _moment(world: World, term: Term) -> datetime:
    """In the last days of the period; now and then a teacher is a day and a half late."""
    evening = world.moment(term.last_day, 18)
    if world.rng.random() < 0.004:
        return min(evening + timedelta(hours=42), world.wish.now)
    return evening - timedelta(hours=world.rng.choice(_HOURS_BEFORE))


def _close(world: World) -> None:
    """Periods are closed three days after their end; of some classes the last one still stands
    open for the deputy to look at."""
    deputy = world.leaders["deputy"]
    locks = []
    for number, klass in enumerate(world.classes, start=1):
        terms = [term for term in terms_of_class(klass.row) if term.last_day < world.wish.today]
        for term in terms[:-1] if number % _LEFT_OPEN == 0 else terms:
            at = world.moment(term.last_day, 15) + timedelta(days=3)
            if at <= world.wish.now:
                locks.append(
                    TermLock(
                        school=world.school,
                        school_class=klass.row,
                        term=term,
                        locked_at=at,
                        locked_by=deputy,
                    )
                )
    with pghistory.context(user=deputy.pk, route="demo_data"):
        TermLock.objects.bulk_create(locks)
