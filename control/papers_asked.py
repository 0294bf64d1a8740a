"""The papers that the order asks of a school: six and five of its own (App. 1, App. 2 1) and twenty
local acts to look through (App. 3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """A list of the order that papers stand in."""

    KIT = "A1", _("The kit for introducing the journal")
    ORDER = "A2 1", _("What the director's order approves")
    ADMINISTRATIVE = "A3 1", _("Administrative and economic acts")
    RIGHTS = "A3 2", _("Acts on the rights of those who learn and teach")
    BODIES = "A3 3", _("Acts on professional bodies")


ACTS = (Part.ADMINISTRATIVE, Part.RIGHTS, Part.BODIES)
CLAUSES = {
    Part.KIT: _("appendix 1"),
    Part.ORDER: _("appendix 2, clause 1"),
    **dict.fromkeys(ACTS, _("appendix 3")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAsked:
    """One paper of the lists. `has_template`: the house prints a text of it, filled with the
    school's names (control/kit); of the others the school changes what it has."""

    code: str
    label: str | Promise
    parts: tuple[Part, ...]
    has_template: bool = False
    hint: str | Promise = ""

    @property
    def is_act(self) -> bool:
        """A local act to look through: it may need no change (App. 3)."""
        return self.parts[0] in ACTS


def _kit(code: str, label: str | Promise, *parts: Part) -> PaperAsked:
    return PaperAsked(code=code, label=label, parts=parts, has_template=True)


def _act(part: Part, code: str, label: str | Promise, hint: str | Promise) -> PaperAsked:
    return PaperAsked(code=code, label=label, parts=(part,), hint=hint)


_A, _R, _B = ACTS
PAPERS = {
    paper.code: paper
    for paper in [
        _kit("rollout_plan", _("Plan of introducing the electronic journal"), *list(Part)[:2]),
        _kit("personal_data", _("Set of papers on the protection of personal data"), Part.KIT),
        _kit("job_duties", _("Additions to the duties of employees"), Part.KIT),
        _kit("journal_regulation", _("Regulation of keeping the journal"), *list(Part)[:2]),
        _kit("service_regulation", _("Regulation of the diary service"), *list(Part)[:2]),
        _kit("order", _("Director's order on introducing the journal"), Part.KIT),
        _kit("instruction", _("Instruction for recording lessons in the journal"), Part.ORDER),
        _kit("help_regulation", _("Regulation of help to those who work in it"), Part.ORDER),
        _act(
            _A,
            "charter",
            _("Charter of the school"),
            _("Forms of record keeping and of informing families, where the charter names them."),
        ),
        _act(
            _A,
            "parents_contract",
            _("Contract with parents"),
            _("Duties of informing through the diary, or on paper once a week."),
        ),
        _act(
            _A,
            "job_descriptions",
            _("Job descriptions of administration, teachers, homeroom teachers"),
            _("Take the text from the additions to the duties of the kit."),
        ),
        _act(
            _A,
            "pay",
            _("Regulation of extra pay and bonuses"),
            _("Extra work of those who keep the journal going, if it is none of their duties."),
        ),
        _act(
            _A,
            "inner_control",
            _("Regulation of inner control"),
            _("Daily and weekly control by the pages of this room instead of paper journals."),
        ),
        _act(
            _A,
            "classroom",
            _("Regulation of the classroom"),
            _("Computer and network at the teacher's place."),
        ),
        _act(
            _A,
            "safety",
            _("Safety instructions for workplaces and classrooms"),
            _("Work at a computer during the lesson."),
        ),
        _act(
            _A,
            "attestation",
            _("Regulation of the attestation of teachers"),
            _("Figures of the journal as a source for attestation."),
        ),
        _act(
            _R,
            "admission",
            _("Rules of admission"),
            _("Application for the service and consent are offered at admission, not demanded."),
        ),
        _act(
            _R,
            "behaviour",
            _("Rules of behaviour of students"),
            _("Login names and passwords are personal."),
        ),
        _act(
            _R,
            "inner_order",
            _("Rules of the inner order of the school"),
            _("When lessons are recorded; who replaces a colleague records the lesson."),
        ),
        _act(
            _R,
            "labour_contract",
            _("Labour contract with employees"),
            _("Duty to keep the journal and not to disclose personal data."),
        ),
        _act(
            _R,
            "assessment",
            _("Regulation of marks and of interim and final assessment"),
            _("Weights, borders of averages, н/а: the same as the choices of the school here."),
        ),
        _act(
            _R,
            "portfolio",
            _("Regulation of keeping students' works and achievements"),
            _("How long works and results are kept, in which form."),
        ),
        _act(
            _R,
            "forms_of_education",
            _("Regulation of the forms of education"),
            _("Home tuition, family education: in which journal they are recorded."),
        ),
        _act(
            _B,
            "council",
            _("Regulation of the teachers' council"),
            _("Results of the periods are taken from the journal."),
        ),
        _act(
            _B,
            "creative_groups",
            _("Regulation of creative groups"),
            _("If the group works out plans or works for the journal."),
        ),
        _act(
            _B,
            "methodical_council",
            _("Regulation of the methodical council"),
            _("Approval of curriculum plans in the journal."),
        ),
        _act(
            _B,
            "chair",
            _("Regulation of the subject department"),
            _("Common kinds of works and their weights."),
        ),
        _act(
            _B,
            "collective_agreement",
            _("Collective agreement of the school and its employees"),
            _("Working time for recording lessons, extra pay."),
        ),
    ]
}


def papers_of(part: Part) -> list[PaperAsked]:
    """The papers of one list, in the order's own sequence."""
    return [paper for paper in PAPERS.values() if part in paper.parts]
