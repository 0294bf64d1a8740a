"""A school's records to take away: every row as CSV with its description, every journal as a
workbook that this program, another program or a person can read."""
