"""What the texts of the kit are filled with: names by the orders in force, dates of the year, the
school's choices in words. What is not known stays a line to fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from control.models import LocalPaper, PaperState
from control.queries.responsible import director_of
from core.names import Case, decline_name
from journal.models import WorkKind
from school.choices import chosen
from school.models import (
    AcademicYear,
    Appointment,
    AppointmentKind,
    Employee,
    Person,
    School,
    Term,
)
from school.queries.papers import in_words

BLANK, SHORT_BLANK = "____________________", "________"
_SIGNATURES = 12
_CHOICES = (
    "homework_minutes work_days debt_days borders term_marks_days missed_share correction_days"
    " remind_minutes escalate_hours paper_weekday forecast_days quiet_from quiet_until left_days"
).split()


def facts_of(school_id: int, *, now: datetime) -> dict[str, str]:
    """Everything a text may name in braces, in the words of a Russian paper."""
    school = School.objects.get(pk=school_id)
    day = timezone.localdate(now, timezone=school.zone)
    year = year_of_papers(school_id, day)
    held = max(day, year.first_day) if year else day
    return {
        "school": school.name,
        "school_short": school.short_name,
        "details": _details(school),
        "phone": school.phone or BLANK,
        "acquainted": "\n\n".join([f"{BLANK}{BLANK}  «___» __________ 20___"] * _SIGNATURES),
        **_year(year),
        **_order(school_id),
        **_people(school_id, held),
        **_chosen(chosen(school_id, held, *_CHOICES)),
    }


def tables_of(school_id: int, *, now: datetime) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Kinds of work with their weights, and the periods of the year's calendars."""
    year = year_of_papers(school_id, timezone.localdate(now))
    return {"works": _works(school_id), "terms": _terms(year) if year else _no_terms()}


def year_of_papers(school_id: int, day: date) -> AcademicYear | None:
    """The year the papers are for: that of the day, else the one to come, else the last."""
    years = list(AcademicYear.objects.filter(school_id=school_id).order_by("first_day"))
    return next((year for year in years if year.last_day >= day), years[-1] if years else None)


def _details(school: School) -> str:
    parts = [
        _("address: %(address)s") % {"address": school.address} if school.address else "",
        _("INN %(number)s") % {"number": school.tax_number} if school.tax_number else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def _year(year: AcademicYear | None) -> dict[str, str]:
    if year is None:
        return dict.fromkeys(("year", "year_from", "year_begins", "year_ends"), SHORT_BLANK)
    return {
        "year": f"{year.first_day.year}/{year.last_day.year}",
        "year_from": date_format(year.first_day, "j E Y"),
        "year_begins": str(year.first_day.year),
        "year_ends": str(year.last_day.year),
    }


def _order(school_id: int) -> dict[str, str]:
    """The director's order that approves the papers, where its number is known."""
    row = (
        LocalPaper.objects.filter(school_id=school_id, code="order", state=PaperState.APPROVED)
        .order_by("-version")
        .first()
    )
    return {
        "order_number": row.order_number if row else SHORT_BLANK,
        "order_day": date_format(row.day, "j E Y") if row else "«___» ______________ 20___",
    }


def _people(school_id: int, day: date) -> dict[str, str]:
    """Names as the papers need them: short, and in the cases of an order."""
    director = director_of(school_id, day)
    facts = {
        "director": director.name.short if director else BLANK,
        "director_dat": _in(director, Case.DATIVE),
    }
    positions = dict(
        Employee.objects.filter(school_id=school_id).values_list("person_id", "position")
    )
    named = {
        row.kind: row.person
        for row in Appointment.objects.filter(school_id=school_id)
        .on(day)
        .select_related("person")
        .order_by("since")
    }
    for kind in AppointmentKind.values:
        person = named.get(kind)
        position = positions.get(person.pk, "") if person else ""
        facts[kind] = person.name.short if person else BLANK
        facts[f"{kind}_acc"] = _in(person, Case.ACCUSATIVE) + (f" ({position})" if position else "")
        facts[f"{kind}_dat"] = _in(person, Case.DATIVE)
    return facts


def _in(person: Person | None, case: Case) -> str:
    """«Иванову А. П.»"""
    return decline_name(person.name, person.sex, case).short if person else BLANK


def _chosen(value: dict[str, Any]) -> dict[str, str]:
    """The school's choices (school/choices.py) as the clauses say them."""
    three, four, five = (in_words(border) for border in value["borders"])
    return {
        "homework_in": _after_minutes(value["homework_minutes"]),
        "remind_in": _after_minutes(value["remind_minutes"]),
        "work_days_in": npgettext("after", "%(n)d day", "%(n)d days", value["work_days"])
        % {"n": value["work_days"]},
        "escalate_in": npgettext("after", "%(n)d hour", "%(n)d hours", value["escalate_hours"])
        % {"n": value["escalate_hours"]},
        "debt_days_of": _of_days(value["debt_days"]),
        "left_days_of": _of_days(value["left_days"]),
        "correction_days_of": _of_days(value["correction_days"]),
        "correction_days": npgettext("after", "%(n)d day", "%(n)d days", value["correction_days"])
        % {"n": value["correction_days"]},
        "forecast_every": npgettext("after", "%(n)d day", "%(n)d days", value["forecast_days"])
        % {"n": value["forecast_days"]},
        "border_3": three,
        "border_4": four,
        "border_5": five,
        "term_marks_due": _term_marks_due(value["term_marks_days"]),
        "missed_share": in_words(value["missed_share"]),
        "paper_weekday": _on_weekday(value["paper_weekday"]),
        "quiet_from": str(value["quiet_from"]),
        "quiet_until": str(value["quiet_until"]),
    }


def _after_minutes(minutes: int) -> str:
    return npgettext("after", "%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _of_days(days: int) -> str:
    """«в течение 7 дней»"""
    return npgettext("within", "%(n)d day", "%(n)d days", days) % {"n": days}


def _term_marks_due(days: int) -> str:
    if days == 0:
        return _("by the last day of the period at the latest")
    if days > 0:
        return npgettext(
            "term marks",
            "within %(n)d day after the last day of the period",
            "within %(n)d days after the last day of the period",
            days,
        ) % {"n": days}
    return npgettext(
        "term marks",
        "at the latest %(n)d day before the last day of the period",
        "at the latest %(n)d days before the last day of the period",
        -days,
    ) % {"n": -days}


def _on_weekday(number: int) -> str:
    name: str | Promise = WEEKDAYS[number - 1]
    return pgettext("paper reports", "day of making: %(day)s") % {"day": str(name).lower()}


def _works(school_id: int) -> tuple[tuple[str, ...], ...]:
    kinds = WorkKind.objects.filter(school_id=school_id, is_in_use=True)
    head = (_("Kind of work"), _("Weight"), _("Written work"))
    rows = [
        (kind.name, in_words(kind.weight.normalize()), _("yes") if kind.is_written else "–")
        for kind in kinds
    ]
    return (head, *(rows or [(BLANK, "", "")]))


def _terms(year: AcademicYear) -> tuple[tuple[str, ...], ...]:
    head, *_none = _no_terms()
    terms = Term.objects.filter(calendar__year=year).select_related("calendar")
    rows = [
        (
            term.calendar.name,
            str(term),
            f"{term.first_day:%d.%m.%Y} – {term.last_day:%d.%m.%Y}",
        )
        for term in terms.order_by("calendar", "first_day")
    ]
    return (head, *(rows or _none))


def _no_terms() -> tuple[tuple[str, ...], ...]:
    return ((_("Calendar"), _("Period"), _("Days")), (BLANK, "", ""))
