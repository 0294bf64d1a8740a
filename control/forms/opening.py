"""The form that opens a year."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school.forms.base import DayInput, Once


class OpeningForm(Once):
    """From which day, and that what lacks is accepted. `seen` are the lacks the page showed."""

    day = forms.DateField(
        label=_("Open from"),
        widget=DayInput,
        help_text=_("From this day on marks are set, and the deadlines of the order count."),
    )
    words = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("For the act: minutes of the teachers' council, order number."),
    )
    accepts = forms.BooleanField(
        label=_("I know what still lacks, and open the year all the same"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)

    def __init__(self, *args: object, lacks: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not lacks:
            del self.fields["accepts"]
