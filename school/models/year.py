"""The academic year and its calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class AcademicYear(models.Model):
    """1 September to 31 August; lessons lie between its first and last day."""

    school = models.ForeignKey("School", models.PROTECT, related_name="years")
    name = models.CharField(_("name"), max_length=20)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("academic year")
        verbose_name_plural = _("academic years")
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="school_year_once"),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="school_year_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Calendar(models.Model):
    """Terms, breaks and the length of the week for a set of classes."""

    school = models.ForeignKey("School", models.PROTECT, related_name="calendars")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="calendars")
    name = models.CharField(_("name"), max_length=60)
    days_a_week = models.PositiveSmallIntegerField(
        _("days a week"), choices=[(5, "5"), (6, "6")], default=5
    )

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="school_calendar_once")
        ]

    def __str__(self) -> str:
        return self.name


class TermKind(models.TextChoices):
    QUARTER = "quarter", _("quarter")
    TRIMESTER = "trimester", _("trimester")
    HALF_YEAR = "half_year", _("half-year")
    YEAR = "year", _("year")


@tracked()
class Term(models.Model):
    """A period that ends with a mark."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="terms")
    kind = models.CharField(_("kind"), max_length=10, choices=TermKind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "kind", "number"], name="school_term_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="school_term_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


@tracked()
class Break(models.Model):
    """Holidays between terms (каникулы)."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="breaks")
    name = models.CharField(_("name"), max_length=60)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="school_break_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DayKind(models.TextChoices):
    SCHOOL_DAY = "school_day", _("school day")
    HOLIDAY = "holiday", _("day off")
    QUARANTINE = "quarantine", _("quarantine")
    DISTANCE = "distance", _("distance day")


@tracked()
class CalendarDay(models.Model):
    """What is special about one day of a calendar: off, quarantine, at a distance, or taught by
    the timetable of another weekday (`as_weekday`, 1 = Monday)."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=DayKind.choices)
    as_weekday = models.PositiveSmallIntegerField(
        _("taught by the timetable of"), null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="school_day_once"),
            models.CheckConstraint(
                condition=Q(as_weekday=None) | Q(as_weekday__range=(1, 7)),
                name="school_day_as_weekday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.get_kind_display()}"
