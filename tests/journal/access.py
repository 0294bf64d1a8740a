"""Who reaches the journal: the teacher of the lesson writes; the class's homeroom teacher and the
leaders read; a deputy writes with a reason; other teachers and families never."""

from __future__ import annotations

from journal.models import JournalRemark
from school.models import Term
from tests import builders as b
from tests.journal import access_works
from tests.journal.terms_builders import a_term_mark
from tests.village import NOW, Village

_READS = {
    "everyone": 403,
    "own_teacher": 200,
    "homeroom": 200,
    "leaders": 200,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
_POST_ONLY = {"everyone": 405, "logged_out": 302}
# An empty body is a save of nothing: told so to the teacher; the deputy is asked for a reason.
_WRITES = {
    "everyone": 403,
    "own_teacher": 200,
    "deputy": 422,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
_KINDS = {
    "everyone": 403,
    "leaders": 200,
    "strangers": 404,
    "logged_out": 302,
}
# What an old journal or another school holds is brought in by those who keep the registers.
_BRINGS = {
    "everyone": 403,
    "deputy": 200,
    "administrator": 200,
    "strangers": 404,
    "logged_out": 302,
}
_TEACHERS = {"everyone": 403, "teachers": 200, "strangers": 404, "logged_out": 302}

_CLASS_READS = {
    "everyone": 403,
    "homeroom": 200,
    "leaders": 200,
    "families": 403,
    "strangers": 404,
    "logged_out": 302,
}
_DEPUTY = {"everyone": 403, "deputy": 302, "strangers": 404, "logged_out": 302}
# Marks of periods: the teacher of the course and a deputy (with a reason) set them.
_SETS = {
    "everyone": 403,
    "own_teacher": 200,
    "deputy": 200,
    "families": 404,
    "strangers": 404,
    "logged_out": 302,
}
TERM_ROWS = access_works.ROWS | {
    "journal:terms": _READS,
    "POST journal:terms": _SETS | {"own_teacher": 302, "deputy": 302},
    "journal:term_mark": _POST_ONLY,
    # An empty body where nothing stands: nothing to do; the deputy is asked for a reason.
    "POST journal:term_mark": _SETS | {"deputy": 422},
    "journal:terms_suggested": _SETS,
    "POST journal:terms_suggested": _SETS | {"own_teacher": 422, "deputy": 422},
    "journal:retake": _SETS,
    "POST journal:retake": _SETS,
    "journal:class_terms": _CLASS_READS,
    "POST journal:class_terms": _CLASS_READS
    | {"homeroom": 302, "deputy": 302, "director": 403, "administrator": 403},
    "journal:class_terms_export": _CLASS_READS,
    "journal:conduct": _POST_ONLY,
    "POST journal:conduct": {
        "everyone": 403,
        "homeroom": 422,
        "deputy": 422,
        "strangers": 404,
        "logged_out": 302,
    },
    "journal:close_period": _POST_ONLY,
    "POST journal:close_period": _DEPUTY | {"deputy": 422},
    "journal:open_period": _POST_ONLY,
    "POST journal:open_period": _DEPUTY | {"deputy": 422},
    "journal:promotions": _CLASS_READS,
    "POST journal:promotions": {
        "everyone": 403,
        "deputy": 302,
        "director": 302,
        "strangers": 404,
        "logged_out": 302,
    },
}

ROWS = (
    TERM_ROWS
    | access_works.ROWS
    | {
        "journal:day": _TEACHERS,
        "journal:kept_pages": _TEACHERS,
        "journal:replace": _TEACHERS,
        "journal:take_over": _POST_ONLY,
        # His own lesson, and one that is recorded already, which changes hands only with a reason.
        "POST journal:take_over": _TEACHERS | {"own_teacher": 422, "other_teacher": 422},
        "journal:courses": {
            "everyone": 403,
            "staff": 200,
            "strangers": 404,
            "logged_out": 302,
        },
        "journal:keys": {"everyone": 403, "staff": 200, "strangers": 404, "logged_out": 302},
        "journal:course": _READS,
        "journal:average": _READS,
        "journal:changes": _READS,
        "journal:cells": _POST_ONLY,
        "POST journal:cells": _WRITES | {"own_teacher": 422},
        "journal:lesson": _READS,
        "POST journal:lesson": _WRITES | {"own_teacher": 302},
        "journal:history": _READS,
        "journal:cell": _POST_ONLY,
        "POST journal:cell": _WRITES | {"own_teacher": 409},
        "journal:register": _POST_ONLY,
        "POST journal:register": _WRITES,
        "journal:topic": _POST_ONLY,
        "POST journal:topic": _WRITES | {"own_teacher": 409},
        "journal:homework": _POST_ONLY,
        "POST journal:homework": _WRITES | {"own_teacher": 409},
        "journal:no_homework": _POST_ONLY,
        "POST journal:no_homework": _WRITES,
        "journal:homework_for_some": _POST_ONLY,
        "POST journal:homework_for_some": _WRITES,
        "journal:homework_variant": _POST_ONLY,
        "POST journal:homework_variant": _WRITES | {"own_teacher": 409},
        "journal:homework_back": _POST_ONLY,
        "POST journal:homework_back": _WRITES,
        "journal:homework_files": _POST_ONLY,
        "POST journal:homework_files": _WRITES,
        "journal:homework_file": _READS,
        "journal:homework_file_away": _POST_ONLY,
        "POST journal:homework_file_away": _WRITES,
        "journal:homework_load": _READS,
        "journal:class_homework": {
            "everyone": 403,
            "homeroom": 200,
            "leaders": 200,
            "strangers": 404,
            "logged_out": 302,
        },
        "journal:work": _POST_ONLY,
        "POST journal:work": _WRITES | {"own_teacher": 422},
        "journal:remarks": _READS,
        # An empty form says what lacks; whoever does not check adds nothing.
        "POST journal:remarks": _READS
        | {"own_teacher": 403, "homeroom": 403, "leaders": 422, "administrator": 403},
        "journal:all_remarks": {"everyone": 403, "staff": 200, "strangers": 404, "logged_out": 302},
        "journal:answer_remark": _POST_ONLY,
        "POST journal:answer_remark": _READS
        | {"own_teacher": 422, "homeroom": 403, "leaders": 403},
        "journal:close_remark": _POST_ONLY,
        "POST journal:close_remark": _READS
        | {"own_teacher": 403, "homeroom": 403, "leaders": 302, "administrator": 403},
        "journal:mark_sheets": _BRINGS,
        "POST journal:mark_sheets": _BRINGS | {"deputy": 422, "administrator": 422},
        "journal:write_sheets": _POST_ONLY,
        "POST journal:write_sheets": _BRINGS | {"deputy": 302, "administrator": 302},
        "journal:brought": _BRINGS,
        "POST journal:brought": _BRINGS | {"deputy": 422, "administrator": 422},
        "journal:take_back_brought": _POST_ONLY,
        "POST journal:take_back_brought": _BRINGS | {"deputy": 302, "administrator": 302},
        "journal:kinds": _KINDS,
        "journal:new_kind": _KINDS | {"director": 403},
        "POST journal:new_kind": _KINDS | {"deputy": 422, "administrator": 422, "director": 403},
        "journal:kind": _KINDS | {"director": 403},
        "POST journal:kind": _KINDS | {"deputy": 422, "administrator": 422, "director": 403},
    }
)


def _hung(village: Village) -> dict[str, int]:
    """Individual homework of the village's student, with a file."""
    hung = b.a_file_of_homework(village.lesson, only=(village.student,))
    return {"homework_id": hung.homework_id, "file_id": hung.pk}


def _kind(village: Village) -> dict[str, int]:
    return {"kind_id": b.a_work_kind(village.school).pk}


def _remark(village: Village) -> dict[str, int]:
    remark = JournalRemark.objects.create(
        school=village.school,
        course=village.course,
        text="Заполните темы",
        made_at=NOW,
        made_by=village.people["deputy"],
    )
    return {"remark_id": remark.pk}


def _first_term(village: Village) -> Term:
    return Term.objects.get(calendar=village.school_class.calendar, number=1)


def _term_column(village: Village) -> dict[str, str]:
    return {"column": f"t{_first_term(village).pk}"}


def _debtor(village: Village) -> dict[str, int]:
    if not village.student.term_marks.exists():
        a_term_mark(village.course, village.student, 2, by=village.teacher.person)
    return {}


ARGS = access_works.ARGS | {
    "journal:homework_variant": _hung,
    "journal:homework_back": _hung,
    "journal:homework_file": _hung,
    "journal:homework_file_away": _hung,
    "journal:term_mark": _term_column,
    "journal:terms_suggested": _term_column,
    "journal:conduct": _term_column,
    "journal:retake": _debtor,
    "journal:close_period": lambda village: {"term_id": _first_term(village).pk},
    "journal:open_period": lambda village: {"term_id": _first_term(village).pk},
    "journal:kind": _kind,
    "journal:answer_remark": _remark,
    "journal:close_remark": _remark,
}
