"""Papers are registered for a whole class in one table, and withdrawn one by one, at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from consent.actions.sessions import end_sessions, forget_still
from consent.models import DataConsent, Paper, ServiceApplication
from core.history import because
from core.once import first_time
from core.refusal import Refused, refusing
from school.models import Guardianship, Person, School

P = TypeVar("P", bound=Paper)


class PaperKind(models.TextChoices):
    APPLICATION = "application"
    CONSENT = "consent"

    @property
    def model(self) -> type[Paper]:
        return ServiceApplication if self is PaperKind.APPLICATION else DataConsent


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """One ticked cell of the table: this guardian signed this paper. No number: the next one."""

    guardianship_id: int
    kind: PaperKind
    signed_on: date | None
    number: str = ""

    @property
    def field(self) -> str:
        return f"{self.kind.value}-{self.guardianship_id}"


class TableRefused(Refused):
    """Some cells of the table cannot be registered, so none was; `errors` by cell."""

    def __init__(self, errors: dict[str, Refused]) -> None:
        super().__init__("table", _("Nothing was registered yet: mend the marked cells."))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Registered:
    """How many papers of each kind were registered."""

    applications: int = 0
    consents: int = 0


def register_papers(
    *, actor: Person, school_id: int, entries: Sequence[PaperEntry], now: datetime, key: UUID
) -> Registered:
    """Register signed papers (order 2.6): all of the table, or none.

    Raises TableRefused with a reason for each cell that cannot be registered."""
    clash = Refused("number_taken", _("A paper with this number is already registered."))
    twice = Refused("in_force", _("Such a paper is already in force."))
    with (
        refusing(
            consent_application_number_once=clash,
            consent_consent_number_once=clash,
            consent_application_one_in_force=twice,
            consent_consent_one_in_force=twice,
        ),
        transaction.atomic(),
    ):
        if not first_time(key=key, person_id=actor.pk, now=now):
            return Registered()
        school = School.objects.select_for_update(no_key=True).get(pk=school_id)
        made = [
            _register_kind(actor, school, kind, [e for e in entries if e.kind == kind], now)
            for kind in _checked(school, entries, now)
        ]
        return Registered(*made)


def next_number(school_id: int, kind: PaperKind) -> str:
    """The number after the last registered one: 118 → 119, С-007 → С-008; 1 for the first."""
    last = kind.model.objects.filter(school_id=school_id).order_by("-pk").values_list("number")
    found = last.first()
    return _after(found[0]) if found else "1"


def withdraw_application(
    *, actor: Person, application: ServiceApplication, reason: str, now: datetime
) -> ServiceApplication:
    """End the application for the service: electronic access ends at once (order 2.6)."""
    return _withdraw(actor, application, reason, now)


def withdraw_consent(
    *, actor: Person, consent: DataConsent, reason: str, now: datetime
) -> DataConsent:
    """Take the consent to data processing back: electronic access ends at once (152-FZ art. 9)."""
    return _withdraw(actor, consent, reason, now)


def _withdraw(actor: Person, paper: P, reason: str, now: datetime) -> P:
    with transaction.atomic(), because(reason):
        locked = (
            type(paper)
            .objects.select_for_update(of=("self",))
            .select_related("guardianship", "school")
            .get(pk=paper.pk)
        )
        if locked.ended_at is not None:
            raise Refused("already_ended", _("This paper is no longer in force."))
        today = now.astimezone(locked.school.zone).date()
        locked.ended_on = max(today, locked.signed_on)
        locked.ended_at, locked.ended_by, locked.end_reason = now, actor, reason.strip()
        locked.save(update_fields=["ended_on", "ended_at", "ended_by", "end_reason"])
        child = locked.guardianship
        end_sessions(child.guardian_id)
        forget_still(child.guardian_id, child.student_id)
    return locked


def _checked(school: School, entries: Sequence[PaperEntry], now: datetime) -> list[PaperKind]:
    """All reasons against the table at once, so a secretary mends it in one go."""
    today = now.astimezone(school.zone).date()
    known = set(
        Guardianship.objects.filter(
            school=school, pk__in={e.guardianship_id for e in entries}
        ).values_list("pk", flat=True)
    )
    errors: dict[str, Refused] = {}
    for kind in PaperKind:
        of_kind = [entry for entry in entries if entry.kind == kind]
        taken, in_force = _standing(school, kind, of_kind)
        for entry in of_kind:
            refused = _why_not(entry, known=known, taken=taken, in_force=in_force, today=today)
            if refused:
                errors[entry.field] = refused
            elif entry.number:
                taken.add(entry.number)
    if errors:
        raise TableRefused(errors)
    return list(PaperKind)


def _standing(
    school: School, kind: PaperKind, entries: Sequence[PaperEntry]
) -> tuple[set[str], set[int]]:
    """Numbers of this table that are taken, and guardianships whose paper is in force."""
    papers = kind.model.objects.filter(school=school)
    numbers = [entry.number for entry in entries if entry.number]
    taken = set(papers.filter(number__in=numbers).values_list("number", flat=True))
    ids = [entry.guardianship_id for entry in entries]
    in_force = papers.filter(guardianship_id__in=ids, ended_on=None)
    return taken, set(in_force.values_list("guardianship_id", flat=True))


def _why_not(
    entry: PaperEntry, *, known: set[int], taken: set[str], in_force: set[int], today: date
) -> Refused | None:
    if entry.guardianship_id not in known:
        return Refused("stranger", _("This guardian is not of this school."))
    if entry.guardianship_id in in_force:
        return Refused("in_force", _("Such a paper is already in force."))
    if entry.signed_on is None:
        return Refused("no_day", _("When was it signed?"))
    if entry.signed_on > today:
        return Refused("in_future", _("A paper cannot be signed in the future."))
    if entry.number in taken:
        return Refused("number_taken", _("A paper with this number is already registered."))
    return None


def _register_kind(
    actor: Person, school: School, kind: PaperKind, entries: list[PaperEntry], now: datetime
) -> int:
    numbers = _numbers(school, kind, entries)
    kind.model.objects.bulk_create(
        kind.model(
            school=school,
            guardianship_id=entry.guardianship_id,
            number=number,
            signed_on=entry.signed_on,
            registered_at=now,
            registered_by=actor,
        )
        for entry, number in zip(entries, numbers, strict=True)
    )
    return len(entries)


def _numbers(school: School, kind: PaperKind, entries: list[PaperEntry]) -> list[str]:
    """What was typed; where nothing was, the next free numbers in the table's order."""
    candidate = next_number(school.pk, kind)
    typed = {entry.number for entry in entries if entry.number}
    numbers = []
    for entry in entries:
        number = entry.number
        if not number:
            while candidate in typed or _is_taken(school, kind, candidate):
                candidate = _after(candidate)
            number, candidate = candidate, _after(candidate)
        numbers.append(number)
    return numbers


def _is_taken(school: School, kind: PaperKind, number: str) -> bool:
    return kind.model.objects.filter(school=school, number=number).exists()


def _after(number: str) -> str:
    match = re.fullmatch(r"(.*?)(\d+)(\D*)", number)
    if match is None:
        return f"{number}-1"
    before, digits, after = match.groups()
    return f"{before}{int(digits) + 1:0{len(digits)}d}{after}"
