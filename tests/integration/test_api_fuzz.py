"""The API under requests that its schema allows, and many that it does not: never a fault of the server's own."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from builders import make_records
from newsextract.review.app import create_app
from newsextract.review.settings import ReviewSettings
from review_site import load_records

OPERATIONS = [
    ("POST", "/api/extract"),
    ("GET", "/api/claims"),
    ("GET", "/api/firms"),
    ("GET", "/api/metrics"),
    ("GET", "/api/decisions"),
    ("POST", "/api/decisions"),
    ("POST", "/api/decisions/undo"),
]
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    url = load_records(f"sqlite:///{tmp_path_factory.mktemp('api')}/news.db", make_records(3))
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", create_app(url, ReviewSettings(hosts=frozenset({"testserver"})))
    )


def test_every_operation_is_tried(schema):
    assert [(it.ok().method.upper(), it.ok().path) for it in schema.get_all_operations()] == OPERATIONS


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("method, path", OPERATIONS)
def test_no_request_finds_a_fault_of_the_server(schema, method, path, mode):
    requests = schema[path][method].as_strategy(generation_mode=mode)

    @settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(requests)
    def send(case):
        case.validate_response(case.call(), checks=CHECKS)

    send()
