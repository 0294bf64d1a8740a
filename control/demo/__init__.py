"""Invented schools to look at and to measure: believable people, timetable, records, families."""
