"""Addresses of works and of the panel of a cell."""

from django.urls import path

from journal.views import panel, results, works

_CELL = "lessons/<int:lesson_id>/cells/<int:student_id>"

work_paths = [
    path(f"{_CELL}/history/", panel.history, name="history"),
    path(f"{_CELL}/comment/", panel.comment, name="comment"),
    path(f"{_CELL}/note/", panel.note, name="note"),
    path(f"{_CELL}/retake/", panel.again, name="again"),
    path("journals/<int:course_id>/works/", works.works, name="works"),
    path("journals/<int:course_id>/works/check/", works.check, name="works_check"),
    path("works/<int:work_id>/", results.results, name="work_results"),
    path("works/<int:work_id>/change/", works.change, name="change_work"),
    path("classes/<int:class_id>/works/", works.class_works, name="class_works"),
]
