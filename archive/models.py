"""Backups that were made, and the rehearsals of bringing them back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class BackupRun(models.Model):
    """One backup of the whole installation: when, where, how large, with which hash, and when it
    was last brought back as a rehearsal (A4 1.1). It says nothing about any child."""

    made_at = models.DateTimeField(_("made at"))
    file_name = models.CharField(_("file"), max_length=120, unique=True)
    folder = models.CharField(_("place"), max_length=300)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    tables = models.PositiveIntegerField(_("tables"))
    rows = models.BigIntegerField(_("rows"))
    files = models.PositiveIntegerField(_("files"))
    seconds = models.PositiveIntegerField(_("took, seconds"))
    rehearsed_at = models.DateTimeField(_("restored as a rehearsal at"), null=True)
    rehearsal_problem = models.TextField(_("what failed"), blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name
