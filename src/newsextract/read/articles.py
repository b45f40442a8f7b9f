"""Files to articles, one at a time; what cannot be used becomes a Reject, and the rest goes on."""

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsextract.errors import ArticleError, ConfigError
from newsextract.read.discover import Form, InputFile, find_inputs
from newsextract.read.draft import DEFAULT_MAX_CHARS, Draft, IdFrom, ReadOptions, clean, finish
from newsextract.read.json_files import Found, read_json, read_json_lines
from newsextract.read.plain import read_text
from newsextract.read.streams import Blocks, open_blocks
from newsextract.records import Article, Reject

_HEAD_BYTES = 4096
_ID_FROM = ("auto", "url", "path", "content")


def read_articles(
    paths: Iterable[str | Path], *, id_from: IdFrom = "auto", max_chars: int | None = None
) -> Iterator[Article | Reject]:
    """Return an iterator over the articles in ``paths``, in a fixed order and in constant memory.

    Reads .txt, .md, .html, .json and .jsonl, plain or with .gz or .zst. See ``find_inputs`` for what folders and globs
    give. An article that cannot be used is a Reject, whose message names the file, what was found and what to do.

    Args:
        paths: files, folders, globs, URLs that fsspec has a driver for, and ``-`` for standard input.
        id_from: what an article's id is made of. ``auto``: its own id, else its url, else its content. ``url``: its
            url, else its content. ``path``: where it was read. ``content``: its text alone.
        max_chars: code points that an article may have; 2,000,000 unless said.

    Raises:
        ConfigError: ``paths`` is one string, or an option has an unknown value.
    """
    if isinstance(paths, str | Path):
        raise ConfigError(f"paths is one path ({paths}): give a list of them")
    return (item for _, _, item in read_numbered(paths, make_options(id_from, max_chars)))


def make_options(id_from: IdFrom = "auto", max_chars: int | None = None) -> ReadOptions:
    """Return options of reading; see ``read_articles``.

    Raises:
        ConfigError: an option has an unknown value.
    """
    if id_from not in _ID_FROM:
        raise ConfigError(f"id_from is {id_from!r}: give one of {', '.join(_ID_FROM)}")
    if max_chars is not None and max_chars < 1:
        raise ConfigError(f"max_chars is {max_chars}: give a positive number")
    return ReadOptions(id_from, DEFAULT_MAX_CHARS if max_chars is None else max_chars)


def read_numbered(paths: Iterable[str | Path], options: ReadOptions) -> Iterator[tuple[int, int, Article | Reject]]:
    """Yield the articles in ``paths`` as ``read_articles`` does, each with the number of its file and its own in it."""
    for file, found in enumerate(find_inputs(paths)):
        items = [found] if isinstance(found, Reject) else read_file(found, options)
        for number, item in enumerate(items):
            yield file, number, item


def read_file(file: InputFile, options: ReadOptions | None = None) -> Iterator[Article | Reject]:
    """Yield the articles of one file, in its order.

    Args:
        file: as ``find_inputs`` gives it.
        options: None for the defaults.
    """
    options = options or ReadOptions()
    try:
        with open_blocks(file.path, file.compression) as blocks:
            for found in _found(blocks, file, options):
                yield _result(found, options)
    except ArticleError as error:
        yield _reject(file.source, error)


def _found(blocks: Blocks, file: InputFile, options: ReadOptions) -> Iterator[Found]:
    form = _form_of(blocks) if file.form == "unknown" else file.form
    if form == "jsonl":
        yield from read_json_lines(blocks, file.source, options)
    elif form == "json":
        yield from read_json(blocks, file.source, options)
    elif form == "html":
        from newsextract.read.pages import read_page  # noqa: PLC0415 - lxml and trafilatura take most of a second

        yield Found(file.source, read_page(blocks, file.source, options))
    else:
        yield Found(file.source, read_text(blocks, file.source, options))


def _form_of(blocks: Blocks) -> Form:
    """Return what a stream without a name holds: lines of JSON, a JSON array, or one text."""
    head = blocks.peek(_HEAD_BYTES).removeprefix(codecs.BOM_UTF8).lstrip()
    forms: dict[bytes, Form] = {b"{": "jsonl", b"[": "json"}
    return forms.get(head[:1], "text")


def _result(found: Found, options: ReadOptions) -> Article | Reject:
    if isinstance(found.what, ArticleError):
        return _reject(found.source, found.what)
    try:
        return finish(found.what, options)
    except ArticleError as error:
        return _reject(found.source, error, found.what)


def _reject(source: str, error: ArticleError, draft: Draft | None = None) -> Reject:
    own_id = clean(draft.own_id) if draft else None
    return Reject(source=source, id=own_id, stage="read", reason=error.reason, message=f"{source}: {error}")
