"""Works in a real browser: results typed and pasted, a work planned, the panel of a cell."""

import re

import pytest
from playwright.sync_api import expect

from journal.models import CellNote, Mark, Work
from tests.journal.access_works import a_work

PASTE = """([input, text]) => {
  const data = new DataTransfer();
  data.setData("text", text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  input.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def work(village):
    return a_work(village)


@pytest.fixture
def page(enter, village, work):
    page = enter(village.people["own_teacher"], width=1366, height=768)
    page.goto(f"/s/{village.school.pk}/works/{work.pk}/")
    return page


def column(page, name):
    return page.locator(f'[data-column="{name}"]')


def paste(page, field, text):
    page.evaluate(PASTE, [field.element_handle(), text])


def test_points_are_typed_down_the_column_and_become_marks(page, village, work):
    column(page, "points").first.focus()
    for key in ("17", "Enter", "13,5", "ArrowDown", "9", "Enter"):
        page.keyboard.press(key) if key.isalpha() else page.keyboard.insert_text(key)

    expect(page.locator("output").nth(0)).to_have_text("→ 5")
    expect(page.locator("output").nth(1)).to_have_text("→ 3")
    page.keyboard.press("Control+Enter")

    expect(column(page, "mark").nth(2)).to_have_value("2")
    by_student = {mark.student_id: mark.points for mark in Mark.objects.filter(work=work)}
    assert by_student == {
        student.pk: points for student, points in zip(village.students, (5, 3, 2), strict=False)
    }


def test_a_column_from_a_spreadsheet_fills_downwards(page, work):
    paste(page, column(page, "mark").nth(3), "5\r\n4\r\n\r\n3\r\n")

    assert [column(page, "mark").nth(at).input_value() for at in range(2, 8)] == [
        "",
        "5",
        "4",
        "",
        "3",
        "",
    ]
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Сохранить результаты").click()
    expect(column(page, "mark").nth(3)).to_have_value("5")
    assert Mark.objects.filter(work=work).count() == 3


def test_names_and_marks_from_a_spreadsheet_wait_for_the_server(page, village, work):
    first, second = village.students[6:8]
    rows = f"{second.person.last_name}\t4\nНикто\t5\n{first.person.last_name}\t3"

    paste(page, column(page, "mark").first, rows)
    expect(page.locator("#pasted")).to_have_value(rows)
    page.get_by_label("Это отметки").check()
    page.get_by_role("button", name="Сохранить вставленное").click()
    expect(page.get_by_role("alert")).to_contain_text("Никто")
    assert not Mark.objects.filter(work=work).exists()

    page.locator("#pasted").fill(rows.replace("Никто\t5\n", ""))
    page.get_by_label("Это отметки").check()
    page.get_by_role("button", name="Сохранить вставленное").click()

    expect(column(page, "mark").nth(6)).to_have_value("3")
    assert Mark.objects.filter(work=work).count() == 2


def test_planning_says_what_the_norm_forbids_before_anything_is_saved(page, village, work):
    page.goto(f"/s/{village.school.pk}/journals/{village.course.pk}/works/")

    expect(page.locator("#norm")).to_contain_text("08.09")
    page.get_by_role("button", name="Внести в план").click()
    expect(page.locator(".invalid-feedback, .is-invalid").first).to_be_visible()
    assert Work.objects.count() == 1

    page.get_by_label("Почему остаётся здесь").fill("Перенос")
    page.get_by_role("button", name="Внести в план").click()
    expect(page.locator(".works__list tbody tr")).to_have_count(2)


def test_the_panel_of_a_cell_keeps_note_comment_and_retake(page, village):
    student = village.student
    page.goto(f"/s/{village.school.pk}/journals/{village.course.pk}/")
    row = page.locator(f"tr[data-s='{student.pk}']")
    row.locator("td", has_text=re.compile("^5$")).first.click()
    page.keyboard.press("Control+h")
    peek = page.locator("#peek")

    peek.get_by_label("Заметка для себя").fill("спросить")
    peek.locator("form", has=page.get_by_label("Заметка для себя")).get_by_role("button").click()
    expect(peek.get_by_label("Заметка для себя")).to_have_value("спросить")
    peek.get_by_label("Комментарий").fill("Молодец")
    peek.locator("form", has=page.get_by_label("Комментарий")).get_by_role("button").click()
    expect(peek.get_by_label("Комментарий")).to_have_value("Молодец")
    peek.get_by_label("Отметка за пересдачу").fill("4")
    peek.get_by_role("button", name="Поставить за пересдачу").click()
    expect(peek.locator(".panel-mark")).to_have_count(2)

    assert CellNote.objects.get().text == "спросить"
    assert Mark.objects.get(retake_of__isnull=False).points == 4
    assert Mark.objects.filter(comment="Молодец").exists()
    peek.get_by_role("button", name="Закрыть").click()
    expect(row.locator("td", has_text="5 4")).to_be_visible()
