"""Papers of the school: a version is entered, a draft approved; nothing is taken away."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from control.models import LocalPaper, PaperState
from control.papers_asked import PAPERS, PaperAsked
from core.files import Brought, keep_file
from core.once import first_time
from core.refusal import Refused, refusing
from school.models import Person


def enter_paper(
    *,
    actor: Person,
    school_id: int,
    code: str,
    state: str,
    day: date,
    order_number: str,
    approved_by: str,
    words: str,
    file: Brought | None,
    now: datetime,
    key: UUID,
) -> LocalPaper | None:
    """Enter a new version of a paper: a draft, one that is approved, or (App. 3) that the act was
    looked through and needs no change. Earlier versions stay. None where this very request was
    applied before.

    Raises Refused where the approval lacks its order or approver, where a paper of the kit is said
    to need no change, and for a day to come."""
    paper = PAPERS[code]
    raced = Refused("changed_meanwhile", _("Somebody has just entered a version too: look again."))
    with refusing(control_paper_version_once=raced), transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            return None
        _refuse_wrong(paper, state, day, order_number, approved_by, words, now=now)
        known = LocalPaper.objects.filter(school_id=school_id, code=code)
        stored = file and keep_file(file, school_id=school_id, added_by_id=actor.pk, now=now)
        return LocalPaper.objects.create(
            school_id=school_id,
            code=code,
            version=(known.aggregate(last=Max("version"))["last"] or 0) + 1,
            state=state,
            day=day,
            order_number=order_number.strip(),
            approved_by=approved_by.strip(),
            words=words.strip(),
            file=stored,
            entered_at=now,
            entered_by=actor,
        )


def approve_paper(
    *,
    actor: Person,
    paper: LocalPaper,
    day: date,
    order_number: str,
    approved_by: str,
    words: str,
    file: Brought | None,
    now: datetime,
    key: UUID,
) -> LocalPaper | None:
    """A draft is approved by an order; a signed copy may take the draft's file's place (that one
    stays in the history). None where this very request was applied before."""
    with transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            return None
        row = LocalPaper.objects.select_for_update().get(pk=paper.pk)
        if row.state != PaperState.DRAFT:
            raise Refused("no_draft", _("This version is no draft any more."))
        state = PaperState.APPROVED
        asked = PAPERS[row.code]
        _refuse_wrong(asked, state, day, order_number, approved_by, words, now=now)
        row.state, row.day = state, day
        row.order_number, row.approved_by = order_number.strip(), approved_by.strip()
        row.words = words.strip() or row.words
        if file:
            row.file = keep_file(file, school_id=row.school_id, added_by_id=actor.pk, now=now)
        row.save()
        return row


def _refuse_wrong(
    paper: PaperAsked,
    state: str,
    day: date,
    order_number: str,
    approved_by: str,
    words: str,
    *,
    now: datetime,
) -> None:
    if day > timezone.localdate(now):
        raise Refused("in_the_future", _("This day is still to come."), field="day")
    match state:
        case PaperState.APPROVED:
            if not order_number.strip():
                raise Refused("order_needed", _("By which order?"), field="order_number")
            if not approved_by.strip():
                raise Refused("approver_needed", _("Who approved it?"), field="approved_by")
        case PaperState.NO_CHANGE:
            if not paper.is_act:
                raise Refused(
                    "must_be_approved",
                    _("The order asks for this paper itself: it is a draft or approved."),
                    field="state",
                )
            if not (approved_by.strip() or words.strip()):
                raise Refused("reviewer_needed", _("Who looked it through?"), field="approved_by")
