"""Tell files that are no text at all, by their first bytes."""

import re

from newsextract.errors import ArticleError

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a zip archive (or .docx, .xlsx, .epub)"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"BZh91AY&SY", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1\x15", "a Parquet file"),
)
_COMPRESSED = {"gzip data": ".gz", "zstandard data": ".zst"}
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE_BYTES = 8192


def check_magic(data: bytes) -> None:
    """Raise where ``data`` begins like a known binary format.

    Raises:
        ArticleError: ``binary``; the message says what it is.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            ending = _COMPRESSED.get(what)
            advice = f"name it with the ending {ending} to have it unpacked" if ending else "give text, HTML or JSON"
            raise ArticleError("binary", f"a binary file: {what}; {advice}")


def check_controls(data: bytes) -> None:
    """Raise where the beginning of ``data`` has more control characters than text ever has.

    Raises:
        ArticleError: ``binary``.
    """
    if has_controls(data):
        raise ArticleError("binary", "a binary file: full of control characters; give text, HTML or JSON")


def has_controls(data: bytes) -> bool:
    """Say whether the beginning of ``data`` has more control characters than text ever has."""
    sample = data[:_SAMPLE_BYTES]
    return len(_CONTROLS.findall(sample)) > max(2, len(sample) // 50)
