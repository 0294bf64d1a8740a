"""Works held in a lesson, and the school's kinds of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusal import Refused, refusing
from journal.actions.record import alone_with, given
from journal.actions.rules import learns_with_marks, refuse_cancelled
from journal.models import Mark, Work, WorkKind, WorkResult
from journal.queries.spacing import objections_here
from journal.spacing import Objected
from schedule.models import Lesson
from school.choices import chosen
from school.models import Person


class NotSpaced(Refused):
    """A planned work lies where WORKS_SPACED forbids it: nothing is saved before the teacher has
    seen why and says that it stays."""

    def __init__(self, found: Sequence[Objected]) -> None:
        reasons = "; ".join(objected.message for objected in found)
        message = _("The norm speaks against it: %(reasons)s. Say why it stays here.") % {
            "reasons": reasons
        }
        super().__init__("reason_needed", message, field="reason")
        self.found = tuple(found)


def add_work(
    *,
    actor: Person,
    lesson: Lesson,
    kind_id: int,
    now: datetime,
    title: str = "",
    parts: int | None = None,
    most_points: Decimal | None = None,
    key: UUID | None = None,
    reason: str = "",
) -> Work:
    """Say that a work is held in this lesson, or plan it for one to come; weight, number of marks
    and days for results are fixed now. Raises NotSpaced where a plan asks for a reason."""
    refuse_cancelled(lesson)
    if not learns_with_marks(lesson.course):
        raise Refused("no_marks", _("This course is taught without marks."), field="kind")
    kind = kind_in_use(lesson.school_id, kind_id)
    work = Work(
        school_id=lesson.school_id,
        course_id=lesson.course_id,
        lesson=lesson,
        title=plain_title(title),
        most_points=most_points,
        made_at=now,
        made_by=actor,
    )
    fix_by_kind(work, kind, parts=parts)
    with transaction.atomic(), given(reason):
        if not alone_with(lesson, actor=actor, key=key, reason=reason, now=now):
            made = Work.objects.filter(lesson=lesson, kind=kind).order_by("-pk").first()
            if made is None:
                raise Refused("gone", _("This work was taken back meanwhile."), field="kind")
            return made
        refuse_not_spaced(work, reason=reason, now=now)
        work.save(force_insert=True)
        return work


def kind_in_use(school_id: int, kind_id: int) -> WorkKind:
    """A kind of work of the school, one that is still given."""
    kind = WorkKind.objects.filter(school_id=school_id, pk=kind_id, is_in_use=True).first()
    if kind is None:
        raise Refused("no_kind", _("The school has no such kind of work."), field="kind")
    return kind


def fix_by_kind(work: Work, kind: WorkKind, *, parts: int | None) -> None:
    """What a work takes from its kind for good: weight, days for results, number of marks."""
    decided = chosen(work.school_id, work.lesson.day, "work_days")["work_days"]
    work.kind, work.weight, work.parts = kind, kind.weight, parts or kind.parts
    work.days_for_results = min(kind.days_for_results, decided)
    if work.parts == 2 and work.most_points is not None:
        message = _("Points make one mark: choose points or two marks.")
        raise Refused("points_of_two", message, field="most_points")


def plain_title(title: str) -> str:
    """As it is kept: one line."""
    return " ".join(title.replace("\x00", "").split())[:200]


def refuse_not_spaced(work: Work, *, reason: str, now: datetime) -> None:
    """Ask why, where a work to come lies too near others (WORKS_SPACED). What is held is a fact."""
    lesson = work.lesson
    if reason.strip() or not work.kind.is_written or lesson.has_begun(now):
        return
    if found := objections_here(work, today=timezone.localdate(now)):
        raise NotSpaced(found)


def remove_work(
    *, actor: Person, lesson: Lesson, work_id: int, now: datetime, reason: str = ""
) -> None:
    """Take back a work that carries no mark yet."""
    with transaction.atomic(), given(reason):
        alone_with(lesson, actor=actor, key=None, reason=reason, now=now)
        work = Work.objects.select_for_update().filter(lesson=lesson, pk=work_id).first()
        if work is None:
            return
        refuse_work_with_marks(work)
        WorkResult.objects.filter(work=work).delete()
        work.delete()


def refuse_work_with_marks(work: Work) -> None:
    """A work that marks belong to stays where it is. Asked with the work locked: who writes a
    mark of it holds it until the mark stands."""
    if Mark.objects.filter(work=work).exists():
        raise Refused("work_has_marks", _("Marks stand for this work: it stays."), field="work")


def save_kind(*, actor: Person, kind: WorkKind) -> WorkKind:
    """A kind of work of the school's local act; marks already written keep their weight. The one
    taken unless another is chosen is one in the school."""
    with (
        refusing(
            journal_workkind_once=Refused(
                "name_taken", _("There is already a kind of work with this name."), field="name"
            )
        ),
        transaction.atomic(),
    ):
        if kind.is_usual:
            others = WorkKind.objects.filter(school_id=kind.school_id, is_usual=True)
            others.exclude(pk=kind.pk).update(is_usual=False)
        kind.full_clean(validate_unique=False, validate_constraints=False)
        kind.save()
    return kind


TWO_MARKS = {"соч", "д/соч", "изл", "к/д", "кл/соч"}  # spelling and grammar, content and letters
# name, short name, weight, whether it is a written work of the whole class (requirements.md
# section 2: the set of the St Petersburg diary)
USUAL_KINDS = [
    ("Ответ на уроке", "отв", "1", False),
    ("Домашняя работа", "д/р", "1", False),
    ("Тест", "тест", "1", True),
    ("Чтение наизусть", "наиз", "1", False),
    ("Сочинение", "соч", "1", True),
    ("Ведение тетради", "тетр", "1", False),
    ("Работа над ошибками", "р/о", "1", True),
    ("Самостоятельная работа", "с/р", "1.2", True),
    ("Проверочная работа", "п/р", "1.3", True),
    ("Практическая работа", "пр", "1.3", True),
    ("Лабораторная работа", "л/р", "1.3", True),
    ("Срезовая работа", "срез", "1.3", True),
    ("Словарный диктант", "сл/д", "1.4", True),
    ("Домашнее сочинение", "д/соч", "1.4", True),
    ("Аудирование", "ауд", "1.4", True),
    ("Изложение", "изл", "1.4", True),
    ("Контрольная работа", "к/р", "1.5", True),
    ("Контрольный диктант", "к/д", "1.5", True),
    ("Зачёт", "зачёт", "1.5", True),
    ("Классное сочинение", "кл/соч", "1.5", True),
    ("Административная работа", "адм", "1.5", True),
    ("ВПР", "ВПР", "0", True),
]


def give_usual_kinds(school_id: int) -> None:
    """What a new school begins with; a school that has kinds keeps its own."""
    if WorkKind.objects.filter(school_id=school_id).exists():
        return
    WorkKind.objects.bulk_create(
        WorkKind(
            school_id=school_id,
            name=name,
            short_name=short,
            weight=Decimal(weight),
            is_written=written,
            parts=2 if short in TWO_MARKS else 1,
            is_usual=position == 1,
            position=position,
        )
        for position, (name, short, weight, written) in enumerate(USUAL_KINDS, start=1)
    )
