"""Pages of people and registers, for axe and for the eye."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from tests.school.access import _appointment, _break, _day
from tests.village import Village

Address = Callable[[Village], str]


def _at(name: str, *parts: str) -> Address:
    def address(village: Village) -> str:
        ids = village.ids()
        return reverse(f"school:{name}", args=[ids["school_id"], *(ids[part] for part in parts)])

    return address


def _choices(village: Village) -> str:
    return reverse("school:choice_edit", args=[village.school.pk, "borders"])


def _appointments(village: Village) -> str:
    _appointment(village)
    return reverse("school:appointments", args=[village.school.pk])


def _calendar(village: Village) -> str:
    _break(village)
    _day(village)
    return reverse("school:calendar", args=[village.school.pk, village.school_class.calendar_id])


def _search(village: Village) -> str:
    return reverse("school:people", args=[village.school.pk]) + "?q=рожд"


def _nobody(village: Village) -> str:
    return reverse("school:people", args=[village.school.pk]) + "?q=щщщ"


def _teacher(village: Village) -> str:
    return reverse("school:person", args=[village.school.pk, village.teacher.person_id])


PAGES: list[tuple[str, str, Address]] = [
    ("login", "logged_out", lambda village: reverse("account_login")),
    ("code", "logged_out", lambda village: reverse("code")),
    ("reset-password", "logged_out", lambda village: reverse("account_reset_password")),
    ("signup-closed", "logged_out", lambda village: reverse("account_signup")),
    ("change-password", "guardian", lambda village: reverse("account_change_password")),
    ("email", "guardian", lambda village: reverse("account_email")),
    ("second-factor", "own_teacher", lambda village: reverse("mfa_index")),
    ("sessions", "guardian", lambda village: reverse("usersessions_list")),
    ("choose-school", "other_school", lambda village: reverse("school:home")),
    ("overview", "director", _at("overview")),
    ("people", "administrator", _at("people")),
    ("people-search", "deputy", _search),
    ("people-nobody", "deputy", _nobody),
    ("movements", "administrator", _at("movements")),
    ("person-student", "administrator", _at("person", "person_id")),
    ("person-teacher", "administrator", _teacher),
    ("student-add", "administrator", _at("student_add")),
    ("employee-add", "administrator", _at("employee_add")),
    ("guardian-add", "administrator", _at("guardian_add", "student_id")),
    ("student-move", "administrator", _at("student_move", "student_id")),
    ("class-codes", "homeroom", _at("class_codes", "class_id")),
    ("classes", "administrator", _at("classes")),
    ("class", "administrator", _at("class", "class_id")),
    ("class-homeroom", "homeroom", _at("class", "class_id")),
    ("class-split", "administrator", _at("class_split", "class_id")),
    ("subjects", "administrator", _at("subjects")),
    ("courses", "administrator", _at("courses")),
    ("course", "administrator", _at("course", "course_id")),
    ("rooms", "administrator", _at("rooms")),
    ("years", "administrator", _at("years")),
    ("calendar", "administrator", _calendar),
    ("appointments", "administrator", _appointments),
    ("details", "administrator", _at("details")),
    ("choices", "administrator", _at("choices")),
    ("choice-edit", "administrator", _choices),
]
