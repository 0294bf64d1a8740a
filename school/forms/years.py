"""Forms about the academic year."""

from __future__ import annotations

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from school.forms.base import DayInput, Once, Plain
from school.models import DayKind, TermKind


class AddYearForm(Once):
    begins = forms.IntegerField(label=_("Begins on 1 September of"), min_value=2000, max_value=2100)


class YearForm(Plain):
    name = forms.CharField(label=_("Name"), max_length=20)
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)


class CalendarForm(Once):
    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("For whom it holds: “Grade 1”, “Trimesters”.")
    )
    days_a_week = forms.TypedChoiceField(
        label=_("Days a week"), coerce=int, choices=[(5, "5"), (6, "6")]
    )


class TermForm(Plain):
    kind = forms.ChoiceField(label=_("Kind"), choices=TermKind.choices)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=9)
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)


class BreakForm(Plain):
    name = forms.CharField(label=_("Name"), max_length=60)
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)


class SpecialDayForm(Plain):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=DayKind.choices)
    as_weekday = forms.TypedChoiceField(
        label=_("Taught by the timetable of"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("its own weekday")), *((n + 1, WEEKDAYS[n]) for n in range(6))],
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
