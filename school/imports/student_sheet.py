"""The sheet of students with guardians: its columns."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.sheets import Column, Sheet
from school.imports import readers
from school.imports.staff import BIRTH_COLUMN, NAME_COLUMNS, SEX_COLUMN
from school.imports.students import plan_students


def _column(key: str, ru: str, en: str, *also: str, **more: object) -> Column:
    return Column(key=key, ru=ru, en=en, also=also, **more)


def _parent(place: str, ru: str, ru_of: str, en: str, example: tuple[str, str]) -> list[Column]:
    """Name, telephone and e-mail of the mother or the father: «ФИО матери», «Мать: телефон»."""
    return [
        _column(
            f"{place}full_name", f"ФИО {ru_of}", f"{en} full name",
            ru, en, f"{ru} фио", f"{en} name", f"{ru} ф.и.о.",
            read=cells.full_name, example=example,
        ),
        _column(
            f"{place}phone", f"Телефон {ru_of}", f"{en} phone",
            f"{ru} телефон", f"{ru} тел.", f"тел. {ru_of}", f"{en} telephone",
            f"{ru} мобильный телефон", f"моб. телефон {ru_of}",
            read=cells.phones, example=("+7 900 000-00-00", "+7 900 000-00-00"),
        ),
        _column(
            f"{place}email", f"Эл. почта {ru_of}", f"{en} e-mail",
            f"{ru} эл. почта", f"email {ru_of}", f"e-mail {ru_of}", f"{ru} email", f"{ru} e-mail",
            f"почта {ru_of}", f"{ru} почта", f"электронная почта {ru_of}", f"{en} email",
            read=cells.emails,
        ),
    ]  # fmt: skip


def _guardian(number: int) -> list[Column]:
    """A guardian by number, with the kinship in a column of its own."""
    place = f"guardian{number}_"
    titles = [
        f"{word} {number}" for word in ("представитель", "законный представитель", "родитель")
    ]
    if number == 1:
        titles += ["представитель", "законный представитель", "родитель", "опекун"]

    def spelt(*ends: str) -> tuple[str, ...]:
        return tuple(f"{title} {end}".strip() for title in titles for end in ends)

    return [
        _column(
            f"{place}full_name", f"Представитель {number}", f"Guardian {number}",
            *spelt("", "фио", "ф.и.о."), f"фио представителя {number}", f"guardian {number} name",
            *(["фио родителя", "фио представителя", "фио законного представителя"]
              if number == 1 else []),
            read=cells.full_name,
        ),
        _column(
            f"{place}kinship", f"Представитель {number}: кем приходится",
            f"Guardian {number} kinship",
            *spelt("родство", "степень родства", "кто", "кем приходится"),
            read=readers.kinship,
        ),
        _column(
            f"{place}phone", f"Представитель {number}: телефон", f"Guardian {number} phone",
            *spelt("тел.", "телефон", "мобильный телефон"),
            *(["телефон родителя", "телефон представителя"] if number == 1 else []),
            read=cells.phones,
        ),
        _column(
            f"{place}email", f"Представитель {number}: эл. почта", f"Guardian {number} e-mail",
            *spelt("email", "e-mail", "почта", "эл. почта", "электронная почта"),
            read=cells.emails,
        ),
        _column(
            f"{place}source_id", f"Представитель {number}: код", f"Guardian {number} id",
            *spelt("код", "id"),
            read=cells.text(80),
        ),
    ]  # fmt: skip


STUDENTS = Sheet(
    key="students",
    ru="Ученики",
    en="Students",
    also=("учащиеся", "обучающиеся", "список класса", "контингент", "pupils", "дети"),
    order=60,
    needs=(("full_name", "class"), ("last_name", "first_name", "class")),
    plan=plan_students,
    by_title=("class", readers.class_name),
    hidden_in_template=(
        "full_name",
        *(
            f"guardian{number}_{end}"
            for number in (2, 3)
            for end in ("full_name", "kinship", "phone", "email", "source_id")
        ),
        "guardian1_source_id",
        "source_id",
    ),
    tells=gettext_lazy(
        "A row for a child with its guardians. A child is found again by number, or by name and"
        " date of birth; a guardian by name and a shared telephone or e-mail, so that the mother"
        " of two children is one person. Telephones and e-mails wait until they are confirmed."
    ),
    columns=(
        *NAME_COLUMNS,
        replace(BIRTH_COLUMN, example=("01.03.2014", "01.03.2014")),
        SEX_COLUMN,
        _column(
            "class",
            "Класс",
            "Class",
            "form",
            "класс обучения",
            read=readers.class_name,
            required=True,
            example=("5А", "5А"),
        ),
        _column(
            "file_number",
            "Личное дело",
            "Personal file",
            "№ личного дела",
            "номер личного дела",
            "л/д",
            "личное дело №",
            "номер дела",
            "алфавитная книга",
            "file number",
            read=cells.text(30),
            example=("С-12", "S-12"),
            tells=gettext_lazy("The number of the personal file: the surest way to be found."),
        ),
        _column(
            "source_id",
            "Код ученика",
            "Student id",
            "код",
            "id",
            "source id",
            read=cells.text(80),
            tells=gettext_lazy("The number in another system."),
        ),
        _column(
            "parts",
            "Подгруппы",
            "Groups",
            "подгруппа",
            "группа",
            "группы",
            "subgroups",
            "подгруппы и кружки",
            read=cells.listing(cells.text(80)),
            example=("Английский язык 1; Информатика 2", "English 1; Informatics 2"),
            tells=gettext_lazy("Subject and group, as in the sheet “Teaching”; also clubs."),
        ),
        _column(
            "since",
            "Дата зачисления",
            "Enrolled on",
            "зачислен",
            "дата прибытия",
            "прибыл",
            read=cells.day,
            tells=gettext_lazy("Blank: the year’s first day, or the day given for the import."),
        ),
        _column(
            "left_on",
            "Дата выбытия",
            "Left on",
            "выбыл",
            "отчислен",
            "дата отчисления",
            read=cells.day,
            tells=gettext_lazy("The last day in the school."),
        ),
        *_parent(
            "mother_",
            "Мать",
            "матери",
            "Mother",
            ("Соколова Мария Ильинична", "Sokolova Maria Ilinichna"),
        ),
        *_parent("father_", "Отец", "отца", "Father", ("", "")),
        *_guardian(1),
        *_guardian(2),
        *_guardian(3),
    ),
)
