"""Forms of the plan's pages: their shape only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.asked import number_asked
from core.imports.tables import MOST_BYTES, Upload
from core.refusal import Refused
from journal.actions.plan_lines import MOST_HOURS, Line
from journal.models import PlannedTopic, WorkKind
from journal.plans.parts import HOMEWORK_LENGTH, SECTION_LENGTH, TITLE_LENGTH
from school.forms.base import Once, Plain

_MOST_CHOSEN = 2000


def upload_of(file: UploadedFile | None) -> Upload:
    """The handed-in file. Raises Refused where there is none or it is too big to be read."""
    if file is None:
        raise Refused("no_file", _("Choose a file first."), field="file")
    if file.size > MOST_BYTES:
        message = _("The file is bigger than %(size)s MB. Divide it.")
        raise Refused("too_big", message % {"size": MOST_BYTES >> 20}, field="file")
    return Upload(PurePath(file.name or "").name[:150], file.read())


def ids_of(post: QueryDict, field: str) -> list[int]:
    """The numbers chosen with checkboxes."""
    found = (number_asked(raw) for raw in post.getlist(field)[:_MOST_CHOSEN])
    return [number for number in found if number is not None]


class LineForm(Once):
    """A line of a plan."""

    section = forms.CharField(
        label=gettext_lazy("Section"), max_length=SECTION_LENGTH, required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Topic"),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours"), min_value=0, max_value=MOST_HOURS, initial=1
    )
    practice_hours = forms.DecimalField(
        label=gettext_lazy("Hours of practice"),
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    homework = forms.CharField(
        label=gettext_lazy("Homework to propose"), max_length=HOMEWORK_LENGTH, required=False
    )

    def __init__(self, *args: Any, school_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = WorkKind.objects.filter(school_id=school_id, is_in_use=True, is_written=True)
        self.fields["control_kind_id"] = forms.TypedChoiceField(
            label=gettext_lazy("Work held in this lesson"),
            choices=[("", gettext_lazy("no work")), *kinds.values_list("pk", "name")],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.order_fields(["section", "title", "hours", "control_kind_id", "practice_hours"])

    @property
    def line(self) -> Line:
        said = self.cleaned_data
        return Line(
            title=said["title"],
            hours=said["hours"],
            section=said["section"],
            practice_hours=said["practice_hours"] or None,
            control_kind_id=said["control_kind_id"],
            homework=said["homework"],
        )


class ChangeLineForm(LineForm):
    """The same for a line that is there: `seen` tells whether somebody changed it meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


def values_of(topic: PlannedTopic) -> dict[str, object]:
    """A line as the form begins with it."""
    return {
        "section": topic.section,
        "title": topic.title,
        "hours": topic.hours,
        "practice_hours": topic.practice_hours,
        "control_kind_id": topic.control_kind_id or "",
        "homework": topic.homework,
    }


class ReplanForm(Once):
    """Why the plan changes."""

    reason = forms.CharField(
        label=gettext_lazy("Why the plan changes"),
        max_length=300,
        help_text=gettext_lazy("For example: three lessons fell out because of the quarantine."),
    )


class CopyForm(Once):
    """Which plan is copied."""

    plan = forms.IntegerField(widget=forms.HiddenInput)


class EmptyForm(Once):
    """A lone button that makes something."""


class DecideForm(Plain):
    """The deputy's word."""

    remark = forms.CharField(max_length=500, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done with the chosen lines."""

    do: str
    line_ids: list[int]
    before_id: int | None
    hours: int | None
    title: str
    section: str

    @classmethod
    def of(cls, post: QueryDict) -> Change:
        return cls(
            do=post.get("do", ""),
            line_ids=ids_of(post, "lines"),
            before_id=number_asked(post.get("before")),
            hours=number_asked(post.get("hours")),
            title=post.get("title", ""),
            section=post.get("section", ""),
        )
