"""Files of homework in the diary: only for the child they concern, through the same door."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from consent.models import RecordOpening
from core.files import brought, keep_file
from journal.models import HomeworkFile
from tests import builders as b
from tests import files as f
from tests.diary.builders import a_homework

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(b.moscow(b.MONDAY, "12:00")):
        yield


@pytest.fixture
def school_class():
    return b.a_class(b.a_school(), students=2)


@pytest.fixture
def lesson(school_class):
    teacher = b.an_employee(school_class.school)
    return b.a_lesson(b.a_course(group=b.whole(school_class), teacher=teacher))


def a_file(homework, name="план.pdf") -> HomeworkFile:
    stored = keep_file(
        brought(f.an_upload(name, f.GOOD[name])),
        school_id=homework.school_id,
        added_by_id=homework.set_by_id,
        now=homework.set_at,
    )
    return HomeworkFile.objects.create(school=homework.school, homework=homework, file=stored)


def opened(hung, student, person=None):
    url = reverse("diary:file", args=[student.school_id, student.pk, hung.pk])
    return b.logged_in(person or student.person).get(url)


def test_a_student_opens_the_files_of_the_class(school_class, lesson):
    hung = a_file(a_homework(lesson))
    student, _other = b.students_of(b.whole(school_class))

    answer = opened(hung, student)

    assert b"".join(answer.streaming_content) == f.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert RecordOpening.objects.get().page == "diary_file"


@pytest.mark.clause("2.4")
def test_an_individual_file_does_not_exist_for_another_student(school_class, lesson):
    student, other = b.students_of(b.whole(school_class))
    hung = a_file(a_homework(lesson, "Карточка", only=(student,)))

    assert opened(hung, student).status_code == 200
    assert opened(hung, other).status_code == 404


def test_a_file_of_another_class_does_not_exist(school_class, lesson):
    stranger = b.a_student(b.a_class(school_class.school, letter="Б"))
    hung = a_file(a_homework(lesson))

    assert opened(hung, stranger).status_code == 404


def test_who_left_the_group_keeps_what_was_set_before_and_gets_nothing_new(school_class, lesson):
    left = b.a_student(school_class, until=b.MONDAY + timedelta(days=1))
    before = a_file(a_homework(lesson))
    later = b.a_lesson(lesson.course, day=b.MONDAY + timedelta(days=7), teacher=lesson.teacher)
    after = a_file(a_homework(later))

    assert opened(before, left).status_code == 200
    assert opened(after, left).status_code == 404


@pytest.mark.clause("2.6")
def test_a_guardian_opens_it_only_with_both_papers(school_class, lesson):
    student, _other = b.students_of(b.whole(school_class))
    hung = a_file(a_homework(lesson))
    mother, father = b.a_guardian(student), b.a_guardian(student, first="Пётр")
    b.sign_papers(mother, by=lesson.teacher.person)
    b.sign_papers(father, by=lesson.teacher.person, consent=False)

    assert opened(hung, student, mother.guardian).status_code == 200
    assert opened(hung, student, father.guardian).status_code == 403


def test_week_and_homework_show_files_links_and_minutes(school_class, lesson):
    following = b.a_lesson(lesson.course, day=b.MONDAY + timedelta(days=1), teacher=lesson.teacher)
    student, other = b.students_of(b.whole(school_class))
    text = "Смотри https://example.org/a?b=1&c=2, потом <b>№ 5</b>"
    common = a_file(a_homework(lesson, text, due=following, minutes=25))
    own = a_file(a_homework(lesson, "Карточка", due=b.MONDAY + timedelta(days=3), only=(student,)))
    client, another = b.logged_in(student.person), b.logged_in(other.person)
    base = f"/s/{student.school_id}/diary/{student.pk}/"

    for page in (base, f"{base}homework/"):
        shown = client.get(page).content.decode()
        assert f'href="{base}files/{common.pk}/"' in shown
        assert f'href="{base}files/{own.pk}/"' in shown
        assert (
            '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">'
            in shown
        )
        assert "<b>№ 5</b>" not in shown
        assert "25" in shown
    theirs = f"/s/{other.school_id}/diary/{other.pk}/"
    for page in (theirs, f"{theirs}homework/"):
        shown = another.get(page).content.decode()
        assert f"files/{common.pk}/" in shown
        assert f"files/{own.pk}/" not in shown
        assert "Карточка" not in shown
