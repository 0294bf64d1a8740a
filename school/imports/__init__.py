"""The registers of a school from files: what each sheet means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register_sheets() -> None:
    """Tell the framework of this room's sheets (called once, when the app is ready)."""
    from core.imports.sheets import register_names, sheets
    from school.imports.classes import CLASSES
    from school.imports.hours import HOURS
    from school.imports.oneroster import register_package
    from school.imports.rooms import ROOMS
    from school.imports.staff import STAFF
    from school.imports.student_sheet import STUDENTS
    from school.imports.teaching import TEACHING

    sheets.add(ROOMS, STAFF, CLASSES, HOURS, TEACHING, STUDENTS)
    register_package()
    register_names.update(
        years=_("Academic years"),
        memberships=_("Members of classes and groups"),
        rooms=_("Rooms"),
        staff=_("Staff"),
        classes=_("Classes"),
        homeroom=_("Homeroom teachers"),
        subjects=_("Subjects"),
        courses=_("Courses"),
        teaching=_("Teaching"),
        students=_("Students"),
        guardians=_("Guardians"),
    )
