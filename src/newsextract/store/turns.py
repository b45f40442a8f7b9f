"""Let others write while a load runs."""

import time
from collections.abc import Callable

_SHARE = 0.05
"""Of the time of a load, at most this much is left to others."""
_PAUSE_SECONDS = 0.1
"""SQLite does not queue those who wait for the right to write: each looks again after at most 0.1 s."""


class Turns:
    """Pauses a load now and then, so that a reviewer's decision need not wait for its end."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._owed = 0.0

    def worked(self, seconds: float) -> None:
        """Note that the database was held for ``seconds``, and pause when it is time to."""
        self._owed += _SHARE * seconds
        if self._owed >= _PAUSE_SECONDS:
            self._owed = 0.0
            self._sleep(_PAUSE_SECONDS)
