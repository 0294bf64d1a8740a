"""The checklist of papers, their versions and files, and the texts of the kit (App. 1-3)."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from docx import Document

from control.actions.papers import approve_paper, enter_paper
from control.kit import kit_file
from control.kit.facts import facts_of
from control.kit.text import TEXTS, blocks_of
from control.models import LocalPaper
from control.papers_asked import PAPERS, Part, papers_of
from control.queries.papers import files_of_papers, papers_page, settled_papers
from core.refusal import Refused
from school.models import Appointment, SchoolSetting
from tests import builders as b
from tests.files import PDF, an_upload

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "11:00")
TEMPLATES = [paper.code for paper in PAPERS.values() if paper.has_template]


@pytest.fixture
def school():
    school = b.a_school()
    b.a_year(school)
    return school


@pytest.fixture
def denis(school):
    return b.an_employee(
        school, role="director", last="Директоров", first="Денис", patronymic="Ильич"
    ).person


def enter(school, by, code="rollout_plan", **more):
    words = {
        "state": "approved",
        "day": date(2025, 8, 28),
        "order_number": "81-о",
        "approved_by": "директор Директоров Д. И.",
        "words": "",
        "file": None,
        "now": NOW,
        "key": uuid4(),
    }
    return enter_paper(actor=by, school_id=school.pk, code=code, **words | more)


@pytest.mark.clause("A1")
@pytest.mark.clause("A2 1")
@pytest.mark.clause("A3")
def test_the_lists_are_those_of_the_order():
    assert [len(papers_of(part)) for part in Part] == [6, 5, 8, 7, 5]
    assert len(PAPERS) == 28
    assert {paper.code for paper in papers_of(Part.ORDER)} == {
        "rollout_plan",
        "journal_regulation",
        "service_regulation",
        "instruction",
        "help_regulation",
    }


@pytest.mark.clause("2.2")
@pytest.mark.clause("A3")
def test_a_paper_is_settled_by_approval_an_act_also_without_a_change(school, denis):
    assert settled_papers(school.pk) == {"A1": (0, 6), "A2 1": (0, 5), "A3": (0, 20)}

    enter(school, denis)
    enter(school, denis, "charter", state="no_change", order_number="")
    enter(school, denis, "order", state="draft")

    assert settled_papers(school.pk) == {"A1": (1, 6), "A2 1": (1, 5), "A3": (1, 20)}


def test_a_newer_draft_stands_beside_what_is_in_force_until_it_is_approved(school, denis):
    first = enter(school, denis)
    draft = enter(school, denis, state="draft", words="новые сроки")
    row = papers_page(school.pk, may_change=True).kit.rows[0]
    assert (row.in_force, row.draft, row.state) == (first, draft, "approved")

    approve_paper(
        actor=denis,
        paper=draft,
        day=b.MONDAY,
        order_number="95-о",
        approved_by="директор",
        words="",
        file=None,
        now=NOW,
        key=uuid4(),
    )

    row = papers_page(school.pk, may_change=True).kit.rows[0]
    assert (row.in_force.version, row.in_force.order_number, row.draft) == (2, "95-о", None)
    assert row.earlier == (first,)
    assert row.in_force.words == "новые сроки"
    assert draft.events.count() == 2


@pytest.mark.parametrize(
    ("code", "more", "field"),
    [
        ("order", {"order_number": " "}, "order_number"),
        ("order", {"approved_by": ""}, "approved_by"),
        ("order", {"state": "no_change"}, "state"),
        ("charter", {"state": "no_change", "approved_by": ""}, "approved_by"),
        ("charter", {"day": date(2025, 9, 9)}, "day"),
    ],
)
def test_a_paper_is_refused_without_order_approver_or_before_its_day(
    school, denis, code, more, field
):
    with pytest.raises(Refused) as refused:
        enter(school, denis, code, **more)

    assert refused.value.field == field
    assert not LocalPaper.objects.exists()


def test_a_repeated_request_enters_one_version(school, denis):
    key = uuid4()

    assert enter(school, denis, key=key)
    assert enter(school, denis, key=key) is None
    assert LocalPaper.objects.count() == 1


def test_what_is_approved_is_not_approved_again(school, denis):
    with pytest.raises(Refused) as refused:
        approve_paper(
            actor=denis,
            paper=enter(school, denis),
            day=b.MONDAY,
            order_number="95-о",
            approved_by="директор",
            words="",
            file=None,
            now=NOW,
            key=uuid4(),
        )

    assert refused.value.code == "no_draft"


@time_machine.travel(NOW, tick=False)
def test_a_file_is_entered_on_the_page_and_read_by_all_who_work_here_once_approved(school, denis):
    director, url = b.logged_in(denis), f"/s/{school.pk}/control/papers"
    teacher = b.logged_in(b.an_employee(school).person)

    answer = director.post(
        f"{url}/instruction/add/",
        {
            "state": "draft",
            "day": "2025-09-08",
            "file": an_upload("инструкция.pdf", PDF),
            "request_key": uuid4(),
        },
    )

    assert answer.status_code == 302
    paper = LocalPaper.objects.get()
    assert director.get(f"{url}/version/{paper.pk}/file/").status_code == 200
    assert teacher.get(f"{url}/version/{paper.pk}/file/").status_code == 404
    assert files_of_papers([paper.file_id], NOW) == {paper.file_id}

    director.post(
        f"{url}/version/{paper.pk}/approve/",
        {
            "day": "2025-09-08",
            "order_number": "95-о",
            "approved_by": "директор",
            "request_key": uuid4(),
        },
    )
    file = teacher.get(f"{url}/version/{paper.pk}/file/")
    assert (file.status_code, file["Cache-Control"]) == (200, "private, no-store")
    assert teacher.get(f"{url}/instruction/").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_a_file_that_may_not_come_in_is_refused_at_its_field(school, denis):
    answer = b.logged_in(denis).post(
        f"/s/{school.pk}/control/papers/charter/add/",
        {
            "state": "draft",
            "day": "2025-09-08",
            "file": an_upload("устав.exe", b"MZ"),
            "request_key": uuid4(),
        },
    )

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not LocalPaper.objects.exists()


@pytest.mark.parametrize("code", ["", "no-such-paper"])
def test_a_paper_of_no_list_does_not_exist(school, denis, code):
    assert b.logged_in(denis).get(f"/s/{school.pk}/control/papers/x{code}/").status_code == 404


@pytest.mark.clause("A1")
@pytest.mark.clause("A2 1")
@pytest.mark.parametrize("code", TEMPLATES)
def test_each_text_of_the_kit_is_filled_as_word_and_pdf(school, denis, code):
    word = kit_file(school.pk, code, ending="docx", now=NOW)
    paper = kit_file(school.pk, code, ending="pdf", now=NOW)

    document = Document(io.BytesIO(word.body))
    words = " ".join(one.text for one in document.paragraphs)
    words += " ".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    printed = b.pdf_text(paper.body)
    assert school.name in words
    assert "Школа № 1" in printed
    assert not re.search(r"\{\w+\}|\*\*|@", words + printed)
    assert len(words) > 2000


@pytest.mark.clause("A1")
@pytest.mark.clause("2.1")
def test_the_texts_name_the_persons_of_the_orders_and_the_schools_own_deadlines(school, denis):
    artyom = b.an_employee(
        school, role="administrator", last="Админов", first="Артём", patronymic="Олегович"
    )
    Appointment.objects.create(
        school=school,
        person=artyom.person,
        kind="responsible",
        order_number="81-о",
        order_day=date(2025, 8, 29),
        since=b.FIRST_DAY,
    )
    SchoolSetting.objects.create(school=school, key="homework_minutes", value=90, since=b.FIRST_DAY)
    enter(school, denis, "order")

    facts = facts_of(school.pk, now=NOW)

    assert facts["responsible"] == "Админов А. О."
    assert facts["responsible_acc"].startswith("Админова А. О.")
    assert facts["director"] == "Директоров Д. И."
    assert facts["director_dat"] == "Директорову Д. И."
    assert facts["order_number"] == "81-о"
    assert facts["year"] == "2025/2026"
    assert facts["homework_in"].startswith("90")


def test_a_school_with_nobody_named_and_no_year_gets_lines_to_fill_in():
    school = b.a_school(name="Школа № 9")

    for code in TEMPLATES:
        assert kit_file(school.pk, code, ending="docx", now=NOW).body


def test_every_text_belongs_to_a_paper_and_names_only_known_facts(school):
    assert {path.stem for path in TEXTS.glob("*.txt")} == set(TEMPLATES)

    facts = facts_of(school.pk, now=NOW)
    tables = {"works": (("а",),), "terms": (("а",),)}
    used = "".join((TEXTS / f"{code}.txt").read_text(encoding="utf-8") for code in TEMPLATES)
    for code in TEMPLATES:
        assert blocks_of(code, facts, tables)
    assert set(facts) - set(re.findall(r"\{(\w+)\}", used)) <= {
        "rollout_dat",
        "academic_dat",
        "responsible_dat",
    }


@time_machine.travel(NOW, tick=False)
def test_the_checklist_prints_and_costs_one_statement(school, denis, django_assert_num_queries):
    for code in PAPERS:
        enter(school, denis, code)
    client = b.logged_in(denis)
    client.get(f"/s/{school.pk}/control/papers/")

    with django_assert_num_queries(3):
        client.get(f"/s/{school.pk}/control/papers/")
    text = b.pdf_text(client.get(f"/s/{school.pk}/control/papers/checklist.pdf").content)
    assert text.count("81-о") == 31
