"""Who reaches the pages of control: the school's leaders, and the municipality's coordinator."""

ROWS = {
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
    "control:monitoring": {
        "everyone": 404,
        "coordinator": 200,
        "logged_out": 302,
    },
}
