"""A lesson moved, cancelled, restored, added, or held by another teacher."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.refusal import ChangedMeanwhile, Refused
from journal.models import Homework, LessonRecord
from schedule.actions.lessons import (
    add_lesson,
    cancel_lesson,
    move_lesson,
    restore_lesson,
)
from schedule.actions.substitutions import substitute_teacher
from schedule.models import Lesson, LessonState, Substitution
from school.models import Room
from tests import builders as b
from tests.schedule.builders import bells

pytestmark = pytest.mark.django_db
TUESDAY = b.MONDAY + timedelta(days=1)
NOW = b.moscow(b.MONDAY, "07:00")


class World:
    """5А has mathematics with Anna on Monday, lesson 1, in room 12; 7Б has algebra with Boris."""

    def __init__(self) -> None:
        self.school = b.a_school()
        b.a_year(self.school)
        bells(self.school)
        self.deputy = b.an_employee(self.school, role="deputy", last="Завьялова").person
        self.anna = b.an_employee(self.school, last="Иванова", first="Анна", patronymic="Петровна")
        self.boris = b.an_employee(self.school, last="Борисов", first="Борис")
        self.five, self.seven = b.a_class(self.school), b.a_class(self.school, grade=7, letter="Б")
        self.twelve = Room.objects.create(school=self.school, name="12")
        self.maths = b.a_course(group=b.whole(self.five), teacher=self.anna)
        self.algebra = b.a_course(group=b.whole(self.seven), subject="Алгебра", teacher=self.boris)
        self.lesson = b.a_lesson(self.maths, room=self.twelve)

    def record(self, lesson):
        LessonRecord.objects.create(
            school=self.school, lesson=lesson, topic="Дроби", topic_at=NOW, topic_by=self.deputy
        )

    def move(self, **changed: object):
        fields = {"day": TUESDAY, "number": 3, "room": self.twelve} | changed
        return move_lesson(actor=self.deputy, lesson=self.lesson, now=NOW, **fields)

    def cancel(self, reason="Мороз", **fields: object):
        return cancel_lesson(
            actor=self.deputy, lesson=self.lesson, reason=reason, now=NOW, **fields
        )

    def substitute(self, who=None, reason="", **fields: object):
        return substitute_teacher(
            actor=self.deputy,
            lesson=fields.pop("lesson", self.lesson),
            substitute=who or self.boris,
            reason=reason,
            now=NOW,
            **fields,
        )


@pytest.fixture
def world():
    return World()


def refused(action, **fields: object):
    with pytest.raises(Refused) as caught:
        action(**fields)
    return caught.value


def test_a_moved_lesson_takes_the_bells_of_its_new_place(world):
    moved = world.move()

    moved.refresh_from_db()
    assert (moved.day, moved.number, moved.is_changed) == (TUESDAY, 3, True)
    assert moved.starts_at == b.moscow(TUESDAY, "10:20")


def test_homework_due_at_a_lesson_moves_along_with_it(world):
    earlier = b.a_lesson(world.maths, day=date(2025, 9, 5))
    Homework.objects.create(
        school=world.school,
        course=world.maths,
        given_at=earlier,
        due_lesson=world.lesson,
        text="№ 5",
        set_at=NOW,
        set_by=world.deputy,
    )

    world.move()

    assert Homework.objects.get().due_lesson.day == TUESDAY


@pytest.mark.clause("A4 1.1")
def test_a_recorded_lesson_is_neither_moved_nor_cancelled(world):
    world.record(world.lesson)

    assert refused(world.move).code == "recorded"
    assert refused(world.cancel).code == "recorded"
    world.lesson.refresh_from_db()
    assert (world.lesson.day, world.lesson.state) == (b.MONDAY, LessonState.PLANNED)


def test_a_busy_teacher_is_named_with_lesson_and_room(world):
    elsewhere = b.a_lesson(world.algebra, teacher=world.anna, number=3, room=world.twelve)

    said = refused(world.move, day=elsewhere.day, number=3, room=None)

    assert (said.code, said.field) == ("busy_teacher", "teacher")
    assert said.message == "Иванова А. П.: в это время урок «Алгебра, 7Б», каб. 12."


def test_a_taken_room_is_named(world):
    b.a_lesson(world.algebra, day=TUESDAY, number=3, room=world.twelve)

    said = refused(world.move)

    assert (said.code, said.field) == ("busy_room", "room")
    assert "Алгебра, 7Б" in said.message


def test_children_of_a_subgroup_are_not_in_two_lessons(world):
    english = b.a_subgroup(
        world.five, name="Англ. 1", students=b.students_of(b.whole(world.five))[:1]
    )
    b.a_lesson(b.a_course(group=english, subject="Английский язык"), day=TUESDAY, number=3)

    said = refused(world.move)

    assert (said.code, said.field) == ("busy_students", "number")
    assert "Английский язык, 5А, Англ. 1" in said.message


def test_no_lesson_where_no_bell_rings(world):
    assert refused(world.move, number=12).field == "number"


def test_who_saw_an_older_lesson_is_told_so(world):
    seen = world.lesson.stamp
    world.move(seen=seen)

    with pytest.raises(ChangedMeanwhile):
        world.move(day=b.MONDAY, number=5, seen=seen)


def test_a_cancelled_lesson_frees_its_teacher_and_room_and_comes_back(world):
    world.cancel()
    b.a_lesson(world.algebra, teacher=world.boris, room=world.twelve)

    said = refused(
        restore_lesson, actor=world.deputy, lesson=Lesson.objects.get(pk=world.lesson.pk), now=NOW
    )
    assert said.code == "busy_room"
    Lesson.objects.filter(course=world.algebra).update(room=None)
    restored = restore_lesson(actor=world.deputy, lesson=world.lesson, now=NOW)

    assert (restored.state, restored.state_reason) == (LessonState.PLANNED, "")


def test_cancelling_asks_why_and_history_keeps_it(world):
    assert refused(world.cancel, reason=" ").field == "reason"

    world.cancel(reason="Актированный день")

    event = world.lesson.events.order_by("pgh_id").last()
    assert (event.state, event.pgh_context["reason"]) == ("cancelled", "Актированный день")


def test_lessons_held_together_move_cancel_and_change_teacher_together(world):
    joined = b.a_lesson(
        world.algebra, teacher=world.anna, room=world.twelve, held_with=world.lesson
    )

    world.move()
    world.substitute()
    joined.refresh_from_db()
    assert (joined.day, joined.teacher) == (TUESDAY, world.boris)
    assert Substitution.objects.count() == 2
    world.cancel()

    joined.refresh_from_db()
    assert joined.is_cancelled


@pytest.mark.clause("A4 2.1")
def test_a_substitution_names_who_is_replaced_and_who_decided(world):
    world.substitute(reason="Болезнь")

    row = Substitution.objects.get()
    world.lesson.refresh_from_db()
    assert world.lesson.teacher == world.boris
    assert (row.absent, row.substitute, row.reason, row.decided_by, row.decided_at) == (
        world.anna,
        world.boris,
        "Болезнь",
        world.deputy,
        NOW,
    )


@pytest.mark.clause("A4 2.1")
def test_a_second_substitute_still_replaces_the_first_absent_teacher(world):
    vlad = b.an_employee(world.school, last="Власов")
    world.substitute()

    world.substitute(vlad)

    row = Substitution.objects.get()
    assert (row.absent, row.substitute) == (world.anna, vlad)


def test_giving_the_lesson_back_undoes_the_substitution(world):
    world.substitute()

    world.substitute(world.anna)

    world.lesson.refresh_from_db()
    assert (world.lesson.teacher, Substitution.objects.count()) == (world.anna, 0)


def test_a_busy_substitute_is_named(world):
    b.a_lesson(world.algebra, teacher=world.boris)

    said = refused(world.substitute)

    assert said.message == "Борисов Б.: в это время урок «Алгебра, 7Б»."


@pytest.mark.clause("A4 2.1")
def test_the_teacher_of_a_recorded_lesson_is_corrected_only_with_a_reason(world):
    world.record(world.lesson)
    assert refused(world.substitute).field == "reason"

    world.substitute(reason="В журнале указан не тот учитель")

    world.lesson.refresh_from_db()
    assert world.lesson.teacher == world.boris


def test_who_left_or_works_elsewhere_substitutes_nobody(world):
    vera = b.an_employee(b.a_school(name="Школа № 2"))
    world.boris.left_on = b.MONDAY - timedelta(days=1)
    world.boris.save()

    assert refused(world.substitute, who=vera).code == "left"
    assert refused(world.substitute).code == "left"


def test_an_added_lesson_is_given_by_the_courses_teacher(world):
    lesson = add_lesson(actor=world.deputy, course=world.maths, day=TUESDAY, number=7, now=NOW)

    assert (lesson.teacher, lesson.slot, lesson.is_changed) == (world.anna, None, True)
    assert lesson.starts_at == b.moscow(TUESDAY, "14:00")


def test_no_lesson_is_added_outside_the_year(world):
    said = refused(
        add_lesson,
        actor=world.deputy,
        course=world.maths,
        day=date(2026, 7, 1),
        number=1,
        now=NOW,
    )

    assert said.field == "day"


@pytest.mark.parametrize("fields", [{"teacher": True}, {"room": True}])
def test_past_the_form_the_database_refuses_teacher_and_room(world, fields):
    taken = {"teacher": world.anna} if "teacher" in fields else {"room": world.twelve}

    with pytest.raises(IntegrityError, match="_free"), transaction.atomic():
        b.a_lesson(world.algebra, **({"teacher": world.boris} | taken))
