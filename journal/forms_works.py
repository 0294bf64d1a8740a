"""Forms of the plan of works."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.queries.pieces import Kind
from journal.queries.works_page import LessonChoice
from school.forms.base import Once

_BY_KIND = gettext_lazy("as the kind says")


class WorkForm(Once):
    """A work in a lesson."""

    lesson = forms.TypedChoiceField(label=gettext_lazy("Lesson"), coerce=int)
    kind = forms.TypedChoiceField(label=gettext_lazy("Kind of work"), coerce=int)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    parts = forms.TypedChoiceField(
        label=gettext_lazy("Marks for one work"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _BY_KIND), (1, "1"), (2, "2")],
    )
    most_points = forms.DecimalField(
        label=gettext_lazy("Points at most"),
        required=False,
        localize=True,
        min_value=Decimal("0.01"),
        max_value=1000,
        max_digits=6,
        decimal_places=2,
        help_text=gettext_lazy("Empty: the work is marked without points."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it stays here"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only where the norm speaks against it; kept in the history."),
    )

    def __init__(
        self,
        *args: object,
        lessons: Iterable[tuple[int, str]],
        kinds: Iterable[Kind],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].choices = list(lessons)
        self.fields["kind"].choices = [(kind.pk, kind.name) for kind in kinds]

    def wish(self) -> dict[str, Any]:
        """What is said of the work, as the actions take it."""
        said = self.cleaned_data
        return {
            "kind_id": said["kind"],
            "title": said["title"],
            "parts": said["parts"],
            "most_points": said["most_points"],
            "reason": " ".join(said["reason"].split()),
        }


def lesson_words(day: date, number: int) -> str:
    """вторник, 9 сентября, урок 3"""
    words = {"day": date_format(day, "l, j E"), "n": number}
    return _("%(day)s, lesson %(n)d") % words


def planning_choices(lessons: Iterable[LessonChoice]) -> list[tuple[int, str]]:
    """Lessons to come, each saying at once whether the norm speaks against it."""
    against = _(" – the norm speaks against it")
    return [
        (one.pk, lesson_words(one.day, one.number) + (against if one.objections else ""))
        for one in lessons
    ]
