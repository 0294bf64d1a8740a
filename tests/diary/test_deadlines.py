"""Deadlines towards families: the weekly report on paper, the digest of the forecast."""

from datetime import timedelta

import pytest

from consent.models import InformingChoice
from core.models import Message
from diary.models import PaperBatch, PaperReport
from diary.queries.paper_families import paper_families
from diary.regulation import paper_due
from school.models import SchoolSetting
from tests import builders as b
from tests.control.clock.counted import facts, states

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
MORNING = b.moscow(b.MONDAY, "09:00")
# Reports of the week are made on Friday the 12th: less than seven days later is Thursday.
BORDER = b.moscow(b.MONDAY + 11 * DAY, "00:00")
LATER = b.MONDAY + 2 * DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def course(school):
    return b.a_course(group=b.whole(b.a_class(school, students=1)))


@pytest.fixture
def mother(course):
    b.a_lesson(course)
    return b.a_guardian(b.students_of(course.group)[0])


@pytest.fixture
def choose(school, mother):
    def choice(form, *, since=b.FIRST_DAY):
        if not mother.applications.exists():
            b.sign_papers(mother, by=mother.guardian)
        return InformingChoice.objects.create(
            school=school,
            guardianship=mother,
            form=form,
            since=since,
            declared_by=mother.guardian,
        )

    return choice


def a_report(guardianship, course, *, handed_at=None, **more):
    batch = PaperBatch.objects.create(
        school=course.school,
        school_class=course.group.school_class,
        week=b.MONDAY,
        asked_at=MORNING,
    )
    return PaperReport.objects.create(
        school=course.school,
        batch=batch,
        guardianship=guardianship,
        student=guardianship.student,
        week=b.MONDAY,
        code=f"C{batch.pk}",
        due_at=BORDER,
        handed_at=handed_at,
        handed_by=guardianship.guardian if handed_at else None,
        **more,
    )


@pytest.mark.clause("A5 1")
def test_a_report_is_handed_over_less_than_seven_days_after_its_day():
    assert paper_due(b.MONDAY, weekday=5, zone=b.MOSCOW) == BORDER
    assert paper_due(b.MONDAY, weekday=1, zone=b.MOSCOW) == b.moscow(b.MONDAY + 14 * DAY, "00:00")


@pytest.mark.clause("A5 1")
def test_who_has_not_chosen_yet_is_owed_paper(school, mother):
    assert states(school, "PAPER_WEEKLY", now=BORDER - SECOND, last=b.MONDAY + 10 * DAY) == ["due"]
    assert states(school, "PAPER_WEEKLY", now=BORDER, last=b.MONDAY + 10 * DAY) == ["missing"]


@pytest.mark.clause("A5 1")
@pytest.mark.parametrize(("shift", "state"), [(-SECOND, "done"), (0 * SECOND, "late")])
def test_handing_over_at_midnight_is_late(school, mother, course, shift, state):
    a_report(mother, course, handed_at=BORDER + shift)

    assert states(school, "PAPER_WEEKLY", now=BORDER + DAY) == [state]


def test_who_chose_the_electronic_diary_in_time_is_owed_no_paper(school, mother, choose):
    facts(school, now=MORNING)

    choose("electronic", since=LATER)

    assert states(school, "PAPER_WEEKLY", now=BORDER) == []


def test_who_chooses_after_the_deadline_was_owed_it(school, mother, choose):
    assert states(school, "PAPER_WEEKLY", now=BORDER) == ["missing"]

    choose("electronic", since=b.MONDAY + 14 * DAY)

    assert states(school, "PAPER_WEEKLY", now=BORDER + 7 * DAY) == ["missing"]


@pytest.mark.parametrize("form", ["paper", "electronic", "undecided"])
@pytest.mark.parametrize(("application", "consent"), [(1, 1), (1, 0), (0, 1)])
def test_control_asks_paper_for_whom_it_is_printed(
    school, mother, course, form, application, consent
):
    b.sign_papers(mother, by=mother.guardian, application=application, consent=consent)
    InformingChoice.objects.create(
        school=school,
        guardianship=mother,
        form=form,
        since=b.FIRST_DAY,
        declared_by=mother.guardian,
    )

    owed = facts(school, now=BORDER, rule="PAPER_WEEKLY")

    friday = b.MONDAY + 4 * DAY
    class_id = course.group.school_class_id
    printed = paper_families([class_id], week=b.MONDAY, day=friday).get(class_id, ())
    assert [one.about_id for one in owed] == [one.guardianship_id for one in printed]


def test_a_week_without_lessons_asks_no_report(school, mother, course):
    found = facts(school, now=BORDER + 14 * DAY, rule="PAPER_WEEKLY")

    assert [one.day for one in found] == [b.MONDAY + 10 * DAY]


def test_a_dropped_report_asks_nothing_of_who_chose_otherwise(school, mother, course, choose):
    choose("electronic", since=LATER)
    a_report(mother, course, dropped_at=MORNING)

    assert states(school, "PAPER_WEEKLY", now=BORDER) == []


def test_the_schools_weekday_holds_from_its_day(school, mother):
    SchoolSetting.objects.create(school=school, key="paper_weekday", value=1, since=b.MONDAY)

    [fact] = facts(school, now=BORDER + 3 * DAY, rule="PAPER_WEEKLY")

    assert fact.due_at == b.moscow(b.MONDAY + 14 * DAY, "00:00")


@pytest.mark.clause("2.3")
def test_no_paper_is_owed_before_the_opening_of_the_year(school, mother, course):
    b.open_year(course.year, day=b.MONDAY + 20 * DAY)

    assert states(school, "PAPER_WEEKLY", now=BORDER) == []


@pytest.mark.clause("A5 2")
def test_a_digest_goes_out_in_every_two_weeks_of_a_period(school, mother, choose):
    choose("electronic")
    last_day = b.FIRST_DAY + 13 * DAY
    midnight = b.moscow(last_day + DAY, "00:00")
    assert states(school, "FORECAST", now=midnight - SECOND, last=last_day) == ["due"]
    assert states(school, "FORECAST", now=midnight, last=last_day) == ["missing"]

    Message.objects.create(
        school_id=school.pk,
        person=mother.guardian,
        kind="forecast",
        title="Прогноз",
        link="/",
        key="k",
        made_at=midnight - SECOND,
    )

    assert states(school, "FORECAST", now=midnight, last=last_day) == ["done"]
