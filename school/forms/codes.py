"""Forms of one-time codes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school.forms.base import Once, Plain
from school.queries.codes import CodeRow, CodesPage


class EnterCodeForm(Plain):
    """Login name and code from the paper, and the new password."""

    login = forms.CharField(
        label=_("Login name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("Code from the paper"),
        max_length=20,
        help_text=_("Ten digits; spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 8 signs; several words are easy to remember and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("The two passwords differ."))


class ChooseCodesForm(Once):
    """Whose codes are printed now."""

    people = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Choose at least one person.")}
    )

    def __init__(self, *args: object, page: CodesPage, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.person.pk: row for row in page.rows if row.may_get}
        self.fields["people"].choices = [(pk, pk) for pk in self.rows]

    def chosen_rows(self) -> list[CodeRow]:
        """In the order of the sheet, not of the ticks."""
        wanted = set(self.cleaned_data["people"])
        return [row for pk, row in self.rows.items() if pk in wanted]
