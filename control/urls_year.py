"""Addresses of what a school settles once a year: readiness and opening, papers."""

from django.urls import path

from control.views import readiness

YEAR = [
    path("s/<int:school_id>/control/readiness/", readiness.readiness, name="readiness"),
    path(
        "s/<int:school_id>/control/readiness/<int:year_id>/open/",
        readiness.open_the_year,
        name="open_year",
    ),
    path(
        "s/<int:school_id>/control/readiness/<int:year_id>/act.pdf",
        readiness.act,
        name="opening_act",
    ),
]
