"""Who reaches the pages of the house itself."""

ROWS = {
    "health": {"everyone": 200},
    "empty": {"everyone": 200, "logged_out": 302},
    "look": {"everyone": 200},
    "gallery": {"everyone": 200},
    "js_catalog": {"everyone": 200},
}
