"""What a teacher writes: topics, register, homework, works and marks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        from core.registry import (
            DeadlineMaker,
            deadline_makers,
            file_owners,
            lesson_carriers,
            lesson_recorders,
            school_founded,
        )
        from journal import regulation  # noqa: F401  (fills the register of rules)
        from journal.actions.works import give_usual_kinds
        from journal.queries import deadlines, deadlines_of_terms
        from journal.queries.carriers import lessons_recorded, lessons_that_carry
        from journal.queries.files import files_of_homework

        file_owners.append(files_of_homework)
        lesson_carriers.append(lessons_that_carry)
        lesson_recorders.append(lessons_recorded)
        school_founded.append(lambda school, _year: give_usual_kinds(school.pk))
        deadline_makers.extend(
            [
                DeadlineMaker(rules=("WORK_RESULTS",), find=deadlines.results_of_works),
                DeadlineMaker(rules=("SUBSTITUTION_AT_ENTRY",), find=deadlines.substitutions_said),
                DeadlineMaker(
                    rules=("TERM_MARKS_SET",), find=deadlines_of_terms.term_marks_set, is_dear=True
                ),
                DeadlineMaker(
                    rules=("FINALS_24H",), find=deadlines_of_terms.finals_seen, is_dear=True
                ),
                DeadlineMaker(
                    rules=("MARKS_ENOUGH",), find=deadlines_of_terms.marks_enough, is_dear=True
                ),
            ]
        )
