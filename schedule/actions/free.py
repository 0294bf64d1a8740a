"""Whether a lesson fits where it is put, and who says no by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.refusal import Refused
from schedule.bells import read_bells
from schedule.clashes import Clash, ClashKind, Place, Timeline, place_of, read_kinship
from schedule.models import Lesson
from schedule.report import course_name
from school.calendar import day_status, read_calendars
from school.models import Course, Employee, Room

_FIELD = {ClashKind.TEACHER: "teacher", ClashKind.ROOM: "room", ClashKind.STUDENTS: "number"}


def bell_of(course: Course, day: date, number: int) -> tuple[datetime, datetime]:
    """When lesson no. `number` begins and ends for the course's group on that day.

    Raises Refused at the number where no bell rings."""
    school_class = course.group.school_class
    weekday = day.isoweekday()
    if school_class:
        calendar = read_calendars([school_class.calendar_id])[school_class.calendar_id]
        weekday = day_status(calendar, day).weekday or weekday
    times = read_bells(course.school_id, day, day).of_day(school_class, day, weekday)
    if number not in times:
        raise Refused("no_bell", _("No bell rings for this lesson number."), field="number")
    zone = course.school.zone
    starts, ends = (datetime.combine(day, clock, tzinfo=zone) for clock in times[number])
    return starts, ends


def day_timeline(school_id: int, day: date, *, without: Iterable[int] = ()) -> Timeline:
    """Everything that is held in the school that day, except some lessons. Two statements."""
    timeline = Timeline(read_kinship(school_id, day, day))
    lessons = (
        Lesson.objects.of_day(day)
        .filter(school_id=school_id)
        .not_cancelled()
        .exclude(pk__in=list(without))
        .select_related("course")
    )
    for lesson in lessons:
        timeline.take(place_of(lesson))
    return timeline


def refuse_clashes(lessons: list[Lesson]) -> None:
    """Raises Refused, with names and at the field to change, when one of these lessons, held
    together on one day, does not fit between the others. The caller holds the day."""
    leader = lessons[0]
    timeline = day_timeline(
        leader.school_id, leader.day, without=[one.pk for one in lessons if one.pk]
    )
    found: list[Clash] = []
    for lesson in lessons:
        place = place_of(lesson)
        if lesson is leader:
            found += timeline.clashes(place)
        elif clash := timeline.students_clash(place):
            found.append(clash)
    if found:
        text = " ".join(dict.fromkeys(clash_text(clash) for clash in found))
        raise Refused(f"busy_{found[0].kind}", text, field=_FIELD[found[0].kind])


def clash_text(clash: Clash) -> str:
    """Who or what stands in the way: the teacher by name, with lesson and room."""
    other = clash.other
    lesson = course_name(
        Course.objects.select_related("subject", "group__school_class").get(pk=other.course_id)
    )
    room = Room.objects.filter(pk=other.room_id).values_list("name", flat=True).first()
    where = _(", room %(room)s") % {"room": room} if room else ""
    match clash.kind:
        case ClashKind.TEACHER:
            said = _("%(who)s has “%(lesson)s” at this time%(where)s.")
        case ClashKind.ROOM:
            said = _("The room is taken at this time by “%(lesson)s” (%(who)s).")
        case ClashKind.STUDENTS:
            said = _("Some of the students have “%(lesson)s” at this time%(where)s.")
    return said % {"who": _teacher_name(other), "lesson": lesson, "where": where}


def _teacher_name(place: Place) -> str:
    teacher = Employee.objects.select_related("person").filter(pk=place.teacher_id).first()
    return teacher.person.name.short if teacher else _("without a teacher")
