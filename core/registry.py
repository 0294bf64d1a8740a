"""What lower rooms ask of higher ones, without knowing them: each room fills these in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

# (lesson ids) -> those that carry a record. The timetable's generator never deletes one of these.
lesson_carriers: list[Callable[[Collection[int]], set[int]]] = []


def lessons_that_carry(lesson_ids: Collection[int]) -> set[int]:
    """Of these lessons, the ones something was written to: topic, register, mark, homework."""
    return set().union(*(carrier(lesson_ids) for carrier in lesson_carriers))


# (lesson ids) -> those with records of what happened. Homework due at a lesson is none: it moves
# along with the lesson.
lesson_recorders: list[Callable[[Collection[int]], set[int]]] = []


def lessons_recorded(lesson_ids: Collection[int]) -> set[int]:
    """Of these lessons, the ones that were written down as held: moving or cancelling one would
    be dishonest as long as its records stand."""
    return set().union(*(recorder(lesson_ids) for recorder in lesson_recorders))


# (school, its first year) -> None, called inside the transaction that founds a school: each room
# gives it what it cannot begin without (kinds of work, bells).
school_founded: list[Callable[[Any, Any], None]] = []


# (who changes it, calendar, the special day before, the day now, the moment) -> None, called inside
# the transaction that enters, corrects or removes a special day (None: there was or is none).
special_day_kept: list[Callable[[Any, Any, Any, Any, datetime], None]] = []


class ContactBook(Protocol):
    """Where the room of consents keeps addresses. An imported one is unconfirmed: nothing is sent
    to it before its owner confirms it."""

    def known(self, *, school_id: int, person_ids: Collection[int]) -> dict[int, set[str]]:
        """Addresses and numbers in use, by person."""

    def draft(
        self, *, school_id: int, person: Any, kind: str, value: str, by: Any, now: datetime
    ) -> Any:
        """An unsaved contact; `kind` is email or phone."""


# At most one; without it, contacts in an imported file are passed over.
contact_books: list[ContactBook] = []

# (contact id) -> whether something may be sent to it now. Asked at sending, not when the message
# is made: meanwhile it may have been taken back.
contact_guards: list[Callable[[int], bool]] = []


def may_send(contact_id: int) -> bool:
    """All guards agree; without a guard nothing is sent."""
    return bool(contact_guards) and all(guard(contact_id) for guard in contact_guards)


# (file ids, since) -> those that something points to, or pointed to after `since`. A file that no
# room owns up to is deleted after its days.
file_owners: list[Callable[[Collection[int], datetime], set[int]]] = []


def files_in_use(file_ids: Collection[int], *, since: datetime) -> set[int]:
    """Of these files, the ones that belong to something, or did not long ago."""
    return set().union(*(owner(file_ids, since) for owner in file_owners))


OWN_ADDRESS = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a letter might go; whether it may is asked of `may_send` at sending. `contact_id` is
    OWN_ADDRESS for the one a person logs in with, which is no contact of a family."""

    contact_id: int
    person_id: int
    value: str


# (school id, person ids) -> e-mail addresses in use, confirmed or not.
address_books: list[Callable[[int, Collection[int]], list[Address]]] = []


def addresses_of(school_id: int, person_ids: Collection[int]) -> list[Address]:
    """E-mail addresses these people gave to the school."""
    return [one for book in address_books for one in book(school_id, person_ids)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one letter says."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a kind of message says by e-mail: no child, no mark. `may_go` is asked at sending with
    (person id, what it is about, now): meanwhile access may have been closed.

    `words`, asked at sending with (message, now), gives a letter words of its own; None: nothing is
    left to say. `rests` names the schools whose letters of this kind wait now (quiet hours).
    `to_own_address`: it goes also to the address its reader logs in with (staff, no families)."""

    subject: Any
    text: Any
    may_go: Callable[[int, int | None, datetime], bool]
    words: Callable[[Any, datetime], Words | None] | None = None
    rests: Callable[[datetime], Collection[int]] | None = None
    to_own_address: bool = False


# By the kind of the message; one without a letter is shown in the house only.
letters: dict[str, Letter] = {}


# () -> the time zone of each school, by its id.
school_clocks: list[Callable[[], dict[int, ZoneInfo]]] = []


def school_zones() -> dict[int, ZoneInfo]:
    """All schools of the house with their time zones: works are asked for by their clocks."""
    return {school_id: zone for clock in school_clocks for school_id, zone in clock().items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For which deadlines of a school a maker is asked: those whose day lies from `first` to
    `last`, in the school's time zone, as they stand `now`."""

    school_id: int
    zone: ZoneInfo
    first: date
    last: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeadline:
    """A deadline as the regulation computes it at the moment: for which rule and thing, until
    when, since when it is met. `begins_at`: when the thing itself begins; a deadline kept from
    before that says nothing about it. `is_of_record`: it follows from entries that stand, which
    are facts themselves, so it is told anew each time."""

    rule: str
    about_id: int
    due_at: datetime
    part: str = ""
    done_at: datetime | None = None
    begins_at: datetime | None = None
    is_of_record: bool = False
    teacher_id: int | None = None
    class_id: int | None = None
    course_id: int | None = None
    lesson_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMaker:
    """Where a room computes the deadlines of its rules that are no lesson's. What it finds no more
    (a work that was taken back) is asked no more. `is_dear`: reads much, so between the nights
    only what is due about now is asked of it."""

    rules: tuple[str, ...]
    find: Callable[[Asked], Iterable[FoundDeadline]]
    is_dear: bool = False


# Filled by each room in `apps.py`; control keeps what they find.
deadline_makers: list[DeadlineMaker] = []
