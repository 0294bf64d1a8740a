"""Which rows belong to a school, and what their columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from school.models import Municipality, Person, School

ROOMS = ("school", "consent", "schedule", "journal", "diary", "archive", "control", "core")
# Requests already applied, progress of work, one-time codes: of no use elsewhere. Notes that
# teachers write for themselves are nobody else's.
_LEFT_OUT = {
    "core.Job",
    "core.AppliedRequest",
    "school.AccessCode",
    "archive.BackupRun",
    "journal.CellNote",
}
_SECRET = {"school.Person": {"password", "last_login", "is_superuser", "is_active"}}

_PEOPLE = """(SELECT person_id FROM school_student WHERE school_id = {school}
 UNION SELECT person_id FROM school_employee WHERE school_id = {school}
 UNION SELECT guardian_id FROM school_guardianship WHERE school_id = {school}
 UNION SELECT person_id FROM school_duty WHERE school_id = {school})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTable:
    """One table of the export: its rows by one SELECT, its columns described."""

    name: str
    label: str
    select: str
    columns: tuple[dict[str, Any], ...]
    is_history: bool


def tables_of(school_id: int) -> list[ExportTable]:
    """Every table with rows of this school, histories included, in the order of the rooms."""
    found = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model._meta.label in _LEFT_OUT or _of_left_out(model):
                continue
            if condition := _condition(model, school_id):
                found.append(_table(model, condition))
    return found


def _of_left_out(model: type[models.Model]) -> bool:
    tracked = getattr(model, "pgh_tracked_model", None)
    return tracked is not None and tracked._meta.label in _LEFT_OUT


def _condition(model: type[models.Model], school_id: int) -> str:
    """Of which rows; empty where the model belongs to no school."""
    tracked = getattr(model, "pgh_tracked_model", None)
    key = "pgh_obj_id" if tracked else "id"
    kind = tracked or model
    school = int(school_id)
    if kind is School:
        return f"{key} = {school}"
    if kind is Municipality:
        return f"id = (SELECT municipality_id FROM school_school WHERE id = {school})"
    if kind is Person:
        return f"{key} IN {_PEOPLE.format(school=school)}"
    if any(field.attname == "school_id" for field in model._meta.fields):
        return f"school_id = {school}"
    return ""


def _table(model: type[models.Model], condition: str) -> ExportTable:
    tracked = getattr(model, "pgh_tracked_model", None)
    secret = _SECRET.get((tracked or model)._meta.label, set())
    fields = [field for field in model._meta.concrete_fields if field.name not in secret]
    names = ", ".join(f'"{field.column}"' for field in fields)
    first = model._meta.pk.column
    return ExportTable(
        name=f"{model._meta.app_label}.{model._meta.model_name}",
        label=str(model._meta.verbose_name_plural),
        select=f'SELECT {names} FROM "{model._meta.db_table}" WHERE {condition} ORDER BY "{first}"',
        columns=tuple(_column(field) for field in fields),
        is_history=tracked is not None,
    )


def _column(field: models.Field) -> dict[str, Any]:
    """Name, type, meaning, and where it points to or which values it takes."""
    told: dict[str, Any] = {
        "name": field.column,
        "type": field.get_internal_type(),
        "label": str(field.verbose_name),
        "may_be_empty": field.null,
    }
    if field.is_relation and field.related_model:
        other = field.related_model._meta
        told["refers_to"] = f"{other.app_label}.{other.model_name}"
    if field.choices:
        told["values"] = {str(value): str(label) for value, label in field.flatchoices}
    return told
