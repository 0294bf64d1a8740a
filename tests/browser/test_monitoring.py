"""The coordinator compares the schools of the closed week and takes the figures away; the school
stands by its own with a name (order 3)."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from control.actions.snapshots import fix_closed_weeks
from control.models import Confirmation
from tests import builders as b
from tests.control.test_today import record
from tests.village import NOW

WEEK = b.MONDAY - timedelta(days=7)


@pytest.fixture
def district(village):
    """Three schools have reported the first week of September, a fourth has not."""
    for number, kept in ((3, 5), (4, 1)):
        school = b.a_school(name=f"Школа № {number}")
        course = b.a_course(school, teacher=b.an_employee(school, last="Учителева"))
        for day in range(5):
            lesson = b.a_lesson(course, day=WEEK + timedelta(days=day))
            if day < kept:
                record(lesson, at=lesson.ends_at, homework_at=lesson.ends_at)
        fix_closed_weeks(school_id=school.pk, now=NOW)
    fix_closed_weeks(school_id=village.school.pk, now=NOW)
    return village


def names(page):
    return page.locator("table.monitoring tbody th a").all_inner_texts()


@pytest.mark.clause("1")
@pytest.mark.clause("3")
def test_the_coordinator_compares_schools_and_exports(district, enter):
    page = enter(district.people["coordinator"])
    page.goto(f"/m/{district.municipality.pk}/")
    expect(page.locator("main h2").first).to_contain_text("1 сентября")
    assert names(page) == ["Школа № 1", "Школа № 2", "Школа № 3", "Школа № 4"]

    page.get_by_role("link", name=re.compile("Recorded the same day|Записан")).click()
    page.wait_for_url("**sort=in_time**")
    assert names(page).index("Школа № 4") < names(page).index("Школа № 3")
    assert names(page)[-1] == "Школа № 2"

    with page.expect_download() as saved:
        page.get_by_role("link", name="XLSX").click()
    book = load_workbook(BytesIO(saved.value.path().read_bytes()))
    assert [row[0].value for row in book.active.iter_rows(min_row=4)][:4] == names(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="PDF").click()
    assert saved.value.suggested_filename == "monitoring-2025-09-01.pdf"

    page.locator(".narrow a[href*='only=unreported']").click()
    page.wait_for_url("**only=unreported**")
    assert names(page) == ["Школа № 2"]
    page.locator(".narrow a[href*='only=all']").click()
    page.wait_for_url("**only=all**")
    page.get_by_role("link", name="Школа № 3").click()
    expect(page.locator("main .week-figures")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(district.student.person.last_name)


@pytest.mark.clause("3")
def test_the_school_confirms_and_the_coordinator_sees_it(district, enter):
    office = enter(district.people["administrator"], width=360, height=740)
    office.goto(f"/s/{district.school.pk}/control/figures/")
    office.locator("main form[method=post] button[type=submit]").click()
    expect(office.locator("main .notice--good").first).to_be_visible()
    assert Confirmation.objects.get().name == "Админов Артём"

    page = enter(district.people["coordinator"], width=360, height=740)
    page.goto(f"/m/{district.municipality.pk}/?only=unconfirmed")

    assert names(page) == ["Школа № 3", "Школа № 4"]
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    assert not office.evaluate(wide)
