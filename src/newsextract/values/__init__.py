"""Pure functions from text to values: quantities, periods, sentences."""
