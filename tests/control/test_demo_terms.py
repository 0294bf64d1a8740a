"""The demo's finished periods have their marks."""

from datetime import date

import pytest
from django.core.management import call_command

from journal.models import TermLock, TermMark, TermMarkVia, TermSign


@pytest.mark.django_db
def test_finished_periods_have_marks_conduct_and_locks(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("demo_data", students=60, today=date(2026, 1, 20), verbosity=0)

    marks = TermMark.objects.filter(subject__isnull=False)
    conduct = TermMark.objects.filter(subject=None)
    assert marks.count() > 60 * 2 * 6
    assert set(conduct.values_list("sign", flat=True)) >= {
        TermSign.EXEMPLARY,
        TermSign.SATISFACTORY,
    }
    assert {mark.term.number for mark in marks.select_related("term")} == {1, 2}
    departed = marks.filter(via=TermMarkVia.TEACHER, sign="").exclude(reason="")
    assert departed.exists()
    assert not marks.filter(reason="", sign=TermSign.NOT_ATTESTED).exists()
    assert TermLock.objects.exists()
    authors = {event.pgh_context["user"] for event in marks.first().events.all()}
    assert authors == {marks.first().set_by_id}
