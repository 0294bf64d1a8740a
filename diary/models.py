"""The weekly paper report for families without access to the electronic diary (App. 5 1)."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


class PaperBatch(models.Model):
    """The paper reports of one class for one week as one file to print. Made again it is another
    batch with the next number: what was printed before stays as it was."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MAKING = "making", _("being made")
        DONE = "done", _("done")

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    school_class = models.ForeignKey(
        "school.SchoolClass", models.PROTECT, related_name="paper_batches"
    )
    week = models.DateField(_("Monday of the week"))
    number = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(null=True)
    sheets = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("paper reports of a class")
        verbose_name_plural = _("paper reports of classes")
        ordering = ["-week", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "week", "number"], name="diary_batch_once"
            )
        ]
        indexes = [models.Index(fields=["school", "week"], name="diary_batch_by_week")]

    def __str__(self) -> str:
        return f"{self.school_class} {self.week:%d.%m.%Y} ({self.number})"


@tracked(exclude=("contents",))
class PaperReport(models.Model):
    """The report of one week for one guardianship on paper or undecided: printed, handed out,
    brought back signed. `code` stands on the sheet and finds this row. `contents` is what the
    sheet says. A guardian who chose otherwise meanwhile needs none: `dropped_at`."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    batch = models.ForeignKey(PaperBatch, models.PROTECT, related_name="reports")
    guardianship = models.ForeignKey(
        "school.Guardianship", models.PROTECT, related_name="paper_reports"
    )
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="paper_reports")
    week = models.DateField(_("Monday of the week"))
    is_undecided = models.BooleanField(default=False)
    code = models.CharField(_("code"), max_length=12, unique=True)
    page = models.PositiveSmallIntegerField(default=1)
    contents = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(_("handed out"), null=True)
    handed_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    receiver = models.CharField(_("received by"), max_length=120, blank=True)
    returned_at = models.DateTimeField(_("brought back signed"), null=True)
    returned_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("paper report")
        verbose_name_plural = _("paper reports")
        indexes = [models.Index(fields=["school", "week"], name="diary_report_by_week")]
        constraints = [
            models.UniqueConstraint(
                fields=["guardianship", "week"],
                condition=Q(dropped_at=None),
                name="diary_report_once_a_week",
            ),
            models.CheckConstraint(
                condition=Q(handed_at=None, handed_by=None)
                | Q(handed_at__isnull=False, handed_by__isnull=False),
                name="diary_report_handed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code
