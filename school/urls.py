"""The first page and the registers of a school."""

from django.urls import include, path

from school.views import (
    classes,
    codes,
    duties,
    groups,
    home,
    imports,
    movements,
    papers,
    people,
    teaching,
    years,
)

app_name = "school"

_people = [
    path("people/", people.people_list, name="people"),
    path("people/students/add/", people.student_add, name="student_add"),
    path("people/staff/add/", people.employee_add, name="employee_add"),
    path("people/codes/", codes.staff_codes, name="staff_codes"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:person_id>/employ/", people.employ, name="employ"),
    path("people/<int:person_id>/duties/add/", duties.duty_add, name="duty_add"),
    path("people/<int:person_id>/code/", codes.person_code, name="person_code"),
    path("people/<int:person_id>/sessions/end/", people.sessions_end, name="sessions_end"),
    path("registers/duties/<int:duty_id>/end/", duties.duty_end, name="duty_end"),
    path("registers/staff/<int:employee_id>/leave/", people.employee_leave, name="employee_leave"),
    path(
        "registers/students/<int:student_id>/kin/",
        people.guardian_add,
        name="guardian_add",
    ),
    path("registers/students/<int:student_id>/move/", movements.move, name="student_move"),
    path("registers/students/<int:student_id>/leave/", movements.leave, name="student_leave"),
    path("movements/", movements.movements, name="movements"),
    path("movements/xlsx/", movements.movements_sheet, name="movements_sheet"),
    path("registers/guardians/<int:link_id>/end/", people.guardian_end, name="guardian_end"),
]
_classes = [
    path("classes/", classes.class_list, name="classes"),
    path("classes/add/", classes.class_add, name="class_add"),
    path("classes/<int:class_id>/", classes.one_class, name="class"),
    path("classes/<int:class_id>/edit/", classes.class_edit, name="class_edit"),
    path("classes/<int:class_id>/homeroom/", classes.homeroom, name="homeroom"),
    path("classes/<int:class_id>/enrol/", movements.enrol, name="enrol"),
    path("classes/<int:class_id>/split/", groups.class_split, name="class_split"),
    path("classes/<int:class_id>/codes/", codes.class_codes, name="class_codes"),
    path("registers/groups/add/", groups.group_add, name="group_add"),
    path("registers/groups/<int:group_id>/", groups.group, name="group"),
]
_teaching = [
    path("registers/subjects/", teaching.subjects, name="subjects"),
    path("registers/subjects/add/", teaching.subject_add, name="subject_add"),
    path("registers/subjects/<int:subject_id>/", teaching.subject_edit, name="subject_edit"),
    path("registers/courses/", teaching.courses, name="courses"),
    path("registers/courses/add/", teaching.course_add, name="course_add"),
    path("registers/courses/<int:course_id>/", teaching.course, name="course"),
    path("registers/courses/<int:course_id>/edit/", teaching.course_edit, name="course_edit"),
    path(
        "registers/courses/<int:course_id>/card/teacher/",
        teaching.course_teacher,
        name="course_teacher",
    ),
    path("registers/teachers/<int:row_id>/end/", teaching.teaching_end, name="teaching_end"),
    path("registers/rooms/", teaching.rooms, name="rooms"),
    path("registers/rooms/add/", teaching.room_add, name="room_add"),
    path("registers/rooms/<int:room_id>/", teaching.room_edit, name="room_edit"),
]
_years = [
    path("registers/years/", years.years, name="years"),
    path("registers/years/add/", years.year_add, name="year_add"),
    path("registers/years/<int:year_id>/", years.year_edit, name="year_edit"),
    path("registers/years/<int:year_id>/calendars/add/", years.calendar_add, name="calendar_add"),
    path("registers/calendars/<int:calendar_id>/", years.calendar, name="calendar"),
    path("registers/calendars/<int:calendar_id>/edit/", years.calendar_edit, name="calendar_edit"),
    path("registers/calendars/<int:calendar_id>/terms/add/", years.term_add, name="term_add"),
    path("registers/calendars/<int:calendar_id>/breaks/add/", years.break_add, name="break_add"),
    path("registers/calendars/<int:calendar_id>/days/add/", years.day_add, name="day_add"),
    path("registers/terms/<int:term_id>/", years.term_edit, name="term_edit"),
    path("registers/terms/<int:term_id>/remove/", years.term_remove, name="term_remove"),
    path("registers/breaks/<int:break_id>/", years.break_edit, name="break_edit"),
    path("registers/breaks/<int:break_id>/remove/", years.break_remove, name="break_remove"),
    path("registers/days/<int:day_id>/", years.day_edit, name="day_edit"),
    path("registers/days/<int:day_id>/remove/", years.day_remove, name="day_remove"),
]
_papers = [
    path("registers/appointments/", papers.appointments, name="appointments"),
    path("registers/appointments/add/", papers.appointment_add, name="appointment_add"),
    path("registers/orders/<int:pk>/sent/", papers.appointment_sent, name="appointment_sent"),
    path("registers/orders/<int:pk>/end/", papers.appointment_end, name="appointment_end"),
    path(
        "registers/orders/<int:pk>/order.pdf",
        papers.appointment_print,
        name="appointment_print",
    ),
    path("registers/details/", papers.details, name="details"),
    path("registers/choices/", papers.choices, name="choices"),
    path("registers/choices/<slug:key>/", papers.choice_edit, name="choice_edit"),
]
_imports = [
    path("import/", imports.import_start, name="import_start"),
    path("import/<int:job_id>/", imports.import_job, name="import_job"),
    path("import/<int:job_id>/status/", imports.import_status, name="import_status"),
    path("import/<int:job_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<int:job_id>/give-up/", imports.import_give_up, name="import_give_up"),
    path("import/template/<slug:key>.xlsx", imports.import_template, name="import_template"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path(
        "s/<int:school_id>/",
        include(
            [
                path("", home.overview, name="overview"),
                *_people,
                *_classes,
                *_teaching,
                *_years,
                *_papers,
                *_imports,
            ]
        ),
    ),
]
