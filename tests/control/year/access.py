"""Who reaches readiness and opening of the year: the school's leaders."""

ROWS = {
    "control:readiness": {
        "everyone": 403,
        "leaders": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:open_year": {
        "everyone": 405,
        "logged_out": 302,
    },
    "POST control:open_year": {
        "everyone": 403,
        "director": 422,
        "administrator": 422,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:opening_act": {
        "everyone": 403,
        "leaders": 200,
        "strangers": 404,
        "logged_out": 302,
    },
}
