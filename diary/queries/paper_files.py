"""What is printed of the paper reports: the file of a batch, one report once more."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from diary.models import PaperBatch, PaperReport
from diary.paper_sheet import printed_sheets
from school.models import SchoolClass


def batch_of(school_class: SchoolClass, batch_id: int) -> PaperBatch | None:
    """A batch of the class that is made."""
    made = PaperBatch.objects.filter(state=PaperBatch.State.DONE).exclude(file="")
    return made.filter(pk=batch_id, school_class=school_class).first()


def students_in(batch: PaperBatch) -> list[int]:
    """Whose reports the file holds."""
    return sorted(set(batch.reports.values_list("student_id", flat=True)))


def report_of(school_class: SchoolClass, report_id: int) -> PaperReport | None:
    """A report of the class whose words are kept, needed or not."""
    return PaperReport.objects.filter(
        ~Q(contents={}), pk=report_id, batch__school_class=school_class
    ).first()


def printed_again(report: PaperReport) -> bytes:
    """The same sheet once more, as it was: same words, same code."""
    with translation.override(settings.LANGUAGE_CODE):
        return printed_sheets([report.contents], title=report.contents["week"]).body
