"""Subjects and courses: what is taught to which group, by whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from school.models.base import Dated, once_at_a_time, span_in_order


class Scale(models.TextChoices):
    """In which values a course is marked."""

    TWO_TO_FIVE = "2-5", _("2 to 5")
    ONE_TO_FIVE = "1-5", _("1 to 5")
    PASS_FAIL = "pass", _("passed / failed")
    HUNDRED = "100", _("100 points")
    NONE = "none", _("without marks")


@tracked()
class Subject(models.Model):
    """Алгебра, Русский язык, «Разговоры о важном»."""

    school = models.ForeignKey("School", models.PROTECT, related_name="subjects")
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=100)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="school_subject_once",
                violation_error_message=_("There is already a subject with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


@tracked()
class Course(models.Model):
    """A subject taught to a group for a year: one «page» of the journal."""

    school = models.ForeignKey("School", models.PROTECT, related_name="courses")
    year = models.ForeignKey("AcademicYear", models.PROTECT, related_name="courses")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="courses")
    group = models.ForeignKey("Group", models.PROTECT, related_name="courses")
    hours_a_year = models.PositiveSmallIntegerField(_("hours a year"), default=34)
    scale = models.CharField(
        _("marked in"), max_length=5, choices=Scale.choices, default=Scale.TWO_TO_FIVE
    )
    asks_homework = models.BooleanField(_("homework is set"), default=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "subject", "group"],
                name="school_course_once",
                violation_error_message=_("This group already has this subject."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.group}"

    @property
    def has_marks(self) -> bool:
        return self.scale != Scale.NONE


@tracked()
class CourseTeacher(Dated):
    """Who teaches the course on which days; two at once may share one (co-teaching)."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="teachers")
    employee = models.ForeignKey("Employee", models.PROTECT, related_name="courses")

    class Meta:
        verbose_name = _("teacher of a course")
        verbose_name_plural = _("teachers of courses")
        constraints = [
            span_in_order("school_courseteacher_span"),
            once_at_a_time(
                "school_courseteacher_once",
                "course_id",
                "employee_id",
                message=_("This teacher already has the course on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.employee}"
