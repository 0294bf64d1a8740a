"""A whole lesson for 28 students by keyboard, in at most sixty key presses: with a network, with
one that is cut in the middle, and with a browser that is killed without one (issue: the journal,
complete)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from journal.models import (
    Attendance,
    AttendanceEvent,
    Homework,
    HomeworkEvent,
    LessonRecord,
    LessonRecordEvent,
    Mark,
    MarkEvent,
)
from tests import builders as b
from tests.browser.devices import ENTRIES, kill, open_my_day, state

SURNAMES = (
    "Абдуллин Алексеева Белов Борисова Васильев Волкова Гончаров Григорьева Зайцев Иванов Ильина"
    " Ковалёв Козлова Кузнецов Лебедева Макаров Михайлова Морозов Никитина Новиков Орлова Павлов"
    " Петрова Попов Семёнов Смирнова Соколов Фёдорова"
).split()
TOPIC, HOMEWORK, FOR_ONE = "Сложение дробей", "§ 5, № 120–124", "№ 131, карточка"
ABSENCES = {"Волкова": "н", "Морозов": "н", "Фёдорова": "н", "Ильина": "оп10"}
ANSWERS = {"Гончаров": 5, "Григорьева": 4, "Ковалёв": 5, "Лебедева": 4, "Семёнов": 3}
WORKS = {"Алексеева": 4, "Васильев": 5, "Козлова": 3, "Петрова": 5, "Попов": 2}


class Hands:
    """Counts every key that goes down, Ctrl and Alt too; only the letters of topic and homework
    are free."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.pressed += key.count("+") + 1
            if len(key) == 1 and not key.isascii():
                self._russian(key)
            else:
                self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def _russian(self, letter: str) -> None:
        """A key of the Russian layout: the driver knows those of the Latin one only."""
        session = self.page.context.new_cdp_session(self.page)
        for type_ in ("keyDown", "keyUp"):
            session.send(
                "Input.dispatchKeyEvent",
                {"type": type_, "key": letter, "text": letter if type_ == "keyDown" else ""},
            )
        session.detach()


@pytest.fixture
def lesson(village):
    """The second lesson of 6В, 28 students, which runs now; the next one is tomorrow."""
    school_class = b.a_class(village.school, grade=6, letter="В", students=0)
    for surname in SURNAMES:
        b.a_student(school_class, last=surname, first="Саша")
    course = b.a_course(group=b.whole(school_class), subject="Математика", teacher=village.teacher)
    b.a_plan(course, (TOPIC, 2), by=village.people["own_teacher"], in_use=True)
    b.a_work_kind(village.school, name="Самостоятельная работа", weight="1.5")
    b.a_lesson(course, day=b.MONDAY + timedelta(days=1), number=8, starts="10:30")
    return b.a_lesson(course, day=b.MONDAY, number=8, starts="10:30")


def open_lesson(page: Page, lesson) -> Hands:
    page.goto(f"/s/{lesson.school_id}/lessons/{lesson.pk}/")
    expect(page.locator("td.entry input:not([type=hidden])").first).to_be_focused()
    return Hands(page)


def take_the_register(hands: Hands) -> None:
    """Three absent, one late by ten minutes, five answers."""
    hands.press(*"ввн", *"мммн", *"фн", *"ило10")
    hands.press(*"г5", *"г4", *"к5", *"л4", *"с3")
    hands.press("Control+Enter")


def mark_the_work(hands: Hands) -> None:
    """Five marks of the other kind."""
    hands.press("=", *"аа4", *"в5", *"кк3", *"пе5", *"п2")


def write_the_words(hands: Hands) -> None:
    """Topic from the plan, homework for all, homework for one."""
    hands.press("Alt+t")
    hands.press("Alt+3")
    hands.type(HOMEWORK)
    hands.press("Alt+4", *"см", "Enter", "Enter")
    hands.type(FOR_ONE)
    hands.press("Control+Enter")


def expect_all_once(lesson) -> None:
    """Rows and events: nothing lost, nothing doubled."""
    name = {s.pk: s.person.last_name for s in b.students_of(lesson.course.group)}
    absences = {
        name[a.student_id]: f"{a}{a.minutes or ''}"
        for a in Attendance.objects.filter(lesson=lesson)
    }
    marks = Mark.objects.filter(lesson=lesson).select_related("kind")
    assert absences == ABSENCES
    assert {name[m.student_id]: m.points for m in marks if m.kind.is_usual} == ANSWERS
    assert {name[m.student_id]: m.points for m in marks if not m.kind.is_usual} == WORKS
    assert MarkEvent.objects.filter(lesson=lesson).count() == 10
    assert AttendanceEvent.objects.filter(lesson=lesson).count() == 4
    record = LessonRecord.objects.get(lesson=lesson)
    assert (record.topic, record.planned_topic.title) == (TOPIC, TOPIC)
    assert record.register_at is not None
    assert LessonRecordEvent.objects.filter(lesson=lesson).count() == 3
    for_all, for_one = Homework.objects.filter(given_at=lesson).order_by("is_individual")
    assert (for_all.text, for_one.text) == (HOMEWORK, FOR_ONE)
    assert [name[pk] for pk in for_one.recipients.values_list("student_id", flat=True)] == [
        "Смирнова"
    ]
    assert HomeworkEvent.objects.filter(given_at=lesson).count() == 2


def wait_until_all_is_saved(page: Page, lesson) -> None:
    """Individual homework comes last; the page is read again when it stands."""
    expect(page.locator("details.variant")).to_contain_text("Смирнова", timeout=30_000)
    state(page, "saved")


@pytest.mark.clause("2.4")
def test_a_full_lesson_takes_at_most_sixty_keys(enter, village, lesson):
    page = enter(village.people["own_teacher"], width=1366, height=768)
    hands = open_lesson(page, lesson)

    take_the_register(hands)
    mark_the_work(hands)
    write_the_words(hands)

    wait_until_all_is_saved(page, lesson)
    expect_all_once(lesson)
    assert hands.pressed <= 60


def test_a_network_cut_in_the_middle_loses_and_doubles_nothing(enter, village, lesson):
    page = enter(village.people["own_teacher"], width=1366, height=768)
    hands = open_lesson(page, lesson)

    take_the_register(hands)
    page.context.set_offline(True)
    mark_the_work(hands)
    write_the_words(hands)
    state(page, "waiting")
    assert not LessonRecord.objects.exclude(topic="").filter(lesson=lesson).exists()
    page.context.set_offline(False)

    wait_until_all_is_saved(page, lesson)
    expect_all_once(lesson)


def test_a_browser_killed_without_a_network_keeps_the_whole_lesson(
    device, cable, village, lesson, tmp_path
):
    anna = village.people["own_teacher"]
    page = device(anna).pages[0]
    open_my_day(page, village)
    cable.pull()
    hands = open_lesson(page, lesson)
    take_the_register(hands)
    mark_the_work(hands)
    write_the_words(hands)
    expect(page.locator("ej-saved")).to_contain_text("18")

    kill(tmp_path / "profile")
    page = device(anna).pages[0]
    page.goto(f"/s/{lesson.school_id}/lessons/{lesson.pk}/")

    expect(page.locator("ej-offline")).to_be_visible()
    row = page.locator("tr", has_text="Волкова")
    expect(row.locator("td.entry input").first).to_have_value("н")
    expect(page.locator("#homework")).to_have_value(HOMEWORK)
    expect(page.locator("#taken")).to_be_checked()
    assert not Mark.objects.filter(lesson=lesson).exists()

    cable.plug_in()
    wait_until_all_is_saved(page, lesson)
    expect_all_once(lesson)
    assert page.evaluate(ENTRIES) == []
