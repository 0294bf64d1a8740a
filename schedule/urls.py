from django.urls import path

from schedule.views import lessons, making, pages

app_name = "schedule"
urlpatterns = [
    path("timetable/", pages.home, name="home"),
    path("timetable/day/", pages.day_page, name="day"),
    path("timetable/of/<slug:kind>/", pages.choose, name="choose"),
    path("timetable/class/<int:class_id>/", pages.class_page, name="class"),
    path("timetable/teacher/<int:employee_id>/", pages.teacher_page, name="teacher"),
    path("timetable/room/<int:room_id>/", pages.room_page, name="room"),
    # ---- the lessons of a day ----
    path("timetable/absent/<int:employee_id>/", lessons.absence, name="absence"),
    path("timetable/lesson/add/", lessons.add, name="add_lesson"),
    path("timetable/lesson/<int:lesson_id>/", lessons.lesson, name="lesson"),
    path("timetable/lesson/<int:lesson_id>/move/", lessons.move, name="move"),
    path("timetable/lesson/<int:lesson_id>/cancel/", lessons.cancel, name="cancel"),
    path("timetable/lesson/<int:lesson_id>/restore/", lessons.restore, name="restore"),
    path("timetable/lesson/<int:lesson_id>/substitute/", lessons.substitute, name="substitute"),
    # ---- the lines it is made of ----
    path("timetable/lines/<int:class_id>/", making.slots, name="slots"),
    path("timetable/lines/<int:class_id>/add/", making.slot_add, name="slot_add"),
    path("timetable/line/<int:slot_id>/", making.slot, name="slot"),
    path("timetable/line/<int:slot_id>/end/", making.slot_end, name="slot_end"),
    path("timetable/generate/", making.generate, name="generate"),
    path("timetable/generate/<int:job_id>/", making.job, name="job"),
    path("timetable/generate/<int:job_id>/status/", making.job_status, name="job_status"),
]
