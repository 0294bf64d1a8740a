"""The sheet of period marks by keyboard: typed, taken from the suggestion, asked why, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from journal.models import TermMark
from tests import builders as b
from tests.journal.terms_builders import EVENING, marked, quarter
from tests.village import Village, a_village


@pytest.fixture
def october(transactional_db: None) -> Iterator[None]:
    """The last evening of the first quarter."""
    with time_machine.travel(EVENING, tick=True):
        yield


@pytest.fixture
def village(october: None) -> Village:
    village = a_village(students=5)
    for student in village.students:
        marked(village.course, student, (5, 4, 5, 5, 5), first=b.MONDAY + timedelta(days=14))
    return village


def test_a_column_is_typed_down(enter, village):
    page = enter(village.people["own_teacher"])
    page.goto(f"/s/{village.school.pk}/journals/{village.course.pk}/terms/")
    slug = f"t{quarter(village.school).pk}"
    cells = page.locator(f'input[name$="-{slug}"]:visible')

    cells.nth(0).focus()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.keyboard.press("=")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.locator("#ask-reason").fill("слабая контрольная")
    page.keyboard.press("Enter")
    expect(page.locator("td.is-pending")).to_have_count(0)
    expect(page.locator("td.is-done")).to_have_count(3)

    found = TermMark.objects.order_by("student__person__sort_key")
    assert [(mark.points, mark.reason) for mark in found] == [
        (5, ""),
        (5, ""),
        (3, "слабая контрольная"),
    ]


def test_a_refused_reason_leaves_what_stood(enter, village):
    page = enter(village.people["own_teacher"])
    page.goto(f"/s/{village.school.pk}/journals/{village.course.pk}/terms/")
    slug = f"t{quarter(village.school).pk}"
    cell = page.locator(f'input[name$="-{slug}"]:visible').nth(0)

    cell.fill("2")
    cell.press("Enter")
    page.get_by_role("button", name="Не сохранять").click()

    expect(cell).to_have_value("")
    assert not TermMark.objects.exists()
