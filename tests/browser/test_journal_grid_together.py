"""Several people on one journal page, and several pages of one person."""

import pytest
from playwright.sync_api import expect

from journal.models import LessonRecord, Mark
from tests import builders as b
from tests.browser.grid import cell, has_class, open_grid, pasted, press, saved

SOON = 5_000  # milliseconds


@pytest.fixture
def lesson(village):
    return b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")


@pytest.fixture
def both(enter, village, lesson):
    """Anna and Boris have the same page open."""
    boris = village.people["other_teacher"]
    village.course.teachers.create(
        school=village.school, employee=boris.employments.get(), since=b.FIRST_DAY
    )
    pages = [enter(village.people["own_teacher"]), enter(boris)]
    for page in pages:
        open_grid(page, village.course)
    return pages


@pytest.mark.clause("2.3.1")
def test_each_sees_the_others_mark_within_five_seconds(both, village, lesson):
    anna, boris = both
    first, second = village.students[:2]
    cell(anna, first, lesson).click()
    press(anna, "5", "Enter")
    cell(boris, second, lesson).click()
    press(boris, "4", "Enter")

    expect(cell(boris, first, lesson)).to_have_text("5", timeout=SOON)
    expect(cell(anna, second, lesson)).to_have_text("4", timeout=SOON)

    flashed = cell(anna, second, lesson)
    expect(flashed).to_have_attribute("title", "Борисов Б.")
    expect(anna.locator("[data-say]")).to_contain_text("Борисов Б.")
    row = anna.locator(f"tr[data-s='{second.pk}'] .sum").first
    expect(row).to_have_text("4,00")


def test_what_is_being_typed_is_not_touched_and_the_clash_is_shown(both, village, lesson):
    anna, boris = both
    student = village.students[0]
    cell(boris, student, lesson).click()
    press(boris, "3")
    cell(anna, student, lesson).click()
    press(anna, "5", "Enter")
    saved(anna)
    boris.wait_for_timeout(SOON)
    expect(boris.locator(".grid-editor")).to_have_value("3")

    press(boris, "Enter")

    dialog = boris.locator("dialog[data-conflict]")
    expect(dialog).to_contain_text("Иванова А. П.")
    expect(dialog.locator("[data-theirs]")).to_have_text("5")
    expect(cell(boris, student, lesson)).to_have_class(has_class("is-clash"))
    assert Mark.objects.get(lesson=lesson).points == 5
    dialog.get_by_role("button", name="Оставить чужое").click()
    expect(cell(boris, student, lesson)).to_have_text("5")
    saved(boris)


def test_a_pasted_range_that_clashes_is_shown_cell_by_cell(both, village, lesson):
    anna, boris = both
    first, second, third = village.students[:3]
    boris.context.set_offline(True)  # boris hears nothing meanwhile
    cell(anna, second, lesson).click()
    press(anna, "2", "Enter")
    saved(anna)
    cell(boris, first, lesson).click()
    pasted(boris, "5\n4\n3")
    boris.context.set_offline(False)

    dialog = boris.locator("#problems")
    expect(dialog.locator("li")).to_have_count(1, timeout=35_000)
    expect(dialog.locator("li")).to_contain_text("Иванова А. П. «2» / «4»")
    assert [m.text for m in Mark.objects.filter(lesson=lesson)] == ["2"]
    dialog.get_by_role("button", name="Везде записать моё").click()
    saved(boris)

    texts = {m.student_id: m.text for m in Mark.objects.filter(lesson=lesson)}
    assert texts == {first.pk: "5", second.pk: "4", third.pk: "3"}
    expect(cell(anna, second, lesson)).to_have_text("4", timeout=SOON)


def test_undo_does_not_overwrite_somebody_else(both, village, lesson):
    anna, boris = both
    student = village.students[0]
    cell(anna, student, lesson).click()
    press(anna, "5", "Enter")
    saved(anna)
    expect(cell(boris, student, lesson)).to_have_text("5", timeout=SOON)
    cell(boris, student, lesson).click()
    press(boris, "4", "Enter")
    saved(boris)
    expect(cell(anna, student, lesson)).to_have_text("4", timeout=SOON)

    press(anna, "Control+z")

    expect(anna.locator("dialog[data-conflict]")).to_contain_text("Борисов Б.")
    assert Mark.objects.get(lesson=lesson).points == 4


def test_topics_and_registers_of_others_appear_too(both, village, lesson):
    anna, boris = both
    boris.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    boris.locator("#topic").fill("Углы")
    boris.locator("#topic").press("Tab")
    boris.keyboard.press("Control+Enter")

    expect(anna.locator(f".topics tr[data-t='{lesson.pk}']")).to_contain_text("Углы", timeout=SOON)
    assert LessonRecord.objects.get(lesson=lesson).topic == "Углы"


def test_a_hidden_page_asks_nothing_and_hears_all_when_shown(both, village, lesson):
    anna, boris = both
    hide = """v => { Object.defineProperty(document, 'hidden', {value: v, configurable: true});
      document.dispatchEvent(new Event('visibilitychange')); }"""
    boris.evaluate(hide, True)
    asked = []
    boris.on("request", lambda r: asked.append(r.url) if "/changes/" in r.url else None)
    cell(anna, village.students[0], lesson).click()
    press(anna, "5", "Enter")
    saved(anna)
    boris.wait_for_timeout(SOON)
    assert len(asked) <= 1

    boris.evaluate(hide, False)

    expect(cell(boris, village.students[0], lesson)).to_have_text("5", timeout=2_000)


def test_two_tabs_on_two_courses_never_mix(enter, village, lesson):
    other = b.a_course(
        group=b.whole(b.a_class(village.school, grade=6, letter="В", students=4)),
        subject="Математика",
        teacher=village.teacher,
    )
    other_lesson = b.a_lesson(other, day=b.MONDAY, number=8, starts="09:50")
    one = enter(village.people["own_teacher"])
    two = one.context.new_page()
    open_grid(one, village.course)
    open_grid(two, other)
    strangers = b.students_of(other.group)
    cell(one, village.students[0], lesson).click()
    cell(two, strangers[0], other_lesson).click()

    for mark in ("5", "4", "3"):
        press(one, mark, "Enter")
        press(two, str(int(mark) - 1), "Enter")
    pasted(two, "н")
    saved(one)
    saved(two)

    assert {(m.student_id, m.text) for m in Mark.objects.filter(lesson=lesson)} == {
        (village.students[n].pk, str(5 - n)) for n in range(3)
    }
    assert {(m.student_id, m.text) for m in Mark.objects.filter(lesson=other_lesson)} == {
        (strangers[n].pk, str(4 - n)) for n in range(3)
    }
    one.wait_for_timeout(SOON)
    assert one.locator(f"tr[data-s='{strangers[0].pk}']").count() == 0


@pytest.mark.parametrize("way", ["back", "reload"])
def test_a_page_shown_again_shows_what_is_stored(enter, village, lesson, way):
    """From the browser's memory, or with its fields filled in again by it."""
    page = enter(village.people["own_teacher"])
    open_grid(page, village.course)
    kind = b.a_work_kind(village.school, name="Контрольная работа", weight="2")
    page.reload()
    page.locator("#kind").select_option(str(kind.pk))
    student = village.students[0]
    cell(page, student, lesson).click()
    press(page, "5", "Enter")
    saved(page)
    if way == "back":
        page.goto(f"/s/{village.school.pk}/journals/")
    Mark.objects.filter(lesson=lesson, student=student).update(points=3)

    page.go_back() if way == "back" else page.reload()

    expect(cell(page, student, lesson)).to_have_text("3", timeout=SOON)
    expect(page.locator("#kind")).to_have_value("")


def test_a_register_shown_again_shows_what_is_stored(enter, village, lesson):
    page = enter(village.people["own_teacher"])
    student = village.students[0]
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    entry = page.locator(f"tr[data-s='{student.pk}'] td.entry input").first
    entry.fill("5")
    entry.press("Enter")
    page.locator("#topic").fill("Дроби")
    page.locator("#topic").press("Tab")
    saved(page)
    page.goto(f"/s/{village.school.pk}/journals/")
    Mark.objects.filter(lesson=lesson, student=student).update(points=3)
    LessonRecord.objects.filter(lesson=lesson).update(topic="Углы")

    page.go_back()

    expect(entry).to_have_value("3")
    expect(page.locator("#topic")).to_have_value("Углы")
