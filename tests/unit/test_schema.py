"""The JSON Schemas say what the models say, and records keep to them."""

import json

import jsonschema
import pytest

from builders import make_metric, make_record
from newsextract.errors import SchemaError
from newsextract.records import ArticleRecord, Reject
from newsextract.records.schema import schema_files, stale_schemas, write_schemas
from newsextract.resources import data_root


def validator(name):
    schema = json.loads(schema_files()[f"{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schemas_of_the_repository_are_current():
    assert stale_schemas(data_root() / "schemas") == []


def test_a_record_keeps_to_its_schema():
    validator("record").validate(json.loads(make_record().to_json()))


def test_a_range_keeps_to_the_schema():
    record = make_record(metrics=(make_metric(value=None, low="3.5", high="5", id="M1"),), claims=())

    validator("record").validate(json.loads(record.to_json()))


def test_a_reject_keeps_to_its_schema():
    reject = Reject(source="news/1.txt", stage="read", reason="empty", message="the file is empty")

    validator("reject").validate(json.loads(reject.model_dump_json()))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.pop("text"),
        lambda record: record.update(extra=1),
        lambda record: record["metrics"][0].update(kind="weight"),
        lambda record: record["metrics"][0].update(value="28.8"),
        lambda record: record["firms"][0].update(id="X1"),
        lambda record: record["claims"][0].update(types=[]),
        lambda record: record.update(schema_version="0.9"),
    ],
    ids=["no-text", "extra-field", "unknown-kind", "number-as-text", "bad-id", "no-type", "other-version"],
)
def test_what_is_no_record_breaks_the_schema_and_does_not_load(change):
    raw = json.loads(make_record().to_json())
    change(raw)

    assert not validator("record").is_valid(raw)
    if raw["metrics"][0]["value"] != "28.8":  # a number written as text is refused by the schema, but can be read
        with pytest.raises(SchemaError):
            ArticleRecord.from_json(json.dumps(raw))


def test_every_field_of_a_record_is_required_and_no_other_is_allowed():
    schema = json.loads(schema_files()["record.schema.json"])

    for name, definition in [("record", schema), *schema["$defs"].items()]:
        assert definition["additionalProperties"] is False, name
        assert set(definition["required"]) == set(definition["properties"]), name


def test_an_edited_or_missing_schema_is_stale(tmp_path):
    record, reject = write_schemas(tmp_path)

    record.write_text("{}")
    reject.unlink()

    assert stale_schemas(tmp_path) == [record, reject]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SchemaError, match="file: cannot be written"):
        write_schemas(tmp_path / "file")
