"""Articles in .jsonl and .json files, one at a time: memory holds one article, however long the file."""

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from newsextract.errors import ArticleError
from newsextract.read.draft import Draft, ReadOptions
from newsextract.read.encoding import PURE_ASCII, Encoding, choose_encoding
from newsextract.read.json_values import JsonValues, decode_json
from newsextract.read.rows import draft_of
from newsextract.read.streams import Blocks

_HEAD_BYTES = 1 << 20
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Found(NamedTuple):
    """What stands at one place of a file: an article, or why it is none."""

    source: str
    what: Draft | ArticleError


class _Line(NamedTuple):
    number: int
    offset: int
    """Of its first byte, in the unpacked file."""
    data: bytes | None
    """None where the line is longer than the limit."""


def read_json_lines(blocks: Blocks, source: str, options: ReadOptions) -> Iterator[Found]:
    """Yield what each line of a .jsonl file holds; empty lines are passed over.

    One encoding is chosen for the file. A line that is not in it, or not JSON, is one error and the next line goes on.
    """
    head = blocks.peek(_HEAD_BYTES)
    encoding = _encoding_of_lines(head)
    codec, lines = _as_lines(blocks, encoding, options)
    number, found = 0, False
    try:
        for line in lines:
            number = line.number
            if line.data is None or line.data.strip():
                found = True
                if encoding.how == PURE_ASCII and line.data and not line.data.isascii():
                    encoding = _by_line(line.data, encoding)
                    codec = encoding.codec
                yield Found(f"{source}:{number}", _from_line(line, codec, f"{source}:{number}", encoding, options))
    except ArticleError as error:
        yield Found(f"{source}:{number + 1}", error)
        return
    if not found:
        raise _nothing()


def _encoding_of_lines(head: bytes) -> Encoding:
    """Return the encoding of the beginning; where lines differ in it, the first that is not ASCII will decide."""
    try:
        return choose_encoding(head, complete=len(head) < _HEAD_BYTES)
    except ArticleError as error:
        if error.reason != "undecodable" or head.startswith(_WIDE_MARKS):
            raise
        return Encoding("utf-8", PURE_ASCII)


def _nothing() -> ArticleError:
    return ArticleError("empty", "empty: there is no article in it; leave it out")


def _by_line(data: bytes, encoding: Encoding) -> Encoding:
    """Return the encoding of the first line that is not pure ASCII, or the old one if it has none."""
    try:
        return choose_encoding(data)
    except ArticleError:
        return encoding


def _as_lines(blocks: Blocks, encoding: Encoding, options: ReadOptions) -> tuple[str, Iterator[_Line]]:
    """Return the lines of a file and their codec: UTF-16, whose line ends are not one byte, is made UTF-8."""
    if encoding.codec == "utf-8-sig":
        return "utf-8", _lines(_without_mark(blocks), options.max_bytes, len(codecs.BOM_UTF8))
    if encoding.codec.startswith(("utf-16", "utf-32")):
        pieces = (piece.encode() for piece in decoded(blocks, encoding.codec))
        return "utf-8", _lines(pieces, options.max_bytes)
    return encoding.codec, _lines(blocks, options.max_bytes)


def _without_mark(blocks: Blocks) -> Iterator[bytes]:
    yield next(blocks)[len(codecs.BOM_UTF8) :]  # a peeked block is never shorter
    yield from blocks


def _lines(blocks: Iterator[bytes], limit: int, offset: int = 0) -> Iterator[_Line]:
    number, size = 1, 0
    parts: list[bytes] = []
    for block in blocks:
        pieces = block.split(b"\n")
        for place, piece in enumerate(pieces):
            size += len(piece)
            if size <= limit:
                parts.append(piece)
            else:
                parts.clear()
            if place < len(pieces) - 1:
                yield _Line(number, offset, b"".join(parts) if size <= limit else None)
                number, offset, size = number + 1, offset + size + 1, 0
                parts.clear()
    yield _Line(number, offset, b"".join(parts) if size <= limit else None)


def _from_line(line: _Line, codec: str, place: str, encoding: Encoding, options: ReadOptions) -> Draft | ArticleError:
    if line.data is None:
        return ArticleError(
            "too_large",
            f"a line of more than {options.max_bytes} bytes: one article a line, of at most {options.max_chars} "
            "characters; split it, or raise max_chars",
        )
    data = line.data
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        return ArticleError("undecodable", _line_in_another_encoding(line, codec, error))
    try:
        return draft_of(decode_json(text.removeprefix("\ufeff")), place, encoding)  # files that were joined
    except ArticleError as error:
        return error


def _line_in_another_encoding(line: _Line, codec: str, error: UnicodeDecodeError) -> str:
    data = line.data or b""
    try:
        runner_up = f"read alone it is {choose_encoding(data).codec}"
    except ArticleError:
        runner_up = "no other encoding makes Chinese of it"
    return (
        f"not {codec}, the encoding of the file, at byte {line.offset + error.start} (0x{data[error.start]:02X}, byte "
        f"{error.start} of the line); {runner_up}. Mixed encodings are not guessed: save the file as UTF-8"
    )


def read_json(blocks: Blocks, source: str, options: ReadOptions) -> Iterator[Found]:
    """Yield what a .json file holds: one article, an array of articles, or several objects one after another.

    Sources are the path for the first object that stands alone, else ``path:item``, counted from 1.
    """
    head = blocks.peek(_HEAD_BYTES)
    encoding = choose_encoding(head, complete=len(head) < _HEAD_BYTES)
    values = JsonValues(decoded(blocks, encoding.codec), options.max_bytes)
    number = 0
    try:
        for number, value in enumerate(values, start=1):
            place = f"{source}:{number}" if values.in_array or number > 1 else source
            yield Found(place, _from_value(value, place, encoding))
    except ArticleError as error:
        yield Found(f"{source}:{number + 1}" if values.in_array or number else source, error)
        return
    if not number:
        raise _nothing()


def _from_value(value: object, place: str, encoding: Encoding) -> Draft | ArticleError:
    try:
        return draft_of(value, place, encoding)
    except ArticleError as error:
        return error


def decoded(blocks: Iterator[bytes], codec: str) -> Iterator[str]:
    """Yield the text of ``blocks``.

    Raises:
        ArticleError: ``undecodable``, with the first bad byte.
    """
    decoder = codecs.getincrementaldecoder(codec)("strict")
    done = 0
    for block in blocks:
        yield _decode_block(decoder, block, codec, done)
        done += len(block)
    yield _decode_block(decoder, b"", codec, done)


def _decode_block(decoder: codecs.IncrementalDecoder, block: bytes, codec: str, done: int) -> str:
    try:
        return decoder.decode(block, not block)
    except UnicodeDecodeError as error:
        # The decoder puts what was pending before the block, and takes a byte order mark away.
        where = done + len(block) - len(error.object) + error.start
        raise ArticleError(
            "undecodable",
            f"not {codec}, which its beginning is in, at byte {where} (0x{error.object[error.start]:02X}): mixed or "
            "damaged encodings are not guessed; save the file as UTF-8",
        ) from error
