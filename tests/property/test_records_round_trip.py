"""Whatever a record holds comes back equal: from JSON, from the database, from the page of pieces."""

import json
from decimal import Decimal

import jsonschema
import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from builders import make_info, make_record
from newsextract.records import (
    ArticleRecord,
    Canonical,
    Claim,
    Comparison,
    Event,
    Firm,
    FirmMention,
    Forecast,
    Metric,
    Party,
    PipelineInfo,
    Reason,
    Speaker,
    Subject,
    Substitution,
    Superlative,
    TextSpan,
)
from newsextract.records.fields import plain_decimal
from newsextract.records.schema import schema_files
from newsextract.show.html import render_page
from newsextract.show.pieces import cut_paragraphs
from newsextract.store.database import Database
from newsextract.validate import find_problems

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
texts = st.text(st.sampled_from("蓝鲸𠮷😀營收增12.5%億元，。“”\n<&\"'\u202e\r\t"), min_size=8, max_size=60)
numbers = st.builds(
    lambda digits, places: plain_decimal(Decimal(digits).scaleb(-places)),
    st.integers(min_value=-(10**20) + 1, max_value=10**20 - 1),
    st.integers(min_value=0, max_value=18),
)


@st.composite
def records(draw):
    text = draw(texts)

    def span():
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return {"start": start, "end": end, "text": text[start:end]}

    def maybe(make):
        return make() if draw(st.booleans()) else None

    def maybe_span():
        return maybe(lambda: TextSpan(**span()))

    firm_ids = [f"F{n + 1}" for n in range(draw(st.integers(0, 2)))]
    metric_ids = [f"M{n + 1}" for n in range(draw(st.integers(0, 2)))]
    claim_ids = [f"C{n + 1}" for n in range(draw(st.integers(0, 2)))]

    def firm_id():
        return draw(st.sampled_from([None, *firm_ids]))

    def some(ids):
        return tuple(draw(st.lists(st.sampled_from(ids), unique=True))) if ids else ()

    def firm(key):
        return Firm(
            id=key,
            name=draw(words),
            name_simplified=draw(words),
            aliases=tuple(draw(st.lists(words, max_size=2))),
            canonical=maybe(lambda: Canonical(id=draw(words), name=draw(words), source=draw(words))),
            mentions=tuple(FirmMention(**span(), method="m") for _ in range(draw(st.integers(1, 2)))),
            references=tuple(TextSpan(**span()) for _ in range(draw(st.integers(0, 2)))),
        )

    def metric(key):
        low, high = sorted(draw(st.tuples(numbers, numbers)))
        value = maybe(lambda: draw(numbers))
        where = span()
        return Metric(
            **where,
            id=key,
            value=value,
            low=None if value is not None else low,
            high=None if value is not None else high,
            unit=draw(words),
            kind="count",
            qualifier=draw(st.sampled_from(["exact", "about", "several"])),
            indicator=maybe(lambda: draw(words)),
            subject=maybe(lambda: Subject(text=draw(words), firm_id=firm_id())),
            period=maybe(lambda: TextSpan(**span())),
            change=draw(st.sampled_from([None, "increase", "decrease"])),
            basis=draw(st.sampled_from([None, "yoy", "other"])),
            sentence=(where["start"], where["end"]),
            rule="r",
        )

    def claim(key):
        return Claim(
            **span(),
            id=key,
            key=f"{key} {draw(words)}",
            types=("event", "quantity")[: draw(st.integers(1, 2))],
            text_resolved=draw(words),
            substitutions=tuple(
                Substitution(**span(), by=draw(words), firm_id=firm_id()) for _ in range(draw(st.integers(0, 1)))
            ),
            speaker=maybe(
                lambda: Speaker(**span(), kind="person", firm_id=firm_id(), role=maybe_span(), written=maybe_span())
            ),
            cue=maybe_span(),
            content=maybe_span(),
            stance=draw(st.sampled_from([None, "states", "denies"])),
            subject=maybe(lambda: Subject(text=draw(words), firm_id=firm_id())),
            firm_ids=some(firm_ids),
            metric_ids=some(metric_ids),
            modality="asserted",
            event=maybe(
                lambda: Event(
                    kind="funding",
                    trigger=TextSpan(**span()),
                    date=maybe_span(),
                    round=maybe_span(),
                    amount_id=draw(st.sampled_from([None, *metric_ids])),
                    parties=tuple(Party(**span(), role="investor", firm_id=key) for key in some(firm_ids)),
                )
            ),
            superlative=maybe(lambda: Superlative(word=TextSpan(**span()), scope=maybe_span(), since=maybe_span())),
            comparison=maybe(
                lambda: Comparison(word=TextSpan(**span()), subject=maybe_span(), against=maybe_span(), amount_id=None)
            ),
            forecast=maybe(lambda: Forecast(word=TextSpan(**span()), horizon=maybe_span(), hedge=maybe_span())),
            why=tuple(
                Reason(feature=draw(words), points=draw(st.decimals(-4, 4, places=3)))
                for _ in range(draw(st.integers(0, 2)))
            ),
            score=draw(st.decimals(0, 1, places=4)),
            rules=tuple(draw(st.lists(words, max_size=2))),
        )

    return ArticleRecord(
        article=make_info(text, title=maybe(lambda: draw(words)), fields={"title": draw(words)}),
        text=text,
        firms=tuple(map(firm, firm_ids)),
        metrics=tuple(map(metric, metric_ids)),
        claims=tuple(map(claim, claim_ids)),
        warnings=tuple(draw(st.lists(words, max_size=2))),
        pipeline=PipelineInfo(name="p", version="1", fingerprint="f"),
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    with Database(f"sqlite:///{tmp_path_factory.mktemp('db') / 'news.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(json.loads(schema_files()["record.schema.json"]))


@given(record=records())
def test_a_record_survives_json_and_keeps_to_the_schema(record, validator):
    line = record.to_json()

    assert "\n" not in line
    assert ArticleRecord.from_json(line) == record
    assert ArticleRecord.from_json(line).to_json() == line
    validator.validate(json.loads(line))


@given(record=records())
def test_a_record_is_written_as_a_general_writer_of_exact_json_would(record):
    whole = simplejson.dumps(record.model_dump(), use_decimal=True, ensure_ascii=False, separators=(",", ":"))

    assert record.to_json() == whole


def test_what_looks_like_a_number_of_the_record_stays_the_text_that_it_is():
    told = '"value":"1"\u2028"points":"2"'
    record = make_record().model_copy(update={"warnings": (told,), "article": make_info("", fields={"value": "3"})})

    read = json.loads(record.to_json())

    assert read["warnings"] == [told]
    assert read["article"]["fields"] == {"value": "3"}
    assert "\u2028" not in record.to_json()


@given(record=records())
def test_a_record_survives_the_database(record, database):
    list(database.load([record]))

    assert database.read_record(record.article.id) == record
    assert database.read_record(record.article.id).to_json() == record.to_json()


@given(number=st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e60"), max_value=Decimal("1e60")))
def test_a_number_is_written_plainly_and_stays_the_same(number):
    plain = plain_decimal(number)

    assert plain == number
    assert "E" not in str(plain) or abs(plain) < Decimal("1e-6")
    assert not ("." in format(plain, "f") and format(plain, "f").endswith("0"))


@given(record=records())
def test_pieces_hold_every_character_and_every_highlight(record):
    pieces = [piece for paragraph in cut_paragraphs(record) for piece in paragraph]

    for piece in pieces:
        assert record.text[piece.start : piece.start + len(piece.text)] == piece.text
    shown = "".join(piece.text for piece in pieces)
    assert shown == "".join(line for line in record.text.split("\n") if line.strip())
    for claim in record.claims:
        inside = "".join(piece.text for piece in pieces if claim.id in piece.claims)
        assert inside == "".join(
            record.text[i]
            for piece in pieces
            for i in range(piece.start, piece.start + len(piece.text))
            if claim.start <= i < claim.end
        )


@given(record=records())
def test_a_page_can_be_made_of_any_record(record):
    page = render_page(record)

    assert "\u202e" not in page
    assert page.count('<tr id="') == len(record.firms) + len(record.metrics) + len(record.claims)


def test_the_record_of_the_other_tests_is_valid():
    assert find_problems(make_record()) == []
