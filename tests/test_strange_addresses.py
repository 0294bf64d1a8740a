"""What nobody types and somebody sends all the same: no address and no form ends in an error."""

import runpy

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from core.asked import day_asked, number_asked, words_asked
from journal.models import LessonRecord
from schedule.models import TimetableSlot
from tests import builders as b
from tests.village import NOW, a_village

HUGE = 10**20
STRANGE = [
    ("administrator", "school:people", "page=²"),
    ("administrator", "school:people", "page=" + "9" * 5000),
    ("administrator", "school:people", "q=%00"),
    ("administrator", "school:classes", "year=²"),
    ("administrator", "school:courses", "class=²&subject=²"),
    ("administrator", "consent:applications", "page=" + "9" * 5000),
    ("own_teacher", "journal:day", "day=0001-01-01"),
    ("own_teacher", "journal:day", "day=9999-12-31"),
    ("administrator", "control:today", "day=0001-01-01"),
]


def test_an_address_asks_for_numbers_days_and_words_or_for_nothing():
    assert [number_asked(text) for text in ("7", "²", "-1", "", None, "9" * 19)] == [7] + [None] * 5
    assert day_asked("2025-09-08") == b.MONDAY
    assert [day_asked(text) for text in ("0001-01-01", "9999-12-31", "x", None)] == [None] * 4
    assert words_asked("а\x00б", most=2) == "аб"


@pytest.fixture
def village(db):
    with time_machine.travel(NOW):
        yield a_village(students=3)


def test_strange_questions_are_answered_with_the_usual_page(village):
    clients = {role: b.logged_in(village.people[role]) for role in ("administrator", "own_teacher")}
    statuses = {
        (name, asked[:20]): clients[role]
        .get(f"{reverse(name, args=[village.school.pk])}?{asked}")
        .status_code
        for role, name, asked in STRANGE
    }
    monitoring = reverse("control:monitoring", args=[village.municipality.pk])
    coordinator = b.logged_in(village.people["coordinator"])

    assert set(statuses.values()) == {200}, statuses
    assert coordinator.get(f"{monitoring}?day=0001-01-01").status_code == 200


def test_a_child_whose_number_no_child_can_have_and_a_week_no_school_knew_do_not_exist(village):
    administrator = b.logged_in(village.people["administrator"])
    mother = b.logged_in(village.people["guardian"])
    diary = reverse("diary:week", args=[village.school.pk, village.student.pk])

    for name in ("diary:week", "diary:marks", "diary:still", "consent:openings"):
        answer = administrator.get(reverse(name, args=[village.school.pk, HUGE]))
        assert answer.status_code in (403, 404), name
    for day in ("0001-01-01", "9999-12-31", "2025-13-01"):
        assert mother.get(f"{diary}{day}/").status_code == 404


def test_the_plain_form_of_a_lesson_bears_what_the_database_cannot_hold(village):
    client = b.logged_in(village.people["own_teacher"])
    kind = b.a_work_kind(village.school)
    lesson = reverse("journal:lesson", args=[village.school.pk, village.lesson.pk])
    seen = LessonRecord.objects.get(lesson=village.lesson).topic

    answer = client.post(
        lesson,
        {
            "topic": "Дро\x00би",
            "seen-topic": seen,
            "seen-register": "1",
            "register": "1",
            "reason": "Опис\x00ка",
            "new-work": kind.pk,
            "work-title": "Дроби\x00",
            f"cell-{HUGE}": "5",
        },
    )

    assert answer.status_code in (302, 422)
    assert LessonRecord.objects.get(lesson=village.lesson).topic == "Дроби"
    assert village.lesson.works.get().title == "Дроби"


@pytest.mark.django_db
def test_the_look_is_changed_wherever_the_browser_says_it_came_from(client):
    answer = client.post(reverse("look"), {"next": "1", "print": "large"})

    assert answer.status_code == 302


def test_the_log_of_requests_keeps_no_name_that_was_searched_for():
    said = runpy.run_path(str(settings.BASE_DIR / "config" / "gunicorn.py"))["access_log_format"]

    assert not [part for part in ("%(r)s", "%(q)s", "%(f)s") if part in said]


def test_a_line_of_the_timetable_and_a_room_bear_numbers_that_are_none(village):
    deputy = b.logged_in(village.people["deputy"])
    village.room.name = "12²"
    village.room.save()
    slot = TimetableSlot.objects.create(
        school=village.school,
        course=village.course,
        weekday=1,
        number=1,
        since=b.FIRST_DAY,
    )

    add = reverse("schedule:slot_add", args=[village.school.pk, village.school_class.pk])
    change = reverse("schedule:slot", args=[village.school.pk, slot.pk])

    for number in ("²", "9" * 5000, str(HUGE)):
        asked = {"held_with": number, "weekday": number, "number": number, "course": number}
        assert deputy.post(add, asked).status_code == 422
        assert deputy.post(change, asked).status_code == 422
    assert deputy.get(reverse("school:rooms", args=[village.school.pk])).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_lessons_are_put_on_no_day_that_no_school_knew(village, day):
    deputy = b.logged_in(village.people["deputy"])
    school_id, lesson = village.school.pk, village.lesson
    fields = {"day": day, "number": "1", "seen": lesson.stamp, "course": village.course.pk}
    fields |= {"teacher": village.teacher.pk, "since": day, "until": day, "last_day": day}
    addresses = [
        reverse("schedule:move", args=[school_id, lesson.pk]),
        reverse("schedule:add_lesson", args=[school_id]),
        reverse("schedule:absence", args=[school_id, village.teacher.pk]),
        reverse("schedule:generate", args=[school_id]),
    ]

    answers = {at: deputy.post(at, fields | {"first": day, "last": day}) for at in addresses}

    assert {answer.status_code for answer in answers.values()} <= {200, 302, 422}
