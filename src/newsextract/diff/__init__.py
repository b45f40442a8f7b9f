"""What differs between the records of two runs, or of two databases."""
