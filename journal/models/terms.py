"""Marks of a period, of the year, of exams, and what they decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from school.models import Scale


class TermMarkKind(models.TextChoices):
    TERM = "term", _("mark of the period")
    YEAR = "year", _("mark of the year")
    EXAM = "exam", _("exam")
    FINAL = "final", _("final mark")


class TermSign(models.TextChoices):
    """Marks of a period that are no numbers; the last three are for conduct."""

    PASSED = "passed", pgettext_lazy("mark", "passed")
    FAILED = "failed", pgettext_lazy("mark", "failed")
    EXEMPT = "exempt", _("exempt")
    NOT_ATTESTED = "not_attested", _("not attested")
    MASTERED = "mastered", _("programme mastered")
    EXEMPLARY = "exemplary", pgettext_lazy("conduct", "exemplary")
    SATISFACTORY = "satisfactory", pgettext_lazy("conduct", "satisfactory")
    UNSATISFACTORY = "unsatisfactory", pgettext_lazy("conduct", "unsatisfactory")

    @property
    def sign(self) -> str:
        """зач, незач, осв, н/а, усв, обр, уд, неуд"""
        return {
            "passed": "зач",
            "failed": "незач",
            "exempt": "осв",
            "not_attested": "н/а",
            "mastered": "усв",
            "exemplary": "обр",
            "satisfactory": "уд",
            "unsatisfactory": "неуд",
        }[self.value]


class TermMarkVia(models.TextChoices):
    """How a mark came to stand."""

    TEACHER = "teacher", _("set by the teacher")
    POLICY = "policy", _("by the school's policy")
    CORRECTION = "correction", _("correction")
    RETAKE = "retake", _("re-examination")
    BROUGHT = "brought", _("brought from another school or journal")


@tracked()
class TermMark(models.Model):
    """A student's mark in a subject for a period, the year, an exam, or for ever; without a
    subject: for conduct. One is current; a retake or a correction supersedes it and both stay.

    `basis` is what the teacher saw when deciding (average as an exact fraction, borders, counts),
    so the figure unfolds decades later. `known_at` and `published_at` decide A5 3."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    year = models.ForeignKey("school.AcademicYear", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="term_marks")
    subject = models.ForeignKey(
        "school.Subject", models.PROTECT, null=True, blank=True, related_name="+"
    )
    course = models.ForeignKey(
        "school.Course", models.PROTECT, null=True, blank=True, related_name="term_marks"
    )
    term = models.ForeignKey("school.Term", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=6, choices=TermMarkKind.choices)
    scale = models.CharField(max_length=5, choices=Scale.choices)
    points = models.PositiveSmallIntegerField(_("mark"), null=True, blank=True)
    sign = models.CharField(max_length=16, choices=TermSign.choices, blank=True)
    suggested = models.CharField(_("suggested"), max_length=16, blank=True)
    basis = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    via = models.CharField(max_length=10, choices=TermMarkVia.choices)
    known_at = models.DateTimeField(_("known since"))
    published_at = models.DateTimeField(_("visible to the family since"))
    set_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = _("mark of a period")
        verbose_name_plural = _("marks of periods")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["student", "year"], name="journal_termmark_by_student"),
            models.Index(fields=["course", "term"], name="journal_termmark_by_course"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "subject", "year", "term", "kind"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="journal_termmark_one_current",
            ),
            models.CheckConstraint(
                condition=(
                    Q(points__isnull=True) & ~Q(sign="")
                    | Q(sign="")
                    & (
                        Q(scale=Scale.TWO_TO_FIVE, points__range=(2, 5))
                        | Q(scale=Scale.ONE_TO_FIVE, points__range=(1, 5))
                        | Q(scale=Scale.HUNDRED, points__range=(0, 100))
                    )
                ),
                name="journal_termmark_value_fits_scale",
                violation_error_message=_("The mark is not one of the course's scale."),
            ),
            models.CheckConstraint(
                condition=Q(kind=TermMarkKind.TERM, term__isnull=False)
                | (~Q(kind=TermMarkKind.TERM) & Q(term__isnull=True)),
                name="journal_termmark_of_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(sign=TermSign.NOT_ATTESTED) | ~Q(reason=""),
                name="journal_termmark_not_attested_why",
                violation_error_message=_("Not attested: say why."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("pk")),
                name="journal_termmark_not_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """As it stands in the journal: 4, н/а, зач"""
        return TermSign(self.sign).sign if self.sign else str(self.points)


@tracked()
class TermLock(models.Model):
    """The journal of a class is closed for a period: from now on only a deputy corrects it, with a
    reason. Taken back, the row goes and its history stays."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    school_class = models.ForeignKey("school.SchoolClass", models.PROTECT, related_name="locks")
    term = models.ForeignKey("school.Term", models.PROTECT, related_name="locks")
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("closed period of a class")
        verbose_name_plural = _("closed periods of classes")
        constraints = [
            models.UniqueConstraint(fields=["school_class", "term"], name="journal_termlock_once")
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}/{self.term_id}"


class Decision(models.TextChoices):
    """What the teachers' council decides at the year's end."""

    PROMOTED = "promoted", _("promoted to the next grade")
    CONDITIONALLY = "conditionally", _("promoted conditionally")
    REPEATS = "repeats", _("left for a second year")
    FINISHED = "finished", _("finished this level of school")


@tracked()
class Promotion(models.Model):
    """What was decided about a student at the year's end, by which order."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    year = models.ForeignKey("school.AcademicYear", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="promotions")
    decision = models.CharField(_("decision"), max_length=14, choices=Decision.choices)
    council_day = models.DateField(_("date of the council"), null=True, blank=True)
    order_number = models.CharField(_("order number"), max_length=40, blank=True)
    order_day = models.DateField(_("date of the order"), null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision on promotion")
        verbose_name_plural = _("decisions on promotion")
        constraints = [
            models.UniqueConstraint(fields=["student", "year"], name="journal_promotion_once")
        ]

    def __str__(self) -> str:
        return self.get_decision_display()
