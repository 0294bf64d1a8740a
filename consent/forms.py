"""Shapes of what is typed about papers; whether it may be so is the actions' business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from consent.actions import PaperEntry, PaperKind
from consent.models import ContactKind, InformingForm
from consent.queries.classes import Typed
from core.refusal import Refused


class DayInput(forms.DateInput):
    """A day as the browser's own picker gives it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


def day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), input_formats=["%Y-%m-%d", "%d.%m.%Y"])


class PapersTable:
    """The table of a class as it was sent: ticked cells are signed papers."""

    def __init__(self, sent: Mapping[str, str], guardianship_ids: Iterable[int]) -> None:
        self._sent = sent
        self._ids = tuple(guardianship_ids)
        self.common_day = sent.get("day", "")

    @property
    def key(self) -> UUID:
        """The form's own number; a form without one is a new one each time."""
        try:
            return UUID(self._sent.get("request_key", ""))
        except ValueError:
            return uuid4()

    def entries(self) -> list[PaperEntry]:
        return [
            PaperEntry(
                guardianship_id=pk,
                kind=kind,
                signed_on=_day(self._cell(field)[2] or self.common_day),
                number=self._cell(field)[1],
            )
            for kind in PaperKind
            for pk in self._ids
            if self._cell(field := f"{kind.value}-{pk}")[0]
        ]

    def typed(self, errors: Mapping[str, Refused]) -> Typed:
        """What to show again, so that nothing typed is lost."""
        fields = [f"{kind.value}-{pk}" for kind in PaperKind for pk in self._ids]
        return Typed(
            cells={field: self._cell(field) for field in fields},
            errors={field: refused.message for field, refused in errors.items()},
            common_day=self.common_day,
        )

    def _cell(self, field: str) -> tuple[bool, str, str]:
        return (
            field in self._sent,
            self._sent.get(f"{field}-number", "").strip()[:40],
            self._sent.get(f"{field}-day", "").strip(),
        )


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None


class WithdrawForm(forms.Form):
    """A paper is taken back; the reason is a sentence for the history."""

    reason = forms.CharField(
        label=_("By what statement, or why"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class DeclareForm(forms.Form):
    """How the guardian declared to be informed."""

    form = forms.ChoiceField(
        label=_("Informed"),
        choices=InformingForm.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    since = day_field(_("Since"))
    basis = forms.CharField(
        label=_("Basis (paper no.)"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class ContactForm(forms.Form):
    """A contact given on a paper."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ContactKind.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    value = forms.CharField(
        label=_("Address or number"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    basis = forms.CharField(
        label=_("Paper no."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
