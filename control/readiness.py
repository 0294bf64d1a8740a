"""What the order asks of a school before it opens its year (order 2.3), check by check: what is
looked at, what lacks, and the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_ALL = frozenset({"deputy", "director", "administrator"})
_ADMINISTRATOR = frozenset({"administrator"})
_TIMETABLE = frozenset({"deputy", "administrator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckKind:
    """One question of the check. `place` is the address where a single lack is mended, by who has
    one of the roles `mends`: with the thing's number where `of_thing`, else the school's page of
    that kind. The others are led to `look`, where they see it, if anywhere."""

    code: str
    part: str
    label: str | Promise
    lacks: str | Promise
    place: str
    of_thing: bool = True
    query: str = ""
    mends: frozenset[str] = _ALL
    look: str = ""
    look_of_thing: bool = True


PARTS = {
    "orders": _("Orders"),
    "calendar": _("Calendar of the year"),
    "classes": _("Classes"),
    "courses": _("Courses"),
    "people": _("People and logins"),
}
CHECKS = {
    check.code: check
    for check in [
        CheckKind(
            code="responsible",
            part="orders",
            label=_("A person responsible for the journal is named by an order"),
            lacks=_("nobody is named"),
            place="school:appointment_add",
            mends=_ADMINISTRATOR,
            look="school:appointments",
            look_of_thing=False,
            of_thing=False,
            query="?kind=responsible",
        ),
        CheckKind(
            code="sent",
            part="orders",
            label=_("The order went to the municipal coordinator"),
            lacks=_("not sent yet"),
            place="school:appointment_sent",
            mends=_ADMINISTRATOR,
            look="school:appointments",
            look_of_thing=False,
        ),
        CheckKind(
            code="terms",
            part="calendar",
            label=_("Every calendar has its periods"),
            lacks=_("without periods"),
            place="school:calendar",
        ),
        CheckKind(
            code="breaks",
            part="calendar",
            label=_("Every calendar has its breaks"),
            lacks=_("without breaks"),
            place="school:calendar",
        ),
        CheckKind(
            code="classes",
            part="classes",
            label=_("The classes of the year are entered"),
            lacks=_("no class at all"),
            place="school:classes",
            of_thing=False,
        ),
        CheckKind(
            code="homeroom",
            part="classes",
            label=_("Every class has a homeroom teacher"),
            lacks=_("without a homeroom teacher"),
            place="school:homeroom",
            mends=_ADMINISTRATOR,
            look="school:class",
        ),
        CheckKind(
            code="students",
            part="classes",
            label=_("Every class has students"),
            lacks=_("without students"),
            place="school:class",
        ),
        CheckKind(
            code="courses",
            part="classes",
            label=_("Every class has courses"),
            lacks=pgettext_lazy("class", "without courses"),
            place="school:class",
        ),
        CheckKind(
            code="bells",
            part="classes",
            label=_("Bells ring for every class"),
            lacks=_("without bells"),
            place="school:import_start",
            mends=_ADMINISTRATOR,
            of_thing=False,
        ),
        CheckKind(
            code="timetable",
            part="classes",
            label=_("Every class has a timetable"),
            lacks=_("without a timetable"),
            place="schedule:slots",
            mends=_TIMETABLE,
            look="schedule:class",
        ),
        CheckKind(
            code="lessons",
            part="classes",
            label=_("Lessons of the year are made from the timetable"),
            lacks=_("the timetable is there, lessons are not"),
            place="schedule:generate",
            mends=_TIMETABLE,
            look="schedule:home",
            look_of_thing=False,
            of_thing=False,
        ),
        CheckKind(
            code="teacher",
            part="courses",
            label=_("Every course has a teacher"),
            lacks=_("without a teacher"),
            place="school:course",
        ),
        CheckKind(
            code="plan",
            part="courses",
            label=_("Every course has an approved plan"),
            lacks=_("without an approved plan"),
            place="journal:plan",
        ),
        CheckKind(
            code="hours",
            part="courses",
            label=_("Every course stands in the timetable"),
            lacks=_("not in the timetable"),
            place="school:course",
        ),
        CheckKind(
            code="members",
            part="courses",
            label=_("Subgroups, electives and clubs have members"),
            lacks=_("nobody is in the group"),
            place="school:course",
        ),
        CheckKind(
            code="kin",
            part="people",
            label=_("Every student has a parent or guardian entered"),
            lacks=_("nobody is entered"),
            place="school:person",
        ),
        CheckKind(
            code="staff_login",
            part="people",
            label=_("Everybody who keeps the journal can log in"),
            lacks=_("neither password nor one-time code"),
            place="school:person_code",
            mends=_ADMINISTRATOR,
            look="school:person",
        ),
        CheckKind(
            code="kin_login",
            part="people",
            label=_("Families with both papers signed can log in"),
            lacks=_("neither password nor one-time code"),
            place="school:person_code",
            mends=_ADMINISTRATOR,
            look="school:person",
        ),
    ]
}
