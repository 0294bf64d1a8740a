"""The deputy finds what is missing, the teacher mends it, and the page says that it came late."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from journal.actions.dues import refresh_dues
from tests import builders as b
from tests.control.compliance.facts_here import record
from tests.village import NOW

TUESDAY_MORNING = NOW + timedelta(days=1)


@pytest.fixture
def tuesday(village):
    """Yesterday Anna's second lesson got topic and register, and no homework."""
    lesson = b.a_lesson(village.course, number=7)
    at = lesson.starts_at + timedelta(minutes=20)
    record(lesson, topic=at, register=at)
    with time_machine.travel(TUESDAY_MORNING, tick=True):
        refresh_dues(village.school.pk, now=TUESDAY_MORNING)
        yield lesson


@pytest.mark.clause("2.3.2")
@pytest.mark.clause("2.5")
@pytest.mark.clause("A4 2.2")
def test_the_deputy_finds_missing_homework_and_the_teacher_mends_it(village, tuesday, enter):
    base = f"/s/{village.school.pk}/control/"
    deputy = enter(village.people["deputy"])

    # the deputy opens control in the morning and goes to yesterday
    deputy.goto(base)
    deputy.get_by_role("link", name="Посмотреть этот день").click()
    broken = deputy.locator(".offender").filter(has_text="Иванова Анна Петровна")
    expect(broken).to_contain_text("домашнее задание: не внесено")
    expect(broken).to_contain_text("2.3.2")

    # the same lesson is found by the figures of the week
    deputy.goto(f"{base}compliance/?rule=HOMEWORK_IN_TIME&teacher={village.teacher.pk}")
    missing = deputy.locator(".figures a").first
    expect(missing).to_have_text("1")
    missing.click()
    row = deputy.locator("table.fact-list tbody tr")
    expect(row).to_contain_text("Математика")
    address = row.get_by_role("link").get_attribute("href")

    # the teacher opens the lesson from its link and says that nothing is set
    anna = enter(village.people["own_teacher"])
    anna.goto(address)
    anna.locator("#none").check()
    expect(anna.locator("ej-saved")).to_have_attribute("data-state", "saved")

    # it is late now, with its hours, and no longer missing
    deputy.reload()
    expect(deputy.locator(".empty")).to_be_visible()
    deputy.goto(f"{base}compliance/facts/?state=late&teacher={village.teacher.pk}")
    late = deputy.locator("table.fact-list tbody tr").filter(has_text="7. Математика")
    expect(late).to_contain_text("с опозданием")
