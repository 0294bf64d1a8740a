from datetime import date

from django.urls import path, register_converter

from core.asked import day_asked
from diary import absence_views as absence
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
]
