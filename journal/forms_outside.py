"""Forms about results of contests, exams and check works."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from journal.actions.outside import Said
from journal.models import ResultKind
from school.forms.base import DayInput, Once
from school.models import Student, Subject


class MomentInput(forms.DateTimeInput):
    """A day and an hour, with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ResultForm(Once):
    """A result; without `students` it is one that stands already."""

    kind = forms.ChoiceField(label=_("What"), choices=ResultKind.choices)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Olympiad “Lomonosov”, OGE, check work of the ministry"),
    )
    level = forms.CharField(
        label=_("Level"),
        max_length=80,
        required=False,
        help_text=_("of the school, the district, the region, the country"),
    )
    day = forms.DateField(label=_("Held on"), widget=DayInput)
    result = forms.CharField(
        label=_("Result"), max_length=120, help_text=_("1st place, prize-winner, 78 points, 4")
    )
    known_at = forms.DateTimeField(
        label=_("Known to the school since"),
        widget=MomentInput,
        help_text=_("Families see it at once, within 24 hours after this moment at the latest."),
    )

    def __init__(
        self,
        *args: object,
        subjects: QuerySet[Subject],
        students: QuerySet[Student] | None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"] = forms.ModelChoiceField(
            label=_("Subject"), queryset=subjects, required=False
        )
        order = ["kind", "title", "level", "subject", "day", "result", "known_at"]
        if students is not None:
            self.fields["student"] = forms.ModelChoiceField(label=_("Student"), queryset=students)
            order = ["student", *order]
        else:
            self.fields["reason"] = forms.CharField(
                label=_("Reason, for the history"), max_length=200
            )
        self.order_fields([*order, "reason"])

    def said(self) -> Said:
        """What the form says of the result."""
        words = self.cleaned_data
        return Said(
            kind=words["kind"],
            title=words["title"],
            level=words["level"],
            subject=words["subject"],
            day=words["day"],
            result=words["result"],
            known_at=words["known_at"],
        )


class TakeBackForm(Once):
    """Why a result is taken back."""

    reason = forms.CharField(label=_("Reason, for the history"), max_length=200)
