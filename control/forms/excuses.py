"""Shapes of excuses. Whether they may be is the actions' business."""

from __future__ import annotations

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from control.queries.choices import Choices
from core.regulation import rules
from schedule.actions.excuses import Excused
from schedule.models import ExcuseKind
from school.forms.base import DayInput, Once

_TOKEN = re.compile(
    r"(?P<rule>[A-Z0-9_]{1,30}):(?P<day>\d{4}-\d\d-\d\d):"
    r"(l(?P<lesson>\d{1,18})|(?P<school_class>\d{1,18})-(?P<teacher>\d{1,18}))"
)


class WhyForm(Once):
    """Why something was not broken."""

    kind = forms.ChoiceField(label=_("Why"), choices=ExcuseKind.choices)
    words = forms.CharField(
        label=_("In words"),
        max_length=200,
        help_text=_("Everybody who controls sees them, with your name: no illness of a child."),
    )


class ExcuseFactsForm(WhyForm):
    """What was ticked in a list of facts; each is named by its token (FactRow.token)."""

    fact = forms.MultipleChoiceField(label=_("Facts"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].valid_value = _TOKEN.fullmatch

    def clean_fact(self) -> list[Excused]:
        return [_excused(token) for token in self.cleaned_data["fact"]]


class ExcuseForm(WhyForm):
    """Days of the whole school, a class or a teacher."""

    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    school_class = forms.TypedChoiceField(
        label=_("Class"), coerce=int, required=False, empty_value=None
    )
    teacher = forms.TypedChoiceField(
        label=_("Teacher"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: object, choices: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        asked = [(rule.code, rule.asks) for rule in rules]
        self.fields["rule"].choices = [("", _("every rule")), *asked]
        self.fields["school_class"].choices = [("", _("all classes")), *choices.classes.items()]
        self.fields["teacher"].choices = [("", _("all teachers")), *choices.teachers.items()]
        self.order_fields(
            ["kind", "words", "first_day", "last_day", "school_class", "teacher", "rule"]
        )

    @property
    def excused(self) -> Excused:
        """The days and of whom, of a valid form."""
        said = self.cleaned_data
        return Excused(
            first_day=said["first_day"],
            last_day=said["last_day"],
            rule=said["rule"],
            class_id=said["school_class"],
            teacher_id=said["teacher"],
        )


def _excused(token: str) -> Excused:
    """A fact's token as days, rule and of whom."""
    found = _TOKEN.fullmatch(token)
    try:
        day = date.fromisoformat(found["day"])
    except ValueError as error:
        raise ValidationError(_("There is no such day."), code="day") from error
    return Excused(
        first_day=day,
        last_day=day,
        rule=found["rule"],
        lesson_id=int(found["lesson"] or 0) or None,
        class_id=int(found["school_class"] or 0) or None,
        teacher_id=int(found["teacher"] or 0) or None,
    )
