"""House rules as tests."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings

from core.database import append_only_tables

ROOMS = ("core", "school", "consent", "schedule", "journal", "diary", "archive", "control")
SOURCES = sorted(
    path
    for room in (*ROOMS, "config")
    for path in (settings.BASE_DIR / room).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
OUR_MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in ROOMS and not hasattr(model, "pgh_tracked_model")
]

# Models that say nothing about a school's records, with the reason.
NOT_TRACKED = {
    "core.AppliedRequest": "keys of requests, kept for days",
    "core.Job": "progress of work, not a record",
    "core.Run": "background work: its row says itself what happened and when",
    "journal.LessonDue": "derived from timetable, groups and settings, which have theirs",
    "journal.StaleDay": "a list of what to compute, emptied every few minutes",
    "diary.PaperBatch": "a file once made and kept; what was handed out stands in its reports",
    "control.Deadline": "derived from records that have theirs",
    "core.Message": "a notice, written once; what was sent stands in its attempts",
    "school.Municipality": "a name, entered by the operator",
    "school.SourceKey": "numbers of another system, which decide no right",
    "school.AccessCode": "a hash, written once and used once; its dates say all",
}
# Models that belong to no school.
OF_NO_SCHOOL = {
    "core.AppliedRequest",
    "core.Job",
    "school.Municipality",
    "school.School",
    "school.Person",
    "school.MunicipalDuty",
    "archive.BackupRun",
}


def _id(path):
    return str(path.relative_to(settings.BASE_DIR))


def test_history_is_never_switched_off():
    found = [_id(path) for path in SOURCES if "pgtrigger.ignore" in path.read_text()]

    assert found == []


@pytest.mark.clause("A4 1.1")
def test_every_record_has_its_history():
    tracked = {model.pgh_tracked_model for model in apps.get_models() if _is_event(model)}
    untracked = {
        model._meta.label
        for model in OUR_MODELS
        if model not in tracked and not getattr(model, "append_only", False)
    }

    assert untracked - set(NOT_TRACKED) == set()


def _is_event(model):
    return hasattr(model, "pgh_tracked_model")


def test_every_history_is_append_only():
    tables = {model._meta.db_table for model in apps.get_models() if _is_event(model)}

    assert tables <= set(append_only_tables())


def test_every_record_of_a_school_carries_the_school():
    lacking = {
        model._meta.label
        for model in OUR_MODELS
        if not any(field.attname == "school_id" for field in model._meta.fields)
    }

    assert lacking - OF_NO_SCHOOL == set()


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if re.search(r"/views(/|\.py)", str(path))], ids=_id
)
def test_a_view_neither_queries_nor_saves(path):
    found = re.findall(r"\.objects\b|\.save\(|\.delete\(|\.create\(", path.read_text())

    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_every_public_function_with_a_body_worth_it_has_a_docstring(path):
    """Views, actions and queries are read by people who did not write them."""
    if not re.search(r"/(actions|queries|regulation|permissions)(/|\.py)", str(path)):
        return
    missing = [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not any(_is_predicate(decorator) for decorator in node.decorator_list)
        and not ast.get_docstring(node)
    ]

    assert missing == []


def _is_predicate(decorator):
    return ast.unparse(decorator).endswith("predicate")


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_no_function_is_longer_than_fifty_lines_and_no_module_than_four_hundred(path):
    text = path.read_text()
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 50
    ]

    assert long == []
    assert text.count("\n") <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(path):
    text = path.read_text()
    if "/pdf" in str(path) or "print" in path.name:
        return

    assert re.findall(r"\sstyle=|\son[a-z]+=\"", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", text) == []


def test_only_the_tokens_hold_colours():
    sheets = (settings.BASE_DIR / "static" / "css").rglob("*.css")
    found = [
        f"{_id(path)}: {colour}"
        for path in sheets
        if path.name not in ("tokens.css", "paper.css", "print.css")
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", path.read_text())
    ]

    assert found == []


def test_a_behaviour_is_a_short_module():
    long = [
        f"{_id(path)}: {lines}"
        for path in (settings.BASE_DIR / "static" / "js").rglob("*.js")
        if (lines := path.read_text().count("\n")) > 150
    ]

    assert long == []
