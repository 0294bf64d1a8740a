"""The figures of the compliance pages equal a slow count over raw rows, for any school, and equal
their exports (order 2.3.1-2.3.3, 3)."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from control.asked import GROUPINGS
from control.compliance_sheet import compliance_book, facts_book
from control.counts import STATES
from control.models import Deadline
from control.queries.compliance import compliance_page
from control.queries.fact_list import facts_page
from control.queries.today import today_page
from schedule.models import Excuse, Lesson
from school.models import Course, Group, School, SchoolSetting
from tests import builders as b
from tests.control.compliance.facts_here import FRIDAY, asked, dues_made, record
from tests.control.compliance.slowly import Slow, counted, grouped, slow_facts

pytestmark = pytest.mark.django_db
EXAMPLES = 60 if os.environ.get("SOAK") else 5
DAYS = [date(2025, 9, 1) + timedelta(days=shift) for shift in range(12) if shift % 7 < 6]
NOW = b.moscow(FRIDAY, "15:30")


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(seed=st.integers(0, 10**9))
@pytest.mark.clause("3")
@pytest.mark.clause("2.3.1")
@pytest.mark.clause("2.3.2")
def test_figures_of_any_district_equal_a_slow_count_and_their_exports(seed):
    with transaction.atomic():
        chance = Random(seed)
        schools = [a_random_school(chance, number) for number in (1, 2)]
        for school in schools:
            dues_made(school, at=NOW)
        for school in schools:
            _the_pages_say_what_was_counted(school, chance)
        transaction.set_rollback(True)


def _the_pages_say_what_was_counted(school: School, chance: Random) -> None:
    for by in GROUPINGS:
        query = f"by={by}&from={chance.choice(DAYS)}&to={chance.choice(DAYS)}"
        query += chance.choice(("", "&rule=HOMEWORK_IN_TIME", "&state=missing", "&state=all"))
        wanted = asked(query + _a_filter(school, chance))
        facts = _asked_for(slow_facts(school, first=wanted.trend_since, last=wanted.until), wanted)
        here = [fact for fact in facts if fact.day >= wanted.first]
        page = compliance_page(school.pk, wanted, now=NOW)

        assert {row.rule.code: row.counts for row in page.rules} == grouped(here, "rule", now=NOW)
        assert {one.key: one.counts for one in page.groups} == grouped(here, by, now=NOW)
        assert page.total == counted(here, now=NOW)
        _the_map_is_right(page, here, by)
        _the_trend_is_right(page, facts)
        _the_list_is_right(school, wanted, here)
        _the_workbook_is_right(page)
    day = chance.choice(DAYS)
    today = today_page(school.pk, day, now=NOW, zone=school.zone)
    assert today.total == counted(slow_facts(school, first=day, last=day), now=NOW)


def _the_map_is_right(page, here, by):
    cells = Counter((fact.key(by), fact.day) for fact in here)
    assert {
        (one.key, day): counts.asked for one in page.groups for day, counts in one.by_column.items()
    } == cells
    for one in page.groups:
        for day, counts in one.by_column.items():
            facts = [fact for fact in here if (fact.key(by), fact.day) == (one.key, day)]
            assert counts == counted(facts, now=NOW)


def _the_trend_is_right(page, facts):
    mondays = {fact.day - timedelta(days=fact.day.weekday()) for fact in facts}
    assert [week.monday for week in page.weeks] == sorted(mondays)
    for week in page.weeks:
        days = (week.monday, week.monday + timedelta(days=6))
        counts = counted([fact for fact in facts if days[0] <= fact.day <= days[1]], now=NOW)
        assert [week.counts[state] for state in STATES] == [counts[state] for state in STATES]


def _the_list_is_right(school, wanted, here):
    shown = facts_page(school.pk, wanted, now=NOW, most=10_000)
    expected = [fact for fact in here if fact.state(NOW) in wanted.states]
    assert shown.total == len(shown.rows) == len(expected)
    assert Counter(
        (row.rule.code, row.fact or "", row.lesson_id, row.due_at, row.done_at, row.state)
        for row in shown.rows
    ) == Counter(
        (fact.rule.code, fact.fact, fact.lesson_id, fact.due_at, fact.done_at, fact.state(NOW))
        for fact in expected
    )
    lines = _lines(facts_book(shown), 0)[4:]
    assert [line[6].partition(" ")[0] for line in lines] == [line_state(row) for row in shown.rows]


def line_state(row):
    from control.facts_shown import state_of

    return state_of(row).partition(" ")[0]


def _the_workbook_is_right(page):
    book = compliance_book(page)
    rules, groups, heat, weeks = (_lines(book, number) for number in range(4))
    assert [_five(line) for line in rules[4:]] == [
        *([row.counts[state] for state in STATES] for row in page.rules),
        [page.total[state] for state in STATES],
    ]
    assert [(line[0], _five(line)) for line in groups[1:]] == [
        (one.name, [one.counts[state] for state in STATES]) for one in page.groups
    ]
    states = page.asked.states
    assert [line[-1] for line in heat[1:]] == [one.counts.those(states) for one in page.in_picture]
    assert [list(line[1:6]) for line in weeks[1:]] == [
        [week.counts[state] for state in STATES] for week in page.weeks
    ]


def _five(line):
    """in time, not due, late, (two of delay), missing, excused."""
    return [*line[1:4], *line[6:8]]


def _lines(book: bytes, sheet: int) -> list[tuple]:
    return list(load_workbook(BytesIO(book)).worksheets[sheet].iter_rows(values_only=True))


def _asked_for(facts: list[Slow], wanted) -> list[Slow]:
    return [
        fact
        for fact in facts
        if (not wanted.rule or fact.rule.code == wanted.rule)
        and wanted.teacher in (None, fact.teacher_id or 0)
        and wanted.school_class in (None, fact.class_id or 0)
        and wanted.subject in (None, fact.subject_id or 0)
    ]


def _a_filter(school: School, chance: Random) -> str:
    course = chance.choice(Course.objects.filter(school=school).order_by("pk"))
    link = course.teachers.first()
    return chance.choice(
        (
            "",
            "",
            f"&teacher={link.employee_id}",
            "&class=0",
            f"&class={course.group.school_class_id or 0}",
            f"&subject={course.subject_id}",
        )
    )


def a_random_school(chance: Random, number: int) -> School:
    """Two classes (one of grade 1), a subgroup, a club; lessons of two weeks with records in time,
    late or never; excuses, deadlines, and now and then an opened year."""
    school = b.a_school(name=f"Школа № {number}")
    courses = _courses(school, chance)
    if chance.random() < 0.5:
        SchoolSetting.objects.create(
            school=school, key="homework_minutes", value=chance.choice((75, 120)), since=DAYS[4]
        )
    lessons = [
        lesson
        for day in DAYS
        for place in range(1, 5)
        if (lesson := _a_random_lesson(courses, day, place, chance))
    ]
    for lesson in lessons:
        _record_at_random(lesson, chance)
    zoya = b.an_employee(school, role="deputy")
    for _ in range(chance.randrange(4)):
        _an_excuse(school, chance.choice(lessons), by=zoya.person, chance=chance)
    for _ in range(chance.randrange(6)):
        _a_deadline(chance.choice(lessons), chance)
    if chance.random() < 0.3:
        b.open_year(b.a_year(school), day=DAYS[2])
    return school


def _courses(school: School, chance: Random) -> list[Course]:
    fifth, first = b.a_class(school, students=3), b.a_class(school, grade=1, students=1)
    half = b.a_subgroup(fifth, name="англ. 1", students=b.students_of(b.whole(fifth))[:1])
    club = Group.objects.create(
        school=school, year=fifth.year, kind="club", name="Шахматы", school_class=None
    )
    b.join(club, b.students_of(b.whole(fifth))[0])
    subjects = ("Математика", "Чтение", "Английский язык", "Шахматы")
    groups = (b.whole(fifth), b.whole(first), half, club)
    return [
        b.a_course(group=group, subject=subject, teacher=b.an_employee(school, last=f"Т{place}"))
        for place, (group, subject) in enumerate(zip(groups, subjects, strict=True))
    ]


def _a_random_lesson(courses: list[Course], day: date, place: int, chance: Random) -> Lesson | None:
    if chance.random() < 0.3:
        return None
    state = "cancelled" if chance.random() < 0.1 else "planned"
    lesson = b.a_lesson(chance.choice(courses), day=day, number=place, state=state)
    if chance.random() < 0.1:
        lesson.teacher = None
        lesson.save()
    return lesson


def _record_at_random(lesson: Lesson, chance: Random) -> None:
    if not lesson.teacher or lesson.is_cancelled or chance.random() < 0.2:
        return

    def moment(hours: int) -> datetime | None:
        if chance.random() < 0.2:
            return None
        return lesson.starts_at + timedelta(seconds=chance.randrange(hours * 3600))

    homework = moment(30)
    typed = homework and homework - timedelta(hours=chance.randrange(12))
    record(
        lesson,
        topic=moment(40),
        register=moment(20),
        homework=homework,
        typed=typed if chance.random() < 0.4 else None,
    )


def _an_excuse(school: School, lesson: Lesson, *, by: object, chance: Random) -> None:
    whom = chance.choice(
        (
            {},
            {"lesson": lesson},
            {"teacher": lesson.teacher},
            {"school_class": lesson.course.group.school_class},
        )
    )
    Excuse.objects.create(
        school=school,
        kind="outage",
        rule=chance.choice(("", "LESSON_SAME_DAY", "HOMEWORK_IN_TIME", "WORK_RESULTS")),
        first_day=lesson.day,
        last_day=lesson.day + timedelta(days=chance.randrange(3)),
        words="Нет связи",
        decided_by=by,
        decided_at=NOW,
        ended_at=NOW if chance.random() < 0.2 else None,
        **whom,
    )


def _a_deadline(lesson: Lesson, chance: Random) -> None:
    due = b.moscow(lesson.day, "23:00")
    group = lesson.course.group
    Deadline.objects.get_or_create(
        rule=chance.choice(("WORK_RESULTS", "TERM_MARKS_SET")),
        about_id=lesson.pk,
        defaults={
            "school": lesson.school,
            "day": lesson.day,
            "due_at": due,
            "done_at": chance.choice((None, due, due - timedelta(hours=1))),
            "teacher": lesson.teacher,
            **chance.choice(
                (
                    {},
                    {"school_class": group.school_class, "course": lesson.course},
                    {"course": lesson.course, "lesson": lesson},
                )
            ),
        },
    )
