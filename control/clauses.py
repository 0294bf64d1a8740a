"""The clauses of the order in short words of our own, and what in the house serves each.

Which tests prove them is read from the tests themselves (`@pytest.mark.clause`); rules know their
clauses. Here stands the list of clauses, and the pages and commands, which do not know theirs."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from core.regulation import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: its printed number, what it asks, and the pages or commands that serve it."""

    pk: str
    asks: str
    served_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A clause with the rules and tests that were found for it."""

    clause: Clause
    rules: tuple[str, ...] = ()
    tests: tuple[str, ...] = field(default=())

    @property
    def is_served(self) -> bool:
        return bool(self.rules or self.clause.served_by)


def _clause(pk: str, asks: str, *served_by: str) -> Clause:
    return Clause(pk=pk, asks=asks, served_by=served_by)


CLAUSES = (
    _clause(
        "1",
        "A municipal coordinator for the year, who sees figures and never a child's record",
        "page control:monitoring",
        "school.MunicipalDuty",
    ),
    _clause(
        "2.1",
        "Each school names a person responsible for the journal, by an order sent by 1 October",
        "page control:orders",
        "page school:appointments",
        "school.Appointment",
    ),
    _clause(
        "2.2",
        "The school completes its local documents (appendices 1 to 5)",
        "page control:papers",
        "control.LocalPaper",
    ),
    _clause(
        "2.3",
        "Timetable, staff and students are entered and correct before the year is opened",
        "command import_registers",
        "page school:overview",
        "page control:readiness",
        "journal.YearOpening",
    ),
    _clause(
        "2.3.1",
        "Lesson and absentees are entered by fact on the day of the lesson",
        "page journal:lesson",
        "page control:today",
        "page control:compliance",
    ),
    _clause(
        "2.3.2",
        "Homework is entered on the day, one to two hours after the last lesson of these students",
        "page journal:lesson",
        "page control:today",
        "page control:compliance",
    ),
    _clause(
        "2.3.3",
        "Results of written works are entered within a week",
        "page journal:lesson",
        "page journal:course",
        "page control:compliance",
    ),
    _clause(
        "2.4",
        "From 1 October topics, common and individual homework and attendance of every lesson",
        "page journal:lesson",
        "page control:today",
        "page control:monitoring",
    ),
    _clause(
        "2.5",
        "Teachers are reminded and see what they owe",
        "page journal:day",
        "page control:reminders",
        "page control:compliance",
    ),
    _clause(
        "2.6",
        "Parents look only after a signed application and a signed consent",
        "page consent:class",
        "consent.permissions.record_for",
    ),
    _clause(
        "3",
        "The municipality monitors all schools every week",
        "page control:monitoring",
        "page control:figures",
        "command hand_in_figures",
    ),
    _clause(
        "4",
        "The deputy head of the municipality controls, reading only",
        "role supervisor of school.MunicipalDuty",
    ),
    _clause(
        "A1",
        "Six papers: plan, personal data, job duties, two regulations, order",
        "page control:papers",
        "page control:paper_kit",
    ),
    _clause(
        "A2 1",
        "The director's order approves plan, regulations, instruction and help",
        "page control:papers",
        "page control:paper_kit",
    ),
    _clause(
        "A2 3",
        "The journal covers lessons, electives, clubs and extended-day groups",
        "school.GroupKind",
    ),
    _clause(
        "A2 4",
        "Named by order: rollout, academic control, technical support, help for teachers (4–8)",
        "page school:appointments",
        "school.Appointment",
    ),
    _clause("A3", "Twenty local acts are reviewed and ticked", "page control:papers"),
    _clause(
        "A4 1.1",
        "Rules and procedures secure the data: history, backups with a restore rehearsal",
        "history by triggers",
        "command backup",
        "command restore",
        "page archive:backups",
    ),
    _clause("A4 1.2", "The school chooses its forms of record", "page school:overview"),
    _clause(
        "A4 1.3",
        "The head answers for keeping the journal to the rules",
        "page control:today",
        "page control:periods",
    ),
    _clause(
        "A4 1.4",
        "The head answers for the truth of the data: a signed report of the period",
        "page control:period",
        "page control:period_print",
    ),
    _clause(
        "A4 1.5",
        "Personal data are processed by law: least privilege, every opening is logged",
        "page consent:openings",
        "access table",
    ),
    _clause(
        "A4 2.1",
        "Lesson and absentees on the day; another teacher says so in the same entry",
        "page journal:lesson",
        "page journal:replace",
    ),
    _clause(
        "A4 2.2",
        "Homework at most an hour after the last lesson of these students",
        "page journal:lesson",
    ),
    _clause(
        "A4 2.3",
        "Homework may be given in advance for later lessons and days",
        "page journal:lesson",
        "page diary:homework",
    ),
    _clause(
        "A4 2.4",
        "Results of works within a week after they were held",
        "page journal:lesson",
    ),
    _clause("A4 2.5", "An archive with integrity on two media in different premises"),
    _clause("A4 2.6", "Personal data in the archive are protected by law"),
    _clause("A4 3.1", "A printout used as a document is certified in due order"),
    _clause("A4 3.2", "The class's year summary is handed to the archive at closing"),
    _clause("A4 3.3", "The need for paper follows from ГОСТ Р ИСО 15489-1-2007"),
    _clause(
        "A5 1",
        "Students and parents see the data; who declined gets a printout every week",
        "page diary:week",
        "page diary:marks",
    ),
    _clause("A5 2", "Families are regularly told the forecast of the period's mark"),
    _clause("A5 3", "Finals, contests and exam results within 24 hours after they are known"),
    _clause(
        "A5 4",
        "Delivery in the agreed form to contacts given in writing",
        "page consent:card",
    ),
)


def trace(rules: Iterable[Rule], tests: dict[str, list[str]]) -> list[Traced]:
    """Each clause with the codes of its rules and the names of its tests."""
    codes: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        for pk in rule.clauses:
            codes[pk].append(rule.code)
    return [
        Traced(
            clause=clause,
            rules=tuple(sorted(codes.get(clause.pk, ()))),
            tests=tuple(sorted(tests.get(clause.pk, ()))),
        )
        for clause in CLAUSES
    ]


def clauses_of_tests(folder: Path) -> dict[str, list[str]]:
    """Names of the tests that carry each clause, `file::test`, read without running them."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        whole_file = _marks_of_file(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for pk in [*whole_file, *_marks(node.decorator_list)]:
                    found[pk].append(f"{path.relative_to(folder.parent)}::{node.name}")
    return found


def _marks_of_file(tree: ast.Module) -> list[str]:
    """Clauses that `pytestmark` gives to the whole file."""
    marks: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node.targets[0]):
            many = isinstance(node.value, (ast.List, ast.Tuple))
            marks += _marks(node.value.elts if many else [node.value])
    return marks


def _marks(nodes: Iterable[ast.expr]) -> list[str]:
    return [
        argument.value
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    ]


def as_page(traced: list[Traced], unknown: list[str]) -> str:
    """docs/clauses.md as text."""
    lines = [
        "# Clauses of the order and what serves them",
        "",
        "Made by `make clauses` from `control/clauses.py`, the register of rules and the tests",
        "that carry `@pytest.mark.clause`; a test fails when this page is stale. Clauses are",
        "written as in the order; A4 2.1 is clause 2.1 of appendix 4.",
        "",
        "| clause | asks | rules | pages, commands | tests |",
        "|---|---|---|---|---|",
    ]
    for one in traced:
        rules = ", ".join(f"`{code}`" for code in one.rules) or "–"
        served = ", ".join(one.clause.served_by) or ("–" if one.rules else "not yet")
        count = f"[{len(one.tests)}](#{_anchor(one.clause.pk)})" if one.tests else "not yet"
        lines.append(f"| {one.clause.pk} | {one.clause.asks} | {rules} | {served} | {count} |")
    lines += ["", "## Tests", ""]
    for one in traced:
        if one.tests:
            lines += [f'<a id="{_anchor(one.clause.pk)}"></a>**{one.clause.pk}**', ""]
            lines += [*(f"* `{name}`" for name in one.tests), ""]
    if unknown:
        lines += ["Marks of no clause: " + ", ".join(unknown), ""]
    return "\n".join(lines).rstrip() + "\n"


def _anchor(pk: str) -> str:
    return "clause-" + pk.lower().replace(" ", "-").replace(".", "-")
