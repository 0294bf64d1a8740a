"""Forms about orders and local acts."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from school.choices import Choice
from school.forms.base import DayInput, Once, Plain
from school.models import AppointmentKind, Employee, Person

# The zones Russian schools live in, from west to east.
_ZONES = (
    "Europe/Kaliningrad Europe/Moscow Europe/Simferopol Europe/Samara Asia/Yekaterinburg Asia/Omsk "
    "Asia/Novosibirsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk Asia/Vladivostok "
    "Asia/Magadan Asia/Kamchatka"
).split()


class AppointmentForm(Once):
    """Whom an order names, and for what."""

    kind = forms.ChoiceField(label=_("Appointed as"), choices=AppointmentKind.choices)
    order_number = forms.CharField(label=_("Order number"), max_length=40)
    order_day = forms.DateField(label=_("Date of the order"), widget=DayInput)
    since = forms.DateField(label=_("From the day"), widget=DayInput)

    def __init__(self, *args: object, school_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        working = Employee.objects.filter(school_id=school_id, left_on=None).values("person")
        self.fields["person"] = forms.ModelChoiceField(
            label=_("Who"), queryset=Person.objects.filter(pk__in=working).order_by("sort_key")
        )
        self.order_fields(["kind", "person", "order_number", "order_day", "since"])


class SentForm(Plain):
    sent_on = forms.DateField(label=_("Sent to the coordinator on"), widget=DayInput)


class DetailsForm(Plain):
    """What the school's papers carry."""

    name = forms.CharField(label=_("Full name, as in the charter"), max_length=300)
    short_name = forms.CharField(label=_("Short name"), max_length=80)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    tax_number = forms.RegexField(
        r"^(\d{10}|\d{12})?$",
        label=_("Taxpayer number (INN)"),
        required=False,
        error_messages={"invalid": _("An INN has ten or twelve digits.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone) for zone in _ZONES if zone in available_timezones()],
    )


class ChoiceForm(Plain):
    """A decision of the school: value, day, local act."""

    value = forms.CharField(label=_("Value"), max_length=100)
    since = forms.DateField(label=_("Holds from"), widget=DayInput)
    act = forms.CharField(
        label=_("Local act"),
        max_length=200,
        help_text=_("Order or regulation, its number and date."),
    )

    def __init__(self, *args: object, choice: Choice, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        if choice.options:
            named = [(json.dumps(value), words) for value, words in choice.options]
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=named)
        self.fields["value"].label = choice.label
        said = [str(words) for words in (choice.unit, choice.expects) if words]
        self.fields["value"].help_text = ". ".join(said)

    def clean_value(self) -> object:
        """An option; a part (1/2); a number, or several parted by spaces or strokes. Decimal
        commas are understood."""
        typed = self.cleaned_data["value"]
        if self.choice.options:
            return json.loads(typed)
        if isinstance(self.choice.default, Fraction):
            return typed.strip()
        try:
            numbers = [Decimal(part.replace(",", ".")) for part in typed.replace("/", " ").split()]
        except InvalidOperation as error:
            raise forms.ValidationError(_("This is not a number.")) from error
        if isinstance(self.choice.default, tuple):
            return [str(number) for number in numbers]
        if len(numbers) != 1 or not numbers[0].is_finite() or numbers[0] != int(numbers[0]):
            raise forms.ValidationError(_("One whole number is meant here."))
        return int(numbers[0])
