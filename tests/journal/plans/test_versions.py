"""Versions of a plan: made, changed by hand, sent, approved, re-planned; each at its border."""

from datetime import timedelta

import pytest

from core.refusal import ChangedMeanwhile, Refused
from journal.actions import plan_lines as lines
from journal.actions.plan_approval import approve_plan, return_plan, submit_plan, withdraw_plan
from journal.actions.plan_import import ControlKinds, save_read_plan
from journal.actions.plans import copy_plan, discard_plan, make_plan, replan
from journal.actions.record import write_topic
from journal.models import CoursePlan, PlannedTopic, PlanState, WorkKind
from tests.builders import MONDAY, a_class, a_course, a_lesson, a_plan, moscow, whole
from tests.imports.sheets import a_csv
from tests.journal.plans.files import read

NOW = moscow(MONDAY, "08:40")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def hers(anna):
    return {"actor": anna.person, "now": NOW}


@pytest.fixture
def draft(course, anna):
    return a_plan(course, ("А", 1), ("Б", 2), ("В", 1), ("Г", 1), by=anna.person)


@pytest.fixture
def used(course, anna):
    return a_plan(course, ("А", 1), ("Б", 2), ("В", 1), by=anna.person, in_use=True)


def titles(plan):
    return [line.title for line in plan.topics.filter(merged_into=None).order_by("position")]


def pk(plan, *names):
    return [plan.topics.get(title=name).pk for name in names]


def refused(call, **given):
    with pytest.raises(Refused) as said:
        call(**given)
    return said.value.code


def test_a_read_plan_becomes_a_draft_with_sections_works_and_homework(course, hers, kind):
    head = ["№", "Раздел", "Тема урока", "Часы", "Домашнее задание"]
    plan = read(
        a_csv(
            [head, ["1", "Числа", "Дроби", "2", "§ 5"],
             ["2", "Числа", "Контрольная работа № 1", "1", ""],
             ["3", "Числа", "Анализ контрольной работы", "1", ""]]
        )
    )  # fmt: skip

    made = save_read_plan(course=course, plan=plan, chosen=plan.lists[0], source="КТП.csv", **hers)

    assert (made.version, made.state, made.is_in_use, made.source) == (1, "draft", False, "КТП.csv")
    assert [
        (line.section, line.title, line.hours, line.control_kind, line.homework)
        for line in made.topics.all()
    ] == [
        ("Числа", "Дроби", 2, None, "§ 5"),
        ("Числа", "Контрольная работа № 1", 1, kind("Контрольная работа"), ""),
        ("Числа", "Анализ контрольной работы", 1, None, ""),
    ]


@pytest.mark.parametrize(
    ("title", "control", "found"),
    [
        ("Контрольная работа № 2 по теме «Дроби»", "", "Контрольная работа"),
        ("Итоговая КОНТРОЛЬНАЯ РАБОТА", "1", "Контрольная работа"),
        ("Контрольный диктант «Осень»", "1", "Контрольный диктант"),
        ("Урок-зачет по теме", "", "Зачёт"),
        ("Дроби", "1", "Контрольная работа"),
        ("Дроби", "к/р", "Контрольная работа"),
        ("Дроби", "Тест", "Тест"),
        ("Дроби", "устный опрос", None),
        ("Анализ контрольной работы", "", None),
        ("Тестостерон", "", None),
        ("Дроби", "", None),
    ],
)
def test_the_work_a_topic_names_is_found_among_the_schools_kinds(school, title, control, found):
    kinds = ControlKinds(WorkKind.objects.filter(school=school))

    name = WorkKind.objects.filter(pk=kinds.of(title, control)).values_list("name", flat=True)
    assert name.first() == found


def test_half_an_hour_is_refused_by_the_name_of_its_line(course, hers):
    plan = read(a_csv([["№", "Тема", "Часы"], ["1", "Дроби", "0,5"]]))

    code = refused(save_read_plan, course=course, plan=plan, chosen=plan.lists[0], **hers)

    assert code == "not_whole"
    assert not CoursePlan.objects.exists()


def test_the_same_request_makes_one_version(course, hers):
    key = "5f0c0f0e-7f44-4a8e-9c11-2f1f2c6a2a01"

    first = make_plan(course=course, lines=[], key=key, **hers)
    second = make_plan(course=course, lines=[], key=key, **hers)

    assert first == second
    assert CoursePlan.objects.count() == 1


def test_a_colleagues_plan_is_copied_with_its_merged_topics_and_without_its_facts(
    school, course, boris, hers
):
    parallel = a_course(group=whole(a_class(school, letter="Б")), teacher=boris)
    theirs = a_plan(parallel, ("А", 1), ("Б", 1), ("В", 1), by=boris.person, in_use=True)
    a, b, _c = theirs.topics.order_by("position")
    PlannedTopic.objects.filter(pk=b.pk).update(merged_into=a)

    made = copy_plan(course=course, source=theirs, **hers)

    assert titles(made) == ["А", "В"]
    assert made.topics.get(title="Б").merged_into == made.topics.get(title="А")
    assert set(made.topics.values_list("root", flat=True)) == {None}
    assert (made.source, made.state) == ("5Б, 2025/26", "draft")


def test_lines_move_by_one_and_before_another(draft, hers):
    lines.nudge_lines(plan=draft, line_ids=pk(draft, "В", "Г"), down=False, **hers)
    assert titles(draft) == ["А", "В", "Г", "Б"]

    lines.nudge_lines(plan=draft, line_ids=pk(draft, "А"), down=True, **hers)
    assert titles(draft) == ["В", "А", "Г", "Б"]

    lines.nudge_lines(plan=draft, line_ids=pk(draft, "Б"), down=True, **hers)
    assert titles(draft) == ["В", "А", "Г", "Б"]

    (before,) = pk(draft, "В")
    lines.move_lines(plan=draft, line_ids=pk(draft, "Б", "Г"), before_id=before, **hers)
    assert titles(draft) == ["Г", "Б", "В", "А"]


def test_a_line_is_added_after_another_changed_and_removed(draft, hers):
    (after,) = pk(draft, "А")

    made = lines.add_line(plan=draft, line=lines.Line(title="Ещё", hours=1), after_id=after, **hers)
    seen = lines.stamp(made)
    words = lines.Line(title=" Новое \x00 имя ", hours=3, section="Раздел")
    lines.change_line(topic=made, line=words, seen=seen, **hers)
    lines.remove_lines(plan=draft, line_ids=pk(draft, "Б"), **hers)

    assert titles(draft) == ["А", "Новое имя", "В", "Г"]
    assert draft.topics.get(title="Новое имя").hours == 3
    assert list(draft.topics.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_two_hands_on_one_line_are_told_apart(draft, hers):
    line = draft.topics.get(title="А")
    seen = lines.stamp(line)
    lines.change_line(topic=line, line=lines.Line(title="Б2", hours=1), seen=seen, **hers)

    with pytest.raises(ChangedMeanwhile) as said:
        lines.change_line(topic=line, line=lines.Line(title="Б3", hours=1), seen=seen, **hers)

    assert said.value.theirs == "Б2"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (lines.Line(title=" ", hours=1), "no_title"),
        (lines.Line(title="А", hours=201), "hours"),
        (lines.Line(title="А", hours=-1), "hours"),
        (lines.Line(title="я" * 1001, hours=1), "too_long"),
        (lines.Line(title="А", hours=1, control_kind_id=0), "no_kind"),
    ],
)
def test_a_line_that_cannot_be_is_refused(draft, hers, line, code):
    assert refused(lines.add_line, plan=draft, line=line, **hers) == code


def test_merged_topics_are_given_together_and_can_be_taken_apart(draft, hers):
    head = lines.merge_lines(plan=draft, line_ids=pk(draft, "Б", "Г"), hours=2, **hers)

    assert titles(draft) == ["А", "Б. Г", "В"]
    assert draft.topics.get(title="Г").merged_into == head
    assert list(draft.topics.order_by("position").values_list("title", flat=True)) == [
        "А",
        "Б. Г",
        "Г",
        "В",
    ]

    lines.part_lines(plan=draft, line_ids=[head.pk], **hers)
    assert titles(draft) == ["А", "Б. Г", "Г", "В"]


def test_merging_merged_topics_keeps_one_head(draft, hers):
    lines.merge_lines(plan=draft, line_ids=pk(draft, "В", "Г"), hours=1, **hers)

    head = lines.merge_lines(
        plan=draft, line_ids=[*pk(draft, "А"), *pk(draft, "В. Г")], hours=1, title="Всё", **hers
    )

    assert titles(draft) == ["Всё", "Б"]
    assert set(head.merged.values_list("title", flat=True)) == {"В. Г", "Г"}


def test_an_hour_is_dropped_but_not_the_last_one(draft, hers):
    lines.drop_hour(plan=draft, line_ids=pk(draft, "Б"), **hers)

    assert draft.topics.get(title="Б").hours == 1
    assert refused(lines.drop_hour, plan=draft, line_ids=pk(draft, "Б"), **hers) == "last_hour"


def test_a_draft_goes_to_the_deputy_and_comes_back_with_a_remark(draft, hers, boris):
    deputy = {"actor": boris.person, "now": LATER}
    submit_plan(plan=draft, **hers)
    assert refused(lines.remove_lines, plan=draft, line_ids=pk(draft, "А"), **hers) == "submitted"
    assert refused(return_plan, plan=draft, remark=" ", **deputy) == "remark_needed"

    return_plan(plan=draft, remark="Где контрольные?", **deputy)

    draft.refresh_from_db()
    assert (draft.state, draft.remark, draft.decided_by) == (
        PlanState.RETURNED,
        "Где контрольные?",
        boris.person,
    )
    assert draft.is_in_use
    lines.remove_lines(plan=draft, line_ids=pk(draft, "А"), **hers)
    submit_plan(plan=draft, **hers)
    withdraw_plan(plan=draft, **hers)
    assert refused(approve_plan, plan=draft, **deputy) == "not_waiting"


def test_an_empty_plan_is_not_submitted_and_two_do_not_wait(course, draft, hers):
    empty = make_plan(course=course, lines=[], **hers)
    assert refused(submit_plan, plan=empty, **hers) == "empty"

    submit_plan(plan=draft, **hers)
    second = a_plan(course, by=hers["actor"], version=7)
    assert refused(submit_plan, plan=second, **hers) == "another_waits"


def test_a_replan_keeps_the_approved_version_and_replaces_it_once_approved(
    course, used, hers, boris
):
    before = [(line.title, line.hours) for line in used.topics.all()]
    assert refused(replan, course=course, reason=" ", **hers) == "reason_needed"
    new = replan(course=course, reason="Карантин", **hers)
    assert refused(replan, course=course, reason="Ещё", **hers) == "begun_already"
    lines.merge_lines(plan=new, line_ids=pk(new, "Б", "В"), hours=2, **hers)
    submit_plan(plan=new, **hers)
    assert CoursePlan.objects.get(is_in_use=True) == used

    approve_plan(actor=boris.person, plan=new, now=LATER)

    used.refresh_from_db()
    new.refresh_from_db()
    assert (used.is_in_use, used.state) == (False, PlanState.APPROVED)
    assert (new.is_in_use, new.version, new.based_on, new.reason) == (True, 2, used, "Карантин")
    assert [(line.title, line.hours) for line in used.topics.all()] == before
    assert {line.root.title for line in new.topics.all()} == {"А", "Б", "В"}
    assert refused(lines.drop_hour, plan=used, line_ids=pk(used, "Б"), **hers) == "approved"
    assert refused(discard_plan, plan=new, **hers) == "approved"


def test_the_root_stays_the_first_versions_line(course, used, hers, boris):
    second = replan(course=course, reason="Раз", **hers)
    submit_plan(plan=second, **hers)
    approve_plan(actor=boris.person, plan=second, now=LATER)

    third = replan(course=course, reason="Два", **hers)

    assert {line.root.plan for line in third.topics.all()} == {used}


def test_lessons_propose_from_what_was_sent_until_a_first_version_is_approved(
    course, draft, hers, boris
):
    deputy = {"actor": boris.person, "now": LATER}
    assert not CoursePlan.objects.filter(is_in_use=True).exists()
    submit_plan(plan=draft, **hers)
    assert CoursePlan.objects.get(is_in_use=True) == draft
    return_plan(plan=draft, remark="Часы", **deputy)
    second = a_plan(course, by=hers["actor"], version=2)

    submit_plan(plan=second, **hers)
    assert CoursePlan.objects.get(is_in_use=True) == second

    approve_plan(plan=second, **deputy)
    submit_plan(plan=draft, **hers)
    assert CoursePlan.objects.get(is_in_use=True) == second


def test_a_version_that_gave_a_lesson_its_topic_is_not_thrown_away(course, draft, hers, boris):
    submit_plan(plan=draft, **hers)
    lesson = a_lesson(course)
    (given,) = pk(draft, "А")
    write_topic(lesson=lesson, text="", seen="", planned_topic_id=given, **hers)
    lesson.state = "cancelled"
    lesson.save()
    withdraw_plan(plan=draft, **hers)

    assert refused(discard_plan, plan=draft, **hers) == "given_already"
    assert refused(lines.remove_lines, plan=draft, line_ids=[given], **hers) == "given_already"


def test_what_was_given_is_not_planned_away(course, used, hers):
    lesson = a_lesson(course)
    (given,) = pk(used, "А")
    write_topic(lesson=lesson, text="", seen="", planned_topic_id=given, **hers)
    new = replan(course=course, reason="Карантин", **hers)
    first, second = new.topics.get(title="А"), new.topics.get(title="Б")

    for code, call, more in (
        ("given_already", lines.remove_lines, {"line_ids": [first.pk]}),
        ("last_hour", lines.drop_hour, {"line_ids": [first.pk]}),
        ("given_already", lines.merge_lines, {"line_ids": [first.pk, second.pk], "hours": 0}),
    ):
        assert refused(call, plan=new, **more, **hers) == code
    zero = lines.Line(title="А", hours=0)
    seen = lines.stamp(first)
    assert refused(lines.change_line, topic=first, line=zero, seen=seen, **hers) == "given_already"


def test_a_draft_is_thrown_away_with_its_merged_lines(draft, hers):
    lines.merge_lines(plan=draft, line_ids=pk(draft, "Б", "Г"), hours=2, **hers)

    discard_plan(plan=draft, **hers)

    assert not CoursePlan.objects.exists()
    assert not PlannedTopic.objects.exists()
    assert refused(submit_plan, plan=draft, **hers) == "gone"
