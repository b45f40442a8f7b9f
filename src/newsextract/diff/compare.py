"""What appeared, vanished and changed between two sides, article by article."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from newsextract.diff.facts import Facts, Fields, facts_of
from newsextract.diff.sides import Side
from newsextract.records import ArticleRecord

What = Literal["appeared", "vanished", "changed"]
_AT_ONCE = 200


class Change(NamedTuple):
    """One fact that is not the same on both sides."""

    article_id: str
    kind: str
    """article, firm, metric or claim."""
    what: What
    text: str
    """The words of the fact: a firm's name, a figure, a sentence, an article's title."""
    firms: tuple[str, ...]
    """Whose fact it is."""
    fields: dict[str, tuple[Any, Any]]
    """Of a changed fact, the fields that differ: before and after."""


@dataclass(slots=True)
class Summary:
    """Counts over all articles."""

    before: int = 0
    after: int = 0
    equal: int = 0
    """Articles whose records say the same, whatever pipeline made them."""
    counts: Counter[tuple[str, What]] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    """How often a field changed: ``metric.indicator``."""
    firms: Counter[tuple[str, What]] = field(default_factory=Counter)
    """How many facts of a firm appeared, vanished or changed."""

    def count(self, change: Change) -> None:
        """Count a change."""
        self.counts[change.kind, change.what] += 1
        self.fields.update(f"{change.kind}.{name}" for name in change.fields)
        self.firms.update((firm, change.what) for firm in change.firms)

    @property
    def differs(self) -> bool:
        """Whether there is any change."""
        return self.counts.total() > 0


def compare(before: Side, after: Side, summary: Summary) -> Iterator[Change]:
    """Yield the changes from ``before`` to ``after`` in the order of article ids, and count them in ``summary``."""
    old, new = before.digests(), after.digests()
    summary.before, summary.after = len(old), len(new)
    ids = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    summary.equal = len(old.keys() | new.keys()) - len(ids)
    for begin in range(0, len(ids), _AT_ONCE):
        chunk = ids[begin : begin + _AT_ONCE]
        olds, news = _read(before, chunk, old), _read(after, chunk, new)
        for key in chunk:
            changes = list(_changes(key, olds.get(key), news.get(key)))
            summary.equal += not changes
            for change in changes:
                summary.count(change)
                yield change


def _read(side: Side, ids: Sequence[str], there: dict[str, str]) -> dict[str, ArticleRecord]:
    return {record.article.id: record for record in side.read([key for key in ids if key in there])}


def _changes(key: str, old: ArticleRecord | None, new: ArticleRecord | None) -> Iterator[Change]:
    same_text = bool(old and new and old.article.sha256 == new.article.sha256)
    before = facts_of(old, same_text=same_text) if old else {}
    after = facts_of(new, same_text=same_text) if new else {}
    if old and new and same_text:
        _pair_renamed(old, new, before["firm"], after["firm"])
    for kind in before or after:
        yield from _of_kind(key, kind, before.get(kind, {}), after.get(kind, {}))


def _of_kind(article_id: str, kind: str, old: Facts, new: Facts) -> Iterator[Change]:
    for key, fields in old.items():
        if key not in new:
            yield Change(article_id, kind, "vanished", _words(kind, fields), _firms(kind, fields), {})
        elif fields != new[key]:
            names = [name for name in fields | new[key] if fields.get(name) != new[key].get(name)]
            changed = {name: (fields.get(name), new[key].get(name)) for name in names}
            firms = tuple(dict.fromkeys((*_firms(kind, fields), *_firms(kind, new[key]))))
            yield Change(article_id, kind, "changed", _words(kind, new[key]), firms, changed)
    for key, fields in new.items():
        if key not in old:
            yield Change(article_id, kind, "appeared", _words(kind, fields), _firms(kind, fields), {})


def _pair_renamed(old: ArticleRecord, new: ArticleRecord, before: Facts, after: Facts) -> None:
    """Give a firm whose fullest name is another one now its old key: it is named in the same places."""
    places = {(m.start, m.end): (firm.name_simplified,) for firm in old.firms for m in firm.mentions}
    for firm in new.firms:
        key = (firm.name_simplified,)
        if key not in before:
            earlier = next((places[m.start, m.end] for m in firm.mentions if (m.start, m.end) in places), None)
            if earlier and earlier not in after and key in after:
                after[earlier] = after.pop(key)


def _words(kind: str, fields: Fields) -> str:
    return str(fields[{"article": "title", "firm": "name"}.get(kind, "text")] or "")


def _firms(kind: str, fields: Fields) -> tuple[str, ...]:
    if kind == "firm":
        return (fields["name"],)
    if kind == "claim":
        return tuple(fields["firms"])
    return (fields["subject"],) if kind == "metric" and fields["subject"] else ()
