"""The form at the entrance, in the school's words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    """Login name or e-mail, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name or e-mail")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay logged in on this device")
        for field in ("login", "password"):
            self.fields[field].widget.attrs.pop("placeholder", None)
