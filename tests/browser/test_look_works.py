import os
import pytest
from journal.actions.works import add_work
from journal.models import WorkKind
from tests import builders as b
from tests.journal.access_works import a_work
from tests.village import NOW


@pytest.mark.parametrize("width", [360, 1440])
def test_look(village, enter, width):
    w = a_work(village)
    b.a_work_kind(village.school, name="Тест")
    WorkKind.objects.exclude(is_usual=True).update(is_written=True)
    anna = village.people["own_teacher"]
    later = village.course.lessons.filter(day__gt=b.MONDAY).order_by("day")
    k = WorkKind.objects.get(name="Контрольная работа", school=village.school)
    add_work(actor=anna, lesson=later[1], kind_id=k.pk, title="Сложение и вычитание натуральных чисел, вариант для сильных", now=NOW, reason="x")
    music = village.school.courses.filter(group=village.group).exclude(pk=village.course.pk).first()
    add_work(actor=anna, lesson=music.lessons.get(day=later[1].day), kind_id=k.pk, now=NOW, reason="x")
    os.makedirs("/tmp/look", exist_ok=True)
    base = f"/s/{village.school.pk}/"
    for role, slug, url in [
        ("own_teacher","results", base + f"works/{w.pk}/"),
        ("own_teacher","works", base + f"journals/{village.course.pk}/works/"),
        ("own_teacher","change", base + f"works/{w.pk}/change/"),
        ("homeroom","class", base + f"classes/{village.school_class.pk}/works/"),
    ]:
        page = enter(village.people[role], width=width)
        page.goto(url)
        page.wait_for_timeout(700)
        if slug == "results":
            page.locator('[data-column="points"]').nth(0).fill("17")
            page.locator('[data-column="points"]').nth(0).press("Enter")
            page.keyboard.type("13,5")
            page.keyboard.press("Enter")
            page.keyboard.type("25")
            page.keyboard.press("Control+Enter")
            page.wait_for_timeout(700)
        page.screenshot(path=f"/tmp/look/{slug}-{width}.png", full_page=True)
