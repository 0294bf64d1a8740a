"""Where a person stands: every role in every school, read by one statement per request.

Rights are the union of a person's duties; the school stands in the URL, the session holds neither
school nor role, so two tabs on two schools never mix (design.md section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from school.models import Person

STAFF = frozenset({"teacher", "deputy", "director", "administrator", "homeroom"})

# One row per (what, role, school or municipality, its name, its zone, class or student id).
_STANDING = """
SELECT 'school', d.role, s.id, s.short_name, s.time_zone, NULL::bigint
  FROM school_duty d JOIN school_school s ON s.id = d.school_id
 WHERE d.person_id = %(person)s AND d.since <= %(day)s AND (d.until IS NULL OR d.until >= %(day)s)
UNION ALL
SELECT 'school', 'homeroom', s.id, s.short_name, s.time_zone, h.school_class_id
  FROM school_homeroomteacher h JOIN school_employee e ON e.id = h.employee_id
  JOIN school_school s ON s.id = h.school_id
 WHERE e.person_id = %(person)s AND h.since <= %(day)s AND (h.until IS NULL OR h.until >= %(day)s)
UNION ALL
SELECT 'school', 'employee', s.id, s.short_name, s.time_zone, e.id
  FROM school_employee e JOIN school_school s ON s.id = e.school_id
 WHERE e.person_id = %(person)s AND (e.left_on IS NULL OR e.left_on >= %(day)s)
UNION ALL
SELECT 'school', 'guardian', s.id, s.short_name, s.time_zone, g.student_id
  FROM school_guardianship g JOIN school_school s ON s.id = g.school_id
 WHERE g.guardian_id = %(person)s AND g.since <= %(day)s AND (g.until IS NULL OR g.until >= %(day)s)
   AND NOT school_access_ended(g.student_id, %(day)s)
UNION ALL
SELECT 'school', 'student', s.id, s.short_name, s.time_zone, t.id
  FROM school_student t JOIN school_school s ON s.id = t.school_id WHERE t.person_id = %(person)s
   AND NOT school_access_ended(t.id, %(day)s)
UNION ALL
SELECT 'municipality', d.role, m.id, m.name, '', NULL::bigint
  FROM school_municipalduty d JOIN school_municipality m ON m.id = d.municipality_id
 WHERE d.person_id = %(person)s AND d.since <= %(day)s AND (d.until IS NULL OR d.until >= %(day)s)
UNION ALL
SELECT 'unread', '', count(*), '', '', NULL::bigint
  FROM core_message n WHERE n.person_id = %(person)s AND n.read_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class SchoolRef:
    """What every page of a school needs of it, without reading the school's row."""

    pk: int
    short_name: str
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(slots=True)
class InSchool:
    """One person's roles in one school today."""

    school: SchoolRef
    roles: set[str] = field(default_factory=set)
    employee_id: int | None = None
    student_id: int | None = None
    class_ids: set[int] = field(default_factory=set)
    child_ids: set[int] = field(default_factory=set)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        return self.has(*STAFF)

    @property
    def leads(self) -> bool:
        """Deputy, director and administrator see the whole school."""
        return self.has("deputy", "director", "administrator")


@dataclass(slots=True)
class Standing:
    """All of one person's roles today."""

    schools: dict[int, InSchool] = field(default_factory=dict)
    municipalities: dict[int, tuple[str, set[str]]] = field(default_factory=dict)
    unread: int = 0

    def in_school(self, school_id: int) -> InSchool | None:
        return self.schools.get(school_id)

    @property
    def is_staff(self) -> bool:
        return bool(self.municipalities) or any(one.is_staff for one in self.schools.values())


def standing_of(person: Person) -> Standing:
    """The person's standing, read once and kept on the object for this request."""
    kept = getattr(person, "_standing", None)
    if kept is None:
        kept = person._standing = _read(person.pk)
    return kept


def _read(person_id: int) -> Standing:
    standing = Standing()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"person": person_id, "day": timezone.localdate()})
        rows = cursor.fetchall()
    for kind, role, pk, name, zone, subject_id in rows:
        if kind == "unread":
            standing.unread = pk
            continue
        if kind == "municipality":
            standing.municipalities.setdefault(pk, (name, set()))[1].add(role)
            continue
        here = standing.schools.setdefault(pk, InSchool(SchoolRef(pk, name, zone)))
        match role:
            case "employee":
                here.employee_id = subject_id
                continue
            case "homeroom":
                here.class_ids.add(subject_id)
            case "guardian":
                here.child_ids.add(subject_id)
            case "student":
                here.student_id = subject_id
        here.roles.add(role)
    return standing
