"""Bells, timetable slots, lessons as dated occurrences, substitutions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from school.models.base import Dated, Int8Range, span_in_order


@tracked()
class BellSchedule(models.Model):
    """A table of bells: ordinary, shortened, Monday's, the second shift's."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="bell_schedules")
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("bell schedule")
        verbose_name_plural = _("bell schedules")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="schedule_bells_once",
                violation_error_message=_("There is already a bell schedule with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Bell(models.Model):
    """Begin and end of lesson no. `number`, local time."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    schedule = models.ForeignKey(BellSchedule, models.CASCADE, related_name="bells")
    number = models.PositiveSmallIntegerField(_("lesson no."))
    starts = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))

    class Meta:
        verbose_name = _("bell")
        verbose_name_plural = _("bells")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_bell_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="schedule_bell_order"),
            models.CheckConstraint(
                condition=Q(number__range=(0, 16)), name="schedule_bell_number_0_16"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.starts:%H:%M}–{self.ends:%H:%M}"


@tracked()
class BellUse(Dated):
    """Which bells ring for whom: the most exact row wins (class before shift before all; a
    weekday before any day)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    schedule = models.ForeignKey(BellSchedule, models.CASCADE, related_name="uses")
    school_class = models.ForeignKey(
        "school.SchoolClass", models.CASCADE, null=True, blank=True, related_name="+"
    )
    shift = models.PositiveSmallIntegerField(_("shift"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of bells")
        verbose_name_plural = _("uses of bells")
        constraints = [
            span_in_order("schedule_belluse_span"),
            models.CheckConstraint(
                condition=Q(weekday=None) | Q(weekday__range=(1, 7)),
                name="schedule_belluse_weekday",
            ),
        ]

    def __str__(self) -> str:
        return str(self.schedule)


class Weeks(models.TextChoices):
    EVERY = "every", _("every week")
    A = "a", _("A weeks")
    B = "b", _("B weeks")


@tracked()
class TimetableSlot(Dated):
    """A line of the timetable: this course, this weekday, this lesson number."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="slots")
    course = models.ForeignKey("school.Course", models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    number = models.PositiveSmallIntegerField(_("lesson no."))
    weeks = models.CharField(_("weeks"), max_length=5, choices=Weeks.choices, default=Weeks.EVERY)
    teacher = models.ForeignKey(
        "school.Employee", models.PROTECT, null=True, blank=True, related_name="slots"
    )
    room = models.ForeignKey(
        "school.Room", models.SET_NULL, null=True, blank=True, related_name="slots"
    )
    held_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="joined"
    )

    class Meta:
        verbose_name = _("timetable slot")
        verbose_name_plural = _("timetable slots")
        indexes = [models.Index(fields=["school", "weekday"], name="schedule_slot_by_weekday")]
        constraints = [
            span_in_order("schedule_slot_span"),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="schedule_slot_weekday"
            ),
            models.CheckConstraint(condition=Q(number__range=(0, 16)), name="schedule_slot_number"),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.weekday}/{self.number}"


class LessonState(models.TextChoices):
    PLANNED = "planned", _("planned")
    CANCELLED = "cancelled", _("cancelled")


class LessonQuerySet(models.QuerySet):
    """Conditions on lessons that several pages share."""

    def of_day(self, day: date) -> Self:
        return self.filter(day=day)

    def not_cancelled(self) -> Self:
        return self.exclude(state=LessonState.CANCELLED)

    def over(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now)

    def of_member(self, student_id: int) -> Self:
        """Lessons of groups the student is in on the lesson's day."""
        return self.filter(
            Q(course__group__memberships__until=None)
            | Q(course__group__memberships__until__gte=F("day")),
            course__group__memberships__student_id=student_id,
            course__group__memberships__since__lte=F("day"),
        )


class TimeSpan(Func):
    """`starts_at`–`ends_at`, the end not included: two lessons may touch."""

    function = "tstzrange"
    output_field = DateTimeRangeField()

    def __init__(self) -> None:
        super().__init__(F("starts_at"), F("ends_at"))


@tracked()
class Lesson(models.Model):
    """One dated occurrence of a course, with its own begin and end. One without a slot was added
    by hand. A lesson `held_with` another takes teacher, room and time from it."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="lessons")
    year = models.ForeignKey("school.AcademicYear", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="lessons")
    slot = models.ForeignKey(
        TimetableSlot, models.SET_NULL, null=True, blank=True, related_name="lessons"
    )
    # The day the timetable meant, kept when the lesson is moved: generating again finds it.
    slot_day = models.DateField(null=True, blank=True)
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("lesson no."))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    teacher = models.ForeignKey(
        "school.Employee", models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    room = models.ForeignKey(
        "school.Room", models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    room_is_shared = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=LessonState.choices, default=LessonState.PLANNED
    )
    state_reason = models.CharField(_("reason"), max_length=200, blank=True)
    held_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined"
    )
    is_changed = models.BooleanField(_("changed by hand"), default=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        indexes = [
            models.Index(fields=["course", "day", "number"], name="schedule_lesson_by_course"),
            models.Index(fields=["school", "day"], name="schedule_lesson_by_day"),
            models.Index(fields=["teacher", "day"], name="schedule_lesson_by_teacher"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "slot_day"],
                condition=Q(slot__isnull=False),
                name="schedule_lesson_slot_day_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="schedule_lesson_in_order"
            ),
            ExclusionConstraint(
                name="schedule_lesson_teacher_free",
                expressions=[
                    (Int8Range("teacher_id"), RangeOperators.OVERLAPS),
                    (TimeSpan(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state=LessonState.PLANNED, held_with=None, teacher__isnull=False),
                violation_error_message=_("The teacher has another lesson at this time."),
            ),
            ExclusionConstraint(
                name="schedule_lesson_room_free",
                expressions=[
                    (Int8Range("room_id"), RangeOperators.OVERLAPS),
                    (TimeSpan(), RangeOperators.OVERLAPS),
                ],
                condition=Q(
                    state=LessonState.PLANNED,
                    held_with=None,
                    room_is_shared=False,
                    room__isnull=False,
                ),
                violation_error_message=_("The room is taken at this time."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lesson_inside_its_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM school_academicyear y WHERE y.id = NEW.year_id
                                   AND NEW.day BETWEEN y.first_day AND y.last_day) THEN
                        RAISE EXCEPTION 'a lesson lies inside its year'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'schedule_lesson_inside_its_year';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.number}"

    @property
    def is_cancelled(self) -> bool:
        return self.state == LessonState.CANCELLED

    @property
    def stamp(self) -> str:
        """What a page saw of the lesson; sent back, it shows whether somebody changed it."""
        return (
            f"{self.day:%Y%m%d}.{self.number}.{self.teacher_id or 0}"
            f".{self.room_id or 0}.{self.state}"
        )

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


@tracked()
class Substitution(models.Model):
    """Another teacher held (or will hold) the lesson. Who stands on the lesson is who teaches it;
    this row says whom he replaces and why (A4 2.1)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="substitution")
    absent = models.ForeignKey(
        "school.Employee", models.PROTECT, null=True, related_name="replaced_in"
    )
    substitute = models.ForeignKey("school.Employee", models.PROTECT, related_name="replaces_in")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")

    def __str__(self) -> str:
        return f"{self.lesson}: {self.absent} → {self.substitute}"


class ExcuseKind(models.TextChoices):
    """Why a rule counts as not broken."""

    OUTAGE = "outage", _("outage of the system or the network")
    QUARANTINE = "quarantine", _("quarantine")
    DISTANCE = "distance", _("distance day")
    ILL = "ill", _("teacher ill and not replaced")
    OFFLINE = "offline", _("typed in time without a network")
    OTHER = "other", pgettext_lazy("excuse", "another reason")


@tracked()
class Excuse(models.Model):
    """Освобождение от нарушения: on these days the rule (empty: every rule) was not broken, for the
    whole school or for one class, teacher or lesson; visible with who decided and why. What is
    excused stays late or missing in the record. Taken back it counts no more (`ended_at`)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="excuses")
    kind = models.CharField(_("why"), max_length=10, choices=ExcuseKind.choices)
    rule = models.CharField(_("rule"), max_length=30, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    school_class = models.ForeignKey(
        "school.SchoolClass", models.PROTECT, null=True, blank=True, related_name="+"
    )
    teacher = models.ForeignKey(
        "school.Employee", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lesson = models.ForeignKey(
        Lesson, models.PROTECT, null=True, blank=True, related_name="excuses"
    )
    words = models.CharField(_("in words"), max_length=200)
    decided_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "school.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("excuse")
        verbose_name_plural = _("excuses")
        ordering = ["-first_day", "-pk"]
        indexes = [models.Index(fields=["school", "first_day"], name="schedule_excuse_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="schedule_excuse_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=~Q(words=""), name="schedule_excuse_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"
