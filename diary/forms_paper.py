"""What the pages of paper reports send."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

HAND, RETURN, UNDO = "hand", "return", "undo"


class ReceiverForm(forms.Form):
    """Who took the sheets; empty: each guardian the own one."""

    receiver = forms.CharField(required=False, max_length=120)


class TickForm(ReceiverForm):
    """Ticked reports, and what happened to them."""

    act = forms.ChoiceField(choices=[(HAND, HAND), (RETURN, RETURN), (UNDO, UNDO)])
    report = forms.TypedMultipleChoiceField(coerce=int, required=False)
    request_key = forms.UUIDField(initial=uuid4)

    def __init__(self, *args: object, report_ids: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [(pk, pk) for pk in report_ids]


class ScanForm(ReceiverForm):
    """A code, typed or scanned; scanners send it with Enter."""

    code = forms.CharField(
        max_length=40, error_messages={"required": _("Type the code or scan it.")}
    )
    is_return = forms.BooleanField(required=False)
