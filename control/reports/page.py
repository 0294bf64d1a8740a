"""The page of a report: the report with the choices that narrow it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from control.queries.reports.ground import Ground
from control.reports.kinds import BY_LABELS, ReportKind
from control.reports.links import query_of, report_href
from control.reports.table import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value of a choice."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice of the address, as a list to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """All that the page shows."""

    kind: ReportKind
    report: Report
    filters: tuple[Filter, ...]
    splits: tuple[tuple[str | Promise, str, bool], ...]
    days: tuple[str, str] | None
    query: str
    by: str


def report_page(ground: Ground, kind: ReportKind) -> ReportPage:
    """The report as it is asked for."""
    asked = ground.asked
    kept = {
        "school_class": asked.school_class,
        "teacher": asked.teacher,
        "subject": asked.subject,
        "against": asked.against,
        "first": asked.first,
        "last": asked.last,
    }
    by = asked.by if asked.by in kind.by else next(iter(kind.by), "")
    return ReportPage(
        kind=kind,
        report=kind.make(ground),
        filters=tuple(_filters(ground, kind)),
        splits=tuple(
            (BY_LABELS[one], report_href(ground, kind.slug, by=one, **kept), one == by)
            for one in kind.by
        ),
        days=_days(ground) if "days" in kind.filters else None,
        query=query_of(ground, by=by, **kept),
        by=by,
    )


def _days(ground: Ground) -> tuple[str, str]:
    first, last = ground.asked.first, ground.asked.last
    return (first.isoformat() if first else "", last.isoformat() if last else "")


def _filters(ground: Ground, kind: ReportKind) -> list[Filter]:
    asked = ground.asked
    found = []
    if len(ground.years) > 1:
        years = [(str(pk), name) for pk, name, _first, _last in reversed(ground.years)]
        chosen = str(ground.year[0]) if ground.year else ""
        found.append(_filter("year", _("Academic year"), years, chosen))
    slug = ground.period.slug if ground.period else ""
    periods = [(one.slug, one.label) for one in ground.periods]
    found.append(_filter("term", _("Period"), periods, slug))
    if "class" in kind.filters:
        classes = [(str(one.pk), one.name) for one in ground.seen_classes]
        has_own = not ground.sees_all and "teacher" in kind.readers  # courses beside the class
        whole = kind.slug != "homeroom" and (ground.sees_all or has_own or len(classes) > 1)
        some = [("", _("all"))] if whole else []
        wanted = str(asked.school_class or "")
        if len(classes) > 1 or (some and classes):
            found.append(_filter("class", _("Class"), [*some, *classes], wanted))
    if "teacher" in kind.filters and ground.sees_all:
        busy = {pk for course in ground.courses for pk in course.teacher_ids}
        people = [(str(pk), name.full) for pk, name in ground.teachers.items() if pk in busy]
        found.append(
            _filter("teacher", _("Teacher"), [("", _("all")), *people], str(asked.teacher or ""))
        )
    if "subject" in kind.filters:
        taught = {course.subject_id for course in ground.courses}
        subjects = [(str(pk), name) for pk, name in ground.subjects.items() if pk in taught]
        found.append(
            _filter("subject", _("Subject"), [("", _("all")), *subjects], str(asked.subject or ""))
        )
    if "against" in kind.filters:
        options = [
            ("", pgettext("compare with", "nothing")),
            ("before", _("the period before")),
            ("year", _("the same period a year ago")),
        ]
        found.append(_filter("against", _("Compare with"), options, asked.against))
    return found


def _filter(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> Filter:
    return Filter(
        name=name,
        label=label,
        options=tuple(
            Option(value=value, label=str(text), is_chosen=value == chosen)
            for value, text in options
        ),
    )
