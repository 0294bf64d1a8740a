"""From a OneRoster package to the registers: sessions, subjects, classes, people, enrolments."""

from __future__ import annotations

import zipfile

from django.utils.translation import gettext as _

from core.imports.batch import Batch
from core.imports.cells import folded
from core.imports.sheets import Row
from core.imports.tables import Upload
from school.imports.logins import give_logins
from school.imports.oneroster.enrolling import plan_enrollments
from school.imports.oneroster.groups import plan_classes
from school.imports.oneroster.package import Package, read_package
from school.imports.oneroster.people import plan_users
from school.imports.oneroster.sessions import plan_sessions
from school.imports.registers import Registers, registers_of
from school.imports.source_keys import SourceKeys
from school.models import Subject

ORG, COURSE = "or_org", "or_course"
_KEPT = ("orgs", "academicSessions", "courses", "classes")


def plan_packages(batch: Batch, archives: list[tuple[Upload, zipfile.ZipFile]]) -> None:
    """Read each package; plan it when it could be read whole, so that one misspelt heading does
    not bring a hundred errors after it."""
    batch.at_the_end(give_logins)
    for upload, archive in archives:
        before = len(batch.faults)
        package = read_package(batch, upload, archive)
        if len(batch.faults) == before:
            _refuse_lost_references(batch, package)
        if len(batch.faults) == before:
            _plan(batch, package)


def _plan(batch: Batch, package: Package) -> None:
    org = _school_of(batch, package)
    if org is None:
        return
    plan_sessions(batch, package)
    if registers_of(batch) is None:
        return
    subjects = _plan_subjects(batch, package)
    users = plan_users(batch, package, org)
    courses = plan_classes(batch, package, org, subjects)
    plan_enrollments(batch, package, users, courses)
    for table in _KEPT:
        gone = [row for row in package.of(table) if row.get("status") == "tobedeleted"]
        if gone:
            batch.notices.append(
                _("%(count)s rows of %(table)s are marked as deleted; registers keep them.")
                % {"count": len(gone), "table": table}
            )


def _school_of(batch: Batch, package: Package) -> str | None:
    """Which of the package's organisations this school is. Blank: the package names none."""
    registers, keys = batch.part(Registers), batch.part(SourceKeys)
    schools = [row for row in package.of("orgs") if row["type"] == "school"]
    if not schools:
        return next(iter(keys.of_kind(ORG)), "")
    known = [row for row in schools if row["sourcedId"] in keys.of_kind(ORG)]
    own = {registers.school.tax_number, folded(registers.school.name)} - {""}
    named = [
        row for row in schools if own & {row.get("identifier", ""), folded(row.get("name", ""))}
    ]
    if keys.of_kind(ORG) and not known:
        batch.faults.add(
            schools[0].at("sourcedId"),
            "other_school",
            _("This package is of another school than the ones before."),
        )
        return None
    chosen = known or named or schools
    if len(chosen) > 1:
        batch.faults.add(
            chosen[1].at("name"),
            "several_schools",
            _("The package holds several schools, and none of them has this school's name."),
        )
        return None
    keys.keep(ORG, chosen[0]["sourcedId"], registers.school)
    return chosen[0]["sourcedId"]


def _plan_subjects(batch: Batch, package: Package) -> dict[str, Subject]:
    """Courses of OneRoster are our subjects; by their numbers, those of earlier packages too."""
    registers, keys = batch.part(Registers), batch.part(SourceKeys)
    stored = {one.pk: one for one in registers.subjects.values() if one.pk}
    found = {
        source_id: stored[pk] for source_id, pk in keys.of_kind(COURSE).items() if pk in stored
    }
    for row in package.of("courses"):
        subject = found.get(row["sourcedId"]) or registers.subjects.get(folded(row["title"]))
        entry = batch.plan.entry("subjects", row["title"], row.place)
        if subject is None:
            subject = entry.new(Subject(school=registers.school, name=row["title"][:120]))
            registers.index_subject(subject)
        found[row["sourcedId"]] = subject
        keys.keep(COURSE, row["sourcedId"], subject)
    return found


_REFERENCES = (
    ("classes", "courseSourcedId", "courses"),
    ("enrollments", "classSourcedId", "classes"),
    ("enrollments", "userSourcedId", "users"),
    ("roles", "userSourcedId", "users"),
    ("demographics", "sourcedId", "users"),
)


def _refuse_lost_references(batch: Batch, package: Package) -> None:
    """In a bulk package every number that is referred to must be there; in a delta it may have
    come before."""
    for table, heading, target in _REFERENCES:
        if package.modes.get(target) != "bulk":
            continue
        there = {row["sourcedId"] for row in package.of(target)}
        for row in package.of(table):
            if row.get(heading) and row[heading] not in there:
                batch.faults.add(
                    row.at(heading),
                    "lost_reference",
                    _("There is no %(number)s in %(file)s.csv.")
                    % {"number": row[heading], "file": target},
                )
    _refuse_lost_agents(batch, package)


def _refuse_lost_agents(batch: Batch, package: Package) -> None:
    if package.modes.get("users") != "bulk":
        return
    there = {row["sourcedId"] for row in package.of("users")}
    for row in package.of("users"):
        for agent in numbers_in(row, "agentSourcedIds"):
            if agent not in there:
                batch.faults.add(
                    row.at("agentSourcedIds"),
                    "lost_reference",
                    _("There is no %(number)s in %(file)s.csv.")
                    % {"number": agent, "file": "users"},
                )


def numbers_in(row: Row, heading: str) -> list[str]:
    """The numbers in a cell that holds a list."""
    return [part.strip() for part in row.get(heading, "").split(",") if part.strip()]
