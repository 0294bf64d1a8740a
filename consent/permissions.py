"""The one door to a child's record, and the doors to the papers.

A guardian comes in only while a signed application for the service and a signed consent to
personal-data processing are both in force (order 2.6; two papers, two signatures, 156-FZ). Every
opening is written down (A4 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import rules
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from consent.children import Child, children_and
from consent.models import Contact
from consent.openings import leading_role, opening_of
from school.models import Guardianship, Person, SchoolClass
from school.permissions import is_administrator, is_deputy, is_director, school_for
from school.standing import InSchool, standing_of

STILL_SECONDS = 60
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What the door opened: whose record, as whom, and which other children may be turned to."""

    here: InSchool
    child: Child
    role: str
    children: tuple[Child, ...]
    now: datetime

    @property
    def school_id(self) -> int:
        return self.child.school_id

    @property
    def student_id(self) -> int:
        return self.child.student_id

    @property
    def today(self) -> date:
        return self.child.today

    @property
    def is_family(self) -> bool:
        return self.role in ("guardian", "student")


class PapersMissing(PermissionDenied):
    """A guardian whose two papers are not both in force: to be told what to sign, and nothing of
    the child."""

    def __init__(self, child: Child) -> None:
        super().__init__("papers")
        self.child = child


def record_for(
    request: HttpRequest, school_id: int, student_id: int, *, page: str, export: bool = False
) -> Access:
    """The door to a child's record (order 2.6, A4 1.5).

    It opens to the guardian while both papers are in force, to the student, to the homeroom
    teacher of the class, to the deputy, the director and the administrator of the school; and it
    writes down who came in, as whom and to which `page`.

    Raises Http404 for strangers (a coordinator too: never a child's record), PapersMissing for a
    guardian without papers, PermissionDenied for other staff of the school."""
    access = _access(request, school_id, student_id)
    log_opening(request, access, page=page, export=export)
    timezone.activate(access.here.school.zone)
    return access


def log_opening(request: HttpRequest, access: Access, *, page: str, export: bool = False) -> None:
    """Append one opening to the log; two openings are two rows."""
    opening = opening_of(request, access.child, role=access.role, page=page, now=access.now)
    opening.is_export = export
    opening.save(force_insert=True)


def still_open(request: HttpRequest, school_id: int, student_id: int) -> bool:
    """Whether the page that is open in a browser may stay there. Asked every few seconds, so the
    answer is kept for a minute and forgotten at once when a paper is withdrawn; it is no
    opening."""
    person_id = request.session.get("_auth_user_id")
    if person_id is None:
        return False
    key = still_key(int(person_id), student_id)
    if cache.get(key) == OPEN:
        return True
    try:
        _access(request, school_id, student_id)
    except (Http404, PermissionDenied):
        return False
    # Added, never set: an answer found just before a withdrawal must not outlive it.
    cache.add(key, OPEN, STILL_SECONDS)
    return True


def still_key(person_id: int, student_id: int) -> str:
    """Under which key the answer for this person and child is kept."""
    return f"consent:still:{person_id}:{student_id}"


def _access(request: HttpRequest, school_id: int, student_id: int) -> Access:
    here = standing_of(request.user).in_school(school_id)
    if here is None:
        raise Http404
    now = timezone.now()
    rows = children_and(request.user.pk, student_id, now)
    asked = [row for row in rows if row.student_id == student_id and row.school_id == school_id]
    if not asked:
        raise Http404
    child, role = _as_whom(request.user, here, asked)
    others = {row.student_id: row for row in rows if _is_theirs(row, request.user)}
    return Access(here=here, child=child, role=role, children=tuple(others.values()), now=now)


def _is_theirs(row: Child, person: Person) -> bool:
    return row.guardianship_id is not None or row.person_id == person.pk


def _as_whom(person: Person, here: InSchool, rows: list[Child]) -> tuple[Child, str]:
    child = rows[0]
    mine = [row for row in rows if row.guardianship_id is not None]
    for row in mine:
        if row.papers_in_force:
            return row, "guardian"
    if child.person_id == person.pk:
        return child, "student"
    if child.class_id in here.class_ids:
        return child, "homeroom"
    if here.leads:
        return child, leading_role(here)
    if mine:
        raise PapersMissing(mine[0])
    if here.is_staff:
        raise PermissionDenied
    raise Http404


# ---- who may work with the papers -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassHere:
    """A class as the person stands to it."""

    here: InSchool
    class_id: int | None


@rules.predicate
def leads_this_class(person: Person, place: ClassHere) -> bool:
    return place.class_id in place.here.class_ids


@rules.predicate
def administers(person: Person, place: ClassHere) -> bool:
    return place.here.has("administrator")


@rules.predicate
def answers_for_school(person: Person, place: ClassHere) -> bool:
    return place.here.leads


@rules.predicate
def leads_any_class(person: Person, here: InSchool) -> bool:
    return bool(here.class_ids)


rules.add_perm("consent.enter", is_administrator | is_deputy | is_director | leads_any_class)
rules.add_perm("consent.view_applications", is_administrator | is_director)
rules.add_perm("consent.view_papers", leads_this_class | answers_for_school)
rules.add_perm("consent.register_papers", leads_this_class | administers)
rules.add_perm("consent.view_openings", leads_this_class | administers)


def class_for(
    request: HttpRequest, school_id: int, pk: int, *, to: str
) -> tuple[InSchool, SchoolClass]:
    """The door to the papers of a class. Http404 outside the school, PermissionDenied where the
    role does not cover `to` for this class."""
    here = school_for(request, school_id, to="school.enter")
    school_class = get_object_or_404(SchoolClass.objects.all(), pk=pk, school_id=school_id)
    _ask(request, here, school_class.pk, to)
    return here, school_class


def guardianship_for(
    request: HttpRequest, school_id: int, pk: int, *, to: str
) -> tuple[InSchool, Guardianship]:
    """The door to the papers of one guardian of one child."""
    here = school_for(request, school_id, to="school.enter")
    found = get_object_or_404(
        Guardianship.objects.select_related("guardian", "student__person", "school"),
        pk=pk,
        school_id=school_id,
    )
    _ask(request, here, class_id_of(found.student_id, timezone.localdate()), to)
    return here, found


def own_guardianship(request: HttpRequest, school_id: int, pk: int) -> Guardianship:
    """The guardian's own guardianship, papers or not; Http404 for all others."""
    here = school_for(request, school_id, to="school.enter")
    own = Guardianship.objects.on(timezone.localdate(timezone=here.school.zone))
    return get_object_or_404(
        own.select_related("guardian", "student__person"),
        pk=pk,
        school_id=school_id,
        guardian_id=request.user.pk,
    )


def student_for(
    request: HttpRequest, school_id: int, student_id: int, *, to: str
) -> tuple[InSchool, Child]:
    """The door to what staff know about one child's papers and openings."""
    here = school_for(request, school_id, to="school.enter")
    rows = children_and(request.user.pk, student_id, timezone.now())
    child = next((r for r in rows if r.student_id == student_id and r.school_id == school_id), None)
    if child is None or not here.is_staff:
        raise Http404
    _ask(request, here, child.class_id, to)
    return here, child


def class_id_of(student_id: int, day: date) -> int | None:
    """The class the student is in on the day, or was in last."""
    return (
        SchoolClass.objects.filter(
            groups__kind="class",
            groups__memberships__student_id=student_id,
            groups__memberships__since__lte=day,
        )
        .order_by("-groups__memberships__since")
        .values_list("pk", flat=True)
        .first()
    )


def _ask(request: HttpRequest, here: InSchool, class_id: int | None, to: str) -> None:
    if not here.is_staff:
        raise Http404
    if not request.user.has_perm(to, ClassHere(here, class_id)):
        raise PermissionDenied


def may_send_to(contact: Contact) -> bool:
    """Whether anything may be sent to this contact: only what was given on a paper and confirmed,
    and has not been taken back (A5 4)."""
    return contact.confirmed_at is not None and contact.ended_at is None


def may_send_to_contact(contact_id: int) -> bool:
    """The same, asked by the contact's number at the moment of sending."""
    contact = Contact.objects.filter(pk=contact_id).first()
    return contact is not None and may_send_to(contact)
