"""Reads of the timetable. The journal needs two of them on every page of a day."""

from schedule.queries.day import day_of_teacher, end_of_last_lesson

__all__ = ["day_of_teacher", "end_of_last_lesson"]
