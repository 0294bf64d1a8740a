"""What an import would write: gathered first, shown, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.imports.cells import as_text
from core.imports.faults import Place

M = TypeVar("M", bound=models.Model)
Progress = Callable[[int, int], None]

# Rows in one statement: few round trips, and the progress still moves.
_CHUNK = 500


class Outcome(TextChoices):
    """What an import does to one entry of a register."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")


@dataclass(slots=True)
class Entry:
    """One thing a row speaks of (a student, a class), and what becomes of it."""

    plan: Plan
    register: str
    label: str
    place: Place
    outcome: str = Outcome.UNCHANGED
    changes: list[str] = field(default_factory=list)

    def new(self, thing: M) -> M:
        """The thing itself is not there yet."""
        self.outcome = Outcome.NEW
        return self.plan.add(thing)

    def add(self, thing: M, what: str = "") -> M:
        """Something that belongs to it is not there yet: a duty, a membership."""
        self._touch(what)
        return self.plan.add(thing)

    def change(self, thing: models.Model, what: str = "", **values: Any) -> bool:
        """Give fields other values; what is equal already is left alone."""
        different = {name: value for name, value in values.items() if getattr(thing, name) != value}
        for name, value in different.items():
            shown = what or str(thing._meta.get_field(name).verbose_name)
            if thing.pk is not None:
                self._touch(f"{shown}: {_shown(getattr(thing, name))} → {_shown(value)}")
        if different:
            self.plan.change(thing, different)
        return bool(different)

    def drop(self, thing: models.Model, what: str = "") -> None:
        """Delete what may be deleted (never a child's record)."""
        self._touch(what)
        self.plan.dropped.append(thing)

    def _touch(self, what: str) -> None:
        if self.outcome != Outcome.NEW:
            self.outcome = Outcome.CHANGED
            if what:
                self.changes.append(what)


def _shown(value: Any) -> str:
    return (
        "—"
        if value in (None, "")
        else as_text(str(value) if isinstance(value, models.Model) else value)
    )


class Plan:
    """All entries of an import, and the rows it would write."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.dropped: list[models.Model] = []
        # What needs the keys of things just written: called after all of them, gives more rows.
        self.afterwards: list[Callable[[], list[models.Model]]] = []
        self._made: dict[type[models.Model], list[models.Model]] = {}
        self._changed: dict[type[models.Model], dict[int, tuple[models.Model, set[str]]]] = {}
        self._late: dict[type[models.Model], set[int]] = {}

    def entry(self, register: str, label: str, place: Place) -> Entry:
        entry = Entry(self, register, label, place)
        self.entries.append(entry)
        return entry

    def add(self, thing: M) -> M:
        self._made.setdefault(type(thing), []).append(thing)
        return thing

    def change(self, thing: models.Model, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(thing, name, value)
        if thing.pk is None:
            return
        things = self._changed.setdefault(type(thing), {})
        things.setdefault(thing.pk, (thing, set()))[1].update(values)

    def made(self, model: type[M]) -> list[M]:
        return self._made.get(model, [])

    @property
    def is_empty(self) -> bool:
        return not (self._made or self._changed or self.dropped)

    def counts(self) -> dict[str, dict[str, int]]:
        """Register → outcome → how many."""
        counted: dict[str, dict[str, int]] = {}
        for entry in self.entries:
            row = counted.setdefault(entry.register, dict.fromkeys(Outcome.values, 0))
            row[entry.outcome] += 1
        return counted

    def fingerprint(self) -> str:
        """Equal while the same files would do the same: a confirmed preview is what is written."""
        said = sha256()
        for entry in self.entries:
            if entry.outcome != Outcome.UNCHANGED:
                said.update(
                    f"{entry.register}|{entry.label}|{entry.outcome}|{entry.changes}\n".encode()
                )
        return said.hexdigest()

    @property
    def size(self) -> int:
        """Rows to write."""
        made = sum(map(len, self._made.values()))
        changed = sum(map(len, self._changed.values()))
        return made + changed + len(self.dropped)

    def write(self, progress: Progress) -> None:
        """Write all of it; call inside a transaction. Few statements: one for 500 rows."""
        done = 0
        for step, rows in self._steps():
            step()
            done += rows
            progress(done, self.size)
        for more in self.afterwards:
            for model, things in _by_model(more()).items():
                model._base_manager.bulk_create(things, batch_size=_CHUNK)

    def _steps(self) -> Iterator[tuple[Callable[[], Any], int]]:
        for thing in self.dropped:
            yield thing.delete, 1
        yield from self._updates(pointing_at_new=False)
        for model in _from_the_ground(list(self._made)):
            for layer in _layers(model, self._made[model]):
                for chunk in _chunks(layer):
                    yield _creating(model, chunk), len(chunk)
        yield from self._updates(pointing_at_new=True)

    def _updates(self, *, pointing_at_new: bool) -> Iterator[tuple[Callable[[], Any], int]]:
        """What ends must end before its successor begins; what points at a new thing waits."""
        for model, changed in self._changed.items():
            waiting = self._waiting(model, changed) if not pointing_at_new else self._late[model]
            if not pointing_at_new:
                self._late[model] = waiting
            rows = [pair for pk, pair in changed.items() if (pk in waiting) == pointing_at_new]
            for fields, things in _by_fields(rows).items():
                for chunk in _chunks(things):
                    yield _updating(model, chunk, fields), len(chunk)

    def _waiting(
        self, model: type[models.Model], changed: dict[int, tuple[models.Model, set[str]]]
    ) -> set[int]:
        """Keys of changed things that point at something not yet stored."""
        links = {one.name for one in model._meta.concrete_fields if one.related_model}
        return {
            pk
            for pk, (thing, fields) in changed.items()
            if any(
                (target := getattr(thing, name)) is not None and target.pk is None
                for name in fields & links
            )
        }


def _by_model(things: list[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    found: dict[type[models.Model], list[models.Model]] = {}
    for thing in things:
        found.setdefault(type(thing), []).append(thing)
    return found


def _updating(
    model: type[models.Model], chunk: list[models.Model], fields: tuple[str, ...]
) -> Callable[[], Any]:
    return lambda: model._base_manager.bulk_update(chunk, fields)


def _creating(model: type[models.Model], chunk: list[models.Model]) -> Callable[[], Any]:
    return lambda: model._base_manager.bulk_create(chunk)


def _by_fields(
    changed: Iterable[tuple[models.Model, set[str]]],
) -> dict[tuple[str, ...], list[models.Model]]:
    found: dict[tuple[str, ...], list[models.Model]] = {}
    for thing, fields in changed:
        found.setdefault(tuple(sorted(fields)), []).append(thing)
    return found


def _chunks(things: list[models.Model]) -> Iterator[list[models.Model]]:
    for start in range(0, len(things), _CHUNK):
        yield things[start : start + _CHUNK]


def _from_the_ground(made: list[type[models.Model]]) -> list[type[models.Model]]:
    """Models in an order in which each stands after those it points at."""
    ordered: list[type[models.Model]] = []

    def place(model: type[models.Model]) -> None:
        if model in ordered:
            return
        for field_ in model._meta.concrete_fields:
            if field_.related_model in made and field_.related_model is not model:
                place(field_.related_model)
        ordered.append(model)

    for model in made:
        place(model)
    return ordered


def _layers(model: type[models.Model], things: list[models.Model]) -> Iterator[list[models.Model]]:
    """Things that point at others of their own kind come after those."""
    own = [one.name for one in model._meta.concrete_fields if one.related_model is model]
    if not own:
        yield things
        return
    yield [thing for thing in things if not _points(thing, own)]
    yield [thing for thing in things if _points(thing, own)]


def _points(thing: models.Model, fields: list[str]) -> bool:
    return any(getattr(thing, name) is not None for name in fields)
