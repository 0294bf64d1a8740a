"""Classes with their pupils, and the families these come from."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from control.demo.class_life import move_in_mid_year
from control.demo.staff import person
from control.demo.world import Family, Klass, Pupil, World
from school.models import (
    Enrolment,
    EnrolmentKind,
    Group,
    GroupKind,
    Guardianship,
    Kinship,
    Membership,
    Person,
    SchoolClass,
    Student,
)

USUAL_SIZE = 26
LETTERS = "АБВГДЕЖЗИК"
# Which grades a very small school has, by the number of its classes.
FEW_GRADES = (5, 7, 1, 9, 3, 11, 8, 2, 6, 10, 4)
SECOND_SHIFT = (2, 3)


def sizes_of_classes(world: World) -> list[tuple[int, str, int]]:
    """Grade, letter and number of pupils of each class: fewer classes in grades 10 and 11."""
    count = max(1, round(world.wish.students / USUAL_SIZE))
    grades = Counter(FEW_GRADES[:count])
    order = [5, 1, 7, 2, 6, 3, 8, 4, 9, 10, 11, 1, 5, 2, 7, 3, 6, 4, 8, 9]
    for extra in range(count - sum(grades.values())):
        grades[order[extra % len(order)]] += 1
    shares = [world.rng.uniform(0.85, 1.15) for _ in range(count)]
    left, weight = world.wish.students, sum(shares)
    found = []
    for grade in sorted(grades):
        for letter in LETTERS[: grades[grade]]:
            share = shares.pop()
            size = round(left * share / weight)
            found.append((grade, letter, size))
            left, weight = left - size, weight - share
    return found


def make_classes(world: World) -> None:
    """The classes with their whole-class groups; every one gets its pupils' families."""
    sizes = sizes_of_classes(world)
    rows = SchoolClass.objects.bulk_create(
        SchoolClass(
            school=world.school,
            year=world.year,
            calendar=world.calendars[_calendar(grade)],
            grade=grade,
            letter=letter,
            shift=2 if world.wish.shifts == 2 and grade in SECOND_SHIFT else 1,
        )
        for grade, letter, _size in sizes
    )
    groups = Group.objects.bulk_create(
        Group(
            school=world.school,
            year=world.year,
            kind=GroupKind.WHOLE_CLASS,
            name=row.name,
            school_class=row,
        )
        for row in rows
    )
    world.classes = [Klass(row=row, whole=group) for row, group in zip(rows, groups, strict=True)]
    _make_pupils(world, [size for _grade, _letter, size in sizes])


def _calendar(grade: int) -> str:
    return "first" if grade == 1 else "middle" if grade <= 9 else "high"


def _make_pupils(world: World, sizes: list[int]) -> None:
    people, placed = [], []
    for klass, size in zip(world.classes, sizes, strict=True):
        for _ in range(size):
            family = _family(world, klass)
            named = world.names.child(
                surname=family.surname,
                father=family.father,
                grade=klass.row.grade,
                first_day=world.year.first_day,
            )
            people.append(person(world, named))
            placed.append((klass, family))
    Person.objects.bulk_create(people, batch_size=1000)
    students = Student.objects.bulk_create(
        (
            Student(school=world.school, person=one, file_number=f"{one.last_name[0]}-{number}")
            for number, one in enumerate(people, start=101)
        ),
        batch_size=1000,
    )
    for student, (klass, family) in zip(students, placed, strict=True):
        pupil = Pupil(
            student=student,
            family=family,
            level=world.rng.gauss(0, 1),
            since=world.year.first_day,
        )
        family.pupils.append(pupil)
        klass.pupils.append(pupil)
    for klass in world.classes:
        klass.pupils.sort(key=lambda one: one.student.person.sort_key)


def _family(world: World, klass: Klass) -> Family:
    """A new family, or one in eight times one that has a child in a lower grade already."""
    if world.families and world.rng.random() < 0.13:
        elder = world.rng.choice(world.families)
        if len(elder.pupils) < 3 and klass is not world.classes[0]:
            return elder
    family = Family(surname=world.names.surname(), father=world.names.father())
    world.families.append(family)
    return family


def make_movements(world: World) -> None:
    """Enrolment of everybody; then some leave, come or change class during the year."""
    _come_and_go(world)
    move_in_mid_year(world)
    kinds = EnrolmentKind
    order = f"{60 + world.number}-у"
    rows = []
    for klass in world.classes:
        for pupil in klass.pupils:
            came = kinds.TRANSFERRED if pupil.is_moved_here else kinds.ENROLLED
            late = order if pupil.since == world.year.first_day else f"{len(rows)}-у"
            rows.append((pupil, came, pupil.since, klass.row, late))
            if pupil.until and not pupil.moves_on:
                gone = pupil.until + timedelta(days=1)
                rows.append((pupil, kinds.WITHDRAWN, gone, None, f"{len(rows)}-у"))
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                school=world.school,
                student=pupil.student,
                kind=kind,
                day=day,
                to_class=to_class,
                order_number=number,
                order_day=day - timedelta(days=1),
            )
            for pupil, kind, day, to_class, number in rows
        ),
        batch_size=2000,
    )
    Membership.objects.bulk_create(
        (
            Membership(
                school=world.school,
                group=klass.whole,
                student=pupil.student,
                since=pupil.since,
                until=pupil.until,
            )
            for klass in world.classes
            for pupil in klass.pupils
        ),
        batch_size=2000,
    )


def _come_and_go(world: World) -> None:
    """One pupil in 150 leaves and one in 150 comes after the year began, as far as it has."""
    days = min((world.wish.today - world.year.first_day).days - 7, 230)
    if days < 14:
        return
    everybody = [one for klass in world.classes for one in klass.pupils]
    movers = world.rng.sample(everybody, k=max(2, len(everybody) // 75))
    for number, pupil in enumerate(movers):
        day = world.year.first_day + timedelta(days=world.rng.randrange(12, days))
        if number % 2:
            pupil.since = day
        else:
            pupil.until = day


def make_families(world: World) -> None:
    """Mothers and fathers with their guardianships; a mother in most families."""
    people: list[Person] = []
    for family in world.families:
        with_mother = world.rng.random() < 0.95
        if with_mother:
            family.parents.append(person(world, world.names.woman(family.surname)))
        if not with_mother or world.rng.random() < 0.66:
            named = world.names.man(family.surname, family.father)
            family.parents.append(person(world, named))
        people += family.parents
    Person.objects.bulk_create(people, batch_size=1000)
    rows = Guardianship.objects.bulk_create(
        (
            Guardianship(
                school=world.school,
                guardian=parent,
                student=pupil.student,
                kinship=Kinship.MOTHER if parent.sex == "f" else Kinship.FATHER,
                since=world.year.first_day,
            )
            for family in world.families
            for parent in family.parents
            for pupil in family.pupils
        ),
        batch_size=2000,
    )
    by_student = {pupil.student.pk: family for family in world.families for pupil in family.pupils}
    for row in rows:
        by_student[row.student_id].guardianships.append(row)
