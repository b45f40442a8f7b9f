"""Records on disk and in databases."""
