"""JSON values out of a stream of text, one at a time."""

import json
from collections.abc import Iterator

from newsextract.errors import ArticleError

_BLOCK_CHARS = 1 << 16
_LONGEST_TOKEN = 16  # characters: what may be cut at the end of a block (-Infinity, \uXXXX) without being wrong
_WHITE_SPACE = " \t\n\r"


def decode_json(text: str) -> object:
    """Return the value that ``text`` is.

    Raises:
        ArticleError: ``json``, with the place of the fault.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(error, 0) from error


class JsonValues:
    """The elements of one array, or values one after another, as an iterator.

    Memory holds one value. A fault ends the iteration, since nothing says where the next value begins.
    """

    def __init__(self, pieces: Iterator[str], limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self._buffer = ""
        self._done = 0
        """Characters before the buffer."""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder()
        self.in_array = False
        """Whether the values are elements of an array: known once the first was asked for."""

    def __iter__(self) -> Iterator[object]:
        """Yield the values.

        Raises:
            ArticleError: ``json`` or ``too_large``.
        """
        if self._next_char() == "[":
            self.in_array = True
            self._at += 1
            yield from self._elements()
            if self._next_char():
                raise ArticleError("json", f"text after the end of the array, at character {self._done + self._at}")
        else:
            while self._next_char():
                yield self._value()

    def _elements(self) -> Iterator[object]:
        if self._next_char() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            char = self._next_char()
            self._at += 1
            if char == "]":
                return
            if char != ",":
                where = self._done + self._at - 1
                found = repr(char) if char else "the end of the file"
                raise ArticleError("json", f"not JSON: {found} where , or ] was expected, at character {where}")
            self._next_char()

    def _next_char(self) -> str:
        """Return the next character that is not white space, without taking it; at the end, an empty string."""
        while True:
            while self._at < len(self._buffer):
                char = self._buffer[self._at]
                if char not in _WHITE_SPACE:
                    return char
                self._at += 1
            if not self._grow():
                return ""

    def _grow(self) -> bool:
        """Drop what was taken and read as much again as is left, at least a block."""
        rest = self._buffer[self._at :]
        self._done += self._at
        self._at = 0
        parts, wanted = [rest], max(_BLOCK_CHARS, len(rest))
        while wanted > 0 and not self._ended:
            piece = next(self._pieces, None)
            self._ended = piece is None
            parts.append(piece or "")
            wanted -= len(parts[-1])
        self._buffer = "".join(parts)
        return len(self._buffer) > len(rest)

    def _value(self) -> object:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._is_wrong(error) or not self._grow_within_limit():
                    raise _broken(error, self._done) from error
            except (ValueError, RecursionError) as error:
                raise _broken(error, self._done) from error
            else:
                if end < len(self._buffer) or self._buffer[end - 1] in '}]"' or not self._grow():
                    self._at = end
                    return value

    def _is_wrong(self, error: json.JSONDecodeError) -> bool:
        """Say whether more text could not mend the fault."""
        return not error.msg.startswith("Unterminated") and error.pos < len(self._buffer) - _LONGEST_TOKEN

    def _grow_within_limit(self) -> bool:
        if len(self._buffer) - self._at > self._limit:
            raise ArticleError("too_large", f"an article of more than {self._limit} characters of JSON: split it")
        return self._grow()


def _broken(error: Exception, before: int) -> ArticleError:
    if isinstance(error, json.JSONDecodeError):
        what = f"{error.msg} at character {before + error.pos}"
    elif isinstance(error, RecursionError):
        what = "nested too deeply"
    else:
        what = str(error)
    return ArticleError("json", f"not JSON: {what}; correct it, or leave it out")
