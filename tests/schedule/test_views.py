"""What a deputy does on the pages of the timetable."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import Job
from schedule.models import Lesson, Substitution, TimetableSlot
from tests import builders as b
from tests.schedule.builders import bells, slot

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "07:00")
TUESDAY = b.MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school():
    school = b.a_school()
    b.a_year(school)
    bells(school)
    return school


@pytest.fixture
def client(school):
    return b.logged_in(b.an_employee(school, role="deputy", last="Завьялова").person)


@pytest.fixture
def anna(school):
    return b.an_employee(school)


@pytest.fixture
def maths(school, anna):
    return b.a_course(school, teacher=anna)


def url(name, school, *args):
    return reverse(f"schedule:{name}", args=[school.pk, *args])


def test_one_click_gives_an_absent_teachers_lesson_away(client, school, anna, maths):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    lesson = b.a_lesson(maths)
    address = url("absence", school, anna.pk)

    page = client.get(address)
    answer = client.post(
        address,
        {
            "choice": f"{lesson.pk}:{boris.pk}",
            "reason": "Болезнь",
            f"seen_{lesson.pk}": lesson.stamp,
            "day": "2025-09-08",
        },
    )

    assert f'value="{lesson.pk}:{boris.pk}"' in page.content.decode()
    assert answer.status_code == 302
    assert Substitution.objects.get().reason == "Болезнь"


def test_a_busy_substitute_is_named_above_the_lessons(client, school, anna, maths):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    lesson = b.a_lesson(maths)
    b.a_lesson(b.a_course(group=b.whole(b.a_class(school, grade=7)), teacher=boris))

    answer = client.post(
        url("absence", school, anna.pk),
        {"choice": f"{lesson.pk}:{boris.pk}", "reason": "Болезнь"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Борисов Б." in page
    assert 'value="Болезнь"' in page


def test_what_was_typed_stays_when_moving_is_refused(client, school, maths):
    lesson = b.a_lesson(maths)
    b.a_lesson(maths, day=TUESDAY, number=3)

    answer = client.post(
        url("move", school, lesson.pk),
        {
            "move-day": "2025-09-09",
            "move-number": "3",
            "move-reason": "Медосмотр",
            "move-seen": lesson.stamp,
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Медосмотр"' in page
    assert "Математика, 5А" in page
    lesson.refresh_from_db()
    assert lesson.day == b.MONDAY


def test_a_lesson_is_added_once_however_often_it_is_sent(client, school, maths):
    sent = {
        "course": maths.pk,
        "day": "2025-09-09",
        "number": "7",
        "request_key": "0a3f2f0e-5a43-4b7a-9d0f-3f0f2d2f7e11",
    }

    for _time in range(3):
        assert client.post(url("add_lesson", school), sent).status_code == 302

    assert Lesson.objects.get().day == TUESDAY


def test_an_id_of_another_school_is_no_choice(client, school, maths):
    lesson = b.a_lesson(maths)
    vera = b.an_employee(b.a_school(name="Школа № 2"))

    answer = client.post(
        url("substitute", school, lesson.pk),
        {"substitute-teacher": vera.pk, "substitute-seen": lesson.stamp},
    )

    assert answer.status_code == 422
    assert Substitution.objects.count() == 0


def test_a_line_is_added_and_generated_in_the_background(
    client, school, maths, django_capture_on_commit_callbacks
):
    school_class = maths.group.school_class
    client.post(
        url("slot_add", school, school_class.pk),
        {
            "course": maths.pk,
            "weekday": "1",
            "number": "2",
            "weeks": "every",
            "since": "2025-09-08",
        },
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("generate", school), {"first": "2025-09-08", "last": "2025-09-21"})
    job = Job.objects.get()
    page = client.get(answer.url).content.decode()

    assert (job.state, job.result["made"]["created"]) == ("done", 2)
    assert [lesson.day.day for lesson in Lesson.objects.order_by("day")] == [8, 15]
    assert "hx-get" not in page


def test_the_waiting_page_asks_for_its_status_only(client, school):
    job = Job.objects.create(
        school_id=school.pk,
        kind="generate_lessons",
        asked_by=b.a_person(),
        result={"first": "2025-09-01", "last": "2025-09-30"},
    )

    page = client.get(url("job", school, job.pk)).content.decode()
    part = client.get(url("job_status", school, job.pk)).content.decode()

    assert "<html" in page
    assert "<html" not in part
    assert part.strip() in page


def test_a_span_that_is_turned_round_is_refused_at_its_field(client, school):
    answer = client.post(url("generate", school), {"first": "2025-09-30", "last": "2025-09-01"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["last"]


def test_a_line_changes_from_a_day_on_and_its_past_stays(client, school, maths):
    line = slot(maths, weekday=1, number=1)

    answer = client.post(
        url("slot", school, line.pk),
        {
            "course": maths.pk,
            "weekday": "2",
            "number": "3",
            "weeks": "every",
            "since": "2025-10-06",
        },
    )

    assert answer.status_code == 302
    old, new = TimetableSlot.objects.order_by("since")
    assert (old.weekday, old.until) == (1, date(2025, 10, 5))
    assert (new.weekday, new.number, new.until) == (2, 3, None)


def test_a_line_that_clashes_is_refused_by_name(client, school, maths, anna):
    slot(maths, weekday=1, number=1)
    other = b.a_course(group=b.whole(b.a_class(school, grade=7)), subject="Алгебра", teacher=anna)

    answer = client.post(
        url("slot_add", school, other.group.school_class_id),
        {
            "course": other.pk,
            "weekday": "1",
            "number": "1",
            "weeks": "every",
            "since": "2025-09-08",
        },
    )

    [said] = answer.context["form"].errors["teacher"]
    assert "Иванова А." in said
    assert "Математика, 5А" in said


def test_a_and_b_weeks_share_a_place(client, school, maths, anna):
    slot(maths, weekday=1, number=1, weeks="a")
    other = b.a_course(group=b.whole(b.a_class(school, grade=7)), subject="Алгебра", teacher=anna)

    answer = client.post(
        url("slot_add", school, other.group.school_class_id),
        {"course": other.pk, "weekday": "1", "number": "1", "weeks": "b", "since": "2025-09-08"},
    )

    assert answer.status_code == 302


def test_a_line_that_never_held_is_removed_and_another_is_ended(client, school, maths):
    coming = slot(maths, since=date(2025, 10, 1))
    held = slot(maths, weekday=2)

    for line in (coming, held):
        client.post(url("slot_end", school, line.pk), {"end-day": "2025-09-15"})

    assert TimetableSlot.objects.get().until == date(2025, 9, 14)


def test_the_page_of_lines_says_when_lessons_are_behind(client, school, maths):
    address = url("slots", school, maths.group.school_class_id)
    before = client.get(address).context["page"].is_behind

    slot(maths)

    assert (before, client.get(address).context["page"].is_behind) == (False, True)
