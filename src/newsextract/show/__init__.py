"""One record for people to look at: the text with what was found in it, and the fields in tables."""
