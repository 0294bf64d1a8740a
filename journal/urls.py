from django.urls import path

from journal import urls_attendance, urls_class, urls_plans, urls_start, urls_terms
from journal.urls_homework import homework_paths
from journal.urls_works import work_paths
from journal.views import checks, grid, kept, kinds, pages, saving

app_name = "journal"
urlpatterns = [
    path("day/", pages.day, name="day"),
    path("day/kept/", kept.pages, name="kept_pages"),
    path("journals/", pages.courses, name="courses"),
    path("journals/<int:course_id>/", pages.course, name="course"),
    path(
        "journals/<int:course_id>/students/<int:student_id>/average/",
        pages.average,
        name="average",
    ),
    path("journals/<int:course_id>/remarks/", checks.remarks, name="remarks"),
    path("remarks/", checks.every, name="all_remarks"),
    path("remarks/<int:remark_id>/answer/", checks.answer, name="answer_remark"),
    path("remarks/<int:remark_id>/close/", checks.close, name="close_remark"),
    path("journals/<int:course_id>/changes/", grid.changes, name="changes"),
    path("journals/<int:course_id>/cells/", grid.cells, name="cells"),
    path("lessons/<int:lesson_id>/", pages.lesson, name="lesson"),
    path("lessons/<int:lesson_id>/cells/<int:student_id>/", saving.cell, name="cell"),
    path("lessons/<int:lesson_id>/register/", saving.register, name="register"),
    path("lessons/<int:lesson_id>/topic/", saving.topic, name="topic"),
    path("lessons/<int:lesson_id>/homework/", saving.homework, name="homework"),
    path("lessons/<int:lesson_id>/homework/none/", saving.no_homework, name="no_homework"),
    path(
        "lessons/<int:lesson_id>/homework/some/",
        saving.homework_for_some,
        name="homework_for_some",
    ),
    path("lessons/<int:lesson_id>/works/", saving.work, name="work"),
    path("lessons/<int:lesson_id>/take-over/", pages.take_over, name="take_over"),
    path("keys/", pages.keys, name="keys"),
    path("replace/", pages.replace, name="replace"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/new/", kinds.new_kind, name="new_kind"),
    path("kinds/<int:kind_id>/", kinds.kind, name="kind"),
    *urls_attendance.urlpatterns,
    *urls_class.urlpatterns,
    *urls_terms.urlpatterns,
    *urls_start.urlpatterns,
    *homework_paths,
    *work_paths,
    *urls_plans.urlpatterns,
]
