"""Addresses of what is brought in: mark sheets of a class, a student's marks of another school."""

from django.urls import path

from journal.views import start

urlpatterns = [
    path("classes/<int:class_id>/mark-sheets/", start.mark_sheets, name="mark_sheets"),
    path("classes/<int:class_id>/mark-sheets/write/", start.write_sheets, name="write_sheets"),
    path("students/<int:student_id>/brought/", start.brought, name="brought"),
    path("students/<int:student_id>/brought/back/", start.take_back, name="take_back_brought"),
]
