"""How urgent the review of a claim is: a few weights over the features that recognition left on it."""

import math
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from newsextract.errors import RuleError
from newsextract.resources import pipeline_file


class Weights(NamedTuple):
    """The content of ``rules/priority.toml``."""

    bias: float
    weight: Mapping[str, float]


@cache
def read_weights() -> Weights:
    """Return the weights of ``rules/priority.toml``.

    Raises:
        RuleError: the file is not TOML, or something in it is not a number.
    """
    path = pipeline_file("rules", "priority.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Weights(float(table["bias"]), {name: float(value) for name, value in table["weight"].items()})
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RuleError(f"rules/{path.name}: {error}") from error


def score_of(features: Mapping[str, float]) -> tuple[Decimal, tuple[tuple[str, Decimal], ...]]:
    """Return the review priority, from 0 to 1 with three decimals, and what each feature adds, the weightiest first.

    What is added, with ``bias``, makes the score: score = 1 / (1 + exp(-sum)). Features without a weight count nothing.
    """
    weights = read_weights()
    weight = weights.weight
    points = [(name, weight[name] * features[name]) for name in sorted(features) if name in weight]
    total = points_of(features)
    points = [("bias", weights.bias), *(point for point in points if point[1])]
    points.sort(key=lambda point: (-abs(point[1]), point[0]))
    score = _decimal(1 / (1 + math.exp(-total)))
    return score, tuple((name, _decimal(value)) for name, value in points)


def points_of(features: Mapping[str, float]) -> float:
    """Return the sum that ``score_of`` makes the score of features from."""
    bias, weight = read_weights()
    return bias + sum(weight[name] * features[name] for name in sorted(features) if name in weight)


@lru_cache(maxsize=4096)  # most features are 0 or 1
def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.3f}")
