"""The runs of the clock that remind (order 2.5), and the choice of each how to be reminded.

A run is one transaction under a lock of the school: two workers at once tell once, and a killed
one leaves nothing half told. One message per person and run collects the lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation

from control.models import Reminder, ReminderChoice, ReminderLetters, ReminderStage
from control.reminders.clock import RemindersClock, clock_of
from control.reminders.letters import kind_of
from control.reminders.owed import Hearers, Owed, hearers, owed
from control.reminders.words import Line, lines_of, title_of, what_of
from core.delivery import News, tell
from core.models import Message, Run
from schedule.models import Lesson
from school.actions.writing import writing
from school.models import Person

# The digest looks so far back; what is older is found on the pages of control.
LOOK_BACK = timedelta(days=31)
# Those who answer hear of what broke lately, not of the whole past when reminding begins.
ESCALATE_BACK = timedelta(days=14)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Run:
    """One run in one school: what it knows, whom it tells what."""

    school_id: int
    now: datetime
    clock: RemindersClock
    hearers: Hearers
    choices: dict[int, ReminderChoice]
    known: set[tuple[object, ...]] = field(default_factory=set)
    to_tell: dict[tuple[str, int], list[Owed]] = field(default_factory=lambda: defaultdict(list))


def remind(*, school_id: int, now: datetime) -> int:
    """Every few minutes: tell teachers what is due soon, and what has just run out; returns how
    many messages were made. Repeated at once it makes none."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _hold(school_id)
        clock = clock_of(school_id, now)
        today = clock.today(now)
        found = owed(
            school_id,
            first=today - _DAY,
            last=today + _DAY,
            after=clock.midnight(now),
            until=now + 2 * _DAY,
            today=today,
            now=now,
        )
        near = [one for one in found if clock.is_near(one.due_at, now)]
        past = [one for one in found if clock.is_just_past(one.due_at, now)]
        if not near and not past:
            return 0
        run = _run(school_id, clock, now)
        _for_those_who_owe(run, ReminderStage.SOON, (one for one in near if one.person_id))
        _for_those_who_owe(run, ReminderStage.PAST, past)
        _leave_out_told(run)
        return _tell(run)


def remind_daily(*, school_id: int, now: datetime) -> int:
    """Every hour of a school day: the morning's digest to whom its hour has come, and word to the
    homeroom teacher and the deputy of what is missing for long; returns how many messages were
    made. A morning that was missed is made up for later in the day."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _hold(school_id)
        clock = clock_of(school_id, now)
        today = clock.today(now)
        if clock.is_quiet(now) or not is_school_day(school_id, now=now, clock=clock):
            return 0
        found = owed(
            school_id,
            first=today - LOOK_BACK,
            last=today,
            after=clock.midnight(now) - LOOK_BACK,
            until=now,
            today=today,
            now=now,
        )
        if not found:
            return 0
        run = _run(school_id, clock, now)
        earlier = [one for one in found if clock.is_from_earlier(one.due_at, now)]
        _for_those_who_owe(run, ReminderStage.DIGEST, earlier)
        _leave_out_those_with_digest(run)
        _escalate(run, found)
        _leave_out_told(run)
        return _tell(run)


def is_school_day(school_id: int, *, now: datetime, clock: RemindersClock) -> bool:
    """Whether anything is taught today: on days off the morning's digest waits."""
    lessons = Lesson.objects.not_cancelled().of_day(clock.today(now))
    return lessons.filter(school_id=school_id).exists()


def _hold(school_id: int) -> None:
    """One hand at a time reminds in a school."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reminders {school_id}"]
        )


def _run(school_id: int, clock: RemindersClock, now: datetime) -> _Run:
    rows = ReminderChoice.objects.filter(school_id=school_id)
    return _Run(
        school_id=school_id,
        now=now,
        clock=clock,
        hearers=hearers(school_id, clock.today(now)),
        choices={row.person_id: row for row in rows},
    )


# ---- who is told what ----------------------------------------------------------------------------


def _for_those_who_owe(run: _Run, stage: str, found: Iterable[Owed]) -> None:
    """To the teacher; what nobody who works here owes is told to the deputies, a duty of the
    school to those at its head."""
    for one in found:
        nobody = run.hearers.heads if one.is_of_school else run.hearers.deputies
        for person_id in [one.person_id] if one.person_id else nobody:
            run.to_tell[stage, person_id].append(one)


def _escalate(run: _Run, found: Iterable[Owed]) -> None:
    """To the class's homeroom teacher and the deputies, except to the one who owes it; deputies
    know already what nobody owes."""
    since = run.now - run.clock.escalate - ESCALATE_BACK
    for one in found:
        if one.due_at <= since or not run.clock.is_to_escalate(one.due_at, run.now):
            continue
        hear = set(run.hearers.deputies) if one.person_id else set()
        if homeroom := run.hearers.homeroom.get(one.class_id or 0):
            hear.add(homeroom)
        for person_id in hear - {one.person_id}:
            run.to_tell[ReminderStage.ESCALATED, person_id].append(one)


def _leave_out_those_with_digest(run: _Run) -> None:
    """The digest goes once a day, not before the hour its reader chose."""
    told = set(
        Message.objects.filter(
            person_id__in=[person_id for _stage, person_id in run.to_tell],
            made_at__gte=run.clock.midnight(run.now),
            kind=kind_of(ReminderStage.DIGEST),
            school_id=run.school_id,
        ).values_list("person_id", flat=True)
    )
    for stage, person_id in list(run.to_tell):
        choice = run.choices.get(person_id)
        is_time = run.clock.is_morning_of(choice.hour if choice else None, run.now)
        if person_id in told or not is_time:
            del run.to_tell[stage, person_id]


def _leave_out_told(run: _Run) -> None:
    """Nobody is told the same twice at the same stage, however often the clock comes by; the
    digest alone repeats, each morning, what is still missing."""
    about = {one.about_id for found in run.to_tell.values() for one in found}
    rows = Reminder.objects.filter(school_id=run.school_id, about_id__in=about)
    run.known = set(rows.values_list("stage", "person_id", "rule", "fact", "about_id", "day"))
    for (stage, person_id), found in run.to_tell.items():
        if stage != ReminderStage.DIGEST:
            found[:] = [one for one in found if (stage, person_id, *one.key) not in run.known]


# ---- telling -------------------------------------------------------------------------------------


def _tell(run: _Run) -> int:
    news, lines = [], {}
    for (stage, person_id), found in run.to_tell.items():
        if found:
            one = _news(run, stage, person_id, lines_of(run.school_id, found))
            news.append(one)
            lines[one.key] = (stage, person_id, found)
    made = tell(news, now=run.now)
    messages = dict(Message.objects.filter(key__in=lines).values_list("key", "pk"))
    Reminder.objects.bulk_create(_rows(run, lines, messages), batch_size=1000)
    return made


def _news(run: _Run, stage: str, person_id: int, lines: list[Line]) -> News:
    kept = [line.kept() for line in lines]
    page = reverse("control:my_reminders", args=[run.school_id])
    return News(
        school_id=run.school_id,
        person_id=person_id,
        kind=kind_of(stage),
        title=title_of(stage, kept),
        link=lines[0].link if len(lines) == 1 else f"{page}{{id}}/",
        key=f"{kind_of(stage)}:{run.school_id}:{person_id}:{run.now.isoformat()}",
        payload={"stage": str(stage), "lines": kept},
        letter=_wants_letter(run, stage, person_id),
    )


def _wants_letter(run: _Run, stage: str, person_id: int) -> bool:
    choice = run.choices.get(person_id)
    if choice is None or choice.letters == ReminderLetters.ALL:
        return True
    is_daily = stage in (ReminderStage.DIGEST, ReminderStage.ESCALATED)
    return choice.letters == ReminderLetters.DAILY and is_daily


def _rows(
    run: _Run,
    told: Mapping[str, tuple[str, int, list[Owed]]],
    messages: Mapping[str, int],
) -> list[Reminder]:
    whats = {one.key: what_of(one) for _stage, _person, found in told.values() for one in found}
    today = run.clock.today(run.now)
    return [
        Reminder(
            school_id=run.school_id,
            stage=stage,
            rule=one.rule,
            fact=one.fact,
            about_id=one.about_id,
            lesson_id=one.lesson_id,
            day=one.day,
            due_at=one.due_at,
            what=whats[one.key],
            teacher_id=one.teacher_id,
            person_id=person_id,
            message_id=messages[key],
            told_at=run.now,
            told_on=today,
        )
        for key, (stage, person_id, found) in told.items()
        for one in _once(found)
        if (stage, person_id, *one.key) not in run.known
    ]


def _once(found: Iterable[Owed]) -> Iterable[Owed]:
    """A thing with several parts of the same day is one thing to be told."""
    return {one.key: one for one in found}.values()


# ---- how each wants to be reminded ---------------------------------------------------------------


def choose_reminders(
    *, actor: Person, school_id: int, letters: str, hour: int | None
) -> ReminderChoice:
    """Keep which letters this person gets from the school and from which hour of the morning (5 to
    20 o'clock; None: when the quiet hours end). The notice in the house always comes."""
    with writing(actor=actor):
        choice = ReminderChoice.objects.filter(school_id=school_id, person=actor).first()
        choice = choice or ReminderChoice(school_id=school_id, person=actor)
        choice.letters, choice.hour = letters, hour
        choice.full_clean()
        choice.save()
        return choice


# ---- for the clock -------------------------------------------------------------------------------


def remind_for_run(run: Run, now: datetime) -> dict[str, int]:
    """What the clock asks for every five minutes."""
    return {"sent": remind(school_id=run.school_id, now=now)}


def remind_daily_for_run(run: Run, now: datetime) -> dict[str, int]:
    """What the clock asks for every hour."""
    return {"sent": remind_daily(school_id=run.school_id, now=now)}
