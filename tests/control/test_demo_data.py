"""Invented schools: believable, whole, the same for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from consent.models import DataConsent, InformingChoice, ServiceApplication
from control.demo.ground import quarters, year_span
from control.demo.names import feminine, latin
from control.demo.topics import themes, year_of_topics
from core.models import Message
from journal.models import (
    AbsenceNote,
    Attendance,
    BroughtMark,
    CoursePlan,
    Exemption,
    Homework,
    HomeworkFile,
    LessonRecord,
    Mark,
    OutsideResult,
    StudyAway,
)
from schedule.models import Lesson, Substitution
from school.models import (
    Appointment,
    Enrolment,
    GroupKind,
    Guardianship,
    HomeroomTeacher,
    Person,
    SchoolClass,
)
from school.models import School as SchoolRow

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 6)


@pytest.fixture
def demo(settings, tmp_path):
    settings.VAR_DIR = tmp_path

    def make(**options: object) -> list[dict[str, str]]:
        call_command("demo_data", **{"students": 60, "today": TODAY, "verbosity": 0, **options})
        return json.loads((tmp_path / "run" / "demo_logins.json").read_text())

    return make


def test_the_demo_has_everybody_who_works_with_the_journal(demo):
    logins = demo()

    roles = {row["role"] for row in logins}
    assert roles == {
        "administrator",
        "director",
        "deputy",
        "teacher",
        "homeroom teacher",
        "guardian",
        "student",
        "coordinator",
    }
    people = {one.login: one for one in Person.objects.filter(login__in=_of(logins))}
    assert all(people[login].check_password("demo") for login in _of(logins))


def _of(logins):
    return [row["login"] for row in logins]


def test_records_end_today_and_lessons_with_the_year(demo):
    demo()

    assert Lesson.objects.filter(day__gt="2026-05-18").exists()
    assert not LessonRecord.objects.filter(lesson__day__gt=TODAY).exists()
    held = Lesson.objects.not_cancelled().filter(day__lt=TODAY).count()
    recorded = LessonRecord.objects.filter(lesson__day__lt=TODAY).count()
    assert held * 0.9 < recorded < held
    assert Mark.objects.filter(lesson__course__group__school_class__grade=1).count() == 0
    assert not Mark.objects.filter(written_at__date__gt=TODAY).exists()


def test_some_entries_are_late_and_some_lessons_replaced(demo):
    demo()

    assert LessonRecord.objects.filter(register_at__date__gt=F("lesson__day")).exists()
    assert Substitution.objects.exists()
    assert Homework.objects.filter(due_lesson__isnull=False).exists()
    assert Counter(Attendance.objects.values_list("kind", flat=True)).keys() >= {"absent", "ill"}


def test_families_stand_in_every_way_a_family_can_stand(demo):
    demo()

    both = DataConsent.objects.filter(ended_on=None).count()
    assert 0 < both < Guardianship.objects.count()
    assert DataConsent.objects.filter(ended_on__isnull=False).exists()
    assert ServiceApplication.objects.filter(guardianship__consents=None).exists()
    assert set(InformingChoice.objects.values_list("form", flat=True)) == {"electronic", "paper"}
    assert Guardianship.objects.values("guardian").annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert Enrolment.objects.filter(kind="withdrawn").exists()


def test_every_class_has_its_homeroom_teacher_and_the_journal_its_responsible(demo):
    demo()

    assert HomeroomTeacher.objects.count() == SchoolClass.objects.count()
    assert Appointment.objects.get(kind="responsible").order_number


@pytest.mark.clause("A2 3")
def test_every_kind_of_teaching_is_there_with_its_records(demo):
    demo(students=120)

    recorded = LessonRecord.objects.filter(register_at__isnull=False)
    kinds = set(recorded.values_list("lesson__course__group__kind", flat=True))
    at_home = StudyAway.objects.get().student
    marked = Mark.objects.filter(student=at_home).values_list("course__group__kind", flat=True)

    assert kinds == set(GroupKind.values)
    assert set(marked) == {GroupKind.INDIVIDUAL}
    assert not Mark.objects.filter(course__group__kind=GroupKind.EXTENDED_DAY).exists()
    assert not Homework.objects.filter(course__group__kind=GroupKind.CLUB).exists()


def test_the_newest_homework_has_files_that_lie_where_they_should(demo):
    demo()

    hung = HomeworkFile.objects.select_related("file", "homework")
    assert {one.file.name for one in hung} == {"Карточка.pdf", "Памятка.txt"}
    assert all(one.file.file.storage.exists(one.file.file.name) for one in hung)
    assert {one.homework.is_individual for one in hung} == {True, False}


def test_history_names_who_wrote(demo):
    demo()

    mark = Mark.objects.first()
    assert mark.events.first().pgh_context["user"] == mark.written_by_id


def test_the_same_seed_makes_the_same_school(demo):
    from django.db import transaction

    seen = []
    for _ in range(2):
        with transaction.atomic():
            demo(students=30)
            people = list(Person.objects.order_by("login").values_list("login", "sort_key"))
            marks = list(Mark.objects.order_by("pk").values_list("points", "written_at"))
            seen.append((people, marks))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]


def test_a_database_with_a_school_is_refused(demo):
    demo(students=30)

    with pytest.raises(CommandError, match="already"):
        demo()
    assert SchoolRow.objects.count() == 1


def test_two_schools_with_two_shifts(demo):
    demo(schools=2, students=30, shifts=2)

    assert SchoolRow.objects.count() == 2
    assert {one.municipality_id for one in SchoolRow.objects.all()} != {None}


@pytest.mark.parametrize(
    ("today", "autumn", "winter"),
    [
        ("2025-09-01", date(2025, 10, 24), date(2026, 1, 12)),
        ("2026-11-25", date(2026, 10, 23), date(2027, 1, 11)),
    ],
)
def test_quarters_are_those_of_real_schools(today, autumn, winter):
    spans = quarters(*year_span(date.fromisoformat(today)))

    assert spans[0][1] == autumn
    assert spans[2][0] == winter


def test_a_year_of_topics_follows_the_themes():
    topics = year_of_topics("maths", 5, 170)

    assert len(topics) == 170
    assert topics[0] == themes("maths", 5)[0]
    assert themes("maths", 5)[-1] in topics[-1]


def test_names_have_a_feminine_and_a_latin_form():
    assert feminine("Преображенский") == "Преображенская"
    assert feminine("Белоусов-Рождественский") == "Белоусова-Рождественская"
    assert feminine("Шевченко") == "Шевченко"
    assert latin("Щербакова") == "shcherbakova"


def test_lessons_give_the_topics_of_approved_plans(demo):
    demo()

    given = LessonRecord.objects.exclude(planned_topic=None)
    courses = CoursePlan.objects.values("state").annotate(n=Count("pk"))
    by_state = {row["state"]: row["n"] for row in courses}
    assert by_state["approved"] > 0.8 * sum(by_state.values())
    assert given.exclude(planned_topic__plan__course=F("lesson__course")).count() == 0
    assert given.count() > 0.8 * LessonRecord.objects.count()


def test_pupils_move_leave_and_come_in_mid_year_with_their_marks(demo):
    demo(students=320, today=date(2025, 11, 20))

    moved = Enrolment.objects.get(kind="transferred")
    classes = moved.student.memberships.filter(group__kind=GroupKind.WHOLE_CLASS)
    assert sorted(one.until is None for one in classes) == [False, True]
    assert moved.order_number
    assert Mark.objects.filter(student=moved.student).values("course__group").distinct().count() > 1
    assert BroughtMark.objects.values("student").distinct().count() == 1
    assert OutsideResult.objects.exists()
    assert Message.objects.filter(kind="forecast", settled_at__isnull=False).exists()


def test_families_say_why_and_the_newest_notes_wait(demo):
    demo()

    states = Counter(AbsenceNote.objects.values_list("state", flat=True))
    assert states["accepted"] > states["submitted"]
    assert Exemption.objects.exists()
