"""The journal without a network: kept pages, entries that outlive a killed browser, and nothing
left behind for the next person."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from journal.actions.record import write_topic
from journal.models import Homework, LessonRecord, LessonRecordEvent, Mark, MarkEvent
from tests import builders as b
from tests.browser.conftest import session_cookie
from tests.browser.devices import ENTRIES, KEPT, kill, open_my_day, state, until


@pytest.fixture
def lesson(village):
    return b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")


def test_the_days_lessons_open_without_a_network_and_say_since_when(device, cable, village, lesson):
    page = device(village.people["own_teacher"]).pages[0]
    open_my_day(page, village)
    path = f"/s/{village.school.pk}/lessons/{lesson.pk}/"

    cable.pull()
    page.goto(path)

    expect(page.locator("ej-offline")).to_contain_text(re.compile(r"на \d\d:\d\d"))
    expect(page.locator("ej-register")).to_contain_text(village.students[0].person.last_name)

    page.goto(f"/s/{village.school.pk}/people/")
    expect(page.locator("h1")).to_have_text("Нет сети")
    page.locator("#kept a").filter(has_text="10:45").click()
    expect(page.locator("ej-register")).to_be_visible()


def test_a_killed_browser_shows_what_was_typed_and_sends_it_once(
    device, cable, village, lesson, tmp_path
):
    path = f"/s/{village.school.pk}/lessons/{lesson.pk}/"
    page = device(village.people["own_teacher"]).pages[0]
    open_my_day(page, village)
    cable.pull()
    page.goto(path)
    page.keyboard.insert_text("5")
    page.keyboard.press("Enter")
    page.locator("#topic").fill("Дроби")
    page.locator("#homework").fill("§ 5")
    page.keyboard.press("Tab")
    expect(page.locator("ej-saved")).to_contain_text("3")

    kill(tmp_path / "profile")
    page = device(village.people["own_teacher"]).pages[0]
    page.goto(path)

    entry = page.locator(f"tr[data-s='{village.students[0].pk}'] td.entry input").first
    expect(entry).to_have_value("5")
    expect(entry).to_have_class(re.compile("is-pending"))
    expect(page.locator("#topic")).to_have_value("Дроби")
    expect(page.locator("#homework")).to_have_value("§ 5")
    assert not Mark.objects.filter(lesson=lesson).exists()

    cable.plug_in()
    state(page, "saved")
    assert Mark.objects.get(lesson=lesson).points == 5
    assert MarkEvent.objects.filter(lesson=lesson).count() == 1
    assert LessonRecord.objects.get(lesson=lesson).topic == "Дроби"
    assert LessonRecordEvent.objects.filter(lesson=lesson).count() == 2
    assert Homework.objects.get(given_at=lesson).text == "§ 5"
    assert page.evaluate(ENTRIES) == []


def test_logging_out_asks_and_leaves_nothing_behind(device, cable, village, lesson):
    page = device(village.people["own_teacher"]).pages[0]
    open_my_day(page, village)
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    page.route("**/cells/**", lambda route: route.abort())
    page.keyboard.insert_text("5")
    page.keyboard.press("Enter")
    state(page, "waiting")
    assert len(page.evaluate(ENTRIES)) == 1
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    page.on("dialog", answer)
    page.locator("details.menu summary").click()
    for _time in ("no", "yes"):
        page.get_by_role("button", name="Выйти").click()

    expect(page).to_have_url(re.compile("login"))
    assert asked[0] == "Ещё не отправлено записей: 1. Выйти и потерять их?"
    assert page.evaluate(ENTRIES) == []
    assert page.evaluate(KEPT) == []
    assert not Mark.objects.filter(lesson=lesson).exists()


def test_another_person_sees_and_sends_nothing_of_the_one_before(device, cable, village, lesson):
    context = device(village.people["own_teacher"])
    page = context.pages[0]
    open_my_day(page, village)
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    page.route("**/cells/**", lambda route: route.abort())
    page.keyboard.insert_text("5")
    page.keyboard.press("Enter")
    state(page, "waiting")

    context.add_cookies([session_cookie(village.people["guardian"], cable.url)])
    page.unroute("**/cells/**")
    page.goto(f"/s/{village.school.pk}/diary/{village.student.pk}/")
    expect(page.locator("main")).to_contain_text(village.student.person.first_name)

    until(page, lambda: page.evaluate(ENTRIES) == page.evaluate(KEPT) == [])
    assert not Mark.objects.filter(lesson=lesson).exists()


def test_an_expired_login_waits_and_goes_on_after_logging_in_again(device, cable, village, lesson):
    anna = village.people["own_teacher"]
    context = device(anna)
    page = context.pages[0]
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    context.clear_cookies()
    page.keyboard.insert_text("5")
    page.keyboard.press("Enter")
    state(page, "login")
    assert not Mark.objects.filter(lesson=lesson).exists()

    context.add_cookies([session_cookie(anna, cable.url)])
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    state(page, "saved")
    assert Mark.objects.get(lesson=lesson).points == 5


def test_a_day_without_a_network_goes_out_in_order_and_asks_in_one_list(device, cable, village):
    starts = ("04:00", "04:50", "05:40", "06:30", "07:20", "09:20")
    lessons = [
        b.a_lesson(village.course, day=b.MONDAY, number=20 + number, starts=time)
        for number, time in enumerate(starts)
    ]
    page = device(village.people["own_teacher"]).pages[0]
    open_my_day(page, village)
    cable.pull()
    for number, lesson in enumerate(lessons):
        page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
        page.keyboard.insert_text("5")
        page.keyboard.press("Enter")
        page.locator("#topic").fill(f"Тема {number}")
        page.keyboard.press("Control+Enter")
        expect(page.locator("ej-saved")).to_contain_text(str(3 * number + 3))
    for lesson in lessons[1:3]:
        write_topic(
            actor=village.people["deputy"],
            lesson=lesson,
            text="Записал завуч",
            seen="",
            now=timezone.now(),
            reason="учитель без сети",
        )

    cable.plug_in()

    listed = page.locator("dialog[data-list]")
    expect(listed).to_be_visible(timeout=40_000)
    expect(listed.locator("tbody tr")).to_have_count(2)
    expect(listed.locator("tbody tr").first).to_contain_text("Завьялова З.")
    expect(page.locator("dialog[open]")).to_have_count(1)
    marks = Mark.objects.filter(lesson__in=lessons).order_by("written_at")
    assert [mark.lesson_id for mark in marks] == [lesson.pk for lesson in lessons]
    assert LessonRecord.objects.filter(lesson__in=lessons, register_at=None).count() == 0

    listed.locator("tbody tr").first.get_by_role("button", name="Оставить чужое").click()
    listed.locator("tbody tr").first.get_by_role("button", name="Записать моё").click()
    state(page, "saved")
    topics = LessonRecord.objects.filter(lesson__in=lessons).order_by("lesson__starts_at")
    assert [record.topic for record in topics] == [
        *("Тема 0", "Записал завуч", "Тема 2"),
        *("Тема 3", "Тема 4", "Тема 5"),
    ]
    assert page.evaluate(ENTRIES) == []


def test_what_is_being_typed_when_the_page_is_left_is_kept(enter, village, lesson):
    page = enter(village.people["own_teacher"])
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    page.keyboard.insert_text("5")
    page.locator("#homework").focus()
    page.keyboard.insert_text("§ 5")

    page.goto(f"/s/{village.school.pk}/day/")

    until(page, lambda: Homework.objects.filter(given_at=lesson, text="§ 5").exists())
    until(page, lambda: page.evaluate(ENTRIES) == [])
    assert Mark.objects.get(lesson=lesson).points == 5


def test_two_tabs_share_one_queue_and_send_nothing_twice(enter, village, lesson):
    first = enter(village.people["own_teacher"])
    second = first.context.new_page()
    path = f"/s/{village.school.pk}/lessons/{lesson.pk}/"
    sent = []  # what reached the server; an attempt made while there is no network does not
    first.context.on(
        "requestfinished",
        lambda request: sent.append(request.url) if request.method == "POST" else None,
    )
    for tab in (first, second):
        tab.goto(path)
    first.context.set_offline(True)
    first.keyboard.insert_text("5")
    first.keyboard.press("Enter")
    entry = second.locator("td.entry input:not([type=hidden])").first
    expect(entry).to_have_value("5")
    expect(entry).to_have_class(re.compile("is-pending"))
    sent.clear()

    first.context.set_offline(False)

    expect(entry).not_to_have_class(re.compile("is-pending"), timeout=20_000)
    expect(entry).to_have_attribute("data-known", "5")
    assert MarkEvent.objects.filter(lesson=lesson).count() == 1
    assert len(sent) == 1
