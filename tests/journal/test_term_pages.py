"""The sheets of period marks: what they show, how they save, what they cost."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from journal.models import Decision, Promotion, TermLock, TermMark
from school.models import Role
from tests import builders as b
from tests.journal.terms_builders import (
    EVENING,
    LAST,
    a_term_mark,
    close,
    decide,
    marked,
    quarter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening():
    """The last day of the first quarter, 18:00."""
    with time_machine.travel(EVENING):
        yield


@pytest.fixture
def homeroom(school):
    return b.an_employee(school, last="Галкина", first="Галина", role=None)


@pytest.fixture
def school_class(school, homeroom):
    return b.a_class(school, homeroom=homeroom)


@pytest.fixture
def course(school_class, anna):
    course = b.a_course(group=b.whole(school_class), teacher=anna)
    course.hours_a_year = 34
    course.save()
    return course


@pytest.fixture
def students(course):
    return b.students_of(course.group)


@pytest.fixture
def slug(school):
    b.a_year(school)
    return f"t{quarter(school).pk}"


@pytest.fixture
def deputy(school):
    return b.an_employee(school, last="Завьялова", first="Зоя", role=Role.DEPUTY)


def _url(course, rest=""):
    return f"/s/{course.school_id}/journals/{course.pk}/terms/{rest}"


def _class_url(school_class, rest=""):
    return f"/s/{school_class.school_id}/classes/{school_class.pk}/{rest}"


def test_the_sheet_shows_average_suggestion_and_what_is_lacking(course, anna, students, slug):
    marked(course, students[0], (5, 4, 5))
    marked(course, students[1], (3,))

    html = b.logged_in(anna.person).get(_url(course)).content.decode()

    assert "4,67" in html
    assert f'data-sug="{slug}"' in html
    assert ">1/3<" in html
    assert f'name="m-{students[0].pk}-{slug}"' in html


def test_one_place_is_saved_with_small_answers(course, anna, students, slug):
    marked(course, students[0], (5, 4, 5))
    url = _url(course, f"students/{students[0].pk}/{slug}/")
    client = b.logged_in(anna.person)

    asked = client.post(url, {"text": "3", "seen": ""})
    saved = client.post(url, {"text": "5", "seen": ""})
    clash = client.post(url, {"text": "4", "seen": "", "reason": "да"})

    assert (asked.status_code, asked.json()["code"]) == (422, "reason_needed")
    assert (saved.status_code, saved.json()["text"]) == (200, "5")
    assert (clash.status_code, clash.json()["theirs"]) == (409, "5")


def test_without_javascript_the_sheet_is_one_form_that_loses_nothing(course, anna, students, slug):
    for student in students:
        marked(course, student, (5, 4, 5))
    first, second = (f"m-{student.pk}-{slug}" for student in students[:2])
    client = b.logged_in(anna.person)

    refused = client.post(_url(course), {first: "5", second: "3"})
    html = refused.content.decode()
    again = client.post(
        _url(course), {first: "5", f"seen-{first}": "5", second: "3", f"why-{second}": "по факту"}
    )

    assert refused.status_code == 422
    assert f'name="{second}" value="3"' in html
    assert f'name="why-{second}"' in html
    assert again.status_code == 302
    assert sorted(TermMark.objects.values_list("points", "reason")) == [(3, "по факту"), (5, "")]


def test_a_deputy_says_why_and_others_only_read(course, deputy, homeroom, students, slug):
    marked(course, students[0], (5, 4, 5))
    url = _url(course, f"students/{students[0].pk}/{slug}/")

    silent = b.logged_in(deputy.person).post(url, {"text": "5", "seen": ""})
    said = b.logged_in(deputy.person).post(url, {"text": "5", "seen": "", "reason": "болен"})
    reading = b.logged_in(homeroom.person).get(_url(course)).content.decode()

    assert (silent.status_code, said.status_code) == (422, 200)
    assert "<input name=" not in reading.split("<tbody>")[1].split("</tbody>")[0]


def test_all_suggested_are_looked_at_before_they_are_set(course, anna, students, slug):
    for student in students:
        marked(course, student, (5, 4, 4))
    client = b.logged_in(anna.person)
    url = _url(course, f"{slug}/suggested/")

    before = client.get(url)
    nothing_copied = TermMark.objects.count()
    form = {"students": [one.pk for one in students[:2]]}
    form |= {f"mark-{one.pk}": "4" for one in students}
    after = client.post(url, form)

    assert (before.status_code, nothing_copied, after.status_code) == (200, 0, 302)
    assert TermMark.objects.count() == 2


def _sheet_of(school, anna, *, students, letter):
    course = b.a_course(
        group=b.whole(b.a_class(school, letter=letter, students=students)), teacher=anna
    )
    for student in b.students_of(course.group):
        marked(course, student, (5, 4))
    return course


@pytest.mark.parametrize("students", [3, 34])
def test_the_sheet_costs_the_same_for_every_size(school, anna, students, django_assert_num_queries):
    course = _sheet_of(school, anna, students=students, letter="В")
    client = b.logged_in(anna.person)
    client.get(_url(course))

    with django_assert_num_queries(9):
        client.get(_url(course))


@pytest.mark.parametrize("students", [3, 34])
def test_the_class_sheet_costs_the_same_for_every_size(
    school, anna, deputy, students, django_assert_num_queries
):
    course = _sheet_of(school, anna, students=students, letter="В")
    school_class = course.group.school_class
    for student in b.students_of(course.group):
        a_term_mark(course, student, 4, term=quarter(school))
    client = b.logged_in(deputy.person)
    client.get(_class_url(school_class, "terms/"))

    with django_assert_num_queries(8):
        client.get(_class_url(school_class, "terms/"))


def test_the_class_sheet_groups_students_and_says_who_has_not_set_what(
    course, school_class, homeroom, students, school
):
    b.a_course(group=b.whole(school_class), subject="Музыка", teacher=None)
    a_term_mark(course, students[0], 5, term=quarter(school))
    a_term_mark(course, students[1], sign="not_attested", term=quarter(school))

    page = b.logged_in(homeroom.person).get(_class_url(school_class, "terms/")).context["page"]

    lacks = [(lack.subject, lack.teachers, lack.count) for lack in page.lacks]
    assert lacks == [("Математика", "Орлова А. С.", 1), ("Музыка", "", 3)]
    assert [line.names for line in page.groups] == [
        (f"{students[1].person.last_name} Илья",),
        (f"{students[0].person.last_name} Илья",),
        (f"{students[2].person.last_name} Илья",),
    ]


def test_who_left_before_the_end_lacks_nothing(course, school_class, homeroom, students):
    for student in students[:2]:
        stay = student.memberships.get()
        stay.until = LAST - timedelta(days=1)
        stay.save()

    page = b.logged_in(homeroom.person).get(_class_url(school_class, "terms/")).context["page"]

    assert page.lacking == 1


def test_the_homeroom_teacher_marks_conduct_on_the_sheet(
    school, course, school_class, homeroom, students, slug
):
    decide(school, "conduct_scale", "three")
    client = b.logged_in(homeroom.person)

    saved = client.post(
        _class_url(school_class, f"terms/students/{students[0].pk}/{slug}/"),
        {"text": "обр", "seen": ""},
    )
    html = client.get(_class_url(school_class, "terms/")).content.decode()

    assert (saved.status_code, saved.json()["text"]) == (200, "обр")
    assert f'name="m-{students[0].pk}-{slug}" value="обр"' in html


def test_a_period_closes_with_its_lacks_seen_and_opens_with_a_reason(
    course, school_class, deputy, slug
):
    client = b.logged_in(deputy.person)
    term = slug.removeprefix("t")

    refused = client.post(_class_url(school_class, f"terms/{term}/close/"))
    closed = client.post(_class_url(school_class, f"terms/{term}/close/"), {"with_lacks": "1"})
    twice = client.post(_class_url(school_class, f"terms/{term}/close/"), {"with_lacks": "1"})
    silent = client.post(_class_url(school_class, f"terms/{term}/open/"))
    locks = TermLock.objects.count()
    opened = client.post(_class_url(school_class, f"terms/{term}/open/"), {"reason": "ошибка"})

    codes = [answer.status_code for answer in (refused, closed, twice, silent, opened)]
    assert codes == [422, 302, 422, 422, 302]
    assert (locks, TermLock.objects.count()) == (1, 0)


def test_a_closed_period_is_the_deputys(course, school_class, anna, deputy, students, slug):
    marked(course, students[0], (5, 4, 5))
    close(school_class, quarter(course.school), by=deputy.person)
    url = _url(course, f"students/{students[0].pk}/{slug}/")

    teacher = b.logged_in(anna.person).post(url, {"text": "5", "seen": ""})
    by_deputy = b.logged_in(deputy.person).post(
        url, {"text": "5", "seen": "", "reason": "по заявлению"}
    )

    assert (teacher.status_code, teacher.json()["code"]) == (422, "period_closed")
    assert by_deputy.status_code == 200


def test_decisions_of_the_council_are_kept_with_day_and_order(
    course, school_class, deputy, students
):
    a_term_mark(course, students[0], 4)
    a_term_mark(course, students[1], 2)
    client = b.logged_in(deputy.person)
    url = _class_url(school_class, "promotion/")
    day = LAST.isoformat()

    page = client.get(url).context["page"]
    form = {
        f"decision-{students[0].pk}": "promoted",
        f"decision-{students[1].pk}": "conditionally",
        "council_day": day,
        "order_number": "45-у",
        "order_day": day,
    }
    saved = client.post(url, form)
    bad = client.post(url, form | {"council_day": "2026-05-29"})

    assert [row.suggested for row in page.rows] == [
        Decision.PROMOTED,
        Decision.CONDITIONALLY,
        None,
    ]
    assert [row.chosen for row in page.rows] == ["", "", ""]
    assert (saved.status_code, bad.status_code) == (302, 422)
    kept = sorted(Promotion.objects.values_list("decision", "order_number", "council_day"))
    assert kept == [("conditionally", "45-у", LAST), ("promoted", "45-у", LAST)]


def test_the_workbook_holds_every_period_and_no_formula(
    course, school_class, homeroom, students, school
):
    person = students[0].person
    person.last_name = "=1+1"
    person.save()
    a_term_mark(course, students[1], 5, term=quarter(school))

    answer = b.logged_in(homeroom.person).get(_class_url(school_class, "terms/export/"))
    book = load_workbook(BytesIO(answer.content))
    first = book.worksheets[0]

    assert len(book.worksheets) == 7
    kinds = {cell.data_type for row in first.iter_rows() for cell in row}
    assert "f" not in kinds
    assert 5 in [cell.value for cell in first["C"]]
