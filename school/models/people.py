"""People: one Person logs in, and may be a student, an employee and a guardian at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from core.text import Name, sort_key
from school.models.base import Dated, once_at_a_time, span_in_order


class Sex(models.TextChoices):
    MALE = "m", _("male")
    FEMALE = "f", _("female")
    UNKNOWN = "", _("not given")


class PersonManager(BaseUserManager["Person"]):
    """Makes people; a name's sort key is computed here and in `Person.rename`, nowhere else."""

    def build(self, *, login: str, last_name: str, first_name: str, **fields: Any) -> Person:
        """An unsaved Person with its sort key; for bulk work."""
        person = self.model(login=login, **fields)
        person.rename(last=last_name, first=first_name, patronymic=fields.get("patronymic", ""))
        if not person.password:
            person.set_unusable_password()
        return person

    def create_person(self, *, password: str | None = None, **fields: Any) -> Person:
        person = self.build(**fields)
        if password:
            person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, login: str, password: str | None = None, **fields: Any) -> Person:
        fields.setdefault("last_name", login)
        fields.setdefault("first_name", "")
        return self.create_person(login=login, password=password, is_superuser=True, **fields)

    def get_by_natural_key(self, login: str) -> Person:
        return self.get(login__iexact=login)


@tracked(exclude=("password", "last_login"))
class Person(AbstractBaseUser, PermissionsMixin):
    """Who logs in, with or without e-mail. Belongs to no school: duties and kinship say where."""

    login = models.CharField(_("login name"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    last_name = models.CharField(_("last name"), max_length=80)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_day = models.DateField(_("date of birth"), null=True, blank=True)
    sort_key = models.CharField(max_length=260, editable=False)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("login"), name="school_person_login_once"),
            models.CheckConstraint(condition=~Q(sort_key=""), name="school_person_sort_key"),
        ]
        indexes = [models.Index(fields=["sort_key"], name="school_person_by_name")]

    def __str__(self) -> str:
        return self.name.full

    @property
    def name(self) -> Name:
        return Name(self.last_name, self.first_name, self.patronymic)

    def rename(self, *, last: str, first: str, patronymic: str = "") -> None:
        """Set the name and the key it sorts by (not saved)."""
        self.last_name, self.first_name, self.patronymic = last, first, patronymic
        self.sort_key = sort_key(last, first, patronymic)[:260]

    def must_have_second_factor(self) -> bool:
        """Staff roles must, families need not."""
        from school.standing import standing_of

        return standing_of(self).is_staff


@tracked()
class Student(models.Model):
    """A person who learns in one school."""

    school = models.ForeignKey("School", models.PROTECT, related_name="students")
    person = models.ForeignKey(Person, models.PROTECT, related_name="studies")
    file_number = models.CharField(_("personal file number"), max_length=30, blank=True)
    source_id = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        constraints = [
            models.UniqueConstraint(fields=["school", "person"], name="school_student_once"),
            models.UniqueConstraint(
                fields=["school", "source_id"],
                condition=~Q(source_id=""),
                name="school_student_source_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Employee(models.Model):
    """A person who works in one school."""

    school = models.ForeignKey("School", models.PROTECT, related_name="employees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="employments")
    position = models.CharField(_("position"), max_length=120, blank=True)
    source_id = models.CharField(max_length=80, blank=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints = [
            models.UniqueConstraint(fields=["school", "person"], name="school_employee_once"),
            models.UniqueConstraint(
                fields=["school", "source_id"],
                condition=~Q(source_id=""),
                name="school_employee_source_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Kinship(models.TextChoices):
    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    GUARDIAN = "guardian", pgettext_lazy("kinship", "guardian")
    OTHER = "other", _("other representative")


@tracked()
class Guardianship(Dated):
    """A guardian of one child, in the child's school. It says who is kin, not who may look:
    access is asked of `consent.permissions` (order 2.6)."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    student = models.ForeignKey(Student, models.PROTECT, related_name="guardianships")
    kinship = models.CharField(
        _("kinship"), max_length=10, choices=Kinship.choices, default=Kinship.GUARDIAN
    )

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        constraints = [
            span_in_order("school_guardianship_span"),
            once_at_a_time(
                "school_guardianship_once",
                "guardian_id",
                "student_id",
                message=_("This guardian is already entered for the child."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian} → {self.student}"


class AccessCode(models.Model):
    """A one-time code, printed on paper, with which a person without e-mail sets a password.

    Only its hash is kept; a new code makes the older ones of the person void."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="access_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-issued_at"], name="school_code_by_person")]

    def __str__(self) -> str:
        return f"code {self.pk}"
