"""Folders, files and globs of txt, md, html, json and jsonl to articles, one at a time."""

from newsextract.read.articles import make_options, read_articles, read_file, read_numbered
from newsextract.read.discover import NO_INPUT, InputFile, find_inputs
from newsextract.read.draft import DEFAULT_MAX_CHARS, IdFrom, ReadOptions

__all__ = [
    "DEFAULT_MAX_CHARS",
    "NO_INPUT",
    "IdFrom",
    "InputFile",
    "ReadOptions",
    "find_inputs",
    "make_options",
    "read_articles",
    "read_file",
    "read_numbered",
]
