"""What control keeps: deadlines that are no lesson's, the week's figures as they were, papers."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import never_changed, tracked


class Deadline(models.Model):
    """A deadline of the regulation that is no lesson's: results of a work, marks of a period, a
    paper report, a duty of the school. One row for a rule and a thing (`about_id`, and `part` where
    a thing has several). It follows what it is computed from while it lies in the future; a past
    one is a fact and stays. `done_at`: when what was asked was whole. Derived: no history."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=30)
    about_id = models.BigIntegerField()
    part = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    teacher = models.ForeignKey(
        "school.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    school_class = models.ForeignKey(
        "school.SchoolClass", models.PROTECT, null=True, related_name="+", db_index=False
    )
    course = models.ForeignKey(
        "school.Course", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lesson = models.ForeignKey(
        "schedule.Lesson", models.CASCADE, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        indexes = [models.Index(fields=["school", "day"], name="control_deadline_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "about_id", "part"], name="control_deadline_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.about_id}"


class SnapshotSource(models.TextChoices):
    OWN = "own", _("counted here")
    FILE = "file", _("handed in as a file")
    HTTP = "http", _("handed in over the network")


def _of_lessons(key: str) -> models.GeneratedField:
    """One count of the figures, kept beside them by the database itself."""
    return models.GeneratedField(
        expression=Cast(KT(f"figures__lessons__{key}"), models.IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
    )


class Snapshot(models.Model):
    """A school's figures of one week as they stood on Monday (order 3): never changed, whatever is
    entered later. Counts only, no child."""

    append_only = True

    school = models.ForeignKey("school.School", models.PROTECT, related_name="snapshots")
    week = models.DateField(_("Monday of the week"))
    figures = models.JSONField(encoder=DjangoJSONEncoder)
    # What a trend is drawn of, without opening the figures of many weeks.
    held = _of_lessons("held")
    in_time = _of_lessons("in_time")
    complete = _of_lessons("complete")
    made_at = models.DateTimeField()
    source = models.CharField(
        max_length=5, choices=SnapshotSource.choices, default=SnapshotSource.OWN
    )
    signature = models.TextField(blank=True)

    class Meta:
        verbose_name = _("figures of a week")
        verbose_name_plural = _("figures of weeks")
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["school", "week"], name="control_snapshot_once")
        ]
        indexes = [models.Index(fields=["week"], name="control_snapshot_by_week")]
        triggers = never_changed("control_snapshot")

    def __str__(self) -> str:
        return f"{self.school}: {self.week:%d.%m.%Y}"


class Confirmation(models.Model):
    """The school's responsible person says that the week's figures are true."""

    append_only = True

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="confirmation")
    confirmed_by = models.ForeignKey("school.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField()
    words = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("confirmation of figures")
        verbose_name_plural = _("confirmations of figures")
        triggers = never_changed("control_confirmation")

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.name}"


@tracked()
class OwnInstallation(models.Model):
    """A school that runs the journal in an installation of its own and hands in its figures signed
    with this key (Ed25519, public part)."""

    school = models.OneToOneField("school.School", models.PROTECT, related_name="own_installation")
    public_key = models.CharField(_("public key"), max_length=64)
    since = models.DateField(_("since"))
    entered_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("installation of a school")
        verbose_name_plural = _("installations of schools")
        constraints = [
            models.UniqueConstraint(
                fields=["public_key"],
                name="control_installation_key_once",
                violation_error_message=_("Another school has this key."),
            )
        ]

    def __str__(self) -> str:
        return str(self.school)


@tracked()
class TermSignOff(models.Model):
    """The director signs off a period's figures (A4 1.3-1.4): who, when, and which figures."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+")
    term = models.OneToOneField("school.Term", models.PROTECT, related_name="sign_off")
    figures = models.JSONField(encoder=DjangoJSONEncoder)
    signed_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    words = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sign-off of a period")
        verbose_name_plural = _("sign-offs of periods")

    def __str__(self) -> str:
        return f"{self.term}: {self.signed_at:%d.%m.%Y}"


class PaperState(models.TextChoices):
    DRAFT = "draft", _("draft")
    APPROVED = "approved", pgettext_lazy("paper", "approved")
    NO_CHANGE = "no_change", _("reviewed, no change needed")


@tracked()
class LocalPaper(models.Model):
    """One version of a paper that the order asks of the school (App. 1, App. 2 1, App. 3): its
    state, who approved it by which order, its file. `code` is one of the checklist's."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="local_papers")
    code = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=PaperState.choices)
    day = models.DateField(_("dated"))
    order_number = models.CharField(_("order number"), max_length=40, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=120, blank=True)
    words = models.CharField(_("note"), max_length=300, blank=True)
    file = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("school.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("local paper")
        verbose_name_plural = _("local papers")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code", "version"], name="control_paper_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.version}"


class ReminderStage(models.TextChoices):
    """When a reminder is sent, and to whom it goes."""

    SOON = "soon", pgettext_lazy("reminder", "before the deadline")
    PAST = "past", pgettext_lazy("reminder", "after the deadline")
    DIGEST = "digest", pgettext_lazy("reminder", "in the morning")
    ESCALATED = "escalated", pgettext_lazy("reminder", "to those who answer for it")


class Reminder(models.Model):
    """Who was reminded of what, and when (order 2.5): a row for each thing owed, person and stage,
    so nobody is told the same twice; of the digest the first morning is kept, its messages show
    the others. `what` is how the message named it; no child stands in it. A lesson may be deleted
    later: its number stays."""

    append_only = True

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=10, choices=ReminderStage.choices)
    rule = models.CharField(max_length=30)
    fact = models.CharField(max_length=10, blank=True)
    about_id = models.BigIntegerField()
    lesson_id = models.BigIntegerField(null=True)
    day = models.DateField()
    due_at = models.DateTimeField()
    what = models.CharField(max_length=300)
    teacher = models.ForeignKey(
        "school.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey("school.Person", models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey("core.Message", models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()
    told_on = models.DateField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-told_at", "-pk"]
        indexes = [models.Index(fields=["school", "told_on"], name="control_reminder_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["about_id", "rule", "fact", "day", "person", "stage"],
                condition=~models.Q(stage=ReminderStage.DIGEST),
                name="control_reminder_once",
            ),
            models.UniqueConstraint(
                fields=["about_id", "rule", "fact", "day", "person", "told_on"],
                condition=models.Q(stage=ReminderStage.DIGEST),
                name="control_reminder_once_a_day",
            ),
        ]
        triggers = never_changed("control_reminder")

    def __str__(self) -> str:
        return f"{self.what}: {self.get_stage_display()}"


class ReminderLetters(models.TextChoices):
    """Which reminders come by e-mail; the notice in the house always comes."""

    ALL = "all", pgettext_lazy("reminders by e-mail", "all")
    DAILY = "daily", pgettext_lazy("reminders by e-mail", "only what is missing, in the morning")
    NONE = "none", pgettext_lazy("reminders by e-mail", "none")


@tracked()
class ReminderChoice(models.Model):
    """How one who works in the school wants to be reminded. Without a row: all by e-mail, the
    morning's digest when the quiet hours end."""

    school = models.ForeignKey("school.School", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("school.Person", models.PROTECT, related_name="+")
    letters = models.CharField(
        _("by e-mail"),
        max_length=5,
        choices=ReminderLetters.choices,
        default=ReminderLetters.ALL,
    )
    hour = models.PositiveSmallIntegerField(_("in the morning from"), null=True, blank=True)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person"], name="control_reminderchoice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(hour=None) | models.Q(hour__range=(5, 20)),
                name="control_reminderchoice_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_letters_display()}"
