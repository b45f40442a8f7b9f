"""spaCy components, each writing one layer of marks."""
