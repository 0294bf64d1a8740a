"""Who a row means: found by number or login name, else by name and date of birth.

Where two could be meant, nobody is taken: the row is an error that says what to add."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from core.imports.cells import folded
from core.imports.faults import BadCell, Faults, Place
from core.imports.plan import Entry
from core.imports.sheets import Row
from core.text import Name, sort_key
from school.models import Employee, Person, Student

T = TypeVar("T", Student, Employee)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a row says of a person."""

    name: Name
    source_id: str = ""
    number: str = ""
    login: str = ""
    birth_day: date | None = None


def name_in(row: Row, prefix: str = "") -> Name | None:
    """The name in one column or in three; None where it lacks or could not be read."""
    whole = row.get(f"{prefix}full_name")
    if whole is not None:
        return whole
    last, first = row.get(f"{prefix}last_name"), row.get(f"{prefix}first_name")
    if not last or not first:
        return None
    return Name(last, first, row.get(f"{prefix}patronymic", ""))


def name_or_fault(row: Row, faults: Faults) -> Name | None:
    """As `name_in`; a name that is not there is said."""
    keys = ("full_name", "last_name", "first_name")
    name = name_in(row)
    if name is None and not row.broken.intersection(keys):
        lacking = next((key for key in keys if key in row.places and row.get(key) is None), "")
        faults.add(row.at(lacking, *keys), "empty_cell", _("This cell must be filled."))
    return name


def identity_of(row: Row, name: Name) -> Identity:
    return Identity(
        name=name,
        source_id=row.get("source_id", ""),
        number=row.get("file_number", ""),
        login=row.get("login", ""),
        birth_day=row.get("birth_day"),
    )


@dataclass(slots=True)
class People(Generic[T]):
    """Students or employees of the school, stored and planned, by all that tells them apart."""

    number_of: Callable[[T], str] = lambda thing: ""
    everyone: list[T] = field(default_factory=list)
    _by_source: dict[str, T] = field(default_factory=dict)
    _by_number: dict[str, T] = field(default_factory=dict)
    _by_login: dict[str, T] = field(default_factory=dict)
    _by_name: dict[str, list[T]] = field(default_factory=lambda: defaultdict(list))
    _by_last: dict[str, list[T]] = field(default_factory=lambda: defaultdict(list))
    _row_of: dict[int, Place] = field(default_factory=dict)

    def add(self, thing: T) -> T:
        self.everyone.append(thing)
        for index, key in (
            (self._by_source, thing.source_id),
            (self._by_number, folded(self.number_of(thing))),
            (self._by_login, thing.person.login.lower()),
        ):
            if key:
                index[key] = thing
        self._by_name[folded(thing.person.name.full)].append(thing)
        self._by_last[folded(thing.person.last_name)].append(thing)
        return thing

    def sourced(self, source_id: str) -> T | None:
        return self._by_source.get(source_id)

    def match(self, who: Identity, *, among: Callable[[T], bool] | None = None) -> T | None:
        """Whom the row means; None: somebody new. Raises BadCell where two could be meant.

        `among` narrows namesakes (to the class in the row) where no date of birth does."""
        for index, key in (
            (self._by_source, who.source_id),
            (self._by_number, folded(who.number)),
            (self._by_login, who.login.lower()),
        ):
            if key and key in index:
                return index[key]
        namesakes = [one for one in self._by_name[folded(who.name.full)] if self._may_be(one, who)]
        if not namesakes:
            return None
        if who.birth_day:
            return self._by_birth(namesakes, who.birth_day)
        near = [one for one in namesakes if among(one)] if among else namesakes
        if len(near) == 1:
            return near[0]
        raise BadCell(
            "ambiguous",
            _("There is already somebody of this name. Give the date of birth or the number."),
        )

    def _may_be(self, one: T, who: Identity) -> bool:
        """A namesake with another number is another person."""
        other_source = who.source_id and one.source_id and who.source_id != one.source_id
        theirs = folded(self.number_of(one))
        other_number = who.number and theirs and folded(who.number) != theirs
        return not other_source and not other_number

    @staticmethod
    def _by_birth(namesakes: list[T], birth_day: date) -> T | None:
        same = [one for one in namesakes if one.person.birth_day == birth_day]
        unknown = [one for one in namesakes if one.person.birth_day is None]
        if len(same) == 1:
            return same[0]
        if not same and not unknown:
            return None
        if not same and len(unknown) == 1:
            return unknown[0]
        raise BadCell(
            "ambiguous",
            _("Several people have this name and date of birth. Give the number."),
        )

    def meant_once(self, thing: T, row: Row, faults: Faults) -> bool:
        """Whether no earlier row meant the same person; the second one is a fault."""
        first = self._row_of.setdefault(id(thing), row.place)
        if first is row.place:
            return True
        faults.add(
            row.at("full_name", "last_name"),
            "twice",
            _("The same person already stands in %(place)s. Keep one.") % {"place": first.text},
        )
        return False

    def called(self, written: str) -> list[T]:
        """Everybody a teacher's name in a table may mean: «Иванова Анна Петровна», «Иванова А.П.»,
        «Иванова А», «Иванова»; also a login name or number."""
        key = folded(written)
        if key in self._by_login or written in self._by_source:
            return [self._by_login.get(key) or self._by_source[written]]
        if self._by_name.get(key):
            return list(self._by_name[key])
        words = key.replace(".", " ").split()
        found = self._by_last.get(words[0], []) if words else []
        return [one for one in found if _fits(one.person.name, words[1:])]


def _fits(name: Name, words: list[str]) -> bool:
    """Whether «а», «п» or «анна» fit first name and patronymic, in this order."""
    if len(words) == 1 and len(words[0]) == 2 and folded(name.first) != words[0]:
        words = list(words[0])
    parts = folded(f"{name.first} {name.patronymic}").split()
    return len(words) <= len(parts) and all(
        part == word or (len(word) == 1 and part.startswith(word))
        for part, word in zip(parts, words, strict=False)
    )


def rename(entry: Entry, person: Person, name: Name) -> None:
    """Give a person the name of the row; the sort key goes with it."""
    changed = entry.change(
        person, last_name=name.last, first_name=name.first, patronymic=name.patronymic
    )
    if changed:
        entry.plan.change(
            person, {"sort_key": sort_key(name.last, name.first, name.patronymic)[:260]}
        )


def new_person(entry: Entry, name: Name, *, login: str = "") -> Person:
    """Somebody nobody knew; the login name is made at the end of the import."""
    person = Person.objects.build(
        login=login, last_name=name.last, first_name=name.first, patronymic=name.patronymic
    )
    return entry.plan.add(person)


def fill(entry: Entry, thing: Person | Student | Employee, **values: object) -> None:
    """Take over what the row says; a blank cell takes nothing away."""
    entry.change(
        thing, **{name: value for name, value in values.items() if value not in (None, "")}
    )
