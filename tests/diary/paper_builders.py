"""A class whose families are informed on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from consent.models import InformingChoice
from diary.actions import hand_out, make_due_reports, take_signed
from diary.models import PaperReport
from school.models import Employee, Guardianship, School, Student
from tests.builders import FIRST_DAY, MONDAY, a_guardian, moscow, sign_papers
from tests.village import Village

FRIDAY = MONDAY + timedelta(days=4)
THURSDAY_AFTER = MONDAY + timedelta(days=10)
PRINTED = moscow(FRIDAY, "15:00")


def chose(guardianship: Guardianship, form: str, *, by: Employee, since: date = FIRST_DAY) -> None:
    """The guardian declared how to be informed."""
    InformingChoice.objects.create(
        school=guardianship.school,
        guardianship=guardianship,
        form=form,
        since=since,
        declared_by=by.person,
    )


def a_mother(
    student: Student, *, by: Employee, form: str = "", papers: bool = True, last: str = "Петрова"
) -> Guardianship:
    """With both papers and a choice; an empty one was never made."""
    guardianship = a_guardian(student, last=last)
    if papers:
        sign_papers(guardianship, by=by.person)
    if form:
        chose(guardianship, form, by=by)
    return guardianship


def printed(school: School, *, now: datetime = PRINTED) -> list[PaperReport]:
    """What the clock makes at that moment."""
    before = set(PaperReport.objects.values_list("pk", flat=True))
    make_due_reports(school_id=school.pk, now=now)
    return list(PaperReport.objects.exclude(pk__in=before).order_by("pk"))


def standing(school: School) -> list[PaperReport]:
    """The reports that are needed."""
    return list(PaperReport.objects.filter(school=school, dropped_at=None).order_by("pk"))


def a_paper_week(village: Village) -> list[PaperReport]:
    """The families of 5А on paper: the week's reports, two handed out, one of these back signed;
    a guardian who decided only after they were printed."""
    if found := standing(village.school):
        return found
    by = village.people["homeroom"]
    for student in village.students[1:9]:
        a_guardian(student, last=student.person.last_name, first="Елизавета-Александрина")
    reports = printed(village.school)
    what = {"actor": by, "school_class": village.school_class, "now": PRINTED}
    first, second = reports[0].pk, reports[1].pk
    hand_out(**what, report_ids=[first, second], receiver="", key=uuid4())
    take_signed(**what, report_ids=[first], key=uuid4())
    a_guardian(village.students[10], last="Поздняя")
    return reports
