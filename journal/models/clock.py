"""What starts and fixes the clocks of the order: the opening of the year, deadlines of lessons."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class YearOpening(models.Model):
    """The school opened its year by name (order 2.3): from `day` on the journal is kept and the
    clocks run. `lacks` is what the readiness check still found and the person accepted."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="openings")
    year = models.OneToOneField("school.AcademicYear", models.PROTECT, related_name="opening")
    day = models.DateField(_("from"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    lacks = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    words = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("opening of the year")
        verbose_name_plural = _("openings of the year")

    def __str__(self) -> str:
        return f"{self.year}: {self.day:%d.%m.%Y}"


class LessonDue(models.Model):
    """By when a lesson's entries are due, as `journal.regulation` computes it. A deadline that lies
    in the future follows the timetable; a past one is a fact and stays (design.md section 4).
    Empty: not asked of this lesson. Derived, so without a history of its own."""

    lesson = models.OneToOneField(
        "schedule.Lesson", models.CASCADE, primary_key=True, related_name="due"
    )
    school = models.ForeignKey("school.School", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    record_due_at = models.DateTimeField(null=True)
    homework_due_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("deadline of a lesson")
        verbose_name_plural = _("deadlines of lessons")
        indexes = [models.Index(fields=["school", "day"], name="journal_due_by_day")]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.record_due_at}"


class StaleDay(models.Model):
    """Days of a school whose deadlines have to be computed again: lessons moved, someone joined a
    group, the setting changed. Written by triggers, so whoever changes them is noticed; emptied by
    whoever computes. A day may stand here more than once: each writer adds a row of its own, so
    nobody waits for another, and a change not yet committed is never taken for seen."""

    school = models.ForeignKey("school.School", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        verbose_name = _("day to compute again")
        verbose_name_plural = _("days to compute again")
        indexes = [models.Index(fields=["school", "day"], name="journal_stale_by_day")]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.day:%d.%m.%Y}"
