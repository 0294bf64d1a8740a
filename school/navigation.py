"""The main menu: one list for all roles; what a role may not see is absent."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school.standing import STAFF, InSchool, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A place in the menu of those who have one of the roles."""

    name: str
    label: str | Promise
    roles: frozenset[str]


def _item(name: str, label: str | Promise, *roles: str) -> NavItem:
    return NavItem(name=name, label=label, roles=frozenset(roles))


ITEMS = [
    _item("journal:day", _("My day"), "teacher"),
    _item("journal:class_marks", _("My class"), "homeroom"),
    _item("journal:courses", _("Journals"), *STAFF),
    _item("diary:home", _("Diary"), "guardian", "student"),
    _item("control:today", _("Control"), "deputy", "director", "administrator"),
    _item("journal:school_attendance", _("Attendance"), "deputy", "director"),
    _item("schedule:home", _("Timetable"), *STAFF),
    _item("control:papers", _("Papers"), "teacher", "homeroom"),
    _item("school:classes", _("Classes"), "homeroom", "deputy", "director", "administrator"),
    _item("consent:home", _("Consents"), "homeroom", "administrator"),
    _item("school:people", _("People"), "deputy", "director", "administrator"),
    _item("school:overview", _("School"), "deputy", "director", "administrator"),
]
# The person's own pages in the school one is in, and those of the person alone.
OWN_ITEMS = [_item("control:my_reminders", _("Reminders"), *STAFF)]
ACCOUNT_ITEMS = [
    ("account_change_password", _("Change password")),
    ("mfa_index", _("Second factor and passkeys")),
    ("usersessions_list", _("Where I am logged in")),
]


@dataclass(frozen=True, slots=True)
class NavLink:
    """A menu entry of this page."""

    label: str | Promise
    url: str
    is_here: bool


def links(standing: Standing, here: InSchool | None, *, path: str) -> list[NavLink]:
    """What this person's menu shows on this page."""
    found: list[tuple[str | Promise, str, str]] = []
    for item in ITEMS if here else ():
        if here.roles & item.roles and (url := _url_of(item, here)):
            found.append((item.label, url, _place_of(item, url)))
    for municipality_id in standing.municipalities:
        if url := _url("control:monitoring", municipality_id=municipality_id):
            found.append((_("Monitoring"), url, url))
    # The longest address that fits is where one is: the school's own page begins all others.
    nearest = max((place for *_, place in found if path.startswith(place)), key=len, default="")
    return [NavLink(label, url, place == nearest) for label, url, place in found]


def account_links(here: InSchool | None) -> list[NavLink]:
    """The person's own pages: those of this school, and those that are the same for all."""
    own = [item for item in OWN_ITEMS if here and here.roles & item.roles]
    return [
        *(NavLink(item.label, url, False) for item in own if (url := _url_of(item, here))),
        *(NavLink(label, url, False) for name, label in ACCOUNT_ITEMS if (url := _url(name))),
    ]


def _url_of(item: NavItem, here: InSchool) -> str:
    """The address of an entry; the homeroom teacher's leads to the own class at once."""
    if item.name == "journal:class_marks":
        return _url(item.name, school_id=here.school.pk, class_id=min(here.class_ids))
    return _url(item.name, school_id=here.school.pk)


def _place_of(item: NavItem, url: str) -> str:
    """With what the addresses of an entry's pages begin: my class is all pages of the class."""
    return url.removesuffix("journal/") if item.name == "journal:class_marks" else url


def _url(name: str, **kwargs: int) -> str:
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
