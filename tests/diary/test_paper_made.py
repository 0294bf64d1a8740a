"""Who gets a paper report and when one is made (App. 5 1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from diary.actions import fill_batch, hand_out, make_due_reports
from diary.models import PaperBatch, PaperReport
from diary.regulation import paper_day, paper_due, reported_week
from school.models import CalendarDay, DayKind, Membership, SchoolSetting
from tests.builders import (
    MONDAY,
    MOSCOW,
    a_class,
    a_course,
    a_guardian,
    a_lesson,
    a_school,
    a_student,
    an_employee,
    join,
    moscow,
    sign_papers,
    whole,
)
from tests.diary.paper_builders import (
    FRIDAY,
    PRINTED,
    THURSDAY_AFTER,
    a_mother,
    chose,
    printed,
    standing,
)

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def anna(school):
    return an_employee(school)


@pytest.fixture
def fifth(school):
    return a_class(school, students=0)


@pytest.fixture
def maths(fifth, anna):
    course = a_course(group=whole(fifth), teacher=anna)
    a_lesson(course)
    return course


@pytest.fixture
def ilya(fifth, maths):
    return a_student(fifth)


def guardians(reports):
    return [report.guardianship for report in reports]


def hand(report, *, by, now=PRINTED):
    hand_out(
        actor=by.person,
        school_class=report.batch.school_class,
        report_ids=[report.pk],
        receiver="",
        now=now,
        key=KEY,
    )


# ---- the days -----------------------------------------------------------------------------------


@pytest.mark.clause("A5 1")
@pytest.mark.parametrize(
    ("weekday", "made_on"),
    [
        (5, date(2025, 9, 12)),  # Friday closes its own week
        (4, date(2025, 9, 11)),
        (6, date(2025, 9, 13)),
        (7, date(2025, 9, 14)),
        (1, date(2025, 9, 15)),  # Monday prints the week before
        (3, date(2025, 9, 17)),
    ],
)
def test_a_week_is_printed_on_the_school_s_weekday(weekday, made_on):
    assert paper_day(MONDAY, weekday=weekday) == made_on
    assert reported_week(made_on, weekday=weekday) == MONDAY
    assert reported_week(made_on - timedelta(days=1), weekday=weekday) < MONDAY
    assert reported_week(made_on + timedelta(days=6), weekday=weekday) == MONDAY


@pytest.mark.clause("A5 1")
def test_a_report_is_due_less_than_seven_days_after_the_weekday():
    due = paper_due(MONDAY, weekday=5, zone=MOSCOW)

    assert due == moscow(date(2025, 9, 19), "00:00")


# ---- who gets one -------------------------------------------------------------------------------


@pytest.mark.clause("A5 1")
@pytest.mark.parametrize(
    ("form", "papers", "gets"),
    [
        ("paper", True, True),
        ("undecided", True, True),
        ("", True, True),
        ("", False, True),
        ("electronic", True, False),
        ("electronic", False, True),  # cannot read the diary: the papers are missing
    ],
)
def test_who_does_not_read_the_diary_gets_paper(school, anna, ilya, form, papers, gets):
    a_mother(ilya, by=anna, form=form, papers=papers)

    assert len(printed(school)) == int(gets)


@pytest.mark.clause("A5 1")
def test_the_newest_choice_holds_and_one_of_tomorrow_does_not_yet(school, anna, ilya):
    mother = a_mother(ilya, by=anna, form="paper")
    chose(mother, "electronic", by=anna, since=FRIDAY)
    father = a_mother(ilya, by=anna, form="electronic", last="Петров")
    chose(father, "paper", by=anna, since=FRIDAY + timedelta(days=1))

    assert printed(school) == []


def test_each_of_two_guardians_is_asked_alone(school, anna, ilya):
    a_mother(ilya, by=anna, form="electronic")
    father = a_mother(ilya, by=anna, form="paper", last="Петров")

    assert guardians(printed(school)) == [father]


def test_a_withdrawn_consent_brings_paper(school, anna, ilya):
    mother = a_mother(ilya, by=anna, form="electronic")
    consent = mother.consents.get()
    consent.ended_on, consent.ended_at, consent.ended_by = FRIDAY, PRINTED, anna.person
    consent.save()

    assert guardians(printed(school)) == [mother]


def test_a_guardianship_that_ended_gets_none(school, ilya):
    ended = a_guardian(ilya)
    ended.until = FRIDAY - timedelta(days=1)
    ended.save()

    assert printed(school) == []


def test_a_student_who_left_on_thursday_gets_none_and_who_joined_gets_one(school, fifth, maths):
    left = a_student(fifth, last="Ушёл", until=FRIDAY - timedelta(days=1))
    came = a_student(fifth, last="Новиков", since=FRIDAY)
    a_guardian(left)
    theirs = a_guardian(came)
    a_lesson(maths, day=FRIDAY)

    assert guardians(printed(school)) == [theirs]


def test_who_joined_after_the_week_s_last_lesson_had_no_lesson_and_gets_none(school, fifth, maths):
    a_guardian(a_student(fifth, since=FRIDAY))

    assert printed(school) == []


def test_siblings_get_a_report_each_in_their_classes(school, anna, fifth, maths):
    seventh = a_class(school, grade=7, students=0)
    a_lesson(a_course(group=whole(seventh), teacher=anna), number=2)
    younger, older = a_student(fifth, first="Илья"), a_student(seventh, first="Иван")
    mother = a_guardian(younger)
    mother.pk, mother.student = None, older
    mother.save()

    reports = printed(school)

    assert [report.student for report in reports] == [younger, older]
    assert len({report.batch_id for report in reports}) == 2


def test_reports_stand_in_the_order_of_the_class(school, fifth, maths):
    for last in ("Яковлев", "Ёлкин", "Жуков"):
        a_guardian(a_student(fifth, last=last))

    names = [report.student.person.last_name for report in printed(school)]

    assert names == ["Ёлкин", "Жуков", "Яковлев"]


# ---- weeks --------------------------------------------------------------------------------------


def test_a_week_without_a_lesson_has_no_report(school, ilya):
    a_guardian(ilya)

    assert printed(school, now=PRINTED + timedelta(days=7)) == []


def test_a_week_whose_lessons_were_all_cancelled_has_none(school, fifth, ilya):
    CalendarDay.objects.create(
        school=school, calendar=fifth.calendar, day=MONDAY, kind=DayKind.QUARANTINE
    )
    ilya.memberships.get().group.courses.get().lessons.update(state="cancelled")
    a_guardian(ilya)

    assert printed(school) == []


def test_a_saturday_lesson_makes_the_week_one_with_lessons(school, maths, ilya):
    maths.lessons.all().delete()
    a_lesson(maths, day=FRIDAY + timedelta(days=1))
    a_guardian(ilya)

    (report,) = printed(school)

    assert report.contents["rows"][0]["lessons"][0]["day"] == "сб"


@pytest.mark.clause("A5 1")
def test_nothing_is_made_before_the_school_s_weekday(school, ilya):
    a_guardian(ilya)

    assert printed(school, now=PRINTED - timedelta(days=1)) == []


def test_the_school_chooses_its_weekday(school, ilya):
    SchoolSetting.objects.create(school=school, key="paper_weekday", value=1, since=MONDAY)
    a_guardian(ilya)

    assert printed(school) == []
    (report,) = printed(school, now=PRINTED + timedelta(days=3))
    assert (report.week, report.due_at) == (MONDAY, moscow(date(2025, 9, 22), "00:00"))


# ---- again --------------------------------------------------------------------------------------


@pytest.mark.clause("A5 1")
def test_once_more_makes_nothing(school, ilya):
    a_guardian(ilya)
    printed(school)

    assert printed(school, now=PRINTED + timedelta(days=1)) == []
    assert PaperBatch.objects.count() == 1


@pytest.mark.clause("A5 1")
def test_who_chooses_the_diary_on_thursday_needs_no_paper(school, anna, ilya):
    mother = a_mother(ilya, by=anna, form="paper")
    (report,) = printed(school)
    chose(mother, "electronic", by=anna, since=THURSDAY_AFTER)

    printed(school, now=moscow(THURSDAY_AFTER, "15:00"))

    report.refresh_from_db()
    assert report.dropped_at == moscow(THURSDAY_AFTER, "15:00")
    assert standing(school) == []


@pytest.mark.clause("A5 1")
def test_who_chooses_paper_on_thursday_gets_it_in_a_further_batch(school, anna, ilya):
    a_mother(ilya, by=anna, form="paper")
    father = a_mother(ilya, by=anna, form="electronic", last="Петров")
    (first,) = printed(school)
    chose(father, "paper", by=anna, since=THURSDAY_AFTER)

    (second,) = printed(school, now=moscow(THURSDAY_AFTER, "15:00"))

    assert (second.guardianship, second.batch.number) == (father, 2)
    assert standing(school) == [first, second]


def test_what_was_handed_out_is_neither_dropped_nor_made_again(school, anna, ilya):
    mother = a_mother(ilya, by=anna, form="paper")
    (report,) = printed(school)
    hand(report, by=anna)
    chose(mother, "electronic", by=anna, since=THURSDAY_AFTER)

    assert printed(school, now=moscow(THURSDAY_AFTER, "15:00")) == []
    assert standing(school) == [report]


def test_a_child_who_moved_gets_the_report_in_the_new_class(school, anna, fifth, maths, ilya):
    sixth = a_class(school, grade=6, students=0)
    a_guardian(ilya)
    (old,) = printed(school)
    Membership.objects.filter(student=ilya).update(until=FRIDAY)
    join(whole(sixth), ilya, since=FRIDAY + timedelta(days=1))

    (new,) = printed(school, now=PRINTED + timedelta(days=1))

    old.refresh_from_db()
    assert old.dropped_at is not None
    assert new.batch.school_class == sixth


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_makes_all(
    school, anna, ilya, monkeypatch
):
    a_guardian(ilya)

    def killed(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(PaperReport.objects, "bulk_create", killed)
        with pytest.raises(SystemExit):
            make_due_reports(school_id=school.pk, now=PRINTED)
    assert (PaperBatch.objects.count(), PaperReport.objects.count()) == (0, 0)

    (report,) = printed(school)
    assert default_storage.exists(report.batch.file.name)
    assert report.batch.file.name.endswith("-1.pdf")


def test_a_batch_that_is_done_is_not_filled_again(school, ilya):
    a_guardian(ilya)
    (report,) = printed(school)

    assert fill_batch(batch_id=report.batch_id, now=PRINTED) == 0
    assert PaperReport.objects.count() == 1


def test_papers_of_one_guardian_do_not_open_the_diary_of_the_other(school, anna, ilya):
    signed = a_guardian(ilya)
    sign_papers(signed, by=anna.person)
    chose(signed, "electronic", by=anna)
    other = a_guardian(ilya, last="Петров", first="Пётр")

    assert guardians(printed(school)) == [other]


def test_a_file_holds_so_many_reports_that_a_worker_s_memory_stays_small(
    school, fifth, maths, monkeypatch
):
    monkeypatch.setattr("diary.actions.paper.MOST", 2)
    for last in ("Абрамов", "Беляев", "Громов"):
        a_guardian(a_student(fifth, last=last))

    reports = printed(school)

    names = [(one.student.person.last_name, one.batch.number) for one in reports]
    assert names == [("Абрамов", 1), ("Беляев", 1), ("Громов", 2)]
    assert printed(school) == []
