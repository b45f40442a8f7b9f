"""How the application is served and who may use it."""

import hashlib
import secrets
from dataclasses import dataclass, field

from newsextract.errors import ConfigError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How the application is served. Raises ConfigError where others could reach it without a token."""

    host: str = "127.0.0.1"
    token: str | None = None
    """What a browser must show once, and a program with each request; None: only this machine has access."""
    read_only: bool = False
    reviewer: str = ""
    """Who decides, until they give another name in the browser."""
    hosts: frozenset[str] = frozenset()
    """More names under which the server may be asked for, besides its own."""
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """Signs sessions; by a new key with each start they end, but where a token stands for them."""

    def __post_init__(self) -> None:
        if self.token is None and self.host not in LOOPBACK:
            raise ConfigError(
                f"{self.host} lets other machines in: give --token with a secret of {_SHORTEST_TOKEN} characters or "
                "more, or leave --host away"
            )
        if self.token is not None:
            if len(self.token) < _SHORTEST_TOKEN:
                raise ConfigError(f"the token has {len(self.token)} characters: give {_SHORTEST_TOKEN} or more")
            object.__setattr__(self, "key", hashlib.sha256(b"newsextract session " + self.token.encode()).digest())

    def knows_host(self, host: str) -> bool:
        """Say whether a request may name the server ``host``.

        A page elsewhere can have its own name point to this machine (DNS rebinding) and would then pass for us. Where a
        token is asked for, such a page has no cookie, and any name will do.
        """
        return self.token is not None or host in LOOPBACK or host == self.host or host in self.hosts
