"""What is taught in which grade: hours a week of the federal plans, five-day week.

Figures are facts of the federal educational programmes (ФОП НОО, ООО, СОО) and the 2025 subject
programmes: history has 3 hours in grades 5 to 8, the foreign language of grade 5 falls from 3 to 2
on 1 September 2026 (order of 10.11.2025 № 808)."""

from __future__ import annotations

from dataclasses import dataclass

# Who can teach it: teachers are hired by area.
PRIMARY, RUSSIAN, MATHS, ENGLISH, HISTORY = "primary", "russian", "maths", "english", "history"
GEOGRAPHY, BIOLOGY, CHEMISTRY, PHYSICS = "geography", "biology", "chemistry", "physics"
COMPUTING, SPORT, MUSIC, CRAFT, SAFETY = "computing", "sport", "music", "craft", "safety"

POSITIONS = {
    PRIMARY: "учитель начальных классов",
    RUSSIAN: "учитель русского языка и литературы",
    MATHS: "учитель математики",
    ENGLISH: "учитель английского языка",
    HISTORY: "учитель истории и обществознания",
    GEOGRAPHY: "учитель географии",
    BIOLOGY: "учитель биологии",
    CHEMISTRY: "учитель химии",
    PHYSICS: "учитель физики",
    COMPUTING: "учитель информатики",
    SPORT: "учитель физической культуры",
    MUSIC: "учитель музыки",
    CRAFT: "учитель труда (технологии) и изобразительного искусства",
    SAFETY: "преподаватель-организатор основ безопасности и защиты Родины",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPlan:
    """A subject with its hours a week by grade, 1 to 11 (0: not taught)."""

    name: str
    short: str
    area: str
    hours: tuple[int, ...]
    topics: str
    by_class_teacher: bool = True
    in_subgroups: bool = False
    has_homework: bool = True

    def in_grade(self, grade: int, *, year: int) -> int:
        if self.topics == "english" and grade == 5 and year >= 2026:
            return 2
        return self.hours[grade - 1]

    def area_in(self, grade: int) -> str:
        """The class teacher of a primary class teaches most subjects."""
        return PRIMARY if grade <= 4 and self.by_class_teacher else self.area


def _plan(name: str, short: str, area: str, hours: str, topics: str, **more: bool) -> SubjectPlan:
    return SubjectPlan(
        name=name,
        short=short,
        area=area,
        hours=tuple(int(part) for part in hours.split()),
        topics=topics,
        **more,
    )


TALKS = "Разговоры о важном"

SUBJECTS = (
    _plan("Русский язык", "Рус. яз.", RUSSIAN, "5 5 5 5 5 6 4 3 3 2 2", "russian"),
    _plan("Литературное чтение", "Лит. чт.", RUSSIAN, "4 4 4 4 0 0 0 0 0 0 0", "reading"),
    _plan("Литература", "Лит.", RUSSIAN, "0 0 0 0 3 3 2 2 3 3 3", "literature"),
    _plan(
        "Иностранный язык (английский)",
        "Англ. яз.",
        ENGLISH,
        "0 2 2 2 3 3 3 3 3 3 3",
        "english",
        by_class_teacher=False,
        in_subgroups=True,
    ),
    _plan("Математика", "Мат.", MATHS, "4 4 4 4 5 5 0 0 0 0 0", "maths"),
    _plan("Алгебра", "Алг.", MATHS, "0 0 0 0 0 0 3 3 3 0 0", "algebra"),
    _plan(
        "Алгебра и начала математического анализа",
        "Алг. и нач. ан.",
        MATHS,
        "0 0 0 0 0 0 0 0 0 4 4",
        "analysis",
    ),
    _plan("Геометрия", "Геом.", MATHS, "0 0 0 0 0 0 2 2 2 3 3", "geometry"),
    _plan("Вероятность и статистика", "Вер. и стат.", MATHS, "0 0 0 0 0 0 1 1 1 1 1", "chance"),
    _plan(
        "Информатика",
        "Инф.",
        COMPUTING,
        "0 0 0 0 1 1 1 1 1 1 1",
        "computing",
        in_subgroups=True,
    ),
    _plan("Окружающий мир", "Окр. мир", PRIMARY, "2 2 2 2 0 0 0 0 0 0 0", "world"),
    _plan("История", "Ист.", HISTORY, "0 0 0 0 3 3 3 3 2 2 2", "history"),
    _plan("Обществознание", "Общ.", HISTORY, "0 0 0 0 0 1 1 1 1 2 2", "society"),
    _plan("География", "Геогр.", GEOGRAPHY, "0 0 0 0 1 1 2 2 2 1 1", "geography"),
    _plan("Физика", "Физ.", PHYSICS, "0 0 0 0 0 0 2 2 3 2 2", "physics"),
    _plan("Химия", "Хим.", CHEMISTRY, "0 0 0 0 0 0 0 2 2 1 1", "chemistry"),
    _plan("Биология", "Биол.", BIOLOGY, "0 0 0 0 1 1 1 2 2 1 1", "biology"),
    _plan(
        "Основы религиозных культур и светской этики",
        "ОРКСЭ",
        PRIMARY,
        "0 0 0 1 0 0 0 0 0 0 0",
        "ethics",
    ),
    _plan(
        "Изобразительное искусство",
        "ИЗО",
        CRAFT,
        "1 1 1 1 1 1 1 0 0 0 0",
        "art",
        has_homework=False,
    ),
    _plan(
        "Музыка",
        "Муз.",
        MUSIC,
        "1 1 1 1 1 1 1 1 0 0 0",
        "music",
        by_class_teacher=False,
        has_homework=False,
    ),
    _plan(
        "Труд (технология)",
        "Труд",
        CRAFT,
        "1 1 1 1 2 2 2 1 1 0 0",
        "craft",
        has_homework=False,
    ),
    _plan(
        "Физическая культура",
        "Физ-ра",
        SPORT,
        "3 3 3 2 3 2 2 2 2 2 2",
        "sport",
        by_class_teacher=False,
        has_homework=False,
    ),
    _plan(
        "Основы безопасности и защиты Родины",
        "ОБЗР",
        SAFETY,
        "0 0 0 0 0 0 0 1 1 1 1",
        "safety",
    ),
)


def hours_a_year(hours_a_week: int, grade: int) -> int:
    """33 weeks in grade 1, 34 in the others."""
    return hours_a_week * (33 if grade == 1 else 34)
