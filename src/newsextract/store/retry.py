"""Try again what a lost connection or a rival took away."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

RETRY_SECONDS = 300.0
"""How long a load waits for a database to come back."""
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0


def persist(
    attempt: Callable[[], _Result],
    may_pass: Callable[[DBAPIError], bool],
    *,
    name: str,
    patience: float = RETRY_SECONDS,
) -> _Result:
    """Return what ``attempt`` returns; when it fails in a way that may pass, wait and try again, longer each time.

    Args:
        attempt: one whole transaction, which left nothing behind when it failed.
        may_pass: says whether trying again may help.
        name: of the database, for the log.
        patience: seconds after which the error is raised.

    Raises:
        DBAPIError: what ``attempt`` raised last.
    """
    give_up_at = time.monotonic() + patience
    wait = _FIRST_WAIT
    while True:
        try:
            return attempt()
        except DBAPIError as error:
            pause = wait * random.uniform(0.5, 1.5)  # noqa: S311 - so that rivals do not meet again
            if not may_pass(error) or time.monotonic() + pause > give_up_at:
                raise
            _log.warning("%s: %s; trying again in %.1f s", name, _first_line(error), pause)
        time.sleep(pause)
        wait = min(2 * wait, _LONGEST_WAIT)


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]
