"""A whole school's year is generated; how long it takes is said. In samples unless SOAK is set."""

import os
import sys
import time

import pytest

from schedule.actions.generate import generate_lessons
from schedule.models import BellSchedule, Lesson, TimetableSlot
from school.models import Course, CourseTeacher, Membership, Person, Student
from tests import builders as b
from tests.schedule.builders import bells

SUBJECTS = ["Русский язык", "Математика", "История", "Биология", "Физика", "Химия"]


def a_whole_school(*, classes: int, students: int):
    """Six lessons a day in every class; each teacher goes round six classes."""
    school = b.a_school()
    b.a_year(school)
    bells(school)
    groups = [
        b.whole(b.a_class(school, grade=5 + number % 7, letter=f"к{number}", students=0))
        for number in range(classes)
    ]
    for group in groups:
        people = Person.objects.bulk_create(
            Person.objects.build(login=f"{group.pk}-{n}", last_name=f"У{n}", first_name="И")
            for n in range(students)
        )
        learners = Student.objects.bulk_create(
            Student(school=school, person=person) for person in people
        )
        Membership.objects.bulk_create(
            Membership(school=school, group=group, student=one, since=b.FIRST_DAY)
            for one in learners
        )
    teachers = [b.an_employee(school) for _ in range(classes)]
    subjects = [b.a_subject(school, name=name) for name in SUBJECTS]
    for place, group in enumerate(groups):
        for turn, subject in enumerate(subjects):
            course = Course.objects.create(
                school=school, year=group.year, subject=subject, group=group
            )
            first = place - place % 6
            teacher = teachers[min(first + (place + turn) % 6, classes - 1)]
            CourseTeacher.objects.create(
                school=school, course=course, employee=teacher, since=b.FIRST_DAY
            )
            TimetableSlot.objects.bulk_create(
                TimetableSlot(
                    school=school,
                    course=course,
                    weekday=weekday,
                    number=turn + 1,
                    since=b.FIRST_DAY,
                )
                for weekday in range(1, 6)
            )
    return school


@pytest.mark.soak
@pytest.mark.django_db
def test_a_school_year_is_generated_and_again_without_a_change(capsys):
    whole = bool(os.environ.get("SOAK"))
    school = a_whole_school(classes=42 if whole else 6, students=24 if whole else 3)
    span = {"first": b.FIRST_DAY, "last": b.LAST_DAY, "now": b.moscow(b.FIRST_DAY, "00:00")}

    began = time.monotonic()
    made = generate_lessons(actor=None, school=school, **span)
    first = time.monotonic() - began
    began = time.monotonic()
    again = generate_lessons(actor=None, school=school, **span)
    second = time.monotonic() - began
    BellSchedule.objects.filter(school=school).delete()
    bells(school, name="Позже", starts="08:50")
    began = time.monotonic()
    moved = generate_lessons(actor=None, school=school, **span)
    third = time.monotonic() - began

    with capsys.disabled():
        times = f"{first:.1f} s, again {second:.1f} s, moved {third:.1f} s"
        sys.stdout.write(f"\n{made.created} lessons: {times}\n")
    assert (again.created, again.changed, again.removed) == (0, 0, 0)
    assert moved.changed == made.created == Lesson.objects.count()
