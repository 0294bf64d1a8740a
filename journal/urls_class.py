"""Addresses of the homeroom teacher's class page."""

from django.urls import path

from journal.views import classes, outside

_CLASS = "classes/<int:class_id>"
_STUDENT = f"{_CLASS}/students/<int:student_id>"

urlpatterns = [
    path("my-class/", classes.my_class, name="my_class"),
    path(f"{_CLASS}/journal/", classes.class_marks, name="class_marks"),
    path(f"{_CLASS}/journal/debts/", classes.class_debts, name="class_debts"),
    path(f"{_CLASS}/journal/families/", classes.class_families, name="class_families"),
    path(f"{_CLASS}/journal/results/", outside.class_results, name="class_outside"),
    path(f"{_CLASS}/journal/results/add/", outside.add_result, name="outside_add"),
    path("results/", outside.results, name="outside_results"),
    path("results/<int:result_id>/", outside.result, name="outside_result"),
    path("results/<int:result_id>/back/", outside.take_back_result, name="outside_back"),
    path(f"{_STUDENT}/", classes.class_student, name="class_student"),
    path(f"{_STUDENT}/subjects/<int:subject_id>/", classes.class_subject, name="class_subject"),
]
