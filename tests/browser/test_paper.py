"""The homeroom teacher prints the week's paper reports and ticks them off, by hand and by code."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from diary.models import PaperReport
from tests import builders as b

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("A5 1")]


def test_the_homeroom_teacher_prints_and_ticks_off_the_paper_reports(village, enter):
    for student in village.students[1:4]:
        b.a_guardian(student, last=student.person.last_name)
    page = enter(village.people["homeroom"])
    page.goto(f"/s/{village.school.pk}/classes/{village.school_class.pk}/paper/?week=2025-09-08")

    page.locator(".paper-lack button").click()
    rows = page.locator(".paper-table tbody tr")
    expect(rows).to_have_count(6)
    reports = list(PaperReport.objects.order_by("pk"))

    file = page.request.get(page.locator(".paper-files a").get_attribute("href"))
    printed = "".join(one.extract_text() for one in PdfReader(BytesIO(file.body())).pages)
    digits = re.sub(r"\s", "", printed)
    assert all(report.code in digits for report in reports)

    # A scanner types the code and Enter; the field is empty again for the next one.
    code = page.locator("#code")
    expect(code).to_be_focused()
    for report in reports[:2]:
        page.keyboard.type(report.code)
        page.keyboard.press("Enter")
    expect(code).to_have_value("")
    expect(page.locator(f"#report-{reports[1].pk} .state--done")).to_have_count(1)
    expect(page.locator(f"#report-{reports[0].pk} .state--done")).to_have_count(1)
    expect(page.locator("#code-said")).to_contain_text(reports[1].student.person.last_name)
    page.keyboard.type(reports[0].code)
    page.keyboard.press("Enter")
    expect(page.locator("#code-said .notice--bad")).to_contain_text(
        reports[0].student.person.last_name
    )
    expect(code).to_be_focused()

    # The others at once.
    page.locator("[data-all]").check()
    page.locator("button[name=act][value=hand]").click()
    expect(page.locator(".paper-table tbody .state--done")).to_have_count(6)

    # A slip came back.
    page.locator("[name=is_return][value='1']").check()
    page.locator("#code").fill(reports[0].code)
    page.keyboard.press("Enter")
    expect(page.locator(f"#report-{reports[0].pk} .state--done")).to_have_count(2)
    assert PaperReport.objects.exclude(handed_at=None).count() == 6
    assert PaperReport.objects.get(pk=reports[0].pk).returned_at is not None
