"""Addresses of marks of periods: the teacher's sheet, the class's sheet, promotion."""

from django.urls import path

from journal.views import class_terms, terms

_COURSE = "journals/<int:course_id>/terms"
_CLASS = "classes/<int:class_id>"

urlpatterns = [
    path(f"{_COURSE}/", terms.sheet, name="terms"),
    path(f"{_COURSE}/<slug:column>/suggested/", terms.suggested, name="terms_suggested"),
    path(f"{_COURSE}/students/<int:student_id>/retake/", terms.retake, name="retake"),
    path(f"{_COURSE}/students/<int:student_id>/<slug:column>/", terms.mark, name="term_mark"),
    path(f"{_CLASS}/terms/", class_terms.sheet, name="class_terms"),
    path(f"{_CLASS}/terms/export/", class_terms.export, name="class_terms_export"),
    path(
        f"{_CLASS}/terms/students/<int:student_id>/<slug:column>/",
        class_terms.conduct,
        name="conduct",
    ),
    path(f"{_CLASS}/terms/<int:term_id>/close/", class_terms.close_period, name="close_period"),
    path(f"{_CLASS}/terms/<int:term_id>/open/", class_terms.open_period, name="open_period"),
    path(f"{_CLASS}/promotion/", class_terms.promotions, name="promotions"),
]
