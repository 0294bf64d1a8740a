"""What of the journal page is in sight: a quarter on a school's laptop, today on a phone."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from journal.models import Mark
from tests import builders as b
from tests.browser.grid import cell, open_grid

LAST_DAY = b.MONDAY.replace(month=10, day=24)


@pytest.fixture
def quarter(village):
    """27 lessons of a subject of three hours a week, all held; every other cell has a mark."""
    course = b.a_course(group=village.group, subject="Геометрия", teacher=village.teacher)
    weeks = [b.FIRST_DAY + timedelta(days=7 * week) for week in range(8)]
    days = [week + timedelta(days=shift) for week in weeks for shift in (0, 2, 4)]
    days += [week + timedelta(days=1) for week in weeks[:3]]
    lessons = [b.a_lesson(course, day=day, number=10) for day in days]
    assert len(lessons) == 27
    fill(course, lessons, village.students)
    return course


def fill(course, lessons, students):
    kind = b.a_work_kind(course.school, usual=True)
    by = course.teachers.get().employee.person
    Mark.objects.bulk_create(
        Mark(
            school=course.school,
            lesson=lesson,
            course=course,
            student=student,
            kind=kind,
            weight=1,
            scale=course.scale,
            points=3 + (column + row) % 3,
            written_at=lesson.starts_at,
            written_by=by,
        )
        for column, lesson in enumerate(lessons)
        for row, student in enumerate(students)
        if (column + row) % 2
    )


def test_a_quarter_of_three_hours_fits_a_schools_laptop(enter, village, quarter):
    with time_machine.travel(b.moscow(LAST_DAY + timedelta(days=9), "12:00"), tick=True):
        page = enter(village.people["own_teacher"], width=1366, height=768)
        term = village.school_class.calendar.terms.first()
        page.goto(f"/s/{village.school.pk}/journals/{quarter.pk}/?term={term.pk}")
        heads = page.locator(".grid__days th")
        expect(heads).to_have_count(27)

        for student in (village.students[0], village.students[-1]):
            row = page.locator(f"tr[data-s='{student.pk}']")
            name, last = row.locator("th").bounding_box(), row.locator("td").last.bounding_box()
            assert name["x"] >= 0
            assert name["width"] > 150
            assert last["x"] + last["width"] <= 1366
            assert last["y"] + last["height"] <= 768
            assert last["height"] >= 18
        columns = [head.bounding_box() for head in heads.all()]
        assert min(column["width"] for column in columns) >= 24
        last = page.locator("tbody tr").last.locator("td").last.bounding_box()
        assert columns[-1]["x"] + columns[-1]["width"] <= last["x"]
        box = page.locator(".grid-scroll")
        assert box.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        assert box.evaluate("e => e.scrollHeight - e.clientHeight") <= 0


def test_names_and_last_columns_stay_while_a_long_term_is_scrolled(enter, village, quarter):
    with time_machine.travel(b.moscow(LAST_DAY + timedelta(days=9), "12:00"), tick=True):
        page = enter(village.people["own_teacher"], width=768, height=1024)
        term = village.school_class.calendar.terms.first()
        page.goto(f"/s/{village.school.pk}/journals/{quarter.pk}/?term={term.pk}")

        for left in (0, 200, 10_000):
            page.locator(".grid-scroll").evaluate("(e, x) => e.scrollLeft = x", left)
            row = page.locator("tbody tr").first
            assert row.locator("th").bounding_box()["x"] < 20
            end = row.locator("td").last.bounding_box()
            assert end["x"] + end["width"] <= 768


@pytest.mark.parametrize("number", [9, 1])
def test_a_phone_shows_todays_column_first(enter, village, number):
    """However many lessons follow it in the term."""
    lesson = village.lesson
    if number == 9:
        lesson = b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")
    page = enter(village.people["own_teacher"], width=360, height=740)
    open_grid(page, village.course)

    today = cell(page, village.students[0], lesson).bounding_box()
    name = page.locator("tbody tr").first.locator("th").bounding_box()

    assert abs(today["x"] - (name["x"] + name["width"])) <= 2
    assert today["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_of_a_whole_term_is_small(village):
    """34 students × 50 lessons, half of the cells with marks: under 60 KB as it travels."""
    course = b.a_course(group=village.group, subject="Алгебра", teacher=village.teacher)
    days = [b.FIRST_DAY + timedelta(days=shift) for shift in range(54) if shift % 7 < 5]
    lessons = [b.a_lesson(course, day=day, number=n) for day in days[:25] for n in (11, 12)]
    fill(course, lessons, village.students)
    client = b.logged_in(village.people["own_teacher"])
    with time_machine.travel(b.moscow(LAST_DAY, "12:00")):
        page = client.get(f"/s/{village.school.pk}/journals/{course.pk}/")

    html = page.content
    assert html.count(b"<td") >= 34 * 50
    assert len(gzip.compress(html, 6)) < 60_000
    print(len(html), len(gzip.compress(html, 6)))


@pytest.mark.soak
def test_the_grid_reacts_to_a_key_at_once(enter, village, capsys):
    """Prints the median of the browser's own event timing; run it with -s."""
    course = b.a_course(group=village.group, subject="Алгебра", teacher=village.teacher)
    days = [b.FIRST_DAY + timedelta(days=shift) for shift in range(54) if shift % 7 < 5]
    lessons = [b.a_lesson(course, day=day, number=n) for day in days[:25] for n in (11, 12)]
    fill(course, lessons, village.students)
    with time_machine.travel(b.moscow(LAST_DAY, "20:00"), tick=True):
        page = enter(village.people["own_teacher"], width=1366, height=768)
        open_grid(page, course)
        from bench.keys import react

        with capsys.disabled():
            print("\n", react(page))
