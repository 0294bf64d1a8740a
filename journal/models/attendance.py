"""Who was away, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from school.models.base import Dated, once_at_a_time, span_in_order


class AbsenceKind(models.TextChoices):
    """Departures from «present»; what paper journals write in the cell."""

    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("absent for a good reason")
    ILL = "ill", _("ill")
    LATE = "late", pgettext_lazy("attendance", "late")

    @property
    def sign(self) -> str:
        """н, уп, б, оп"""
        return {"absent": "н", "excused": "уп", "ill": "б", "late": "оп"}[self.value]

    @property
    def is_missed(self) -> bool:
        """Whoever is late was there."""
        return self is not AbsenceKind.LATE


@tracked()
class Attendance(models.Model):
    """A student's departure from «present» in one lesson. No row and a taken register mean
    present; no register means not recorded."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    lesson = models.ForeignKey("schedule.Lesson", models.PROTECT, related_name="attendance")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="attendance")
    kind = models.CharField(_("attendance"), max_length=8, choices=AbsenceKind.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes late"), null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    device_at = models.DateTimeField(_("typed on the device at"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "student"], name="journal_attendance_once"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(kind=AbsenceKind.LATE, minutes__range=(1, 240)),
                name="journal_attendance_minutes_when_late",
                violation_error_message=_("Minutes belong to lateness, 1 to 240."),
            ),
        ]
        indexes = [models.Index(fields=["student", "lesson"], name="journal_attendance_by_student")]

    def __str__(self) -> str:
        return AbsenceKind(self.kind).sign


class NoteState(models.TextChoices):
    SUBMITTED = "submitted", _("waits for the homeroom teacher")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("not accepted")
    WITHDRAWN = "withdrawn", _("taken back")


@tracked()
class AbsenceNote(models.Model):
    """Why a student is away on some days, or in some lessons of one day: a guardian's word or a
    document. Accepted, it turns every н it covers into уп or б wherever that is shown; what the
    teacher entered stays (`journal_absence_kind` in sql/)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="absence_notes")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    first_lesson = models.PositiveSmallIntegerField(_("from lesson no."), null=True, blank=True)
    last_lesson = models.PositiveSmallIntegerField(_("to lesson no."), null=True, blank=True)
    kind = models.CharField(
        _("reason"),
        max_length=8,
        choices=[
            (AbsenceKind.EXCUSED.value, AbsenceKind.EXCUSED.label),
            (AbsenceKind.ILL.value, AbsenceKind.ILL.label),
        ],
    )
    words = models.CharField(_("in words"), max_length=300, blank=True)
    document = models.CharField(_("document"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=NoteState.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("absence note")
        verbose_name_plural = _("absence notes")
        ordering = ["-first_day", "-pk"]
        indexes = [
            models.Index(fields=["student", "first_day"], name="journal_note_by_student"),
            models.Index(fields=["school", "state"], name="journal_note_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="journal_note_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(first_lesson=None, last_lesson=None)
                | Q(first_day=F("last_day"), last_lesson__gte=F("first_lesson")),
                name="journal_note_lessons_of_one_day",
                violation_error_message=_("Single lessons belong to one day, first before last."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d.%m}–{self.last_day:%d.%m} {self.get_kind_display()}"


@tracked()
class Exemption(Dated):
    """Freed from a subject for a time by a medical paper (physical education): present, but not
    marked in practice. Seen by the homeroom teacher, the subject's teachers and the leaders."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="exemptions")
    subject = models.ForeignKey("school.Subject", models.PROTECT, related_name="+")
    document = models.CharField(_("document"), max_length=120)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("exemption from a subject")
        verbose_name_plural = _("exemptions from subjects")
        constraints = [
            span_in_order("journal_exemption_span"),
            once_at_a_time(
                "journal_exemption_once",
                "student_id",
                "subject_id",
                message=_("The student is exempt from this subject on these days already."),
            ),
        ]

    def __str__(self) -> str:
        return self.document


class StudyMode(models.TextChoices):
    HOME = "home", _("home tuition")
    DISTANCE = "distance", _("at a distance")


@tracked()
class StudyAway(Dated):
    """A student taught at home or at a distance by an order: not expected in the class's rooms, so
    neither present nor absent there."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="study_away")
    mode = models.CharField(_("how"), max_length=8, choices=StudyMode.choices)
    order_number = models.CharField(_("order number"), max_length=40)
    order_day = models.DateField(_("date of the order"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("home tuition or distance days")
        verbose_name_plural = _("home tuition and distance days")
        constraints = [
            span_in_order("journal_studyaway_span"),
            once_at_a_time(
                "journal_studyaway_once",
                "student_id",
                message=_("The student learns elsewhere on these days already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_mode_display()
