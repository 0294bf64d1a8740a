"""The register by touch and by one key: absence toggles, minutes late are chosen, all present."""

import pytest
from playwright.sync_api import expect

from journal.models import Attendance, LessonRecord
from tests import builders as b


@pytest.fixture
def lesson(village):
    return b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")


@pytest.fixture
def page(enter, village, lesson):
    page = enter(village.people["own_teacher"], width=390, height=844)
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    return page


def row(page, student):
    return page.locator(f"tr[data-s='{student.pk}']")


def saved(page):
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "saved")


def test_one_tap_writes_an_absence_and_another_takes_it_back(page, village, lesson):
    line = row(page, village.students[3])

    line.get_by_role("button", name="н", exact=True).click()
    saved(page)
    assert Attendance.objects.get(lesson=lesson).kind == "absent"

    line.get_by_role("button", name="н", exact=True).click()
    saved(page)
    assert not Attendance.objects.filter(lesson=lesson).exists()


def test_minutes_late_are_chosen_by_touch_and_changed(page, village, lesson):
    line = row(page, village.students[3])
    line.get_by_role("button", name="оп", exact=True).click()

    line.get_by_role("button", name="10", exact=True).click()
    saved(page)
    expect(line.locator("td.entry input:not([type=hidden])")).to_have_value("оп10")
    assert Attendance.objects.get(lesson=lesson).minutes == 10

    line.locator("td.entry input:not([type=hidden])").focus()
    line.get_by_role("button", name="20", exact=True).click()
    saved(page)
    assert Attendance.objects.get(lesson=lesson).minutes == 20


def test_the_whole_class_is_present_by_one_key(page, village, lesson):
    page.keyboard.press("Control+Enter")
    saved(page)

    assert LessonRecord.objects.get(lesson=lesson).register_at is not None
    assert not Attendance.objects.filter(lesson=lesson).exists()


def test_an_absence_under_a_note_shows_as_illness_as_soon_as_it_is_saved(page, village, lesson):
    student = village.students[3]
    b.a_note(student, by=village.people["guardian"], state="accepted")

    row(page, student).get_by_role("button", name="н", exact=True).click()
    saved(page)

    expect(row(page, student).locator("button[aria-pressed=true]")).to_have_text("б")
    assert Attendance.objects.get(lesson=lesson).kind == "absent"
