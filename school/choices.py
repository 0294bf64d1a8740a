"""What a school decides by its own local act: keys, types, borders and defaults.

A choice is a row with a day from which it holds (`SchoolSetting`), never a constant in code; the
defaults are those of requirements.md (design.md section 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school.choice_kinds import borders, by_grade, one_of, percents, share, table, whole, yes_no
from school.models import SchoolSetting

_YES_NO = ((False, _("no")), (True, _("yes")))
_TABLE = _("Three whole numbers, not falling: for one, two, and three or more lessons a week.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing a school may decide. `parse` makes the value from JSON and raises ValueError
    where it lies outside its borders; `expects` says in words what those are; `options` are the
    values there are, where they can be counted, as stored and in words."""

    key: str
    label: str | Promise
    default: Any
    parse: Callable[[Any], Any]
    unit: str | Promise = ""
    expects: str | Promise = ""
    options: tuple[tuple[Any, str | Promise], ...] = ()


CHOICES = {
    choice.key: choice
    for choice in [
        Choice(
            key="homework_minutes",
            label=_("Homework is entered after the class's last lesson within"),
            default=60,
            parse=whole(60, 120),
            unit=_("minutes"),
        ),
        Choice(
            key="homework_norms",
            label=_("Homework of a day takes at most, in grades 1 to 11"),
            default=(60, 90, 90, 120, 120, 150, 150, 150, 210, 210, 210),
            parse=by_grade(0, 600),
            unit=_("minutes"),
            expects=_("Eleven whole numbers, one for each grade from 1 to 11."),
        ),
        Choice(
            key="work_days",
            label=_("Results of written works are entered within"),
            default=7,
            parse=whole(1, 7),
            unit=_("days"),
        ),
        Choice(
            key="borders",
            label=_("Averages from which 3, 4 and 5 are given"),
            default=(Decimal("2.5"), Decimal("3.5"), Decimal("4.5")),
            parse=borders,
            expects=_("Three growing numbers above 2, the last at most 5: 2.5 / 3.5 / 4.5."),
        ),
        Choice(
            key="marks_minimum",
            label=_("Marks a quarter or trimester asks, at 1, 2, 3 and more lessons a week"),
            default=(3, 5, 7),
            parse=table(1, 40),
            unit=_("marks"),
            expects=_TABLE,
        ),
        Choice(
            key="marks_minimum_half_year",
            label=_("Marks a half-year asks, at 1, 2, 3 and more lessons a week"),
            default=(5, 8, 11),
            parse=table(1, 40),
            unit=_("marks"),
            expects=_TABLE,
        ),
        Choice(
            key="marks_alarm",
            label=_("Too few marks are an alarm below"),
            default=70,
            parse=whole(0, 100),
            unit=_("percent of the minimum"),
        ),
        Choice(
            key="marks_enough_days",
            label=_("The minimum of marks is asked before the end of the period by"),
            default=14,
            parse=whole(0, 60),
            unit=_("days"),
        ),
        Choice(
            key="term_marks_days",
            label=_("Marks of the period are set after its last day within"),
            default=0,
            parse=whole(-14, 14),
            unit=_("days"),
            expects=_("From −14 to 14; 0 is the last day itself, −2 is two days before."),
        ),
        Choice(
            key="no_five_with_two",
            label=_("No 5 for a period with a 2 in it"),
            default=False,
            parse=yes_no,
            options=_YES_NO,
        ),
        Choice(
            key="missed_share",
            label=_("Not attested: too few marks, and of the lessons missed more than"),
            default=Fraction(1, 2),
            parse=share,
            expects=_("A part above 0 and at most 1, such as 1/2, 2/3 or 0.6."),
        ),
        Choice(
            key="year_mark",
            label=_("The mark of the year is the mean of"),
            default="periods",
            parse=one_of("periods", "periods_exam"),
            options=(
                ("periods", _("the marks of the periods")),
                ("periods_exam", _("the marks of the periods and of the year's assessment")),
            ),
        ),
        Choice(
            key="final_grade_9",
            label=_("The final mark of grade 9 is the mean of"),
            default="year_exam",
            parse=one_of("year_exam", "year"),
            options=(
                ("year_exam", _("the year and the exam")),
                ("year", _("the year alone")),
            ),
        ),
        Choice(
            key="final_grade_11",
            label=_("The final mark of grade 11 is the mean of"),
            default="half_years_and_years",
            parse=one_of("half_years_and_years", "years", "year"),
            options=(
                ("half_years_and_years", _("half-years and years of grades 10 and 11")),
                ("years", _("the years of grades 10 and 11")),
                ("year", _("the year alone")),
            ),
        ),
        Choice(
            key="conduct_scale",
            label=_("Conduct is marked"),
            default="none",
            parse=one_of("none", "pass", "three", "2-5"),
            options=(
                ("none", _("not at all")),
                ("pass", _("passed / failed")),
                ("three", _("exemplary, satisfactory, unsatisfactory")),
                ("2-5", _("from 2 to 5")),
            ),
        ),
        Choice(
            key="correction_days",
            label=_("A mark is corrected without a reason within"),
            default=7,
            parse=whole(0, 60),
            unit=_("days"),
        ),
        Choice(
            key="point_borders",
            label=_("Points of a work become 3, 4 and 5 from"),
            default=(Decimal(50), Decimal(70), Decimal(85)),
            parse=percents,
            unit=_("percent of the most points"),
            expects=_("Three growing numbers above 0, the last at most 100: 50 / 70 / 85."),
        ),
        Choice(
            key="retakes",
            label=_("Of a work that was written again counts"),
            default="both",
            parse=one_of("both", "best", "last"),
            options=(
                ("both", _("both marks")),
                ("best", _("the best mark")),
                ("last", _("the last mark")),
            ),
        ),
        Choice(
            key="debt_days",
            label=_("A work missed is written after the return within"),
            default=14,
            parse=whole(1, 60),
            unit=_("days"),
        ),
        Choice(
            key="works_apart",
            label=_("Works of one subject lie apart at least"),
            default=17,
            parse=whole(0, 60),
            unit=_("days"),
            expects=_("The ministry's letter says 2.5 weeks, which is 17 days."),
        ),
        Choice(
            key="works_a_day",
            label=_("A class writes on one day at most"),
            default=1,
            parse=whole(1, 5),
            unit=_("works"),
        ),
        Choice(
            key="works_share",
            label=_("Works take of a subject's hours a year at most"),
            default=10,
            parse=whole(1, 100),
            unit=_("percent"),
        ),
        Choice(
            key="works_off_edges",
            label=_("No work on the first or last lesson of the day"),
            default=True,
            parse=yes_no,
            options=_YES_NO,
            expects=_("Where the class has the subject once a week, one may."),
        ),
        Choice(
            key="forecast_days",
            label=_("Families get a digest with the forecast of marks every"),
            default=14,
            parse=whole(7, 14),
            unit=_("days"),
        ),
        Choice(
            key="missed_day",
            label=_("A day counts as missed from so many missed lessons"),
            default=0,
            parse=whole(0, 8),
            expects=_("From 1 to 8 lessons; 0: all lessons of the day."),
        ),
        Choice(
            key="paper_weekday",
            label=_("Paper reports are made on weekday no."),
            default=5,
            parse=whole(1, 7),
            expects=_("1 is Monday, 5 Friday. They are handed out within seven days."),
        ),
        Choice(
            key="remind_minutes",
            label=_("Teachers are reminded before a deadline by"),
            default=30,
            parse=whole(0, 240),
            unit=_("minutes"),
            expects=_("0: only once it is past."),
        ),
        Choice(
            key="escalate_hours",
            label=_("Homeroom teacher and deputy hear of what is missing after"),
            default=24,
            parse=whole(1, 240),
            unit=_("hours"),
        ),
        Choice(
            key="quiet_from",
            label=_("Letters rest from"),
            default=21,
            parse=whole(0, 23),
            unit=_("o'clock"),
        ),
        Choice(
            key="quiet_until",
            label=_("Letters rest until"),
            default=7,
            parse=whole(0, 23),
            unit=_("o'clock"),
        ),
        Choice(
            key="na_in_sou",
            label=_("A student not attested counts in the level of learning with weight"),
            default="7",
            parse=one_of("7", "0", "excluded"),
            options=(
                ("7", _("7, as a mark of 1")),
                ("0", _("0")),
                ("excluded", _("not at all: left out of the number of students")),
            ),
        ),
        Choice(
            key="left_days",
            label=_("Who left the school, and the family, read the diary for another"),
            default=30,
            parse=whole(0, 365),
            unit=_("days"),
        ),
        Choice(
            key="code_days",
            label=_("A printed one-time code is good for"),
            default=30,
            parse=whole(1, 90),
            unit=_("days"),
        ),
    ]
}


def chosen(school_id: int, day: date, *keys: str) -> dict[str, Any]:
    """What the school had decided on that day, by key; defaults where it decided nothing."""
    found = {key: CHOICES[key].default for key in keys}
    rows = (
        SchoolSetting.objects.filter(school_id=school_id, key__in=keys, since__lte=day)
        .order_by("key", "-since")
        .distinct("key")
        .values_list("key", "value")
    )
    for key, value in rows:
        found[key] = CHOICES[key].parse(value)
    return found
