"""The place behind a page, as text that programs hand back and need not understand."""

import base64
import binascii
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import simplejson

from newsextract.errors import RequestError


def write_place(place: Sequence[Any] | None) -> str | None:
    """Return the place as text; None for none."""
    if place is None:
        return None
    return base64.urlsafe_b64encode(simplejson.dumps(place, use_decimal=True).encode()).decode()


def read_place(text: str, *kinds: type) -> tuple[Any, ...] | None:
    """Return what ``write_place`` made ``text`` of; None for the empty text.

    Args:
        text: as a program sent it.
        kinds: the types of the parts; where Decimal is asked for, a whole number will do.

    Raises:
        RequestError: it is no place of this listing.
    """
    if not text:
        return None
    try:
        parts = simplejson.loads(base64.b64decode(text, altchars=b"-_", validate=True), use_decimal=True)
    except (binascii.Error, ValueError) as error:  # also not JSON, not UTF-8, not ASCII
        raise RequestError("after", "give `next` of the page before as it is") from error
    if not isinstance(parts, list) or len(parts) != len(kinds):
        raise RequestError("after", "give `next` of a page of the same listing")
    return tuple(_as_kind(part, kind) for part, kind in zip(parts, kinds, strict=True))


def _as_kind(part: object, kind: type) -> object:
    if kind is Decimal and type(part) is int:
        part = Decimal(part)
    fits = type(part) is kind and not (isinstance(part, str) and "\0" in part)
    if not fits or (isinstance(part, int | Decimal) and not -(10**9) <= part <= 10**9):
        raise RequestError("after", "give `next` of a page of the same listing")
    return part
