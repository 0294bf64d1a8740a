"""Where a register came from: the numbers another system gave to its things."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKey(models.Model):
    """A thing's number in another system (a OneRoster sourcedId, a family's number), by which it
    is found again at the next import. Says nothing of a child and decides no right."""

    school = models.ForeignKey("School", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=255)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("number in another system")
        verbose_name_plural = _("numbers in another system")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "source_id"], name="school_source_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"
