"""Homework: for all, for some, or none set explicitly (order 2.3.2, 2.4; A4 2.2, 2.3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions.record import alone_with, changed_meanwhile, given, kept, record_of
from journal.actions.rules import refuse_cancelled
from journal.models import Homework, HomeworkRecipient, LessonRecord
from journal.regulation import asks_homework
from schedule.models import Lesson
from school.models import Membership, Person

LENGTH = 2000
MOST_MINUTES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is set: the words, until when, and how long it should take. Without a day and a lesson
    it is due at the next lesson of the course."""

    text: str
    due_lesson_id: int | None = None
    due_day: date | None = None
    minutes: int | None = None


def set_homework(
    *,
    actor: Person,
    lesson: Lesson,
    task: Task,
    seen: str,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
) -> Homework | None:
    """Homework for all who are in the group; may be given ahead of the lesson (A4 2.3). An empty
    text takes it back, unless files hang on it: they go one by one."""
    task = checked(lesson, task)
    with transaction.atomic(), given(reason):
        is_new = alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        homework = for_all_of(lesson)
        if not is_new:
            return homework
        stands = homework.text if homework else ""
        if seen.strip() != stands and task.text != stands:
            raise changed_meanwhile(stands, by=homework and homework.set_by, field="homework")
        task = with_words(task, homework)
        note_moment(lesson, actor=actor, text=task.text, now=now, typed_at=typed_at)
        if not task.text:
            return _take_back(homework)
        if homework is None:
            return new_homework(actor, lesson, task, individual=False, now=now, typed_at=typed_at)
        return _rewrite(homework, task)


def set_no_homework(
    *,
    actor: Person,
    lesson: Lesson,
    none: bool,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
) -> LessonRecord:
    """Say that nothing is set for all (an entry like any other), or take that back."""
    refuse_where_none_is_asked(lesson)
    with transaction.atomic(), given(reason):
        is_new = alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        record = record_of(lesson)
        if not is_new or record.no_homework == none:
            return record
        if none and for_all_of(lesson):
            raise Refused(
                "homework_stands", _("Homework is set: empty it first."), field="homework"
            )
        record.no_homework = none
        record.homework_at = now if none else None
        record.homework_by = actor if none else None
        record.homework_device_at = typed_at if none else None
        return kept(record, "no_homework", *_MOMENT)


def set_homework_for_some(
    *,
    actor: Person,
    lesson: Lesson,
    student_ids: Collection[int],
    task: Task,
    now: datetime,
    homework_id: int | None = None,
    seen: str | None = None,
    key: UUID | None = None,
    reason: str = "",
    typed_at: datetime | None = None,
) -> Homework | None:
    """Individual homework, seen only by its students; one lesson may have several variants. An
    empty text takes it back, unless files hang on it. `seen` is what stood there when the person
    typed; None: not asked."""
    task = checked(lesson, task)
    with transaction.atomic(), given(reason):
        is_new = alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        homework = individual_of(lesson, homework_id)
        if not is_new:
            return homework
        stands = homework.text if homework else ""
        if homework and seen is not None and seen.strip() != stands and task.text != stands:
            raise changed_meanwhile(stands, by=homework.set_by, field="some_text")
        task = with_words(task, homework)
        if not task.text:
            return _take_back(homework)
        students = _members(lesson, student_ids)
        if homework is None:
            homework = new_homework(
                actor, lesson, task, individual=True, now=now, typed_at=typed_at
            )
        else:
            _rewrite(homework, task)
        _give_to(homework, students)
        return homework


def take_back_for_some(
    *,
    actor: Person,
    lesson: Lesson,
    homework_id: int,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> None:
    """An individual homework is taken back with its files; the history keeps what it was."""
    refuse_where_none_is_asked(lesson)
    with transaction.atomic(), given(reason):
        if alone_with(lesson, actor=actor, key=key, reason=reason, now=now):
            _take_back(individual_of(lesson, homework_id))


def with_words(task: Task, homework: Homework | None) -> Task:
    """Files alone are homework too: it then says so."""
    if task.text or homework is None or not homework.files.exists():
        return task
    due = {"due_lesson_id": homework.due_lesson_id, "due_day": homework.due_day}
    return replace(task, text=_("See the attached file."), **due)


def refuse_where_none_is_asked(lesson: Lesson) -> None:
    """Grade 1, clubs and extended-day groups have no homework; a cancelled lesson gives none."""
    refuse_cancelled(lesson)
    if not asks_homework(lesson.course):
        raise Refused("no_homework_here", _("No homework is set here."), field="homework")


def checked(lesson: Lesson, task: Task) -> Task:
    """Trimmed, with its due lesson found and belonging to this course."""
    refuse_where_none_is_asked(lesson)
    text = "\n".join(line.rstrip() for line in task.text.replace("\x00", "").strip().splitlines())
    if len(text) > LENGTH:
        message = _("At most %(most)d characters.") % {"most": LENGTH}
        raise Refused("too_long", message, field="homework")
    if task.minutes is not None and not 1 <= task.minutes <= MOST_MINUTES:
        raise Refused("minutes", _("From 1 to 300 minutes."), field="minutes")
    if task.due_day is not None and task.due_day < lesson.day:
        raise Refused("due_before", _("It cannot be due before the lesson."), field="due")
    due = None if task.due_day or not text else _due_lesson(lesson, task.due_lesson_id)
    return Task(text=text, due_lesson_id=due, due_day=task.due_day, minutes=task.minutes)


def _due_lesson(lesson: Lesson, wanted: int | None) -> int | None:
    """The lesson it is due for: the wanted one, else the course's next; None after the last."""
    later = (
        Lesson.objects.filter(course_id=lesson.course_id, starts_at__gt=lesson.starts_at)
        .not_cancelled()
        .order_by("starts_at")
    )
    if wanted is None:
        return later.values_list("pk", flat=True).first()
    if not later.filter(pk=wanted).exists():
        raise Refused("due_elsewhere", _("This is no later lesson of the course."), field="due")
    return wanted


def for_all_of(lesson: Lesson) -> Homework | None:
    """What is set at this lesson for all."""
    return (
        Homework.objects.filter(given_at=lesson, is_individual=False)
        .select_related("set_by")
        .first()
    )


def individual_of(lesson: Lesson, pk: int | None) -> Homework | None:
    """The named one of this lesson's individual homework; none is named: None."""
    if pk is None:
        return None
    homework = (
        Homework.objects.filter(given_at=lesson, is_individual=True, pk=pk)
        .select_related("set_by")
        .first()
    )
    if homework is None:
        raise Refused("gone", _("This homework is no longer there."), field="homework")
    return homework


_MOMENT = ("homework_at", "homework_by", "homework_device_at")


def note_moment(
    lesson: Lesson,
    *,
    actor: Person,
    text: str,
    now: datetime,
    typed_at: datetime | None = None,
) -> None:
    """The record's moment is the first entry of what still stands."""
    record = record_of(lesson)
    if bool(text) == (record.homework_at is not None and not record.no_homework):
        return
    if not text and record.no_homework:
        return
    record.no_homework = False
    if not text:
        record.homework_at = record.homework_by = record.homework_device_at = None
    elif record.homework_at is None:
        record.homework_at, record.homework_by = now, actor
        record.homework_device_at = typed_at
    kept(record, "no_homework", *_MOMENT)


def new_homework(
    actor: Person,
    lesson: Lesson,
    task: Task,
    *,
    individual: bool,
    now: datetime,
    typed_at: datetime | None = None,
) -> Homework:
    """Homework that was not there yet."""
    return Homework.objects.create(
        school_id=lesson.school_id,
        course_id=lesson.course_id,
        given_at=lesson,
        due_lesson_id=task.due_lesson_id,
        due_day=task.due_day,
        is_individual=individual,
        text=task.text,
        minutes=task.minutes,
        set_at=now,
        set_by=actor,
        device_at=typed_at,
    )


def _rewrite(homework: Homework, task: Task) -> Homework:
    Homework.objects.filter(pk=homework.pk).update(
        text=task.text,
        due_lesson_id=task.due_lesson_id,
        due_day=task.due_day,
        minutes=task.minutes,
        version=F("version") + 1,
    )
    homework.refresh_from_db()
    return homework


def _take_back(homework: Homework | None) -> None:
    if homework is not None:
        homework.delete()


def _members(lesson: Lesson, student_ids: Collection[int]) -> set[int]:
    """The named students, each in the group on the lesson's day."""
    wanted = set(student_ids)
    if not wanted:
        raise Refused("nobody", _("Choose at least one student."), field="students")
    found = set(
        Membership.objects.on(lesson.day)
        .filter(group_id=lesson.course.group_id, student_id__in=wanted)
        .values_list("student_id", flat=True)
    )
    if found != wanted:
        raise Refused(
            "not_a_member", _("The student is not in the group on this day."), field="students"
        )
    return found


def _give_to(homework: Homework, students: set[int]) -> None:
    have = set(homework.recipients.values_list("student_id", flat=True))
    homework.recipients.filter(student_id__in=have - students).delete()
    HomeworkRecipient.objects.bulk_create(
        HomeworkRecipient(school_id=homework.school_id, homework=homework, student_id=student)
        for student in sorted(students - have)
    )
