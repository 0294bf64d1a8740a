"""The time of entry is the server's; the device's is kept beside it (design.md section 4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from core.device import typed_before
from core.regulation import State
from journal.models import Attendance, Homework, LessonRecord, Mark, MarkEvent
from journal.queries.history import cell_history
from journal.queries.states import lesson_states
from schedule.models import Lesson
from tests.builders import MONDAY, MOSCOW, a_lesson, logged_in, moscow, students_of

NOON = moscow(MONDAY, "12:00")
TYPED = "2030-01-01T10:15:00+03:00"  # a clock that is years ahead


def after(**waited):
    return (
        moscow(MONDAY, "10:15").replace(year=2030, month=1, day=1) + timedelta(**waited)
    ).isoformat()


@pytest.mark.parametrize(
    ("waited", "believed"),
    [
        ({"seconds": 60}, None),
        ({"seconds": 61}, NOON - timedelta(seconds=61)),
        ({"days": 14}, NOON - timedelta(days=14)),
        ({"days": 14, "seconds": 1}, None),
        ({"minutes": -5}, None),
    ],
)
def test_only_the_time_that_passed_on_the_device_is_believed(waited, believed):
    assert typed_before(TYPED, after(**waited), now=NOON) == believed


@pytest.mark.parametrize(
    "strange", ["", "abc", "2030-01-01T10:15:00", "9" * 50, "0001-01-01T00:00:00+14:00"]
)
def test_strange_moments_are_no_moments(strange):
    assert typed_before(strange, TYPED, now=NOON) is None
    assert typed_before(TYPED, strange, now=NOON) is None


@pytest.fixture
def send(anna, lesson):
    """Anna's device sends at 13:40 what it keeps since 10:15."""
    client = logged_in(anna.person)

    def post(path, **fields):
        url = f"/s/{lesson.school_id}/lessons/{lesson.pk}/{path}"
        with time_machine.travel(moscow(MONDAY, "13:40"), tick=False):
            fields = {"typed_at": TYPED, "sent_at": after(hours=3, minutes=25)} | fields
            return client.post(url, fields).json()

    return post


AT_10_15 = moscow(MONDAY, "10:15")


def test_every_kind_of_entry_keeps_both_times_and_a_replay_changes_nothing(send, lesson):
    first, second = students_of(lesson.course.group)[:2]
    entries = [
        ("topic/", {"text": "Дроби"}),
        (f"cells/{first.pk}/", {"text": "н"}),
        (f"cells/{second.pk}/", {"text": "5"}),
        ("register/", {"text": "1"}),
        ("homework/", {"text": "§ 5"}),
        ("homework/some/", {"text": "№ 7", "students": [first.pk]}),
    ]
    for path, fields in entries:
        fields["request_key"] = str(uuid4())
        for _time in ("once", "again"):
            answer = send(path, **fields)
            assert (answer["at"], answer["typed"]) == ("13:40", "10:15")

    record = LessonRecord.objects.get(lesson=lesson)
    assert record.topic_at == record.register_at == record.homework_at == moscow(MONDAY, "13:40")
    assert record.topic_device_at == record.register_device_at == AT_10_15
    assert record.homework_device_at == AT_10_15
    assert record.version == 3
    for model in (Mark, Attendance):
        assert model.objects.get(lesson=lesson).device_at == AT_10_15
    assert [task.device_at for task in Homework.objects.filter(given_at=lesson)] == [AT_10_15] * 2
    assert MarkEvent.objects.filter(lesson=lesson).count() == 1


def test_what_is_sent_at_once_has_no_time_of_the_device(send, lesson):
    answer = send("topic/", text="Дроби", sent_at=TYPED)

    assert "typed" not in answer
    assert LessonRecord.objects.get(lesson=lesson).topic_device_at is None


def test_an_emptied_fact_loses_both_times(send, lesson):
    send("topic/", text="Дроби")
    send("topic/", text="", seen="Дроби")

    record = LessonRecord.objects.get(lesson=lesson)
    assert (record.topic_at, record.topic_device_at) == (None, None)


def test_the_history_of_a_cell_tells_each_changes_own_time(send, lesson):
    student = students_of(lesson.course.group)[0]
    send(f"cells/{student.pk}/", text="4", sent_at=TYPED)
    send(f"cells/{student.pk}/", text="5", seen="4")

    changes = cell_history(lesson.pk, student.pk)

    assert [(change.after, change.typed_at) for change in changes] == [("5", AT_10_15), ("4", None)]


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("waited", "offline"), [(timedelta(hours=20), True), (timedelta(hours=1), False)]
)
def test_typed_in_time_and_received_late_is_late_and_shown_apart(anna, course, waited, offline):
    lesson = a_lesson(course, day=MONDAY)
    at = moscow(MONDAY + timedelta(days=1), "10:00")
    with time_machine.travel(at, tick=False):
        logged_in(anna.person).post(
            f"/s/{lesson.school_id}/lessons/{lesson.pk}/topic/",
            {"text": "Дроби", "typed_at": TYPED, "sent_at": after(seconds=waited.total_seconds())},
        )

    one = Lesson.objects.select_related("course__group__school_class").get(pk=lesson.pk)
    topic = lesson_states([one], now=at, zone=MOSCOW)[lesson.pk].topic

    assert (topic.state, topic.is_late_offline) == (State.LATE, offline)
