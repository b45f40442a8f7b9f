"""Find the files to read in folders, globs and names, in a fixed order, without opening any."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsextract.errors import ArticleError
from newsextract.masking import mask_secrets
from newsextract.read.remote import is_url, list_remote
from newsextract.read.streams import STDIN, Compression
from newsextract.records import Reject

Form = Literal["text", "html", "json", "jsonl", "unknown"]

_FORMS: dict[str, Form] = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
_COMPRESSIONS: dict[str, Compression] = {".gz": "gz", ".zst": "zst"}

NO_INPUT = frozenset({"missing", "no_files"})
"""Reasons of rejects that stand for no article at all: where a run has no others, there was nothing to do."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that may hold articles."""

    path: str
    """For the system: may hold surrogates where the name is not valid UTF-8."""
    source: str
    """For people and records: the path as given, always valid Unicode."""
    form: Form
    compression: Compression | None


def find_inputs(paths: Iterable[str | Path]) -> Iterator[InputFile | Reject]:
    """Yield the files in ``paths``, each once, in a fixed order; nothing is opened.

    A folder gives its files with a known extension (.txt .md .html .htm .json .jsonl, and each with .gz or .zst) in
    alphabetical order, with the folders in it; hidden files and folders and other extensions are left out. A file
    that is named, or that a glob matches, is taken whatever its extension: an unknown one is read as text. A path
    that does not exist (``missing``) and a folder or glob without files (``no_files``) give a Reject.

    Args:
        paths: folders, files, globs (``**`` matches any folders), URLs of these, and ``-`` for standard input, read
            in the order given.

    Raises:
        ConfigError: a URL needs a driver that is not installed.
    """
    seen = _Seen()
    for path in paths:
        name = os.fspath(path)
        if name == STDIN:
            yield from seen.once(InputFile(STDIN, STDIN, "unknown", None))
        elif is_url(name) and not os.path.lexists(name):
            yield from _remote(name, seen)
        elif os.path.isdir(name):  # noqa: PTH112 - 10^7 files: pathlib is several times slower
            yield from _folder_or_reject(name, seen)
        elif os.path.lexists(name):
            yield from seen.once(_input_file(name))
        elif glob.has_magic(name) and "\0" not in name:
            yield from _matches(name, seen)
        else:
            yield _reject(name, "missing", "no such file or folder: check the name")


def shown(path: str) -> str:
    r"""Return ``path`` as valid Unicode: a byte that is not UTF-8 is written as in ``\xff``."""
    try:
        raw = path.encode("utf-8", errors="surrogateescape")
    except UnicodeEncodeError:  # a surrogate that does not stand for a byte of a name
        raw = path.encode("utf-8", errors="backslashreplace")
    return raw.decode("utf-8", errors="backslashreplace")


class _Seen:
    """What was yielded or walked before, so that overlapping arguments give each file once."""

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._folders: set[tuple[int, int]] = set()

    def once(self, found: InputFile) -> Iterator[InputFile]:
        """Yield a named file, unless it was named before or lies in a folder that was walked."""
        key = os.path.abspath(found.path)  # noqa: PTH100
        if key not in self._named and not self._walked(found.path):
            self._named.add(key)
            yield found

    def named(self, path: str) -> bool:
        return bool(self._named) and os.path.abspath(path) in self._named  # noqa: PTH100

    def enter(self, folder: str) -> bool:
        """Note that ``folder`` is walked; return False where it was before, also by way of a link."""
        try:
            status = os.stat(folder)  # noqa: PTH116
        except OSError:
            return True  # the walk itself will say what is wrong
        key = (status.st_dev, status.st_ino)
        if key in self._folders:
            return False
        self._folders.add(key)
        return True

    def _walked(self, path: str) -> bool:
        if not self._folders or _kind(path) is None or _hidden(path):
            return False
        try:
            status = os.stat(os.path.dirname(path) or ".")  # noqa: PTH116, PTH120
        except OSError:
            return False
        return (status.st_dev, status.st_ino) in self._folders


def _folder_or_reject(folder: str, seen: _Seen) -> Iterator[InputFile | Reject]:
    found = False
    if not seen.enter(folder):
        return
    for item in _walk(folder, seen):
        found = True
        yield item
    if not found:
        yield _reject(folder, "no_files", f"no articles in this folder: looked for {', '.join(_FORMS)} (.gz, .zst)")


def _walk(folder: str, seen: _Seen) -> Iterator[InputFile | Reject]:
    """Yield the files below ``folder``; a link to a folder is followed, but no folder is walked twice."""
    pending = [folder]
    while pending:
        path = pending.pop()
        if os.path.isdir(path):  # noqa: PTH112
            if path != folder and not seen.enter(path):
                continue
            try:
                names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208
            except OSError as error:
                yield _reject(path, "unreadable", f"cannot be listed ({error.strerror}): check its permissions")
                continue
            pending.extend(os.path.join(path, name) for name in names if _wanted(path, name))  # noqa: PTH118
        elif not seen.named(path):
            yield _input_file(path)


def _wanted(folder: str, name: str) -> bool:
    if name.startswith("."):
        return False
    return _kind(name) is not None or os.path.isdir(os.path.join(folder, name))  # noqa: PTH112, PTH118


def _matches(pattern: str, seen: _Seen) -> Iterator[InputFile | Reject]:
    everything = not os.path.splitext(pattern)[1]  # noqa: PTH122 - data/* means the articles in it, not the pictures
    found = False
    for name in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - relative and absolute patterns alike
        if not os.path.isdir(name):  # noqa: PTH112
            if _kind(name) or not everything:
                found = True
                yield from seen.once(_input_file(name))
        elif "**" not in pattern:  # ** matches the folders as well as the files in them
            found = True
            yield from _folder_or_reject(name, seen)
    if not found:
        yield _reject(pattern, "no_files", "no file matches: check the pattern, and quote it for the shell")


def _remote(url: str, seen: _Seen) -> Iterator[InputFile | Reject]:
    try:
        urls, named = list_remote(url)
    except ArticleError as error:
        yield _reject(mask_secrets(url), error.reason, str(error))
        return
    found = [name for name in urls if named or (_kind(name) and not _hidden(name))]
    if not found:
        yield _reject(mask_secrets(url), "no_files", "no article there: check the address")
    for name in found:
        yield from seen.once(_input_file(name))


def _hidden(path: str) -> bool:
    return os.path.basename(path).startswith(".")  # noqa: PTH119


def _kind(path: str) -> tuple[Form, Compression | None] | None:
    """Return what the extension says, or None where it is unknown."""
    stem, extension = os.path.splitext(path.lower())  # noqa: PTH122
    compression = _COMPRESSIONS.get(extension)
    if compression:
        extension = os.path.splitext(stem)[1]  # noqa: PTH122
    form = _FORMS.get(extension)
    return (form, compression) if form else None


def _input_file(path: str) -> InputFile:
    named = path.split("?", maxsplit=1)[0] if is_url(path) else path
    form, compression = _kind(named) or ("text", _COMPRESSIONS.get(os.path.splitext(named.lower())[1]))  # noqa: PTH122
    return InputFile(path, mask_secrets(shown(path)) if named is not path else shown(path), form, compression)


def _reject(path: str, reason: str, message: str) -> Reject:
    source = shown(path)
    return Reject(source=source, stage="read", reason=reason, message=f"{source}: {message}")
