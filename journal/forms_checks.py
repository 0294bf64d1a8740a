"""Forms of the deputy's check."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schedule.models import Lesson
from school.forms.base import DayInput, Once


class CheckForm(Once):
    """That a page was looked through."""

    aim = forms.CharField(
        label=gettext_lazy("Aim of the check"),
        max_length=200,
        help_text=gettext_lazy("For example: filling in time, density of marks, homework."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Result"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RemarkForm(Once):
    """What the teacher is asked to mend."""

    text = forms.CharField(
        label=gettext_lazy("Remark"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    lesson_id = forms.TypedChoiceField(
        label=gettext_lazy("At the lesson"), required=False, coerce=int, empty_value=None
    )
    due_day = forms.DateField(
        label=gettext_lazy("To be mended by"), required=False, widget=DayInput
    )

    def __init__(self, *args: object, lessons: Iterable[Lesson] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        days = [
            (lesson.pk, f"{date_format(lesson.day, 'j E')}, {lesson.number}") for lesson in lessons
        ]
        self.fields["lesson_id"].choices = [("", _("the page as a whole")), *days]
