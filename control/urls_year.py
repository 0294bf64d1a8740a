"""Addresses of what a school settles once a year: readiness and opening, papers."""

from django.urls import path

from control.views import papers, readiness

_PAPERS = "s/<int:school_id>/control/papers/"

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
    path(_PAPERS, papers.papers, name="papers"),
    path(f"{_PAPERS}checklist.pdf", papers.papers_print, name="papers_print"),
    path(f"{_PAPERS}version/<int:pk>/file/", papers.paper_file, name="paper_file"),
    path(f"{_PAPERS}version/<int:pk>/approve/", papers.paper_approve, name="paper_approve"),
    path(f"{_PAPERS}<slug:code>/", papers.paper, name="paper"),
    path(f"{_PAPERS}<slug:code>/add/", papers.paper_add, name="paper_add"),
    path(f"{_PAPERS}<slug:code>/text.<slug:ending>", papers.paper_kit, name="paper_kit"),
]
