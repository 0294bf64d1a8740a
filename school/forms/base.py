"""What all forms of the registers have in common."""

from __future__ import annotations

from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms

from core.refusal import Refused


class Plain(forms.Form):
    """A form whose fields stand under each other; the page writes <form> and the button."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def refuse(self, error: Refused) -> None:
        """Show why the action said no, at the field it names."""
        self.add_error(error.field if error.field in self.fields else None, error)


class Once(Plain):
    """A form that makes something: sent twice, it makes it once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
