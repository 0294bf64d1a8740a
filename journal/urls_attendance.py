"""Addresses of attendance: notes of absence, exemptions, tuition elsewhere, tables, the day."""

from django.urls import path

from journal.views import attendance, notes

_CLASS = "classes/<int:class_id>"

urlpatterns = [
    path("attendance/", attendance.of_school, name="school_attendance"),
    path(f"{_CLASS}/attendance/", attendance.of_class, name="class_attendance"),
    path(f"{_CLASS}/attendance/xlsx/", attendance.of_class_sheet, name="class_attendance_sheet"),
    path(f"{_CLASS}/notes/", notes.class_notes, name="class_notes"),
    path(f"{_CLASS}/notes/add/", notes.add_note, name="add_note"),
    path(f"{_CLASS}/notes/<int:note_id>/decide/", notes.decide_note, name="decide_note"),
    path(f"{_CLASS}/exemptions/", notes.exemptions, name="exemptions"),
    path(f"{_CLASS}/exemptions/add/", notes.add_exemption, name="add_exemption"),
    path(f"{_CLASS}/exemptions/<int:exemption_id>/end/", notes.end_exemption, name="end_exemption"),
    path("attendance/away/", notes.study_away, name="study_away"),
    path("attendance/away/add/", notes.add_study_away, name="add_study_away"),
    path("attendance/away/<int:away_id>/end/", notes.end_study_away, name="end_study_away"),
]
