"""Records built by hand, for tests that need no extractor."""

import hashlib
from decimal import Decimal

from newsextract.records import (
    ArticleInfo,
    ArticleRecord,
    Canonical,
    Claim,
    Comparison,
    Firm,
    FirmMention,
    Metric,
    PipelineInfo,
    Reason,
    Speaker,
    Subject,
    Substitution,
    Superlative,
    TextSpan,
)

TEXT = (
    "蓝鲸制造𠮷发布新机\n"
    "蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。\n"
    "“这家企业在国内市占率第一😀。”总经理陈默表示。\n"
)


def span_of(words, text=TEXT, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def make_info(text=TEXT, **changes):
    fields = {
        "id": "url:https://news.example.cn/1",
        "source": "news/1.txt",
        "url": "https://news.example.cn/1",
        "title": "蓝鲸制造𠮷发布新机",
        "author": None,
        "publisher": "样本日报",
        "published_at": "2025-03-05T10:00:00+08:00",
        "published_at_how": "dateline",
        "script": "hans",
        "locale": "zh-CN",
        "conversion": "t2s",
        "encoding": "utf-8",
        "encoding_how": "strict",
        "fields": {},
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "length": len(text),
    }
    return ArticleInfo(**(fields | changes))


def make_firm(**changes):
    fields = {
        "id": "F1",
        "name": "蓝鲸制造股份有限公司",
        "name_simplified": "蓝鲸制造股份有限公司",
        "aliases": ("蓝鲸制造",),
        "canonical": Canonical(id="688001.SH", name="蓝鲸制造", source="made up"),
        "mentions": (
            FirmMention(**span_of("蓝鲸制造"), method="alias"),
            FirmMention(**span_of("蓝鲸制造股份有限公司"), method="firm.suffix"),
        ),
        "references": (TextSpan(**span_of("这家企业")),),
    }
    return Firm(**(fields | changes))


def make_metric(**changes):
    sentence = span_of("蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。")
    fields = {
        **span_of("28.80亿元"),
        "id": "M1",
        "value": Decimal(2880000000),
        "low": None,
        "high": None,
        "unit": "CNY",
        "kind": "money",
        "qualifier": "exact",
        "indicator": "营收",
        "subject": Subject(text="蓝鲸制造股份有限公司", firm_id="F1"),
        "period": TextSpan(**span_of("2024年")),
        "change": None,
        "basis": None,
        "sentence": (sentence["start"], sentence["end"]),
        "rule": "metric.stated",
    }
    return Metric(**(fields | changes))


def make_growth():
    return make_metric(
        **span_of("12.5%"),
        id="M2",
        value=Decimal("12.5"),
        unit="%",
        kind="percent",
        indicator="营收",
        change="increase",
        basis="yoy",
    )


def make_claim(**changes):
    fields = {
        **span_of("蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。"),
        "id": "C1",
        "key": "k-1",
        "text_resolved": "蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。",
        "substitutions": (),
        "types": ("comparison", "quantity"),
        "speaker": None,
        "cue": None,
        "content": None,
        "stance": None,
        "subject": Subject(text="蓝鲸制造股份有限公司", firm_id="F1"),
        "firm_ids": ("F1",),
        "metric_ids": ("M1", "M2"),
        "modality": "asserted",
        "event": None,
        "superlative": None,
        "comparison": Comparison(
            word=TextSpan(**span_of("同比")),
            subject=TextSpan(**span_of("营收")),
            against=TextSpan(**span_of("同比")),
            amount_id="M2",
        ),
        "forecast": None,
        "score": Decimal("0.9"),
        "why": (Reason(feature="has_figure", points=Decimal("0.8")),),
        "rules": ("claim.quantity",),
    }
    return Claim(**(fields | changes))


def make_quoted_claim():
    return make_claim(
        **span_of("“这家企业在国内市占率第一😀。”"),
        id="C2",
        key="k-2",
        types=("attributed", "superlative"),
        speaker=Speaker(**span_of("陈默"), kind="person", firm_id="F1", role=TextSpan(**span_of("总经理"))),
        cue=TextSpan(**span_of("表示")),
        content=TextSpan(**span_of("“这家企业在国内市占率第一😀。”")),
        stance="states",
        text_resolved="“蓝鲸制造股份有限公司在国内市占率第一😀。”",
        substitutions=(Substitution(**span_of("这家企业"), by="蓝鲸制造股份有限公司", firm_id="F1"),),
        comparison=None,
        superlative=Superlative(word=TextSpan(**span_of("第一")), scope=TextSpan(**span_of("国内")), since=None),
        metric_ids=(),
        score=Decimal("0.75"),
    )


def make_record(**changes):
    info = changes.pop("article", None) or make_info()
    fields = {
        "article": info,
        "text": TEXT,
        "firms": (make_firm(),),
        "metrics": (make_metric(), make_growth()),
        "claims": (make_claim(), make_quoted_claim()),
        "warnings": ("a warning",),
        "pipeline": PipelineInfo(name="extract", version="0.1.0", fingerprint="0" * 16),
    }
    return ArticleRecord(**(fields | changes))


def make_records(count):
    """Return records of different articles, whose claim keys differ."""
    return [
        make_record(
            article=make_info(id=f"a-{n}", source=f"news/{n}.txt"),
            claims=(make_claim(key=f"a-{n}-1"), make_quoted_claim().model_copy(update={"key": f"a-{n}-2"})),
        )
        for n in range(count)
    ]
