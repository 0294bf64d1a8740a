"""Guardians on the sheet of students: one person for all children of a family."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.plan import Entry
from core.imports.sheets import Row
from core.registry import contact_books
from core.text import Name
from school.imports.identity import new_person, rename
from school.imports.registers import Registers
from school.imports.source_keys import SourceKeys
from school.models import Guardianship, Kinship, Person, Student

# How many guardians a row has room for, and how the places for parents are called.
PLACES = ("mother_", "father_", "guardian1_", "guardian2_", "guardian3_")
_KIN = {"mother_": Kinship.MOTHER, "father_": Kinship.FATHER}
SOURCE = "guardian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What a row says of one guardian."""

    name: Name
    kinship: str | None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    source_id: str = ""

    @property
    def contacts(self) -> list[tuple[str, str]]:
        return [
            *(("phone", value) for value in self.phones),
            *(("email", value) for value in self.emails),
        ]


class Families:
    """Guardians of the school's children, stored and planned, with their contacts."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        school = batch.part(Registers).school
        self.of_child: dict[int, list[Guardianship]] = defaultdict(list)
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_source: dict[str, Person] = {}
        self.ended: dict[int, list[Guardianship]] = defaultdict(list)
        self.contacts: dict[int, set[str]] = defaultdict(set)
        day = batch.part(Registers).today
        rows = Guardianship.objects.filter(school=school).select_related("guardian")
        people: dict[int, Person] = {}
        for row in rows:
            row.guardian = people.setdefault(row.guardian_id, row.guardian)
            if row.until is None or row.until >= day:
                self.of_child[row.student_id].append(row)
            else:
                self.ended[row.student_id].append(row)
        for person in people.values():
            self.by_name[folded(person.name.full)].append(person)
        self._read_contacts(people)
        self._read_sources(people)

    def _read_contacts(self, people: dict[int, Person]) -> None:
        for book in contact_books:
            found = book.known(school_id=self.batch.school_id, person_ids=list(people))
            for pk, values in found.items():
                self.contacts[id(people[pk])].update(values)

    def _read_sources(self, people: dict[int, Person]) -> None:
        for source_id, pk in self.batch.part(SourceKeys).of_kind(SOURCE).items():
            if pk in people:
                self.by_source[source_id] = people[pk]

    def find(self, kin: Kin, siblings: list[Guardianship]) -> Person | None:
        """Whom the row means: by number; by name among this child's guardians; by name and a
        shared telephone or address among all."""
        if kin.source_id and kin.source_id in self.by_source:
            return self.by_source[kin.source_id]
        key = folded(kin.name.full)
        for row in siblings:
            if folded(row.guardian.name.full) == key:
                return row.guardian
        shared = {value for _kind, value in kin.contacts}
        for person in self.by_name[key]:
            if shared & self.contacts[id(person)]:
                return person
        return None

    def add(self, person: Person, kin: Kin) -> Person:
        self.by_name[folded(kin.name.full)].append(person)
        return person


def kin_in(row: Row) -> list[Kin]:
    """The guardians of a row; a place whose name is blank has none."""
    found = []
    for place in PLACES:
        name = row.get(f"{place}full_name")
        if name is not None:
            found.append(
                Kin(
                    name=name,
                    kinship=_KIN.get(place) or row.get(f"{place}kinship"),
                    phones=row.get(f"{place}phone", ()),
                    emails=row.get(f"{place}email", ()),
                    source_id=row.get(f"{place}source_id", ""),
                )
            )
    return found


def plan_guardians(batch: Batch, row: Row, student: Student | None) -> None:
    """All guardians of one row; contacts without a name are a fault."""
    for place in PLACES:
        name = f"{place}full_name"
        if row.get(name) is None and name not in row.broken:
            for key in (f"{place}phone", f"{place}email"):
                if row.get(key):
                    batch.faults.add(
                        row.at(key),
                        "contact_of_nobody",
                        _("Whose is it? Write the name of this guardian."),
                    )
    for kin in kin_in(row):
        plan_guardian(batch, row, student, kin)


def plan_guardian(batch: Batch, row: Row, student: Student | None, kin: Kin) -> None:
    families = batch.part(Families)
    mine = families.of_child[student.pk or -id(student)] if student is not None else []
    once = families.ended[student.pk] if student is not None and student.pk else []
    person = families.find(kin, [*mine, *once])
    entry = batch.plan.entry("guardians", kin.name.full, row.place)
    if person is None:
        person = families.add(new_person(entry, kin.name), kin)
        entry.outcome = "new"
    elif folded(person.name.full) != folded(kin.name.full):
        rename(entry, person, kin.name)
    _keep_source(batch, families, entry, person, kin)
    _add_contacts(batch, families, entry, person, kin)
    if student is not None:
        _make_kin(batch, entry, mine, student, person, kin)


def _make_kin(
    batch: Batch,
    entry: Entry,
    mine: list[Guardianship],
    student: Student,
    person: Person,
    kin: Kin,
) -> None:
    registers = batch.part(Registers)
    for row in mine:
        if row.guardian is person:
            if kin.kinship:
                entry.change(row, kinship=kin.kinship)
            return
    once = batch.part(Families).ended[student.pk] if student.pk else []
    ended = any(row.guardian is person for row in once)
    made = Guardianship(
        school=registers.school,
        guardian=person,
        student=student,
        kinship=kin.kinship or Kinship.OTHER,
        since=registers.today if ended else registers.role_day,
    )
    mine.append(entry.add(made, student.person.name.in_class))


def _keep_source(batch: Batch, families: Families, entry: Entry, person: Person, kin: Kin) -> None:
    if kin.source_id and kin.source_id not in families.by_source:
        families.by_source[kin.source_id] = person
        batch.part(SourceKeys).keep(SOURCE, kin.source_id, person)


def _add_contacts(batch: Batch, families: Families, entry: Entry, person: Person, kin: Kin) -> None:
    """New addresses wait unconfirmed; none is taken away."""
    for book in contact_books:
        for kind, value in kin.contacts:
            if value in families.contacts[id(person)]:
                continue
            families.contacts[id(person)].add(value)
            made = book.draft(
                school_id=batch.school_id,
                person=person,
                kind=kind,
                value=value,
                by=batch.actor,
                now=batch.now,
            )
            entry.add(made, value)
