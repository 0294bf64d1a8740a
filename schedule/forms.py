"""Shapes of what is sent to the timetable; whether it may happen is the actions' business."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.asked import day_asked
from schedule.models import Weeks
from schedule.queries.lesson import Choices

NUMBERS = [(number, str(number)) for number in range(1, 17)]
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen from the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def clock_field(label: Any) -> forms.TimeField:
    """A time of the day that may be left out: then the bell decides."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


def whole_number(value: str) -> int | None:
    """An id that a choice sends, or nothing."""
    return int(value) if value else None


def choice_field(label: Any, *, empty: Any = None, **more: Any) -> forms.TypedChoiceField:
    """Choices by id; they are set when the form is made."""
    return forms.TypedChoiceField(
        label=label,
        coerce=whole_number,
        empty_value=None,
        required=empty is None,
        choices=[] if empty is None else [("", empty)],
        **more,
    )


class Offering(forms.Form):
    """A form whose choices the view hands in: `offers={"room": [(1, "12"), …]}`."""

    def __init__(self, *args: Any, offers: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offers.items():
            field = self.fields.get(name)
            if field is not None:
                field.choices = [*field.choices, *choices]


class MoveForm(Offering):
    day = day_field(_("Day"))
    number = forms.TypedChoiceField(label=_("Lesson no."), choices=NUMBERS, coerce=int)
    room = choice_field(_("Room"), empty=_("without a room"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)


class SubstituteForm(Offering):
    teacher = choice_field(_("Teacher"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)


class AddLessonForm(Offering):
    course = choice_field(_("Course"))
    day = day_field(_("Day"))
    number = forms.TypedChoiceField(label=_("Lesson no."), choices=NUMBERS, coerce=int)
    begins = clock_field(_("Begins"))
    ends = clock_field(_("Ends"))
    teacher = choice_field(_("Teacher"), empty=_("the course's own"))
    room = choice_field(_("Room"), empty=_("without a room"))
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class SlotForm(Offering):
    course = choice_field(_("Course"))
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    number = forms.TypedChoiceField(label=_("Lesson no."), choices=NUMBERS, coerce=int)
    weeks = forms.ChoiceField(label=_("Weeks"), choices=Weeks.choices, initial=Weeks.EVERY)
    teacher = choice_field(_("Teacher"), empty=_("the course's own"))
    room = choice_field(_("Room"), empty=_("without a room"))
    held_with = choice_field(
        _("Held together with"),
        empty=_("by itself"),
        help_text=_("Takes teacher, room and time from that lesson."),
    )
    since = day_field(_("From"))


class EndSlotForm(forms.Form):
    day = day_field(_("No longer from"))


class GenerateForm(forms.Form):
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class AbsenceForm(forms.Form):
    """One click: `choice` is "lesson:employee", or "lesson:cancel"."""

    choice = forms.RegexField(regex=r"^\d{1,19}:(\d{1,19}|cancel)$")
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean_choice(self) -> tuple[int, int | None]:
        lesson_id, _colon, what = self.cleaned_data["choice"].partition(":")
        return int(lesson_id), None if what == "cancel" else int(what)


def parsed_day(text: str | None, *, otherwise: date) -> date:
    """The day an address asks for; nonsense and far-off years are today."""
    return day_asked(text) or otherwise
