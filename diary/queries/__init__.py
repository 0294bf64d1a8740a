from diary.queries.absence import absence_page, own_note
from diary.queries.digest import digest_page
from diary.queries.finals import finals_page
from diary.queries.home import home_page
from diary.queries.homework import homework_page
from diary.queries.marks import forecast_page, marks_page
from diary.queries.results import results_page
from diary.queries.week import week_page

__all__ = [
    "absence_page",
    "digest_page",
    "finals_page",
    "forecast_page",
    "home_page",
    "homework_page",
    "marks_page",
    "own_note",
    "results_page",
    "week_page",
]
