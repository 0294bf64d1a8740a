"""Forms about the papers of the school."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from control.models import PaperState
from control.papers_asked import PaperAsked
from core.files import accepted_endings
from school.forms.base import DayInput, Once


class ApproveForm(Once):
    """By which order a paper was approved, with the file that was signed."""

    day = forms.DateField(label=_("Dated"), widget=DayInput)
    order_number = forms.CharField(
        label=_("Order number"),
        max_length=40,
        required=False,
        help_text=_("Of the order or minutes that approve it."),
    )
    approved_by = forms.CharField(
        label=_("Approved by"),
        max_length=120,
        required=False,
        help_text=_("Position and name, or the body: teachers' council, meeting of the staff."),
    )
    words = forms.CharField(label=_("Note"), max_length=300, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, docx or a scan. May be left out where the paper lies in a folder."),
        widget=forms.ClearableFileInput(attrs={"accept": accepted_endings()}),
    )


class PaperForm(ApproveForm):
    """A new version of a paper. A local act of the school may also need no change."""

    def __init__(self, *args: object, paper: PaperAsked, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        states = PaperState.choices if paper.is_act else PaperState.choices[:2]
        self.fields["state"] = forms.ChoiceField(
            label=_("State"), choices=states, widget=forms.RadioSelect
        )
        self.order_fields(["state", "day", "order_number", "approved_by", "words", "file"])
