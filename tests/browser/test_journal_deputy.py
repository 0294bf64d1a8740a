"""The deputy on the journal page: reads, and writes in the teacher's place with a reason."""

from playwright.sync_api import expect

from journal.models import Mark, MarkEvent
from tests.browser.grid import cell, open_grid, press, saved


def test_a_deputy_writes_in_the_grid_once_the_reason_is_said(enter, village):
    page = enter(village.people["deputy"], width=1366, height=768)
    open_grid(page, village.course)
    expect(page.locator("[data-writable]")).to_have_count(0)
    page.get_by_role("link", name="записать за учителя").click()
    expect(page.locator("ej-grid table")).to_have_attribute("role", "grid")

    page.get_by_label("Вы пишете как заместитель").fill("Учитель болен")
    cell(page, village.students[20], village.lesson).click()
    press(page, "4", "Enter")
    saved(page)

    mark = Mark.objects.get(lesson=village.lesson, student=village.students[20])
    assert mark.text == "4"
    event = MarkEvent.objects.get(pgh_obj_id=mark.pk)
    assert event.pgh_context["reason"] == "Учитель болен"


def test_a_deputy_who_said_nothing_is_asked_why(enter, village):
    page = enter(village.people["deputy"], width=1366, height=768)
    page.goto(f"/s/{village.school.pk}/journals/{village.course.pk}/?write=1")
    expect(page.locator("ej-grid table")).to_have_attribute("role", "grid")

    cell(page, village.students[20], village.lesson).click()
    press(page, "4", "Enter")
    dialog = page.locator("dialog[data-reason]")
    expect(dialog).to_be_visible()
    dialog.locator("input").fill("Замена без приказа")
    dialog.locator("button[value=say]").click()

    saved(page)
    assert Mark.objects.filter(lesson=village.lesson, student=village.students[20]).count() == 1
