"""Papers to print: the two forms, and the register of applications. Always in Russian: they are
legal papers, whatever language the page is read in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation

from consent.openings import log_student_openings
from consent.permissions import class_for, guardianship_for, own_guardianship
from consent.queries import applications_page, class_page, printed_forms
from consent.queries.papers import class_name_of, guardianships_in_order
from core.printing import pdf
from school.permissions import school_for


def class_forms(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Both forms of every guardian of the class whose papers are missing, in one file."""
    here, school_class = class_for(request, school_id, class_id, to="consent.register_papers")
    today = timezone.localdate()
    page = class_page(school_class, today=today)
    ids = [row.guardianship_id for row in page.missing]
    if not ids:
        raise Http404
    guardianships = guardianships_in_order(ids)
    log_student_openings(
        request, here, [(one.student_id) for one in guardianships], class_id, page="consent_forms"
    )
    forms = printed_forms(school_id, guardianships, class_name=school_class.name, today=today)
    return _printed("consent/print/forms.html", {"page": forms}, "consent-forms.pdf")


def guardian_forms(request: HttpRequest, school_id: int, guardianship_id: int) -> HttpResponse:
    """Both forms of one guardian."""
    here, guardianship = guardianship_for(
        request, school_id, guardianship_id, to="consent.register_papers"
    )
    today = timezone.localdate()
    class_id, class_name = class_name_of(guardianship.student_id, today)
    log_student_openings(request, here, [guardianship.student_id], class_id, page="consent_forms")
    forms = printed_forms(school_id, [guardianship], class_name=class_name, today=today)
    return _printed("consent/print/forms.html", {"page": forms}, "consent-forms.pdf")


def blank_forms(request: HttpRequest, school_id: int, guardianship_id: int) -> HttpResponse:
    """A guardian prints both forms at home: with the own name, and lines for the child's."""
    guardianship = own_guardianship(request, school_id, guardianship_id)
    forms = printed_forms(
        school_id, [guardianship], class_name="", today=timezone.localdate(), with_child=False
    )
    return _printed("consent/print/forms.html", {"page": forms}, "consent-forms.pdf")


def applications_pdf(request: HttpRequest, school_id: int) -> HttpResponse:
    """The register of applications on paper."""
    school_for(request, school_id, to="consent.view_applications")
    page = applications_page(school_id, today=timezone.localdate(), number=None)
    return _printed("consent/print/applications.html", {"page": page}, "applications.pdf")


def _printed(template: str, context: dict[str, object], name: str) -> HttpResponse:
    with translation.override("ru"):
        paper = pdf(template, context)
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
