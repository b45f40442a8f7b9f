"""The command line: one thin function a command, over functions that programs can call as well."""

from newsextract.cli.app import app, main

__all__ = ["app", "main"]
