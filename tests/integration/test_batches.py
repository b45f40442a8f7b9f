"""A record does not depend on the articles that went through the stages with it: resuming relies on that."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from newsextract.read import read_articles
from newsextract.records import Article
from newsextract.run.batches import BATCH_ARTICLES, BATCH_CHARS, Keyed, cut_batches, key_of
from newsextract.run.extractor import article_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"


def test_records_are_the_same_in_any_company(extractor):
    articles = [item for item in read_articles([CORPUS]) if isinstance(item, Article)]

    together = {record.article.source: record.to_json() for record in extractor.extract_many(articles)}
    backwards = {record.article.source: record.to_json() for record in extractor.extract_many(articles[::-1][:25])}
    alone = {article.source: extractor.extract(article).to_json() for article in articles[::3]}

    assert {source: together[source] for source in backwards} == backwards
    assert {source: together[source] for source in alone} == alone


@given(lengths=st.lists(st.none() | st.integers(1, 40_000), max_size=400))
def test_batches_keep_the_order_and_their_limits(lengths):
    items = [n and Keyed(bytes(16), Article("字" * n, str(at), "s", "")) for at, n in enumerate(lengths)]

    batches = list(cut_batches(items))

    assert [item for batch in batches for item in batch] == [item for item in items if item]
    for batch in batches:
        assert len(batch) <= BATCH_ARTICLES
        assert len(batch) <= 1 or sum(len(item.article.text) for item in batch) <= BATCH_CHARS


def test_a_key_changes_with_the_article_what_is_said_of_it_and_the_pipeline():
    article = article_of("蓝鲸制造昨日签约。")
    others = [
        article_of("蓝鲸制造今日签约。"),
        Article(article.text, "other", article.source, article.sha256),
        Article(article.text, article.id, "other", article.sha256),
        Article(article.text, article.id, article.source, article.sha256, fields={"title": "x"}),
        Article(article.text, article.id, article.source, article.sha256, warnings=("x",)),
    ]

    keys = [key_of(article, "f"), key_of(article, "g"), *(key_of(other, "f") for other in others)]

    assert key_of(article_of(article.text), "f") == keys[0]
    assert len(set(keys)) == len(keys)
