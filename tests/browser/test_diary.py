"""The open diary closes itself when a paper is withdrawn (order 2.6)."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consent.actions import withdraw_consent


@pytest.mark.clause("2.6")
def test_a_withdrawn_consent_clears_the_open_page_and_the_back_button(enter, village):
    page = enter(village.people["guardian"], width=360)
    week = f"/s/{village.school.pk}/diary/{village.student.pk}/"
    page.goto(week)
    page.goto(f"{week}marks/")
    expect(page.locator("main")).to_contain_text(village.student.person.first_name)

    withdraw_consent(
        actor=village.people["administrator"],
        consent=village.guardianship.consents.get(),
        reason="отзыв",
        now=timezone.now(),
    )
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator("main h1")).to_have_text("Дневник пока закрыт")
    expect(page.locator("main")).not_to_contain_text(village.student.person.first_name)
    page.go_back()
    expect(page).to_have_url(re.compile("login|diary"))
    expect(page.locator("main")).not_to_contain_text(village.student.person.first_name)


def test_on_a_phone_the_week_opens_at_today(enter, village):
    page = enter(village.people["guardian"], width=360, height=640)

    page.goto(f"/s/{village.school.pk}/diary/{village.student.pk}/")

    expect(page.locator("#today")).to_be_in_viewport()


def test_the_diary_is_readable_without_scripts(chromium, live_server, village, enter):
    cookies = enter(village.people["guardian"]).context.cookies()
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(cookies)
    page = context.new_page()

    page.goto(f"/s/{village.school.pk}/diary/{village.student.pk}/")
    expect(page.locator(".line").first).to_be_visible()
    page.get_by_role("link", name="Отметки").click()
    expect(page.locator(".subject").first).to_be_visible()

    context.close()
