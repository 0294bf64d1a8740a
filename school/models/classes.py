"""Classes, the groups that courses are taught to, and who is in them when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from school.models.base import Dated, once_at_a_time, span_in_order


@tracked()
class SchoolClass(models.Model):
    """5А of one year."""

    school = models.ForeignKey("School", models.PROTECT, related_name="classes")
    year = models.ForeignKey("AcademicYear", models.PROTECT, related_name="classes")
    calendar = models.ForeignKey("Calendar", models.PROTECT, related_name="classes")
    grade = models.PositiveSmallIntegerField(_("grade"))
    letter = models.CharField(_("letter"), max_length=10, blank=True)
    shift = models.PositiveSmallIntegerField(_("shift"), default=1)
    room = models.ForeignKey("Room", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["grade", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "grade", "letter"],
                name="school_class_once",
                violation_error_message=_("There is already such a class this year."),
            ),
            models.CheckConstraint(
                condition=Q(grade__range=(1, 12)), name="school_class_grade_1_12"
            ),
            models.CheckConstraint(condition=Q(shift__in=(1, 2)), name="school_class_shift"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.grade}{self.letter}"

    @property
    def has_marks(self) -> bool:
        """Grade 1 learns without marks and homework."""
        return self.grade > 1


@tracked()
class HomeroomTeacher(Dated):
    """Who leads the class (классный руководитель)."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="homeroom")
    employee = models.ForeignKey("Employee", models.PROTECT, related_name="homerooms")

    class Meta:
        verbose_name = _("homeroom teacher")
        verbose_name_plural = _("homeroom teachers")
        constraints = [
            span_in_order("school_homeroom_span"),
            once_at_a_time(
                "school_homeroom_one",
                "school_class_id",
                message=_("The class already has a homeroom teacher on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_class}: {self.employee}"


class GroupKind(models.TextChoices):
    """What is taught to the group (App. 2 3: the journal covers every kind)."""

    WHOLE_CLASS = "class", _("whole class")
    SUBGROUP = "subgroup", _("subgroup")
    ELECTIVE = "elective", _("elective")
    CLUB = "club", _("club")
    EXTENDED_DAY = "extended_day", _("extended-day group")
    INDIVIDUAL = "individual", _("individual tuition")


@tracked()
class Group(models.Model):
    """Whom a course is taught to. A whole class is one group; a subgroup belongs to one class, a
    club may draw on several."""

    school = models.ForeignKey("School", models.PROTECT, related_name="groups")
    year = models.ForeignKey("AcademicYear", models.PROTECT, related_name="groups")
    kind = models.CharField(_("kind"), max_length=15, choices=GroupKind.choices)
    name = models.CharField(_("name"), max_length=80)
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, null=True, blank=True, related_name="groups"
    )

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(
                fields=["school_class"],
                condition=Q(kind=GroupKind.WHOLE_CLASS),
                name="school_group_one_whole_class",
            ),
            models.UniqueConstraint(
                fields=["school_class", "name"],
                condition=Q(school_class__isnull=False),
                name="school_group_name_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[GroupKind.WHOLE_CLASS, GroupKind.SUBGROUP])
                | Q(school_class__isnull=False),
                name="school_group_of_a_class",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Membership(Dated):
    """A student's days in a group. Being in 5А is membership of its whole-class group.

    `entered_at` is the moment somebody joined the student to a group that worked already: a
    register taken before it says nothing of this student. None: known from the beginning."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    student = models.ForeignKey("Student", models.PROTECT, related_name="memberships")
    entered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            span_in_order("school_membership_span"),
            once_at_a_time(
                "school_membership_once",
                "group_id",
                "student_id",
                message=_("The student is already in this group on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student}: {self.group}"


class EnrolmentKind(models.TextChoices):
    ENROLLED = "enrolled", _("enrolled")
    TRANSFERRED = "transferred", _("moved to another class")
    WITHDRAWN = "withdrawn", _("left")


@tracked()
class Enrolment(models.Model):
    """A movement of a student by an order: enrolled, moved to another class, left."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    student = models.ForeignKey("Student", models.PROTECT, related_name="enrolments")
    kind = models.CharField(_("movement"), max_length=12, choices=EnrolmentKind.choices)
    day = models.DateField(_("from"))
    to_class = models.ForeignKey(
        SchoolClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    order_number = models.CharField(_("order number"), max_length=40, blank=True)
    order_day = models.DateField(_("date of the order"), null=True, blank=True)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.student}: {self.get_kind_display()} {self.day:%d.%m.%Y}"
