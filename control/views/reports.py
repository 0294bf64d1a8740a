"""Reports of the school: on the screen, as a spreadsheet, on paper; and the rows of a figure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from control.permissions import may_read_report, report_for
from control.queries.reports.ground import Asked, Ground, read_ground
from control.reports.kinds import KINDS
from control.reports.links import back_href
from control.reports.page import report_page
from control.reports.rows import rows_report
from control.reports.workbook import report_workbook
from core.asked import day_asked, number_asked, words_asked
from core.printing import pdf
from school.permissions import school_for
from school.standing import InSchool

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def reports(request: HttpRequest, school_id: int) -> HttpResponse:
    """The reports this person may read."""
    here = school_for(request, school_id, to="control.view_reports")
    kinds = [kind for kind in KINDS.values() if may_read_report(here, kind.readers)]
    return render(request, "control/reports.html", {"kinds": kinds})


@require_GET
def report(request: HttpRequest, school_id: int, slug: str) -> HttpResponse:
    """A report (?term=quarter-1&class=…&teacher=…&subject=…&by=…&against=…)."""
    here, kind = report_for(request, school_id, slug)
    page = report_page(_ground(request, here), kind)
    return render(request, "control/report.html", {"page": page, "report": page.report})


@require_GET
def report_rows(request: HttpRequest, school_id: int, slug: str) -> HttpResponse:
    """The rows that a figure counts (?what=quality&course=…)."""
    here, kind = report_for(request, school_id, slug)
    ground = _ground(request, here)
    shown = {"report": rows_report(ground, slug), "kind": kind, "back": back_href(ground, slug)}
    return render(request, "control/report_rows.html", shown)


@require_GET
def report_xlsx(request: HttpRequest, school_id: int, slug: str) -> HttpResponse:
    """The report as a spreadsheet."""
    here, kind = report_for(request, school_id, slug)
    found = kind.make(_ground(request, here))
    return _file(report_workbook(found), f"{slug}.xlsx", XLSX)


@require_GET
def report_pdf(request: HttpRequest, school_id: int, slug: str) -> HttpResponse:
    """The report on paper, to sign."""
    here, kind = report_for(request, school_id, slug)
    found = kind.make(_ground(request, here))
    content = pdf("control/report_print.html", {"report": found})
    return _file(content, f"{slug}.pdf", "application/pdf")


def _ground(request: HttpRequest, here: InSchool) -> Ground:
    get = request.GET.get
    asked = Asked(
        year=number_asked(get("year")),
        term=words_asked(get("term"), most=24),
        school_class=number_asked(get("class")),
        teacher=number_asked(get("teacher")),
        subject=number_asked(get("subject")),
        course=number_asked(get("course")),
        grade=number_asked(get("grade")),
        by=words_asked(get("by"), most=12),
        against=words_asked(get("against"), most=12),
        what=words_asked(get("what"), most=20),
        first=day_asked(get("first")),
        last=day_asked(get("last")),
    )
    return read_ground(here, asked, now=timezone.now())


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    shown = kind == "application/pdf"
    answer["Content-Disposition"] = content_disposition_header(not shown, name)
    return answer
