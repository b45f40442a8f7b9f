"""Rows of a database as files: Parquet, CSV, workbooks, JSON lines."""
