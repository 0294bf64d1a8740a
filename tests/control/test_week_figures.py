"""Monday's figures: what they count, that they stay, and when a week is over (order 3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from consent.models import InformingChoice
from control.actions.confirming import confirm_figures
from control.actions.snapshots import fix_closed_weeks, fix_week
from control.models import Confirmation, Deadline, OwnInstallation, Snapshot
from control.queries.figures import count_figures
from control.week_figures import BadShape, check_figures
from control.weeks import closed_week, closes_at
from core.refusal import Refused
from diary.models import PaperBatch, PaperReport
from journal.models import LessonDue, LessonRecord
from journal.regulation import register_due
from school.models import Appointment, AppointmentKind
from school.standing import standing_of
from tests import builders as b
from tests.control.test_today import record

pytestmark = pytest.mark.django_db
SUNDAY = date(2025, 9, 14)
CLOSED = b.moscow(date(2025, 9, 15), "00:00")


def due(lesson, *, homework="10:15"):
    """The stored deadlines of a lesson, as the clock writes them."""
    return LessonDue.objects.update_or_create(
        lesson=lesson,
        defaults={
            "school": lesson.school,
            "day": lesson.day,
            "record_due_at": register_due(lesson.starts_at, zone=b.MOSCOW),
            "homework_due_at": b.moscow(lesson.day, homework),
        },
    )[0]


def figures_of(school, *, at=CLOSED, first=b.MONDAY, last=SUNDAY):
    found = count_figures(school.pk, first, last, at=at)
    check_figures(found)
    return found


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Иванова", first="Анна")


@pytest.fixture
def course(school, anna):
    return b.a_course(school, teacher=anna)


@pytest.mark.clause("3")
@pytest.mark.clause("2.4")
def test_lessons_of_the_week_are_counted_as_the_journal_has_them(course):
    early, late = b.moscow(b.MONDAY, "08:40"), b.moscow(date(2025, 9, 9), "00:00")
    record(b.a_lesson(course), at=early, homework_at=early)
    record(b.a_lesson(course, number=2), at=late)
    b.a_lesson(course, number=3)
    b.a_lesson(course, number=4, state="cancelled")
    b.a_lesson(course, day=date(2025, 9, 15))

    lessons = figures_of(course.school)["lessons"]

    assert lessons == {"held": 3, "recorded": 2, "in_time": 1, "complete": 1, "cancelled": 1}


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2025, 9, 14), "23:59:59", {"recorded": 1, "in_time": 1}),
        (date(2025, 9, 15), "00:00", {"recorded": 0, "in_time": 0}),
    ],
)
def test_a_record_of_monday_midnight_is_none_of_the_week(course, day, clock, expected):
    lesson = b.a_lesson(course, day=SUNDAY)
    due(lesson)
    record(lesson, at=b.moscow(day, clock))

    found = figures_of(course.school)

    assert {key: found["lessons"][key] for key in expected} == expected
    states = found["rules"]["LESSON_SAME_DAY"]
    assert (states["done"], states["missing"]) == ((2, 0) if expected["in_time"] else (0, 2))


@pytest.mark.clause("3")
def test_rules_are_counted_by_state_from_the_facts(course):
    in_time, late, missing = (b.a_lesson(course, number=number) for number in (1, 2, 3))
    for lesson in (in_time, late, missing):
        due(lesson)
    record(in_time, at=b.moscow(b.MONDAY, "09:00"), homework_at=b.moscow(b.MONDAY, "10:14"))
    record(late, at=b.moscow(date(2025, 9, 9), "00:00"), homework_at=b.moscow(b.MONDAY, "10:15"))

    rules = figures_of(course.school)["rules"]

    same_day, homework = rules["LESSON_SAME_DAY"], rules["HOMEWORK_IN_TIME"]
    assert (same_day["done"], same_day["late"], same_day["missing"]) == (2, 2, 2)
    assert (homework["done"], homework["late"], homework["missing"]) == (1, 1, 1)


@pytest.mark.clause("2.6")
@pytest.mark.clause("A5 1")
def test_families_are_counted_by_access_and_by_how_they_are_informed(school):
    students = b.students_of(b.whole(b.a_class(school, students=4)))
    office = b.an_employee(school, role="administrator").person
    open_one, on_paper, undecided, gone = (b.a_guardian(one) for one in students)
    b.sign_papers(open_one, by=office)
    for guardianship, form in ((open_one, "electronic"), (on_paper, "paper")):
        InformingChoice.objects.create(
            school=school,
            guardianship=guardianship,
            form=form,
            since=b.FIRST_DAY,
            declared_by=office,
        )
    gone.student.memberships.update(until=date(2025, 9, 10))
    handed(on_paper, at=b.moscow(date(2025, 9, 12), "13:00"), by=office)
    handed(undecided, at=b.moscow(date(2025, 9, 15), "08:00"), by=office)

    assert figures_of(school)["families"] == {
        "guardianships": 3,
        "with_access": 1,
        "electronic": 1,
        "paper": 1,
        "undecided": 1,
        "served": 1,
    }


def handed(guardianship, *, at, by):
    school_class = guardianship.student.memberships.get().group.school_class
    batch, _made = PaperBatch.objects.get_or_create(
        school=school_class.school,
        school_class=school_class,
        week=b.MONDAY,
        defaults={"asked_at": at},
    )
    return PaperReport.objects.create(
        school=batch.school,
        batch=batch,
        guardianship=guardianship,
        student=guardianship.student,
        week=b.MONDAY,
        code=f"C{guardianship.pk}",
        due_at=at,
        handed_at=at,
        handed_by=by,
    )


@pytest.mark.clause("2.1")
@pytest.mark.clause("2.3")
def test_the_responsible_person_and_the_opening_stand_in_the_figures(school, anna):
    year = b.a_class(school).year
    Appointment.objects.create(
        school=school,
        person=anna.person,
        kind=AppointmentKind.RESPONSIBLE,
        since=b.FIRST_DAY,
        order_number="81-о",
        order_day=date(2025, 8, 28),
        sent_on=date(2025, 9, 10),
    )
    b.open_year(year)

    found = figures_of(school)

    assert found["year"] == {"name": "2025/26", "opened_on": "2025-09-01"}
    assert found["appointments"]["responsible"] == {
        "name": "Иванова Анна",
        "order_number": "81-о",
        "order_day": "2025-08-28",
        "sent_on": "2025-09-10",
    }
    assert [term["number"] for term in found["terms"]] == [1]


@pytest.mark.clause("2.3.3")
def test_a_deadline_counts_in_the_week_it_runs_out_in(school):
    """A work held on Tuesday of the week before is due on Wednesday at midnight."""
    moments = (b.moscow(date(2025, 9, 10), "0:00"), CLOSED, CLOSED + timedelta(seconds=1))
    for number, due_at in enumerate(moments):
        Deadline.objects.create(
            school=school,
            rule="WORK_RESULTS",
            about_id=number,
            day=due_at.date() - timedelta(days=8),
            due_at=due_at,
        )

    results = figures_of(school)["rules"]["WORK_RESULTS"]

    assert (results["missing"], results["due"]) == (2, 0)


# ---- fixed once, for ever -----------------------------------------------------------------------


@pytest.mark.clause("3")
@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (b.moscow(SUNDAY, "23:59:59"), date(2025, 9, 1)),
        (b.moscow(date(2025, 9, 15), "00:00"), b.MONDAY),
        (b.moscow(date(2025, 9, 21), "23:59:59"), b.MONDAY),
    ],
)
def test_a_week_is_over_at_monday_midnight_in_moscow(school, moment, week):
    b.a_year(school)

    fix_closed_weeks(school_id=school.pk, now=moment)

    assert closed_week(moment, zone=b.MOSCOW) == week
    assert list(Snapshot.objects.values_list("week", flat=True)) == [week]


@pytest.mark.clause("3")
def test_what_is_entered_later_changes_nothing_that_was_fixed(course):
    lesson = b.a_lesson(course)
    due(lesson)
    fix_week(school_id=course.school_id, week=b.MONDAY, now=CLOSED)
    before = Snapshot.objects.get().figures

    record(lesson, at=CLOSED + timedelta(hours=9))
    again = fix_week(school_id=course.school_id, week=b.MONDAY, now=CLOSED + timedelta(days=1))

    snapshot = Snapshot.objects.get()
    assert not again
    assert snapshot.figures == before
    assert (snapshot.held, snapshot.in_time, snapshot.complete) == (1, 0, 0)
    now = count_figures(course.school_id, b.MONDAY, SUNDAY, at=CLOSED + timedelta(days=1))
    assert now["lessons"]["recorded"] == 1


@pytest.mark.clause("3")
def test_fixed_figures_cannot_be_changed_even_by_the_owner_of_the_tables(school, as_owner):
    b.a_year(school)
    fix_week(school_id=school.pk, week=b.MONDAY, now=CLOSED)

    for sql in ("UPDATE control_snapshot SET week = week + 7", "DELETE FROM control_snapshot"):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            connection.cursor().execute(sql)


def test_the_web_may_neither_change_nor_delete_them(school):
    b.a_year(school)
    fix_week(school_id=school.pk, week=b.MONDAY, now=CLOSED)

    with pytest.raises(ProgrammingError, match="permission denied"):
        Snapshot.objects.all().delete()


def test_after_an_outage_a_week_is_fixed_as_it_stood_and_once(course):
    lesson = b.a_lesson(course)
    due(lesson)
    record(lesson, at=b.moscow(date(2025, 9, 16), "09:00"))  # on Tuesday, before the catch-up
    tuesday = b.moscow(date(2025, 9, 16), "12:00")

    made = [fix_closed_weeks(school_id=course.school_id, now=tuesday) for _ in range(3)]

    assert made == [1, 0, 0]
    assert Snapshot.objects.get().figures["lessons"]["recorded"] == 0


def test_weeks_that_an_outage_left_out_are_caught_up_once(school):
    b.a_year(school)
    fix_closed_weeks(school_id=school.pk, now=CLOSED)

    three_weeks_later = CLOSED + timedelta(days=22)
    made = [fix_closed_weeks(school_id=school.pk, now=three_weeks_later) for _ in range(2)]

    assert made == [3, 0]
    weeks = list(Snapshot.objects.order_by("week").values_list("week", flat=True))
    assert weeks == [b.MONDAY + timedelta(days=7 * number) for number in range(4)]


def test_in_summer_no_week_is_fixed(school):
    b.a_year(school)

    assert fix_closed_weeks(school_id=school.pk, now=b.moscow(date(2026, 7, 20), "12:00")) == 0


def test_a_school_that_hands_in_its_figures_is_not_counted_here(school):
    b.a_year(school)
    OwnInstallation.objects.create(
        school=school, public_key="x", since=b.FIRST_DAY, entered_by=b.a_person()
    )

    assert fix_closed_weeks(school_id=school.pk, now=CLOSED) == 0


# ---- against a slow count -----------------------------------------------------------------------


def test_figures_equal_a_slow_count_over_the_rows(school, anna):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    courses = [
        b.a_course(group=b.whole(b.a_class(school, letter=letter)), teacher=teacher)
        for letter, teacher in (("А", anna), ("Б", boris))
    ]
    courses.append(b.a_course(group=b.whole(b.a_class(school, grade=1)), teacher=anna))
    for step in range(40):
        a_lesson_somehow(courses[step % 3], step)

    found = figures_of(school)

    assert found["lessons"] == slowly(school)


def a_lesson_somehow(course, step):
    day = b.MONDAY + timedelta(days=step % 5)
    lesson = b.a_lesson(course, day=day, number=step // 5 + 1)
    due(lesson)
    if step % 4:
        at = b.moscow(day, "17:00") + timedelta(hours=step % 11)
        record(lesson, at=at, homework_at=at if step % 3 else None)


def slowly(school):
    """Lesson by lesson in Python, without a line of the function's SQL."""
    lessons = list(school.lessons.filter(day__range=(b.MONDAY, SUNDAY)))
    records = {one.lesson_id: one for one in LessonRecord.objects.filter(school=school)}
    found = dict.fromkeys(("held", "recorded", "in_time", "complete", "cancelled"), 0)
    for lesson in lessons:
        found["held"] += 1
        entry = records.get(lesson.pk)
        if entry is None or max(entry.topic_at, entry.register_at) >= CLOSED:
            continue
        found["recorded"] += 1
        midnight = datetime.combine(
            lesson.day + timedelta(days=1), datetime.min.time(), tzinfo=b.MOSCOW
        )
        found["in_time"] += max(entry.topic_at, entry.register_at) < midnight
        asked = lesson.course.group.school_class.grade > 1
        found["complete"] += not asked or entry.homework_at is not None
    return found


# ---- the school confirms ------------------------------------------------------------------------


@pytest.fixture
def fixed(school):
    b.a_year(school)
    fix_week(school_id=school.pk, week=b.MONDAY, now=CLOSED)
    return Snapshot.objects.get()


def confirm(person, snapshot, **changed):
    here = standing_of(person).in_school(snapshot.school_id)
    said = {"name": person.name.full, "words": "", "now": CLOSED + timedelta(hours=9)} | changed
    return confirm_figures(actor=person, here=here, snapshot=snapshot, **said)


@pytest.mark.clause("3")
def test_the_person_named_by_order_confirms_once(fixed, school, anna):
    Appointment.objects.create(
        school=school,
        person=anna.person,
        kind=AppointmentKind.RESPONSIBLE,
        since=b.FIRST_DAY,
        order_number="81-о",
        order_day=b.FIRST_DAY,
    )
    director = b.an_employee(school, role="director")

    confirm(anna.person, fixed)

    assert Confirmation.objects.get().name == "Иванова Анна"
    for who, code in ((anna.person, "confirmed_already"), (director.person, "not_responsible")):
        with pytest.raises(Refused) as refused:
            confirm(who, fixed)
        assert refused.value.code == code


def test_without_an_order_the_director_or_the_administrator_confirms(fixed, school):
    director = b.an_employee(school, role="director").person
    deputy = b.an_employee(school, role="deputy").person

    with pytest.raises(Refused) as refused:
        confirm(deputy, fixed)
    confirm(director, fixed)

    assert refused.value.code == "not_responsible"

    assert Confirmation.objects.get().confirmed_by == director


# ---- the shape ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda figures: figures.pop("lessons"),
        lambda figures: figures.update(child="Петров Илья"),
        lambda figures: figures["lessons"].update(held="7"),
        lambda figures: figures["lessons"].update(held=-1),
        lambda figures: figures["lessons"].update(held=True),
        lambda figures: figures["lessons"].update(held=1.5),
        lambda figures: figures["families"].update(names=["Петров"]),
        lambda figures: figures["rules"].update({"Петров Илья": {}}),
        lambda figures: figures["appointments"].update(student={}),
        lambda figures: figures["backup"].update(made_at="yesterday"),
        lambda figures: figures.update(terms=[{}]),
    ],
)
def test_figures_of_another_shape_are_known(school, spoil):
    b.a_year(school)
    found = figures_of(school)
    spoil(found)

    with pytest.raises(BadShape):
        check_figures(found)


def test_a_week_closes_by_the_clock_of_the_school():
    east = ZoneInfo("Asia/Vladivostok")

    assert closes_at(b.MONDAY, zone=east) == b.moscow(date(2025, 9, 14), "17:00")
