"""A week without clashes: each piece is put where it disturbs least, and what it pushes out is
put anew, until nobody stands in two rooms at once."""

from __future__ import annotations

from collections import deque

from control.demo.world import Klass, Piece, Place, Taught, World
from schedule.models import TimetableSlot

DAYS = (1, 2, 4, 3, 5)  # which day gets the longer ones first
PATIENCE = 400  # moves for each piece before a clash-free week is given up


class NoWeek(Exception):
    """No timetable without clashes was found (too few teachers)."""


def places_of(klass: Klass) -> list[Place]:
    """The class's hours without gaps: as even over the five days as their number allows."""
    short, longer = divmod(len(klass.lessons), 5)
    return [
        (day, number)
        for turn, day in enumerate(DAYS)
        for number in range(1, short + (turn < longer) + 1)
    ]


class Week:
    """The week in the making: who stands where."""

    def __init__(self, world: World) -> None:
        self.rng = world.rng
        self.in_class: dict[tuple[int, Place], Piece] = {}
        self.of_teacher: dict[tuple[int, int, Place], Piece] = {}
        self.places = {klass.row.pk: places_of(klass) for klass in world.classes}
        self.pieces = [piece for klass in world.classes for piece in klass.lessons]

    def build(self) -> None:
        waiting = deque(sorted(self.pieces, key=self._difficulty))
        moves = PATIENCE * len(self.pieces)
        for piece in list(waiting):
            if piece.place:
                waiting.remove(piece)
                self._put(piece, piece.place)
        while waiting:
            moves -= 1
            if not moves:
                raise NoWeek
            piece = waiting.popleft()
            waiting.extend(self._put(piece, self._best_place(piece)))

    def _difficulty(self, piece: Piece) -> tuple[int, int]:
        """Two teachers at once first, then those with the most hours."""
        return (-len(piece.taught), -max(one.teacher.load for one in piece.taught))

    def _best_place(self, piece: Piece) -> Place:
        fixed = piece.klass.lessons[-1].place
        places = [place for place in self.places[piece.klass.row.pk] if place != fixed]
        return min(places, key=lambda place: self._cost(piece, place) + self.rng.random() * 0.4)

    def _cost(self, piece: Piece, place: Place) -> float:
        """Others that would have to move, the restless ones counting more; and the same subject
        twice a day."""
        cost = sum(1 + other.moves * 0.3 for other in self._in_the_way(piece, place))
        same = sum(
            1
            for number in range(1, 9)
            if (other := self.in_class.get((piece.klass.row.pk, (place[0], number))))
            and other.plan is piece.plan
        )
        early_sport = piece.plan is not None and piece.plan.topics == "sport" and place[1] == 1
        return cost + same * 0.9 + early_sport * 0.3

    def _in_the_way(self, piece: Piece, place: Place) -> list[Piece]:
        shift = piece.klass.row.shift
        found = [self.in_class.get((piece.klass.row.pk, place))]
        found += [self.of_teacher.get((pk, shift, place)) for pk in piece.teacher_ids]
        return list({id(one): one for one in found if one is not None}.values())

    def _put(self, piece: Piece, place: Place) -> list[Piece]:
        out = self._in_the_way(piece, place)
        for other in out:
            self._take_off(other)
        piece.place = place
        piece.moves += 1
        self.in_class[piece.klass.row.pk, place] = piece
        for pk in piece.teacher_ids:
            self.of_teacher[pk, piece.klass.row.shift, place] = piece
        return out

    def _take_off(self, piece: Piece) -> None:
        del self.in_class[piece.klass.row.pk, piece.place]
        for pk in piece.teacher_ids:
            del self.of_teacher[pk, piece.klass.row.shift, piece.place]
        piece.place = None


def make_timetable(world: World) -> None:
    """Find the week and write its slots; electives and clubs come after the last lesson."""
    Week(world).build()
    slots = [
        _slot(world, one, *piece.place)
        for klass in world.classes
        for piece in klass.lessons
        for one in piece.taught
    ]
    slots += [_slot(world, one, *place) for one in world.taught for place in one.places]
    TimetableSlot.objects.bulk_create(slots, batch_size=1000)


def _slot(world: World, taught: Taught, weekday: int, number: int) -> TimetableSlot:
    return TimetableSlot(
        school=world.school,
        course=taught.course,
        weekday=weekday,
        number=number,
        teacher=taught.teacher.employee,
        room=taught.room,
        since=world.year.first_day,
    )
