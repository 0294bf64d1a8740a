import django.db.models.deletion
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BackupRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("file_name", models.CharField(max_length=120, unique=True, verbose_name="file")),
                ("folder", models.CharField(max_length=300, verbose_name="place")),
                ("size", models.BigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("tables", models.PositiveIntegerField(verbose_name="tables")),
                ("rows", models.BigIntegerField(verbose_name="rows")),
                ("files", models.PositiveIntegerField(verbose_name="files")),
                ("seconds", models.PositiveIntegerField(verbose_name="took, seconds")),
                (
                    "rehearsed_at",
                    models.DateTimeField(null=True, verbose_name="restored as a rehearsal at"),
                ),
                ("rehearsal_problem", models.TextField(blank=True, verbose_name="what failed")),
            ],
            options={
                "verbose_name": "backup",
                "verbose_name_plural": "backups",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="BackupRunEvent",
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
                        to="archive.backuprun",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("folder", models.CharField(max_length=300, verbose_name="place")),
                ("size", models.BigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("tables", models.PositiveIntegerField(verbose_name="tables")),
                ("rows", models.BigIntegerField(verbose_name="rows")),
                ("files", models.PositiveIntegerField(verbose_name="files")),
                ("seconds", models.PositiveIntegerField(verbose_name="took, seconds")),
                (
                    "rehearsed_at",
                    models.DateTimeField(null=True, verbose_name="restored as a rehearsal at"),
                ),
                ("rehearsal_problem", models.TextField(blank=True, verbose_name="what failed")),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
