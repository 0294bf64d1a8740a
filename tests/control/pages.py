"""Pages of control, for axe and for the eye."""


def _reports(village):
    return f"/s/{village.school.pk}/control/reports/"


PAGES = [
    ("control-today", "deputy", lambda village: f"/s/{village.school.pk}/control/"),
    (
        "control-day-off",
        "deputy",
        lambda village: f"/s/{village.school.pk}/control/?day=2025-09-07",
    ),
    (
        "control-background",
        "administrator",
        lambda village: f"/s/{village.school.pk}/control/background/",
    ),
    ("control-reports", "own_teacher", lambda village: f"{_reports(village)}"),
    ("control-report-teacher", "own_teacher", lambda village: f"{_reports(village)}teacher/"),
    ("control-report-teachers", "deputy", lambda village: f"{_reports(village)}teacher/"),
    (
        "control-report-rows",
        "own_teacher",
        lambda village: f"{_reports(village)}teacher/rows/?what=density",
    ),
    ("control-report-homeroom", "homeroom", lambda village: f"{_reports(village)}homeroom/"),
    (
        "control-report-attendance",
        "homeroom",
        lambda village: f"{_reports(village)}attendance/?class={village.school_class.pk}",
    ),
    (
        "control-report-summary",
        "deputy",
        lambda village: f"{_reports(village)}summary/?by=subject&against=before",
    ),
    ("control-report-movement", "deputy", lambda village: f"{_reports(village)}movement/"),
    ("control-report-objectivity", "deputy", lambda village: f"{_reports(village)}objectivity/"),
    ("control-report-debts", "deputy", lambda village: f"{_reports(village)}debts/"),
]
