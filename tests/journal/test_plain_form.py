"""The lesson page without JavaScript: one form, each changed thing saved, nothing typed lost."""

import pytest
import time_machine
from django.urls import reverse

from journal.models import Attendance, Homework, LessonRecord, Mark
from schedule.models import Substitution
from school.models import Role
from tests.builders import MONDAY, an_employee, logged_in, moscow, students_of


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(moscow(MONDAY, "08:50")):
        yield


@pytest.fixture
def url(lesson):
    return reverse("journal:lesson", args=[lesson.school_id, lesson.pk])


def test_the_whole_lesson_is_saved_by_one_form(lesson, anna, url):
    first, second, third = students_of(lesson.course.group)

    answer = logged_in(anna.person).post(
        url,
        {
            f"cell-{first.pk}": "5",
            f"seen-cell-{first.pk}": "",
            f"cell-{second.pk}": "н",
            f"seen-cell-{second.pk}": "",
            f"cell-{third.pk}": "",
            f"seen-cell-{third.pk}": "",
            "topic": "Дроби",
            "seen-topic": "",
            "register": "1",
            "seen-register": "",
            "homework": "№ 5\r\n№ 6",
            "seen-homework": "",
            "some_text": "Карточка",
            "students": [third.pk],
        },
    )

    assert answer.status_code == 302
    assert Mark.objects.get().student == first
    assert Attendance.objects.get().student == second
    record = LessonRecord.objects.get()
    assert record.topic == "Дроби"
    assert record.register_at
    assert record.homework_at
    assert [h.text for h in Homework.objects.all()] == ["№ 5\n№ 6", "Карточка"]


def test_a_refused_cell_keeps_what_was_typed_and_saves_the_rest(lesson, anna, url):
    first = students_of(lesson.course.group)[0]

    answer = logged_in(anna.person).post(
        url,
        {f"cell-{first.pk}": "7", f"seen-cell-{first.pk}": "", "topic": "Дроби", "seen-topic": ""},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'name="cell-{first.pk}" value="7"' in page
    assert 'aria-invalid="true"' in page
    assert LessonRecord.objects.get().topic == "Дроби"


def test_another_hand_is_told_in_the_form_too(lesson, anna, url):
    first = students_of(lesson.course.group)[0]
    client = logged_in(anna.person)
    cell = {f"cell-{first.pk}": "5", f"seen-cell-{first.pk}": ""}
    client.post(url, cell)

    answer = client.post(url, cell | {f"cell-{first.pk}": "3"})

    assert answer.status_code == 422
    assert "«5»" in answer.content.decode()
    assert Mark.objects.get().points == 5


def test_a_deputy_writes_only_with_a_reason(lesson, school, url):
    zoe = an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY)
    first = students_of(lesson.course.group)[0]
    client = logged_in(zoe.person)
    cell = {f"cell-{first.pk}": "5", f"seen-cell-{first.pk}": ""}

    assert client.post(url, cell).status_code == 422
    assert Mark.objects.count() == 0
    assert client.post(url, cell | {"reason": "Учитель болен"}).status_code == 302
    event = Mark.events.rel.related_model.objects.get()
    assert event.pgh_context["reason"] == "Учитель болен"
    assert event.pgh_context["user"] == zoe.person_id


@pytest.mark.clause("A4 2.1")
def test_a_colleague_takes_the_lesson_over_and_records_it(lesson, boris, anna, url):
    client = logged_in(boris.person)
    assert client.get(url).status_code == 403
    take = reverse("journal:take_over", args=[lesson.school_id, lesson.pk])

    assert client.post(take, {"reason": "Болезнь"}).url == url

    assert client.get(url).status_code == 200
    assert client.post(url, {"topic": "Дроби", "seen-topic": ""}).status_code == 302
    assert Substitution.objects.get().absent == anna
    assert LessonRecord.objects.get().topic_by == boris.person


def test_before_the_lesson_only_words_can_be_written(lesson, anna, url):
    with time_machine.travel(moscow(MONDAY, "08:00")):
        client = logged_in(anna.person)
        page = client.get(url).content.decode()
        answer = client.post(url, {"topic": "Дроби", "seen-topic": "", "register": "1"})

    assert 'name="topic"' in page
    assert 'name="cell-' not in page
    assert answer.status_code == 422
    assert LessonRecord.objects.get().register_at is None
