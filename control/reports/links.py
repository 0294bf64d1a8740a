"""Where the figures of a report lead: to the rows they count, the same period and filters kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from control.queries.reports.ground import Ground


def report_href(ground: Ground, slug: str, **more: object) -> str:
    """Another report, or this one asked otherwise, of the same period."""
    path = reverse("control:report", args=[ground.here.school.pk, slug])
    return f"{path}?{query_of(ground, **more)}"


def rows_href(ground: Ground, slug: str, **more: object) -> str:
    """The rows a figure counts."""
    path = reverse("control:report_rows", args=[ground.here.school.pk, slug])
    return f"{path}?{query_of(ground, **more)}"


def back_href(ground: Ground, slug: str) -> str:
    """From the rows to the report they belong to, as it was narrowed."""
    asked = ground.asked
    kept = {"school_class": asked.school_class, "teacher": asked.teacher, "subject": asked.subject}
    return report_href(ground, slug, **kept, first=asked.first, last=asked.last)


def query_of(ground: Ground, **more: object) -> str:
    """Year and period, and what is asked besides; nothing for what is empty."""
    asked: dict[str, object] = {
        "year": ground.year[0] if ground.year and ground.asked.year else "",
        "term": ground.period.slug if ground.period else "",
        **more,
    }
    names = {"school_class": "class"}
    return urlencode({names.get(key, key): value for key, value in asked.items() if value})


def student_href(ground: Ground, class_id: int, student_id: int) -> str:
    """The homeroom teacher's page of a student, for those who may open it."""
    if not (ground.sees_all or class_id in ground.class_ids):
        return ""
    return reverse("journal:class_student", args=[ground.here.school.pk, class_id, student_id])


def average_href(ground: Ground, course_id: int | None, student_id: int, class_id: int) -> str:
    """The marks an average is made of."""
    if course_id is None or ground.period is None or ground.period.is_year:
        return ""
    term = ground.period.terms.get(ground.class_by_id[class_id].calendar_id)
    path = reverse("journal:average", args=[ground.here.school.pk, course_id, student_id])
    return f"{path}?term={term.pk}" if term else ""
