"""Who reaches the archive's pages."""

ROWS = {
    "archive:backups": {
        "everyone": 403,
        "director": 200,
        "administrator": 200,
        "strangers": 404,
        "logged_out": 302,
    },
}
