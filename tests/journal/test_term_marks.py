"""A mark of a period: what the policy suggests, what the teacher decides, what asks why."""

from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest

from core.refusal import ChangedMeanwhile, Refused
from journal.actions.term_marks import set_all_suggested, set_conduct, set_term_mark
from journal.models import TermMark, TermMarkKind, TermMarkVia
from journal.queries.course_page import terms_of
from journal.queries.term_grounds import Column, subject_grounds
from school.models import Scale
from tests import builders as b
from tests.journal.terms_builders import (
    EVENING,
    LAST,
    a_term_mark,
    decide,
    held,
    marked,
    missed,
    quarter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(school, anna):
    """34 hours a year: three marks a quarter."""
    course = b.a_course(group=b.whole(b.a_class(school)), teacher=anna)
    course.hours_a_year = 34
    course.save()
    return course


@pytest.fixture
def student(course):
    return b.students_of(course.group)[0]


@pytest.fixture
def term(course):
    return quarter(course.school)


def _set(course, student, text, *, slug=None, seen="", now=EVENING, **more):
    return set_term_mark(
        actor=course.teachers.first().employee.person,
        course=course,
        student_id=student.pk,
        slug=slug or f"t{quarter(course.school).pk}",
        text=text,
        seen=seen,
        now=now,
        **more,
    )


def test_a_mark_as_suggested_needs_no_reason_and_keeps_its_basis(course, student, term):
    marked(course, student, (5, 4, 5))

    mark = _set(course, student, "5")

    assert (mark.points, mark.suggested, mark.via) == (5, "5", TermMarkVia.TEACHER)
    assert mark.basis["mean"] == str(Fraction(14, 3))
    assert (mark.basis["marks"], mark.basis["needed"]) == (3, 3)
    assert mark.basis["borders"] == ["2.5", "3.5", "4.5"]


@pytest.mark.parametrize("text", ["4", "3", "осв"])
def test_a_departure_asks_why(course, student, text):
    marked(course, student, (5, 4, 5))

    with pytest.raises(Refused) as refused:
        _set(course, student, text)

    assert (refused.value.code, refused.value.field) == ("reason_needed", "reason")


def test_a_departure_with_a_reason_stands_with_it(course, student):
    marked(course, student, (5, 4, 5))

    mark = _set(course, student, "4", reason="  слабая   контрольная ")

    assert (mark.text, mark.suggested, mark.reason) == ("4", "5", "слабая контрольная")


def test_not_attested_needs_a_reason_even_where_it_is_suggested(course, student):
    for shift in range(4):
        held(course, day=b.MONDAY + timedelta(days=shift))
    missed(course, student, lessons=3)

    with pytest.raises(Refused) as refused:
        _set(course, student, "н/а")
    mark = _set(course, student, "на", reason="болел")

    assert refused.value.code == "reason_needed"
    assert (mark.text, mark.suggested, mark.reason) == ("н/а", "н/а", "болел")


@pytest.mark.parametrize(("missed_lessons", "suggested"), [(2, ""), (3, "н/а")])
def test_not_attested_only_for_more_than_half(course, student, term, missed_lessons, suggested):
    for shift in range(4):
        held(course, day=b.MONDAY + timedelta(days=shift))
    missed(course, student, lessons=missed_lessons)

    grounds = subject_grounds(course, [student.pk], terms=terms_of(course), today=LAST)

    column = Column(kind=TermMarkKind.TERM, term=term)
    assert grounds.suggestion(student.pk, column).text == suggested


@pytest.mark.clause("A4 1.4")
def test_another_mark_supersedes_and_both_stay(course, student):
    marked(course, student, (5, 4, 5))
    first = _set(course, student, "5")

    second = _set(course, student, "4", seen="5", reason="пересчёт")

    first.refresh_from_db()
    assert not first.is_current
    assert (second.supersedes_id, second.via) == (first.pk, TermMarkVia.CORRECTION)
    assert TermMark.objects.get(is_current=True) == second


def test_a_late_correction_asks_why(course, student):
    marked(course, student, (5, 4, 5))
    _set(course, student, "4", reason="слабая контрольная")
    week = timedelta(days=7)

    with pytest.raises(Refused) as refused:
        _set(course, student, "5", seen="4", now=EVENING + week + timedelta(seconds=1))
    mark = _set(course, student, "5", seen="4", now=EVENING + week)

    assert refused.value.code == "reason_needed"
    assert mark.text == "5"


def test_taking_back_asks_why_and_leaves_its_history(course, student):
    marked(course, student, (5, 4, 5))
    mark = _set(course, student, "5")

    with pytest.raises(Refused):
        _set(course, student, "", seen="5")
    gone = _set(course, student, "", seen="5", reason="не тот ученик")

    assert gone is None
    assert not TermMark.objects.exists()
    last = mark.events.model.objects.filter(pgh_obj_id=mark.pk).latest("pgh_id")
    assert (last.pgh_label, last.pgh_context["reason"]) == ("delete", "не тот ученик")


def test_two_hands_on_one_place(course, student):
    marked(course, student, (5, 4, 5))
    _set(course, student, "5")

    with pytest.raises(ChangedMeanwhile) as conflict:
        _set(course, student, "4", seen="", reason="почему-то")

    assert conflict.value.theirs == "5"


def test_a_repeated_request_changes_nothing(course, student):
    marked(course, student, (5, 4, 5))
    key = uuid4()
    _set(course, student, "5", key=key)

    again = _set(course, student, "4", key=key, seen="5", reason="эхо")

    assert again.text == "5"
    assert TermMark.objects.count() == 1


@pytest.mark.parametrize("text", ["1", "6", "4/3", "зач", "отл", "н", "45", "-4", "٤"])
def test_what_cannot_stand_there_is_refused(course, student, text):
    with pytest.raises(Refused) as refused:
        _set(course, student, text)

    assert refused.value.code == "unknown_mark"


@pytest.mark.parametrize(
    ("scale", "text", "stands"),
    [
        (Scale.PASS_FAIL, "pfx", "зач"),
        (Scale.PASS_FAIL, "незач", "незач"),
        (Scale.HUNDRED, "87", "87"),
        (Scale.ONE_TO_FIVE, "1", "1"),
        (Scale.TWO_TO_FIVE, "jcd", "осв"),
    ],
)
def test_values_of_every_scale_in_either_layout(school, anna, scale, text, stands):
    course = b.a_course(group=b.whole(b.a_class(school)), teacher=anna, subject="Курс", scale=scale)
    mark = _set(course, b.students_of(course.group)[0], text, reason="по итогам")

    assert mark.text == stands


def test_grade_one_masters_the_programme_and_has_no_numbers(school, anna):
    course = b.a_course(group=b.whole(b.a_class(school, grade=1)), teacher=anna)
    held(course)
    child = b.students_of(course.group)[0]

    mark = _set(course, child, "усв")

    assert (mark.text, mark.suggested) == ("усв", "усв")
    with pytest.raises(Refused):
        _set(course, child, "5", seen="усв")


def test_nothing_is_set_before_the_period_begins(course, student):
    second = quarter(course.school, 2)
    with pytest.raises(Refused) as refused:
        _set(course, student, "5", slug=f"t{second.pk}", now=EVENING)

    assert refused.value.code == "not_begun"


def test_who_left_before_the_end_is_in_nobodys_count(course, student):
    stay = student.memberships.get()
    stay.until = LAST - timedelta(days=1)
    stay.save()

    with pytest.raises(Refused) as refused:
        _set(course, student, "5", reason="просто так")

    assert refused.value.code == "not_a_member"


def test_who_stays_to_the_last_day_is_marked(course, student):
    stay = student.memberships.get()
    stay.until = LAST
    stay.save()

    assert _set(course, student, "5", reason="по итогам").text == "5"


def test_who_moved_is_marked_in_the_new_class_by_all_his_marks(school, anna, course, student):
    other = b.a_course(group=b.whole(b.a_class(school, letter="Б")), teacher=anna)
    other.hours_a_year = 34
    other.save()
    marked(course, student, (3, 3))
    stay = student.memberships.get()
    stay.until = b.MONDAY + timedelta(days=10)
    stay.save()
    b.join(other.group, student, since=b.MONDAY + timedelta(days=11))
    marked(other, student, (4, 4, 4), first=b.MONDAY + timedelta(days=11))

    with pytest.raises(Refused):
        _set(course, student, "3")
    mark = _set(other, student, "4")

    assert (mark.suggested, mark.basis["mean"]) == ("4", str(Fraction(18, 5)))


@pytest.mark.parametrize(
    ("now", "known"),
    [
        (EVENING, EVENING),
        (b.moscow(LAST, "23:59:59"), b.moscow(LAST, "23:59:59")),
        (b.moscow(LAST + timedelta(days=3), "10:00"), b.moscow(LAST + timedelta(days=1), "00:00")),
    ],
)
@pytest.mark.clause("A5 3")
def test_known_is_the_schools_date_or_the_first_entry(course, student, now, known):
    marked(course, student, (5, 4, 5))

    mark = _set(course, student, "5", now=now)

    assert (mark.known_at, mark.published_at) == (known, now)


def test_the_schools_own_date_decides(course, student):
    decide(course.school, "term_marks_days", -2)
    marked(course, student, (5, 4, 5))

    mark = _set(course, student, "5", now=EVENING)

    assert mark.known_at == b.moscow(LAST - timedelta(days=1), "00:00")


def test_all_suggested_are_set_at_once_as_the_policy_says(
    course, student, term, django_assert_num_queries
):
    for one in b.students_of(course.group):
        marked(course, one, (5, 4, 4))
    wanted = {one.pk: "4" for one in b.students_of(course.group)}

    made = set_all_suggested(
        actor=course.teachers.first().employee.person,
        course=course,
        slug=f"t{term.pk}",
        wanted=wanted,
        now=EVENING,
    )

    assert [mark.text for mark in made] == ["4", "4", "4"]
    assert {mark.via for mark in made} == {TermMarkVia.POLICY}


def test_a_suggestion_that_changed_meanwhile_sets_nothing(course, student, term):
    students = b.students_of(course.group)
    for one in students:
        marked(course, one, (5, 4, 4))
    marked(course, students[2], (2, 2), first=b.MONDAY + timedelta(days=7))

    with pytest.raises(Refused):
        set_all_suggested(
            actor=course.teachers.first().employee.person,
            course=course,
            slug=f"t{term.pk}",
            wanted={one.pk: "4" for one in students},
            now=EVENING,
        )

    assert not TermMark.objects.exists()


def test_the_year_follows_from_the_periods_and_waits_for_all(course, student):
    terms = terms_of(course)
    for term, points in zip(terms[:3], (4, 5, 4), strict=True):
        a_term_mark(course, student, points, term=term)
    year = Column(kind=TermMarkKind.YEAR)
    today = terms[3].last_day

    early = subject_grounds(course, [student.pk], terms=terms, today=today)
    a_term_mark(course, student, 5, term=terms[3])
    full = subject_grounds(course, [student.pk], terms=terms, today=today)

    assert early.suggestion(student.pk, year).text == ""
    assert full.suggestion(student.pk, year).text == "5"


@pytest.mark.parametrize(
    ("scale", "text", "stands"),
    [("pass", "зач", "зач"), ("three", "обр", "обр"), ("three", "уд", "уд"), ("2-5", "4", "4")],
)
def test_conduct_is_marked_in_the_schools_scale(school, course, student, term, scale, text, stands):
    decide(school, "conduct_scale", scale)

    mark = set_conduct(
        actor=b.a_person(),
        school_class=course.group.school_class,
        student_id=student.pk,
        slug=f"t{term.pk}",
        text=text,
        seen="",
        now=EVENING,
    )

    assert (mark.text, mark.subject_id) == (stands, None)


@pytest.mark.parametrize(("scale", "text"), [("none", "5"), ("pass", "5"), ("2-5", "обр")])
def test_conduct_outside_the_scale_is_refused(school, course, student, term, scale, text):
    decide(school, "conduct_scale", scale)

    with pytest.raises(Refused):
        set_conduct(
            actor=b.a_person(),
            school_class=course.group.school_class,
            student_id=student.pk,
            slug=f"t{term.pk}",
            text=text,
            seen="",
            now=EVENING,
        )
