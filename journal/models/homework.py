"""Homework, for all or for some."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class Homework(models.Model):
    """What is set at a lesson (`given_at`), for all or for named students, due for a lesson or a
    day. Without recipients it is for all who are in the group."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="homework")
    given_at = models.ForeignKey("schedule.Lesson", models.PROTECT, related_name="homework")
    due_lesson = models.ForeignKey(
        "schedule.Lesson", models.PROTECT, null=True, blank=True, related_name="homework_due"
    )
    due_day = models.DateField(_("due on"), null=True, blank=True)
    is_individual = models.BooleanField(_("for some students only"), default=False)
    text = models.TextField(_("homework"))
    minutes = models.PositiveSmallIntegerField(_("expected minutes"), null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    device_at = models.DateTimeField(_("typed on the device at"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("homework")
        verbose_name_plural = _("homework")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="journal_homework_says_something"),
            models.UniqueConstraint(
                fields=["given_at"],
                condition=Q(is_individual=False),
                name="journal_homework_one_for_all",
            ),
        ]
        indexes = [
            models.Index(fields=["due_lesson"], name="journal_homework_by_lesson"),
            models.Index(fields=["course", "due_day"], name="journal_homework_by_day"),
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class HomeworkRecipient(models.Model):
    """One of the students an individual homework is for; only they see it."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    homework = models.ForeignKey(Homework, models.CASCADE, related_name="recipients")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("recipient of homework")
        verbose_name_plural = _("recipients of homework")
        constraints = [
            models.UniqueConstraint(
                fields=["homework", "student"], name="journal_homework_recipient_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.student_id)


@tracked()
class HomeworkFile(models.Model):
    """A file that comes with homework; whoever sees the homework may download it, nobody else."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    homework = models.ForeignKey(Homework, models.CASCADE, related_name="files")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("file of homework")
        verbose_name_plural = _("files of homework")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["homework", "file"], name="journal_homeworkfile_once")
        ]

    def __str__(self) -> str:
        return str(self.file_id)
