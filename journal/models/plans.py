"""The curriculum plan of a course (КТП): versions, sections, topics, hours, control works."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked


class PlanState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for the deputy")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned for changes")


@tracked()
class CoursePlan(models.Model):
    """One version of a course's plan. The course belongs to a year, so versions go by year, too.
    A re-plan is a new version `based_on` the approved one, which stays as it was. One version is
    in use: the lesson page proposes topics from it."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    is_in_use = models.BooleanField(_("in use"), default=False)
    source = models.CharField(_("made from"), max_length=200, blank=True)
    declared_hours = models.PositiveSmallIntegerField(_("hours stated"), null=True, blank=True)
    reason = models.CharField(_("reason of the change"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    remark = models.CharField(_("remark of the deputy"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("curriculum plan")
        verbose_name_plural = _("curriculum plans")
        ordering = ["course", "version"]
        constraints = [
            models.UniqueConstraint(fields=["course", "version"], name="journal_plan_version_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(is_in_use=True), name="journal_plan_one_in_use"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.APPROVED) | Q(decided_at__isnull=False),
                name="journal_plan_approved_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.version}"


@tracked()
class PlannedTopic(models.Model):
    """A line of a plan. `root` is the line of the course's first version it comes from, so what was
    given is known across versions. A line merged into another is given together with it."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    plan = models.ForeignKey(CoursePlan, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(_("section"), max_length=500, blank=True)
    title = models.CharField(_("topic"), max_length=1000)
    hours = models.PositiveSmallIntegerField(_("hours"), default=1)
    practice_hours = models.DecimalField(
        _("hours of practice"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    control_kind = models.ForeignKey(
        "WorkKind", models.PROTECT, null=True, blank=True, related_name="+"
    )
    homework = models.CharField(_("homework"), max_length=500, blank=True)
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="merged"
    )

    class Meta:
        verbose_name = _("topic of a plan")
        verbose_name_plural = _("topics of plans")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="journal_topic_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title=""), name="journal_topic_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
