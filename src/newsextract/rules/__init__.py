"""``pipeline/`` files as typed, frozen objects: rule tables and lexicons."""
