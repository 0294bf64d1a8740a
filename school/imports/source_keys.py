"""Numbers that another system gives to things, kept to find the things again."""

from __future__ import annotations

from collections import defaultdict

from django.db import models

from core.imports.batch import Batch
from school.models import SourceKey


class SourceKeys:
    """The school's source keys, stored and planned, by kind."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._stored: dict[str, dict[str, int]] = defaultdict(dict)
        self._kept: dict[tuple[str, str], models.Model] = {}
        for key in SourceKey.objects.filter(school_id=batch.school_id):
            self._stored[key.kind][key.source_id] = key.object_id
        batch.plan.afterwards.append(self._rows)

    def of_kind(self, kind: str) -> dict[str, int]:
        """Key of the object by its number in the source."""
        return self._stored[kind]

    def keep(self, kind: str, source_id: str, thing: models.Model) -> None:
        """Remember the number; the thing itself may not be written yet."""
        if source_id not in self._stored[kind]:
            self._kept[(kind, source_id)] = thing

    def _rows(self) -> list[SourceKey]:
        return [
            SourceKey(
                school_id=self.batch.school_id, kind=kind, source_id=source_id, object_id=thing.pk
            )
            for (kind, source_id), thing in self._kept.items()
        ]
