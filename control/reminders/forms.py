"""How one wants to be reminded."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from control.models import ReminderLetters
from school.forms.base import Plain

HOURS = range(5, 21)


class ReminderForm(Plain):
    """Which letters come, and when the morning's digest does."""

    letters = forms.ChoiceField(
        label=_("Reminders by e-mail"), choices=ReminderLetters.choices, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=_("What is still missing comes in the morning"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[
            ("", _("when the school's quiet hours end")),
            *((hour, _("from %(hour)s:00") % {"hour": hour}) for hour in HOURS),
        ],
    )
