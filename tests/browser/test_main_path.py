"""The main path, with the school's own people, in real browsers: the registers come from a
workbook, the year's lessons from the timetable, the lesson from the teacher's keyboard, and the
guardian reads it while both papers are in force (order 2.3, 2.4, 2.6)."""

from __future__ import annotations

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from school.models import Person, School, SchoolClass
from tests import builders as b
from tests.imports.sheets import a_whole_school
from tests.village import NOW

TIMETABLE = [
    ["День", "Урок", "5А", "5Б"],
    ["Понедельник", 1, "Русский язык Соколова 12", ""],
    ["", 2, "Англ. яз. (1 гр.) Иванова 12 / Англ. яз. (2 гр.) Петрова 14", ""],
    ["Вторник", 1, "Русский язык Соколова 12", ""],
]
BELLS = [
    ["Расписание", "Урок", "Начало", "Конец"],
    ["Обычный день", 1, "08:30", "09:15"],
    ["Обычный день", 2, "09:25", "10:10"],
]
TOPIC, HOMEWORK = "Имя существительное", "§ 12, упражнение 84"


@pytest.fixture
def clock(transactional_db):
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.mark.clause("2.3")
@pytest.mark.clause("2.4")
@pytest.mark.clause("2.6")
@pytest.mark.clause("A5 1")
def test_from_a_workbook_to_the_guardian_and_back_to_nothing(
    clock, enter, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    school = _found_a_school(monkeypatch)
    office = enter(Person.objects.get(login="vera"))
    _import_the_registers(office, school, tmp_path)
    _generate_the_lessons(office, school)
    _open_the_year(office, school)

    teacher = enter()
    _log_in(teacher, _with_password("Соколова", "Анна"))
    _record_the_lesson_by_keyboard(teacher)

    mother = _with_password("Живаго", "Олег")
    family = enter(width=360, height=740)
    _log_in(family, mother)
    _sees_only_the_explanation(family)

    _register_both_papers(office, school, mother)
    family.reload()
    _sees_the_lesson(family)

    _withdraw_the_consent(office, school, mother)
    _sees_nothing_any_more(family)


def _found_a_school(monkeypatch):
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", b.PASSWORD)
    call_command(
        "create_school",
        municipality="Заречный округ",
        name="Школа № 1",
        administrator_login="vera",
        administrator_name="Котова Вера",
    )
    return School.objects.get()


def _with_password(last, first):
    """A person of the registers who has set a password with the code from school."""
    person = Person.objects.get(last_name=last, first_name=first)
    person.set_password(b.PASSWORD)
    person.save()
    return person


def _log_in(page, person):
    page.goto("/")
    page.fill("input[name=login]", person.login)
    page.fill("input[name=password]", b.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def _import_the_registers(page, school, folder):
    book = a_whole_school(Расписание=TIMETABLE, Звонки=BELLS)
    path = folder / "школа.xlsx"
    path.write_bytes(book.content)

    page.goto(f"/s/{school.pk}/import/")
    page.set_input_files("input[type=file]", str(path))
    page.click("form[enctype] button[type=submit]")
    page.click("form[action$='/confirm/'] button[type=submit]")
    expect(page.locator("#import-status .notice--good")).to_be_visible()


def _generate_the_lessons(page, school):
    page.goto(f"/s/{school.pk}/timetable/generate/")
    page.click("main form button[type=submit]")
    expect(page.locator("#job-status .figures dd").first).not_to_have_text("0")


def _open_the_year(page, school):
    """What still lacks is accepted by name; from here on marks may be written."""
    page.goto(f"/s/{school.pk}/control/readiness/")
    form = page.locator("main form[action*='/open/']")
    form.locator("input[type=checkbox]").check()
    form.locator("button[type=submit]").click()
    expect(page.locator("main form[action*='/open/']")).to_have_count(0)


def _record_the_lesson_by_keyboard(page):
    """Two students: Живаго has 5 and is here, Ёлкин is absent."""
    _tab_to(page, "main a[href*='/lessons/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons/*/")
    expect(page.locator("ej-register input[name^=cell]").first).to_be_focused()
    page.keyboard.type("н")
    page.keyboard.press("Enter")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    _tab_to(page, "#topic")
    page.keyboard.type(TOPIC)
    _tab_to(page, "#homework")
    page.keyboard.type(HOMEWORK)
    page.keyboard.press("Tab")
    expect(page.locator(".is-pending")).to_have_count(0)
    expect(page.locator("#taken")).to_be_checked()
    page.reload()
    expect(page.locator("#topic")).to_have_value(TOPIC)
    expect(page.locator("#homework")).to_have_value(HOMEWORK)
    rows = [row.input_value() for row in page.locator("ej-register input[name^=cell]").all()]
    assert rows == ["н", "5"]


def _tab_to(page, selector, presses=60):
    for _ in range(presses):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def _sees_only_the_explanation(page):
    expect(page.locator(".closed")).to_be_visible()
    text = page.inner_text("main")
    assert TOPIC not in text
    assert HOMEWORK not in text


def _register_both_papers(page, school, guardian):
    school_class = SchoolClass.objects.get(grade=5, letter="А")
    page.goto(f"/s/{school.pk}/consent/class/{school_class.pk}/")
    row = page.locator(f"tr:has-text('{guardian.last_name} {guardian.first_name}')")
    for tick in row.locator("input[type=checkbox]").all():
        tick.check()
    page.click(".papers__bar button[type=submit]")
    row = page.locator(f"tr:has-text('{guardian.last_name} {guardian.first_name}')")
    expect(row.locator(".state--done")).to_have_count(2)


def _sees_the_lesson(page):
    today = page.locator("#today")
    expect(today).to_contain_text(TOPIC)
    expect(today.locator(".mark--5")).to_be_visible()
    expect(page.locator("main")).to_contain_text(HOMEWORK)


def _withdraw_the_consent(page, school, guardian):
    link = guardian.guardianships.get()
    page.goto(f"/s/{school.pk}/consent/guardianship/{link.pk}/")
    form = page.locator("form[action*='/consent/'][action$='/withdraw/']").last
    form.locator("xpath=ancestor::details").locator("summary").click()
    for field in form.locator("input[required], textarea[required]").all():
        if not field.input_value():
            field.fill("по заявлению")
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def _sees_nothing_any_more(page):
    """In the open page too, without touching it; and after a reload only the way to the papers."""
    expect(page.locator("main")).not_to_contain_text(TOPIC, timeout=20_000)
    expect(page.locator("main")).not_to_contain_text(HOMEWORK)
    page.reload()
    expect(page.locator("main")).not_to_contain_text(TOPIC)
