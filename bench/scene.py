"""Who asks for what: addresses and sessions in one database, as JSON on standard output."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import timedelta
from importlib import import_module

CONNECTIONS = 16
CLASS_SIZE = 28
BLOCKS, BLOCK = 4, 1000


def main() -> None:
    import django

    django.setup()
    json.dump(scene(), sys.stdout)


def scene() -> dict[str, object]:
    """Pages with the session of who opens them; the same choice each time."""
    from django.utils import timezone

    from journal.models import LessonRecord
    from schedule.models import Lesson
    from school.models import Term

    now = timezone.now()
    course, size = _course()
    school = course.school_id
    held = Lesson.objects.filter(course=course, ends_at__lte=now).not_cancelled()
    held = held.filter(pk__in=LessonRecord.objects.filter(lesson__course=course))
    held = held.filter(teacher=course.teachers.first().employee_id)
    lesson = held.order_by("-starts_at").first()
    today = timezone.localdate()
    terms = Term.objects.filter(calendar__classes=course.group.school_class, first_day__lte=today)
    term = terms.filter(last_day__lt=today).last() or terms.last()
    week = min(term.last_day, lesson.day) - timedelta(days=7)
    guardianship = _guardianship(course)
    columns = Lesson.objects.filter(
        course=course, day__range=(term.first_day, term.last_day)
    ).count()
    child, base = guardianship.student_id, f"/s/{school}"
    monday = lesson.day - timedelta(days=lesson.day.weekday())
    mine, family = _session(lesson.teacher.person), _session(guardianship.guardian)
    deputy = _session(_deputy(school))
    return {
        "about": f"{size} students × {columns} lessons of {course.subject}",
        "empty": {"url": "/empty/", "session": mine},
        "pages": {
            "journal": {"url": f"{base}/journals/{course.pk}/?term={term.pk}", "session": mine},
            "lesson": {"url": f"{base}/lessons/{lesson.pk}/", "session": mine},
            "diary": {"url": f"{base}/diary/{child}/{week}/", "session": family},
            "save": {"session": mine, "cells": _cells(course, lesson, base)},
            "paste": _paste(school),
            "class": {
                "url": f"{base}/classes/{course.group.school_class_id}/journal/?term={term.pk}",
                "session": deputy,
            },
            "attendance": {"url": f"{base}/attendance/?day={lesson.day}", "session": deputy},
            "control": {
                "url": f"{base}/control/?day={lesson.day}",
                "session": deputy,
            },
            "compliance": {
                "url": f"{base}/control/compliance/?from={monday}&to={monday + timedelta(days=6)}",
                "session": deputy,
            },
            "monitoring": {
                "url": f"/m/{course.school.municipality_id}/",
                "session": _session(_coordinator(course.school.municipality_id)),
            },
        },
    }


def _course() -> tuple[object, int]:
    """Mathematics or Russian of five hours a week in a class of about 28."""
    from django.db.models import Count, F
    from django.db.models.functions import Abs

    from school.models import Course

    found = (
        Course.objects.filter(
            group__kind="class",
            group__school_class__grade__gte=5,
            hours_a_year=170,
            group__memberships__until=None,
        )
        .annotate(size=Count("group__memberships"))
        .annotate(far=Abs(F("size") - CLASS_SIZE))
        .select_related("school", "subject", "group__school_class")
        .order_by("far", "pk")
        .first()
    )
    return found, found.size


def _guardianship(course: object) -> object:
    """A guardian of somebody in the class, with both papers in force."""
    from consent.models import DataConsent, ServiceApplication
    from school.models import Guardianship

    return (
        Guardianship.objects.filter(
            student__memberships__group=course.group,
            until=None,
            pk__in=DataConsent.objects.filter(ended_on=None).values("guardianship"),
        )
        .filter(pk__in=ServiceApplication.objects.filter(ended_on=None).values("guardianship"))
        .select_related("guardian")
        .order_by("pk")
        .first()
    )


def _cells(course: object, lesson: object, base: str) -> list[dict[str, str]]:
    """Empty cells of the last lesson, one for each connection."""
    from journal.models import Attendance, Mark
    from school.models import Student

    taken = set(Mark.objects.filter(lesson=lesson).values_list("student_id", flat=True))
    taken |= set(Attendance.objects.filter(lesson=lesson).values_list("student_id", flat=True))
    students = Student.objects.filter(
        memberships__group=course.group, memberships__until=None, memberships__since__lte=lesson.day
    ).order_by("pk")
    free = [pk for pk in students.values_list("pk", flat=True) if pk not in taken]
    if len(free) < CONNECTIONS:
        Mark.objects.filter(lesson=lesson, retakes=None, student__in=taken).delete()
        Attendance.objects.filter(lesson=lesson, student__in=taken).delete()
        free = list(students.values_list("pk", flat=True))
    return [{"url": f"{base}/lessons/{lesson.pk}/cells/{pk}/"} for pk in free[:CONNECTIONS]]


def _paste(school_id: int) -> dict[str, object]:
    """Blocks of a thousand emptied cells, each in a journal of its own with its teacher."""
    from school.models import Course

    courses = (
        Course.objects.filter(school_id=school_id, group__kind="class", scale="2-5")
        .filter(hours_a_year__gte=136, group__school_class__grade__gt=1)
        .select_related("group", "year")
        .order_by("-pk")[:BLOCKS]
    )
    return {"blocks": [_block(course) for course in courses]}


def _block(course: object) -> dict[str, object]:
    """A thousand cells of the course's last lessons, emptied, in periods that are open."""
    from django.utils import timezone

    from journal.models import Attendance, Mark, TermLock
    from schedule.models import Lesson
    from school.models import Membership

    held = Lesson.objects.filter(course=course, ends_at__lte=timezone.now()).not_cancelled()
    lessons = list(held.order_by("-starts_at").values_list("pk", flat=True)[:60])
    members = Membership.objects.filter(group=course.group, until=None)
    students = list(
        members.filter(since__lte=course.year.first_day).values_list("student_id", flat=True)
    )
    TermLock.objects.filter(school_class=course.group.school_class_id).delete()
    marks = Mark.objects.filter(lesson__in=lessons)
    marks.exclude(retake_of=None).delete()
    marks.filter(part=2).delete()
    marks.delete()
    Attendance.objects.filter(lesson__in=lessons).delete()
    return {
        "url": f"/s/{course.school_id}/journals/{course.pk}/cells/",
        "session": _session(course.teachers.first().employee.person),
        "cells": [(lesson, student) for lesson in lessons for student in students][:BLOCK],
    }


def _deputy(school_id: int) -> object:
    from school.models import Person

    return Person.objects.filter(duties__school=school_id, duties__role="deputy").first()


def _coordinator(municipality_id: int) -> object:
    from school.models import Person

    return Person.objects.filter(municipal_duties__municipality=municipality_id).first()


def _session(person: object) -> dict[str, str]:
    """A session as logging in makes it, written straight to the store."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    token = secrets.token_hex(16)
    return {"sessionid": store.session_key, "csrftoken": token}


if __name__ == "__main__":
    main()
