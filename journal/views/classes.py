"""The homeroom teacher's class page, tab by tab, and the page of one student."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from consent.permissions import Access, record_for
from core.asked import number_asked
from journal.permissions import ClassHere
from journal.queries.class_families import families_page
from journal.queries.class_marks import class_marks_page
from journal.queries.class_student import student_page, subject_page
from journal.queries.class_tabs import class_debts_page
from school.models import SchoolClass
from school.permissions import class_for, school_for

VIEW = "school.view_class"


def my_class(request: HttpRequest, school_id: int) -> HttpResponse:
    """The homeroom teacher's own class; others choose one from the list."""
    here = school_for(request, school_id, to=VIEW)
    if here.class_ids:
        return redirect("journal:class_marks", school_id, min(here.class_ids))
    return redirect("school:classes", school_id)


def class_marks(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Students × subjects of a term (?term=…&view=marks)."""
    _here, school_class = class_for(request, school_id, class_id, to=VIEW)
    page = class_marks_page(school_class, term_id=_term(request), today=timezone.localdate())
    view = "marks" if request.GET.get("view") == "marks" else ""
    context = {"page": page, "tab": "marks", "view": view}
    return render(request, "journal/class/marks.html", context)


def class_families(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Guardians, papers, how they are informed, when the diary was opened."""
    _here, school_class = class_for(request, school_id, class_id, to=VIEW)
    page = families_page(school_class, today=timezone.localdate())
    return render(request, "journal/class/families.html", {"page": page, "tab": "families"})


def class_debts(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Works missed and marks owed, by student."""
    _here, school_class = class_for(request, school_id, class_id, to=VIEW)
    page = class_debts_page(school_class, term_id=_term(request), now=timezone.now())
    return render(request, "journal/class/debts.html", {"page": page, "tab": "debts"})


def class_student(
    request: HttpRequest, school_id: int, class_id: int, student_id: int
) -> HttpResponse:
    """One student of the class: an opening of the child's record (A4 1.5)."""
    access, school_class = _student(request, school_id, class_id, student_id)
    page = student_page(access, school_class, term_id=_term(request))
    thing = ClassHere(here=access.here, school_class=school_class)
    may_enter = request.user.has_perm("journal.enter_results", thing)
    context = {"page": page, "may_enter": may_enter}
    answer = render(request, "journal/class/student.html", context)
    add_never_cache_headers(answer)
    return answer


def class_subject(
    request: HttpRequest, school_id: int, class_id: int, student_id: int, subject_id: int
) -> HttpResponse:
    """One student in one subject: what a cell of the class page unfolds to."""
    access, school_class = _student(request, school_id, class_id, student_id)
    page = subject_page(access, school_class, subject_id=subject_id, term_id=_term(request))
    if page is None:
        raise Http404
    answer = render(request, "journal/class/subject.html", {"page": page})
    add_never_cache_headers(answer)
    return answer


def _student(
    request: HttpRequest, school_id: int, class_id: int, student_id: int
) -> tuple[Access, SchoolClass]:
    """The class's door first (403), then the child's, which writes down who came in."""
    _here, school_class = class_for(request, school_id, class_id, to=VIEW)
    access = record_for(request, school_id, student_id, page="class_student")
    if access.child.class_id != class_id:
        raise Http404
    return access, school_class


def _term(request: HttpRequest) -> int | None:
    return number_asked(request.GET.get("term"))
