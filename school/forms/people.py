"""Forms about people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school.actions.people import Identity
from school.forms.base import DayInput, Once, Plain
from school.models import Kinship, Person, Role, SchoolClass, Sex

_IDENTITY = ("last_name", "first_name", "patronymic", "sex", "birth_day", "email")


class IdentityFields(Plain):
    """A name as Russians have it; the patronymic may lack."""

    last_name = forms.CharField(label=_("Last name"), max_length=80)
    first_name = forms.CharField(label=_("First name"), max_length=80)
    patronymic = forms.CharField(
        label=_("Patronymic"),
        max_length=80,
        required=False,
        help_text=_("Leave empty if the person has none."),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", _("as the name tells")), *Sex.choices[:2]],
    )
    birth_day = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Only to log in and to reset a password.")
    )

    def clean(self) -> dict[str, object]:
        """Spaces around and inside a name are typing, not name."""
        for field in ("last_name", "first_name", "patronymic"):
            if field in self.cleaned_data:
                self.cleaned_data[field] = " ".join(self.cleaned_data[field].split())
        return self.cleaned_data

    def identity(self) -> Identity:
        return Identity(**{field: self.cleaned_data[field] for field in _IDENTITY})


def identity_of(person: Person) -> dict[str, object]:
    """What the form shows of a person already entered."""
    return {field: getattr(person, field) for field in _IDENTITY}


class StudentForm(IdentityFields, Once):
    """A child enters the school, usually into a class at once."""

    file_number = forms.CharField(label=_("Personal file number"), max_length=30, required=False)
    to_class = forms.ModelChoiceField(
        label=_("Class"), queryset=SchoolClass.objects.none(), required=False
    )
    day = forms.DateField(label=_("In the class from"), widget=DayInput)
    order_number = forms.CharField(label=_("Order number"), max_length=40, required=False)
    order_day = forms.DateField(label=_("Date of the order"), required=False, widget=DayInput)

    def __init__(self, *args: object, year_id: int | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_class"].queryset = SchoolClass.objects.filter(year=year_id)


class EmployeeForm(IdentityFields, Once):
    """Somebody begins to work here."""

    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles in the journal"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Homeroom teachers are named on the page of the class."),
    )
    since = forms.DateField(label=_("From the day"), widget=DayInput)


class PersonForm(IdentityFields):
    """Correct what is known of a person; a student's file number and a position with it."""

    file_number = forms.CharField(label=_("Personal file number"), max_length=30, required=False)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)

    def __init__(
        self, *args: object, is_student: bool, is_employee: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_student:
            del self.fields["file_number"]
        if not is_employee:
            del self.fields["position"]


class GuardianForm(IdentityFields, Once):
    """A guardian of a child: somebody new, or a person entered before (another child's mother)."""

    existing = forms.CharField(
        label=_("Login name, if the person is entered already"),
        max_length=60,
        required=False,
        help_text=_("Say it, and the fields of the name below stay empty."),
    )
    kinship = forms.ChoiceField(label=_("Kinship"), choices=Kinship.choices)
    since = forms.DateField(label=_("From the day"), widget=DayInput)
    field_order = ("existing", "last_name", "first_name", "patronymic", "kinship", "since")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in ("last_name", "first_name"):
            self.fields[field].required = False

    def clean(self) -> dict[str, object]:
        super().clean()
        login = self.cleaned_data.get("existing", "").strip()
        self.person = Person.objects.filter(login__iexact=login).first() if login else None
        if login and self.person is None:
            self.add_error("existing", _("Nobody has this login name."))
        if not login and not self.cleaned_data.get("last_name"):
            self.add_error("last_name", _("Say the name, or the login name of a person entered."))
        return self.cleaned_data

    def who(self) -> Person | Identity:
        return self.person or self.identity()


class EmployForm(Plain):
    position = forms.CharField(label=_("Position"), max_length=120, required=False)


class DutyForm(Once):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    since = forms.DateField(label=_("From the day"), widget=DayInput)


class LastDayForm(Plain):
    """When something ends: its last day."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
