"""Sentences, quotation borders and words."""
