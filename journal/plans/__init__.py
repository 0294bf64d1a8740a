"""Plan files as schools have them (КТП), read into one shape: XLSX, CSV, DOCX, and the JSON of the
federal subject programmes. Knows no database: what is read is shown first and saved by actions."""
