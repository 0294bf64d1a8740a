"""Who reaches the pages of control: the school's leaders, and the municipality's coordinator."""

# Teachers read the own courses, homeroom teachers the own class; test_reports_access.py walks
# through all reports.
_REPORT = {
    "everyone": 403,
    "leaders": 200,
    "teachers": 200,
    "strangers": 404,
    "logged_out": 302,
}
ARGS = {
    f"control:{name}": lambda village: {"slug": "teacher"}
    for name in ("report", "report_rows", "report_xlsx", "report_pdf")
}
ROWS = {
    "control:reports": _REPORT | {"homeroom": 200},
    "control:report": _REPORT,
    "control:report_xlsx": _REPORT,
    "control:report_pdf": _REPORT,
    # without ?what= there is no figure to unfold
    "control:report_rows": _REPORT | {"leaders": 404, "teachers": 404},
    "control:today": {
        "everyone": 403,
        "leaders": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:background": {
        "everyone": 403,
        "administrator": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:background_now": {
        "everyone": 403,
        "administrator": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:run_work": {
        "everyone": 405,
        "logged_out": 302,
    },
    "POST control:run_work": {
        "everyone": 403,
        "administrator": 302,
        "strangers": 404,
        "logged_out": 302,
    },
}
