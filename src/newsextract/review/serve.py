"""Serve the application until it is told to stop, and open a browser at it."""

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from newsextract.errors import ConfigError
from newsextract.review.app import create_app
from newsextract.review.settings import ReviewSettings

_ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not listened on


def serve(
    db_url: str, settings: ReviewSettings, port: int, *, open_browser: bool, announce: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        db_url: the database.
        settings: how to serve it.
        port: where; 0: any that is free.
        open_browser: whether to open a browser when the server listens.
        announce: is given the address for people.

    Raises:
        ConfigError: the port cannot be had.
        StoreError: the database cannot be opened.
    """
    app = create_app(db_url, settings)
    listener = listen(settings.host, port)
    address = _address(settings, listener.getsockname()[1])
    announce(f"reviewing {db_url} at {address} (Ctrl-C stops)")
    if open_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; ConfigError where the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ConfigError(f"{host}:{port}: cannot listen there ({error.strerror}): try another --port") from error
    return listener


def _address(settings: ReviewSettings, port: int) -> str:
    host = "127.0.0.1" if settings.host in _ANYWHERE else settings.host
    shown = f"[{host}]" if ":" in host else host
    query = f"?token={settings.token}" if settings.token else ""
    return f"http://{shown}:{port}/{query}"
