from datetime import date

from django.urls import path, register_converter

from core.asked import day_asked
from diary import absence_views as absence
from diary import paper_views as paper
from diary import views


class DayConverter:
    """2025-09-08 in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        day = day_asked(value)
        if day is None:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "diary_day")

_PAPER = "classes/<int:class_id>/paper"

app_name = "diary"
urlpatterns = [
    path("diary/", views.home, name="home"),
    path("diary/<int:student_id>/", views.week, name="week"),
    path("diary/<int:student_id>/<diary_day:day>/", views.week, name="week_of"),
    path("diary/<int:student_id>/marks/", views.marks, name="marks"),
    path("diary/<int:student_id>/marks/<int:term_id>/", views.marks, name="marks_of"),
    path("diary/<int:student_id>/finals/", views.finals, name="finals"),
    path("diary/<int:student_id>/forecast/", views.forecast, name="forecast"),
    path("diary/<int:student_id>/forecast/<int:message_id>/", views.digest, name="digest"),
    path("diary/<int:student_id>/files/<int:file_id>/", views.file, name="file"),
    path("diary/<int:student_id>/results/", views.results, name="results"),
    path("diary/<int:student_id>/homework/", views.homework, name="homework"),
    path("diary/<int:student_id>/absence/", absence.absence, name="absence"),
    path(
        "diary/<int:student_id>/absence/<int:note_id>/withdraw/",
        absence.withdraw,
        name="withdraw_note",
    ),
    path("diary/<int:student_id>/still/", views.still, name="still"),
    path("control/paper/", paper.paper, name="paper"),
    path("control/paper/make/", paper.make_all, name="paper_make"),
    path(f"{_PAPER}/", paper.paper_class, name="paper_class"),
    path(f"{_PAPER}/make/", paper.make_class, name="paper_make_class"),
    path(f"{_PAPER}/tick/", paper.tick, name="paper_tick"),
    path(f"{_PAPER}/scan/", paper.scan, name="paper_scan"),
    path(f"{_PAPER}/batches/<int:batch_id>.pdf", paper.batch_file, name="paper_file"),
    path(f"{_PAPER}/reports/<int:report_id>.pdf", paper.report_again, name="paper_again"),
]
