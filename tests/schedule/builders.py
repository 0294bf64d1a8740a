"""What timetable tests need besides the common builders: bells, slots."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from schedule.models import Bell, BellSchedule, BellUse, TimetableSlot
from school.models import Course, School
from tests import builders as b


def bells(
    school: School,
    *,
    name: str = "Обычные",
    starts: str = "08:30",
    minutes: int = 45,
    lessons: int = 8,
    **use: object,
) -> BellSchedule:
    """A table of bells with ten-minute breaks, in use for all unless `use` says for whom."""
    schedule = BellSchedule.objects.create(school=school, name=name)
    begin = datetime.combine(b.MONDAY, time.fromisoformat(starts))
    for number in range(1, lessons + 1):
        end = begin + timedelta(minutes=minutes)
        Bell.objects.create(
            school=school, schedule=schedule, number=number, starts=begin.time(), ends=end.time()
        )
        begin = end + timedelta(minutes=10)
    BellUse.objects.create(school=school, schedule=schedule, **({"since": b.FIRST_DAY} | use))
    return schedule


def slot(
    course: Course,
    *,
    weekday: int = 1,
    number: int = 1,
    since: date = b.FIRST_DAY,
    **fields: object,
) -> TimetableSlot:
    return TimetableSlot.objects.create(
        school=course.school, course=course, weekday=weekday, number=number, since=since, **fields
    )
