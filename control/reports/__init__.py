"""Reports of the school: each is one table document for the screen, the spreadsheet and the PDF."""
