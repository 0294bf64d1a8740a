"""A debt re-examined reaches the year by a protocol; both stay (273-FZ, article 58)."""

from datetime import timedelta

import pytest

from core.refusal import Refused
from journal.actions.retakes import re_examine
from journal.models import TermMark, TermMarkKind, TermMarkVia
from tests import builders as b
from tests.journal.terms_builders import EVENING, a_deputy, a_term_mark, close, quarter

pytestmark = pytest.mark.django_db
AUTUMN = EVENING + timedelta(days=30)


@pytest.fixture
def student(course):
    return b.students_of(course.group)[0]


def _retake(course, student, text="3", **more):
    given = {
        "actor": course.teachers.first().employee.person,
        "day": (AUTUMN - timedelta(days=1)).date(),
        "known_at": AUTUMN - timedelta(hours=2),
        "protocol": "№ 4 от 23.11",
        "commission": "",
        "now": AUTUMN,
    }
    return re_examine(course=course, student_id=student.pk, text=text, **given | more)


@pytest.mark.clause("A5 3")
def test_the_year_is_superseded_and_known_since_the_protocol(course, student):
    debt = a_term_mark(course, student, 2)

    year = _retake(course, student)

    debt.refresh_from_db()
    exam = TermMark.objects.get(kind=TermMarkKind.EXAM)
    assert (year.points, year.via, year.supersedes_id) == (3, TermMarkVia.RETAKE, debt.pk)
    assert (debt.is_current, debt.points) == (False, 2)
    assert (exam.points, exam.basis["attempt"]) == (3, 1)
    assert (year.known_at, year.published_at) == (AUTUMN - timedelta(hours=2), AUTUMN)
    assert year.reason == "№ 4 от 23.11"


@pytest.mark.parametrize(("points", "sign"), [(3, ""), (5, ""), (None, "exempt")])
def test_without_a_debt_there_is_no_retake(course, student, points, sign):
    a_term_mark(course, student, points, sign=sign)

    with pytest.raises(Refused) as refused:
        _retake(course, student)

    assert refused.value.code == "no_debt"


def test_not_attested_for_the_year_is_a_debt(course, student):
    a_term_mark(course, student, sign="not_attested")

    assert _retake(course, student, "4").text == "4"


def test_the_second_is_before_a_commission_and_there_is_no_third(course, student):
    a_term_mark(course, student, 2)
    _retake(course, student, "2")

    with pytest.raises(Refused) as without:
        _retake(course, student, "2", day=AUTUMN.date())
    again = {"commission": "Завьялова З., Орлова А.", "day": AUTUMN.date(), "known_at": AUTUMN}
    second = _retake(course, student, "2", **again)
    with pytest.raises(Refused) as third:
        _retake(course, student, "3", **again)

    assert (without.value.code, without.value.field) == ("no_commission", "commission")
    assert second.basis["attempt"] == 2
    assert third.value.code == "no_more"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"protocol": " "}, "no_protocol"),
        ({"day": AUTUMN.date() + timedelta(days=1)}, "in_the_future"),
        ({"known_at": AUTUMN + timedelta(seconds=1)}, "in_the_future"),
        ({"day": EVENING.date() - timedelta(days=1)}, "before_debt"),
        ({"text": "н/а"}, "no_mark"),
        ({"text": ""}, "no_mark"),
    ],
)
def test_what_a_protocol_cannot_say_is_refused(course, student, changed, code):
    a_term_mark(course, student, 2)

    with pytest.raises(Refused) as refused:
        _retake(course, student, **changed)

    assert refused.value.code == code
    assert TermMark.objects.count() == 1


def test_after_the_year_is_closed_the_deputy_enters_it(course, student):
    deputy = a_deputy(course.school)
    a_term_mark(course, student, 2)
    close(course.group.school_class, quarter(course.school, 4), by=deputy)

    with pytest.raises(Refused) as refused:
        _retake(course, student)
    year = _retake(course, student, actor=deputy)

    assert refused.value.code == "period_closed"
    assert year.set_by == deputy
