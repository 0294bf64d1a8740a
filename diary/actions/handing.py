"""Handing the paper reports out and taking the signed slips back (App. 5 1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import Refused
from diary.codes import read_code
from diary.models import PaperReport
from school.models import Person, SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whose report a code was."""

    report_id: int
    student: str
    is_return: bool

    @property
    def said(self) -> str:
        """What is said aloud to who scans."""
        if self.is_return:
            return _("%(name)s: brought back signed.") % {"name": self.student}
        return _("%(name)s: handed out.") % {"name": self.student}


def hand_out(
    *,
    actor: Person,
    school_class: SchoolClass,
    report_ids: Collection[int],
    receiver: str,
    now: datetime,
    key: UUID,
) -> int:
    """Write down that these reports were handed out, to whom (empty: to the guardian it is made
    for); returns how many were new. Those handed out before keep their day.

    Raises Refused when none is chosen."""
    _refuse_none(report_ids)
    with transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            return 0
        waiting = _held(school_class, report_ids).filter(handed_at=None)
        return sum(_hand(report, actor, receiver, now) for report in waiting)


def take_signed(
    *,
    actor: Person,
    school_class: SchoolClass,
    report_ids: Collection[int],
    now: datetime,
    key: UUID,
) -> int:
    """Write down that the slips came back signed; returns how many were new. A slip that came
    back was handed out: where nobody said so, it is said now.

    Raises Refused when none is chosen."""
    _refuse_none(report_ids)
    with transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            return 0
        waiting = _held(school_class, report_ids).filter(returned_at=None)
        return sum(_return(report, actor, now) for report in waiting)


def take_back(
    *,
    actor: Person,
    school_class: SchoolClass,
    report_ids: Collection[int],
    now: datetime,
    key: UUID,
) -> int:
    """A tick was a mistake: these were not handed out (the history keeps both). Returns how many.

    Raises Refused when none is chosen."""
    _refuse_none(report_ids)
    with transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            return 0
        handed = _held(school_class, report_ids).exclude(handed_at=None)
        return sum(_untick(report) for report in handed)


def scan(
    *,
    actor: Person,
    school_class: SchoolClass,
    typed: str,
    is_return: bool,
    receiver: str,
    now: datetime,
) -> Found:
    """One report by its code, typed or scanned.

    Raises Refused for what is no code, is no report of this class, is not needed any more, or was
    written down before."""
    code = read_code(typed)
    if not code:
        raise Refused("no_code", _("This is no code of a report: twelve digits."), field="code")
    with transaction.atomic():
        report = _of_code(school_class, code)
        found = Found(report_id=report.pk, student=_name(report), is_return=is_return)
        _refuse_again(report, is_return=is_return)
        if is_return:
            _return(report, actor, now)
        else:
            _hand(report, actor, receiver, now)
    return found


def _of_code(school_class: SchoolClass, code: str) -> PaperReport:
    report = (
        PaperReport.objects.select_for_update(of=("self",))
        .select_related("student__person", "guardianship__guardian", "batch__school_class")
        .filter(school_id=school_class.school_id, code=code)
        .first()
    )
    if report is None:
        raise Refused("unknown", _("The school has no report with this code."), field="code")
    other = report.batch.school_class
    if other.pk != school_class.pk:
        said = _("This is a report of class %(name)s.") % {"name": other.name}
        raise Refused("other_class", said, field="code")
    if report.dropped_at is not None:
        said = _(
            "%(name)s: this report is not needed any more, another one took its place or "
            "the family reads the diary."
        )
        raise Refused("dropped", said % {"name": _name(report)}, field="code")
    return report


def _refuse_again(report: PaperReport, *, is_return: bool) -> None:
    moment = report.returned_at if is_return else report.handed_at
    if moment is None:
        return
    zone = report.batch.school_class.school.zone
    words = {"name": _name(report), "day": date_format(moment.astimezone(zone), "j E, H:i")}
    said = (
        _("%(name)s: was brought back already on %(day)s.")
        if is_return
        else _("%(name)s: was handed out already on %(day)s.")
    )
    raise Refused("again", said % words, field="code")


def _name(report: PaperReport) -> str:
    return report.student.person.name.in_class


def _held(school_class: SchoolClass, report_ids: Collection[int]) -> QuerySet[PaperReport]:
    """These reports of the class, locked until the transaction ends; none of another class."""
    return (
        PaperReport.objects.select_for_update(of=("self",))
        .filter(batch__school_class=school_class, pk__in=report_ids, dropped_at=None)
        .select_related("guardianship__guardian")
        .order_by("pk")
    )


def _hand(report: PaperReport, actor: Person, receiver: str, now: datetime) -> int:
    report.handed_at, report.handed_by = now, actor
    report.receiver = receiver.strip() or report.guardianship.guardian.name.short
    report.save(update_fields=["handed_at", "handed_by", "receiver"])
    return 1


def _return(report: PaperReport, actor: Person, now: datetime) -> int:
    if report.handed_at is None:
        _hand(report, actor, "", now)
    report.returned_at, report.returned_by = now, actor
    report.save(update_fields=["returned_at", "returned_by"])
    return 1


def _untick(report: PaperReport) -> int:
    report.handed_at = report.handed_by = report.returned_at = report.returned_by = None
    report.receiver = ""
    report.save(update_fields=["handed_at", "handed_by", "receiver", "returned_at", "returned_by"])
    return 1


def _refuse_none(report_ids: Collection[int]) -> None:
    if not report_ids:
        raise Refused("none_chosen", _("Tick at least one report."))
