"""Closing a period of a class's journal, and opening it again: the deputy's acts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from core.refusal import Refused, refusing
from journal.actions.record import given
from journal.actions.term_place import spoken
from journal.models import TermLock
from journal.queries.class_sheet import lacks_of
from school.models import Person, SchoolClass, Term


def close_period(
    *,
    actor: Person,
    school_class: SchoolClass,
    term: Term,
    with_lacks: bool,
    now: datetime,
) -> TermLock:
    """Close a period of a class: from now on only a deputy corrects it, with a reason. Where marks
    are lacking it closes only when the deputy says that he has seen which (`with_lacks`)."""
    if timezone.localdate(now) < term.first_day:
        raise Refused("not_begun", _("The period has not begun yet."))
    lacks = lacks_of(school_class, term)
    if lacks and not with_lacks:
        raise Refused(
            "lacks",
            _("Marks are still lacking: look at the list and confirm, or wait for them."),
            field="with_lacks",
        )
    already = Refused("closed_already", _("The period is closed already."))
    with refusing(journal_termlock_once=already), transaction.atomic():
        count = sum(lack.count for lack in lacks)
        with given(_("closed with %(n)d marks lacking") % {"n": count} if count else ""):
            return TermLock.objects.create(
                school_id=school_class.school_id,
                school_class=school_class,
                term=term,
                locked_at=now,
                locked_by=actor,
            )


def open_period(*, actor: Person, school_class: SchoolClass, term: Term, reason: str) -> None:
    """Take the closing back, and say why; its history stays."""
    reason = spoken(reason)
    if not reason:
        raise Refused("reason_needed", _("Say why the period is opened again."), field="reason")
    with transaction.atomic(), because(reason):
        found = TermLock.objects.filter(school_class=school_class, term=term).first()
        if found is None:
            raise Refused("not_closed", _("The period is not closed."))
        found.delete()
