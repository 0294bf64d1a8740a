"""How fast the pages are: the production server driven over HTTP by people who are logged in."""
