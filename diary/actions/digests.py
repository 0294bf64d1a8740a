"""What the house tells families by itself: the fortnightly digest of the forecast (App. 5 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from consent.children import children_and
from core.delivery import News, tell
from diary.queries.digest import FORECAST, DueFamily, families_due
from diary.queries.parts import day_month
from journal.forecast_shown import shown_forecast
from journal.queries.subject_marks import SubjectOfTerm, subjects_of_term
from school.choices import chosen
from school.models import School, Term, TermKind

AT_ONCE = 200


def make_digests(*, school: School, now: datetime) -> int:
    """Make the digests that are due today in the terms of this school; returns how many. In a
    break nobody is told anything; a child without a forecast yet is told of later."""
    zone = ZoneInfo(school.time_zone)
    today = now.astimezone(zone).date()
    days = chosen(school.pk, today, "forecast_days")["forecast_days"]
    terms = Term.objects.filter(school=school, first_day__lte=today, last_day__gte=today).exclude(
        kind=TermKind.YEAR
    )
    made = 0
    with translation.override(settings.LANGUAGE_CODE):
        for term in terms:
            families = families_due(school.pk, term.calendar_id, today=today, days=days, zone=zone)
            for some in _portions(families):
                made += _tell(some, school=school, term=term, today=today, now=now)
    return made


def make_digests_of(school_id: int, *, now: datetime) -> int:
    """The same by the school's number, as the clock asks for it."""
    return make_digests(school=School.objects.get(pk=school_id), now=now)


def may_read(person_id: int, student_id: int | None, now: datetime) -> bool:
    """Whether the child's record is open to this guardian at the moment (order 2.6): asked before
    a letter goes out."""
    if student_id is None:
        return False
    return any(
        child.student_id == student_id and child.guardianship_id and child.papers_in_force
        for child in children_and(person_id, student_id, now)
    )


def _portions(families: Sequence[DueFamily]) -> Iterator[Sequence[DueFamily]]:
    for start in range(0, len(families), AT_ONCE):
        yield families[start : start + AT_ONCE]


@transaction.atomic
def _tell(
    families: Sequence[DueFamily], *, school: School, term: Term, today: date, now: datetime
) -> int:
    students = {family.student_id for family in families}
    subjects, _rules = subjects_of_term(students, term=term, zone=school.time_zone, today=today)
    lines = {pk: [_line(one) for one in rows] for pk, rows in subjects.items()}
    news = [
        _news(family, school=school, term=term, today=today, lines=list(filter(None, found)))
        for family in families
        if any(found := lines.get(family.student_id, []))
    ]
    return tell(news, now=now)


def _line(subject: SubjectOfTerm) -> dict[str, object] | None:
    found = None if subject.term_mark else shown_forecast(subject)
    if found is None:
        return None
    hint = found.ways[0] if found.ways else ""
    return {
        "subject": subject.name,
        "average": found.average,
        "mark": found.mark,
        "hint": _("for a %(mark)s: %(way)s") % {"mark": found.next_mark, "way": hint}
        if hint
        else "",
    }


def _news(
    family: DueFamily, *, school: School, term: Term, today: date, lines: list[dict[str, object]]
) -> News:
    return News(
        school_id=school.pk,
        person_id=family.guardian_id,
        kind=FORECAST,
        about_id=family.student_id,
        title=_("Forecast of marks on %(day)s: %(name)s")
        % {"day": day_month(today), "name": family.first_name},
        link=f"{reverse('diary:forecast', args=[school.pk, family.student_id])}{{id}}/",
        key=f"{FORECAST}:{family.guardianship_id}:{today.isoformat()}",
        payload={"term": str(term), "lines": lines},
    )
