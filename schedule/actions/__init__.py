"""What people do to the timetable and to the lessons of a day."""
