"""Attendance in tables: a class over a month or term, the school on one day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.asked import day_asked, number_asked
from journal.attendance_sheet import attendance_sheet, file_name
from journal.permissions import class_sheet_for
from journal.queries.class_attendance import ClassAttendancePage, class_attendance_page
from journal.queries.school_attendance import school_attendance
from school.permissions import school_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_school(request: HttpRequest, school_id: int) -> HttpResponse:
    """The day's attendance of the school (?day=2025-09-08)."""
    here = school_for(request, school_id, to="journal.view_attendance")
    day = day_asked(request.GET.get("day"))
    page = school_attendance(here, day=day, now=timezone.now())
    return render(request, "journal/school_attendance.html", {"page": page})


def of_class(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Students × days (?month=2025-09, ?term=…)."""
    page = _page(request, school_id, class_id)
    return render(request, "journal/class/attendance.html", {"page": page, "tab": "attendance"})


def of_class_sheet(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The same as a spreadsheet."""
    page = _page(request, school_id, class_id)
    answer = HttpResponse(attendance_sheet(page), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(page)}"'
    return answer


def _page(request: HttpRequest, school_id: int, class_id: int) -> ClassAttendancePage:
    thing = class_sheet_for(request, school_id, class_id, to="school.view_class")
    return class_attendance_page(
        thing.school_class,
        month=request.GET.get("month"),
        term_id=number_asked(request.GET.get("term")),
        now=timezone.now(),
    )
