"""The deputy's check of a journal page, and results from outside the lessons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class JournalCheck(models.Model):
    """A deputy looked through a journal page: when, for what, and what was found, as on the
    remarks page of the paper journal."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="checks")
    aim = models.CharField(_("aim of the check"), max_length=200)
    summary = models.TextField(_("result"), blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("check of a journal page")
        verbose_name_plural = _("checks of journal pages")
        ordering = ["-checked_at"]

    def __str__(self) -> str:
        return self.aim


@tracked()
class JournalRemark(models.Model):
    """What the teacher is asked to mend, at one lesson or on the page as a whole: said, answered,
    closed by whoever checks."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="remarks")
    check_made = models.ForeignKey(
        JournalCheck, models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    lesson = models.ForeignKey(
        "schedule.Lesson", models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    text = models.TextField(_("remark"))
    due_day = models.DateField(_("to be mended by"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    answer = models.TextField(_("answer of the teacher"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("remark on a journal page")
        verbose_name_plural = _("remarks on journal pages")
        ordering = ["closed_at", "due_day", "pk"]
        indexes = [models.Index(fields=["course"], name="journal_remark_by_course")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="journal_remark_says_something")
        ]

    def __str__(self) -> str:
        return self.text


class ResultKind(models.TextChoices):
    CONTEST = "contest", _("contest or olympiad")
    EXAM = "exam", _("state exam")
    CHECK_WORK = "check_work", _("national or regional check work")


@tracked()
class OutsideResult(models.Model):
    """The result of a contest, a state exam or a check work from outside: known at a moment,
    visible to the family from the moment of entry (A5 3: within 24 hours)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="outside_results")
    kind = models.CharField(_("what"), max_length=10, choices=ResultKind.choices)
    title = models.CharField(_("title"), max_length=200)
    level = models.CharField(_("level"), max_length=80, blank=True)
    subject = models.ForeignKey(
        "school.Subject", models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField(_("held on"))
    result = models.CharField(_("result"), max_length=120)
    known_at = models.DateTimeField(_("known since"))
    published_at = models.DateTimeField(_("visible to the family since"))
    entered_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("result of a contest or exam")
        verbose_name_plural = _("results of contests and exams")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["student"], name="journal_outside_by_student")]

    def __str__(self) -> str:
        return f"{self.title}: {self.result}"
