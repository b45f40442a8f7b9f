"""Templates in which nothing that an article says can become markup or hide: every text is escaped on its way out."""

from functools import cache
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newsextract.review.words import Language, translator
from newsextract.show.text import spelt, visible


@cache
def environment() -> Environment:
    """Return the templates of ``review/templates``."""
    templates = Environment(
        loader=PackageLoader("newsextract.review"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_finalize,
    )
    templates.filters["visible"] = lambda text: Markup(visible(text))  # noqa: S704 - visible escapes
    templates.filters["raw"] = lambda text: Markup(escape(text))  # noqa: S704 - escaped
    templates.filters["day"] = _day
    templates.filters["number"] = lambda number: f"{number:,}"
    return templates


def render(name: str, language: Language, **values: object) -> str:
    """Return the page ``name`` in a language, the template's ``t`` its words."""
    return environment().get_template(name).render(t=translator(language), lang=language, **values)


def _finalize(value: object) -> object:
    """Spell out control characters in every text; the filter ``visible`` marks them, ``raw`` leaves them in a field."""
    return spelt(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(moment: str | None) -> str:
    return (moment or "")[:10]
