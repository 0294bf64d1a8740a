"""Kinds of work: the school's local act."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.refusal import Refused
from journal.actions.works import save_kind
from journal.forms import KindForm
from journal.models import WorkKind
from journal.queries.course_list import kind_of, kinds_of
from school.permissions import school_for


def kinds(request: HttpRequest, school_id: int) -> HttpResponse:
    """The list."""
    here = school_for(request, school_id, to="journal.view_kinds")
    may_change = request.user.has_perm("journal.change_kinds", here)
    return render(
        request, "journal/kinds.html", {"kinds": kinds_of(school_id), "may_change": may_change}
    )


def new_kind(request: HttpRequest, school_id: int) -> HttpResponse:
    """A new kind of work."""
    school_for(request, school_id, to="journal.change_kinds")
    return _edit(request, WorkKind(school_id=school_id))


def kind(request: HttpRequest, school_id: int, kind_id: int) -> HttpResponse:
    """Change a kind; marks already written keep their weight."""
    school_for(request, school_id, to="journal.change_kinds")
    found = kind_of(school_id, kind_id)
    if found is None:
        raise Http404
    return _edit(request, found)


def _edit(request: HttpRequest, kind: WorkKind) -> HttpResponse:
    form = KindForm(request.POST if request.method == "POST" else None, instance=kind)
    if request.method == "POST" and form.is_valid():
        try:
            save_kind(actor=request.user, kind=form.instance)
        except Refused as error:
            form.add_error(error.field, error)
        else:
            return redirect("journal:kinds", school_id=kind.school_id)
    status = 422 if form.errors else 200
    return render(request, "journal/kind.html", {"form": form, "kind": kind}, status=status)
