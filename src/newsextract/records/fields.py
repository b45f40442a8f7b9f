"""Field types that several records share: spans, exact numbers, closed vocabularies."""

from decimal import Decimal
from typing import Annotated, Literal, TypedDict, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

Script = Literal["hant", "hans", "mixed"]
Locale = Literal["zh-CN", "zh-TW", "zh-HK"]

Kind = Literal[
    "money", "percent", "count", "ratio", "length", "area", "mass", "volume", "energy", "power",
    "speed", "temperature", "duration", "data", "other",
]  # fmt: skip
Qualifier = Literal["exact", "about", "over", "under", "at_least", "at_most", "several"]
Change = Literal["increase", "decrease"]
Basis = Literal["yoy", "mom", "qoq", "other"]

ClaimType = Literal["attributed", "superlative", "comparison", "quantity", "event", "forecast", "statement"]
CLAIM_TYPES: tuple[ClaimType, ...] = get_args(ClaimType)
"""In the order of the guidelines."""
Modality = Literal["asserted", "planned", "expected", "possible", "denied", "rumoured"]
Stance = Literal[
    "states", "believes", "finds", "shows", "expects", "warns", "denies", "promises", "urges", "asks", "announces"
]
SpeakerKind = Literal["person", "firm", "organisation", "place", "outlet", "source", "anonymous", "unresolved"]


def plain_decimal(value: Decimal) -> Decimal:
    """Return ``value`` without exponent or trailing zeros: 2E+12 is 2000000000000, 28.80 is 28.8."""
    if not value:
        return Decimal(0)  # -0 as well
    written = str(value)
    if "E" not in written and not (written[-1] == "0" and "." in written):
        return value  # most are plain already
    digits = format(value, "f")  # not normalize(): it rounds to 28 digits
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


WHOLE_DIGITS, DECIMALS = 20, 18
"""How many digits a number may have before and after its point: what DECIMAL(38, 18) holds, as warehouses have it."""


def fits(value: Decimal) -> bool:
    """Say whether a finite ``value`` has at most 20 digits before its point and 18 after it."""
    return _is_in_range(plain_decimal(value))


def _is_in_range(plain: Decimal) -> bool:
    _, digits, exponent = plain.as_tuple()
    return isinstance(exponent, int) and len(digits) + exponent <= WHOLE_DIGITS and -exponent <= DECIMALS


def _exact(value: Decimal) -> Decimal:
    plain = plain_decimal(value)
    if not _is_in_range(plain):
        raise ValueError(f"{value}: more than {WHOLE_DIGITS} digits before or {DECIMALS} after the point")
    return plain


Number = Annotated[Decimal, AfterValidator(_exact), WithJsonSchema({"type": "number"})]
"""An exact number: a Decimal inside, a JSON number outside; at most 20 digits before its point and 18 after it."""

Offset = Annotated[int, Field(ge=0)]
"""A position in the article's original text, in code points."""


class Record(BaseModel):
    """The base of every model: frozen, and closed to fields that the schema does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class TextSpan(Record):
    """A stretch of the article's original text."""

    start: Offset
    end: Offset = Field(description="exclusive")
    text: str = Field(description="exactly article text[start:end]")


class SpanFields(TypedDict):
    """The fields of a TextSpan, for a record that has more of them."""

    start: int
    end: int
    text: str


class Subject(Record):
    """What a metric or a claim is about."""

    text: str = Field(
        description="as written, or the firm's name; of a metric also what the firm has (a product, business line,"
        " plant): then no form of the firm's name"
    )
    firm_id: str | None = Field(
        default=None,
        description="the firm, or the one that has what text names; null: neither, or the text does not decide it",
    )


class Speaker(Record):
    """Who is cited: by name where the article tells it, which may be in an earlier sentence."""

    text: str = Field(description="as written")
    kind: SpeakerKind
    firm_id: str | None = Field(default=None, description="the firm that speaks or that the person speaks for")
    start: Offset
    end: Offset
    role: TextSpan | None = Field(default=None, description="what the article calls a person: 創始人, 董事長")
    written: TextSpan | None = Field(
        default=None, description="the words that cite, where they do not name the speaker: 他, 這位企業代表"
    )
