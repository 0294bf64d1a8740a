"""Guardians' addresses for the rooms below: those that come with an imported register (entered,
not confirmed), and those a letter may go to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from consent.models import Contact, ContactKind
from core.registry import Address


class ImportedContacts:
    """This room's contact book for imports (`core.registry.ContactBook`)."""

    def known(self, *, school_id: int, person_ids: Collection[int]) -> dict[int, set[str]]:
        """Addresses and numbers in use, by person."""
        found: dict[int, set[str]] = {}
        rows = Contact.objects.filter(
            school_id=school_id, person_id__in=person_ids, ended_at=None
        ).values_list("person_id", "value")
        for person_id, value in rows:
            found.setdefault(person_id, set()).add(value)
        return found

    def draft(
        self, *, school_id: int, person: Any, kind: str, value: str, by: Any, now: datetime
    ) -> Contact:
        """An unsaved contact; without a paper it cannot be confirmed (App. 5 4)."""
        return Contact(
            school_id=school_id,
            person=person,
            kind=kind,
            value=value,
            entered_at=now,
            entered_by=by,
        )


def addresses_in_use(school_id: int, person_ids: Collection[int]) -> list[Address]:
    """E-mail addresses given to this school and not taken back (`core.registry.address_books`)."""
    rows = Contact.objects.filter(
        school_id=school_id, person_id__in=person_ids, kind=ContactKind.EMAIL, ended_at=None
    ).order_by("pk")
    return [Address(contact_id=row.pk, person_id=row.person_id, value=row.value) for row in rows]
