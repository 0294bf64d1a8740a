"""The report of a period on paper."""

from __future__ import annotations

from control.queries.periods import PeriodPage
from core.printing import pdf
from school.models import Duty, Role


def period_paper(page: PeriodPage) -> bytes:
    """The figures of the period with a place for the director's signature and the seal (A4 1.3)."""
    return pdf("control/print/period.html", {"page": page, "director": _director(page)})


def _director(page: PeriodPage) -> str:
    """Who signed it; before that, who would sign it today."""
    if page.sign_off:
        return page.sign_off.signed_by.name.short
    day = page.counted_at.astimezone(page.term.school.zone).date()
    duty = (
        Duty.objects.on(day)
        .filter(school=page.term.school_id, role=Role.DIRECTOR)
        .select_related("person")
        .first()
    )
    return duty.person.name.short if duty else ""
