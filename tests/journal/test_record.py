"""Register, topic, homework: moments, refusals, replacing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.refusal import ChangedMeanwhile, Refused
from journal.actions.homework import (
    Task,
    set_homework,
    set_homework_for_some,
    set_no_homework,
)
from journal.actions.record import take_register, write_topic
from journal.actions.replacing import take_over_lesson
from journal.actions.works import add_work, remove_work
from journal.models import Homework, LessonRecord
from schedule.models import Lesson, LessonState, Substitution
from school.models import Group, GroupKind
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_student,
    moscow,
    students_of,
    whole,
)

TUESDAY = MONDAY + timedelta(days=1)


def refusal(call, *args: object, **kwargs: object):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


@pytest.fixture
def topic(anna, lesson, during):
    def write(text, *, seen="", now=during, **more: object):
        return write_topic(actor=anna.person, lesson=lesson, text=text, seen=seen, now=now, **more)

    return write


@pytest.fixture
def homework(anna, lesson, during):
    def write(text, *, seen="", now=during, **task: object):
        return set_homework(
            actor=anna.person, lesson=lesson, task=Task(text=text, **task), seen=seen, now=now
        )

    return write


@pytest.mark.clause("2.3.1")
def test_the_register_keeps_the_moment_it_was_first_taken(anna, lesson, during):
    take_register(actor=anna.person, lesson=lesson, now=during)
    take_register(actor=anna.person, lesson=lesson, now=during + timedelta(hours=5))

    record = LessonRecord.objects.get()
    assert (record.register_at, record.register_by) == (during, anna.person)


def test_the_register_taken_back_begins_anew(anna, lesson, during):
    later = during + timedelta(hours=5)
    take_register(actor=anna.person, lesson=lesson, now=during)
    take_register(actor=anna.person, lesson=lesson, now=during, taken=False)
    assert LessonRecord.objects.get().register_at is None

    take_register(actor=anna.person, lesson=lesson, now=later)

    assert LessonRecord.objects.get().register_at == later


@pytest.mark.clause("A4 2.1")
def test_a_future_lesson_cannot_be_marked_held(anna, lesson):
    before = moscow(MONDAY, "08:29:59")

    assert refusal(take_register, actor=anna.person, lesson=lesson, now=before) == "not_begun"
    take_register(actor=anna.person, lesson=lesson, now=moscow(MONDAY, "08:30"))


def test_nothing_is_written_to_a_cancelled_lesson(anna, lesson, during, topic, homework):
    lesson.state = LessonState.CANCELLED

    assert refusal(take_register, actor=anna.person, lesson=lesson, now=during) == "cancelled"
    assert refusal(topic, "Дроби") == refusal(homework, "№ 5") == "cancelled"


def test_a_topic_may_be_planned_and_keeps_its_first_moment(topic):
    early, later = moscow(MONDAY, "07:00"), moscow(MONDAY, "12:00")
    topic("  Сложение \n дробей ", now=early)

    record = topic("Сложение и вычитание дробей", seen="Сложение дробей", now=later)

    assert record.topic_at == early
    assert LessonRecord.objects.get().topic == "Сложение и вычитание дробей"


def test_an_emptied_topic_begins_anew(topic):
    later = moscow(MONDAY, "12:00")
    topic("Дроби")
    topic("", seen="Дроби")
    assert LessonRecord.objects.get().topic_at is None

    assert topic("Дроби", now=later).topic_at == later


def test_two_hands_on_one_topic(topic):
    topic("Дроби")

    with pytest.raises(ChangedMeanwhile) as changed:
        topic("Проценты", seen="")

    assert (changed.value.theirs, changed.value.by) == ("Дроби", "Орлова А. С.")


def test_a_topic_has_a_length(topic):
    assert refusal(topic, "д" * 501) == "too_long"


def test_a_repeated_topic_changes_nothing(topic):
    key = uuid4()
    topic("Дроби", key=key)
    topic("Проценты", seen="Дроби")

    assert topic("Дроби", key=key).topic == "Проценты"


@pytest.mark.clause("A4 2.3")
def test_homework_may_be_given_ahead_and_is_due_at_the_next_lesson(homework, course):
    next_lesson = a_lesson(course, day=TUESDAY)

    given = homework("№ 34–36", now=moscow(MONDAY, "07:00"))

    assert (given.due_lesson, given.due_day, given.is_individual) == (next_lesson, None, False)


def test_homework_passes_over_a_cancelled_lesson(homework, course):
    a_lesson(course, day=TUESDAY, state=LessonState.CANCELLED)
    after = a_lesson(course, day=TUESDAY + timedelta(days=1))

    assert homework("№ 5").due_lesson == after


def test_homework_is_due_for_a_day_or_a_chosen_lesson(homework, course):
    a_lesson(course, day=TUESDAY)
    chosen = a_lesson(course, day=TUESDAY, number=3)

    assert homework("№ 5", due_lesson_id=chosen.pk).due_lesson == chosen
    day = homework("№ 5", seen="№ 5", due_day=TUESDAY)
    assert (day.due_lesson, day.due_day) == (None, TUESDAY)


def test_homework_is_due_neither_before_the_lesson_nor_in_another_course(homework, anna, school):
    other = a_lesson(a_course(group=whole(a_class(school, letter="Б")), teacher=anna), day=TUESDAY)

    assert refusal(homework, "№ 5", due_day=MONDAY - timedelta(days=1)) == "due_before"
    assert refusal(homework, "№ 5", due_lesson_id=other.pk) == "due_elsewhere"
    assert refusal(homework, "№ 5", minutes=0) == "minutes"
    assert refusal(homework, "№" * 2001) == "too_long"


@pytest.mark.clause("2.3.2")
def test_homework_keeps_the_moment_of_its_first_entry(homework, during):
    homework("№ 5")
    homework("№ 6", seen="№ 5", now=during + timedelta(hours=9))

    assert LessonRecord.objects.get().homework_at == during
    homework("", seen="№ 6")
    assert LessonRecord.objects.get().homework_at is None
    assert Homework.objects.count() == 0


@pytest.mark.clause("2.4")
def test_no_homework_is_an_explicit_entry(anna, lesson, during, homework):
    set_no_homework(actor=anna.person, lesson=lesson, none=True, now=during)
    record = LessonRecord.objects.get()
    assert (record.no_homework, record.homework_at, record.homework_by) == (
        True,
        during,
        anna.person,
    )

    homework("№ 5", now=during + timedelta(minutes=5))

    record = LessonRecord.objects.get()
    assert (record.no_homework, record.homework_at) == (False, during)


def test_none_is_refused_while_homework_stands(anna, lesson, during, homework):
    homework("№ 5")

    code = refusal(set_no_homework, actor=anna.person, lesson=lesson, none=True, now=during)

    assert code == "homework_stands"


def test_none_taken_back_is_missing_again(anna, lesson, during):
    set_no_homework(actor=anna.person, lesson=lesson, none=True, now=during)
    set_no_homework(actor=anna.person, lesson=lesson, none=False, now=during)

    assert LessonRecord.objects.get().homework_at is None


def test_two_hands_on_one_homework(homework):
    homework("№ 5")

    with pytest.raises(ChangedMeanwhile) as changed:
        homework("№ 7", seen="")

    assert changed.value.theirs == "№ 5"
    assert homework("№ 5", seen="").text == "№ 5"


@pytest.mark.clause("2.4")
def test_individual_homework_is_for_the_named_students(anna, lesson, during):
    first, second, third = students_of(lesson.course.group)
    given = set_homework_for_some(
        actor=anna.person,
        lesson=lesson,
        student_ids=[first.pk, second.pk],
        task=Task(text="Карточка 3"),
        now=during,
    )

    set_homework_for_some(
        actor=anna.person,
        lesson=lesson,
        student_ids=[second.pk, third.pk],
        task=Task(text="Карточка 4"),
        now=during,
        homework_id=given.pk,
    )

    homework = Homework.objects.get()
    assert (homework.text, homework.is_individual) == ("Карточка 4", True)
    assert {r.student_id for r in homework.recipients.all()} == {second.pk, third.pk}
    assert not LessonRecord.objects.filter(homework_at__isnull=False).exists()


def test_individual_homework_needs_students_of_the_group(anna, lesson, during, school):
    stranger = a_student(a_class(school, letter="Б"))

    def give(students):
        return set_homework_for_some(
            actor=anna.person,
            lesson=lesson,
            student_ids=students,
            task=Task(text="Карточка"),
            now=during,
        )

    assert refusal(give, []) == "nobody"
    assert refusal(give, [stranger.pk]) == "not_a_member"


def test_individual_homework_is_taken_back(anna, lesson, during):
    student = students_of(lesson.course.group)[0]

    def give(text, pk=None):
        return set_homework_for_some(
            actor=anna.person,
            lesson=lesson,
            student_ids=[student.pk],
            task=Task(text=text),
            now=during,
            homework_id=pk,
        )

    given = give("Карточка")
    give("", given.pk)

    assert Homework.objects.count() == 0
    assert refusal(give, "Карточка", given.pk) == "gone"


@pytest.mark.parametrize("place", ["grade 1", "club", "extended day", "without"])
def test_where_no_homework_is_asked_none_is_taken(school, anna, during, place):
    group = whole(a_class(school, grade=1 if place == "grade 1" else 7, letter="В"))
    if place in ("club", "extended day"):
        group = Group.objects.create(
            school=school,
            year=group.year,
            kind=GroupKind.CLUB if place == "club" else GroupKind.EXTENDED_DAY,
            name="Шахматы",
        )
    course = a_course(group=group, teacher=anna)
    course.asks_homework = place != "without"
    lesson = a_lesson(course, number=4)

    def give():
        return set_homework(
            actor=anna.person, lesson=lesson, task=Task(text="№ 5"), seen="", now=during
        )

    assert refusal(give) == "no_homework_here"


def test_a_work_fixes_weight_and_days(anna, lesson, during, kind):
    control = kind("Контрольная")
    work = add_work(
        actor=anna.person, lesson=lesson, kind_id=control.pk, title=" Дроби  № 1 ", now=during
    )

    assert (work.title, work.weight, work.days_for_results) == ("Дроби № 1", control.weight, 7)
    remove_work(actor=anna.person, lesson=lesson, work_id=work.pk, now=during)
    assert not lesson.works.exists()


def test_a_work_taken_back_does_not_come_again_with_a_repeated_request(anna, lesson, during, kind):
    given = {"actor": anna.person, "lesson": lesson, "now": during}
    asked = {"kind_id": kind("Контрольная").pk, "title": "Дроби", "key": uuid4()}
    work = add_work(**given, **asked)
    assert add_work(**given, **asked) == work

    remove_work(work_id=work.pk, **given)

    assert refusal(add_work, **given, **asked) == "gone"
    assert not lesson.works.exists()


@pytest.mark.clause("A4 2.1")
def test_a_lesson_held_by_another_teacher_says_so_in_the_entry(lesson, anna, boris, during):
    take_over_lesson(
        actor=boris.person, employee_id=boris.pk, lesson=lesson, now=during, reason="Болезнь"
    )

    lesson.refresh_from_db()
    substitution = Substitution.objects.get()
    assert lesson.teacher == boris
    assert (substitution.absent, substitution.substitute) == (anna, boris)
    assert (substitution.decided_by, substitution.reason) == (boris.person, "Болезнь")


def test_a_colleague_is_replaced_only_on_the_day_and_with_free_hands(
    lesson, anna, boris, during, school
):
    def take(now):
        return take_over_lesson(actor=boris.person, employee_id=boris.pk, lesson=lesson, now=now)

    assert refusal(take, during + timedelta(days=1)) == "another_day"
    own = a_course(group=whole(a_class(school, letter="Б")), teacher=boris)
    a_lesson(own)
    assert refusal(take, during) == "busy_teacher"


def test_who_replaces_a_colleague_is_told_by_name_what_he_holds_then(lesson, boris, during, school):
    own = a_course(group=whole(a_class(school, letter="Б")), subject="Физика", teacher=boris)
    a_lesson(own)

    with pytest.raises(Refused) as refused:
        take_over_lesson(actor=boris.person, employee_id=boris.pk, lesson=lesson, now=during)

    assert boris.person.name.short in refused.value.message
    assert "Физика" in refused.value.message
    assert not Substitution.objects.exists()


@pytest.mark.clause("A4 2.1")
def test_lessons_held_together_are_taken_over_together(lesson, anna, boris, during, school):
    other = a_course(group=whole(a_class(school, letter="Б")), teacher=anna)
    beside = a_lesson(other, number=5)
    Lesson.objects.filter(pk=beside.pk).update(
        held_with=lesson, number=lesson.number, starts_at=lesson.starts_at, ends_at=lesson.ends_at
    )

    take_over_lesson(actor=boris.person, employee_id=boris.pk, lesson=lesson, now=during)

    beside.refresh_from_db()
    assert beside.teacher == boris
    assert {one.absent for one in Substitution.objects.all()} == {anna}
