"""The municipality, its schools, their rooms, duties and choices."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from school.models.base import Dated, span_in_order


class Municipality(models.Model):
    """Owns schools and sees only their aggregates."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name


@tracked()
class School(models.Model):
    """A school with the details that its printed papers carry."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="schools")
    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=80)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    tax_number = models.CharField(_("taxpayer number (INN)"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Moscow")

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self) -> str:
        return self.short_name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@tracked()
class SchoolSetting(models.Model):
    """One choice of the school (its local act), holding from a day on until the next row.

    Keys, types and borders are declared in `school.choices`."""

    school = models.ForeignKey(School, models.PROTECT, related_name="settings")
    key = models.CharField(max_length=40)
    value = models.JSONField()
    since = models.DateField(_("since"))
    act = models.CharField(_("local act"), max_length=200, blank=True)
    decided_by = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("school's choice")
        verbose_name_plural = _("school's choices")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "key", "since"], name="school_setting_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


@tracked()
class Room(models.Model):
    """A classroom; a gym may hold several lessons at once."""

    school = models.ForeignKey(School, models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=40)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    is_shared = models.BooleanField(_("several lessons at once"), default=False)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="school_room_once",
                violation_error_message=_("There is already a room with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may do in a school. Homeroom teachers, students and guardians are known from
    the registers of classes and families, so they have no duty row."""

    TEACHER = "teacher", _("teacher")
    DEPUTY = "deputy", _("deputy director")
    DIRECTOR = "director", _("director")
    ADMINISTRATOR = "administrator", _("journal administrator")


@tracked()
class Duty(Dated):
    """A role of a person in a school, for a span of days."""

    school = models.ForeignKey(School, models.PROTECT, related_name="duties")
    person = models.ForeignKey("Person", models.PROTECT, related_name="duties")
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [span_in_order("school_duty_span")]
        indexes = [models.Index(fields=["person", "school"], name="school_duty_by_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class MunicipalRole(models.TextChoices):
    COORDINATOR = "coordinator", _("municipal coordinator")
    SUPERVISOR = "supervisor", _("supervisor (reads only)")


@tracked()
class MunicipalDuty(Dated):
    """The coordinator of a municipality (order 1), or who supervises the order (order 4)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="duties")
    person = models.ForeignKey("Person", models.PROTECT, related_name="municipal_duties")
    role = models.CharField(
        _("role"),
        max_length=15,
        choices=MunicipalRole.choices,
        default=MunicipalRole.COORDINATOR,
    )
    order_number = models.CharField(_("order number"), max_length=40, blank=True)
    order_day = models.DateField(_("date of the order"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipal duty")
        verbose_name_plural = _("municipal duties")
        constraints = [span_in_order("school_municipalduty_span")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class AppointmentKind(models.TextChoices):
    """Whom the director's order names (order 2.1; App. 2 4–8)."""

    RESPONSIBLE = "responsible", _("responsible for the electronic journal")
    ROLLOUT = "rollout", _("control of the rollout schedule")
    ACADEMIC = "academic", _("content of the journal and control of teachers")
    TECHNICAL = "technical", _("technical support")
    HELP_DESK = "help_desk", _("help for teachers")


@tracked()
class Appointment(Dated):
    """A duty laid on a person by an order with a number (order 2.1, App. 2)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="appointments")
    person = models.ForeignKey("Person", models.PROTECT, related_name="appointments")
    kind = models.CharField(_("appointed as"), max_length=15, choices=AppointmentKind.choices)
    order_number = models.CharField(_("order number"), max_length=40)
    order_day = models.DateField(_("date of the order"))
    sent_on = models.DateField(_("sent to the coordinator on"), null=True, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            span_in_order("school_appointment_span"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
