"""Find ``pipeline/`` and ``schemas/``, in a wheel as in a checkout."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from newsextract.errors import ConfigError


@cache
def data_root() -> Path:
    """Return the folder that holds ``pipeline/`` and ``schemas/``.

    Raises:
        ConfigError: the installation is broken.
    """
    packaged = Path(str(files("newsextract"))) / "_data"  # laid down by the wheel build
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pipeline" / "configs").is_dir():
        return checkout
    raise ConfigError(f"no pipeline data in {packaged} or {checkout}: reinstall newsextract")


def pipeline_file(*parts: str) -> Path:
    """Return a file below ``pipeline/``, e.g. ``pipeline_file("rules", "claims.toml")``.

    Raises:
        ConfigError: there is no such file.
    """
    path = data_root().joinpath("pipeline", *parts)
    if not path.is_file():
        raise ConfigError(f"{path}: no such file; reinstall newsextract, or check the name")
    return path
