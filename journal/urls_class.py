"""Addresses of the homeroom teacher's class page."""

from django.urls import path

from journal.views import classes

_CLASS = "classes/<int:class_id>"
_STUDENT = f"{_CLASS}/students/<int:student_id>"

urlpatterns = [
    path("my-class/", classes.my_class, name="my_class"),
    path(f"{_CLASS}/journal/", classes.class_marks, name="class_marks"),
    path(f"{_CLASS}/journal/families/", classes.class_families, name="class_families"),
    path(f"{_STUDENT}/", classes.class_student, name="class_student"),
    path(f"{_STUDENT}/subjects/<int:subject_id>/", classes.class_subject, name="class_subject"),
]
