"""Addresses of works: results, plan, schedule of a class."""

from django.urls import path

from journal.views import results, works

work_paths = [
    path("journals/<int:course_id>/works/", works.works, name="works"),
    path("journals/<int:course_id>/works/check/", works.check, name="works_check"),
    path("works/<int:work_id>/", results.results, name="work_results"),
    path("works/<int:work_id>/change/", works.change, name="change_work"),
    path("classes/<int:class_id>/works/", works.class_works, name="class_works"),
]
