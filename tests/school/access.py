"""Who reaches the registers, the account pages and the first page."""

from __future__ import annotations

from datetime import date

from school.models import Appointment, Break, CalendarDay, Duty, Term
from tests import builders as b
from tests.village import Village

_CHANGE = {"everyone": 403, "administrator": 200, "strangers": 404, "logged_out": 302}
_READ = _CHANGE | {"leaders": 200}
_CLASS = _READ | {"homeroom": 200}
_BUTTON = {"everyone": 405, "logged_out": 302}
_PRESSED = _CHANGE | {"administrator": 302}
_MINE = {"everyone": 200, "logged_out": 302}
_PROVE = {"everyone": 302}
_DOOR = {"everyone": 302, "logged_out": 200}
_PUBLIC = {"everyone": 200}
_ABSENT = {"everyone": 404, "logged_out": 302}  # nobody in the village has set it up


def _duty(village: Village) -> dict[str, int]:
    return {"duty_id": Duty.objects.filter(school=village.school).earliest("pk").pk}


def _teaching(village: Village) -> dict[str, int]:
    return {"row_id": village.course.teachers.get().pk}


def _term(village: Village) -> dict[str, int]:
    return {"term_id": Term.objects.filter(school=village.school).earliest("pk").pk}


def _break(village: Village) -> dict[str, int]:
    row, _made = Break.objects.get_or_create(
        school=village.school,
        calendar=village.school_class.calendar,
        name="Осенние каникулы",
        first_day=date(2025, 10, 25),
        last_day=date(2025, 11, 4),
    )
    return {"break_id": row.pk}


def _day(village: Village) -> dict[str, int]:
    row, _made = CalendarDay.objects.get_or_create(
        school=village.school,
        calendar=village.school_class.calendar,
        day=date(2025, 11, 1),
        kind="school_day",
        as_weekday=1,
        reason="перенос",
    )
    return {"day_id": row.pk}


def _appointment(village: Village) -> dict[str, int]:
    row, _made = Appointment.objects.get_or_create(
        school=village.school,
        person=village.teacher.person,
        kind="responsible",
        order_number="112-о",
        order_day=date(2025, 8, 29),
        since=b.FIRST_DAY,
    )
    return {"pk": row.pk}


ROWS = {
    # the first page sends people on; who has one place only is redirected there
    "school:home": {"everyone": 302, "other_school": 200},
    "school:overview": _READ,
    # people
    "school:people": _READ,
    "school:movements": _READ,
    "school:movements_sheet": _READ,
    "school:person": _READ,
    "school:student_add": _CHANGE,
    "school:employee_add": _CHANGE,
    "school:staff_codes": _CHANGE,
    "school:person_edit": _CHANGE,
    "school:employ": _CHANGE,
    "school:duty_add": _CHANGE,
    "school:duty_end": _CHANGE,
    "school:person_code": _CHANGE,
    "school:sessions_end": _BUTTON,
    "POST school:sessions_end": _PRESSED,
    "school:employee_leave": _CHANGE,
    "school:guardian_add": _CHANGE,
    "school:guardian_end": _CHANGE,
    "school:student_move": _CHANGE,
    "school:student_leave": _CHANGE,
    # classes
    "school:classes": _CLASS,
    "school:class": _CLASS,
    "school:class_add": _CHANGE,
    "school:class_edit": _CHANGE,
    "school:homeroom": _CHANGE,
    "school:enrol": _CHANGE,
    "school:class_split": _CHANGE,
    "school:class_codes": _CHANGE | {"homeroom": 200},
    "POST school:class_codes": _CHANGE | {"homeroom": 200},
    "school:group_add": _CHANGE,
    "school:group": _READ | {"leaders": 302, "administrator": 302},
    # teaching
    "school:subjects": _READ,
    "school:subject_add": _CHANGE,
    "school:subject_edit": _CHANGE,
    "school:courses": _READ,
    "school:course_add": _CHANGE,
    "school:course": _READ,
    "school:course_edit": _CHANGE,
    "school:course_teacher": _CHANGE,
    "school:teaching_end": _CHANGE,
    "school:rooms": _READ,
    "school:room_add": _CHANGE,
    "school:room_edit": _CHANGE,
    # years
    "school:years": _READ,
    "school:year_add": _CHANGE,
    "school:year_edit": _CHANGE,
    "school:calendar_add": _CHANGE,
    "school:calendar": _READ,
    "school:calendar_edit": _CHANGE,
    "school:term_add": _CHANGE,
    "school:term_edit": _CHANGE,
    "school:term_remove": _BUTTON,
    "POST school:term_remove": _PRESSED,
    "school:break_add": _CHANGE,
    "school:break_edit": _CHANGE,
    "school:break_remove": _BUTTON,
    "POST school:break_remove": _PRESSED,
    "school:day_add": _CHANGE,
    "school:day_edit": _CHANGE,
    "school:day_remove": _BUTTON,
    "POST school:day_remove": _PRESSED,
    # orders and local acts
    "school:appointments": _READ,
    "school:appointment_add": _CHANGE,
    "school:appointment_sent": _CHANGE,
    "school:appointment_end": _CHANGE,
    "school:appointment_print": _READ,
    "school:details": _READ,
    "POST school:details": _READ,
    "school:choices": _READ,
    "school:choice_edit": _CHANGE,
    # before the login
    "code": _PUBLIC,
    "POST code": _PUBLIC,
    "account_login": _DOOR,
    "account_signup": {"everyone": 403},
    "POST account_signup": {"everyone": 403},
    "account_inactive": _PUBLIC,
    "account_reset_password": _PUBLIC,
    "account_reset_password_done": _PUBLIC,
    "account_reset_password_from_key": _PUBLIC,
    "account_reset_password_from_key_done": _PUBLIC,
    "account_confirm_email": _PUBLIC,
    "account_email_verification_sent": _PUBLIC,
    "mfa_authenticate": _PROVE,
    "mfa_login_webauthn": _PROVE,
    # a person's own account
    "account_logout": _MINE,
    "account_reauthenticate": _MINE,
    "account_email": _MINE,
    "account_change_password": _MINE,
    "account_set_password": _PROVE,
    "mfa_index": _MINE,
    "mfa_reauthenticate": _PROVE,
    "mfa_activate_totp": _PROVE,
    "mfa_deactivate_totp": _ABSENT,
    "mfa_view_recovery_codes": _ABSENT,
    "mfa_generate_recovery_codes": _PROVE,
    "mfa_download_recovery_codes": _ABSENT,
    "mfa_list_webauthn": _MINE,
    "mfa_add_webauthn": _PROVE,
    "mfa_reauthenticate_webauthn": _PROVE,
    "mfa_remove_webauthn": _PROVE,
    "mfa_edit_webauthn": _PROVE,
    "usersessions_list": _MINE,
}
_KEY = {"pk": 1}
ARGS = {
    "school:duty_end": _duty,
    "school:guardian_end": lambda village: {"link_id": village.guardianship.pk},
    "school:teaching_end": _teaching,
    "school:term_edit": _term,
    "school:term_remove": _term,
    "school:break_edit": _break,
    "school:break_remove": _break,
    "school:day_edit": _day,
    "school:day_remove": _day,
    "school:appointment_sent": _appointment,
    "school:appointment_end": _appointment,
    "school:appointment_print": _appointment,
    "school:choice_edit": lambda village: {"key": "homework_minutes"},
    "account_reset_password_from_key": lambda village: {"uidb36": "1", "key": "worn-out"},
    "account_confirm_email": lambda village: {"key": "worn-out"},
    "mfa_remove_webauthn": lambda village: _KEY,
    "mfa_edit_webauthn": lambda village: _KEY,
}
