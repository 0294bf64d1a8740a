"""Pages of the plan: statements, preview and saving, refusals in their place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from journal.actions.record import write_topic
from journal.models import CoursePlan, PlannedTopic
from school.models import Role
from tests.builders import (
    MONDAY,
    a_class,
    a_course,
    a_lesson,
    a_plan,
    a_subgroup,
    an_employee,
    logged_in,
    moscow,
    whole,
)
from tests.journal.plans.files import a_programme

NOW = moscow(MONDAY, "11:00")


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def place(course):
    return f"/s/{course.school_id}/journals/{course.pk}/plan/"


@pytest.fixture
def client(anna):
    return logged_in(anna.person)


def table(*rows, name="КТП.csv"):
    text = "\n".join(";".join(row) for row in (("№", "Тема", "Часы"), *rows))
    return SimpleUploadedFile(name, text.encode())


@pytest.mark.parametrize("lines", [3, 204])
def test_the_page_of_a_plan_takes_six_statements(
    django_assert_num_queries, anna, course, place, client, lines
):
    a_plan(course, *[(f"Тема {n}", 1) for n in range(lines)], by=anna.person, in_use=True)
    for number in range(3):
        a_lesson(course, number=number + 1)
    client.get(place)

    with django_assert_num_queries(6):
        answer = client.get(place)

    assert answer.status_code == 200


@pytest.mark.parametrize("courses", [1, 12])
def test_the_deputys_list_takes_three_statements(django_assert_num_queries, school, anna, courses):
    for number in range(courses):
        group = whole(a_class(school, grade=5, letter="АБВГДЕЖЗИКЛМ"[number]))
        a_plan(a_course(group=group, teacher=anna), by=anna.person, in_use=True)
    client = logged_in(an_employee(school, role=Role.DEPUTY).person)
    place = f"/s/{school.pk}/plans/"
    client.get(place)

    with django_assert_num_queries(3):
        answer = client.get(place)

    assert len(answer.context["page"].lines) == courses


def test_the_deputys_list_is_filtered_by_state(school, anna):
    def course(letter):
        return a_course(group=whole(a_class(school, letter=letter)), teacher=anna)

    course("А")
    a_plan(course("Б"), by=anna.person)
    a_plan(course("В"), by=anna.person, state="submitted")
    fits = course("Г")
    a_plan(fits, ("А", 170), by=anna.person, in_use=True)
    lags = a_plan(course("Д"), ("А", 5), by=anna.person, in_use=True)
    a_lesson(lags.course, day=MONDAY.replace(day=9))
    client = logged_in(an_employee(school, role=Role.DEPUTY).person)

    def shown(filter_):
        page = client.get(f"/s/{school.pk}/plans/", {"show": filter_}).context["page"]
        return [line.group for line in page.lines]

    assert shown("") == ["5В", "5А", "5Б", "5Г", "5Д"]
    assert shown("none") == ["5А"]
    assert shown("draft") == ["5Б"]
    assert shown("waiting") == ["5В"]
    assert shown("approved") == ["5Г", "5Д"]
    assert shown("differ") == ["5В", "5Б", "5Д"]
    assert shown("lag") == ["5Г", "5Д"]
    page = client.get(f"/s/{school.pk}/plans/", {"search": "5д"}).context["page"]
    assert [(line.group, line.lag) for line in page.lines] == [("5Д", 4)]


def test_a_file_is_shown_first_and_saved_as_it_was_shown(client, course, place):
    file = table(("1", "Дроби", "100"), ("2", "Углы", "70"))

    preview = client.post(f"{place}import/", {"file": file})
    page = preview.context["page"]
    assert (preview.status_code, page.rows, page.hours) == (200, 2, 170)
    assert not CoursePlan.objects.exists()
    saved = client.post(f"{place}import/", {"token": page.token, "list": "0.0", "do": "save"})

    assert saved.url == f"{place}?version=1"
    assert [(line.title, line.hours) for line in PlannedTopic.objects.all()] == [
        ("Дроби", 100),
        ("Углы", 70),
    ]


def test_a_list_of_the_file_is_chosen_and_a_module_left_out(client, place):
    sections = [
        {"name": name, "topics": [{"name": f"Тема {name}", "hours": 2}]} for name in ("Хор", "Фон")
    ]
    lessons = [{"name": "Вариант 1", "lessons": [{"number": 1, "topic": "Урок"}]}]
    said = a_programme(modular=True, sections=sections, lesson_variants=lessons)
    file = SimpleUploadedFile("p.json", said.content)
    token = client.post(f"{place}import/", {"file": file}).context["page"].token

    shown = client.post(
        f"{place}import/",
        {"token": token, "list": "0.0", "shown": "0.0", "modules": "1", "sections": ["1"]},
    )
    assert (shown.context["page"].rows, shown.context["page"].hours) == (1, 2)
    client.post(
        f"{place}import/",
        {"token": token, "list": "0.0", "modules": "1", "sections": ["1"], "do": "save"},
    )
    client.post(f"{place}import/", {"token": token, "list": "0.1", "do": "save"})

    first, second = CoursePlan.objects.order_by("version")
    assert [line.title for line in first.topics.all()] == ["Тема Фон"]
    assert [line.title for line in second.topics.all()] == ["Урок"]


def test_a_bad_file_is_told_by_row_and_column_and_cannot_be_saved(client, place):
    answer = client.post(f"{place}import/", {"file": table(("1", "Дроби", "много"))})

    page = answer.context["page"]
    assert (answer.status_code, page.token) == (422, "")
    assert [(one.place.row, one.place.column) for one in page.faults] == [(2, "C")]


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 200, b"PK\x03\x04", b"<xml>", b"[[", b"\xff\xfe\x00\xd8"]
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.csv", "a.json", "a", "../../a.csv"])
def test_no_file_breaks_the_page(client, place, name, content):
    file = SimpleUploadedFile(name, content)

    assert client.post(f"{place}import/", {"file": file}).status_code in (200, 422)


@pytest.mark.parametrize("said", [{}, {"token": "x:y:z"}, {"token": "x", "do": "save"}])
def test_a_strange_preview_is_refused(client, place, said):
    assert client.post(f"{place}import/", said).status_code == 422


def test_a_preview_of_another_course_is_refused(client, school, anna, place):
    other = a_course(group=whole(a_class(school, letter="Б")), teacher=anna)
    there = f"/s/{school.pk}/journals/{other.pk}/plan/import/"
    answer = client.post(there, {"file": table(("1", "Дроби", "1"))})

    token = answer.context["page"].token
    saved = client.post(f"{place}import/", {"token": token, "list": "0.0", "do": "save"})

    assert saved.status_code == 422
    assert not CoursePlan.objects.exists()


def test_a_refused_change_keeps_what_was_chosen_and_typed(client, anna, course, place):
    plan = a_plan(course, by=anna.person)
    line = plan.topics.first()

    answer = client.post(
        f"{place}{plan.pk}/change/", {"do": "merge", "lines": [line.pk], "title": "Вместе"}
    )

    assert answer.status_code == 422
    assert answer.context["chosen"] == {str(line.pk)}
    assert 'value="Вместе"' in answer.content.decode()


@pytest.mark.parametrize("do", ["up", "down", "move", "drop", "remove", "part", "section"])
def test_each_button_of_the_bar_answers(client, anna, course, place, do):
    plan = a_plan(course, by=anna.person)
    lines = list(plan.topics.values_list("pk", flat=True))

    answer = client.post(f"{place}{plan.pk}/change/", {"do": do, "lines": lines[:1]})

    assert answer.status_code == 302


def test_the_deputy_returns_with_a_remark_typed(client, school, anna, course, place):
    plan = a_plan(course, by=anna.person, state="submitted")
    deputy = logged_in(an_employee(school, role=Role.DEPUTY).person)

    assert deputy.post(f"{place}{plan.pk}/decide/", {"step": "return"}).status_code == 422
    deputy.post(f"{place}{plan.pk}/decide/", {"step": "return", "remark": "Часы!"})

    page = client.get(place).content.decode()
    assert "Часы!" in page


def test_a_plan_of_another_course_does_not_exist_here(client, school, anna, place):
    other = a_course(group=whole(a_class(school, letter="Б")), teacher=anna)
    plan = a_plan(other, by=anna.person)

    assert client.get(f"{place}{plan.pk}/lines/new/").status_code == 404
    assert client.post(f"{place}{plan.pk}/step/", {"step": "discard"}).status_code == 404


def test_plans_of_the_same_subject_and_grade_may_be_copied(client, school, boris, course, place):
    parallel = a_course(group=whole(a_class(school, letter="Б")), teacher=boris)
    theirs = a_plan(parallel, by=boris.person, in_use=True)
    older = a_course(group=whole(a_class(school, grade=6)), teacher=boris)
    a_plan(older, by=boris.person, in_use=True)
    half = a_subgroup(parallel.group.school_class, name="5Б, 1", students=[])
    drafted = a_course(group=half, teacher=boris)
    a_plan(drafted, by=boris.person)

    sources = client.get(f"{place}copy/").context["sources"]
    assert [one.pk for one in sources] == [theirs.pk]
    assert client.post(f"{place}copy/", {"plan": older.pk}).status_code == 422
    key = "5f0c0f0e-7f44-4a8e-9c11-2f1f2c6a2a01"
    client.post(f"{place}copy/", {"plan": theirs.pk, "request_key": key})

    assert CoursePlan.objects.get(course=course).topics.count() == 2


def test_the_command_saves_a_draft_in_the_name_of_a_teacher(tmp_path, anna, boris, course):
    file = tmp_path / "КТП.csv"
    file.write_text("№;Тема;Часы\n1;Дроби;2\n")
    given = {"course": course.pk, "json": True}

    with pytest.raises(CommandError):
        call_command("import_plans", str(file), login=boris.person.login, **given)
    call_command("import_plans", str(file), login=anna.person.login, **given)

    plan = CoursePlan.objects.get()
    assert (plan.course, plan.made_by, plan.source) == (course, anna.person, "КТП.csv")
    assert plan.made_at <= timezone.now()


def test_a_substituted_lesson_of_the_subject_counts_as_held_and_a_cancelled_one_does_not(
    client, anna, boris, course, place
):
    plan = a_plan(course, ("А", 1), ("Б", 1), ("В", 1), by=anna.person, in_use=True)
    first, second, _third = plan.topics.order_by("position")
    own = a_lesson(course, number=1)
    replaced = a_lesson(course, number=2, teacher=boris)
    a_lesson(course, number=3, state="cancelled", starts="10:00")
    for lesson, line, by in ((own, first, anna), (replaced, second, boris)):
        write_topic(
            actor=by.person, lesson=lesson, text="", seen="", planned_topic_id=line.pk, now=NOW
        )

    figures = client.get(place).context["page"].progress

    assert (figures.hours.done, figures.hours.of) == (2, 3)
    assert (figures.topics.done, figures.topics.of) == (2, 3)
    assert (figures.remaining_hours, figures.lessons_left, figures.lag) == (1, 0, 1)
