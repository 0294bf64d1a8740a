"""Marks as diaries show them: mostly answers on the lesson, works now and then, 4 most often."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from control.demo.lessons import Held
from control.demo.pages import Pages
from control.demo.topics import work_kind, work_title
from control.demo.world import Pupil, Taught, World
from journal.models import Mark, Sign, Work
from school.models import Scale

# Where the normal distribution is cut so that 2, 3, 4, 5 come as 22 : 42 : 91 : 53.
CUTS = (-1.249, -0.504, 0.659)
EASY = frozenset({"sport", "music", "art", "craft", "safety", "ethics"})
DOUBLE = frozenset({"Контрольный диктант", "Изложение", "Сочинение"})
RETAKEN = frozenset({"Контрольная работа", "Контрольный диктант", "Зачёт"})
COMMENTS = (
    "Молодец, отличный ответ!",
    "Не готов к уроку",
    "Забыл тетрадь",
    "Есть ошибки в оформлении",
    "Активно работал на уроке",
    "Повторить правило",
    "Решил дополнительную задачу",
    "Не закончил работу",
)


class Marking:
    """Puts the marks of one course."""

    def __init__(self, world: World, taught: Taught, pages: Pages, keys: Keys) -> None:
        self.world, self.taught, self.pages, self.keys = world, taught, pages, keys
        self.rng: Random = world.rng
        self.talents = {id(one): self.rng.gauss(0, 0.25) for one in taught.pupils}
        hours = max(1, taught.course.hours_a_year // 34)
        self.work_every = max(5, 4 * hours)
        self.offset = self.rng.randrange(2, self.work_every)
        self.share = 0.34 if hours <= 2 else 0.24

    def is_work(self, one: Held) -> bool:
        return one.order % self.work_every == self.offset

    def title(self, one: Held, topic: str) -> tuple[str, str]:
        """Kind and title of the work of this lesson."""
        kind = work_kind(self.taught.key, self.rng)
        return kind, work_title(kind, topic)

    def answers(self, one: Held, present: list[Pupil], at: datetime) -> None:
        """A few are called up; one mark in eight is for homework."""
        count = min(len(present), round(self.rng.gauss(self.share, 0.09) * len(present)))
        for pupil in self.rng.sample(present, k=max(0, count)):
            chance = self.rng.random()
            kind = (
                "Ответ на уроке"
                if chance < 0.85
                else "Домашнее задание"
                if chance < 0.97
                else "Практическая работа"
            )
            moment = at + timedelta(minutes=self.rng.randrange(1, 30))
            self._mark(one, pupil, kind, min(moment, self.world.wish.now), ease=0.06)

    def work(
        self, one: Held, kind: str, title: str, present: list[Pupil], away: list[Pupil]
    ) -> None:
        """Results come within the week, some late, the latest not yet; who was away writes it
        later, or owes the mark."""
        row = self.world.kinds[kind]
        author = one.teacher.person_id
        work_id = self.keys.work()
        course_id = self.taught.course.pk
        school_id = self.world.school.pk
        self.pages.add(
            Work, author, work_id, school_id, course_id, one.pk, row.pk,
            title.removeprefix(f"{kind} по теме "), row.weight,
            row.days_for_results, 1, one.starts, author,
        )  # fmt: skip
        days = self.rng.randrange(8, 13) if self.rng.random() < 0.07 else self.rng.randrange(1, 6)
        checked = self._evening(one, days)
        if checked is None:
            return
        for pupil in present:
            if self.rng.random() < 0.97:
                self._work_mark(one, pupil, kind, checked, work_id)
        for pupil in away:
            later = self._evening(one, days + self.rng.randrange(4, 12))
            if later and self.rng.random() < 0.45:
                self._work_mark(one, pupil, kind, later, work_id)
            elif self.rng.random() < 0.3:
                self._mark(one, pupil, kind, checked, work_id=work_id, sign=Sign.OWED)

    def credit(self, one: Held, present: list[Pupil]) -> None:
        """An elective is passed or not."""
        for pupil in present:
            sign = Sign.PASSED if self.rng.random() < 0.93 else Sign.FAILED
            self._mark(one, pupil, "Зачёт", one.ends, sign=sign)

    def _evening(self, one: Held, days: int) -> datetime | None:
        """A moment of an afternoon so many days later; None when that is still to come."""
        moment = self.world.moment(
            one.day + timedelta(days=days), self.rng.randrange(15, 20), self.rng.randrange(60)
        )
        return moment if moment < self.world.wish.now else None

    def _work_mark(self, one: Held, pupil: Pupil, kind: str, at: datetime, work_id: int) -> None:
        key, points = self._mark(one, pupil, kind, at, ease=-0.2, work_id=work_id)
        if kind in DOUBLE:
            self._mark(one, pupil, kind, at, work_id=work_id, part=2)
        elif points == 2 and kind in RETAKEN and self.rng.random() < 0.4:
            again = at + timedelta(days=7, minutes=11)
            if again < self.world.wish.now:
                self._mark(one, pupil, kind, again, ease=0.9, work_id=work_id, retake_of=key)

    def _points(self, pupil: Pupil, ease: float) -> int:
        ease += 0.7 if self.taught.key in EASY else -0.16
        level = 0.72 * pupil.level + self.talents[id(pupil)] + self.rng.gauss(0, 0.65) + ease
        return 2 + sum(level > cut for cut in CUTS)

    def _mark(
        self,
        one: Held,
        pupil: Pupil,
        kind: str,
        at: datetime,
        *,
        ease: float = 0.0,
        work_id: int | None = None,
        part: int = 1,
        sign: str = "",
        retake_of: int | None = None,
    ) -> tuple[int, int | None]:
        """One mark. Returns its key and points."""
        row, author = self.world.kinds[kind], one.teacher.person_id
        points = None if sign else self._points(pupil, ease)
        passing = self.taught.course.scale == Scale.PASS_FAIL
        scale = Scale.PASS_FAIL if passing else Scale.TWO_TO_FIVE
        comment = self.rng.choice(COMMENTS) if self.rng.random() < 0.012 else ""
        key = self.keys.mark()
        self.pages.add(
            Mark, author, key, self.world.school.pk, one.pk, self.taught.course.pk,
            pupil.student.pk, work_id, row.pk, row.weight, part, scale.value, points, sign,
            retake_of, comment, at, author, 1,
        )  # fmt: skip
        return key, points


class Keys:
    """Keys of works, marks and homework, reserved in portions."""

    def __init__(self) -> None:
        self._left: dict[type, list[int]] = {}

    def work(self) -> int:
        return self._next(Work)

    def mark(self) -> int:
        return self._next(Mark)

    def homework(self) -> int:
        from journal.models import Homework

        return self._next(Homework)

    def _next(self, model: type) -> int:
        from control.demo.bulk import take_keys

        left = self._left.get(model)
        if not left:
            left = self._left[model] = take_keys(model, 5000)[::-1]
        return left.pop()
