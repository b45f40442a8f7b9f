"""The JSON Schemas of what leaves the process, made from the models: ``schemas/*.schema.json``."""

import json
from pathlib import Path

from pydantic import BaseModel

from newsextract.errors import SchemaError
from newsextract.records.article import Reject
from newsextract.records.document import SCHEMA_VERSION, ArticleRecord

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, type[BaseModel]] = {"record": ArticleRecord, "reject": Reject}


def schema_files() -> dict[str, str]:
    """Return the text of each schema file by its name, e.g. ``record.schema.json``."""
    return {f"{name}.schema.json": _render(name, model) for name, model in _MODELS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema files into ``folder`` and return their paths.

    Raises:
        SchemaError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files().items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SchemaError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return [folder / name for name in schema_files()]


def stale_schemas(folder: Path) -> list[Path]:
    """Return the files of ``folder`` that are missing or not what the models say."""
    return [folder / name for name, text in schema_files().items() if not _equals(folder / name, text)]


def _equals(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _render(name: str, model: type[BaseModel]) -> str:
    schema = model.model_json_schema(mode="serialization")
    head = {"$schema": _DIALECT, "$id": f"urn:newsextract:{name}:{SCHEMA_VERSION}"}
    return json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"
