"""Works and marks."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from school.models import Scale


@tracked()
class WorkKind(models.Model):
    """A kind of work with its weight in the average: the school's local act. Weight 0 is shown
    and not counted."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="work_kinds")
    name = models.CharField(_("kind of work"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=12)
    weight = models.DecimalField(
        _("weight"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(0)],
    )
    days_for_results = models.PositiveSmallIntegerField(_("days for results"), default=7)
    is_written = models.BooleanField(_("written work of the whole class"), default=False)
    parts = models.PositiveSmallIntegerField(
        _("marks for one work"), choices=[(1, "1"), (2, "2")], default=1, db_default=1
    )
    is_usual = models.BooleanField(_("taken unless another is chosen"), default=False)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=100)
    is_in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("kind of work")
        verbose_name_plural = _("kinds of work")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="journal_workkind_once",
                violation_error_message=_("There is already a kind of work with this name."),
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(is_usual=True),
                name="journal_workkind_one_usual",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=10), name="journal_workkind_weight"
            ),
            models.CheckConstraint(
                condition=Q(days_for_results__range=(1, 7)), name="journal_workkind_days"
            ),
            models.CheckConstraint(condition=Q(parts__in=(1, 2)), name="journal_workkind_parts"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Work(models.Model):
    """A work held in a lesson, or planned for one that is still to come; weight and days for
    results are fixed when it is made. `parts` 2: one work, two marks (dictation 4/3)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="works")
    lesson = models.ForeignKey("schedule.Lesson", models.PROTECT, related_name="works")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="works")
    title = models.CharField(_("title"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2)
    days_for_results = models.PositiveSmallIntegerField(_("days for results"))
    parts = models.PositiveSmallIntegerField(_("marks for one work"), default=1)
    most_points = models.DecimalField(
        _("points at most"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        indexes = [models.Index(fields=["lesson"], name="journal_work_by_lesson")]
        constraints = [
            models.CheckConstraint(condition=Q(parts__in=(1, 2)), name="journal_work_parts"),
            models.CheckConstraint(
                condition=Q(most_points=None) | Q(most_points__gt=0, most_points__lte=1000),
                name="journal_work_points",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.kind)


class Sign(models.TextChoices):
    """Entries that are not numbers; never in an average."""

    PASSED = "passed", pgettext_lazy("mark", "passed")
    FAILED = "failed", pgettext_lazy("mark", "failed")
    EXEMPT = "exempt", _("exempt")
    NOT_ATTESTED = "not_attested", _("not attested")
    OWED = "owed", _("a mark is owed")

    @property
    def sign(self) -> str:
        """зач, незач, осв, н/а, ·"""
        return {
            "passed": "зач",
            "failed": "незач",
            "exempt": "осв",
            "not_attested": "н/а",
            "owed": "·",
        }[self.value]


@tracked()
class Mark(models.Model):
    """One mark in the cell of a lesson and a student: a document with author and moment.

    Kind and weight are fixed when it is written. `part` 2 is the second mark of one work
    (dictation 4/3) and says which is its first. A deleted mark leaves its history."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    lesson = models.ForeignKey("schedule.Lesson", models.PROTECT, related_name="marks")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="marks")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="marks")
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="marks")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="marks")
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2)
    part = models.PositiveSmallIntegerField(default=1)
    first_part = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="second_parts"
    )
    scale = models.CharField(max_length=5, choices=Scale.choices)
    points = models.PositiveSmallIntegerField(_("mark"), null=True, blank=True)
    sign = models.CharField(max_length=12, choices=Sign.choices, blank=True)
    retake_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="retakes"
    )
    # False where a retake counts instead of it: by the school's choice on the day of the lesson.
    is_counted = models.BooleanField(_("counts in the average"), default=True, db_default=True)
    comment = models.CharField(_("comment for the family"), max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    device_at = models.DateTimeField(_("typed on the device at"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["course", "lesson"], name="journal_mark_by_course"),
            models.Index(fields=["student", "course"], name="journal_mark_by_student"),
            models.Index(fields=["lesson", "student"], name="journal_mark_by_cell"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(points__isnull=True) & ~Q(sign="") & ~Q(scale=Scale.NONE)
                    | Q(sign="")
                    & (
                        Q(scale=Scale.TWO_TO_FIVE, points__range=(2, 5))
                        | Q(scale=Scale.ONE_TO_FIVE, points__range=(1, 5))
                        | Q(scale=Scale.HUNDRED, points__range=(0, 100))
                    )
                ),
                name="journal_mark_value_fits_scale",
                violation_error_message=_("The mark is not one of the course's scale."),
            ),
            models.CheckConstraint(
                condition=~Q(sign__in=[Sign.PASSED, Sign.FAILED]) | Q(scale=Scale.PASS_FAIL),
                name="journal_mark_passed_fits_scale",
            ),
            models.CheckConstraint(condition=Q(part__in=(1, 2)), name="journal_mark_part"),
            models.CheckConstraint(
                condition=Q(retake_of=None) | ~Q(retake_of=F("pk")),
                name="journal_mark_no_retake_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """As it stands in the cell: 5, 87, зач, ·"""
        return Sign(self.sign).sign if self.sign else str(self.points)


@tracked()
class WorkResult(models.Model):
    """What a student has of a work beside the mark: the points it was made of, or the teacher's
    explicit word that there will be none (a work is done when each student who was present has
    one or the other)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, models.PROTECT, related_name="results")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="work_results")
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    is_none = models.BooleanField(_("no mark"), default=False)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("result of a work")
        verbose_name_plural = _("results of works")
        constraints = [
            models.UniqueConstraint(fields=["work", "student"], name="journal_workresult_once"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0, is_none=False),
                name="journal_workresult_points_or_none",
            ),
        ]

    def __str__(self) -> str:
        return "—" if self.is_none else str(self.points)


@tracked()
class CellNote(models.Model):
    """A teacher's note for himself at a cell; nobody else sees it. What the family reads is the
    mark's comment."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    lesson = models.ForeignKey("schedule.Lesson", models.PROTECT, related_name="notes")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="+")
    author = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    text = models.CharField(_("note for myself"), max_length=500)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note for myself")
        verbose_name_plural = _("notes for myself")
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "student", "author"], name="journal_cellnote_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="journal_cellnote_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class BroughtMark(models.Model):
    """A current mark a student brought from another school: it counts in the average of the
    subject, but stands in no cell of ours."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="brought_marks")
    subject = models.ForeignKey("school.Subject", models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    points = models.PositiveSmallIntegerField(_("mark"))
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=Decimal(1))
    kind_name = models.CharField(_("kind of work"), max_length=80, blank=True)
    from_where = models.CharField(_("brought from"), max_length=200)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("brought mark")
        verbose_name_plural = _("brought marks")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["student", "subject"], name="journal_brought_by_student")]
        constraints = [
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="journal_brought_value"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=10), name="journal_brought_weight"
            ),
        ]

    def __str__(self) -> str:
        return str(self.points)
