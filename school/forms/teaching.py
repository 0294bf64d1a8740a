"""Forms about subjects, courses and rooms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school.forms.base import DayInput, Once, Plain
from school.forms.classes import staff_of
from school.models import Group, Scale, Subject


class SubjectForm(Once):
    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=30,
        required=False,
        help_text=_("For narrow columns; else the name."),
    )
    position = forms.IntegerField(
        label=_("Place in lists"), min_value=0, max_value=9999, initial=100
    )


class RoomForm(Once):
    name = forms.CharField(label=_("Number or name"), max_length=40)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=2000, required=False)
    is_shared = forms.BooleanField(label=_("Several lessons at once (a gym)"), required=False)


class CourseFields(Plain):
    hours_a_year = forms.IntegerField(
        label=_("Hours a year"), min_value=1, max_value=1200, initial=34
    )
    scale = forms.ChoiceField(label=_("Marked in"), choices=Scale.choices)
    asks_homework = forms.BooleanField(label=_("Homework is set"), required=False, initial=True)


class CourseForm(CourseFields, Once):
    """A subject for a group, with its first teacher."""

    since = forms.DateField(label=_("Teacher from"), widget=DayInput)

    def __init__(self, *args: object, school_id: int, year_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = forms.ModelChoiceField(
            label=_("Class or group"),
            queryset=Group.objects.filter(year=year_id)
            .select_related("school_class")
            .order_by("school_class__grade", "school_class__letter", "name"),
        )
        self.fields["subject"] = forms.ModelChoiceField(
            label=_("Subject"), queryset=Subject.objects.filter(school_id=school_id)
        )
        self.fields["teacher"] = staff_of(school_id)
        self.fields["teacher"].label = _("Teacher")
        self.fields["teacher"].required = False
        self.order_fields(["group", "subject", "hours_a_year", "scale", "asks_homework", "teacher"])


class CourseTeacherForm(Once):
    since = forms.DateField(label=_("From the day"), widget=DayInput)
    together = forms.BooleanField(
        label=_("Together with who teaches now"),
        required=False,
        help_text=_("Without the tick the teacher before ends the day before."),
    )

    def __init__(self, *args: object, school_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"] = staff_of(school_id)
        self.fields["employee"].label = _("Teacher")
        self.order_fields(["employee", "since", "together"])
