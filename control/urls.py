"""Addresses of control; each kind of page has a block of its own."""

from django.urls import path

from control.urls_compliance import COMPLIANCE
from control.urls_figures import FIGURES, MUNICIPALITY
from control.urls_reminders import REMINDERS
from control.urls_year import YEAR
from control.views import background, reports, today

app_name = "control"
DAY = [
    path("s/<int:school_id>/control/", today.today, name="today"),
]
_REPORTS = "s/<int:school_id>/control/reports"
REPORTS = [
    path(f"{_REPORTS}/", reports.reports, name="reports"),
    path(f"{_REPORTS}/<slug:slug>/", reports.report, name="report"),
    path(f"{_REPORTS}/<slug:slug>/rows/", reports.report_rows, name="report_rows"),
    path(f"{_REPORTS}/<slug:slug>/xlsx/", reports.report_xlsx, name="report_xlsx"),
    path(f"{_REPORTS}/<slug:slug>/pdf/", reports.report_pdf, name="report_pdf"),
]
BACKGROUND = [
    path("s/<int:school_id>/control/background/", background.background, name="background"),
    path(
        "s/<int:school_id>/control/background/now/",
        background.background_now,
        name="background_now",
    ),
    path("s/<int:school_id>/control/background/run/", background.run_work, name="run_work"),
]
urlpatterns = [
    *REMINDERS,
    *BACKGROUND,
    *DAY,
    *COMPLIANCE,
    *REPORTS,
    *FIGURES,
    *MUNICIPALITY,
    *YEAR,
]
