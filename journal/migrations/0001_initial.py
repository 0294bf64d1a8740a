from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("schedule", "0001_initial"),
        ("school", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LessonRecord",
            fields=[
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="record",
                        serialize=False,
                        to="schedule.lesson",
                    ),
                ),
                ("topic", models.TextField(blank=True, verbose_name="topic")),
                ("topic_at", models.DateTimeField(null=True)),
                (
                    "topic_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("register_at", models.DateTimeField(null=True, verbose_name="register taken at")),
                (
                    "register_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "no_homework",
                    models.BooleanField(default=False, verbose_name="no homework is set"),
                ),
                ("homework_at", models.DateTimeField(null=True)),
                (
                    "homework_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "record of a lesson",
                "verbose_name_plural": "records of lessons",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("topic", ""), ("topic_at", None)),
                            models.Q(
                                models.Q(("topic", ""), _negated=True), ("topic_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="journal_topic_with_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("no_homework", False), ("homework_at__isnull", False), _connector="OR"
                        ),
                        name="journal_no_homework_with_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonRecordEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.lessonrecord",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="schedule.lesson",
                    ),
                ),
                ("topic", models.TextField(blank=True, verbose_name="topic")),
                ("topic_at", models.DateTimeField(null=True)),
                (
                    "topic_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("register_at", models.DateTimeField(null=True, verbose_name="register taken at")),
                (
                    "register_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "no_homework",
                    models.BooleanField(default=False, verbose_name="no homework is set"),
                ),
                ("homework_at", models.DateTimeField(null=True)),
                (
                    "homework_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="school.student",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absent", "absent"),
                            ("excused", "absent for a good reason"),
                            ("ill", "ill"),
                            ("late", "late"),
                        ],
                        max_length=8,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes late"
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "indexes": [
                    models.Index(fields=["student", "lesson"], name="journal_attendance_by_student")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "student"), name="journal_attendance_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None),
                            models.Q(("kind", "late"), ("minutes__range", (1, 240))),
                            _connector="OR",
                        ),
                        name="journal_attendance_minutes_when_late",
                        violation_error_message="Minutes belong to lateness, 1 to 240.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.attendance",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.student",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absent", "absent"),
                            ("excused", "absent for a good reason"),
                            ("ill", "ill"),
                            ("late", "late"),
                        ],
                        max_length=8,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes late"
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Homework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="homework",
                        to="school.course",
                    ),
                ),
                (
                    "given_at",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="homework",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "due_lesson",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="homework_due",
                        to="schedule.lesson",
                    ),
                ),
                ("due_day", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "is_individual",
                    models.BooleanField(default=False, verbose_name="for some students only"),
                ),
                ("text", models.TextField(verbose_name="homework")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="expected minutes"
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "homework",
                "verbose_name_plural": "homework",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["due_lesson"], name="journal_homework_by_lesson"),
                    models.Index(fields=["course", "due_day"], name="journal_homework_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="journal_homework_says_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_individual", False)),
                        fields=("given_at",),
                        name="journal_homework_one_for_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HomeworkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.homework",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.course",
                    ),
                ),
                (
                    "given_at",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "due_lesson",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schedule.lesson",
                    ),
                ),
                ("due_day", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "is_individual",
                    models.BooleanField(default=False, verbose_name="for some students only"),
                ),
                ("text", models.TextField(verbose_name="homework")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="expected minutes"
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HomeworkRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "homework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="journal.homework",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.student",
                    ),
                ),
            ],
            options={
                "verbose_name": "recipient of homework",
                "verbose_name_plural": "recipients of homework",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("homework", "student"), name="journal_homework_recipient_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HomeworkRecipientEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.homeworkrecipient",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "homework",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journal.homework",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.student",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_kinds",
                        to="school.school",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="kind of work")),
                ("short_name", models.CharField(max_length=12, verbose_name="short name")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="weight",
                    ),
                ),
                (
                    "days_for_results",
                    models.PositiveSmallIntegerField(default=7, verbose_name="days for results"),
                ),
                (
                    "is_written",
                    models.BooleanField(
                        default=False, verbose_name="written work of the whole class"
                    ),
                ),
                (
                    "is_usual",
                    models.BooleanField(
                        default=False, verbose_name="taken unless another is chosen"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=100, verbose_name="place in lists"),
                ),
                ("is_in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "kind of work",
                "verbose_name_plural": "kinds of work",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "name"),
                        name="journal_workkind_once",
                        violation_error_message="There is already a kind of work with this name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_usual", True)),
                        fields=("school",),
                        name="journal_workkind_one_usual",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 10)),
                        name="journal_workkind_weight",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days_for_results__range", (1, 7))),
                        name="journal_workkind_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkKindEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.workkind",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="kind of work")),
                ("short_name", models.CharField(max_length=12, verbose_name="short name")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="weight",
                    ),
                ),
                (
                    "days_for_results",
                    models.PositiveSmallIntegerField(default=7, verbose_name="days for results"),
                ),
                (
                    "is_written",
                    models.BooleanField(
                        default=False, verbose_name="written work of the whole class"
                    ),
                ),
                (
                    "is_usual",
                    models.BooleanField(
                        default=False, verbose_name="taken unless another is chosen"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=100, verbose_name="place in lists"),
                ),
                ("is_in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="school.course",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="journal.workkind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="weight"),
                ),
                (
                    "days_for_results",
                    models.PositiveSmallIntegerField(verbose_name="days for results"),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "work",
                "verbose_name_plural": "works",
            },
        ),
        migrations.CreateModel(
            name="WorkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.work",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.course",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journal.workkind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="weight"),
                ),
                (
                    "days_for_results",
                    models.PositiveSmallIntegerField(verbose_name="days for results"),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="school.course",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="school.student",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="journal.work",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="journal.workkind",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="weight"),
                ),
                ("part", models.PositiveSmallIntegerField(default=1)),
                (
                    "first_part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_parts",
                        to="journal.mark",
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("2-5", "2 to 5"),
                            ("1-5", "1 to 5"),
                            ("pass", "passed / failed"),
                            ("100", "100 points"),
                            ("none", "without marks"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "points",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="mark"),
                ),
                (
                    "sign",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "passed"),
                            ("failed", "failed"),
                            ("exempt", "exempt"),
                            ("not_attested", "not attested"),
                            ("owed", "a mark is owed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "retake_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retakes",
                        to="journal.mark",
                    ),
                ),
                (
                    "comment",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="comment for the family"
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "mark",
                "verbose_name_plural": "marks",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["course", "lesson"], name="journal_mark_by_course"),
                    models.Index(fields=["student", "course"], name="journal_mark_by_student"),
                    models.Index(fields=["lesson", "student"], name="journal_mark_by_cell"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("points__isnull", True),
                                models.Q(("sign", ""), _negated=True),
                                models.Q(("scale", "none"), _negated=True),
                            ),
                            models.Q(
                                ("sign", ""),
                                models.Q(
                                    models.Q(("points__range", (2, 5)), ("scale", "2-5")),
                                    models.Q(("points__range", (1, 5)), ("scale", "1-5")),
                                    models.Q(("points__range", (0, 100)), ("scale", "100")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="journal_mark_value_fits_scale",
                        violation_error_message="The mark is not one of the course's scale.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sign__in", ["passed", "failed"]), _negated=True),
                            ("scale", "pass"),
                            _connector="OR",
                        ),
                        name="journal_mark_passed_fits_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", (1, 2))), name="journal_mark_part"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retake_of", None),
                            models.Q(("retake_of", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="journal_mark_no_retake_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="journal.mark",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.school",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schedule.lesson",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.course",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="school.student",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journal.work",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journal.workkind",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="weight"),
                ),
                ("part", models.PositiveSmallIntegerField(default=1)),
                (
                    "first_part",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journal.mark",
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("2-5", "2 to 5"),
                            ("1-5", "1 to 5"),
                            ("pass", "passed / failed"),
                            ("100", "100 points"),
                            ("none", "without marks"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "points",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="mark"),
                ),
                (
                    "sign",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "passed"),
                            ("failed", "failed"),
                            ("exempt", "exempt"),
                            ("not_attested", "not attested"),
                            ("owed", "a mark is owed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "retake_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journal.mark",
                    ),
                ),
                (
                    "comment",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="comment for the family"
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
