"""Homework by hand and keyboard in a real browser: files, variants, the day's load."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from journal.models import Homework
from tests.files import EXE, PDF

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_teacher_attaches_gives_variants_and_sees_the_load(village, enter):
    lesson = village.course.lessons.order_by("starts_at")[6]
    first, second = village.students[:2]
    page = enter(village.people["own_teacher"])
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")

    page.locator("#files").set_input_files(
        [
            {"name": "план.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "игра.pdf", "mimeType": "application/pdf", "buffer": EXE},
        ]
    )
    expect(page.locator(".files a")).to_have_text(["план.pdf"])
    expect(page.locator("#files-state")).to_contain_text("игра.pdf")
    expect(page.locator("#homework")).not_to_have_value("")
    page.locator("#homework").fill("№ 5")
    page.locator("#minutes").fill("130")
    page.locator("#minutes").press("Enter")
    expect(page.locator(".load--over")).to_contain_text("130")

    page.locator("details:has(#some_text) > summary").click()
    search = page.locator("details:has(#some_text) .choose__search")
    for student in (first, second):
        search.press_sequentially(student.person.last_name[:4].lower())
        search.press("Enter")
    page.locator("#some_text").fill("Карточка 1")
    page.locator("ej-field", has=page.locator("#some_text")).locator("[data-save]").click()
    expect(page.locator(".variant > summary")).to_contain_text(first.person.last_name)

    common = Homework.objects.get(given_at=lesson, is_individual=False)
    own = Homework.objects.get(given_at=lesson, is_individual=True)
    assert (common.text, common.minutes) == ("№ 5", 130)
    assert {one.student_id for one in own.recipients.all()} == {first.pk, second.pk}

    page.locator(".variant > summary").click()
    page.locator(".variant details summary").click()
    page.locator("[name=back]").click()
    expect(page.locator(".variant")).to_have_count(0)
    page.locator("[data-away]").click()
    expect(page.locator(".files")).to_have_count(0)
    assert not Homework.objects.filter(is_individual=True).exists()
