"""Forms that bring an old journal in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school.forms.base import DayInput, Once
from school.imports.forms import ManyFilesField, ManyFilesInput


class MarkSheetsForm(Once):
    """Tables of marks, and the subject of those that do not say it."""

    files = ManyFilesField(
        label=_("Tables"),
        help_text=_(
            "Excel (.xlsx) or CSV. A sheet for each subject: names down, days across, marks and"
            " absences in the cells, period marks behind them; or a summary of a period: names"
            " down, subjects across."
        ),
        widget=ManyFilesInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
    )
    subject = forms.TypedChoiceField(
        label=_("Subject of sheets that do not name it"),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: object, subjects: dict[int, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "—"), *subjects.items()]


class BroughtForm(Once):
    """Current marks a student brings from another school: one line a mark."""

    from_where = forms.CharField(
        label=_("School they were given in, and its paper"), max_length=200
    )
    day = forms.DateField(label=_("Day of marks without a date"), widget=DayInput, required=False)
    lines = forms.CharField(
        label=_("Marks"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "A line for each subject: the subject, then its marks, with dates in brackets or"
            " without: “Алгебра: 4 (12.09), 5, 3”. Lines may be pasted from a table."
        ),
    )
