"""The journal page as a spreadsheet: keys, ranges, clipboard, undo, fingers, states."""

import pytest
from playwright.sync_api import expect

from journal.actions.works import add_work
from journal.models import Attendance, Mark, MarkEvent
from tests import builders as b
from tests.browser.conftest import session_cookie
from tests.browser.grid import cell, copied, has_class, open_grid, pasted, press, saved


@pytest.fixture
def lesson(village):
    """Anna's next lesson, at a quarter to eleven: nothing is entered yet."""
    return b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")


@pytest.fixture
def before(village):
    """The lesson of Friday, the column before the two of Monday."""
    return village.course.lessons.get(day=b.MONDAY.replace(day=5))


@pytest.fixture
def page(enter, village, lesson):
    page = enter(village.people["own_teacher"], width=1366, height=768)
    open_grid(page, village.course)
    return page


def marks(lesson):
    found = Mark.objects.filter(lesson=lesson).order_by("student__person__sort_key", "pk")
    return [mark.text for mark in found]


def test_keys_move_as_in_a_spreadsheet(page, village, lesson):
    students = village.students
    cell(page, students[0], lesson).click()

    for key, student in (
        ("ArrowDown", 1),
        ("Enter", 2),
        ("Shift+Enter", 1),
        ("PageDown", 11),
        ("PageUp", 1),
        ("Control+End", 33),
    ):
        press(page, key)
        expect(page.locator("td:focus")).to_have_count(1)
        row = page.locator("tr", has=page.locator("td:focus"))
        expect(row).to_have_attribute("data-s", str(students[student].pk))
    press(page, "Control+Home")
    first = village.course.lessons.earliest("starts_at")
    expect(cell(page, students[0], first)).to_be_focused()
    press(page, "Tab", "Shift+Tab", "Control+ArrowRight")
    expect(cell(page, students[0], village.lesson)).to_be_focused()
    press(page, "ArrowUp")
    expect(page.locator(f"th[data-l='{village.lesson.pk}'] a")).to_be_focused()
    press(page, "ArrowDown", "Tab")
    expect(cell(page, students[0], lesson)).to_be_focused()


def test_a_range_is_emptied_and_taken_back_and_done_again(page, village):
    lesson, students = village.lesson, village.students
    assert marks(lesson) == ["5", "4", "3", "2", "5", "4", "3", "2", "5"]
    cell(page, students[4], lesson).click()

    press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    expect(page.locator("td[aria-selected=true]")).to_have_count(3)
    press(page, "Delete")
    saved(page)
    assert marks(lesson) == ["5", "5", "4", "3", "2", "5"]

    press(page, "Control+z")
    saved(page)
    expect(cell(page, students[6], lesson)).to_have_text("2")
    assert marks(lesson) == ["5", "4", "3", "2", "5", "4", "3", "2", "5"]
    press(page, "Control+y")
    saved(page)
    assert marks(lesson) == ["5", "5", "4", "3", "2", "5"]
    assert MarkEvent.objects.filter(lesson=lesson, pgh_label="delete").count() == 6


def test_one_mark_is_undone_too(page, village, lesson):
    cell(page, village.students[0], lesson).click()
    press(page, "5", "Enter", "4", "Enter")
    press(page, "Control+z")
    saved(page)

    assert marks(lesson) == ["5"]
    expect(cell(page, village.students[1], lesson)).to_be_focused()


def test_typed_into_a_range_with_ctrl_enter_fills_it(page, village, lesson):
    cell(page, village.students[0], lesson).click()

    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "y", "Control+Enter")
    saved(page)

    assert [str(a) for a in Attendance.objects.filter(lesson=lesson)] == ["н"] * 3


def test_a_table_is_pasted_in_one_request_and_copied_back(page, village, lesson, before):
    requests = []
    page.on("request", lambda r: requests.append(r.url) if r.method == "POST" else None)
    cell(page, village.students[0], before).click()

    pasted(page, "5\t4\tн\r\n43\t\tб\r\n")
    saved(page)

    assert len(requests) == 1
    assert "/cells/" in requests[0]
    assert marks(before) == ["5", "4", "3"]
    assert copied(page) == "5\t4\tн\n4/3\t\tб"
    expect(page.locator("td[aria-selected=true]")).to_have_count(6)


def test_what_does_not_fit_is_said_and_the_rest_is_pasted(page, village, lesson):
    cell(page, village.students[-2], lesson).click()

    pasted(page, "5\t5\n4\t4\n3\t3")

    expect(page.locator("[data-say]")).to_contain_text("Вставлено клеток: 2")
    expect(page.locator("[data-say]")).to_contain_text(": 4")
    saved(page)
    assert marks(lesson) == ["5", "4"]


def test_one_copied_cell_fills_the_range(page, village, lesson):
    cell(page, village.students[0], lesson).click()
    cell(page, village.students[3], lesson).click(modifiers=["Shift"])

    pasted(page, "4")
    saved(page)

    assert marks(lesson) == ["4"] * 4


def test_what_cannot_be_read_is_asked_about_before_anything_is_sent(page, village, lesson):
    cell(page, village.students[0], lesson).click()

    pasted(page, "5\nболел\n9\n4")

    dialog = page.locator("#problems")
    expect(dialog.locator("li")).to_have_count(2)
    expect(dialog.locator("li").first).to_contain_text("болел")
    expect(dialog.locator("li").first).to_contain_text("Антонов")
    assert marks(lesson) == []
    dialog.get_by_role("button", name="Записать остальные").click()
    saved(page)
    assert marks(lesson) == ["5", "4"]


def test_what_the_server_refuses_is_named_and_the_others_are_written(page, village, lesson):
    """Beside an absence stands no mark for an answer: only the server knows the kinds."""
    cell(page, village.students[0], lesson).click()

    pasted(page, "5\n5 н\n4")
    dialog = page.locator("#problems")
    expect(dialog.locator("li")).to_have_count(1)
    dialog.get_by_role("button", name="Записать остальные").click()
    saved(page)

    assert marks(lesson) == ["5", "4"]
    expect(cell(page, village.students[1], lesson)).to_have_text("")


def test_old_marks_of_a_range_ask_once_for_a_reason(page, village):
    lesson, students = village.lesson, village.students
    Mark.objects.filter(lesson=lesson).update(written_at=lesson.starts_at.replace(month=8))
    cell(page, students[4], lesson).click()
    press(page, "Shift+ArrowDown", "Delete")

    page.locator("#ask-reason").fill("Ошибка при переносе")
    page.get_by_role("button", name="Сохранить").click()

    expect(cell(page, students[4], lesson)).not_to_have_attribute("aria-busy", "true")
    saved(page)
    assert marks(lesson) == ["5", "2", "5", "4", "3", "2", "5"]
    events = MarkEvent.objects.filter(lesson=lesson, pgh_label="delete")
    assert {event.pgh_context["reason"] for event in events} == {"Ошибка при переносе"}


def test_a_dragged_range_is_cut(page, village):
    lesson, students = village.lesson, village.students
    cell(page, students[4], lesson).hover()
    page.mouse.down()
    cell(page, students[6], lesson).hover()
    page.mouse.up()

    assert copied(page, "cut") == "4\n3\n2"
    saved(page)
    assert marks(lesson) == ["5", "5", "4", "3", "2", "5"]


def test_a_cell_says_that_it_waits_and_why_it_was_refused(page, village, lesson):
    student = village.students[0]
    waits = cell(page, student, lesson)
    page.route("**/cells/**", lambda route: route.abort())
    waits.click()
    press(page, "5", "Enter", "ArrowUp")

    expect(waits).to_have_text("5")
    expect(waits).to_have_attribute("aria-busy", "true")
    expect(waits).to_have_attribute("title", "сохраняется…")
    expect(waits).to_have_attribute(
        "aria-label",
        f"{student.person.name.full}, 08.09.2025 · перекличка не проведена, 5, сохраняется…",
    )

    page.unroute("**/cells/**")
    press(page, "9", "Enter", "ArrowUp")
    expect(waits).to_have_class(has_class("is-bad"), timeout=15_000)
    expect(waits).to_have_text("9")
    expect(waits).to_have_attribute("aria-invalid", "true")
    expect(waits).to_have_attribute("title", "не сохранено: «9» — такой отметки нет в шкале курса.")
    press(page, "4", "Enter")
    saved(page)
    assert marks(lesson) == ["4"]


def test_a_heading_leads_to_the_lesson_to_its_works_and_to_a_new_one(page, village, lesson):
    kind = b.a_work_kind(village.school, name="Контрольная работа", weight="2")
    for title in ("Дроби", "Углы"):
        add_work(
            actor=village.people["own_teacher"],
            lesson=lesson,
            kind_id=kind.pk,
            title=title,
            now=lesson.starts_at,
        )
    first, last = lesson.works.order_by("pk")
    page.reload()
    head = page.locator(f"th[data-l='{lesson.pk}']")
    expect(head.locator("small")).to_contain_text("+1")

    head.locator("a").click()
    menu = page.locator("#head-menu")
    links = [link.get_attribute("href") for link in menu.locator("a").all()]
    base = f"/s/{village.school.pk}"
    assert links[0].endswith(f"{base}/lessons/{lesson.pk}/")
    assert links[1:] == [f"{base}/works/{work.pk}/" for work in (first, last)]
    menu.get_by_role("button", name="Дроби").click()
    cell(page, village.students[0], lesson).click()
    press(page, "5", "Enter")
    saved(page)
    assert Mark.objects.get(lesson=lesson).work == first

    head.locator("a").click()
    menu.get_by_role("button", name="Добавить работу").click()
    expect(page.locator("#work-lesson")).to_have_value(str(lesson.pk))


def test_lessons_ahead_are_folded_until_asked_for(page, village, lesson):
    last = village.course.lessons.latest("starts_at")
    following = village.course.lessons.get(day=b.MONDAY.replace(day=9))
    head = page.locator(f"th[data-l='{last.pk}']")
    assert head.bounding_box()["width"] < 2
    assert page.locator(f"th[data-l='{following.pk}']").bounding_box()["width"] > 20
    cell(page, village.students[0], lesson).click()
    press(page, "End")
    expect(cell(page, village.students[0], following)).to_be_focused()

    fold = page.locator("[data-fold]")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.wait_for_function(
        "lesson => document.querySelector(`th[data-l='${lesson}']`).offsetWidth > 20", arg=last.pk
    )


def test_fingers_get_a_row_of_keys(chromium, live_server, village, lesson):
    context = chromium.new_context(
        viewport={"width": 390, "height": 780},
        base_url=live_server.url,
        locale="ru-RU",
        has_touch=True,
        is_mobile=True,
    )
    context.add_cookies([session_cookie(village.people["own_teacher"], live_server.url)])
    page = context.new_page()
    open_grid(page, village.course)
    expect(page.locator("[data-palette]")).to_be_hidden()
    cell(page, village.students[0], lesson).tap()

    keys = page.locator("[data-palette] button")
    assert [key.text_content() for key in keys.all()][:6] == ["5", "4", "3", "2", "н", "·"]
    sizes = [key.bounding_box() for key in keys.all()]
    assert min(size["height"] for size in sizes) >= 44
    assert min(size["width"] for size in sizes) >= 24
    for key in ("5", "н", "·"):
        page.locator(f"[data-palette] button[data-key='{key}']").tap()
    saved(page)
    expect(cell(page, village.students[1], lesson)).to_have_text("н")
    assert marks(lesson) == ["5", "·"]
    context.close()
