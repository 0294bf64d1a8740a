"""Applications and consents, contacts, how families want to be informed; and the special families
that the demo shows: without consent, on paper, withdrawn."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pghistory

from consent.models import (
    Contact,
    ContactKind,
    DataConsent,
    InformingChoice,
    InformingForm,
    ServiceApplication,
)
from control.demo.world import Family, World
from school.models import Guardianship

SIGNED, APPLICATION_ONLY, NOTHING, ON_PAPER, WITHDRAWN = "both", "application", "", "paper", "ended"
SHARES = {SIGNED: 86, APPLICATION_ONLY: 4, NOTHING: 6, ON_PAPER: 3, WITHDRAWN: 1}


def make_papers(world: World, special: dict[str, Family]) -> None:
    """Papers of all families, registered in the first days of September. `special` says which
    family must stand how."""
    forced = {id(family): kind for kind, family in special.items()}
    wishes = []
    for family in world.families:
        kind = forced.get(id(family)) or world.rng.choices(list(SHARES), list(SHARES.values()))[0]
        for row in family.guardianships:
            wishes.append((row, kind, _signed_on(world, row)))
    wishes = [wish for wish in wishes if wish[2] <= world.wish.today]
    with pghistory.context(user=world.administrator.pk, route="demo_data"):
        _register(world, wishes)
        _choices(world, wishes)
        _contacts(world, wishes)
    with pghistory.context(user=world.administrator.pk, reason="Заявление родителя об отзыве"):
        _withdraw(world, [row for row, kind, _day in wishes if kind == WITHDRAWN])


def _signed_on(world: World, row: Guardianship) -> date:
    return row.since + timedelta(days=world.rng.randrange(0, 9))


Wishes = list[tuple[Guardianship, str, date]]


def _register(world: World, wishes: Wishes) -> None:
    for model, letters, kinds in (
        (ServiceApplication, "ЭЖ", (SIGNED, WITHDRAWN, APPLICATION_ONLY)),
        (DataConsent, "ПДн", (SIGNED, WITHDRAWN)),
    ):
        chosen = [wish for wish in wishes if wish[1] in kinds]
        model.objects.bulk_create(
            (
                model(
                    school=world.school,
                    guardianship=row,
                    number=f"{letters}-{number:04}",
                    signed_on=day,
                    registered_at=_registered_at(world, day),
                    registered_by=world.administrator,
                )
                for number, (row, _kind, day) in enumerate(chosen, start=1)
            ),
            batch_size=2000,
        )


def _registered_at(world: World, day: date) -> datetime:
    return min(world.moment(day, world.rng.randrange(9, 17), 20), world.wish.now)


def _choices(world: World, wishes: Wishes) -> None:
    """Paper is declared; whoever signed is informed electronically; the others have not said."""
    forms = {SIGNED: InformingForm.ELECTRONIC, ON_PAPER: InformingForm.PAPER}
    InformingChoice.objects.bulk_create(
        (
            InformingChoice(
                school=world.school,
                guardianship=row,
                form=forms[kind],
                since=day,
                declared_by=world.administrator,
                basis=f"заявление № {number}",
            )
            for number, (row, kind, day) in enumerate(wishes, start=1)
            if kind in forms
        ),
        batch_size=2000,
    )


def _contacts(world: World, wishes: Wishes) -> None:
    """A telephone and often an e-mail address; most confirmed by the paper they stand on. No
    number or address can belong to anybody (area code 000, domain example.org)."""
    rows, seen = [], set()
    for row, kind, day in wishes:
        person = row.guardian
        if kind == NOTHING or person.pk in seen:
            continue
        seen.add(person.pk)
        at = _registered_at(world, day)
        confirmed = at if world.rng.random() < 0.9 else None
        number = f"+7 000 {world.rng.randrange(100, 999)}-{world.rng.randrange(10, 99)}-"
        values = [(ContactKind.PHONE, f"{number}{world.rng.randrange(10, 99)}")]
        if world.rng.random() < 0.6:
            values.append((ContactKind.EMAIL, f"{person.login}@example.org"))
        rows += [
            Contact(
                school=world.school,
                person=person,
                kind=contact,
                value=value,
                basis=f"ЭЖ-{len(seen):04}" if confirmed else "",
                entered_at=at,
                entered_by=world.administrator,
                confirmed_at=confirmed,
            )
            for contact, value in values
        ]
    Contact.objects.bulk_create(rows, batch_size=2000)


def _withdraw(world: World, rows: list[Guardianship]) -> None:
    """The consent is taken back; the application stays as a case that was in force."""
    pks = [row.pk for row in rows]
    earliest = world.year.first_day + timedelta(days=20)
    day = max(earliest, world.wish.today - timedelta(days=12))
    if day <= world.wish.today:
        DataConsent.objects.filter(guardianship__in=pks).update(
            ended_on=day,
            ended_at=min(world.moment(day, 10, 5), world.wish.now),
            ended_by=world.administrator,
            end_reason="Отзыв согласия законным представителем",
        )
