"""Pages of importing, for axe and for the eye."""

from __future__ import annotations

from core.models import Job
from tests.village import Village


def _job(village: Village, phase: str, **preview: object) -> str:
    job, _made = Job.objects.get_or_create(
        school_id=village.school.pk,
        kind="import_registers",
        state="done",
        step="Сверяем с реестрами",
        done=2 + len(preview),
        total=7,
        asked_by=village.people["administrator"],
        defaults={
            "result": {
                "phase": phase,
                "files": ["Ученики 5-9 классов.xlsx", "Сотрудники.csv"],
                "day": None,
                "language": "ru",
                "preview": {"fingerprint": "", **preview},
            }
        },
    )
    return f"/s/{village.school.pk}/import/{job.pk}/"


_COUNTS = [
    {"label": "Классы", "new": 2, "changed": 0, "unchanged": 31},
    {"label": "Ученики", "new": 24, "changed": 7, "unchanged": 969},
    {"label": "Представители", "new": 41, "changed": 0, "unchanged": 1559},
]
_SAMPLES = [
    {
        "label": "Ученики",
        "outcome": "changed",
        "rows": [
            {"label": "Ёлкин Артём Павлович, 5А", "changes": ["Дата рождения: — → 01.03.2014"]},
            {"label": "Рашид-Заде Мухаммад Абдулла оглы, 5А", "changes": ["5Б → 5А"]},
        ],
    },
    {
        "label": "Ученики",
        "outcome": "new",
        "rows": [{"label": "Живаго Ника Олеговна, 5А", "changes": []}],
    },
]
_FAULTS = [
    {
        "file": "Ученики 5-9 классов.xlsx",
        "sheet": "Ученики",
        "row": 17 + number,
        "column": "D",
        "heading": "Дата рождения",
        "message": "Напишите дату так: 01.09.2025.",
    }
    for number in range(7)
]


def _preview(village: Village) -> str:
    return _job(village, "preview", counts=_COUNTS, samples=_SAMPLES, faults=[], changes=74)


def _faulty(village: Village) -> str:
    return _job(village, "preview", counts=[], faults=_FAULTS, all_faults=7, changes=0, notices=[])


PAGES = [
    ("import-start", "administrator", lambda v: f"/s/{v.school.pk}/import/"),
    ("import-preview", "administrator", _preview),
    ("import-faults", "administrator", _faulty),
    ("import-waiting", "administrator", lambda v: _job(v, "check")),
]
