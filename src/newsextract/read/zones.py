"""Which zone a local time without one is in: by the address, then by the words of the text."""

from functools import cache
from urllib.parse import urlsplit

from newsextract.rules.lexicon import read_lexicon

_BY_DOMAIN = {"tw": "Asia/Taipei", "hk": "Asia/Hong_Kong", "mo": "Asia/Hong_Kong", "cn": "Asia/Shanghai"}
_BY_LOCALE = {"zh-CN": "Asia/Shanghai", "zh-TW": "Asia/Taipei", "zh-HK": "Asia/Hong_Kong"}
_SAMPLE_CHARS = 3000
_MOST_OF_A_CUE = 3


def guess_zone(text: str, url: str | None) -> str:
    """Return the zone that an article's local times are in, Asia/Shanghai where nothing says otherwise.

    All three zones are eight hours ahead of UTC: a wrong guess changes the name, not the moment.
    """
    by_url = _BY_DOMAIN.get(_top_domain(url)) if url else None
    if by_url:
        return by_url
    sample = text[:_SAMPLE_CHARS]
    votes = {"zh-CN": 0.0, "zh-TW": 0.0, "zh-HK": 0.0}
    for cue, locale, weight in _cues():
        votes[locale] += weight * min(_MOST_OF_A_CUE, sample.count(cue))
    return _BY_LOCALE[max(votes, key=lambda locale: votes[locale])]


def _top_domain(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:  # an address such as http://[
        return ""


@cache
def _cues() -> tuple[tuple[str, str, float], ...]:
    return tuple((row["cue"], row["locale"], float(row["weight"])) for row in read_lexicon("locale_cues"))
