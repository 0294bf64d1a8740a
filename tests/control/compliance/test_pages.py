"""Compliance over a week or a period: every figure is a number of facts and unfolds to them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from control.counts import STATES
from schedule.models import Excuse
from tests import builders as b
from tests.control.compliance.facts_here import FRIDAY_NIGHT, record

pytestmark = pytest.mark.django_db
TUESDAY = b.MONDAY + timedelta(days=1)
WEEK = "from=2025-09-08&to=2025-09-14"


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def zoya(school):
    return b.an_employee(school, role="deputy", last="Завьялова", first="Зоя").person


@pytest.fixture
def anna(school):
    return b.an_employee(school, last="Иванова", first="Анна", patronymic="Петровна")


@pytest.fixture
def lessons(school, anna):
    """Monday's is kept in time but for homework, eleven minutes late; Tuesday's is not recorded."""
    course = b.a_course(school, teacher=anna)
    monday, tuesday = b.a_lesson(course), b.a_lesson(course, day=TUESDAY)
    morning = b.moscow(b.MONDAY, "08:40")
    record(monday, topic=morning, register=morning, homework=b.moscow(b.MONDAY, "10:26"))
    return monday, tuesday


def page(client, school, rest="", query=WEEK):
    answer = client.get(f"/s/{school.pk}/control/compliance/{rest}?{query}")
    assert answer.status_code == 200
    return answer


@pytest.fixture
def client(zoya, time_machine):
    time_machine.move_to(FRIDAY_NIGHT, tick=False)
    return b.logged_in(zoya)


@pytest.mark.clause("2.3.1")
@pytest.mark.clause("2.3.2")
@pytest.mark.clause("2.5")
def test_each_figure_leads_to_the_facts_it_counts(school, client, lessons):
    shown = page(client, school).context["page"]

    total = shown.total
    assert (total.done, total.late, total.missing, total.excused) == (2, 1, 3, 0)
    assert (total.mean_hours, total.in_time_percent) == (Decimal("0.2"), 33)
    for state in STATES:
        facts = page(client, school, "facts/", f"{WEEK}&state={state}").context["page"]
        assert facts.total == total[state]


@pytest.mark.clause("2.3.1")
def test_a_broken_fact_stands_beside_its_clause_and_leads_to_the_lesson(school, client, lessons):
    _monday, tuesday = lessons

    text = page(client, school, "facts/", f"{WEEK}&state=missing").content.decode()

    assert text.count(f'href="/s/{school.pk}/lessons/{tuesday.pk}/"') == 3
    assert text.count("2.3.1, A4 2.1") >= 2
    assert "2.3.2, A4 2.2" in text


def test_filters_live_in_the_address(school, client, lessons):
    boris = b.an_employee(school, last="Борисов", first="Борис")
    other = b.a_course(group=b.whole(b.a_class(school, letter="Б")), teacher=boris)
    b.a_lesson(other, day=TUESDAY)

    query = f"{WEEK}&by=class&teacher={boris.pk}&rule=HOMEWORK_IN_TIME"
    shown = page(client, school, query=query)

    [group] = shown.context["page"].groups
    assert (group.name, group.counts.asked, group.counts.missing) == ("5Б", 1, 1)
    assert f'<option value="{boris.pk}" selected>' in shown.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "from=nonsense&to=2025-13-40&by=%00&state=x&rule=y&teacher=abc&class=-1&page=0",
        "from=1900-01-01&to=9999-12-31",
        "from=2025-09-14&to=2025-09-08",
        "teacher=999999999999999999&subject=0&class=0&page=999999",
    ],
)
def test_a_strange_address_is_answered(school, client, lessons, query):
    for rest in ("", "facts/"):
        page(client, school, rest, query)


def test_days_without_lessons_are_an_empty_page(school, client, lessons):
    text = page(client, school, query="from=2025-07-07&to=2025-07-13").content.decode()

    assert '<svg class="heat"' not in text


def test_a_long_name_is_whole_in_the_table_and_escaped_everywhere(school, client):
    long = "Рождественская-Константинопольская<b>"
    anna = b.an_employee(school, last=long, first="Александра-Виктория")
    b.a_lesson(b.a_course(school, teacher=anna))

    text = page(client, school).content.decode()

    assert "Рождественская-Константинопольская&lt;b&gt; А." in text
    assert long not in text


@pytest.mark.parametrize("lessons_a_day", [1, 8])
def test_pages_cost_the_same_for_any_number_of_lessons(
    school, client, anna, lessons_a_day, django_assert_num_queries
):
    course = b.a_course(school, teacher=anna)
    for number in range(1, lessons_a_day + 1):
        b.a_lesson(course, number=number)
    page(client, school)

    for rest, statements in (("", 6), ("facts/", 7)):
        with django_assert_num_queries(statements):
            page(client, school, rest)


# ---- excuses ----


def excuse_facts(client, school, tokens, **more):
    said = {"kind": "outage", "words": "Авария", "request_key": str(uuid4()), "fact": tokens}
    return client.post(f"/s/{school.pk}/control/compliance/facts/?{WEEK}", said | more)


def tokens_of(client, school, state="missing"):
    facts = page(client, school, "facts/", f"{WEEK}&state={state}").context["page"]
    return [row.token for row in facts.rows]


@pytest.mark.clause("2.5")
def test_a_deputy_excuses_broken_facts_and_the_figures_say_who_and_why(school, client, lessons):
    answer = excuse_facts(client, school, tokens_of(client, school))

    assert answer.status_code == 302
    shown = page(client, school)
    total = shown.context["page"].total
    assert (total.missing, total.excused, total.late) == (0, 3, 1)
    [decision] = shown.context["page"].decisions
    assert (decision.decided_by, decision.words, decision.count) == ("Завьялова З.", "Авария", 3)
    assert "Завьялова З." in shown.content.decode()


def test_an_excuse_taken_back_breaks_the_rule_again(school, client, lessons):
    excuse_facts(client, school, tokens_of(client, school))
    for one in Excuse.objects.all():
        client.post(f"/s/{school.pk}/control/excuses/{one.pk}/end/")

    assert page(client, school).context["page"].total.missing == 3
    listed = client.get(f"/s/{school.pk}/control/excuses/").context["page"]
    assert (len(listed.holding), {row.ended_by for row in listed.ended}) == (0, {"Завьялова З."})


def test_without_a_reason_nothing_is_excused_and_the_ticks_stay(school, client, lessons):
    tokens = tokens_of(client, school)

    answer = excuse_facts(client, school, tokens[:1], words="")

    assert answer.status_code == 422
    assert f'value="{tokens[0]}" checked' in answer.content.decode()
    assert not Excuse.objects.exists()


def test_nothing_ticked_is_said_so(school, client, lessons):
    answer = excuse_facts(client, school, [])

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize("token", ["x", "LESSON_SAME_DAY:2025-02-30:l1", "A:2025-09-08:l"])
def test_a_strange_fact_is_refused(school, client, lessons, token):
    assert excuse_facts(client, school, [token]).status_code == 422


def test_a_lesson_of_another_school_cannot_be_excused(school, client, lessons):
    foreign = b.a_lesson(b.a_course(b.a_school(name="Школа № 2")))

    answer = excuse_facts(client, school, [f"LESSON_SAME_DAY:2025-09-08:l{foreign.pk}"])

    assert answer.status_code == 404
    assert not Excuse.objects.exists()


def test_days_of_a_class_are_excused_for_every_rule(school, client, lessons):
    pk = lessons[0].course.group.school_class_id
    said = {
        "kind": "quarantine",
        "words": "Карантин по приказу 12",
        "first_day": "2025-09-08",
        "last_day": "2025-09-09",
        "school_class": pk,
        "request_key": str(uuid4()),
    }

    answer = client.post(f"/s/{school.pk}/control/excuses/", said)
    wrong = client.post(f"/s/{school.pk}/control/excuses/", said | {"last_day": "2025-09-01"})

    assert (answer.status_code, wrong.status_code) == (302, 422)
    total = page(client, school).context["page"].total
    assert (total.excused, total.missing, total.late, total.done) == (4, 0, 0, 2)


# ---- files ----


@pytest.mark.clause("3")
def test_the_pdf_says_what_the_page_says(school, client, lessons):
    figures = b.pdf_text(page(client, school, "print/").content)
    facts = b.pdf_text(page(client, school, "facts/print/").content)

    assert "Иванова А. П. 2 0 1 0,2 3 0 33" in figures
    assert facts.count("Математика") == 4
    assert "2.3.2" in facts


def test_the_list_as_a_workbook_has_all_pages_of_the_list(school, client, lessons):
    answer = page(client, school, "facts/sheet/", f"{WEEK}&state=all&page=7")

    lines = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(lines) == 4 + 6
    assert (
        answer["Content-Disposition"] == 'attachment; filename="lessons-2025-09-08-2025-09-14.xlsx"'
    )
