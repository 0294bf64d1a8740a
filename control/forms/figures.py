"""Forms about figures: confirming a week, signing off a period, a school's key, a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school.forms.base import DayInput, Once, Plain


class ConfirmForm(Once):
    """Who confirms writes the own name: that is the signature."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    words = forms.CharField(label=_("Note"), max_length=500, required=False)


class SignOffForm(Once):
    words = forms.CharField(label=_("Note"), max_length=500, required=False)


class InstallationForm(Plain):
    """A school's public key, as its operator sent it."""

    school = forms.TypedChoiceField(label=_("School"), coerce=int)
    public_key = forms.CharField(
        label=_("Public key"),
        max_length=64,
        help_text=_("44 characters; the school's page «Figures of the week» shows it."),
    )
    since = forms.DateField(label=_("Hands in its figures from the day"), widget=DayInput)

    def __init__(
        self, *args: object, schools: tuple[tuple[int, str], ...], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = schools


class HandInForm(Plain):
    file = forms.FileField(label=_("Signed file of figures"), allow_empty_file=True)
