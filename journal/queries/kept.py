"""Which pages a teacher's browser keeps for a day without a network."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from schedule.models import Lesson


def kept_pages(school_id: int, employee_id: int | None, *, today: date) -> list[str]:
    """Addresses of «my day», of the teacher's lessons of today and of the next school day, and of
    the journals of their courses; two statements."""
    lessons = Lesson.objects.not_cancelled().filter(
        school_id=school_id, teacher_id=employee_id or 0
    )
    later = lessons.filter(day__gt=today).order_by("day")
    days = [today, *later.values_list("day", flat=True)[:1]]
    rows = lessons.filter(day__in=days).order_by("starts_at").values_list("pk", "course_id")
    courses = dict.fromkeys(course_id for _pk, course_id in rows)
    return [
        reverse("journal:day", args=[school_id]),
        *(reverse("journal:lesson", args=[school_id, pk]) for pk, _course in rows),
        *(reverse("journal:course", args=[school_id, pk]) for pk in courses),
    ]
