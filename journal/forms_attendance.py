"""Forms about absence: notes, exemptions, tuition elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.actions.away import Span
from journal.actions.notes import Away
from journal.models import AbsenceKind, StudyMode
from journal.queries.notes import REASONS
from school.forms.base import DayInput, Once
from school.models import Student, Subject


class StudentChoice(forms.ModelChoiceField):
    """A student by the full name."""

    def label_from_instance(self, obj: Student) -> str:
        return obj.person.name.full


class NoteForm(Once):
    """Why the child is away: days, or some lessons of one day."""

    kind = forms.ChoiceField(
        label=_("Reason"),
        choices=[(kind.value, label) for kind, label in REASONS.items()],
        widget=forms.RadioSelect,
        initial=AbsenceKind.ILL,
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: one day. Days off in between do no harm."),
    )
    first_lesson = forms.IntegerField(
        label=_("From lesson no."),
        required=False,
        min_value=0,
        max_value=15,
        help_text=_("Only when some lessons of one day are missed."),
    )
    last_lesson = forms.IntegerField(
        label=_("To lesson no."), required=False, min_value=0, max_value=15
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Read by the homeroom teacher and the school's leaders; teachers see no words."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["last_day"] = said.get("last_day") or said.get("first_day")
        first, last = said.get("first_lesson"), said.get("last_lesson")
        said["first_lesson"] = first if first is not None else last
        said["last_lesson"] = last if last is not None else first
        return said

    def away(self) -> Away:
        said = self.cleaned_data
        return Away(
            first_day=said["first_day"],
            last_day=said["last_day"],
            first_lesson=said["first_lesson"],
            last_lesson=said["last_lesson"],
            kind=said["kind"],
            words=said["words"],
            document=said.get("document", ""),
        )


class FamilyNoteForm(NoteForm):
    """A guardian's; a paper is named if there is one."""

    document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=120,
        help_text=_("A doctor's paper, its number; bring it to the homeroom teacher."),
    )


class ClassNoteForm(FamilyNoteForm):
    """The homeroom teacher's, for a student of the class."""

    student = StudentChoice(label=_("Student"), queryset=Student.objects.none())

    def __init__(self, *args: object, students: Any, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students
        self.order_fields(["student"])


class SpanFields(Once):
    """From a day on, for a student."""

    student = StudentChoice(label=_("Student"), queryset=Student.objects.none())
    since = forms.DateField(label=_("From the day"), widget=DayInput)
    until = forms.DateField(label=_("To the day"), widget=DayInput, required=False)

    def __init__(self, *args: object, students: Any, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students

    def span(self) -> Span:
        return Span(since=self.cleaned_data["since"], until=self.cleaned_data["until"])


class ExemptionForm(SpanFields):
    """Freed from a subject by a medical paper."""

    subject = forms.ModelChoiceField(label=_("Subject"), queryset=Subject.objects.none())
    document = forms.CharField(
        label=_("Document"), max_length=120, help_text=_("A doctor's paper, its number and date.")
    )

    def __init__(self, *args: object, subjects: Any, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = subjects
        self.order_fields(["student", "subject", "since", "until", "document"])


class StudyAwayForm(SpanFields):
    """Taught at home or at a distance by an order."""

    mode = forms.ChoiceField(label=_("How"), choices=StudyMode.choices)
    order_number = forms.CharField(label=_("Order number"), max_length=40)
    order_day = forms.DateField(label=_("Date of the order"), widget=DayInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["student", "mode", "since", "until", "order_number", "order_day"])


class EndForm(Once):
    """The last day of something."""

    until = forms.DateField(label=_("Last day"), widget=DayInput)
