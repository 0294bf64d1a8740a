"""Bells and the timetable from files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register_sheets() -> None:
    """Tell the framework of this room's sheets (called once, when the app is ready)."""
    from core.imports.sheets import register_names, sheets
    from schedule.imports.bells import BELLS
    from schedule.imports.grid import GRID
    from schedule.imports.listed import LISTED

    sheets.add(BELLS, LISTED, GRID)
    register_names.update(bells=_("Bells"), timetable=_("Timetable"))
