"""Who reaches a child's diary (order 2.6): the family with papers in force, the homeroom teacher,
the leaders; for strangers the child does not exist."""

from __future__ import annotations

from datetime import date

from tests import builders as b

_RECORD = {
    "everyone": 404,
    "student": 200,
    "guardian": 200,
    "guardian_no_consent": 403,
    "guardian_withdrawn": 403,
    "homeroom": 200,
    "leaders": 200,
    "teachers": 403,
    "logged_out": 302,
}

ROWS = {
    "diary:home": {
        "everyone": 403,
        "student": 302,
        "guardian": 302,
        "strangers": 404,
        "logged_out": 302,
    },
    "diary_children": {
        "everyone": 404,
        "student": 302,
        "guardian": 302,
        "guardian_no_consent": 403,
        "guardian_withdrawn": 403,
        "logged_out": 302,
    },
    "diary:week": _RECORD,
    "diary:week_of": _RECORD,
    "diary:marks": _RECORD,
    "diary:marks_of": _RECORD,
    "diary:finals": _RECORD,
    "diary:forecast": _RECORD,
    "diary:results": _RECORD,
    # A digest is found by the guardian it was made for.
    "diary:digest": _RECORD | {"student": 404, "homeroom": 404, "leaders": 404},
    "diary:homework": _RECORD,
    "diary:file": _RECORD,
    "diary:absence": _RECORD,
    # An empty note is refused at its fields; only a guardian may write one.
    "POST diary:absence": {
        "everyone": 404,
        "student": 403,
        "guardian": 422,
        "guardian_no_consent": 403,
        "guardian_withdrawn": 403,
        "staff": 403,
        "logged_out": 302,
    },
    "diary:withdraw_note": {"everyone": 405, "logged_out": 302},
    "POST diary:withdraw_note": {
        "everyone": 404,
        "student": 403,
        "guardian": 302,
        "guardian_no_consent": 403,
        "guardian_withdrawn": 403,
        "staff": 403,
        "logged_out": 302,
    },
    "diary:still": {
        "everyone": 403,
        "student": 204,
        "guardian": 204,
        "homeroom": 204,
        "leaders": 204,
    },
}
ARGS = {
    "diary:digest": lambda village: {
        "message_id": b.a_message(village.people["guardian"], about=village.student).pk
    },
    "diary:file": lambda village: {
        "file_id": b.a_file_of_homework(village.lesson, only=(village.student,)).pk
    },
    "diary:withdraw_note": lambda village: {
        "note_id": b.a_note(village.student, by=village.people["guardian"]).pk
    },
    "diary:week_of": lambda village: {"day": date(2025, 9, 8)},
    "diary:marks_of": lambda village: {
        "term_id": village.school_class.calendar.terms.order_by("number").first().pk
    },
}
