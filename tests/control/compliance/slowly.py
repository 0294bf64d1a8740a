"""Compliance counted the slow way: plain loops over the records with the journal's own rules,
without control's SQL. The pages and their exports must say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from control.counts import Counts
from control.models import Deadline
from core.regulation import Rule, State, rules
from journal.models import LessonRecord, YearOpening
from journal.regulation import (
    HOMEWORK_IN_TIME,
    LESSON_SAME_DAY,
    asks_homework,
    homework_due,
    register_due,
)
from schedule.models import Excuse, Lesson
from school.models import GroupKind, Membership, School, SchoolSetting

AFTER_LESSONS = (GroupKind.CLUB, GroupKind.EXTENDED_DAY)


@dataclass(frozen=True, kw_only=True)
class Slow:
    """One fact, found by looking."""

    rule: Rule
    fact: str
    day: date
    due_at: datetime
    done_at: datetime | None
    device_at: datetime | None
    teacher_id: int | None
    class_id: int | None
    subject_id: int | None
    lesson_id: int | None
    is_excused: bool

    def state(self, now: datetime) -> State:
        return self.rule.state(
            due_at=self.due_at, done_at=self.done_at, now=now, is_excused=self.is_excused
        )

    def key(self, by: str) -> str:
        ids = {"teacher": self.teacher_id, "class": self.class_id, "subject": self.subject_id}
        return self.rule.code if by == "rule" else str(ids[by] or 0)


def slow_facts(school: School, *, first: date, last: date) -> list[Slow]:
    """Everything the school was asked on these days."""
    found = [
        fact
        for lesson in Lesson.objects.filter(school=school, day__range=(first, last))
        if not lesson.is_cancelled and _is_kept(school, lesson.day)
        for fact in _of_lesson(lesson)
    ]
    for one in Deadline.objects.filter(school=school, day__range=(first, last)):
        is_of_the_school = not (one.lesson_id or one.course_id or one.school_class_id)
        if is_of_the_school or _is_kept(school, one.day):
            found.append(_of_deadline(one))
    return found


def counted(facts: list[Slow], *, now: datetime) -> Counts:
    """These facts by state, with the delay of the late ones."""
    states = [fact.state(now) for fact in facts]
    late = [fact for fact, state in zip(facts, states, strict=True) if state == State.LATE]
    delays = [(fact.done_at - fact.due_at) // timedelta(seconds=1) for fact in late]
    return Counts(
        done=states.count(State.DONE),
        due=states.count(State.DUE),
        late=len(late),
        missing=states.count(State.MISSING),
        excused=states.count(State.EXCUSED),
        seconds=sum(delays),
        longest=max(delays, default=0),
        offline=sum(bool(fact.device_at and fact.device_at < fact.due_at) for fact in late),
    )


def grouped(facts: list[Slow], by: str, *, now: datetime) -> dict[str, Counts]:
    """Counts by teacher, class, subject or rule."""
    groups: dict[str, list[Slow]] = defaultdict(list)
    for fact in facts:
        groups[fact.key(by)].append(fact)
    return {key: counted(group, now=now) for key, group in groups.items()}


def _is_kept(school: School, day: date) -> bool:
    """From the day the year was opened on, where it was."""
    return not any(
        opening.year.first_day <= day < opening.day
        for opening in YearOpening.objects.filter(school=school)
    )


def _of_lesson(lesson: Lesson) -> Iterator[Slow]:
    zone = lesson.school.zone
    record = LessonRecord.objects.filter(lesson=lesson).first() or LessonRecord()
    same_day = register_due(lesson.starts_at, zone=zone)
    entered = [
        (LESSON_SAME_DAY, "topic", same_day, record.topic_at, record.topic_device_at),
        (LESSON_SAME_DAY, "register", same_day, record.register_at, record.register_device_at),
    ]
    if asks_homework(lesson.course):
        due = homework_due(
            _last_end(lesson), lesson_starts=lesson.starts_at, minutes=_minutes(lesson), zone=zone
        )
        homework = (record.homework_at, record.homework_device_at)
        entered.append((HOMEWORK_IN_TIME, "homework", due, *homework))
    for rule, fact, due_at, done_at, device_at in entered:
        group = lesson.course.group
        yield _with_excuse(
            lesson.school_id,
            rule=rule,
            fact=fact,
            day=lesson.day,
            due_at=due_at,
            done_at=done_at,
            device_at=device_at,
            teacher_id=lesson.teacher_id,
            class_id=group.school_class_id,
            subject_id=lesson.course.subject_id,
            lesson_id=lesson.pk,
        )


def _of_deadline(one: Deadline) -> Slow:
    return _with_excuse(
        one.school_id,
        rule=rules[one.rule],
        fact="",
        day=one.day,
        due_at=one.due_at,
        done_at=one.done_at,
        device_at=None,
        teacher_id=one.teacher_id,
        class_id=one.school_class_id,
        subject_id=one.course.subject_id if one.course else None,
        lesson_id=one.lesson_id,
    )


def _last_end(lesson: Lesson) -> datetime:
    """When the last lesson of the day ends for any child of the lesson's group."""
    ends = [lesson.ends_at]
    for member in _members(lesson.course.group_id, lesson.day):
        groups = [
            one.group
            for one in Membership.objects.filter(student_id=member.student_id)
            if one.holds_on(lesson.day) and one.group.kind not in AFTER_LESSONS
        ]
        for other in Lesson.objects.filter(day=lesson.day, course__group__in=groups):
            if not other.is_cancelled:
                ends.append(other.ends_at)
    return max(ends)


def _members(group_id: int, day: date) -> list[Membership]:
    return [one for one in Membership.objects.filter(group_id=group_id) if one.holds_on(day)]


def _minutes(lesson: Lesson) -> int:
    chosen = SchoolSetting.objects.filter(
        school=lesson.school, key="homework_minutes", since__lte=lesson.day
    ).order_by("-since")
    return chosen[0].value if chosen else 60


def _with_excuse(school_id: int, **fact: object) -> Slow:
    excuses = Excuse.objects.filter(school_id=school_id, ended_at=None)
    return Slow(**fact, is_excused=any(_excuses(one, **fact) for one in excuses))


def _excuses(one: Excuse, *, rule: Rule, day: date, **fact: object) -> bool:
    return (
        one.first_day <= day <= one.last_day
        and one.rule in ("", rule.code)
        and one.school_class_id in (None, fact["class_id"])
        and one.teacher_id in (None, fact["teacher_id"])
        and one.lesson_id in (None, fact["lesson_id"])
    )
