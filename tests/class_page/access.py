"""Who reaches a class whole: its homeroom teacher and the leaders of the school."""

from __future__ import annotations

from tests import builders as b
from tests.village import Village

_CLASS = {
    "everyone": 403,
    "homeroom": 200,
    "leaders": 200,
    "strangers": 404,
    "logged_out": 302,
}
_ENTERS = _CLASS | {"director": 403}
_SENT_EMPTY = _ENTERS | {"homeroom": 422, "deputy": 422, "administrator": 422}

ROWS = {
    "journal:my_class": _CLASS | {"homeroom": 302, "leaders": 302},
    "journal:class_marks": _CLASS,
    "journal:class_debts": _CLASS,
    "journal:class_families": _CLASS,
    "journal:class_student": _CLASS,
    "journal:class_subject": _CLASS,
    "journal:outside_results": _CLASS,
    "journal:class_outside": _CLASS,
    "journal:outside_add": _ENTERS,
    "POST journal:outside_add": _SENT_EMPTY,
    "journal:outside_result": _ENTERS,
    "POST journal:outside_result": _SENT_EMPTY,
    "journal:outside_back": _ENTERS,
    "POST journal:outside_back": _SENT_EMPTY,
}


def _result(village: Village) -> dict[str, int]:
    return {"result_id": b.an_outside_result(village.student, by=village.teacher.person).pk}


ARGS = {"journal:outside_result": _result, "journal:outside_back": _result}
