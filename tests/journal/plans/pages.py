"""Pages of the plan, for axe and for the eye: the longest plan, the longest titles."""

from __future__ import annotations

from journal.models import CoursePlan, LessonRecord, PlannedTopic
from tests import builders as b
from tests.village import Village

_LONG = (
    "Проверочная работа по итогам изученного раздела «О братьях наших меньших». Характеристика "
    "героев произведения, их внутренних качеств: отношение к природе, к животным, к близким; "
    "соотнесение качеств с поступками. На примере произведений М. М. Пришвина, Е. И. Чарушина, "
    "В. В. Бианки, С. В. Образцова, И. С. Соколова-Микитова и других по выбору педагогического "
    "работника; составление аннотации, работа со словарём и с алфавитным каталогом библиотеки"
)


def a_years_plan(village: Village) -> CoursePlan:
    """204 lines in twelve sections, in use; three topics given, one in two lessons."""
    known = CoursePlan.objects.filter(course=village.course, is_in_use=True).first()
    if known:
        return known
    by = village.people["own_teacher"]
    kind = b.a_work_kind(village.school, name="Контрольная работа", weight="1.5")
    topics = [(_title(number), 1 + (number == 1)) for number in range(204)]
    plan = b.a_plan(village.course, *topics, by=by, in_use=True, declared_hours=204)
    lines = list(plan.topics.order_by("position"))
    for number, line in enumerate(lines):
        line.section = f"Раздел {number // 17 + 1}. Числа, величины и действия над ними"
        line.control_kind = kind if number % 17 == 16 else None
        line.homework = f"§ {number + 1}, № {number * 3}–{number * 3 + 5}" if number < 40 else ""
    PlannedTopic.objects.bulk_update(lines, ["section", "control_kind", "homework"])
    earlier = village.course.lessons.filter(day__lt=b.MONDAY).order_by("starts_at")
    for lesson, line in zip(earlier, (lines[0], lines[1], lines[1], lines[2]), strict=False):
        LessonRecord.objects.create(
            school=village.school, lesson=lesson, topic=line.title[:500], planned_topic=line,
            topic_at=lesson.ends_at, topic_by=by, register_at=lesson.ends_at, register_by=by,
        )  # fmt: skip
    return plan


def _title(number: int) -> str:
    return _LONG if number % 25 == 3 else f"Сложение и вычитание натуральных чисел, урок {number}"


def a_replan(village: Village) -> CoursePlan:
    """A re-plan of it that waits."""
    used = a_years_plan(village)
    found = CoursePlan.objects.filter(course=village.course, based_on=used).first()
    if found is None:
        found = b.a_plan(
            village.course,
            *[(line.title, line.hours) for line in used.topics.all()[:30]],
            by=village.people["own_teacher"],
            version=2,
            based_on=used,
            reason="Карантин с 10 по 17 февраля: восемь уроков не проведено",
        )
        lines = list(found.topics.order_by("position"))
        for line, root in zip(lines, used.topics.order_by("position"), strict=False):
            line.root = root
        lines[5].merged_into = lines[4]
        PlannedTopic.objects.bulk_update(lines, ["root", "merged_into"])
    return found


def _place(village: Village, rest: str = "") -> str:
    a_replan(village)
    return f"/s/{village.school.pk}/journals/{village.course.pk}/plan/{rest}"


def _line(village: Village) -> str:
    found = a_replan(village)
    return _place(village, f"{found.pk}/lines/{found.topics.first().pk}/")


def _empty(village: Village) -> str:
    other = village.school.courses.exclude(pk=village.course.pk).get(subject__name="Алгебра")
    return f"/s/{village.school.pk}/journals/{other.pk}/plan/"


def _next_lesson(village: Village) -> str:
    a_replan(village)
    lesson = village.course.lessons.filter(day__gt=b.MONDAY).order_by("starts_at").first()
    return f"/s/{village.school.pk}/lessons/{lesson.pk}/"


PAGES = [
    ("plan", "own_teacher", _place),
    ("plan-draft", "own_teacher", lambda v: _place(v, "?version=2")),
    ("plan-read", "homeroom", _place),
    ("plan-empty", "other_teacher", _empty),
    ("plan-import", "own_teacher", lambda v: _place(v, "import/")),
    ("plan-copy", "own_teacher", lambda v: _place(v, "copy/")),
    ("plan-replan", "own_teacher", lambda v: _place(v, "replan/")),
    ("plan-line", "own_teacher", _line),
    ("plan-lesson", "own_teacher", _next_lesson),
    ("plans", "deputy", lambda v: f"/s/{v.school.pk}/plans/"),
]
