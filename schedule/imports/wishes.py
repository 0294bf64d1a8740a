"""From words to a line of the timetable: which course, which teacher, which room."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.faults import Place
from schedule.imports.words import Entry, entries, subjects_meant
from school.imports.readers import ClassName, GroupLabel
from school.imports.registers import Registers, course_key, is_labelled, room_key
from school.imports.staff import Staff
from school.models import Course, Employee, GroupKind, Room, Subject


@dataclass(slots=True, kw_only=True, eq=False)
class Wish:
    """A line of the timetable as the files want it."""

    place: Place
    name: ClassName
    course: Course
    weekday: int
    number: int
    weeks: str
    teacher: Employee | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """Where a cell stands in the week of a class."""

    place: Place
    name: ClassName
    weekday: int
    number: int


class Timetable:
    """All wishes of the files, and the classes they speak of."""

    def __init__(self, batch: Batch) -> None:
        self.wishes: list[Wish] = []
        self.classes: set[ClassName] = set()


class Reader:
    """Looks up what a cell says; every failure is a fault at the cell."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.registers = batch.part(Registers)

    def read_cell(self, hour: Hour, cell: str, room: str) -> None:
        """All entries of one cell of the grid."""
        rooms = [one.strip() for one in room.split("/")] if room else []
        found = entries(cell)
        for number, entry in enumerate(found):
            own = rooms[number] if len(rooms) == len(found) else (rooms[0] if rooms else "")
            self.read_entry(hour, entry, room=entry.room or own)

    def read_entry(self, hour: Hour, entry: Entry, *, room: str) -> None:
        courses = self.registers.courses_of_class[hour.name]
        subjects, rest = subjects_meant(entry.words, courses)
        if len(subjects) != 1:
            self._say_subject(hour, entry, subjects)
            return
        teacher, written_room = self._teacher_and_room(hour, rest, room)
        if teacher is False:
            return
        course = self._course(hour, subjects[0], entry.label, teacher)
        if course is not None:
            self.wish(hour, course, weeks=entry.weeks, teacher=teacher, room=written_room)

    def wish(
        self, hour: Hour, course: Course, *, weeks: str, teacher: Employee | None, room: str
    ) -> None:
        """Keep the line; the teacher must be one of the course's, the room one of the school's."""
        if teacher is not None and not self._teaches(hour, course, teacher):
            return
        found = self.registers.rooms.get(room_key(room)) if room else None
        if room and found is None:
            self._fault(
                hour,
                "unknown_room",
                _("There is no room “%(name)s”. Add it to the sheet “Rooms”.") % {"name": room},
            )
            return
        self.batch.part(Timetable).wishes.append(
            Wish(
                place=hour.place,
                name=hour.name,
                course=course,
                weekday=hour.weekday,
                number=hour.number,
                weeks=weeks,
                teacher=teacher,
                room=found,
            )
        )

    def _teacher_and_room(
        self, hour: Hour, rest: str, room: str
    ) -> tuple[Employee | bool | None, str]:
        """The longest beginning of the rest that is somebody's name, then the room. False: a
        fault was said."""
        tokens = rest.split()
        staff = self.batch.part(Staff)
        for length in range(len(tokens), 0, -1):
            found = staff.called(" ".join(tokens[:length]).strip(" ,"))
            tail = " ".join(tokens[length:]).strip(" ,()")
            if len(found) == 1 and (not tail or not room):
                return found[0], room or tail
            if len(found) > 1:
                self._fault(
                    hour,
                    "ambiguous",
                    _("Several people are called “%(name)s”. Write the full name or the number.")
                    % {"name": " ".join(tokens[:length])},
                )
                return False, ""
        if not tokens:
            return None, room
        if not room and room_key(rest.strip(" ,()")) in self.registers.rooms:
            return None, rest.strip(" ,()")
        self._fault(
            hour,
            "unknown_employee",
            _("“%(words)s” is neither a teacher nor a room of the school.") % {"words": rest},
        )
        return False, ""

    def _course(
        self, hour: Hour, subject: Subject, label: GroupLabel | None, teacher: Employee | None
    ) -> Course | None:
        """The class's course of the subject: of the labelled part, else of the teacher's part,
        else the only one."""
        found = [
            course
            for course in self.registers.courses_of_class[hour.name]
            if course.subject.name == subject.name
        ]
        if label is not None and not label.is_whole:
            found = [one for one in found if is_labelled(one.group, subject, label)]
            if not found:
                self._fault(
                    hour,
                    "unknown_group",
                    _("Class %(class)s has no group “%(group)s” in this subject.")
                    % {"class": hour.name, "group": label.text},
                )
                return None
        if len(found) > 1 and teacher is not None:
            found = [one for one in found if self.is_taught_by(one, teacher)] or found
        whole = [one for one in found if one.group.kind == GroupKind.WHOLE_CLASS]
        if len(found) > 1 and len(whole) == 1:
            found = whole
        if len(found) == 1:
            return found[0]
        self._fault(
            hour,
            "which_group",
            _("The class learns this subject in groups. Write the group in brackets: (1 гр.)."),
        )
        return None

    def is_taught_by(self, course: Course, teacher: Employee) -> bool:
        links = self.registers.course_teachers[course_key(course)]
        return any(link.employee is teacher or _same(link.employee, teacher) for link in links)

    def _teaches(self, hour: Hour, course: Course, teacher: Employee) -> bool:
        if self.is_taught_by(course, teacher):
            return True
        self._fault(
            hour,
            "not_the_teacher",
            _("%(teacher)s does not teach “%(course)s”. Correct the cell or the teaching.")
            % {"teacher": teacher.person.name.short, "course": course},
        )
        return False

    def _say_subject(self, hour: Hour, entry: Entry, subjects: list[Subject]) -> None:
        if subjects:
            names = ", ".join(f"«{one.name}»" for one in subjects)
            message = _("“%(words)s” may mean %(names)s. Write the subject in full.")
            self._fault(hour, "ambiguous_subject", message % {"words": entry.words, "names": names})
            return
        self._fault(
            hour,
            "unknown_subject",
            _("Class %(class)s has no subject “%(words)s”. Correct it, or add the course.")
            % {"class": hour.name, "words": entry.words},
        )

    def _fault(self, hour: Hour, code: str, message: str) -> None:
        self.batch.faults.add(hour.place, code, message)


def known_class(batch: Batch, place: Place, name: ClassName) -> bool:
    """Whether the class exists; the fault is said where it does not."""
    if name in batch.part(Registers).classes:
        return True
    batch.faults.add(
        place,
        "unknown_class",
        _("There is no class %(name)s. Add it to the sheet “Classes”.") % {"name": name},
    )
    return False


def _same(one: Employee, other: Employee) -> bool:
    return one.pk is not None and one.pk == other.pk
