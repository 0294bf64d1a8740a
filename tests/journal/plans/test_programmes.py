"""The JSON of a programme: what is flagged, what is only noted, what is refused."""

import io
import zipfile

import pytest

from core.imports.tables import MOST_BYTES, Upload
from journal.plans.reader import read_plan_file
from tests.journal.plans.files import a_document, a_programme, codes, read


def topics(*hours):
    return [{"name": "Песня", "topics": [{"name": f"Тема {h}", "hours": h} for h in hours]}]


def remarks(plan):
    return [one.code for one in plan.flags], [one.code for one in plan.notes]


@pytest.mark.parametrize(
    ("said", "flags", "notes"),
    [
        ({"declared_hours": 34, "sections": topics(20, 14)}, [], []),
        ({"declared_hours": 34, "sections": topics(20, 13)}, ["hours_differ"], []),
        ({"declared_hours": 34, "sections": topics(20, 15)}, ["hours_differ"], []),
        ({"declared_hours": None, "sections": topics(20, 15)}, [], []),
        ({"sections": topics(0, 3)}, [], []),
        ({"modular": True, "declared_hours": 34, "sections": topics(34, 34)}, [],
         ["modules_to_choose"]),
        ({"modular": True, "declared_hours": 34, "sections": topics(20, 13)}, ["hours_differ"], []),
        ({"modular": True, "declared_hours": 34, "sections": topics(20, 14)}, [], []),
        ({"declared_hours": 34, "sections": topics(20, None)}, [], ["hours_missing"]),
        ({"declared_hours": 34, "sections": topics(35, None)}, ["hours_differ"], ["hours_missing"]),
    ],
)  # fmt: skip
def test_what_is_flagged_and_what_is_noted(said, flags, notes):
    assert remarks(read(a_programme(**said))) == (flags, notes)


def test_a_section_and_a_list_of_lessons_that_differ_are_noted_not_flagged():
    plan = read(
        a_programme(
            sections=[{"name": "Хор", "hours": 2, "topics": [{"name": "А", "hours": 3}]}],
            lesson_variants=[{"name": "1", "lessons": [{"number": 1, "topic": "А"}]}],
        )
    )

    assert remarks(plan) == ([], ["section_hours_differ", "lessons_differ"])


def test_a_section_without_topics_is_a_line_of_its_own():
    plan = read(a_programme(sections=[*topics(2), {"name": "Резерв", "hours": 1, "topics": []}]))

    assert [(line.title, line.hours) for line in plan.topics.lines] == [
        ("Тема 2", 2),
        ("Резерв", 1),
    ]


def test_a_line_without_words_keeps_its_hours_and_is_noted():
    plan = read(
        a_programme(
            sections=[{"name": "Хор", "topics": [{"hours": 1}, {"name": " ", "hours": 2}]}],
            lesson_variants=[{"name": "1", "lessons": [{"number": 7}] * 3}],
        )
    )

    assert [(line.title, line.hours) for line in plan.topics.lines] == [("Хор", 1), ("Хор", 2)]
    assert plan.lessons[0].lines[0].title == "7"
    assert remarks(plan) == ([], ["topic_without_words"])
    assert plan.notes[0].numbers == {"count": 5}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"sections": topics(-1)}, "not_a_number"),
        ({"sections": topics("много")}, "not_a_number"),
        ({"sections": topics(True)}, "not_a_number"),
        ({"sections": [{"topics": [{"name": "я" * 1001, "hours": 1}]}]}, "too_long"),
        ({"sections": ["Песня"]}, "not_an_object"),
        ({"sections": [{"topics": {"name": 1}}]}, "not_a_list"),
        ({"grade": "пятый"}, "not_a_number"),
    ],
)
def test_a_strange_value_is_named_by_its_path(said, code):
    file = read_plan_file(a_programme(**said))

    assert codes(file) == [code]


def test_the_place_of_a_fault_is_its_path():
    (fault,) = read_plan_file(a_programme(sections=topics(1, -1))).faults

    assert fault.place.column == "sections[0].topics[1].hours"


def zipped(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return content.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document>&b;</w:document>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.json", b"", "empty_file"),
        ("plan.json", b"[", "bad_json"),
        ("plan.json", b"[" * 100_000, "bad_json"),
        ("plan.json", b"{}", "not_a_plan"),
        ("plan.json", b"[]", "not_a_plan"),
        ("plan.json", b"\xff\xfe\x00", "not_text"),
        ("plan.docx", b"plain words", "wrong_extension"),
        ("plan.xlsx", b"number;topic\n1;A", "wrong_extension"),
        ("plan.csv", zipped(word__document=b"<a/>"), "wrong_extension"),
        ("plan.docx", zipped(word__document=b"<a/>"), "damaged"),
        ("plan.docx", zipped(word__document=BOMB), "hostile"),
        ("plan.docx", zipped(other=b"<a/>"), "not_a_plan"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "old_doc"),
        ("plan.pdf", b"%PDF-1.7", "not_a_plan"),
        ("plan.csv", b"<html><table></table>", "markup"),
        ("plan.csv", b"a" * (MOST_BYTES + 1), "too_big"),
        ("plan.docx", zipped(word__document=b"\0" * (61 << 20)), "too_big"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_with_one_message(name, content, code):
    file = read_plan_file(Upload(name, content))

    assert codes(file) == [code]
    assert file.plans == []


def test_a_document_called_otherwise_says_so():
    document = a_document([["№", "Тема"], ["1", "А"]], name="plan.xlsx")

    assert codes(read_plan_file(document)) == ["wrong_extension"]
