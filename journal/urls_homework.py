"""Homework: its variants for some, its files, how much is due on a day."""

from django.urls import path

from journal.views import homework

homework_paths = [
    path(
        "lessons/<int:lesson_id>/homework/some/<int:homework_id>/",
        homework.for_some,
        name="homework_variant",
    ),
    path(
        "lessons/<int:lesson_id>/homework/some/<int:homework_id>/back/",
        homework.take_back,
        name="homework_back",
    ),
    path("lessons/<int:lesson_id>/homework/files/", homework.attach, name="homework_files"),
    path(
        "lessons/<int:lesson_id>/homework/files/<int:file_id>/",
        homework.file,
        name="homework_file",
    ),
    path(
        "lessons/<int:lesson_id>/homework/files/<int:file_id>/away/",
        homework.detach,
        name="homework_file_away",
    ),
    path("lessons/<int:lesson_id>/homework/load/", homework.load, name="homework_load"),
    path("classes/<int:class_id>/homework/", homework.week_load, name="class_homework"),
]
