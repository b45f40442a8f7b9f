"""The stages composed: one text, many articles, a whole folder."""
