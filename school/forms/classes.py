"""Forms about classes, groups and movements of students."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from school.actions.movements import Order
from school.forms.base import DayInput, Once, Plain
from school.models import (
    Calendar,
    Employee,
    GroupKind,
    Room,
    SchoolClass,
    Student,
)


def staff_of(school_id: int) -> forms.ModelChoiceField:
    """Who works in the school, by name."""
    return forms.ModelChoiceField(
        label=_("Employee"),
        queryset=Employee.objects.filter(school_id=school_id, left_on=None)
        .select_related("person")
        .order_by("person__sort_key"),
    )


class ClassForm(Once):
    """A class: 5А of a calendar, in a shift."""

    grade = forms.IntegerField(label=_("Grade"), min_value=1, max_value=12)
    letter = forms.CharField(label=_("Letter"), max_length=10, required=False)
    calendar = forms.ModelChoiceField(label=_("Calendar"), queryset=Calendar.objects.none())
    shift = forms.TypedChoiceField(
        label=_("Shift"), coerce=int, choices=[(1, _("first")), (2, _("second"))], initial=1
    )
    room = forms.ModelChoiceField(label=_("Own room"), queryset=Room.objects.none(), required=False)

    def __init__(self, *args: object, school_id: int, year_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = Calendar.objects.filter(year=year_id)
        self.fields["room"].queryset = Room.objects.filter(school_id=school_id).order_by("name")

    def clean_letter(self) -> str:
        return self.cleaned_data["letter"].strip().upper()


class HomeroomForm(Once):
    since = forms.DateField(label=_("From the day"), widget=DayInput)

    def __init__(self, *args: object, school_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"] = staff_of(school_id)
        self.order_fields(["employee", "since"])


class MovementForm(Once):
    """A movement by an order."""

    day = forms.DateField(label=_("From the day"), widget=DayInput)
    order_number = forms.CharField(label=_("Order number"), max_length=40)
    order_day = forms.DateField(label=_("Date of the order"), widget=DayInput)

    def order(self) -> Order:
        return Order(
            number=self.cleaned_data["order_number"].strip(), day=self.cleaned_data["order_day"]
        )


class EnrolForm(MovementForm):
    """Students of the school who are in no class of the year come into this one."""

    def __init__(
        self, *args: object, school_class: SchoolClass, day: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"] = forms.ModelChoiceField(
            label=_("Student in no class"), queryset=unplaced(school_class, day)
        )
        self.order_fields(["student", "day", "order_number", "order_day"])


def unplaced(school_class: SchoolClass, day: date) -> QuerySet[Student]:
    """Students of the school who are in no class of this year from the day on."""
    placed = Student.objects.filter(
        memberships__group__kind=GroupKind.WHOLE_CLASS,
        memberships__group__year=school_class.year_id,
    ).exclude(memberships__until__lt=day)
    return (
        Student.objects.filter(school_id=school_class.school_id)
        .exclude(pk__in=placed)
        .select_related("person")
        .order_by("person__sort_key")
    )


class MoveForm(MovementForm):
    def __init__(self, *args: object, year_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_class"] = forms.ModelChoiceField(
            label=_("To the class"), queryset=SchoolClass.objects.filter(year=year_id)
        )
        self.order_fields(["to_class", "day", "order_number", "order_day"])


class LeaveForm(MovementForm):
    """The first day without the student."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Not in the school from")


class GroupForm(Once):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in GroupKind.choices if choice[0] != GroupKind.WHOLE_CLASS],
        initial=GroupKind.CLUB,
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    school_class = forms.ModelChoiceField(
        label=_("Class"),
        queryset=SchoolClass.objects.none(),
        required=False,
        empty_label=_("several classes"),
    )

    def __init__(self, *args: object, year_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = SchoolClass.objects.filter(year=year_id)


class MembersForm(Plain):
    """Who is in the group from a day on."""

    day = forms.DateField(label=_("From the day"), widget=DayInput)
    students = forms.TypedMultipleChoiceField(label=_("Students"), coerce=int, required=False)
    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args: object, student_ids: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].choices = [(pk, pk) for pk in student_ids]


class SplitForm(Once):
    first_name = forms.CharField(label=_("First subgroup"), max_length=80)
    second_name = forms.CharField(label=_("Second subgroup"), max_length=80)
    since = forms.DateField(label=_("From the day"), widget=DayInput)
    students = forms.TypedMultipleChoiceField(label=_("Students"), coerce=int, required=False)

    def __init__(self, *args: object, student_ids: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].choices = [(pk, pk) for pk in student_ids]
