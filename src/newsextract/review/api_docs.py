"""The schema of the API as a page: made here, since the usual ones load their scripts from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from newsextract.review.visit import AVisit

router = APIRouter()
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a request, or a field of what is sent."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask for."""

    method: str
    path: str
    description: str
    fields: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    """Status and what it means."""


@router.get("/api/docs")
def show_api(visit: AVisit) -> Response:
    """Show what programs can ask for."""
    return visit.page("api.html", operations=list(operations(visit.request.app.openapi())))


def operations(schema: Schema) -> Iterator[Operation]:
    """Yield the operations of an OpenAPI schema, in its order."""
    models = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method.upper(),
                path,
                operation["description"],
                (*_parameters(operation, models), *_body(operation, models)),
                tuple((status, answer["description"]) for status, answer in operation["responses"].items()),
            )


def _parameters(operation: Schema, models: Schema) -> Iterator[Field]:
    for it in operation.get("parameters", ()):
        yield Field(it["name"], _kind(it["schema"], models), it["required"], it.get("description", ""))


def _body(operation: Schema, models: Schema) -> Iterator[Field]:
    if "requestBody" not in operation:
        return
    model = _resolve(operation["requestBody"]["content"]["application/json"]["schema"], models)
    for name, field in model["properties"].items():
        yield Field(name, _kind(field, models), name in model.get("required", ()), field.get("description", ""))


def _kind(field: Schema, models: Schema) -> str:
    """Return the type of a field in a few words."""
    if "anyOf" in field:
        return " or ".join(_kind(one, models) for one in field["anyOf"])
    if "$ref" in field:
        inner = _resolve(field, models)["properties"]
        return "{" + ", ".join(inner) + "}"
    if "enum" in field:
        return ", ".join(str(value) or '""' for value in field["enum"])
    return str(field.get("const", field.get("type", "")))


def _resolve(field: Schema, models: Schema) -> Schema:
    found: Schema = models[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    return found
