"""Who reaches a child's diary (order 2.6): the family with papers in force, the homeroom teacher,
the leaders; for strangers the child does not exist."""

from __future__ import annotations

from datetime import date

from diary.models import PaperReport
from tests import builders as b
from tests.diary.paper_builders import printed, standing

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
_LEADERS = {"everyone": 403, "leaders": 200, "strangers": 404, "logged_out": 302}
_CLASS = _LEADERS | {"homeroom": 200}
_CLASS_POST = {
    "everyone": 403,
    "leaders": 302,
    "homeroom": 302,
    "strangers": 404,
    "logged_out": 302,
}
_POST_ONLY = {"everyone": 405, "logged_out": 302}


def _report(village) -> PaperReport:
    return next(iter(standing(village.school)), None) or printed(village.school)[0]


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
    # Paper reports: leaders follow all classes, the homeroom teacher hands out those of the own.
    "diary:paper": _LEADERS,
    "diary:paper_make": _POST_ONLY,
    "POST diary:paper_make": _CLASS_POST | {"homeroom": 403},
    "diary:paper_class": _CLASS,
    "diary:paper_make_class": _POST_ONLY,
    "POST diary:paper_make_class": _CLASS_POST,
    "diary:paper_tick": _POST_ONLY,
    # Without an act and without a code: refused at the form.
    "POST diary:paper_tick": _CLASS_POST | {"leaders": 422, "homeroom": 422},
    "diary:paper_scan": _POST_ONLY,
    "POST diary:paper_scan": _CLASS_POST | {"leaders": 422, "homeroom": 422},
    "diary:paper_file": _CLASS,
    "diary:paper_again": _CLASS,
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
    "diary:paper_file": lambda village: {"batch_id": _report(village).batch_id},
    "diary:paper_again": lambda village: {"report_id": _report(village).pk},
    "diary:week_of": lambda village: {"day": date(2025, 9, 8)},
    "diary:marks_of": lambda village: {
        "term_id": village.school_class.calendar.terms.order_by("number").first().pk
    },
}
