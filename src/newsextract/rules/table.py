"""Rule tables: ``pipeline/rules/*.toml`` read, checked and compiled."""

import re
import tomllib
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, field_validator

from newsextract.errors import RuleError
from newsextract.resources import pipeline_file
from newsextract.rules.patterns import compile_pattern

_FRAGMENT = re.compile(r"\{([a-z][a-z_]*)\}")  # {quantity}: not a repeat count, which is digits


def _compile(pattern: object) -> re.Pattern[str]:
    if not isinstance(pattern, str):
        raise ValueError("a pattern is a string")  # noqa: TRY004 - pydantic wants ValueError
    return compile_pattern(pattern)


class Rule(BaseModel):
    """One rule: a pattern over normalised text (simplified, half width), with proof of what it takes and leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", description="kind.form; never reused or renamed")
    label: str
    pattern: Annotated[re.Pattern[str], PlainValidator(_compile)]
    why: str = Field(min_length=1)
    anchors: tuple[str, ...] = Field(
        default=(), description="one of these must occur in the text, or the rule cannot match"
    )
    accept: tuple[str, ...] = Field(min_length=1)
    reject: tuple[str, ...] = Field(min_length=1)
    options: dict[str, Any] = Field(
        default_factory=dict, description="what the component that reads the table wants to know"
    )

    @field_validator("anchors")
    @classmethod
    def _no_empty_anchor(cls, anchors: tuple[str, ...]) -> tuple[str, ...]:
        if "" in anchors:
            raise ValueError("an empty anchor would always be found")
        return anchors

    def may_match(self, text: str) -> bool:
        """Say, cheaply, whether it is worth searching ``text``."""
        return not self.anchors or any(anchor in text for anchor in self.anchors)


@cache
def read_fragments() -> dict[str, str]:
    """Return the named sub-patterns of ``pipeline/rules/fragments.toml``, which rules write as ``{name}``.

    Raises:
        RuleError: the file is not TOML, or a fragment is not a valid pattern.
    """
    path = pipeline_file("rules", "fragments.toml")
    try:
        fragments: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["fragment"]
        expanded: dict[str, str] = {}
        for name, pattern in fragments.items():  # a fragment may use those above it
            expanded[name] = _FRAGMENT.sub(lambda m: expanded[m[1]], pattern)
            re.compile(expanded[name])
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise RuleError(f"rules/fragments.toml: {error}") from error
    return expanded


@cache
def read_rules(table: str) -> tuple[Rule, ...]:
    """Return the rules of ``pipeline/rules/<table>.toml``, in the order of the file.

    Raises:
        RuleError: the file is not TOML, a rule is invalid, a fragment is unknown or an id repeats.
    """
    path = pipeline_file("rules", f"{table}.toml")
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
        for row in rows:
            row["pattern"] = _FRAGMENT.sub(lambda m: f"(?:{read_fragments()[m[1]]})", row["pattern"])
        rules = tuple(Rule.model_validate(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, re.error, ValidationError) as error:
        raise RuleError(f"rules/{table}.toml: {error}") from error
    ids = [rule.id for rule in rules]
    if len(set(ids)) < len(ids):
        twice = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
        raise RuleError(f"rules/{table}.toml: used twice: {', '.join(twice)}")
    return rules
