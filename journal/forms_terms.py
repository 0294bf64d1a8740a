"""Forms about marks of periods: a retake, the opening of a period, the council's decisions."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.forms.base import DayInput, Once, Plain


class MomentInput(forms.DateTimeInput):
    """A day and an hour, with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _now() -> datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


class RetakeForm(Once):
    """What the protocol of a re-examination says."""

    text = forms.CharField(label=_("Mark of the retake"), max_length=10)
    day = forms.DateField(label=_("Day of the retake"), widget=DayInput)
    known_at = forms.DateTimeField(
        label=_("Result known since (by the protocol)"), widget=MomentInput, initial=_now
    )
    protocol = forms.CharField(label=_("Protocol, its number and date"), max_length=200)
    commission = forms.CharField(
        label=_("Commission"),
        required=False,
        max_length=200,
        help_text=_("The second retake is before a commission: who was in it."),
    )


class OpenPeriodForm(Plain):
    """Why a closed period is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
