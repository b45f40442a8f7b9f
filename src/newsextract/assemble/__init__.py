"""Marks to records: mentions to firms, quantities to metrics, sentences to claims."""
