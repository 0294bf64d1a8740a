"""The form that hands registers in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.imports.tables import MOST_BYTES, Upload


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Several uploaded files."""

    widget = ManyFilesInput

    def clean(self, value: Any, initial: Any = None) -> list[Upload]:
        files = value if isinstance(value, list | tuple) else [value] if value else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if sum(file.size for file in files) > MOST_BYTES:
            message = _("The files are bigger than %(size)s MB together. Hand them in in parts.")
            raise forms.ValidationError(message, code="too_big", params={"size": MOST_BYTES >> 20})
        return [Upload(file.name, file.read()) for file in files]


class ImportForm(forms.Form):
    """Files, and the day from which changes hold."""

    files = ManyFilesField(
        label=_("Files"),
        help_text=_("Excel (.xlsx), CSV, or a OneRoster package (.zip); several at once."),
        widget=ManyFilesInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv,.zip"}),
    )
    day = forms.DateField(
        label=_("Changes hold from"),
        required=False,
        help_text=_(
            "Blank: new people from the first day of the year, moves to another class from today."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    """The hidden key of a confirmation."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
