"""Every save of a lesson: one thing a time, a tiny answer, safe to repeat."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from journal.actions.homework import set_homework, set_homework_for_some, set_no_homework
from journal.actions.marks import write_cell
from journal.actions.record import take_register, write_topic
from journal.actions.works import add_work, remove_work
from journal.answers import Answer, cell_answer, record_answer, saving
from journal.forms import Posted, number, students_of, task_of
from journal.permissions import lesson_for


@require_POST
def cell(request: HttpRequest, school_id: int, lesson_id: int, student_id: int) -> JsonResponse:
    """The cell of a lesson and a student: `5`, `4/3`, `н`, `5 н`, or nothing."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        written = write_cell(
            actor=request.user,
            lesson=thing.lesson,
            student_id=student_id,
            text=posted.text,
            seen=posted.seen,
            key=posted.key,
            kind_id=posted.kind_id,
            work_id=posted.work_id,
            reason=posted.reason,
            now=timezone.now(),
            typed_at=posted.typed_at,
        )
        return cell_answer(written, thing)

    return saving(request, thing, save)


@require_POST
def register(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """«The register is taken»: with text "1", or taken back with an empty one."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        record = take_register(
            actor=request.user,
            lesson=thing.lesson,
            taken=bool(posted.text),
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
            typed_at=posted.typed_at,
        )
        return record_answer(record, "1" if record.register_at else "")

    return saving(request, thing, save)


@require_POST
def topic(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """The topic of the lesson."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        record = write_topic(
            actor=request.user,
            lesson=thing.lesson,
            text=posted.text,
            seen=posted.seen,
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
            typed_at=posted.typed_at,
            planned_topic_id=posted.planned_id,
        )
        return record_answer(record, record.topic) | {"planned": record.planned_topic_id}

    return saving(request, thing, save)


@require_POST
def homework(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """Homework for all, with what it is due for."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        given = set_homework(
            actor=request.user,
            lesson=thing.lesson,
            task=task_of(request.POST),
            seen=posted.seen,
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
            typed_at=posted.typed_at,
        )
        return {"text": given.text if given else ""}

    return saving(request, thing, save)


@require_POST
def no_homework(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """«No homework is set»: an entry like any other."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        record = set_no_homework(
            actor=request.user,
            lesson=thing.lesson,
            none=bool(posted.text),
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
            typed_at=posted.typed_at,
        )
        return record_answer(record, "1" if record.no_homework else "")

    return saving(request, thing, save)


@require_POST
def homework_for_some(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """Individual homework for the chosen students; an empty text takes it back."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        given = set_homework_for_some(
            actor=request.user,
            lesson=thing.lesson,
            student_ids=students_of(request.POST),
            task=task_of(request.POST),
            homework_id=number(request.POST, "homework"),
            key=posted.key,
            reason=posted.reason,
            now=timezone.now(),
            typed_at=posted.typed_at,
        )
        return {"text": given.text if given else "", "homework": given.pk if given else None}

    return saving(request, thing, save)


@require_POST
def work(request: HttpRequest, school_id: int, lesson_id: int) -> JsonResponse:
    """A work held in this lesson; with `work`, that one is taken back."""
    thing = lesson_for(request, school_id, lesson_id, to="journal.record_lesson")

    def save(posted: Posted) -> Answer:
        given = {
            "actor": request.user,
            "lesson": thing.lesson,
            "reason": posted.reason,
            "now": timezone.now(),
        }
        if posted.work_id:
            remove_work(work_id=posted.work_id, **given)
            return {"text": ""}
        made = add_work(kind_id=posted.kind_id or 0, title=posted.text, key=posted.key, **given)
        return {"text": str(made), "work": made.pk}

    return saving(request, thing, save)
