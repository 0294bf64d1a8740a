"""Where a guardian may be written to: on the basis of a paper, and only once confirmed (A5 4)."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from consent.models import Contact, ContactKind
from core.refusal import Refused, refusing
from school.models import Person


def enter_contact(
    *,
    actor: Person,
    school_id: int,
    person: Person,
    kind: ContactKind,
    value: str,
    basis: str,
    now: datetime,
) -> Contact:
    """Enter a contact as unconfirmed; nothing is sent to it yet.

    Raises Refused when it is no address of its kind or already entered."""
    once = Refused("entered", _("This contact is already entered."), field="value")
    with refusing(consent_contact_once=once), transaction.atomic():
        return Contact.objects.create(
            school_id=school_id,
            person=person,
            kind=kind,
            value=_clean(kind, value),
            basis=basis.strip(),
            entered_at=now,
            entered_by=actor,
        )


def confirm_contact(*, actor: Person, contact: Contact, basis: str, now: datetime) -> Contact:
    """Confirm a contact by the paper it was given on; from now on it may be written to.

    Raises Refused without a paper's number, and for a contact taken back."""
    with transaction.atomic():
        locked = Contact.objects.select_for_update().get(pk=contact.pk)
        locked.basis = basis.strip() or locked.basis
        if locked.ended_at is not None:
            raise Refused("ended", _("This contact was taken back."))
        if not locked.basis:
            raise Refused(
                "no_basis", _("A contact is confirmed by a paper with a number."), field="basis"
            )
        if locked.confirmed_at is None:
            locked.confirmed_at = now
        locked.save(update_fields=["basis", "confirmed_at"])
    return locked


def end_contact(*, actor: Person, contact: Contact, now: datetime) -> Contact:
    """Take a contact back; nothing is sent to it any more."""
    with transaction.atomic():
        locked = Contact.objects.select_for_update().get(pk=contact.pk)
        if locked.ended_at is None:
            locked.ended_at = now
            locked.save(update_fields=["ended_at"])
    return locked


def _clean(kind: ContactKind, value: str) -> str:
    match kind:
        case ContactKind.EMAIL:
            try:
                validate_email(value.strip())
            except ValidationError as error:
                raise Refused(
                    "no_email", _("This is not an e-mail address."), field="value"
                ) from error
            return value.strip().lower()
        case ContactKind.PHONE:
            return _phone(value)


def _email(value: str) -> str:
    try:
        validate_email(value.strip())
    except ValidationError as error:
        refused = Refused("no_email", _("This is not an e-mail address."), field="value")
        raise refused from error
    return value.strip().lower()


def _phone(value: str) -> str:
    """8 (916) 123-45-67 → +79161234567"""
    digits = re.sub(r"\D", "", value)
    if len(digits) == 11 and digits[0] == "8":
        digits = f"7{digits[1:]}"
    if len(digits) == 10:
        digits = f"7{digits}"
    if len(digits) != 11:
        raise Refused("no_phone", _("This is not a telephone number."), field="value")
    return f"+{digits}"
