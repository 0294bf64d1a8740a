"""OneRoster packages, 1.1 in bulk and 1.2 as a delta."""

import csv
import io
import zipfile
from datetime import date

import pytest

from core.imports.tables import Upload
from school.models import (
    AcademicYear,
    Course,
    CourseTeacher,
    Duty,
    Employee,
    Enrolment,
    Group,
    Guardianship,
    HomeroomTeacher,
    Membership,
    SchoolClass,
    Student,
    Subject,
)
from tests import builders as b
from tests.school.importing import (
    a_school_with_administrator,
    counts_of,
    faults_of,
    look,
    write,
)
from tests.shared import shared_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_school_with_administrator()


def clean():
    path = shared_data("roster", "v1p1_ru_clean.zip")
    return Upload(path.name, path.read_bytes())


def delta():
    path = shared_data("roster", "v1p2_graph_delta.zip")
    return Upload(path.name, path.read_bytes())


def changed(upload, name="пакет.zip", *, rename=None, add=None, **tables):
    """The package with some files' text changed by functions of the text; None drops a file."""
    source = zipfile.ZipFile(io.BytesIO(upload.content))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for member in source.namelist():
            key = member.removesuffix(".csv")
            text = source.read(member).decode()
            if key in tables:
                if tables[key] is None:
                    continue
                text = tables[key](text)
            target.writestr((rename or {}).get(member, member), text)
        for member, text in (add or {}).items():
            target.writestr(member, text)
    return Upload(name, content.getvalue())


def replaced(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new, 1)

    return change


def only(*rows):
    """The heading and these rows: what a delta says."""

    def change(text):
        heading = next(csv.reader(io.StringIO(text)))
        lines = [",".join(heading)]
        for row in rows:
            lines.append(",".join(row.get(name, "") for name in heading))
        return "\n".join(lines) + "\n"

    return change


def as_delta(text):
    return text.replace(",bulk", ",delta")


NOTHING = only()
STAMP = {"dateLastModified": "2025-11-01T00:00:00Z"}


def a_delta(**tables):
    """A delta after the clean package that says nothing but these rows."""
    names = "academicSessions classes courses demographics enrollments orgs users".split()
    return changed(
        clean(),
        "delta.zip",
        manifest=as_delta,
        **{name: tables.get(name, NOTHING) for name in names},
    )


def test_a_clean_package_gives_its_counts(school):
    batch = write(school, clean())

    assert faults_of(batch) == []
    assert Subject.objects.count() == 3
    assert sorted(str(one) for one in SchoolClass.objects.all()) == ["5А", "8Б"]
    assert sorted(Group.objects.values_list("name", "kind")) == [
        ("5А", "class"),
        ("5А английский, 1-я подгруппа", "subgroup"),
        ("5А английский, 2-я подгруппа", "subgroup"),
        ("8Б", "class"),
    ]
    assert Course.objects.count() == 4
    assert Student.objects.count() == 5
    assert Employee.objects.exclude(person__login="kotova.v").count() == 4
    assert Membership.objects.count() == 8
    assert CourseTeacher.objects.count() == 4
    assert sorted(Guardianship.objects.values_list("guardian__last_name", "kinship")) == [
        ("Ёлкина", "mother"),
        ("Живаго", "guardian"),
        ("Оглы", "other"),
        ("Петрова", "mother"),
        ("Черных", "father"),
        ("Черных", "mother"),
    ]
    assert HomeroomTeacher.objects.get().employee.person.last_name == "Фёдорова"
    assert sorted(Duty.objects.values_list("person__last_name", "role")) == [
        ("Дурново", "teacher"),
        ("Котова", "administrator"),
        ("Мюллер-Зайцева", "teacher"),
        ("Фёдорова", "teacher"),
        ("Щукина", "administrator"),
    ]
    assert AcademicYear.objects.count() == 1


def test_names_that_are_hard_come_whole(school):
    write(school, clean())

    assert sorted(
        (one.person.last_name, one.person.patronymic, one.person.birth_day)
        for one in Student.objects.select_related("person")
    ) == [
        ("Ёлкин", "Павлович", date(2014, 3, 1)),
        ("Живаго", "Олеговна", date(2014, 12, 31)),
        ("Иванова-Петрова", "Львовна", date(2012, 2, 29)),
        ("Оглы", "Рашид оглы", date(2011, 7, 15)),
        ("Черных", "Андреевич", date(2014, 2, 28)),
    ]


def test_the_same_package_again_changes_nothing(school):
    write(school, clean())

    batch = write(school, clean())

    assert batch.plan.is_empty
    assert all(counts[:2] == (0, 0) for counts in counts_of(batch).values())


def test_a_delta_leaves_what_it_does_not_mention(school):
    write(school, clean())
    new = {
        "sourcedId": "s-9", "status": "active", **STAMP, "enabledUser": "true",
        "orgSourcedIds": "org-sch", "role": "student", "givenName": "Глеб", "familyName": "Новиков",
    }  # fmt: skip
    joins = {
        "sourcedId": "enr-99", "status": "active", **STAMP, "classSourcedId": "cls-5a",
        "schoolSourcedId": "org-sch", "userSourcedId": "s-9", "role": "student",
    }  # fmt: skip

    batch = write(school, a_delta(users=only(new), enrollments=only(joins)))

    assert faults_of(batch) == []
    assert Student.objects.count() == 6
    assert Membership.objects.filter(group__name="5А", until=None).count() == 4


def test_a_student_deleted_in_the_source_leaves_and_stays_on_record(school):
    write(school, clean())
    gone = {
        "sourcedId": "s-1", "status": "tobedeleted", **STAMP, "enabledUser": "true",
        "orgSourcedIds": "org-sch", "role": "student", "givenName": "Артём",
        "familyName": "Ёлкин", "middleName": "Павлович",
    }  # fmt: skip

    batch = write(school, a_delta(users=only(gone)), now=b.moscow(date(2025, 11, 10), "09:00"))

    assert faults_of(batch) == []
    artyom = Student.objects.get(source_id="s-1")
    assert set(artyom.memberships.values_list("until", flat=True)) == {date(2025, 11, 9)}
    assert sorted(artyom.enrolments.values_list("kind", "day")) == [
        ("enrolled", date(2025, 9, 1)),
        ("withdrawn", date(2025, 11, 9)),
    ]
    assert Student.objects.count() == 5
    again = write(school, a_delta(users=only(gone)), now=b.moscow(date(2025, 11, 10), "10:00"))
    assert again.plan.is_empty


def test_an_enrollment_deleted_in_the_source_ends(school):
    write(school, clean())
    gone = {
        "sourcedId": "enr-8", "status": "tobedeleted", **STAMP, "classSourcedId": "cls-5a-eng1",
        "schoolSourcedId": "org-sch", "userSourcedId": "t-3", "role": "teacher",
    }  # fmt: skip

    write(school, a_delta(enrollments=only(gone)), now=b.moscow(date(2025, 11, 10), "09:00"))

    link = CourseTeacher.objects.get(employee__source_id="t-3")
    assert link.until == date(2025, 11, 9)


def test_a_delta_of_1_2_is_read(school):
    batch = write(school, delta())

    assert faults_of(batch) == []
    assert AcademicYear.objects.order_by("first_day").first().name == "2024/25"
    assert Course.objects.get().group.name == "Algebra One A"
    assert CourseTeacher.objects.get().since == date(2024, 8, 1)
    assert Employee.objects.exclude(person__login="kotova.v").count() == 2
    assert write(school, delta()).plan.is_empty


def test_a_package_of_another_school_is_refused(school):
    write(school, clean())

    batch = write(school, delta())

    assert faults_of(batch) == [("v1p2_graph_delta.zip", "orgs.csv", 3, "A", "other_school")]


P = "пакет.zip"


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("users", replaced("familyName", "famillyName"), ("users.csv", 1, "J", "unknown_header")),
        ("users", replaced("givenName,", "Name1,"), ("users.csv", 1, "I", "unknown_header")),
        (
            "demographics",
            replaced("2014-03-01", "1/03/2014"),
            ("demographics.csv", 2, "D", "bad_date"),
        ),
        (
            "demographics",
            replaced("2014-02-28", "2014-02-30"),
            ("demographics.csv", 4, "D", "no_such_date"),
        ),
        (
            "demographics",
            replaced("male,,,,,,,,,,,", "male"),
            ("demographics.csv", 2, "", "short_row"),
        ),
        ("orgs", replaced(",district,", ",rayon,"), ("orgs.csv", 2, "E", "unknown_word")),
        ("classes", replaced("homeroom", "home"), ("classes.csv", 2, "H", "unknown_word")),
        ("users", replaced("teacher", "учитель"), ("users.csv", 2, "F", "unknown_word")),
        ("users", replaced(",true,", ",yes,"), ("users.csv", 2, "D", "unknown_word")),
        ("users", replaced("t-1,active", "t-1,aktiv"), ("users.csv", 2, "B", "unknown_word")),
        ("users", replaced("s-2,active", "s-1,active"), ("users.csv", 6, "A", "twice")),
        ("users", replaced("Фёдорова", ""), ("users.csv", 2, "J", "empty_cell")),
        (
            "users",
            replaced("2025-08-25T09:00:00.000Z", "25.08.2025 09:00"),
            ("users.csv", 2, "C", "bad_time"),
        ),
        (
            "enrollments",
            replaced("cls-5a,", "cls-5x,"),
            ("enrollments.csv", 2, "D", "lost_reference"),
        ),
        (
            "enrollments",
            replaced(",t-2,", ",t-22,"),
            ("enrollments.csv", 6, "F", "lost_reference"),
        ),
        ("classes", replaced("crs-rus-5", "crs-0"), ("classes.csv", 2, "F", "lost_reference")),
        ("users", replaced('"p-3,p-4"', '"p-3,p-9"'), ("users.csv", 7, "P", "lost_reference")),
        ("manifest", replaced("file.results,absent", "file.results,all"),
         ("manifest.csv", 15, "B", "unknown_word")),
        ("manifest", replaced("oneroster.version,1.1", "oneroster.version,2.0"),
         ("manifest.csv", 3, "B", "unknown_version")),
        ("manifest", replaced("file.lineItems,absent", "file.linesItem,absent"),
         ("manifest.csv", 12, "B", "unknown_file")),
        ("academicSessions", replaced("gradingPeriod", "quarter"),
         ("academicSessions.csv", 3, "E", "unknown_word")),
    ],
)  # fmt: skip
def test_a_fault_of_a_package_is_named_and_nothing_written(school, table, change, fault):
    batch = write(school, changed(clean(), **{table: change}))

    assert (P, *fault) in faults_of(batch)
    assert len(faults_of(batch)) <= 2
    assert Student.objects.count() == 0


def test_a_file_that_the_manifest_names_must_be_there(school):
    batch = look(school, changed(clean(), courses=None))

    assert faults_of(batch)[0] == (P, "manifest.csv", 8, "B", "file_missing")


def test_a_package_needs_a_manifest(school):
    batch = look(school, changed(clean(), manifest=None))

    assert faults_of(batch) == [(P, "", None, "", "no_manifest")]


def test_a_file_with_nothing_in_it_is_named(school):
    batch = look(school, changed(clean(), courses=lambda text: ""))

    assert faults_of(batch) == [(P, "courses.csv", None, "", "header_missing")]


@pytest.mark.parametrize(
    "changes",
    [
        {"users": lambda text: text.replace("true", "TRUE")},
        {"users": lambda text: text.replace("\n", "\r")},
        {"users": lambda text: text.replace("09:00:00.000Z", "09:00:00")},
        {"users": lambda text: text.replace("09:00:00.000Z", "09:00:00+03:00")},
        {
            "orgs": lambda text: "".join(
                f"{line},{'ext_note' if not number else 'x'}\n"
                for number, line in enumerate(text.splitlines())
            )
        },
        {"rename": {"users.csv": "Users.csv"}},
        {"users": lambda text: "\ufeff" + text},
        {"add": {"readme.txt": "hello"}},
    ],
    ids=["TRUE", "CR", "no zone", "a zone", "ext_", "capitals", "BOM", "more files"],
)
def test_harmless_habits_of_exporters_do_not_matter(school, changes):
    batch = write(school, changed(clean(), **changes))

    assert faults_of(batch) == []
    assert Student.objects.count() == 5


def test_a_student_moves_to_another_class_by_a_new_enrollment(school):
    write(school, clean())
    joins = {
        "sourcedId": "enr-100", "status": "active", **STAMP, "classSourcedId": "cls-8b-alg",
        "schoolSourcedId": "org-sch", "userSourcedId": "s-2", "role": "student",
        "beginDate": "2025-11-10",
    }  # fmt: skip

    write(school, a_delta(enrollments=only(joins)), now=b.moscow(date(2025, 11, 10), "09:00"))

    nika = Student.objects.get(source_id="s-2")
    assert sorted(nika.memberships.values_list("group__name", "until")) == [
        ("5А", date(2025, 11, 9)),
        ("5А английский, 1-я подгруппа", date(2025, 11, 9)),
        ("8Б", None),
    ]
    assert Enrolment.objects.filter(student=nika, kind="transferred").count() == 1
