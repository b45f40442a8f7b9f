"""One self-contained HTML page of a record: no request leaves it, and nothing in the article can act in it."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from string import Template

from newsextract.records import ArticleRecord, Claim, Firm, Metric
from newsextract.show.fields import change_words, headline, value_words
from newsextract.show.text import begins_with_title, place_id, render_text, visible

_PLACES_SHOWN = 40
_NUMBERS = {"Value", "Priority"}
_NUMERIC = ' class="num"'
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"


def render_page(record: ArticleRecord) -> str:
    """Return the page: the text with firms, metrics and claims highlighted, and their fields in tables below.

    Styles and the small script are inline and allowed by their hashes; the article is escaped, and its control
    characters are spelt out. Without script the highlights link to the rows of the tables.
    """
    style, script = _asset("page.css"), _asset("page.js")
    return Template(_asset("page.html")).substitute(
        policy=f"{_POLICY}; {_allow('style', style)}; {_allow('script', script)}",
        title=visible(headline(record)),
        style=style,
        script=script,
        lang=_language(record),
        about=_about(record),
        warnings=_warnings(record),
        heading="" if begins_with_title(record) else f"<h1>{visible(headline(record))}</h1>\n",
        text=render_text(record),
        legend=_legend(record),
        firms=_firms(record),
        metrics=_metrics(record),
        claims=_claims(record),
        footer=_footer(record),
    )


def _asset(name: str) -> str:
    return (files("newsextract.show") / name).read_text(encoding="utf-8")


def _allow(what: str, content: str) -> str:
    return f"{what}-src 'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _language(record: ArticleRecord) -> str:
    return record.article.locale if record.article.script == "hant" else "zh-CN"


def _about(record: ArticleRecord) -> str:
    article = record.article
    parts = [f"<b>{visible(article.publisher)}</b>" if article.publisher else "", visible(article.author or "")]
    parts += [visible((article.published_at or "").replace("T", " ")), f"{article.length:,} characters"]
    if article.url and article.url.startswith(("https://", "http://")):
        parts.append(f'<a href="{escape(article.url)}" rel="noreferrer noopener">original</a>')
    return "".join(f"<span>{part}</span>" for part in parts if part)


def _warnings(record: ArticleRecord) -> str:
    if not record.warnings:
        return ""
    return f'<ul class="warnings">{"".join(f"<li>{visible(w)}</li>" for w in record.warnings)}</ul>'


def _legend(record: ArticleRecord) -> str:
    rows = (
        ("firms", '<span class="key firm">firms</span>', len(record.firms)),
        ("metrics", '<span class="key metric">metrics</span>', len(record.metrics)),
        ("claims", '<span class="c">claims</span>', len(record.claims)),
    )
    return "".join(
        f'<li><label><input type="checkbox" id="show-{name}" checked>{key}<span class="n">{count}</span></label></li>'
        for name, key, count in rows
    )


def _firms(record: ArticleRecord) -> str:
    return _table("Firms", "firms", ("", "Firm", "Also called", "Known as", "Places"), map(_firm_row, record.firms))


def _firm_row(firm: Firm) -> str:
    known = (
        f'{visible(firm.canonical.name)} <span class="why">{visible(firm.canonical.id)}</span>'
        if firm.canonical
        else ""
    )
    shown = range(1, min(len(firm.mentions), _PLACES_SHOWN) + 1)
    places = "".join(f'<a href="#{place_id(firm.id, place)}">{place}</a>' for place in shown)
    more = f" … {len(firm.mentions)}" if len(firm.mentions) > _PLACES_SHOWN else ""
    return _row(
        firm.id,
        _cell("", _place_link(firm.id)),
        _cell("Firm", visible(firm.name), chinese=True, main=True),
        _cell("Also called", visible("、".join(firm.aliases)), chinese=True),
        _cell("Known as", known, chinese=True),
        _cell("Places", f'<span class="places">{places}</span>{more}'),
    )


def _metrics(record: ArticleRecord) -> str:
    heads = ("", "As written", "Value", "What", "Whose", "When", "Change", "Rule")
    names = _names(record)
    forms = {
        firm.id: {record.text[place.start : place.end] for place in (*firm.mentions, *firm.references)} | {firm.name}
        for firm in record.firms
    }
    return _table("Metrics", "metrics", heads, (_metric_row(metric, names, forms) for metric in record.metrics))


def _names(record: ArticleRecord) -> dict[str, str]:
    return {firm.id: firm.name for firm in record.firms} | {metric.id: metric.text for metric in record.metrics}


def _metric_row(metric: Metric, names: Mapping[str, str], forms: Mapping[str, set[str]]) -> str:
    subject = metric.subject
    if subject and subject.firm_id:
        thing = "" if subject.text in forms[subject.firm_id] else f"{visible(subject.text)} "
        whose = thing + _links([subject.firm_id], names)
    else:
        whose = visible(subject.text) if subject else ""
    return _row(
        metric.id,
        _cell("", _place_link(metric.id)),
        _cell("As written", visible(metric.text), chinese=True, main=True),
        _cell("Value", visible(value_words(metric)), kind="num"),
        _cell("What", visible(metric.indicator or ""), chinese=True),
        _cell("Whose", whose, chinese=True),
        _cell("When", visible(metric.period.text if metric.period else ""), chinese=True),
        _cell("Change", change_words(metric)),
        _cell("Rule", visible(metric.rule), kind="why"),
    )


def _claims(record: ArticleRecord) -> str:
    heads = ("", "Claim", "Types", "Who says so", "About", "Firms, metrics", "Modality", "Priority", "Rules")
    names = _names(record)
    return _table("Claims", "claims", heads, (_claim_row(claim, names) for claim in record.claims))


def _claim_row(claim: Claim, names: Mapping[str, str]) -> str:
    speaker = visible(claim.speaker.text) if claim.speaker else ""
    step = round(claim.score * 10)
    bar = f'<span class="bar"><i class="w{step}"></i></span>' if step else '<span class="bar"></span>'
    return _row(
        claim.id,
        _cell("", _place_link(claim.id)),
        _cell("Claim", visible(claim.text), chinese=True, main=True, kind="claim-text"),
        _cell("Types", "".join(f"<span>{name}</span>" for name in claim.types), kind="types"),
        _cell("Who says so", speaker, chinese=True),
        _cell("About", visible(claim.subject.text) if claim.subject else "", chinese=True),
        _cell("Firms, metrics", _links((*claim.firm_ids, *claim.metric_ids), names), chinese=True),
        _cell("Modality", claim.modality),
        _cell("Priority", f"{claim.score:.2f}{bar}", kind="num"),
        _cell("Rules", visible(", ".join(claim.rules)), kind="why"),
    )


def _place_link(key: str) -> str:
    return f'<a class="id" href="#{place_id(key)}" aria-label="{key} in the text">{key}</a>'


def _links(ids: Iterable[str], names: Mapping[str, str]) -> str:
    links = " ".join(f'<a href="#{key}">{visible(names[key])}</a>' for key in ids)
    return f'<span class="ids">{links}</span>' if links else ""


def _cell(label: str, content: str, *, chinese: bool = False, main: bool = False, kind: str = "") -> str:
    attributes = (
        (' lang="zh"' if chinese else "") + (" data-main" if main else "") + (f' class="{kind}"' if kind else "")
    )
    return f'<td data-label="{label}"{attributes}>{content}</td>'


def _row(key: str, *cells: str) -> str:
    return f'<tr id="{key}">{"".join(cells)}</tr>'


def _table(title: str, name: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    body = list(rows)
    head = "".join(f'<th scope="col"{_NUMERIC if head in _NUMBERS else ""}>{head}</th>' for head in heads)
    content = f"<table><thead><tr>{head}</tr></thead><tbody>\n{chr(10).join(body)}\n</tbody></table>"
    content = content if body else '<p class="none">None found.</p>'
    return f'<section class="data" id="{name}"><h2>{title}<small>{len(body)}</small></h2>{content}</section>'


def _footer(record: ArticleRecord) -> str:
    article, pipeline = record.article, record.pipeline
    facts = (
        f"newsextract {escape(pipeline.version)}, pipeline {escape(pipeline.name)}",
        f"fingerprint <code>{escape(pipeline.fingerprint)}</code>",
        f"source <code>{visible(article.source)}</code>",
        f"{escape(article.encoding)}, {escape(article.script)}, {escape(article.locale)}",
        f"id <code>{visible(article.id)}</code>",
    )
    return "<br>".join(facts)
