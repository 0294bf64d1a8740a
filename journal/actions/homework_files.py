"""Files that come with homework (order 2.4): attached, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.files import Brought, keep_file
from core.refusal import Refused
from journal.actions.homework import (
    Task,
    checked,
    for_all_of,
    individual_of,
    new_homework,
    note_moment,
    refuse_where_none_is_asked,
)
from journal.actions.record import alone_with, given
from journal.models import Homework, HomeworkFile
from schedule.models import Lesson
from school.models import Person

MOST_FILES = 10


def attach_files(
    *,
    actor: Person,
    lesson: Lesson,
    files: Sequence[Brought],
    now: datetime,
    homework_id: int | None = None,
    text: str = "",
    key: UUID | None = None,
    reason: str = "",
) -> Homework | None:
    """Hang files on the homework for all, or on an individual one. Where nothing is set for all
    yet, the files are the homework, with the words typed so far."""
    refuse_where_none_is_asked(lesson)
    with transaction.atomic(), given(reason):
        is_new = alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        homework = individual_of(lesson, homework_id) if homework_id else for_all_of(lesson)
        if not is_new or not files:
            return homework
        if homework is None:
            task = checked(lesson, Task(text=text.strip() or _("See the attached file.")))
            note_moment(lesson, actor=actor, text=task.text, now=now)
            homework = new_homework(actor, lesson, task, individual=False, now=now)
        _hang(homework, files, actor=actor, now=now)
        return homework


def take_file_away(
    *,
    actor: Person,
    lesson: Lesson,
    file_id: int,
    now: datetime,
    key: UUID | None = None,
    reason: str = "",
) -> Homework | None:
    """The file is no longer part of the homework; its bytes go after some days. Returns the
    homework it hung on; a file that is gone already is gone."""
    with transaction.atomic(), given(reason):
        alone_with(lesson, actor=actor, key=key, reason=reason, now=now)
        hung = (
            HomeworkFile.objects.filter(pk=file_id, homework__given_at=lesson)
            .select_related("homework")
            .first()
        )
        if hung is None:
            return None
        hung.delete()
        return hung.homework


def _hang(homework: Homework, files: Sequence[Brought], *, actor: Person, now: datetime) -> None:
    have = homework.files.count()
    if have + len(files) > MOST_FILES:
        raise Refused(
            "too_many_files",
            ngettext(
                "At most %(most)d file may come with homework.",
                "At most %(most)d files may come with homework.",
                MOST_FILES,
            )
            % {"most": MOST_FILES},
            field="files",
        )
    last = homework.files.aggregate(last=Max("position"))["last"] or 0
    for place, file in enumerate(files, start=last + 1):
        stored = keep_file(file, school_id=homework.school_id, added_by_id=actor.pk, now=now)
        HomeworkFile.objects.create(
            school_id=homework.school_id, homework=homework, file=stored, position=place
        )
