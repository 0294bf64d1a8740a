"""Two papers with two signatures open a child's diary to a guardian (order 2.6, 156-FZ): the
application for the service and the consent to processing personal data. Either one withdrawn
closes it at once."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import never_changed, tracked


class PaperQuerySet(models.QuerySet):
    """Papers of either kind."""

    def in_force(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), signed_on__lte=day)


class Paper(models.Model):
    """A signed paper: registered under a number, in force from its signature to its end.

    `ended_on` is the first day on which it is no longer in force; a withdrawal ends it at once."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    number = models.CharField(_("registered under no."), max_length=40)
    signed_on = models.DateField(_("signed on"))
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    ended_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "school.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_in_force(self, day: date) -> bool:
        return self.signed_on <= day and (self.ended_on is None or day < self.ended_on)


def _paper_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(
            fields=["guardianship"],
            condition=Q(ended_on=None),
            name=f"consent_{name}_one_in_force",
            violation_error_message=_("Such a paper is already in force."),
        ),
        models.UniqueConstraint(
            fields=["school", "number"],
            name=f"consent_{name}_number_once",
            violation_error_message=_("A paper with this number is already registered."),
        ),
        models.CheckConstraint(
            condition=Q(ended_on=None) | Q(ended_on__gte=F("signed_on")),
            name=f"consent_{name}_in_order",
        ),
        models.CheckConstraint(
            condition=Q(ended_on=None, ended_at=None, ended_by=None)
            | Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False),
            name=f"consent_{name}_end_whole",
        ),
    ]


@tracked()
class ServiceApplication(Paper):
    """Заявление об оказании услуги: a case of the municipal service (210-FZ)."""

    guardianship = models.ForeignKey(
        "school.Guardianship", models.PROTECT, related_name="applications"
    )

    class Meta:
        verbose_name = _("application for the service")
        verbose_name_plural = _("applications for the service")
        constraints = _paper_constraints("application")

    def __str__(self) -> str:
        return f"№ {self.number}"


@tracked()
class DataConsent(Paper):
    """Согласие на обработку персональных данных, a document of its own (156-FZ)."""

    guardianship = models.ForeignKey("school.Guardianship", models.PROTECT, related_name="consents")

    class Meta:
        verbose_name = _("consent to personal-data processing")
        verbose_name_plural = _("consents to personal-data processing")
        constraints = _paper_constraints("consent")

    def __str__(self) -> str:
        return f"№ {self.number}"


class InformingForm(models.TextChoices):
    ELECTRONIC = "electronic", _("electronically")
    PAPER = "paper", _("on paper")
    UNDECIDED = "undecided", _("undecided")


@tracked()
class InformingChoice(models.Model):
    """How a guardian wants to be informed about one child; the newest row holds. Who has none is
    undecided and gets paper (App. 5 1)."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    guardianship = models.ForeignKey(
        "school.Guardianship", models.PROTECT, related_name="informing"
    )
    form = models.CharField(_("informed"), max_length=10, choices=InformingForm.choices)
    since = models.DateField(_("since"))
    declared_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    basis = models.CharField(_("basis"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("form of informing")
        verbose_name_plural = _("forms of informing")
        constraints = [
            models.UniqueConstraint(
                fields=["guardianship", "since"], name="consent_informing_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.get_form_display()


class ContactKind(models.TextChoices):
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telephone")


@tracked()
class Contact(models.Model):
    """A guardian's address with its basis: the paper it was given on (App. 5 4). Nothing is sent
    to it before it is confirmed."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    person = models.ForeignKey("school.Person", models.PROTECT, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind.choices)
    value = models.CharField(_("address or number"), max_length=120)
    basis = models.CharField(_("paper no."), max_length=40, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person", "kind", "value"],
                condition=Q(ended_at=None),
                name="consent_contact_once",
                violation_error_message=_("This contact is already entered."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(basis=""),
                name="consent_contact_confirmed_on_a_basis",
                violation_error_message=_("A contact is confirmed by a paper with a number."),
            ),
        ]

    def __str__(self) -> str:
        return self.value


class RecordOpening(models.Model):
    """Who opened or exported which child's record, when and where. Append-only (A4 1.5)."""

    append_only = True

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    student = models.ForeignKey("school.Student", models.PROTECT, related_name="openings")
    person = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=15)
    page = models.CharField(max_length=40)
    is_export = models.BooleanField(default=False)
    at = models.DateTimeField()
    request = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("opening of a record")
        verbose_name_plural = _("openings of records")
        indexes = [models.Index(fields=["student", "-at"], name="consent_opening_by_student")]
        triggers = never_changed("consent_opening")

    def __str__(self) -> str:
        return f"{self.person_id} → {self.student_id}"
