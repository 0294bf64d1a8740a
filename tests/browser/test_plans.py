"""The plan in a real browser: a topic by one key, a file looked at and saved, lines merged."""

import pytest
from playwright.sync_api import expect

from journal.models import CoursePlan, LessonRecord
from tests import builders as b


@pytest.fixture
def plan(village):
    return b.a_plan(
        village.course,
        ("Дроби", 1),
        ("Углы", 2),
        ("Контрольная работа", 1),
        by=village.people["own_teacher"],
        in_use=True,
    )


@pytest.fixture
def lesson(village):
    return b.a_lesson(village.course, day=b.MONDAY, number=9, starts="10:45")


@pytest.fixture
def page(enter, village, plan, lesson):
    line = plan.topics.get(title="Дроби")
    line.homework = "§ 5, № 12"
    line.control_kind = b.a_work_kind(village.school, name="Тест")
    line.save()
    page = enter(village.people["own_teacher"], width=1366, height=768)
    page.goto(f"/s/{village.school.pk}/lessons/{lesson.pk}/")
    return page


def saved(page):
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "saved")


def record_of(lesson):
    return LessonRecord.objects.get(lesson=lesson)


@pytest.mark.parametrize("key", ["Alt+t", "Enter"])
def test_one_key_takes_the_next_topic(page, plan, lesson, key):
    if key == "Enter":
        page.locator("#topic").focus()

    page.keyboard.press(key)

    expect(page.locator("#topic")).to_have_value("Дроби")
    expect(page.locator("#topic")).to_be_focused()
    saved(page)
    expect(page.locator("[data-next]")).to_be_hidden()
    assert record_of(lesson).planned_topic == plan.topics.get(title="Дроби")


def test_the_words_are_changed_and_another_topic_is_chosen(page, plan, lesson):
    page.keyboard.press("Alt+t")
    saved(page)
    page.locator("#topic").fill("Дроби и проценты")
    page.keyboard.press("Tab")
    saved(page)
    assert record_of(lesson).topic == "Дроби и проценты"
    assert record_of(lesson).planned_topic.title == "Дроби"

    page.locator("#planned").select_option(str(plan.topics.get(title="Углы").pk))

    saved(page)
    expect(page.locator("#topic")).to_have_value("Дроби и проценты")
    assert record_of(lesson).planned_topic.title == "Углы"


def test_an_emptied_field_leaves_the_plan_and_is_offered_again(page, lesson):
    page.keyboard.press("Alt+t")
    saved(page)
    page.locator("#topic").fill("")
    page.keyboard.press("Tab")
    saved(page)

    assert (record_of(lesson).topic, record_of(lesson).planned_topic) == ("", None)
    expect(page.locator("[data-next]")).to_be_visible()

    page.locator("#topic").fill("углы")
    page.keyboard.press("Tab")
    saved(page)
    chosen = record_of(lesson).planned_topic
    expect(page.locator("#planned")).to_have_value(str(chosen.pk))
    assert chosen.title == "Углы"


def test_the_plans_homework_and_work_come_by_one_click(page, lesson):
    page.get_by_role("button", name="§ 5, № 12").click()
    saved(page)
    expect(page.locator("#homework")).to_have_value("§ 5, № 12")

    page.get_by_role("button", name="Тест").click()

    expect(page.locator(".work-line")).to_contain_text("Тест: Дроби")
    assert lesson.works.count() == 1


def test_a_plan_goes_from_a_file_to_the_deputy_and_back_into_lessons(enter, village):
    teacher = enter(village.people["own_teacher"], width=1366, height=768)
    place = f"/s/{village.school.pk}/journals/{village.course.pk}/plan/"
    text = "№;Тема;Часы\n1;Дроби;100\n2;Углы;60\n3;Контрольная работа;10\n"
    teacher.goto(f"{place}import/")
    teacher.locator("#file").set_input_files(
        {"name": "КТП.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    teacher.locator("form[enctype] button[type=submit]").click()
    expect(teacher.locator(".plan-lines tbody tr")).to_have_count(3)
    teacher.locator("button[value=save]").click()
    teacher.locator(".plan-lines input[type=checkbox]").nth(1).check()
    teacher.locator("button[value=up]").click()
    expect(teacher.locator(".plan-lines tbody tr td a").first).to_have_text("Углы")
    teacher.locator("button[value=submit]").click()

    deputy = enter(village.people["deputy"], width=1366, height=768)
    deputy.goto(f"/s/{village.school.pk}/plans/?show=waiting")
    deputy.get_by_role("link", name="Математика").click()
    deputy.locator("button[value=approve]").click()

    expect(deputy.locator(".plan-state .state")).to_have_class("state state--done")
    plan = CoursePlan.objects.get(is_in_use=True)
    assert [line.title for line in plan.topics.order_by("position")] == [
        "Углы",
        "Дроби",
        "Контрольная работа",
    ]
