"""All the wordings of a party: what is said, and every form of the firm that it stands for."""

from newsextract.evaluate.compare import fold
from newsextract.evaluate.gold import GoldArticle
from newsextract.records import ArticleRecord, Speaker, Subject


def gold_forms(gold: GoldArticle, words: str) -> set[str]:
    """Return ``words`` and, where they name a firm of the gold article, all its forms."""
    forms = {words}
    for firm in gold.firms:
        names = {firm.name, *firm.surfaces}
        if fold(words) in {fold(name) for name in names}:
            forms |= names
    return forms


def party_forms(record: ArticleRecord, party: Speaker | Subject | None) -> set[str]:
    """Return the text of a speaker or subject and, where it is resolved to a firm, all forms of the firm."""
    if party is None:
        return set()
    forms = {party.text} if party.text else set()
    for firm in record.firms:
        if firm.id == party.firm_id:
            forms |= {firm.name, *(mention.text for mention in firm.mentions)}
    return forms
