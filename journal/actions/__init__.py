"""What a teacher does in the journal: one function is one human act, in one transaction."""
