"""Marks, absences and period marks from a spreadsheet: a school that begins in mid-year."""
