"""Notes of absence and exemptions of a class; who of the school is taught elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.refusal import Refused
from journal.actions import away, notes
from journal.forms_attendance import ClassNoteForm, EndForm, ExemptionForm, StudyAwayForm
from journal.models import AbsenceNote, StudyAway
from journal.permissions import ClassHere, class_sheet_for
from journal.queries.away import (
    away_page,
    exemptions_of,
    exemptions_page,
    students_in_school,
    subjects_of_class,
)
from journal.queries.notes import notes_of_class, notes_page, students_on
from school.permissions import row_for, school_for
from school.views.forms import done

VIEW = "school.view_class"


def class_notes(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """The notes of a class (?shown=waiting, accepted, all)."""
    thing = class_sheet_for(request, school_id, class_id, to=VIEW)
    return _notes(request, thing, shown=request.GET.get("shown", ""))


def add_note(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """A note that came on paper or by telephone: accepted with it."""
    thing = class_sheet_for(request, school_id, class_id, to="journal.decide_notes")
    today = timezone.localdate()
    form = ClassNoteForm(
        _sent(request),
        students=students_on(thing.school_class, today),
        initial={"first_day": today, "student": request.GET.get("student")},
    )
    if done(request, form, lambda: _enter(request, form)):
        return redirect("journal:class_notes", school_id, class_id)
    title, back = _("Note of absence"), reverse("journal:class_notes", args=[school_id, class_id])
    return _form_page(request, form, title=title, back=back)


@require_POST
def decide_note(request: HttpRequest, school_id: int, class_id: int, note_id: int) -> HttpResponse:
    """Accept, do not accept, or take an accepted note back, with an answer to the family."""
    thing = class_sheet_for(request, school_id, class_id, to="journal.decide_notes")
    note = get_object_or_404(notes_of_class(thing.school_class), pk=note_id)
    answer = request.POST.get("answer", "")[:300]
    shown = request.POST.get("shown", "")
    try:
        _decide(request, note, answer)
    except Refused as error:
        refused = {"pk": note_id, "error": error, "answer": answer}
        return _notes(request, thing, shown=shown, refused=refused)
    address = reverse("journal:class_notes", args=[school_id, class_id])
    return redirect(f"{address}?shown={shown}" if shown.isalpha() else address)


def exemptions(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """Who of the class is exempt from what."""
    thing = class_sheet_for(request, school_id, class_id, to=VIEW)
    page = exemptions_page(
        thing.school_class,
        today=timezone.localdate(),
        may_write=request.user.has_perm("journal.exempt", thing),
    )
    return render(request, "journal/class/exemptions.html", {"page": page, "tab": "exemptions"})


def add_exemption(request: HttpRequest, school_id: int, class_id: int) -> HttpResponse:
    """A new exemption, by a paper."""
    thing = class_sheet_for(request, school_id, class_id, to="journal.exempt")
    today = timezone.localdate()
    form = ExemptionForm(
        _sent(request),
        students=students_on(thing.school_class, today),
        subjects=subjects_of_class(thing.school_class),
        initial={"since": today},
    )
    if done(request, form, lambda: _exempt(request, form)):
        return redirect("journal:exemptions", school_id, class_id)
    title = _("Exemption from a subject")
    back = reverse("journal:exemptions", args=[school_id, class_id])
    return _form_page(request, form, title=title, back=back)


def end_exemption(
    request: HttpRequest, school_id: int, class_id: int, exemption_id: int
) -> HttpResponse:
    """The last day of an exemption."""
    thing = class_sheet_for(request, school_id, class_id, to="journal.exempt")
    today = timezone.localdate()
    row = get_object_or_404(exemptions_of(thing.school_class, today), pk=exemption_id)
    back = reverse("journal:exemptions", args=[school_id, class_id])
    return _end_page(
        request,
        lambda until: away.end_exemption(actor=request.user, exemption=row, until=until),
        title=_("End the exemption"),
        back=back,
    )


def study_away(request: HttpRequest, school_id: int) -> HttpResponse:
    """Home tuition and learning at a distance, by orders."""
    here = school_for(request, school_id, to="school.view_registers")
    page = away_page(
        school_id,
        today=timezone.localdate(),
        may_write=request.user.has_perm("journal.send_away", here),
    )
    return render(request, "journal/study_away.html", {"page": page})


def add_study_away(request: HttpRequest, school_id: int) -> HttpResponse:
    """A student is taught elsewhere from a day on."""
    school_for(request, school_id, to="journal.send_away")
    today = timezone.localdate()
    form = StudyAwayForm(
        _sent(request),
        students=students_in_school(school_id, today),
        initial={"since": today},
    )
    if done(request, form, lambda: _send_away(request, form)):
        return redirect("journal:study_away", school_id)
    title, back = (
        _("Home tuition or at a distance"),
        reverse("journal:study_away", args=[school_id]),
    )
    return _form_page(request, form, title=title, back=back)


def end_study_away(request: HttpRequest, school_id: int, away_id: int) -> HttpResponse:
    """The last day of learning elsewhere."""
    _here, row = row_for(request, school_id, StudyAway, away_id, to="journal.send_away")
    return _end_page(
        request,
        lambda until: away.call_back(actor=request.user, away=row, until=until),
        title=_("Back to the class"),
        back=reverse("journal:study_away", args=[school_id]),
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form too."""
    return request.POST if request.method == "POST" else None


def _notes(
    request: HttpRequest, thing: ClassHere, *, shown: str, refused: dict | None = None
) -> HttpResponse:
    page = notes_page(thing.school_class, shown=shown)
    context = {
        "page": page,
        "tab": "notes",
        "refused": refused,
        "may_decide": request.user.has_perm("journal.decide_notes", thing),
    }
    status = 422 if refused else 200
    return render(request, "journal/class/notes.html", context, status=status)


def _decide(request: HttpRequest, note: AbsenceNote, answer: str) -> None:
    given = {"actor": request.user, "note": note, "answer": answer, "now": timezone.now()}
    match request.POST.get("decision"):
        case "accept":
            notes.decide_note(accept=True, **given)
        case "reject":
            notes.decide_note(accept=False, **given)
        case "void":
            notes.void_note(**given)
        case _:
            raise Refused("no_decision", _("Say whether the note is accepted."))


def _enter(request: HttpRequest, form: ClassNoteForm) -> None:
    notes.enter_note(
        actor=request.user,
        student=form.cleaned_data["student"],
        away=form.away(),
        now=timezone.now(),
        key=form.cleaned_data["request_key"],
    )


def _exempt(request: HttpRequest, form: ExemptionForm) -> None:
    away.exempt(
        actor=request.user,
        student=form.cleaned_data["student"],
        subject=form.cleaned_data["subject"],
        span=form.span(),
        document=form.cleaned_data["document"],
        now=timezone.now(),
        key=form.cleaned_data["request_key"],
    )


def _send_away(request: HttpRequest, form: StudyAwayForm) -> None:
    away.send_away(
        actor=request.user,
        student=form.cleaned_data["student"],
        mode=form.cleaned_data["mode"],
        span=form.span(),
        order_number=form.cleaned_data["order_number"],
        order_day=form.cleaned_data["order_day"],
        now=timezone.now(),
        key=form.cleaned_data["request_key"],
    )


def _form_page(request: HttpRequest, form: object, *, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    status = 422 if form.errors else 200
    return render(request, "journal/form_page.html", context, status=status)


def _end_page(
    request: HttpRequest, end: Callable[..., None], *, title: str, back: str
) -> HttpResponse:
    form = EndForm(_sent(request), initial={"until": timezone.localdate()})
    if done(request, form, lambda: end(form.cleaned_data["until"])):
        return redirect(back)
    return _form_page(request, form, title=title, back=back)
