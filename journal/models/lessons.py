"""The record of a lesson: topic, register, homework entered or «none set»."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class LessonRecord(models.Model):
    """What was entered about a lesson as a whole, and when the first entry of what still stands
    was made (server time): these moments decide whether the teacher was in time (order 2.3.1,
    2.3.2). An emptied fact loses its moment, the history keeps it. What was typed without a network
    keeps the device's time beside the server's (design.md section 4)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    lesson = models.OneToOneField(
        "schedule.Lesson", models.PROTECT, primary_key=True, related_name="record"
    )
    topic = models.TextField(_("topic"), blank=True)
    topic_at = models.DateTimeField(null=True)
    topic_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    topic_device_at = models.DateTimeField(_("typed on the device at"), null=True)
    # The topic of the plan that was given; its words may have been changed in `topic`.
    planned_topic = models.ForeignKey(
        "PlannedTopic", models.PROTECT, null=True, blank=True, related_name="records"
    )
    register_at = models.DateTimeField(_("register taken at"), null=True)
    register_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    register_device_at = models.DateTimeField(_("typed on the device at"), null=True)
    no_homework = models.BooleanField(_("no homework is set"), default=False)
    homework_at = models.DateTimeField(null=True)
    homework_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    homework_device_at = models.DateTimeField(_("typed on the device at"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("record of a lesson")
        verbose_name_plural = _("records of lessons")
        constraints = [
            models.CheckConstraint(
                condition=Q(topic="", topic_at=None) | (~Q(topic="") & Q(topic_at__isnull=False)),
                name="journal_topic_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(no_homework=False) | Q(homework_at__isnull=False),
                name="journal_no_homework_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.topic
