"""The journal in a real browser: a lesson by keyboard alone, two browsers on one cell, a network
that goes and comes back."""

import re

import pytest
from playwright.sync_api import expect

from journal.models import Attendance, Homework, LessonRecord, Mark, MarkEvent
from tests import builders as b


@pytest.fixture
def lesson(village):
    """Anna's next lesson, at a quarter to eleven: nothing is entered yet."""
    return b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")


@pytest.fixture
def page(enter, village, lesson):
    page = enter(village.people["own_teacher"], width=1366, height=768)
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    return page


def saved(page):
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "saved")


def tab_to(page, name):
    for _step in range(120):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)


def grid(page, village):
    page.goto(f"/s/{village.school.pk}/journals/{village.course.pk}/")
    return page.locator("ej-grid table")


def cell(page, student, lesson):
    column = page.evaluate(
        "l => [...document.querySelectorAll('.grid__days th')].findIndex(h => h.dataset.l === l)",
        str(lesson.pk),
    )
    return page.locator(f"tr[data-s='{student.pk}'] > *").nth(column + 1)


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("2.4")
def test_a_lesson_is_recorded_by_keyboard_alone(page, village, lesson):
    first, second, third = village.students[:3]

    for key in ("н", "Enter", "5", "Enter", "о", "1", "0", "Control+Enter"):
        page.keyboard.press(key) if len(key) > 1 else page.keyboard.insert_text(key)
    tab_to(page, "topic")
    page.keyboard.insert_text("Сложение дробей")
    tab_to(page, "homework")
    page.keyboard.insert_text("§ 5, № 120")
    page.keyboard.press("Tab")
    saved(page)

    record = LessonRecord.objects.get(lesson=lesson)
    assert record.topic == "Сложение дробей"
    assert record.register_at is not None
    assert Homework.objects.get(given_at=lesson).text == "§ 5, № 120"
    assert [(m.student, m.text) for m in Mark.objects.filter(lesson=lesson)] == [(second, "5")]
    absences = {a.student: (str(a), a.minutes) for a in Attendance.objects.filter(lesson=lesson)}
    assert absences == {first: ("н", None), third: ("оп", 10)}


def test_what_is_refused_stays_as_it_was_typed_with_the_reason(page, village, lesson):
    page.keyboard.insert_text("9")
    page.keyboard.press("Enter")

    entry = page.locator(f"tr[data-s='{village.students[0].pk}'] td.entry input").first
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "refused")
    expect(page.locator("ej-saved")).to_contain_text("«9»")
    expect(entry).to_have_value("9")
    expect(entry).to_have_class(re.compile("is-bad"))

    entry.fill("4")
    page.keyboard.press("Enter")
    saved(page)
    assert Mark.objects.get(lesson=lesson).points == 4


def test_the_buttons_of_the_register_do_the_same(page, village, lesson):
    student = village.students[0]
    row = page.locator(f"tr[data-s='{student.pk}']")

    row.get_by_role("button", name="б", exact=True).click()
    saved(page)
    assert str(Attendance.objects.get(lesson=lesson)) == "б"
    expect(row).to_have_attribute("data-sign", "б")

    row.get_by_role("button", name="б", exact=True).click()
    expect(row.locator("td.entry input").first).to_have_value("")
    saved(page)
    assert not Attendance.objects.filter(lesson=lesson).exists()


def test_the_grid_behaves_like_a_spreadsheet(page, village, lesson):
    grid(page, village)
    first, second = village.students[:2]
    cell(page, first, lesson).click()

    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.keyboard.press("5")
    page.keyboard.press("ArrowUp")
    saved(page)
    expect(cell(page, first, lesson)).to_have_text("4")
    expect(cell(page, second, lesson)).to_have_text("5")
    expect(cell(page, first, lesson)).to_be_focused()

    page.keyboard.press("Delete")
    page.keyboard.press("ArrowDown")
    expect(cell(page, second, lesson)).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    saved(page)
    expect(cell(page, first, lesson)).to_have_text("")
    assert [(m.student, m.text) for m in Mark.objects.filter(lesson=lesson)] == [(second, "5")]


def test_the_history_and_the_keys_open_over_the_page(page, village, lesson):
    grid(page, village)
    cell(page, village.students[0], lesson).click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("ArrowUp")

    page.keyboard.press("Control+h")
    expect(page.locator("#peek")).to_contain_text("Иванова А. П.")
    page.keyboard.press("Escape")
    page.keyboard.press("?")

    expect(page.locator("#peek")).to_contain_text("Ctrl")


def test_two_browsers_on_one_cell_the_second_chooses(page, enter, village, lesson):
    student = village.students[0]
    boris = village.people["other_teacher"]
    village.course.teachers.create(
        school=village.school, employee=boris.employments.get(), since=b.FIRST_DAY
    )
    other = enter(boris)
    for window in (page, other):
        grid(window, village)

    def type_mark(window, mark):
        cell(window, student, lesson).click()
        window.keyboard.press(mark)
        window.keyboard.press("Enter")

    type_mark(page, "5")
    saved(page)
    type_mark(other, "3")
    dialog = other.locator("dialog[data-conflict]")
    expect(dialog).to_contain_text("Иванова А. П.")
    expect(dialog.locator("[data-theirs]")).to_have_text("5")
    dialog.get_by_role("button", name="Записать моё").click()
    expect(cell(other, student, lesson)).to_have_text("3")
    saved(other)
    assert Mark.objects.get(lesson=lesson).points == 3

    type_mark(page, "4")
    page.get_by_role("button", name="Оставить чужое").click()
    expect(cell(page, student, lesson)).to_have_text("3")
    assert Mark.objects.get(lesson=lesson).points == 3


def test_what_was_typed_without_a_network_arrives_exactly_once(page, village, lesson):
    grid(page, village)
    first, second = village.students[:2]
    page.context.set_offline(True)
    cell(page, first, lesson).click()
    for key in ("5", "Enter", "4", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "waiting")
    assert not Mark.objects.filter(lesson=lesson).exists()

    page.context.set_offline(False)
    saved(page)

    marks = Mark.objects.filter(lesson=lesson).order_by("pk")
    assert [(m.student, m.text) for m in marks] == [(first, "5"), (second, "4")]
    assert MarkEvent.objects.filter(lesson=lesson).count() == 2


def test_an_answer_lost_on_its_way_changes_nothing_twice(page, village, lesson):
    grid(page, village)
    lost = []

    def lose_the_first_answer(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/cells/**", lose_the_first_answer)
    cell(page, village.students[0], lesson).click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "saved", timeout=10_000)

    assert Mark.objects.get(lesson=lesson).points == 5
    assert MarkEvent.objects.filter(lesson=lesson).count() == 1


def test_unsaved_work_survives_a_reload_and_goes_at_logout(page, village, lesson):
    grid(page, village)
    place = "**/cells/**"
    page.route(place, lambda route: route.abort())
    cell(page, village.students[0], lesson).click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "waiting")

    page.unroute(place)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    saved(page)

    assert Mark.objects.get(lesson=lesson).points == 5
    assert page.evaluate("Object.keys(sessionStorage).filter(k => k.startsWith('ej'))") == []


def test_a_late_correction_asks_for_a_reason(page, village):
    old = village.course.lessons.get(day=b.FIRST_DAY, number=1)
    student = village.students[0]
    mark = Mark.objects.filter(lesson=village.lesson, student=student).get()
    Mark.objects.filter(pk=mark.pk).update(lesson=old, written_at=old.starts_at.replace(month=8))
    grid(page, village)
    cell(page, student, old).click()
    page.keyboard.press("4")
    page.keyboard.press("Enter")

    page.locator("#ask-reason").fill("Ошибка при переносе")
    page.get_by_role("button", name="Сохранить").click()
    expect(cell(page, student, old)).to_have_text("4")
    saved(page)

    event = MarkEvent.objects.filter(pgh_obj_id=mark.pk).latest("pgh_created_at")
    assert event.pgh_context["reason"] == "Ошибка при переносе"
