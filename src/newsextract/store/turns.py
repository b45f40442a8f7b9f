"""Let others write while a load runs: in small portions, with pauses between them."""

import time
from collections.abc import Callable

PORTION_SECONDS = 0.25
"""For about so long a load keeps the database at a time: who decides meanwhile waits no longer than people notice."""
_PAUSE_SECONDS = 0.1
"""SQLite does not queue those who wait for the right to write: each looks again after at most 0.1 s."""
_PAUSE_AFTER_SECONDS = 2.0
"""While nobody else writes, a load pauses after holding the database for so long: for a twentieth of its time."""
_COMPANY_SECONDS = 30.0
"""Who wrote is expected to write again while the load works for so long: it pauses after each portion."""
_ALMOST = 0.8
_SHORTEST_SECONDS = 0.001
_FIRST_SHARE, _GROWTH = 8, 2


class Turns:
    """Says how many articles a load shall write at a time, and pauses it for others."""

    def __init__(self, most: int, *, shares: bool, sleep: Callable[[float], None] = time.sleep) -> None:
        """Begin.

        Args:
            most: articles at a time, if that does not take too long.
            shares: whether others wait for the load; if not, it neither pauses nor writes less at a time.
            sleep: waits for so many seconds.
        """
        self.articles = max(1, most // _FIRST_SHARE) if shares else most
        self._most, self._shares, self._sleep = most, shares, sleep
        self._held = 0.0
        self._company = 0.0
        self._writes: int | None = None

    def worked(self, articles: int, seconds: float, writes: int) -> None:
        """Note that the database was held for ``seconds`` for so many articles, and pause when it is time to.

        ``writes`` is a number that is another one when others wrote since the last time.
        """
        if not self._shares:
            return
        fitting = int(articles * PORTION_SECONDS / max(seconds, _SHORTEST_SECONDS))
        self.articles = max(1, min(fitting, _GROWTH * self.articles, self._most))
        self._company = _COMPANY_SECONDS if self._writes not in {None, writes} else self._company - seconds
        self._writes = writes
        self._held += seconds
        if self._held >= (_ALMOST * PORTION_SECONDS if self._company > 0 else _PAUSE_AFTER_SECONDS):
            self._held = 0.0
            self._sleep(_PAUSE_SECONDS)
