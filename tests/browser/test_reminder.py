"""A teacher follows a reminder to the very place and mends what lacked (order 2.5)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from control.reminders.actions import remind_daily
from journal.actions.dues import refresh_dues
from tests import builders as b

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clause("2.5")
def test_a_reminder_leads_to_what_lacks_and_shows_it_mended(village, enter):
    school_id = village.school.pk
    refresh_dues(school_id, now=b.moscow(b.MONDAY, "07:00"))
    remind_daily(school_id=school_id, now=b.moscow(b.MONDAY, "08:04"))
    page = enter(village.people["own_teacher"], width=360, height=740)

    page.goto("/notices/")
    page.locator(".notices__open").first.click()
    reminder = page.url
    first = page.locator(".reminder-lines > li").first
    first.locator("a[href$='#homework']").click()

    expect(page.locator("#homework")).to_be_in_viewport()
    page.locator("#none").check()
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "saved")
    page.goto(reminder)

    expect(first.locator("a[href$='#homework']")).to_contain_class("state--late")
    expect(first.locator("a[href$='#topic']")).to_contain_class("state--missing")
