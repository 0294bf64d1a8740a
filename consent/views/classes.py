"""The papers of classes: figures, the table of a class, the register of applications."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consent.actions import Registered, register_papers
from consent.forms import PapersTable
from consent.permissions import ClassHere, class_for
from consent.queries import applications_page, class_page, home_page
from core.asked import number_asked
from core.refusal import Refused
from school.models import SchoolClass
from school.permissions import school_for


def home(request: HttpRequest, school_id: int) -> HttpResponse:
    """All classes in figures; a homeroom teacher of one class goes straight to its table."""
    here = school_for(request, school_id, to="consent.enter")
    page = home_page(here, today=timezone.localdate())
    if len(page.classes) == 1 and not here.leads:
        return redirect("consent:class", school_id, page.classes[0].school_class.pk)
    may = request.user.has_perm("consent.view_applications", here)
    return render(request, "consent/home.html", {"page": page, "may_view_applications": may})


def papers_of_class(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The table: what is signed, what lacks."""
    here, school_class = class_for(request, school_id, class_id, to="consent.view_papers")
    page = class_page(school_class, today=timezone.localdate())
    may = request.user.has_perm("consent.register_papers", ClassHere(here, class_id))
    return render(request, "consent/class.html", {"page": page, "may_register": may})


@require_POST
def register(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Register the ticked papers of the table: all of them or none."""
    _here, school_class = class_for(request, school_id, class_id, to="consent.register_papers")
    ids = class_page(school_class, today=timezone.localdate()).guardianship_ids
    table = PapersTable(request.POST, ids)
    try:
        made = register_papers(
            actor=request.user,
            school_id=school_id,
            entries=table.entries(),
            now=timezone.now(),
            key=table.key,
        )
    except Refused as refused:
        return _refused(request, school_class, table, refused)
    _say(request, made)
    return redirect("consent:class", school_id, class_id)


def applications(request: HttpRequest, school_id: int) -> HttpResponse:
    """The register of applications as cases of the service (210-FZ)."""
    school_for(request, school_id, to="consent.view_applications")
    number = number_asked(request.GET.get("page")) or 1
    page = applications_page(school_id, today=timezone.localdate(), number=number)
    return render(request, "consent/applications.html", {"page": page})


def _refused(
    request: HttpRequest, school_class: SchoolClass, table: PapersTable, refused: Refused
) -> HttpResponse:
    errors = getattr(refused, "errors", {})
    page = class_page(school_class, today=timezone.localdate(), typed=table.typed(errors))
    shown = {"page": page, "may_register": True, "refused": refused.message}
    return render(request, "consent/class.html", shown, status=422)


def _say(request: HttpRequest, made: Registered) -> None:
    n = made.applications + made.consents
    said = ngettext("%(n)s paper was registered.", "%(n)s papers were registered.", n)
    messages.success(request, said % {"n": n})
