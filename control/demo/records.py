"""What teachers entered: topics, registers, homework; mostly in time, some late or never."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from control.demo.lessons import Held
from control.demo.marks import Keys, Marking
from control.demo.pages import Pages
from control.demo.topics import homework, personal_homework, year_of_topics
from control.demo.world import Pupil, Taught, World
from journal.models import AbsenceKind, Attendance, Homework, HomeworkRecipient, LessonRecord
from school.models import GroupKind, Scale

SLOPPY = 0.08  # of the teachers
BATCH = 120_000  # rows kept before they are written


def plan_absences(world: World) -> None:
    """Days each pupil misses: single days and illnesses. Three of four never get their reason,
    as real diaries show; some pupils miss far more than others."""
    rng = world.rng
    last = min(world.wish.today, world.year.last_day)
    days = [
        world.year.first_day + timedelta(days=shift)
        for shift in range((last - world.year.first_day).days + 1)
    ]
    for klass in world.classes:
        for pupil in klass.pupils:
            habit = 0.017 * rng.choices((0.3, 1, 2, 6), (30, 50, 17, 3))[0]
            until = days[0]
            for day in days:
                if day >= until and rng.random() < habit:
                    long = rng.random() < 0.4
                    until = day + timedelta(days=rng.randrange(2, 8) if long else 1)
                    kind = rng.choices(
                        (AbsenceKind.ABSENT, AbsenceKind.ILL, AbsenceKind.EXCUSED),
                        (70, 22, 8) if long else (88, 4, 8),
                    )[0]
                    spell = (until - day).days
                    pupil.missed |= {day + timedelta(days=i): kind.value for i in range(spell)}


def make_records(world: World, by_course: dict[int, list[Held]]) -> dict[str, int]:
    """Fill the journal up to now. Returns how many rows of each kind were written."""
    pages, keys = Pages(), Keys()
    sloppy = {one.person_id for one in world.teachers if world.rng.random() < SLOPPY}
    for number, taught in enumerate(world.taught, start=1):
        lessons = by_course[taught.course.pk]
        Page(world, taught, lessons, pages, keys, sloppy).fill()
        if pages.size > BATCH:
            pages.write()
            world.say(f"journal pages: {number} of {len(world.taught)}")
    pages.write()
    return dict(pages.counts)


class Page:
    """One page of the journal: a course with all its lessons."""

    def __init__(
        self,
        world: World,
        taught: Taught,
        lessons: list[Held],
        pages: Pages,
        keys: Keys,
        sloppy: set[int],
    ) -> None:
        self.world, self.taught, self.pages, self.keys = world, taught, pages, keys
        self.lessons = [one for one in lessons if not one.is_cancelled]
        self.sloppy, self.rng, self.now = sloppy, world.rng, world.wish.now
        hours = max(1, taught.course.hours_a_year)
        self.topics = year_of_topics(taught.key, taught.grade, hours)
        self.marking = Marking(world, taught, pages, keys)
        self.is_marked = taught.course.scale != Scale.NONE

    def fill(self) -> None:
        for place, one in enumerate(self.lessons):
            if one.starts >= self.now:
                return
            if one.ends <= self.now and not self._is_forgotten(one):
                following = self.lessons[place + 1] if place + 1 < len(self.lessons) else None
                self._record(one, following, place)

    def _is_forgotten(self, one: Held) -> bool:
        age = (self.world.wish.today - one.day).days
        chance = 0.05 if age <= 2 else 0.02 if age <= 10 else 0.003
        return self.rng.random() < chance * (3 if one.teacher.person_id in self.sloppy else 1)

    def _entered(self, one: Held) -> datetime:
        """When the register was taken: in the lesson's first minutes, or days late."""
        late = self.rng.random() < (0.12 if one.teacher.person_id in self.sloppy else 0.03)
        if late:
            day = one.day + timedelta(days=self.rng.randrange(1, 4))
            moment = self.world.moment(day, self.rng.randrange(14, 21), self.rng.randrange(60))
            if moment < self.now:
                return moment
        return one.starts + timedelta(minutes=self.rng.randrange(2, 15))

    def _record(self, one: Held, following: Held | None, place: int) -> None:
        """The lesson as held; its topic is the plan's next, a year has more lessons than topics
        sometimes."""
        at, author = self._entered(one), one.teacher.person_id
        present, away = self._register(one, at)
        topic = self.topics[min(place, len(self.topics) - 1)]
        planned = self.taught.topic_keys[place] if place < len(self.taught.topic_keys) else None
        if self.is_marked and self.marking.is_work(one):
            topic = self._work(one, topic, present, away)
        elif self.taught.course.scale == Scale.TWO_TO_FIVE:
            self.marking.answers(one, present, at)
        homework_at = self._set_homework(one, following, at)
        set_by = author if homework_at else None
        nothing_set = bool(homework_at) and not self._was_set
        self.pages.add(
            LessonRecord, author, one.pk, self.world.school.pk, topic, at, author, at, author,
            nothing_set, homework_at, set_by, 1, planned,
        )  # fmt: skip

    def _work(self, one: Held, topic: str, present: list[Pupil], away: list[Pupil]) -> str:
        """Hold the lesson's work; its title is the topic."""
        if self.taught.course.scale == Scale.PASS_FAIL:
            self.marking.credit(one, present)
            return topic
        kind, title = self.marking.title(one, topic)
        self.marking.work(one, kind, title, present, away)
        return title

    def _register(self, one: Held, at: datetime) -> tuple[list[Pupil], list[Pupil]]:
        present, away, author = [], [], one.teacher.person_id
        for pupil in self.taught.pupils:
            if not pupil.is_in(one.day) or self._is_elsewhere(pupil):
                continue
            kind = self._absence(pupil, one.day)
            (away if kind and kind != AbsenceKind.LATE.value else present).append(pupil)
            if kind:
                minutes = self.rng.randrange(2, 20) if kind == AbsenceKind.LATE.value else None
                self.pages.add(
                    Attendance, author, self.world.school.pk, one.pk, pupil.student.pk, kind,
                    minutes, at, author, 1,
                )  # fmt: skip
        return present, away

    def _is_elsewhere(self, pupil: Pupil) -> bool:
        """Taught at home: in the class's lessons neither present nor absent."""
        return pupil.is_at_home and self.taught.course.group.kind != GroupKind.INDIVIDUAL

    def _absence(self, pupil: Pupil, day: date) -> str | None:
        whole_day = pupil.missed.get(day)
        if whole_day:
            return whole_day
        chance = self.rng.random()
        if chance < 0.006:
            return AbsenceKind.ABSENT.value
        return AbsenceKind.LATE.value if chance < 0.014 else None

    def _set_homework(self, one: Held, following: Held | None, at: datetime) -> datetime | None:
        """Enter what is set, or that nothing is; None where it was forgotten or is not asked."""
        self._was_set = False
        if not self.taught.course.asks_homework or self.rng.random() < 0.012:
            return None
        moment = one.ends + timedelta(minutes=self.rng.randrange(-8, 12))
        if self.rng.random() < 0.04:
            moment = self.world.moment(one.day, self.rng.randrange(20, 23), 15)
        moment = max(moment, at)
        if moment >= self.now:
            return None
        if self.taught.has_homework and following and self.rng.random() > 0.14:
            self._was_set = True
            text = homework(self.taught.key, self.rng, one.order)
            self._homework(one, following, text, moment)
            if self.rng.random() < 0.012:
                self._for_some(one, following, moment)
        return moment

    def _homework(
        self, one: Held, following: Held, text: str, at: datetime, *, personal: bool = False
    ) -> int:
        key, author = self.keys.homework(), one.teacher.person_id
        minutes = self.rng.choice((None, 10, 15, 20, 25, 30))
        self.pages.add(
            Homework, author, key, self.world.school.pk, self.taught.course.pk, one.pk,
            following.pk, None, personal, text, minutes, at, author, 1,
        )  # fmt: skip
        return key

    def _for_some(self, one: Held, following: Held, at: datetime) -> None:
        here = [
            pupil
            for pupil in self.taught.pupils
            if pupil.is_in(one.day) and not self._is_elsewhere(pupil)
        ]
        chosen = self.rng.sample(here, k=min(len(here), self.rng.randrange(1, 4)))
        text = personal_homework(self.rng, one.order)
        key = self._homework(one, following, text, at, personal=True)
        for pupil in chosen:
            self.pages.add(
                HomeworkRecipient, one.teacher.person_id, self.world.school.pk, key,
                pupil.student.pk,
            )  # fmt: skip
