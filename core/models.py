"""What no room owns: requests already applied, long work with its progress, files brought."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import never_changed, tracked


class AppliedRequest(models.Model):
    """A write the browser has named with a key of its own and that was applied.

    The row is written in the same transaction as the change, so a request sent twice (a nervous
    finger, a lost answer, a network that came back) is applied once."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)


class Job(models.Model):
    """Long work done in the background, with its progress for the page that waits."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", pgettext_lazy("job", "failed")

    school_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        """How much is done, in whole percent."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)


@tracked()
class StoredFile(models.Model):
    """A file somebody brought: kept under a name of our own, served only through the door of what
    it belongs to, never executed. Its type is what its bytes say, not its name."""

    school_id = models.BigIntegerField(db_index=True)
    name = models.CharField(_("name of the file"), max_length=200)
    file = models.FileField(max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """Something told to one person about something: shown on the page of notices, and sent as a
    letter to confirmed addresses. The letter names no child and no mark; what it is about stands
    behind `link`, where the door asks again who may read it (docs/decisions/0013-delivery.md).

    `key` makes telling the same thing twice impossible. `send_at`: no letter before then.
    `settled_at`: nothing is left to send."""

    school_id = models.BigIntegerField(db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=30)
    about_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    link = models.CharField(max_length=200)
    key = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key"], name="core_message_once")]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="core_message_by_person"),
            models.Index(
                fields=["person"], condition=models.Q(read_at=None), name="core_message_unread"
            ),
            models.Index(
                fields=["made_at"], condition=models.Q(settled_at=None), name="core_message_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where the message leads to; its own number stands in the link as {id}."""
        return self.link.replace("{id}", str(self.pk))


class MessageAttempt(models.Model):
    """One attempt to send a letter: to which contact, when, and how it ended. Append-only."""

    append_only = True

    class Outcome(models.TextChoices):
        SENT = "sent", pgettext_lazy("letter", "sent")
        NOT_ALLOWED = "not_allowed", pgettext_lazy("letter", "not allowed")
        FAILED = "failed", pgettext_lazy("letter", "failed")

    school_id = models.BigIntegerField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="attempts")
    contact_id = models.BigIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("attempt to send")
        verbose_name_plural = _("attempts to send")
        triggers = never_changed("core_attempt")

    def __str__(self) -> str:
        return f"{self.message_id} → {self.contact_id}: {self.outcome}"


class Run(models.Model):
    """One piece of background work that a clock (or a person) asked for: which work, for which
    school (None: the whole house), and the moment of its timetable that it is meant for. A moment
    is one row, so work is asked for once however many clocks run; what was missed is seen.

    `about_id`: one thing of the school that it is for (None: all of it). `try_at`: not before then;
    a failed attempt comes back later each time. `lost`: how many of the attempts ended with the
    death of their worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", pgettext_lazy("job", "failed")
        SKIPPED = "skipped", pgettext_lazy("job", "passed over")

    work = models.CharField(max_length=60)
    school_id = models.BigIntegerField(null=True, db_index=True)
    about_id = models.BigIntegerField(null=True)
    meant_for = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    try_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("run of background work")
        verbose_name_plural = _("runs of background work")
        ordering = ["-meant_for", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "school_id", "about_id", "meant_for"],
                name="core_run_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(state__in=("waiting", "running")),
                name="core_run_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.meant_for:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.WAITING, self.State.RUNNING)
