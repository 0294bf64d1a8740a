"""The records of a lesson: topic and register, absences, homework, works, marks."""

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
class LessonRecord(models.Model):
    """What was entered about a lesson as a whole, and when the first entry of what still stands
    was made (server time): these moments decide whether the teacher was in time (order 2.3.1,
    2.3.2). An emptied fact loses its moment, the history keeps it."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    lesson = models.OneToOneField(
        "schedule.Lesson", models.PROTECT, primary_key=True, related_name="record"
    )
    topic = models.TextField(_("topic"), blank=True)
    topic_at = models.DateTimeField(null=True)
    topic_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    register_at = models.DateTimeField(_("register taken at"), null=True)
    register_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    no_homework = models.BooleanField(_("no homework is set"), default=False)
    homework_at = models.DateTimeField(null=True)
    homework_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
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
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Work(models.Model):
    """A work held in a lesson; weight and days for results are fixed when it is made."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    course = models.ForeignKey("school.Course", models.PROTECT, related_name="works")
    lesson = models.ForeignKey("schedule.Lesson", models.PROTECT, related_name="works")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="works")
    title = models.CharField(_("title"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2)
    days_for_results = models.PositiveSmallIntegerField(_("days for results"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")

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
    comment = models.CharField(_("comment for the family"), max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
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
