"""Opening the year by name and date (order 2.3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from control.queries.readiness import Check, lacking_checks
from core.once import first_time
from core.refusal import Refused, refusing
from journal.models import YearOpening
from school.models import AcademicYear, Person


def open_year(
    *,
    actor: Person,
    year: AcademicYear,
    day: date,
    accepts: bool,
    seen: str,
    words: str,
    now: datetime,
    key: UUID,
) -> YearOpening | None:
    """Open the school's year from `day` on: from then marks are set and the clocks run. Possible on
    any day, once; what still lacks is written down as accepted by who opens.

    Raises Refused where the day lies outside the year, where lacks are not accepted, where others
    came since the page was read (`seen`), and where the year was opened already. None where this
    very request was applied before."""
    already = Refused("opened_already", _("This year was opened already."))
    with refusing(journal_yearopening_year_id_key=already), transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            return None
        if YearOpening.objects.filter(year=year).exists():
            raise already
        _refuse_outside(year, day)
        lacking = lacking_checks(year, today=timezone.localdate(now), now=now)
        _refuse_unseen(lacking, seen=seen, accepts=accepts)
        return YearOpening.objects.create(
            school_id=year.school_id,
            year=year,
            day=day,
            opened_at=now,
            opened_by=actor,
            lacks=[_written_down(check) for check in lacking],
            words=words.strip(),
        )


def _refuse_outside(year: AcademicYear, day: date) -> None:
    if not year.first_day <= day <= year.last_day:
        raise Refused(
            "outside_year",
            _("The year goes from %(first)s to %(last)s.")
            % {"first": f"{year.first_day:%d.%m.%Y}", "last": f"{year.last_day:%d.%m.%Y}"},
            field="day",
        )


def _refuse_unseen(lacking: list[Check], *, seen: str, accepts: bool) -> None:
    """Nobody accepts what he did not see; what was mended meanwhile is no obstacle."""
    then = dict(one.split(":", 1) for one in seen.split() if ":" in one)
    grown = [
        check
        for check in lacking
        if not then.get(check.kind.code, "").isdecimal() or int(then[check.kind.code]) < check.count
    ]
    if lacking and accepts and grown:
        raise Refused(
            "lacks_changed",
            _("Meanwhile something else lacks: look at the list again and accept it anew."),
            field="accepts",
        )
    if lacking and not accepts:
        raise Refused(
            "accept_lacks",
            _("Something still lacks: mend it, or accept it and open the year all the same."),
            field="accepts",
        )


def _written_down(check: Check) -> dict[str, Any]:
    """What was accepted: classes and courses by name, people only by their number."""
    lacks = () if check.kind.part == "people" else check.lacks
    names = [", ".join(part for part in (one.name, one.more) if part) for one in lacks]
    return {
        "code": check.kind.code,
        "count": check.count,
        "names": [name for name in names if name],
    }
