"""The school stands by its figures: of a week by the person responsible, of a period by the
director."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from control.models import Confirmation, Snapshot, TermSignOff
from control.permissions import may_confirm
from control.queries.figures import count_figures
from control.queries.responsible import responsible_person
from control.weeks import day_after
from core.refusal import Refused, refusing
from school.actions.writing import keep, once, writing
from school.models import Person, Role, Term
from school.standing import InSchool


def confirm_figures(
    *,
    actor: Person,
    here: InSchool,
    snapshot: Snapshot,
    name: str,
    words: str,
    now: datetime,
    key: UUID | None = None,
) -> Confirmation:
    """The figures of the week are true, says the person named responsible by order (order 2.1);
    where nobody is named, the director or the administrator. Once for each week.

    Raises Refused when it is somebody else, or the week is confirmed already."""
    today = now.astimezone(here.school.zone).date()
    again = Refused("confirmed_already", _("The figures of this week are confirmed already."))
    with refusing(control_confirmation_snapshot_id_key=again), writing(actor=actor, field="name"):
        once(key=key, actor=actor, now=now)
        _refuse_others(actor, here, today)
        if Confirmation.objects.filter(snapshot=snapshot).exists():
            raise again
        return keep(
            Confirmation(
                school_id=snapshot.school_id,
                snapshot=snapshot,
                confirmed_by=actor,
                name=name,
                confirmed_at=now,
                words=words,
            )
        )


def _refuse_others(actor: Person, here: InSchool, today: date) -> None:
    responsible = responsible_person(here.school.pk, today)
    if not may_confirm(actor, here, responsible):
        who = responsible.name.full if responsible else _("the director or the administrator")
        raise Refused("not_responsible", _("The figures are confirmed by: %(who)s.") % {"who": who})


def sign_off_term(
    *,
    actor: Person,
    here: InSchool,
    term: Term,
    words: str,
    now: datetime,
    key: UUID | None = None,
) -> TermSignOff:
    """The director signs off the figures of a period that is over (A4 1.3-1.4): they are counted
    at this moment and kept as they were signed. Once for each period.

    Raises Refused when somebody else signs, the period is not over, or it is signed already."""
    again = Refused("signed_already", _("This period is signed off already."))
    with refusing(control_termsignoff_term_id_key=again), writing(actor=actor, field="words"):
        once(key=key, actor=actor, now=now)
        if not here.has(Role.DIRECTOR):
            raise Refused("not_director", _("Only the director signs off a period."))
        if now < day_after(term.last_day, zone=here.school.zone):
            raise Refused("not_over", _("The period is not over yet."))
        if TermSignOff.objects.filter(term=term).exists():
            raise again
        figures = count_figures(
            term.school_id, term.first_day, term.last_day, at=now, calendar_id=term.calendar_id
        )
        return keep(
            TermSignOff(
                school_id=term.school_id,
                term=term,
                figures=figures,
                signed_by=actor,
                signed_at=now,
                words=words,
            )
        )
