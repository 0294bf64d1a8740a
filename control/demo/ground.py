"""The year of a school: terms and breaks as real schools have them, bells, kinds of work."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from control.demo.curriculum import SUBJECTS, TALKS
from control.demo.world import World
from journal.models import WorkKind
from schedule.models import Bell, BellSchedule, BellUse
from school.models import Break, Calendar, SchoolSetting, Subject, Term, TermKind

ELECTIVE, CLUB = "Избранные вопросы математики", "Шахматный клуб"
EXTENDED = "Группа продлённого дня"
MONDAY, FRIDAY = 0, 4

# Minutes after midnight at which lesson 1, 2, … begins, and how long one lasts.
ORDINARY = ("8:30 9:25 10:30 11:35 12:30 13:25 14:20 15:30 16:25", 45)
SHORT = ("8:30 9:10 10:10 11:10 12:00 12:50 13:40 15:30 16:25", 40)
FIRST_OF_TWO = ("8:00 8:50 9:50 10:50 11:40 12:30 13:20 15:30 16:25", 40)
SECOND_OF_TWO = ("14:00 14:50 15:40 16:40 17:30 18:20", 40)

KINDS = (
    ("Ответ на уроке", "отв.", "1", False),
    ("Домашнее задание", "д/з", "1", False),
    ("Проверочная работа", "пров.", "1.3", True),
    ("Самостоятельная работа", "сам.", "1.2", True),
    ("Практическая работа", "практ.", "1.3", False),
    ("Лабораторная работа", "лаб.", "1.3", False),
    ("Тест", "тест", "1", True),
    ("Словарный диктант", "сл. д.", "1.4", True),
    ("Контрольный диктант", "к. д.", "1.5", True),
    ("Изложение", "изл.", "1.4", True),
    ("Сочинение", "соч.", "1.5", True),
    ("Контрольная работа", "к/р", "1.5", True),
    ("Зачёт", "зач.", "1.5", True),
)


def year_span(today: date) -> tuple[date, date]:
    """1 September to 26 May of the academic year that `today` lies in (summer: the one behind)."""
    first = today.year if today.month >= 9 else today.year - 1
    return date(first, 9, 1), date(first + 1, 5, 26)


def _weekday_on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _weekday_on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def quarters(first_day: date, last_day: date) -> list[tuple[date, date]]:
    """Four quarters with a week of holidays between them, two at New Year."""
    year = first_day.year
    autumn = _weekday_on_or_before(date(year, 10, 27), FRIDAY)
    winter = date(year, 12, 30)
    after_winter = _weekday_on_or_after(date(year + 1, 1, 9), MONDAY)
    spring = _weekday_on_or_before(date(year + 1, 3, 27), FRIDAY)
    return [
        (first_day, autumn),
        (autumn + timedelta(days=10), winter),
        (after_winter, spring),
        (spring + timedelta(days=10), last_day),
    ]


def make_calendars(world: World) -> None:
    """Grade 1 with its week off in February, grades 2–9 by quarters, 10–11 by half-years."""
    spans = quarters(world.year.first_day, world.year.last_day)
    names = ["Осенние каникулы", "Зимние каникулы", "Весенние каникулы"]
    for key, name in (("first", "1 классы"), ("middle", "2–9 классы"), ("high", "10–11 классы")):
        calendar = Calendar.objects.create(school=world.school, year=world.year, name=name)
        world.calendars[key] = calendar
        _make_terms(world, calendar, spans, half_years=key == "high")
        day = timedelta(days=1)
        breaks = [
            (title, before[1] + day, after[0] - day)
            for title, before, after in zip(names, spans, spans[1:], strict=False)
        ]
        if key == "first":
            saturday = _weekday_on_or_after(date(world.year.first_day.year + 1, 2, 15), 5)
            breaks.append(("Дополнительные каникулы", saturday, saturday + 8 * day))
        Break.objects.bulk_create(
            Break(school=world.school, calendar=calendar, name=title, first_day=a, last_day=b)
            for title, a, b in breaks
        )


def _make_terms(
    world: World, calendar: Calendar, spans: list[tuple[date, date]], *, half_years: bool
) -> None:
    if half_years:
        spans = [(spans[0][0], spans[1][1]), (spans[2][0], spans[3][1])]
    kind = TermKind.HALF_YEAR if half_years else TermKind.QUARTER
    Term.objects.bulk_create(
        Term(
            school=world.school,
            calendar=calendar,
            kind=kind,
            number=number,
            first_day=first,
            last_day=last,
        )
        for number, (first, last) in enumerate(spans, start=1)
    )


def make_subjects(world: World) -> None:
    names = [(plan.name, plan.short) for plan in SUBJECTS]
    names += [(TALKS, "РоВ"), (ELECTIVE, "Изб. мат."), (CLUB, "Шахм."), (EXTENDED, "ГПД")]
    made = Subject.objects.bulk_create(
        Subject(school=world.school, name=name, short_name=short, position=place)
        for place, (name, short) in enumerate(names, start=1)
    )
    world.subjects = {subject.name: subject for subject in made}
    kinds = WorkKind.objects.bulk_create(
        WorkKind(
            school=world.school,
            name=name,
            short_name=short,
            weight=Decimal(weight),
            is_written=written,
            is_usual=place == 1,
            position=place,
        )
        for place, (name, short, weight, written) in enumerate(KINDS, start=1)
    )
    world.kinds = {kind.name: kind for kind in kinds}


def make_choices(world: World) -> None:
    """What the school has decided by its own act."""
    act = f"Положение о текущем контроле, приказ от 28.08.{world.year.first_day.year} № 41-о"
    decided = {
        "homework_minutes": 60,
        "borders": ["2.5", "3.5", "4.5"],
        "conduct_scale": "three",
    }
    for key, value in decided.items():
        SchoolSetting.objects.create(
            school=world.school,
            key=key,
            value=value,
            since=world.year.first_day,
            act=act,
            decided_by=world.leaders["director"],
        )


def make_bells(world: World) -> None:
    """Bells of the ordinary day and of Monday, whose first lesson has 30 minutes; of both shifts
    where there are two; and of grade 1 with its shorter lessons."""
    if world.wish.shifts == 2:
        first = _bells(world, "Первая смена", FIRST_OF_TWO)
        second = _bells(world, "Вторая смена", SECOND_OF_TWO)
        _use(world, first, shift=1)
        _use(world, second, shift=2)
        return
    _use(world, _bells(world, "Обычный день", ORDINARY))
    _use(world, _bells(world, "Понедельник", SHORT, first_minutes=30), weekday=1)


def make_bells_of_grade_one(world: World) -> None:
    """Lessons of 35 minutes until New Year, then of 40; they begin with everybody else's."""
    starts = FIRST_OF_TWO[0] if world.wish.shifts == 2 else ORDINARY[0]
    mondays = FIRST_OF_TWO[0] if world.wish.shifts == 2 else SHORT[0]
    turn = date(world.year.first_day.year, 12, 31)
    spans = [(35, world.year.first_day, turn), (40, turn + timedelta(days=1), None)]
    for minutes, since, until in spans:
        usual = _bells(world, f"1 класс, уроки по {minutes} минут", (starts, minutes))
        monday = _bells(
            world, f"1 класс, понедельник, по {minutes} минут", (mondays, minutes), first_minutes=30
        )
        for klass in world.classes:
            if klass.row.grade == 1:
                span = {"since": since, "until": until, "school_class": klass.row}
                _use(world, usual, **span)
                _use(world, monday, weekday=1, **span)


def _bells(
    world: World, name: str, table: tuple[str, int], *, first_minutes: int = 0
) -> BellSchedule:
    schedule = BellSchedule.objects.create(school=world.school, name=name)
    starts, minutes = table
    bells = []
    for number, clock in enumerate(starts.split(), start=1):
        hour, minute = (int(part) for part in clock.split(":"))
        length = first_minutes if first_minutes and number == 1 else minutes
        end = hour * 60 + minute + length
        bells.append(
            Bell(
                school=world.school,
                schedule=schedule,
                number=number,
                starts=time(hour, minute),
                ends=time(*divmod(end, 60)),
            )
        )
    Bell.objects.bulk_create(bells)
    return schedule


def _use(world: World, schedule: BellSchedule, **where: object) -> None:
    where.setdefault("since", world.year.first_day)
    BellUse.objects.create(school=world.school, schedule=schedule, **where)
