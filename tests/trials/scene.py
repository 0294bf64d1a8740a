"""What the killing trial works on, made in a process of its own: `python -m tests.trials.scene`.

A class of 34 with enough lessons of the last days for every save to have a cell of its own; printed
as JSON: addresses of the cells and the teacher's session."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import django


def build(saves: int) -> dict[str, object]:
    """Make the scene for so many saves."""
    from django.conf import settings
    from django.utils import timezone

    from school.models import AcademicYear, Calendar
    from tests import builders as b

    today: date = timezone.localdate()
    school = b.a_school()
    year = AcademicYear.objects.create(
        school=school,
        name="2025/26",
        first_day=today - timedelta(days=60),
        last_day=today + timedelta(days=60),
    )
    Calendar.objects.create(school=school, year=year, name="Пятидневка")
    b.open_year(year)
    anna = b.an_employee(school)
    school_class = b.a_class(school, students=34)
    course = b.a_course(group=b.whole(school_class), teacher=anna)
    b.a_work_kind(school, usual=True)
    students = [student.pk for student in b.students_of(b.whole(school_class))]
    lessons = [
        b.a_lesson(course, day=today - timedelta(days=1 + number % 6), number=1 + number // 6).pk
        for number in range(-(-saves // len(students)))
    ]
    session = b.logged_in(anna.person).cookies[settings.SESSION_COOKIE_NAME].value
    cells = [(lesson, student) for lesson in lessons for student in students]
    return {"school": school.pk, "cells": cells[:saves], "session": session}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(build(int(sys.argv[1]))))
