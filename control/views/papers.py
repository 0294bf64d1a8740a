"""Papers of the school: the checklist, one paper with its versions, texts to begin with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from control.actions.papers import approve_paper, enter_paper
from control.forms.papers import ApproveForm, PaperForm
from control.kit import FORMATS, kit_file
from control.models import LocalPaper
from control.papers_asked import PAPERS, PaperAsked
from control.printing import checklist_pdf
from control.queries.papers import paper_page, paper_version, papers_page, printed_checklist
from control.queries.responsible import director_of
from core.files import Brought, brought, serve_file
from school.permissions import school_for
from school.standing import InSchool
from school.views.forms import done, said

READ = "school.view_staff_pages"
KEEP = "control.keep_papers"


@require_GET
def papers(request: HttpRequest, school_id: int) -> HttpResponse:
    """The checklist; teachers read what is in force."""
    here = school_for(request, school_id, to=READ)
    page = papers_page(school_id, may_change=_keeps(request, here))
    return render(request, "control/papers.html", {"page": page})


@require_GET
def papers_print(request: HttpRequest, school_id: int) -> HttpResponse:
    """The checklist on paper."""
    school_for(request, school_id, to=KEEP)
    printed = printed_checklist(school_id, day=timezone.localdate())
    return HttpResponse(checklist_pdf(printed), content_type="application/pdf")


@require_GET
def paper(request: HttpRequest, school_id: int, code: str) -> HttpResponse:
    """One paper with all its versions."""
    here = school_for(request, school_id, to=READ)
    asked = _asked(code)
    page = paper_page(school_id, asked.code, may_change=_keeps(request, here))
    return render(request, "control/paper.html", {"page": page})


def paper_add(request: HttpRequest, school_id: int, code: str) -> HttpResponse:
    """A new version: a draft, an approved paper, or that no change is needed."""
    school_for(request, school_id, to=KEEP)
    asked = _asked(code)
    initial = {"day": timezone.localdate(), "approved_by": _director(school_id)}
    form = PaperForm(request.POST or None, request.FILES or None, paper=asked, initial=initial)

    def act() -> None:
        enter_paper(
            actor=request.user, school_id=school_id, code=code, file=_file(request), **_words(form)
        )

    if done(request, form, act):
        return redirect("control:paper", school_id, code)
    return _form_page(request, form, asked, title=_("New version"))


def paper_approve(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """A draft is approved."""
    school_for(request, school_id, to=KEEP)
    version = _version(school_id, pk, with_drafts=True)
    initial = {"day": timezone.localdate(), "approved_by": _director(school_id)}
    form = ApproveForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        approve_paper(actor=request.user, paper=version, file=_file(request), **_words(form))

    if done(request, form, act):
        return redirect("control:paper", school_id, version.code)
    return _form_page(request, form, PAPERS[version.code], title=_("Approve the draft"))


@require_GET
def paper_file(request: HttpRequest, school_id: int, pk: int) -> HttpResponseBase:
    """The file of a version; drafts only for those who work on them."""
    here = school_for(request, school_id, to=READ)
    version = _version(school_id, pk, with_drafts=_keeps(request, here))
    if version.file is None:
        raise Http404
    return serve_file(version.file)


@require_GET
def paper_kit(request: HttpRequest, school_id: int, code: str, ending: str) -> HttpResponse:
    """A text of the house to begin with, filled with the school's names, as DOCX or PDF."""
    school_for(request, school_id, to=KEEP)
    asked = _asked(code)
    if not asked.has_template or ending not in FORMATS:
        raise Http404
    made = kit_file(school_id, asked.code, ending=ending, now=timezone.now())
    response = HttpResponse(made.body, content_type=FORMATS[ending])
    response["Content-Disposition"] = f'attachment; filename="{asked.code}.{ending}"'
    return response


def _asked(code: str) -> PaperAsked:
    if code not in PAPERS:
        raise Http404
    return PAPERS[code]


def _version(school_id: int, pk: int, *, with_drafts: bool) -> LocalPaper:
    found = paper_version(school_id, pk, with_drafts=with_drafts)
    if found is None or found.code not in PAPERS:
        raise Http404
    return found


def _keeps(request: HttpRequest, here: InSchool) -> bool:
    return request.user.has_perm(KEEP, here)


def _file(request: HttpRequest) -> Brought | None:
    upload = request.FILES.get("file")
    return brought(upload, field="file") if upload else None


def _words(form: ApproveForm) -> dict[str, object]:
    return said(form, "file")


def _director(school_id: int) -> str:
    director = director_of(school_id, timezone.localdate())
    return _("director %(name)s") % {"name": director.name.short} if director else ""


def _form_page(
    request: HttpRequest, form: ApproveForm, asked: PaperAsked, *, title: str
) -> HttpResponse:
    shown = {"form": form, "paper": asked, "title": title}
    status = 422 if form.is_bound else 200
    return render(request, "control/paper_form.html", shown, status=status)
