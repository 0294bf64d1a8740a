"""The timetable as a list: a row for a lesson of the week."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.batch import Batch
from core.imports.sheets import Column, Row, Sheet
from schedule.imports.slots import plan_slots
from schedule.imports.wishes import Hour, Reader, Timetable, known_class
from schedule.imports.words import Entry
from schedule.models import Weeks
from school.imports import readers
from school.imports.registers import registers_of

weeks = cells.choice(
    {
        Weeks.EVERY: ("все", "every", "каждую", "каждая", "еженедельно"),
        Weeks.A: ("А", "a", "1", "нечётная", "нечётные", "odd"),
        Weeks.B: ("Б", "b", "2", "чётная", "чётные", "even"),
    }
)


def plan_listed(batch: Batch, rows: list[Row]) -> None:
    if registers_of(batch) is None:
        return
    reader = Reader(batch)
    for row in rows:
        if row.broken or not all(row.get(key) for key in ("class", "weekday", "subject")):
            continue
        if not known_class(batch, row.at("class"), row["class"]):
            continue
        batch.part(Timetable).classes.add(row["class"])
        hour = Hour(
            place=row.at("subject"),
            name=row["class"],
            weekday=row["weekday"],
            number=row["number"],
        )
        entry = Entry(
            words=f"{row['subject']} {row.get('teacher', '')}".strip(),
            label=row.get("group"),
            weeks=row.get("weeks", Weeks.EVERY),
        )
        reader.read_entry(hour, entry, room=row.get("room", ""))
    batch.at_the_end(plan_slots)


LISTED = Sheet(
    key="timetable_list",
    ru="Расписание списком",
    en="Timetable as a list",
    order=81,
    needs=(("class", "weekday", "number", "subject"),),
    plan=plan_listed,
    tells=gettext_lazy("Instead of the table: a row for each lesson of the week."),
    columns=(
        Column(
            key="class",
            ru="Класс",
            en="Class",
            read=readers.class_name,
            required=True,
            example=("5А", "5А"),
        ),
        Column(
            key="weekday",
            ru="День недели",
            en="Weekday",
            also=("день", "day"),
            read=readers.weekday,
            required=True,
            example=("понедельник", "Monday"),
        ),
        Column(
            key="number",
            ru="Урок",
            en="Lesson",
            also=("номер урока", "№ урока", "lesson no", "lesson number"),
            read=cells.whole(0, 16),
            required=True,
            example=("1", "1"),
        ),
        Column(
            key="subject",
            ru="Предмет",
            en="Subject",
            also=("дисциплина",),
            read=cells.text(120),
            required=True,
            example=("Русский язык", "Russian"),
        ),
        Column(
            key="group",
            ru="Группа",
            en="Group",
            also=("подгруппа", "subgroup"),
            read=readers.group_label,
        ),
        Column(
            key="teacher",
            ru="Учитель",
            en="Teacher",
            also=("преподаватель", "педагог"),
            read=cells.text(120),
            example=("Соколова А. И.", "Sokolova A. I."),
        ),
        Column(
            key="room",
            ru="Кабинет",
            en="Room",
            also=("каб.", "аудитория"),
            read=cells.text(40),
            example=("12", "12"),
        ),
        Column(
            key="weeks",
            ru="Недели",
            en="Weeks",
            also=("неделя", "week"),
            read=weeks,
            tells=gettext_lazy("А (odd), Б (even), or every week where it is blank."),
        ),
    ),
)
