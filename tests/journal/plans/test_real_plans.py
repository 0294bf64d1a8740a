"""The federal plans beside the checkout import whole; those whose hours do not add up are told."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core.imports.tables import Upload
from journal.plans.reader import read_plan_file
from tests.shared import shared_data

LESSONS = {
    "istoriya-ooo-5.lessons.csv": 102,
    "literaturnoe-chtenie-noo-2.lessons1.csv": 136,
    "literaturnoe-chtenie-noo-2.lessons2.csv": 136,
    "okruzhayuschij-mir-noo-3.lessons1.csv": 68,
    "okruzhayuschij-mir-noo-3.lessons2.csv": 68,
    "russkij-yazyk-ooo-5.lessons.csv": 170,
    "trud-tehnologiya-noo-1.lessons.csv": 33,
}


def plans(pattern):
    return sorted(shared_data("ktp", "plans").glob(pattern))


def read(path):
    return read_plan_file(Upload(path.name, path.read_bytes()))


def test_every_programme_is_read_whole_and_only_music_is_flagged():
    files = [read(path) for path in plans("*.json")]

    assert len(files) == 12
    assert [list(file.faults) for file in files] == [[]] * 12
    assert sum(len(one.lines) for file in files for one in file.plans[0].lessons) == 713
    flagged = {plan.slug: plan.flags for file in files for plan in file.plans if plan.flags}
    (flag,) = flagged.pop("muzyka-noo")
    assert flagged == {}
    assert (flag.code, flag.numbers["declared_hours"], flag.numbers["topics_hours"]) == (
        "hours_differ",
        34,
        33,
    )
    assert "34" in flag.message
    assert "33" in flag.message


@pytest.mark.parametrize("name", LESSONS)
def test_a_list_of_lessons_is_the_same_in_csv_and_in_json(name):
    plan = read(shared_data("ktp", "plans", name)).plans[0]
    base, variant = name.split(".lessons")
    number = int(variant.removesuffix(".csv") or 1)
    programme = read(shared_data("ktp", "plans", f"{base}.json")).plans[0]

    (one,) = plan.lessons
    assert (plan.slug, plan.grade) == (programme.slug, programme.grade)
    assert len(one.lines) == LESSONS[name]
    assert [(line.number, line.title, line.hours) for line in one.lines] == [
        (line.number, line.title, line.hours) for line in programme.lessons[number - 1].lines
    ]
    assert plan.flags == ()


def test_the_command_says_it_as_json_without_a_database():
    answer = StringIO()

    call_command("import_plans", *map(str, plans("*")), json=True, stdout=answer)

    said = json.loads(answer.getvalue())
    assert said["totals"] == {
        "files": 19,
        "plans": 12,
        "topics": 160,
        "lesson_lists": 14,
        "lessons": 1426,
        "flagged_plans": 1,
        "flags": 1,
        "notes": said["totals"]["notes"],
        "errors": 0,
    }
    (flagged,) = [file for file in said["files"] if file["flags"]]
    assert flagged["file"] == "muzyka-noo-4.json"


def test_the_command_reports_a_bad_file_beside_the_good_ones(tmp_path):
    bad = tmp_path / "plan.json"
    bad.write_text('{"sections": [')
    answer = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("import_plans", str(bad), str(tmp_path / "none.csv"), json=True, stdout=answer)

    said = json.loads(answer.getvalue())
    assert end.value.code == 1
    assert [[error["code"] for error in file["errors"]] for file in said["files"]] == [
        ["bad_json"],
        ["cannot_open"],
    ]
